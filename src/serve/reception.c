/* The pages of letters.h: what they show, and what their forms do. */
#include "serve/inquiry.h"

#include "files/keys.h"
#include "issue/issue.h"
#include "mail/links.h"
#include "mail/request.h"
#include "publish/letters.h"
#include "text/mailbox.h"
#include "words/words.h"
#include <microhttpd.h>

struct reception {
    struct serve_inquiry *inquiry;
    const struct edition *edition;
    const struct words *words;
    struct arena *arena;
    unsigned char secret[HASH_BYTES];
    struct mail_reception mail;
    struct template_value *values, *texts;
    struct str title;
};

/* ---- what a page says ---- */

static void say(struct reception *reception, enum words_phrase title) {
    reception->title = words_say(reception->words, title);
}

static void add_text(struct reception *reception, enum words_phrase phrase, struct str value) {
    struct str said = words_say(reception->words, phrase);
    template_add_text(reception->arena, reception->texts,
                      words_fill(reception->arena, said, &value, str_absent(value) ? 0 : 1));
}

static void put_button(struct reception *reception, enum words_phrase phrase) {
    template_put_text(reception->arena, reception->values, "button",
                      words_say(reception->words, phrase));
}

static void put_form(struct reception *reception, const struct letters_form *form) {
    template_put_boolean(reception->arena, reception->values, "asks", true);
    letters_put_form(reception->edition, reception->arena, form, reception->values);
}

static void say_dead(struct reception *reception) {
    const struct letters_form empty = {0};
    reception->inquiry->code = MHD_HTTP_NOT_FOUND;
    say(reception, WORDS_link_dead);
    add_text(reception, WORDS_link_dead_why, STR_NONE);
    if (letters_taken(reception->edition))
        put_form(reception, &empty);
}

/* ---- /subscribe ---- */

/* Ids that the form has, of lists that there are, parted by spaces. */
static struct str chosen_lists(const struct reception *reception) {
    const struct serve_parameters *parameters = &reception->inquiry->parameters;
    struct str lists = STR("");
    for (size_t i = 0; i < parameters->count; i++) {
        struct str id = parameters->items[i].value;
        if (str_eq(parameters->items[i].name, STR("list")) &&
            issue_list(reception->edition, id) != NULL && !issue_lists_hold(lists, id))
            lists = lists.n == 0 ? id : ARENA_JOIN(reception->arena, lists, STR(" "), id);
    }
    return lists;
}

static struct str parameter(const struct reception *reception, const char *name) {
    return str_first_of(serve_parameter(&reception->inquiry->parameters, name), STR(""));
}

/* What was agreed to, with the lists that it was about. */
static struct str consent_to(const struct reception *reception, struct str lists) {
    return ARENA_JOIN(reception->arena, letters_consent(reception->edition, reception->arena),
                      STR(" ["), lists, STR("]"));
}

static void show_form(struct reception *reception, struct letters_form *form, unsigned int code,
                      enum words_phrase problem) {
    reception->inquiry->code = code;
    if (code != MHD_HTTP_OK)
        form->problem = words_say(reception->words, problem);
    say(reception, WORDS_subscribe);
    add_text(reception, WORDS_subscribe_about, STR_NONE);
    put_form(reception, form);
}

/* Without a question to the store: the answer is the same for every address. */
static enum status take_request(struct reception *reception, struct letters_form *form,
                                struct error *error) {
    struct store_request wanted = {.address = form->address, .lists = form->lists};
    enum status status = STATUS_OK;
    wanted.consent = consent_to(reception, wanted.lists);
    /* Who fills in what nobody sees is no reader, and shall not learn that we know. */
    if (parameter(reception, "website").n == 0)
        status = mail_request(&reception->mail, reception->arena, &wanted, error);
    if (status == STATUS_BUSY) {
        show_form(reception, form, MHD_HTTP_SERVICE_UNAVAILABLE, WORDS_subscribe_busy);
        return STATUS_OK;
    }
    say(reception, WORDS_subscribe_asked);
    add_text(reception, WORDS_subscribe_asked_how, form->address);
    return status;
}

static enum status subscribe(struct reception *reception, struct error *error) {
    struct letters_form form = {.address = str_trim(parameter(reception, "address"))};
    if (!letters_taken(reception->edition)) {
        reception->inquiry->code = MHD_HTTP_NOT_FOUND;
        reception->title = STR_NONE;
        return STATUS_OK;
    }
    if (reception->inquiry->kind != SERVE_INQUIRY_FORM) {
        show_form(reception, &form, MHD_HTTP_OK, WORDS_subscribe);
        return STATUS_OK;
    }
    form.lists = reception->edition->mail.list_count == 1 ? reception->edition->mail.lists[0].id
                                                          : chosen_lists(reception);
    if (!text_address_valid(form.address))
        show_form(reception, &form, MHD_HTTP_BAD_REQUEST, WORDS_subscribe_wrong);
    else if (form.lists.n == 0)
        show_form(reception, &form, MHD_HTTP_BAD_REQUEST, WORDS_subscribe_none);
    else
        return take_request(reception, &form, error);
    return STATUS_OK;
}

/* ---- /confirm/ ---- */

static void put_link(struct reception *reception, struct str address) {
    char pass[MAIL_PASS_LENGTH + 1];
    mail_pass(reception->secret, address, pass);
    template_put_text(
        reception->arena, reception->values, "link",
        ARENA_JOIN(reception->arena, str_skip(mail_doors[MAIL_DOOR_OWN], 1), str_from(pass)));
}

static enum status confirm(struct reception *reception, struct str token, struct error *error) {
    struct store_request request;
    struct store_subscriber subscriber;
    enum status status =
        mail_request_find(&reception->mail, reception->arena, token, &request, error);
    if (status != STATUS_OK)
        return status;
    bool granted = reception->inquiry->kind == SERVE_INQUIRY_FORM;
    if (granted && !str_absent(request.address))
        status =
            mail_request_grant(&reception->mail, reception->arena, &request, &subscriber, error);
    if (str_absent(request.address) || status == STATUS_NOT_FOUND) {
        say_dead(reception);
        return STATUS_OK;
    }
    if (status != STATUS_OK)
        return status;
    say(reception, granted ? WORDS_confirm_done : WORDS_confirm_title);
    add_text(reception, WORDS_confirm_who, request.address);
    letters_put_lists(reception->edition, reception->arena,
                      granted ? subscriber.lists : request.lists, false, reception->values);
    if (granted)
        put_link(reception, request.address);
    else
        put_button(reception, WORDS_confirm);
    return status;
}

/* ---- /unsubscribe/ ---- */

static enum status leave(struct reception *reception, struct str token, struct error *error) {
    struct store_subscriber subscriber;
    bool left = reception->inquiry->kind == SERVE_INQUIRY_FORM, found = false;
    enum status status;
    if (left) {
        status = mail_leave(&reception->mail, reception->arena, token, &found, error);
    } else {
        status = mail_subscriber_of(&reception->mail, reception->arena, token, &subscriber, error);
        found = !str_absent(subscriber.address);
        left = subscriber.state == SUBSCRIBER_LEFT;
    }
    if (!found) {
        say_dead(reception);
    } else if (left) {
        say(reception, WORDS_leave_done);
        add_text(reception, WORDS_leave_done_how, STR_NONE);
    } else {
        say(reception, WORDS_letter_leave);
        add_text(reception, WORDS_leave_ask, reception->edition->title);
        put_button(reception, WORDS_letter_leave);
    }
    return status;
}

/* ---- /subscription/ ---- */

static const int64_t pauses[] = {7, 30, 90}; /* days */

static void put_pauses(struct reception *reception, const struct store_subscriber *subscriber,
                       struct template_value *map) {
    struct arena *arena = reception->arena;
    struct template_value *list = template_put_list(arena, map, "pauses");
    struct str until = words_day(arena, reception->words, subscriber->paused);
    if (subscriber->paused > reception->mail.now)
        template_put_text(
            arena, map, "paused",
            words_fill(arena, words_say(reception->words, WORDS_own_paused), &until, 1));
    else
        template_put_boolean(arena, map, "paused", false);
    for (size_t i = 0; i < sizeof pauses / sizeof pauses[0]; i++) {
        struct template_value *item = template_add_map(arena, list);
        template_put_integer(arena, item, "days", pauses[i]);
        template_put_text(
            arena, item, "text",
            words_count(arena, reception->words, WORDS_days_old, (uint64_t)pauses[i]));
    }
}

static void put_agreed(struct reception *reception, const struct store_subscriber *subscriber,
                       struct template_value *map) {
    struct arena *arena = reception->arena;
    if (subscriber->consented == TIME_NONE || str_absent(subscriber->consent)) {
        template_put_boolean(arena, map, "agreed", false);
        return;
    }
    struct str day = words_day(arena, reception->words, subscriber->consented);
    template_put_text(arena, map, "agreed",
                      words_fill(arena, words_say(reception->words, WORDS_own_agreed), &day, 1));
    template_put_text(arena, map, "consent", subscriber->consent);
}

static void show_own(struct reception *reception, const struct store_subscriber *subscriber,
                     const enum words_phrase *notices, size_t count) {
    struct arena *arena = reception->arena;
    struct template_value *own = template_put_map(arena, reception->values, "own");
    bool served = subscriber->state == SUBSCRIBER_CONFIRMED;
    say(reception, WORDS_own_title);
    add_text(reception, WORDS_confirm_who, subscriber->address);
    if (!served)
        add_text(reception, WORDS_own_stopped, STR_NONE);
    struct template_value *list = template_put_list(arena, own, "notices");
    for (size_t i = 0; i < count; i++)
        template_add_text(arena, list, words_say(reception->words, notices[i]));
    letters_put_lists(reception->edition, arena, served ? subscriber->lists : STR(""), true, own);
    put_pauses(reception, subscriber, own);
    put_agreed(reception, subscriber, own);
}

/* Without any list a subscriber leaves; who comes back agrees anew. */
static void change(const struct reception *reception, struct store_subscriber *subscriber) {
    struct str lists = chosen_lists(reception), pause = parameter(reception, "pause");
    int64_t days;
    if (lists.n == 0) {
        subscriber->state = SUBSCRIBER_LEFT;
        return;
    }
    if (subscriber->state != SUBSCRIBER_CONFIRMED) {
        subscriber->consent = consent_to(reception, lists);
        subscriber->consented = reception->mail.now;
        subscriber->reason = STR_NONE;
    }
    subscriber->state = SUBSCRIBER_CONFIRMED;
    subscriber->lists = lists;
    if (str_to_i64(pause, &days) && days <= pauses[sizeof pauses / sizeof pauses[0] - 1])
        subscriber->paused = days > 0 ? reception->mail.now + days * DAY_SECONDS : 0;
}

/* A new address counts once its mailbox says so. */
static enum status ask_new_address(struct reception *reception,
                                   const struct store_subscriber *subscriber, struct str address,
                                   enum words_phrase *notice, struct error *error) {
    const struct store_request wanted = {.address = address,
                                         .lists = subscriber->lists,
                                         .consent = consent_to(reception, subscriber->lists),
                                         .instead = subscriber->address};
    *notice = WORDS_subscribe_wrong;
    if (!text_address_valid(address))
        return STATUS_OK;
    enum status status = mail_request(&reception->mail, reception->arena, &wanted, error);
    *notice = status == STATUS_BUSY ? WORDS_subscribe_busy : WORDS_own_address_how;
    return status == STATUS_BUSY ? STATUS_OK : status;
}

static enum status save(struct reception *reception, struct store_subscriber *subscriber,
                        struct error *error) {
    enum words_phrase notices[2] = {WORDS_own_saved};
    size_t count = 1;
    struct str address = str_trim(parameter(reception, "address"));
    change(reception, subscriber);
    enum status status = store_subscribers_put(reception->mail.store, subscriber, 1, error);
    if (status == STATUS_OK && address.n > 0 && !str_eq_case(address, subscriber->address))
        status = ask_new_address(reception, subscriber, address, &notices[count++], error);
    show_own(reception, subscriber, notices, count);
    return status;
}

static enum status own(struct reception *reception, struct str pass, struct error *error) {
    struct store_subscriber subscriber;
    struct str token = str_take(pass, MAIL_TOKEN_LENGTH);
    bool found, posted = reception->inquiry->kind == SERVE_INQUIRY_FORM;
    enum status status =
        mail_subscriber_of(&reception->mail, reception->arena, token, &subscriber, error);
    if (status != STATUS_OK)
        return status;
    if (str_absent(subscriber.address) ||
        !mail_pass_true(reception->secret, subscriber.address, pass)) {
        say_dead(reception);
        return STATUS_OK;
    }
    if (posted && str_eq(parameter(reception, "do"), STR("erase"))) {
        say(reception, WORDS_own_erased);
        return store_subscriber_erase(reception->mail.store, subscriber.address, &found, error);
    }
    if (posted)
        return save(reception, &subscriber, error);
    show_own(reception, &subscriber, NULL, 0);
    return STATUS_OK;
}

/* ---- all of them ---- */

static enum status open_door(struct reception *reception, struct error *error) {
    static enum status (*const doors[MAIL_DOORS])(struct reception *, struct str,
                                                  struct error *) = {
        [MAIL_DOOR_CONFIRM] = confirm, [MAIL_DOOR_LEAVE] = leave, [MAIL_DOOR_OWN] = own};
    struct str path = reception->inquiry->path;
    for (size_t i = 0; i < MAIL_DOORS; i++)
        if (str_starts(path, mail_doors[i]))
            return doors[i](reception, str_skip(path, mail_doors[i].n), error);
    return subscribe(reception, error);
}

enum status serve_reception(struct serve_counter *counter, struct serve_inquiry *inquiry,
                            struct error *error) {
    const struct edition *edition = live_edition(counter->live);
    struct reception reception = {.inquiry = inquiry,
                                  .edition = edition,
                                  .words = words_of(edition->locale),
                                  .arena = &counter->arena};
    enum status status = files_secret(counter->folder, MAIL_SECRET, reception.secret, error);
    if (status != STATUS_OK)
        return status;
    reception.mail = (struct mail_reception){.edition = edition,
                                             .store = counter->store,
                                             .secret = reception.secret,
                                             .now = clock_now(counter->clock)};
    reception.values = template_map(&counter->arena);
    reception.texts = template_put_list(&counter->arena, reception.values, "texts");
    inquiry->code = MHD_HTTP_OK;
    inquiry->type = "text/html; charset=utf-8";
    status = open_door(&reception, error);
    if (status != STATUS_OK || str_absent(reception.title))
        return status;
    template_put_text(&counter->arena, reception.values, "title", reception.title);
    int folders = str_find_last_byte(inquiry->path, '/') > 0;
    return live_page(counter->live, &counter->arena, "subscription", reception.title, folders,
                     reception.values, &inquiry->body, error);
}
