/* The decoder of zstd, loaded by the first body that needs it (base/late.h). */
#include "base/late.h"

#include <zstd.h>
#include <zstd_errors.h>

#define FUNCTIONS(F)                                                                               \
    F(ZSTD_DCtx *, ZSTD_createDCtx, (void), (), NULL)                                              \
    F(size_t, ZSTD_freeDCtx, (ZSTD_DCtx * context), (context), 0)                                  \
    F(size_t, ZSTD_DCtx_setParameter, (ZSTD_DCtx * context, ZSTD_dParameter what, int value),      \
      (context, what, value), 0)                                                                   \
    F(size_t, ZSTD_decompressStream,                                                               \
      (ZSTD_DStream * stream, ZSTD_outBuffer * out, ZSTD_inBuffer * in), (stream, out, in), 0)     \
    F(unsigned, ZSTD_isError, (size_t code), (code), 1)                                            \
    F(ZSTD_ErrorCode, ZSTD_getErrorCode, (size_t code), (code), ZSTD_error_memory_allocation)

LATE_LIBRARY(SONAME_ZSTD, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
