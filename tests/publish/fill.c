#include "fill.h"

#include "base/json_read.h"
#include "base/map.h"

struct filling {
    struct store *store;
    struct arena arena;
    int64_t changed;
    struct store_article *articles;
    size_t count;
    struct store_key *paths;
    size_t path_count;
    struct store_story *stories;
    size_t story_count;
    struct map by_story;
};

static void copy_id(char out[ID_LENGTH + 1], struct str id) {
    memset(out, 0, ID_LENGTH + 1);
    memcpy(out, id.p != NULL ? id.p : "", id.n < ID_LENGTH ? id.n : ID_LENGTH);
}

/* The text of an object, in the arena. */
static struct str text_of(struct filling *filling, const struct json_value *object) {
    struct buf text;
    struct json json;
    if (object == NULL)
        return STR_NONE;
    buf_init(&text, 1 << 24);
    json_init(&json, &text, JSON_COMPACT);
    json_write(&json, object);
    struct str copy = arena_copy(&filling->arena, buf_str(&text));
    buf_release(&text);
    return copy;
}

static void take_article(struct filling *filling, const struct json_value *object) {
    struct store_article *row = &filling->articles[filling->count++];
    const struct json_value *topics = json_get_array(object, "topics");
    copy_id(row->id, json_get_str(object, "id"));
    copy_id(row->story, json_get_str(object, "story"));
    copy_id(row->copy_of, json_get_str(object, "copyOf"));
    row->lead = json_get_bool(object, "lead", false);
    row->shown = json_get_bool(object, "shown", false);
    row->seen = json_get_time(object, "seen");
    row->published = json_get_time(object, "published");
    row->quality = json_get_int(object, "quality", 0);
    row->heat = json_get_int(object, "heat", -1);
    row->arrived = row->changed = filling->changed;
    row->provider = json_get_str(object, "provider");
    row->topic_count = json_size(topics);
    row->topics = arena_array(&filling->arena, row->topic_count, struct str);
    const struct json_value *topic = json_first(topics);
    for (size_t i = 0; topic != NULL; i++, topic = topic->next)
        row->topics[i] = json_as_str(topic);
    row->data = text_of(filling, json_get_object(object, "data"));
    row->score = str_first_of(text_of(filling, json_get_object(object, "score")), STR("{}"));
    if (!str_absent(json_get_str(object, "path")))
        filling->paths[filling->path_count++] =
            (struct store_key){str_from(row->id), json_get_str(object, "path")};
}

static void take_story(struct filling *filling, const struct store_article *row) {
    bool fresh;
    struct map_entry *entry =
        map_ensure(&filling->by_story, str_from(row->story), filling->story_count, &fresh);
    struct store_story *story = &filling->stories[entry->value];
    if (fresh) {
        filling->story_count++;
        memcpy(story->id, row->story, sizeof story->id);
        story->changed = filling->changed;
        story->newest = row->published;
        story->score = STR("{\"total\":101,\"parts\":[{\"name\":\"quality\",\"points\":79},"
                           "{\"name\":\"coverage\",\"points\":22}]}");
    }
    story->members++;
    if (row->published > story->newest && row->copy_of[0] == '\0')
        story->newest = row->published;
    if (row->lead) {
        memcpy(story->lead, row->id, sizeof story->lead);
        story->shown = row->shown;
        story->heat = row->heat;
    }
}

static enum status put_slugs(struct filling *filling, const struct json_value *slugs,
                             struct error *error) {
    enum status status = STATUS_OK;
    const struct json_value *slug = json_first(slugs);
    for (; slug != NULL && status == STATUS_OK; slug = slug->next) {
        struct store_key key = {slug->key, json_as_str(slug)};
        status = store_keys_put(filling->store, KEYS_SLUG, &key, 1, error);
    }
    return status;
}

static enum status put_imported(struct filling *filling, const struct json_value *imported,
                                struct error *error) {
    enum status status = STATUS_OK;
    const struct json_value *item = json_first(imported);
    for (; item != NULL && status == STATUS_OK; item = item->next) {
        char hash[HASH_HEX + 1];
        struct store_text text = {.text = json_get_str(item, "text")};
        struct fact fact = {.at = 1, .kind = STR("imported"), .body = STR("{}")};
        hash_hex(text.text, hash);
        text.hash = str_from(hash);
        status = store_facts_append(filling->store, &fact, 1, &text, 1, error);
        struct store_key key = {json_get_str(item, "path"), text.hash};
        if (status == STATUS_OK)
            status = store_keys_put(filling->store, KEYS_IMPORTED, &key, 1, error);
    }
    return status;
}

static enum status fill(struct filling *filling, const struct json_value *root,
                        struct error *error) {
    const struct json_value *articles = json_get_array(root, "articles");
    size_t count = json_size(articles);
    filling->articles = arena_array(&filling->arena, count, struct store_article);
    filling->paths = arena_array(&filling->arena, count, struct store_key);
    filling->stories = arena_array(&filling->arena, count, struct store_story);
    const struct json_value *article = json_first(articles);
    for (size_t i = 0; article != NULL; i++, article = article->next) {
        take_article(filling, article);
        if (filling->articles[i].story[0] != '\0')
            take_story(filling, &filling->articles[i]);
    }
    struct fact fact = {.at = 1, .kind = STR("observed"), .body = STR("{}")};
    enum status status = store_facts_append(filling->store, &fact, 1, NULL, 0, error);
    if (status == STATUS_OK)
        status = store_begin(filling->store, error);
    if (status == STATUS_OK)
        status = store_articles_put(filling->store, filling->articles, count, error);
    if (status == STATUS_OK)
        status = store_stories_put(filling->store, filling->stories, filling->story_count, error);
    if (status == STATUS_OK)
        status =
            store_keys_put(filling->store, KEYS_RECORD, filling->paths, filling->path_count, error);
    if (status == STATUS_OK)
        status = put_slugs(filling, json_get_object(root, "slugs"), error);
    if (status == STATUS_OK)
        status = put_imported(filling, json_get_array(root, "imported"), error);
    if (status == STATUS_OK && json_get_object(root, "front") != NULL)
        status = store_front_put(filling->store, text_of(filling, json_get_object(root, "front")),
                                 error);
    return status == STATUS_OK ? store_commit(filling->store, fact.number, error) : status;
}

enum status fill_store(struct store *store, struct str json, int64_t changed, struct error *error) {
    struct filling filling = {.store = store, .changed = changed};
    const struct json_value *root;
    arena_init(&filling.arena, 1 << 28);
    map_init(&filling.by_story, 0);
    enum status status = json_read(&filling.arena, json, &root, error);
    if (status == STATUS_OK)
        status = fill(&filling, root, error);
    map_release(&filling.by_story);
    arena_release(&filling.arena);
    return status;
}
