#include "fetch/fetch_inside.h"

#include "url/url.h"

static const struct {
    CURLcode code;
    enum fetch_class class;
    const char *message;
} meanings[] = {
    {CURLE_URL_MALFORMAT, FETCH_INVALID_URL, "not an address that can be asked"},
    {CURLE_COULDNT_RESOLVE_HOST, FETCH_DNS, "the host's name has no address"},
    {CURLE_COULDNT_RESOLVE_PROXY, FETCH_DNS, "the proxy's name has no address"},
    {CURLE_COULDNT_CONNECT, FETCH_NETWORK, "no connection"},
    {CURLE_OPERATION_TIMEDOUT, FETCH_TIMEOUT, "too slow"},
    {CURLE_PARTIAL_FILE, FETCH_TRUNCATED, "ended before its announced end"},
    {CURLE_FILESIZE_EXCEEDED, FETCH_TOO_LARGE, "a body over the limit of its kind"},
    {CURLE_UNSUPPORTED_PROTOCOL, FETCH_BAD_RESPONSE, "not an answer of HTTP/1.1"},
    {CURLE_WEIRD_SERVER_REPLY, FETCH_BAD_RESPONSE, "not an answer of HTTP/1.1"},
    {CURLE_BAD_CONTENT_ENCODING, FETCH_BAD_RESPONSE, "a broken content coding"},
    {CURLE_WRITE_ERROR, FETCH_BAD_RESPONSE, "a broken body"},
    {CURLE_SSL_CONNECT_ERROR, FETCH_TLS, "the TLS handshake failed"},
    {CURLE_PEER_FAILED_VERIFICATION, FETCH_TLS, "the certificate does not hold"},
    {CURLE_SSL_CERTPROBLEM, FETCH_TLS, "the certificate does not hold"},
    {CURLE_SSL_CIPHER, FETCH_TLS, "no cipher in common"},
    {CURLE_SSL_CACERT_BADFILE, FETCH_TLS, "our list of authorities cannot be read"},
    {CURLE_SSL_ISSUER_ERROR, FETCH_TLS, "the certificate does not hold"},
    {CURLE_SSL_INVALIDCERTSTATUS, FETCH_TLS, "the certificate does not hold"},
    {CURLE_SSL_ENGINE_INITFAILED, FETCH_TLS, "TLS cannot be had"},
};

static bool says(const struct fetch_job *job, const char *words) {
    return str_find(str_from(job->reason), str_from(words)) != SIZE_MAX;
}

/* Receiving failed: curl has one code for several things. */
static void judge_receiving(struct fetch_job *job) {
    struct str reason = str_from(job->reason);
    long number = 0;
    curl_easy_getinfo(job->easy, CURLINFO_OS_ERRNO, &number);
    if (says(job, "Too large response headers"))
        fetch_fail(job, FETCH_HEADERS, "a header over 64 KiB or 200 lines", STR_NONE);
    else if (job->headers.complete && number == 0 && str_starts(job->current, STR("https:")))
        fetch_fail(job, FETCH_TRUNCATED, "closed before its end", reason); /* D05 */
    else
        fetch_fail(job, FETCH_NETWORK, "the connection broke", reason);
}

static void judge_code(struct fetch_job *job, CURLcode code) {
    struct str reason = str_from(job->reason);
    curl_off_t first = 0;
    if (code == CURLE_COULDNT_CONNECT && job->refused > 0 && job->refused == job->sockets) {
        fetch_fail(job, FETCH_DENIED, "a private address, or a port that is not listed", STR_NONE);
        return;
    }
    if (code == CURLE_COULDNT_CONNECT) { /* curl's words are of milliseconds, so never the same */
        long number = 0;
        curl_easy_getinfo(job->easy, CURLINFO_OS_ERRNO, &number);
        reason = number != 0 ? str_from(strerror((int)number)) : STR_NONE;
    }
    if (says(job, "chunked-encod")) { /* under several codes */
        fetch_fail(job, FETCH_BAD_RESPONSE, "broken chunks", reason);
        return;
    }
    if (code == CURLE_RECV_ERROR) {
        judge_receiving(job);
        return;
    }
    curl_easy_getinfo(job->easy, CURLINFO_STARTTRANSFER_TIME_T, &first);
    if (code == CURLE_OUT_OF_MEMORY) { /* also: one line too long for curl (A13) */
        bool header = !job->headers.complete && (first > 0 || job->headers.lines > 0);
        fetch_fail(job, header ? FETCH_HEADERS : FETCH_MEMORY,
                   header ? "a header over 64 KiB or 200 lines" : "out of memory", STR_NONE);
        return;
    }
    for (size_t i = 0; i < sizeof meanings / sizeof meanings[0]; i++)
        if (meanings[i].code == code)
            fetch_fail(job, meanings[i].class, meanings[i].message, reason);
    fetch_fail(job, FETCH_NETWORK, "the connection broke", reason);
}

static bool is_redirect(int status) {
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* The next hop passes every rule that the first one passed. */
static bool follow(struct fetch_job *job) {
    struct str next = STR_NONE;
    struct error error = {0};
    bool permanent = job->headers.status == 301 || job->headers.status == 308;
    int64_t most =
        fetch_is_errand(job) ? FETCH_ROBOTS_REDIRECTS : job->fetcher->config->limits.redirects;
    if (job->redirects >= most) {
        fetch_fail(job, FETCH_REDIRECTS, "more redirects than are followed", STR_NONE);
        return false;
    }
    if (url_resolve(&job->arena, job->headers.location, job->current, &next, &error) != STATUS_OK) {
        fetch_fail(job, error.status == STATUS_INVALID ? FETCH_INVALID_URL : FETCH_MEMORY,
                   "redirects to", str_from(error.message));
        return false;
    }
    if (job->secure && !str_starts(next, STR("https:"))) { /* D06 */
        fetch_fail(job, FETCH_DOWNGRADE, "redirects from https to http", STR_NONE);
        return false;
    }
    job->permanent = permanent && (job->redirects == 0 || job->permanent);
    if (job->permanent)
        job->moved = next;
    job->redirects++;
    job->current = next;
    return true;
}

static void judge_status(struct fetch_job *job) {
    int status = job->headers.status;
    char number[32];
    snprintf(number, sizeof number, "HTTP %d", status);
    if (job->kind == FETCH_HUB && status >= 200 && status < 300)
        return;
    bool asked = job->etag.n > 0 || job->last_modified.n > 0;
    if (status == 304 && asked)
        return;
    if (status == 410)
        fetch_fail(job, FETCH_GONE, "gone for good (HTTP 410)", STR_NONE);
    else if (status >= 400 && status < 500)
        fetch_fail(job, FETCH_HTTP_4XX, number, STR_NONE);
    else if (status >= 500 && status < 600)
        fetch_fail(job, FETCH_HTTP_5XX, number, STR_NONE);
    else if (status >= 300 && status < 400 && status != 304)
        fetch_fail(job, FETCH_HTTP_3XX, number, STR_NONE);
    else if (status < 200 || status >= 300 || status == 206)
        fetch_fail(job, FETCH_BAD_RESPONSE, "an answer to what was not asked", str_from(number));
    else if (fetch_decode_cut(job) && !job->enough)
        fetch_fail(job, FETCH_TRUNCATED, "its compression ended too early", STR_NONE);
    else if (job->secure_hop && !job->headers.framed && !job->goodbye && !job->enough)
        fetch_fail(job, FETCH_TRUNCATED, "closed before its end", STR_NONE); /* D05 */
    else if (job->body.n == 0)
        fetch_fail(job, FETCH_EMPTY, "a success without a body", STR_NONE);
}

bool fetch_judge(struct fetch_job *job, CURLcode code) {
    if (code != CURLE_OK && !(job->enough && job->class == FETCH_OK))
        judge_code(job, code);
    else if (!job->headers.complete)
        fetch_fail(job, FETCH_BAD_RESPONSE, "an answer without a header", STR_NONE);
    if (job->class != FETCH_OK)
        return false;
    if (job->kind != FETCH_HUB && is_redirect(job->headers.status) &&
        !str_absent(job->headers.location))
        return follow(job);
    judge_status(job);
    return false;
}

/* The answer's own word on text and data mining goes before its site's. */
static struct str stated(struct fetch_job *job) {
    struct str own = job->headers.stated;
    if (str_empty(job->site_stated) || str_find_case(own, STR("tdm-reservation:")) != SIZE_MAX)
        return own;
    return str_empty(own) ? job->site_stated : ARENA_JOIN(&job->arena, own, job->site_stated);
}

/* An address that Link names, where it is one. */
static struct str linked(struct fetch_job *job, struct str target) {
    struct str url;
    struct error error;
    if (str_empty(target) ||
        url_resolve(&job->arena, target, job->current, &url, &error) != STATUS_OK)
        return STR_NONE;
    return url;
}

void fetch_answer(struct fetch_job *job, fetch_done *done, void *context) {
    const struct fetch_headers *headers = &job->headers;
    bool good = job->class == FETCH_OK;
    int64_t now = clock_now(job->fetcher->clock);
    struct fetch_response response = {
        .data = job->data,
        .kind = job->kind,
        .url = job->url,
        .final_url = str_first_of(job->current, job->url),
        .moved = job->moved,
        .permanent = job->permanent && job->redirects > 0,
        .redirects = job->redirects,
        .status = job->headers.complete ? job->headers.status : 0,
        .class = job->class,
        .stated = stated(job),
        .message = good ? STR_NONE : str_from(job->message),
        .content_type = job->headers.content_type,
        .etag = job->headers.etag,
        .last_modified = job->headers.last_modified,
        .hub = linked(job, headers->hub),
        .self = linked(job, headers->self),
        .retry_after = job->class == FETCH_HELD
                           ? fetch_host_pause(job)
                           : fetch_retry_after(headers->retry_after, headers->date, now),
        .fresh = fetch_freshness(headers->cache_control, headers->expires, headers->date,
                                 headers->age, now),
        .body = good && job->body.n > 0 ? buf_str(&job->body) : STR_NONE,
        .bytes = job->received,
        .ms = job->spent,
    };
    done(&response, context);
}
