/* From a request's target to a path below public/ (attacks.md N07). Pure. */
#ifndef SERVE_PATH_H
#define SERVE_PATH_H

#include "base/str.h"
#include "files/files.h"

struct serve_path {
    char file[FILES_PATH_MOST + 1]; /* decoded, NUL at the end; valid for files_open */
    size_t length;
    bool folder; /* the target ended in '/': `file` ends in "index.html" */
};

/* `target` is the request's path as it came, still percent-encoded, without query. Decoded once.
 * False for whatever no page of ours is called: not beginning with '/', broken escapes, an escaped
 * '/', control bytes, backslash, ill-formed UTF-8, an empty component, one that begins or ends
 * with a dot, or too long. */
bool serve_path_read(struct str target, struct serve_path *path);
/* The folder's own address, relative to the one without '/' at its end: "./x/" for "/a/x". Takes
 * nothing from the request but the last component of a target that serve_path_read took. False
 * when it has no room. */
bool serve_path_folder(struct str target, char *out, size_t size);
/* The Content-Type of a path, by its ending, from a fixed table. */
const char *serve_path_type(struct str path);

#endif
