#include "double.h"

static const WCHAR HEXADECIMAL[] = L"0123456789abcdef";

void addJsonString(Text *json, const WCHAR *characters) {
    textAdd(json, '"');
    for (; *characters != 0; characters++) {
        WCHAR character = *characters;
        /* A surrogate without its other half has no UTF-8 form, hence all of them by number. */
        BOOL byNumber = character < 0x20 || (character >= 0xd800 && character <= 0xdfff);
        if (character == '"' || character == '\\') textAdd(json, '\\');
        if (!byNumber) {
            textAdd(json, character);
            continue;
        }
        textAddAll(json, L"\\u");
        for (int shift = 12; shift >= 0; shift -= 4) textAdd(json, HEXADECIMAL[(character >> shift) & 15]);
    }
    textAdd(json, '"');
}

static const WCHAR *skipBlanks(const WCHAR *at) {
    while (*at == ' ' || *at == '\t' || *at == '\r' || *at == '\n') at++;
    return at;
}

static int digitOf(WCHAR character) {
    for (int digit = 0; digit < 16; digit++)
        if (HEXADECIMAL[digit] == (character | 0x20) || HEXADECIMAL[digit] == character) return digit;
    return -1;
}

/* Reads a string; returns what follows it, or NULL when it is none. */
static const WCHAR *parseString(const WCHAR *at, Text *string) {
    static const WCHAR LETTERS[] = L"\"\\/bfnrt", MEANINGS[] = L"\"\\/\b\f\n\r\t";
    if (*at++ != '"') return NULL;
    for (; *at != '"'; at++) {
        if (*at < 0x20) return NULL;
        if (*at != '\\') {
            textAdd(string, *at);
            continue;
        }
        at++;
        if (*at == 'u') {
            int character = 0;
            for (int digits = 0; digits < 4; digits++) {
                int digit = digitOf(*++at);
                if (digit < 0) return NULL;
                character = 16 * character + digit;
            }
            textAdd(string, (WCHAR)character);
            continue;
        }
        size_t letter = 0;
        while (LETTERS[letter] != 0 && LETTERS[letter] != *at) letter++;
        if (LETTERS[letter] == 0) return NULL;
        textAdd(string, MEANINGS[letter]);
    }
    return at + 1;
}

/* Reads a whole number without a sign; returns what follows it, or NULL when it is none. */
static const WCHAR *parseNumber(const WCHAR *at, ULONGLONG *number) {
    if (*at < '0' || *at > '9') return NULL;
    for (*number = 0; *at >= '0' && *at <= '9'; at++) *number = 10 * *number + (ULONGLONG)(*at - '0');
    return at;
}

static const WCHAR *parseMember(const WCHAR *at, Reply *reply, BOOL *hasResult) {
    Text key = {0}, string = {0};
    ULONGLONG number = 0;
    BOOL isString = FALSE;
    at = parseString(skipBlanks(at), &key);
    if (at != NULL) at = skipBlanks(at);
    if (at != NULL) at = *at == ':' ? skipBlanks(at + 1) : NULL;
    if (at != NULL) {
        isString = *at == '"';
        at = isString ? parseString(at, &string) : parseNumber(at, &number);
    }
    if (at != NULL && key.start != NULL) {
        if (isString && string.start == NULL) {
            textAdd(&string, 0);
            string.length = 0;
        }
        if (!isString && lstrcmpW(key.start, L"hresult") == 0) {
            reply->result = (HRESULT)(DWORD)number;
            *hasResult = TRUE;
        } else if (isString && lstrcmpW(key.start, L"value") == 0 && reply->value == NULL) {
            reply->value = string.start;
            ZeroMemory(&string, sizeof string);
        } else if (isString && lstrcmpW(key.start, L"errorRecord") == 0 && reply->errorRecord == NULL) {
            reply->errorRecord = string.start;
            ZeroMemory(&string, sizeof string);
        }
    }
    textFree(&key);
    textFree(&string);
    return at;
}

BOOL parseReply(const WCHAR *json, Reply *reply) {
    BOOL hasResult = FALSE;
    ZeroMemory(reply, sizeof *reply);
    json = skipBlanks(json);
    if (*json++ != '{') return FALSE;
    for (;;) {
        json = parseMember(json, reply, &hasResult);
        if (json == NULL) break;
        json = skipBlanks(json);
        if (*json == '}') break;
        if (*json++ != ',') json = NULL;
        if (json == NULL) break;
    }
    if (json != NULL && hasResult) return TRUE;
    freeReply(reply);
    return FALSE;
}

void freeReply(Reply *reply) {
    if (reply->value != NULL) HeapFree(GetProcessHeap(), 0, reply->value);
    if (reply->errorRecord != NULL) HeapFree(GetProcessHeap(), 0, reply->errorRecord);
    ZeroMemory(reply, sizeof *reply);
}
