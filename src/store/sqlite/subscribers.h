/* What subscribers.c and requests.c share: parts of their commits. */
#ifndef STORE_SQLITE_SUBSCRIBERS_H
#define STORE_SQLITE_SUBSCRIBERS_H

#include "store/sqlite/sqlite.h"
#include "store/subscribers.h"

enum { STORE_SUBSCRIBER_TEXT_MOST = 4096 /* bytes */ };

/* Within a transaction: overwrites one, as store_subscribers_put. */
enum status store_subscriber_write(struct store_sql *sql, const struct store_subscriber *subscriber,
                                   struct error *error);
/* Within a transaction: takes one away with its letters and requests; adds to *found how many of
 * it there were. */
enum status store_subscriber_drop(struct store_sql *sql, struct str address, int64_t *found,
                                  struct error *error);
/* After the commit: the log, too, holds pages as they were. A reader that keeps it now ends by and
 * by. */
enum status store_subscriber_forget(struct store_sql *sql, struct error *error);

#endif
