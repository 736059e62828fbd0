/* Issues of the newsletter that left the house (KEYS_ISSUE), for the archive and for whoever sends
 * them; whether a letter went out is the sender's to remember. */
#ifndef PRESS_ISSUED_H
#define PRESS_ISSUED_H

#include "issue/issue.h"
#include "store/store.h"

struct issued {
    struct str id, list;
    int64_t at;            /* when it left the house: letters may go out from now on */
    struct str text, html; /* hashes of its text, and of the letter's HTML */
};

/* All of them, by id; in the arena. */
enum status issued_list(struct store *store, struct arena *arena, struct issued **issued,
                        size_t *count, struct error *error);
/* The last that left the house of a list; *found false when none did. */
enum status issued_last(struct store *store, struct arena *arena, struct str list,
                        struct issued *issued, bool *found, struct error *error);
/* The issue as it left the house. NOT_FOUND when its text was erased. */
enum status issued_read(struct store *store, struct arena *arena, const struct issued *issued,
                        struct issue *issue, struct error *error);
/* The same by its id; NOT_FOUND when no issue of this id left the house, too. */
enum status issued_find(struct store *store, struct arena *arena, struct str id,
                        struct issued *issued, struct issue *issue, struct error *error);
/* Its letter's HTML, addressed to nobody; absent when that was erased. */
enum status issued_html(struct store *store, struct arena *arena, const struct issued *issued,
                        struct str *html, struct error *error);

#endif
