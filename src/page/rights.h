/* What an outlet states about the use of an article, in its page and in the answer that brought it:
 * robots directives (Google's "robots meta tag, data-nosnippet, and X-Robots-Tag"; Bing's are among
 * them), noai and noimageai, and the TDM Reservation Protocol (W3C Community Group, 2024).
 *
 * Whoever reads a page or an answer gathers statements, a line each, in the form of a header's
 * lines; whoever knows what we are called reads them. Of several statements the stricter holds. */
#ifndef PAGE_RIGHTS_H
#define PAGE_RIGHTS_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/json_read.h"
#include "base/str.h"

/* Bytes of all statements about one page, and of one: what lies behind is not read. */
enum { PAGE_STATED_MOST = 4000, PAGE_STATEMENT_MOST = 1000 };

/* X(name, word): the word is kept with the facts. */
#define PAGE_RIGHT_LIST(X)                                                                         \
    X(NOINDEX, "noindex")                                                                          \
    X(NOSNIPPET, "nosnippet")                                                                      \
    X(NOIMAGEINDEX, "noimageindex")                                                                \
    X(NO_IMAGE_PREVIEW, "max-image-preview:none")                                                  \
    X(NOAI, "noai")                                                                                \
    X(NOIMAGEAI, "noimageai")                                                                      \
    X(TDM_RESERVED, "tdm-reservation")                                                             \
    X(MAX_SNIPPET, "max-snippet")                                                                  \
    X(UNTIL, "unavailable_after")                                                                  \
    X(OUTDATED, "outdated") /* not stated: `until` has passed, as the press found */

enum page_right_place {
#define X(name, word) PAGE_PLACE_##name,
    PAGE_RIGHT_LIST(X)
#undef X
        PAGE_RIGHTS,
};
enum page_right {
#define X(name, word) PAGE_##name = 1 << PAGE_PLACE_##name,
    PAGE_RIGHT_LIST(X)
#undef X
};

/* All zero: nothing is stated. */
struct page_rights {
    unsigned said;       /* enum page_right */
    int64_t max_snippet; /* characters, from 0; with PAGE_MAX_SNIPPET */
    int64_t until;       /* with PAGE_UNTIL */
    struct str policy;   /* of a TDM reservation: the address of its terms; may be absent */
};

/* Adds a header's field to `stated`, as a line in the arena; nothing where it is of something else.
 * What is no printable ASCII becomes a blank or a question mark. */
void page_rights_state(struct arena *arena, struct str *stated, struct str field, struct str value);
/* The same for <meta name content>. */
void page_rights_note(struct arena *arena, struct str *stated, struct str name, struct str content);

/* Reads lines "x-robots-tag: [agent:] directives", "tdm-reservation: 1" and "tdm-policy: address".
 * What is addressed to another agent than the product token of `user_agent` (absent: the program's
 * own) does not bind us; what is unknown is passed over. The policy borrows from `lines`. */
struct page_rights page_rights_read(struct str lines, struct str user_agent);
/* Adds `from`'s to `rights`: the stricter wins. */
void page_rights_merge(struct page_rights *rights, const struct page_rights *from);

/* What follows for what is published. */

/* Characters of an excerpt that may be shown; -1: no limit. */
int64_t page_rights_excerpt(const struct page_rights *rights);
bool page_rights_picture(const struct page_rights *rights);
/* Whether it may stand in sitemaps and in data for machines. */
bool page_rights_listed(const struct page_rights *rights);
/* Whether its main text may be kept. */
bool page_rights_text(const struct page_rights *rights);
/* What follows, in words with the statement as reason: one line a right, each with its line end. */
void page_rights_explain(const struct page_rights *rights, struct buf *out);

/* As a member of an object; nothing where nothing is stated. */
void page_rights_write(const struct page_rights *rights, const char *key, struct json *json);
/* Back; the policy lies where the object does. NULL reads as nothing stated. */
struct page_rights page_rights_from(const struct json_value *object);

#endif
