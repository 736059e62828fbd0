#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story/story.h"

static void sorts_members(void **state) {
    (void)state;
    static const struct story_member cases[] = {
        /* In the order that must come out. */
        {STR_INIT("e"), 47, 90, STR_INIT(""), STR_INIT("")},
        {STR_INIT("f"), 29, 10, STR_INIT(""), STR_INIT("")},
        {STR_INIT("b"), 29, 20, STR_INIT(""), STR_INIT("")},
        {STR_INIT("c"), 29, 20, STR_INIT(""), STR_INIT("")},
        {STR_INIT("a"), 29, TIME_NONE, STR_INIT(""), STR_INIT("")},
        {STR_INIT("d"), 10, 1, STR_INIT(""), STR_INIT("")},
    };
    enum { N = sizeof cases / sizeof cases[0] };
    struct rng rng = rng_seeded(7);
    for (int round = 0; round < 50; round++) {
        struct story_member members[N];
        memcpy(members, cases, sizeof members);
        for (size_t i = N - 1; i > 0; i--) {
            size_t k = (size_t)rng_below(&rng, i + 1);
            struct story_member member = members[i];
            members[i] = members[k];
            members[k] = member;
        }
        story_sort(members, N);
        for (size_t i = 0; i < N; i++)
            assert_true(str_eq(members[i].id, cases[i].id));
    }
    story_sort(NULL, 0);
}

static void counts_coverage(void **state) {
    (void)state;
    static const struct {
        const char *copy_of[6]; /* of the members "0", "1", …; "" for none, NULL behind the last */
        const char *owner[6];   /* NULL: not known */
        struct story_coverage coverage;
    } cases[] = {
        {{NULL}, {NULL}, {0, 0, 0}},
        {{""}, {NULL}, {0, 0, 0}},
        {{"", "", ""}, {NULL}, {2, 0, 0}},
        {{"", "0", "0"}, {NULL}, {0, 2, 0}},
        {{"1", "", "1", ""}, {NULL}, {1, 2, 0}},  /* the lead repeats a follower */
        {{"", "9", "9", "9"}, {NULL}, {1, 2, 0}}, /* the original is not there */
        {{"", "", "", ""}, {"a", "b", "b", "b"}, {1, 0, 2}},
        {{"", "", ""}, {"a", "a", "a"}, {0, 0, 2}}, /* the lead's owner says no more */
        {{"", "0", "0", "0"}, {"a", "a", "b", "b"}, {0, 1, 2}},
        {{"", "2", "", ""}, {"a", "b", "c", "b"}, {2, 0, 1}}, /* the text is its original's */
        {{"", "9", "9", "9"}, {"a", "a", "b", "c"}, {0, 2, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static const char *const ids[] = {"0", "1", "2", "3", "4", "5"};
        struct story_member members[6];
        struct story_coverage coverage;
        size_t n = 0;
        for (; n < 6 && cases[i].copy_of[n] != NULL; n++)
            members[n] = (struct story_member){.id = str_from(ids[n]),
                                               .copy_of = str_from(cases[i].copy_of[n]),
                                               .owner = str_from(cases[i].owner[n])};
        assert_int_equal(story_coverage(members, n, &coverage, NULL), STATUS_OK);
        assert_int_equal(coverage.voices, cases[i].coverage.voices);
        assert_int_equal(coverage.copies, cases[i].coverage.copies);
        assert_int_equal(coverage.same_owner, cases[i].coverage.same_owner);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_members),
        cmocka_unit_test(counts_coverage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
