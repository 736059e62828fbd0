/* The sender of letters as a process of its own, beside `run` and `serve`: a mail server that is
 * slow, or an issue to thousands, keeps neither the next round nor a reader waiting. Forked as the
 * server is (serving.h), before there are threads. */
#ifndef CLI_POSTING_H
#define CLI_POSTING_H

#include "cli/command.h"
#include <sys/types.h>

struct posting {
    pid_t child;     /* 0: none */
    int64_t started; /* monotonic ms */
};

/* Starts it where there is none, and again when it died, once a minute at most; `wanted` false:
 * ends it. Failures are logged. The child ends with this process, however that ends. */
void posting_keep(struct invocation *invocation, struct posting *posting, bool wanted);
/* Ends the child and waits for it. Safe when there is none. */
void posting_stop(struct posting *posting);

#endif
