/* What happened to a story besides articles that came: kept in derived state (KEYS_EVENT), for
 * `why` and for pages. */
#ifndef PRESS_EVENTS_H
#define PRESS_EVENTS_H

#include "store/store.h"

struct event {
    int64_t at;
    enum event_kind {
        EVENT_UNITED, /* `other` was one with it, and its articles are in it now */
        EVENT_LEFT,   /* articles left it for `other` */
        EVENT_CAME,   /* articles came to it from `other` */
        EVENT_KINDS,
    } kind;
    struct str other;
    struct str *articles; /* ids */
    size_t count;
    int64_t margin; /* as in story/settle.h */
    bool bond;      /* because an editor said so */
};

/* Notes an event of the fact `number`; `n` tells apart those of one fact. */
enum status event_put(struct store *store, struct arena *arena, struct str story, int64_t number,
                      size_t n, const struct event *event, struct error *error);
/* Those of a story, in their order. */
enum status events_list(struct store *store, struct arena *arena, struct str story,
                        struct event **events, size_t *count, struct error *error);

#endif
