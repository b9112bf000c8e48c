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

/* forward.c: a function of HNS. Out parameters the function does not have, or the caller does not want, are NULL. */
typedef struct {
    PWSTR *document;
    void **handle;
    PWSTR *errorRecord;
} Out;

#define EXPORT __declspec(dllexport) HRESULT WINAPI

void guidText(REFGUID id, WCHAR text[40]);
HRESULT byText(const WCHAR *function, const WCHAR *const *arguments, size_t count, Out out);
/* The handle is the first argument; at most three more. */
HRESULT byOpenHandle(const WCHAR *function, void *handle, const WCHAR *const *more, size_t count, Out out);
HRESULT closeHandle(const WCHAR *function, void *handle);

/* report.c: at the end of the process, the counts as a line in the file CNI_HNS_DOUBLE_REPORT names. */
void report(void);

#endif
