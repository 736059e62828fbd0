/* An edition: one publication's configuration, taxonomy, outlets and sources, read from the files
 * of its folder (spec/edition.md). Pure: files come in as bytes, values go out, all in one arena.
 *
 * The same files always give the same edition; so a snapshot of the files (edition_pack) is the
 * fact from which any past run can be repeated. */
#ifndef EDITION_EDITION_H
#define EDITION_EDITION_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/str.h"
#include "url/url.h"

/* A file of the folder, by its path inside it with '/', and its content. */
struct edition_file {
    struct str
        path; /* "edition.yaml", "topics/00-ai.yaml", "providers/wsj.com.md", "sources.opml" */
    struct str bytes;
};

struct edition_image {
    struct str url; /* as written: may be relative to the edition's address */
    int64_t width, height;
};

struct edition_topic {
    struct str id, name, shortname;
    struct str parent;   /* name of the parent topic; absent for a root */
    size_t parent_index; /* into edition.topics; SIZE_MAX for none */
    struct str description;
    struct str *keywords;
    size_t keyword_count;
    struct str *hashtags;
    size_t hashtag_count;
    struct edition_image *images;
    size_t image_count;
};

/* What is done with an outlet's pictures: small copies of our own, none, or the outlet's own files,
 * which readers' browsers load from where they are. */
enum edition_picture_policy {
    PICTURES_COPY,
    PICTURES_LINK,
    PICTURES_NONE,
    PICTURES_UNSAID, /* of an outlet: as the edition says */
};

struct edition_provider {
    struct str id, name, domain;
    struct str *other_names;
    size_t other_name_count;
    struct str description;
    struct str rights; /* the licence by which we need not obey its robots directives; absent */
    int64_t tier;      /* 1, the best, to EDITION_TIERS_MOST; 0: not said */
    int64_t excerpt;   /* characters of an excerpt that may be shown; -1: not said */
    enum edition_picture_policy pictures;
    struct str owner;             /* whose other outlets count as one voice with it; absent */
    struct str credit;            /* printed with its pictures; absent: its name is */
    struct edition_image *images; /* logos */
    size_t image_count;
};

enum edition_source_kind { SOURCE_FEED, SOURCE_SITEMAP, SOURCE_PAGE, SOURCE_ARCHIVE };

/* What is looked for in a page that is a source (html/select.h; feed/listing.h for what is meant by
 * default). */
enum edition_selector {
    SELECT_ITEM,
    SELECT_LINK,
    SELECT_TITLE,
    SELECT_SUMMARY,
    SELECT_DATE,
    SELECT_PICTURE,
    EDITION_SELECTORS
};

struct edition_source {
    char id[ID_LENGTH + 1];
    struct str url;      /* an address, or a path below the folder ("inbox/x.xml") */
    struct str html_url; /* absent when not given */
    struct str title;
    struct str folder; /* names of the OPML folders around it, parted by '/'; absent at the top */
    enum edition_source_kind kind;
    size_t topic;        /* into edition.topics; SIZE_MAX when not given */
    struct str provider; /* domain; absent when not given */
    bool official, paused;
    bool hidden;                             /* private: left out of what is published */
    int64_t every;                           /* seconds, 0 when not given */
    struct str selectors[EDITION_SELECTORS]; /* of a page; absent when not given */
};

/* Where a sponsor's message stands. */
enum edition_place { PLACE_FRONT, PLACE_ISSUE, EDITION_PLACES };

struct edition_message {
    char
        id[ID_LENGTH + 1]; /* of the file's path and its place there: clicks are counted under it */
    struct str title, text; /* text may be absent */
    struct str url;         /* http(s); the sponsorship's where the message has none of its own */
};

/* Days counted from 1970-01-01, in the edition's time zone, both of them booked. */
struct edition_days {
    int64_t from, to;
};

/* A file of _sponsorships/: who pays, what is said, on which days, where. */
struct edition_sponsorship {
    struct str name; /* of the file, without its ending */
    struct str sponsor;
    bool at[EDITION_PLACES];
    struct edition_days *days; /* ascending, none overlaps another */
    size_t day_count;
    struct edition_message *messages; /* at least one */
    size_t message_count;
};

enum { EDITION_TIERS_MOST = 9, EDITION_EXCERPT_MOST = 300 };

/* Points, in whole numbers; spec/scoring.md. Those that are taken off are given as they are, not
 * below 0. */
struct edition_quality {
    int64_t topic, topic_in_title, picture, known, official, amp, video;
    int64_t title_free;                 /* characters of a title that cost nothing */
    int64_t title_characters_per_point; /* at least 1 */
    int64_t depth, depth_words; /* for a text of so many words; a shorter one gets a share */
    int64_t original, copy;     /* copy: taken off */
    int64_t first, byline;
    int64_t fresh, fresh_hours;   /* just when it is found; nothing so many hours behind its time */
    int64_t shouting, bait, mill; /* taken off */
    struct str *bait_phrases;     /* that bait when they stand in a title */
    size_t bait_phrase_count;
    struct str *mill_domains; /* of press-release mills */
    size_t mill_domain_count;
    struct str *mill_marks; /* what a press release has near its beginning */
    size_t mill_mark_count;
    int64_t *tiers; /* points of outlets by their tier, the first one's first; may be below 0 */
    size_t tier_count;
    int64_t tierless; /* where the outlet has none of these tiers, if there are any */
};

struct edition_heat {
    int64_t related, copy, click;
    int64_t click_days; /* 1-7: the current UTC day and this many less one before it */
};

enum edition_coverage { COVERAGE_DISTINCT, COVERAGE_RECOVERED };
enum edition_topics_model { TOPICS_BY_KEYWORDS, TOPICS_LEARNED };
enum edition_search { SEARCH_SERVED, SEARCH_NONE };
enum edition_urls { URLS_CANONICAL, URLS_AS_FOUND };
enum edition_pages { PAGES_MISSING, PAGES_ALL, PAGES_NONE };
enum edition_robots { ROBOTS_PAGES, ROBOTS_ALL, ROBOTS_NONE };
enum edition_crawlers { CRAWLERS_ALLOWED, CRAWLERS_REFUSED };
enum edition_precompress {
    PRECOMPRESS_FRONT,
    PRECOMPRESS_LISTS,
    PRECOMPRESS_ALL,
    PRECOMPRESS_NONE
};
enum { EDITION_SIZES = 4 };

struct edition_publish {
    int64_t threshold, page_size;
    int64_t front_hours, front_stories, front_fade, front_per_provider; /* fade: points an hour */
    int64_t front_sizes[EDITION_SIZES]; /* least heat of sizes 2…5, ascending */
    enum edition_crawlers ai_crawlers;
    enum edition_precompress precompress;
};

/* What `serve` answers from the store. */
struct edition_api {
    int64_t per_minute;  /* requests of one client; 0: as many as it likes */
    struct str *origins; /* whose scripts may read it: "https://host", or "any" */
    size_t origin_count;
};

enum edition_forwarded { FORWARDED_X_FOR, FORWARDED_STANDARD };
enum edition_plain { PLAIN_SERVED, PLAIN_REDIRECTED };

/* How `serve` meets the world: alone, with or without TLS, or behind proxies. */
struct edition_serve {
    struct str listen; /* "address:port"; absent: where nothing says so, 127.0.0.1:8080 */
    struct str *hosts; /* names beside that of the public address; "any" */
    size_t host_count;
    struct str certificate, key; /* files, below the edition or from the root; absent: no TLS */
    struct str redirect;         /* "address:port"; absent */
    int64_t hsts;                /* seconds; 0: not told */
    struct str *proxies;         /* addresses and networks, as url/network.h reads them */
    size_t proxy_count;
    enum edition_forwarded forwarded;
    enum edition_plain plain; /* requests that came to a proxy without TLS */
};

enum edition_switch { SWITCH_ON, SWITCH_OFF };

struct edition_pictures {
    enum edition_switch on;
    enum edition_picture_policy policy; /* where the outlet's file says nothing */
    int64_t *sizes;                     /* widths of the copies, pixels */
    size_t size_count;
    int64_t most;      /* bytes of all copies */
    struct str *hosts; /* whose pictures readers may load; pages' policy names them */
    size_t host_count;
};

struct edition_limits { /* bytes, seconds; attacks.md "Default limits" */
    int64_t feed_bytes, page_bytes, picture_bytes;
    int64_t connect_seconds, first_byte_seconds, total_seconds;
    int64_t redirects, entries;
};

struct edition_fetch {
    struct str user_agent;
    int64_t every_least, every_most; /* seconds */
    int64_t per_host_delay;          /* milliseconds */
    int64_t connections;
    enum edition_robots robots;
    struct str
        callback; /* where hubs reach the server, without a trailing slash; absent: nowhere */
    enum edition_pages pages;
    struct str *allow; /* exact "address:port" that may be private */
    size_t allow_count;
    int64_t *ports;
    size_t port_count;
    struct str proxy; /* absent: none */
    struct edition_limits limits;
};

/* A newsletter that one can subscribe to: "daily every weekday at 18:00", "vision every friday at
 * 09:00 about Computer Vision". */
enum edition_when {
    WHEN_MONDAY,
    WHEN_SUNDAY = 6,
    WHEN_EVERY, /* "every day" */
    WHEN_WEEKDAYS,
};
struct edition_list {
    struct str id; /* a-z, 0-9, '-' */
    enum edition_when when;
    int minute;         /* of the day, in the edition's time zone */
    struct str topic;   /* absent: all of them */
    size_t topic_index; /* SIZE_MAX: all of them */
};

enum edition_review { REVIEW_EDITOR, REVIEW_NONE };
enum edition_mail_clicks { MAIL_CLICKS_OFF, MAIL_CLICKS_ON };
enum edition_mail_security { MAIL_STARTTLS, MAIL_TLS, MAIL_PLAIN };

/* The newsletter. There is none while `from` is absent. */
struct edition_mail {
    struct str from, reply_to; /* mailboxes, text/mailbox.h reads them; absent */
    struct str list_id;        /* what stands behind a list's id in List-Id; absent: made of the
                                  edition's id and host */
    struct str unsubscribe;    /* the address that takes letters to leave; absent: that of `from` */
    struct str imprint;        /* who sends it, and from where: in every letter; absent */
    struct str service; /* where subscribers reach 'serve', without a trailing slash; absent: at the
                           edition's own address */
    struct edition_list *lists;
    size_t list_count;
    int64_t stories_least, stories_most; /* of an issue */
    enum edition_review review;
    enum edition_mail_clicks clicks;
    struct str smtp_server; /* "host" or "host:port"; absent: nothing can be sent */
    enum edition_mail_security smtp_security;
    struct str smtp_user, smtp_password_file; /* absent; the file's path below the edition */
    int64_t smtp_rate;                        /* letters a minute */
};

struct edition {
    struct str title, id, url; /* url without a trailing slash */
    struct str locale, time_zone;
    size_t main_topic; /* into topics; SIZE_MAX when there are none */
    struct str store;  /* "sqlite:state/" */
    enum edition_urls urls;
    struct url_rules addresses; /* its own rules of the canonical form */
    enum edition_topics_model topics_model;
    int64_t topics_least; /* thousandths */
    enum edition_search search;
    struct edition_api api;
    struct edition_serve serve;
    enum edition_coverage coverage;
    struct str *official_domains;
    size_t official_domain_count;
    struct edition_quality quality;
    struct edition_heat heat;
    struct edition_publish publish;
    int64_t stories_window, stories_refine; /* seconds */
    struct edition_fetch fetch;
    struct edition_pictures pictures;
    struct edition_mail mail;
    struct edition_topic *topics; /* in file-name order */
    size_t topic_count;
    struct edition_provider *providers; /* sorted by domain */
    size_t provider_count;
    struct edition_source *sources; /* in the file's order */
    size_t source_count;
    struct edition_sponsorship *sponsorships; /* in file-name order */
    size_t sponsorship_count;
};

/* Reads the files; order does not matter, unknown paths are ignored. Views in `edition` may borrow
 * from the files' bytes or lie in the arena: keep both. CONFIG names file, line, column and what
 * was expected
 * ("unknown key 'treshold': did you mean 'threshold'?"). */
enum status edition_load(struct arena *arena, const struct edition_file *files, size_t count,
                         struct edition *edition, struct error *error);

/* The provider that `domain` (a host) belongs to, by longest suffix at a dot; NULL when unknown. */
const struct edition_provider *edition_find_provider(const struct edition *edition,
                                                     struct str domain);
/* Who speaks through the outlet of `domain`: as its file says, else its registrable domain, in
 * lower case; absent where there is no domain. Lies in the arena or in the edition. */
struct str edition_owner(const struct edition *edition, struct arena *arena, struct str domain);
/* Whether `domain` is, or lies below, one of the domains. */
bool edition_domain_among(const struct str *domains, size_t count, struct str domain);
/* By name or id, ASCII case aside; SIZE_MAX when there is none such. */
size_t edition_find_topic(const struct edition *edition, struct str name);
const struct edition_source *edition_find_source(const struct edition *edition, struct str id);
/* Whether somebody who says `name` means this source: its id, its address (with or without its
 * scheme) or its title (ASCII case aside). */
bool edition_source_is(const struct edition_source *source, struct str name);
/* The title or address of a source that is nearly `name`; absent when none is. */
struct str edition_source_near(const struct edition *edition, struct str name);
/* Who sponsors a place on a day, and with which of its messages: they take turns, a booked day
 * each. NULL when nobody does. */
const struct edition_sponsorship *edition_sponsor(const struct edition *edition,
                                                  enum edition_place place, int64_t day,
                                                  const struct edition_message **message);
/* Whether `domain` is, or lies below, one of officialDomains. */
bool edition_domain_official(const struct edition *edition, struct str domain);

/* All files that edition_load would read as one text (a JSON object of path and content, sorted by
 * path), and back. Equal files give equal bytes. */
enum status edition_pack(const struct edition_file *files, size_t count, struct buf *out,
                         struct error *error);
enum status edition_unpack(struct arena *arena, struct str packed, struct edition_file **files,
                           size_t *count, struct error *error);
/* Whether edition_load reads a file of this path. */
bool edition_path_known(struct str path);

/* Told of a key of edition.yaml that two editions have different values of, as they would be
 * written there. */
typedef void edition_difference(void *state, struct str path, struct str before, struct str after);
/* Compares two editions key by key, in the order of the reference. */
enum status edition_compare(const struct edition *before, const struct edition *after,
                            edition_difference *visit, void *state, struct error *error);
/* Writes one key's value (as edition_compare tells it) into the bytes of an edition.yaml; comments,
 * order and all else stay as they are. A key that is not there is put into its section, or behind
 * all else. UNSUPPORTED where the file is laid out so that no place is sure: the caller shows what
 * is to be written. Whoever writes the result to the disk loads it before. */
enum status edition_set(struct arena *arena, struct str bytes, struct str path, struct str value,
                        struct str *out, struct error *error);
/* Whether both give any article the same scores, as far as edition.yaml and the tiers and owners
 * of providers say. */
enum status edition_same_scores(const struct edition *a, const struct edition *b, bool *same,
                                struct error *error);

/* Appends the reference of edition.yaml: a Markdown table of all keys, from the table by which they
 * are read. */
void edition_describe(struct buf *out);
/* The files of a new edition that loads and runs, for a folder called `name`: edition.yaml with
 * every key in comments, a topic, a provider, sources.opml, inbox/, .gitignore and README.md. */
enum status edition_skeleton(struct arena *arena, struct str name, struct edition_file **files,
                             size_t *count, struct error *error);

#endif
