#include "serve/coding.h"

#include <brotli/decode.h>
#include <zlib.h>

enum { WEIGHT_MOST = 1000, UNSAID = -1, GZIP = 16 /* added to a window: the format */ };

/* ";q=0.5" in thousandths; WEIGHT_MOST without one, 0 for what is no weight. */
static int read_weight(struct str parameters) {
    struct str text = str_trim(parameters);
    int weight = 0, digit = WEIGHT_MOST;
    if (text.n == 0)
        return WEIGHT_MOST;
    if (text.p[0] != ';')
        return 0;
    text = str_trim(str_skip(text, 1));
    if (!str_starts_case(text, STR("q=")) || text.n < 3 || text.n > strlen("q=0.000") ||
        (text.n > 3 && text.p[3] != '.'))
        return 0;
    for (size_t i = 2; i < text.n; i++) {
        if (i == 3)
            continue;
        if (text.p[i] < '0' || text.p[i] > '9')
            return 0;
        weight += (text.p[i] - '0') * digit;
        digit /= 10;
    }
    return weight <= WEIGHT_MOST ? weight : 0;
}

/* The weights of what we know; "*" stands for what is not named. */
static void read_weights(struct str accept, int weights[SERVE_CODINGS]) {
    int any = UNSAID;
    struct str part;
    for (size_t i = 0; i < SERVE_CODINGS; i++)
        weights[i] = UNSAID;
    while (str_next(&accept, ',', &part)) {
        size_t semicolon = str_find_byte(part, ';');
        struct str name = str_trim(str_take(part, semicolon));
        int weight = read_weight(semicolon == SIZE_MAX ? STR("") : str_skip(part, semicolon));
        if (str_eq_case(name, STR("br")))
            weights[SERVE_BROTLI] = weight;
        else if (str_eq_case(name, STR("gzip")) || str_eq_case(name, STR("x-gzip")))
            weights[SERVE_GZIP] = weight;
        else if (str_eq_case(name, STR("identity")))
            weights[SERVE_IDENTITY] = weight;
        else if (str_eq(name, STR("*")))
            any = weight;
    }
    for (size_t i = SERVE_GZIP; i < SERVE_CODINGS; i++)
        if (weights[i] == UNSAID)
            weights[i] = any;
}

bool serve_coding_taken(struct str accept_encoding, enum serve_coding coding) {
    int weights[SERVE_CODINGS];
    if (coding == SERVE_IDENTITY)
        return true;
    read_weights(accept_encoding, weights);
    for (size_t i = 0; i < coding; i++)
        if (weights[i] > weights[coding])
            return false;
    return weights[coding] > 0;
}

enum serve_coding serve_coding_best(struct str accept_encoding) {
    enum serve_coding best = SERVE_CODINGS - 1;
    while (!serve_coding_taken(accept_encoding, best))
        best--;
    return best;
}

const char *serve_coding_name(enum serve_coding coding) {
    return coding == SERVE_BROTLI ? "br" : coding == SERVE_GZIP ? "gzip" : NULL;
}

struct str serve_coding_ending(enum serve_coding coding) {
    return coding == SERVE_BROTLI ? STR(".br") : coding == SERVE_GZIP ? STR(".gz") : STR("");
}

bool serve_coding_shrinks(struct str type) {
    return str_find(type, STR("; charset=")) != SIZE_MAX;
}

enum status serve_coding_write(enum serve_coding coding, enum serve_effort effort, struct str bytes,
                               struct buf *out) {
    static const int levels[][SERVE_CODINGS] = {
        [SERVE_KEPT_EFFORT] =
            {[SERVE_BROTLI] = FILES_BROTLI_QUALITY, [SERVE_GZIP] = FILES_GZIP_LEVEL},
        [SERVE_ONCE_EFFORT] = {[SERVE_BROTLI] = 1, [SERVE_GZIP] = 1},
    };
    if (coding == SERVE_BROTLI)
        return files_brotli(levels[effort][coding], bytes, out);
    if (coding == SERVE_GZIP)
        return files_gzip(levels[effort][coding], bytes, out);
    buf_add(out, bytes);
    return out->status;
}

/* One stream, which ends where `coded` does; *n is the room, then what was written. */
static bool unpack_brotli(struct str coded, unsigned char *out, size_t *n) {
    const uint8_t *in = (const uint8_t *)coded.p;
    size_t left = coded.n, room = *n;
    BrotliDecoderState *state = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    bool whole = state != NULL && BrotliDecoderDecompressStream(state, &left, &in, &room, &out,
                                                                n) == BROTLI_DECODER_RESULT_SUCCESS;
    BrotliDecoderDestroyInstance(state);
    return whole && left == 0;
}

static bool unpack_gzip(struct str coded, unsigned char *out, size_t *n) {
    z_stream z = {
        .next_in = (unsigned char *)(uintptr_t)coded.p,
        .avail_in = (unsigned)coded.n,
        .next_out = out,
        .avail_out = (unsigned)*n,
    };
    if (inflateInit2(&z, GZIP + MAX_WBITS) != Z_OK)
        return false;
    bool whole = inflate(&z, Z_FINISH) == Z_STREAM_END && z.avail_in == 0;
    *n = z.total_out;
    inflateEnd(&z);
    return whole;
}

bool serve_coding_is(enum serve_coding coding, struct str coded, struct str bytes) {
    size_t n = bytes.n + 1; /* a byte more tells one that is longer */
    if (coding == SERVE_IDENTITY)
        return str_eq(coded, bytes);
    unsigned char *out = malloc(n);
    bool good = out != NULL && (coding == SERVE_BROTLI ? unpack_brotli(coded, out, &n)
                                                       : unpack_gzip(coded, out, &n));
    good = good && str_eq(str_of((const char *)out, n), bytes);
    free(out);
    return good;
}
