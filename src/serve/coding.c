#include "serve/coding.h"

#include <zlib.h>

enum { WEIGHT_MOST = 1000, UNSAID = -1 };

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

bool serve_coding_takes_gzip(struct str accept_encoding) {
    int gzip = UNSAID, any = UNSAID, plain = UNSAID;
    struct str part;
    while (str_next(&accept_encoding, ',', &part)) {
        size_t semicolon = str_find_byte(part, ';');
        struct str name = str_trim(str_take(part, semicolon));
        int weight = read_weight(semicolon == SIZE_MAX ? STR("") : str_skip(part, semicolon));
        if (str_eq_case(name, STR("gzip")) || str_eq_case(name, STR("x-gzip")))
            gzip = weight;
        else if (str_eq_case(name, STR("identity")))
            plain = weight;
        else if (str_eq(name, STR("*")))
            any = weight;
    }
    int weight = gzip != UNSAID ? gzip : any;
    return weight > 0 && weight >= plain;
}

bool serve_coding_shrinks(struct str type) {
    return str_find(type, STR("; charset=")) != SIZE_MAX;
}

enum status serve_coding_gzip(struct str bytes, struct buf *out) {
    enum { LEVEL = 6, GZIP = 16, MEMORY = 8 };
    z_stream z = {0};
    if (deflateInit2(&z, LEVEL, Z_DEFLATED, GZIP + MAX_WBITS, MEMORY, Z_DEFAULT_STRATEGY) != Z_OK)
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
