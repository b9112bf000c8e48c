#include "double.h"

/* Handles use all 64 bits, so that a caller that keeps them in fewer, or in a floating point number, fails. */
#define MARK 0xfedc000000000000ULL
#define NUMBER_BITS 48

static SRWLOCK lock = SRWLOCK_INIT;
static void **open;
static size_t openCount, room;
static HandleCounts counts;

void *giveHandle(const WCHAR *number) {
    ULONGLONG value = 0;
    void *handle;
    for (; *number >= '0' && *number <= '9'; number++) value = 10 * value + (ULONGLONG)(*number - '0');
    handle = (void *)(ULONG_PTR)(MARK | value);
    AcquireSRWLockExclusive(&lock);
    if (openCount == room) {
        size_t wanted = room == 0 ? 64 : 2 * room;
        void *grown = open == NULL ? HeapAlloc(GetProcessHeap(), 0, wanted * sizeof *open)
                                   : HeapReAlloc(GetProcessHeap(), 0, open, wanted * sizeof *open);
        if (grown == NULL) ExitProcess(ERROR_NOT_ENOUGH_MEMORY);
        open = grown;
        room = wanted;
    }
    open[openCount++] = handle;
    counts.given++;
    ReleaseSRWLockExclusive(&lock);
    return handle;
}

static size_t find(void *handle) {
    size_t index = 0;
    while (index < openCount && open[index] != handle) index++;
    return index;
}

BOOL handleNumber(void *handle, WCHAR number[24]) {
    BOOL isOpen;
    AcquireSRWLockExclusive(&lock);
    isOpen = find(handle) < openCount;
    if (!isOpen) counts.unknown++;
    ReleaseSRWLockExclusive(&lock);
    if (isOpen) {
        ULONGLONG value = (ULONG_PTR)handle & ((1ULL << NUMBER_BITS) - 1);
        WCHAR digits[24];
        int length = 0, at = 0;
        do digits[length++] = (WCHAR)('0' + value % 10);
        while ((value /= 10) > 0);
        while (length > 0) number[at++] = digits[--length];
        number[at] = 0;
    }
    return isOpen;
}

void forgetHandle(void *handle) {
    AcquireSRWLockExclusive(&lock);
    size_t index = find(handle);
    if (index < openCount) open[index] = open[--openCount];
    ReleaseSRWLockExclusive(&lock);
}

HandleCounts countHandles(void) {
    HandleCounts now = counts;
    now.open = (unsigned)openCount;
    return now;
}
