/* The functions of vmcompute.dll that version 1 of HNS needs, declared as hcsshim imports them (internal/hns, internal/vmcompute). */
#include "double.h"

EXPORT HNSCall(PCWSTR method, PCWSTR path, PCWSTR request, PWSTR *response) {
    return byText(L"HNSCall", (const WCHAR *[]){method, path, request}, 3, (Out){.document = response});
}

EXPORT HcsOpenComputeSystem(PCWSTR id, void **system, PWSTR *result) {
    return byText(L"HcsOpenComputeSystem", &id, 1, (Out){.handle = system, .errorRecord = result});
}

EXPORT HcsGetComputeSystemProperties(void *system, PCWSTR query, PWSTR *properties, PWSTR *result) {
    return byOpenHandle(L"HcsGetComputeSystemProperties", system, &query, 1,
                        (Out){.document = properties, .errorRecord = result});
}

EXPORT HcsModifyComputeSystem(void *system, PCWSTR configuration, PWSTR *result) {
    return byOpenHandle(L"HcsModifyComputeSystem", system, &configuration, 1, (Out){.errorRecord = result});
}

EXPORT HcsCloseComputeSystem(void *system) { return closeHandle(L"HcsCloseComputeSystem", system); }

/* Nothing ever happens to a simulated container of which its callback would have to be told. */
EXPORT HcsRegisterComputeSystemCallback(void *system, void *callback, void *context, void **registration) {
    WCHAR number[24];
    (void)callback, (void)context;
    if (!handleNumber(system, number)) return E_HANDLE;
    *registration = giveHandle(L"281474976710655");
    return S_OK;
}

EXPORT HcsUnregisterComputeSystemCallback(void *registration) {
    WCHAR number[24];
    if (!handleNumber(registration, number)) return E_HANDLE;
    forgetHandle(registration);
    return S_OK;
}
