/* Records, inside the room: every article that has a name, as a file (spec/record-format.md). */
#ifndef PUBLISH_RECORDS_H
#define PUBLISH_RECORDS_H

#include "publish/paper.h"
#include "record/record.h"

/* Writes the records of a story's members, whether it is shown or not. */
enum status records_add(struct paper *paper, const struct paper_story *story, struct error *error);
/* Writes that of an article that has no story. */
enum status records_add_lone(struct paper *paper, struct str id, struct error *error);
/* Writes those of all articles that have no story. Nothing is ever removed: a record's name has
 * left the house, and other files there are people's. */
enum status records_end(struct paper *paper, struct error *error);

/* The record of one member of a story, as records_add would write it, in `arena`: with the others
 * as related items. */
enum status records_make(const struct paper *paper, struct arena *arena,
                         const struct paper_story *story, size_t itself, struct record *record,
                         struct error *error);

#endif
