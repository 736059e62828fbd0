/* The kinds of facts, and how their bodies read. Whatever is appended to the store is made here;
 * the press folds it (press.h).
 *
 * | kind         | body                                                          | texts |
 * |--------------|---------------------------------------------------------------|-------|
 * | `configured` | {"text": hash of the packed edition}                          | it    |
 * | `observed`   | an observation (article/observation.h)                        | its main text |
 * | `imported`   | {"path", "text": hash of the record's bytes}                  | it    |
 * | `clicked`    | {"clicks": [{"article", "day", "count"}]}: the days' sums     |       |
 * | `tick`       | {}: the time has come to look at what depends on it           |       |
 * | `learned`    | {"what": "topics", "text": hash of the model, "before": day}  | it    |
 * | `counted`    | {"text": hash of a background of words, "before": day}        | it    |
 * | `rescored`   | {}, or {"why": "configuration"}: all scores made anew         |       |
 * | `named`      | {"records": [[article, path]], "slugs": [[story, slug]],      |       |
 * |              | "announced": [[article, story]]: which leads leave the house  |       |
 * |              | under which ids, each once (older facts lack it),             |       |
 * |              | "upTo": the last fact whose articles have names}              |       |
 * | `fronted`    | {"look": front_look of the front that leaves the house}       |       |
 * | `pictured`   | {"article", "picture": its address, "width", "height": its    |       |
 * |              | own, "copies": as article_copies_write; none: there are none  |       |
 * |              | any more}                                                     |       |
 * | `issued`     | {"id", "list", "stories": [ids], "text": hash of the issue,   | both  |
 * |              | "html": of the letter's HTML, addressed to nobody}: an issue  |       |
 * |              | of the newsletter leaves the house (issue/issue.h)            |       |
 * | `restored`   | {"path", "text": hash of a record's bytes, "private": hash of | both  |
 * |              | what was sealed in it (press/private.h)}; at last {"end":true}|       |
 */
#ifndef PRESS_FACTS_H
#define PRESS_FACTS_H

#include "article/observation.h"
#include "store/store.h"

#define FACT_CONFIGURED STR("configured")
#define FACT_OBSERVED STR("observed")
#define FACT_IMPORTED STR("imported")
#define FACT_CLICKED STR("clicked")
#define FACT_TICK STR("tick")
#define FACT_LEARNED STR("learned")
#define FACT_COUNTED STR("counted")
#define FACT_RESCORED STR("rescored")
#define FACT_NAMED STR("named")
#define FACT_FRONTED STR("fronted")
#define FACT_PICTURED STR("pictured")
#define FACT_ISSUED STR("issued")
#define FACT_RESTORED STR("restored")

/* Facts that are gathered and then appended in one commit. Bodies and texts lie in its arena. */
struct facts {
    struct arena arena;
    struct fact *items;
    size_t count, capacity;
    struct store_text *texts;
    size_t text_count, text_capacity;
};

/* What is gathered by the thousand (imports) is committed in parts of about so many bytes. */
enum { FACTS_PART = 16 << 20 };

void facts_init(struct facts *facts);
void facts_release(struct facts *facts);
/* Whether it holds a part, or more. */
bool facts_full(const struct facts *facts);
/* Adds a fact; `body` is copied. */
enum status facts_add(struct facts *facts, struct str kind, int64_t at, struct str body,
                      struct error *error);
/* Adds a text under its hash, which is written to `hash`. */
enum status facts_add_text(struct facts *facts, struct str text, char hash[HASH_HEX + 1],
                           struct error *error);
enum status facts_add_observed(struct facts *facts, const struct observation *observation,
                               int64_t at, struct error *error);
enum status facts_add_configured(struct facts *facts, struct str packed, int64_t at,
                                 struct error *error);
enum status facts_add_imported(struct facts *facts, struct str path, struct str bytes, int64_t at,
                               struct error *error);
struct issue;
enum status facts_add_issued(struct facts *facts, const struct issue *issue, struct str html,
                             int64_t at, struct error *error);
enum status facts_add_restored(struct facts *facts, struct str path, struct str bytes,
                               struct str plain, int64_t at, struct error *error);
/* The article's picture of this address has these copies from now on; an own size of 0 is unknown.
 */
enum status facts_add_pictured(struct facts *facts, struct str article,
                               const struct article_image *image, int64_t at, struct error *error);
/* A model was made of what was published before `day`; what it is for, where the kind does not say.
 */
enum status facts_add_model(struct facts *facts, struct str kind, struct str what, struct str model,
                            int64_t day, int64_t at, struct error *error);
/* Appends what was gathered and empties it. */
enum status facts_commit(struct facts *facts, struct store *store, struct error *error);

/* The body of the last fact of a kind, folded or not, in the arena; NULL when there is none. */
enum status facts_last_body(struct store *store, struct arena *arena, struct str kind,
                            const struct json_value **body, struct error *error);
/* The text of a model that a fact names, in the arena. INVALID when the store does not have it. */
enum status facts_model(struct store *store, struct arena *arena, struct str hash,
                        struct str *model, struct error *error);

#endif
