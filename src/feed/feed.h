/* Feeds: RSS 0.9x/1.0/2.0, Atom 0.3/1.0, JSON Feed, read into one form.
 *
 * Everything lies in the arena. Texts are cleaned (base/utf8.h); titles and names are plain text;
 * summary and content are sanitised HTML; links are absolute http(s) addresses; times are
 * TIME_NONE when missing or unreadable. What could be read is there, what could not is a warning.
 */
#ifndef FEED_FEED_H
#define FEED_FEED_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/status.h"
#include "base/str.h"

enum {
    FEED_BYTES_MOST = 10 * 1024 * 1024, /* decoded; attacks.md */
    FEED_ENTRIES_MOST = 2000,
    FEED_TITLE_MOST = 1000,
    FEED_TEXT_MOST = 1024 * 1024,
    FEED_CATEGORIES_MOST = 64,
    FEED_ENCLOSURES_MOST = 16,
};

struct feed_person {
    struct str name, email;
};

struct feed_enclosure {
    struct str url, type;
    int64_t length; /* bytes, -1 unknown */
};

struct feed_image {
    struct str url;
    int width, height; /* pixels, 0 unknown */
};

struct feed_entry {
    struct str title;   /* plain text */
    struct str link;    /* the page; feedburner:origLink wins */
    struct str id;      /* guid, atom:id */
    struct str summary; /* sanitised HTML; the content where the entry has no summary */
    struct str content; /* sanitised HTML */
    int64_t published, updated;
    struct str published_text; /* as found, for the "claimed" time */
    struct feed_person author;
    struct str *categories;
    size_t category_count;
    struct feed_enclosure *enclosures;
    size_t enclosure_count;
    struct feed_image *images; /* Media RSS, image enclosures, JSON Feed; best first */
    size_t image_count;
    struct str source_title, source_url; /* the entry's own source element */
    struct str video; /* address of an embeddable player, absent when it is no video */
    struct str language;
};

struct feed {
    const char *format; /* "rss2.0", "atom1.0", …; static */
    struct str title, link, id, description, language, rights, generator;
    int64_t updated, published;
    struct feed_person author;
    struct str image_url;
    int64_t ttl; /* minutes between two askings as the feed wishes them, by ttl or sy:updatePeriod;
                    -1 unknown; poll/ says how far that counts */
    unsigned skip_hours; /* RSS's skipHours and skipDays, in UTC: bit 0 is midnight's hour, */
    unsigned skip_days;  /* or Sunday */
    struct str hub;
    struct str self;  /* its own address, as it says */
    struct str older; /* where entries before these are: of an archive (RFC 5005, 4), else the next
                         page (RFC 5005, 3; JSON Feed's next_url) */
    struct feed_entry *entries;
    size_t entry_count;
    struct str *warnings;
    size_t warning_count;
};

/* A feed that says nothing. */
void feed_clear(struct feed *feed);

/* Reads `bytes` as found on the wire. `url` is the feed's address (base of relative links, may be
 * absent), `content_type` the header's value (may be absent). STATUS_INVALID: not a feed ("it is an
 * HTML page", …); LIMIT: too large. */
enum status feed_parse(struct arena *arena, struct str bytes, struct str url,
                       struct str content_type, struct feed *feed, struct error *error);

#endif
