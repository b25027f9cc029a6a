/* wireguard-go's control socket: one text request, one text answer. */
#ifndef BOREALIS_UAPI_H
#define BOREALIS_UAPI_H

#include "../shared/text.h"

/* Sends `request` and reads to the empty line that ends an answer; returns 0 or a Win32 code, which is also made from
 * the answer's errno line. `answer` may be NULL. */
uint32_t uapi_exchange(const char *link, const char *request, size_t length, struct buffer *answer);

#endif
