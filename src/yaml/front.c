#include "yaml/yaml.h"

#include "base/utf8.h"

struct position yaml_position(struct str text, size_t offset) {
    struct position at = {.offset = offset, .line = 1};
    size_t start = 0;
    for (size_t i = 0; i < offset && i < text.n; i++)
        if (text.p[i] == '\n') {
            at.line++;
            start = i + 1;
        }
    at.column = utf8_length(str_take(str_skip(text, start), offset - start)) + 1;
    return at;
}

static struct str mend_line_ends(struct arena *arena, struct str text) {
    char *p = arena_alloc(arena, text.n);
    size_t n = 0;
    if (p == NULL)
        return STR_NONE;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] != '\r')
            p[n++] = text.p[i];
        else if (i + 1 >= text.n || text.p[i + 1] != '\n')
            p[n++] = '\n';
    }
    return str_of(p, n);
}

enum status yaml_lines(struct arena *arena, struct str bytes, struct str *lines,
                       struct error *error) {
    size_t bad;
    if (!utf8_valid(bytes, &bad))
        return error_set_at(error, STATUS_INVALID, yaml_position(bytes, bad), "%s",
                            bytes.p[bad] == '\0' ? "a NUL byte: expected text" : "not UTF-8");
    if (str_starts(bytes, STR("\xEF\xBB\xBF")))
        bytes = str_skip(bytes, 3);
    if (bytes.n == 0)
        bytes = STR("");
    *lines = str_find_byte(bytes, '\r') == SIZE_MAX ? bytes : mend_line_ends(arena, bytes);
    return str_absent(*lines) ? arena_status(arena, error) : STATUS_OK;
}

/* Whether `line` is three times `mark`, and blanks. */
static bool is_mark(struct str line, char mark) {
    if (line.n < 3 || line.p[0] != mark || line.p[1] != mark || line.p[2] != mark)
        return false;
    return str_trim(str_skip(line, 3)).n == 0;
}

enum status yaml_front_matter(struct arena *arena, struct str bytes, struct yaml_front *front,
                              struct error *error) {
    struct str text;
    enum status status = yaml_lines(arena, bytes, &text, error);
    if (status != STATUS_OK)
        return status;
    size_t end = str_find_byte(text, '\n');
    if (!is_mark(str_take(text, end), '-'))
        return error_set_at(error, STATUS_INVALID, (struct position){0, 1, 1},
                            "expected front matter: a first line '---'");
    size_t start = end == SIZE_MAX ? text.n : end + 1;
    size_t line = 2;
    for (size_t at = start; at < text.n; line++) {
        const char *stop = memchr(text.p + at, '\n', text.n - at);
        size_t stop_at = stop != NULL ? (size_t)(stop - text.p) : text.n;
        if (text.p[at] == '-' || text.p[at] == '.') {
            struct str here = str_of(text.p + at, stop_at - at);
            if (is_mark(here, '-') || is_mark(here, '.')) {
                *front = (struct yaml_front){
                    .front = str_of(text.p + start, at - start),
                    .first_line = 2,
                    .body = str_skip(text, stop_at + 1),
                    .body_line = line + 1,
                };
                return STATUS_OK;
            }
        }
        at = stop_at + 1;
    }
    return error_set_at(error, STATUS_INVALID, (struct position){text.n, line, 1},
                        "the front matter does not end: expected a line '---'");
}
