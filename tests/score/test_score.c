#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_read.h"
#include "score/score.h"

static struct edition_topic topics[] = {{.name = STR_INIT("AI")},
                                        {.name = STR_INIT("Computer Vision")}};

static struct edition recovered_edition(void) {
    return (struct edition){
        .topics = topics,
        .topic_count = 2,
        .coverage = COVERAGE_RECOVERED,
        .quality = {.topic = 2,
                    .topic_in_title = 15,
                    .picture = 20,
                    .known = 30,
                    .official = 50,
                    .amp = 20,
                    .video = 50,
                    .title_free = 70,
                    .title_characters_per_point = 2},
        .heat = {.related = 10, .copy = 1, .click = 1, .click_days = 2},
        .publish = {.threshold = 70},
    };
}

/* AI and Computer Vision, each absent (0), an assignment (1), or with a keyword in the title (2).
 */
struct quality_case {
    const char *title;
    int vision, ai;
    bool picture, known, official, amp, video;
    int64_t total;
    const char *sentence;
};

static const struct quality_case quality_cases[] = {
    /* The four articles of the seed record. */
    {"Steep drop in SenseTime stocks appears to reflect financial, not facial recognition market",
     2, 1, true, false, false, false, false, 29,
     "29 = Computer Vision in the title 17 + AI 2 + picture 20 - long title 10"},
    {"Chinese AI Champion SenseTime’s Stock Tanks as Investor Lockup Ends", 0, 2, false, true,
     false, false, false, 47, "47 = AI in the title 17 + known provider 30"},
    {"SenseTime’s Challenges Are Anything but Artificial", 0, 1, true, false, false, false, false,
     22, "22 = AI 2 + picture 20"},
    {"Steep drop in SenseTime stock appears to reflect financial, not facial recognition market", 2,
     1, false, false, false, false, false, 10,
     "10 = Computer Vision in the title 17 + AI 2 - long title 9"},
    /* Characters, not bytes: 70 of them are free, the 71st costs nothing yet, the 72nd a point. */
    {"ééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé", 0, 1, false, false,
     false, false, false, 2, "2 = AI 2"},
    {"éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé", 0, 1, false, false,
     false, false, false, 1, "1 = AI 2 - long title 1"},
    {"An official video with an AMP page", 0, 2, true, true, true, true, true, 157,
     "157 = AI in the title 17 + picture 20 + official source 50 + AMP page 20 + video 50"},
    {"A title of a hundred characters and of nothing else at all, which is punished without any "
     "pity ever",
     0, 0, false, false, false, false, false, 0, "0 = - long title 14 + floor 14"},
    {"", 0, 0, false, false, false, false, false, 0, "0"},
};

static void adds_up_quality(void **state) {
    (void)state;
    const struct edition edition = recovered_edition();
    for (size_t i = 0; i < sizeof quality_cases / sizeof quality_cases[0]; i++) {
        const struct quality_case *c = &quality_cases[i];
        struct topic_assignment assignments[2];
        size_t count = 0;
        if (c->vision)
            assignments[count++] = (struct topic_assignment){1, c->vision == 2, STR_NONE, 0};
        if (c->ai)
            assignments[count++] = (struct topic_assignment){0, c->ai == 2, STR_NONE, 0};
        struct score_input input = {.title = str_from(c->title),
                                    .topics = assignments,
                                    .topic_count = count,
                                    .picture = c->picture,
                                    .known = c->known,
                                    .official = c->official,
                                    .amp = c->amp,
                                    .video = c->video};
        struct arena arena;
        struct score score;
        struct buf out;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 16);
        assert_int_equal(score_quality(&arena, &edition, &input, &score, NULL), STATUS_OK);
        assert_int_equal(score.total, c->total);
        score_sentence(&score, &out);
        assert_string_equal(buf_cstr(&out), c->sentence);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void adds_up_heat(void **state) {
    (void)state;
    static const struct {
        enum edition_coverage coverage;
        struct score_coverage given;
        const char *sentence;
        bool published;
    } cases[] = {
        /* From real records, spec/scoring.md. */
        {COVERAGE_RECOVERED, {104, 3, 0, 0, 0}, "134 = quality 104 + related 30", true},
        {COVERAGE_RECOVERED, {102, 1, 3, 0, 0}, "142 = quality 102 + related 40", true},
        {COVERAGE_RECOVERED, {67, 4, 0, 0, 0}, "107 = quality 67 + related 40", true},
        {COVERAGE_RECOVERED, {69, 0, 0, 0, 0}, "69 = quality 69", false},
        {COVERAGE_RECOVERED, {69, 0, 0, 1, 0}, "70 = quality 69 + clicks 1", true},
        {COVERAGE_DISTINCT,
         {20, 2, 9, 5, 0},
         "54 = quality 20 + related 20 + copies 9 + clicks 5",
         false},
        {COVERAGE_DISTINCT, {0, 0, 0, 0, 0}, "0", false},
        {COVERAGE_DISTINCT, {20, 1, 0, 0, 999}, "30 = quality 20 + related 10", false},
        {COVERAGE_RECOVERED, {20, 1, 0, 0, 4}, "70 = quality 20 + related 50", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition edition = recovered_edition();
        edition.coverage = cases[i].coverage;
        struct arena arena;
        struct score score;
        struct buf out;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 16);
        assert_int_equal(score_heat(&arena, &edition, &cases[i].given, &score, NULL), STATUS_OK);
        score_sentence(&score, &out);
        assert_string_equal(buf_cstr(&out), cases[i].sentence);
        assert_int_equal(score_published(&edition, score.total), cases[i].published);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void survives_extremes(void **state) {
    (void)state;
    struct edition edition = recovered_edition();
    edition.quality.topic = INT64_MAX;
    edition.quality.topic_in_title = INT64_MAX;
    edition.quality.title_characters_per_point = 0;
    edition.heat.related = INT64_MIN;
    struct topic_assignment many[200];
    for (size_t i = 0; i < 200; i++)
        many[i] = (struct topic_assignment){i % 2, true, STR_NONE, TOPIC_KEYWORD};
    struct score_input input = {.title = STR("x"), .topics = many, .topic_count = 200};
    struct score_coverage coverage = {INT64_MAX, SIZE_MAX, SIZE_MAX, INT64_MAX, SIZE_MAX};
    struct arena arena;
    struct score score;
    arena_init(&arena, 1 << 20);
    assert_int_equal(score_quality(&arena, &edition, &input, &score, NULL), STATUS_OK);
    assert_true(score.total > 0 && score.part_count <= SCORE_PARTS_MOST);
    assert_true(str_eq(score.parts[score.part_count - 1].name, STR("further topics")));
    assert_int_equal(score_heat(&arena, &edition, &coverage, &score, NULL), STATUS_OK);
    assert_true(score.total >= 0);
    arena_release(&arena);
    arena_init(&arena, 16);
    assert_int_equal(score_quality(&arena, &edition, &input, &score, NULL), STATUS_LIMIT);
    arena_release(&arena);
}

static enum status read_back(struct arena *arena, const char *text, struct score *score) {
    return score_read(arena, str_from(text), score, NULL);
}

static void writes_and_reads(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum status status;
    } cases[] = {
        {"{\"total\":12,\"parts\":[{\"name\":\"a \\\"b\\\"\",\"points\":22,\"why\":\"é\"},"
         "{\"name\":\"c\",\"points\":-10}]}",
         STATUS_OK},
        {"{\"total\":0,\"parts\":[]}", STATUS_OK},
        {"{\"total\":0,\"parts\":[{\"name\":\"a\",\"points\":0,\"why\":\"b\"}]}", STATUS_OK},
        {"{\"total\":1,\"parts\":[]}", STATUS_INVALID},
        {"{\"total\":0}", STATUS_INVALID},
        {"{\"total\":0,\"parts\":[{\"points\":0}]}", STATUS_INVALID},
        {"{\"total\":0,\"parts\":[7]}", STATUS_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct score score;
        struct buf out;
        struct json json;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 16);
        assert_int_equal(read_back(&arena, cases[i].text, &score), cases[i].status);
        if (cases[i].status == STATUS_OK) {
            json_init(&json, &out, JSON_COMPACT);
            score_write(&score, &json);
            assert_string_equal(buf_cstr(&out), cases[i].text);
        }
        buf_release(&out);
        arena_release(&arena);
    }
}

static void names_learnt_words(void **state) {
    (void)state;
    static const struct topic_verdict verdict = {
        .words = {{STR_INIT("tumor"), TOPIC_WORD, 900},
                  {STR_INIT("tumor"), TOPIC_WORD_OF_TITLE, 700},
                  {STR_INIT("trial phase"), TOPIC_WORD_PAIR, 300}},
        .word_count = 3,
    };
    static const struct topic_verdict silent = {.word_count = 0};
    static const struct {
        const struct topic_verdict *verdict;
        const char *why;
    } cases[] = {
        {&verdict, "learnt from earlier articles: \"tumor\", \"trial phase\""},
        {&silent, "its words, as learnt from earlier articles"},
        {NULL, "its words, as learnt from earlier articles"},
    };
    const struct edition edition = recovered_edition();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct topic_assignment topic = {.reason = TOPIC_LEARNED, .verdict = cases[i].verdict};
        const struct score_input input = {.title = STR("A"), .topics = &topic, .topic_count = 1};
        struct arena arena;
        struct score score;
        arena_init(&arena, 1 << 20);
        assert_int_equal(score_quality(&arena, &edition, &input, &score, NULL), STATUS_OK);
        assert_int_equal(score.part_count, 1);
        assert_true(str_eq(score.parts[0].why, str_from(cases[i].why)));
        arena_release(&arena);
    }
}

static void tells_differences(void **state) {
    (void)state;
    static const struct {
        struct score_part before[3], after[3];
        const char *words;
    } cases[] = {
        {{{STR_INIT("a"), 1}, {STR_INIT("b"), 2}}, {{STR_INIT("b"), 2}, {STR_INIT("a"), 1}}, ""},
        {{{STR_INIT("a"), 1}, {STR_INIT("b"), 2}},
         {{STR_INIT("b"), -3}, {STR_INIT("c"), 4}},
         "a 1 → 0, b 2 → -3, c 0 → 4"},
        {{{STR_INIT("a"), 1}}, {{STR_INIT("a"), 2}}, "a 1 → 2"},
        {{{STR_INIT("a"), 0}}, {{STR_INIT("b"), 0}}, ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct score_part before[3], after[3];
        struct score a = {.parts = before}, b = {.parts = after};
        struct buf out;
        buf_init(&out, 1000);
        memcpy(before, cases[i].before, sizeof before);
        memcpy(after, cases[i].after, sizeof after);
        while (a.part_count < 3 && !str_absent(before[a.part_count].name))
            a.part_count++;
        while (b.part_count < 3 && !str_absent(after[b.part_count].name))
            b.part_count++;
        score_difference(&a, &b, &out);
        assert_string_equal(buf_cstr(&out), cases[i].words);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_differences), cmocka_unit_test(adds_up_quality),
        cmocka_unit_test(adds_up_heat),      cmocka_unit_test(survives_extremes),
        cmocka_unit_test(writes_and_reads),  cmocka_unit_test(names_learnt_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
