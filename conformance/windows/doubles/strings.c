#include "double.h"

/* A string that was given out. Freed ones are remembered until their address is given to someone else, so that a second free is told from a free of another's memory. */
typedef struct {
    void *address;
    BOOL freed;
} Given;

static SRWLOCK lock = SRWLOCK_INIT;
static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static Given *strings;
static size_t stringCount, room;
static StringCounts counts;

static Given *find(void *address) {
    for (size_t index = 0; index < stringCount; index++)
        if (strings[index].address == address) return &strings[index];
    return NULL;
}

static void forget(Given *given) {
    *given = strings[--stringCount];
}

static void remember(void *address) {
    if (stringCount == room) {
        size_t wanted = room == 0 ? 256 : 2 * room;
        void *grown = strings == NULL ? HeapAlloc(GetProcessHeap(), 0, wanted * sizeof *strings)
                                      : HeapReAlloc(GetProcessHeap(), 0, strings, wanted * sizeof *strings);
        if (grown == NULL) ExitProcess(ERROR_NOT_ENOUGH_MEMORY);
        strings = grown;
        room = wanted;
    }
    strings[stringCount++] = (Given){address, FALSE};
    counts.given++;
}

/* The COM task allocator tells a spy of every allocation and every free in the process. */
static HRESULT STDMETHODCALLTYPE queryInterface(IMallocSpy *spy, REFIID id, void **object) {
    BOOL known = IsEqualIID(id, &IID_IMallocSpy) || IsEqualIID(id, &IID_IUnknown);
    *object = known ? spy : NULL;
    return known ? S_OK : E_NOINTERFACE;
}
static ULONG STDMETHODCALLTYPE addRef(IMallocSpy *spy) { return (void)spy, 1; }
static ULONG STDMETHODCALLTYPE release(IMallocSpy *spy) { return (void)spy, 1; }
static SIZE_T STDMETHODCALLTYPE preAlloc(IMallocSpy *spy, SIZE_T bytes) { return (void)spy, bytes; }

static void *STDMETHODCALLTYPE postAlloc(IMallocSpy *spy, void *address) {
    (void)spy;
    AcquireSRWLockExclusive(&lock);
    Given *before = address == NULL ? NULL : find(address);
    if (before != NULL) forget(before);
    ReleaseSRWLockExclusive(&lock);
    return address;
}

static void *STDMETHODCALLTYPE preFree(IMallocSpy *spy, void *address, BOOL spied) {
    (void)spy, (void)spied;
    AcquireSRWLockExclusive(&lock);
    Given *given = address == NULL ? NULL : find(address);
    BOOL again = given != NULL && given->freed;
    if (again) counts.freedTwice++;
    if (given != NULL) given->freed = TRUE;
    ReleaseSRWLockExclusive(&lock);
    return again ? NULL : address; /* the process lives on to report it */
}

static void STDMETHODCALLTYPE postFree(IMallocSpy *spy, BOOL spied) { (void)spy, (void)spied; }
static SIZE_T STDMETHODCALLTYPE preRealloc(IMallocSpy *spy, void *address, SIZE_T bytes, void **toGrow, BOOL spied) {
    (void)spy, (void)spied;
    *toGrow = address;
    return bytes;
}
static void *STDMETHODCALLTYPE postRealloc(IMallocSpy *spy, void *address, BOOL spied) {
    return (void)spy, (void)spied, address;
}
static void *STDMETHODCALLTYPE preGetSize(IMallocSpy *spy, void *address, BOOL spied) {
    return (void)spy, (void)spied, address;
}
static SIZE_T STDMETHODCALLTYPE postGetSize(IMallocSpy *spy, SIZE_T bytes, BOOL spied) {
    return (void)spy, (void)spied, bytes;
}
static void *STDMETHODCALLTYPE preDidAlloc(IMallocSpy *spy, void *address, BOOL spied) {
    return (void)spy, (void)spied, address;
}
static int STDMETHODCALLTYPE postDidAlloc(IMallocSpy *spy, void *address, BOOL spied, int actual) {
    return (void)spy, (void)address, (void)spied, actual;
}
static void STDMETHODCALLTYPE preHeapMinimize(IMallocSpy *spy) { (void)spy; }
static void STDMETHODCALLTYPE postHeapMinimize(IMallocSpy *spy) { (void)spy; }

static IMallocSpyVtbl functions = {
    queryInterface, addRef,     release,      preAlloc,    postAlloc,    preFree,         postFree,        preRealloc,
    postRealloc,    preGetSize, postGetSize,  preDidAlloc, postDidAlloc, preHeapMinimize, postHeapMinimize,
};
static IMallocSpy spy = {&functions};

static BOOL CALLBACK watch(PINIT_ONCE unused, PVOID parameter, PVOID *context) {
    (void)unused, (void)parameter, (void)context;
    counts.watched = SUCCEEDED(CoRegisterMallocSpy(&spy));
    return TRUE;
}

PWSTR giveString(const WCHAR *characters) {
    size_t bytes = ((size_t)lstrlenW(characters) + 1) * sizeof(WCHAR);
    InitOnceExecuteOnce(&once, watch, NULL, NULL);
    PWSTR string = CoTaskMemAlloc(bytes);
    if (string == NULL) return NULL;
    CopyMemory(string, characters, bytes);
    AcquireSRWLockExclusive(&lock);
    remember(string);
    ReleaseSRWLockExclusive(&lock);
    return string;
}

StringCounts countStrings(void) {
    StringCounts now = counts;
    for (size_t index = 0; index < stringCount; index++)
        if (!strings[index].freed) now.unfreed++;
    return now;
}
