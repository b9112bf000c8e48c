/* Has the file HELD_FILE open as a virus scanner does, from the line "held" to the end of its input: others may read it
   if the first word is "read", and neither write, rename nor remove it. */
#include <stdio.h>
#include <string.h>
#include <windows.h>

int main(int count, char **words) {
    WCHAR path[1024];
    DWORD share = count == 2 && strcmp(words[1], "read") == 0 ? FILE_SHARE_READ : 0;
    if (GetEnvironmentVariableW(L"HELD_FILE", path, ARRAYSIZE(path)) == 0) return 2;
    HANDLE file = CreateFileW(path, GENERIC_READ, share, NULL, OPEN_EXISTING, FILE_ATTRIBUTE_NORMAL, NULL);
    if (file == INVALID_HANDLE_VALUE) return 1;
    puts("held");
    fflush(stdout);
    while (getchar() != EOF) continue;
    CloseHandle(file);
    return 0;
}
