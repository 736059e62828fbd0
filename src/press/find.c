#include "press/find.h"

#include "article/article.h"

enum status find_article(struct store *store, struct arena *arena, struct str id,
                         struct store_article **article, struct error *error) {
    struct store_article *row;
    *article = NULL;
    enum status status = store_articles_get(store, arena, &id, 1, &row, error);
    if (status == STATUS_OK && row->id[0] == '\0') {
        status = store_keys_follow(store, arena, KEYS_ALIAS, &id, error);
        if (status == STATUS_OK)
            status = store_articles_get(store, arena, &id, 1, &row, error);
    }
    if (status == STATUS_OK && row->id[0] != '\0')
        *article = row;
    return status;
}

enum status find_story(struct store *store, struct arena *arena, struct str id,
                       struct store_story **story, struct error *error) {
    struct store_article *row;
    struct store_story *found;
    *story = NULL;
    enum status status = store_keys_follow(store, arena, KEYS_STORY, &id, error);
    if (status == STATUS_OK)
        status = store_stories_get(store, arena, &id, 1, &found, error);
    if (status == STATUS_OK && found->id[0] == '\0') {
        status = find_article(store, arena, id, &row, error);
        if (status != STATUS_OK || row == NULL || row->story[0] == '\0')
            return status;
        id = str_from(row->story);
        status = store_stories_get(store, arena, &id, 1, &found, error);
    }
    if (status == STATUS_OK && found->id[0] != '\0')
        *story = found;
    return status;
}

enum status find_by_key(struct store *store, struct arena *arena, struct str key,
                        struct store_article **article, struct error *error) {
    struct store_key address = {.key = key};
    *article = NULL;
    enum status status = store_keys_get(store, arena, KEYS_ADDRESS, &address, 1, error);
    if (status != STATUS_OK || str_absent(address.value))
        return status;
    return find_article(store, arena, address.value, article, error);
}

enum status find_related(struct store *store, struct arena *arena, const struct edition *edition,
                         const struct record_related *related, struct store_article **article,
                         struct error *error) {
    const struct observation seen = {.link = related->web_url, .title = related->title};
    struct str keys[ARTICLE_KEYS_MOST];
    size_t count;
    *article = NULL;
    if (str_empty(related->web_url) ||
        article_keys(arena, edition, &seen, keys, &count, NULL) != STATUS_OK)
        return STATUS_OK; /* a broken address is nobody's */
    return find_by_key(store, arena, keys[0], article, error);
}

enum status find_record(struct store *store, struct arena *arena, struct str id,
                        struct record *record, bool *found, struct error *error) {
    struct store_key path = {.key = id};
    *found = false;
    enum status status = store_keys_get(store, arena, KEYS_RECORD, &path, 1, error);
    if (status != STATUS_OK || str_absent(path.value))
        return status;
    struct store_key imported = {.key = path.value};
    status = store_keys_get(store, arena, KEYS_IMPORTED, &imported, 1, error);
    if (status != STATUS_OK || str_absent(imported.value))
        return status;
    struct store_text text = {.hash = imported.value};
    status = store_texts_read(store, arena, &text, 1, error);
    if (status != STATUS_OK || str_absent(text.text))
        return status;
    *found = true;
    return record_read(arena, text.text, record, error);
}
