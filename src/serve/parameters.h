/* What follows the '?' of a target, by name. Pure. */
#ifndef SERVE_PARAMETERS_H
#define SERVE_PARAMETERS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum {
    SERVE_PARAMETERS_MOST = 64,   /* others behind these do not count */
    SERVE_PARAMETER_BYTES = 4096, /* of a value; a longer one is cut there */
};

struct serve_parameters {
    struct serve_parameter {
        struct str name, value; /* in the arena; values are clean lines (base/utf8.h) */
    } items[SERVE_PARAMETERS_MOST];
    size_t count;
};

/* Adds one as it came, still percent-encoded; '+' may be a space already. A broken escape is read
 * as it stands. */
enum status serve_parameters_add(struct serve_parameters *parameters, struct arena *arena,
                                 struct str name, struct str value, struct error *error);
/* The first of this name; absent when there is none. */
struct str serve_parameter(const struct serve_parameters *parameters, const char *name);

#endif
