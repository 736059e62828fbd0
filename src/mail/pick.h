/* What goes into an issue: what the edition published since the list's last one. */
#ifndef MAIL_PICK_H
#define MAIL_PICK_H

#include "date/zone.h"
#include "issue/issue.h"
#include "store/store.h"

struct mail_pick {
    const char *folder;
    const struct edition *edition;
    struct store *store; /* opened for reading */
    const struct zone *zone;
    const struct edition_list *list;
    int64_t at;    /* the issue's time */
    int64_t since; /* TIME_NONE: since the last issue of the list; if there was none, since the
                      time before `at` at which one would have been due */
};

/* Makes the draft. Taken are stories that were first shown after `since` and not after `at`, that
 * are shown now, of the list's topic, and in no earlier issue of the list; the hottest first, ties
 * by newest, then id; at most publish.front.perProvider of one outlet. The best mail.stories.least
 * of them, and up to mail.stories.most where two outlets or more have them. An issue without
 * stories has count 0: it is skipped. */
enum status mail_pick_issue(const struct mail_pick *pick, struct arena *arena, struct issue *issue,
                            struct error *error);

#endif
