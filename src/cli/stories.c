#include "cli/workspace.h"

#include "front/json.h"

static enum status rows_of(struct invocation *invocation, struct workspace *workspace,
                           struct str *leads, size_t count) {
    struct store_article *rows;
    enum status status = store_articles_get(workspace->store, &workspace->arena, leads, count,
                                            &rows, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct article article;
        if (rows[i].id[0] == '\0')
            continue;
        status = workspace_article(workspace, &rows[i], &article, &invocation->error);
        if (status == STATUS_OK)
            workspace_row(invocation, workspace, &rows[i], &article);
    }
    return status;
}

/* The leads of the front, in its order. */
static enum status front_leads(struct invocation *invocation, struct workspace *workspace,
                               struct str **leads, size_t *count) {
    struct front front = {0};
    struct str text;
    enum status status =
        store_front_get(workspace->store, &workspace->arena, &text, &invocation->error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(&workspace->arena, text, &front, &invocation->error);
    if (status != STATUS_OK)
        return status;
    *count = front.count;
    *leads = arena_array(&workspace->arena, front.count, struct str);
    if (*leads == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    for (size_t i = 0; i < front.count; i++)
        (*leads)[i] = str_from(front.items[i].lead);
    return STATUS_OK;
}

/* The leads of all stories, or only of those that are shown, newest first. */
static enum status all_leads(struct invocation *invocation, struct workspace *workspace,
                             bool shown_only, struct str **leads, size_t *count) {
    struct store_story *stories;
    enum status status =
        store_stories_list(workspace->store, &workspace->arena, INT64_MIN, INT64_MAX, shown_only,
                           &stories, count, &invocation->error);
    if (status != STATUS_OK)
        return status;
    *leads = arena_array(&workspace->arena, *count, struct str);
    if (*leads == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    for (size_t i = 0; i < *count; i++)
        (*leads)[i] = str_from(stories[i].lead);
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct str *leads;
    size_t count = 0;
    int64_t most;
    enum status status = option_number(invocation, "most", 1, 1000000, 1000, &most);
    if (status != STATUS_OK)
        return status;
    status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK &&
        (option_given(invocation, "all") || option_given(invocation, "shown")))
        status =
            all_leads(invocation, &workspace, !option_given(invocation, "all"), &leads, &count);
    else if (status == STATUS_OK)
        status = front_leads(invocation, &workspace, &leads, &count);
    if (status == STATUS_OK)
        status =
            rows_of(invocation, &workspace, leads, count < (size_t)most ? count : (size_t)most);
    workspace_close(&workspace);
    return status;
}

const struct command command_stories = {
    .name = "stories",
    .arguments = "",
    .summary = "list the stories of the front page",
    .help = "Lists the leads of the front page in its order: id, heat, age, outlet, headline. With "
            "--shown all published stories, with --all also those below the threshold, newest "
            "first.",
    .group = GROUP_READING,
    .edition = true,
    .options = {{.name = "shown", .help = "all published stories"},
                {.name = "all", .help = "also those that are not shown"},
                {.name = "most", .value = "N", .help = "at most N of them (1000)"},
                {.name = "json", .help = "one JSON line a story"}},
    .run = run,
};
