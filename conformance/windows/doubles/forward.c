#include "double.h"

void guidText(REFGUID id, WCHAR text[40]) {
    StringFromGUID2(id, text, 40); /* in braces */
    MoveMemory(text, text + 1, 36 * sizeof(WCHAR));
    text[36] = 0;
}

static HRESULT answer(Reply reply, Out out) {
    HRESULT result = reply.result;
    if (out.document != NULL && reply.value != NULL) *out.document = giveString(reply.value);
    if (out.handle != NULL && reply.value != NULL) *out.handle = giveHandle(reply.value);
    if (out.errorRecord != NULL && reply.errorRecord != NULL) *out.errorRecord = giveString(reply.errorRecord);
    freeReply(&reply);
    return result;
}

HRESULT byText(const WCHAR *function, const WCHAR *const *arguments, size_t count, Out out) {
    return answer(callSimulatedHns(function, arguments, count), out);
}

HRESULT byOpenHandle(const WCHAR *function, void *handle, const WCHAR *const *more, size_t count, Out out) {
    WCHAR number[24];
    const WCHAR *arguments[4] = {number};
    if (!handleNumber(handle, number)) return E_HANDLE;
    for (size_t index = 0; index < count; index++) arguments[index + 1] = more[index];
    return answer(callSimulatedHns(function, arguments, count + 1), out);
}

HRESULT closeHandle(const WCHAR *function, void *handle) {
    HRESULT result = byOpenHandle(function, handle, NULL, 0, (Out){0});
    if (result != E_HANDLE) forgetHandle(handle); /* gone, even when the service is */
    return result;
}
