#include "files/files.h"

#include "files/beneath.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_PIECE = 64 * 1024 };

static enum status open_folder(const char *folder, int *fd, struct error *error) {
    *fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (*fd < 0)
        return error_errno(error, errno, 0, "open the folder", folder);
    return STATUS_OK;
}

/* A valid path as C string, for the system and for messages. */
static enum status path_text(struct str path, char out[FILES_PATH_MOST + 1], struct error *error) {
    if (!files_path_valid(path, FILES_COMPONENT_MOST))
        return error_set(error, STATUS_INVALID, "'%.*s' is not a path below the folder",
                         STR_ARG(str_take(path, 200)));
    memcpy(out, path.p, path.n);
    out[path.n] = '\0';
    return STATUS_OK;
}

static enum status open_regular(int folder, const char *path, int *fd, int64_t *size,
                                struct error *error) {
    *fd = files_beneath(folder, path, O_RDONLY, BENEATH_BEST);
    if (*fd < 0)
        return files_refused(error, errno, path);
    struct stat info;
    enum status status = STATUS_OK;
    if (fstat(*fd, &info) != 0)
        status = error_errno(error, errno, 0, "look at", path);
    else if (!S_ISREG(info.st_mode))
        status = error_set(error, STATUS_DENIED, "%s is not a regular file", path);
    else
        *size = (int64_t)info.st_size;
    if (status != STATUS_OK) {
        close(*fd);
        *fd = -1;
    }
    return status;
}

enum status files_open(const char *folder, struct str path, int *fd, int64_t *size,
                       struct error *error) {
    *fd = -1;
    *size = 0;
    char text[FILES_PATH_MOST + 1];
    int at = -1;
    enum status status = path_text(path, text, error);
    if (status == STATUS_OK)
        status = open_folder(folder, &at, error);
    if (status == STATUS_OK)
        status = open_regular(at, text, fd, size, error);
    if (at >= 0)
        close(at);
    return status;
}

/* To the end of the file, not to the size that it had: it may be growing. There is room for a byte
 * behind that size, where the end is met. */
static enum status read_whole(int fd, struct str path, int64_t size, size_t max, struct buf *out,
                              struct error *error) {
    size_t before = out->n;
    enum status status = STATUS_OK;
    for (;;) {
        size_t have = out->n - before;
        size_t wanted = have <= (uint64_t)size ? (size_t)size - have + 1 : READ_PIECE;
        size_t room = max - have < wanted ? max - have : wanted;
        char spill[1];
        if (room > 0 && buf_reserve(out, room) == STATUS_LIMIT && out->max > out->n) {
            out->status = STATUS_OK; /* near its cap: what is left */
            room = out->max - out->n;
            buf_reserve(out, room);
        }
        bool full = room == 0 || out->status == STATUS_LIMIT;
        if (out->status == STATUS_MEMORY) {
            status = error_memory(error);
            break;
        }
        ssize_t n = full ? read(fd, spill, sizeof spill) : read(fd, out->p + out->n, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            status = error_set(error, STATUS_IO, "cannot read %.*s", STR_ARG(path));
        else if (n > 0 && full)
            status = error_set(error, STATUS_LIMIT, "%.*s is longer than %zu bytes", STR_ARG(path),
                               have);
        if (n <= 0 || full)
            break;
        out->n += (size_t)n;
        out->p[out->n] = '\0';
    }
    if (out->status == STATUS_LIMIT)
        out->status = STATUS_OK;
    if (status != STATUS_OK)
        buf_truncate(out, before);
    return status;
}

enum status files_read(const char *folder, struct str path, size_t max, struct buf *out,
                       struct error *error) {
    if (out->status != STATUS_OK)
        return buf_check(out, error);
    int fd = -1;
    int64_t size = 0;
    enum status status = files_open(folder, path, &fd, &size, error);
    if (status != STATUS_OK)
        return status;
    status = read_whole(fd, path, size, max, out, error);
    close(fd);
    return status;
}

struct listing {
    struct arena *arena;
    int root;
    bool recursive;
    struct str *names; /* files */
    size_t count, capacity;
    struct str *folders; /* still to be read, from `next` on */
    size_t folder_count, folder_capacity, next;
};

static enum status note(struct listing *listing, struct str **items, size_t *count,
                        size_t *capacity, struct str path) {
    if (arena_grow(listing->arena, items, capacity, *count + 1, sizeof **items) != STATUS_OK)
        return STATUS_MEMORY;
    (*items)[(*count)++] = path;
    return STATUS_OK;
}

static unsigned char entry_type(int fd, const struct dirent *entry) {
    if (entry->d_type != DT_UNKNOWN)
        return entry->d_type;
    struct stat info;
    if (fstatat(fd, entry->d_name, &info, AT_SYMLINK_NOFOLLOW) != 0)
        return DT_UNKNOWN;
    return S_ISREG(info.st_mode) ? DT_REG : S_ISDIR(info.st_mode) ? DT_DIR : DT_LNK;
}

static enum status list_entry(struct listing *listing, int fd, struct str folder,
                              const struct dirent *entry, struct error *error) {
    if (entry->d_name[0] == '.')
        return STATUS_OK;
    unsigned char type = entry_type(fd, entry);
    if (type != DT_REG && (type != DT_DIR || !listing->recursive))
        return STATUS_OK;
    struct str path = arena_format(listing->arena, "%.*s%s%s", STR_ARG(folder),
                                   folder.n > 0 ? "/" : "", entry->d_name);
    if (str_absent(path))
        return arena_status(listing->arena, error);
    if (!files_path_valid(path, FILES_COMPONENT_MOST))
        return error_set(error, STATUS_LIMIT, "%.*s lies too deep or has too long a name",
                         STR_ARG(str_take(path, 200)));
    if (listing->count + listing->folder_count >= FILES_LIST_MOST)
        return error_set(error, STATUS_LIMIT, "more than %d files in one list", FILES_LIST_MOST);
    enum status status =
        type == DT_REG ? note(listing, &listing->names, &listing->count, &listing->capacity, path)
                       : note(listing, &listing->folders, &listing->folder_count,
                              &listing->folder_capacity, path);
    return status == STATUS_OK ? status : arena_status(listing->arena, error);
}

static enum status list_folder(struct listing *listing, struct str path, struct error *error) {
    char text[FILES_PATH_MOST + 1] = "";
    if (path.n > 0) {
        enum status status = path_text(path, text, error);
        if (status != STATUS_OK)
            return status;
    }
    int fd = path.n > 0 ? files_beneath(listing->root, text, O_RDONLY | O_DIRECTORY, BENEATH_BEST)
                        : fcntl(listing->root, F_DUPFD_CLOEXEC, 0);
    if (fd < 0)
        return files_refused(error, errno, path.n > 0 ? text : "the folder");
    DIR *dir = fdopendir(fd);
    if (dir == NULL) {
        close(fd);
        return error_memory(error);
    }
    enum status status = STATUS_OK;
    struct dirent *entry;
    while (status == STATUS_OK && (errno = 0, entry = readdir(dir)) != NULL)
        status = list_entry(listing, fd, path, entry, error);
    if (status == STATUS_OK && errno != 0)
        status = error_errno(error, errno, 0, "list", text);
    closedir(dir);
    return status;
}

static int by_bytes(const void *a, const void *b) {
    return str_compare(*(const struct str *)a, *(const struct str *)b);
}

enum status files_list(struct arena *arena, const char *folder, struct str path, bool recursive,
                       struct str **names, size_t *count, struct error *error) {
    *names = NULL;
    *count = 0;
    struct listing listing = {.arena = arena, .recursive = recursive};
    enum status status = open_folder(folder, &listing.root, error);
    if (status != STATUS_OK)
        return status;
    status = list_folder(&listing, path, error);
    while (status == STATUS_OK && listing.next < listing.folder_count)
        status = list_folder(&listing, listing.folders[listing.next++], error);
    close(listing.root);
    if (status != STATUS_OK)
        return status;
    if (listing.count > 1)
        qsort(listing.names, listing.count, sizeof *listing.names, by_bytes);
    *names = listing.names;
    *count = listing.count;
    return STATUS_OK;
}
