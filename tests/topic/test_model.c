#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topic/model.h"

#define HEAD(version, features, weights, topics)                                                   \
    "{\"what\":\"broadsheet topics\",\"version\":" version ",\"rules\":1,\"articles\":12,"         \
    "\"features\":" features ",\"weights\":" weights                                               \
    ",\"blend\":{\"words\":1000000,\"inTitle\":0,\"inExcerpt\":0,\"base\":0},\"topics\":[" topics  \
    "]}\n"
#define TOPIC(name, slope)                                                                         \
    "{\"name\":\"" name "\",\"articles\":6,\"bias\":-5,\"slope\":" slope ",\"intercept\":-7}"
#define TWO TOPIC("A", "1") "," TOPIC("B", "2")

/* Two features: key 33 (hB), rarity 1024 (ggB), two weights: of topic 0, 3 (G), of topic 1, -3
 * (H); key 34, rarity 1, no weight. */
#define BODY "hBggBCAGBHBBA\n"

static enum status read(struct arena *arena, const char *bytes, struct topic_model *model,
                        struct error *error) {
    return topic_model_read(arena, str_from(bytes), model, error);
}

static void reads_what_it_writes(void **state) {
    (void)state;
    static const char *const files[] = {
        HEAD("1", "2", "2", TWO) BODY,
        HEAD("1", "0", "0", "") "\n",
        /* The largest key and the largest weight. */
        HEAD("1", "1", "1", TOPIC("Ä \\\"B\\\"", "1000000000")) "/////DABAggggC\n",
    };
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        struct topic_model model;
        struct error error = {0};
        struct arena arena;
        struct buf out;
        arena_init(&arena, 1 << 24);
        buf_init(&out, 1 << 16);
        assert_int_equal(read(&arena, files[i], &model, &error), STATUS_OK);
        topic_model_write(&model, &out);
        assert_string_equal(buf_cstr(&out), files[i]);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void finds_features(void **state) {
    (void)state;
    struct topic_model model;
    struct arena arena;
    arena_init(&arena, 1 << 24);
    assert_int_equal(read(&arena, HEAD("1", "2", "2", TWO) BODY, &model, NULL), STATUS_OK);
    assert_int_equal(topic_model_find(&model, 33), 0);
    assert_int_equal(topic_model_find(&model, 34), 1);
    assert_true(topic_model_find(&model, 0) == SIZE_MAX);
    assert_true(topic_model_find(&model, 35) == SIZE_MAX);
    assert_true(topic_model_find(&model, UINT32_MAX) == SIZE_MAX);
    assert_int_equal(model.rarity[0], 1024);
    assert_int_equal(model.weights[1].topic, 1);
    assert_int_equal(model.weights[1].weight, -3);
    arena_release(&arena);
}

static void refuses_what_is_no_model(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        enum status status;
        const char *says;
    } cases[] = {
        {"", STATUS_INVALID, "no model of topics"},
        {"{}\n", STATUS_INVALID, "no model of topics"},
        {"hello\n", STATUS_INVALID, "no model of topics"},
        {HEAD("2", "2", "2", TWO) BODY, STATUS_UNSUPPORTED, "version 2.1"},
        {HEAD("1", "-1", "2", TWO) BODY, STATUS_INVALID, "counts"},
        {HEAD("1", "8388609", "2", TWO) BODY, STATUS_INVALID, "counts"},
        {HEAD("1", "2", "4000000", TWO) BODY, STATUS_INVALID, "as many numbers"},
        {HEAD("1", "2", "2", TOPIC("", "1")) BODY, STATUS_INVALID, "names"},
        {HEAD("1", "2", "2", TOPIC("A", "1") "," TOPIC("A", "1")) BODY, STATUS_INVALID,
         "different names"},
        {HEAD("1", "2", "2", TOPIC("A", "-1")) BODY, STATUS_INVALID, "within their limits"},
        {HEAD("1", "2", "2", TOPIC("A", "1000000001")) BODY, STATUS_INVALID, "within their limits"},
        {HEAD("1", "2", "2", "7") BODY, STATUS_INVALID, "names"},
        {HEAD("1", "2", "2", TWO), STATUS_INVALID, "a key's distance"},
        {HEAD("1", "2", "2", TWO) "hB", STATUS_INVALID, "a rarity"},
        {HEAD("1", "2", "2", TWO) "hBggBCAGBHABA\n", STATUS_INVALID, "ascending keys"},
        {HEAD("1", "2", "2", TWO) "hBggBCAGAHBBA\n", STATUS_INVALID, "ascending topics"},
        {HEAD("1", "2", "2", TWO) "hBggBCAGCHBBA\n", STATUS_INVALID, "ascending topics"},
        {HEAD("1", "2", "2", TWO) "hBggBBAGBBA\n", STATUS_INVALID, "as many weights"},
        {HEAD("1", "2", "1", TWO) "hBggBCAGBHBBA\n", STATUS_INVALID, "no more weights"},
        {HEAD("1", "2", "2", TWO) "hBggBCAGBHBB!\n", STATUS_INVALID, "a count of weights"},
        {HEAD("1", "2", "2", TWO) BODY "\n", STATUS_INVALID, "the file's end"},
        {HEAD("1", "2", "2", TWO) "hBggBCAGBHBBA", STATUS_INVALID, "the file's end"},
        {HEAD("1", "1", "0", TWO) "gggggggggggggA\n", STATUS_INVALID, "a key's distance"},
        {HEAD("1", "1", "0", TWO) "//////HAA\n", STATUS_INVALID, "a key's distance"},
        {HEAD("1", "1", "0", TWO) "hAAA\n", STATUS_INVALID, "a key's distance"},
        {HEAD("1", "1", "0", TWO) "AggggCA\n", STATUS_INVALID, "a rarity"},
        {HEAD("1", "1", "1", TWO) "AABAiggggC\n", STATUS_INVALID, "a weight"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct topic_model model;
        struct error error = {0};
        struct arena arena;
        arena_init(&arena, 1 << 24);
        assert_int_equal(read(&arena, cases[i].bytes, &model, &error), cases[i].status);
        if (strstr(error.message, cases[i].says) == NULL)
            fail_msg("case %zu: %s", i, error.message);
        arena_release(&arena);
    }
}

static void takes_no_memory_for_what_is_not_there(void **state) {
    (void)state;
    struct topic_model model;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    assert_int_equal(read(&arena, HEAD("1", "8000000", "60000000", TWO) BODY, &model, NULL),
                     STATUS_INVALID);
    arena_clear(&arena);
    arena.max = 64;
    assert_int_not_equal(read(&arena, HEAD("1", "2", "2", TWO) BODY, &model, NULL), STATUS_OK);
    arena_release(&arena);
}

static void makes_probabilities(void **state) {
    (void)state;
    static const struct {
        int64_t log_odds, millionths;
    } cases[] = {
        {0, 500000},      {1000000, 731059},     {-1000000, 268941},
        {100000, 524979}, {1000000000, 1000000}, {-1000000000, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(topic_probability(cases[i].log_odds), cases[i].millionths);
    const struct topic_learned steep = {.slope = TOPIC_CURVE_LIMIT};
    assert_int_equal(topic_log_odds(&steep, INT64_MAX / 2), TOPIC_CURVE_LIMIT);
    assert_int_equal(topic_log_odds(&steep, -INT64_MAX / 2), -TOPIC_CURVE_LIMIT);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_it_writes),
        cmocka_unit_test(finds_features),
        cmocka_unit_test(refuses_what_is_no_model),
        cmocka_unit_test(takes_no_memory_for_what_is_not_there),
        cmocka_unit_test(makes_probabilities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
