/* The private part of the edition itself: what belongs to no article. */
#include "press/private.h"

#include "base/json_read.h"
#include "front/json.h"
#include "press/issued.h"

enum { VERSION = 1, PART_BYTES = 512 * 1024, KEYS_AT_ONCE = 1000 };

/* Parts that are written one after the other. */
struct parts {
    struct store *store;
    struct arena *arena;
    struct buf text;
    struct json json;
    struct str *parts;
    size_t count, capacity;
};

static void open_part(struct parts *parts) {
    buf_clear(&parts->text);
    json_init(&parts->json, &parts->text, JSON_COMPACT);
    json_begin_object(&parts->json);
    json_field_int(&parts->json, "version", VERSION);
    json_field_int(&parts->json, "part", (int64_t)parts->count + 1);
}

static enum status close_part(struct parts *parts, bool last, struct error *error) {
    json_end_array(&parts->json);
    if (last)
        json_field_bool(&parts->json, "last", true);
    json_end_object(&parts->json);
    enum status status = buf_check(&parts->text, error);
    if (status == STATUS_OK && arena_grow(parts->arena, &parts->parts, &parts->capacity,
                                          parts->count + 1, sizeof *parts->parts) == STATUS_OK)
        parts->parts[parts->count++] = arena_copy(parts->arena, buf_str(&parts->text));
    return status != STATUS_OK ? status : arena_status(parts->arena, error);
}

static void open_entries(struct parts *parts) {
    json_key(&parts->json, "entries");
    json_begin_array(&parts->json);
}

/* The front as far as readers see it: stories, leads and sizes; what is said of an empty one. Ranks
 * and what was left out change with every moment, and are found again at the next. */
static enum status write_front(struct parts *parts, struct error *error) {
    struct str text;
    struct front front = {0};
    struct store_key rescored = {.key = STR("rescored")};
    enum status status = store_front_get(parts->store, parts->arena, &text, error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(parts->arena, text, &front, error);
    if (status == STATUS_OK)
        status = store_keys_get(parts->store, parts->arena, KEYS_STATE, &rescored, 1, error);
    if (status != STATUS_OK)
        return status;
    if (!str_absent(rescored.value))
        json_field_bool(&parts->json, "rescored", true);
    if (str_absent(text))
        return STATUS_OK;
    for (size_t i = 0; i < front.count; i++)
        front.items[i].rank = front.items[i].heat = 0;
    front.left_count = 0;
    if (front.count > 0)
        front.report = (struct front_report){.shown = front.count, .best_heat = INT64_MIN};
    json_key(&parts->json, "front");
    front_write(&front, &parts->json);
    return STATUS_OK;
}

/* ["story", id, the one that it is part of, slug of its address, when it was shown first] */
static enum status add_story(struct parts *parts, const struct store_key *alias,
                             struct error *error) {
    struct store_key slug = {.key = alias->key}, since = {.key = alias->key};
    enum status status = store_keys_get(parts->store, parts->arena, KEYS_SLUG, &slug, 1, error);
    if (status == STATUS_OK)
        status = store_keys_get(parts->store, parts->arena, KEYS_SHOWN, &since, 1, error);
    json_begin_array(&parts->json);
    json_str(&parts->json, STR("story"));
    json_str(&parts->json, alias->key);
    json_str(&parts->json, alias->value);
    if (!str_absent(slug.value))
        json_str(&parts->json, slug.value);
    if (!str_absent(slug.value) && !str_absent(since.value))
        json_str(&parts->json, since.value);
    json_end_array(&parts->json);
    return status;
}

/* ["article", id, the one that it proved to be, its addresses …] */
static enum status add_article(struct parts *parts, const struct store_key *alias,
                               struct error *error) {
    struct str *addresses;
    size_t count;
    enum status status = store_keys_of(parts->store, parts->arena, KEYS_ADDRESS, alias->key,
                                       &addresses, &count, error);
    json_begin_array(&parts->json);
    json_str(&parts->json, STR("article"));
    json_str(&parts->json, alias->key);
    json_str(&parts->json, alias->value);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        json_str(&parts->json, addresses[i]);
    json_end_array(&parts->json);
    return status;
}

/* ["sponsor", id of a message, its address, [day, clicks] …] */
static enum status add_sponsor(struct parts *parts, const struct store_key *message,
                               struct error *error) {
    json_begin_array(&parts->json);
    json_str(&parts->json, STR("sponsor"));
    json_str(&parts->json, message->key);
    json_str(&parts->json, message->value);
    enum status status =
        private_clicks(parts->store, parts->arena, message->key, NULL, &parts->json, error);
    json_end_array(&parts->json);
    return status;
}

typedef enum status adder(struct parts *parts, const struct store_key *alias, struct error *error);

static enum status add_space(struct parts *parts, enum store_space space, adder *add,
                             struct error *error) {
    struct str after = STR("");
    size_t count = KEYS_AT_ONCE;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count == KEYS_AT_ONCE) {
        struct store_key *keys;
        status = store_keys_list(parts->store, parts->arena, space, after, KEYS_AT_ONCE, &keys,
                                 &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            if (parts->text.n > PART_BYTES) {
                status = close_part(parts, false, error);
                open_part(parts);
                open_entries(parts);
            }
            if (status == STATUS_OK)
                status = add(parts, &keys[i], error);
            after = keys[i].key;
        }
    }
    return status;
}

enum status private_edition(struct store *store, struct arena *arena, int64_t sponsored,
                            struct str **parts, size_t *count, struct error *error) {
    struct parts writing = {.store = store, .arena = arena};
    buf_init(&writing.text, PRIVATE_MOST);
    open_part(&writing);
    enum status status = write_front(&writing, error);
    if (sponsored != INT64_MIN)
        json_field_int(&writing.json, "sponsored", sponsored);
    open_entries(&writing);
    if (status == STATUS_OK)
        status = add_space(&writing, KEYS_ALIAS, add_article, error);
    if (status == STATUS_OK)
        status = add_space(&writing, KEYS_STORY, add_story, error);
    if (status == STATUS_OK)
        status = add_space(&writing, KEYS_SPONSOR, add_sponsor, error);
    if (status == STATUS_OK)
        status = close_part(&writing, true, error);
    buf_release(&writing.text);
    *parts = writing.parts;
    *count = writing.count;
    return status;
}

enum status private_issue(struct store *store, struct arena *arena, const struct issued *issued,
                          struct str *plain, struct error *error) {
    struct store_text text = {.hash = issued->text};
    struct str html = STR_NONE;
    struct buf made;
    struct json json;
    enum status status = store_texts_read(store, arena, &text, 1, error);
    if (status == STATUS_OK)
        status = issued_html(store, arena, issued, &html, error);
    *plain = STR_NONE;
    if (status != STATUS_OK || str_absent(text.text))
        return status;
    buf_init(&made, PRIVATE_MOST);
    json_init(&json, &made, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "version", VERSION);
    json_field_str(&json, "issue", issued->id);
    json_field_str(&json, "list", issued->list);
    json_field_time(&json, "at", issued->at);
    json_field_str(&json, "text", text.text);
    json_field_str(&json, "html", html);
    json_end_object(&json);
    status = buf_check(&made, error);
    if (status == STATUS_OK) {
        *plain = arena_copy(arena, buf_str(&made));
        status = arena_status(arena, error);
    }
    buf_release(&made);
    return status;
}
