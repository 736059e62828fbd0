#include "cli/workspace.h"

#include "base/json.h"
#include "score/score.h"

static void add_field(struct buf *out, const char *name, struct str value) {
    if (str_empty(value))
        return;
    buf_printf(out, "  %-10s ", name);
    log_inert(out, value);
    buf_add_byte(out, '\n');
}

static void add_time(struct buf *out, const char *name, int64_t time) {
    char text[TIME_TEXT];
    if (time != TIME_NONE)
        add_field(out, name, str_from(time_format(time, text)));
}

static void show_article(struct invocation *invocation, struct workspace *workspace,
                         const struct store_article *row, const struct article *article) {
    struct buf *out = &invocation->out;
    log_inert(out, article->title);
    buf_add_byte(out, '\n');
    add_field(out, "id", str_from(row->id));
    add_field(out, "outlet", article->provider_name);
    add_field(out, "by", article->byline);
    add_field(out, "address", str_first_of(article->web_url, article->original_url));
    add_time(out, "published", article->published);
    add_time(out, "first seen", article->seen);
    add_time(out, "updated", article->updated);
    if (article->withdrawn > 0)
        add_time(out, "withdrawn", article->withdrawn);
    workspace_changes(invocation, article, "  changed    ");
    buf_printf(out, "  %-10s ", "topics");
    for (size_t i = 0; i < row->topic_count; i++) {
        size_t topic = edition_find_topic(&workspace->edition, row->topics[i]);
        struct str name =
            topic != SIZE_MAX ? workspace->edition.topics[topic].name : row->topics[i];
        buf_printf(out, "%s%.*s", i > 0 ? ", " : "", STR_ARG(name));
    }
    buf_printf(out, "\n  %-10s %lld\n  %-10s %lld%s\n", "quality", (long long)row->quality, "heat",
               (long long)row->heat, row->lead ? "" : " (a follower)");
    struct article published = *article;
    article_obey(&workspace->arena, &workspace->edition, &published);
    add_field(out, "", published.excerpt);
    workspace_rights(invocation, workspace, article, "  rights     ");
}

static enum status show_members(struct invocation *invocation, struct workspace *workspace,
                                const struct store_article *row) {
    struct store_article *rows;
    size_t count;
    const struct store_query query = {.order = STORE_BY_PUBLISHED_DOWN,
                                      .story = str_from(row->story)};
    enum status status = store_articles_list(workspace->store, &workspace->arena, &query, &rows,
                                             &count, &invocation->error);
    if (status != STATUS_OK)
        return status;
    if (!invocation->json && count > 1)
        buf_printf(&invocation->out, "\n  story %s, %zu articles:\n\n", row->story, count);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct article article;
        if (!invocation->json && (count == 1))
            break;
        status = workspace_article(workspace, &rows[i], &article, &invocation->error);
        if (status == STATUS_OK)
            workspace_row(invocation, workspace, &rows[i], &article);
    }
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct store_article row;
    struct article article;
    enum status status = workspace_open_article(invocation, &workspace, &row, &article);
    if (status == STATUS_OK && !invocation->json)
        show_article(invocation, &workspace, &row, &article);
    if (status == STATUS_OK)
        status = show_members(invocation, &workspace, &row);
    workspace_close(&workspace);
    return status;
}

const struct command command_show = {
    .name = "show",
    .arguments = "ID",
    .summary = "show an article and its story",
    .help =
        "Shows an article, and the other articles of its story. ID is an article's or a story's "
        "id, an address under which the article was seen, or its record's path.",
    .group = GROUP_READING,
    .least = 1,
    .most = 1,
    .edition = true,
    .options = {{.name = "json", .help = "one JSON line for each member of the story"}},
    .exits = {{EXIT_DATA, "nothing is known under what was named"}},
    .run = run,
};
