/* Texts of public/, with what is compressed beside them, inside the room. */
#ifndef PUBLISH_PAGES_H
#define PUBLISH_PAGES_H

#include "publish/paper.h"

/* tree_write of a text, and of <path>.gz and <path>.br where the edition wants them and they are
 * worth it: compressed again only when the text is another, or they are missing. */
enum status pages_write(struct paper *paper, struct str path, struct str bytes,
                        struct error *error);
/* tree_remove of a text and of what is beside it. */
enum status pages_remove(struct paper *paper, struct str path, struct error *error);

#endif
