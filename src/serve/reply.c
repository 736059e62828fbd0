#include "serve/inside.h"

#include "serve/coding.h"
#include "serve/condition.h"
#include "serve/path.h"
#include <sys/stat.h>
#include <unistd.h>

enum { POLICY_MOST = 16 * 1024 };

/* On everything. The policy is what the pages need and no more: own styles, pictures, script, and
 * the beacon of a click. */
#define POLICY(hosts)                                                                              \
    "default-src 'none'; style-src 'self'; img-src 'self'" hosts                                   \
    "; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; "               \
    "frame-ancestors 'none'"

static const struct {
    const char *name, *value;
} security[] = {
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"},
    {"Referrer-Policy", "strict-origin-when-cross-origin"},
};

/* Named by their contents (publish/pictures.h), so that they never change. */
static const struct str pictures = STR_INIT("pictures/");

struct str serve_header(struct MHD_Connection *connection, const char *name) {
    return str_from(MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name));
}

static void add(struct MHD_Response *response, const char *name, const char *value) {
    MHD_add_response_header(response, name, value);
}

const char *serve_policy(struct arena *arena, const struct str *hosts, size_t count) {
    struct buf list, policy;
    buf_init(&list, POLICY_MOST);
    buf_init(&policy, POLICY_MOST);
    for (size_t i = 0; i < count; i++)
        buf_printf(&list, " https://%.*s https://*.%.*s", STR_ARG(hosts[i]), STR_ARG(hosts[i]));
    buf_printf(&policy, POLICY("%s"), buf_cstr(&list));
    bool good = list.status == STATUS_OK && policy.status == STATUS_OK;
    const char *copy = arena_cstr(arena, good ? buf_str(&policy) : STR(POLICY("")));
    buf_release(&list);
    buf_release(&policy);
    return copy;
}

static enum MHD_Result send_out(struct MHD_Connection *connection, unsigned int code,
                                struct MHD_Response *response, uint64_t bytes) {
    struct serve_guest *guest = serve_answer_guest(connection);
    serve_metrics_made(guest != NULL ? &guest->request : NULL, code, bytes);
    return MHD_queue_response(connection, code, response);
}

/* What readers who came by TLS are told: to come by nothing else (RFC 6797); "" for nothing. */
static const char *hsts_of(struct MHD_Connection *connection) {
    const struct serve_guest *guest = serve_answer_guest(connection);
    return guest != NULL && guest->request.secure ? guest->door->server->settings->hsts : "";
}

static void add_security(struct MHD_Response *response, const char *policy, const char *hsts) {
    if (hsts[0] != '\0')
        add(response, "Strict-Transport-Security", hsts);
    add(response, "Content-Security-Policy", policy);
    for (size_t i = 0; i < sizeof security / sizeof security[0]; i++)
        add(response, security[i].name, security[i].value);
}

/* Queues and gives back a response with a body of that many bytes; `response` may be NULL for want
 * of memory: then the connection ends. */
static enum MHD_Result queue_as(struct MHD_Connection *connection, unsigned int code,
                                struct MHD_Response *response, uint64_t bytes, const char *policy) {
    if (response == NULL)
        return MHD_NO;
    add_security(response, policy, hsts_of(connection));
    enum MHD_Result result = send_out(connection, code, response, bytes);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result queue(struct MHD_Connection *connection, unsigned int code,
                             struct MHD_Response *response, uint64_t bytes) {
    return queue_as(connection, code, response, bytes, POLICY(""));
}

static struct MHD_Response *empty_response(void) {
    return MHD_create_response_from_buffer(0, (void *)"", MHD_RESPMEM_PERSISTENT);
}

static const char *words_of(unsigned int code) {
    switch (code) {
    case MHD_HTTP_BAD_REQUEST:
        return "Bad request\n";
    case MHD_HTTP_NOT_FOUND:
        return "Not found\n";
    case MHD_HTTP_METHOD_NOT_ALLOWED:
        return "Method not allowed\n";
    case MHD_HTTP_LENGTH_REQUIRED:
        return "Length required\n";
    case MHD_HTTP_CONTENT_TOO_LARGE:
        return "Too large\n";
    case MHD_HTTP_RANGE_NOT_SATISFIABLE:
        return "No such range\n";
    case MHD_HTTP_MISDIRECTED_REQUEST:
        return "Nothing here is of that host\n";
    case MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE:
        return "Too many header fields\n";
    case MHD_HTTP_SERVICE_UNAVAILABLE:
        return "Not available for the moment\n";
    default:
        return "";
    }
}

enum MHD_Result serve_reply_line(struct MHD_Connection *connection, unsigned int code,
                                 const char *name, const char *value, bool close) {
    const char *words = words_of(code);
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(words), (void *)words, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return MHD_NO;
    if (words[0] != '\0')
        add(response, "Content-Type", "text/plain; charset=utf-8");
    add(response, "Cache-Control", "no-store");
    if (name != NULL)
        add(response, name, value);
    if (close)
        add(response, "Connection", "close");
    return queue(connection, code, response, strlen(words));
}

enum MHD_Result serve_reply_text(struct MHD_Connection *connection, unsigned int code,
                                 struct str text) {
    struct MHD_Response *response = MHD_create_response_from_buffer(
        text.n, text.n > 0 ? (void *)(uintptr_t)text.p : (void *)"", MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        return MHD_NO;
    add(response, "Content-Type", "text/plain; charset=utf-8");
    add(response, "Cache-Control", "no-store");
    return queue(connection, code, response, text.n);
}

enum MHD_Result serve_reply_made(struct MHD_Connection *connection, unsigned int code,
                                 const char *type, struct str body,
                                 const struct serve_field *fields, size_t count) {
    struct MHD_Response *response =
        body.n == 0 ? empty_response()
                    : MHD_create_response_from_buffer(body.n, (void *)(uintptr_t)body.p,
                                                      MHD_RESPMEM_MUST_COPY);
    if (response == NULL)
        return MHD_NO;
    if (type != NULL)
        add(response, "Content-Type", type);
    for (size_t i = 0; i < count; i++)
        add(response, fields[i].name, fields[i].value);
    return queue(connection, code, response, body.n);
}

/* A file that may be sent; fd is -1 when there is none. */
struct found {
    int fd;
    struct serve_entity entity;
};

static enum status find_file(struct server *server, struct str path, struct found *found) {
    struct stat info;
    int64_t size;
    *found = (struct found){.fd = -1};
    enum status status = files_open(server->public_folder, path, &found->fd, &size, NULL);
    if (status != STATUS_OK)
        return status;
    if (fstat(found->fd, &info) != 0) {
        close(found->fd);
        found->fd = -1;
        return STATUS_IO;
    }
    found->entity = (struct serve_entity){
        .size = info.st_size,
        .modified = info.st_mtim.tv_sec,
        .modified_nanoseconds = info.st_mtim.tv_nsec,
        .device = info.st_dev,
        .inode = info.st_ino,
    };
    return STATUS_OK;
}

/* A part of a file; the descriptor goes to the response. */
static struct MHD_Response *file_response(const struct found *found, int64_t first,
                                          int64_t length) {
    struct MHD_Response *response =
        length == 0
            ? empty_response()
            : MHD_create_response_from_fd_at_offset64((uint64_t)length, found->fd, (uint64_t)first);
    if (response == NULL || length == 0)
        close(found->fd);
    return response;
}

/* Not there, or not for us: the same answer. Else the system's trouble, which may pass. */
static enum MHD_Result reply_refused(struct server *server, struct MHD_Connection *connection,
                                     enum status status) {
    if (status == STATUS_NOT_FOUND || status == STATUS_DENIED || status == STATUS_INVALID ||
        status == STATUS_PERMISSION)
        return serve_reply_missing(server, connection);
    return serve_reply_line(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "Retry-After", "5", false);
}

enum MHD_Result serve_reply_location(struct server *server, struct MHD_Connection *connection,
                                     unsigned int code, enum status status, const char *location,
                                     const struct error *error) {
    char text[1024];
    if (status == STATUS_OK)
        return serve_reply_line(connection, code, "Location", location, false);
    if (status == STATUS_NOT_FOUND || status == STATUS_INVALID)
        return serve_reply_missing(server, connection);
    serve_shelf_drop(&server->shelf);
    log_write(server->log, LOG_ERROR, "an address cannot be looked up",
              LOG_TEXT("why", error_describe(error, text, sizeof text)));
    return serve_reply_line(connection, MHD_HTTP_SERVICE_UNAVAILABLE, "Retry-After", "5", false);
}

static enum MHD_Result add_argument(void *state, enum MHD_ValueKind kind, const char *name,
                                    const char *value) {
    struct buf *out = state;
    (void)kind;
    buf_add_byte(out, str_find_byte(buf_str(out), '?') == SIZE_MAX ? '?' : '&');
    buf_add_cstr(out, name);
    if (value != NULL)
        buf_printf(out, "=%s", value);
    return MHD_YES;
}

enum MHD_Result serve_reply_onward(struct server *server, struct MHD_Connection *connection,
                                   struct str path, bool reads) {
    struct buf location;
    buf_init(&location, 2 * SERVE_REQUEST_MEMORY);
    buf_add(&location, server->settings->url);
    buf_add(&location, path);
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, add_argument, &location);
    bool good = location.status == STATUS_OK && str_starts(path, STR("/"));
    for (size_t i = 0; i < location.n; i++) {
        /* Targets have no spaces: the library made them of '+'. */
        if (location.p[i] == ' ')
            location.p[i] = '+';
        good = good && location.p[i] > ' ' && location.p[i] < 0x7f;
    }
    enum MHD_Result result =
        good ? serve_reply_line(connection,
                                reads ? MHD_HTTP_MOVED_PERMANENTLY : MHD_HTTP_PERMANENT_REDIRECT,
                                "Location", buf_cstr(&location), true)
             : serve_reply_line(connection, MHD_HTTP_BAD_REQUEST, NULL, NULL, true);
    buf_release(&location);
    return result;
}

/* A path without '/' at its end that is no file: perhaps a folder. */
static enum MHD_Result reply_folder(struct server *server, struct MHD_Connection *connection,
                                    struct str target, const struct serve_path *path,
                                    enum status status) {
    char index[FILES_PATH_MOST + 1];
    char location[FILES_PATH_MOST * 3 + 8];
    struct found found;
    int n = snprintf(index, sizeof index, "%s/index.html", path->file);
    if (path->folder || (size_t)n >= sizeof index ||
        find_file(server, str_from(index), &found) != STATUS_OK)
        return reply_refused(server, connection, status);
    close(found.fd);
    if (!serve_path_folder(target, location, sizeof location))
        return serve_reply_missing(server, connection);
    return serve_reply_line(connection, MHD_HTTP_MOVED_PERMANENTLY, "Location", location, false);
}

/* All that goes by the file alone. */
static void add_entity(struct MHD_Response *response, const struct serve_entity *entity,
                       struct str path) {
    char etag[SERVE_ETAG_TEXT];
    char date[TIME_TEXT];
    const char *type = serve_path_type(path);
    add(response, "Content-Type", type);
    if (serve_coding_shrinks(str_from(type)))
        add(response, "Vary", "Accept-Encoding");
    const char *coding = serve_coding_name(entity->coding);
    if (coding != NULL)
        add(response, "Content-Encoding", coding);
    else
        add(response, "Accept-Ranges", "bytes");
    add(response, "ETag", serve_etag(entity, etag));
    add(response, "Last-Modified", time_format_http(entity->modified, date));
    add(response, "Cache-Control",
        str_starts(path, pictures) ? "public, max-age=31536000, immutable" : "no-cache");
}

/* A part of a file, which is never compressed: ranges are of the bytes as they are. */
static enum MHD_Result reply_part(struct server *server, struct MHD_Connection *connection,
                                  const struct found *found, struct str path, int64_t first,
                                  int64_t length) {
    char text[96];
    struct MHD_Response *response = file_response(found, first, length);
    if (response == NULL)
        return MHD_NO;
    add_entity(response, &found->entity, path);
    snprintf(text, sizeof text, "bytes %lld-%lld/%lld", (long long)first,
             (long long)(first + length - 1), (long long)found->entity.size);
    add(response, "Content-Range", text);
    return queue_as(connection, MHD_HTTP_PARTIAL_CONTENT, response, (uint64_t)length,
                    server->settings->policy);
}

static enum MHD_Result reply_beyond(struct MHD_Connection *connection, const struct found *found) {
    char text[96];
    close(found->fd);
    snprintf(text, sizeof text, "bytes */%lld", (long long)found->entity.size);
    return serve_reply_line(connection, MHD_HTTP_RANGE_NOT_SATISFIABLE, "Content-Range", text,
                            false);
}

/* Whether the client has it already. */
static bool has(struct MHD_Connection *connection, const struct serve_entity *entity) {
    return serve_unchanged(entity, serve_header(connection, "If-None-Match"),
                           serve_header(connection, "If-Modified-Since"));
}

/* In the entity's coding, from what is kept or else from the file; NULL when that cannot be had.
 * *kept: it is not the caller's to destroy. */
static struct MHD_Response *response_in(struct server *server, const struct found *found,
                                        struct str path, const char *hsts, size_t *bytes,
                                        bool *kept) {
    const struct serve_entity *entity = &found->entity;
    bool secure = hsts[0] != '\0';
    struct MHD_Response *response = serve_kept_find(&server->kept, entity, path, secure, bytes);
    *kept = response != NULL;
    if (*kept)
        return response;
    response = serve_body(server->public_folder, path, found->fd, entity, bytes);
    if (response == NULL)
        return NULL;
    add_entity(response, entity, path);
    add_security(response, server->settings->policy, hsts);
    *kept = serve_kept_add(&server->kept, entity, path, secure, response, *bytes);
    return response;
}

/* The whole in the best coding that there is of those that the client takes; 304 where the client
 * has it and it is what was asked for. Closes the file. */
static enum MHD_Result reply_whole(struct server *server, struct MHD_Connection *connection,
                                   struct found *found, struct str path, unsigned int code) {
    struct serve_entity *entity = &found->entity;
    struct str accept = serve_header(connection, "Accept-Encoding");
    struct MHD_Response *response = NULL;
    size_t bytes = 0;
    bool kept = false;
    bool codes = entity->size >= FILES_CODED_LEAST &&
                 serve_coding_shrinks(str_from(serve_path_type(path))) &&
                 str_absent(serve_header(connection, "Range"));
    for (int i = codes ? SERVE_BROTLI : SERVE_IDENTITY; response == NULL && i >= 0; i--) {
        entity->coding = (enum serve_coding)i;
        if (serve_coding_taken(accept, entity->coding))
            response = response_in(server, found, path, hsts_of(connection), &bytes, &kept);
    }
    close(found->fd);
    if (response == NULL)
        return MHD_NO;
    if (code == MHD_HTTP_OK && has(connection, entity))
        code = MHD_HTTP_NOT_MODIFIED;
    enum MHD_Result result = send_out(connection, code, response, bytes);
    if (!kept)
        MHD_destroy_response(response);
    return result;
}

static enum MHD_Result reply_found(struct server *server, struct MHD_Connection *connection,
                                   struct found *found, struct str path) {
    struct serve_entity *entity = &found->entity;
    struct str range = serve_header(connection, "Range");
    int64_t first, length;
    if (!str_absent(range) && !has(connection, entity)) {
        enum serve_range kind =
            serve_range_read(entity, range, serve_header(connection, "If-Range"), &first, &length);
        if (kind == SERVE_RANGE_BEYOND)
            return reply_beyond(connection, found);
        if (kind == SERVE_RANGE_PART)
            return reply_part(server, connection, found, path, first, length);
    }
    return reply_whole(server, connection, found, path, MHD_HTTP_OK);
}

enum MHD_Result serve_reply_missing(struct server *server, struct MHD_Connection *connection) {
    const struct str page = STR("404.html");
    struct found found;
    if (find_file(server, page, &found) != STATUS_OK)
        return serve_reply_line(connection, MHD_HTTP_NOT_FOUND, NULL, NULL, false);
    return reply_whole(server, connection, &found, page, MHD_HTTP_NOT_FOUND);
}

/* Whether a file is another one in a coding, which lies beside it: no address of its own. */
static bool is_beside(struct server *server, struct str file) {
    struct found found;
    for (size_t i = SERVE_GZIP; i < SERVE_CODINGS; i++) {
        struct str ending = serve_coding_ending((enum serve_coding)i);
        if (!str_ends(file, ending) ||
            find_file(server, str_take(file, file.n - ending.n), &found) != STATUS_OK)
            continue;
        close(found.fd);
        return true;
    }
    return false;
}

enum MHD_Result serve_reply_file(struct server *server, struct MHD_Connection *connection,
                                 struct str target) {
    struct serve_path path;
    struct found found;
    if (!serve_path_read(target, &path))
        return serve_reply_missing(server, connection);
    struct str file = str_of(path.file, path.length);
    if (is_beside(server, file))
        return serve_reply_missing(server, connection);
    enum status status = find_file(server, file, &found);
    if (status != STATUS_OK)
        return reply_folder(server, connection, target, &path, status);
    return reply_found(server, connection, &found, file);
}
