/* What is told of records whose private part cannot be had. */
#ifndef CLI_LOSSES_H
#define CLI_LOSSES_H

#include "base/json.h"
#include "cli/command.h"
#include "run/loss.h"

struct losses {
    struct invocation *invocation;
    size_t told[LOSSES];
};

/* A loss_tell, of a struct losses: a line a file; nothing with --json, and of each reason only the
 * first files. */
loss_tell losses_tell;
/* The member "lost": how many, by reason. */
void losses_json(struct json *json, const size_t lost[LOSSES]);

#endif
