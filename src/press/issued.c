/* What was shown since when, and what went out in an issue of the newsletter. */
#include "press/issued.h"

#include "press/state.h"

enum status press_note_shown(struct press *press, const struct store_key *stories, size_t count,
                             struct error *error) {
    struct str now = arena_format(&press->scratch, "%lld", (long long)press->at);
    struct store_key *known = arena_array(&press->scratch, count, struct store_key);
    size_t fresh = 0;
    if (str_absent(now) || known == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < count; i++)
        known[i].key = stories[i].key;
    enum status status =
        store_keys_get(press->store, &press->scratch, KEYS_SHOWN, known, count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (str_absent(known[i].value))
            known[fresh++] = (struct store_key){.key = known[i].key, .value = now};
    return status == STATUS_OK ? store_keys_put(press->store, KEYS_SHOWN, known, fresh, error)
                               : status;
}

enum status fold_issued(struct press *press, const struct json_value *body, struct error *error) {
    struct str id = json_get_str(body, "id"), list = json_get_str(body, "list");
    const struct json_value *stories = json_get_array(body, "stories");
    struct store_key *keys = arena_array(&press->scratch, json_size(stories), struct store_key);
    struct store_key issue = {.key = id,
                              .value = arena_format(&press->scratch, "%lld %.*s %.*s %.*s",
                                                    (long long)press->at, STR_ARG(list),
                                                    STR_ARG(json_get_str(body, "text")),
                                                    STR_ARG(json_get_str(body, "html")))};
    size_t count = 0;
    if (id.n == 0 || list.n == 0)
        return error_set(error, STATUS_INVALID, "an 'issued' fact holds something else");
    if (keys == NULL || str_absent(issue.value))
        return arena_status(&press->scratch, error);
    for (const struct json_value *story = json_first(stories); story != NULL; story = story->next)
        keys[count++] = (struct store_key){
            .key = ARENA_JOIN(&press->scratch, list, STR("/"), json_as_str(story)), .value = id};
    enum status status = arena_status(&press->scratch, error);
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_ISSUE, &issue, 1, error);
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_IN_ISSUE, keys, count, error);
    return status == STATUS_OK ? press_set_number(press, STR("issued"), press->number, error)
                               : status;
}

/* "<time> <list> <hash> <hash>" */
static bool read_key(const struct store_key *key, struct issued *issued) {
    struct str rest = key->value, time;
    *issued = (struct issued){.id = key->key};
    bool good = str_next(&rest, ' ', &time) && str_to_i64(time, &issued->at) &&
                str_next(&rest, ' ', &issued->list) && str_next(&rest, ' ', &issued->text);
    str_next(&rest, ' ', &issued->html);
    return good;
}

static enum status broken(struct error *error, struct str id) {
    return error_set(error, STATUS_INVALID, "what is kept of the issue '%.*s' cannot be read",
                     STR_ARG(id));
}

enum status issued_list(struct store *store, struct arena *arena, struct issued **issued,
                        size_t *count, struct error *error) {
    struct store_key *keys;
    enum status status = store_keys_list(store, arena, KEYS_ISSUE, STR(""), 0, &keys, count, error);
    if (status != STATUS_OK)
        return status;
    *issued = arena_array(arena, *count, struct issued);
    if (*issued == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < *count; i++)
        if (!read_key(&keys[i], &(*issued)[i]))
            return broken(error, keys[i].key);
    return STATUS_OK;
}

enum status issued_last(struct store *store, struct arena *arena, struct str list,
                        struct issued *issued, bool *found, struct error *error) {
    struct issued *all;
    size_t count;
    *found = false;
    enum status status = issued_list(store, arena, &all, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (str_eq(all[i].list, list) && (!*found || all[i].at >= issued->at)) {
            *issued = all[i];
            *found = true;
        }
    return status;
}

enum status issued_read(struct store *store, struct arena *arena, const struct issued *issued,
                        struct issue *issue, struct error *error) {
    struct store_text text = {.hash = issued->text};
    enum status status = store_texts_read(store, arena, &text, 1, error);
    if (status == STATUS_OK && str_absent(text.text))
        status = error_set(error, STATUS_NOT_FOUND, "the text of the issue '%.*s' is not kept",
                           STR_ARG(issued->id));
    return status == STATUS_OK ? issue_read(arena, text.text, issue, error) : status;
}

enum status issued_find(struct store *store, struct arena *arena, struct str id,
                        struct issued *issued, struct issue *issue, struct error *error) {
    struct store_key key = {.key = id};
    enum status status = store_keys_get(store, arena, KEYS_ISSUE, &key, 1, error);
    if (status == STATUS_OK && str_absent(key.value))
        status = error_set(error, STATUS_NOT_FOUND, "no issue '%.*s' left the house", STR_ARG(id));
    if (status == STATUS_OK && !read_key(&key, issued))
        status = broken(error, id);
    return status == STATUS_OK ? issued_read(store, arena, issued, issue, error) : status;
}

enum status issued_html(struct store *store, struct arena *arena, const struct issued *issued,
                        struct str *html, struct error *error) {
    struct store_text text = {.hash = str_absent(issued->html) ? STR("") : issued->html};
    enum status status = store_texts_read(store, arena, &text, 1, error);
    *html = text.text;
    return status;
}
