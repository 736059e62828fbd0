/* One request: is it well-formed, what does it want, may it. */
#include "serve/inside.h"

#include "serve/agent.h"
#include "serve/forwarded.h"
#include "serve/hub.h"
#include "serve/letters.h"
#include "url/url.h"
#include <arpa/inet.h>

enum { REDIRECT_MEMORY = 8 * 1024 * 1024 };

static const struct str click_path = STR_INIT("/click");
static const struct str redirect_prefix = STR_INIT("/r/");
static const struct str story_prefix = STR_INIT("/s/");

/* A click or a hub's notification, whose body is coming in, or what waits for the clerk. Any other
 * request has the server as its context. */
struct upload {
    struct serve_hub_news *news;   /* NULL for a click */
    struct serve_form *form;       /* or of one about letters */
    struct serve_inquiry *inquiry; /* or what a clerk was asked */
    size_t n;
    char text[SERVE_CLICK_BODY_MOST];
};

/* What a header says about where it and the body end (RFC 9112, 6). */
struct framing {
    const struct serve_settings *settings;
    size_t lines, hosts, lengths;
    bool astray; /* for a host that we are not */
    bool coded;  /* Transfer-Encoding */
    bool broken;
    uint64_t length;
};

static enum MHD_Result see_header(void *state, enum MHD_ValueKind kind, const char *name,
                                  const char *value) {
    struct framing *framing = state;
    struct str key = str_from(name);
    (void)kind;
    framing->lines++;
    if (str_eq_case(key, STR("Host"))) {
        framing->hosts++;
        framing->astray |= !serve_settings_knows(framing->settings, str_from(value));
    }
    framing->coded |= str_eq_case(key, STR("Transfer-Encoding"));
    if (str_eq_case(key, STR("Content-Length"))) {
        framing->lengths++;
        framing->broken |= !str_to_u64(str_from(value), &framing->length);
    }
    /* A name with white space or without anything is read differently by others on the way. */
    for (size_t i = 0; i < key.n; i++)
        framing->broken |= (unsigned char)key.p[i] <= ' ' || (unsigned char)key.p[i] >= 0x7f;
    framing->broken |= key.n == 0;
    return MHD_YES;
}

/* The status that refuses a request whose frame is not clear; 0 when it is. */
static unsigned int refuse(const struct server *server, struct MHD_Connection *connection,
                           struct framing *framing) {
    *framing = (struct framing){.settings = server->settings};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, see_header, framing);
    if (framing->lines > SERVE_HEADERS_MOST)
        return MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE;
    if (framing->broken || framing->hosts > 1 || framing->lengths > 1 ||
        (framing->coded && framing->lengths > 0))
        return MHD_HTTP_BAD_REQUEST;
    return framing->astray ? MHD_HTTP_MISDIRECTED_REQUEST : 0;
}

struct serve_guest *serve_answer_guest(struct MHD_Connection *connection) {
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info != NULL ? info->socket_context : NULL;
}

/* ---- who asks ---- */

struct field {
    struct str name;
    struct buf *out;
};

static enum MHD_Result take_field(void *state, enum MHD_ValueKind kind, const char *name,
                                  const char *value) {
    const struct field *field = state;
    (void)kind;
    if (str_eq_case(str_from(name), field->name)) {
        if (field->out->n > 0)
            BUF_ADD(field->out, ", ");
        buf_add_cstr(field->out, value);
    }
    return MHD_YES;
}

/* What proxies of ours say of the client (N09). `out` keeps the scheme that it is said to use. */
static struct str hear_proxy(const struct serve_settings *settings,
                             struct MHD_Connection *connection, struct serve_guest *guest,
                             struct buf *out) {
    const struct field field = {
        settings->standard ? STR("Forwarded") : STR("X-Forwarded-For"),
        out,
    };
    struct str scheme;
    MHD_get_connection_values(connection, MHD_HEADER_KIND, take_field, (void *)(uintptr_t)&field);
    struct str way = out->status == STATUS_OK && out->n > 0 ? buf_str(out) : STR_NONE;
    serve_forwarded_read(way, settings->standard, settings->proxies, settings->proxy_count,
                         &guest->peer, &guest->address, &scheme);
    if (settings->standard)
        return scheme;
    scheme = serve_header(connection, "X-Forwarded-Proto");
    return str_trim(str_take(scheme, str_find_byte(scheme, ',')));
}

/* Fills in who the client of this request is, and whether it came by TLS. True when it has to come
 * by it, and did not. */
static bool meet(struct server *server, struct MHD_Connection *connection,
                 struct serve_guest *guest) {
    const struct serve_settings *settings = server->settings;
    struct buf way;
    guest->address = guest->peer;
    guest->request.secure = guest->door->secure;
    if (!serve_forwarded_trusts(settings->proxies, settings->proxy_count, &guest->peer))
        return guest->door->redirecting;
    buf_init(&way, SERVE_REQUEST_MEMORY);
    struct str scheme = hear_proxy(settings, connection, guest, &way);
    bool plain = str_eq_case(scheme, STR("http"));
    guest->request.secure |= str_eq_case(scheme, STR("https"));
    buf_release(&way);
    return guest->door->redirecting || (plain && settings->plain_redirects);
}

/* The client's address as text. */
static struct str client_address(struct MHD_Connection *connection, char out[INET6_ADDRSTRLEN]) {
    const struct serve_guest *guest = serve_answer_guest(connection);
    if (guest == NULL || inet_ntop(AF_INET6, &guest->address, out, INET6_ADDRSTRLEN) == NULL)
        return STR("");
    return str_from(out);
}

static void note_click(struct server *server, struct MHD_Connection *connection, struct str id) {
    static const char *const purposes[] = {"Purpose", "Sec-Purpose", "X-Purpose", "X-Moz"};
    char text[INET6_ADDRSTRLEN];
    struct str agent = serve_header(connection, "User-Agent");
    bool counts = serve_agent_reads(agent);
    for (size_t i = 0; i < sizeof purposes / sizeof purposes[0]; i++)
        counts = counts && !serve_agent_prefetches(serve_header(connection, purposes[i]));
    if (!counts) {
        server->metrics.clicks[SERVE_CLICK_IGNORED]++;
        return;
    }
    bool noted = serve_tally_note(server->tally, id, client_address(connection, text), agent);
    if (!noted && !server->full_told)
        log_write(server->log, LOG_WARNING, "clicks come faster than they can be written");
    server->full_told = !noted;
    server->metrics.clicks[noted ? SERVE_CLICK_COUNTED : SERVE_CLICK_DROPPED]++;
}

/* The address that readers of an article or a sponsor's message are sent to: http or https, nothing
 * but ASCII. */
static enum status find_address(struct server *server, struct arena *arena, struct str id,
                                struct url *url, struct error *error) {
    struct store *store;
    struct serve_target target;
    enum status status = serve_shelf_open(&server->shelf, &store, error);
    if (status == STATUS_OK)
        status = serve_shelf_target(store, arena, id, &target, error);
    if (status != STATUS_OK)
        return status;
    if (str_empty(target.address))
        return error_set(error, STATUS_NOT_FOUND, "readers are sent nowhere");
    status = url_parse(arena, target.address, STR_NONE, url, error);
    if (status == STATUS_OK && !str_eq(url->protocol, STR("http:")) &&
        !str_eq(url->protocol, STR("https:")))
        return error_set(error, STATUS_NOT_FOUND, "no address of the web");
    return status;
}

static enum MHD_Result reply_redirect(struct server *server, struct MHD_Connection *connection,
                                      struct str id, bool counts) {
    struct arena arena;
    struct url url;
    struct error error;
    arena_init(&arena, REDIRECT_MEMORY);
    enum status status =
        id_valid(id) ? find_address(server, &arena, id, &url, &error) : STATUS_NOT_FOUND;
    char *location = status == STATUS_OK ? arena_cstr(&arena, url.href) : NULL;
    if (status == STATUS_OK && location == NULL)
        status = arena_status(&arena, &error);
    if (location != NULL && counts)
        note_click(server, connection, id);
    enum MHD_Result result =
        serve_reply_location(server, connection, MHD_HTTP_FOUND, status, location, &error);
    arena_release(&arena);
    return result;
}

/* POST /click, at its header: is its body one that we read? */
static enum MHD_Result begin_click(struct MHD_Connection *connection, const struct framing *framing,
                                   void **context) {
    if (framing->lengths == 0)
        return serve_reply_line(connection, MHD_HTTP_LENGTH_REQUIRED, NULL, NULL, true);
    if (framing->length > SERVE_CLICK_BODY_MOST)
        return serve_reply_line(connection, MHD_HTTP_CONTENT_TOO_LARGE, NULL, NULL, true);
    *context = calloc(1, sizeof(struct upload));
    return *context != NULL ? MHD_YES : MHD_NO;
}

/* The same for a notification, whose body may come in chunks. */
static enum MHD_Result begin_news(struct server *server, struct MHD_Connection *connection,
                                  struct str path, const struct framing *framing, void **context) {
    struct serve_hub_news *news;
    enum MHD_Result result = serve_hub_begin(server, connection, path, framing->length, &news);
    if (news == NULL)
        return result;
    struct upload *upload = calloc(1, sizeof *upload);
    if (upload == NULL) {
        serve_hub_drop(news);
        return MHD_NO;
    }
    upload->news = news;
    *context = upload;
    return MHD_YES;
}

static enum MHD_Result go_on_news(struct server *server, struct MHD_Connection *connection,
                                  struct upload *upload, const char *bytes, size_t *size) {
    if (*size > 0) {
        bool good = serve_hub_add(upload->news, str_of(bytes, *size));
        *size = 0;
        return good ? MHD_YES : MHD_NO;
    }
    serve_guests_asked(&server->guests, serve_answer_guest(connection), clock_monotonic_ms());
    return serve_hub_finish(server, connection, upload->news);
}

static enum MHD_Result go_on_click(struct server *server, struct MHD_Connection *connection,
                                   struct upload *upload, const char *bytes, size_t *size) {
    if (*size > 0) {
        size_t room = sizeof upload->text - upload->n;
        size_t n = *size < room ? *size : room;
        memcpy(upload->text + upload->n, bytes, n);
        upload->n += n;
        *size = 0;
        return MHD_YES;
    }
    serve_guests_asked(&server->guests, serve_answer_guest(connection), clock_monotonic_ms());
    if (serve_agent_at_home(serve_header(connection, "Sec-Fetch-Site")))
        note_click(server, connection, str_trim(str_of(upload->text, upload->n)));
    /* The same whatever came of it: it tells nothing. */
    return serve_reply_line(connection, MHD_HTTP_NO_CONTENT, NULL, NULL, false);
}

/* The path of a target in absolute form, which servers must take (RFC 9112, 3.2.2), and the
 * authority in it; absent in the usual form. */
static struct str path_of(const char *url, struct str *authority) {
    static const struct str schemes[] = {STR_INIT("http://"), STR_INIT("https://")};
    struct str target = str_from(url);
    *authority = STR_NONE;
    for (size_t i = 0; i < sizeof schemes / sizeof schemes[0]; i++) {
        if (!str_starts_case(target, schemes[i]))
            continue;
        struct str rest = str_skip(target, schemes[i].n);
        size_t slash = str_find_byte(rest, '/');
        *authority = str_take(rest, slash);
        return slash == SIZE_MAX ? STR("/") : str_skip(rest, slash);
    }
    return target;
}

static bool is_click(struct str path, struct str verb) {
    return str_eq(path, click_path) && str_eq(verb, STR("POST"));
}

static const char *allowed_on(struct str path) {
    if (serve_ask_is_api(path))
        return "GET, HEAD, OPTIONS";
    if (serve_hub_is(path) || serve_letters_is(path))
        return "GET, HEAD, POST";
    return str_eq(path, click_path) ? "POST" : "GET, HEAD";
}

static bool is_allowed(struct str path, struct str verb) {
    return !str_eq(path, click_path) && (str_eq(verb, STR("GET")) || str_eq(verb, STR("HEAD")));
}

static enum serve_kind kind_of(struct str path) {
    return str_eq(path, click_path)            ? SERVE_KIND_CLICK
           : str_starts(path, redirect_prefix) ? SERVE_KIND_REDIRECT
           : serve_ask_is_api(path)            ? SERVE_KIND_API
           : serve_ask_is(path)                ? SERVE_KIND_SEARCH
           : serve_hub_is(path)                ? SERVE_KIND_HUB
           : serve_letters_is(path)            ? SERVE_KIND_LETTERS
           : serve_probe_is(path)              ? SERVE_KIND_PROBE
                                               : SERVE_KIND_FILE;
}

/* GET and HEAD of what a clerk must look up. */
static enum MHD_Result ask(struct server *server, struct MHD_Connection *connection,
                           struct str path, void **context) {
    struct upload *upload = calloc(1, sizeof *upload);
    if (upload == NULL)
        return MHD_NO;
    *context = upload;
    return serve_letters_is(path) ? serve_letters_ask(server, connection, path, &upload->inquiry)
                                  : serve_ask(server, connection, path, &upload->inquiry);
}

static enum MHD_Result begin_form(struct server *server, struct MHD_Connection *connection,
                                  struct str path, const struct framing *framing, void **context) {
    struct serve_form *form;
    enum MHD_Result result = serve_form_begin(server, connection, path, framing->length, &form);
    if (form == NULL)
        return result;
    struct upload *upload = calloc(1, sizeof *upload);
    if (upload == NULL) {
        serve_form_drop(form);
        return MHD_NO;
    }
    upload->form = form;
    *context = upload;
    return MHD_YES;
}

static enum MHD_Result go_on_form(struct server *server, struct MHD_Connection *connection,
                                  struct str path, struct upload *upload, const char *bytes,
                                  size_t *size) {
    if (*size > 0) {
        bool good = serve_form_add(upload->form, str_of(bytes, *size));
        *size = 0;
        return good ? MHD_YES : MHD_NO;
    }
    serve_guests_asked(&server->guests, serve_answer_guest(connection), clock_monotonic_ms());
    return serve_form_finish(server, connection, path, upload->form, &upload->inquiry);
}

/* The header is in. What is refused here is refused before its body is read, and the connection
 * ends; an answer in the next call leaves it open. */
static enum MHD_Result begin(struct server *server, struct MHD_Connection *connection,
                             struct str path, struct str authority, struct str verb,
                             void **context) {
    struct framing framing;
    struct serve_guest *guest = serve_answer_guest(connection);
    if (guest != NULL)
        guest->request =
            (struct serve_request){.kind = kind_of(path), .bodiless = str_eq(verb, STR("HEAD"))};
    bool onward = guest != NULL && meet(server, connection, guest);
    unsigned int refusal = refuse(server, connection, &framing);
    if (refusal == 0 && !str_absent(authority) &&
        !serve_settings_knows(server->settings, authority))
        refusal = MHD_HTTP_MISDIRECTED_REQUEST;
    if (refusal != 0)
        return serve_reply_line(connection, refusal, NULL, NULL, true);
    if (onward)
        return serve_reply_onward(server, connection, path, is_allowed(path, verb));
    if (is_click(path, verb))
        return begin_click(connection, &framing, context);
    if (serve_hub_is(path) && str_eq(verb, STR("POST")))
        return begin_news(server, connection, path, &framing, context);
    if (serve_letters_is(path) && str_eq(verb, STR("POST")))
        return begin_form(server, connection, path, &framing, context);
    if (framing.coded || framing.length > 0)
        return is_allowed(path, verb)
                   ? serve_reply_line(connection, MHD_HTTP_CONTENT_TOO_LARGE, NULL, NULL, true)
                   : serve_reply_line(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Allow",
                                      allowed_on(path), true);
    *context = server;
    return MHD_YES;
}

enum MHD_Result serve_answer(void *state, struct MHD_Connection *connection, const char *url,
                             const char *method, const char *version, const char *upload,
                             size_t *upload_size, void **context) {
    struct server *server = state;
    struct str authority;
    struct str path = path_of(url, &authority);
    struct str verb = str_from(method);
    (void)version;
    if (*context == NULL)
        return begin(server, connection, path, authority, verb, context);
    struct upload *incoming = *context != server ? *context : NULL;
    if (incoming != NULL && incoming->news != NULL)
        return go_on_news(server, connection, incoming, upload, upload_size);
    if (incoming != NULL && incoming->inquiry != NULL)
        return serve_asked(server, connection, incoming->inquiry);
    if (incoming != NULL && incoming->form != NULL)
        return go_on_form(server, connection, path, incoming, upload, upload_size);
    if (incoming != NULL)
        return go_on_click(server, connection, incoming, upload, upload_size);
    serve_guests_asked(&server->guests, serve_answer_guest(connection), clock_monotonic_ms());
    if (serve_ask_is_api(path) && str_eq(verb, STR("OPTIONS")))
        return serve_ask_options(server, connection);
    if (!is_allowed(path, verb))
        return serve_reply_line(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "Allow", allowed_on(path),
                                false);
    if (serve_probe_is(path))
        return serve_probe(server, connection, path);
    if (serve_ask_is(path) || serve_letters_is(path))
        return ask(server, connection, path, context);
    if (str_starts(path, redirect_prefix))
        return reply_redirect(server, connection, str_skip(path, redirect_prefix.n),
                              str_eq(verb, STR("GET")));
    if (serve_hub_is(path))
        return serve_hub_verify(server, connection, path);
    enum MHD_Result result;
    if (str_starts(path, story_prefix) &&
        serve_reply_story(server, connection, str_skip(path, story_prefix.n), &result))
        return result;
    return serve_reply_file(server, connection, path);
}

void serve_answered(void *state, struct MHD_Connection *connection, void **context,
                    enum MHD_RequestTerminationCode code) {
    struct server *server = state;
    struct serve_guest *guest = serve_answer_guest(connection);
    (void)code;
    struct upload *incoming = *context != server ? *context : NULL;
    if (incoming != NULL)
        serve_hub_drop(incoming->news);
    if (incoming != NULL)
        serve_form_drop(incoming->form);
    if (incoming != NULL)
        serve_inquiry_free(incoming->inquiry);
    free(incoming);
    *context = NULL;
    serve_metrics_count(&server->metrics, guest != NULL ? &guest->request : NULL);
    serve_guests_answered(&server->guests, guest, clock_monotonic_ms());
}
