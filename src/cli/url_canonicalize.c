#include "cli/pipe.h"
#include "url/url.h"

static enum status answer_line(void *state, struct str line, struct buf *out, struct error *error) {
    struct arena *arena = state;
    struct str canonical;
    arena_clear(arena);
    enum status status = url_canonicalize(arena, NULL, line, STR_NONE, NULL, &canonical, error);
    if (status == STATUS_OK)
        buf_add(out, canonical);
    return status;
}

static enum status answer_jsonl(void *state, const struct json_value *line, struct json *out,
                                struct error *error) {
    struct arena *arena = state;
    struct str url = json_get_str(line, "url"), canonical;
    arena_clear(arena);
    if (str_absent(url))
        return error_set(error, STATUS_INVALID, "a line needs \"url\"");
    enum status status =
        url_canonicalize(arena, NULL, url, json_get_str(line, "base"), NULL, &canonical, error);
    if (status != STATUS_OK)
        return status;
    json_field_str(out, "url", url);
    json_field_str(out, "canonical", canonical);
    json_field_text(out, "domain", url_domain(arena, canonical));
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct arena arena;
    arena_init(&arena, (size_t)16 * PIPE_LINE_MOST);
    enum status status = option_given(invocation, "jsonl")
                             ? pipe_jsonl(invocation, answer_jsonl, &arena)
                             : pipe_lines(invocation, answer_line, &arena);
    arena_release(&arena);
    return status;
}

const struct command command_url_canonicalize = {
    .name = "url canonicalize",
    .arguments = "[FILE]",
    .summary = "write addresses in the form under which they are compared",
    .help = "Reads an address a line and writes its canonical form: as browsers write it, without "
            "fragment and tracking parameters. A line that is no address is answered by '!' and "
            "the reason.\n\n"
            "With --jsonl it reads {\"id\",\"url\",\"base\"} a line and answers "
            "{\"id\",\"url\",\"canonical\",\"domain\"}.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{.name = "jsonl", .help = "read and write JSON lines"}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
