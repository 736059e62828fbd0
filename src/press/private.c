#include "press/private.h"

#include "base/json_read.h"
#include "press/imported.h"

enum { VERSION = 1, EVENTS_MOST = 1000, JSON_MOST = 4 << 20 };

/* ---- the article, as far as its record does not say it ---- */

static bool alike(const struct json_value *a, const struct json_value *b) {
    struct buf texts[2];
    struct json json;
    if (a == NULL || b == NULL)
        return a == b;
    for (int i = 0; i < 2; i++) {
        buf_init(&texts[i], JSON_MOST);
        json_init(&json, &texts[i], JSON_COMPACT);
        json_write(&json, i == 0 ? a : b);
    }
    bool same = texts[0].status == STATUS_OK && texts[1].status == STATUS_OK &&
                str_eq(buf_str(&texts[0]), buf_str(&texts[1]));
    buf_release(&texts[0]);
    buf_release(&texts[1]);
    return same;
}

/* The article that the record alone gives, as a JSON tree. */
static enum status base_of(struct arena *arena, const struct record *record, struct str path,
                           struct str id, const struct json_value **base, struct error *error) {
    struct article article;
    struct buf text;
    struct json json;
    enum status status = imported_article(arena, record, path, 0, &article, error);
    if (status != STATUS_OK)
        return status;
    snprintf(article.id, sizeof article.id, "%.*s", STR_ARG(id));
    article.imported = false;
    buf_init(&text, JSON_MOST);
    json_init(&json, &text, JSON_COMPACT);
    article_write(&article, &json);
    status = buf_check(&text, error);
    if (status == STATUS_OK)
        status = json_read(arena, buf_str(&text), base, error);
    buf_release(&text);
    return status;
}

static void write_difference(struct json *json, const struct json_value *base,
                             const struct json_value *whole) {
    json_key(json, "article");
    json_begin_object(json);
    for (const struct json_value *member = json_first(whole); member; member = member->next)
        if (!alike(member, json_get(base, member->key.p))) {
            json_key_str(json, member->key);
            json_write(json, member);
        }
    for (const struct json_value *member = json_first(base); member; member = member->next)
        if (json_get(whole, member->key.p) == NULL) {
            json_key_str(json, member->key);
            json_null(json);
        }
    json_end_object(json);
}

/* ---- its row and its story ---- */

static enum status read_key(struct store *store, struct arena *arena, enum store_space space,
                            struct str key, struct str *value, struct error *error) {
    struct store_key pair = {.key = key};
    enum status status = store_keys_get(store, arena, space, &pair, 1, error);
    *value = pair.value;
    return status;
}

static void write_row(struct json *json, const struct store_article *row) {
    json_field_text(json, "story", str_from(row->story));
    json_field_text(json, "copyOf", str_from(row->copy_of));
    json_field_bool(json, "lead", row->lead);
    json_field_bool(json, "shown", row->shown);
    json_field_int(json, "quality", row->quality);
    json_field_int(json, "heat", row->heat);
    json_key(json, "topics");
    json_begin_array(json);
    for (size_t i = 0; i < row->topic_count; i++)
        json_str(json, row->topics[i]);
    json_end_array(json);
    if (str_absent(row->reasons) && row->changed > row->arrived)
        json_field_bool(json, "touched", true);
    if (!str_empty(row->score)) {
        json_key(json, "score");
        json_raw(json, row->score);
    }
    if (!str_empty(row->reasons)) {
        json_key(json, "reasons");
        json_raw(json, row->reasons);
    }
}

static enum status write_addresses(struct store *store, struct arena *arena, struct str id,
                                   struct json *json, struct error *error) {
    struct str *keys;
    size_t count;
    enum status status = store_keys_of(store, arena, KEYS_ADDRESS, id, &keys, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        json_str(json, keys[i]);
    return status;
}

enum status private_clicks(struct store *store, struct arena *arena, struct str id,
                           const char *name, struct json *json, struct error *error) {
    struct store_clicks *clicks;
    size_t count;
    enum status status = store_clicks_list(store, arena, id, &clicks, &count, error);
    if (status != STATUS_OK || count == 0)
        return status;
    if (name != NULL)
        json_key(json, name);
    json_begin_array(json);
    for (size_t i = 0; i < count; i++) {
        json_begin_array(json);
        json_int(json, clicks[i].day);
        json_int(json, clicks[i].count);
        json_end_array(json);
    }
    json_end_array(json);
    return STATUS_OK;
}

static enum status write_events(struct store *store, struct arena *arena, struct str story,
                                struct json *json, struct error *error) {
    struct store_key *keys;
    size_t count;
    struct str prefix = ARENA_JOIN(arena, story, STR(" "));
    enum status status = arena_status(arena, error);
    if (status == STATUS_OK)
        status =
            store_keys_list(store, arena, KEYS_EVENT, prefix, EVENTS_MOST, &keys, &count, error);
    if (status != STATUS_OK || count == 0 || !str_starts(keys[0].key, prefix))
        return status;
    json_key(json, "events");
    json_begin_array(json);
    for (size_t i = 0; i < count && str_starts(keys[i].key, prefix); i++)
        json_raw(json, keys[i].value);
    json_end_array(json);
    return STATUS_OK;
}

static enum status write_names(struct store *store, struct arena *arena, struct str story,
                               struct json *json, struct error *error) {
    struct str again = ARENA_JOIN(arena, STR("again/"), story);
    const struct {
        enum store_space space;
        struct str key;
        const char *name;
    } names[] = {
        {KEYS_SLUG, story, "slug"},       {KEYS_SHOWN, story, "since"},
        {KEYS_EARLIER, story, "earlier"}, {KEYS_LATER, story, "later"},
        {KEYS_ANNOUNCED, again, "again"},
    };
    enum status status = arena_status(arena, error);
    for (size_t i = 0; status == STATUS_OK && i < sizeof names / sizeof names[0]; i++) {
        struct str value;
        status = read_key(store, arena, names[i].space, names[i].key, &value, error);
        if (status == STATUS_OK)
            json_field_str(json, names[i].name, value);
    }
    return status;
}

/* The story that the article leads. */
static enum status write_led(struct store *store, struct arena *arena, struct str id,
                             struct json *json, struct error *error) {
    struct store_story *story;
    enum status status = store_stories_get(store, arena, &id, 1, &story, error);
    if (status != STATUS_OK || story->id[0] == '\0')
        return status;
    json_key(json, "led");
    json_begin_object(json);
    json_field_int(json, "heat", story->heat);
    json_field_bool(json, "shown", story->shown);
    json_field_int(json, "newest", story->newest);
    json_field_int(json, "members", story->members);
    if (!str_empty(story->score)) {
        json_key(json, "score");
        json_raw(json, story->score);
    }
    status = write_names(store, arena, id, json, error);
    if (status == STATUS_OK)
        status = write_events(store, arena, id, json, error);
    json_end_object(json);
    return status;
}

/* Whether private_record writes this member; what else stands there is another's. `source` is kept,
 * also when the edition does not have the source any more. */
static bool is_ours(struct str name) {
    static const struct str members[] = {
        STR_INIT("version"),   STR_INIT("id"),      STR_INIT("of"),      STR_INIT("recorded"),
        STR_INIT("article"),   STR_INIT("story"),   STR_INIT("copyOf"),  STR_INIT("lead"),
        STR_INIT("shown"),     STR_INIT("quality"), STR_INIT("heat"),    STR_INIT("topics"),
        STR_INIT("touched"),   STR_INIT("score"),   STR_INIT("reasons"), STR_INIT("announced"),
        STR_INIT("addresses"), STR_INIT("clicks"),  STR_INIT("led"),
    };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        if (str_eq(members[i], name))
            return true;
    return false;
}

static void write_others(struct json *json, const struct json_value *before, bool source) {
    for (const struct json_value *member = json_first(before); member; member = member->next)
        if (!is_ours(member->key) && !(source && str_eq(member->key, STR("source")))) {
            json_key_str(json, member->key);
            json_write(json, member);
        }
}

static enum status write_article(struct store *store, struct arena *arena,
                                 const struct private_view *view, const struct json_value *base,
                                 const struct json_value *whole, struct json *json,
                                 struct error *error) {
    struct str announced, id = str_from(view->row->id);
    write_difference(json, base, whole);
    write_row(json, view->row);
    enum status status = read_key(store, arena, KEYS_ANNOUNCED, id, &announced, error);
    if (status == STATUS_OK)
        json_field_str(json, "announced", announced);
    json_key(json, "addresses");
    json_begin_array(json);
    if (status == STATUS_OK)
        status = write_addresses(store, arena, id, json, error);
    json_end_array(json);
    if (status == STATUS_OK)
        status = private_clicks(store, arena, id, "clicks", json, error);
    return status == STATUS_OK && view->row->lead
               ? write_led(store, arena, str_from(view->row->story), json, error)
               : status;
}

enum status private_record(struct store *store, const struct edition *edition, struct arena *arena,
                           const struct private_view *view, struct str *plain,
                           struct error *error) {
    const struct json_value *base = NULL, *whole = NULL;
    const struct edition_source *source = NULL;
    struct json json;
    struct buf text;
    struct str id = str_from(view->row->id);
    enum status status = STATUS_OK;
    if (!view->further)
        status = base_of(arena, view->record, view->path, id, &base, error);
    if (status == STATUS_OK && !view->further)
        status = json_read(arena, view->row->data, &whole, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&text, PRIVATE_MOST);
    json_init(&json, &text, JSON_COMPACT);
    json_begin_object(&json);
    json_field_int(&json, "version", VERSION);
    json_field_str(&json, view->further ? "of" : "id", id);
    if (view->recorded)
        json_field_bool(&json, "recorded", true);
    if (!view->further) {
        source = edition_find_source(edition, json_get_str(whole, "source"));
        if (source != NULL)
            json_field_str(&json, "source", source->url);
        status = write_article(store, arena, view, base, whole, &json, error);
    }
    write_others(&json, view->before, source != NULL);
    json_end_object(&json);
    if (status == STATUS_OK)
        status = buf_check(&text, error);
    *plain = status == STATUS_OK ? arena_copy(arena, buf_str(&text)) : STR_NONE;
    buf_release(&text);
    return status != STATUS_OK ? status : arena_status(arena, error);
}

struct str private_beside(struct arena *arena, struct str path) {
    struct str name = str_skip(path, str_find_last_byte(path, '/') + 1);
    return ARENA_JOIN(arena, STR("_edition/"), str_take(name, name.n - strlen(".md")),
                      STR(".private.md"));
}

/* ---- back ---- */

enum private_kind private_kind(const struct json_value *object) {
    if (!json_is(object, JSON_OBJECT) || json_get_int(object, "version", 0) != VERSION)
        return PRIVATE_OTHER;
    if (id_valid(json_get_str(object, "id")))
        return PRIVATE_ARTICLE;
    if (id_valid(json_get_str(object, "of")))
        return PRIVATE_FURTHER;
    if (json_get_int(object, "part", 0) > 0)
        return PRIVATE_EDITION;
    return !str_empty(json_get_str(object, "issue")) ? PRIVATE_ISSUE : PRIVATE_OTHER;
}

/* Unlike json_get it sees a null, too. */
static bool has(const struct json_value *object, struct str name) {
    for (const struct json_value *member = json_first(object); member; member = member->next)
        if (str_eq(member->key, name))
            return true;
    return false;
}

enum status private_apply(struct arena *arena, const struct record *record, struct str path,
                          const struct json_value *object, struct article *article,
                          struct error *error) {
    const struct json_value *base, *changes = json_get_object(object, "article");
    struct json json;
    struct buf text;
    enum status status = base_of(arena, record, path, json_get_str(object, "id"), &base, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&text, JSON_MOST);
    json_init(&json, &text, JSON_COMPACT);
    json_begin_object(&json);
    for (const struct json_value *member = json_first(base); member; member = member->next)
        if (!has(changes, member->key)) {
            json_key_str(&json, member->key);
            json_write(&json, member);
        }
    for (const struct json_value *member = json_first(changes); member; member = member->next)
        if (!json_is(member, JSON_NULL)) {
            json_key_str(&json, member->key);
            json_write(&json, member);
        }
    json_end_object(&json);
    status = buf_check(&text, error);
    if (status == STATUS_OK)
        status = article_read(arena, buf_str(&text), article, error);
    buf_release(&text);
    return status;
}
