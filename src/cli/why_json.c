#include "cli/why.h"

#include "base/json.h"

static void add_reasons(struct json *json, const struct store_article *row) {
    if (str_empty(row->reasons))
        return;
    json_key(json, "joined");
    json_raw(json, row->reasons);
}

static enum status add_members(struct invocation *invocation, struct workspace *workspace,
                               const struct store_article *asked, struct json *json) {
    struct store_article *rows;
    size_t count;
    int64_t most;
    enum status status = why_members(invocation, workspace, asked->story, &rows, &count, &most);
    if (status != STATUS_OK)
        return status;
    json_field_int(json, "articles", (int64_t)count);
    json_key(json, "members");
    json_begin_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct article article;
        if (!why_tells(&rows[i], i, most, asked->id))
            continue;
        status = workspace_article(workspace, &rows[i], &article, &invocation->error);
        if (status != STATUS_OK)
            break;
        json_begin_object(json);
        json_field_str(json, "id", str_from(rows[i].id));
        json_field_text(json, "title", article.title);
        json_field_text(json, "provider", article.provider_name);
        json_field_bool(json, "lead", rows[i].lead);
        json_field_text(json, "copyOf", str_from(rows[i].copy_of));
        add_reasons(json, &rows[i]);
        json_end_object(json);
    }
    json_end_array(json);
    return status;
}

/* Likenesses and the margin in thousandths, as in "joined". */
static enum status add_near(struct invocation *invocation, struct workspace *workspace,
                            const char *story, struct json *json) {
    struct story_near *near;
    size_t count;
    enum status status = why_near(invocation, workspace, story, &near, &count);
    json_key(json, "near");
    json_begin_array(json);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct str title;
        struct buf words;
        status = why_title(invocation, workspace, near[i].id, &title);
        if (status != STATUS_OK)
            break;
        buf_init(&words, 4096);
        story_explain_near(&near[i], &words);
        json_begin_object(json);
        json_field_str(json, "id", near[i].id);
        json_field_text(json, "title", title);
        json_field_text(json, "nearestTo", near[i].other);
        json_field_int(json, "words", near[i].words);
        json_field_int(json, "titles", near[i].title);
        json_field_int(json, "margin", near[i].margin);
        json_field_text(json, "why", buf_str(&words));
        json_end_object(json);
        buf_release(&words);
    }
    json_end_array(json);
    return status;
}

enum status why_json(struct invocation *invocation, struct workspace *workspace,
                     const struct store_article *row, const struct article *article) {
    struct store_story *story;
    struct json json;
    struct str id = str_from(row->story);
    enum status status =
        store_stories_get(workspace->store, &workspace->arena, &id, 1, &story, &invocation->error);
    if (status != STATUS_OK)
        return status;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(row->id));
    json_field_str(&json, "title", article->title);
    json_field_bool(&json, "lead", row->lead);
    json_field_bool(&json, "shown", row->shown);
    json_key(&json, "quality");
    json_raw(&json, row->score);
    if (story->id[0] != '\0') {
        json_field_str(&json, "story", str_from(story->id));
        json_key(&json, "heat");
        json_raw(&json, story->score);
    }
    page_rights_write(&article->rights, "rights", &json);
    add_reasons(&json, row);
    status = add_members(invocation, workspace, row, &json);
    if (status == STATUS_OK)
        status = add_near(invocation, workspace, row->story, &json);
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
    return status;
}
