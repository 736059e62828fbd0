#include "cli/eval.h"

#include "base/grow.h"
#include "story/settle.h"

enum { LARGEST = 10 };

struct refining {
    struct eval_set *set;
    struct eval_refinement *report;
    struct stream stream;
    int64_t tick, day;   /* when the next ones are; TIME_NONE */
    struct str *touched; /* stories that changed since the last tick */
    size_t touched_count, touched_capacity;
    size_t seen; /* articles so far */
    size_t out;  /* of these, before the last tick: stories founded by them are out of the house */
    struct arena arena; /* of the names of what was touched */
};

static size_t item_of(const struct refining *refining, struct str id) {
    size_t n = SIZE_MAX;
    map_get(&refining->set->items, id, &n);
    return n;
}

/* Of two stories the one that was founded first keeps its id; a new one is called after its first
 * article and the number of such changes, which no story was called before. */
static enum status take_change(void *state, struct story_change *change, struct str *id,
                               struct error *error) {
    struct refining *refining = state;
    struct eval_refinement *report = refining->report;
    if (change->kind == STORY_UNITES) {
        size_t a = item_of(refining, change->story), b = item_of(refining, change->other);
        if (!story_change_clear(change, a < refining->out, b < refining->out))
            return STATUS_OK;
        *id = a < b ? change->story : change->other;
        report->united++;
        report->changed += a < refining->out && b < refining->out;
        return STATUS_OK;
    }
    if (change->kind == STORY_MOVES) {
        *id = change->other;
        report->moved += change->count;
        return STATUS_OK;
    }
    *id = arena_format(&refining->set->line, "%.*s apart %zu", STR_ARG(change->articles[0]),
                       ++report->parted);
    return arena_status(&refining->set->line, error);
}

static enum status note_touched(struct refining *refining, struct str story, struct error *error) {
    for (size_t i = 0; i < refining->touched_count; i++)
        if (str_eq(refining->touched[i], story))
            return STATUS_OK;
    if (grow(&refining->touched, &refining->touched_capacity, refining->touched_count + 1,
             sizeof *refining->touched) != STATUS_OK)
        return error_memory(error);
    refining->touched[refining->touched_count++] = arena_copy(&refining->arena, story);
    return arena_status(&refining->arena, error);
}

/* Where the articles stand now. */
static enum status place(struct refining *refining, size_t count) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct str id, story, copy_of;
        arena_clear(&refining->set->line);
        story_index_member(refining->stream.index, i, &id, &story, &copy_of);
        status = eval_number(refining->set, 's', story, &refining->set->list[i].refined);
    }
    return status;
}

/* The stories with the most articles of the last day, the largest first; of equals the one whose
 * first article came first. */
static size_t find_largest(const struct refining *refining, uint32_t *sizes,
                           uint32_t largest[LARGEST]) {
    const struct eval_set *set = refining->set;
    size_t count = 0;
    for (size_t i = 0; i < refining->seen; i++)
        if (set->list[i].published == TIME_NONE ||
            set->list[i].published > refining->stream.clock.now - DAY_SECONDS)
            sizes[set->list[i].refined]++;
    for (size_t i = 0; i < refining->seen; i++) {
        uint32_t story = set->list[i].refined;
        size_t at = count;
        bool known = sizes[story] == 0;
        for (size_t k = 0; k < count; k++)
            known |= largest[k] == story;
        while (!known && at > 0 && sizes[largest[at - 1]] < sizes[story])
            at--;
        if (known || at == LARGEST)
            continue;
        count += count < LARGEST;
        memmove(&largest[at + 1], &largest[at], (count - at - 1) * sizeof *largest);
        largest[at] = story;
    }
    return count;
}

static enum status judge(struct refining *refining, const uint32_t *largest, size_t count,
                         struct error *error) {
    struct eval_set *set = refining->set;
    struct eval_refinement *report = refining->report;
    uint32_t *gold = calloc(refining->seen + 1, sizeof *gold);
    uint32_t *found = calloc(refining->seen + 1, sizeof *found);
    struct measure_purity purity = {0};
    size_t labelled = 0;
    enum status status = gold != NULL && found != NULL ? STATUS_OK : error_memory(error);
    for (size_t i = 0; status == STATUS_OK && i < refining->seen; i++) {
        if (set->list[i].cluster == EVAL_NO_LABEL)
            continue;
        gold[labelled] = set->list[i].cluster;
        found[labelled++] = set->list[i].refined;
    }
    if (status == STATUS_OK)
        status = measure_purity_of(gold, found, labelled, largest, count, &purity, error);
    report->purity += purity.purity;
    report->again += purity.again;
    report->days += purity.groups > 0;
    free(gold);
    free(found);
    return status;
}

static enum status judge_largest(struct refining *refining, struct error *error) {
    uint32_t largest[LARGEST + 1] = {0};
    enum status status = place(refining, refining->seen);
    if (status != STATUS_OK)
        return status;
    uint32_t *sizes = calloc(refining->set->numbers.n + 1, sizeof *sizes);
    if (sizes == NULL)
        return error_memory(error);
    status = judge(refining, largest, find_largest(refining, sizes, largest), error);
    free(sizes);
    return status;
}

static enum status tick(struct refining *refining, struct error *error) {
    static const struct story_bonds none = {0};
    const struct story_hand hand = {refining, take_change};
    arena_clear(&refining->set->line);
    enum status status =
        story_index_settle(refining->stream.index, &refining->set->line, refining->touched,
                           refining->touched_count, &none, &hand, error);
    arena_clear(&refining->arena);
    refining->touched_count = 0;
    refining->report->ticks++;
    refining->out = refining->seen;
    if (status != STATUS_OK || refining->stream.clock.now < refining->day)
        return status;
    refining->day = refining->stream.clock.now + DAY_SECONDS;
    return judge_largest(refining, error);
}

static enum status take(struct refining *refining, struct str text, struct error *error) {
    struct story_document document;
    struct story_decision decision;
    const struct json_value *line;
    bool usable;
    enum status status = eval_read(refining->set, text, &document, &line, &usable);
    if (status == STATUS_OK && usable)
        status = stream_add(&refining->stream, &refining->set->line, &document, &decision, error);
    if (status != STATUS_OK || !usable)
        return status;
    refining->report->founded += str_eq(decision.story, document.id);
    refining->seen++;
    status = note_touched(refining, decision.story, error);
    if (status != STATUS_OK || refining->stream.clock.now == TIME_NONE)
        return status;
    if (refining->tick == TIME_NONE) {
        refining->tick = refining->stream.clock.now + refining->report->every;
        refining->day = refining->stream.clock.now + DAY_SECONDS;
    }
    if (refining->stream.clock.now < refining->tick)
        return STATUS_OK;
    refining->tick = refining->stream.clock.now + refining->report->every;
    return tick(refining, error);
}

/* Nothing is forgotten, so that the end shows where everything stands. */
enum status eval_refine(struct eval_set *set, const struct story_settings *settings) {
    struct refining refining = {
        .set = set,
        .report = &set->refinement,
        .tick = TIME_NONE,
        .day = INT64_MAX,
    };
    struct error *error = &set->invocation->error;
    struct str rest = set->text, text;
    arena_init(&refining.arena, 256 << 20);
    enum status status = stream_open(&refining.stream, settings, error);
    refining.stream.keeps = true;
    while (status == STATUS_OK && str_next(&rest, '\n', &text))
        if (!str_empty(str_trim(text)))
            status = take(&refining, text, error);
    refining.day = INT64_MIN; /* the last day ends with the stream */
    if (status == STATUS_OK)
        status = tick(&refining, error);
    if (status == STATUS_OK)
        status = place(&refining, set->count);
    stream_close(&refining.stream);
    arena_release(&refining.arena);
    free(refining.touched);
    return status;
}
