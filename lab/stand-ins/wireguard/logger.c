/* WireGuardSetLogger: one callback for the whole process, called on the thread that had something to say. */
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>

#include "adapter.h"

typedef LAB_ABI void (*logger_callback)(int level, uint64_t timestamp, const wchar16 *line);

static _Atomic(logger_callback) logger;

LAB_EXPORT void WireGuardSetLogger(logger_callback callback) {
    lab_enter(__func__);
    atomic_store(&logger, callback);
}

static void hand_over(int level, const char *text) {
    logger_callback callback = atomic_load(&logger);
    wchar16 line[512];
    if (callback && text_to_utf16(text, line, sizeof line / sizeof *line)) callback(level, clock_filetime(), line);
}

void log_line(int level, const char *format, ...) {
    char text[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    hand_over(level, text);
}

void adapter_log(const struct adapter *adapter, int level, const char *format, ...) {
    if (adapter->logging == LOGGING_OFF) return;
    char text[500];
    int at = adapter->logging == LOGGING_ON_WITH_PREFIX ? snprintf(text, sizeof text, "%s: ", adapter->link) : 0;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text + at, sizeof text - (size_t)at, format, arguments);
    va_end(arguments);
    hand_over(level, text);
}
