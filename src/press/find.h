/* Finding articles by whatever id they were once known under. */
#ifndef PRESS_FIND_H
#define PRESS_FIND_H

#include "article/observation.h"
#include "record/record.h"
#include "store/store.h"

/* The article with this id, or the one that it proved to be (KEYS_ALIAS); NULL when there is
 * neither. */
enum status find_article(struct store *store, struct arena *arena, struct str id,
                         struct store_article **article, struct error *error);
/* The story that an id stands for: of a story, of one that was merged away, or of an article; NULL
 * when there is none. */
enum status find_story(struct store *store, struct arena *arena, struct str id,
                       struct store_story **story, struct error *error);
/* The article that a key of article_keys leads to; NULL when there is none. */
enum status find_by_key(struct store *store, struct arena *arena, struct str key,
                        struct store_article **article, struct error *error);
/* The article that a related item of a record is about; NULL when the edition does not know it. */
enum status find_related(struct store *store, struct arena *arena, const struct edition *edition,
                         const struct record_related *related, struct store_article **article,
                         struct error *error);
/* The record that an article was imported from; *found false when it came otherwise, or its text
 * was erased. */
enum status find_record(struct store *store, struct arena *arena, struct str id,
                        struct record *record, bool *found, struct error *error);

#endif
