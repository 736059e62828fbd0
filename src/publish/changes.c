#include "publish/changes.h"

#include "publish/held.h"
#include "publish/sitemaps.h"

enum { CHANGES_BYTES = 1 << 28 };

static enum status add_story(struct changes *changes, struct str id, bool page_only,
                             struct error *error) {
    bool fresh;
    if (id.n == 0)
        return STATUS_OK;
    struct str copy = arena_copy(&changes->arena, id);
    struct map_entry *entry =
        str_absent(copy) ? NULL : map_ensure(&changes->known, copy, changes->story_count, &fresh);
    if (entry == NULL)
        return error_memory(error);
    if (!fresh) {
        changes->stories[entry->value].page_only &= page_only;
        return STATUS_OK;
    }
    if (arena_grow(&changes->arena, &changes->stories, &changes->story_capacity,
                   changes->story_count + 1, sizeof *changes->stories) != STATUS_OK)
        return arena_status(&changes->arena, error);
    changes->stories[changes->story_count++] = (struct changed_story){copy, page_only};
    return STATUS_OK;
}

static enum status add_text(struct changes *changes, struct str **texts, size_t *count,
                            size_t *capacity, struct str text, struct error *error) {
    struct str copy = arena_copy(&changes->arena, text);
    if (arena_grow(&changes->arena, texts, capacity, *count + 1, sizeof **texts) == STATUS_OK)
        (*texts)[(*count)++] = copy;
    return arena_status(&changes->arena, error);
}

static enum status add_move(struct changes *changes, size_t list, struct move move,
                            struct error *error) {
    struct changed_list *changed = &changes->lists[list];
    if (arena_grow(&changes->arena, &changed->moves, &changed->capacity, changed->count + 1,
                   sizeof *changed->moves) != STATUS_OK)
        return arena_status(&changes->arena, error);
    changed->moves[changed->count++] = move;
    return STATUS_OK;
}

static bool listed(const struct store_article *row) {
    return row->id[0] != '\0' && row->lead && row->shown;
}

static bool stands_in(const struct paper *paper, const struct store_article *row, size_t list) {
    if (!listed(row))
        return false;
    for (size_t at = 0, other; paper_list(paper, row, &at, &other);)
        if (other == list)
            return true;
    return false;
}

/* Where the article stood and where it stands, in each list of either time. */
static enum status add_moves(const struct paper *paper, struct changes *changes,
                             const struct store_article *before, const struct store_article *now,
                             struct error *error) {
    enum status status = STATUS_OK;
    const struct move both = {.before = before->published, .after = now->published};
    for (size_t at = 0, list;
         status == STATUS_OK && listed(now) && paper_list(paper, now, &at, &list);) {
        struct move move = both;
        move.is = true;
        move.was = stands_in(paper, before, list);
        status = add_move(changes, list, move, error);
    }
    for (size_t at = 0, list;
         status == STATUS_OK && listed(before) && paper_list(paper, before, &at, &list);) {
        struct move move = both;
        move.was = true;
        if (!stands_in(paper, now, list))
            status = add_move(changes, list, move, error);
    }
    return status;
}

/* The article's story, or the article itself where it has none. */
static enum status add_article(struct changes *changes, const struct store_article *row,
                               struct error *error) {
    if (row->id[0] == '\0')
        return STATUS_OK;
    if (row->story[0] != '\0')
        return add_story(changes, str_from(row->story), false, error);
    return row->lead ? add_story(changes, str_from(row->id), false, error)
                     : add_text(changes, &changes->lone, &changes->lone_count,
                                &changes->lone_capacity, str_from(row->id), error);
}

static enum status take_article(const struct paper *paper, struct changes *changes, struct str id,
                                const struct store_article *before, struct error *error) {
    struct store_article *now;
    enum status status =
        store_articles_get(paper->context->store, &changes->arena, &id, 1, &now, error);
    /* Records that came as such may name it by its address, and it proved to be another. */
    if (status == STATUS_OK && now->id[0] == '\0' && paper->imported && paper->rescored > 0)
        changes->many = true;
    if (status == STATUS_OK)
        status = add_article(changes, now, error);
    if (status == STATUS_OK && before->id[0] != '\0')
        status = add_story(
            changes,
            str_from(before->lead && before->story[0] == '\0' ? before->id : before->story), false,
            error);
    if (status == STATUS_OK && before->provider.n > 0)
        status = add_text(changes, &changes->providers, &changes->provider_count,
                          &changes->provider_capacity, before->provider, error);
    return status == STATUS_OK ? add_moves(paper, changes, before, now, error) : status;
}

static enum status take_path(const struct paper *paper, struct changes *changes, struct str path,
                             struct error *error) {
    struct store_key key = {.key = path};
    struct store_article *row;
    struct store *store = paper->context->store;
    enum status status = store_keys_get(store, &changes->arena, KEYS_PATH, &key, 1, error);
    if (status != STATUS_OK || str_absent(key.value))
        return status;
    status = store_articles_get(store, &changes->arena, &key.value, 1, &row, error);
    return status == STATUS_OK ? add_article(changes, row, error) : status;
}

static enum status take(const struct paper *paper, struct changes *changes,
                        const struct store_touched *touched, struct error *error) {
    struct store_article *row;
    enum status status;
    switch (touched->touch) {
    case TOUCH_ARTICLE:
        return take_article(paper, changes, touched->id, &touched->before, error);
    case TOUCH_STORY:
        return add_story(changes, touched->id, false, error);
    case TOUCH_NAME:
        status = store_articles_get(paper->context->store, &changes->arena, &touched->id, 1, &row,
                                    error);
        return status == STATUS_OK ? add_article(changes, row, error) : status;
    case TOUCH_PATH:
        return take_path(paper, changes, touched->id, error);
    case TOUCH_ISSUE:
        changes->issues = true;
        return STATUS_OK;
    case TOUCH_FRONT:
        return STATUS_OK;
    }
    return STATUS_OK;
}

/* A story whose members, name or figures changed reads otherwise where its lead stands. */
static enum status add_places(const struct paper *paper, struct changes *changes,
                              struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < changes->story_count && status == STATUS_OK; i++) {
        struct store_article *lead;
        status = paper_lead(paper, &changes->arena, changes->stories[i].id, &lead, error);
        if (status == STATUS_OK && lead != NULL)
            status = add_moves(paper, changes, lead, lead, error);
    }
    return status;
}

/* Adds the stories whose keys in this space lead to the story at `i`. */
static enum status add_naming(const struct paper *paper, struct changes *changes,
                              enum store_space space, size_t i, struct error *error) {
    struct str *keys;
    size_t count;
    enum status status = store_keys_of(paper->context->store, &changes->arena, space,
                                       changes->stories[i].id, &keys, &count, error);
    for (size_t n = 0; status == STATUS_OK && n < count; n++)
        status = add_story(changes, keys[n], true, error);
    return status;
}

/* What names these stories: pages that lead to them, from ids that were merged into them (the list
 * grows while it is gone through, as merging makes chains); then the pages of stories before and
 * after any of these, which nobody names for that. */
static enum status add_all_naming(const struct paper *paper, struct changes *changes,
                                  struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < changes->story_count && status == STATUS_OK; i++)
        status = add_naming(paper, changes, KEYS_STORY, i, error);
    size_t count = changes->story_count;
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = add_naming(paper, changes, KEYS_EARLIER, i, error);
        if (status == STATUS_OK)
            status = add_naming(paper, changes, KEYS_LATER, i, error);
    }
    return status;
}

bool changes_stayed(const struct move *move) {
    return move->was && move->is && move->before == move->after;
}

/* A sitemap that is parted now, or is so no more, is made with all the rest. */
static enum status check_sitemap(const struct paper *paper, struct changes *changes,
                                 struct error *error) {
    const struct changed_list *list = &changes->lists[0];
    const struct store_query all = {.shown_only = true,
                                    .leads_only = true,
                                    .enough = sitemaps_whole_most(paper) + list->count + 1};
    int64_t stories, before;
    enum status status = store_articles_count(paper->context->store, &all, &stories, error);
    if (status != STATUS_OK)
        return status;
    before = stories;
    for (size_t i = 0; i < list->count; i++)
        before += list->moves[i].was - list->moves[i].is;
    changes->many |= sitemaps_part(paper, stories) != sitemaps_part(paper, before);
    return STATUS_OK;
}

/* Stories whose picture came, went or changed. */
static enum status add_pictured(struct paper *paper, struct changes *changes, struct error *error) {
    struct str *stories;
    size_t count;
    enum status status = held_find(paper, &changes->arena, &stories, &count, error);
    changes->any |= count > 0;
    changes->many |= count > CHANGES_MOST;
    for (size_t i = 0; i < count && status == STATUS_OK && !changes->many; i++)
        status = add_story(changes, stories[i], true, error);
    return status;
}

static enum status find(struct paper *paper, struct changes *changes, struct error *error) {
    struct store_touched *touched;
    size_t count;
    enum status status = store_touched_list(paper->context->store, &changes->arena,
                                            CHANGES_MOST + 1, &touched, &count, error);
    changes->any = count > 0;
    changes->many = count > CHANGES_MOST;
    if (status != STATUS_OK || changes->many)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take(paper, changes, &touched[i], error);
    if (status == STATUS_OK)
        status = add_pictured(paper, changes, error);
    if (status != STATUS_OK || changes->many)
        return status;
    status = add_places(paper, changes, error);
    if (status == STATUS_OK)
        status = check_sitemap(paper, changes, error);
    return status == STATUS_OK ? add_all_naming(paper, changes, error) : status;
}

enum status changes_find(struct paper *paper, struct changes *changes, struct error *error) {
    *changes = (struct changes){0};
    arena_init(&changes->arena, CHANGES_BYTES);
    map_init(&changes->known, 0);
    changes->lists =
        arena_array(&changes->arena, paper->edition->topic_count + 1, struct changed_list);
    return changes->lists == NULL ? arena_status(&changes->arena, error)
                                  : find(paper, changes, error);
}

void changes_release(struct changes *changes) {
    map_release(&changes->known);
    arena_release(&changes->arena);
}
