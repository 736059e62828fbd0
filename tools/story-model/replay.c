/* story_replay STREAM [PAIRS [ends]]
 *
 * Replays a labelled stream (JSON lines as `story cluster` reads them, with "cluster" where known;
 * PAIRS: id, id, 0 or 1, parted by tabs) through src/story, first as it comes and then as a batch,
 * and writes what the model was asked and what came of it:
 *
 *     ask MODE LABEL SMALLER FOLD SCORE MEASURE…   of two stories whose members' labels are known
 *     end MODE ID STORY                            of each article
 *
 * MODE is "online" or "final"; LABEL 1 when the two are one story; SMALLER the members of the
 * smaller; FOLD a number from the labels, alike for all that the stories' labels are in. With
 * "ends" nothing is told of what was asked; PAIRS may be "-". */
#include <inttypes.h>
#include <stdio.h>

#include "base/grow.h"
#include "base/json_read.h"
#include "base/map.h"
#include "date/date.h"
#include "story/index.h"
#include "story/side.h"

enum { LINE_MOST = 1 << 24, WINDOW = 72 * 3600 };

struct mark {
    uint32_t a, b;
    bool same;
};

struct replay {
    struct map labels, ids;
    uint32_t *gold; /* by slot: label + 1; 0: unknown */
    size_t gold_count, gold_capacity;
    struct mark *marks;
    size_t mark_count, mark_capacity;
    uint32_t now; /* slot of the article being decided */
    const char *mode;
};

static void fail(const char *what) {
    fprintf(stderr, "story_replay: %s\n", what);
    exit(1);
}

/* The label most members have, when six in ten of the labelled have it; 0: none. */
static uint32_t label_of(const struct replay *replay, const uint32_t *members, size_t count) {
    size_t known = 0, best = 0;
    uint32_t label = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t mine = replay->gold[members[i]];
        size_t same = 0;
        known += mine != 0;
        if (mine == 0 || mine == label || best * 2 > count)
            continue;
        for (size_t k = 0; k < count; k++)
            same += replay->gold[members[k]] == mine;
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
static int judged(const struct replay *replay, const uint32_t *a, size_t a_count, const uint32_t *b,
                  size_t b_count, uint32_t *fold) {
    if (replay->mark_count == 0) {
        uint32_t left = label_of(replay, a, a_count), right = label_of(replay, b, b_count);
        *fold = left < right ? left : right;
        return left == 0 || right == 0 ? -1 : left == right;
    }
    int votes = 0, known = 0;
    for (size_t i = 0; i < replay->mark_count; i++) {
        const struct mark *mark = &replay->marks[i];
        if (!(has(a, a_count, mark->a) && has(b, b_count, mark->b)) &&
            !(has(a, a_count, mark->b) && has(b, b_count, mark->a)))
            continue;
        votes += mark->same ? 1 : -1;
        known++;
        *fold = (uint32_t)i;
    }
    return known == 0 || votes == 0 ? -1 : votes > 0;
}

static void watch(void *state, const int32_t *measures, int64_t score, const struct story_group *a,
                  const struct story_group *b) {
    struct replay *replay = state;
    const uint32_t *members = a != NULL ? a->members : &replay->now;
    size_t count = a != NULL ? a->count : 1;
    uint32_t fold = 0;
    int label = judged(replay, members, count, b->members, b->count, &fold);
    if (label < 0)
        return;
    printf("ask %s %d %zu %u %" PRId64, replay->mode, label, count < b->count ? count : b->count,
           fold, score);
    for (size_t i = 0; i < STORY_MEASURES; i++)
        printf(" %d", measures[i]);
    putchar('\n');
}

static struct str keep(struct str s) {
    char *p = malloc(s.n + 1);
    if (p == NULL)
        fail("no memory");
    memcpy(p, s.p, s.n);
    return str_of(p, s.n);
}

static struct story_document read_line(struct replay *replay, struct arena *arena, char *line,
                                       size_t n) {
    const struct json_value *object;
    struct error error = {0};
    if (json_read(arena, str_of(line, n), &object, &error) != STATUS_OK)
        fail(error.message);
    struct story_document document = {
        .id = json_get_str(object, "id"),
        .title = json_get_str(object, "title"),
        .excerpt = json_get_str(object, "excerpt"),
        .text = json_get_str(object, "text"),
        .published = TIME_NONE,
        .provider = json_get_str(object, "provider"),
        .language = json_get_str(object, "language"),
    };
    struct str published = json_get_str(object, "published");
    struct str label = json_get_str(object, "cluster");
    if (!str_empty(published))
        date_parse(published, &document.published, NULL);
    if (grow(&replay->gold, &replay->gold_capacity, replay->gold_count + 1, sizeof(uint32_t)) !=
        STATUS_OK)
        fail("no memory");
    uint32_t number = 0;
    if (!str_empty(label)) {
        size_t known;
        if (!map_get(&replay->labels, label, &known)) {
            known = replay->labels.n + 1;
            map_put(&replay->labels, keep(label), known);
        }
        number = (uint32_t)known;
    }
    map_put(&replay->ids, keep(document.id), replay->gold_count);
    replay->now = (uint32_t)replay->gold_count;
    replay->gold[replay->gold_count++] = number;
    return document;
}

static void read_pairs(struct replay *replay, const char *path, struct map *ids) {
    char line[8192];
    FILE *file = path != NULL && strcmp(path, "-") != 0 ? fopen(path, "r") : NULL;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct str rest = str_trim(str_from(line)), a, b;
        size_t x = 0, y = 0;
        if (!str_next(&rest, '\t', &a) || !str_next(&rest, '\t', &b))
            continue;
        if (!map_get(ids, a, &x) || !map_get(ids, b, &y) ||
            grow(&replay->marks, &replay->mark_capacity, replay->mark_count + 1,
                 sizeof *replay->marks) != STATUS_OK)
            fail("a pair's article is not there");
        replay->marks[replay->mark_count++] =
            (struct mark){(uint32_t)x, (uint32_t)y, str_eq(rest, STR("1"))};
    }
    if (file != NULL)
        fclose(file);
}

static void show(const struct replay *replay, const struct story_index *index) {
    struct str id, story, copy;
    for (size_t i = 0; story_index_member(index, i, &id, &story, &copy); i++)
        printf("end %s %.*s %.*s\n", replay->mode, STR_ARG(id), STR_ARG(story));
}

/* Pairs name articles that come later: ids are read first. */
static void read_ids(struct replay *replay, FILE *file, struct arena *arena) {
    static char line[LINE_MOST];
    while (fgets(line, sizeof line, file) != NULL) {
        arena_clear(arena);
        read_line(replay, arena, line, strlen(line));
    }
    rewind(file);
    replay->gold_count = 0;
}

int main(int argc, char **argv) {
    static char line[LINE_MOST];
    struct story_settings settings = {.window = WINDOW};
    struct replay replay = {.mode = "online"};
    struct arena arena;
    struct error error = {0};
    FILE *file = argc > 1 ? fopen(argv[1], "r") : NULL;
    struct story_index *index = story_index_open(&settings);
    if (file == NULL || index == NULL)
        fail("no stream");
    arena_init(&arena, 1 << 28);
    map_init(&replay.labels, 0);
    map_init(&replay.ids, 0);
    read_ids(&replay, file, &arena);
    read_pairs(&replay, argc > 2 ? argv[2] : NULL, &replay.ids);
    index->watch = argc > 3 ? NULL : watch;
    index->watch_state = &replay;
    while (fgets(line, sizeof line, file) != NULL) {
        struct story_decision decision;
        arena_clear(&arena);
        struct story_document document = read_line(&replay, &arena, line, strlen(line));
        if (story_index_add(index, &arena, &document, &decision, &error) != STATUS_OK)
            fail(error.message);
    }
    show(&replay, index);
    replay.mode = "final";
    if (story_index_refine(index, &error) != STATUS_OK)
        fail(error.message);
    show(&replay, index);
    story_index_close(index);
    return 0;
}
