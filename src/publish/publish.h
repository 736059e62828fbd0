/* Publishing: derived state in, the tree of records and the tree of pages out.
 *
 *     records/_news/…md            a file for each article that has a name
 *     records/_edition/…md         sealed: what belongs to no article (publish/sealed.h)
 *     public/index.html, 404.html, style.css, script.js, robots.txt
 *     public/topic/<id>/           a page, feed.xml, rss.xml, feed.json
 *     public/2026/11/22/           a page for each day, 2026/11/ for each month, archive/ for all
 *     public/provider/<domain>/    a page for each outlet, provider/ for those that are known
 *     public/page/<name>/          the edition's own pages, from pages/<name>.md
 *     public/s/<aa>/<story>-<slug>.html  a page for each story that is shown, <aa> its first two
 *     public/api/news/…            the paged JSON, of the edition and of each topic
 *     public/api/openapi.json      what that is, in OpenAPI 3.1
 *     public/feed.xml, rss.xml, feed.json
 *     public/sitemap.xml (and sitemap/….xml behind twenty pages of stories), news-sitemap.xml
 *     public/sources.opml          the feeds that are watched
 *     public/pictures/<aa>/…       pictures that stories show, from inbox/pictures/
 *
 * Same state, same bytes: nothing here knows the time. A file whose bytes would be the same is not
 * touched. public/ changes at the end, as a whole (docs/decisions/0020). What does not belong there
 * any more is removed below the folders of public/ above; other files at the top of public/ are
 * left alone, and nothing is ever removed from records/.
 *
 * Everything is one pass over the stories, newest first, each of them read once; memory holds one
 * story, and one page of each kind for each topic. What changed costs in proportion to it. */
#ifndef PUBLISH_PUBLISH_H
#define PUBLISH_PUBLISH_H

#include "base/log.h"
#include "edition/edition.h"
#include "files/tree.h"
#include "seal/seal.h"
#include "store/store.h"

enum {
    PUBLISH_PAGE_MOST = 64 * 1024 * 1024, /* bytes of a file that is written */
    PUBLISH_STORY_MOST = 1001,      /* members of a story that are shown: the lead and 1,000 */
    PUBLISH_TOPIC_STORIES = 60,     /* on a topic's page */
    PUBLISH_FEED_STORIES = 50,      /* in a feed */
    PUBLISH_DAY_STORIES = 1000,     /* on a day's page, as many of them in full as on the front */
    PUBLISH_DAY_LEAST = 1,          /* days since 1970-01-01: the first that may have a page */
    PUBLISH_PROVIDER_ARTICLES = 60, /* on an outlet's page */
    PUBLISH_PROVIDERS_MOST = 2000,  /* in the list of outlets */
    PUBLISH_NEWEST = 15,            /* in the front page's rail */
    PUBLISH_SITEMAP_MOST = 50000,   /* addresses in a sitemap (sitemaps.org) */
    PUBLISH_NEWS_MOST = 1000,       /* stories in the sitemap for news */
};

struct publish_context {
    const char *folder; /* the edition's */
    const struct edition *edition;
    struct store *store;   /* opened for any access */
    bool points;           /* pages say of which points a story's heat is made */
    const struct log *log; /* may be NULL */
    /* What is private is sealed into the records, by the first of these that is not for the old
     * form; none: records keep the payloads that they have. */
    const struct seal_key *keys;
    size_t key_count;
    /* Threads that publish everything, 0: as many as there are processors for us, where there is
     * enough for them to do (docs/decisions/0023). */
    size_t threads;
};

struct publish_report {
    bool whole;      /* everything was looked at, not only what changed */
    size_t articles; /* records that were looked at, written or as they were */
    size_t stories;  /* that are shown; of all, when everything was looked at */
    struct tree_counts records, pages;
};

/* Writes both trees. `look` is publish_look's; while it is the one of the last publishing, and
 * nobody took that away, only what was touched since is looked at; absent, it is always everything.
 * On an error public/ is as it was, or becomes the new one by the next publishing; records that
 * were written until then stay, each whole. CONFIG
 * names the line of a template of the edition that is wrong, or a topic whose id cannot be part of
 * an address; CANNOT_CREATE and IO are the trees'; else as the store says. */
enum status publish_edition(const struct publish_context *context, struct str look,
                            struct publish_report *report, struct error *error);

/* What the trees' bytes depend on besides the derived state, as a hash: the configuration (its own
 * hash is given), templates, the program, and the last rescoring. */
enum status publish_look(const struct publish_context *context, struct str configuration,
                         char hash[HASH_HEX + 1], struct error *error);

/* Where the page of a story is, below the edition's address and below public/:
 * "s/<aa>/<story>-<slug>.html". No folder of its own for each story, and few files in each folder
 * (attacks.md K11). Without a slug it is "article". Absent when the arena is full. */
struct str publish_story_address(struct arena *arena, struct str id, struct str slug);

/* Writes the records alone, as publish_edition would, into `folder`/_news/. */
enum status publish_records(const struct publish_context *context, const char *folder,
                            struct publish_report *report, struct error *error);

#endif
