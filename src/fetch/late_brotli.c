/* The decoder of brotli, loaded by the first body that needs it (base/late.h). */
#include "base/late.h"

#include <brotli/decode.h>

#define FUNCTIONS(F)                                                                               \
    F(BrotliDecoderState *, BrotliDecoderCreateInstance,                                           \
      (brotli_alloc_func alloc_func, brotli_free_func free_func, void *opaque),                    \
      (alloc_func, free_func, opaque), NULL)                                                       \
    F(BrotliDecoderResult, BrotliDecoderDecompressStream,                                          \
      (BrotliDecoderState * state, size_t * available_in, const uint8_t **next_in,                 \
       size_t *available_out, uint8_t **next_out, size_t *total_out),                              \
      (state, available_in, next_in, available_out, next_out, total_out),                          \
      BROTLI_DECODER_RESULT_ERROR)                                                                 \
    F(void, BrotliDecoderDestroyInstance, (BrotliDecoderState * state), (state), (void)0)

LATE_LIBRARY(SONAME_BROTLIDEC, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
