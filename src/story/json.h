/* A decision as the store keeps it, so that `why` can tell it later. */
#ifndef STORY_JSON_H
#define STORY_JSON_H

#include "base/json.h"
#include "base/json_read.h"
#include "story/story.h"

/* {"story","copyOf","similarity","reasons":[{"kind","value","other","detail"}…]} */
void story_decision_write(const struct story_decision *decision, struct json *json);
enum status story_decision_read(struct arena *arena, struct str text,
                                struct story_decision *decision, struct error *error);

#endif
