#include "serve/letters.h"

#include "mail/links.h"
#include "serve/agent.h"

static const struct str subscribe_path = STR_INIT("/subscribe");

struct serve_form {
    size_t n;
    char text[SERVE_FORM_BODY_MOST];
};

bool serve_letters_is(struct str path) {
    bool is = str_eq(path, subscribe_path);
    for (size_t i = 0; i < MAIL_DOORS && !is; i++)
        is = str_starts(path, mail_doors[i]);
    return is;
}

/* ---- answers ---- */

enum MHD_Result serve_letters_reply(struct server *server, struct MHD_Connection *connection,
                                    const struct serve_inquiry *inquiry) {
    const struct serve_field fields[] = {
        {"Cache-Control", "no-store"}, {"X-Robots-Tag", "noindex"}, {"Retry-After", "60"}};
    size_t count = inquiry->code == MHD_HTTP_SERVICE_UNAVAILABLE ? 3 : 2;
    if (inquiry->code == MHD_HTTP_NOT_FOUND && inquiry->body.n == 0)
        return serve_reply_missing(server, connection);
    return serve_reply_made(connection, inquiry->code, inquiry->type, buf_str(&inquiry->body),
                            fields, count);
}

static enum MHD_Result reply_line(struct MHD_Connection *connection, unsigned int code,
                                  struct str line, int64_t wait) {
    char seconds[24];
    snprintf(seconds, sizeof seconds, "%lld", (long long)wait);
    const struct serve_field fields[] = {
        {"Cache-Control", "no-store"}, {"Connection", "close"}, {"Retry-After", seconds}};
    return serve_reply_made(connection, code, "text/plain; charset=utf-8", line, fields,
                            wait > 0 ? 3 : 2);
}

static enum MHD_Result reply_wait(struct MHD_Connection *connection, unsigned int code,
                                  int64_t wait) {
    return reply_line(connection, code, STR("Too many requests at the moment\n"), wait);
}

/* ---- who may ask ---- */

/* Whether a form comes from our own pages, or from a program that is no browser's page: browsers of
 * before Sec-Fetch-Site still say the Origin. */
static bool is_at_home(struct MHD_Connection *connection) {
    struct str site = serve_header(connection, "Sec-Fetch-Site");
    struct str origin = serve_header(connection, "Origin");
    if (!str_absent(site) || str_absent(origin))
        return serve_agent_at_home(site);
    size_t start = str_find(origin, STR("://"));
    return start != SIZE_MAX &&
           str_eq_case(str_skip(origin, start + 3), serve_header(connection, "Host"));
}

/* One click comes from the machines of mailbox providers, for many readers and with any type. */
static bool is_one_click(struct str path) {
    return str_starts(path, mail_doors[MAIL_DOOR_LEAVE]);
}

static bool may_ask(struct serve_limits *limits, struct MHD_Connection *connection, int64_t *wait) {
    const struct serve_guest *guest = serve_answer_guest(connection);
    return guest == NULL || serve_limits_take(limits, &guest->address, clock_monotonic_ms(), wait);
}

/* ---- the inquiry ---- */

static enum MHD_Result hand_over(struct server *server, struct MHD_Connection *connection,
                                 struct str path, struct str form, bool post,
                                 struct serve_inquiry **inquiry) {
    if (!serve_clerk_has_room(server->letters))
        return reply_wait(connection, MHD_HTTP_SERVICE_UNAVAILABLE, 1);
    struct serve_inquiry *fresh = serve_inquiry_new();
    if (fresh == NULL)
        return MHD_NO;
    *inquiry = fresh;
    fresh->kind = post ? SERVE_INQUIRY_FORM : SERVE_INQUIRY_DOOR;
    fresh->path = arena_copy(&fresh->arena, path);
    struct str pair;
    enum status status = arena_status(&fresh->arena, NULL);
    while (status == STATUS_OK && str_next(&form, '&', &pair)) {
        size_t equals = str_find_byte(pair, '=');
        status =
            serve_parameters_add(&fresh->parameters, &fresh->arena, str_take(pair, equals),
                                 equals == SIZE_MAX ? STR("") : str_skip(pair, equals + 1), NULL);
    }
    if (status != STATUS_OK)
        return MHD_NO;
    serve_ask_clerk(server, server->letters, connection, fresh);
    return MHD_YES;
}

enum MHD_Result serve_letters_ask(struct server *server, struct MHD_Connection *connection,
                                  struct str path, struct serve_inquiry **inquiry) {
    int64_t wait = 1;
    if (!may_ask(&server->letter_pages, connection, &wait))
        return reply_wait(connection, MHD_HTTP_TOO_MANY_REQUESTS, wait);
    return hand_over(server, connection, path, STR(""), false, inquiry);
}

/* ---- forms ---- */

enum MHD_Result serve_form_begin(struct server *server, struct MHD_Connection *connection,
                                 struct str path, uint64_t length, struct serve_form **form) {
    int64_t wait = 1;
    struct str type = serve_header(connection, "Content-Type");
    *form = NULL;
    if (length > SERVE_FORM_BODY_MOST)
        return serve_reply_line(connection, MHD_HTTP_CONTENT_TOO_LARGE, NULL, NULL, true);
    if (!is_one_click(path)) {
        if (!is_at_home(connection))
            return reply_line(connection, MHD_HTTP_FORBIDDEN, STR("Another site's form\n"), 0);
        if (length > 0 && !str_starts_case(type, STR("application/x-www-form-urlencoded")))
            return reply_line(connection, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, STR("No form\n"), 0);
        if (!may_ask(&server->letter_forms, connection, &wait))
            return reply_wait(connection, MHD_HTTP_TOO_MANY_REQUESTS, wait);
    }
    *form = calloc(1, sizeof **form);
    return *form != NULL ? MHD_YES : MHD_NO;
}

bool serve_form_add(struct serve_form *form, struct str bytes) {
    if (bytes.n > sizeof form->text - form->n)
        return false;
    memcpy(form->text + form->n, bytes.p, bytes.n);
    form->n += bytes.n;
    return true;
}

enum MHD_Result serve_form_finish(struct server *server, struct MHD_Connection *connection,
                                  struct str path, struct serve_form *form,
                                  struct serve_inquiry **inquiry) {
    struct str text = is_one_click(path) ? STR("") : str_of(form->text, form->n);
    return hand_over(server, connection, path, text, true, inquiry);
}

void serve_form_drop(struct serve_form *form) {
    free(form);
}
