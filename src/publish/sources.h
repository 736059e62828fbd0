/* sources.opml, inside the room: the feeds that the edition watches, for readers who want them
 * themselves (OPML 2.0). Only those that anybody can read: feeds on public hosts, at their usual
 * ports, that the edition does not call private; and of each only its addresses, title and folder.
 * OPML wants at least one: without any there is no such file. */
#ifndef PUBLISH_SOURCES_H
#define PUBLISH_SOURCES_H

#include "publish/paper.h"

/* Whether there is any to write. */
bool sources_any(const struct edition *edition);
enum status sources_write(struct paper *paper, struct error *error);

#endif
