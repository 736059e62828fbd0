#include "files/tree_inside.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct sweeping {
    struct tree *tree;
    struct arena arena;
    struct str *folders; /* found so far, each before those below it */
    size_t count, capacity;
};

static enum status add_folder(struct sweeping *sweeping, struct str path, struct error *error) {
    struct str copy = arena_copy(&sweeping->arena, path);
    if (str_absent(copy) || arena_grow(&sweeping->arena, &sweeping->folders, &sweeping->capacity,
                                       sweeping->count + 1, sizeof *sweeping->folders) != STATUS_OK)
        return arena_status(&sweeping->arena, error);
    sweeping->folders[sweeping->count++] = copy;
    return STATUS_OK;
}

static enum status sweep_entry(struct sweeping *sweeping, int fd, struct str folder,
                               const char *name, struct error *error) {
    struct tree *tree = sweeping->tree;
    if (name[0] == '.') {
        if (strcmp(name, TREE_TEMPORARY) == 0)
            unlinkat(fd, name, 0);
        return STATUS_OK;
    }
    struct stat info;
    if (fstatat(fd, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? STATUS_OK : error_errno(error, errno, 1, "look at", name);
    char text[FILES_PATH_MOST + 1];
    int n = snprintf(text, sizeof text, "%.*s%s%s", STR_ARG(folder), folder.n > 0 ? "/" : "", name);
    struct str path = str_of(text, n > 0 ? (size_t)n : 0);
    if (path.n >= sizeof text || !files_path_valid(path, TREE_COMPONENT_MOST))
        return STATUS_OK; /* not a path of ours */
    if (S_ISDIR(info.st_mode))
        return tree_folder_made(tree, path) ? STATUS_OK : add_folder(sweeping, path, error);
    if (!S_ISREG(info.st_mode) || map_find(&tree->kept, path) != NULL)
        return STATUS_OK;
    if (unlinkat(fd, name, 0) != 0)
        return error_errno(error, errno, 1, "remove", text);
    tree->counts.removed++;
    return STATUS_OK;
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
static void remove_empty(struct tree *tree, struct str path) {
    size_t slash = str_find_last_byte(path, '/');
    struct str above = slash == SIZE_MAX ? STR("") : str_take(path, slash);
    char name[TREE_COMPONENT_MOST + 1];
    snprintf(name, sizeof name, "%.*s",
             STR_ARG(slash == SIZE_MAX ? path : str_skip(path, slash + 1)));
    int at = -1;
    if (tree_folder(tree, above, false, &at, NULL) == STATUS_OK &&
        unlinkat(at, name, AT_REMOVEDIR) == 0)
        tree_forget_folder(tree, path);
}

enum status tree_sweep(struct tree *tree, struct str under, struct error *error) {
    if (under.n > 0 && !files_path_valid(under, TREE_COMPONENT_MOST))
        return error_set(error, STATUS_INVALID, "'%.*s' cannot be a published folder",
                         STR_ARG(str_take(under, 200)));
    enum status status = tree_settle(tree, error);
    if (status != STATUS_OK || tree_folder_made(tree, under))
        return status;
    struct sweeping sweeping = {.tree = tree};
    arena_init(&sweeping.arena, 256 << 20);
    status = sweep_folder(&sweeping, under, error);
    for (size_t i = 0; status == STATUS_OK && i < sweeping.count; i++)
        status = sweep_folder(&sweeping, sweeping.folders[i], error);
    if (status == STATUS_NOT_FOUND)
        status = STATUS_OK;
    for (size_t i = sweeping.count; status == STATUS_OK && i-- > 0;)
        remove_empty(tree, sweeping.folders[i]);
    arena_release(&sweeping.arena);
    return status;
}

enum status tree_sweep_top(struct tree *tree, bool (*mine)(struct str name), struct error *error) {
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
    for (size_t i = 0; status == STATUS_OK && i < top.count; i++) {
        status = tree_sweep(tree, top.folders[i], error);
        if (status == STATUS_OK)
            remove_empty(tree, top.folders[i]);
    }
    arena_release(&top.arena);
    return status;
}
