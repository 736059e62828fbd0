#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "topic/features.h"

static enum status make(struct arena *arena, const char *title, const char *excerpt,
                        struct topic_features *features) {
    const struct topic_article article = {.title = str_from(title), .excerpt = str_from(excerpt)};
    return topic_features_make(arena, &article, features, NULL);
}

static const struct topic_feature *find(const struct topic_features *features,
                                        enum topic_feature_kind kind, const char *words) {
    for (size_t i = 0; i < features->n; i++)
        if (features->items[i].kind == kind && str_eq(features->items[i].words, str_from(words)))
            return &features->items[i];
    return NULL;
}

static void finds_words_pairs_and_title_words(void **state) {
    (void)state;
    static const struct {
        enum topic_feature_kind kind;
        const char *words;
        uint32_t count; /* 0: it is not there */
    } cases[] = {
        {FEATURE_WORD, "Café", 2}, /* case and composition aside */
        {FEATURE_WORD, "bar", 1},
        {FEATURE_TITLE_WORD, "Café", 1},
        {FEATURE_TITLE_WORD, "bar", 0},
        {FEATURE_PAIR, "Café noir", 1},
        {FEATURE_PAIR, "noir, the", 0}, /* title and excerpt are apart */
        {FEATURE_PAIR, "the cafe\xCC\x81", 1},
        {FEATURE_PAIR, "CAFÉ bar", 0}, /* "cafe\u0301 bar" is what stands there */
        {FEATURE_PAIR, "cafe\xCC\x81 bar", 1},
    };
    struct topic_features features;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(make(&arena, "Café noir", "the cafe\xCC\x81 bar", &features), STATUS_OK);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct topic_feature *feature = find(&features, cases[i].kind, cases[i].words);
        assert_int_equal(feature != NULL ? feature->count : 0, cases[i].count);
    }
    for (size_t i = 1; i < features.n; i++)
        assert_true(features.items[i - 1].key < features.items[i].key);
    arena_release(&arena);
}

static void tells_the_order_of_a_pair(void **state) {
    (void)state;
    struct topic_features one, other;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(make(&arena, NULL, "dog man", &one), STATUS_OK);
    assert_int_equal(make(&arena, NULL, "man dog", &other), STATUS_OK);
    assert_true(find(&one, FEATURE_WORD, "dog")->key == find(&other, FEATURE_WORD, "dog")->key);
    assert_true(find(&one, FEATURE_PAIR, "dog man")->key !=
                find(&other, FEATURE_PAIR, "man dog")->key);
    arena_release(&arena);
}

static void needs_words_and_memory(void **state) {
    (void)state;
    struct topic_features features;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(make(&arena, NULL, NULL, &features), STATUS_OK);
    assert_int_equal(features.n, 0);
    assert_int_equal(make(&arena, " -- ", "…", &features), STATUS_OK);
    assert_int_equal(features.n, 0);
    arena_release(&arena);
    arena_init(&arena, 64);
    assert_int_equal(make(&arena, "one two three four", "", &features), STATUS_LIMIT);
    arena_release(&arena);
}

static void counts_less_and_less(void **state) {
    (void)state;
    assert_int_equal(topic_frequency(1), 1024);
    assert_int_equal(topic_frequency(2), 1734);
    assert_int_equal(topic_frequency(10), 3382);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_words_pairs_and_title_words),
        cmocka_unit_test(tells_the_order_of_a_pair),
        cmocka_unit_test(needs_words_and_memory),
        cmocka_unit_test(counts_less_and_less),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
