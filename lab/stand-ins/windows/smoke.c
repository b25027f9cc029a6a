/* A Windows program that raises an adapter, gives it an address and shuts it by filters: run under Wine it shows that
 * the modules load, are called with Windows' convention and set the last error. */
#include <stdio.h>
#include <windows.h>

static int failures;

static void expect(unsigned long long actual, unsigned long long expected, const char *what) {
    if (actual == expected) return;
    failures++;
    printf("%s: %llu instead of %llu\n", what, actual, expected);
}

static FARPROC need(HMODULE library, const char *name) {
    FARPROC found = GetProcAddress(library, name);
    if (found) return found;
    printf("%s is not exported\n", name);
    exit(1);
}
#define CALL(library, name, result, ...) ((result(WINAPI *)(__VA_ARGS__))(void *)need(library, #name))

static int lines;
static void CALLBACK log_line(int level, unsigned long long time, const WCHAR *line) {
    (void)level;
    (void)time;
    lines += line[0] != 0;
}

static volatile LONG added;
static void CALLBACK changed(void *context, void *row, int type) {
    (void)context;
    if (row && type == 1) InterlockedIncrement(&added);
}

int main(void) {
    HMODULE wg = LoadLibraryA("wireguard.dll"), ip = LoadLibraryA("iphlpapi.dll"), fw = LoadLibraryA("fwpuclnt.dll");
    if (!wg || !ip || !fw) {
        printf("cannot load: wireguard %p, iphlpapi %p, fwpuclnt %p, error %lu\n", wg, ip, fw, GetLastError());
        return 1;
    }
    expect(CALL(wg, WireGuardGetRunningDriverVersion, DWORD, void)(), 0, "driver version without an adapter");
    expect(GetLastError(), ERROR_FILE_NOT_FOUND, "its last error");
    CALL(wg, WireGuardSetLogger, void, void *)((void *)log_line);
    void *notify = 0, *table = 0, *engine = 0;
    expect(CALL(ip, NotifyIpInterfaceChange, DWORD, USHORT, void *, void *, BOOLEAN, void **)(2, (void *)changed, 0, 0, &notify),
           0, "NotifyIpInterfaceChange");
    void *adapter = CALL(wg, WireGuardCreateAdapter, void *, LPCWSTR, LPCWSTR, void *)(L"Borealis \u65e5", L"Borealis", 0);
    if (!adapter) {
        printf("WireGuardCreateAdapter: error %lu\n", GetLastError());
        return 1;
    }
    expect(lines > 0, 1, "log lines");
    for (int i = 0; i < 200 && !added; i++) Sleep(10);
    expect(added, 1, "notified of the interface");
    unsigned long long luid = 0;
    CALL(wg, WireGuardGetAdapterLUID, void, void *, void *)(adapter, &luid);
    expect(luid >> 48, 53, "LUID");
    WCHAR alias[300] = L"";
    expect(CALL(ip, ConvertInterfaceLuidToAlias, DWORD, void *, WCHAR *, SIZE_T)(&luid, alias, 300), 0, "alias");
    expect(lstrcmpW(alias, L"Borealis \u65e5"), 0, "alias text");
    unsigned char row[80];
    CALL(ip, InitializeUnicastIpAddressEntry, void, void *)(row);
    row[0] = 2;
    row[4] = 10, row[5] = 255, row[6] = 0, row[7] = 1;
    *(unsigned long long *)(row + 32) = luid;
    row[60] = 32;
    *(DWORD *)(row + 64) = 4;
    expect(CALL(ip, CreateUnicastIpAddressEntry, DWORD, void *)(row), 0, "CreateUnicastIpAddressEntry");
    expect(CALL(ip, CreateUnicastIpAddressEntry, DWORD, void *)(row), 5010, "the same again");
    expect(CALL(ip, GetUnicastIpAddressTable, DWORD, USHORT, void **)(2, &table), 0, "GetUnicastIpAddressTable");
    CALL(ip, FreeMibTable, void, void *)(table);
    expect(CALL(ip, GetIfTable2, DWORD, void **)(&table), 0, "Wine's own GetIfTable2");
    CALL(ip, FreeMibTable, void, void *)(table);
    expect(CALL(ip, GetAnycastIpAddressTable, DWORD, USHORT, void **)(0, &table), 0, "GetAnycastIpAddressTable");
    CALL(ip, FreeMibTable, void, void *)(table);
    /* Name servers come from the stand-in, addresses from Wine. */
    static unsigned char list[262144];
    for (ULONG flags = 0; flags < 8; flags += 7) {
        ULONG size = sizeof list;
        expect(CALL(ip, GetAdaptersAddresses, DWORD, ULONG, ULONG, void *, void *, ULONG *)(2, flags, 0, list, &size), 0,
               flags ? "GetAdaptersAddresses for name servers" : "Wine's own GetAdaptersAddresses");
    }
    unsigned char session[72] = {0};
    session[32] = 1;
    expect(CALL(fw, FwpmEngineOpen0, DWORD, void *, DWORD, void *, void *, void **)(0, 10, 0, session, &engine), 0, "FwpmEngineOpen0");
    expect(CALL(fw, FwpmTransactionCommit0, DWORD, void *)(engine), 0x8032000D, "commit without a transaction");
    SetLastError(77);
    expect(CALL(wg, WireGuardSetAdapterState, BOOL, void *, int)(adapter, 1), 1, "up");
    expect(GetLastError(), 77, "last error after a success");
    expect(CALL(wg, WireGuardSetAdapterState, BOOL, void *, int)(adapter, 5), 0, "a state that is none");
    expect(GetLastError(), ERROR_INVALID_PARAMETER, "its last error");
    expect(CALL(fw, FwpmEngineClose0, DWORD, void *)(engine), 0, "FwpmEngineClose0");
    CALL(wg, WireGuardCloseAdapter, void, void *)(adapter);
    expect(CALL(ip, CancelMibChangeNotify2, DWORD, void *)(notify), 0, "CancelMibChangeNotify2");
    printf(failures ? "%d failures\n" : "ok\n", failures);
    return failures != 0;
}
