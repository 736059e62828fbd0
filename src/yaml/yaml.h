/* YAML as a tree: see README.md. Everything lies in the arena it was read into. */
#ifndef YAML_YAML_H
#define YAML_YAML_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum { YAML_BYTES_MOST = 1024 * 1024, YAML_DEPTH_MOST = 64 };

enum yaml_kind { YAML_KIND_SCALAR, YAML_KIND_LIST, YAML_KIND_MAP };
enum yaml_style {
    YAML_STYLE_PLAIN, /* only such a scalar can be a number, a boolean or nothing */
    YAML_STYLE_QUOTED,
    YAML_STYLE_BLOCK, /* | or > */
};

struct yaml_node {
    enum yaml_kind kind;
    enum yaml_style style; /* of a scalar */
    bool flow;             /* a list or map in brackets */
    struct position at;    /* of its first character: line and column, from 1 */
    size_t end_line;       /* the line its end lies in; a block's end is where the next begins */
    struct str text;       /* of a scalar; never absent */
    struct str key;        /* of a value in a map; else absent */
    struct position key_at;
    struct yaml_node *first; /* of a list's items or a map's values, in the order written */
    struct yaml_node *next;  /* behind this one in the same list or map */
    size_t count;
};

/* Reads one document. `first_line` is the number of the text's first line in its file, for errors.
 * `depth` is the most collections inside each other, at most YAML_DEPTH_MOST. An empty document
 * gives an empty plain scalar. INVALID and LIMIT have line and column. */
enum status yaml_read(struct arena *arena, struct str text, size_t first_line, unsigned depth,
                      struct yaml_node **root, struct error *error);

/* The value of `key` in a map; NULL when there is none, or when `map` is none. Walks the map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, struct str key);

struct yaml_front {
    struct str front; /* between the two marks, without them; LF ends */
    size_t first_line;
    struct str body; /* behind the closing mark's line; LF ends */
    size_t body_line;
};

/* Parts a file that opens with a line `---`, and closes its front matter with `---` or `...`.
 * Borrows from `bytes`, or from the arena when line ends had to be mended. */
enum status yaml_front_matter(struct arena *arena, struct str bytes, struct yaml_front *front,
                              struct error *error);

/* `bytes` without BOM and with LF ends (CR alone is one too); INVALID for ill-formed UTF-8 and NUL,
 * with line and column. */
enum status yaml_lines(struct arena *arena, struct str bytes, struct str *lines,
                       struct error *error);
/* Line and column (in characters) of a byte. */
struct position yaml_position(struct str text, size_t offset);

#endif
