#include "double.h"

void report(void) {
    WCHAR path[MAX_PATH];
    char line[256];
    DWORD written, length = GetEnvironmentVariableW(L"CNI_HNS_DOUBLE_REPORT", path, ARRAYSIZE(path));
    StringCounts strings = countStrings();
    HandleCounts handles = countHandles();
    HANDLE file;
    if (length == 0 || length >= ARRAYSIZE(path)) return;
    file = CreateFileW(path, FILE_APPEND_DATA, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS,
                       FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) return;
    wsprintfA(line,
              "{\"handlesGiven\":%u,\"handlesOpen\":%u,\"unknownHandles\":%u,"
              "\"stringsWatched\":%s,\"stringsGiven\":%u,\"stringsUnfreed\":%u,\"stringsFreedTwice\":%u}\n",
              handles.given, handles.open, handles.unknown, strings.watched ? "true" : "false", strings.given,
              strings.unfreed, strings.freedTwice);
    WriteFile(file, line, (DWORD)lstrlenA(line), &written, NULL);
    CloseHandle(file);
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, void *reserved) {
    (void)instance, (void)reserved;
    if (reason == DLL_PROCESS_DETACH) report();
    return TRUE;
}
