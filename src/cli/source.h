/* What the commands about sources share: what an address brings when it is asked now, and what is
 * wrong with a source, in a sentence. */
#ifndef CLI_SOURCE_H
#define CLI_SOURCE_H

#include "cli/workspace.h"
#include "edition/opml.h"
#include "feed/sitemap.h"
#include "fetch/fetch.h"

enum { SOURCE_SHOWN = 5, SOURCE_SENTENCE_MOST = 4000 };

/* ---- asking now ---- */

/* What one source brought. Texts lie in the edition's arena. */
struct source_look {
    enum edition_source_kind kind;
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
    size_t maps; /* that a map of maps names; the entries are then the latest one's that has any */
    bool older;  /* an archive has a page before this one */
};

/* A source to be asked, and what came of it. */
struct source_question {
    struct edition_source source; /* its url and kind, and the selectors of a page */
    bool keep;                    /* body and content_type are wanted, too */
    struct source_look look;
    struct str body, content_type; /* of the answer; absent when there was no good one */
    struct feed_part *maps;        /* the asker's own: those still to be asked */
    size_t map_count, maps_asked;
    struct source_asking *asking;
};

/* Reads bytes by the source's kind into `look`; where they cannot be read, its class says so. What
 * the answer said beside them stays. The parts that it names are *parts. */
enum status source_look_at(struct arena *arena, const struct edition_source *source,
                           struct str bytes, struct str base, struct str content_type, int64_t now,
                           struct source_look *look, struct feed_part **parts, size_t *part_count,
                           struct error *error);
/* Asks now, all at once and with the edition's manners; of a map of maps also the latest of those,
 * until one has news. Nothing is noted anywhere. */
enum status source_ask(struct invocation *invocation, struct workspace *workspace,
                       struct source_question *questions, size_t count);

/* What can be watched behind an address. */
struct source_found {
    struct str asked;                /* the address, in full */
    const char *reason;              /* why it is the one, in words */
    bool itself;                     /* it is what was asked for, not something behind it */
    struct source_question question; /* its source and what it brings */
};
/* Looks for it: a feed or map at the address itself, a feed that its page names or that lies in a
 * usual place, a map of the site with news in it. With a `wish` the address is taken for what that
 * says by its kind and selectors. NOT_FOUND, UNAVAILABLE and INVALID say what is in the way. */
enum status source_find(struct invocation *invocation, struct workspace *workspace,
                        struct str argument, const struct edition_source *wish,
                        struct source_found *found);

/* ---- sources.opml ---- */

/* The sources that the arguments name, each once, in the arguments' order: a view into the
 * workspace's arena. NOT_FOUND names the nearest; where a title is that of `several`, all are
 * meant, or INVALID says which those are. */
enum status source_choose(struct invocation *invocation, struct workspace *workspace, bool several,
                          const struct edition_source ***chosen, size_t *count);

enum { SOURCE_OPML_MOST = 16 * 1024 * 1024 };
/* Adds sources at its end; all else in it stays to the byte. */
enum status source_append(struct invocation *invocation, struct workspace *workspace,
                          const struct edition_source *sources, size_t count);
/* Pauses, resumes or removes what the arguments name; all else in it stays to the byte. `done` and
 * `not_needed` tell of each what became of it. */
enum status source_change(struct invocation *invocation, enum opml_change change, const char *done,
                          const char *not_needed);

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
void source_add_failure(struct buf *out, enum edition_source_kind kind, struct str class,
                        struct str message);
/* `s` inert, at most `width` characters of it; returns how many. */
size_t source_add_cut(struct buf *out, struct str s, size_t width);
/* Title, or address where it has none; then the address. One line, inert, at most 79 columns. */
void source_add_name(struct buf *out, struct str title, struct str url);
/* A sentence below it: indented, wrapped at 79 columns. */
void source_add_sentence(struct buf *out, struct str sentence);

#endif
