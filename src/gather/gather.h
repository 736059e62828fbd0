/* Gathering: what the sources say now becomes facts. The one part of a round that reads the inbox
 * and the network; it knows nothing of stories or scores.
 *
 * A source that fails is noted in its state and in the log, and hurts nobody else. Nothing is lost
 * by a kill: an entry counts as seen only after its fact is committed. */
#ifndef GATHER_GATHER_H
#define GATHER_GATHER_H

#include "base/clock.h"
#include "base/log.h"
#include "edition/edition.h"
#include "feed/sitemap.h"
#include "page/page.h"
#include "press/facts.h"
#include "store/store.h"

struct gather_report {
    size_t sources;   /* asked */
    size_t unchanged; /* had nothing new */
    size_t failed;
    size_t waiting;  /* not due yet, or paused */
    size_t entries;  /* read */
    size_t fresh;    /* entries that became facts */
    size_t records;  /* dropped into the inbox and imported */
    size_t pictures; /* copies were made of */
};

struct files_language;

struct gatherer {
    const char *folder;
    const struct edition *edition;
    struct store *store;
    const struct log *log;
    const struct clock *clock;
    int64_t now;                       /* of the round */
    struct files_language *classifier; /* of languages; may be NULL */
    bool everything;                   /* ask sources that are not due, too */
    const char *program;               /* that makes copies of pictures; NULL: none are made */
    bool offline;                      /* pictures are taken from the inbox only */
    /* Called with what is being done, for a progress line; may be NULL. */
    void (*progress)(void *state, struct str what, size_t done, size_t of);
    void *progress_state;
    struct gather_report report;
};

/* Reads what is new in inbox/: feeds, pages (.html), records (.md). */
enum status gather_inbox(struct gatherer *gatherer, struct error *error);
/* Asks every source on the web that is due. */
enum status gather_network(struct gatherer *gatherer, struct error *error);
/* Fetches one page now and adds what it says to `facts` (`add URL`). UNAVAILABLE says why it could
 * not be fetched. */
enum status gather_page(struct gatherer *gatherer, struct str url, struct facts *facts,
                        struct error *error);

/* Makes copies of the pictures that pages show, of stories that have none (or lost them): from
 * inbox/pictures, or, of articles that a source on the web brought, from where they lie; a few a
 * round, and for some seconds. They lie in state/pictures/, and that an article has them is a fact.
 * Those that were shown longest ago go when all take more than `pictures.most`. A picture that
 * cannot be had is no error, and is tried again later and later. */
enum status gather_pictures(struct gatherer *gatherer, struct error *error);

/* ---- for the parts of gathering ---- */

/* A clock that is set back by less than this changes no plan. */
enum { CLOCK_ERROR = HOUR_SECONDS };

/* Where our servers listen, as they noted it, for fetch_options.deny; in the arena. */
enum status gather_listeners(struct store *store, struct arena *arena, struct str **listeners,
                             size_t *count, struct error *error);

struct fetcher;
/* A fetcher that knows what hosts said in earlier rounds. The caller closes it, on an error, too.
 */
enum status gather_open_fetcher(struct gatherer *gatherer, struct fetcher **fetcher,
                                struct error *error);

/* Adds to the observation what is stated about the article's use, by its page and by the answer
 * that brought the page (absent: a file), and drops its text where that may not be kept. The policy
 * lies in the arena. */
void gather_rights(const struct gatherer *gatherer, struct arena *arena, const struct page *page,
                   struct str stated, struct observation *observation);

/* Settles the language of an article whose page was read: what its text says, or its page. The
 * language lies in the arena. */
enum status gather_language(const struct gatherer *gatherer, struct arena *arena,
                            struct observation *observation, struct error *error);
/* The same for articles that one source brought together: each has the others as its history, and
 * claims are the feed's. */
enum status gather_languages(const struct gatherer *gatherer, struct arena *arena,
                             struct observation *items, size_t n, struct error *error);

struct batch;
/* As gather_rights, for what a feed brought, the batch's items from `first` on: its answer's noai
 * and reservation of text and data mining hold for the texts in it. The rest of it is about the
 * feed as a document (many say noindex). */
void gather_feed_rights(const struct gatherer *gatherer, struct str stated, struct batch *batch,
                        size_t first);

/* What one source brought: observations that wait to become facts. */
struct batch {
    struct arena arena; /* the observations and their texts */
    struct batch_item {
        struct observation observation;
        struct str source; /* id */
        struct str key;    /* of the entry within its source */
        struct str hash;   /* of the observation's JSON */
    } * items;
    size_t count, capacity;
    /* Maps that the last map of maps named, to be read like it; empty after any other source. */
    struct feed_part *parts;
    size_t part_count;
};

void batch_init(struct batch *batch);
void batch_release(struct batch *batch);
/* What a source says beside its entries. */
struct batch_feed {
    size_t entries;                 /* read */
    int64_t ttl;                    /* seconds; 0: not said */
    int64_t rhythm;                 /* poll_rhythm of its entries */
    int64_t newest;                 /* of its entries, as they claim; TIME_NONE */
    unsigned skip_hours, skip_days; /* as in poll_outcome */
    size_t warnings;
    struct str warning;   /* the first; in the batch's arena */
    struct str hub, self; /* likewise: who tells of its news, and of what by its own word */
};
/* Reads a source's bytes by its kind (a feed, a news sitemap, a page by selectors), that were found
 * at `base` (absent: nowhere in particular), and adds those
 * entries that are new or changed since the source was last read. */
enum status batch_add_feed(struct gatherer *gatherer, const struct edition_source *source,
                           struct str base, struct str bytes, struct str content_type,
                           struct batch *batch, struct batch_feed *read, struct error *error);
/* Adds one observation if it is new or changed. Its views may lie anywhere: they are copied. */
enum status batch_add(struct gatherer *gatherer, const struct observation *observation,
                      struct batch *batch, struct error *error);
/* Copies an observation with all that it points to. */
void batch_copy_observation(struct arena *arena, const struct observation *from,
                            struct observation *to);
/* Adds another's items, which stay where they are: it must live until `batch` is committed. */
enum status batch_join(struct batch *batch, const struct batch *other, struct error *error);
/* Appends the facts, oldest article first, notes what was seen, and empties the batch. */
enum status batch_commit(struct gatherer *gatherer, struct batch *batch, struct error *error);

/* What was noted of the sources before this round, by id; lies in the arena. */
struct source_states {
    struct store_source *items;
    size_t count;
};
enum status source_states_read(struct gatherer *gatherer, struct arena *arena,
                               struct source_states *states, struct error *error);
/* The state of a source; without times when there is none. */
struct store_source source_state(const struct source_states *states, const char *id);
/* Notes a failure of a source in `state`, the log and the report; counting it is the caller's. */
void gather_note_failure(struct gatherer *gatherer, const struct edition_source *source,
                         struct store_source *state, struct str class, struct str text);
/* The same, and puts the state with one more failure into the store. */
enum status gather_failed(struct gatherer *gatherer, const struct edition_source *source,
                          struct store_source *state, struct str class, struct str text,
                          struct error *error);

#endif
