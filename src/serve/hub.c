#include "serve/hub.h"

#include "gather/hub.h"
#include "serve/signature.h"

enum { NOTE_MEMORY = 1024 * 1024, VALUE_MOST = 4096 };

static const struct str prefix = STR_INIT("/hub/");

struct serve_hub_news {
    struct serve_signature *signature; /* NULL: there is none that could be true */
    char source[ID_LENGTH + 1];
    uint64_t bytes;
};

bool serve_hub_is(struct str path) {
    return str_starts(path, prefix);
}

/* The subscription of a callback's path. NOT_FOUND: there is none. */
static enum status find(struct server *server, struct arena *arena, struct str path,
                        char source[ID_LENGTH + 1], struct hub *hub, struct error *error) {
    struct store *store;
    struct str rest = str_skip(path, prefix.n);
    struct str id = STR_NONE;
    struct store_key note;
    if (!str_next(&rest, '/', &id) || !id_valid(id))
        return error_set(error, STATUS_NOT_FOUND, "no callback of ours");
    enum status status = serve_shelf_open(&server->shelf, &store, error);
    note = (struct store_key){.key = id};
    if (status == STATUS_OK)
        status = store_notes_get(store, arena, NOTES_HUB, &note, 1, error);
    if (status == STATUS_OK && str_absent(note.value))
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        status = hub_read(arena, note.value, hub, error);
    if (status == STATUS_OK && !serve_same(rest, hub->token))
        status = STATUS_NOT_FOUND;
    if (status == STATUS_OK)
        snprintf(source, ID_LENGTH + 1, "%.*s", STR_ARG(id));
    return status;
}

/* ---- verification of intent ---- */

/* A parameter of the query; absent when it is not there, twice encoded or too long. */
static struct str argument(struct MHD_Connection *connection, struct arena *arena,
                           const char *name) {
    struct str raw = str_from(MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND, name));
    if (str_absent(raw) || raw.n > VALUE_MOST)
        return STR_NONE;
    char *out = arena_alloc(arena, raw.n + 1);
    size_t n = 0;
    for (size_t i = 0; out != NULL && i < raw.n; i++) {
        int high = raw.p[i] == '%' && i + 2 < raw.n ? ascii_hex(raw.p[i + 1]) : -1;
        int low = high >= 0 ? ascii_hex(raw.p[i + 2]) : -1;
        out[n++] = low >= 0 ? (char)(high * 16 + low) : raw.p[i] == '+' ? ' ' : raw.p[i];
        i += low >= 0 ? 2 : 0;
    }
    return out != NULL ? str_of(out, n) : STR_NONE;
}

/* It is sent back, so it has to be harmless. */
static bool is_challenge(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] <= ' ' || s.p[i] > '~')
            return false;
    return s.n > 0 && s.n <= SERVE_HUB_CHALLENGE_MOST;
}

static int64_t lease_of(struct str seconds) {
    int64_t lease;
    if (!str_to_i64(seconds, &lease))
        return HUB_LEASE;
    return lease < HUB_LEASE_LEAST  ? HUB_LEASE_LEAST
           : lease > HUB_LEASE_MOST ? HUB_LEASE_MOST
                                    : lease;
}

/* What the hub's word comes to; false when it was not asked for. */
static bool read_word(struct MHD_Connection *connection, struct arena *arena, const struct hub *hub,
                      int64_t now, struct hub_lease *lease, struct str *challenge) {
    struct str mode = argument(connection, arena, "hub.mode");
    *lease = (struct hub_lease){.token = hub->token, .at = now};
    *challenge = argument(connection, arena, "hub.challenge");
    if (!str_eq(argument(connection, arena, "hub.topic"), hub->topic))
        return false;
    if (str_eq(mode, STR("denied"))) {
        *challenge = STR("");
        lease->until = -1;
        return !hub->leaving;
    }
    if (str_eq(mode, STR("subscribe")))
        lease->until = now + lease_of(argument(connection, arena, "hub.lease_seconds"));
    return str_eq(mode, hub->leaving ? STR("unsubscribe") : STR("subscribe")) &&
           is_challenge(*challenge);
}

static void tell(struct server *server, enum store_notes table, const char *source,
                 struct str value) {
    if (!serve_tally_tell(server->tally, table, str_from(source), value))
        log_write(server->log, LOG_WARNING, "what a hub said cannot be noted now");
}

enum MHD_Result serve_hub_verify(struct server *server, struct MHD_Connection *connection,
                                 struct str path) {
    struct arena arena;
    struct error error = {0};
    struct hub hub;
    struct hub_lease lease;
    struct str challenge = STR_NONE;
    char source[ID_LENGTH + 1];
    arena_init(&arena, NOTE_MEMORY);
    enum status status = find(server, &arena, path, source, &hub, &error);
    bool good = status == STATUS_OK &&
                read_word(connection, &arena, &hub, clock_now(server->clock), &lease, &challenge);
    enum MHD_Result result;
    if (good) {
        struct str value = hub_lease_write(&arena, &lease);
        if (!str_absent(value))
            tell(server, NOTES_LEASE, source, value);
        result = serve_reply_text(connection, MHD_HTTP_OK, challenge);
    } else {
        result = serve_reply_line(connection,
                                  status == STATUS_OK || status == STATUS_NOT_FOUND
                                      ? MHD_HTTP_NOT_FOUND
                                      : MHD_HTTP_SERVICE_UNAVAILABLE,
                                  NULL, NULL, false);
    }
    arena_release(&arena);
    return result;
}

/* ---- notifications ---- */

enum MHD_Result serve_hub_begin(struct server *server, struct MHD_Connection *connection,
                                struct str path, uint64_t length, struct serve_hub_news **news) {
    struct arena arena;
    struct error error = {0};
    struct hub hub;
    char source[ID_LENGTH + 1];
    *news = NULL;
    arena_init(&arena, NOTE_MEMORY);
    enum status status = find(server, &arena, path, source, &hub, &error);
    unsigned int refusal = status == STATUS_NOT_FOUND     ? MHD_HTTP_NOT_FOUND
                           : status != STATUS_OK          ? MHD_HTTP_SERVICE_UNAVAILABLE
                           : hub.leaving                  ? MHD_HTTP_GONE
                           : length > SERVE_HUB_BODY_MOST ? MHD_HTTP_CONTENT_TOO_LARGE
                                                          : 0;
    struct serve_hub_news *fresh = refusal == 0 ? calloc(1, sizeof *fresh) : NULL;
    if (fresh != NULL) {
        snprintf(fresh->source, sizeof fresh->source, "%s", source);
        status = serve_signature_begin(serve_header(connection, "X-Hub-Signature"), hub.secret,
                                       &fresh->signature, &error);
        if (status != STATUS_OK && status != STATUS_UNSUPPORTED)
            log_write(server->log, LOG_ERROR, "a notification cannot be checked",
                      LOG_TEXT("why", error.message));
        *news = fresh;
    }
    arena_release(&arena);
    if (refusal != 0)
        return serve_reply_line(connection, refusal, NULL, NULL, true);
    return fresh != NULL ? MHD_YES : MHD_NO;
}

bool serve_hub_add(struct serve_hub_news *news, struct str bytes) {
    news->bytes += bytes.n;
    if (news->bytes > SERVE_HUB_BODY_MOST)
        return false;
    if (news->signature != NULL)
        serve_signature_add(news->signature, bytes);
    return true;
}

enum MHD_Result serve_hub_finish(struct server *server, struct MHD_Connection *connection,
                                 struct serve_hub_news *news) {
    char now[32];
    if (news->signature != NULL && serve_signature_true(news->signature)) {
        int n = snprintf(now, sizeof now, "%lld", (long long)clock_now(server->clock));
        tell(server, NOTES_TOLD, news->source, str_of(now, (size_t)n));
    } else {
        log_write(server->log, LOG_WARNING, "a notification without a true signature",
                  LOG_TEXT("source", news->source));
    }
    return serve_reply_line(connection, MHD_HTTP_NO_CONTENT, NULL, NULL, false);
}

void serve_hub_drop(struct serve_hub_news *news) {
    if (news == NULL)
        return;
    serve_signature_end(news->signature);
    free(news);
}
