/* The parts of the test doubles. All text is UTF-16 here, as the functions of Windows have it. */
#ifndef DOUBLE_H
#define DOUBLE_H

#define WIN32_LEAN_AND_MEAN
#define COBJMACROS
#include <winsock2.h>
#include <windows.h>
#include <objbase.h>

/* text.c: text that grows. */
typedef struct {
    WCHAR *start;
    size_t length;
    size_t room;
} Text;

void textAdd(Text *text, WCHAR character);
void textAddAll(Text *text, const WCHAR *characters);
void textFree(Text *text);

/* json.c: a request as a line, and the flat object of a reply. */
typedef struct {
    HRESULT result;
    WCHAR *value;       /* NULL when there is none; freed by freeReply */
    WCHAR *errorRecord; /* likewise */
} Reply;

void addJsonString(Text *json, const WCHAR *characters);
BOOL parseReply(const WCHAR *json, Reply *reply);
void freeReply(Reply *reply);

/* transport.c: one line to the simulated HNS and one back. */
Reply callSimulatedHns(const WCHAR *function, const WCHAR *const *arguments, size_t count);

/* strings.c: what callers must free with CoTaskMemFree, each exactly once. */
PWSTR giveString(const WCHAR *characters);
typedef struct {
    BOOL watched; /* FALSE when another spy was there first: the counts below say nothing then */
    unsigned given, unfreed, freedTwice;
} StringCounts;
StringCounts countStrings(void);

/* handles.c: what callers must close, each exactly once. */
void *giveHandle(const WCHAR *number);
BOOL handleNumber(void *handle, WCHAR number[24]);
void forgetHandle(void *handle);
typedef struct {
    unsigned given, open, unknown;
} HandleCounts;
HandleCounts countHandles(void);

/* report.c: at the end of the process, the counts as a line in the file CNI_HNS_DOUBLE_REPORT names. */
void report(void);

#endif
