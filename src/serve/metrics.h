/* What the server counts of itself, as Prometheus reads it (text format 0.0.4). Of one thread, the
 * one that answers. Nothing in it is of a reader: no address, no path. */
#ifndef SERVE_METRICS_H
#define SERVE_METRICS_H

#include "base/buf.h"

/* What a request is for, by its path alone. */
enum serve_kind {
    SERVE_KIND_FILE, /* and all that is not below */
    SERVE_KIND_CLICK,
    SERVE_KIND_REDIRECT, /* /r/ */
    SERVE_KIND_SEARCH,
    SERVE_KIND_API,
    SERVE_KIND_HUB,
    SERVE_KIND_LETTERS, /* subscribing and leaving */
    SERVE_KIND_PROBE,   /* how the server is */
    SERVE_KINDS,
};

enum serve_click {
    SERVE_CLICK_COUNTED, /* noted; the store knows which were the same reader's */
    SERVE_CLICK_IGNORED, /* a program's */
    SERVE_CLICK_DROPPED, /* too many waited */
    SERVE_CLICKS,
};

enum { SERVE_CLASSES = 5 /* 1xx to 5xx */, SERVE_METRICS_MOST = 16 * 1024 };

/* The request that a connection is at. */
struct serve_request {
    enum serve_kind kind;
    bool bodiless;     /* HEAD */
    bool secure;       /* it came by TLS, all the way */
    unsigned int code; /* of the answer; 0 before there is one */
    uint64_t bytes;    /* of its body */
};

struct serve_metrics {
    uint64_t answers[SERVE_KINDS][SERVE_CLASSES];
    uint64_t bytes; /* of bodies of answers that were made; some may not have gone out whole */
    uint64_t clicks[SERVE_CLICKS];
};

/* An answer with this status and a body of that many bytes was made. `request` may be NULL. */
void serve_metrics_made(struct serve_request *request, unsigned int code, uint64_t bytes);
/* It is done with: counted, and the request forgotten. `request` may be NULL. */
void serve_metrics_count(struct serve_metrics *metrics, struct serve_request *request);
/* Appends the exposition; `connections` are open. */
void serve_metrics_write(const struct serve_metrics *metrics, size_t connections, struct buf *out);

#endif
