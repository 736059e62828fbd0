#include "publish/entries.h"

/* Where so many are remembered, further ones are read each time. */
enum { ENTRIES_MOST = 4096 };

/* Stories whose lead left the house as another's. Most editions have none. */
static enum status set_repeats(const struct paper *paper, struct arena *arena,
                               const struct str *stories, size_t count, struct paper_entry *entries,
                               struct error *error) {
    if (paper->no_repeats)
        return STATUS_OK;
    struct store_key *keys = arena_array(arena, count, struct store_key);
    if (keys == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        keys[i].key = ARENA_JOIN(arena, STR(PAPER_AGAIN), stories[i]);
    enum status status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = known_get(paper, arena, KEYS_ANNOUNCED, keys, count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        entries[i].repeat = !str_absent(keys[i].value);
    return status;
}

/* What the store has of the stories of these rows. */
static enum status make(const struct paper *paper, struct arena *arena,
                        const struct store_article *rows, size_t count,
                        struct paper_entry **entries, struct error *error) {
    struct store *store = paper->context->store;
    struct str *ids = arena_array(arena, count, struct str);
    struct store_key *slugs = arena_array(arena, count, struct store_key);
    struct store_story *stories;
    *entries = arena_array(arena, count, struct paper_entry);
    if (ids == NULL || slugs == NULL || *entries == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        slugs[i].key = ids[i] = str_from(rows[i].story);
    enum status status = store_stories_get(store, arena, ids, count, &stories, error);
    if (status == STATUS_OK)
        status = known_get(paper, arena, KEYS_SLUG, slugs, count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        (*entries)[i] =
            (struct paper_entry){.row = &rows[i], .story = &stories[i], .slug = slugs[i].value};
    return status == STATUS_OK ? set_repeats(paper, arena, ids, count, *entries, error) : status;
}

/* ---- memory ---- */

static enum status remember(struct paper *paper, struct paper_entry *entry, struct error *error) {
    if (arena_grow(&paper->memory, &paper->remembered, &paper->remembered_capacity,
                   paper->remembered_count + 1, sizeof(struct paper_entry *)) != STATUS_OK)
        return arena_status(&paper->memory, error);
    if (map_put(&paper->places, str_from(entry->row->id), paper->remembered_count) != STATUS_OK)
        return error_memory(error);
    entry->remembered = true;
    paper->remembered[paper->remembered_count++] = entry;
    return STATUS_OK;
}

/* Those that are not known yet; `places` says where each of them goes. */
static enum status get_unknown(struct paper *paper, struct arena *arena, const struct str *ids,
                               const size_t *places, size_t count, struct paper_entry **entries,
                               struct error *error) {
    bool room = paper->remembers && paper->remembered_count + count <= ENTRIES_MOST;
    struct arena *into = room ? &paper->memory : arena;
    struct store_article *rows;
    struct paper_entry *made;
    enum status status = store_articles_get(paper->context->store, into, ids, count, &rows, error);
    if (status == STATUS_OK)
        status = make(paper, into, rows, count, &made, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (rows[i].id[0] == '\0')
            continue;
        entries[places[i]] = &made[i];
        if (room)
            status = remember(paper, &made[i], error);
    }
    return status;
}

enum status entries_get(struct paper *paper, struct arena *arena, const struct str *ids,
                        size_t count, struct paper_entry ***entries, struct error *error) {
    struct str *unknown = arena_array(arena, count, struct str);
    size_t *places = arena_array(arena, count, size_t);
    size_t unknown_count = 0, at;
    *entries = arena_array(arena, count, struct paper_entry *);
    if (unknown == NULL || places == NULL || *entries == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++) {
        if (map_get(&paper->places, ids[i], &at)) {
            (*entries)[i] = paper->remembered[at];
        } else {
            places[unknown_count] = i;
            unknown[unknown_count++] = ids[i];
        }
    }
    return unknown_count > 0
               ? get_unknown(paper, arena, unknown, places, unknown_count, *entries, error)
               : STATUS_OK;
}

/* What was read of the rows is remembered where there is room; the others are known. */
static enum status take_rows(struct paper *paper, struct arena *into,
                             const struct store_article *rows, size_t count,
                             struct paper_entry **entries, struct error *error) {
    struct store_article *fresh = arena_array(into, count, struct store_article);
    struct paper_entry *made;
    size_t fresh_count = 0, at;
    enum status status = arena_status(into, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (map_find(&paper->places, str_from(rows[i].id)) == NULL)
            fresh[fresh_count++] = rows[i];
    if (status == STATUS_OK)
        status = make(paper, into, fresh, fresh_count, &made, error);
    for (size_t i = 0, k = 0; i < count && status == STATUS_OK; i++) {
        if (map_get(&paper->places, str_from(rows[i].id), &at)) {
            entries[i] = paper->remembered[at];
            continue;
        }
        entries[i] = &made[k++];
        if (into == &paper->memory)
            status = remember(paper, entries[i], error);
    }
    return status;
}

enum status entries_list(struct paper *paper, struct arena *arena, const struct store_query *query,
                         struct paper_entry ***entries, size_t *count, struct error *error) {
    bool room = paper->remembers && paper->remembered_count < ENTRIES_MOST;
    struct arena *into = room ? &paper->memory : arena;
    struct store_query asked = *query;
    struct store_article *rows;
    asked.known = paper->remembers ? &paper->places : NULL;
    enum status status =
        store_articles_list(paper->context->store, into, &asked, &rows, count, error);
    if (status != STATUS_OK)
        return status;
    *entries = arena_array(arena, *count, struct paper_entry *);
    return *entries != NULL ? take_rows(paper, into, rows, *count, *entries, error)
                            : arena_status(arena, error);
}

enum status entries_member(struct paper *paper, struct arena *arena, struct paper_entry *entry,
                           struct paper_member *member, struct error *error) {
    enum status status = STATUS_OK;
    if (!entry->read) {
        status = paper_member(paper, entry->remembered ? &paper->memory : arena, entry->row, member,
                              error);
        entry->read = status == STATUS_OK && entry->remembered;
        if (entry->read)
            entry->article = member->article;
    }
    *member = (struct paper_member){entry->row, entry->read ? entry->article : member->article};
    return status;
}
