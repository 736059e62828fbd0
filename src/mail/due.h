/* What the newsletter has to do in a round: drafts that are due are made, issues whose time has
 * come leave the house. */
#ifndef MAIL_DUE_H
#define MAIL_DUE_H

#include "base/log.h"
#include "date/zone.h"
#include "edition/edition.h"
#include "press/facts.h"
#include "store/store.h"

enum {
    MAIL_LATE_MOST = 12 * HOUR_SECONDS, /* no draft is made, and nothing let go or sent by itself,
                                           for a time that is longer ago */
};

struct mail_due {
    const char *folder;
    const struct edition *edition;
    struct store *store;
    const struct zone *zone;
    const struct log *log; /* may be NULL */
    int64_t now;
};

/* Makes a draft for each list whose time has come and that has none for it; an empty issue is
 * skipped. Then adds a fact for each approved issue that is due. Nothing when the edition has no
 * newsletter. A draft that cannot be read, or whose time is long over, is logged and left for its
 * editor. */
enum status mail_due(const struct mail_due *due, struct facts *facts, struct error *error);
/* Removes the drafts of issues that left the house, when their facts are folded. */
enum status mail_due_sweep(const struct mail_due *due, struct error *error);

#endif
