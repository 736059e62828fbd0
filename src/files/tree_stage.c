/* What a round of a staged tree writes, beside the tree: "d<n>/…" holds the files of a folder that
 * is new, "f<k>/<n>" a file of a folder that is there. */
#include "base/grow.h"
#include "files/tree_inside.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SHELF = 1000, STAGE_NAME = FILES_PATH_MOST + 64 };

static enum status begin(struct tree *tree, struct error *error) {
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    if (tree->queue != NULL)
        return STATUS_OK;
    if (mkdirat(tree->root, TREE_STAGE, 0777) != 0)
        return tree_failed(error, errno, "create the folder", STR(TREE_STAGE));
    tree->stage = openat(tree->root, TREE_STAGE, flags);
    if (tree->stage < 0)
        return tree_failed(error, errno, "open the folder", STR(TREE_STAGE));
    tree->queue = tree_queue_open(tree->stage);
    return tree->queue != NULL ? STATUS_OK : error_memory(error);
}

enum status tree_stage_note(struct tree *tree, enum staged_kind kind, struct str path,
                            struct error *error) {
    enum status status = begin(tree, error);
    struct str copy = status == STATUS_OK ? arena_copy(&tree->paths, path) : STR_NONE;
    if (status != STATUS_OK)
        return status;
    if (str_absent(copy) || grow(&tree->staged, &tree->staged_capacity, tree->staged_count + 1,
                                 sizeof *tree->staged) != STATUS_OK)
        return error_memory(error);
    bool file = kind == STAGED_FRESH || kind == STAGED_OTHER;
    tree->staged[tree->staged_count] = (struct staged){
        .kind = kind, .number = file ? tree->stage_files++ : tree->staged_count, .path = copy};
    tree->staged_count++;
    return STATUS_OK;
}

/* ---- names in the stage ---- */

/* Where a file of the new folder `of` lies; *prefix is the length of that folder's name. */
static enum status name_in_folder(const struct tree *tree, size_t of, struct str path,
                                  char name[STAGE_NAME], size_t *prefix, struct error *error) {
    const struct staged *folder = &tree->staged[of];
    tree_stage_name(folder, name);
    *prefix = strlen(name);
    if (*prefix + path.n - folder->path.n > FILES_PATH_MOST)
        return error_set(error, STATUS_INVALID, "'%.*s' is too long a path",
                         STR_ARG(str_take(path, 200)));
    snprintf(name + *prefix, STAGE_NAME - *prefix, "%.*s", STR_ARG(str_skip(path, folder->path.n)));
    return STATUS_OK;
}

void tree_stage_name(const struct staged *staged, char name[TREE_STAGE_NAME]) {
    size_t number = staged->number;
    if (staged->kind == STAGED_FOLDER)
        snprintf(name, TREE_STAGE_NAME, "d%zu", number);
    else
        snprintf(name, TREE_STAGE_NAME, "f%zu/%zu", number / SHELF, number % SHELF);
}

/* ---- writing ---- */

/* The first folder on the way of `path` that the tree does not have; 0 when all are there. */
static enum status find_missing(struct tree *tree, struct str path, size_t *missing,
                                struct error *error) {
    enum status status = STATUS_OK;
    int at;
    *missing = 0;
    for (size_t i = 0; i < path.n && status == STATUS_OK; i++) {
        if (path.p[i] != '/')
            continue;
        status = tree_folder(tree, str_take(path, i), false, &at, error);
        if (status != STATUS_NOT_FOUND)
            continue;
        *missing = i;
        return STATUS_OK;
    }
    return status;
}

/* A file of a folder that is new; `made` bytes of its path are folders that the round has made. */
static enum status write_in_new(struct tree *tree, struct str path, size_t made, size_t of,
                                struct str bytes, struct error *error) {
    char name[STAGE_NAME];
    size_t prefix;
    enum status status = name_in_folder(tree, of, path, name, &prefix, error);
    size_t folder = tree->staged[of].path.n;
    size_t make_from = made > 0 ? made - folder + prefix : 0;
    if (status == STATUS_OK)
        status = tree_note_made_below(tree, path, made > 0 ? made : folder, of, error);
    return status == STATUS_OK
               ? tree_queue_add(tree->queue, str_from(name), make_from, bytes, error)
               : status;
}

/* A file of a folder that is there. */
static enum status write_beside(struct tree *tree, struct str path, struct str bytes,
                                struct map_entry *entry, bool *same, struct error *error) {
    char name[TREE_COMPONENT_MOST + 1], staged[TREE_STAGE_NAME];
    bool there;
    int at;
    enum status status = tree_folder(tree, tree_split(path, name), false, &at, error);
    if (status == STATUS_OK)
        status = tree_compare(tree, at, name, path, bytes, &there, same, error);
    if (status != STATUS_OK || *same)
        return status;
    status = tree_stage_note(tree, there ? STAGED_OTHER : STAGED_FRESH, path, error);
    if (status != STATUS_OK)
        return status;
    const struct staged *last = &tree->staged[tree->staged_count - 1];
    entry->value = KEPT_STAGED + tree->staged_count - 1;
    tree_stage_name(last, staged);
    return tree_queue_add(tree->queue, str_from(staged),
                          last->number % SHELF == 0 ? 0 : strlen(staged), bytes, error);
}

/* Removes a file of this round from the stage; `name` is where it lay. */
static enum status take_back(struct tree *tree, struct str path, const struct map_entry *entry,
                             char name[STAGE_NAME], struct error *error) {
    size_t of, ignored;
    enum status status = tree_settle(tree, error);
    if (status == STATUS_OK && entry->value >= KEPT_STAGED)
        tree_stage_name(&tree->staged[entry->value - KEPT_STAGED], name);
    else if (status == STATUS_OK && tree_made_part(tree, path, &of) > 0)
        status = name_in_folder(tree, of, path, name, &ignored, error);
    if (status == STATUS_OK && unlinkat(tree->stage, name, 0) != 0)
        status = tree_failed(error, errno, "remove", path);
    return status;
}

/* Whether this round put the file into the stage. */
static bool in_stage(const struct tree *tree, struct str path, const struct map_entry *entry) {
    size_t of;
    return entry->value >= KEPT_STAGED ||
           (entry->value == KEPT_WRITTEN && tree_made_part(tree, path, &of) > 0);
}

enum status tree_stage_write(struct tree *tree, struct str path, struct str bytes,
                             struct map_entry *entry, bool *same, struct error *error) {
    char name[STAGE_NAME];
    size_t of, missing = 0;
    enum status status;
    if (in_stage(tree, path, entry)) {
        status = take_back(tree, path, entry, name, error);
        return status == STATUS_OK
                   ? tree_queue_add(tree->queue, str_from(name), strlen(name), bytes, error)
                   : status;
    }
    size_t made = tree_made_part(tree, path, &of);
    status = made == 0 ? find_missing(tree, path, &missing, error) : STATUS_OK;
    if (status == STATUS_OK && missing > 0) {
        status = tree_stage_note(tree, STAGED_FOLDER, str_take(path, missing), error);
        of = tree->staged_count - 1;
    }
    if (status != STATUS_OK)
        return status;
    entry->value = KEPT_WRITTEN;
    return made > 0 || missing > 0 ? write_in_new(tree, path, made, of, bytes, error)
                                   : write_beside(tree, path, bytes, entry, same, error);
}

enum status tree_stage_drop(struct tree *tree, struct str path, struct map_entry *entry,
                            bool *dropped, struct error *error) {
    char name[STAGE_NAME];
    size_t of;
    bool staged = in_stage(tree, path, entry);
    bool fresh = tree_made_part(tree, path, &of) > 0;
    enum status status = staged ? take_back(tree, path, entry, name, error) : STATUS_OK;
    *dropped = fresh || entry->value == KEPT_REMOVED;
    entry->value = KEPT_REMOVED;
    return status;
}
