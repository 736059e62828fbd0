/* What was published last, inside the room: how it looked, and which folders it went to, kept in
 * derived state (KEYS_STATE). While both are the same, what was touched since is all there is to
 * publish; whoever deletes the state, or a folder of the trees, gets everything anew. */
#ifndef PUBLISH_PUBLISHED_H
#define PUBLISH_PUBLISHED_H

#include "publish/paper.h"

/* Whether both trees are as they were published last, and would look the same now. If not, nothing
 * counts as published until published_note. Outside of a view, as the other. */
enum status published_holds(struct paper *paper, struct str look, bool *holds, struct error *error);
/* Both trees are written. Forgets what was touched. */
enum status published_note(struct paper *paper, struct str look, struct error *error);

#endif
