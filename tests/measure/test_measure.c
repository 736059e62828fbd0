#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "base/str.h"
#include "measure/measure.h"

enum { ITEMS_MOST = 8 };

/* An article a letter: its group. */
static const struct {
    const char *gold, *found;
    struct measure_figures bcubed; /* by hand */
    struct measure_counts pairs;
} partitions[] = {
    {"", "", {0, 0, 0}, {0, 0, 0}},
    {"a", "x", {1000000, 1000000, 1000000}, {0, 0, 0}},
    {"aabb", "yyxx", {1000000, 1000000, 1000000}, {2, 0, 0}},
    {"aabb", "xxxx", {500000, 1000000, 666667}, {2, 4, 0}},
    {"aabb", "1234", {1000000, 500000, 666667}, {0, 0, 2}},
    /* Of four found together three belong together: (3 * 3/4 + 1/4) / 4; recall is whole. */
    {"aaab", "xxxx", {625000, 1000000, 769231}, {3, 3, 0}},
    {"aaaabb", "xxxyyy", {777778, 750000, 763636}, {4, 2, 3}},
};

static size_t numbers_of(const char *letters, uint32_t *numbers) {
    size_t count = strlen(letters);
    for (size_t i = 0; i < count; i++)
        numbers[i] = (uint32_t)(unsigned char)letters[i];
    return count;
}

static void compares_partitions(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof partitions / sizeof partitions[0]; i++) {
        uint32_t gold[ITEMS_MOST], found[ITEMS_MOST];
        struct measure_figures figures;
        struct measure_counts pairs;
        size_t count = numbers_of(partitions[i].gold, gold);
        assert_int_equal(numbers_of(partitions[i].found, found), count);
        assert_int_equal(measure_bcubed(gold, found, count, &figures, NULL), STATUS_OK);
        assert_int_equal(figures.precision, partitions[i].bcubed.precision);
        assert_int_equal(figures.recall, partitions[i].bcubed.recall);
        assert_int_equal(figures.f1, partitions[i].bcubed.f1);
        assert_int_equal(measure_pairs(gold, found, count, &pairs, NULL), STATUS_OK);
        assert_int_equal(pairs.right, partitions[i].pairs.right);
        assert_int_equal(pairs.wrong, partitions[i].pairs.wrong);
        assert_int_equal(pairs.missed, partitions[i].pairs.missed);
    }
}

static void counts_give_figures(void **state) {
    (void)state;
    static const struct {
        struct measure_counts counts;
        struct measure_figures figures;
    } cases[] = {
        {{0, 0, 0}, {0, 0, 0}},
        {{1, 0, 0}, {1000000, 1000000, 1000000}},
        {{0, 3, 2}, {0, 0, 0}},
        {{2, 1, 2}, {666667, 500000, 571429}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct measure_figures figures = measure_of_counts(&cases[i].counts);
        assert_int_equal(figures.precision, cases[i].figures.precision);
        assert_int_equal(figures.recall, cases[i].figures.recall);
        assert_int_equal(figures.f1, cases[i].figures.f1);
    }
}

static void knows_pure_groups(void **state) {
    (void)state;
    static const struct {
        const char *gold, *found, *groups;
        struct measure_purity purity;
    } cases[] = {
        {"aabb", "xxyy", "xy", {2, 1000000, 0}},
        {"aabb", "xyzz", "xyz", {3, 1000000, 1}}, /* x and y tell one story */
        {"aaab", "xxxx", "x", {1, 750000, 0}},
        {"aaab", "xxxx", "q", {0, 0, 0}}, /* nobody labelled is in it */
        {"abba", "xxyy", "xy", {2, 500000, 1}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t gold[ITEMS_MOST], found[ITEMS_MOST], groups[ITEMS_MOST];
        struct measure_purity purity;
        size_t count = numbers_of(cases[i].gold, gold);
        numbers_of(cases[i].found, found);
        size_t group_count = numbers_of(cases[i].groups, groups);
        assert_int_equal(measure_purity_of(gold, found, count, groups, group_count, &purity, NULL),
                         STATUS_OK);
        assert_int_equal(purity.groups, cases[i].purity.groups);
        assert_int_equal(purity.purity, cases[i].purity.purity);
        assert_int_equal(purity.again, cases[i].purity.again);
    }
}

static void follows_links(void **state) {
    (void)state;
    static const struct {
        uint32_t link[6], root[6];
    } cases[] = {
        {{0, 1, 2, 3, 4, 5}, {0, 1, 2, 3, 4, 5}},
        {{0, 0, 1, 2, 3, 5}, {0, 0, 0, 0, 0, 5}},  /* a copy of a copy of … */
        {{5, 1, 2, 2, 5, 1}, {0, 0, 2, 2, 0, 0}},  /* towards later ones, too */
        {{9, 1, 2, 77, 4, 5}, {0, 1, 2, 3, 4, 5}}, /* originals that nobody knows */
        {{1, 0, 3, 2, 5, 4}, {0, 0, 2, 2, 4, 4}},  /* circles */
        {{4, 3, 3, 4, 2, 0}, {0, 0, 0, 0, 0, 0}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        uint32_t root[6];
        measure_linked(cases[i].link, 6, root);
        assert_memory_equal(root, cases[i].root, sizeof root);
    }
}

static void too_many_are_refused(void **state) {
    (void)state;
    struct measure_figures figures;
    struct error error = {0};
    uint32_t *numbers = calloc(MEASURE_ITEMS_MOST + 1, sizeof *numbers);
    assert_non_null(numbers);
    assert_int_equal(measure_bcubed(numbers, numbers, MEASURE_ITEMS_MOST + 1, &figures, &error),
                     STATUS_LIMIT);
    free(numbers);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(compares_partitions),  cmocka_unit_test(counts_give_figures),
        cmocka_unit_test(knows_pure_groups),    cmocka_unit_test(follows_links),
        cmocka_unit_test(too_many_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
