/* The queue of a tree (for this room): files of folders that the round made, written by a thread of
 * its own while the caller makes the next ones. More than half of a first publishing is spent in
 * the kernel, creating folders and files.
 *
 * Jobs are done in the order in which they came, so that a folder is there before what lies in it.
 * The first that fails ends the work: what comes after it is dropped, and every later call says
 * why. */
#ifndef FILES_TREE_QUEUE_H
#define FILES_TREE_QUEUE_H

#include "base/status.h"
#include "base/str.h"

struct tree_queue;

/* The thread starts with the first job; `root` stays open until tree_queue_close. NULL: no memory.
 */
struct tree_queue *tree_queue_open(int root);
/* Copies path and bytes. Folders of `path` that begin at or behind its byte `make_from` are made
 * first (0 or more; the path's length for none). Waits while too much is queued. */
enum status tree_queue_add(struct tree_queue *queue, struct str path, size_t make_from,
                           struct str bytes, struct error *error);
/* Waits until all is written, or one has failed. */
enum status tree_queue_settle(struct tree_queue *queue, struct error *error);
/* The same, and the end of the thread. Safe on NULL. */
void tree_queue_close(struct tree_queue *queue);

#endif
