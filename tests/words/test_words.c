#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "words/words.h"

static size_t places(struct str said) {
    size_t count = 0;
    for (size_t at; (at = str_find(said, STR("{}"))) != SIZE_MAX; said = str_skip(said, at + 2))
        count++;
    return count;
}

static void every_language_has_every_phrase(void **state) {
    (void)state;
    static const uint64_t numbers[] = {0, 1, 2, 3, 11, 100, 101};
    const struct words *english = words_of(STR("en")), *words;
    for (size_t i = 0; (words = words_language(i)) != NULL; i++)
        for (int phrase = 0; phrase < WORDS_PHRASES; phrase++) {
            struct str said = words_say(words, (enum words_phrase)phrase);
            if (str_empty(said))
                fail_msg("%.*s lacks phrase %d", STR_ARG(words_tag(words)), phrase);
            /* A count may be said without digits ("one", "two"), not with more of them. */
            for (size_t k = 0; k < sizeof numbers / sizeof numbers[0]; k++)
                assert_true(places(words_form(words, (enum words_phrase)phrase, numbers[k])) <=
                            places(words_form(english, (enum words_phrase)phrase, 2)));
        }
}

static void finds_the_language_of_a_locale(void **state) {
    (void)state;
    static const struct {
        const char *locale, *tag;
    } cases[] = {{"en-us", "en"}, {"de", "de"}, {"DE-at", "de"},
                 {"ar_EG", "ar"}, {"xx", "en"}, {"", "en"}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_true(str_eq(words_tag(words_of(str_from(cases[i].locale))), str_from(cases[i].tag)));
}

static void counts(void **state) {
    (void)state;
    static const struct {
        const char *locale;
        uint64_t number;
        const char *said;
    } cases[] = {
        {"en", 0, "0 outlets"},      {"en", 1, "1 outlet"},   {"en", 2, "2 outlets"},
        {"fr", 0, "0 média"},        {"fr", 1, "1 média"},    {"fr", 2, "2 médias"},
        {"ja", 1, "1媒体"},          {"ja", 12, "12媒体"},    {"ar", 0, "بلا مصادر"},
        {"ar", 1, "مصدر واحد"},      {"ar", 2, "مصدران"},     {"ar", 3, "3 مصادر"},
        {"ar", 11, "11 مصدرًا"},      {"ar", 100, "100 مصدر"}, {"ar", 103, "103 مصادر"},
        {"de", 1000, "1000 Medien"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, 10000);
        assert_string_equal(
            words_count(&arena, words_of(str_from(cases[i].locale)), WORDS_outlets, cases[i].number)
                .p,
            cases[i].said);
        arena_release(&arena);
    }
}

static void fills(void **state) {
    (void)state;
    static const struct {
        const char *said, *filled;
    } cases[] = {{"", ""},
                 {"none", "none"},
                 {"{}", "one"},
                 {"a {} b", "a one b"},
                 {"{}{}{}", "onetwo"},
                 {"{ } {", "{ } {"}};
    const struct str values[] = {STR_INIT("one"), STR_INIT("two")};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, 10000);
        assert_true(str_eq(words_fill(&arena, str_from(cases[i].said), values, 2),
                           str_from(cases[i].filled)));
        arena_release(&arena);
    }
}

static void tells_times(void **state) {
    (void)state;
    static const struct {
        const char *locale, *day, *time, *long_time;
    } cases[] = {
        {"en", "Wednesday 8 October 2025", "8 Oct, 09:05 UTC", "8 October 2025, 09:05 UTC"},
        {"de", "Mittwoch, 8. Oktober 2025", "8. Okt., 09:05 UTC", "8. Oktober 2025, 09:05 UTC"},
        {"es", "miércoles, 8 de octubre de 2025", "8 oct, 09:05 UTC",
         "8 de octubre de 2025, 09:05 UTC"},
        {"ja", "2025年10月8日 水曜日", "10月8日 09:05 UTC", "2025年10月8日 09:05 UTC"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        const struct words *words = words_of(str_from(cases[i].locale));
        const int64_t time = 1759914300; /* 2025-10-08T09:05:00Z */
        arena_init(&arena, 10000);
        assert_string_equal(words_day(&arena, words, time).p, cases[i].day);
        assert_string_equal(words_time(&arena, words, time).p, cases[i].time);
        assert_string_equal(words_long_time(&arena, words, time).p, cases[i].long_time);
        arena_release(&arena);
    }
}

static void says_why_the_front_is_empty(void **state) {
    (void)state;
    struct edition edition = {.publish = {.threshold = 70, .front_hours = 48}};
    static const struct {
        struct front_report report;
        const char *words;
    } cases[] = {
        {{0}, "No article has come in yet."},
        {{.below = 41, .would = {{52, 10}}, .would_count = 1},
         "No story met the bar of 70; 41 are below it. A bar of 52 would show 10."},
        {{.below = 1}, "No story met the bar of 70; 1 is below it."},
        {{.old = 2, .below = 3},
         "Nothing new met the bar of 70 within 48 hours; 2 older stories that did stand below the "
         "topics."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, 10000);
        assert_string_equal(words_empty(&arena, words_of(STR("en")), &edition, &cases[i].report).p,
                            cases[i].words);
        arena_release(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_language_has_every_phrase),
        cmocka_unit_test(finds_the_language_of_a_locale),
        cmocka_unit_test(counts),
        cmocka_unit_test(fills),
        cmocka_unit_test(tells_times),
        cmocka_unit_test(says_why_the_front_is_empty),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
