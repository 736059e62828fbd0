/* The description of the live API, openapi.json, as it is in the program: made at build time by
 * tools/embed.c. */
#ifndef SERVE_OPENAPI_H
#define SERVE_OPENAPI_H

#include "base/str.h"

extern const unsigned char *const serve_openapi_bytes;
extern const size_t serve_openapi_bytes_size;

static inline struct str serve_openapi(void) {
    return str_of((const char *)serve_openapi_bytes, serve_openapi_bytes_size);
}

#endif
