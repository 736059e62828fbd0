/* Refinement at ticks: stories that articles came to since the last tick are looked at again
 * (story/settle.h). Which articles those are, what is live and what editors said follows from the
 * facts alone, so that folding them again gives the same stories. */
#include "press/state.h"

#include "base/map.h"
#include "press/events.h"
#include "story/settle.h"

/* Articles whose stories one tick looks at; what came beyond that waits for the next. */
enum { ARTICLES_AT_ONCE = 400 };

struct refining {
    struct press *press;
    size_t changes; /* so far, at this tick */
};

/* ---- a story's rows ---- */

struct members {
    struct str story;
    struct store_article *rows;
    size_t count;
    bool out;      /* the story's id has left the house */
    bool recorded; /* some came as records: they stay where their records say */
    int64_t first; /* when the first of them came */
};

static enum status read_members(struct press *press, struct str story, struct members *members,
                                struct error *error) {
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = story};
    struct store_key slug = {.key = story};
    *members = (struct members){.story = story, .first = INT64_MAX};
    enum status status = store_articles_list(press->store, &press->scratch, &query, &members->rows,
                                             &members->count, error);
    if (status == STATUS_OK)
        status = store_keys_get(press->store, &press->scratch, KEYS_SLUG, &slug, 1, error);
    members->out = !str_absent(slug.value);
    if (members->count > 0)
        members->first = members->rows[0].arrived;
    for (size_t i = 0; i < members->count; i++)
        members->recorded |= str_absent(members->rows[i].reasons);
    return status;
}

/* Whether the row is among those that a change names. */
static bool is_named(const struct story_change *change, const struct store_article *row) {
    for (size_t i = 0; i < change->count; i++)
        if (str_eq(change->articles[i], str_from(row->id)))
            return true;
    return false;
}

/* Puts the rows that the change names (all of them where it names none) into another story. */
static enum status move_rows(struct press *press, const struct members *members,
                             const struct story_change *change, struct str into,
                             struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < members->count; i++) {
        struct store_article *row = &members->rows[i];
        if (change->count > 0 && !is_named(change, row))
            continue;
        snprintf(row->story, sizeof row->story, "%.*s", STR_ARG(into));
        row->changed = press->number;
        status = store_articles_put(press->store, row, 1, error);
    }
    return status;
}

static enum status note(struct refining *refining, struct str story, enum event_kind kind,
                        struct str other, const struct story_change *change, struct error *error) {
    struct press *press = refining->press;
    const struct event event = {.at = press->at,
                                .kind = kind,
                                .other = other,
                                .articles = change->articles,
                                .count = change->count,
                                .margin = change->margin,
                                .bond = change->bond};
    return event_put(press->store, &press->scratch, story, press->number, refining->changes, &event,
                     error);
}

/* ---- two become one ---- */

/* The story that is out of the house lives on; of two, or none, the one that was founded first. */
static bool lives_on(const struct members *a, const struct members *b) {
    return a->out != b->out ? a->out : a->first < b->first;
}

/* What the merged story's articles were is told with them. */
static enum status list_all(struct press *press, const struct members *members,
                            struct story_change *change, struct error *error) {
    change->articles = arena_array(&press->scratch, members->count, struct str);
    if (change->articles == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < members->count; i++)
        change->articles[change->count++] = str_from(members->rows[i].id);
    return STATUS_OK;
}

static enum status unite(struct refining *refining, struct story_change *change, struct str *id,
                         struct error *error) {
    struct press *press = refining->press;
    struct members a, b;
    enum status status = read_members(press, change->story, &a, error);
    if (status == STATUS_OK)
        status = read_members(press, change->other, &b, error);
    if (status != STATUS_OK || a.count == 0 || b.count == 0 ||
        !story_change_clear(change, a.out, b.out) || (!change->bond && (a.recorded || b.recorded)))
        return status;
    const struct members *stays = lives_on(&a, &b) ? &a : &b, *goes = stays == &a ? &b : &a;
    const struct store_key alias = {.key = goes->story, .value = stays->story};
    status = list_all(press, goes, change, error);
    if (status == STATUS_OK)
        status = move_rows(press, goes, change, stays->story, error);
    if (status == STATUS_OK)
        status = store_keys_put(press->store, KEYS_STORY, &alias, 1, error);
    if (status == STATUS_OK)
        status = store_stories_drop(press->store, &goes->story, 1, error);
    if (status == STATUS_OK)
        status = press_relink(press, goes->story, stays->story, error);
    if (status == STATUS_OK)
        status = note(refining, stays->story, EVENT_UNITED, goes->story, change, error);
    if (status == STATUS_OK)
        status = press_settle_story(press, stays->story, error);
    *id = stays->story;
    press->report->united++;
    return status;
}

/* ---- what does not belong leaves ---- */

/* An id that no story has or had: the first article's own, else one made from it. */
static enum status name_story(struct press *press, struct str article, struct str *id,
                              struct error *error) {
    struct store_story *story;
    struct store_key alias = {.key = article}, slug = {.key = article};
    enum status status =
        store_stories_get(press->store, &press->scratch, &article, 1, &story, error);
    if (status == STATUS_OK)
        status = store_keys_get(press->store, &press->scratch, KEYS_STORY, &alias, 1, error);
    if (status == STATUS_OK)
        status = store_keys_get(press->store, &press->scratch, KEYS_SLUG, &slug, 1, error);
    *id = article;
    if (status != STATUS_OK ||
        (story->id[0] == '\0' && str_absent(alias.value) && str_absent(slug.value)))
        return status;
    char made[ID_LENGTH + 1];
    id_make(arena_format(&press->scratch, "%.*s apart %lld", STR_ARG(article),
                         (long long)press->number),
            made);
    *id = arena_copy(&press->scratch, str_from(made));
    return arena_status(&press->scratch, error);
}

/* The lead keeps the id: if it is among those who leave, those who stay leave instead. */
static enum status leave_the_lead(struct press *press, const struct members *members,
                                  struct story_change *change, struct error *error) {
    struct str *live, *others;
    size_t count, n = 0;
    bool leads = false;
    for (size_t i = 0; i < members->count; i++)
        leads |= members->rows[i].lead && is_named(change, &members->rows[i]);
    if (!leads)
        return STATUS_OK;
    enum status status =
        story_index_members(press->index, &press->scratch, change->story, &live, &count, error);
    if (status != STATUS_OK)
        return status;
    others = arena_array(&press->scratch, count, struct str);
    if (others == NULL)
        return arena_status(&press->scratch, error);
    for (size_t i = 0; i < count; i++) {
        bool named = false;
        for (size_t k = 0; k < change->count; k++)
            named |= str_eq(live[i], change->articles[k]);
        if (!named)
            others[n++] = live[i];
    }
    change->articles = others;
    change->count = n;
    return STATUS_OK;
}

/* Whether those who leave may: what came as a record stays, and a story that is out of the house
 * does not lose its lead to another one. */
static bool may_leave(const struct members *members, const struct story_change *change) {
    if (change->bond)
        return true;
    for (size_t i = 0; i < members->count; i++) {
        const struct store_article *row = &members->rows[i];
        if (is_named(change, row) && (str_absent(row->reasons) ||
                                      (change->kind == STORY_MOVES && members->out && row->lead)))
            return false;
    }
    return true;
}

static enum status part(struct refining *refining, struct story_change *change, struct str *id,
                        struct error *error) {
    struct press *press = refining->press;
    struct members members;
    struct str into = change->other;
    enum status status = read_members(press, change->story, &members, error);
    if (status == STATUS_OK && change->kind == STORY_PARTS)
        status = leave_the_lead(press, &members, change, error);
    if (status != STATUS_OK || change->count == 0 || !may_leave(&members, change))
        return status;
    if (change->kind == STORY_PARTS)
        status = name_story(press, change->articles[0], &into, error);
    if (status == STATUS_OK)
        status = move_rows(press, &members, change, into, error);
    if (status == STATUS_OK)
        status = note(refining, change->story, EVENT_LEFT, into, change, error);
    if (status == STATUS_OK)
        status = note(refining, into, EVENT_CAME, change->story, change, error);
    if (status == STATUS_OK)
        status = press_settle_story(press, change->story, error);
    if (status == STATUS_OK)
        status = press_settle_story(press, into, error);
    *id = into;
    press->report->parted += change->kind == STORY_PARTS;
    press->report->moved += change->kind == STORY_MOVES ? change->count : 0;
    return status;
}

static enum status take(void *state, struct story_change *change, struct str *id,
                        struct error *error) {
    struct refining *refining = state;
    refining->changes++;
    return change->kind == STORY_UNITES ? unite(refining, change, id, error)
                                        : part(refining, change, id, error);
}

/* ---- what to look at ---- */

/* Stories to look at, each once. */
struct touched {
    struct map known;
    struct str *founded; /* of them, those that the articles founded */
    size_t founded_count, founded_capacity;
    struct str *stories;
    size_t count, capacity;
};

static enum status touch(struct press *press, struct touched *touched, struct str story,
                         struct error *error) {
    bool fresh = false;
    if (story.n == 0)
        return STATUS_OK;
    if (map_ensure(&touched->known, story, 0, &fresh) == NULL)
        return error_memory(error);
    if (!fresh)
        return STATUS_OK;
    if (arena_grow(&press->scratch, &touched->stories, &touched->capacity, touched->count + 1,
                   sizeof *touched->stories) != STATUS_OK)
        return arena_status(&press->scratch, error);
    touched->stories[touched->count++] = story;
    return STATUS_OK;
}

static enum status note_founded(struct press *press, struct touched *touched, struct str story,
                                struct error *error) {
    if (arena_grow(&press->scratch, &touched->founded, &touched->founded_capacity,
                   touched->founded_count + 1, sizeof *touched->founded) != STATUS_OK)
        return arena_status(&press->scratch, error);
    touched->founded[touched->founded_count++] = story;
    return STATUS_OK;
}

/* Those of the articles that came since the last tick, in the order in which they came; *last is
 * the fact of the last of them. */
static enum status touch_fresh(struct press *press, struct touched *touched, int64_t *last,
                               struct error *error) {
    struct store_article *rows;
    size_t count;
    struct store_query query = {
        .order = STORE_BY_ARRIVED_UP, .after_key = *last, .most = ARTICLES_AT_ONCE};
    memset(query.after_id, 'z', ID_LENGTH); /* behind every id that came with that fact */
    enum status status =
        store_articles_list(press->store, &press->scratch, &query, &rows, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        *last = rows[i].arrived;
        if (str_absent(rows[i].reasons))
            continue;
        status = touch(press, touched, str_from(rows[i].story), error);
        if (status == STATUS_OK && strcmp(rows[i].story, rows[i].id) == 0)
            status = note_founded(press, touched, str_from(rows[i].story), error);
    }
    return status;
}

/* Those that are not as an editor said. */
static enum status touch_bonded(struct press *press, struct touched *touched, struct error *error) {
    const struct story_bonds *bonds = &press->bonds;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < bonds->together_count + bonds->apart_count; i++) {
        bool together = i < bonds->together_count;
        const struct story_pair *pair =
            together ? &bonds->together[i] : &bonds->apart[i - bonds->together_count];
        struct store_article *rows;
        const struct str ids[] = {pair->a, pair->b};
        status = store_articles_get(press->store, &press->scratch, ids, 2, &rows, error);
        if (status != STATUS_OK || rows[0].story[0] == '\0' || rows[1].story[0] == '\0')
            continue;
        if (together != (strcmp(rows[0].story, rows[1].story) == 0))
            status = touch(press, touched, str_from(rows[0].story), error);
    }
    return status;
}

enum status press_refine(struct press *press, struct error *error) {
    struct refining refining = {.press = press};
    const struct story_hand hand = {&refining, take};
    struct touched touched = {0};
    int64_t before, last;
    map_init(&touched.known, 0);
    enum status status = press_number(press, STR("refined"), 0, &before, error);
    last = before;
    if (status == STATUS_OK)
        status = touch_fresh(press, &touched, &last, error);
    if (status == STATUS_OK)
        status = touch_bonded(press, &touched, error);
    if (status == STATUS_OK && touched.count > 0)
        status = press_need_index(press, error);
    if (status == STATUS_OK && touched.count > 0) {
        press_forget_old(press);
        status = story_index_settle(press->index, &press->scratch, touched.stories, touched.count,
                                    &press->bonds, &hand, error);
    }
    for (size_t i = 0; status == STATUS_OK && i < touched.founded_count; i++)
        status = press_link_earlier(press, touched.founded[i], error);
    if (status == STATUS_OK && last != before)
        status = press_set_number(press, STR("refined"), last, error);
    map_release(&touched.known);
    return status;
}
