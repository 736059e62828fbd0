#include "fetch/fetch_inside.h"

#include "page/rights.h"
#include "url/url.h"

/* A value that is kept: printable ASCII of a sane length, or nothing. */
static struct str keep(struct fetch_job *job, struct str value) {
    if (value.n == 0 || value.n > FETCH_TEXT_MOST)
        return STR_NONE;
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] < ' ' || value.p[i] > '~')
            return STR_NONE;
    struct str copy = arena_copy(&job->arena, value);
    if (str_absent(copy))
        fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    return copy;
}

/* Exactly one coding, and one that we asked for: others would decode without our caps (B01-B05). */
static void read_coding(struct fetch_job *job, struct str value) {
    static const struct {
        struct str name;
        enum fetch_coding coding;
    } known[] = {
        {STR_INIT("gzip"), CODING_GZIP},
        {STR_INIT("x-gzip"), CODING_GZIP},
        {STR_INIT("br"), CODING_BROTLI},
        {STR_INIT("zstd"), CODING_ZSTD},
    };
    enum fetch_coding coding = CODING_NONE;
    if (str_eq_case(value, STR("identity")) || value.n == 0)
        return;
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (str_eq_case(value, known[i].name))
            coding = known[i].coding;
    if (coding == CODING_NONE || job->headers.coding != CODING_NONE)
        fetch_fail(job, FETCH_BAD_RESPONSE, "a content coding that was not asked for", value);
    job->headers.coding = coding;
}

static void read_transfer(struct fetch_job *job, struct str value) {
    if (!str_eq_case(value, STR("chunked")) && !str_eq_case(value, STR("identity")))
        fetch_fail(job, FETCH_BAD_RESPONSE, "a transfer coding that was not asked for", value);
}

static void read_location(struct fetch_job *job, struct str value) {
    struct str *location = &job->headers.location;
    if (!str_absent(*location) && !str_eq(*location, value))
        fetch_fail(job, FETCH_BAD_RESPONSE, "two different places to go to", STR_NONE);
    /* Longer than any address that url_resolve takes: kept so that it can refuse it. */
    *location = arena_copy(&job->arena, str_take(value, 2 * URL_BYTES_MOST));
}

static void read_link(struct fetch_job *job, struct str value) {
    const struct {
        struct str relation;
        struct str *target;
    } kept[] = {{STR("hub"), &job->headers.hub}, {STR("self"), &job->headers.self}};
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (str_absent(*kept[i].target))
            *kept[i].target = keep(job, fetch_link(value, kept[i].relation));
}

static void read_field(struct fetch_job *job, struct str name, struct str value) {
    struct fetch_headers *headers = &job->headers;
    const struct {
        struct str name;
        struct str *text;
    } kept[] = {
        {STR("content-type"), &headers->content_type},
        {STR("etag"), &headers->etag},
        {STR("cache-control"), &headers->cache_control},
        {STR("retry-after"), &headers->retry_after},
        {STR("date"), &headers->date},
        {STR("expires"), &headers->expires},
        {STR("age"), &headers->age},
        {STR("last-modified"), &headers->last_modified},
    };
    int64_t time;
    page_rights_state(&job->arena, &headers->stated, name, value);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        if (str_eq_case(name, kept[i].name) && str_absent(*kept[i].text)) {
            bool date = kept[i].text == &headers->last_modified; /* A35 */
            *kept[i].text = date && !fetch_http_date(value, &time) ? STR_NONE : keep(job, value);
        }
    if (str_eq_case(name, STR("content-length")) || str_eq_case(name, STR("transfer-encoding")))
        headers->framed = true;
    if (str_eq_case(name, STR("content-encoding")))
        read_coding(job, value);
    else if (str_eq_case(name, STR("transfer-encoding")))
        read_transfer(job, value);
    else if (str_eq_case(name, STR("location")))
        read_location(job, value);
    else if (str_eq_case(name, STR("link")))
        read_link(job, value);
}

/* "HTTP/1.1 200 OK"; what curl lets pass beside that is none (A24). */
static void read_status(struct fetch_job *job, struct str line) {
    struct str rest = str_skip(line, 9);
    bool known = str_starts(line, STR("HTTP/1.1 ")) || str_starts(line, STR("HTTP/1.0 "));
    uint64_t status = 0;
    if (!known || rest.n < 3 || !str_to_u64(str_take(rest, 3), &status) || status < 100 ||
        (rest.n > 3 && rest.p[3] != ' ')) {
        fetch_fail(job, FETCH_BAD_RESPONSE, "not a status line of HTTP/1.1", str_take(line, 60));
        return;
    }
    job->headers = (struct fetch_headers){
        .bytes = job->headers.bytes,
        .lines = job->headers.lines,
        .begun = true,
        .status = (int)status,
    };
}

static void read_line(struct fetch_job *job, struct str line) {
    struct fetch_headers *headers = &job->headers;
    size_t colon = str_find_byte(line, ':');
    if (headers->complete) { /* trailers say nothing, but must look like some (A20, A22) */
        if (line.n > 0 && colon == SIZE_MAX)
            fetch_fail(job, FETCH_BAD_RESPONSE, "broken chunks", STR_NONE);
    } else if (!headers->begun) {
        read_status(job, line);
    } else if (line.n == 0) {
        headers->begun = false;
        headers->complete = headers->status >= 200;
    } else if (colon != SIZE_MAX) {
        read_field(job, str_trim(str_take(line, colon)), str_trim(str_skip(line, colon + 1)));
    }
}

size_t fetch_on_header(char *line, size_t size, size_t count, void *data) {
    struct fetch_job *job = data;
    size_t n = size * count;
    job->headers.bytes += n;
    job->headers.lines++;
    if (job->headers.bytes > FETCH_HEADER_BYTES_MOST ||
        job->headers.lines > FETCH_HEADER_LINES_MOST) {
        fetch_fail(job, FETCH_HEADERS, "a header over 64 KiB or 200 lines", STR_NONE);
        return 0;
    }
    read_line(job, str_trim(str_of(line, n)));
    return job->class == FETCH_OK ? n : 0;
}
