/* What the commands about sources share: what an address brings when it is asked now, and what is
 * wrong with a source, in a sentence. */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include "cli/edition.h"
#include "fetch/fetch.h"

enum { SOURCE_SHOWN = 5, SOURCE_SENTENCE_MOST = 4000 };

/* ---- asking now ---- */

/* What one address brought. Texts lie in the arena that was given. */
struct source_look {
    struct str url;              /* as asked */
    struct str address;          /* where the answer came from */
    struct str moved;            /* where it says that it moved to for good; absent */
    const char *class;           /* fetch_class_word, or "not_a_feed"; "ok" */
    struct str message;          /* what went wrong, as a half-sentence; absent */
    int status;                  /* HTTP's; 0: no answer */
    int64_t retry_after, ms;     /* seconds, -1 not said */
    struct str title, language;  /* of the feed */
    size_t entries, dated, full; /* dated ones; those with a text, not only a summary */
    int64_t newest, rhythm;      /* TIME_NONE; seconds between entries, 0 unknown */
    struct source_entry {
        struct str title;
        int64_t time; /* TIME_NONE */
    } shown[SOURCE_SHOWN];
    size_t shown_count;
    size_t warnings;
    struct str warning;
};

/* Reads an answer as a feed. */
enum status source_look_at(struct arena *arena, const struct fetch_response *response, int64_t now,
                           struct source_look *look, struct error *error);
/* Asks an address now and calls `done` with the answer; nothing is noted anywhere. */
enum status source_ask(struct invocation *invocation, const struct desk *desk, struct str url,
                       enum fetch_kind kind, fetch_done *done, void *context);
/* Opens a fetcher with the edition's manners. */
enum status source_fetcher(struct invocation *invocation, const struct desk *desk,
                           struct fetcher **fetcher);

/* ---- sources.opml ---- */

enum { SOURCE_OPML_MOST = 16 * 1024 * 1024 };
/* Adds sources at its end; all else in it stays to the byte. */
enum status source_append(struct invocation *invocation, struct desk *desk,
                          const struct edition_source *sources, size_t count);

/* ---- in words ---- */

/* Worst first. */
enum source_trouble {
    TROUBLE_GONE,    /* for good, its server says */
    TROUBLE_FAILING, /* cannot be had, or not read */
    TROUBLE_HELD,    /* its server wants a pause */
    TROUBLE_EMPTY,   /* no entries */
    TROUBLE_SILENT,  /* nothing new for weeks */
    TROUBLE_NEW,     /* never asked */
    TROUBLE_MOVED,
    TROUBLE_SLOW,
    TROUBLE_ODD, /* warnings on reading it */
    TROUBLE_NONE,
    TROUBLE_PAUSED, /* by the edition */
};
/* "gone", "failing", …; static. */
const char *source_trouble_word(enum source_trouble trouble);

/* What is wrong with what was just brought; the sentence says so, or how well it fares. */
enum source_trouble source_judge_look(const struct source_look *look, int64_t now,
                                      struct buf *sentence);
/* The same from what rounds noted; `state` NULL: nothing. */
enum source_trouble source_judge(const struct edition_source *source,
                                 const struct store_source *state, int64_t now,
                                 struct buf *sentence);
/* A failure as a sentence's beginning: "there is nothing at its address (HTTP 404)". */
void source_add_failure(struct buf *out, struct str class, struct str message);
/* `s` inert, at most `width` characters of it; returns how many. */
size_t source_add_cut(struct buf *out, struct str s, size_t width);
/* Title, or address where it has none; then the address. One line, inert, at most 79 columns. */
void source_add_name(struct buf *out, struct str title, struct str url);
/* A sentence below it: indented, wrapped at 79 columns. */
void source_add_sentence(struct buf *out, struct str sentence);

#endif
