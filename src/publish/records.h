/* Records, inside the room: every article that has a name, as a file (spec/record-format.md). */
#ifndef PUBLISH_RECORDS_H
#define PUBLISH_RECORDS_H

#include "publish/paper.h"

/* Writes the records of a story's members, whether it is shown or not. */
enum status records_add(struct paper *paper, const struct paper_story *story, struct error *error);
/* Writes those of articles that have no story. Nothing is ever removed: a record's name has left
 * the house, and other files there are people's. */
enum status records_end(struct paper *paper, struct error *error);

#endif
