#include "mail/send.h"

#include "mail/message.h"
#include "mail/smtp.h"
#include <time.h>

struct round {
    const struct mail_sending *sending;
    struct mail_house *house;
    struct smtp *smtp;
    struct str from;
    struct buf letter;
    int64_t next_ms; /* when the rate allows the next letter */
};

/* Evenly, so that a minute never has more than its share. */
static void keep_rate(struct round *round) {
    int64_t pause = round->next_ms - clock_monotonic_ms();
    if (pause > 0) {
        struct timespec time = {.tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000};
        while (nanosleep(&time, &time) != 0)
            continue;
    }
    round->next_ms = clock_monotonic_ms() + 60000 / round->sending->edition->mail.smtp_rate;
}

static void note(struct store_letter *letter, enum smtp_outcome outcome, int64_t now) {
    int64_t back_off = MAIL_BACK_OFF;
    for (int64_t i = 0; i < letter->tries && i < MAIL_TRIES_MOST; i++)
        back_off *= 4;
    letter->tries++;
    letter->due = now + back_off;
    letter->state = outcome == SMTP_TAKEN              ? LETTER_SENT
                    : outcome != SMTP_LATER            ? LETTER_REFUSED
                    : letter->tries >= MAIL_TRIES_MOST ? LETTER_GIVEN_UP
                                                       : LETTER_WAITING;
}

static enum status send_one(struct round *round, struct store_letter *letter,
                            const struct store_subscriber *subscriber, struct mail_sent *sent,
                            struct error *error) {
    const struct mail_sending *sending = round->sending;
    const struct mail_recipient recipient = {.id = subscriber->token,
                                             .address = subscriber->address,
                                             .name = subscriber->name,
                                             .token = subscriber->token};
    enum smtp_outcome outcome = SMTP_LATER;
    char answer[SMTP_ANSWER_MOST + 1];
    enum status status =
        mail_message(round->house, sending->issue, &recipient, &round->letter, error);
    if (status != STATUS_OK)
        return status;
    keep_rate(round);
    status = smtp_send(round->smtp, round->from, subscriber->address, buf_str(&round->letter),
                       &outcome, answer, error);
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
        arena_reset(&arena);
        status = store_letters_next(sending->store, &arena, sending->issue->id, &letter,
                                    &subscriber, error);
        if (status != STATUS_OK || str_absent(letter.address))
            break;
        if (letter.due > clock_now(sending->clock)) {
            sent->due = letter.due;
            break;
        }
        status = send_one(round, &letter, &subscriber, sent, error);
    }
    arena_release(&arena);
    return status;
}

static enum status open_round(const char *folder, const struct edition *edition,
                              struct round *round, struct error *error) {
    struct text_mailbox from;
    enum status status = smtp_open(folder, edition, &round->smtp, error);
    buf_init(&round->letter, MAIL_LETTER_MOST);
    if (status == STATUS_OK)
        status = mail_house_open(folder, edition, &round->house, error);
    if (status == STATUS_OK && text_mailbox_read(edition->mail.from, &from))
        round->from = from.address;
    return status;
}

static void close_round(struct round *round) {
    mail_house_close(round->house);
    smtp_close(round->smtp);
    buf_release(&round->letter);
}

enum status mail_send(const struct mail_sending *sending, struct mail_sent *sent,
                      struct error *error) {
    struct round round = {.sending = sending};
    *sent = (struct mail_sent){.due = TIME_NONE};
    enum status status = open_round(sending->folder, sending->edition, &round, error);
    if (status == STATUS_OK)
        status = store_letters_plan(sending->store, sending->issue->id, sending->issue->list,
                                    clock_now(sending->clock), error);
    if (status == STATUS_OK)
        status = send_due(&round, sent, error);
    enum status counted = store_letters_count(sending->store, sending->issue->id, sent->counts,
                                              status == STATUS_OK ? error : NULL);
    close_round(&round);
    return status == STATUS_OK ? counted : status;
}

enum status mail_send_test(const char *folder, const struct edition *edition,
                           const struct issue *issue, struct str address, struct error *error) {
    struct round round = {0};
    const struct mail_recipient recipient = {.address = address};
    enum smtp_outcome outcome = SMTP_LATER;
    char answer[SMTP_ANSWER_MOST + 1] = "";
    enum status status = open_round(folder, edition, &round, error);
    if (status == STATUS_OK)
        status = mail_message(round.house, issue, &recipient, &round.letter, error);
    if (status == STATUS_OK)
        status = smtp_send(round.smtp, round.from, address, buf_str(&round.letter), &outcome,
                           answer, error);
    if (status == STATUS_OK && outcome != SMTP_TAKEN)
        status =
            error_set(error, STATUS_UNAVAILABLE, "the mail server did not take it: %s", answer);
    close_round(&round);
    return status;
}
