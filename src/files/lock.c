#include "files/files.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status open_lock(const char *folder, const char *name, int *fd, struct error *error) {
    enum status status = STATUS_OK;
    int state = -1;
    int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return error_errno(error, errno, 0, "open the folder", folder);
    if (mkdirat(root, "state", 0700) != 0 && errno != EEXIST) {
        status = error_errno(error, errno, 1, "create", "state/");
        goto out;
    }
    state = openat(root, "state", O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (state < 0) {
        status = error_errno(error, errno, 1, "open", "state/");
        goto out;
    }
    *fd = openat(state, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);
    if (*fd < 0)
        status = error_errno(error, errno, 1, "open", name);
out:
    if (state >= 0)
        close(state);
    close(root);
    return status;
}

static enum status held_by_another(int fd, const char *work, struct error *error) {
    char text[24];
    ssize_t n = pread(fd, text, sizeof text, 0);
    uint64_t holder = 0;
    if (n > 0 && str_to_u64(str_trim(str_of(text, (size_t)n)), &holder))
        return error_set(error, STATUS_BUSY, "another %s works on this edition (process %llu)",
                         work, (unsigned long long)holder);
    return error_set(error, STATUS_BUSY, "another %s works on this edition", work);
}

/* `work` says what another is at who has it; NULL waits for him. */
static enum status take(const char *folder, const char *name, const char *work,
                        struct files_lock *lock, struct error *error) {
    lock->fd = -1;
    int fd = -1;
    enum status status = open_lock(folder, name, &fd, error);
    if (status != STATUS_OK)
        return status;
    int rc;
    do {
        rc = flock(fd, work != NULL ? LOCK_EX | LOCK_NB : LOCK_EX);
    } while (rc != 0 && errno == EINTR);
    if (rc != 0) {
        status = work != NULL && errno == EWOULDBLOCK ? held_by_another(fd, work, error)
                                                      : error_errno(error, errno, 0, "lock", name);
        close(fd);
        return status;
    }
    /* The number is for people: a full disk must not keep a run from starting. */
    char text[24];
    int n = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) == 0 && n > 0 && pwrite(fd, text, (size_t)n, 0) != n)
        (void)!ftruncate(fd, 0);
    lock->fd = fd;
    return STATUS_OK;
}

enum status files_lock(const char *folder, struct files_lock *lock, struct error *error) {
    return take(folder, "lock", "run", lock, error);
}

enum status files_lock_sending(const char *folder, struct files_lock *lock, struct error *error) {
    return take(folder, "sending", "sending of letters", lock, error);
}

enum status files_lock_editing(const char *folder, struct files_lock *lock, struct error *error) {
    return take(folder, "editing", NULL, lock, error);
}

void files_unlock(struct files_lock *lock) {
    if (lock->fd < 0)
        return;
    (void)!ftruncate(lock->fd, 0);
    close(lock->fd);
    lock->fd = -1;
}
