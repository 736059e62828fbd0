/* The inside of a tree (for this room). */
#ifndef FILES_TREE_INSIDE_H
#define FILES_TREE_INSIDE_H

#include "base/arena.h"
#include "base/map.h"
#include "files/files.h"
#include "files/tree.h"
#include "files/tree_queue.h"

#define TREE_TEMPORARY ".broadsheet-tmp"
enum { TREE_FOLDERS = 64 };

/* An open folder. Publishing goes folder by folder, so that a few of them answer nearly always. */
struct tree_folder {
    char *path; /* "" never stands here: that is the root */
    size_t length;
    int fd;
    uint64_t used; /* for choosing the one to close: the least recently used */
};

struct tree {
    int root;
    char name[256]; /* the folder, for errors */
    struct tree_folder folders[TREE_FOLDERS];
    size_t folder_count;
    uint64_t tick;
    struct map kept; /* files of this round, in `paths` */
    struct map made; /* folders that this round made, in `paths` */
    struct arena paths;
    struct tree_queue *queue;
    struct tree_counts counts;
    char piece[64 * 1024]; /* for comparing */
};

/* The descriptor of the folder `path` ("" for the root), borrowed until the next call; with
 * `create` it is made when missing. NOT_FOUND (without `create`), CANNOT_CREATE, IO, MEMORY. */
enum status tree_folder(struct tree *tree, struct str path, bool create, int *fd,
                        struct error *error);
/* Whether this round made the folder: nobody else's files are in it, nor in what is below. */
bool tree_folder_made(const struct tree *tree, struct str path);
/* Closes what is open at or below `path`. */
void tree_forget_folder(struct tree *tree, struct str path);

#endif
