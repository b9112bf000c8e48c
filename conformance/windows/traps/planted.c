/* A library in a place it must not be loaded from: tells so in the file CNI_PLANTED_TRACE names. */
#include <windows.h>

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved) {
    WCHAR trace[MAX_PATH];
    DWORD length = GetEnvironmentVariableW(L"CNI_PLANTED_TRACE", trace, ARRAYSIZE(trace));
    (void)instance, (void)reserved;
    if (reason == DLL_PROCESS_ATTACH && length > 0 && length < ARRAYSIZE(trace))
        CloseHandle(CreateFileW(trace, GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL));
    return TRUE;
}
