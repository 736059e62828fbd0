/* A published tree: files written only when their bytes differ, at once or as a generation.
 *
 * A file is replaced as a whole or not at all: the new bytes go into a temporary file beside it,
 * which is renamed over it. Only in a folder that the same round made, to which nothing leads yet,
 * files are written in place, by a thread beside the caller's (tree_settle waits for it); one that
 * a kill cut short there is replaced by the next round that writes it. Whatever stands in the way
 * and is no regular file (a symbolic link, a FIFO, a folder) or is a file without write permission
 * for its owner is not touched: error. A hard-linked file gets a file of its own; the other name
 * keeps its bytes (attacks.md K06).
 *
 * A staged tree changes only in tree_switch (docs/decisions/0020). Until then what a round writes
 * lies in a folder ".broadsheet-stage" at its top, and what it removes is noted; a kill, a full
 * disk or tree_close throw that away. tree_switch lists in a journal what is to be done, then does
 * it: new folders and files first, then what is other, then what goes, so that whoever reads
 * meanwhile finds what is named. A switch that was interrupted is ended when the tree is opened
 * again: so a generation is there as a whole, or the one before it.
 *
 * Nothing is synced file by file: what is published can be made again, and a file that a power
 * failure cut short differs in size and is written anew by whoever compares it. tree_sync makes a
 * whole round durable.
 *
 * One writer at a time on a tree (files_lock). Its threads may write, keep, remove and sweep at
 * once, each its own files: the tree is the same whatever their order. All else is for one of them
 * while the others do nothing. A run that was killed may leave one file ".broadsheet-tmp" in a
 * folder; the next write there or the next sweep removes it.
 *
 * Errors of all functions (of writing, with the folder as their file): INVALID for a path that is
 * not valid (".." and the like, components over TREE_COMPONENT_MOST bytes), CANNOT_CREATE when the
 * folder cannot be written or something stands in the way, IO for a full or failing disk. After
 * each, the tree is as before the call. */
#ifndef FILES_TREE_H
#define FILES_TREE_H

#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum { TREE_COMPONENT_MOST = 200 };

struct tree;

struct tree_counts {
    size_t written, unchanged, removed;
    size_t bytes; /* written */
};

/* Opens the tree at `folder`, made with its parents when missing. The caller closes it. */
enum status tree_open(const char *folder, struct tree **tree, struct error *error);
/* The same, staged. What an interrupted switch left is done first; errors as of tree_switch. */
enum status tree_open_staged(const char *folder, struct tree **tree, struct error *error);
/* Safe on NULL. */
void tree_close(struct tree *tree);

/* Makes the file `path` have these bytes; folders are made on the way. An error may be that of a
 * file that was given before. */
enum status tree_write(struct tree *tree, struct str path, struct str bytes, struct error *error);
/* The same; *same says whether the file had them already. */
enum status tree_put(struct tree *tree, struct str path, struct str bytes, bool *same,
                     struct error *error);
/* Says that the file, if there is one, stays as it is in this round. */
enum status tree_keep(struct tree *tree, struct str path, struct error *error);
/* The same; *there says whether there is such a file, which then counts as unchanged. */
enum status tree_keep_there(struct tree *tree, struct str path, bool *there, struct error *error);
/* Whether this round has written the file, staged or not. */
bool tree_written(struct tree *tree, struct str path);
/* Removes a file; one that is not there is fine. */
enum status tree_remove(struct tree *tree, struct str path, struct error *error);
/* Removes the regular files below the folder `under` ("" for the whole tree) that were neither
 * written nor kept since tree_open or tree_new_round, and folders that this leaves empty. Names
 * beginning with a dot are left alone, and so is what is neither file nor folder. A missing folder
 * is fine. */
enum status tree_sweep(struct tree *tree, struct str under, struct error *error);
/* The same below each folder at the top whose name is the caller's; it goes, too, when it is empty
 * then. */
enum status tree_sweep_top(struct tree *tree, bool (*mine)(struct str name), struct error *error);
/* Forgets what was written and kept, and the counts. */
void tree_new_round(struct tree *tree);
/* Waits until everything is written, and says what could not be. tree_sweep and tree_sync do so,
 * too. */
enum status tree_settle(struct tree *tree, struct error *error);
/* What was staged is put in place; a new round begins, but the counts go on. On an error the tree
 * is as it was, or the rest is done when it is opened again; it is good for tree_close only. Of a
 * tree that is not staged: tree_settle. */
enum status tree_switch(struct tree *tree, struct error *error);
/* One syncfs(2) of the tree's file system. */
enum status tree_sync(struct tree *tree, struct error *error);

/* Appends, as a line, which folder this is ("" for the tree's own): its number on its file system
 * and when it was made, so that one that was deleted and made again is another. */
void tree_identify(const struct tree *tree, struct str folder, struct buf *out);

struct tree_counts tree_counts(const struct tree *tree);

#endif
