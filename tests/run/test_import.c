/* An archive is imported in parts: so many records that neither their facts nor their names are
 * one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "press/facts.h"
#include "support/edition_copy.h"
#include <stdio.h>
#include <string.h>

enum { RECORDS = 5100, CLOCK = 1656619200, EXCERPT = 3500 };

static void write_records(const struct edition_copy *copy) {
    static char text[EXCERPT + 1000];
    char excerpt[EXCERPT + 1], path[64];
    memset(excerpt, 'x', EXCERPT);
    excerpt[EXCERPT] = '\0';
    edition_copy_shell(copy, "mkdir past");
    for (int i = 0; i < RECORDS; i++) {
        snprintf(text, sizeof text,
                 "---\ntitle: Number %d\nexcerpt: %s\nwebUrl: https://old.example/%d\n"
                 "publishedDateTime: 2021-%02d-%02dT10:00:00Z\nquality: 80\nheat: 80\n"
                 "published: true\nprovider:\n  name: Old\n  domain: old.example\n---\n",
                 i, excerpt, i, 1 + i % 12, 1 + i % 28);
        snprintf(path, sizeof path, "past/2021-%02d-%02d-n%d.md", 1 + i % 12, 1 + i % 28, i);
        edition_copy_write(copy, path, text);
    }
}

static bool says(const struct edition_copy *copy, const char *what) {
    return strstr(copy->said, what) != NULL;
}

static void takes_an_archive(void **state) {
    struct edition_copy copy;
    char command[512], records[65], pages[65], again[65];
    (void)state;
    assert_true((size_t)RECORDS * EXCERPT > FACTS_PART);
    edition_copy_make(&copy, "tests/run/small", CLOCK);
    write_records(&copy);
    snprintf(command, sizeof command, "record import %s/past", copy.folder);
    /* One that cannot be read, behind the first part: none is imported. */
    edition_copy_write(&copy, "past/2021-12-31-wrong.md", "no record");
    assert_int_equal(edition_copy_command(&copy, "", command), 65);
    edition_copy_shell(&copy, "rm past/2021-12-31-wrong.md");
    assert_int_equal(edition_copy_command(&copy, "", "stories --all --json"), 0);
    assert_false(says(&copy, "Number"));
    if (edition_copy_command(&copy, "", command) != 0)
        fail_msg("%s", copy.said);
    assert_true(says(&copy, "imported 5100"));
    edition_copy_hash(&copy, "records", records);
    edition_copy_hash(&copy, "public", pages);
    edition_copy_shell(&copy, "test $(ls records/_news | wc -l) = 5100");
    edition_copy_shell(&copy, "test $(ls public/s/*/* | wc -l) = 5100");
    assert_int_equal(edition_copy_command(&copy, "", command), 0);
    assert_false(says(&copy, "imported"));
    edition_copy_hash(&copy, "records", again);
    assert_string_equal(again, records);
    edition_copy_hash(&copy, "public", again);
    assert_string_equal(again, pages);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_an_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
