/* Rights over time: those of two articles that prove to be one, and those that begin to hold at a
 * time of their own. */
#include "press/state.h"

/* In KEYS_STATE "until/<seconds, 12 digits>/<article>": in the order of their times. */
#define UNTIL "until/"
enum { UNTIL_AT_ONCE = 100, UNTIL_DIGITS = 12 };
static const int64_t until_last = 999999999999;

static struct str until_key(struct press *press, int64_t until, struct str id) {
    int64_t shown = until < 0 ? 0 : until > until_last ? until_last : until;
    return arena_format(&press->scratch, UNTIL "%0*lld/%.*s", UNTIL_DIGITS, (long long)shown,
                        STR_ARG(id));
}

enum status press_note_until(struct press *press, const struct article *article,
                             struct error *error) {
    unsigned said = article->rights.said;
    if ((said & PAGE_UNTIL) == 0 || (said & PAGE_OUTDATED) != 0)
        return STATUS_OK;
    struct str id = arena_copy(&press->scratch, str_from(article->id));
    const struct store_key key = {.key = until_key(press, article->rights.until, id), .value = id};
    if (arena_failed(&press->scratch))
        return arena_status(&press->scratch, error);
    return store_keys_put(press->store, KEYS_STATE, &key, 1, error);
}

static enum status put(struct press *press, struct store_article *row,
                       const struct article *article, struct error *error) {
    row->data = press_article_json(press, article);
    row->changed = press->number;
    enum status status = arena_status(&press->scratch, error);
    return status != STATUS_OK ? status : store_articles_put(press->store, row, 1, error);
}

/* The article of a key whose time has come; one that is another's by now has left its rights there.
 */
static enum status outdate(struct press *press, struct store_key *key, struct error *error) {
    struct store_article *row;
    struct article article;
    enum status status =
        store_articles_get(press->store, &press->scratch, &key->value, 1, &row, error);
    key->value = STR_NONE;
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_STATE, key, 1, error);
    if (status != STATUS_OK || row->id[0] == '\0')
        return status;
    status = press_article(press, row, &article, error);
    if (status != STATUS_OK)
        return status;
    article.rights.said |= PAGE_OUTDATED;
    status = put(press, row, &article, error);
    return status != STATUS_OK ? status : press_touch_story(press, str_from(row->story), error);
}

enum status press_outdate(struct press *press, struct error *error) {
    struct str end = until_key(press, press->at, STR("~"));
    size_t count = UNTIL_AT_ONCE;
    enum status status = arena_status(&press->scratch, error);
    while (status == STATUS_OK && count == UNTIL_AT_ONCE) {
        struct store_key *keys;
        status = store_keys_list(press->store, &press->scratch, KEYS_STATE, STR(UNTIL),
                                 UNTIL_AT_ONCE, &keys, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            if (!str_starts(keys[i].key, STR(UNTIL)) || str_compare(keys[i].key, end) > 0)
                return STATUS_OK;
            status = outdate(press, &keys[i], error);
        }
    }
    return status;
}

enum status press_merge_rights(struct press *press, struct store_article *older,
                               const struct store_article *younger, struct error *error) {
    struct article kept, other;
    enum status status = press_article(press, older, &kept, error);
    if (status == STATUS_OK)
        status = press_article(press, younger, &other, error);
    if (status != STATUS_OK || other.rights.said == 0)
        return status;
    page_rights_merge(&kept.rights, &other.rights);
    status = press_note_until(press, &kept, error);
    return status != STATUS_OK ? status : put(press, older, &kept, error);
}
