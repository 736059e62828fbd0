/* The encoder of brotli, loaded by the first file or answer that is compressed so (base/late.h). */
#include "base/late.h"

#include <brotli/encode.h>

#define FUNCTIONS(F)                                                                               \
    F(BrotliEncoderState *, BrotliEncoderCreateInstance,                                           \
      (brotli_alloc_func alloc_func, brotli_free_func free_func, void *opaque),                    \
      (alloc_func, free_func, opaque), NULL)                                                       \
    F(BROTLI_BOOL, BrotliEncoderSetParameter,                                                      \
      (BrotliEncoderState * state, BrotliEncoderParameter what, uint32_t value),                   \
      (state, what, value), BROTLI_FALSE)                                                          \
    F(BROTLI_BOOL, BrotliEncoderCompressStream,                                                    \
      (BrotliEncoderState * state, BrotliEncoderOperation operation, size_t * available_in,        \
       const uint8_t **next_in, size_t *available_out, uint8_t **next_out, size_t *total_out),     \
      (state, operation, available_in, next_in, available_out, next_out, total_out), BROTLI_FALSE) \
    F(BROTLI_BOOL, BrotliEncoderIsFinished, (BrotliEncoderState * state), (state), BROTLI_FALSE)   \
    F(void, BrotliEncoderDestroyInstance, (BrotliEncoderState * state), (state), (void)0)          \
    F(size_t, BrotliEncoderMaxCompressedSize, (size_t size), (size), 0)

LATE_LIBRARY(SONAME_BROTLIENC, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
