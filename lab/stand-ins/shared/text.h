/* Text between Windows (UTF-16) and Linux (UTF-8), GUIDs, and a buffer that grows. */
#ifndef BOREALIS_TEXT_H
#define BOREALIS_TEXT_H

#include <stdbool.h>

#include "win32.h"

size_t text_length16(const wchar16 *text);
/* Both write a terminating zero and return false when the text does not fit or is not well formed. */
bool text_to_utf8(const wchar16 *text, char *out, size_t size);
bool text_to_utf16(const char *text, wchar16 *out, size_t count);

#define GUID_TEXT 37
void guid_print(const win_guid *guid, char out[GUID_TEXT]);
bool guid_parse(const char *text, win_guid *guid);
bool guid_equal(const win_guid *a, const win_guid *b);
bool guid_is_zero(const win_guid *guid);
void guid_random(win_guid *guid);

uint64_t text_hash(const void *bytes, size_t length, uint64_t seed);

/* A growing buffer; once memory ran out it stays `failed` and further writes do nothing. */
struct buffer {
    char *bytes;
    size_t length, capacity;
    bool failed;
};
void buffer_append(struct buffer *buffer, const void *bytes, size_t length);
void buffer_text(struct buffer *buffer, const char *text);
void buffer_print(struct buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
void buffer_hex(struct buffer *buffer, const uint8_t *bytes, size_t length);
/* Reserves zeroed room and returns its offset (the address may move with the next write). */
size_t buffer_reserve(struct buffer *buffer, size_t length);
void buffer_free(struct buffer *buffer);

uint64_t clock_ms(void);
/* 100 ns since 1601, as Windows counts time. */
uint64_t clock_filetime(void);
void clock_sleep_us(unsigned microseconds);

#endif
