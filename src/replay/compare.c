/* What another configuration would have made of the same facts, tick by tick. */
#include "base/json_read.h"
#include "base/map.h"
#include "replay/replay.h"
#include "score/score.h"

enum { MEMORY_MOST = 512 << 20, REASON_MOST = 4096 };

/* One of the two configurations, at a tick. */
struct side {
    struct rerun *rerun;
    struct front front;
    struct map places; /* story → place, from 0 */
};

struct compare {
    struct side before, after;
    struct arena *arena; /* lasting */
    struct arena scratch;
    struct replay_changes *changes;
    size_t capacity;
    struct map known; /* story → its change */
};

static enum status look(struct compare *compare, struct side *side, struct error *error) {
    enum status status = rerun_front(side->rerun->store, &compare->scratch, &side->front, error);
    map_clear(&side->places);
    for (size_t i = 0; status == STATUS_OK && i < side->front.count; i++)
        if (map_put(&side->places, str_from(side->front.items[i].story), i) != STATUS_OK)
            return error_memory(error);
    return status;
}

/* ---- reasons ---- */

static enum status read_lead(struct store *store, struct arena *arena, struct str id,
                             struct store_article **row, struct str *title, struct error *error) {
    const struct json_value *object;
    enum status status = store_articles_get(store, arena, &id, 1, row, error);
    if (status != STATUS_OK || (*row)->id[0] == '\0')
        return status;
    status = json_read(arena, (*row)->data, &object, error);
    *title = json_get_str(object, "title");
    return status;
}

/* A story as one configuration sees it. */
struct seen {
    bool there;
    struct store_story *story;
    struct store_article *lead;
    struct str title;
    struct score heat, quality;
};

static enum status see(struct store *store, struct arena *arena, struct str id, struct seen *seen,
                       struct error *error) {
    *seen = (struct seen){0};
    enum status status = store_stories_get(store, arena, &id, 1, &seen->story, error);
    if (status != STATUS_OK || seen->story->id[0] == '\0')
        return status;
    status = read_lead(store, arena, str_from(seen->story->lead), &seen->lead, &seen->title, error);
    if (status == STATUS_OK)
        status = score_read(arena, seen->story->score, &seen->heat, error);
    if (status == STATUS_OK)
        status = score_read(arena, seen->lead->score, &seen->quality, error);
    seen->there = status == STATUS_OK;
    return status;
}

enum status replay_why_not(struct store *store, struct arena *arena, const struct edition *edition,
                           const struct front *front, struct str story, struct buf *out,
                           struct error *error) {
    struct store_story *row;
    enum status status = store_stories_get(store, arena, &story, 1, &row, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < front->left_count; i++)
        if (str_eq(story, str_from(front->left[i].story))) {
            buf_add(out, front_reason_words(front->left[i].reason));
            return STATUS_OK;
        }
    int64_t short_of = edition->publish.threshold - row->heat;
    if (row->id[0] == '\0')
        BUF_ADD(out, "no such story");
    else if (short_of > 0)
        buf_printf(out, "%lld below the threshold of %lld", (long long)short_of,
                   (long long)edition->publish.threshold);
    else
        buf_printf(out, "nothing new in it for %lld hours",
                   (long long)edition->publish.front_hours);
    return STATUS_OK;
}

/* All parts in one score: those of the quality, then those that heat adds to it. */
static enum status all_parts(struct arena *arena, const struct seen *seen, struct score *all,
                             struct error *error) {
    const struct score *heat = &seen->heat, *quality = &seen->quality;
    size_t skip = heat->part_count > 0 && str_eq(heat->parts[0].name, STR("quality")) ? 1 : 0;
    *all = (struct score){.total = heat->total};
    all->parts = arena_array(arena, quality->part_count + heat->part_count, struct score_part);
    if (all->parts == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < quality->part_count; i++)
        all->parts[all->part_count++] = quality->parts[i];
    for (size_t i = skip; i < heat->part_count; i++)
        all->parts[all->part_count++] = heat->parts[i];
    return STATUS_OK;
}

static enum status add_scores(struct arena *arena, const struct seen *before,
                              const struct seen *after, struct buf *out, struct error *error) {
    struct score a, b;
    if (strcmp(before->lead->id, after->lead->id) != 0) {
        buf_printf(out, "another article leads it, heat %lld → %lld", (long long)before->heat.total,
                   (long long)after->heat.total);
        return STATUS_OK;
    }
    if (before->heat.total == after->heat.total) {
        buf_printf(out, "heat %lld as before", (long long)after->heat.total);
        return STATUS_OK;
    }
    buf_printf(out, "heat %lld → %lld: ", (long long)before->heat.total,
               (long long)after->heat.total);
    enum status status = all_parts(arena, before, &a, error);
    if (status == STATUS_OK)
        status = all_parts(arena, after, &b, error);
    if (status == STATUS_OK)
        score_difference(&a, &b, out);
    return status;
}

/* Why the story is another: what kept it from the front where it is absent (`absent` may be NULL),
 * then what its heat is made of. */
static enum status add_reason(struct compare *compare, const struct side *absent,
                              struct str before_id, struct str after_id, struct buf *out,
                              struct error *error) {
    struct seen before, after;
    struct arena *arena = &compare->scratch;
    enum status status = see(compare->before.rerun->store, arena, before_id, &before, error);
    if (status == STATUS_OK)
        status = see(compare->after.rerun->store, arena, after_id, &after, error);
    if (status == STATUS_OK && absent != NULL) {
        bool earlier = absent == &compare->before;
        buf_add_cstr(out, earlier ? "before: " : "then: ");
        status = replay_why_not(absent->rerun->store, arena, press_edition(absent->rerun->press),
                                &absent->front, earlier ? before_id : after_id, out, error);
    }
    if (status != STATUS_OK || !before.there || !after.there)
        return status;
    if (out->n > 0)
        BUF_ADD(out, "; ");
    return add_scores(arena, &before, &after, out, error);
}

/* ---- changes ---- */

/* Whether the story stands on the side's front; its place from 1, 0 for none. */
static size_t place_of(const struct side *side, struct str story) {
    size_t place;
    return map_get(&side->places, story, &place) ? place + 1 : 0;
}

/* The id that a story of one side has on the other: its own, or that of the story which its lead is
 * in there (stories are others where their window is another). */
static enum status id_there(struct compare *compare, struct store *there, struct str story,
                            struct str lead, struct str *id, struct error *error) {
    struct store_story *row;
    struct store_article *article;
    *id = story;
    enum status status = store_stories_get(there, &compare->scratch, &story, 1, &row, error);
    if (status != STATUS_OK || row->id[0] != '\0')
        return status;
    status = store_articles_get(there, &compare->scratch, &lead, 1, &article, error);
    if (status == STATUS_OK && article->story[0] != '\0')
        *id = str_from(article->story);
    return status;
}

/* The change of a story, made when there is none yet. */
static enum status change_of(struct compare *compare, struct str story, int64_t at,
                             struct replay_change **change, struct error *error) {
    struct replay_changes *changes = compare->changes;
    size_t place;
    if (map_get(&compare->known, story, &place)) {
        *change = &changes->items[place];
        return STATUS_OK;
    }
    if (arena_grow(compare->arena, &changes->items, &compare->capacity, changes->count + 1,
                   sizeof *changes->items) != STATUS_OK)
        return arena_status(compare->arena, error);
    *change = &changes->items[changes->count];
    **change = (struct replay_change){.story = arena_copy(compare->arena, story), .at = at};
    if (str_absent((*change)->story))
        return arena_status(compare->arena, error);
    if (map_put(&compare->known, (*change)->story, changes->count) != STATUS_OK)
        return error_memory(error);
    changes->count++;
    return STATUS_OK;
}

static void note_place(size_t place, size_t *ticks, size_t *best) {
    if (place == 0)
        return;
    ++*ticks;
    if (*best == 0 || place < *best)
        *best = place;
}

/* The names of an article's topics, parted by ", ". */
static struct str topic_names(struct arena *arena, const struct edition *edition,
                              const struct store_article *row) {
    struct buf out;
    buf_init(&out, REASON_MOST);
    for (size_t i = 0; i < row->topic_count; i++) {
        size_t topic = edition_find_topic(edition, row->topics[i]);
        if (i > 0)
            BUF_ADD(&out, ", ");
        buf_add(&out, topic != SIZE_MAX ? edition->topics[topic].name : row->topics[i]);
    }
    struct str names = arena_copy(arena, buf_str(&out));
    buf_release(&out);
    return names;
}

/* Notes another lead or other topics, the first time; *other says whether there are any. */
static enum status note_lead(struct compare *compare, const struct front_item *before,
                             const struct front_item *after, struct replay_change *change,
                             bool *other, struct error *error) {
    struct store_article *one, *two;
    struct str titles[2] = {STR_NONE, STR_NONE};
    struct arena *scratch = &compare->scratch;
    enum status status = read_lead(compare->before.rerun->store, scratch, str_from(before->lead),
                                   &one, &titles[0], error);
    if (status == STATUS_OK)
        status = read_lead(compare->after.rerun->store, scratch, str_from(after->lead), &two,
                           &titles[1], error);
    if (status != STATUS_OK)
        return status;
    struct str topics[2] = {topic_names(scratch, press_edition(compare->before.rerun->press), one),
                            topic_names(scratch, press_edition(compare->after.rerun->press), two)};
    bool lead = strcmp(one->id, two->id) != 0 && str_absent(change->lead_before);
    bool filed = !lead && !str_eq(topics[0], topics[1]) && str_absent(change->topics_before);
    if (lead) {
        change->lead_before = arena_copy(compare->arena, titles[0]);
        change->lead_after = arena_copy(compare->arena, titles[1]);
    }
    if (filed) {
        change->topics_before = arena_copy(compare->arena, topics[0]);
        change->topics_after = arena_copy(compare->arena, topics[1]);
    }
    *other = lead || filed;
    return arena_status(compare->arena, error);
}

static enum status set_words(struct compare *compare, const struct side *absent,
                             struct str before_id, struct str after_id,
                             const struct front_item *item, struct store *store, int64_t at,
                             struct replay_change *change, struct error *error) {
    struct store_article *row;
    struct str title = STR_NONE;
    struct buf out;
    buf_init(&out, REASON_MOST);
    enum status status =
        read_lead(store, &compare->scratch, str_from(item->lead), &row, &title, error);
    if (status == STATUS_OK)
        status = add_reason(compare, absent, before_id, after_id, &out, error);
    change->at = at;
    change->title = arena_copy(compare->arena, title);
    change->reason = arena_copy(compare->arena, buf_str(&out));
    buf_release(&out);
    return status != STATUS_OK ? status : arena_status(compare->arena, error);
}

/* One story at one tick. `before` and `after` are its places, 0 for none; not both are 0. */
static enum status note_story(struct compare *compare, struct str before_id, struct str after_id,
                              int64_t at, struct error *error) {
    struct replay_change *change = NULL;
    size_t before = place_of(&compare->before, before_id);
    size_t after = place_of(&compare->after, after_id);
    bool other = false;
    enum status status = change_of(compare, before_id, at, &change, error);
    if (status != STATUS_OK)
        return status;
    note_place(before, &change->ticks_before, &change->best_before);
    note_place(after, &change->ticks_after, &change->best_after);
    const struct front_item *was = before > 0 ? &compare->before.front.items[before - 1] : NULL;
    const struct front_item *is = after > 0 ? &compare->after.front.items[after - 1] : NULL;
    if (was != NULL && is != NULL)
        status = note_lead(compare, was, is, change, &other, error);
    /* That it comes or goes says more than that it moves. */
    bool came_or_went = (before == 0) != (after == 0);
    bool told = !str_absent(change->reason);
    if (status != STATUS_OK || (before == after && !other) ||
        (told && !(came_or_went && !change->came && !change->went) && !other))
        return status;
    change->moved |= before != after;
    change->came |= before == 0;
    change->went |= after == 0;
    const struct side *absent = before == 0  ? &compare->before
                                : after == 0 ? &compare->after
                                             : NULL;
    return set_words(compare, absent, before_id, after_id, is != NULL ? is : was,
                     (is != NULL ? &compare->after : &compare->before)->rerun->store, at, change,
                     error);
}

static enum status visit(void *state, const struct fact *tick, struct error *error) {
    struct compare *compare = state;
    arena_clear(&compare->scratch);
    enum status status = look(compare, &compare->before, error);
    if (status == STATUS_OK)
        status = look(compare, &compare->after, error);
    for (size_t i = 0; status == STATUS_OK && i < compare->before.front.count; i++) {
        const struct front_item *item = &compare->before.front.items[i];
        struct str there;
        status = id_there(compare, compare->after.rerun->store, str_from(item->story),
                          str_from(item->lead), &there, error);
        if (status == STATUS_OK)
            status = note_story(compare, str_from(item->story), there, tick->at, error);
    }
    for (size_t i = 0; status == STATUS_OK && i < compare->after.front.count; i++) {
        const struct front_item *item = &compare->after.front.items[i];
        struct str there;
        status = id_there(compare, compare->before.rerun->store, str_from(item->story),
                          str_from(item->lead), &there, error);
        if (status == STATUS_OK && place_of(&compare->before, there) == 0)
            status = note_story(compare, there, str_from(item->story), tick->at, error);
    }
    return status;
}

/* A story that stood on both came or went only where it never stood on the one. */
static void settle(struct replay_changes *changes) {
    size_t kept = 0;
    for (size_t i = 0; i < changes->count; i++) {
        struct replay_change *change = &changes->items[i];
        changes->stories_before += change->ticks_before > 0;
        changes->stories_after += change->ticks_after > 0;
        change->came = change->ticks_before == 0;
        change->went = change->ticks_after == 0;
        change->moved &= !change->came && !change->went;
        if (!str_absent(change->reason))
            changes->items[kept++] = *change;
    }
    changes->count = kept;
}

static int by_weight(const void *left, const void *right) {
    const struct replay_change *a = left, *b = right;
    int kind_a = a->came ? 0 : a->went ? 1 : 2, kind_b = b->came ? 0 : b->went ? 1 : 2;
    size_t best_a = a->came ? a->best_after : a->best_before;
    size_t best_b = b->came ? b->best_after : b->best_before;
    if (kind_a != kind_b)
        return kind_a - kind_b;
    if (best_a != best_b)
        return best_a < best_b ? -1 : 1;
    return str_compare(a->story, b->story);
}

enum status replay_compare(struct rerun *before, struct rerun *after,
                           const struct replay_span *span, struct arena *arena,
                           struct replay_changes *changes, struct error *error) {
    struct rerun *const reruns[] = {before, after};
    struct compare compare = {
        .before = {.rerun = before},
        .after = {.rerun = after},
        .arena = arena,
        .changes = changes,
    };
    *changes = (struct replay_changes){0};
    arena_init(&compare.scratch, MEMORY_MOST);
    map_init(&compare.known, 0);
    map_init(&compare.before.places, 0);
    map_init(&compare.after.places, 0);
    enum status status =
        rerun_walk(reruns, 2, span->from, span->to, visit, &compare, &changes->ticks, error);
    settle(changes);
    if (changes->count > 0)
        qsort(changes->items, changes->count, sizeof *changes->items, by_weight);
    map_release(&compare.known);
    map_release(&compare.before.places);
    map_release(&compare.after.places);
    arena_release(&compare.scratch);
    return status;
}
