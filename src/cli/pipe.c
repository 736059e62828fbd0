#include "cli/pipe.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

/* Lines of a file descriptor. `pending` is true while a whole further line lies in the buffer. */
struct line_reader {
    int fd;
    struct buf buf;
    size_t start; /* of what was not handed out yet */
    bool over;
};

static bool take_line(struct line_reader *reader, struct str *line) {
    struct str rest = str_skip(buf_str(&reader->buf), reader->start);
    size_t end = str_find_byte(rest, '\n');
    if (end == SIZE_MAX && !(reader->over && rest.n > 0))
        return false;
    *line = str_take(rest, end);
    reader->start += line->n + (end != SIZE_MAX);
    return true;
}

/* The next line without its end; *there is false at the end of the input. */
static enum status next_line(struct line_reader *reader, struct str *line, bool *there,
                             struct error *error) {
    while (!(*there = take_line(reader, line)) && !reader->over) {
        size_t kept = reader->buf.n - reader->start;
        if (reader->start > 0 && kept > 0)
            memmove(reader->buf.p, reader->buf.p + reader->start, kept);
        buf_truncate(&reader->buf, kept);
        reader->start = 0;
        if (buf_reserve(&reader->buf, 65536) != STATUS_OK)
            return buf_check(&reader->buf, error);
        ssize_t n = read(reader->fd, reader->buf.p + reader->buf.n, 65536);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return error_errno(error, errno, 0, "read", "the input");
        reader->over = n == 0;
        reader->buf.n += (size_t)n;
    }
    return STATUS_OK;
}

static bool line_pending(const struct line_reader *reader) {
    return str_find_byte(str_skip(buf_str(&reader->buf), reader->start), '\n') != SIZE_MAX;
}

static enum status open_reader(struct invocation *invocation, struct line_reader *reader) {
    struct str path = argument_or_dash(invocation, 0);
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    *reader = (struct line_reader){.fd = invocation->in_fd};
    buf_init(&reader->buf, PIPE_LINE_MOST);
    if (!str_eq(path, STR("-")))
        reader->fd = open(name, O_RDONLY | O_CLOEXEC);
    if (reader->fd < 0)
        return error_errno(&invocation->error, errno, 0, "read", name);
    return STATUS_OK;
}

static void close_reader(struct invocation *invocation, struct line_reader *reader) {
    if (reader->fd >= 0 && reader->fd != invocation->in_fd)
        close(reader->fd);
    buf_release(&reader->buf);
}

typedef void line_handler(struct invocation *invocation, struct str line, void *state);

static enum status each_line(struct invocation *invocation, line_handler *handler, void *state) {
    struct line_reader reader;
    enum status status = open_reader(invocation, &reader);
    bool there = status == STATUS_OK;
    struct str line;
    while (there) {
        status = next_line(&reader, &line, &there, &invocation->error);
        if (status != STATUS_OK || !there)
            break;
        if (line.n > 0 && line.p[line.n - 1] == '\r')
            line.n--;
        handler(invocation, line, state);
        if (!line_pending(&reader) || invocation->out.n > 1 << 20)
            status = cli_flush(invocation);
        if (status != STATUS_OK)
            break;
    }
    close_reader(invocation, &reader);
    return status;
}

void pipe_error(struct json *out, const struct error *error) {
    json_begin_object(out);
    json_field_str(out, "code", str_from(status_word(error->status)));
    json_field_str(out, "message", str_from(error->message));
    json_field_int(out, "at", (int64_t)error->at.offset);
    json_end_object(out);
}

struct taking {
    pipe_take *take;
    void *state;
    struct arena arena; /* of the line */
    size_t line, refused;
    enum status status; /* of what ended the reading */
};

static void take_object(struct invocation *invocation, struct str line, void *state) {
    struct taking *taking = state;
    const struct json_value *object;
    struct error error = {0};
    taking->line++;
    if (taking->status != STATUS_OK || str_empty(str_trim(line)))
        return;
    arena_reset(&taking->arena);
    enum status status = json_read(&taking->arena, line, &object, &error);
    if (status == STATUS_OK && !json_is(object, JSON_OBJECT))
        status = error_set(&error, STATUS_INVALID, "a line must be a JSON object");
    if (status == STATUS_OK)
        status = taking->take(taking->state, object, &error);
    if (status == STATUS_MEMORY || status == STATUS_UNAVAILABLE) {
        invocation->error = error;
        taking->status = status;
    } else if (status != STATUS_OK) {
        log_write(&invocation->log, LOG_WARNING, "line refused",
                  LOG_INT("line", (int64_t)taking->line), LOG_TEXT("error", error.message));
        taking->refused++;
    }
}

enum status pipe_read(struct invocation *invocation, pipe_take *take, void *state,
                      size_t *refused) {
    struct taking taking = {.take = take, .state = state};
    arena_init(&taking.arena, JSON_MEMORY_MOST);
    enum status status = each_line(invocation, take_object, &taking);
    arena_release(&taking.arena);
    *refused = taking.refused;
    return status != STATUS_OK ? status : taking.status;
}

struct jsonl {
    pipe_answer *answer;
    void *state;
    struct arena arena; /* of the line */
};

void pipe_begin(struct json *json, struct buf *out, const struct json_value *id) {
    json_init(json, out, JSON_COMPACT);
    json_begin_object(json);
    if (id == NULL)
        return;
    json_key(json, "id");
    json_write(json, id);
}

static void answer_jsonl(struct invocation *invocation, struct str line, void *state) {
    struct jsonl *jsonl = state;
    const struct json_value *object;
    struct error error = {0};
    struct json json;
    if (str_empty(str_trim(line)))
        return;
    arena_clear(&jsonl->arena);
    enum status status = json_read(&jsonl->arena, line, &object, &error);
    if (status == STATUS_OK && !json_is(object, JSON_OBJECT))
        status = error_set(&error, STATUS_INVALID, "a line must be a JSON object");
    size_t start = invocation->out.n;
    pipe_begin(&json, &invocation->out, json_get(object, "id"));
    if (status == STATUS_OK)
        status = jsonl->answer(jsonl->state, object, &json, &error);
    if (status != STATUS_OK) {
        buf_truncate(&invocation->out, start);
        pipe_begin(&json, &invocation->out, json_get(object, "id"));
        json_key(&json, "error");
        pipe_error(&json, &error);
    }
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

enum status pipe_jsonl(struct invocation *invocation, pipe_answer *answer, void *state) {
    struct jsonl jsonl = {.answer = answer, .state = state};
    arena_init(&jsonl.arena, JSON_MEMORY_MOST);
    enum status status = each_line(invocation, answer_jsonl, &jsonl);
    arena_release(&jsonl.arena);
    return status;
}

enum status pipe_documents(struct invocation *invocation, size_t most, pipe_one *one,
                           pipe_answer *answer) {
    struct buf holder;
    enum status status;
    buf_init(&holder, 2 * most);
    if (option_given(invocation, "jsonl")) {
        status = pipe_jsonl(invocation, answer, &holder);
    } else {
        status = cli_read(invocation, argument_or_dash(invocation, 0), most, &holder);
        if (status == STATUS_OK)
            status = one(invocation, buf_str(&holder));
    }
    buf_release(&holder);
    return status;
}

enum status pipe_end(struct invocation *invocation, struct json *json, enum status status) {
    if (status != STATUS_OK) {
        buf_clear(&invocation->out);
        return status;
    }
    json_end_object(json);
    buf_add_byte(&invocation->out, '\n');
    return STATUS_OK;
}

struct lines {
    pipe_text *answer;
    void *state;
};

static void answer_text(struct invocation *invocation, struct str line, void *state) {
    const struct lines *lines = state;
    struct error error = {0};
    size_t start = invocation->out.n;
    if (lines->answer(lines->state, line, &invocation->out, &error) != STATUS_OK) {
        buf_truncate(&invocation->out, start);
        buf_printf(&invocation->out, "! %s", error.message);
    }
    buf_add_byte(&invocation->out, '\n');
}

enum status pipe_lines(struct invocation *invocation, pipe_text *answer, void *state) {
    struct lines lines = {answer, state};
    return each_line(invocation, answer_text, &lines);
}

static enum status read_file(const char *path, size_t max, struct buf *holder,
                             struct error *error) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(error, errno, 0, "read", path);
    ssize_t n = 1;
    while (n > 0 && holder->n <= max && buf_reserve(holder, 65536) == STATUS_OK) {
        n = read(fd, holder->p + holder->n, 65536);
        if (n > 0)
            holder->n += (size_t)n;
        else if (n < 0 && errno == EINTR)
            n = 1;
    }
    int number = errno;
    close(fd);
    if (n < 0)
        return error_errno(error, number, 0, "read", path);
    if (holder->n > max)
        return error_set(error, STATUS_LIMIT, "%s is longer than %zu bytes", path, max);
    return buf_check(holder, error);
}

enum status pipe_document(const struct json_value *line, const char *member, size_t max,
                          struct buf *holder, struct str *document, struct error *error) {
    *document = json_get_str(line, member);
    struct str path = json_get_str(line, "path");
    if (!str_absent(*document) && document->n > max)
        return error_set(error, STATUS_LIMIT, "\"%s\" is longer than %zu bytes", member, max);
    if (!str_absent(*document))
        return STATUS_OK;
    if (str_absent(path))
        return error_set(error, STATUS_INVALID, "a line needs \"path\" or \"%s\"", member);
    buf_clear(holder);
    enum status status = read_file(path.p, max, holder, error);
    *document = buf_str(holder);
    return status;
}
