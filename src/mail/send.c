#include "mail/send.h"

#include "files/keys.h"
#include "mail/links.h"
#include "mail/post.h"
#include "mail/request.h"
#include "publish/letters.h"

struct round {
    const struct mail_sending *sending;
    struct mail_post post;
    unsigned char secret[HASH_BYTES];
};

static void note(struct store_letter *letter, enum smtp_outcome outcome, int64_t now) {
    letter->due = now + mail_post_back_off(letter->tries++);
    letter->state = outcome == SMTP_TAKEN              ? LETTER_SENT
                    : outcome != SMTP_LATER            ? LETTER_REFUSED
                    : letter->tries >= MAIL_TRIES_MOST ? LETTER_GIVEN_UP
                                                       : LETTER_WAITING;
}

static struct mail_recipient recipient_of(const struct round *round, struct arena *arena,
                                          const struct store_subscriber *subscriber) {
    const struct edition *edition = round->sending->edition;
    struct mail_recipient recipient = {.id = subscriber->token,
                                       .address = subscriber->address,
                                       .name = subscriber->name,
                                       .token = subscriber->token};
    char pass[MAIL_PASS_LENGTH + 1];
    if (!letters_served(edition))
        return recipient;
    mail_pass(round->secret, subscriber->address, pass);
    recipient.unsubscribe = mail_link(arena, edition, MAIL_DOOR_LEAVE, subscriber->token);
    recipient.preferences = mail_link(arena, edition, MAIL_DOOR_OWN, str_from(pass));
    return recipient;
}

static enum status send_one(struct round *round, struct arena *arena, struct store_letter *letter,
                            const struct store_subscriber *subscriber, struct mail_sent *sent,
                            struct error *error) {
    const struct mail_sending *sending = round->sending;
    struct mail_post *post = &round->post;
    const struct mail_recipient recipient = recipient_of(round, arena, subscriber);
    enum smtp_outcome outcome;
    char answer[SMTP_ANSWER_MOST + 1];
    enum status status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = mail_message(post->house, sending->issue, &recipient, &post->letter, error);
    if (status == STATUS_OK)
        status = mail_post_send(post, subscriber->address, &outcome, answer, error);
    if (status != STATUS_OK)
        return status;
    note(letter, outcome, clock_now(sending->clock));
    letter->answer = outcome == SMTP_TAKEN ? STR_NONE : str_from(answer);
    sent->now += outcome == SMTP_TAKEN;
    return store_letters_put(sending->store, sending->issue->id, letter, outcome == SMTP_NOBODY,
                             error);
}

static enum status send_due(struct round *round, struct mail_sent *sent, struct error *error) {
    const struct mail_sending *sending = round->sending;
    struct arena arena;
    enum status status = STATUS_OK;
    arena_init(&arena, 1 << 20);
    sent->due = TIME_NONE;
    while (status == STATUS_OK) {
        struct store_letter letter;
        struct store_subscriber subscriber;
        int64_t asked = 0;
        arena_reset(&arena);
        /* Who has just subscribed does not wait for an issue to thousands. */
        status = mail_requests_send(&round->post, sending->store, sending->clock, &asked, error);
        if (status != STATUS_OK)
            break;
        status = store_letters_next(sending->store, &arena, sending->issue->id, &letter,
                                    &subscriber, error);
        if (status != STATUS_OK || str_absent(letter.address))
            break;
        if (letter.due > clock_now(sending->clock)) {
            sent->due = letter.due;
            break;
        }
        status = send_one(round, &arena, &letter, &subscriber, sent, error);
    }
    arena_release(&arena);
    return status;
}

enum status mail_send_plan(const struct mail_sending *sending, bool *due, struct error *error) {
    struct arena arena;
    struct store_letter letter = {0};
    struct store_subscriber subscriber;
    int64_t now = clock_now(sending->clock);
    arena_init(&arena, 1 << 20);
    enum status status =
        store_letters_plan(sending->store, sending->issue->id, sending->issue->list, now, error);
    if (status == STATUS_OK)
        status = store_letters_next(sending->store, &arena, sending->issue->id, &letter,
                                    &subscriber, error);
    *due = !str_absent(letter.address) && letter.due <= now;
    arena_release(&arena);
    return status;
}

enum status mail_send(const struct mail_sending *sending, struct mail_sent *sent,
                      struct error *error) {
    struct round round = {.sending = sending};
    bool due;
    *sent = (struct mail_sent){.due = TIME_NONE};
    enum status status = mail_post_open(&round.post, sending->folder, sending->edition, error);
    if (status == STATUS_OK)
        status = files_secret(sending->folder, MAIL_SECRET, round.secret, error);
    if (status == STATUS_OK)
        status = mail_send_plan(sending, &due, error);
    if (status == STATUS_OK)
        status = send_due(&round, sent, error);
    enum status counted = store_letters_count(sending->store, sending->issue->id, sent->counts,
                                              status == STATUS_OK ? error : NULL);
    mail_post_close(&round.post);
    return status == STATUS_OK ? counted : status;
}

enum status mail_send_test(const char *folder, const struct edition *edition,
                           const struct issue *issue, struct str address, struct error *error) {
    struct mail_post post;
    const struct mail_recipient recipient = {.address = address};
    enum smtp_outcome outcome = SMTP_LATER;
    char answer[SMTP_ANSWER_MOST + 1] = "";
    enum status status = mail_post_open(&post, folder, edition, error);
    if (status == STATUS_OK)
        status = mail_message(post.house, issue, &recipient, &post.letter, error);
    if (status == STATUS_OK)
        status = mail_post_send(&post, address, &outcome, answer, error);
    if (status == STATUS_OK && outcome != SMTP_TAKEN)
        status =
            error_set(error, STATUS_UNAVAILABLE, "the mail server did not take it: %s", answer);
    mail_post_close(&post);
    return status;
}
