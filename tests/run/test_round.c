#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200 /* 2022-06-30T20:00:00Z */ };

static const char seed_path[] = "records/_news/2022-06-30-steep-drop-in-sensetime-stocks-appears-"
                                "to-reflect-financial-not-facial-recognition-market.md";

/* The seed record without its `secured` group: none is written yet. */
static char *expected_seed(void) {
    FILE *file = fopen("tests/record/seed-record.md", "rb");
    static char text[16384];
    assert_non_null(file);
    size_t n = fread(text, 1, sizeof text - 1, file);
    text[n] = '\0';
    fclose(file);
    char *secured = strstr(text, "\nsecured: ");
    assert_non_null(secured);
    char *end = strchr(secured + 1, '\n');
    memmove(secured, end + 1, strlen(end + 1) + 1);
    return text;
}

/* From feeds made of its facts, a run writes the record that this project began with. */
static void writes_the_seed_record(void **state) {
    struct edition_copy copy;
    struct round_report report;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_round(&copy, &report);
    char *record = edition_copy_read(&copy, seed_path);
    assert_non_null(record);
    assert_string_equal(record, expected_seed());
    free(record);
    edition_copy_remove(&copy);
}

/* Deleting what is derived changes nothing that was published. */
static void derived_state_is_made_again(void **state) {
    struct edition_copy copy;
    struct round_report report;
    char records[65], pages[65], again[65];
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_round(&copy, &report);
    edition_copy_hash(&copy, "records", records);
    edition_copy_hash(&copy, "public", pages);
    edition_copy_shell(&copy, "rm -r state/derived.db* records public");
    edition_copy_round(&copy, &report);
    edition_copy_hash(&copy, "records", again);
    assert_string_equal(records, again);
    edition_copy_hash(&copy, "public", again);
    assert_string_equal(pages, again);
    edition_copy_remove(&copy);
}

/* A second round with nothing new touches no file. */
static void nothing_new_touches_nothing(void **state) {
    struct edition_copy copy;
    struct round_report report;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_round(&copy, &report);
    edition_copy_shell(&copy, "find records public -exec touch -d 2020-01-01 {} +");
    edition_copy_round(&copy, &report);
    edition_copy_shell(&copy, "test -z \"$(find records public -newermt 2020-01-02)\"");
    assert_int_equal(report.publish.records.written, 0);
    assert_int_equal(report.publish.pages.written, 0);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_the_seed_record),
        cmocka_unit_test(derived_state_is_made_again),
        cmocka_unit_test(nothing_new_touches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
