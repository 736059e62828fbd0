/* The files of templates/ as they are in the program: made at build time by tools/embed.c. */
#ifndef PUBLISH_DEFAULTS_H
#define PUBLISH_DEFAULTS_H

#include "base/str.h"

struct publish_default {
    const char *name; /* "front.mustache", "style.css" */
    const unsigned char *bytes;
    size_t size;
};

extern const struct publish_default publish_defaults[];
extern const size_t publish_default_count;
extern const char publish_defaults_mark[17]; /* other bytes, or in another order: another mark */

#endif
