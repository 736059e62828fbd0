#include "run/clicks.h"

#include "base/json.h"
#include "press/facts.h"

enum { CLICKS_MEMORY = 256 * 1024 * 1024, BODY_MOST = 64 * 1024 * 1024 };

/* Writes the sums that are above what is folded already; *count says how many. (Below it they are
 * when working state was lost during the day: what was counted stays counted.) */
static enum status write_sums(struct store *store, const struct store_clicks *clicks, size_t n,
                              struct json *json, size_t *count, struct error *error) {
    enum status status = STATUS_OK;
    *count = 0;
    json_begin_object(json);
    json_key(json, "clicks");
    json_begin_array(json);
    for (size_t i = 0; status == STATUS_OK && i < n; i++) {
        struct str article = str_from(clicks[i].article);
        int64_t known = 0;
        status = store_clicks_sum(store, &article, 1, clicks[i].day, clicks[i].day, &known, error);
        if (status != STATUS_OK || clicks[i].count <= known)
            continue;
        json_begin_object(json);
        json_field_str(json, "article", article);
        json_field_int(json, "day", clicks[i].day);
        json_field_int(json, "count", clicks[i].count);
        json_end_object(json);
        (*count)++;
    }
    json_end_array(json);
    json_end_object(json);
    return status;
}

enum status clicks_fold(struct store *store, int64_t now, bool *appended, struct error *error) {
    struct arena arena;
    struct facts facts;
    struct buf body;
    struct json json;
    struct store_clicks *clicks = NULL;
    size_t n = 0, count = 0;
    arena_init(&arena, CLICKS_MEMORY);
    facts_init(&facts);
    buf_init(&body, BODY_MOST);
    json_init(&json, &body, JSON_COMPACT);
    enum status status = store_clicks_pending(store, &arena, &clicks, &n, error);
    if (status == STATUS_OK)
        status = write_sums(store, clicks, n, &json, &count, error);
    if (status == STATUS_OK)
        status = buf_check(&body, error);
    if (status == STATUS_OK && count > 0)
        status = facts_add(&facts, FACT_CLICKED, now, buf_str(&body), error);
    if (status == STATUS_OK && count > 0)
        status = facts_commit(&facts, store, error);
    *appended = status == STATUS_OK && count > 0;
    /* Only what is a fact by now may go. */
    if (status == STATUS_OK && n > 0)
        status = store_clicks_forget(store, day_of(now), error);
    buf_release(&body);
    facts_release(&facts);
    arena_release(&arena);
    return status;
}
