#include "mail/request.h"

#include "mail/house.h"
#include "mail/links.h"
#include "mail/post.h"
#include "mail/send.h"
#include "publish/letters.h"
#include "words/words.h"

/* ---- asking ---- */

static void new_token(const struct mail_reception *reception, struct str address,
                      char out[MAIL_TOKEN_LENGTH + 1]) {
    char purpose[64];
    int n = snprintf(purpose, sizeof purpose, "request %lld", (long long)reception->now);
    mail_token(reception->secret, str_of(purpose, (size_t)n), address, out);
}

static bool has_lapsed(const struct mail_reception *reception,
                       const struct store_request *request) {
    return reception->now - request->asked >= MAIL_REQUEST_LAPSES;
}

enum status mail_request(const struct mail_reception *reception, struct arena *arena,
                         const struct store_request *wanted, struct error *error) {
    struct store_request known, request = *wanted;
    char token[MAIL_TOKEN_LENGTH + 1];
    int64_t waiting;
    enum status status = store_request_get(reception->store, arena, wanted->address, &known, error);
    if (status == STATUS_OK)
        status = store_requests_waiting(reception->store, &waiting, error);
    if (status == STATUS_OK && waiting >= MAIL_REQUESTS_MOST)
        status = error_set(error, STATUS_BUSY, "too many requests wait for their letters");
    if (status != STATUS_OK)
        return status;
    request.tries = 0;
    request.due = reception->now;
    if (str_absent(known.address) || has_lapsed(reception, &known)) {
        new_token(reception, wanted->address, token);
        request.token = str_from(token);
        request.asked = reception->now;
        request.letters = 0;
        return store_request_put(reception->store, &request, error);
    }
    request.token = known.token;
    request.letters = known.letters;
    if (known.letters >= MAIL_REQUEST_LETTERS_MOST ||
        reception->now < known.asked + known.letters * MAIL_REQUEST_PAUSE)
        request.due = TIME_NONE;
    return store_request_change(reception->store, &request, error);
}

/* ---- saying yes, and leaving ---- */

enum status mail_request_find(const struct mail_reception *reception, struct arena *arena,
                              struct str token, struct store_request *request,
                              struct error *error) {
    enum status status = STATUS_OK;
    *request = (struct store_request){.due = TIME_NONE};
    if (mail_token_valid(token))
        status = store_request_of(reception->store, arena, token, request, error);
    if (status == STATUS_OK && !str_absent(request->address) && has_lapsed(reception, request))
        *request = (struct store_request){.due = TIME_NONE};
    return status;
}

enum status mail_request_grant(const struct mail_reception *reception, struct arena *arena,
                               const struct store_request *request,
                               struct store_subscriber *subscriber, struct error *error) {
    struct store *store = reception->store;
    struct store_subscriber known, fresh = {
                                       .address = request->address,
                                       .lists = request->lists,
                                       .consent = request->consent,
                                       .state = SUBSCRIBER_CONFIRMED,
                                       .since = reception->now,
                                       .consented = reception->now,
                                   };
    char token[MAIL_TOKEN_LENGTH + 1];
    struct str before = str_first_of(request->instead, request->address);
    enum status status = store_subscriber_get(store, arena, before, &known, error);
    if (status != STATUS_OK)
        return status;
    mail_subscriber_token(reception->secret, request->address, token);
    fresh.token = arena_copy(arena, str_from(token));
    if (!str_absent(known.address)) {
        fresh.name = known.name;
        fresh.since = known.since;
    }
    struct str rest = known.state == SUBSCRIBER_CONFIRMED ? known.lists : STR(""), list;
    while (str_next(&rest, ' ', &list))
        if (!issue_lists_hold(fresh.lists, list))
            fresh.lists = ARENA_JOIN(arena, fresh.lists, STR(" "), list);
    *subscriber = fresh;
    status = arena_status(arena, error);
    return status == STATUS_OK ? store_request_grant(store, request, &fresh, error) : status;
}

enum status mail_subscriber_of(const struct mail_reception *reception, struct arena *arena,
                               struct str token, struct store_subscriber *subscriber,
                               struct error *error) {
    *subscriber = (struct store_subscriber){0};
    return mail_token_valid(token)
               ? store_subscriber_of(reception->store, arena, token, subscriber, error)
               : STATUS_OK;
}

enum status mail_leave(const struct mail_reception *reception, struct arena *arena,
                       struct str token, bool *found, struct error *error) {
    struct store_subscriber subscriber;
    enum status status = mail_subscriber_of(reception, arena, token, &subscriber, error);
    *found = !str_absent(subscriber.address);
    if (status != STATUS_OK || !*found || subscriber.state == SUBSCRIBER_LEFT)
        return status;
    subscriber.state = SUBSCRIBER_LEFT;
    return store_subscribers_put(reception->store, &subscriber, 1, error);
}

/* ---- the letter that asks back ---- */

static struct template_value *values_of(struct mail_house *house,
                                        const struct store_request *request) {
    struct arena *arena = &house->arena;
    const struct edition *edition = house->edition;
    const struct words *words = words_of(edition->locale);
    struct template_value *map = template_map(arena);
    struct template_value *about = template_put_map(arena, map, "edition");
    template_put_text(arena, about, "title", edition->title);
    template_put_text(arena, about, "url", ARENA_JOIN(arena, edition->url, STR("/")));
    template_put(arena, map, STR("t"), words_value(arena, words));
    template_put_text(arena, map, "imprint", edition->mail.imprint);
    template_put_text(arena, map, "asked",
                      words_fill(arena, words_say(words, WORDS_ask_text), &edition->title, 1));
    template_put_text(arena, map, "confirm",
                      mail_link(arena, edition, MAIL_DOOR_CONFIRM, request->token));
    letters_put_lists(edition, arena, request->lists, false, map);
    return map;
}

/* The same letter each time it is sent for one reason, so that a repetition is known as one. */
static struct str message_id(struct arena *arena, const struct edition *edition,
                             const struct store_request *request) {
    char id[ID_LENGTH + 1];
    id_make(arena_format(arena, "%.*s\n%lld", STR_ARG(request->token), (long long)request->letters),
            id);
    return ARENA_JOIN(arena, STR("confirm."), str_from(id), STR("@"), mail_host(edition));
}

static enum status make_letter(struct mail_post *post, const struct store_request *request,
                               struct error *error) {
    struct mail_house *house = post->house;
    const struct edition *edition = post->edition;
    struct buf text;
    arena_reset(&house->arena);
    buf_init(&text, MAIL_PARTS_MOST);
    buf_clear(&post->letter);
    enum status status =
        mail_house_text(house, "mail-confirm", values_of(house, request), &text, error);
    if (status == STATUS_OK) {
        struct mail_letter letter = mail_letter_of(edition);
        letter.to.address = request->address;
        letter.subject =
            words_fill(&house->arena, words_say(words_of(edition->locale), WORDS_ask_subject),
                       &edition->title, 1);
        letter.date = request->due;
        letter.message_id = message_id(&house->arena, edition, request);
        letter.automatic = true;
        letter.text = buf_str(&text);
        status = arena_status(&house->arena, error);
        if (status == STATUS_OK)
            status = mail_letter_write(&letter, &post->letter, error);
    }
    buf_release(&text);
    return status;
}

static void note(struct store_request *request, enum smtp_outcome outcome, int64_t now) {
    int64_t again = now + mail_post_back_off(request->tries);
    bool later = outcome == SMTP_LATER && request->tries + 1 < MAIL_TRIES_MOST;
    request->due = later ? again : TIME_NONE;
    request->tries = later ? request->tries + 1 : 0;
    /* An address that takes no letters is not asked again. */
    request->letters = outcome == SMTP_TAKEN    ? request->letters + 1
                       : outcome == SMTP_NOBODY ? MAIL_REQUEST_LETTERS_MOST
                                                : request->letters;
}

enum status mail_requests_send(struct mail_post *post, struct store *store,
                               const struct clock *clock, int64_t *sent, struct error *error) {
    struct arena arena;
    enum smtp_outcome outcome;
    char answer[SMTP_ANSWER_MOST + 1];
    arena_init(&arena, 1 << 20);
    enum status status = STATUS_OK;
    while (status == STATUS_OK) {
        struct store_request request;
        arena_reset(&arena);
        status = store_request_next(store, &arena, &request, error);
        if (status != STATUS_OK || str_absent(request.address) || request.due > clock_now(clock))
            break;
        status = make_letter(post, &request, error);
        if (status == STATUS_OK)
            status = mail_post_send(post, request.address, &outcome, answer, error);
        if (status != STATUS_OK)
            break;
        note(&request, outcome, clock_now(clock));
        *sent += outcome == SMTP_TAKEN;
        status = store_request_note(store, &request, error);
    }
    arena_release(&arena);
    return status;
}
