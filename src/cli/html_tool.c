#include "cli/html_tool.h"

#include "cli/pipe.h"
#include "html/decode.h"

struct bench {
    const struct html_tool *tool;
    struct buf holder; /* of a line's document */
};

static enum status work(const struct html_tool *tool, struct str html, struct str setting,
                        struct buf *out, struct error *error) {
    struct arena arena;
    arena_init(&arena, HTML_TOOL_MEMORY);
    enum status status = tool->work(&arena, html, setting, out, error);
    if (status == STATUS_OK)
        status = out->status == STATUS_LIMIT
                     ? error_set(error, STATUS_LIMIT, "the %s takes more than %zu bytes",
                                 tool->answer, tool->most)
                     : buf_check(out, error);
    arena_release(&arena);
    return status;
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct bench *bench = state;
    struct str html;
    enum status status =
        pipe_document(line, "html", HTML_TOOL_INPUT_MOST, &bench->holder, &html, error);
    if (status != STATUS_OK)
        return status;
    struct buf made;
    buf_init(&made, bench->tool->most);
    status = work(bench->tool, html, json_get_str(line, bench->tool->setting), &made, error);
    if (status == STATUS_OK)
        json_field_str(out, bench->tool->answer, buf_str(&made));
    buf_release(&made);
    return status;
}

static enum status run_one(struct invocation *invocation, struct bench *bench) {
    const struct html_tool *tool = bench->tool;
    struct buf text, made;
    buf_init(&text, 4 * HTML_TOOL_INPUT_MOST);
    buf_init(&made, tool->most);
    enum status status =
        cli_read(invocation, argument_or_dash(invocation, 0), HTML_TOOL_INPUT_MOST, &bench->holder);
    if (status == STATUS_OK)
        status = html_decode(buf_str(&bench->holder), STR_NONE, &text, NULL, &invocation->error);
    if (status == STATUS_OK)
        status = work(tool, buf_str(&text), option_value(invocation, tool->setting), &made,
                      &invocation->error);
    if (status == STATUS_OK) {
        buf_add(&invocation->out, buf_str(&made));
        buf_add_cstr(&invocation->out, tool->end);
    }
    buf_release(&made);
    buf_release(&text);
    return status;
}

enum status html_tool_run(struct invocation *invocation, const struct html_tool *tool) {
    struct bench bench = {.tool = tool};
    buf_init(&bench.holder, 2 * (size_t)HTML_TOOL_INPUT_MOST);
    enum status status = option_given(invocation, "jsonl") ? pipe_jsonl(invocation, answer, &bench)
                                                           : run_one(invocation, &bench);
    buf_release(&bench.holder);
    return status;
}
