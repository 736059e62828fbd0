/* A run may be killed between any two statements: the next one goes on, and in the end everything
 * is as if nothing had happened (attacks.md O08). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200 };

struct outcome {
    char records[65], pages[65], articles[65];
};

static void look(struct edition_copy *copy, struct outcome *outcome) {
    edition_copy_hash(copy, "records", outcome->records);
    edition_copy_hash(copy, "public", outcome->pages);
    edition_copy_shell(copy, "mkdir -p listed");
    assert_int_equal(edition_copy_command(copy, "", "stories --all --json"), 0);
    edition_copy_write(copy, "listed/stories", copy->said);
    edition_copy_hash(copy, "listed", outcome->articles);
}

/* Runs behind `killer` once, then undisturbed, and compares. */
static void survives(const char *killer, const struct outcome *wanted) {
    struct edition_copy copy;
    struct outcome outcome;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_command(&copy, killer, "run --once");
    if (edition_copy_command(&copy, "", "run --once") != 0)
        fail_msg("after %s: %s", killer, copy.said);
    look(&copy, &outcome);
    if (memcmp(&outcome, wanted, sizeof outcome) != 0)
        fail_msg("after %s: other bytes", killer);
    edition_copy_remove(&copy);
}

static void undisturbed(struct outcome *wanted) {
    struct edition_copy copy;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    assert_int_equal(edition_copy_command(&copy, "", "run --once"), 0);
    look(&copy, wanted);
    edition_copy_remove(&copy);
}

/* At the n-th call of those that change files: the calls before it are done, this one is not. */
static void killed_at_a_call(void **state) {
    static const struct {
        const char *call;
        int first, last, step;
    } cases[] = {
        {"pwrite64", 1, 225, 11}, {"fdatasync", 1, 29, 2}, {"renameat", 1, 26, 5},
        {"write", 1, 25, 6},      {"unlink", 1, 3, 1},     {"mkdirat", 1, 16, 5},
        {"unlinkat", 1, 7, 2},
    };
    struct outcome wanted;
    (void)state;
    if (system("strace -o /dev/null true 2>/dev/null") != 0) {
        print_message("skipped: strace is not there, or not allowed\n");
        skip();
    }
    undisturbed(&wanted);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        for (int n = cases[i].first; n <= cases[i].last; n += cases[i].step) {
            char killer[256];
            snprintf(killer, sizeof killer,
                     "strace -f -o /dev/null -e trace=%s -e inject=%s:signal=KILL:when=%d",
                     cases[i].call, cases[i].call, n);
            survives(killer, &wanted);
        }
}

static void killed_at_any_time(void **state) {
    struct outcome wanted;
    (void)state;
    undisturbed(&wanted);
    for (int n = 1; n <= 20; n++) {
        char killer[64];
        snprintf(killer, sizeof killer, "timeout -s KILL 0.%03d", n * n / 2 + n);
        survives(killer, &wanted);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(killed_at_a_call),
        cmocka_unit_test(killed_at_any_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
