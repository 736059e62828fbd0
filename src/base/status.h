/* What can go wrong, in one list, and how a function says so.
 *
 * A function that can fail returns `enum status` and takes a `struct error *` as its last
 * argument, which may be NULL. On anything but STATUS_OK the error is filled in, once, by the
 * function that found it; callers add the file or pass it on. Libraries never print or exit. */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdarg.h>
#include <stddef.h>

/* X(name, word, meaning): the word stands in JSON errors and logs. */
#define STATUS_LIST(X)                                                                             \
    X(OK, "ok", "done")                                                                            \
    X(INVALID, "invalid", "the data is not what it should be")                                     \
    X(LIMIT, "limit", "a stated cap was reached")                                                  \
    X(MEMORY, "memory", "out of memory")                                                           \
    X(NOT_FOUND, "not_found", "no such thing")                                                     \
    X(EXISTS, "exists", "there already")                                                           \
    X(USAGE, "usage", "the call's words are off")                                                  \
    X(CONFIG, "config", "the edition's configuration is wrong")                                    \
    X(DENIED, "denied", "not permitted by a rule of ours")                                         \
    X(PERMISSION, "permission", "the system does not permit it")                                   \
    X(CANNOT_CREATE, "cannot_create", "a file or folder cannot be created")                        \
    X(IO, "io", "reading or writing failed")                                                       \
    X(BUSY, "busy", "somebody else holds it; try again")                                           \
    X(UNAVAILABLE, "unavailable", "something outside does not answer")                             \
    X(TIMEOUT, "timeout", "the time allowed ran out")                                              \
    X(UNSUPPORTED, "unsupported", "known, but not handled")                                        \
    X(SYSTEM, "system", "the system refuses")                                                      \
    X(INTERNAL, "internal", "a bug of ours")

enum status {
#define X(name, word, meaning) STATUS_##name,
    STATUS_LIST(X)
#undef X
};

/* Where in an input: byte offset from 0; line and column from 1, 0 when unknown. */
struct position {
    size_t offset;
    size_t line;
    size_t column;
};

struct error {
    enum status status;
    struct position at;
    char file[256];    /* "" when there is none */
    char message[512]; /* one line, no full stop, valid UTF-8 when its arguments were */
};

/* "invalid", "limit", …; never NULL. */
const char *status_word(enum status status);

/* Fills `error` (when not NULL) and returns `status`, so that `return error_set(…)` reads well.
 * Clears file and position. Too long a message is cut at a character's boundary. */
enum status error_set(struct error *error, enum status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The same with a place: line and column from 1. */
enum status error_set_at(struct error *error, enum status status, struct position at,
                         const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Shorthand for STATUS_MEMORY. */
enum status error_memory(struct error *error);

/* STATUS from errno for an operation on `path`: EROFS and EACCES on creation are the caller's to
 * tell apart, so: ENOSPC/EDQUOT/EIO… → IO, EROFS/EACCES/EPERM → CANNOT_CREATE when `creating`, else
 * PERMISSION, ENOENT → NOT_FOUND (CANNOT_CREATE when creating), ENOMEM → MEMORY, else IO. */
enum status error_errno(struct error *error, int number, int creating, const char *what,
                        const char *path);

/* Names the file of an error that has none yet; nothing for NULL. Too long a name is cut at a
 * character's boundary. */
void error_in_file(struct error *error, const char *file);

/* "file:line:column: message" with the parts that are known; writes at most `size` bytes with NUL,
 * returns out. */
char *error_describe(const struct error *error, char *out, size_t size);

#endif
