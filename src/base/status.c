#include "base/status.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

const char *status_word(enum status status) {
    switch (status) {
#define X(name, word, meaning)                                                                     \
    case STATUS_##name:                                                                            \
        return word;
        STATUS_LIST(X)
#undef X
    }
    return "internal";
}

/* Cuts `text`, which vsnprintf truncated at `size`, back to a whole character. */
static void cut_at_character(char *text, size_t size) {
    size_t n = size - 1;
    size_t start = n;
    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0)
        return;
    unsigned char lead = (unsigned char)text[start - 1];
    size_t want = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (n - (start - 1) < want)
        text[start - 1] = '\0';
}

static enum status fill(struct error *error, enum status status, struct position at,
                        const char *format, va_list arguments) {
    if (error == NULL)
        return status;
    error->status = status;
    error->at = at;
    error->file[0] = '\0';
    int n = vsnprintf(error->message, sizeof error->message, format, arguments);
    if (n >= (int)sizeof error->message)
        cut_at_character(error->message, sizeof error->message);
    return status;
}

enum status error_set(struct error *error, enum status status, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, (struct position){0}, format, arguments);
    va_end(arguments);
    return status;
}

enum status error_set_at(struct error *error, enum status status, struct position at,
                         const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fill(error, status, at, format, arguments);
    va_end(arguments);
    return status;
}

enum status error_memory(struct error *error) {
    return error_set(error, STATUS_MEMORY, "out of memory");
}

enum status error_errno(struct error *error, int number, int creating, const char *what,
                        const char *path) {
    enum status status = STATUS_IO;
    switch (number) {
    case EROFS:
    case EACCES:
    case EPERM:
        status = creating ? STATUS_CANNOT_CREATE : STATUS_PERMISSION;
        break;
    case ENOENT:
    case ENOTDIR:
        status = creating ? STATUS_CANNOT_CREATE : STATUS_NOT_FOUND;
        break;
    case ENOMEM:
        status = STATUS_MEMORY;
        break;
    case EMFILE:
    case ENFILE:
        status = STATUS_SYSTEM;
        break;
    default:
        break;
    }
    char room[128];
    error_set(error, status, "cannot %s %s: %s", what, path,
              strerror_r(number, room, sizeof room)); /* glibc's form: never NULL */
    return status;
}

void error_in_file(struct error *error, const char *file) {
    if (error == NULL || error->file[0] != '\0')
        return;
    if (snprintf(error->file, sizeof error->file, "%s", file) >= (int)sizeof error->file)
        cut_at_character(error->file, sizeof error->file);
}

char *error_describe(const struct error *error, char *out, size_t size) {
    const char *gap = error->file[0] != '\0' ? ": " : "";
    if (error->at.line > 0 && error->at.column > 0)
        snprintf(out, size, "%s%s%zu:%zu: %s", error->file, error->file[0] != '\0' ? ":" : "",
                 error->at.line, error->at.column, error->message);
    else if (error->at.line > 0)
        snprintf(out, size, "%s%s%zu: %s", error->file, error->file[0] != '\0' ? ":" : "",
                 error->at.line, error->message);
    else
        snprintf(out, size, "%s%s%s", error->file, gap, error->message);
    return out;
}
