#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gather/gather.h"

/* One source's articles: the wrong claim of its feed is overruled, a headline of names alone goes
 * with the others, and one in another language keeps its own. */
static void settles_a_feed(void **state) {
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    const struct gatherer gatherer = {.now = 0};
    struct observation items[] = {
        {.title = STR("Die Flut und ihre Folgen f\xC3\xBCr den S\xC3\xBC"
                      "den")},
        {.title = STR("Was das Urteil f\xC3\xBCr die Stadt und das Land bedeutet")},
        {.title = STR("Nach der Wahl ist vor der Wahl, sagen sie")},
        {.title = STR("Macron, Scholz, Meloni")},
        {.title = STR("The new law is not what they say it is")},
    };
    enum { N = sizeof items / sizeof items[0] };
    static const char *const wanted[N] = {"de", "de", "de", "de", "en-US"};
    for (size_t i = 0; i < N; i++)
        items[i].language = STR("en-US");
    assert_int_equal(gather_languages(&gatherer, &arena, items, N, NULL), STATUS_OK);
    for (size_t i = 0; i < N; i++)
        assert_true(str_eq(items[i].language, str_from(wanted[i])));
    arena_release(&arena);
}

static void settles_a_page(void **state) {
    (void)state;
    static const struct {
        const char *title, *claim, *wanted;
    } cases[] = {
        {"Macron, Scholz", "de-AT", "de-AT"},
        {"Die Flut und ihre Folgen", "de-AT", "de-AT"},
        {"Die Flut und ihre Folgen f\xC3\xBCr den S\xC3\xBC"
         "den",
         "en", "de"},
        {"Macron, Scholz", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 20);
        const struct gatherer gatherer = {.now = 0};
        struct observation observation = {.title = str_from(cases[i].title),
                                          .language = str_from(cases[i].claim)};
        assert_int_equal(gather_language(&gatherer, &arena, &observation, NULL), STATUS_OK);
        assert_true(str_eq(observation.language, str_from(cases[i].wanted)));
        arena_release(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settles_a_feed),
        cmocka_unit_test(settles_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
