/* Content codings: gzip (RFC 1952), brotli (RFC 7932), zstd (RFC 8878). One at a time, decoded into
 * pieces that are counted before the next is made. Their windows are bounded: what a stranger's
 * window takes in memory is touched only as far as the body is decoded, and that has its cap. */
#include "fetch/fetch_inside.h"

enum { PIECE = 16 * 1024 };

static bool broken(struct fetch_job *job) {
    fetch_fail(job, FETCH_BAD_RESPONSE, "its compression is broken", STR_NONE);
    return false;
}

static bool no_memory(struct fetch_job *job) {
    fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    return false;
}

static bool add_piece(struct fetch_job *job, struct str piece) {
    if (!fetch_body_add(job, piece))
        return false;
    uint64_t ratio = (uint64_t)FETCH_RATIO_MOST * (uint64_t)job->received;
    if (job->body.n > FETCH_RATIO_FREE && job->body.n > ratio) {
        fetch_fail(job, FETCH_TOO_LARGE, "compressed more than 100 to 1", STR_NONE);
        return false;
    }
    return true;
}

/* ---- gzip ---- */

/* RFC 1952, 2.2: members follow one another. What follows the last and is none is let go (B07). */
static bool next_member(struct fetch_job *job) {
    z_stream *z = &job->decoder.gzip;
    if (z->avail_in == 0 || z->next_in[0] != 0x1F) {
        z->avail_in = 0;
        return true;
    }
    job->decoder.ended = false;
    return inflateReset(z) == Z_OK;
}

static bool begin_gzip(struct fetch_job *job) {
    job->decoder.gzip = (z_stream){0};
    if (inflateInit2(&job->decoder.gzip, 16 + MAX_WBITS) != Z_OK)
        return no_memory(job);
    job->decoder.begun = true;
    job->decoder.gzip.avail_out = 1;
    return true;
}

static bool decode_gzip(struct fetch_job *job, struct str bytes) {
    z_stream *z = &job->decoder.gzip;
    char piece[PIECE];
    if (!job->decoder.begun && !begin_gzip(job))
        return false;
    z->next_in = (unsigned char *)(uintptr_t)bytes.p; /* zlib reads it only */
    z->avail_in = (unsigned)bytes.n;
    if (job->decoder.ended && !next_member(job))
        return broken(job);
    while (z->avail_in > 0 || z->avail_out == 0) {
        z->next_out = (unsigned char *)piece;
        z->avail_out = sizeof piece;
        int code = inflate(z, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return broken(job);
        if (!add_piece(job, str_of(piece, sizeof piece - z->avail_out)))
            return false;
        if (code == Z_STREAM_END) {
            job->decoder.ended = true;
            z->avail_out = 1; /* nothing is pending in a member that ended */
            if (!next_member(job))
                return broken(job);
        } else if (code == Z_BUF_ERROR) {
            break;
        }
    }
    return true;
}

/* ---- brotli: a single stream; what follows it is let go ---- */

static bool decode_brotli(struct fetch_job *job, struct str bytes) {
    struct fetch_decoder *decoder = &job->decoder;
    char piece[PIECE];
    const uint8_t *in = (const uint8_t *)bytes.p;
    size_t left = bytes.n;
    if (decoder->brotli == NULL)
        decoder->brotli = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    if (decoder->brotli == NULL)
        return no_memory(job);
    while (!decoder->ended) {
        uint8_t *out = (uint8_t *)piece;
        size_t room = sizeof piece;
        BrotliDecoderResult result =
            BrotliDecoderDecompressStream(decoder->brotli, &left, &in, &room, &out, NULL);
        if (result == BROTLI_DECODER_RESULT_ERROR)
            return broken(job);
        if (!add_piece(job, str_of(piece, sizeof piece - room)))
            return false;
        decoder->ended = result == BROTLI_DECODER_RESULT_SUCCESS;
        if (result == BROTLI_DECODER_RESULT_NEEDS_MORE_INPUT)
            break;
    }
    return true;
}

/* ---- zstd: frames follow one another; what follows the last and is none is let go ---- */

static bool zstd_magic(struct str bytes) {
    unsigned char first = (unsigned char)bytes.p[0];
    return first == 0x28 || (first & 0xF0) == 0x50; /* a frame, or one to be skipped */
}

static bool begin_zstd(struct fetch_job *job) {
    job->decoder.zstd = ZSTD_createDCtx();
    if (job->decoder.zstd == NULL || ZSTD_isError(ZSTD_DCtx_setParameter(
                                         job->decoder.zstd, ZSTD_d_windowLogMax, FETCH_WINDOW_LOG)))
        return no_memory(job);
    return true;
}

static bool decode_zstd(struct fetch_job *job, struct str bytes) {
    struct fetch_decoder *decoder = &job->decoder;
    char piece[PIECE];
    ZSTD_inBuffer in = {bytes.p, bytes.n, 0};
    bool full = false;
    if (decoder->zstd == NULL && !begin_zstd(job))
        return false;
    while (in.pos < in.size || full) {
        if (decoder->ended && !zstd_magic(str_skip(bytes, in.pos)))
            return true;
        ZSTD_outBuffer out = {piece, sizeof piece, 0};
        size_t result = ZSTD_decompressStream(decoder->zstd, &out, &in);
        if (ZSTD_isError(result))
            return ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation ? no_memory(job)
                                                                             : broken(job);
        if (!add_piece(job, str_of(piece, out.pos)))
            return false;
        decoder->ended = result == 0;
        full = out.pos == out.size && result != 0;
    }
    return true;
}

bool fetch_decode(struct fetch_job *job, struct str bytes) {
    job->decoder.used = true;
    switch (job->headers.coding) {
    case CODING_GZIP:
        return decode_gzip(job, bytes);
    case CODING_BROTLI:
        return decode_brotli(job, bytes);
    case CODING_ZSTD:
        return decode_zstd(job, bytes);
    case CODING_NONE:
        break;
    }
    return fetch_body_add(job, bytes);
}

bool fetch_decode_cut(const struct fetch_job *job) {
    return job->headers.coding != CODING_NONE && job->decoder.used && !job->decoder.ended;
}

void fetch_decode_end(struct fetch_job *job) {
    struct fetch_decoder *decoder = &job->decoder;
    if (decoder->begun)
        inflateEnd(&decoder->gzip);
    if (decoder->brotli != NULL)
        BrotliDecoderDestroyInstance(decoder->brotli);
    ZSTD_freeDCtx(decoder->zstd);
    *decoder = (struct fetch_decoder){0};
}
