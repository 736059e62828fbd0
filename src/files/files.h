/* The edition's folder, as far as it is not the database: reading below it, listing, its lock.
 *
 * Every path is relative to a folder and stays below it: no "..", no absolute path, no symbolic
 * link on the way or at its end (attacks.md K01, K06). The folder itself may be a link: whoever
 * runs the program chose it. Paths have '/' between components, whatever they come from. */
#ifndef FILES_FILES_H
#define FILES_FILES_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"

enum {
    FILES_PATH_MOST = 1024,       /* bytes of a path below the folder */
    FILES_COMPONENT_MOST = 255,   /* bytes of a component that is read */
    FILES_DEPTH_MOST = 32,        /* components of a path, levels of a recursive list */
    FILES_LIST_MOST = 1 << 20,    /* names in a list */
    FILES_CONFIG_MOST = 16 << 20, /* bytes of a file of the configuration */
};

/* Whether `path` is one that this room takes: not empty, relative, no NUL, no component that is
 * empty, ".", ".." or longer than `component_most` bytes, and within the limits above. */
bool files_path_valid(struct str path, size_t component_most);

/* Opens a regular file for reading; *fd is the caller's to close. *size is its length in bytes.
 * INVALID for a path that is not valid, NOT_FOUND, DENIED for a symbolic link on the way or
 * something that is no regular file (a FIFO is never waited for), PERMISSION, IO. */
enum status files_open(const char *folder, struct str path, int *fd, int64_t *size,
                       struct error *error);

/* Appends a whole file to `out`. LIMIT, and `out` as before, when it has more than `max` bytes or
 * more than `out` may hold; else as files_open. */
enum status files_read(const char *folder, struct str path, size_t max, struct buf *out,
                       struct error *error);

/* The regular files in the folder `path` below `folder` ("" for the folder itself), with
 * `recursive` also in its sub-folders. Names are paths below `folder`, in the arena, sorted by
 * bytes: the same files always give the same list. Left out: names beginning with a dot, symbolic
 * links, whatever is neither file nor folder. NOT_FOUND when there is no such folder; LIMIT behind
 * FILES_LIST_MOST names or FILES_DEPTH_MOST levels. */
enum status files_list(struct arena *arena, const char *folder, struct str path, bool recursive,
                       struct str **names, size_t *count, struct error *error);

/* The files that make an edition, as edition_load takes them, sorted by path: edition.yaml, those
 * of providers/ that end in .md, sources.opml, those of topics/ that end in .yaml; paths and bytes
 * in the arena. CONFIG when edition.yaml is missing; the others may be. A file that is there and
 * cannot be read is an error that names it. */
enum status files_read_edition(struct arena *arena, const char *folder, struct edition_file **files,
                               size_t *count, struct error *error);

/* The lock of a run: one at a time on an edition. */
struct files_lock {
    int fd; /* -1 when not held */
};

/* Takes state/lock, making state/ when it is missing (mode 0700). BUSY, at once, when another
 * process holds it; the message names that process. Held until files_unlock or until the process
 * ends, however it ends; children that are forked must close it. */
enum status files_lock(const char *folder, struct files_lock *lock, struct error *error);
/* The same of state/sending: one process at a time sends letters, beside a run or not. */
enum status files_lock_sending(const char *folder, struct files_lock *lock, struct error *error);
/* The same of state/editing, for whoever reads a file of the edition's configuration, changes it
 * and writes it again, beside a run or not. It waits for another who does, so it is held for no
 * more than that. */
enum status files_lock_editing(const char *folder, struct files_lock *lock, struct error *error);
/* The file stays: removing it would let two runs lock two files of one name. Safe on fd -1. */
void files_unlock(struct files_lock *lock);

#endif
