#include "fetch/fetch_inside.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CAP = 1 << 20, PIECE = 100 };

static void expect_kept(struct str text) {
    if (text.n > FETCH_TEXT_MOST)
        abort();
    for (size_t i = 0; i < text.n; i++)
        if (text.p[i] < ' ' || text.p[i] > '~')
            abort();
}

/* An answer as a server sends it: the header line by line, then the body in pieces. */
static void answer(struct fetch_job *job, struct str rest) {
    while (rest.n > 0 && !job->headers.complete) {
        size_t end = str_find_byte(rest, '\n');
        size_t n = end == SIZE_MAX ? rest.n : end + 1;
        if (fetch_on_header((char *)(uintptr_t)rest.p, 1, n, job) != n) {
            if (job->class == FETCH_OK)
                abort();
            return;
        }
        rest = str_skip(rest, n);
    }
    while (rest.n > 0) {
        struct str piece = str_take(rest, PIECE);
        if (fetch_on_body((char *)(uintptr_t)piece.p, 1, piece.n, job) != piece.n) {
            if (job->class == FETCH_OK && !job->enough)
                abort();
            return;
        }
        rest = str_skip(rest, piece.n);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct edition_fetch config = {.limits = {.feed_bytes = CAP}};
    struct fetcher fetcher = {.config = &config};
    struct fetch_request request = {.url = STR("https://a.example/")};
    struct fetch_job *job = fetch_job_make(&fetcher, &request, request.url);
    if (job == NULL)
        return 0;
    answer(job, str_of((const char *)data, size));
    if (job->body.n > CAP || job->headers.status < 0 || job->headers.status > 999)
        abort();
    expect_kept(job->headers.content_type);
    expect_kept(job->headers.etag);
    expect_kept(job->headers.last_modified);
    expect_kept(job->headers.retry_after);
    expect_kept(job->headers.cache_control);
    expect_kept(job->headers.hub);
    expect_kept(job->headers.self);
    fetch_job_free(job);
    return 0;
}
