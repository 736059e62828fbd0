/* What the parts of page/ share: what was said about each field, with a weight. */
#ifndef PAGE_COLLECT_H
#define PAGE_COLLECT_H

#include "base/json_read.h"
#include "html/dom.h"
#include "page/features.h"
#include "page/page.h"

enum { PAGE_CANDIDATES_MOST = 300, PAGE_CANDIDATE_BYTES = 300 };

struct page_collector {
    struct arena *arena;   /* the answer's */
    struct arena *scratch; /* the tree's */
    struct html_document document;
    struct str base; /* of the page's links */
    struct page *page;
    struct page_candidate *candidates; /* in the order of the page; whole values */
    size_t candidate_count;
    struct str utf8;                      /* the page's bytes; the tree borrows from them */
    struct str *names;                    /* of each byline's candidate; absent: not yet read */
    struct str body;                      /* JSON-LD articleBody */
    struct str author_label;              /* "1" of twitter:label1, where it is an author's */
    bool author_said;                     /* by an element's own attribute */
    struct str image_width, image_height; /* of og:image */
    enum page_kind kind;
    int kind_said[PAGE_KINDS];   /* points, by the page's own words */
    int kind_points[PAGE_KINDS]; /* by everything */
};

/* Keeps `value` among the candidates where it is not empty. Borrows. */
void page_offer(struct page_collector *collector, enum page_field field, struct str value,
                int weight, const char *from);
/* The candidate of the highest weight below `below` (the first of equals); NULL: none. Fields are
 * walked so: best first, until one is usable. `*at` starts as SIZE_MAX. */
struct page_candidate *page_next_candidate(struct page_collector *collector, enum page_field field,
                                           size_t *at);
/* A copy of `text` in the arena; absent when empty. Releases `text`; when that had no memory, the
 * arena has failed. */
struct str page_take_text(struct arena *arena, struct buf *text);
/* Title, byline and dates that readers see, near the headline. */
void page_read_visible(struct page_collector *collector, const struct page_blocks *blocks);
/* The fields of the page, from the candidates. */
void page_conclude(struct page_collector *collector);

/* For `page extract --why`: fields in order, best first. */
void page_keep_evidence(struct page_collector *collector);

/* names.c and title.c */

/* The names in a byline, joined by ", ": without "By", roles, dates, addresses. Absent when it
 * holds none. In the arena. */
struct str page_names(struct arena *arena, struct str byline);
/* Whether a text begins as a byline does, "By Name". */
bool page_is_byline(struct str text);
/* Whether a text is but the label of an author, "Written by:". */
bool page_is_author_label(struct str text);
/* Whether a text names its author wherever it stands, "Text: Name". */
bool page_is_signed(struct str text);
/* Whether a text says who put it there, "Submitted by ada on 3 May". */
bool page_is_submission(struct str text);
/* Whether a text is two to five words with capitals, as names of people are, and nothing else. */
bool page_is_full_name(struct str text);
/* Whether the words of names begin with capitals, as far as their script has any. */
bool page_is_capitalized(struct str names);
/* Whether a text says what people are who write: "editor", "Redakteurin". */
bool page_has_role(struct str text);
/* Whether a single word is what people are called in systems: "ada_quayle", "ada99". */
bool page_is_handle(struct str name);
/* Whether `text` is a wire service, or a list of them and initials behind a slash: "dpa/lno". */
bool page_is_agency(struct str text);
/* A title without the outlet's name at its end (or its beginning), known by `site` or the host. */
struct str page_title_without_site(struct str title, struct str site, struct str host);
/* Whether `text` is what stands before the first separator of a title. */
bool page_is_first_part(struct str title, struct str text);
/* Whether two names are the same but for case, spaces and signs; or one is the host's. */
bool page_same_name(struct str a, struct str b);
/* Whether `text` holds a name of at least four letters, case, spaces and signs aside. */
bool page_holds_name(struct str text, struct str name);
/* Whether a byline seems to be no person's: an outlet, an office, a nickname. */
bool page_is_body(struct str names);

/* <meta>, <link>, <time>, <title>, microdata. */
void page_read_head(struct page_collector *collector);
/* A type that the page claims: the word of schema.org or of og:type. */
void page_kind_said(struct page_collector *collector, struct str type);
/* After metadata and blocks were read. */
enum page_kind page_find_kind(struct page_collector *collector, const struct page_blocks *blocks);
/* What is known of the page before its main text is: for the opinions of features.h. */
struct page_setting page_setting_of(struct page_collector *collector);
/* "article"; static. */
const char *page_kind_name(enum page_kind kind);
/* JSON-LD. */
void page_read_data(struct page_collector *collector);
/* Takes the parts that are not to be quoted out of the tree. True when there were any: blocks are
 * to be read anew. Where most of the page is such a part, all stays, and the page states nosnippet:
 * then nothing of it is quoted. */
bool page_take_unquoted(struct page_collector *collector);
/* The next page of the article, if it is one of several; needs the kind. */
void page_find_next(struct page_collector *collector, const struct page_words *words);
/* The main text and its HTML, into the page; takes parts out of the tree. */
enum status page_read_main(struct page_collector *collector, struct page_blocks *blocks,
                           struct error *error);
/* The HTML of the blocks whose opinion is above 0, into the page; takes the rest out of the tree.
 */
enum status page_write_html(struct page_collector *collector, const struct page_blocks *blocks,
                            const int32_t *opinions, struct error *error);
/* All up to the main text: tree, metadata, blocks. `bytes` and `text` hold what the tree
 * borrows;  * page_blocks_release(blocks) in any case. */
enum status page_prepare(struct page_collector *collector, struct str bytes,
                         struct str content_type, struct buf *text, struct page_blocks *blocks,
                         struct error *error);

#endif
