/* Subscribers as a table of comma-separated values, as other services give and take them. */
#ifndef MAIL_ROSTER_H
#define MAIL_ROSTER_H

#include "base/buf.h"
#include "edition/edition.h"
#include "store/subscribers.h"

enum { ROSTER_BYTES_MOST = 64 << 20 };

extern const struct str mail_subscriber_states[SUBSCRIBER_STATES];

/* Appends all of them, with a line of names first. */
void mail_roster_write(const struct store_subscriber *subscribers, size_t count, struct buf *out);

struct mail_roster {
    const struct edition *edition;
    const unsigned char *secret; /* mail/token.h */
    int64_t now;
    struct str lists;   /* of who names none */
    struct str consent; /* of who names none, given now; absent: they are pending */
};
struct mail_roster_refusal {
    size_t line;
    struct str address;
    const char *why;
};

/* Reads a table; its first line names the columns, in any order: address (or email), name, state,
 * lists (ids parted by spaces), since, consented, paused (times as 2026-11-22T17:00:00Z), consent,
 * reason.
 * Others are passed over. A line that is wrong is refused, and reading goes on. INVALID without
 * such names or a column of addresses. */
enum status mail_roster_read(const struct mail_roster *roster, struct arena *arena,
                             struct str bytes, struct store_subscriber **subscribers, size_t *count,
                             struct mail_roster_refusal **refusals, size_t *refused,
                             struct error *error);

/* What becomes of a known subscriber whom a table names again: who left or is blocked stays so
 * (false: nothing changes); else lists are added, and a consent that was missing. */
bool mail_roster_merge(struct arena *arena, struct store_subscriber *known,
                       const struct store_subscriber *fresh);

#endif
