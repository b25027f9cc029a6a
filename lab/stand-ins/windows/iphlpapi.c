/* The one function that a Windows JVM imports from iphlpapi.dll and Wine's does not have. Everything else in this DLL is
 * forwarded: the writers to the stand-in, the rest to Wine's own library. */
#include <windows.h>

DWORD WINAPI GetAnycastIpAddressTable(USHORT family, void **table) {
    (void)family;
    /* An empty table; FreeMibTable gives it back to the process heap. */
    *table = HeapAlloc(GetProcessHeap(), HEAP_ZERO_MEMORY, 16);
    return *table ? NO_ERROR : ERROR_NOT_ENOUGH_MEMORY;
}

BOOL WINAPI DllMain(HINSTANCE instance, DWORD reason, LPVOID reserved) {
    (void)instance;
    (void)reason;
    (void)reserved;
    return TRUE;
}
