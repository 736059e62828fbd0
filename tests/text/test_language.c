#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/language.h"
#include "text/script.h"
#include "text/small_words.h"

static struct text_language_verdict guess(const char *text, const char *page, const char *feed,
                                          const char *history, uint32_t articles) {
    struct text_language_claim claims[2];
    struct text_language_share share = {text_language_of_tag(str_from(history)), articles};
    struct text_language_evidence evidence = {.title = str_from(text), .claims = claims};
    if (page[0] != '\0')
        claims[evidence.claim_count++] =
            (struct text_language_claim){TEXT_CLAIM_PAGE, str_from(page)};
    if (feed[0] != '\0')
        claims[evidence.claim_count++] =
            (struct text_language_claim){TEXT_CLAIM_FEED, str_from(feed)};
    evidence.history = &share;
    evidence.history_count = articles > 0;
    return text_language_guess(&evidence);
}

static void guesses(void **state) {
    (void)state;
    static const struct {
        const char *text, *page, *feed, *history;
        uint32_t articles;
        const char *language;
        enum text_language_reason reason;
    } cases[] = {
        /* Headlines by their small words. */
        {"Floods hit the south of Spain", "", "", "", 0, "en", TEXT_LANGUAGE_BY_TEXT},
        {"Die Flut und ihre Folgen f\xC3\xBCr den S\xC3\xBC"
         "den",
         "", "", "", 0, "de", TEXT_LANGUAGE_BY_TEXT},
        {"Les inondations dans le sud de l'Espagne", "", "", "", 0, "fr", TEXT_LANGUAGE_BY_TEXT},
        {"Las inundaciones en el sur de Espa\xC3\xB1"
         "a",
         "", "", "", 0, "es", TEXT_LANGUAGE_BY_TEXT},
        {"Le alluvioni nel sud della Spagna", "", "", "", 0, "it", TEXT_LANGUAGE_BY_TEXT},
        {"As inunda\xC3\xA7\xC3\xB5"
         "es no sul da Espanha",
         "", "", "", 0, "pt", TEXT_LANGUAGE_BY_TEXT},
        {"De overstromingen in het zuiden van Spanje", "", "", "", 0, "nl", TEXT_LANGUAGE_BY_TEXT},
        {"\xD0\x9D\xD0\xB0\xD0\xB2\xD0\xBE\xD0\xB4\xD0\xBD\xD0\xB5\xD0\xBD\xD0\xB8\xD0\xB5 "
         "\xD0\xBD\xD0\xB0 \xD1\x8E\xD0\xB3\xD0\xB5 \xD1\x81\xD1\x82\xD1\x80\xD0\xB0\xD0\xBD"
         "\xD1\x8B",
         "", "", "", 0, "ru", TEXT_LANGUAGE_BY_TEXT},
        /* Scripts. */
        {"\xED\x99\x8D\xEC\x88\x98", "en", "en", "", 0, "ko", TEXT_LANGUAGE_BY_SCRIPT},
        {"\xE6\xB4\xAA\xE6\xB0\xB4\xE3\x81\x8C\xE6\x9D\xA5\xE3\x82\x8B", "zh", "", "", 0, "ja",
         TEXT_LANGUAGE_BY_SCRIPT},
        {"\xE6\xB4\xAA\xE6\xB0\xB4", "", "", "", 0, "zh", TEXT_LANGUAGE_BY_SCRIPT},
        {"\xE6\xB4\xAA\xE6\xB0\xB4", "ja", "", "", 0, "ja", TEXT_LANGUAGE_BY_CLAIM},
        {"\xE0\xB8\x99\xE0\xB9\x89\xE0\xB8\xB3", "en", "", "", 0, "th", TEXT_LANGUAGE_BY_SCRIPT},
        {"\xCE\xA0\xCE\xBB\xCE\xB7\xCE\xBC\xCE\xBC\xCF\x8D\xCF\x81\xCE\xB1", "", "", "", 0, "el",
         TEXT_LANGUAGE_BY_SCRIPT},
        {"\xD7\xA9\xD7\x99\xD7\x98\xD7\xA4\xD7\x95\xD7\x9F", "", "", "", 0, "he",
         TEXT_LANGUAGE_BY_SCRIPT},
        /* Claims and history, where the text says little. */
        {"Macron Paris", "fr-FR", "", "", 0, "fr", TEXT_LANGUAGE_BY_CLAIM},
        {"Macron Paris", "", "en-US", "fr", 20, "fr", TEXT_LANGUAGE_BY_HISTORY},
        {"Macron Paris", "", "en-US", "fr", 2, "en", TEXT_LANGUAGE_BY_CLAIM},
        {"Macron Paris", "", "", "", 0, "", TEXT_LANGUAGE_UNKNOWN},
        {"Macron Paris", "", "sw", "", 0, "sw", TEXT_LANGUAGE_BY_CLAIM},
        {"Macron Paris", "mt", "", "", 0, "mt", TEXT_LANGUAGE_BY_CLAIM},
        /* A claim that the script or the text belies. */
        {"Macron Paris", "ko", "", "", 0, "ko", TEXT_LANGUAGE_BY_CLAIM},
        {"\xD0\x9F\xD0\xB0\xD1\x80\xD0\xB8\xD0\xB6 \xD1\x8D\xD1\x82\xD0\xBE", "en", "en", "", 0,
         "ru", TEXT_LANGUAGE_BY_TEXT},
        {"Die Flut und die Folgen f\xC3\xBCr den S\xC3\xBC"
         "den",
         "en", "en", "", 0, "de", TEXT_LANGUAGE_BY_TEXT},
        {"", "de", "", "", 0, "de", TEXT_LANGUAGE_BY_CLAIM},
        {"2024", "", "", "de", 50, "de", TEXT_LANGUAGE_BY_HISTORY},
        {"", "", "", "", 0, "", TEXT_LANGUAGE_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_language_verdict verdict =
            guess(cases[i].text, cases[i].page, cases[i].feed, cases[i].history, cases[i].articles);
        if (strcmp(verdict.language.code, cases[i].language) != 0)
            print_error("%s\n", cases[i].text);
        assert_string_equal(verdict.language.code, cases[i].language);
        assert_int_equal(verdict.reason, cases[i].reason);
        assert_true(verdict.confidence >= 0 && verdict.confidence < 1000);
        assert_int_equal(verdict.confidence == 0, verdict.reason == TEXT_LANGUAGE_UNKNOWN);
    }
}

static size_t says_dutch(void *state, struct str text, struct text_language *candidates) {
    *(size_t *)state += text.n;
    candidates[0] = text_language_of_tag(STR("nl"));
    return 1;
}

/* A classifier is asked about a long text only, and then weighs more than a claim. */
static void asks_a_classifier(void **state) {
    (void)state;
    static char words[2001];
    size_t asked = 0;
    memset(words, 'x', sizeof words - 1);
    struct text_language_claim claim = {TEXT_CLAIM_FEED, STR("de")};
    struct text_language_evidence evidence = {
        .text = str_of(words, TEXT_LANGUAGE_ENOUGH - 1),
        .claims = &claim,
        .claim_count = 1,
        .classify = says_dutch,
        .classify_state = &asked,
    };
    assert_string_equal(text_language_guess(&evidence).language.code, "de");
    assert_int_equal(asked, 0);
    evidence.text = str_of(words, 2000);
    assert_string_equal(text_language_guess(&evidence).language.code, "nl");
    assert_true(asked > 0);
}

static void reads_tags(void **state) {
    (void)state;
    static const struct {
        const char *tag, *code;
    } cases[] = {
        {"de", "de"},    {"DE-at", "de"}, {"en_US", "en"}, {" fr ", "fr"}, {"nb", "no"},
        {"nn-NO", "no"}, {"iw", "he"},    {"cmn", "zh"},   {"deu", "de"},  {"und", ""},
        {"", ""},        {"x", ""},       {"german", ""},  {"d3", ""},     {"en;q=1", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(text_language_of_tag(str_from(cases[i].tag)).code, cases[i].code);
}

static void keeps_words_in_order(void **state) {
    (void)state;
    static const char *const words[] = {
#define WORD(text, languages) text,
#include "text/language_words.def"
#undef WORD
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        assert_false(str_absent(text_small_word(str_from(words[i]))));
        if (i > 0)
            assert_true(str_compare(str_from(words[i - 1]), str_from(words[i])) < 0);
    }
    assert_true(text_is_small_word(STR("und"), "de"));
    assert_false(text_is_small_word(STR("und"), "en"));
    assert_true(text_is_small_word(STR("und"), ""));
    assert_false(text_is_small_word(STR("berlin"), ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(guesses),
        cmocka_unit_test(asks_a_classifier),
        cmocka_unit_test(reads_tags),
        cmocka_unit_test(keeps_words_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
