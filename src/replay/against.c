#include "replay/against.h"

#include "base/json_read.h"
#include "base/map.h"
#include "press/find.h"
#include "score/score.h"
#include "text/fold.h"

enum {
    MEMORY_MOST = 512 << 20,
    REASON_MOST = 4096,
    ROWS_AT_ONCE = 500,
    /* How long before and behind the time of an article of theirs it is looked for on our fronts:
     * clocks differ, and a story may rise late. */
    EARLIER = DAY_SECONDS,
    LATER = 7 * DAY_SECONDS,
};

/* An article that they led with, while we look for it. */
struct wanted {
    struct against_theirs *out;
    char article[ID_LENGTH + 1]; /* ours; "" before it is found */
    char story[ID_LENGTH + 1];   /* that stood best */
    bool led;                    /* it led its story at some tick on the front */
    int64_t heat;                /* the most that its story had; INT64_MIN: none */
};

struct against {
    struct rerun *rerun;
    const struct archive *archive;
    struct arena *arena; /* lasting */
    struct arena scratch;
    struct against_report *report;
    struct wanted *wanted; /* by time */
    size_t first;          /* those before it are past */
    size_t ours_capacity;
    struct map known;         /* story → place in ours */
    struct map places;        /* of the front at hand: story → place */
    struct map left;          /* story → why a front left it out, the last time */
    struct map titles;        /* folded headline of ours → place in ids */
    struct map outlets;       /* registrable domain → our articles of it */
    struct map matched;       /* articles of ours that they had */
    struct map headlines;     /* folded headlines of theirs */
    struct map their_outlets; /* registrable domains of their sources */
    struct str *ids;
    size_t id_count, id_capacity;
};

static enum status put(struct map *map, struct str key, size_t value, struct error *error) {
    return map_put(map, key, value) == STATUS_OK ? STATUS_OK : error_memory(error);
}

/* ---- at a tick ---- */

static enum status note_left(struct against *against, const struct front_left *left,
                             struct error *error) {
    struct str story = str_from(left->story);
    size_t before;
    if (!map_get(&against->left, story, &before))
        story = arena_copy(against->arena, story);
    return str_absent(story) ? arena_status(against->arena, error)
                             : put(&against->left, story, (size_t)left->reason, error);
}

static enum status read_front(struct against *against, struct front *front, struct error *error) {
    enum status status = rerun_front(against->rerun->store, &against->scratch, front, error);
    map_clear(&against->places);
    for (size_t i = 0; status == STATUS_OK && i < front->count; i++)
        status = put(&against->places, str_from(front->items[i].story), i, error);
    for (size_t i = 0; status == STATUS_OK && i < front->left_count; i++)
        status = note_left(against, &front->left[i], error);
    return status;
}

static enum status note_ours(struct against *against, const struct front_item *item, size_t place,
                             int64_t at, struct error *error) {
    struct against_report *report = against->report;
    size_t index;
    if (!map_get(&against->known, str_from(item->story), &index)) {
        if (arena_grow(against->arena, &report->ours, &against->ours_capacity,
                       report->ours_count + 1, sizeof *report->ours) != STATUS_OK)
            return arena_status(against->arena, error);
        index = report->ours_count++;
        report->ours[index] =
            (struct against_ours){.story = arena_copy(against->arena, str_from(item->story))};
        if (str_absent(report->ours[index].story))
            return arena_status(against->arena, error);
        enum status status = put(&against->known, report->ours[index].story, index, error);
        if (status != STATUS_OK)
            return status;
    }
    struct against_ours *ours = &report->ours[index];
    if (ours->best == 0 || place < ours->best) {
        ours->best = place;
        ours->at = at;
        ours->heat = item->heat;
    }
    return STATUS_OK;
}

/* The article of ours that the item is, by its addresses. */
static enum status resolve(struct against *against, const struct archive_item *item,
                           struct store_article **row, struct error *error) {
    enum status status = STATUS_OK;
    *row = NULL;
    for (size_t i = 0; status == STATUS_OK && *row == NULL && i < item->key_count; i++)
        status = find_by_key(against->rerun->store, &against->scratch, item->keys[i], row, error);
    return status;
}

static enum status note_theirs(struct against *against, struct wanted *wanted,
                               const struct front *front, struct error *error) {
    struct store_article *row;
    struct store_story *story;
    size_t place;
    enum status status = resolve(against, wanted->out->item, &row, error);
    if (status != STATUS_OK || row == NULL)
        return status;
    memcpy(wanted->article, row->id, sizeof wanted->article);
    struct str id = str_from(row->story);
    status = store_stories_get(against->rerun->store, &against->scratch, &id, 1, &story, error);
    if (status != STATUS_OK)
        return status;
    if (story->id[0] != '\0' && story->heat > wanted->heat)
        wanted->heat = story->heat;
    if (map_get(&against->places, id, &place)) {
        struct against_theirs *out = wanted->out;
        wanted->led |= strcmp(front->items[place].lead, row->id) == 0;
        if (out->best == 0 || place + 1 < out->best) {
            out->best = place + 1;
            memcpy(wanted->story, row->story, sizeof wanted->story);
        }
    }
    return STATUS_OK;
}

static enum status visit(void *state, const struct fact *tick, struct error *error) {
    struct against *against = state;
    struct against_report *report = against->report;
    struct front front;
    arena_clear(&against->scratch);
    enum status status = read_front(against, &front, error);
    for (size_t i = 0; status == STATUS_OK && i < front.count; i++)
        status = note_ours(against, &front.items[i], i + 1, tick->at, error);
    while (against->first < report->theirs_count &&
           against->wanted[against->first].out->item->time + LATER < tick->at)
        against->first++;
    for (size_t i = against->first; status == STATUS_OK && i < report->theirs_count; i++) {
        if (against->wanted[i].out->item->time - EARLIER > tick->at)
            break;
        status = note_theirs(against, &against->wanted[i], &front, error);
    }
    return status;
}

/* ---- our articles of those days ---- */

static enum status note_article(struct against *against, const struct store_article *row,
                                struct error *error) {
    const struct json_value *object;
    struct arena *arena = against->arena;
    struct map_entry *entry;
    bool fresh;
    enum status status = json_read(&against->scratch, row->data, &object, error);
    if (status != STATUS_OK)
        return status;
    struct str title = text_fold(arena, json_get_str(object, "title"));
    struct str id = arena_copy(arena, str_from(row->id));
    struct str outlet = url_domain(arena, json_get_str(object, "webUrl"));
    if (str_empty(outlet))
        outlet = arena_copy(arena, row->provider);
    if (arena_failed(arena) || arena_grow(arena, &against->ids, &against->id_capacity,
                                          against->id_count + 1, sizeof *against->ids) != STATUS_OK)
        return arena_status(arena, error);
    against->ids[against->id_count] = id;
    if (map_ensure(&against->titles, title, against->id_count++, &fresh) == NULL)
        return error_memory(error);
    entry = map_ensure(&against->outlets, outlet, 0, &fresh);
    if (entry == NULL)
        return error_memory(error);
    entry->value++;
    against->report->articles++;
    return STATUS_OK;
}

static enum status scan_articles(struct against *against, const struct replay_span *span,
                                 struct error *error) {
    struct store_query query = {
        .order = STORE_BY_ID,
        .published_from = span->from - 2 * (int64_t)DAY_SECONDS,
        .published_to = span->to,
        .most = ROWS_AT_ONCE,
    };
    enum status status = STATUS_OK;
    size_t count = ROWS_AT_ONCE;
    while (status == STATUS_OK && count == ROWS_AT_ONCE) {
        struct store_article *rows;
        arena_clear(&against->scratch);
        status = store_articles_list(against->rerun->store, &against->scratch, &query, &rows,
                                     &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            memcpy(query.after_id, rows[i].id, sizeof query.after_id);
            status = note_article(against, &rows[i], error);
        }
    }
    return status;
}

/* What of ours they had, by address or headline. */
static enum status match_theirs(struct against *against, struct error *error) {
    const struct archive *archive = against->archive;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < archive->count; i++) {
        struct store_article *row;
        const struct archive_item *item = &archive->items[i];
        arena_clear(&against->scratch);
        status = resolve(against, item, &row, error);
        if (status == STATUS_OK && row != NULL)
            status =
                put(&against->matched, arena_copy(against->arena, str_from(row->id)), 1, error);
        struct str title = text_fold(against->arena, str_first_of(item->title, STR("")));
        if (status == STATUS_OK && title.n > 0)
            status = put(&against->headlines, title, 1, error);
    }
    for (size_t i = 0; status == STATUS_OK && i < archive->source_count; i++) {
        const struct edition_source *source = &archive->sources[i];
        struct str domain = url_domain(against->arena, str_first_of(source->html_url, source->url));
        if (!str_absent(domain))
            status = put(&against->their_outlets, domain, 1, error);
    }
    return status == STATUS_OK ? arena_status(against->arena, error) : status;
}

/* ---- verdicts on theirs ---- */

static struct str title_of(struct against *against, struct str id) {
    const struct json_value *object;
    struct store_article *row;
    if (store_articles_get(against->rerun->store, &against->scratch, &id, 1, &row, NULL) !=
            STATUS_OK ||
        row->id[0] == '\0' || json_read(&against->scratch, row->data, &object, NULL) != STATUS_OK)
        return STR_NONE;
    return json_get_str(object, "title");
}

/* One without an article of ours: by its headline, under another address. */
static enum status find_headline(struct against *against, struct wanted *wanted,
                                 struct error *error) {
    const struct archive_item *item = wanted->out->item;
    struct store_article *row;
    size_t place;
    struct str title = text_fold(&against->scratch, str_first_of(item->title, STR("")));
    if (title.n == 0 || !map_get(&against->titles, title, &place))
        return arena_status(&against->scratch, error);
    enum status status = store_articles_get(against->rerun->store, &against->scratch,
                                            &against->ids[place], 1, &row, error);
    if (status != STATUS_OK || row->id[0] == '\0')
        return status;
    memcpy(wanted->article, row->id, sizeof wanted->article);
    memcpy(wanted->story, row->story, sizeof wanted->story);
    wanted->out->by_headline = true;
    wanted->led = row->lead;
    if (map_get(&against->known, str_from(row->story), &place))
        wanted->out->best = against->report->ours[place].best;
    return STATUS_OK;
}

static enum status say_other(struct against *against, struct wanted *wanted, struct buf *out,
                             struct error *error) {
    struct str id = str_from(wanted->story);
    struct store_story *story;
    enum status status =
        store_stories_get(against->rerun->store, &against->scratch, &id, 1, &story, error);
    if (status != STATUS_OK)
        return status;
    wanted->out->lead = arena_copy(against->arena, title_of(against, str_from(story->lead)));
    buf_printf(out, "in a story that another article leads, place %zu", wanted->out->best);
    return STATUS_OK;
}

/* Why an article that we had never stood on the front, and nothing of its story did. */
static enum status say_left(struct against *against, struct wanted *wanted, struct buf *out,
                            struct error *error) {
    const struct edition *edition = press_edition(against->rerun->press);
    struct store_article *row;
    struct store_story *story;
    struct score score;
    size_t why;
    struct str id = str_from(wanted->article);
    enum status status =
        store_articles_get(against->rerun->store, &against->scratch, &id, 1, &row, error);
    if (status != STATUS_OK)
        return status;
    id = str_from(row->story);
    status = store_stories_get(against->rerun->store, &against->scratch, &id, 1, &story, error);
    if (status != STATUS_OK)
        return status;
    int64_t heat = wanted->heat > story->heat ? wanted->heat : story->heat;
    int64_t threshold = edition->publish.threshold;
    if (heat >= threshold) {
        wanted->out->outcome = AGAINST_LEFT;
        buf_add(out, front_reason_words(map_get(&against->left, id, &why) ? (enum front_reason)why
                                                                          : FRONT_OLD));
        return STATUS_OK;
    }
    wanted->out->outcome = AGAINST_BELOW;
    buf_printf(out, "%lld below the threshold of %lld", (long long)(threshold - heat),
               (long long)threshold);
    status = str_empty(story->score) ? STATUS_OK
                                     : score_read(&against->scratch, story->score, &score, error);
    if (status == STATUS_OK && !str_empty(story->score)) {
        BUF_ADD(out, ": ");
        score_sentence(&score, out);
    }
    return status;
}

static bool watches(const struct edition *edition, struct arena *arena, struct str outlet) {
    for (size_t i = 0; i < edition->source_count; i++) {
        const struct edition_source *source = &edition->sources[i];
        if (str_eq(outlet, url_domain(arena, source->url)) ||
            str_eq(outlet, url_domain(arena, source->html_url)) || str_eq(outlet, source->provider))
            return true;
    }
    return false;
}

static void say_absent(struct against *against, struct wanted *wanted, struct buf *out) {
    const struct archive_item *item = wanted->out->item;
    struct str outlet = url_domain(&against->scratch, item->address);
    size_t count = 0;
    outlet = str_first_of(outlet, item->domain);
    bool told = !str_empty(outlet) && map_get(&against->outlets, outlet, &count);
    wanted->out->outcome = AGAINST_ABSENT;
    if (told)
        buf_printf(out, "in none of our sources, which brought %zu other article%s of its outlet",
                   count, count == 1 ? "" : "s");
    else if (!str_empty(outlet) &&
             watches(press_edition(against->rerun->press), &against->scratch, outlet))
        BUF_ADD(out, "its outlet is watched and brought nothing these days");
    else {
        wanted->out->outcome = AGAINST_NO_SOURCE;
        BUF_ADD(out, "no source of ours brings its outlet");
    }
}

static enum status judge_theirs(struct against *against, struct wanted *wanted,
                                struct error *error) {
    struct against_theirs *out = wanted->out;
    struct buf words;
    enum status status = STATUS_OK;
    arena_clear(&against->scratch);
    buf_init(&words, REASON_MOST);
    if (wanted->article[0] == '\0')
        status = find_headline(against, wanted, error);
    if (status == STATUS_OK && out->by_headline)
        BUF_ADD(&words, "under another address; ");
    if (status != STATUS_OK)
        goto out;
    if (wanted->article[0] == '\0') {
        say_absent(against, wanted, &words);
    } else if (out->best > 0 && wanted->led) {
        out->outcome = AGAINST_LED;
        buf_printf(&words, "place %zu", out->best);
    } else if (out->best > 0) {
        out->outcome = AGAINST_OTHER;
        status = say_other(against, wanted, &words, error);
    } else {
        status = say_left(against, wanted, &words, error);
    }
    against->report->outcomes[out->outcome]++;
    out->reason = arena_copy(against->arena, buf_str(&words));
out:
    buf_release(&words);
    return status == STATUS_OK ? arena_status(against->arena, error) : status;
}

/* ---- verdicts on ours ---- */

static enum status has_theirs(struct against *against, const struct store_article *rows,
                              size_t count, bool *theirs, struct error *error) {
    const struct json_value *object;
    size_t value;
    enum status status = STATUS_OK;
    *theirs = false;
    for (size_t i = 0; status == STATUS_OK && !*theirs && i < count; i++) {
        status = json_read(&against->scratch, rows[i].data, &object, error);
        if (status != STATUS_OK)
            break;
        struct str title = text_fold(&against->scratch, json_get_str(object, "title"));
        *theirs = map_get(&against->matched, str_from(rows[i].id), &value) ||
                  (title.n > 0 && map_get(&against->headlines, title, &value));
    }
    return status;
}

static enum status say_missed(struct against *against, const struct store_story *story,
                              struct str address, struct buf *out, struct error *error) {
    struct score score;
    size_t value;
    struct str outlet = url_domain(&against->scratch, address);
    enum status status = score_read(&against->scratch, story->score, &score, error);
    if (status != STATUS_OK)
        return status;
    score_sentence(&score, out);
    if (against->archive->source_count > 0 && !str_empty(outlet))
        buf_add_cstr(out, map_get(&against->their_outlets, outlet, &value)
                              ? "; they watched its outlet"
                              : "; none of their sources is of its outlet");
    return STATUS_OK;
}

static enum status judge_ours(struct against *against, struct against_ours *ours,
                              struct error *error) {
    const struct json_value *object;
    struct store_article *rows, *lead;
    struct store_story *story;
    struct buf words;
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = ours->story};
    struct store *store = against->rerun->store;
    arena_clear(&against->scratch);
    enum status status =
        store_articles_list(store, &against->scratch, &query, &rows, &ours->members, error);
    if (status == STATUS_OK)
        status = has_theirs(against, rows, ours->members, &ours->theirs, error);
    if (status == STATUS_OK)
        status = store_stories_get(store, &against->scratch, &ours->story, 1, &story, error);
    if (status != STATUS_OK || story->id[0] == '\0')
        return status;
    struct str id = str_from(story->lead);
    status = store_articles_get(store, &against->scratch, &id, 1, &lead, error);
    if (status == STATUS_OK)
        status = json_read(&against->scratch, lead->data, &object, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&words, REASON_MOST);
    if (!ours->theirs)
        status = say_missed(against, story, json_get_str(object, "webUrl"), &words, error);
    ours->title = arena_copy(against->arena, json_get_str(object, "title"));
    ours->provider = arena_copy(against->arena, lead->provider);
    ours->reason = arena_copy(against->arena, buf_str(&words));
    buf_release(&words);
    return status == STATUS_OK ? arena_status(against->arena, error) : status;
}

static int by_best(const void *left, const void *right) {
    const struct against_ours *a = left, *b = right;
    if (a->best != b->best)
        return a->best < b->best ? -1 : 1;
    if (a->at != b->at)
        return a->at < b->at ? -1 : 1;
    return str_compare(a->story, b->story);
}

/* ---- sources ---- */

static void compare_sources(struct against *against) {
    const struct archive *archive = against->archive;
    const struct edition *edition = press_edition(against->rerun->press);
    struct against_report *report = against->report;
    for (size_t i = 0; i < archive->source_count; i++) {
        bool shared = edition_find_source(edition, str_from(archive->sources[i].id)) != NULL;
        report->sources_shared += shared;
        report->sources_missing += !shared;
    }
    if (archive->source_count > 0)
        report->sources_more = edition->source_count - report->sources_shared;
}

/* ---- all of it ---- */

static int by_time(const void *left, const void *right) {
    const struct against_theirs *a = left, *b = right;
    if (a->item->time != b->item->time)
        return a->item->time < b->item->time ? -1 : 1;
    return str_compare(a->item->address, b->item->address);
}

static enum status list_wanted(struct against *against, const struct replay_span *span,
                               struct error *error) {
    const struct archive *archive = against->archive;
    struct against_report *report = against->report;
    report->theirs = arena_array(against->arena, archive->count, struct against_theirs);
    against->wanted = arena_array(against->arena, archive->count, struct wanted);
    if (report->theirs == NULL || against->wanted == NULL)
        return arena_status(against->arena, error);
    for (size_t i = 0; i < archive->count; i++) {
        const struct archive_item *item = &archive->items[i];
        if (item->led && item->time >= span->from && item->time < span->to)
            report->theirs[report->theirs_count++] = (struct against_theirs){.item = item};
    }
    if (report->theirs_count > 0)
        qsort(report->theirs, report->theirs_count, sizeof *report->theirs, by_time);
    for (size_t i = 0; i < report->theirs_count; i++)
        against->wanted[i] = (struct wanted){.out = &report->theirs[i], .heat = INT64_MIN};
    return STATUS_OK;
}

static enum status judge_all(struct against *against, const struct replay_span *span,
                             struct error *error) {
    struct against_report *report = against->report;
    enum status status = scan_articles(against, span, error);
    if (status == STATUS_OK)
        status = match_theirs(against, error);
    for (size_t i = 0; status == STATUS_OK && i < report->theirs_count; i++)
        status = judge_theirs(against, &against->wanted[i], error);
    for (size_t i = 0; status == STATUS_OK && i < report->ours_count; i++)
        status = judge_ours(against, &report->ours[i], error);
    if (status == STATUS_OK && report->ours_count > 0)
        qsort(report->ours, report->ours_count, sizeof *report->ours, by_best);
    if (status == STATUS_OK)
        compare_sources(against);
    return status;
}

enum status against_compare(struct rerun *rerun, const struct archive *archive,
                            const struct replay_span *span, struct arena *arena,
                            struct against_report *report, struct error *error) {
    struct against against = {.rerun = rerun, .archive = archive, .arena = arena, .report = report};
    struct map *const maps[] = {&against.known,     &against.places,       &against.left,
                                &against.titles,    &against.outlets,      &against.matched,
                                &against.headlines, &against.their_outlets};
    *report = (struct against_report){0};
    arena_init(&against.scratch, MEMORY_MOST);
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        map_init(maps[i], 0);
    enum status status = list_wanted(&against, span, error);
    if (status == STATUS_OK)
        status =
            rerun_walk(&rerun, 1, span->from, span->to, visit, &against, &report->ticks, error);
    if (status == STATUS_OK && press_edition(rerun->press) == NULL)
        status = error_set(error, STATUS_NOT_FOUND, "nothing was run in those days");
    if (status == STATUS_OK)
        status = judge_all(&against, span, error);
    for (size_t i = 0; i < sizeof maps / sizeof maps[0]; i++)
        map_release(maps[i]);
    arena_release(&against.scratch);
    return status;
}

struct str against_word(enum against_outcome outcome) {
    static const struct str words[AGAINST_OUTCOMES] = {
        [AGAINST_LED] = STR_INIT("led"),       [AGAINST_OTHER] = STR_INIT("other"),
        [AGAINST_LEFT] = STR_INIT("left"),     [AGAINST_BELOW] = STR_INIT("below"),
        [AGAINST_ABSENT] = STR_INIT("absent"), [AGAINST_NO_SOURCE] = STR_INIT("unwatched"),
    };
    return outcome < AGAINST_OUTCOMES ? words[outcome] : STR_NONE;
}
