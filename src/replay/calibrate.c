#include "replay/calibrate.h"

#include "base/map.h"
#include "press/rescore.h"

enum {
    RELATED_MOST = 50,    /* points for one related article */
    COVERED_LEAST = 10,   /* stories with coverage, to tell what wide coverage is */
    FRONT_LEAST = 5,      /* stories on the front */
    DECIDES_PERCENT = 98, /* of all stories: a part that so many have decides nothing */
};

/* Parts that an edition's intake may have always or never. */
static const struct str common_parts[] = {STR_INIT("picture"), STR_INIT("known provider"),
                                          STR_INIT("AMP page")};
enum { COMMON_PARTS = sizeof common_parts / sizeof common_parts[0] };

/* One story, as it stands in the end. */
struct sample {
    int64_t published;
    int64_t quality, voices, copies;
    struct str provider;
    unsigned parts; /* a bit for each of common_parts */
};

struct collecting {
    struct arena *arena;
    struct sample *samples;
    size_t count, capacity;
    int64_t *articles; /* their times */
    size_t article_count, article_capacity;
    int64_t first_seen, last_seen;
};

static int64_t points_of(const struct score *score, struct str name) {
    for (size_t i = 0; i < score->part_count; i++)
        if (str_eq(score->parts[i].name, name))
            return score->parts[i].points;
    return 0;
}

/* Coverage was given one point a piece: the parts of the heat are counts. */
static enum status take(void *state, const struct rescored *rescored, struct error *error) {
    struct collecting *collecting = state;
    const struct store_article *row = rescored->row;
    if (arena_grow(collecting->arena, &collecting->articles, &collecting->article_capacity,
                   collecting->article_count + 1, sizeof *collecting->articles) != STATUS_OK)
        return arena_status(collecting->arena, error);
    collecting->articles[collecting->article_count++] = row->published;
    collecting->first_seen =
        row->seen < collecting->first_seen ? row->seen : collecting->first_seen;
    collecting->last_seen = row->seen > collecting->last_seen ? row->seen : collecting->last_seen;
    if (!rescored->lead || !rescored->shown)
        return STATUS_OK;
    if (arena_grow(collecting->arena, &collecting->samples, &collecting->capacity,
                   collecting->count + 1, sizeof *collecting->samples) != STATUS_OK)
        return arena_status(collecting->arena, error);
    struct sample *sample = &collecting->samples[collecting->count++];
    *sample = (struct sample){
        .published = row->published,
        .quality = rescored->quality.total,
        .voices = points_of(&rescored->heat, STR("related")),
        .copies = points_of(&rescored->heat, STR("copies")),
        .provider = arena_copy(collecting->arena, row->provider),
    };
    for (unsigned i = 0; i < COMMON_PARTS; i++)
        if (points_of(&rescored->quality, common_parts[i]) != 0)
            sample->parts |= 1U << i;
    return arena_status(collecting->arena, error);
}

struct fitting {
    struct arena *arena;
    const struct edition *edition;
    const struct calibrate_options *options;
    struct calibrate_report *report;
    struct sample *samples;
    size_t count;
    int64_t *heats; /* of the samples under the new points, best first */
    int64_t related, threshold;
    size_t wanted; /* stories in all the time */
};

static int64_t heat_of(const struct fitting *fitting, const struct sample *sample,
                       int64_t related) {
    return sample->quality + related * sample->voices +
           fitting->edition->heat.copy * sample->copies;
}

static int down(const void *left, const void *right) {
    const int64_t *a = left, *b = right;
    return *a == *b ? 0 : *a > *b ? -1 : 1;
}

/* The value that `percent` of the numbers, sorted down, do not exceed. */
static int64_t percentile(const int64_t *numbers, size_t count, size_t percent) {
    return numbers[(count - 1) * (100 - percent) / 100];
}

static size_t reached(const int64_t *heats, size_t count, int64_t threshold) {
    size_t n = 0;
    while (n < count && heats[n] >= threshold)
        n++;
    return n;
}

/* Notes a change, where it is one. */
static void change(struct fitting *fitting, const char *path, struct str before, struct str after,
                   struct str reason) {
    struct calibrate_report *report = fitting->report;
    if (!str_eq(before, after))
        report->changes[report->change_count++] =
            (struct calibrate_change){str_from(path), before, after, reason};
}

static void change_number(struct fitting *fitting, const char *path, int64_t before, int64_t after,
                          struct str reason) {
    change(fitting, path, arena_format(fitting->arena, "%lld", (long long)before),
           arena_format(fitting->arena, "%lld", (long long)after), reason);
}

static void note(struct fitting *fitting, struct str words) {
    if (fitting->report->note_count < CALIBRATE_NOTES_MOST)
        fitting->report->notes[fitting->report->note_count++] = words;
}

/* What one related article is worth: a story that is covered as widely as the top twentieth of
 * those that are covered at all outweighs the difference between a good lead and a poor one. */
static enum status fit_related(struct fitting *fitting, struct error *error) {
    int64_t *numbers = arena_array(fitting->arena, fitting->count, int64_t);
    size_t covered = 0;
    fitting->related = fitting->edition->heat.related;
    if (numbers == NULL)
        return arena_status(fitting->arena, error);
    for (size_t i = 0; i < fitting->count; i++)
        numbers[i] = fitting->samples[i].quality;
    qsort(numbers, fitting->count, sizeof *numbers, down);
    int64_t good = percentile(numbers, fitting->count, 90);
    int64_t poor = percentile(numbers, fitting->count, 10);
    for (size_t i = 0; i < fitting->count; i++)
        if (fitting->samples[i].voices > 0)
            numbers[covered++] = fitting->samples[i].voices;
    if (covered < COVERED_LEAST || good == poor) {
        note(fitting, STR("heat.related stays: too little is covered by several outlets, or all "
                          "articles are of one quality"));
        return STATUS_OK;
    }
    qsort(numbers, covered, sizeof *numbers, down);
    int64_t wide = percentile(numbers, covered, 95);
    int64_t points = (good - poor + wide / 2) / wide;
    fitting->related = points < 1 ? 1 : points > RELATED_MOST ? RELATED_MOST : points;
    change_number(fitting, "heat.related", fitting->edition->heat.related, fitting->related,
                  arena_format(fitting->arena,
                               "wide coverage is %lld related articles here; it outweighs the %lld "
                               "points between a good lead (%lld) and a poor one (%lld)",
                               (long long)wide, (long long)(good - poor), (long long)good,
                               (long long)poor));
    return STATUS_OK;
}

static enum status set_heats(struct fitting *fitting, struct error *error) {
    fitting->heats = arena_array(fitting->arena, fitting->count, int64_t);
    if (fitting->heats == NULL)
        return arena_status(fitting->arena, error);
    for (size_t i = 0; i < fitting->count; i++)
        fitting->heats[i] = heat_of(fitting, &fitting->samples[i], fitting->related);
    qsort(fitting->heats, fitting->count, sizeof *fitting->heats, down);
    return STATUS_OK;
}

/* The threshold that comes nearest to the wanted number of stories; of two the higher. */
static void fit_threshold(struct fitting *fitting) {
    const int64_t *heats = fitting->heats;
    size_t wanted = fitting->wanted, count = fitting->count;
    if (wanted >= count) {
        fitting->threshold = heats[count - 1] > 0 ? heats[count - 1] : 0;
        note(fitting, STR("so many stories do not come in: all are shown; more sources would "
                          "bring more"));
    } else {
        int64_t threshold = heats[wanted - 1];
        size_t with = reached(heats, count, threshold),
               without = reached(heats, count, threshold + 1);
        bool higher = without > 0 && wanted - without <= with - wanted;
        fitting->threshold = higher ? threshold + 1 : threshold;
        if (fitting->threshold < 0)
            fitting->threshold = 0;
    }
    size_t shown = reached(heats, count, fitting->threshold);
    int64_t span = fitting->report->to - fitting->report->from;
    int64_t tenths = ((int64_t)shown * 10 * DAY_SECONDS + span / 2) / span;
    fitting->report->after = shown;
    change_number(fitting, "publish.threshold", fitting->edition->publish.threshold,
                  fitting->threshold,
                  arena_format(fitting->arena,
                               "%zu of %zu stories reach it: %lld.%lld a day, %lld were asked for",
                               shown, count, (long long)(tenths / 10), (long long)(tenths % 10),
                               (long long)fitting->options->stories));
}

static struct str list_of(struct arena *arena, const int64_t *sizes) {
    return arena_format(arena, "[%lld, %lld, %lld, %lld]", (long long)sizes[0], (long long)sizes[1],
                        (long long)sizes[2], (long long)sizes[3]);
}

static void fit_sizes(struct fitting *fitting) {
    static const size_t percents[EDITION_SIZES] = {0, 50, 80, 95};
    int64_t sizes[EDITION_SIZES];
    size_t shown = fitting->report->after;
    if (shown < CALIBRATE_STORIES_LEAST) {
        note(fitting, STR("publish.front.sizes stay: too few stories are shown"));
        return;
    }
    for (size_t i = 0; i < EDITION_SIZES; i++) {
        sizes[i] = i == 0 ? fitting->threshold : percentile(fitting->heats, shown, percents[i]);
        if (i > 0 && sizes[i] <= sizes[i - 1])
            sizes[i] = sizes[i - 1] + 1;
    }
    change(fitting, "publish.front.sizes",
           list_of(fitting->arena, fitting->edition->publish.front_sizes),
           list_of(fitting->arena, sizes),
           STR("of those shown one half, a fifth and a twentieth reach the larger sizes"));
}

static size_t count_outlets(const struct fitting *fitting) {
    struct map outlets;
    size_t count = 0;
    map_init(&outlets, 0);
    for (size_t i = 0; i < fitting->count; i++) {
        const struct sample *sample = &fitting->samples[i];
        bool fresh = false;
        if (heat_of(fitting, sample, fitting->related) >= fitting->threshold &&
            !str_empty(sample->provider) &&
            map_ensure(&outlets, sample->provider, 0, &fresh) != NULL)
            count += fresh;
    }
    map_release(&outlets);
    return count;
}

/* Room for all that is shown within the front's hours, and for enough of each outlet to fill it. */
static void fit_front(struct fitting *fitting) {
    const struct edition_publish *publish = &fitting->edition->publish;
    int64_t stories = (fitting->options->stories * publish->front_hours + 23) / 24;
    stories = stories < FRONT_LEAST ? FRONT_LEAST : stories > 1000 ? 1000 : stories;
    change_number(fitting, "publish.front.stories", publish->front_stories, stories,
                  arena_format(fitting->arena, "what is shown within %lld hours",
                               (long long)publish->front_hours));
    int64_t outlets = (int64_t)count_outlets(fitting);
    if (outlets > 0 && outlets * publish->front_per_provider < stories)
        change_number(fitting, "publish.front.perProvider", publish->front_per_provider,
                      (stories + outlets - 1) / outlets,
                      arena_format(fitting->arena,
                                   "%lld outlets lead what is shown: with %lld of each the front "
                                   "would never be full",
                                   (long long)outlets, (long long)publish->front_per_provider));
}

/* Parts that every story has, or none: their points decide nothing. */
static void note_parts(struct fitting *fitting) {
    for (unsigned k = 0; k < COMMON_PARTS; k++) {
        size_t have = 0;
        for (size_t i = 0; i < fitting->count; i++)
            have += (fitting->samples[i].parts >> k) & 1U;
        if (have == 0)
            note(fitting, arena_format(fitting->arena,
                                       "%.*s: no story earns it, so its points "
                                       "decide nothing",
                                       STR_ARG(common_parts[k])));
        else if (have * 100 >= fitting->count * DECIDES_PERCENT)
            note(fitting, arena_format(fitting->arena,
                                       "%.*s: nearly every story earns it, so its points decide "
                                       "nothing",
                                       STR_ARG(common_parts[k])));
    }
}

static enum status count_days(struct fitting *fitting, const struct collecting *collecting,
                              struct error *error) {
    struct calibrate_report *report = fitting->report;
    int64_t first = day_of(report->from);
    report->day_count = (size_t)(day_of(report->to) - first) + 1;
    report->days = arena_array(fitting->arena, report->day_count, struct calibrate_day);
    if (report->days == NULL)
        return arena_status(fitting->arena, error);
    for (size_t i = 0; i < report->day_count; i++)
        report->days[i].day = first + (int64_t)i;
    for (size_t i = 0; i < collecting->article_count; i++)
        if (collecting->articles[i] >= report->from && collecting->articles[i] <= report->to) {
            report->days[day_of(collecting->articles[i]) - first].articles++;
            report->articles++;
        }
    for (size_t i = 0; i < fitting->count; i++) {
        const struct sample *sample = &fitting->samples[i];
        struct calibrate_day *day = &report->days[day_of(sample->published) - first];
        bool before = heat_of(fitting, sample, fitting->edition->heat.related) >=
                      fitting->edition->publish.threshold;
        day->stories++;
        day->before += before;
        day->after += heat_of(fitting, sample, fitting->related) >= fitting->threshold;
        report->before += before;
    }
    return STATUS_OK;
}

/* Keeps the samples of the time that counts. */
static enum status bound(struct fitting *fitting, const struct collecting *collecting,
                         struct error *error) {
    struct calibrate_report *report = fitting->report;
    fitting->samples = collecting->samples;
    report->to = collecting->last_seen;
    report->from = report->to - fitting->options->days * DAY_SECONDS;
    if (report->from < collecting->first_seen)
        report->from = collecting->first_seen;
    /* The first round brings what the feeds still had: hours, or days, that no later one repeats.
     */
    for (size_t i = 0; report->to - report->from < HOUR_SECONDS && i < collecting->count; i++)
        if (fitting->samples[i].published < report->from &&
            fitting->samples[i].published > report->to - DAY_SECONDS)
            report->from = report->to - DAY_SECONDS;
    for (size_t i = 0; i < collecting->count; i++)
        if (fitting->samples[i].published >= report->from &&
            fitting->samples[i].published <= report->to)
            fitting->samples[fitting->count++] = fitting->samples[i];
    report->stories = fitting->count;
    int64_t span = report->to - report->from;
    if (fitting->count < CALIBRATE_STORIES_LEAST || span < HOUR_SECONDS)
        return error_set(error, STATUS_NOT_FOUND,
                         "only %zu stories have come in: at least %d, of several hours, are needed",
                         fitting->count, CALIBRATE_STORIES_LEAST);
    if (span < 2 * (int64_t)DAY_SECONDS)
        note(fitting, STR("this is less than two days' intake: try again in a week"));
    int64_t wanted = (fitting->options->stories * span + DAY_SECONDS / 2) / DAY_SECONDS;
    fitting->wanted = wanted > 1 ? (size_t)wanted : 1;
    return STATUS_OK;
}

enum status calibrate(struct store *store, const struct edition *edition,
                      const struct calibrate_options *options, struct arena *arena,
                      struct calibrate_report *report, struct error *error) {
    struct edition probe = *edition;
    struct collecting collecting = {
        .arena = arena, .first_seen = INT64_MAX, .last_seen = INT64_MIN};
    struct fitting fitting = {
        .arena = arena, .edition = edition, .options = options, .report = report};
    *report = (struct calibrate_report){0};
    probe.heat.related = probe.heat.copy = 1;
    probe.heat.click = 0;
    probe.publish.threshold = INT64_MIN; /* all are shown but what was taken down */
    enum status status = rescore_all(store, &probe, 0, take, &collecting, error);
    if (status == STATUS_OK && collecting.count == 0)
        status = error_set(error, STATUS_NOT_FOUND, "no stories have come in yet");
    if (status == STATUS_OK)
        status = bound(&fitting, &collecting, error);
    fitting.related = edition->heat.related;
    if (status == STATUS_OK && !options->keep_points)
        status = fit_related(&fitting, error);
    if (status == STATUS_OK)
        status = set_heats(&fitting, error);
    if (status != STATUS_OK)
        return status;
    fit_threshold(&fitting);
    fit_sizes(&fitting);
    fit_front(&fitting);
    note_parts(&fitting);
    status = count_days(&fitting, &collecting, error);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}
