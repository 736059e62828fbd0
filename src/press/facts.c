#include "press/facts.h"

#include "base/json.h"
#include "base/json_read.h"
#include "issue/issue.h"

enum { FACTS_MEMORY = 256 * 1024 * 1024, BODY_MOST = 8 * 1024 * 1024 };

void facts_init(struct facts *facts) {
    *facts = (struct facts){0};
    arena_init(&facts->arena, FACTS_MEMORY);
}

void facts_release(struct facts *facts) {
    arena_release(&facts->arena);
    *facts = (struct facts){0};
}

bool facts_full(const struct facts *facts) {
    return facts->arena.used >= FACTS_PART;
}

enum status facts_add(struct facts *facts, struct str kind, int64_t at, struct str body,
                      struct error *error) {
    struct str copy = arena_copy(&facts->arena, body);
    if (str_absent(copy) || arena_grow(&facts->arena, &facts->items, &facts->capacity,
                                       facts->count + 1, sizeof *facts->items) != STATUS_OK)
        return arena_status(&facts->arena, error);
    facts->items[facts->count++] = (struct fact){.at = at, .kind = kind, .body = copy};
    return STATUS_OK;
}

enum status facts_add_text(struct facts *facts, struct str text, char hash[HASH_HEX + 1],
                           struct error *error) {
    hash_hex(text, hash);
    struct str copy = arena_copy(&facts->arena, text);
    struct str name = arena_copy(&facts->arena, str_from(hash));
    if (str_absent(copy) || str_absent(name) ||
        arena_grow(&facts->arena, &facts->texts, &facts->text_capacity, facts->text_count + 1,
                   sizeof *facts->texts) != STATUS_OK)
        return arena_status(&facts->arena, error);
    facts->texts[facts->text_count++] = (struct store_text){.hash = name, .text = copy};
    return STATUS_OK;
}

enum status facts_add_observed(struct facts *facts, const struct observation *observation,
                               int64_t at, struct error *error) {
    struct buf body;
    struct json json;
    char hash[HASH_HEX + 1];
    enum status status = STATUS_OK;
    buf_init(&body, BODY_MOST);
    json_init(&json, &body, JSON_COMPACT);
    observation_write(observation, &json);
    status = buf_check(&body, error);
    if (status == STATUS_OK && !str_empty(observation->text))
        status = facts_add_text(facts, observation->text, hash, error);
    if (status == STATUS_OK)
        status = facts_add(facts, FACT_OBSERVED, at, buf_str(&body), error);
    buf_release(&body);
    return status;
}

/* A body that names a text, and perhaps a path and a second text. */
static enum status add_with_text(struct facts *facts, struct str kind, int64_t at, struct str path,
                                 struct str text, struct str plain, struct error *error) {
    char hash[HASH_HEX + 1], second[HASH_HEX + 1];
    struct buf body;
    struct json json;
    enum status status = facts_add_text(facts, text, hash, error);
    if (status == STATUS_OK && !str_absent(plain))
        status = facts_add_text(facts, plain, second, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&body, BODY_MOST);
    json_init(&json, &body, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "path", path);
    json_field_str(&json, "text", str_from(hash));
    if (!str_absent(plain))
        json_field_str(&json, "private", str_from(second));
    json_end_object(&json);
    status = buf_check(&body, error);
    if (status == STATUS_OK)
        status = facts_add(facts, kind, at, buf_str(&body), error);
    buf_release(&body);
    return status;
}

enum status facts_add_configured(struct facts *facts, struct str packed, int64_t at,
                                 struct error *error) {
    return add_with_text(facts, FACT_CONFIGURED, at, STR_NONE, packed, STR_NONE, error);
}

enum status facts_add_imported(struct facts *facts, struct str path, struct str bytes, int64_t at,
                               struct error *error) {
    return add_with_text(facts, FACT_IMPORTED, at, path, bytes, STR_NONE, error);
}

enum status facts_add_restored(struct facts *facts, struct str path, struct str bytes,
                               struct str plain, int64_t at, struct error *error) {
    return add_with_text(facts, FACT_RESTORED, at, path, bytes, plain, error);
}

static void write_issued(const struct issue *issue, const char *hash, const char *html,
                         struct json *json) {
    json_begin_object(json);
    json_field_str(json, "id", issue->id);
    json_field_str(json, "list", issue->list);
    json_key(json, "stories");
    json_begin_array(json);
    for (size_t i = 0; i < issue->count; i++)
        if (!str_absent(issue->stories[i].story))
            json_str(json, issue->stories[i].story);
    json_end_array(json);
    json_field_str(json, "text", str_from(hash));
    json_field_str(json, "html", str_from(html));
    json_end_object(json);
}

enum status facts_add_issued(struct facts *facts, const struct issue *issue, struct str html,
                             int64_t at, struct error *error) {
    char hash[HASH_HEX + 1], html_hash[HASH_HEX + 1];
    struct buf text, body;
    struct json json;
    buf_init(&text, ISSUE_BYTES_MOST);
    buf_init(&body, BODY_MOST);
    json_init(&json, &body, JSON_COMPACT);
    issue_write(issue, false, &text);
    enum status status = buf_check(&text, error);
    if (status == STATUS_OK)
        status = facts_add_text(facts, buf_str(&text), hash, error);
    if (status == STATUS_OK)
        status = facts_add_text(facts, html, html_hash, error);
    if (status == STATUS_OK) {
        write_issued(issue, hash, html_hash, &json);
        status = buf_check(&body, error);
    }
    if (status == STATUS_OK)
        status = facts_add(facts, FACT_ISSUED, at, buf_str(&body), error);
    buf_release(&text);
    buf_release(&body);
    return status;
}

enum status facts_add_pictured(struct facts *facts, struct str article,
                               const struct article_image *image, int64_t at, struct error *error) {
    struct buf body;
    struct json json;
    buf_init(&body, BODY_MOST);
    json_init(&json, &body, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "article", article);
    json_field_str(&json, "picture", image->url);
    json_field_int(&json, "width", image->width);
    json_field_int(&json, "height", image->height);
    article_copies_write(image->copies, image->copy_count, &json);
    json_end_object(&json);
    enum status status = buf_check(&body, error);
    if (status == STATUS_OK)
        status = facts_add(facts, FACT_PICTURED, at, buf_str(&body), error);
    buf_release(&body);
    return status;
}

enum status facts_add_model(struct facts *facts, struct str kind, struct str what, struct str model,
                            int64_t day, int64_t at, struct error *error) {
    char hash[HASH_HEX + 1];
    struct buf body;
    struct json json;
    buf_init(&body, BODY_MOST);
    enum status status = facts_add_text(facts, model, hash, error);
    json_init(&json, &body, JSON_COMPACT);
    json_begin_object(&json);
    json_field_text(&json, "what", what);
    json_field_str(&json, "text", str_from(hash));
    json_field_time(&json, "before", day);
    json_end_object(&json);
    if (status == STATUS_OK)
        status = buf_check(&body, error);
    if (status == STATUS_OK)
        status = facts_add(facts, kind, at, buf_str(&body), error);
    buf_release(&body);
    return status;
}

enum status facts_commit(struct facts *facts, struct store *store, struct error *error) {
    if (facts->count == 0)
        return STATUS_OK;
    enum status status = store_facts_append(store, facts->items, facts->count, facts->texts,
                                            facts->text_count, error);
    if (status == STATUS_OK) {
        facts_release(facts);
        facts_init(facts);
    }
    return status;
}

enum status facts_last_body(struct store *store, struct arena *arena, struct str kind,
                            const struct json_value **body, struct error *error) {
    struct fact last;
    bool found = false;
    *body = NULL;
    enum status status = store_facts_last_of(store, arena, kind, &last, &found, error);
    return status != STATUS_OK || !found ? status : json_read(arena, last.body, body, error);
}

enum status facts_model(struct store *store, struct arena *arena, struct str hash,
                        struct str *model, struct error *error) {
    struct store_text text = {.hash = hash};
    enum status status = store_texts_read(store, arena, &text, 1, error);
    if (status == STATUS_OK && str_absent(text.text))
        status = error_set(error, STATUS_INVALID, "the facts lack a model that they name");
    *model = text.text;
    return status;
}
