/* zlib, loaded by the first file or answer that is compressed (base/late.h). */
#include "base/late.h"

#include <zlib.h>

#define FUNCTIONS(F)                                                                               \
    F(int, deflateInit2_,                                                                          \
      (z_stream * stream, int level, int method, int bits, int memory, int strategy,               \
       const char *version, int size),                                                             \
      (stream, level, method, bits, memory, strategy, version, size), Z_MEM_ERROR)                 \
    F(uLong, deflateBound, (z_stream * stream, uLong length), (stream, length), 0)                 \
    F(int, deflate, (z_stream * stream, int flush), (stream, flush), Z_STREAM_ERROR)               \
    F(int, deflateEnd, (z_stream * stream), (stream), Z_STREAM_ERROR)

LATE_LIBRARY(SONAME_Z, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
