/* Letters on their way to the mail server, at most mail.smtp.rate a minute. Inside the room. */
#ifndef MAIL_POST_H
#define MAIL_POST_H

#include "base/clock.h"
#include "mail/message.h"
#include "mail/smtp.h"

struct mail_post {
    const struct edition *edition;
    struct mail_house *house;
    struct smtp *smtp;
    struct str from;   /* whose letters they are */
    struct buf letter; /* the one at hand */
    int64_t next_ms;   /* when the rate allows the next one */
};

/* Errors as smtp_open and mail_house_open; to be closed in any case. */
enum status mail_post_open(struct mail_post *post, const char *folder,
                           const struct edition *edition, struct error *error);
void mail_post_close(struct mail_post *post);
/* Hands post->letter over when the rate allows it. Outcome, answer and errors are smtp_send's. */
enum status mail_post_send(struct mail_post *post, struct str to, enum smtp_outcome *outcome,
                           char answer[SMTP_ANSWER_MOST + 1], struct error *error);
/* When the server said "later" for the n-th time, from 0: seconds until it is asked again. */
int64_t mail_post_back_off(int64_t tries);

#endif
