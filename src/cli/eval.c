#include "cli/eval.h"

#include "base/grow.h"

static const char *const modes[EVAL_ANSWERS] = {"online", "refined", "final"};

enum { SET_MEMORY = 1 << 30, LINE_MEMORY = 256 << 20, FILE_MOST = 1 << 30, TICK_MINUTES = 15 };

/* ---- reading ---- */

static struct error *error_of(struct eval_set *set) {
    return &set->invocation->error;
}

enum status eval_number(struct eval_set *set, char kind, struct str name, uint32_t *number) {
    bool fresh;
    struct str key = arena_format(&set->line, "%c%.*s", kind, STR_ARG(name));
    if (map_find(&set->numbers, key) == NULL)
        key = arena_copy(&set->arena, key);
    struct map_entry *entry =
        str_absent(key) ? NULL : map_ensure(&set->numbers, key, set->numbers.n, &fresh);
    if (entry == NULL)
        return error_memory(error_of(set));
    *number = (uint32_t)entry->value;
    return STATUS_OK;
}

/* A label is a text or a number. */
static enum status label_of(struct eval_set *set, const struct json_value *line, const char *key,
                            char kind, uint32_t *number) {
    const struct json_value *value = json_get(line, key);
    *number = EVAL_NO_LABEL;
    if (!json_is(value, JSON_STRING) && !json_is(value, JSON_NUMBER))
        return STATUS_OK;
    return eval_number(set, kind, value->of.text, number);
}

/* Compares the names of topics under which a round would file the article with the labels. */
static enum status measure_topics(struct eval_set *set, const struct json_value *line) {
    const struct json_value *labels = json_get_array(line, "topics");
    struct topic_assignment *found;
    size_t count;
    if (set->taxonomy == NULL || labels == NULL)
        return STATUS_OK;
    const struct topic_article article = {.title = json_get_str(line, "title"),
                                          .excerpt = json_get_str(line, "excerpt")};
    enum status status = topic_classify(set->taxonomy->classifier, &set->line, SIZE_MAX, &article,
                                        false, &found, &count, error_of(set));
    int64_t right = 0;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct str name = set->taxonomy->edition.topics[found[i].topic].name;
        for (const struct json_value *label = json_first(labels); label; label = label->next)
            right += str_eq(json_as_str(label), name);
    }
    if (status != STATUS_OK)
        return status;
    set->with_topics++;
    set->topics.right += right;
    set->topics.wrong += (int64_t)count - right;
    set->topics.missed += (int64_t)json_size(labels) - right;
    return STATUS_OK;
}

static enum status take_labels(struct eval_set *set, const struct json_value *line, struct str id,
                               int64_t published) {
    struct eval_item *item = &set->list[set->count];
    bool fresh;
    *item = (struct eval_item){.id = arena_copy(&set->arena, id),
                               .published = published,
                               .original = (uint32_t)set->count};
    enum status status = label_of(set, line, "cluster", 'g', &item->cluster);
    if (status == STATUS_OK)
        status = label_of(set, line, "copyGroup", 'c', &item->copies);
    if (status == STATUS_OK)
        status = measure_topics(set, line);
    if (status == STATUS_OK &&
        (str_absent(item->id) || map_ensure(&set->items, item->id, set->count, &fresh) == NULL))
        status = error_memory(error_of(set));
    set->count++;
    return status;
}

enum status eval_read(struct eval_set *set, struct str text, struct story_document *document,
                      const struct json_value **line, bool *usable) {
    struct error error = {0};
    arena_clear(&set->line);
    enum status status = json_read(&set->line, text, line, &error);
    if (status == STATUS_OK)
        status = stream_document(&set->line, *line, document, &error);
    *usable = status == STATUS_OK;
    return status == STATUS_MEMORY ? error_memory(error_of(set)) : STATUS_OK;
}

/* ---- finding ---- */

/* As the press decides: once, when an article comes. */
static enum status take_online(struct eval_set *set, struct stream *stream, struct str text) {
    struct story_document document;
    struct story_decision decision;
    const struct json_value *line;
    bool usable;
    enum status status = eval_read(set, text, &document, &line, &usable);
    if (status != STATUS_OK)
        return status;
    set->unusable += !usable;
    if (!usable)
        return STATUS_OK;
    if (grow(&set->list, &set->capacity, set->count + 1, sizeof *set->list) != STATUS_OK)
        return error_memory(error_of(set));
    status = take_labels(set, line, document.id, document.published);
    if (status == STATUS_OK)
        status = stream_add(stream, &set->line, &document, &decision, error_of(set));
    if (status != STATUS_OK)
        return status;
    return eval_number(set, 's', decision.story, &set->list[set->count - 1].online);
}

static enum status find_online(struct eval_set *set, const struct story_settings *settings) {
    struct stream stream;
    enum status status = stream_open(&stream, settings, error_of(set));
    struct str rest = set->text, text;
    while (status == STATUS_OK && str_next(&rest, '\n', &text))
        if (!str_empty(str_trim(text)))
            status = take_online(set, &stream, text);
    stream_close(&stream);
    return status;
}

static enum status take_final(struct eval_set *set, struct story_index *index, struct str text) {
    struct story_document document;
    struct story_decision decision;
    const struct json_value *line;
    bool usable;
    enum status status = eval_read(set, text, &document, &line, &usable);
    if (status != STATUS_OK || !usable)
        return status;
    return story_index_add(index, &set->line, &document, &decision, error_of(set));
}

static enum status place(struct eval_set *set, const struct story_index *index, size_t n) {
    struct str id, story, copy_of;
    size_t original;
    arena_clear(&set->line);
    story_index_member(index, n, &id, &story, &copy_of);
    if (!str_empty(copy_of) && map_get(&set->items, copy_of, &original))
        set->list[n].original = (uint32_t)original;
    return eval_number(set, 's', story, &set->list[n].final);
}

/* As `story cluster` decides without --online: all is known, and looked at again. */
static enum status find_final(struct eval_set *set, const struct story_settings *settings) {
    struct story_index *index = story_index_open(settings);
    enum status status = index != NULL ? STATUS_OK : error_memory(error_of(set));
    struct str rest = set->text, text;
    while (status == STATUS_OK && str_next(&rest, '\n', &text))
        if (!str_empty(str_trim(text)))
            status = take_final(set, index, text);
    if (status == STATUS_OK)
        status = story_index_refine(index, error_of(set));
    for (size_t i = 0; status == STATUS_OK && i < set->count; i++)
        status = place(set, index, i);
    story_index_close(index);
    return status;
}

/* ---- telling ---- */

static void add_share(struct buf *out, int64_t millionths) {
    int64_t rounded = (millionths + 50) / 100;
    buf_printf(out, "%lld.%04lld", (long long)(rounded / 10000), (long long)(rounded % 10000));
}

static void add_field(struct buf *out, const char *name, int64_t millionths) {
    buf_printf(out, ",\"%s\":", name);
    add_share(out, millionths);
}

/* A line of figures: what was compared how, in how many cases. */
static void tell(struct eval_set *set, const char *what, const char *mode, const char *measure,
                 size_t cases, struct measure_figures figures) {
    struct buf *out = &set->invocation->out;
    if (set->invocation->json) {
        struct json json;
        json_init(&json, out, JSON_COMPACT);
        json_begin_object(&json);
        json_field_str(&json, "file", set->name);
        json_field_str(&json, "what", str_from(what));
        json_field_text(&json, "mode", str_from(mode));
        json_field_str(&json, "measure", str_from(measure));
        json_field_int(&json, "cases", (int64_t)cases);
        add_field(out, "f1", figures.f1);
        add_field(out, "precision", figures.precision);
        add_field(out, "recall", figures.recall);
        json_end_object(&json);
        buf_add_byte(out, '\n');
        return;
    }
    buf_printf(out, "  %-8s%-9s%-8s F1 ", what, mode, measure);
    add_share(out, figures.f1);
    BUF_ADD(out, "  precision ");
    add_share(out, figures.precision);
    BUF_ADD(out, "  recall ");
    add_share(out, figures.recall);
    buf_printf(out, "  (%zu)\n", cases);
}

static uint32_t answer_of(const struct eval_item *item, enum eval_answer answer) {
    return answer == EVAL_ONLINE    ? item->online
           : answer == EVAL_REFINED ? item->refined
                                    : item->final;
}

static enum status tell_groups(struct eval_set *set, const uint32_t *gold, const uint32_t *found,
                               size_t count, const char *mode) {
    struct measure_figures figures;
    struct measure_counts pairs;
    enum status status = measure_bcubed(gold, found, count, &figures, error_of(set));
    if (status == STATUS_OK)
        status = measure_pairs(gold, found, count, &pairs, error_of(set));
    if (status != STATUS_OK)
        return status;
    tell(set, "stories", mode, "BCubed", count, figures);
    tell(set, "stories", mode, "pairs", count, measure_of_counts(&pairs));
    return STATUS_OK;
}

static enum status tell_stories(struct eval_set *set, enum eval_answer answer) {
    uint32_t *gold = calloc(set->count + 1, sizeof *gold);
    uint32_t *found = calloc(set->count + 1, sizeof *found);
    size_t count = 0;
    enum status status = gold != NULL && found != NULL ? STATUS_OK : error_memory(error_of(set));
    for (size_t i = 0; status == STATUS_OK && i < set->count; i++) {
        if (set->list[i].cluster == EVAL_NO_LABEL)
            continue;
        gold[count] = set->list[i].cluster;
        found[count++] = answer_of(&set->list[i], answer);
    }
    if (status == STATUS_OK && count > 0)
        status = tell_groups(set, gold, found, count, modes[answer]);
    free(gold);
    free(found);
    return status;
}

static void tell_refinement(struct eval_set *set) {
    const struct eval_refinement *refinement = &set->refinement;
    struct buf *out = &set->invocation->out;
    int64_t purity = refinement->days > 0 ? refinement->purity / (int64_t)refinement->days : 0;
    if (set->invocation->json) {
        struct json json;
        json_init(&json, out, JSON_COMPACT);
        json_begin_object(&json);
        json_field_str(&json, "file", set->name);
        json_field_str(&json, "what", STR("refinement"));
        json_field_int(&json, "ticks", (int64_t)refinement->ticks);
        json_field_int(&json, "founded", (int64_t)refinement->founded);
        json_field_int(&json, "united", (int64_t)refinement->united);
        json_field_int(&json, "parted", (int64_t)refinement->parted);
        json_field_int(&json, "moved", (int64_t)refinement->moved);
        json_field_int(&json, "idsChanged", (int64_t)refinement->changed);
        json_field_int(&json, "days", (int64_t)refinement->days);
        json_field_int(&json, "topTwice", (int64_t)refinement->again);
        add_field(out, "topPurity", purity);
        json_end_object(&json);
        buf_add_byte(out, '\n');
        return;
    }
    buf_printf(out,
               "  refined at %zu ticks: of %zu stories %zu united, %zu parted, %zu articles moved; "
               "%zu ids changed that were out\n",
               refinement->ticks, refinement->founded, refinement->united, refinement->parted,
               refinement->moved, refinement->changed);
    if (refinement->days == 0)
        return;
    buf_printf(out, "  ten largest stories on %zu days: told twice %zu, purity ", refinement->days,
               refinement->again);
    add_share(out, purity);
    buf_add_byte(out, '\n');
}

/* Copies: pairs of one text, and how many that repeat nobody were called copies. */
static enum status tell_copies(struct eval_set *set) {
    uint32_t *gold = calloc(set->count + 1, sizeof *gold);
    uint32_t *link = calloc(set->count + 1, sizeof *link);
    uint32_t *root = calloc(set->count + 1, sizeof *root);
    struct measure_counts pairs = {0};
    size_t labelled = 0;
    enum status status =
        gold != NULL && link != NULL && root != NULL ? STATUS_OK : error_memory(error_of(set));
    for (size_t i = 0; status == STATUS_OK && i < set->count; i++)
        link[i] = set->list[i].original;
    if (status == STATUS_OK)
        measure_linked(link, set->count, root);
    for (size_t i = 0; status == STATUS_OK && i < set->count; i++)
        if (set->list[i].copies != EVAL_NO_LABEL) {
            gold[labelled] = set->list[i].copies;
            root[labelled++] = root[i];
        }
    if (status == STATUS_OK && labelled > 0)
        status = measure_pairs(gold, root, labelled, &pairs, error_of(set));
    if (status == STATUS_OK && labelled > 0)
        tell(set, "copies", "final", "pairs", labelled, measure_of_counts(&pairs));
    free(gold);
    free(link);
    free(root);
    return status;
}

/* ---- labelled pairs: `<a>\t<b>\t<1 or 0>` a line ---- */

static void count_pair(const struct eval_set *set, struct str line, enum eval_answer answer,
                       struct measure_counts *counts, size_t *cases) {
    struct str a, b;
    size_t first, second;
    bool same = str_next(&line, '\t', &a) && str_next(&line, '\t', &b) &&
                map_get(&set->items, a, &first) && map_get(&set->items, b, &second) &&
                answer_of(&set->list[first], answer) == answer_of(&set->list[second], answer);
    bool labelled = str_eq(str_trim(line), STR("1"));
    counts->right += same && labelled;
    counts->wrong += same && !labelled;
    counts->missed += !same && labelled;
    ++*cases;
}

static void tell_pairs(struct eval_set *set, struct str text) {
    for (int answer = 0; answer < EVAL_ANSWERS; answer++) {
        struct measure_counts counts = {0};
        struct str rest = text, line;
        size_t cases = 0;
        while (str_next(&rest, '\n', &line))
            if (!str_empty(str_trim(line)))
                count_pair(set, line, (enum eval_answer)answer, &counts, &cases);
        tell(set, "pairs", modes[answer], "labelled", cases, measure_of_counts(&counts));
    }
}

/* ---- a file ---- */

static enum status tell_all(struct eval_set *set, struct str pairs) {
    struct buf *out = &set->invocation->out;
    if (!set->invocation->json) {
        log_inert(out, set->name);
        buf_printf(out, ": %zu articles", set->count);
        if (set->unusable > 0)
            buf_printf(out, ", %zu line%s that cannot be used", set->unusable,
                       set->unusable == 1 ? "" : "s");
        buf_add_byte(out, '\n');
    }
    enum status status = STATUS_OK;
    for (int answer = 0; status == STATUS_OK && answer < EVAL_ANSWERS; answer++)
        status = tell_stories(set, (enum eval_answer)answer);
    if (status == STATUS_OK)
        tell_refinement(set);
    if (status == STATUS_OK && !str_empty(pairs))
        tell_pairs(set, pairs);
    if (status == STATUS_OK)
        status = tell_copies(set);
    if (status == STATUS_OK && set->with_topics > 0)
        tell(set, "topics", "", "micro", set->with_topics, measure_of_counts(&set->topics));
    return status;
}

static enum status measure_file(struct invocation *invocation, struct taxonomy *taxonomy,
                                const struct story_settings *settings, int64_t every,
                                struct str name, struct str pairs) {
    struct eval_set set = {.invocation = invocation, .taxonomy = taxonomy, .name = name};
    struct buf text;
    set.refinement = (struct eval_refinement){.every = every};
    arena_init(&set.arena, SET_MEMORY);
    arena_init(&set.line, LINE_MEMORY);
    map_init(&set.numbers, settings->seed);
    map_init(&set.items, settings->seed);
    buf_init(&text, FILE_MOST);
    enum status status = cli_read(invocation, name, FILE_MOST, &text);
    set.text = buf_str(&text);
    if (status == STATUS_OK)
        status = find_online(&set, settings);
    if (status == STATUS_OK)
        status = eval_refine(&set, settings);
    if (status == STATUS_OK)
        status = find_final(&set, settings);
    if (status == STATUS_OK)
        status = tell_all(&set, pairs);
    buf_release(&text);
    map_release(&set.items);
    map_release(&set.numbers);
    arena_release(&set.line);
    arena_release(&set.arena);
    free(set.list);
    return status == STATUS_OK ? cli_flush(invocation) : status;
}

static enum status measure_files(struct invocation *invocation, struct taxonomy *taxonomy) {
    struct story_settings settings = {0};
    struct buf pairs;
    int64_t hours, minutes;
    struct str path = option_value(invocation, "pairs");
    buf_init(&pairs, FILE_MOST);
    enum status status =
        option_number(invocation, "window", 1, STREAM_WINDOW_MOST, STREAM_WINDOW_HOURS, &hours);
    if (status == STATUS_OK)
        status = option_number(invocation, "ticks", 1, 7 * 24 * 60, TICK_MINUTES, &minutes);
    settings.window = hours * HOUR_SECONDS;
    if (status == STATUS_OK)
        status = random_bytes(&settings.seed, sizeof settings.seed, &invocation->error);
    if (status == STATUS_OK && !str_absent(path))
        status = cli_read(invocation, path, FILE_MOST, &pairs);
    for (size_t i = 0; status == STATUS_OK && i < invocation->argument_count; i++)
        status = measure_file(invocation, taxonomy, &settings, minutes * 60,
                              invocation->arguments[i], buf_str(&pairs));
    buf_release(&pairs);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct taxonomy taxonomy = {0};
    bool topics = option_given(invocation, "edition");
    enum status status = topics ? taxonomy_open(invocation, &taxonomy) : STATUS_OK;
    if (status == STATUS_OK && topics)
        status = taxonomy_as_filed(invocation, &taxonomy);
    if (status == STATUS_OK)
        status = measure_files(invocation, topics ? &taxonomy : NULL);
    if (topics)
        taxonomy_close(&taxonomy);
    return status;
}

const struct command command_eval = {
    .name = "eval",
    .arguments = "FILE…",
    .summary = "measure stories, copies and topics on labelled articles",
    .help =
        "Reads articles as `story cluster` does, in the order of arrival, with labels: \"cluster\" "
        "(which story it belongs to), \"copyGroup\" (articles of one text have the same), "
        "\"topics\" (names, in order). Any of them may be missing; what has no label is sorted "
        "like the rest and not counted.\n\n"
        "Stories are measured as they are decided when each article comes (online) and when all "
        "are known (final): BCubed asks of each article how much of its story belongs to it and "
        "how much of what belongs to it is there, pairs asks of each two articles whether they "
        "are rightly together. Copies are measured by pairs, topics by names right, wrong and "
        "missed. The figures agree with those of any other program that counts so; the number of "
        "cases stands in brackets.",
    .group = GROUP_UPKEEP,
    .least = 1,
    .most = -1,
    .options = {{"window", 0, "HOURS", "time between articles of one story (default 72)", false},
                {"ticks", 0, "MINUTES", "time between two refinements (default 15)", false},
                {"pairs", 0, "FILE",
                 "pairs of ids with 1 (one story) or 0, parted by tabs, one pair a line", false},
                {"edition", 0, "DIR", "measure topics by this edition's", false},
                {"json", 0, NULL, "one JSON line for each line of figures", false}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
