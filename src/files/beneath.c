#include "files/beneath.h"

#include "files/files.h"
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/syscall.h>
#include <unistd.h>

bool files_path_valid(struct str path, size_t component_most) {
    if (path.n == 0 || path.n > FILES_PATH_MOST || path.p[0] == '/' || path.p[path.n - 1] == '/' ||
        str_find_byte(path, '\0') != SIZE_MAX)
        return false;
    size_t depth = 0;
    struct str rest = path;
    struct str part;
    while (str_next(&rest, '/', &part)) {
        if (part.n == 0 || part.n > component_most || str_eq(part, STR(".")) ||
            str_eq(part, STR("..")) || ++depth > FILES_DEPTH_MOST)
            return false;
    }
    return true;
}

static int walk(int folder, const char *path, int flags) {
    int at = folder;
    struct str rest = str_from(path);
    struct str part;
    while (str_next(&rest, '/', &part)) {
        char name[FILES_COMPONENT_MOST + 1];
        memcpy(name, part.p, part.n);
        name[part.n] = '\0';
        int use = rest.n > 0 ? O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC : flags;
        int next = openat(at, name, use);
        int number = errno;
        if (at != folder)
            close(at);
        errno = number;
        if (next < 0)
            return -1;
        at = next;
    }
    return at;
}

int files_beneath(int folder, const char *path, int flags, enum beneath_way way) {
    flags |= O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK;
    if (way == BENEATH_BEST) {
        struct open_how how = {.flags = (unsigned)flags,
                               .resolve = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS};
        long fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
        /* Sandboxes that do not know the call answer EPERM; EAGAIN: a rename was going on. */
        if (fd >= 0 || (errno != ENOSYS && errno != EPERM && errno != EAGAIN))
            return (int)fd;
    }
    return walk(folder, path, flags);
}

enum status files_refused(struct error *error, int number, const char *path) {
    if (number == ELOOP || number == ENOTDIR)
        return error_set(error, STATUS_DENIED,
                         "%s is or lies behind a symbolic link, or a file stands where a folder "
                         "should",
                         path);
    if (number == ENXIO)
        return error_set(error, STATUS_DENIED, "%s is not a regular file", path);
    return error_errno(error, number, 0, "open", path);
}
