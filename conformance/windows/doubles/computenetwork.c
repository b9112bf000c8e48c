/* The functions of computenetwork.dll (computenetwork.h): every one passes its arguments on and the answer back. */
#include "double.h"

static HRESULT byId(const WCHAR *function, REFGUID id, PCWSTR settings, void **handle, PWSTR *errorRecord) {
    WCHAR text[40];
    if (id == NULL) return E_POINTER;
    guidText(id, text);
    return byText(function, (const WCHAR *[]){text, settings}, settings == NULL ? 1 : 2,
                  (Out){.handle = handle, .errorRecord = errorRecord});
}

#define FUNCTIONS(Object, Objects)                                                                          \
    EXPORT HcnEnumerate##Objects(PCWSTR query, PWSTR *found, PWSTR *record) {                               \
        const Out out = {.document = found, .errorRecord = record};                                         \
        return byText(L"HcnEnumerate" L## #Objects, &query, 1, out);                                        \
    }                                                                                                       \
    EXPORT HcnOpen##Object(REFGUID id, void **handle, PWSTR *record) {                                      \
        return byId(L"HcnOpen" L## #Object, id, NULL, handle, record);                                      \
    }                                                                                                       \
    EXPORT HcnModify##Object(void *handle, PCWSTR settings, PWSTR *record) {                                \
        const Out out = {.errorRecord = record};                                                            \
        return byOpenHandle(L"HcnModify" L## #Object, handle, &settings, 1, out);                           \
    }                                                                                                       \
    EXPORT HcnQuery##Object##Properties(void *handle, PCWSTR query, PWSTR *properties, PWSTR *record) {     \
        const Out out = {.document = properties, .errorRecord = record};                                    \
        return byOpenHandle(L"HcnQuery" L## #Object L"Properties", handle, &query, 1, out);                 \
    }                                                                                                       \
    EXPORT HcnDelete##Object(REFGUID id, PWSTR *record) {                                                   \
        return byId(L"HcnDelete" L## #Object, id, NULL, NULL, record);                                      \
    }                                                                                                       \
    EXPORT HcnClose##Object(void *handle) { return closeHandle(L"HcnClose" L## #Object, handle); }

FUNCTIONS(Network, Networks)
FUNCTIONS(Endpoint, Endpoints)
FUNCTIONS(Namespace, Namespaces)

EXPORT HcnCreateNetwork(REFGUID id, PCWSTR settings, void **network, PWSTR *record) {
    return byId(L"HcnCreateNetwork", id, settings == NULL ? L"" : settings, network, record);
}

EXPORT HcnCreateNamespace(REFGUID id, PCWSTR settings, void **namespace, PWSTR *record) {
    return byId(L"HcnCreateNamespace", id, settings == NULL ? L"" : settings, namespace, record);
}

EXPORT HcnCreateEndpoint(void *network, REFGUID id, PCWSTR settings, void **endpoint, PWSTR *record) {
    WCHAR text[40];
    if (id == NULL) return E_POINTER;
    guidText(id, text);
    return byOpenHandle(L"HcnCreateEndpoint", network, (const WCHAR *[]){text, settings}, 2,
                        (Out){.handle = endpoint, .errorRecord = record});
}
