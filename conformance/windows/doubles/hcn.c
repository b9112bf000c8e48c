/* The functions of computenetwork.dll (computenetwork.h): every one passes its arguments on and the answer back. */
#include "double.h"

#define EXPORT __declspec(dllexport) HRESULT WINAPI

typedef void *Handle;

static void guidText(REFGUID id, WCHAR text[40]) {
    StringFromGUID2(id, text, 40); /* in braces */
    MoveMemory(text, text + 1, 36 * sizeof(WCHAR));
    text[36] = 0;
}

static HRESULT answer(Reply *reply, PWSTR *document, Handle *handle, PWSTR *errorRecord) {
    HRESULT result = reply->result;
    if (document != NULL && reply->value != NULL) *document = giveString(reply->value);
    if (handle != NULL && reply->value != NULL) *handle = giveHandle(reply->value);
    if (errorRecord != NULL && reply->errorRecord != NULL) *errorRecord = giveString(reply->errorRecord);
    freeReply(reply);
    return result;
}

static HRESULT byText(const WCHAR *function, PCWSTR text, PWSTR *document, PWSTR *errorRecord) {
    const WCHAR *arguments[] = {text};
    Reply reply = callSimulatedHns(function, arguments, 1);
    return answer(&reply, document, NULL, errorRecord);
}

static HRESULT byId(const WCHAR *function, REFGUID id, PCWSTR settings, Handle *handle, PWSTR *errorRecord) {
    WCHAR text[40];
    const WCHAR *arguments[] = {text, settings};
    if (id == NULL) return E_POINTER;
    guidText(id, text);
    Reply reply = callSimulatedHns(function, arguments, settings == NULL ? 1 : 2);
    return answer(&reply, NULL, handle, errorRecord);
}

static HRESULT byHandle(const WCHAR *function, Handle handle, PCWSTR text, PWSTR *document, PWSTR *errorRecord) {
    WCHAR number[24];
    const WCHAR *arguments[] = {number, text};
    if (!handleNumber(handle, number)) return E_HANDLE;
    Reply reply = callSimulatedHns(function, arguments, text == NULL ? 1 : 2);
    return answer(&reply, document, NULL, errorRecord);
}

static HRESULT closeHandle(const WCHAR *function, Handle handle) {
    HRESULT result = byHandle(function, handle, NULL, NULL, NULL);
    if (result != E_HANDLE) forgetHandle(handle); /* gone, even when the service is */
    return result;
}

#define FUNCTIONS(Object, Objects)                                                                            \
    EXPORT HcnEnumerate##Objects(PCWSTR query, PWSTR *found, PWSTR *record) {                                 \
        return byText(L"HcnEnumerate" L## #Objects, query, found, record);                                    \
    }                                                                                                         \
    EXPORT HcnOpen##Object(REFGUID id, Handle *handle, PWSTR *record) {                                       \
        return byId(L"HcnOpen" L## #Object, id, NULL, handle, record);                                        \
    }                                                                                                         \
    EXPORT HcnModify##Object(Handle handle, PCWSTR settings, PWSTR *record) {                                 \
        return byHandle(L"HcnModify" L## #Object, handle, settings, NULL, record);                            \
    }                                                                                                         \
    EXPORT HcnQuery##Object##Properties(Handle handle, PCWSTR query, PWSTR *properties, PWSTR *record) {      \
        return byHandle(L"HcnQuery" L## #Object L"Properties", handle, query, properties, record);            \
    }                                                                                                         \
    EXPORT HcnDelete##Object(REFGUID id, PWSTR *record) {                                                     \
        return byId(L"HcnDelete" L## #Object, id, NULL, NULL, record);                                        \
    }                                                                                                         \
    EXPORT HcnClose##Object(Handle handle) { return closeHandle(L"HcnClose" L## #Object, handle); }

FUNCTIONS(Network, Networks)
FUNCTIONS(Endpoint, Endpoints)
FUNCTIONS(Namespace, Namespaces)

EXPORT HcnCreateNetwork(REFGUID id, PCWSTR settings, Handle *network, PWSTR *record) {
    return byId(L"HcnCreateNetwork", id, settings == NULL ? L"" : settings, network, record);
}

EXPORT HcnCreateNamespace(REFGUID id, PCWSTR settings, Handle *namespace, PWSTR *record) {
    return byId(L"HcnCreateNamespace", id, settings == NULL ? L"" : settings, namespace, record);
}

EXPORT HcnCreateEndpoint(Handle network, REFGUID id, PCWSTR settings, Handle *endpoint, PWSTR *record) {
    WCHAR number[24], text[40];
    const WCHAR *arguments[] = {number, text, settings};
    if (id == NULL) return E_POINTER;
    if (!handleNumber(network, number)) return E_HANDLE;
    guidText(id, text);
    Reply reply = callSimulatedHns(L"HcnCreateEndpoint", arguments, 3);
    return answer(&reply, NULL, endpoint, record);
}

/* vmcompute.dll: version 1. */
EXPORT HNSCall(PCWSTR method, PCWSTR path, PCWSTR request, PWSTR *response) {
    const WCHAR *arguments[] = {method, path, request};
    Reply reply = callSimulatedHns(L"HNSCall", arguments, 3);
    return answer(&reply, response, NULL, NULL);
}
