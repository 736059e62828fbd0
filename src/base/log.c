#include "base/log.h"

#include "base/json.h"
#include "base/utf8.h"
#include <errno.h>
#include <unistd.h>

enum { LINE_MOST = 16 * 1024 };

static const char *const level_words[] = {"debug", "info", "warning", "error"};

void log_inert(struct buf *out, struct str s) {
    for (size_t i = 0; i < s.n;) {
        uint32_t c = utf8_next(s, &i);
        if (utf8_is_control(c))
            buf_printf(out, "\\u{%x}", (unsigned)c);
        else
            utf8_add(out, c);
    }
}

static void add_json(struct buf *line, const struct log *log, enum log_level level,
                     const char *event, const struct log_field *fields, size_t count) {
    struct json json;
    json_init(&json, line, JSON_INERT);
    json_begin_object(&json);
    if (log->clock != NULL)
        json_field_time(&json, "time", clock_now(log->clock));
    json_field_str(&json, "level", str_from(level_words[level]));
    json_field_str(&json, "event", str_from(event));
    for (size_t i = 0; i < count; i++) {
        if (str_absent(fields[i].text))
            json_field_int(&json, fields[i].key, fields[i].number);
        else
            json_field_str(&json, fields[i].key, utf8_cut_bytes(fields[i].text, 2000));
    }
    json_end_object(&json);
}

static void add_readable(struct buf *line, const struct log *log, enum log_level level,
                         const char *event, const struct log_field *fields, size_t count) {
    const char *mark = level == LOG_ERROR ? "error: " : level == LOG_WARNING ? "warning: " : "";
    const char *color = level == LOG_ERROR ? "\033[31m" : level == LOG_WARNING ? "\033[33m" : "";
    buf_add_cstr(line, log->color ? color : "");
    buf_add_cstr(line, mark);
    buf_add_cstr(line, log->color && color[0] != '\0' ? "\033[0m" : "");
    log_inert(line, str_from(event));
    for (size_t i = 0; i < count; i++) {
        buf_printf(line, "%s%s ", i == 0 ? ": " : ", ", fields[i].key);
        if (str_absent(fields[i].text))
            buf_add_i64(line, fields[i].number);
        else
            log_inert(line, utf8_cut_bytes(fields[i].text, 2000));
    }
}

void log_fields(const struct log *log, enum log_level level, const char *event,
                const struct log_field *fields, size_t count) {
    if (log == NULL || log->fd < 0 || level < log->least)
        return;
    struct buf line;
    buf_init(&line, LINE_MOST);
    if (log->form == LOG_JSON)
        add_json(&line, log, level, event, fields, count);
    else
        add_readable(&line, log, level, event, fields, count);
    if (line.status == STATUS_LIMIT) { /* too much to say: the event alone */
        buf_clear(&line);
        log->form == LOG_JSON ? add_json(&line, log, level, event, NULL, 0)
                              : add_readable(&line, log, level, event, NULL, 0);
    }
    line.max++;
    buf_add_byte(&line, '\n');
    const char *p = line.p;
    size_t left = line.status == STATUS_OK ? line.n : 0; /* a part of a line would join the next */
    while (left > 0) {
        ssize_t n = write(log->fd, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            break;
        p += n;
        left -= (size_t)n;
    }
    buf_release(&line);
}
