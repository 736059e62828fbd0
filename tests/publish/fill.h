/* Fills a store from a JSON text, for the tests of publishing:
 *
 *     {"articles": [{"id","story","lead","shown","quality","heat","published","seen","provider",
 *                    "copyOf","topics":[…],"path","data":{…},"score":{…}}…],
 *      "front": {…}, "slugs": {story: slug}, "imported": [{"path","text"}]}
 *
 * Stories are made of their articles. */
#ifndef TESTS_PUBLISH_FILL_H
#define TESTS_PUBLISH_FILL_H

#include "store/store.h"

/* All as changed by fact `changed`; replaces what has the same ids. */
enum status fill_store(struct store *store, struct str json, int64_t changed, struct error *error);

#endif
