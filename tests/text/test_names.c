#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support/failing.h"
#include "text/names.h"

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 24);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

/* "key(title,body)", parted by "; ". */
static void read_keys(const char *title, const char *body, const char *language, struct buf *out) {
    struct text_names names;
    assert_int_equal(
        text_names_read(&arena, str_from(title), str_from(body), str_from(language), &names, NULL),
        STATUS_OK);
    for (size_t i = 0; i < names.n; i++)
        buf_printf(out, "%s%.*s(%u,%u)", i > 0 ? "; " : "", STR_ARG(names.items[i].key),
                   names.items[i].title, names.items[i].body);
}

static void reads_names(void **state) {
    (void)state;
    static const struct {
        const char *title, *body, *language, *keys;
    } cases[] = {
        {"Floods hit Spain as Pedro S\xC3\xA1nchez returns", "", "en",
         "spain(1,0); pedro s\xC3\xA1nchez(1,0)"},
        {"Angela Merkel meets Emmanuel Macron", "", "en",
         "angela merkel(1,0); emmanuel macron(1,0)"},
        {"Floods hit the south", "", "en", ""},
        {"", "Police said Angela Merkel left. Merkel did not answer.", "en", "angela merkel(0,2)"},
        {"", "The Fed said so. But the Fed waited.", "en", "fed(0,2)"},
        {"", "OpenAI and NASA use the iPhone 15 and GPT-4.", "en",
         "openai(0,1); nasa(0,1); iphone 15(0,1); gpt 4(0,1)"},
        {"", "The U.S. and the US signed; NATO's Mark Rutte came.", "en",
         "us(0,2); nato(0,1); mark rutte(0,1)"},
        {"", "Yesterday Apple fell. Shares of Apple rose.", "en", "apple(0,2)"},
        {"", "He met Ursula von der Leyen, Bashar al-Assad and Jean-Claude Juncker on Monday.",
         "en", "ursula von der leyen(0,1); bashar al assad(0,1); jean claude juncker(0,1)"},
        {"", "They saw Donald Trump's White House in May.", "en",
         "donald trump(0,1); white "
         "house(0,1)"},
        {"", "said Mr. Trump and George W. Bush", "en", "trump(0,1); george w bush(0,1)"},
        /* Title Case and capitals: the body's evidence or none. */
        {"Apple Unveils New Phone With Better Camera", "", "en", ""},
        {"Apple Unveils New Phone With NASA Chip", "", "en", "nasa(1,0)"},
        {"Apple Unveils New Phone With Better Camera", "It said that Apple had a phone.", "en",
         "apple(1,1)"},
        {"APPLE UNVEILS NEW PHONE", "It said that Apple had a phone.", "en", "apple(1,1)"},
        {"apple unveils new phone", "It said that Apple had a phone.", "en", "apple(1,1)"},
        /* German nouns. */
        {"Die Bundesregierung plant mit Angela Merkel eine Reform in der EU", "", "de",
         "angela merkel(1,0); eu(1,0)"},
        /* French and Italian elisions. */
        {"Le voyage d'Emmanuel Macron vers l'Allemagne", "", "fr",
         "emmanuel macron(1,0); allemagne(1,0)"},
        {"La visita nell'Italia del nord con Sergio Mattarella", "", "it",
         "italia(1,0); sergio mattarella(1,0)"},
        {"El discurso de Luiz In\xC3\xA1"
         "cio Lula da Silva",
         "", "es",
         "luiz in\xC3\xA1"
         "cio lula da silva(1,0)"},
        /* Cyrillic. */
        {"\xD0\x92\xD1\x81\xD1\x82\xD1\x80\xD0\xB5\xD1\x87\xD0\xB0 \xD1\x81 "
         "\xD0\x92\xD0\xBB\xD0\xB0\xD0\xB4\xD0\xB8\xD0\xBC\xD0\xB8\xD1\x80\xD0\xBE\xD0\xBC "
         "\xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD\xD1\x8B\xD0\xBC",
         "", "ru",
         "\xD0\xB2\xD0\xBB\xD0\xB0\xD0\xB4\xD0\xB8\xD0\xBC\xD0\xB8\xD1\x80\xD0\xBE\xD0\xBC "
         "\xD0\xBF\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD\xD1\x8B\xD0\xBC(1,0)"},
        /* No case, no names. */
        {"\xE6\xB4\xAA\xE6\xB0\xB4\xE8\xA2\xAD\xE6\x9D\xA5", "", "zh", ""},
        {"", "", "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf keys;
        buf_init(&keys, 10000);
        read_keys(cases[i].title, cases[i].body, cases[i].language, &keys);
        if (strcmp(buf_cstr(&keys), cases[i].keys) != 0)
            print_error("%s | %s\n", cases[i].title, cases[i].body);
        assert_string_equal(buf_cstr(&keys), cases[i].keys);
        buf_release(&keys);
    }
}

static void tells_cases(void **state) {
    (void)state;
    static const struct {
        const char *title;
        enum text_case written;
    } cases[] = {
        {"Floods hit Spain and Portugal", TEXT_CASE_SENTENCE},
        {"Barack Obama", TEXT_CASE_SENTENCE},
        {"Vladimir Putin meets Donald Trump", TEXT_CASE_SENTENCE},
        {"Floods Hit Spain in the Night", TEXT_CASE_TITLE},
        {"How Apple Makes Its Phones With Care", TEXT_CASE_TITLE},
        {"FLOODS HIT SPAIN", TEXT_CASE_CAPS},
        {"floods hit spain", TEXT_CASE_LOWER},
        {"NASA", TEXT_CASE_SENTENCE},
        {"Die Bundesregierung plant eine Reform der Rente", TEXT_CASE_SENTENCE},
        {"\xE6\xB4\xAA\xE6\xB0\xB4", TEXT_CASE_NONE},
        {"2024", TEXT_CASE_NONE},
        {"", TEXT_CASE_NONE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        if (text_case_of(str_from(cases[i].title)) != cases[i].written)
            print_error("case %zu\n", i);
        assert_int_equal(text_case_of(str_from(cases[i].title)), cases[i].written);
    }
}

static void survives_without_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct arena own;
        struct text_names names;
        arena_init(&own, 1 << 20);
        enum status status =
            text_names_read(&own, STR("Angela Merkel meets Emmanuel Macron"),
                            STR("It said that Merkel was there. Yesterday Apple fell; Apple rose."),
                            STR("en"), &names, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        arena_release(&own);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(reads_names, set_up, tear_down),
        cmocka_unit_test(tells_cases),
        cmocka_unit_test(survives_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
