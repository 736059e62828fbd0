/* The parts of `replay`, a file each. */
#ifndef CLI_REPLAY_H
#define CLI_REPLAY_H

#include "cli/workspace.h"
#include "replay/replay.h"

struct replay {
    struct invocation *invocation;
    struct workspace *workspace; /* with its store, opened for reading */
    struct replay_span span;
    struct str packed; /* of --with; absent without */
    int64_t most;      /* of what is listed */
};

enum status replay_as_it_was(struct replay *replay);
enum status replay_with(struct replay *replay);
enum status replay_against(struct replay *replay);

/* "2022-06-30 18:21", for tables. */
void replay_add_time(struct buf *out, int64_t time);
/* The lines by which two configurations differ: "publish.threshold: 70 → 60", behind `indent`. */
enum status replay_add_settings(struct invocation *invocation, const struct edition *before,
                                const struct edition *after, const char *indent, struct buf *out);

#endif
