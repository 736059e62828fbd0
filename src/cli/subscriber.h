/* What the commands about subscribers share. */
#ifndef CLI_SUBSCRIBER_H
#define CLI_SUBSCRIBER_H

#include "cli/workspace.h"
#include "mail/roster.h"

/* Opens the edition and its store, to change subscribers. CONFIG without a newsletter. The caller
 * gives the workspace back, also after an error. */
enum status subscriber_open(struct invocation *invocation, struct workspace *workspace);
/* The lists of --list, each one of the edition; the first one when none is given. */
enum status subscriber_lists(struct invocation *invocation, struct workspace *workspace,
                             struct str *lists);
/* The consent of --consent; absent when it is not given. USAGE for an empty or long one. */
enum status subscriber_consent(struct invocation *invocation, struct str *consent);
/* The one of this address or token. NOT_FOUND. */
enum status subscriber_find(struct invocation *invocation, struct workspace *workspace,
                            struct str who, struct store_subscriber *subscriber);

#endif
