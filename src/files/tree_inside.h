/* The inside of a tree (for this room). */
#ifndef FILES_TREE_INSIDE_H
#define FILES_TREE_INSIDE_H

#include "base/arena.h"
#include "base/map.h"
#include "files/files.h"
#include "files/tree.h"
#include "files/tree_queue.h"
#include <pthread.h>

#define TREE_TEMPORARY ".broadsheet-tmp"
#define TREE_STAGE ".broadsheet-stage"
#define TREE_JOURNAL "journal"
enum { TREE_FOLDERS = 64 };

/* What `kept` says of a file. */
enum {
    KEPT_STAYS,
    KEPT_WRITTEN,
    KEPT_REMOVED,
    KEPT_STAGED, /* and its index in `staged` */
};

/* What a switch does, in the order in which it does it. */
enum staged_kind { STAGED_FOLDER, STAGED_FRESH, STAGED_OTHER, STAGED_REMOVED, STAGED_EMPTY };
enum { STAGED_KINDS = STAGED_EMPTY + 1, TREE_STAGE_NAME = 64 };

struct staged {
    enum staged_kind kind;
    size_t number;   /* of the folder or file in the stage */
    struct str path; /* in `paths` */
};

/* An open folder. Publishing goes folder by folder, so that a few of them answer nearly always. */
struct tree_folder {
    char *path; /* "" never stands here: that is the root */
    size_t length;
    int fd;
    uint64_t used; /* for choosing the one to close: the least recently used */
};

struct tree {
    pthread_mutex_t lock; /* of all below, by the functions that several threads may call */
    int root;
    char name[256]; /* the folder, for errors */
    struct tree_folder folders[TREE_FOLDERS];
    size_t folder_count;
    uint64_t tick;
    struct map kept; /* files of this round, in `paths` */
    struct map made; /* folders that this round made, in `paths`; → what was staged for them */
    struct arena paths;
    struct tree_queue *queue; /* NULL while nothing is staged */
    bool stages;
    int stage; /* the folder; -1 while nothing is staged */
    struct staged *staged;
    size_t staged_count, staged_capacity;
    size_t stage_files; /* in the stage, those in new folders aside */
    struct tree_counts counts;
    char piece[64 * 1024]; /* for comparing */
};

/* The descriptor of the folder `path` ("" for the root), borrowed until the next call; with
 * `create` it is made when missing. NOT_FOUND (without `create`), CANNOT_CREATE, IO, MEMORY. */
enum status tree_folder(struct tree *tree, struct str path, bool create, int *fd,
                        struct error *error);
/* Parts a valid path into its folder and the name in it. */
struct str tree_split(struct str path, char name[TREE_COMPONENT_MOST + 1]);
enum status tree_in_the_way(struct error *error, const char *what, struct str path);
enum status tree_failed(struct error *error, int number, const char *what, struct str path);
/* What is there at `name` in the folder, and whether it has these bytes; an error when it is
 * something that is not replaced. */
enum status tree_compare(struct tree *tree, int folder, const char *name, struct str path,
                         struct str bytes, bool *there, bool *same, struct error *error);
/* A plain tree in an open folder, which is the tree's from now on. */
enum status tree_open_at(int root, const char *name, struct tree **tree, struct error *error);
/* Notes a folder that this round made, and those of `path` behind its byte `from`. */
enum status tree_note_made(struct tree *tree, struct str folder, size_t of, struct error *error);
enum status tree_note_made_below(struct tree *tree, struct str path, size_t from, size_t of,
                                 struct error *error);
/* The longest folder on the way of `path` that this round made, with its '/'; 0 when there is none.
 * *of is what was staged for it. */
size_t tree_made_part(const struct tree *tree, struct str path, size_t *of);

/* tree_stage.c: what a staged tree does instead of writing and removing. */
enum status tree_stage_write(struct tree *tree, struct str path, struct str bytes,
                             struct map_entry *entry, bool *same, struct error *error);
/* Whether a file that this round removes lies in the stage alone; then it is gone. */
enum status tree_stage_drop(struct tree *tree, struct str path, struct map_entry *entry,
                            bool *dropped, struct error *error);
/* The name of a folder or file in the stage. */
void tree_stage_name(const struct staged *staged, char name[TREE_STAGE_NAME]);
enum status tree_stage_note(struct tree *tree, enum staged_kind kind, struct str path,
                            struct error *error);
/* tree_switch.c: ends what an earlier run left. */
enum status tree_recover(struct tree *tree, struct error *error);
/* Throws away what is staged. */
void tree_unstage(struct tree *tree);

/* Whether this round made the folder: nobody else's files are in it, nor in what is below. */
bool tree_folder_made(const struct tree *tree, struct str path);
/* Closes what is open at or below `path`. */
void tree_forget_folder(struct tree *tree, struct str path);

#endif
