/* What the commands about subscribers share. */
#ifndef CLI_SUBSCRIBER_H
#define CLI_SUBSCRIBER_H

#include "base/hash.h"
#include "cli/workspace.h"
#include "mail/roster.h"

/* Opens the edition and its store, to change subscribers. CONFIG without a newsletter. The caller
 * gives the workspace back, also after an error. */
enum status subscriber_open(struct invocation *invocation, struct workspace *workspace);
/* On which terms commands add subscribers. */
struct subscriber_terms {
    struct str lists;   /* of --list, each one of the edition's; the first one when none is given */
    struct str consent; /* of --consent; absent when it is not given */
    unsigned char secret[HASH_BYTES]; /* of which tokens are made */
};
/* USAGE for a list that there is not, and for an empty or long consent. */
enum status subscriber_terms_read(struct invocation *invocation, struct workspace *workspace,
                                  struct subscriber_terms *terms);
/* The one of this address or token. NOT_FOUND. */
enum status subscriber_find(struct invocation *invocation, struct workspace *workspace,
                            struct str who, struct store_subscriber *subscriber);

#endif
