#include "double.h"

static void *enough(void *memory, size_t bytes) {
    void *grown = memory == NULL ? HeapAlloc(GetProcessHeap(), 0, bytes)
                                 : HeapReAlloc(GetProcessHeap(), 0, memory, bytes);
    if (grown == NULL) ExitProcess(ERROR_NOT_ENOUGH_MEMORY);
    return grown;
}

void textAdd(Text *text, WCHAR character) {
    if (text->length + 1 >= text->room) {
        text->room = text->room == 0 ? 256 : 2 * text->room;
        text->start = enough(text->start, text->room * sizeof(WCHAR));
    }
    text->start[text->length++] = character;
    text->start[text->length] = 0;
}

void textAddAll(Text *text, const WCHAR *characters) {
    while (*characters != 0) textAdd(text, *characters++);
}

void textFree(Text *text) {
    if (text->start != NULL) HeapFree(GetProcessHeap(), 0, text->start);
    ZeroMemory(text, sizeof *text);
}
