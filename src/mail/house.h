/* What makes letters, inside the room. */
#ifndef MAIL_HOUSE_H
#define MAIL_HOUSE_H

#include "mail/message.h"
#include "publish/templates.h"

enum { MAIL_PARTS_MOST = 1024 * 1024 };

struct mail_house {
    const struct edition *edition;
    struct templates templates;
    struct text_mailbox from, reply_to;
    struct arena arena; /* of one letter */
};

/* The template's text in columns; `text` is emptied first. */
enum status mail_house_text(const struct mail_house *house, const char *template,
                            const struct template_value *values, struct buf *text,
                            struct error *error);
/* The host of mail.from, for Message-IDs. */
struct str mail_host(const struct edition *edition);

#endif
