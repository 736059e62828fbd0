/* story_replay STREAM [PAIRS]
 *
 * Reads a labelled stream (JSON lines as `story cluster` reads them, with "cluster" where known;
 * PAIRS: id, id, 0 or 1, parted by tabs) and its words, once. Then, for each line of standard
 * input, sends it through src/story, first as it comes and then as a batch, with the models of
 * that line, and writes what they were asked and what came of it:
 *
 *     ask MODE LABEL SMALLER A B SCORE MEASURE…    of two stories whose members' labels are known
 *     end MODE ID STORY                            of each article
 *     changes COUNT                                of stories at ticks
 *     done
 *
 * MODE is "online" or "final"; LABEL 1 when the two are one story; SMALLER the members of the
 * smaller; A and B the numbers of both labels, in their order in the stream from 1 on (of a judged
 * pair: its line's number). A line has
 * whole numbers: 0, 1 to tell what was asked, or 2 for a run with ticks (story/settle.h) alone;
 * then of each model its base, its online base, how many terms it has, and of each the measure, the
 * scale, the most, the weight and what is usual; then story/settle.def. */
#include <inttypes.h>
#include <stdio.h>

#include "base/grow.h"
#include "base/json_read.h"
#include "base/map.h"
#include "cli/stream.h"
#include "date/date.h"
#include "story/index.h"
#include "story/side.h"
#include "url/url.h"

#define STORY_MODEL_CONST
#include "story/model.c"
#define STORY_SETTLE_CONST
#include "story/settle.c"

enum { LINE_MOST = 1 << 24, WINDOW = 72 * 3600, TICK = 64 /* articles */ };

struct mark {
    uint32_t a, b;
    bool same;
};

/* An article, and its words once they were read. */
struct article {
    struct story_document document;
    struct story_word *words;
    uint32_t *runs;
    size_t word_count, run_count;
    uint32_t label; /* number + 1; 0: unknown */
};

struct replay {
    struct article *articles;
    size_t article_count, article_capacity;
    struct map labels, ids;
    struct mark *marks;
    size_t mark_count, mark_capacity;
    uint32_t now; /* slot of the article being decided */
    const char *mode;
    struct arena arena; /* of what stays */
    size_t parted, changes;
};

/* src/story's own, under the name that the trainer compiles it by. */
enum status story_words_read_anew(struct story_words *words, const struct story_document *document,
                                  struct error *error);

static struct replay replay;

static void fail(const char *what) {
    fprintf(stderr, "story_replay: %s\n", what);
    exit(1);
}

/* The label most members have, when six in ten of the labelled have it; 0: none. */
static uint32_t label_of(const uint32_t *members, size_t count) {
    size_t known = 0, best = 0;
    uint32_t label = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t mine = replay.articles[members[i]].label;
        size_t same = 0;
        known += mine != 0;
        if (mine == 0 || mine == label || best * 2 > count)
            continue;
        for (size_t k = 0; k < count; k++)
            same += replay.articles[members[k]].label == mine;
        if (same > best) {
            best = same;
            label = mine;
        }
    }
    return best * 10 >= known * 6 ? label : 0;
}

static bool has(const uint32_t *members, size_t count, uint32_t slot) {
    for (size_t i = 0; i < count; i++)
        if (members[i] == slot)
            return true;
    return false;
}

/* 1, 0, or -1 where nothing is known. */
static int judged(const uint32_t *a, size_t a_count, const uint32_t *b, size_t b_count,
                  uint32_t labels[2]) {
    if (replay.mark_count == 0) {
        labels[0] = label_of(a, a_count);
        labels[1] = label_of(b, b_count);
        return labels[0] == 0 || labels[1] == 0 ? -1 : labels[0] == labels[1];
    }
    int votes = 0, known = 0;
    for (size_t i = 0; i < replay.mark_count; i++) {
        const struct mark *mark = &replay.marks[i];
        if (!(has(a, a_count, mark->a) && has(b, b_count, mark->b)) &&
            !(has(a, a_count, mark->b) && has(b, b_count, mark->a)))
            continue;
        votes += mark->same ? 1 : -1;
        known++;
        labels[0] = labels[1] = (uint32_t)i + 1;
    }
    return known == 0 || votes == 0 ? -1 : votes > 0;
}

static void watch(void *state, const int32_t *measures, int64_t score, const struct story_group *a,
                  const struct story_group *b) {
    (void)state;
    const uint32_t *members = a != NULL ? a->members : &replay.now;
    size_t count = a != NULL ? a->count : 1;
    uint32_t labels[2] = {0};
    int label = judged(members, count, b->members, b->count, labels);
    if (label < 0)
        return;
    printf("ask %s %d %zu %u %u %" PRId64, replay.mode, label, count < b->count ? count : b->count,
           labels[0], labels[1], score);
    for (size_t i = 0; i < STORY_MEASURES; i++)
        printf(" %d", measures[i]);
    putchar('\n');
}

static uint32_t number_of(struct str label) {
    size_t known;
    if (str_empty(label))
        return 0;
    if (!map_get(&replay.labels, label, &known)) {
        known = replay.labels.n + 1;
        map_put(&replay.labels, label, known);
    }
    return (uint32_t)known;
}

static void read_line(struct str line) {
    const struct json_value *object;
    struct error error = {0};
    if (json_read(&replay.arena, arena_copy(&replay.arena, line), &object, &error) != STATUS_OK)
        fail(error.message);
    if (grow(&replay.articles, &replay.article_capacity, replay.article_count + 1,
             sizeof *replay.articles) != STATUS_OK)
        fail("no memory");
    struct article *article = &replay.articles[replay.article_count];
    *article = (struct article){
        .document = {.id = json_get_str(object, "id"),
                     .title = json_get_str(object, "title"),
                     .excerpt = json_get_str(object, "excerpt"),
                     .text = json_get_str(object, "text"),
                     .published = TIME_NONE,
                     .provider = json_get_str(object, "provider"),
                     .url = json_get_str(object, "url"),
                     .language = json_get_str(object, "language")},
        .label = number_of(json_get_str(object, "cluster")),
    };
    if (str_empty(article->document.provider) && !str_empty(article->document.url))
        article->document.provider = url_domain(&replay.arena, article->document.url);
    struct str published = json_get_str(object, "published");
    if (!str_empty(published))
        date_parse(published, &article->document.published, NULL);
    map_put(&replay.ids, article->document.id, replay.article_count++);
}

static void read_pairs(const char *path) {
    char line[8192];
    FILE *file = path != NULL && strcmp(path, "-") != 0 ? fopen(path, "r") : NULL;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct str rest = str_trim(str_from(line)), a, b;
        size_t x = 0, y = 0;
        if (!str_next(&rest, '\t', &a) || !str_next(&rest, '\t', &b))
            continue;
        if (!map_get(&replay.ids, a, &x) || !map_get(&replay.ids, b, &y) ||
            grow(&replay.marks, &replay.mark_capacity, replay.mark_count + 1,
                 sizeof *replay.marks) != STATUS_OK)
            fail("a pair's article is not there");
        replay.marks[replay.mark_count++] =
            (struct mark){(uint32_t)x, (uint32_t)y, str_eq(rest, STR("1"))};
    }
    if (file != NULL)
        fclose(file);
}

static void *copy_of(const void *p, size_t size) {
    void *copy = malloc(size + 1);
    if (copy == NULL)
        fail("no memory");
    if (size > 0)
        memcpy(copy, p, size);
    return copy;
}

/* Stands where src/story would read the words of an article anew each time. The articles' own
 * memory is lent; it is never grown, as it is never added to. */
enum status story_words_read(struct story_words *words, const struct story_document *document,
                             struct error *error) {
    size_t at = 0;
    map_get(&replay.ids, document->id, &at);
    struct article *article = &replay.articles[at];
    if (article->words == NULL) {
        enum status status = story_words_read_anew(words, document, error);
        if (status != STATUS_OK)
            return status;
        article->words = copy_of(words->words, words->count * sizeof *words->words);
        article->runs = copy_of(words->runs, words->run_count * sizeof *words->runs);
        article->word_count = words->count;
        article->run_count = words->run_count;
        return STATUS_OK;
    }
    if (grow(&words->words, &words->capacity, article->word_count, sizeof *words->words) !=
            STATUS_OK ||
        grow(&words->runs, &words->run_capacity, article->run_count, sizeof *words->runs) !=
            STATUS_OK)
        return STATUS_MEMORY;
    memcpy(words->words, article->words, article->word_count * sizeof *words->words);
    memcpy(words->runs, article->runs, article->run_count * sizeof *words->runs);
    words->count = article->word_count;
    words->run_count = article->run_count;
    return STATUS_OK;
}

static void show(const struct story_index *index) {
    struct str id, story, copy;
    for (size_t i = 0; story_index_member(index, i, &id, &story, &copy); i++)
        printf("end %s %.*s %.*s\n", replay.mode, STR_ARG(id), STR_ARG(story));
}

static int64_t next_number(struct str *line) {
    struct str word;
    int64_t number = 0;
    if (!str_next(line, ' ', &word) || !str_to_i64(word, &number))
        fail("a line of models that is none");
    return number;
}

static void read_models(struct str *line) {
    for (size_t i = 0; i < sizeof models / sizeof models[0]; i++) {
        models[i] = (struct model){.base = next_number(line)};
        models[i].online = next_number(line);
        size_t count = (size_t)next_number(line);
        for (size_t k = 0; k < count && k < STORY_MEASURES; k++) {
            struct term *term = &models[i].terms[k];
            term->measure = (enum story_measure)next_number(line);
            term->scale = (enum scale)next_number(line);
            term->most = (int32_t)next_number(line);
            term->weight = next_number(line);
            term->usual = (int32_t)next_number(line);
        }
    }
}

/* The desk of an edition that puts out whatever two outlets tell, and gives the older id to what
 * proves to be one story. */
static enum status take(void *state, struct story_change *change, struct str *id,
                        struct error *error) {
    const struct story_index *index = state;
    size_t story = 0, other = 0;
    (void)error;
    map_get(&index->group_of, change->story, &story);
    map_get(&index->group_of, str_first_of(change->other, change->story), &other);
    const struct story_group *a = &index->groups[story], *b = &index->groups[other];
    if (change->kind == STORY_PARTS)
        *id = arena_format(&replay.arena, "parted %zu", ++replay.parted);
    else if (change->kind == STORY_MOVES)
        *id = change->other;
    else if (story_change_clear(change, a->count > 1, b->count > 1))
        *id = a->members[0] < b->members[0] ? change->story : change->other;
    replay.changes +=
        !str_absent(*id) && a->count > 1 && (change->kind != STORY_UNITES || b->count > 1);
    return STATUS_OK;
}

static void tick(struct story_index *index, struct arena *arena, size_t from, size_t to) {
    static const struct story_bonds none;
    struct story_hand hand = {index, take};
    struct error error = {0};
    struct str stories[TICK];
    for (size_t i = from; i < to; i++) {
        struct str id, copy;
        story_index_member(index, i, &id, &stories[i - from], &copy);
        stories[i - from] = arena_copy(arena, stories[i - from]);
    }
    if (story_index_settle(index, arena, stories, to - from, &none, &hand, &error) != STATUS_OK)
        fail(error.message);
}

/* As `story cluster --online` and `eval` read one; nothing is forgotten. */
static struct stream open_stream(void) {
    const struct story_settings settings = {.window = WINDOW};
    struct error error = {0};
    struct stream stream;
    if (stream_open(&stream, &settings, &error) != STATUS_OK)
        fail(error.message);
    stream.keeps = true;
    return stream;
}

/* With ticks: what has come since the last is looked at again. */
static void run_ticked(void) {
    struct stream stream = open_stream();
    struct error error = {0};
    size_t count = replay.article_count;
    struct arena arena;
    arena_init(&arena, 1 << 28);
    replay.mode = "ticked";
    replay.changes = 0;
    for (size_t i = 0; i < count; i++) {
        struct story_decision decision;
        arena_reset(&arena);
        if (stream_add(&stream, &arena, &replay.articles[i].document, &decision, &error) !=
            STATUS_OK)
            fail(error.message);
        if ((i + 1) % TICK == 0 || i + 1 == count)
            tick(stream.index, &arena, i - i % TICK, i + 1);
    }
    show(stream.index);
    printf("changes %zu\n", replay.changes);
    arena_release(&arena);
    stream_close(&stream);
}

static void run(bool asked) {
    struct stream stream = open_stream();
    struct story_index *index = stream.index;
    struct error error = {0};
    struct arena arena;
    arena_init(&arena, 1 << 28);
    index->watch = asked ? watch : NULL;
    replay.mode = "online";
    for (size_t i = 0; i < replay.article_count; i++) {
        struct story_decision decision;
        replay.now = (uint32_t)i;
        arena_reset(&arena);
        if (stream_add(&stream, &arena, &replay.articles[i].document, &decision, &error) !=
            STATUS_OK)
            fail(error.message);
    }
    show(index);
    replay.mode = "final"; /* a batch is of no day: no background is cut of it */
    story_index_background(index, NULL);
    if (story_index_refine(index, &error) != STATUS_OK)
        fail(error.message);
    show(index);
    arena_release(&arena);
    stream_close(&stream);
}

int main(int argc, char **argv) {
    static char line[LINE_MOST];
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
    if (file == NULL)
        fail("no stream");
    arena_init(&replay.arena, (size_t)1 << 32);
    map_init(&replay.labels, 0);
    map_init(&replay.ids, 0);
    while (fgets(line, sizeof line, file) != NULL)
        read_line(str_from(line));
    fclose(file);
    read_pairs(argc > 2 ? argv[2] : NULL);
    while (fgets(line, sizeof line, stdin) != NULL) {
        struct str rest = str_trim(str_from(line));
        int64_t what = next_number(&rest);
        read_models(&rest);
        bounds.unites_from = next_number(&rest);
        bounds.clear = next_number(&rest);
        bounds.parts_below = next_number(&rest);
        if (what == 2)
            run_ticked();
        else
            run(what == 1);
        puts("done");
        fflush(stdout);
    }
    return 0;
}
