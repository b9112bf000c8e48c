#include "double.h"

/* What a client of the real service gets when it is not running, not to be reached, or gone in the middle of a call. */
#define SERVICE_NOT_ACTIVE ((HRESULT)0x80070426)
#define SERVER_UNAVAILABLE ((HRESULT)0x800706BA)
#define CALL_FAILED ((HRESULT)0x800706BE)

static SRWLOCK oneAtATime = SRWLOCK_INIT;
static SOCKET connection = INVALID_SOCKET;

/* "127.0.0.1:4711" */
static BOOL readAddress(struct sockaddr_in *address, BOOL *isSet) {
    WCHAR text[64];
    DWORD length = GetEnvironmentVariableW(L"CNI_HNS_DOUBLE", text, ARRAYSIZE(text));
    unsigned long parts[5] = {0};
    int part = 0;
    *isSet = length > 0;
    if (length == 0 || length >= ARRAYSIZE(text)) return FALSE;
    for (const WCHAR *at = text; *at != 0; at++) {
        if (*at == (part < 3 ? '.' : ':') && part < 4) part++;
        else if (*at >= '0' && *at <= '9') parts[part] = 10 * parts[part] + (unsigned long)(*at - '0');
        else return FALSE;
    }
    address->sin_family = AF_INET;
    address->sin_port = htons((u_short)parts[4]);
    address->sin_addr.s_addr = htonl(parts[0] << 24 | parts[1] << 16 | parts[2] << 8 | parts[3]);
    return part == 4;
}

static HRESULT openConnection(void) {
    struct sockaddr_in address = {0};
    WSADATA winsock;
    BOOL isSet, noDelay = TRUE;
    if (connection != INVALID_SOCKET) return S_OK;
    if (!readAddress(&address, &isSet)) return isSet ? E_INVALIDARG : SERVICE_NOT_ACTIVE;
    if (WSAStartup(MAKEWORD(2, 2), &winsock) != 0) return SERVER_UNAVAILABLE;
    connection = socket(AF_INET, SOCK_STREAM, IPPROTO_TCP);
    if (connection == INVALID_SOCKET) return SERVER_UNAVAILABLE;
    setsockopt(connection, IPPROTO_TCP, TCP_NODELAY, (const char *)&noDelay, sizeof noDelay);
    if (connect(connection, (struct sockaddr *)&address, sizeof address) == 0) return S_OK;
    closesocket(connection);
    connection = INVALID_SOCKET;
    return SERVER_UNAVAILABLE;
}

static BOOL sendLine(const Text *line) {
    int size = WideCharToMultiByte(CP_UTF8, 0, line->start, (int)line->length, NULL, 0, NULL, NULL);
    char *bytes = HeapAlloc(GetProcessHeap(), 0, (size_t)size);
    int sent = 0;
    if (bytes == NULL) return FALSE;
    WideCharToMultiByte(CP_UTF8, 0, line->start, (int)line->length, bytes, size, NULL, NULL);
    while (sent < size) {
        int count = send(connection, bytes + sent, size - sent, 0);
        if (count <= 0) break;
        sent += count;
    }
    HeapFree(GetProcessHeap(), 0, bytes);
    return sent == size;
}

/* The server sends nothing but answers, so what is received up to the end of the line is this answer and no more. */
static WCHAR *receiveLine(void) {
    size_t room = 4096, length = 0;
    char *bytes = HeapAlloc(GetProcessHeap(), 0, room);
    WCHAR *line = NULL;
    while (bytes != NULL) {
        int count = recv(connection, bytes + length, (int)(room - length), 0);
        if (count <= 0) break;
        length += (size_t)count;
        if (bytes[length - 1] == '\n') {
            int size = MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, NULL, 0);
            line = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, ((size_t)size + 1) * sizeof(WCHAR));
            if (line != NULL) MultiByteToWideChar(CP_UTF8, 0, bytes, (int)length, line, size);
            break;
        }
        if (length == room) {
            char *grown = HeapReAlloc(GetProcessHeap(), 0, bytes, room *= 2);
            if (grown == NULL) break;
            bytes = grown;
        }
    }
    if (bytes != NULL) HeapFree(GetProcessHeap(), 0, bytes);
    return line;
}

static BOOL exchange(const Text *request, Reply *reply) {
    BOOL understood = FALSE;
    WCHAR *line = sendLine(request) ? receiveLine() : NULL;
    if (line != NULL) understood = parseReply(line, reply);
    if (line != NULL) HeapFree(GetProcessHeap(), 0, line);
    return understood;
}

Reply callSimulatedHns(const WCHAR *function, const WCHAR *const *arguments, size_t count) {
    Reply reply = {0};
    Text request = {0};
    textAddAll(&request, L"{\"id\":1,\"function\":");
    addJsonString(&request, function);
    textAddAll(&request, L",\"arguments\":[");
    for (size_t index = 0; index < count; index++) {
        if (index > 0) textAdd(&request, ',');
        addJsonString(&request, arguments[index] == NULL ? L"" : arguments[index]);
    }
    textAddAll(&request, L"]}\n");
    AcquireSRWLockExclusive(&oneAtATime);
    reply.result = openConnection();
    if (SUCCEEDED(reply.result) && !exchange(&request, &reply)) {
        reply.result = CALL_FAILED;
        closesocket(connection);
        connection = INVALID_SOCKET;
    }
    ReleaseSRWLockExclusive(&oneAtATime);
    textFree(&request);
    return reply;
}
