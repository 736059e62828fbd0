/* Link (RFC 8288). */
#include "fetch/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void finds_the_target_of_a_relation(void **state) {
    (void)state;
    static const struct {
        const char *value, *target; /* NULL: none */
    } rows[] = {
        {"<https://hub.example/>; rel=\"hub\"", "https://hub.example/"},
        {"<https://hub.example/>;rel=hub", "https://hub.example/"},
        {"  , ,< /a >\t;  REL = HUB ", "/a"},
        {"<>; rel=hub", ""},
        {"<a>; rel=self, <b,c;d>; rel=hub, <e>; rel=hub", "b,c;d"},
        {"<a>; rel=\"self hub\"", "a"},
        {"<a>; rel=\"hub2\", <b>; rel=\"next  Hub \"", "b"},
        {"<a>; title=\"x, <b>; rel=hub\"; rel=next, <c>; rel=hub", "c"},
        {"<a>; title=\"\\\", <b>; rel=hub\"; rel=next", NULL},
        {"<a>; rel=next; rel=hub", NULL},      /* the first counts (3.3) */
        {"<a>; rel=hub; anchor=\"/b\"", NULL}, /* it is about something else (3.2) */
        {"<a>; anchor=\"#x\"; rel=hub, <b>; rel=hub", "b"},
        {"<a>, <b>; rel=hub", "b"},
        {"<a> junk, <b>; rel=hub", "b"},
        {"<a>; rev=hub", NULL},
        {"<a>; rel", NULL},
        {"<a>; rel=\"hub", NULL},
        {"<a; rel=hub", NULL},
        {"a; rel=hub", NULL},
        {"hub", NULL},
        {"", NULL},
        {NULL, NULL},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct str target = fetch_link(str_from(rows[i].value), STR("hub"));
        if (str_absent(target) != (rows[i].target == NULL) ||
            !str_eq(target, str_from(rows[i].target)))
            fail_msg("row %zu: '%.*s'", i, STR_ARG(target));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_the_target_of_a_relation),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
