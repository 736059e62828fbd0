#include "files/coding.h"

#include <brotli/encode.h>
#include <zlib.h>

enum status files_gzip(int level, struct str bytes, struct buf *out) {
    enum { GZIP = 16, MEMORY = 8 };
    z_stream z = {0};
    if (deflateInit2(&z, level, Z_DEFLATED, GZIP + MAX_WBITS, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
        return STATUS_MEMORY;
    size_t room = deflateBound(&z, bytes.n);
    enum status status = buf_reserve(out, room);
    if (status == STATUS_OK) {
        z.next_in = (unsigned char *)(uintptr_t)bytes.p; /* zlib reads it only */
        z.avail_in = (unsigned)bytes.n;
        z.next_out = (unsigned char *)out->p + out->n;
        z.avail_out = (unsigned)room;
        status = deflate(&z, Z_FINISH) == Z_STREAM_END ? STATUS_OK : STATUS_MEMORY;
        out->n += status == STATUS_OK ? z.total_out : 0;
    }
    deflateEnd(&z);
    return status;
}

enum status files_brotli(int quality, struct str bytes, struct buf *out) {
    size_t room = BrotliEncoderMaxCompressedSize(bytes.n);
    enum status status = room > 0 ? buf_reserve(out, room) : STATUS_MEMORY;
    if (status != STATUS_OK)
        return status;
    BrotliEncoderState *state = BrotliEncoderCreateInstance(NULL, NULL, NULL);
    if (state == NULL)
        return STATUS_MEMORY;
    const uint8_t *in = (const uint8_t *)bytes.p;
    uint8_t *to = (uint8_t *)out->p + out->n;
    size_t left = bytes.n, written = 0;
    BrotliEncoderSetParameter(state, BROTLI_PARAM_QUALITY, (uint32_t)quality);
    BrotliEncoderSetParameter(state, BROTLI_PARAM_SIZE_HINT, (uint32_t)bytes.n);
    if (BrotliEncoderCompressStream(state, BROTLI_OPERATION_FINISH, &left, &in, &room, &to,
                                    &written) &&
        BrotliEncoderIsFinished(state))
        out->n += written;
    else
        status = STATUS_MEMORY;
    BrotliEncoderDestroyInstance(state);
    return status;
}
