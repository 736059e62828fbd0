#include "fetch/fetch_inside.h"

static bool too_large(struct fetch_job *job, const char *message) {
    fetch_fail(job, FETCH_TOO_LARGE, message, STR_NONE);
    return false;
}

/* A body that turns out to be long needs its whole cap, and with a window once more as much. When
 * that cannot be had now, the job starts again once it can: rarely, since few feeds are so long. */
static bool make_room(struct fetch_job *job) {
    struct fetcher *fetcher = job->fetcher;
    bool window = job->headers.coding == CODING_BROTLI || job->headers.coding == CODING_ZSTD;
    size_t need = fetch_cap(fetcher, job->kind) * (window ? 2 : 1);
    if (job->reserved >= need || job->roomy)
        return true;
    if (fetcher->running_count > 1 &&
        fetcher->reserved - job->reserved + need > FETCH_RESERVED_MOST) {
        job->crowded = true;
        return false;
    }
    fetcher->reserved += need - job->reserved;
    job->reserved = need;
    return true;
}

bool fetch_body_add(struct fetch_job *job, struct str bytes) {
    if (job->body.n + bytes.n > FETCH_RESERVED_FIRST && !make_room(job))
        return false;
    if (job->kind == FETCH_ROBOTS && bytes.n > job->body.max - job->body.n) {
        bytes = str_take(bytes, job->body.max - job->body.n); /* RFC 9309, 2.5 */
        job->enough = true;
    }
    buf_add(&job->body, bytes);
    if (job->body.status == STATUS_LIMIT)
        return too_large(job, "a body over the limit of its kind");
    if (job->body.status != STATUS_OK)
        fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    return job->class == FETCH_OK && !job->enough;
}

/* A file that is kept packed ("sitemap.xml.gz", sitemaps.org) is unpacked like a body that was
 * packed for the way, within the same caps; no document that is read here begins with this byte.
 * Packed twice it stays packed: one coding is all that is taken off (B04). */
static void find_packed(struct fetch_job *job, const char *bytes, size_t n) {
    enum { GZIP_FIRST = 0x1F }; /* RFC 1952, 2.3.1 */
    if (job->kind == FETCH_FEED && job->headers.coding == CODING_NONE && !job->decoder.used &&
        n > 0 && bytes[0] == GZIP_FIRST)
        job->headers.coding = CODING_GZIP;
}

size_t fetch_on_body(char *bytes, size_t size, size_t count, void *data) {
    struct fetch_job *job = data;
    size_t n = size * count;
    job->received += (int64_t)n;
    /* Only a success has a body that we want: of an error and a redirect the header is enough. */
    if (job->kind == FETCH_HUB || job->headers.status < 200 || job->headers.status >= 300) {
        job->enough = true;
        return 0;
    }
    if (job->kind != FETCH_ROBOTS && (uint64_t)job->received > fetch_cap(job->fetcher, job->kind)) {
        too_large(job, "a body over the limit of its kind");
        return 0;
    }
    find_packed(job, bytes, n);
    return fetch_decode(job, str_of(bytes, n)) ? n : 0;
}
