#include "story/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story/integer.h"

enum { WORDS_MOST = 8 };

/* What is counted of an article; "" ends a list. */
static void counts_words(void **state) {
    (void)state;
    static const struct {
        const char *says;
        struct story_document document;
        const char *counted[WORDS_MOST], *named[WORDS_MOST];
    } cases[] = {
        {"small words are not counted",
         {.title = STR_INIT("The mayor of Ellery and the quay"), .language = STR_INIT("en")},
         {"mayor", "Ellery", "quay"},
         {"Ellery"}},
        {"small words are those of the article's language",
         {.title = STR_INIT("Der Hafen und die Brücke"), .language = STR_INIT("de")},
         {"Hafen", "Brücke"},
         {""}},
        {"Cyrillic is Russian where nothing is said",
         {.title = STR_INIT("Мост и порт для Эллери")},
         {"Мост", "порт", "Эллери"},
         {"Эллери"}},
        {"a number is one word, however it is written",
         {.title = STR_INIT("Bridge costs 1.2bn"),
          .text = STR_INIT("costs of 1,200,000,000 and 1.2 billion"),
          .language = STR_INIT("en")},
         {"1.2bn", "Bridge", "costs"},
         {""}},
        {"the words of a name, wherever they stand",
         {.title = STR_INIT("Calloway promises cuts"),
          .text = STR_INIT("The mayor, Ines Calloway, promised cuts."),
          .language = STR_INIT("en")},
         {"Calloway", "promises", "cuts", "mayor", "Ines"},
         {"Calloway", "Ines"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct story_words words;
        struct error error = {0};
        size_t named = 0;
        assert_int_equal(story_words_init(&words, &error), STATUS_OK);
        /* The second time the stems are known. */
        for (int times = 0; times < 2; times++)
            assert_int_equal(story_words_read(&words, &cases[i].document, &error), STATUS_OK);
        for (size_t k = 0; k < words.count; k++) {
            const struct story_word *word = &words.words[k];
            if (k >= WORDS_MOST || cases[i].counted[k] == NULL ||
                !str_eq(word->surface, str_from(cases[i].counted[k])))
                fail_msg("%s: %.*s", cases[i].says, STR_ARG(word->surface));
            if (word->name && !str_eq(word->surface, str_from(cases[i].named[named++])))
                fail_msg("%s: the name %.*s", cases[i].says, STR_ARG(word->surface));
        }
        if (words.count < WORDS_MOST && cases[i].counted[words.count] != NULL)
            fail_msg("%s: %zu words", cases[i].says, words.count);
        if (cases[i].named[named] != NULL && cases[i].named[named][0] != '\0')
            fail_msg("%s: %zu names", cases[i].says, named);
        story_words_release(&words);
    }
}

static void sorts_keys(void **state) {
    (void)state;
    enum { MOST = 300 };
    for (size_t count = 0; count <= MOST; count += 30) {
        uint64_t keys[2 * MOST + 1] = {0}; /* the spare room lies behind them */
        for (size_t i = 0; i < count; i++)
            keys[i] = (i * 2654435761u % 1000 * 70001) << 32 | i;
        story_sort_keys(keys, count);
        for (size_t i = 1; i < count; i++) /* stable: what follows the upper bits rises with them */
            assert_true(keys[i - 1] < keys[i]);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_words),
        cmocka_unit_test(sorts_keys),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
