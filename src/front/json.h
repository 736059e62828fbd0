/* The present front as one text: what the store keeps and publish/ reads. */
#ifndef FRONT_JSON_H
#define FRONT_JSON_H

#include "base/json.h"
#include "front/front.h"

/* {"items":[{"story","lead","rank","heat","size"}…],"left":[{"story","lead","rank","heat","why",
 * "other"}…],"report":{…}}; same front, same bytes. */
void front_write(const struct front *front, struct json *json);
enum status front_read(struct arena *arena, struct str text, struct front *front,
                       struct error *error);

#endif
