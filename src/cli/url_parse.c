#include "cli/pipe.h"
#include "url/url.h"

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct arena *arena = state;
    struct str input = json_get_str(line, "input");
    struct url url;
    arena_clear(arena);
    if (str_absent(input))
        return error_set(error, STATUS_INVALID, "a line needs \"input\"");
    enum status status = url_parse(arena, input, json_get_str(line, "base"), &url, error);
    if (status == STATUS_INVALID)
        json_field_bool(out, "failure", true);
    if (status != STATUS_OK)
        return status == STATUS_INVALID ? STATUS_OK : status;
    json_field_str(out, "href", url.href);
    json_field_str(out, "protocol", url.protocol);
    json_field_str(out, "username", url.username);
    json_field_str(out, "password", url.password);
    json_field_str(out, "host", url.host);
    json_field_str(out, "hostname", url.hostname);
    json_field_str(out, "port", url.port);
    json_field_str(out, "pathname", url.pathname);
    json_field_str(out, "search", url.search);
    json_field_str(out, "hash", url.hash);
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct arena arena;
    arena_init(&arena, (size_t)8 * PIPE_LINE_MOST);
    enum status status = pipe_jsonl(invocation, answer, &arena);
    arena_release(&arena);
    return status;
}

const struct command command_url_parse = {
    .name = "url parse",
    .arguments = "[FILE]",
    .summary = "take addresses apart as browsers do",
    .help = "Reads a JSON object a line, {\"id\",\"input\",\"base\"}, and answers each with the "
            "parts of the address by the WHATWG URL Standard: {\"id\",\"href\",\"protocol\","
            "\"username\",\"password\",\"host\",\"hostname\",\"port\",\"pathname\",\"search\","
            "\"hash\"}, or {\"id\",\"failure\":true}.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{.name = "jsonl", .help = "JSON lines, which is all it reads"}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
