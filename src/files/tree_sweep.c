#include "files/tree_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct swept {
    struct str path;
    size_t above; /* the folder it was found in; SIZE_MAX for the one that is swept */
    size_t stays; /* what is in it and stays, folders aside */
};

struct sweeping {
    struct tree *tree;
    struct arena arena;
    struct swept *folders; /* found so far, each before those below it */
    size_t count, capacity;
    size_t at; /* the folder at hand */
};

static enum status add_folder(struct sweeping *sweeping, struct str path, struct error *error) {
    struct str copy = arena_copy(&sweeping->arena, path);
    if (str_absent(copy) || arena_grow(&sweeping->arena, &sweeping->folders, &sweeping->capacity,
                                       sweeping->count + 1, sizeof *sweeping->folders) != STATUS_OK)
        return arena_status(&sweeping->arena, error);
    sweeping->folders[sweeping->count++] = (struct swept){.path = copy, .above = sweeping->at};
    return STATUS_OK;
}

static enum status remove_swept(struct tree *tree, int fd, const char *name, struct str path,
                                struct error *error) {
    if (!tree->stages && unlinkat(fd, name, 0) != 0)
        return tree_failed(error, errno, "remove", path);
    tree->counts.removed++;
    return tree->stages ? tree_stage_note(tree, STAGED_REMOVED, path, error) : STATUS_OK;
}

/* Whether a file goes: nobody wrote or kept it. */
static enum status release(struct tree *tree, struct str path, bool *goes, struct error *error) {
    bool fresh;
    *goes = map_find(&tree->kept, path) == NULL;
    if (!*goes || !tree->stages)
        return STATUS_OK;
    struct str copy = arena_copy(&tree->paths, path);
    return !str_absent(copy) && map_ensure(&tree->kept, copy, KEPT_REMOVED, &fresh) != NULL
               ? STATUS_OK
               : error_memory(error);
}

static enum status sweep_entry(struct sweeping *sweeping, int fd, struct str folder,
                               const char *name, struct error *error) {
    struct tree *tree = sweeping->tree;
    struct swept *swept = &sweeping->folders[sweeping->at];
    bool goes;
    if (name[0] == '.') {
        bool gone = strcmp(name, TREE_TEMPORARY) == 0 && unlinkat(fd, name, 0) == 0;
        swept->stays += !gone && strcmp(name, ".") != 0 && strcmp(name, "..") != 0;
        return STATUS_OK;
    }
    struct stat info;
    if (fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? STATUS_OK : error_errno(error, errno, 1, "look at", name);
    char text[FILES_PATH_MOST + 1];
    int n = snprintf(text, sizeof text, "%.*s%s%s", STR_ARG(folder), folder.n > 0 ? "/" : "", name);
    struct str path = str_of(text, n > 0 ? (size_t)n : 0);
    swept->stays++;
    if (path.n >= sizeof text || !files_path_valid(path, TREE_COMPONENT_MOST))
        return STATUS_OK; /* not a path of ours */
    if (S_ISDIR(info.st_mode) && !tree_folder_made(tree, path)) {
        swept->stays--;
        return add_folder(sweeping, path, error);
    }
    if (!S_ISREG(info.st_mode))
        return STATUS_OK;
    enum status status = release(tree, path, &goes, error);
    if (status != STATUS_OK || !goes)
        return status;
    swept->stays--;
    return remove_swept(tree, fd, name, path, error);
}

/* A description of its own: reading moves a position. */
static enum status open_folder(struct tree *tree, struct str path, DIR **dir, struct error *error) {
    int at = -1;
    enum status status = tree_folder(tree, path, false, &at, error);
    if (status != STATUS_OK)
        return status;
    int fd = openat(at, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (*dir != NULL)
        return STATUS_OK;
    if (fd >= 0)
        close(fd);
    return error_set(error, STATUS_IO, "cannot list %.*s", STR_ARG(path));
}

static enum status sweep_folder(struct sweeping *sweeping, struct str path, struct error *error) {
    DIR *dir;
    enum status status = open_folder(sweeping->tree, path, &dir, error);
    if (status != STATUS_OK)
        return status;
    struct dirent *entry;
    while (status == STATUS_OK && (errno = 0, entry = readdir(dir)) != NULL)
        status = sweep_entry(sweeping, dirfd(dir), path, entry->d_name, error);
    closedir(dir);
    return status;
}

/* Removes a folder that is empty by now; any other stays. */
static enum status remove_empty(struct tree *tree, struct str path, struct error *error) {
    char name[TREE_COMPONENT_MOST + 1];
    int at = -1;
    if (tree->stages)
        return tree_stage_note(tree, STAGED_EMPTY, path, error);
    if (tree_folder(tree, tree_split(path, name), false, &at, NULL) == STATUS_OK &&
        unlinkat(at, name, AT_REMOVEDIR) == 0)
        tree_forget_folder(tree, path);
    return STATUS_OK;
}

/* The folder `under` is the first; `top`: it goes, too, when it is empty. */
static enum status sweep(struct sweeping *sweeping, struct str under, bool top,
                         struct error *error) {
    sweeping->at = SIZE_MAX;
    enum status status = add_folder(sweeping, under, error);
    for (size_t i = 0; status == STATUS_OK && i < sweeping->count; i++) {
        sweeping->at = i;
        status = sweep_folder(sweeping, sweeping->folders[i].path, error);
    }
    for (size_t i = sweeping->count; status == STATUS_OK && i-- > (top ? 0 : 1);) {
        const struct swept *swept = &sweeping->folders[i];
        if (swept->stays == 0)
            status = remove_empty(sweeping->tree, swept->path, error);
        else if (swept->above != SIZE_MAX)
            sweeping->folders[swept->above].stays++;
    }
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status sweep_below(struct tree *tree, struct str under, bool top, struct error *error) {
    struct sweeping sweeping = {.tree = tree};
    enum status status = tree->stages ? STATUS_OK : tree_settle(tree, error);
    if (status != STATUS_OK || tree_folder_made(tree, under))
        return status;
    arena_init(&sweeping.arena, 256 << 20);
    status = sweep(&sweeping, under, top, error);
    arena_release(&sweeping.arena);
    return status;
}

enum status tree_sweep(struct tree *tree, struct str under, struct error *error) {
    if (under.n > 0 && !files_path_valid(under, TREE_COMPONENT_MOST))
        return error_set(error, STATUS_INVALID, "'%.*s' cannot be a published folder",
                         STR_ARG(str_take(under, 200)));
    pthread_mutex_lock(&tree->lock);
    enum status status = sweep_below(tree, under, false, error);
    pthread_mutex_unlock(&tree->lock);
    return status;
}

static enum status sweep_top(struct tree *tree, bool (*mine)(struct str name),
                             struct error *error) {
    struct sweeping top = {.tree = tree};
    struct dirent *entry;
    DIR *dir;
    enum status status = open_folder(tree, STR(""), &dir, error);
    if (status != STATUS_OK)
        return status;
    arena_init(&top.arena, 1 << 20);
    while (status == STATUS_OK && (errno = 0, entry = readdir(dir)) != NULL)
        if (entry->d_type == DT_DIR && mine(str_from(entry->d_name)))
            status = add_folder(&top, str_from(entry->d_name), error);
    closedir(dir);
    for (size_t i = 0; status == STATUS_OK && i < top.count; i++)
        status = sweep_below(tree, top.folders[i].path, true, error);
    arena_release(&top.arena);
    return status;
}

enum status tree_sweep_top(struct tree *tree, bool (*mine)(struct str name), struct error *error) {
    pthread_mutex_lock(&tree->lock);
    enum status status = sweep_top(tree, mine, error);
    pthread_mutex_unlock(&tree->lock);
    return status;
}
