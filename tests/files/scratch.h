/* A folder of a test's own, and files in it. */
#ifndef TESTS_FILES_SCRATCH_H
#define TESTS_FILES_SCRATCH_H

#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/buf.h"
#include <ftw.h>

struct scratch {
    char folder[64];
    char path[512];
};

static inline void scratch_make(struct scratch *scratch) {
    snprintf(scratch->folder, sizeof scratch->folder, "/tmp/broadsheet-test-XXXXXX");
    assert_non_null(mkdtemp(scratch->folder));
}

/* The path of a file in it; good until the next call. */
static inline const char *scratch_path(struct scratch *scratch, const char *name) {
    snprintf(scratch->path, sizeof scratch->path, "%s/%s", scratch->folder, name);
    return scratch->path;
}

static inline void scratch_folder(struct scratch *scratch, const char *name) {
    assert_int_equal(mkdir(scratch_path(scratch, name), 0777), 0);
}

static inline void scratch_put(struct scratch *scratch, const char *name, const char *text) {
    int fd = open(scratch_path(scratch, name), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, text, strlen(text)), strlen(text));
    close(fd);
}

static inline void scratch_expect(struct scratch *scratch, const char *name, const char *text) {
    char have[4096];
    int fd = open(scratch_path(scratch, name), O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    ssize_t n = read(fd, have, sizeof have - 1);
    close(fd);
    assert_true(n >= 0);
    have[n] = '\0';
    assert_string_equal(have, text);
}

static inline bool scratch_has(struct scratch *scratch, const char *name) {
    struct stat info;
    return lstat(scratch_path(scratch, name), &info) == 0;
}

static inline int scratch_unlink(const char *path, const struct stat *info, int type,
                                 struct FTW *walk) {
    (void)info;
    (void)type;
    (void)walk;
    return remove(path);
}

static inline void scratch_drop(struct scratch *scratch) {
    nftw(scratch->folder, scratch_unlink, 16, FTW_DEPTH | FTW_PHYS);
}

#endif
