#include "press/counted.h"

#include "base/json_read.h"
#include "press/state.h"
#include "story/tally.h"

enum { PAGE_MOST = 64 << 20 };

enum status counted_read(struct store *store, struct arena *arena, struct str *hash,
                         struct text_background *model, struct error *error) {
    struct arena scratch;
    struct str text;
    struct store_key key = {.key = COUNTED_KEY};
    *hash = STR_NONE;
    enum status status = store_keys_get(store, arena, KEYS_STATE, &key, 1, error);
    if (status != STATUS_OK || str_absent(key.value))
        return status;
    arena_init(&scratch, 2 * (size_t)TEXT_BACKGROUND_MOST);
    status = facts_model(store, &scratch, key.value, &text, error);
    if (status == STATUS_OK)
        status = text_background_read(arena, text, model, error);
    if (status == STATUS_OK)
        *hash = key.value;
    arena_release(&scratch);
    return status;
}

enum status counted_day(struct store *store, struct arena *arena, int64_t *day,
                        struct error *error) {
    const struct json_value *body;
    enum status status = facts_last_body(store, arena, FACT_COUNTED, &body, error);
    if (status != STATUS_OK || body == NULL || !time_parse(json_get_str(body, "before"), day))
        *day = TIME_NONE;
    return status;
}

/* ---- folding ---- */

/* The one before lies in memory that the index looks at until it has the other. */
enum status press_apply_background(struct press *press, struct error *error) {
    struct arena arena;
    struct str hash;
    struct text_background model = {NULL, 0};
    arena_init(&arena, TEXT_BACKGROUND_MEMORY);
    enum status status = counted_read(press->store, &arena, &hash, &model, error);
    if (status != STATUS_OK) {
        arena_release(&arena);
        return status;
    }
    struct arena before = press->counted;
    press->counted = arena;
    press->background = model;
    press->has_background = !str_absent(hash);
    if (press->index != NULL && press->has_background)
        story_index_background(press->index, &press->background);
    arena_release(&before);
    return status;
}

enum status fold_counted(struct press *press, const struct json_value *body, struct error *error) {
    const struct store_key key = {.key = COUNTED_KEY, .value = json_get_str(body, "text")};
    if (str_absent(key.value))
        return error_set(error, STATUS_INVALID, "a 'counted' fact holds something else");
    enum status status = store_keys_put(press->store, KEYS_STATE, &key, 1, error);
    return status == STATUS_OK ? press_apply_background(press, error) : status;
}

/* ---- cutting ---- */

/* The stories whose leads were published on a day, by their leads, the latest first. */
static enum status count_day(struct press *press, struct story_tally *tally, int64_t day,
                             struct error *error) {
    const struct store_query query = {
        .order = STORE_BY_PUBLISHED_DOWN,
        .leads_only = true,
        .published_from = day * DAY_SECONDS,
        .published_to = (day + 1) * DAY_SECONDS,
        .most = STORY_TALLY_A_DAY,
    };
    struct arena rows;
    struct store_article *leads;
    size_t count = 0;
    arena_init(&rows, PAGE_MOST);
    enum status status = store_articles_list(press->store, &rows, &query, &leads, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct story_document document;
        arena_clear(&press->scratch);
        status = press_document(press, &leads[i], &document, error);
        if (status == STATUS_OK)
            status = story_tally_add(tally, &document, day, error);
    }
    arena_release(&rows);
    return status;
}

static enum status cut(struct press *press, int64_t day, struct buf *model, struct error *error) {
    int64_t last;
    struct story_tally *tally = story_tally_open();
    enum status status = tally != NULL ? STATUS_OK : error_memory(error);
    if (status == STATUS_OK)
        status = counted_day(press->store, &press->scratch, &last, error);
    if (status == STATUS_OK)
        story_tally_begin(tally, day);
    for (int64_t i = 1; status == STATUS_OK && i <= STORY_TALLY_DAYS; i++)
        status = count_day(press, tally, day - i, error);
    if (status == STATUS_OK)
        status = story_tally_cut(tally, last != TIME_NONE ? day_of(last) : INT64_MIN, model, error);
    story_tally_close(tally);
    return status;
}

/* Whether the model is other than the one that holds. */
static enum status is_news(struct press *press, struct str model, bool *news, struct error *error) {
    char hash[HASH_HEX + 1];
    struct store_key key = {.key = COUNTED_KEY};
    hash_hex(model, hash);
    enum status status = store_keys_get(press->store, &press->scratch, KEYS_STATE, &key, 1, error);
    *news = !str_eq(key.value, str_from(hash));
    return status;
}

enum status press_count(struct press *press, int64_t at, struct error *error) {
    struct facts facts;
    struct buf model;
    int64_t last;
    bool news = false;
    arena_clear(&press->scratch);
    enum status status = press_number(press, STR("tick"), INT64_MAX, &last, error);
    if (status != STATUS_OK || last == INT64_MAX || day_of(last) >= day_of(at))
        return status;
    facts_init(&facts);
    buf_init(&model, TEXT_BACKGROUND_MOST);
    status = cut(press, day_of(at), &model, error);
    if (status == STATUS_OK && model.n > 0)
        status = is_news(press, buf_str(&model), &news, error);
    if (status == STATUS_OK && news)
        status = facts_add_model(&facts, FACT_COUNTED, STR_NONE, buf_str(&model),
                                 day_of(at) * DAY_SECONDS, at, error);
    if (status == STATUS_OK)
        status = facts_commit(&facts, press->store, error);
    buf_release(&model);
    facts_release(&facts);
    arena_clear(&press->scratch);
    return status;
}
