/* The log: one event a line, as JSON or readable on a terminal.
 *
 *     log_write(log, LOG_WARNING, "fetch failed", LOG_STR("source", url), LOG_INT("status", 503));
 *
 * Whatever stands in a field, the output is one line without raw control bytes (attacks.md G11).
 * A log that cannot be written is dropped in silence: the program's work goes on (O03). */
#ifndef BASE_LOG_H
#define BASE_LOG_H

#include "base/clock.h"
#include "base/str.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };
enum log_form { LOG_READABLE, LOG_JSON };

struct log {
    int fd; /* -1: nowhere */
    enum log_level least;
    enum log_form form;
    bool color;
    const struct clock *clock; /* borrowed */
};

struct log_field {
    const char *key;
    struct str text; /* absent: `number` counts */
    int64_t number;
};
#define LOG_STR(key, value) ((struct log_field){(key), (value), 0})
#define LOG_TEXT(key, value) ((struct log_field){(key), str_from(value), 0})
#define LOG_INT(key, value) ((struct log_field){(key), STR_NONE, (value)})

/* `log` may be NULL: then nothing happens. `event` is a literal in plain words. */
void log_fields(const struct log *log, enum log_level level, const char *event,
                const struct log_field *fields, size_t count);
#define log_write(log, level, ...) LOG_WRITE_((log), (level), __VA_ARGS__, {NULL, {NULL, 0}, 0})
#define LOG_WRITE_(log, level, event, ...)                                                         \
    log_fields((log), (level), (event), (const struct log_field[]){__VA_ARGS__},                   \
               sizeof((const struct log_field[]){__VA_ARGS__}) / sizeof(struct log_field) - 1)

/* Appends `s` so that a terminal shows it and does nothing else: controls become \xNN or \u{N}. */
struct buf;
void log_inert(struct buf *out, struct str s);

#endif
