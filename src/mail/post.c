#include "mail/post.h"

#include "mail/send.h"
#include <time.h>

enum status mail_post_open(struct mail_post *post, const char *folder,
                           const struct edition *edition, struct error *error) {
    struct text_mailbox from;
    *post = (struct mail_post){.edition = edition};
    buf_init(&post->letter, MAIL_LETTER_MOST);
    enum status status = smtp_open(folder, edition, &post->smtp, error);
    if (status == STATUS_OK)
        status = mail_house_open(folder, edition, &post->house, error);
    if (status == STATUS_OK && text_mailbox_read(edition->mail.from, &from))
        post->from = from.address;
    return status;
}

void mail_post_close(struct mail_post *post) {
    mail_house_close(post->house);
    smtp_close(post->smtp);
    buf_release(&post->letter);
}

/* Evenly, so that a minute never has more than its share. */
static void keep_rate(struct mail_post *post) {
    int64_t pause = post->next_ms - clock_monotonic_ms();
    if (pause > 0) {
        struct timespec time = {.tv_sec = pause / 1000, .tv_nsec = pause % 1000 * 1000000};
        while (nanosleep(&time, &time) != 0)
            continue;
    }
    post->next_ms = clock_monotonic_ms() + 60000 / post->edition->mail.smtp_rate;
}

enum status mail_post_send(struct mail_post *post, struct str to, enum smtp_outcome *outcome,
                           char answer[SMTP_ANSWER_MOST + 1], struct error *error) {
    *outcome = SMTP_LATER;
    answer[0] = '\0';
    keep_rate(post);
    return smtp_send(post->smtp, post->from, to, buf_str(&post->letter), outcome, answer, error);
}

int64_t mail_post_back_off(int64_t tries) {
    int64_t seconds = MAIL_BACK_OFF;
    for (int64_t i = 0; i < tries && i < MAIL_TRIES_MOST; i++)
        seconds *= 4;
    return seconds;
}
