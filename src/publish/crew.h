/* Those who publish everything, inside the room: the calling thread and, where there are processors
 * for them, further ones with a reader of the store each (docs/decisions/0023).
 *
 * A task makes one page, or one kind of page for one day or outlet, from the store and what does
 * not change meanwhile; which thread does it makes no difference to its bytes. Lists in which
 * stories stand one behind the other are the calling thread's alone. What fails first ends the
 * work: tasks behind it are dropped, and the next call says why. */
#ifndef PUBLISH_CREW_H
#define PUBLISH_CREW_H

#include "publish/site.h"

enum { CREW_MOST = 8 };

struct crew;

/* As many threads as `threads` says, the calling one included; 0: as the machine has processors for
 * this process, at most CREW_MOST, but one for an edition of few stories. With one, tasks are done
 * when they are given. `site` is borrowed; it and its paper stay as they are until crew_close, but
 * for what the calling thread alone uses. */
enum status crew_open(struct site *site, size_t threads, struct crew **crew, struct error *error);
/* Tasks behind the one at hand are dropped. Safe on NULL. */
void crew_close(struct crew *crew);

/* Takes over the story at hand of the site's paper, which paper_next gave. */
enum status crew_story(struct crew *crew, const struct paper_story *story, struct str picture,
                       struct error *error);
/* `domain` is borrowed until crew_done. */
enum status crew_outlet(struct crew *crew, struct str domain, struct error *error);
enum status crew_day(struct crew *crew, int64_t day, struct error *error);
/* Until all stories that were given are written: what they borrow of their batch may go. */
enum status crew_stories_done(struct crew *crew, struct error *error);
/* Until everything is written. */
enum status crew_done(struct crew *crew, struct error *error);

#endif
