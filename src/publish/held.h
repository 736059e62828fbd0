/* Which pictures inbox/pictures/ holds, and which stories look for them there, inside the room: so
 * that one that comes, goes or changes has the pages made again that show it, and no others.
 *
 * Kept in KEYS_PICTURE, noted as publishing goes (pictures_note_key): "held/<hash>" → the file's
 * size and time, "<story>/<n>" → the hash of an address. */
#ifndef PUBLISH_HELD_H
#define PUBLISH_HELD_H

#include "publish/paper.h"

/* Notes what is held, of everything or where it is other than before; the stories that look for
 * what is other, in `arena`. */
enum status held_find(struct paper *paper, struct arena *arena, struct str **stories, size_t *count,
                      struct error *error);

/* Notes what the story looks for: the pictures of `article`, its lead, that have no copies. NULL:
 * nothing any more. */
enum status held_want(struct paper *paper, struct str story, const struct article *article,
                      struct error *error);

#endif
