/* The database: facts, derived state and working state (DESIGN.md, State), behind about thirty
 * verbs over arrays. SQL stands only in store/sqlite/ (and later store/postgres/); both must pass
 * the same contract tests (tests/store/contract.c).
 *
 * Facts are append-only and numbered from 1 without gaps in the order of their commit. Derived
 * state is made from facts by one writer and committed together with the number of the last fact
 * folded; it may be deleted at any time and is then empty, with folded = 0. Working state is
 * overwritten.
 *
 * Reading functions put rows and their texts into the caller's arena. Texts must be valid UTF-8
 * without NUL (INVALID otherwise: base/utf8.h cleans them). A full disk is IO, a locked database
 * BUSY after 10 s, a read-only folder CANNOT_CREATE, a damaged file INVALID; each leaves the last
 * commit whole. One store is used by one thread.
 *
 * A verb that refuses its arguments (INVALID, LIMIT) has changed nothing. Writing what the access
 * does not allow is DENIED. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/status.h"
#include "base/str.h"

struct store;

enum store_access {
    STORE_WRITE,  /* fetcher and press */
    STORE_SERVE,  /* the server: reads facts and derived, appends clicks */
    STORE_READ,   /* commands that only look; NOT_FOUND when there is no state yet */
    STORE_REPLAY, /* facts as they are, only read; derived state begins empty, in memory, and may be
                     written, working state is empty: a run again, which leaves no trace */
};

/* `folder` is the edition's, and must be there; `where` its `store` key ("sqlite:state/"). Creates
 * and migrates when opened for writing or serving; a newer version than ours is UNSUPPORTED.
 * Derived state that does not fit our version, or more facts than there are, is emptied. */
enum status store_open(const char *folder, struct str where, enum store_access access,
                       struct store **store, struct error *error);
/* Opens what `store` (opened for writing) holds once more, for reading facts and derived state
 * alone, as they were committed: a store is for one thread at a time. *reader is NULL for a store
 * of which there cannot be another. */
enum status store_reader(const struct store *store, struct store **reader, struct error *error);
void store_close(struct store *store);

/* ---- facts ---- */

struct fact {
    int64_t number;  /* given by the store */
    int64_t at;      /* when it happened */
    struct str kind; /* "observed", "configured", … : press/press.h lists them */
    struct str body; /* JSON */
};

struct store_text {
    struct str hash; /* hexadecimal SHA-256 */
    struct str text;
};

/* Appends facts and the texts that they name in one commit, and fills in their numbers. A text that
 * is there already is left alone. */
enum status store_facts_append(struct store *store, struct fact *facts, size_t count,
                               const struct store_text *texts, size_t text_count,
                               struct error *error);
/* Up to `most` facts with numbers above `after`, in order. */
enum status store_facts_read(struct store *store, struct arena *arena, int64_t after, size_t most,
                             struct fact **facts, size_t *count, struct error *error);
/* The number of the last fact; 0 when there is none. */
enum status store_facts_last(struct store *store, int64_t *number, struct error *error);
/* The last fact of a kind; *found false when there is none. */
enum status store_facts_last_of(struct store *store, struct arena *arena, struct str kind,
                                struct fact *fact, bool *found, struct error *error);
/* Fills in `text` of each; absent for a hash that is not there (erased, or never kept). */
enum status store_texts_read(struct store *store, struct arena *arena, struct store_text *texts,
                             size_t count, struct error *error);
/* For takedown and retention: texts go, facts stay. */
enum status store_texts_erase(struct store *store, const struct str *hashes, size_t count,
                              struct error *error);

/* ---- derived: all changes between begin and commit ----
 *
 * Changes outside of them are INTERNAL. After a change failed for another reason than its arguments
 * (a full disk, say) only a rollback is left: commit rolls back and tells that failure. Facts and
 * working state commit by themselves, also between begin and commit. */

enum status store_begin(struct store *store, struct error *error);
/* Commits, with the number of the last fact folded, which never goes down (INVALID). Ends the
 * transaction in any case. */
enum status store_commit(struct store *store, int64_t folded, struct error *error);
void store_rollback(struct store *store);
enum status store_folded(struct store *store, int64_t *folded, struct error *error);
/* Until store_view_end, every reading of facts and of derived state sees one unchanging state of
 * each, and costs no lock. Neither may be written meanwhile, nor may a transaction be open
 * (INTERNAL). */
enum status store_view(struct store *store, struct error *error);
/* Safe without a view. */
void store_view_end(struct store *store);
/* Empties all derived state (within a transaction of its own). */
enum status store_derived_clear(struct store *store, struct error *error);

struct store_article {
    char id[ID_LENGTH + 1];
    char story[ID_LENGTH + 1];   /* "" before it has one */
    char copy_of[ID_LENGTH + 1]; /* "" when it repeats nobody's text */
    bool lead;                   /* leads its story */
    bool shown;                  /* `published` of its record */
    int64_t seen, published;     /* seconds */
    int64_t quality, heat;
    int64_t arrived;     /* number of the fact that made it */
    int64_t changed;     /* number of the last fact that changed anything of it */
    struct str provider; /* domain */
    struct str *topics;  /* ids, in the record's order */
    size_t topic_count;
    struct str data;    /* the article: article_write's JSON */
    struct str score;   /* its quality with parts: score_write's JSON */
    struct str reasons; /* why it is in its story: JSON; absent when unknown */
};

struct store_story {
    char id[ID_LENGTH + 1];
    char lead[ID_LENGTH + 1];
    bool shown;
    int64_t heat;
    int64_t newest;  /* time published of the newest member that repeats nobody's text */
    int64_t members; /* articles, the lead included */
    int64_t
        changed; /* number of the last fact that changed anything of it or of its members' order */
    struct str score; /* the heat with parts: score_write's JSON */
};

/* Ids and topics must not be empty; a topic has no line end. An article that is there is replaced.
 */
enum status store_articles_put(struct store *store, const struct store_article *articles,
                               size_t count, struct error *error);
/* Takes articles away, out of all lists and the search index; one that is not there is fine. Keys
 * and clicks stay. */
enum status store_articles_drop(struct store *store, const struct str *ids, size_t count,
                                struct error *error);
/* In the order of `ids`; a missing one has id "". `*articles` has `count` elements. */
enum status store_articles_get(struct store *store, struct arena *arena, const struct str *ids,
                               size_t count, struct store_article **articles, struct error *error);

enum store_order { STORE_BY_PUBLISHED_DOWN, STORE_BY_ARRIVED_UP, STORE_BY_ID };

/* What to list; zeroed fields do not restrict. */
struct store_query {
    enum store_order order;
    bool shown_only, leads_only;
    struct str topic;                     /* id */
    struct str provider;                  /* domain */
    struct str story;                     /* id */
    int64_t published_from, published_to; /* [from, to); TIME_NONE or 0: open */
    int64_t seen_from;                    /* 0: open */
    int64_t changed_after;                /* fact number; 0: all */
    /* Continue behind this one (its key in the chosen order, and id); id "" = from the start. */
    int64_t after_key;
    char after_id[ID_LENGTH + 1];
    /* Of articles whose ids it has, only ids and `published` are wanted; NULL: all of all. */
    const struct map *known;
    size_t skip;   /* rows of the list that are passed over */
    size_t most;   /* 0: no limit */
    size_t enough; /* counting goes no further than to this; 0: to the end */
};
/* Ties are broken by id, ascending, in byte order. */
enum status store_articles_list(struct store *store, struct arena *arena,
                                const struct store_query *query, struct store_article **articles,
                                size_t *count, struct error *error);
/* How many there are, or whether there are `enough`, wherever the list continues and however many
 * it asks for. */
enum status store_articles_count(struct store *store, const struct store_query *query,
                                 int64_t *count, struct error *error);

enum status store_stories_put(struct store *store, const struct store_story *stories, size_t count,
                              struct error *error);
/* Takes stories away; one that is not there is fine. Their articles stay as they are. */
enum status store_stories_drop(struct store *store, const struct str *ids, size_t count,
                               struct error *error);
enum status store_stories_get(struct store *store, struct arena *arena, const struct str *ids,
                              size_t count, struct store_story **stories, struct error *error);
/* Stories whose `newest` lies in [from, to), shown ones only if asked, by newest down, then id. */
enum status store_stories_list(struct store *store, struct arena *arena, int64_t from, int64_t to,
                               bool shown_only, struct store_story **stories, size_t *count,
                               struct error *error);

/* Small tables of text to text, each its own space. */
enum store_space {
    KEYS_ADDRESS,  /* key of article_keys → article id */
    KEYS_ALIAS,    /* younger id → older id, of articles that proved to be one */
    KEYS_RECORD,   /* article id → path of its record (several articles' files: "id/2" …) */
    KEYS_PATH,     /* path of a record → article id */
    KEYS_SLUG,     /* story id → slug of its address */
    KEYS_IMPORTED, /* path of an imported record → hash of its text as it was imported */
    KEYS_STATE, /* the press's own: "configuration" → hash of its text, "rescored" → number of
                   the last such fact, … */
    /* article id → the story under whose id it first left the house as its lead; "story/<id>" → a
     * lead that it left the house with; "again/<id>" of a story that did not, and whose lead left
     * it before → that other story */
    KEYS_ANNOUNCED,
    KEYS_STORY,   /* id of a story that was merged away → the story that it is part of since */
    KEYS_EARLIER, /* story → the one that it goes on from, beyond the window */
    KEYS_LATER,   /* story → the last that goes on from it */
    KEYS_EVENT,   /* "<story> <number of the fact, 12 digits> <n>" → what happened to it:
                   * press/events.h
                   */
    KEYS_SPONSOR, /* id of a sponsor's message, of this and earlier configurations → its address */
    KEYS_SHOWN,   /* story → when it was shown first, seconds */
    KEYS_ISSUE,   /* id of an issue of the newsletter → "<when> <list> <hash> <hash>" */
    KEYS_IN_ISSUE, /* "<list>/<story>" → id of the last issue of the list that had it */
    KEYS_PICTURE,  /* story → the picture that its page shows: its path below public/;
                    * publish/held.h: which are held and looked for */
};
struct store_key {
    struct str key, value;
};
/* Sets; an absent value takes the key away. */
enum status store_keys_put(struct store *store, enum store_space space,
                           const struct store_key *keys, size_t count, struct error *error);
/* Fills in values; absent where there is none. */
enum status store_keys_get(struct store *store, struct arena *arena, enum store_space space,
                           struct store_key *keys, size_t count, struct error *error);
/* Makes of a key the value that it leads to, and of that the next one's, until nothing follows: an
 * alias leads to what was there before it, so that a chain ends. INVALID for one that does not. */
enum status store_keys_follow(struct store *store, struct arena *arena, enum store_space space,
                              struct str *key, struct error *error);
/* All of a space whose keys are greater than `after`, in order of the key, at most `most` (0: all).
 */
enum status store_keys_list(struct store *store, struct arena *arena, enum store_space space,
                            struct str after, size_t most, struct store_key **keys, size_t *count,
                            struct error *error);

/* The keys of KEYS_ADDRESS, KEYS_STORY, KEYS_EARLIER, KEYS_LATER or KEYS_PICTURE that have this
 * value, in order. INTERNAL for another space: nothing looks it up that way. */
enum status store_keys_of(struct store *store, struct arena *arena, enum store_space space,
                          struct str value, struct str **keys, size_t *count, struct error *error);

/* ---- what was touched ----
 *
 * The store remembers what was put, dropped or named since store_touched_clear, and where an
 * article stood then, so that who published that state knows what is to be published again. */

enum store_touch {
    TOUCH_ARTICLE, /* put or dropped; `before` is its row at the time of the last clearing */
    TOUCH_STORY,   /* put or dropped; or a key of KEYS_SLUG, KEYS_STORY, KEYS_EARLIER, KEYS_LATER or
                      KEYS_EVENT, or of KEYS_ANNOUNCED with its id */
    TOUCH_NAME,    /* an article: its key of KEYS_RECORD or KEYS_ANNOUNCED, an address, clicks */
    TOUCH_PATH,    /* a path: a key of KEYS_IMPORTED */
    TOUCH_ISSUE,   /* an issue of the newsletter: its key of KEYS_ISSUE */
    TOUCH_FRONT, /* the front, with the id "front": it is other than before; or KEYS_STATE's "tick"
                    is put */
};
struct store_touched {
    enum store_touch touch;
    struct str id;
    /* Of an article that was there: id, story, lead, shown, published, provider, topics; the rest
     * is zeroed. Its id is "" when it is new, and for all but articles. */
    struct store_article before;
};
/* At most `most` of them (0: all), by kind, then id. */
enum status store_touched_list(struct store *store, struct arena *arena, size_t most,
                               struct store_touched **touched, size_t *count, struct error *error);
/* Forgets them, within a transaction. */
enum status store_touched_clear(struct store *store, struct error *error);

/* The present front, as one text. */
enum status store_front_put(struct store *store, struct str front, struct error *error);
/* Absent when there was none yet. */
enum status store_front_get(struct store *store, struct arena *arena, struct str *front,
                            struct error *error);

struct store_clicks {
    char article[ID_LENGTH + 1];
    int64_t day; /* days since 1970-01-01, UTC */
    int64_t count;
};
/* Sets the counts of days (the fact carries the day's sum so far, so that folding twice is
 * harmless). Counts from 0 to INT32_MAX. */
enum status store_clicks_put(struct store *store, const struct store_clicks *clicks, size_t count,
                             struct error *error);
/* Sums of the days [from, to] for each article asked for. */
enum status store_clicks_sum(struct store *store, const struct str *articles, size_t count,
                             int64_t from, int64_t to, int64_t *sums, struct error *error);
/* All that is known of one article's clicks, by day. */
enum status store_clicks_list(struct store *store, struct arena *arena, struct str article,
                              struct store_clicks **clicks, size_t *count, struct error *error);
/* Articles that had clicks on a day in [from, to]. */
enum status store_clicks_articles(struct store *store, struct arena *arena, int64_t from,
                                  int64_t to, struct str **articles, size_t *count,
                                  struct error *error);

/* The search index: store/search.h. Subscribers and their letters: store/subscribers.h. */

/* ---- working state ---- */

struct store_source {
    char id[ID_LENGTH + 1];
    struct str etag, last_modified;     /* validators; absent */
    struct str content_hash;            /* of the last body; absent */
    int64_t due;                        /* when to ask again; 0 = now */
    int64_t interval;                   /* seconds */
    int64_t last_try, last_good;        /* TIME_NONE: never */
    int64_t failures;                   /* in a row */
    int64_t entries;                    /* in the last good answer */
    struct str error_class, error_text; /* of the last failure; absent after a good one */
    int64_t reason;                     /* why `due` is when it is (enum poll_reason) */
    int64_t rhythm;                     /* seconds between two of its entries; 0: unknown */
    int64_t last_news;                  /* when it last brought something new; 0: never */
    int64_t ttl;                        /* seconds, as its feed asks; 0: it does not */
    struct str address;                 /* where it is asked since it moved; absent: at its own */
    struct str moved;                   /* where it says that it moved to for good; absent */
    int64_t moved_since, moved_times;   /* since when it says so, and how often in a row */
    int64_t gone_since, gone_times;     /* the same of being gone (HTTP 410) */
    int64_t ms;                         /* that its last answer took */
    int64_t warnings;                   /* on reading what it last brought */
    struct str warning;                 /* the first of them; absent */
    int64_t skip_hours, skip_days;      /* that its feed asks to skip, as in poll_outcome */
    struct str hub, topic; /* who tells of its news, and under what address; absent: nobody */
    struct str older; /* the page of an archive at which reading back goes on; absent: at none */
};
enum status store_sources_put(struct store *store, const struct store_source *sources, size_t count,
                              struct error *error);
/* All of them, by id. */
enum status store_sources_list(struct store *store, struct arena *arena,
                               struct store_source **sources, size_t *count, struct error *error);

/* What is remembered of a host, by whatever name it has for the caller (at most 1,000 bytes). */
struct store_host {
    struct str name;
    int64_t held_until; /* it asked not to be asked before; 0: it did not */
    struct str robots;  /* its robots.txt as far as it is ours; absent: not known */
    int64_t robots_until;
};
enum status store_hosts_put(struct store *store, const struct store_host *hosts, size_t count,
                            struct error *error);
/* Fills in all but the names; zero and absent where nothing is known. */
enum status store_hosts_get(struct store *store, struct arena *arena, struct store_host *hosts,
                            size_t count, struct error *error);
/* Those that are held at `now`, by name. */
enum status store_hosts_held(struct store *store, struct arena *arena, int64_t now,
                             struct store_host **hosts, size_t *count, struct error *error);
/* Forgets those of which nothing holds any more at `now`. */
enum status store_hosts_forget(struct store *store, int64_t now, struct error *error);

/* What was last seen of an entry: (source, entry's key) → hash. Fills in `value`, absent if never.
 */
enum status store_seen_get(struct store *store, struct arena *arena, struct str source,
                           struct store_key *keys, size_t count, struct error *error);
/* Sets; an absent value forgets the key. */
enum status store_seen_put(struct store *store, struct str source, const struct store_key *keys,
                           size_t count, struct error *error);

/* What the fetcher and the server tell one another: small tables of text to text, each with one
 * writer. */
enum store_notes {
    NOTES_LISTENER, /* the server's: "ADDRESS:PORT" where it listens → when it began to */
    NOTES_HUB,      /* the fetcher's: source id → its subscription, gather/hub.h */
    NOTES_LEASE,    /* the server's: source id → what the hub confirmed of that */
    NOTES_TOLD,     /* the server's: source id → when its hub last told of news */
    NOTES_PICTURE,  /* the fetcher's: hash of a picture's address → gather/pictures.h */
};
/* Sets; an absent value takes the key away. */
enum status store_notes_put(struct store *store, enum store_notes table,
                            const struct store_key *keys, size_t count, struct error *error);
/* Fills in values; absent where there is none. */
enum status store_notes_get(struct store *store, struct arena *arena, enum store_notes table,
                            struct store_key *keys, size_t count, struct error *error);
/* All of a table, in order of the key. */
enum status store_notes_list(struct store *store, struct arena *arena, enum store_notes table,
                             struct store_key **keys, size_t *count, struct error *error);

/* A click on an article by a visitor known only as a keyed hash (1 to 128 bytes); twice the same is
 * once. */
enum status store_click_add(struct store *store, struct str article, int64_t day,
                            struct str visitor, struct error *error);
/* Sums a day and article, of all days still kept, by day, then article. */
enum status store_clicks_pending(struct store *store, struct arena *arena,
                                 struct store_clicks **clicks, size_t *count, struct error *error);
/* Forgets single clicks of days before `day`. */
enum status store_clicks_forget(struct store *store, int64_t day, struct error *error);

#endif
