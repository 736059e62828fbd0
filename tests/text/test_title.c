#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/title.h"

static void cuts_titles(void **state) {
    (void)state;
    static const struct {
        const char *title, *name, *domain, *cut;
    } cases[] = {
        {"Apple unveils a phone | The Verge", "The Verge", "", "Apple unveils a phone"},
        {"Apple unveils a phone | The Verge", "", "theverge.com", "Apple unveils a phone"},
        {"Floods hit Spain - BBC News", "BBC", "bbc.co.uk", "Floods hit Spain"},
        {"Floods hit Spain - BBC News", "", "www.bbc.co.uk", "Floods hit Spain"},
        {"Floods hit Spain - CNN.com", "CNN", "cnn.com", "Floods hit Spain"},
        {"Floods hit Spain | World | CNN", "CNN", "", "Floods hit Spain | World"},
        {"Wahl in Bayern \xE2\x80\x93 DER SPIEGEL", "Der Spiegel", "spiegel.de", "Wahl in Bayern"},
        {"\xE6\xB4\xAA\xE6\xB0\xB4\xE8\xA2\xAD\xE6\x9D\xA5\xEF\xBD\x9C"
         "NHK",
         "NHK", "",
         "\xE6\xB4\xAA\xE6\xB0\xB4\xE8\xA2\xAD\xE6\x9D\xA5\xEF\xBD\x9C"
         "NHK"},
        {"BBC News - Floods hit Spain", "BBC", "", "Floods hit Spain"},
        {"Floods hit Spain (Reuters)", "Reuters", "", "Floods hit Spain"},
        {"Floods hit Spain - Le Monde", "Le Monde", "", "Floods hit Spain"},
        /* Part of the headline. */
        {"Spurs 2 - Arsenal 1", "Arsenal", "", "Spurs 2 - Arsenal 1"},
        {"Why we left - and why you should", "The Verge", "", "Why we left - and why you should"},
        {"Review: The Verge", "The Verge", "", "Review: The Verge"},
        {"A talk with the Guardian", "The Guardian", "", "A talk with the Guardian"},
        {"Twitter - The Verge", "The Verge", "", "Twitter - The Verge"},
        {"Time - TIME", "TIME", "time.com", "Time - TIME"},
        {"The Verge", "The Verge", "", "The Verge"},
        {"  Floods  hit ", "", "", "Floods  hit"},
        {"", "The Verge", "", ""},
        {"Anti-war pro-peace | unrelated words here", "Anti", "",
         "Anti-war pro-peace | unrelated "
         "words here"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_outlet outlet = {str_from(cases[i].name), str_from(cases[i].domain)};
        struct str cut = text_title_cut(str_from(cases[i].title), &outlet);
        if (!str_eq(cut, str_from(cases[i].cut)))
            print_error("%s: %.*s\n", cases[i].title, STR_ARG(cut));
        assert_true(str_eq(cut, str_from(cases[i].cut)));
    }
}

static void finds_heads(void **state) {
    (void)state;
    static const struct {
        const char *title, *head;
    } cases[] = {
        {"Floods | World | CNN", "Floods"},
        {"Floods hit Spain|CNN", "Floods hit Spain"},
        {"Floods - CNN", "Floods"},
        {"Anti-war march", NULL},
        {"Floods: Spain", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str head = text_title_head(str_from(cases[i].title));
        assert_int_equal(str_absent(head), cases[i].head == NULL);
        assert_true(str_eq(head, str_from(cases[i].head)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cuts_titles),
        cmocka_unit_test(finds_heads),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
