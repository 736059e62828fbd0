#include "files/whole.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MOST = 4096 };

int files_write_all(int fd, struct str bytes) {
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return n < 0 ? errno : EIO;
        bytes = str_skip(bytes, (size_t)n);
    }
    return 0;
}

bool files_is_folder(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Into the new file, with the old one's permissions; 0 or errno. */
static int fill(int fd, const char *old, struct str bytes) {
    struct stat st;
    int number = 0;
    if (stat(old, &st) == 0)
        number = fchmod(fd, st.st_mode & 07777) == 0 ? 0 : errno;
    else if (errno != ENOENT)
        number = errno;
    if (number == 0)
        number = files_write_all(fd, bytes);
    if (number == 0 && fsync(fd) != 0)
        number = errno;
    return number;
}

enum status files_replace(struct str path, struct str bytes, struct error *error) {
    char name[PATH_MOST], part[PATH_MOST + 32];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    snprintf(part, sizeof part, "%s.%ld.part", name, (long)getpid());
    int fd = open(part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return error_errno(error, errno, 1, "write", name);
    int number = fill(fd, name, bytes);
    if (close(fd) != 0 && number == 0)
        number = errno;
    if (number == 0 && rename(part, name) != 0)
        number = errno;
    if (number == 0)
        return STATUS_OK;
    unlink(part);
    return error_errno(error, number, 0, "write", name);
}
