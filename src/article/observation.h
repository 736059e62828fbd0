/* An observation: what one source said about one article at one time, as extracted. It is a fact:
 * kept as JSON (observation_write), never changed, and enough to make the article again.
 *
 * Views lie in the arena that the making function was given. */
#ifndef ARTICLE_OBSERVATION_H
#define ARTICLE_OBSERVATION_H

#include "article/image.h"
#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/json.h"
#include "base/json_read.h"
#include "edition/edition.h"
#include "feed/feed.h"
#include "page/page.h"

enum { OBSERVATION_IMAGES_MOST = 8, OBSERVATION_EXCERPT = 300 /* characters; record-format.md */ };

struct observation {
    char source[ID_LENGTH + 1]; /* id of the source that brought it; "" for one added by hand */
    struct str guid;
    struct str link;      /* as found, absolute */
    struct str canonical; /* the page's own word, same site only; absent when unknown */
    struct str amp;
    struct str title, excerpt; /* plain text, one line each */
    struct str byline, language;
    struct str type;              /* "article" or "video" */
    struct str embed;             /* address of the player of a video; absent for others */
    int64_t claimed;              /* as the outlet says; TIME_NONE */
    int64_t updated;              /* as the outlet says; TIME_NONE */
    struct article_image *images; /* best first */
    size_t image_count;
    struct str provider_name;  /* the entry's own source element */
    struct str site_name;      /* og:site_name */
    struct str feed;           /* that the page declares */
    struct str cites;          /* domains, parted by spaces: article/cites.h */
    struct page_rights rights; /* as stated by the page and its answer */
    bool paywalled;            /* its page says that one must pay to read it */
    bool gone;                 /* its page answered that it is not there (404, 410) */
    bool emptied;              /* neither its page, which came, nor the feed has any text */
    struct str text;           /* plain main text; kept beside the fact under its hash, unless the
                                  rights forbid it */
    struct str text_hash;      /* hexadecimal SHA-256 of `text`; absent when there is none */
};

/* From a feed's entry. STATUS_INVALID when it has neither an address nor a title. */
enum status observation_from_entry(struct arena *arena, const struct feed *feed,
                                   const struct feed_entry *entry,
                                   const struct edition_source *source,
                                   struct observation *observation, struct error *error);
/* From a page alone (`add URL`, a page in the inbox). */
enum status observation_from_page(struct arena *arena, const struct page *page,
                                  struct observation *observation, struct error *error);
/* Fills what the feed did not say, or said worse, from the article's page. */
enum status observation_add_page(struct arena *arena, const struct page *page,
                                 struct observation *observation, struct error *error);
/* Whether the page is worth fetching when `pages` is `missing`: little text. */
bool observation_wants_page(const struct observation *observation);

/* As one JSON object, without the text (its hash stands for it). Same observation, same bytes. What
 * is read borrows its texts from `object`. */
void observation_write(const struct observation *observation, struct json *json);
enum status observation_read(struct arena *arena, const struct json_value *object,
                             struct observation *observation, struct error *error);

#endif
