/* zlib, loaded by the first body that is gzip (base/late.h). */
#include "base/late.h"

#include <zlib.h>

#define FUNCTIONS(F)                                                                               \
    F(int, inflateInit2_, (z_stream * stream, int bits, const char *version, int size),            \
      (stream, bits, version, size), Z_MEM_ERROR)                                                  \
    F(int, inflate, (z_stream * stream, int flush), (stream, flush), Z_STREAM_ERROR)               \
    F(int, inflateReset, (z_stream * stream), (stream), Z_STREAM_ERROR)                            \
    F(int, inflateEnd, (z_stream * stream), (stream), Z_STREAM_ERROR)

LATE_LIBRARY(SONAME_Z, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
