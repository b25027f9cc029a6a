/* The one place where the two builds of these sources differ: a Linux shared library (quick leg) and a Wine
 * module (Windows leg). Everything else is written once, against Linux, because a Wine module may call Linux. */
#ifndef BOREALIS_PLATFORM_H
#define BOREALIS_PLATFORM_H

#include <errno.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#ifdef BOREALIS_WINE
/* Windows processes call with Microsoft's convention and read the last error from the thread's block. */
#define LAB_ABI __attribute__((ms_abi))
LAB_ABI void SetLastError(uint32_t code);
LAB_ABI uint32_t GetLastError(void);
LAB_ABI void *CreateThread(void *security, uintptr_t stack, LAB_ABI uint32_t (*entry)(void *), void *context,
                           uint32_t flags, uint32_t *id);
LAB_ABI uint32_t WaitForSingleObject(void *handle, uint32_t milliseconds);
LAB_ABI int32_t CloseHandle(void *handle);
LAB_ABI void *GetProcessHeap(void);
LAB_ABI int32_t HeapFree(void *heap, uint32_t flags, void *memory);
LAB_ABI void *LoadLibraryA(const char *name);
LAB_ABI void *GetProcAddress(void *module, const char *name);
static inline void platform_set_last_error(uint32_t code) { SetLastError(code); }
/* Memory that another library of Windows has issued. */
static inline void platform_free_foreign(void *memory) { HeapFree(GetProcessHeap(), 0, memory); }
static inline uint32_t platform_last_error(void) { return GetLastError(); }
/* Wine's own answer: its library lies beside the forwarding one, under another name. */
static inline uint32_t platform_adapters_addresses(uint32_t family, uint32_t flags, void *reserved, void *list,
                                                   uint32_t *size) {
    void *library = LoadLibraryA("wine_iphlpapi.dll");
    LAB_ABI uint32_t (*wines)(uint32_t, uint32_t, void *, void *, uint32_t *) =
        library ? (LAB_ABI uint32_t (*)(uint32_t, uint32_t, void *, void *, uint32_t *))GetProcAddress(
                      library, "GetAdaptersAddresses")
                : 0;
    return wines ? wines(family, flags, reserved, list, size) : 127; /* ERROR_PROC_NOT_FOUND */
}
/* Only threads that Wine made may run Windows code, and a callback into the JVM is Windows code. */
typedef void *platform_thread;
#define PLATFORM_THREAD_ENTRY(name, context) static LAB_ABI uint32_t name(void *context)
#define PLATFORM_THREAD_RETURN return 0
static inline bool platform_thread_start(platform_thread *thread, LAB_ABI uint32_t (*entry)(void *), void *context) {
    *thread = CreateThread(0, 0, entry, context, 0, 0);
    return *thread != 0;
}
static inline void platform_thread_join(platform_thread thread) {
    WaitForSingleObject(thread, 0xFFFFFFFF);
    CloseHandle(thread);
}
/* The process image that Linux sees is Wine's loader, so it says nothing about the Windows program. */
#define PLATFORM_KNOWS_OWN_IMAGE 0
#else
#define LAB_ABI
/* JNA reads errno as the last error here. */
static inline void platform_set_last_error(uint32_t code) { errno = (int)code; }
static inline uint32_t platform_last_error(void) { return (uint32_t)errno; }
static inline void platform_free_foreign(void *memory) { (void)memory; }
static inline uint32_t platform_adapters_addresses(uint32_t family, uint32_t flags, void *reserved, void *list,
                                                   uint32_t *size) {
    (void)family, (void)flags, (void)reserved, (void)list, (void)size;
    return 50; /* ERROR_NOT_SUPPORTED: nobody asks for addresses here */
}
typedef pthread_t platform_thread;
#define PLATFORM_THREAD_ENTRY(name, context) static void *name(void *context)
#define PLATFORM_THREAD_RETURN return 0
static inline bool platform_thread_start(platform_thread *thread, void *(*entry)(void *), void *context) {
    return pthread_create(thread, 0, entry, context) == 0;
}
static inline void platform_thread_join(platform_thread thread) { pthread_join(thread, 0); }
#define PLATFORM_KNOWS_OWN_IMAGE 1
#endif

/* An entry point that callers find by name; everything not marked stays inside its library. */
#define LAB_EXPORT __attribute__((visibility("default"))) LAB_ABI

#endif
