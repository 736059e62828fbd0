#include "story/prior.h"

#include "text/token.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { DAY = 86400 };

/* Every listed word is one that texts are read as: one folded token. */
static void test_words_as_read(void **state) {
    struct arena arena;
    (void)state;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < story_background_count; i++) {
        struct str rest = str_from(story_backgrounds[i].words), word;
        while (str_next(&rest, ' ', &word)) {
            struct text_tokens tokens;
            assert_int_equal(text_tokenize(&arena, word, &tokens, NULL), STATUS_OK);
            if (tokens.n != 1 || !str_eq(tokens.items[0].folded, word))
                fail_msg("%s: %.*s", story_backgrounds[i].language, (int)word.n, word.p);
            arena_reset(&arena);
        }
    }
    arena_release(&arena);
}

static void take_in(struct story_index *index, const char *id, const char *language,
                    int64_t published) {
    struct error error = {0};
    struct story_document document = {.id = str_from(id),
                                      .title = STR("Calloway 17"),
                                      .published = published,
                                      .language = str_from(language)};
    assert_int_equal(story_index_restore(index, &document, document.id, STR_NONE, &error),
                     STATUS_OK);
}

static bool is_everyday(struct story_index *index, const char *language, const char *word) {
    struct error error = {0};
    assert_int_equal(story_words_speak(&index->words, str_from(language), &error), STATUS_OK);
    uint32_t term = story_index_term(index, story_words_stem(&index->words, str_from(word)), true);
    assert_int_not_equal(term, UINT32_MAX);
    return !story_index_is_rare(index, term);
}

static const struct {
    const char *live, *language, *word;
    bool everyday;
} cases[] = {
    {"", "en", "government", true},
    {"", "en", "calloway", false},
    {"", "ru", "правительство", true},
    {"", "ru", "правительства", true},
    {"", "", "правительством", true},
    {"", "ru", "калловей", false},
    {"", "uk", "поліція", true},
    {"", "ar", "الحكومة", true},
    {"", "zh", "政府", true},
    {"", "de", "regierung", false},
    {"de", "de", "regierung", true},
    {"de-AT", "de", "regierungen", true},
    {"DE", "de", "polizei", true},
    {"de", "de", "merkel", false},
    {"de", "fr", "gouvernement", false},
    {"fr", "fr", "gouvernement", true},
    {"es", "es", "gobierno", true},
    {"pt-BR", "pt", "governo", true},
    {"it", "it", "governo", true},
    {"tr", "tr", "hükümet", true},
    {"ja", "en", "government", true},
};

static void test_everyday_words(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct story_settings settings = {.window = 3 * DAY};
        struct story_index *index = story_index_open(&settings);
        assert_non_null(index);
        if (cases[i].live[0] != '\0')
            take_in(index, "a", cases[i].live, DAY);
        if (is_everyday(index, cases[i].language, cases[i].word) != cases[i].everyday)
            fail_msg("%s with %s: %s", cases[i].word, cases[i].language, cases[i].live);
        story_index_close(index);
    }
}

/* Of a word that stands in no live article: how rare it is follows from the live ones alone. */
static uint32_t rarity(struct story_index *index, const char *word) {
    return story_index_rarity(
        index, story_index_term(index, story_words_stem(&index->words, str_from(word)), true));
}

static void test_as_restored(void **state) {
    static const char *const words[] = {"regierung", "gouvernement", "die", "pour", "calloway"};
    struct story_settings settings = {.window = 3 * DAY};
    struct story_index *index = story_index_open(&settings);
    struct story_index *restored = story_index_open(&settings);
    (void)state;
    take_in(index, "a", "de", DAY);
    take_in(index, "b", "de", 2 * DAY);
    take_in(index, "c", "fr", 9 * DAY);
    story_index_forget(index, 2 * DAY);
    assert_true(is_everyday(index, "de", "regierung")); /* of two articles one is left */
    story_index_forget(index, 9 * DAY);
    assert_false(is_everyday(index, "de", "regierung"));
    take_in(restored, "c", "fr", 9 * DAY);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_int_equal(story_words_speak(&index->words, STR("en"), NULL), STATUS_OK);
        assert_int_equal(story_words_speak(&restored->words, STR("en"), NULL), STATUS_OK);
        assert_int_equal(rarity(index, words[i]), rarity(restored, words[i]));
    }
    story_index_close(index);
    story_index_close(restored);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words_as_read),
        cmocka_unit_test(test_everyday_words),
        cmocka_unit_test(test_as_restored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
