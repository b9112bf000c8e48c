/* Holds a lock as the Go host-local does (containernetworking/plugins, alexflint/go-filemutex), from the line "held" to the end of its input. */
#include <stdio.h>
#include <windows.h>

int main(void) {
    WCHAR path[1024];
    OVERLAPPED start = {0};
    if (GetEnvironmentVariableW(L"LOCK_FILE", path, ARRAYSIZE(path)) == 0) return 2;
    HANDLE file = CreateFileW(path, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_ALWAYS,
                              FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE || !LockFileEx(file, LOCKFILE_EXCLUSIVE_LOCK, 0, 1, 0, &start)) return 1;
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) continue;
    UnlockFileEx(file, 0, 1, 0, &start);
    return 0;
}
