/* A compiled template, inside the room: its texts and tags in order, flat. */
#ifndef TEMPLATE_NODE_H
#define TEMPLATE_NODE_H

#include "template/template.h"

enum template_node_kind {
    NODE_TEXT,
    NODE_VALUE, /* escaped */
    NODE_RAW,
    NODE_SECTION,
    NODE_INVERTED,
    NODE_PARTIAL,
};

struct template_node {
    enum template_node_kind kind;
    bool line;         /* stands at the beginning of a line of the source */
    bool alone;        /* a partial that has its line for itself */
    struct str text;   /* the text; the name; "." for the innermost value */
    struct str first;  /* the name up to its first dot */
    struct str rest;   /* what follows that dot; absent when there is none */
    size_t end;        /* of a section: index behind its last node */
    struct str indent; /* of a partial that has its line for itself */
    size_t offset;     /* in the source */
};

struct template {
    struct template_node *nodes;
    size_t count;
    struct str source;
};

#endif
