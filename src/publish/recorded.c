#include "publish/recorded.h"

#include "press/find.h"
#include "record/record.h"
#include "text/excerpt.h"

/* Whether the article came as a record (only those have no reasons), and has other figures now. */
static bool touched(const struct store_article *row) {
    return str_absent(row->reasons) && row->changed > row->arrived;
}

static bool set_number(int64_t *number, bool *has, int64_t value) {
    bool same = *has && *number == value;
    *number = value;
    *has = true;
    return !same;
}

static bool set_figures(struct record *record, const struct store_article *row) {
    bool changed = set_number(&record->quality, &record->has_quality, row->quality);
    changed |= set_number(&record->heat, &record->has_heat, row->heat);
    changed |= !record->has_published || record->published != row->shown;
    record->published = row->shown;
    record->has_published = true;
    return changed;
}

/* Best first again; of equals the order stays. */
static void sort_related(struct record *record) {
    for (size_t i = 1; i < record->related_count; i++) {
        struct record_related moving = record->related[i];
        size_t k = i;
        for (; k > 0 && record->related[k - 1].quality < moving.quality; k--)
            record->related[k] = record->related[k - 1];
        record->related[k] = moving;
    }
}

/* Of another story, only what the last rescoring knew counts: what happens there afterwards does
 * not make this story's records anew. */
static bool counts(const struct paper *paper, const struct store_article *row,
                   const struct store_article *related) {
    return strcmp(row->story, related->story) == 0 ? touched(related)
                                                   : related->arrived < paper->rescored;
}

static enum status set_related(struct paper *paper, struct arena *arena,
                               const struct store_article *own, struct record *record,
                               bool *changed, struct error *error) {
    bool moved = false;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < record->related_count; i++) {
        struct record_related *related = &record->related[i];
        struct store_article *row;
        status = find_related(paper->context->store, arena, paper->edition, related, &row, error);
        if (status == STATUS_OK && row != NULL && counts(paper, own, row))
            moved |= set_number(&related->quality, &related->has_quality, row->quality);
    }
    if (moved)
        sort_related(record);
    *changed |= moved;
    return status;
}

/* Rights hold for records that came as such, too. */
static enum status set_rights(struct paper *paper, struct arena *arena,
                              const struct store_article *row, struct record *record, bool *changed,
                              struct error *error) {
    struct paper_member member;
    enum status status = paper_member(paper, arena, row, &member, error);
    if (status != STATUS_OK)
        return status;
    const struct page_rights *rights = &member.article.rights;
    int64_t most = page_rights_excerpt(rights);
    struct str excerpt = record->excerpt;
    if (most == 0)
        record->excerpt = STR("");
    else if (most > 0)
        record->excerpt = text_shorten(arena, excerpt, (size_t)most);
    *changed |= !str_eq(record->excerpt, excerpt);
    if (!page_rights_picture(rights) && record->image_count > 0) {
        record->image_count = 0;
        *changed = true;
    }
    return arena_status(arena, error);
}

static enum status mend(struct paper *paper, struct arena *arena, const struct store_article *row,
                        struct str *bytes, struct error *error) {
    struct record record;
    struct buf made;
    bool changed = false;
    enum status status = record_read(arena, *bytes, &record, error);
    if (status == STATUS_OK && touched(row))
        changed = set_figures(&record, row);
    if (status == STATUS_OK)
        status = set_rights(paper, arena, row, &record, &changed, error);
    if (status == STATUS_OK)
        status = set_related(paper, arena, row, &record, &changed, error);
    if (status != STATUS_OK || !changed)
        return status;
    buf_init(&made, RECORD_BYTES_MOST);
    record_write(&record, &made);
    status = buf_check(&made, error);
    if (status == STATUS_OK)
        *bytes = arena_copy(arena, buf_str(&made));
    buf_release(&made);
    return status != STATUS_OK ? status : arena_status(arena, error);
}

enum status recorded_bytes(struct paper *paper, struct arena *arena, struct str path,
                           const struct store_article *row, struct str *bytes,
                           struct error *error) {
    struct store_key key = {.key = path};
    *bytes = STR_NONE;
    if (!paper->imported)
        return STATUS_OK;
    enum status status = known_get(paper, arena, KEYS_IMPORTED, &key, 1, error);
    if (status != STATUS_OK || key.value.n == 0)
        return status;
    struct store_text text = {.hash = key.value};
    status = store_texts_read(paper->context->store, arena, &text, 1, error);
    *bytes = text.text;
    bool changed = row != NULL && (paper->rescored > 0 || touched(row));
    if (status == STATUS_OK && changed && !str_absent(*bytes))
        status = mend(paper, arena, row, bytes, error);
    return status;
}
