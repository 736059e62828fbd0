#include "fetch/fetch_inside.h"

#include "base/utf8.h"
#include "poll/reserve.h"
#include "poll/robots.h"
#include "url/url.h"
#include <unistd.h>

enum { JOB_TEXTS_MOST = 256 * 1024 };

void fetch_fail(struct fetch_job *job, enum fetch_class class, const char *message,
                struct str detail) {
    if (job->class != FETCH_OK)
        return;
    job->class = class;
    char room[600];
    snprintf(room, sizeof room, "%s%s%.*s", message, detail.n > 0 ? ": " : "",
             STR_ARG(str_take(detail, 400)));
    struct buf clean;
    buf_init(&clean, 3 * sizeof room);
    utf8_clean(str_from(room), UTF8_LINE, &clean);
    struct str text = utf8_cut_bytes(buf_str(&clean), sizeof job->message - 1);
    snprintf(job->message, sizeof job->message, "%.*s", STR_ARG(text));
    buf_release(&clean);
}

size_t fetch_cap(const struct fetcher *fetcher, enum fetch_kind kind) {
    const struct edition_limits *limits = &fetcher->config->limits;
    int64_t cap = kind == FETCH_FEED      ? limits->feed_bytes
                  : kind == FETCH_PAGE    ? limits->page_bytes
                  : kind == FETCH_ROBOTS  ? ROBOTS_BYTES_MOST + 1 /* to see that there is more */
                  : kind == FETCH_RESERVE ? RESERVE_BYTES_MOST
                                          : limits->picture_bytes;
    return cap > 0 ? (size_t)cap : 0;
}

static struct str put(char **at, struct str text) {
    if (str_absent(text))
        return STR_NONE;
    struct str copy = str_of(*at, text.n);
    memcpy(*at, text.p, text.n);
    *at += text.n;
    return copy;
}

struct fetch_job *fetch_job_make(struct fetcher *fetcher, const struct fetch_request *request,
                                 struct str url) {
    struct str etag = request->etag.n <= FETCH_TEXT_MOST ? request->etag : STR_NONE;
    struct str modified =
        request->last_modified.n <= FETCH_TEXT_MOST ? request->last_modified : STR_NONE;
    url = str_absent(url) ? STR("") : url;
    size_t size = sizeof(struct fetch_job) + request->url.n + url.n + etag.n + modified.n +
                  request->form.n + 1;
    struct fetch_job *job = calloc(1, size);
    if (job == NULL)
        return NULL;
    char *at = job->texts;
    job->fetcher = fetcher;
    job->data = request->data;
    job->kind = request->kind;
    job->doubt = request->doubt > 0 ? request->doubt : 0;
    job->origin = job->awaited = SIZE_MAX;
    job->url = put(&at, str_absent(request->url) ? STR("") : request->url);
    job->current = put(&at, url);
    job->etag = put(&at, etag);
    job->last_modified = put(&at, modified);
    job->form = put(&at, request->form);
    job->secure = str_starts(url, STR("https:"));
    arena_init(&job->arena, JOB_TEXTS_MOST);
    buf_init(&job->body, fetch_cap(fetcher, job->kind));
    return job;
}

void fetch_job_free(struct fetch_job *job) {
    fetch_decode_end(job);
    if (job->easy != NULL)
        curl_easy_cleanup(job->easy);
    curl_slist_free_all(job->lines);
    buf_release(&job->body);
    arena_release(&job->arena);
    free(job);
}

/* RFC 6761, 6.3: such names are loopback, whatever a name server says. */
static bool is_localhost(struct str name) {
    while (name.n > 0 && name.p[name.n - 1] == '.')
        name.n--;
    return str_eq(name, STR("localhost")) || str_ends(name, STR(".localhost"));
}

static bool literal_permitted(struct fetch_job *job, struct str address, uint64_t port,
                              bool otherwise) {
    struct fetch_endpoint endpoint;
    struct str text = arena_format(&job->arena, "%.*s:%u", STR_ARG(address), (unsigned)port);
    bool allowed;
    if (fetch_endpoint_read(text, &endpoint, NULL) != STATUS_OK)
        return otherwise;
    return fetch_permitted(job->fetcher, &endpoint, &allowed);
}

/* What can be said before a name is looked up. A proxy opens the socket that matters where we
 * cannot see it: there this is all that can be said. */
static bool may_ask(struct fetch_job *job) {
    struct url url;
    if (url_parse(&job->arena, job->current, STR_NONE, &url, NULL) != STATUS_OK)
        return false;
    uint64_t port = str_eq(url.protocol, STR("https:")) ? 443 : 80;
    if (url.port.n > 0 && !str_to_u64(url.port, &port))
        return false;
    if (is_localhost(url.hostname))
        return literal_permitted(job, STR("127.0.0.1"), port, false) ||
               literal_permitted(job, STR("[::1]"), port, false);
    if (job->fetcher->proxy[0] == '\0')
        return true;
    return literal_permitted(job, url.hostname, port,
                             fetch_port_listed(job->fetcher, (int64_t)port));
}

/* One request at a time for each address, too (attacks.md C36). False: another is at it. */
static bool take_place(struct fetch_job *job, const struct fetch_endpoint *endpoint, bool allowed) {
    struct fetcher *fetcher = job->fetcher;
    size_t index = fetch_find_place(fetcher, endpoint, allowed);
    if (index == SIZE_MAX)
        return true; /* no memory to remember it by: the host's own turn has to do */
    for (size_t i = 0; i < job->place_count; i++)
        if (job->places[i] == index)
            return true;
    struct fetch_place *place = &fetcher->places[index];
    fetcher->hosts[job->host].place = index;
    if (place->busy || place->free_at > clock_monotonic_ms()) {
        job->awaited = index;
        return false;
    }
    place->busy = true;
    job->places[job->place_count++] = index;
    return true;
}

/* CURLOPT_OPENSOCKETFUNCTION: the one place where a socket is made, after the name was resolved. */
static curl_socket_t open_socket(void *data, curlsocktype purpose, struct curl_sockaddr *address) {
    struct fetch_job *job = data;
    struct fetch_endpoint endpoint;
    if (purpose != CURLSOCKTYPE_IPCXN || job->sockets >= FETCH_ADDRESSES_MOST)
        return CURL_SOCKET_BAD;
    job->sockets++;
    bool proxied = job->fetcher->proxy[0] != '\0'; /* then it is the proxy that is spoken to */
    bool allowed = false;
    if (!fetch_endpoint_from(&address->addr, address->addrlen, &endpoint) ||
        (!proxied && !fetch_permitted(job->fetcher, &endpoint, &allowed))) {
        job->refused++;
        log_write(job->fetcher->log, LOG_WARNING, "refused to connect",
                  LOG_STR("url", job->current), LOG_INT("port", endpoint.port));
        return CURL_SOCKET_BAD;
    }
    if (!proxied && !take_place(job, &endpoint, allowed))
        return CURL_SOCKET_BAD;
    job->awaited = SIZE_MAX;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A line of the request's header from a value that came from a server once. */
static bool add_line(struct fetch_job *job, const char *name, struct str value) {
    char line[FETCH_TEXT_MOST + 64];
    for (size_t i = 0; i < value.n; i++)
        if (value.p[i] < ' ' || value.p[i] > '~')
            return true;
    if (value.n == 0)
        return true;
    snprintf(line, sizeof line, "%s: %.*s", name, STR_ARG(value));
    struct curl_slist *longer = curl_slist_append(job->lines, line);
    if (longer != NULL)
        job->lines = longer;
    return longer != NULL;
}

/* "Expect:" keeps libcurl from waiting for a permission to send. */
static bool add_bare_line(struct fetch_job *job, const char *line) {
    struct curl_slist *longer = curl_slist_append(job->lines, line);
    if (longer != NULL)
        job->lines = longer;
    return longer != NULL;
}

static bool add_lines(struct fetch_job *job) {
    static const struct str accept[] = {
        [FETCH_FEED] = STR_INIT("application/atom+xml, application/rss+xml, application/feed+json, "
                                "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"),
        [FETCH_PAGE] = STR_INIT("text/html, application/xhtml+xml, */*;q=0.5"),
        [FETCH_PICTURE] = STR_INIT("image/avif, image/webp, image/png, image/jpeg, image/gif"),
        [FETCH_HUB] = STR_INIT("*/*"),
        [FETCH_ROBOTS] = STR_INIT("text/plain, */*;q=0.5"),
        [FETCH_RESERVE] = STR_INIT("application/json, */*;q=0.5"),
    };
    int64_t time;
    bool dated = fetch_http_date(job->last_modified, &time);
    return add_line(job, "Accept", accept[job->kind]) &&
           add_line(job, "Accept-Encoding", STR("gzip, br, zstd")) &&
           (job->kind != FETCH_HUB ||
            (add_line(job, "Content-Type", STR("application/x-www-form-urlencoded")) &&
             add_bare_line(job, "Expect:"))) &&
           add_line(job, "Connection", STR("close")) && add_line(job, "If-None-Match", job->etag) &&
           (!dated || add_line(job, "If-Modified-Since", job->last_modified));
}

#define SET(option, value) (good = good && curl_easy_setopt(easy, (option), (value)) == CURLE_OK)

/* No way around our own checks: neither by protocol, nor environment, nor memory of earlier. */
static bool set_safety(struct fetch_job *job, CURL *easy) {
    bool good = true;
    SET(CURLOPT_PROTOCOLS_STR, job->secure ? "https" : "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 0L);
    SET(CURLOPT_PROXY, job->fetcher->proxy);
    SET(CURLOPT_NOPROXY, "");
    SET(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
    SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
    SET(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    SET(CURLOPT_PATH_AS_IS, 1L);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1); /* docs/decisions/0015 */
    SET(CURLOPT_HTTP09_ALLOWED, 0L);
    SET(CURLOPT_HTTP_CONTENT_DECODING, 0L);
    SET(CURLOPT_FRESH_CONNECT, 1L);
    SET(CURLOPT_FORBID_REUSE, 1L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSL_CTX_FUNCTION, fetch_on_tls);
    SET(CURLOPT_SSL_CTX_DATA, job);
    SET(CURLOPT_NOSIGNAL, 1L);
    SET(CURLOPT_QUICK_EXIT, 1L); /* a hanging name server must not hold up the others */
    SET(CURLOPT_OPENSOCKETFUNCTION, open_socket);
    SET(CURLOPT_OPENSOCKETDATA, job);
    return good;
}

static bool set_limits(struct fetch_job *job, CURL *easy) {
    const struct edition_limits *limits = &job->fetcher->config->limits;
    int64_t left = limits->total_seconds * 1000 - job->spent;
    bool good = true;
    SET(CURLOPT_TIMEOUT_MS, (long)(left > 0 ? left : 1));
    SET(CURLOPT_CONNECTTIMEOUT_MS, (long)(limits->connect_seconds * 1000));
    SET(CURLOPT_LOW_SPEED_LIMIT, (long)FETCH_SLOW_BYTES);
    SET(CURLOPT_LOW_SPEED_TIME, (long)FETCH_SLOW_SECONDS);
    if (job->doubt > 0)
        SET(CURLOPT_MAX_RECV_SPEED_LARGE, (curl_off_t)FETCH_DOUBTFUL_SPEED);
    if (job->kind != FETCH_ROBOTS) /* of which the beginning counts */
        SET(CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)fetch_cap(job->fetcher, job->kind));
    return good;
}

static bool set_request(struct fetch_job *job, CURL *easy) {
    bool good = true;
    char *url = arena_cstr(&job->arena, job->current);
    SET(CURLOPT_URL, url != NULL ? url : "");
    SET(CURLOPT_USERAGENT, job->fetcher->user_agent);
    SET(CURLOPT_HTTPHEADER, job->lines);
    SET(CURLOPT_HEADERFUNCTION, fetch_on_header);
    SET(CURLOPT_HEADERDATA, job);
    SET(CURLOPT_WRITEFUNCTION, fetch_on_body);
    SET(CURLOPT_WRITEDATA, job);
    SET(CURLOPT_ERRORBUFFER, job->reason);
    SET(CURLOPT_PRIVATE, job);
    if (job->kind == FETCH_HUB) {
        SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)job->form.n);
        SET(CURLOPT_POSTFIELDS, job->form.n > 0 ? job->form.p : "");
    }
    return good && url != NULL;
}

bool fetch_job_start(struct fetch_job *job, int64_t now) {
    job->started = now;
    job->sockets = job->refused = 0;
    job->headers = (struct fetch_headers){0};
    job->enough = job->crowded = job->goodbye = false;
    job->awaited = SIZE_MAX;
    job->secure_hop = str_starts(job->current, STR("https:"));
    buf_clear(&job->body);
    job->reason[0] = '\0';
    if (!may_ask(job)) {
        fetch_fail(job, FETCH_DENIED, "a private address, or a port that is not listed", STR_NONE);
        return false;
    }
    if (job->easy == NULL)
        job->easy = curl_easy_init();
    else
        curl_easy_reset(job->easy);
    if (job->easy != NULL && add_lines(job) && set_safety(job, job->easy) &&
        set_limits(job, job->easy) && set_request(job, job->easy) &&
        curl_multi_add_handle(job->fetcher->multi, job->easy) == CURLM_OK)
        return true;
    fetch_fail(job, FETCH_MEMORY, "a request could not be made", STR_NONE);
    return false;
}

void fetch_job_stop(struct fetch_job *job, int64_t now) {
    if (job->easy != NULL)
        curl_multi_remove_handle(job->fetcher->multi, job->easy);
    curl_slist_free_all(job->lines);
    job->lines = NULL;
    fetch_decode_end(job);
    job->spent += now - job->started;
}
