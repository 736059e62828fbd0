/* What a page says about its article: metadata from OpenGraph, JSON-LD, HTML's own means, and the
 * main text. All of it lies in the arena; texts are cleaned; absent where unknown. */
#ifndef PAGE_PAGE_H
#define PAGE_PAGE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/status.h"
#include "base/str.h"
#include "page/rights.h"

enum { PAGE_BYTES_MOST = 5 * 1024 * 1024, PAGE_JOIN_MOST = 10 };

/* What `page extract --why` can explain. */
enum page_field {
    PAGE_CANONICAL,
    PAGE_AMP,
    PAGE_TITLE,
    PAGE_BYLINE,
    PAGE_PUBLISHED,
    PAGE_MODIFIED,
    PAGE_LANGUAGE,
    PAGE_SITE_NAME,
    PAGE_EXCERPT,
    PAGE_TYPE,
    PAGE_IMAGE,
    PAGE_TEXT,
    PAGE_PAYWALLED,
    PAGE_FIELDS,
};

/* Something that a page says about a field. */
struct page_candidate {
    enum page_field field;
    struct str value; /* as found, at most 300 bytes */
    const char *from; /* where, "og:title"; static */
    int weight;       /* 1-100: how far this source is believed; the first usable one wins */
    bool won;
    const char *refused; /* why a better one did not win; static, NULL: it was not refused */
};

struct page {
    struct str url;           /* where it was found, as given */
    struct str canonical_url; /* same site only: another host's is not believed (attacks.md H20) */
    struct str amp_url;       /* same site only */
    struct str next_url;      /* the next page of the same article, same host */
    struct str title;         /* plain text */
    struct str byline;
    int64_t published, modified;
    struct str language, site_name, excerpt;
    struct str type; /* "article", "video", … */
    struct str image_url;
    int image_width, image_height; /* 0 unknown */
    struct str text;               /* main text, paragraphs parted by an empty line */
    struct str html;               /* the same, sanitised HTML */
    size_t words;
    bool paywalled;
    struct str feed;   /* the first that it declares, absolute */
    struct str stated; /* about its use: lines for page_rights_read; absent when nothing is */
    const char *from[PAGE_FIELDS]; /* where each was found, "og:title"; static, NULL: nowhere */
    const struct page_candidate *candidates; /* all that was said, best first for each field */
    size_t candidate_count;
};

/* `bytes` as found, `content_type` the header's value (may be absent), `url` the address it came
 * from (may be absent). */
enum status page_extract(struct arena *arena, struct str bytes, struct str url,
                         struct str content_type, struct page *page, struct error *error);

/* The pages of one article, 1 to PAGE_JOIN_MOST in order, as one: what the first says of it, and
 * the text and HTML of all without the lines and pictures that an earlier page has already (lines
 * of fewer than four words only at a page's head). `next_url` is the last one's. Borrows from the
 * pages but for text and HTML, which lie in the arena. */
enum status page_join(struct arena *arena, const struct page *pages, size_t count,
                      struct page *whole, struct error *error);

/* The name of a field in the tool's answer; static. */
const char *page_field_name(enum page_field field);

#endif
