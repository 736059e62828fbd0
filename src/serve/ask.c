/* The search page and the live API, seen from the connection: who may ask how often, which site's
 * scripts may read the answer, and the wait for it. */
#include "serve/inside.h"

#include "base/hash.h"
#include "serve/condition.h"
#include "serve/letters.h"
#include "serve/openapi.h"
#include <unistd.h>

static const struct str search_path = STR_INIT("/search");
static const struct str api_prefix = STR_INIT("/api/v1/");
static const struct str description_path = STR_INIT("/api/v1/openapi.json");

bool serve_ask_is(struct str path) {
    return str_eq(path, search_path) || serve_ask_is_api(path);
}

bool serve_ask_is_api(struct str path) {
    return str_starts(path, api_prefix);
}

/* ---- answers ---- */

/* The origin that may read the answer, "*" for all; NULL for none. */
static const char *allowed_origin(const struct server *server, struct MHD_Connection *connection) {
    const char *origin = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Origin");
    for (size_t i = 0; i < server->settings->origin_count; i++) {
        if (str_eq(server->settings->origins[i], STR("any")))
            return "*";
        if (origin != NULL && str_eq(server->settings->origins[i], str_from(origin)))
            return origin;
    }
    return NULL;
}

static size_t add_origin(const struct server *server, struct MHD_Connection *connection,
                         struct serve_field *fields) {
    const char *origin = allowed_origin(server, connection);
    size_t count = 0;
    if (origin != NULL)
        fields[count++] = (struct serve_field){"Access-Control-Allow-Origin", origin};
    if (origin != NULL)
        fields[count++] =
            (struct serve_field){"Access-Control-Expose-Headers", "ETag, Retry-After"};
    /* The answer differs by who asks where not all may. */
    bool varies = origin == NULL || strcmp(origin, "*") != 0;
    fields[count++] =
        (struct serve_field){"Vary", varies ? "Origin, Accept-Encoding" : "Accept-Encoding"};
    return count;
}

static enum MHD_Result reply(struct server *server, struct MHD_Connection *connection,
                             const struct serve_inquiry *inquiry) {
    enum { FIELDS = 8 };
    struct serve_field fields[FIELDS];
    char etag[40], hex[HASH_HEX + 1];
    struct str body = buf_str(&inquiry->body);
    bool api = inquiry->kind == SERVE_INQUIRY_API;
    size_t count = api ? add_origin(server, connection, fields) : 0;
    if (!api)
        fields[count++] = (struct serve_field){"Vary", "Accept-Encoding"};
    const char *coding = serve_coding_name(inquiry->coding);
    if (coding != NULL)
        fields[count++] = (struct serve_field){"Content-Encoding", coding};
    bool found = inquiry->code == MHD_HTTP_OK;
    fields[count++] = (struct serve_field){"Cache-Control", found ? "no-cache" : "no-store"};
    if (inquiry->code == MHD_HTTP_SERVICE_UNAVAILABLE)
        fields[count++] = (struct serve_field){"Retry-After", "5"};
    if (!found)
        return serve_reply_made(connection, inquiry->code, inquiry->type, body, fields, count);
    hash_hex(body, hex);
    snprintf(etag, sizeof etag, "\"%.32s\"", hex);
    fields[count++] = (struct serve_field){"ETag", etag};
    if (serve_etag_listed(serve_header(connection, "If-None-Match"), str_from(etag)))
        return serve_reply_made(connection, MHD_HTTP_NOT_MODIFIED, NULL, STR(""), fields, count);
    return serve_reply_made(connection, inquiry->code, inquiry->type, body, fields, count);
}

/* Which of the two asks decides how it is told that it must wait. */
static enum MHD_Result reply_wait(struct server *server, struct MHD_Connection *connection,
                                  bool page, unsigned int code, int64_t seconds) {
    struct serve_field fields[8];
    struct serve_inquiry inquiry = {0};
    char wait[24];
    snprintf(wait, sizeof wait, "%lld", (long long)seconds);
    buf_init(&inquiry.body, 1024);
    size_t count = page ? 0 : add_origin(server, connection, fields);
    fields[count++] = (struct serve_field){"Retry-After", wait};
    fields[count++] = (struct serve_field){"Cache-Control", "no-store"};
    serve_problem(&inquiry, code, STR_NONE);
    enum MHD_Result result = serve_reply_made(
        connection, code, page ? "text/plain; charset=utf-8" : inquiry.type,
        page ? STR("Too many requests at the moment\n") : buf_str(&inquiry.body), fields, count);
    buf_release(&inquiry.body);
    return result;
}

enum MHD_Result serve_ask_options(struct server *server, struct MHD_Connection *connection) {
    struct serve_field fields[8];
    size_t count = add_origin(server, connection, fields);
    fields[count++] = (struct serve_field){"Allow", "GET, HEAD, OPTIONS"};
    if (allowed_origin(server, connection) != NULL) {
        fields[count++] = (struct serve_field){"Access-Control-Allow-Methods", "GET, HEAD"};
        fields[count++] = (struct serve_field){"Access-Control-Allow-Headers", "If-None-Match"};
        fields[count++] = (struct serve_field){"Access-Control-Max-Age", "86400"};
    }
    return serve_reply_made(connection, MHD_HTTP_NO_CONTENT, NULL, STR(""), fields, count);
}

/* ---- asking ---- */

struct arguments {
    struct serve_inquiry *inquiry;
    enum status status;
};

static enum MHD_Result take_argument(void *state, enum MHD_ValueKind kind, const char *name,
                                     const char *value) {
    struct arguments *arguments = state;
    (void)kind;
    arguments->status =
        serve_parameters_add(&arguments->inquiry->parameters, &arguments->inquiry->arena,
                             str_from(name), value != NULL ? str_from(value) : STR(""), NULL);
    return arguments->status == STATUS_OK ? MHD_YES : MHD_NO;
}

static struct serve_inquiry *make_inquiry(struct MHD_Connection *connection, struct str path) {
    struct arguments arguments = {.inquiry = serve_inquiry_new()};
    struct serve_inquiry *inquiry = arguments.inquiry;
    if (inquiry == NULL)
        return NULL;
    inquiry->kind = serve_ask_is_api(path) ? SERVE_INQUIRY_API : SERVE_INQUIRY_SEARCH;
    inquiry->path = arena_copy(&inquiry->arena, str_skip(path, api_prefix.n));
    MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_argument, &arguments);
    if (arguments.status == STATUS_OK && !arena_failed(&inquiry->arena))
        return inquiry;
    serve_inquiry_free(inquiry);
    return NULL;
}

/* In the clerk's thread. The library does not end a wait that is not its own. */
static void resume(void *state, void *connection) {
    const uint64_t one = 1;
    struct server *server = state;
    MHD_resume_connection(connection);
    if (write(server->wake, &one, sizeof one) < 0) {
        /* Full: it was told already. */
    }
}

void serve_ask_clerk(struct server *server, struct serve_clerk *clerk,
                     struct MHD_Connection *connection, struct serve_inquiry *inquiry) {
    inquiry->resume = resume;
    inquiry->state = server;
    inquiry->waiter = connection;
    MHD_suspend_connection(connection);
    serve_clerk_ask(clerk, inquiry);
}

enum MHD_Result serve_ask(struct server *server, struct MHD_Connection *connection, struct str path,
                          struct serve_inquiry **inquiry) {
    const struct serve_guest *guest = serve_answer_guest(connection);
    bool page = !serve_ask_is_api(path);
    int64_t wait = 1;
    if (guest != NULL &&
        !serve_limits_take(&server->limits, &guest->address, clock_monotonic_ms(), &wait))
        return reply_wait(server, connection, page, MHD_HTTP_TOO_MANY_REQUESTS, wait);
    struct serve_inquiry *fresh = make_inquiry(connection, path);
    if (fresh == NULL)
        return MHD_NO;
    fresh->coding = serve_coding_best(serve_header(connection, "Accept-Encoding"));
    *inquiry = fresh;
    if (str_eq(path, description_path)) {
        fresh->code = MHD_HTTP_OK;
        fresh->type = "application/json";
        buf_add(&fresh->body, serve_openapi());
        serve_inquiry_pack(fresh);
        return reply(server, connection, fresh);
    }
    if (!serve_clerk_has_room(server->clerk))
        return reply_wait(server, connection, page, MHD_HTTP_SERVICE_UNAVAILABLE, 1);
    serve_ask_clerk(server, server->clerk, connection, fresh);
    return MHD_YES;
}

enum MHD_Result serve_asked(struct server *server, struct MHD_Connection *connection,
                            const struct serve_inquiry *inquiry) {
    if (!inquiry->answered)
        return MHD_YES;
    bool letters = inquiry->kind == SERVE_INQUIRY_DOOR || inquiry->kind == SERVE_INQUIRY_FORM;
    return letters ? serve_letters_reply(server, connection, inquiry)
                   : reply(server, connection, inquiry);
}
