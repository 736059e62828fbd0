#include "cli/workspace.h"

#include "search/search.h"

enum { RESULTS = 50 };

static enum status read_line(struct invocation *invocation, struct workspace *workspace,
                             struct str *line) {
    struct buf out;
    struct query query;
    buf_init(&out, 2 * QUERY_BYTES_MOST);
    for (size_t i = 0; i < invocation->argument_count; i++) {
        if (i > 0)
            buf_add_byte(&out, ' ');
        buf_add(&out, invocation->arguments[i]);
    }
    *line = arena_copy(&workspace->arena, buf_str(&out));
    buf_release(&out);
    if (arena_failed(&workspace->arena))
        return arena_status(&workspace->arena, &invocation->error);
    enum status status = query_read(&workspace->arena, *line, &query, &invocation->error);
    if (status == STATUS_OK && !query_asks(&query))
        return error_set(&invocation->error, STATUS_USAGE, "search needs at least one word");
    if (status == STATUS_INVALID || status == STATUS_LIMIT)
        invocation->error.status = status = STATUS_USAGE;
    return status;
}

static void say_suggestion(struct invocation *invocation, struct str suggestion) {
    if (str_absent(suggestion) || invocation->json)
        return;
    BUF_ADD(&invocation->out, "Did you mean: ");
    log_inert(&invocation->out, suggestion);
    buf_add_byte(&invocation->out, '\n');
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct search_request request = {
        .from = TIME_NONE, .to = TIME_NONE, .newest = option_given(invocation, "newest")};
    struct search_results results = {0};
    int64_t most;
    enum status status = option_number(invocation, "most", 1, 10000, RESULTS, &most);
    if (status != STATUS_OK)
        return status;
    request.most = (size_t)most;
    status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = read_line(invocation, &workspace, &request.line);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = search_run(workspace.store, &workspace.edition, &workspace.arena, &request,
                            &results, &invocation->error);
    for (size_t i = 0; i < results.count; i++)
        workspace_row(invocation, &workspace, results.items[i].row, &results.items[i].article);
    say_suggestion(invocation, results.suggestion);
    workspace_close(&workspace);
    return status;
}

const struct command command_search = {
    .name = "search",
    .arguments = "WORD…",
    .summary = "find articles",
    .help =
        "Lists the articles that hold all the words in title, excerpt, text or byline, best first. "
        "Case, accents' form and endings of words do not matter.\n\n"
        "\"Two words\" in quotation marks stand one behind the other, clim* is the beginning of a "
        "word. title:WORD and author:WORD look there alone; provider:NAME and topic:NAME keep to "
        "an "
        "outlet (its domain or name) or a topic; after:, before: and on: to a day (2025-10-01), a "
        "month (2025-10) or a year. A minus before any of these leaves out what has it; as the "
        "first character of an argument it needs a -- before all of them.\n\n"
        "Where few are found and headlines have a word that is nearly the one asked for, that is "
        "suggested.",
    .group = GROUP_READING,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {{.name = "newest", .help = "the newest first"},
                {.name = "most", .value = "N", .help = "at most N of them (50)"},
                {.name = "json", .help = "one JSON line an article"}},
    .run = run,
};
