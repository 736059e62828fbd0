/* The inside of asking the sources on the web (for network.c and its parts). */
#ifndef GATHER_SWEEP_H
#define GATHER_SWEEP_H

#include "fetch/fetch.h"
#include "gather/gather.h"
#include "gather/network.h"
#include "gather/reading.h"
#include "poll/poll.h"

/* One source in this round: its answer, then the pages of its new articles. */
struct visit {
    const struct edition_source *source;
    struct store_source state;
    struct batch batch;
    size_t pages_left; /* and parts: answers that are still to come */
    size_t parts_left; /* the parts among them */
    size_t older;      /* pages of an archive that were asked for */
    size_t newest;     /* the articles whose pages are asked for are the first so many */
    bool answered, settled;
};

struct sweep {
    struct gatherer *gatherer;
    struct fetcher *fetcher;
    struct arena arena;
    struct source_states states;
    struct store_key *told; /* NOTES_TOLD */
    size_t told_count;
    struct reading *readings; /* all, the last one first */
    struct visit *visits;
    size_t count, done;
    size_t watched, ill; /* of all on the web */
    size_t well;         /* asked, without doubt */
    bool recovering;     /* one that answered once is among the doubtful */
    bool patient;        /* so many are sick that all have their time */
    enum status status;  /* the first failure of ours; ends the sweep */
    struct error error;
};

/* What a request was for: a source's own address, a part of it, or the page of one of its new
 * articles. */
struct errand {
    struct visit *visit;
    struct batch_item *item; /* NULL: the source itself, or a part of it */
    bool part;
    struct reading *reading; /* of an article's pages, once one has come */
};

/* Notes the first failure of ours. */
void sweep_fail(struct sweep *sweep, enum status status, const struct error *error);
/* A text that lives as long as the sweep. */
struct str sweep_keep(struct sweep *sweep, struct str text);
/* Plans when the source is asked next. */
void sweep_learn(struct sweep *sweep, struct visit *visit, enum poll_result result,
                 const struct fetch_response *response, int64_t rhythm);

/* network_pages.c: asks for the pages of what is new, where the edition wants them; of a text that
 * is kept as its feed brought it, what its site states of it. */
enum status sweep_ask_pages(struct sweep *sweep, struct visit *visit, struct error *error);
void sweep_take_stated(struct sweep *sweep, struct errand *errand,
                       const struct fetch_response *response);
/* A page that could not be had leaves the article with what its feed, and the pages before, said.
 */
void sweep_take_page(struct sweep *sweep, struct errand *errand,
                     const struct fetch_response *response);

/* network_parts.c: asks for what else belongs to a source, whose own answer had so many entries (0:
 * nothing new): the maps that its map names, older pages of an archive; then for the articles'
 * pages, but of an archive's only for those of its newest document. */
enum status sweep_ask_rest(struct sweep *sweep, struct visit *visit, int64_t last_good,
                           size_t entries, struct error *error);
void sweep_take_part(struct sweep *sweep, struct visit *visit,
                     const struct fetch_response *response);

#endif
