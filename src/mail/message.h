/* An issue as the letter that one subscriber gets.
 *
 *     status = mail_house_open(folder, &edition, &house, error);
 *     for each recipient:
 *         status = mail_message(house, &issue, &recipient, &out, error);
 *     mail_house_close(house);
 *
 * The same issue and recipient always give the same bytes, Message-ID included, so that a letter
 * which is sent again is the same letter. */
#ifndef MAIL_MESSAGE_H
#define MAIL_MESSAGE_H

#include "edition/edition.h"
#include "issue/issue.h"
#include "mail/letter.h"

struct mail_house;

/* Whom a letter goes to. All but `address` may be absent (a test, the archive's copy). */
struct mail_recipient {
    struct str id;          /* stable, and says nothing: part of the Message-ID */
    struct str address;     /* text_address_valid */
    struct str name;        /* any text */
    struct str unsubscribe; /* https address: POST leaves at once, GET asks (RFC 8058) */
    struct str token;       /* [A-Za-z0-9_-]: subject "unsubscribe TOKEN" of a letter that asks */
    struct str preferences; /* https address */
};

/* Reads the templates, the edition's own ones in the place of ours; `edition` and `folder` are
 * borrowed. CONFIG for a template that is wrong, or an edition without mail.from. */
enum status mail_house_open(const char *folder, const struct edition *edition,
                            struct mail_house **house, struct error *error);
void mail_house_close(struct mail_house *house); /* safe on NULL */

/* The letter's bytes; `out` is emptied first. LIMIT when the HTML is over MAIL_HTML_MOST bytes, as
 * a template of the edition may make it. */
enum status mail_message(struct mail_house *house, const struct issue *issue,
                         const struct mail_recipient *recipient, struct buf *out,
                         struct error *error);

/* The two parts alone, as they stand in the letter; either buffer may be NULL. */
enum status mail_render(struct mail_house *house, const struct issue *issue,
                        const struct mail_recipient *recipient, struct buf *html, struct buf *text,
                        struct error *error);

/* "<issue's id>.<12 characters>@<host of mail.from>", the same for ever. */
struct str mail_message_id(struct arena *arena, const struct edition *edition,
                           const struct issue *issue, const struct mail_recipient *recipient);
/* "<list>.<mail.listId>", or "<list>.<edition>.<host of its address>". */
struct str mail_list_id(struct arena *arena, const struct edition *edition, struct str list);
/* Where subscribers reach 'serve', without a trailing slash: mail.service, or the edition. */
struct str mail_service(const struct edition *edition);
/* A letter of the house that is no issue: from, reply-to and language are the edition's. */
struct mail_letter mail_letter_of(const struct edition *edition);

#endif
