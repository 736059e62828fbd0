#include "cli/workspace.h"

#include "article/revision.h"
#include "base/json.h"
#include "base/utf8.h"
#include "files/files.h"
#include "press/find.h"
#include "text/fold.h"
#include "words/words.h"

enum { DESK_MEMORY = 512 * 1024 * 1024 };

enum status workspace_open(struct invocation *invocation, struct workspace *workspace) {
    struct edition_file *files;
    size_t count;
    *workspace = (struct workspace){0};
    arena_init(&workspace->arena, DESK_MEMORY);
    enum status status = files_read_edition(&workspace->arena, invocation->folder, &files, &count,
                                            &invocation->error);
    if (status == STATUS_OK)
        status =
            edition_load(&workspace->arena, files, count, &workspace->edition, &invocation->error);
    return status;
}

enum status workspace_open_store(struct invocation *invocation, struct workspace *workspace,
                                 enum store_access access) {
    enum status status = store_open(invocation->folder, workspace->edition.store, access,
                                    &workspace->store, &invocation->error);
    if (status == STATUS_NOT_FOUND)
        return error_set(&invocation->error, STATUS_NOT_FOUND,
                         "this edition has not run yet ('broadsheet run --once' does it)");
    return status;
}

void workspace_close(struct workspace *workspace) {
    if (workspace->store != NULL)
        store_close(workspace->store);
    arena_release(&workspace->arena);
}

enum status workspace_article(struct workspace *workspace, const struct store_article *row,
                              struct article *article, struct error *error) {
    return article_read(&workspace->arena, row->data, article, error);
}

/* The id or key that `what` stands for: an address's key, the article of a record's path, or an id
 * as it is. */
static enum status look_up(struct invocation *invocation, struct workspace *workspace,
                           struct str what, struct store_article **row) {
    struct error *error = &invocation->error;
    struct str keys[ARTICLE_KEYS_MOST];
    size_t count;
    if (str_find(what, STR("://")) != SIZE_MAX) {
        const struct observation seen = {.link = what, .title = what};
        enum status status =
            article_keys(&workspace->arena, &workspace->edition, &seen, keys, &count, error);
        return status != STATUS_OK
                   ? status
                   : find_by_key(workspace->store, &workspace->arena, keys[0], row, error);
    }
    if (str_ends(what, STR(".md"))) {
        size_t folder = str_find(what, STR("_news/"));
        struct store_key path = {
            .key = folder != SIZE_MAX
                       ? str_skip(what, folder)
                       : arena_format(&workspace->arena, "_news/%.*s", STR_ARG(what))};
        enum status status =
            store_keys_get(workspace->store, &workspace->arena, KEYS_PATH, &path, 1, error);
        if (status != STATUS_OK || str_absent(path.value))
            return status;
        what = path.value;
    }
    enum status status = find_article(workspace->store, &workspace->arena, what, row, error);
    if (status != STATUS_OK || *row != NULL)
        return status;
    struct store_story *story;
    status = find_story(workspace->store, &workspace->arena, what, &story, error);
    if (status != STATUS_OK || story == NULL)
        return status;
    return find_article(workspace->store, &workspace->arena, str_from(story->lead), row, error);
}

enum status workspace_open_article(struct invocation *invocation, struct workspace *workspace,
                                   struct store_article *row, struct article *article) {
    struct str what = invocation->arguments[0];
    struct store_article *found = NULL;
    enum status status = workspace_open(invocation, workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, workspace, STORE_READ);
    if (status == STATUS_OK)
        status = look_up(invocation, workspace, what, &found);
    if (status != STATUS_OK)
        return status;
    if (found == NULL)
        return error_set(&invocation->error, STATUS_NOT_FOUND,
                         "no article '%.*s' (an id, an address or a record's path is expected)",
                         STR_ARG(what));
    *row = *found;
    return workspace_article(workspace, row, article, &invocation->error);
}

void workspace_rights(struct invocation *invocation, struct workspace *workspace,
                      const struct article *article, const char *indent) {
    struct buf *out = &invocation->out;
    struct buf words;
    struct str rest, line;
    struct str licence = article_licence(&workspace->edition, article);
    buf_init(&words, 16384);
    page_rights_explain(&article->rights, &words);
    rest = buf_str(&words);
    while (str_next(&rest, '\n', &line)) {
        buf_add_cstr(out, indent);
        log_inert(out, line);
        BUF_ADD(out, "\n");
    }
    if (words.n > 0 && !str_empty(licence)) {
        buf_add_cstr(out, indent);
        BUF_ADD(out, "but all of this is licensed: ");
        log_inert(out, licence);
        BUF_ADD(out, "\n");
    }
    buf_release(&words);
}

void workspace_changes(struct invocation *invocation, const struct article *article,
                       const char *indent) {
    struct buf *out = &invocation->out;
    for (size_t i = 0; i < article->change_count; i++) {
        struct buf words;
        char time[TIME_TEXT];
        buf_init(&words, 16384);
        article_explain_change(&article->changes[i], &words);
        buf_add_cstr(out, indent);
        buf_add_cstr(out, time_format(article->changes[i].at, time));
        BUF_ADD(out, "  ");
        log_inert(out, buf_str(&words));
        buf_add_byte(out, '\n');
        buf_release(&words);
    }
}

struct str workspace_age(struct arena *arena, int64_t now, int64_t time) {
    return words_age(arena, words_of(STR("en")), now, time); /* commands speak English */
}

static void json_row(struct invocation *invocation, const struct store_article *row,
                     const struct article *article) {
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(row->id));
    json_field_str(&json, "story", str_from(row->story));
    json_field_str(&json, "title", article->title);
    json_field_str(&json, "provider", article->provider_name);
    json_field_str(&json, "domain", article->provider_domain);
    json_field_text(&json, "url", str_first_of(article->web_url, article->original_url));
    json_field_time(&json, "published", article->published);
    json_field_int(&json, "quality", row->quality);
    json_field_int(&json, "heat", row->heat);
    json_field_bool(&json, "lead", row->lead);
    json_field_bool(&json, "shown", row->shown);
    json_field_text(&json, "copyOf", str_from(row->copy_of));
    json_key(&json, "topics");
    json_begin_array(&json);
    for (size_t i = 0; i < row->topic_count; i++)
        json_str(&json, row->topics[i]);
    json_end_array(&json);
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

/* `s` in `width` columns, cut with an ellipsis. */
static void add_column(struct buf *out, struct str s, size_t width) {
    size_t columns = 0, kept = 0, kept_columns = 0;
    for (size_t at = 0; at < s.n && columns <= width;) {
        columns += text_columns(utf8_next(s, &at));
        if (columns < width) { /* and one is left for the ellipsis */
            kept = at;
            kept_columns = columns;
        }
    }
    if (columns <= width) {
        log_inert(out, s);
        buf_add_repeat(out, ' ', width - columns);
        return;
    }
    log_inert(out, str_take(s, kept));
    BUF_ADD(out, "…");
    buf_add_repeat(out, ' ', width - 1 - kept_columns);
}

void workspace_row(struct invocation *invocation, struct workspace *workspace,
                   const struct store_article *row, const struct article *article) {
    struct buf *out = &invocation->out;
    if (invocation->json) {
        json_row(invocation, row, article);
        return;
    }
    int64_t now = clock_now(&invocation->clock);
    struct str age = workspace_age(&workspace->arena, now, article->published);
    const char *strong = invocation->color && row->shown ? "\033[1m" : "";
    buf_printf(out, "%.*s  ", STR_ARG(str_from(row->id)));
    if (row->lead)
        buf_printf(out, "%5lld  ", (long long)row->heat);
    else /* heat is a story's */
        BUF_ADD(out, "    -  ");
    buf_printf(out, "%7.*s  ", STR_ARG(age));
    add_column(out, article->provider_name, 20);
    buf_printf(out, "  %s", strong);
    log_inert(out, article->title);
    buf_printf(out, "%s\n", strong[0] != '\0' ? "\033[0m" : "");
}
