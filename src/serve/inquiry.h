/* What must be looked up before it can be answered: the search page and the live API; and what
 * readers of letters ask for, by a thread that may write.
 *
 * A thread of its own asks the store, so that no reader of a file ever waits for a search: the
 * connection is suspended meanwhile, and at most SERVE_INQUIRIES_MOST wait (503 behind them). The
 * edition and its templates are read anew every SERVE_INQUIRY_EDITION_MS, when somebody asks. */
#ifndef SERVE_INQUIRY_H
#define SERVE_INQUIRY_H

#include "base/log.h"
#include "publish/live.h"
#include "serve/coding.h"
#include "serve/parameters.h"

enum {
    SERVE_INQUIRIES_MOST = 64,
    SERVE_INQUIRY_EDITION_MS = 30000,
    SERVE_INQUIRY_PATIENCE_MS = 2000, /* of one search (attacks.md N21) */
    SERVE_INQUIRY_MEMORY = 256 << 20,
    SERVE_INQUIRY_BODY_MOST = 32 << 20,
};

enum serve_inquiry_kind {
    SERVE_INQUIRY_API,
    SERVE_INQUIRY_SEARCH, /* the search page */
    SERVE_INQUIRY_DOOR,   /* letters.h: a page … */
    SERVE_INQUIRY_FORM,   /* … and what its form says */
};

/* One request, from its coming in until it is answered. */
struct serve_inquiry {
    struct serve_inquiry *next; /* in the queue */
    enum serve_inquiry_kind kind;
    struct str path; /* of the API: what follows "/api/v1/"; of letters: all of it */
    struct serve_parameters parameters;
    struct arena arena;       /* of what came in */
    enum serve_coding coding; /* the best that the client takes; then that of `body` */
    /* The answer, once `answered`. */
    bool answered;
    unsigned int code;
    const char *type;
    struct buf body;
    /* Told by the thread that the answer stands; `state` and `waiter` are the asker's. */
    void (*resume)(void *state, void *waiter);
    void *state, *waiter;
};

struct serve_inquiry *serve_inquiry_new(void); /* NULL for want of memory */
/* Safe on NULL. */
void serve_inquiry_free(struct serve_inquiry *inquiry);

struct serve_clerk;

struct serve_clerk_options {
    const char *folder;
    struct str where;
    enum store_access access; /* STORE_SERVE for one who writes what forms say */
    const struct clock *clock;
    const struct log *log;
};

/* Starts the thread. What is given is borrowed. */
enum status serve_clerk_open(const struct serve_clerk_options *options, struct serve_clerk **clerk,
                             struct error *error);
/* Whether one more may be asked; so it stays for the thread that asks, until it does. */
bool serve_clerk_has_room(struct serve_clerk *clerk);
/* Takes the inquiry in, and never waits: the clerk's thread calls `resume` when it is answered,
 * perhaps before this returns. The asker keeps owning it, and leaves it alone until then. Asked by
 * one thread, where there is room. */
void serve_clerk_ask(struct serve_clerk *clerk, struct serve_inquiry *inquiry);
/* The edition is read anew for the next inquiry, and not only after a while. */
void serve_clerk_reread(struct serve_clerk *clerk);
/* Answers what waits by 503, and ends the thread: afterwards no `resume` is called any more. Safe
 * on NULL. */
void serve_clerk_end(struct serve_clerk *clerk);
void serve_clerk_close(struct serve_clerk *clerk);

/* What a handler has at hand. */
struct serve_counter {
    const char *folder;
    const struct clock *clock;
    struct live *live;
    struct store *store;
    struct arena arena;
};

/* search.c, api.c, reception.c: fill in code, type and body. An error other than MEMORY is of the
 * store. */
enum status serve_search_page(struct serve_counter *counter, struct serve_inquiry *inquiry,
                              struct error *error);
enum status serve_api(struct serve_counter *counter, struct serve_inquiry *inquiry,
                      struct error *error);
enum status serve_reception(struct serve_counter *counter, struct serve_inquiry *inquiry,
                            struct error *error);

/* Compresses the body where the client takes it and it is worth it. */
void serve_inquiry_pack(struct serve_inquiry *inquiry);

/* problem.c: whether an error is the asker's to mend, and told them. */
bool serve_is_askers(enum status status, const struct error *error);
/* The error of an API as RFC 9457 has it, in the inquiry's body. `detail` may be
 * absent. */
void serve_problem(struct serve_inquiry *inquiry, unsigned int code, struct str detail);

#endif
