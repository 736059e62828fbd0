#include "files/tree_inside.h"
#include "files/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATHS_MOST = 512 << 20 };

enum status tree_in_the_way(struct error *error, const char *what, struct str path) {
    return error_set(error, STATUS_CANNOT_CREATE, "%s is in the way at %.*s", what, STR_ARG(path));
}

enum status tree_failed(struct error *error, int number, const char *what, struct str path) {
    char text[FILES_PATH_MOST + 1];
    snprintf(text, sizeof text, "%.*s", STR_ARG(path));
    return error_errno(error, number, 1, what, text);
}

static enum status check(struct str path, struct error *error) {
    if (files_path_valid(path, TREE_COMPONENT_MOST))
        return STATUS_OK;
    return error_set(error, STATUS_INVALID, "'%.*s' cannot be the path of a published file",
                     STR_ARG(str_take(path, 200)));
}

/* mkdir -p: the folder's own way may have links, it is the user's. */
static enum status make_root(const char *folder, struct error *error) {
    size_t n = strlen(folder);
    char path[4096];
    if (n == 0 || n >= sizeof path)
        return error_set(error, STATUS_INVALID, "a folder's name has 1 to 4095 bytes");
    for (size_t i = 1; i <= n; i++) {
        if (i < n && folder[i] != '/')
            continue;
        memcpy(path, folder, i);
        path[i] = '\0';
        if (mkdir(path, 0777) != 0 && errno != EEXIST && (i == n || errno != EROFS))
            return error_errno(error, errno, 1, "create the folder", path);
    }
    return STATUS_OK;
}

enum status tree_open_at(int root, const char *name, struct tree **tree, struct error *error) {
    struct tree *fresh = calloc(1, sizeof *fresh);
    if (fresh == NULL) {
        close(root);
        return error_memory(error);
    }
    if (pthread_mutex_init(&fresh->lock, NULL) != 0) {
        close(root);
        free(fresh);
        return error_memory(error);
    }
    fresh->root = root;
    fresh->stage = -1;
    snprintf(fresh->name, sizeof fresh->name, "%s", name);
    map_init(&fresh->kept, 0);
    map_init(&fresh->made, 0);
    arena_init(&fresh->paths, PATHS_MOST);
    *tree = fresh;
    return STATUS_OK;
}

static enum status open_root(const char *folder, struct tree **tree, struct error *error) {
    *tree = NULL;
    int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0 && errno == ENOENT) {
        enum status status = make_root(folder, error);
        if (status != STATUS_OK)
            return status;
        root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    }
    if (root < 0)
        return error_errno(error, errno, 1, "open the folder", folder);
    return tree_open_at(root, folder, tree, error);
}

enum status tree_open(const char *folder, struct tree **tree, struct error *error) {
    enum status status = open_root(folder, tree, error);
    if (status == STATUS_OK && ((*tree)->queue = tree_queue_open((*tree)->root)) == NULL)
        status = error_memory(error);
    if (status == STATUS_OK)
        return status;
    tree_close(*tree);
    *tree = NULL;
    return status;
}

enum status tree_open_staged(const char *folder, struct tree **tree, struct error *error) {
    enum status status = open_root(folder, tree, error);
    if (status != STATUS_OK)
        return status;
    (*tree)->stages = true;
    status = tree_recover(*tree, error);
    if (status == STATUS_OK)
        return status;
    error_in_file(error, (*tree)->name);
    tree_close(*tree);
    *tree = NULL;
    return status;
}

void tree_close(struct tree *tree) {
    if (tree == NULL)
        return;
    tree_unstage(tree);
    tree_queue_close(tree->queue);
    tree_forget_folder(tree, STR(""));
    close(tree->root);
    map_release(&tree->kept);
    map_release(&tree->made);
    arena_release(&tree->paths);
    pthread_mutex_destroy(&tree->lock);
    free(tree);
}

void tree_new_round(struct tree *tree) {
    tree_unstage(tree);
    map_clear(&tree->kept);
    map_clear(&tree->made);
    arena_clear(&tree->paths);
    tree->counts = (struct tree_counts){0};
}

struct tree_counts tree_counts(const struct tree *tree) {
    return tree->counts;
}

enum status tree_settle(struct tree *tree, struct error *error) {
    enum status status = tree->queue != NULL ? tree_queue_settle(tree->queue, error) : STATUS_OK;
    if (status != STATUS_OK)
        error_in_file(error, tree->name);
    return status;
}

enum status tree_sync(struct tree *tree, struct error *error) {
    enum status status = tree_settle(tree, error);
    if (status != STATUS_OK)
        return status;
    if (syncfs(tree->root) != 0)
        return error_set(error, STATUS_IO, "cannot sync the published tree");
    return STATUS_OK;
}

void tree_identify(const struct tree *tree, struct str folder, struct buf *out) {
    char path[FILES_PATH_MOST + 1];
    struct statx info;
    snprintf(path, sizeof path, "%.*s", STR_ARG(folder.n > 0 ? folder : STR(".")));
    if (statx(tree->root, path, AT_SYMLINK_NOFOLLOW, STATX_INO | STATX_BTIME, &info) != 0)
        memset(&info, 0, sizeof info);
    buf_printf(out, "%llu %lld.%09u\n", (unsigned long long)info.stx_ino,
               (long long)info.stx_btime.tv_sec, info.stx_btime.tv_nsec);
}

void tree_forget_folder(struct tree *tree, struct str path) {
    size_t left = 0;
    for (size_t i = 0; i < tree->folder_count; i++) {
        struct tree_folder folder = tree->folders[i];
        struct str open = str_of(folder.path, folder.length);
        if (path.n == 0 ||
            (str_starts(open, path) && (open.n == path.n || open.p[path.n] == '/'))) {
            close(folder.fd);
            free(folder.path);
        } else {
            tree->folders[left++] = folder;
        }
    }
    tree->folder_count = left;
}

static struct tree_folder *find_folder(struct tree *tree, struct str path) {
    for (size_t i = tree->folder_count; i-- > 0;)
        if (tree->folders[i].length == path.n && memcmp(tree->folders[i].path, path.p, path.n) == 0)
            return &tree->folders[i];
    return NULL;
}

static enum status remember_folder(struct tree *tree, struct str path, int fd,
                                   struct error *error) {
    char *copy = malloc(path.n + 1);
    if (copy == NULL) {
        close(fd);
        return error_memory(error);
    }
    memcpy(copy, path.p, path.n);
    copy[path.n] = '\0';
    size_t at = tree->folder_count;
    if (at == TREE_FOLDERS) {
        at = 0;
        for (size_t i = 1; i < TREE_FOLDERS; i++)
            if (tree->folders[i].used < tree->folders[at].used)
                at = i;
        close(tree->folders[at].fd);
        free(tree->folders[at].path);
    } else {
        tree->folder_count++;
    }
    tree->folders[at] =
        (struct tree_folder){.path = copy, .length = path.n, .fd = fd, .used = ++tree->tick};
    return STATUS_OK;
}

bool tree_folder_made(const struct tree *tree, struct str path) {
    return map_find(&tree->made, path) != NULL;
}

enum status tree_note_made(struct tree *tree, struct str folder, size_t of, struct error *error) {
    struct str copy = arena_copy(&tree->paths, folder);
    if (str_absent(copy) || map_put(&tree->made, copy, of) != STATUS_OK)
        return error_memory(error);
    return STATUS_OK;
}

enum status tree_note_made_below(struct tree *tree, struct str path, size_t from, size_t of,
                                 struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = from; status == STATUS_OK && i < path.n; i++)
        if (path.p[i] == '/')
            status = tree_note_made(tree, str_take(path, i), of, error);
    return status;
}

/* One level: the folder `path`, whose last component is `name`, inside the open folder `above`. */
static enum status step(struct tree *tree, int above, const char *name, struct str path,
                        bool create, int *fd, struct error *error) {
    const int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
    *fd = openat(above, name, flags);
    if (*fd < 0 && errno == ENOENT && create) {
        bool made = mkdirat(above, name, 0777) == 0;
        if (!made && errno != EEXIST)
            return tree_failed(error, errno, "create the folder", path);
        enum status status =
            made && !tree->stages ? tree_note_made(tree, path, 0, error) : STATUS_OK;
        if (status != STATUS_OK)
            return status;
        *fd = openat(above, name, flags);
    }
    if (*fd >= 0)
        return STATUS_OK;
    if (errno == ENOTDIR || errno == ELOOP)
        return tree_in_the_way(error, "something that is no folder", path);
    if (errno == ENOENT)
        return error_set(error, STATUS_NOT_FOUND, "there is no folder %.*s", STR_ARG(path));
    return tree_failed(error, errno, "open the folder", path);
}

enum status tree_folder(struct tree *tree, struct str path, bool create, int *fd,
                        struct error *error) {
    *fd = tree->root;
    struct tree_folder *known = path.n > 0 ? find_folder(tree, path) : NULL;
    if (known != NULL) {
        known->used = ++tree->tick;
        *fd = known->fd;
        return STATUS_OK;
    }
    size_t start = 0;
    while (start < path.n) {
        struct str rest = str_skip(path, start);
        size_t slash = str_find_byte(rest, '/');
        size_t end = slash == SIZE_MAX ? path.n : start + slash;
        struct str so_far = str_take(path, end);
        known = find_folder(tree, so_far);
        if (known != NULL) {
            known->used = ++tree->tick;
            *fd = known->fd;
        } else {
            char name[TREE_COMPONENT_MOST + 1];
            memcpy(name, path.p + start, end - start);
            name[end - start] = '\0';
            int next = -1;
            enum status status = step(tree, *fd, name, so_far, create, &next, error);
            if (status == STATUS_OK)
                status = remember_folder(tree, so_far, next, error);
            if (status != STATUS_OK)
                return status;
            *fd = next;
        }
        start = end + 1;
    }
    return STATUS_OK;
}

struct str tree_split(struct str path, char name[TREE_COMPONENT_MOST + 1]) {
    size_t slash = str_find_last_byte(path, '/');
    struct str last = slash == SIZE_MAX ? path : str_skip(path, slash + 1);
    memcpy(name, last.p, last.n);
    name[last.n] = '\0';
    return slash == SIZE_MAX ? STR("") : str_take(path, slash);
}

static bool same_bytes(struct tree *tree, int fd, struct str bytes) {
    size_t at = 0;
    while (at < bytes.n) {
        ssize_t n = read(fd, tree->piece, sizeof tree->piece);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0 || (size_t)n > bytes.n - at || memcmp(tree->piece, bytes.p + at, (size_t)n) != 0)
            return false;
        at += (size_t)n;
    }
    return true;
}

enum status tree_compare(struct tree *tree, int folder, const char *name, struct str path,
                         struct str bytes, bool *there, bool *same, struct error *error) {
    *there = *same = false;
    int fd = openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ENOENT)
        return STATUS_OK;
    if (fd < 0 && (errno == ELOOP || errno == ENXIO))
        return tree_in_the_way(error, "a symbolic link or the like", path);
    if (fd < 0)
        return tree_failed(error, errno, "look at", path);
    struct stat info;
    enum status status = STATUS_OK;
    *there = true;
    if (fstat(fd, &info) != 0)
        status = tree_failed(error, errno, "look at", path);
    else if (!S_ISREG(info.st_mode))
        status = tree_in_the_way(error, "something that is no regular file", path);
    else if ((uint64_t)info.st_size == bytes.n && same_bytes(tree, fd, bytes))
        *same = true;
    else if ((info.st_mode & S_IWUSR) == 0)
        status = tree_in_the_way(error, "a read-only file", path);
    close(fd);
    return status;
}

static int create_temporary(int folder) {
    const int flags = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC;
    int fd = openat(folder, TREE_TEMPORARY, flags, 0666);
    /* Left by a run that was killed, or planted: the name goes, what a link leads to stays. */
    if (fd < 0 && errno == EEXIST && unlinkat(folder, TREE_TEMPORARY, 0) == 0)
        fd = openat(folder, TREE_TEMPORARY, flags, 0666);
    return fd;
}

static enum status replace(int folder, const char *name, struct str path, struct str bytes,
                           struct error *error) {
    int fd = create_temporary(folder);
    if (fd < 0)
        return tree_failed(error, errno, "create", path);
    int number = files_write_all(fd, bytes);
    if (close(fd) != 0 && number == 0)
        number = errno;
    if (number == 0 && renameat(folder, TREE_TEMPORARY, folder, name) != 0)
        number = errno;
    if (number == 0)
        return STATUS_OK;
    unlinkat(folder, TREE_TEMPORARY, 0);
    return tree_failed(error, number, "write", path);
}

size_t tree_made_part(const struct tree *tree, struct str path, size_t *of) {
    for (size_t n = path.n; n > 0; n--) {
        const struct map_entry *made =
            path.p[n - 1] == '/' ? map_find(&tree->made, str_take(path, n - 1)) : NULL;
        if (made == NULL)
            continue;
        *of = (size_t)made->value;
        return n;
    }
    return 0;
}

/* The entry of `path` in `kept`, made when missing. */
static enum status keep(struct tree *tree, struct str path, struct map_entry **entry,
                        struct error *error) {
    bool fresh;
    enum status status = check(path, error);
    *entry = status == STATUS_OK ? map_find(&tree->kept, path) : NULL;
    if (status != STATUS_OK || *entry != NULL)
        return status;
    struct str copy = arena_copy(&tree->paths, path);
    if (str_absent(copy))
        return arena_status(&tree->paths, error);
    *entry = map_ensure(&tree->kept, copy, KEPT_STAYS, &fresh);
    return *entry != NULL ? STATUS_OK : error_memory(error);
}

static bool written(const struct map_entry *entry) {
    return entry != NULL && (entry->value == KEPT_WRITTEN || entry->value >= KEPT_STAGED);
}

static enum status keep_there(struct tree *tree, struct str path, bool *there,
                              struct error *error) {
    char name[TREE_COMPONENT_MOST + 1];
    struct map_entry *entry;
    struct stat info;
    size_t of;
    int at = -1;
    *there = false;
    enum status status = keep(tree, path, &entry, error);
    if (status != STATUS_OK)
        return status;
    if (entry->value == KEPT_REMOVED)
        entry->value = KEPT_STAYS;
    *there = written(entry);
    if (*there || tree_made_part(tree, path, &of) > 0)
        return STATUS_OK; /* of this round; nothing of an earlier one is in a new folder */
    status = tree_folder(tree, tree_split(path, name), false, &at, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK)
        *there = fstatat(at, name, &info, AT_SYMLINK_NOFOLLOW) == 0 && S_ISREG(info.st_mode);
    tree->counts.unchanged += *there;
    return status;
}

enum status tree_keep_there(struct tree *tree, struct str path, bool *there, struct error *error) {
    pthread_mutex_lock(&tree->lock);
    enum status status = keep_there(tree, path, there, error);
    pthread_mutex_unlock(&tree->lock);
    return status;
}

enum status tree_keep(struct tree *tree, struct str path, struct error *error) {
    struct map_entry *entry;
    pthread_mutex_lock(&tree->lock);
    enum status status = keep(tree, path, &entry, error);
    if (status == STATUS_OK && entry->value == KEPT_REMOVED)
        entry->value = KEPT_STAYS;
    pthread_mutex_unlock(&tree->lock);
    return status;
}

bool tree_written(struct tree *tree, struct str path) {
    pthread_mutex_lock(&tree->lock);
    bool yes = written(map_find(&tree->kept, path));
    pthread_mutex_unlock(&tree->lock);
    return yes;
}

/* In a folder that this round made there is nothing to replace, and nothing links to the file yet.
 */
static enum status write_new(struct tree *tree, struct str path, size_t from, struct str bytes,
                             struct error *error) {
    enum status status = tree_note_made_below(tree, path, from, 0, error);
    return status == STATUS_OK ? tree_queue_add(tree->queue, path, from, bytes, error) : status;
}

static enum status write_other(struct tree *tree, struct str path, struct str bytes, bool *same,
                               struct error *error) {
    char name[TREE_COMPONENT_MOST + 1];
    struct str folder = tree_split(path, name);
    bool there;
    int at = -1;
    enum status status = tree_folder(tree, folder, true, &at, error);
    if (status == STATUS_OK)
        status = tree_compare(tree, at, name, path, bytes, &there, same, error);
    return status == STATUS_OK && !*same ? replace(at, name, path, bytes, error) : status;
}

static enum status write_plain(struct tree *tree, struct str path, struct str bytes,
                               struct map_entry *entry, bool *same, struct error *error) {
    size_t of, from = tree_made_part(tree, path, &of);
    bool again = entry->value == KEPT_WRITTEN;
    enum status status = again ? tree_queue_settle(tree->queue, error) : STATUS_OK;
    if (status == STATUS_OK)
        status = !again && from > 0 ? write_new(tree, path, from, bytes, error)
                                    : write_other(tree, path, bytes, same, error);
    if (status == STATUS_OK)
        entry->value = KEPT_WRITTEN;
    return status;
}

enum status tree_put(struct tree *tree, struct str path, struct str bytes, bool *same,
                     struct error *error) {
    struct map_entry *entry;
    *same = false;
    pthread_mutex_lock(&tree->lock);
    enum status status = keep(tree, path, &entry, error);
    if (status == STATUS_OK)
        status = tree->stages ? tree_stage_write(tree, path, bytes, entry, same, error)
                              : write_plain(tree, path, bytes, entry, same, error);
    if (status == STATUS_OK) {
        tree->counts.unchanged += *same;
        tree->counts.written += !*same;
        tree->counts.bytes += *same ? 0 : bytes.n;
    }
    pthread_mutex_unlock(&tree->lock);
    if (status != STATUS_OK)
        error_in_file(error, tree->name);
    return status;
}

enum status tree_write(struct tree *tree, struct str path, struct str bytes, struct error *error) {
    bool same;
    return tree_put(tree, path, bytes, &same, error);
}

static enum status remove_there(struct tree *tree, struct str path, int at, const char *name,
                                struct error *error) {
    struct stat info;
    if (fstatat(at, name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return errno == ENOENT ? STATUS_OK : tree_failed(error, errno, "look at", path);
    if (!S_ISREG(info.st_mode))
        return tree_in_the_way(error, "something that is no regular file", path);
    if (!tree->stages && unlinkat(at, name, 0) != 0)
        return tree_failed(error, errno, "remove", path);
    tree->counts.removed++;
    return tree->stages ? tree_stage_note(tree, STAGED_REMOVED, path, error) : STATUS_OK;
}

static enum status remove_file(struct tree *tree, struct str path, struct error *error) {
    char name[TREE_COMPONENT_MOST + 1];
    int at = -1;
    enum status status = tree_folder(tree, tree_split(path, name), false, &at, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    return status == STATUS_OK ? remove_there(tree, path, at, name, error) : status;
}

static enum status remove_one(struct tree *tree, struct str path, struct error *error) {
    struct map_entry *entry;
    bool dropped = false;
    enum status status = check(path, error);
    if (status == STATUS_OK && !tree->stages)
        status = tree_settle(tree, error);
    if (status == STATUS_OK && tree->stages)
        status = keep(tree, path, &entry, error);
    if (status == STATUS_OK && tree->stages)
        status = tree_stage_drop(tree, path, entry, &dropped, error);
    return status == STATUS_OK && !dropped ? remove_file(tree, path, error) : status;
}

enum status tree_remove(struct tree *tree, struct str path, struct error *error) {
    pthread_mutex_lock(&tree->lock);
    enum status status = remove_one(tree, path, error);
    pthread_mutex_unlock(&tree->lock);
    return status;
}
