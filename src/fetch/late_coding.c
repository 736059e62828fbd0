/* The decoders of brotli and zstd, loaded by the first body that needs them (base/late.h). Without
 * the library none is made, as if memory had run out. */
#include "base/late.h"

#include <brotli/decode.h>
#include <pthread.h>
#include <zstd.h>
#include <zstd_errors.h>

static struct {
    bool loaded;
    __typeof__(BrotliDecoderCreateInstance) *create;
    __typeof__(BrotliDecoderDecompressStream) *decompress;
    __typeof__(BrotliDecoderDestroyInstance) *destroy;
} brotli;

static struct {
    bool loaded;
    __typeof__(ZSTD_createDCtx) *create;
    __typeof__(ZSTD_freeDCtx) *destroy;
    __typeof__(ZSTD_DCtx_setParameter) *set;
    __typeof__(ZSTD_decompressStream) *decompress;
    __typeof__(ZSTD_isError) *is_error;
    __typeof__(ZSTD_getErrorCode) *error_code;
} zstd;

static pthread_once_t brotli_once = PTHREAD_ONCE_INIT;
static pthread_once_t zstd_once = PTHREAD_ONCE_INIT;

static void load_brotli(void) {
    static const struct late_symbol symbols[] = {
        {"BrotliDecoderCreateInstance", &brotli.create},
        {"BrotliDecoderDecompressStream", &brotli.decompress},
        {"BrotliDecoderDestroyInstance", &brotli.destroy},
    };
    brotli.loaded = late_load("libbrotlidec.so.1", symbols, sizeof symbols / sizeof symbols[0]);
}

static void load_zstd(void) {
    static const struct late_symbol symbols[] = {
        {"ZSTD_createDCtx", &zstd.create},     {"ZSTD_freeDCtx", &zstd.destroy},
        {"ZSTD_DCtx_setParameter", &zstd.set}, {"ZSTD_decompressStream", &zstd.decompress},
        {"ZSTD_isError", &zstd.is_error},      {"ZSTD_getErrorCode", &zstd.error_code},
    };
    zstd.loaded = late_load("libzstd.so.1", symbols, sizeof symbols / sizeof symbols[0]);
}

BrotliDecoderState *BrotliDecoderCreateInstance(brotli_alloc_func alloc_func,
                                                brotli_free_func free_func, void *opaque) {
    pthread_once(&brotli_once, load_brotli);
    return brotli.loaded ? brotli.create(alloc_func, free_func, opaque) : NULL;
}

BrotliDecoderResult BrotliDecoderDecompressStream(BrotliDecoderState *state, size_t *available_in,
                                                  const uint8_t **next_in, size_t *available_out,
                                                  uint8_t **next_out, size_t *total_out) {
    return brotli.decompress(state, available_in, next_in, available_out, next_out, total_out);
}

void BrotliDecoderDestroyInstance(BrotliDecoderState *state) {
    brotli.destroy(state);
}

ZSTD_DCtx *ZSTD_createDCtx(void) {
    pthread_once(&zstd_once, load_zstd);
    return zstd.loaded ? zstd.create() : NULL;
}

size_t ZSTD_freeDCtx(ZSTD_DCtx *dctx) {
    return zstd.loaded ? zstd.destroy(dctx) : 0;
}

size_t ZSTD_DCtx_setParameter(ZSTD_DCtx *dctx, ZSTD_dParameter param, int value) {
    return zstd.set(dctx, param, value);
}

size_t ZSTD_decompressStream(ZSTD_DStream *zds, ZSTD_outBuffer *output, ZSTD_inBuffer *input) {
    return zstd.decompress(zds, output, input);
}

unsigned ZSTD_isError(size_t code) {
    return zstd.is_error(code);
}

ZSTD_ErrorCode ZSTD_getErrorCode(size_t functionResult) {
    return zstd.error_code(functionResult);
}
