#include "text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

size_t text_length16(const wchar16 *text) {
    size_t length = 0;
    while (text[length]) length++;
    return length;
}

bool text_to_utf8(const wchar16 *text, char *out, size_t size) {
    size_t at = 0;
    for (size_t i = 0; text[i]; i++) {
        uint32_t c = text[i];
        if (c >= 0xD800 && c < 0xE000) {
            uint32_t low = text[i + 1];
            if (c >= 0xDC00 || low < 0xDC00 || low >= 0xE000) return false;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            i++;
        }
        unsigned more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
        if (at + more + 2 > size) return false;
        static const uint8_t lead[] = {0, 0xC0, 0xE0, 0xF0};
        out[at++] = (char)(lead[more] | (c >> (6 * more)));
        while (more--) out[at++] = (char)(0x80 | ((c >> (6 * more)) & 0x3F));
    }
    if (at >= size) return false;
    out[at] = 0;
    return true;
}

bool text_to_utf16(const char *text, wchar16 *out, size_t count) {
    size_t at = 0;
    const uint8_t *p = (const uint8_t *)text;
    while (*p) {
        uint32_t c = *p++;
        unsigned more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3;
        if (more) c &= 0x3Fu >> more;
        while (more--) {
            if ((*p & 0xC0) != 0x80) return false;
            c = c << 6 | (*p++ & 0x3F);
        }
        if (at + (c < 0x10000 ? 1 : 2) >= count) return false;
        if (c < 0x10000) {
            out[at++] = (wchar16)c;
        } else {
            out[at++] = (wchar16)(0xD800 + ((c - 0x10000) >> 10));
            out[at++] = (wchar16)(0xDC00 + ((c - 0x10000) & 0x3FF));
        }
    }
    if (at >= count) return false;
    out[at] = 0;
    return true;
}

void guid_print(const win_guid *g, char out[GUID_TEXT]) {
    const uint8_t *d = g->data4;
    snprintf(out, GUID_TEXT, "%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", g->data1, g->data2, g->data3, d[0],
             d[1], d[2], d[3], d[4], d[5], d[6], d[7]);
}

bool guid_parse(const char *text, win_guid *g) {
    unsigned d[8], a, b, c;
    if (sscanf(text, "%8x-%4x-%4x-%2x%2x-%2x%2x%2x%2x%2x%2x", &a, &b, &c, &d[0], &d[1], &d[2], &d[3], &d[4], &d[5],
               &d[6], &d[7]) != 11)
        return false;
    g->data1 = a;
    g->data2 = (uint16_t)b;
    g->data3 = (uint16_t)c;
    for (int i = 0; i < 8; i++) g->data4[i] = (uint8_t)d[i];
    return true;
}

bool guid_equal(const win_guid *a, const win_guid *b) { return memcmp(a, b, sizeof *a) == 0; }

bool guid_is_zero(const win_guid *guid) {
    static const win_guid zero;
    return guid_equal(guid, &zero);
}

void guid_random(win_guid *guid) {
    if (getrandom(guid, sizeof *guid, 0) != sizeof *guid) abort();
    guid->data3 = (uint16_t)((guid->data3 & 0x0FFF) | 0x4000);
    guid->data4[0] = (uint8_t)((guid->data4[0] & 0x3F) | 0x80);
}

uint64_t text_hash(const void *bytes, size_t length, uint64_t seed) {
    /* FNV-1a: short, and good enough to spread names and set elements. */
    uint64_t hash = seed ^ 0xCBF29CE484222325u;
    for (const uint8_t *p = bytes; length--; p++) hash = (hash ^ *p) * 0x100000001B3u;
    return hash ^ hash >> 29;
}

static bool buffer_room(struct buffer *buffer, size_t length) {
    if (buffer->failed) return false;
    size_t need = buffer->length + length + 1;
    if (need <= buffer->capacity) return true;
    size_t capacity = buffer->capacity ? buffer->capacity : 1024;
    while (capacity < need) capacity *= 2;
    char *bytes = realloc(buffer->bytes, capacity);
    if (!bytes) {
        buffer->failed = true;
        return false;
    }
    buffer->bytes = bytes;
    buffer->capacity = capacity;
    return true;
}

void buffer_append(struct buffer *buffer, const void *bytes, size_t length) {
    if (!buffer_room(buffer, length)) return;
    memcpy(buffer->bytes + buffer->length, bytes, length);
    buffer->length += length;
    buffer->bytes[buffer->length] = 0;
}

void buffer_text(struct buffer *buffer, const char *text) { buffer_append(buffer, text, strlen(text)); }

void buffer_print(struct buffer *buffer, const char *format, ...) {
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= sizeof text)
        buffer->failed = true;
    else
        buffer_append(buffer, text, (size_t)length);
}

void buffer_hex(struct buffer *buffer, const uint8_t *bytes, size_t length) {
    static const char digits[] = "0123456789abcdef";
    if (!buffer_room(buffer, 2 * length)) return;
    char *out = buffer->bytes + buffer->length;
    for (size_t i = 0; i < length; i++) {
        *out++ = digits[bytes[i] >> 4];
        *out++ = digits[bytes[i] & 15];
    }
    *out = 0;
    buffer->length += 2 * length;
}

size_t buffer_reserve(struct buffer *buffer, size_t length) {
    size_t at = buffer->length;
    if (buffer_room(buffer, length)) {
        memset(buffer->bytes + at, 0, length);
        buffer->length += length;
    }
    return at;
}

void buffer_free(struct buffer *buffer) {
    /* Configurations carry keys: leave none behind in the heap. */
    if (buffer->bytes) explicit_bzero(buffer->bytes, buffer->capacity);
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

uint64_t clock_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

uint64_t clock_filetime(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return ((uint64_t)t.tv_sec + 11644473600u) * 10000000 + (uint64_t)t.tv_nsec / 100;
}

void clock_sleep_us(unsigned microseconds) {
    struct timespec t = {microseconds / 1000000, (long)(microseconds % 1000000) * 1000};
    nanosleep(&t, 0);
}
