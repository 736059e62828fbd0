/* Two articles that prove to be one: the older id stays, the younger becomes its alias
 * (DESIGN.md, article). */
#include "press/state.h"

/* The files of the younger become further files of the older: their names have left the house. */
static enum status move_records(struct press *press, struct str older, struct str younger,
                                struct error *error) {
    enum status status = STATUS_OK;
    for (unsigned k = 1; status == STATUS_OK; k++) {
        struct store_key from = {
            .key = k > 1 ? arena_format(&press->scratch, "%.*s/%u", STR_ARG(younger), k) : younger};
        status = store_keys_get(press->store, &press->scratch, KEYS_RECORD, &from, 1, error);
        if (status != STATUS_OK || str_absent(from.value))
            return status;
        status = press_attach_record(press, from.value, older, error);
        from.value = STR_NONE;
        if (status == STATUS_OK)
            status = store_keys_put(press->store, KEYS_RECORD, &from, 1, error);
    }
    return status;
}

/* Copies of the younger are copies of the older now. */
static enum status move_copies(struct press *press, struct store_article *rows, size_t count,
                               const struct store_article *older,
                               const struct store_article *younger, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (strcmp(rows[i].copy_of, younger->id) != 0 || strcmp(rows[i].id, older->id) == 0)
            continue;
        memcpy(rows[i].copy_of, older->id, sizeof rows[i].copy_of);
        rows[i].changed = press->number;
        status = store_articles_put(press->store, &rows[i], 1, error);
    }
    return status;
}

/* The story goes on without the article, or ends with it. */
static enum status leave_story(struct press *press, const struct store_article *older,
                               const struct store_article *younger, struct error *error) {
    struct store_article *rows;
    size_t count;
    struct str story = str_from(younger->story);
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = story};
    enum status status =
        store_articles_list(press->store, &press->scratch, &query, &rows, &count, error);
    if (status == STATUS_OK)
        status = move_copies(press, rows, count, older, younger, error);
    if (status != STATUS_OK || count > 0)
        return status != STATUS_OK ? status : press_settle_story(press, story, error);
    const struct store_key alias = {.key = story, .value = str_from(older->story)};
    status = store_keys_put(press->store, KEYS_STORY, &alias, 1, error);
    if (status == STATUS_OK)
        status = press_relink(press, story, str_from(older->story), error);
    return status != STATUS_OK ? status : store_stories_drop(press->store, &story, 1, error);
}

enum status press_merge(struct press *press, struct store_article *older,
                        const struct store_article *younger, struct error *error) {
    struct str id = str_from(younger->id);
    const struct store_key alias = {.key = id, .value = str_from(older->id)};
    enum status status = store_keys_put(press->store, KEYS_ALIAS, &alias, 1, error);
    if (status == STATUS_OK)
        status = move_records(press, str_from(older->id), id, error);
    if (status == STATUS_OK)
        status = press_merge_rights(press, older, younger, error);
    if (status == STATUS_OK)
        status = store_articles_drop(press->store, &id, 1, error);
    if (status == STATUS_OK && younger->story[0] != '\0')
        status = leave_story(press, older, younger, error);
    if (status == STATUS_OK)
        status = press_touch_story(press, str_from(older->story), error);
    press->index_stale = true;
    return status;
}
