/* Records come in and go out as the same bytes (spec/record-format.md, 5). The real ones lie beside
 * the checkout, or where BROADSHEET_SHARED says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { NOW = 1760000000 };

static void imports(struct edition_copy *copy, const char *folder, int code, const char *text) {
    char words[2048];
    snprintf(words, sizeof words, "record import '%s'", folder);
    int got = edition_copy_command(copy, "", words);
    if (got != code || strstr(copy->said, text) == NULL)
        fail_msg("%s: exit %d: %s", words, got, copy->said);
}

static void same(struct edition_copy *copy, const char *folder) {
    char line[4096];
    snprintf(line, sizeof line, "diff -r '%s/_news' records/_news && diff -r '%s/_news' out/_news",
             folder, folder);
    edition_copy_shell(copy, line);
}

static void real_records_come_and_go(void **state) {
    static const struct {
        const char *name;
        const char *count;
    } cases[] = {{"azure", "imported 320"}, {"powerapps", "imported 250"}};
    const char *given = getenv("BROADSHEET_SHARED");
    char shared[512], line[4096];
    (void)state;
    snprintf(shared, sizeof shared, "%s/spec/records", given != NULL ? given : "../shared");
    if (access(shared, R_OK) != 0) {
        print_message("skipped: there are no records in %s\n", shared);
        skip();
    }
    char *whole = realpath(shared, NULL);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        char folder[1024];
        edition_copy_make(&copy, "tests/run/small", NOW);
        snprintf(folder, sizeof folder, "%s/%s", whole, cases[i].name);
        snprintf(line, sizeof line,
                 "rm -r topics && cp -R '%s/_data/topics' topics && mkdir providers &&"
                 " cp '%s/_data/organizations/'* providers/",
                 folder, folder);
        edition_copy_shell(&copy, line);
        imports(&copy, folder, 0, cases[i].count);
        snprintf(line, sizeof line, "record export '%s/out'", copy.folder);
        assert_int_equal(edition_copy_command(&copy, "", line), 0);
        same(&copy, folder);
        imports(&copy, folder, 0, "Wrote 0 records");
        edition_copy_shell(&copy, "rm -r state/derived.db* records");
        assert_int_equal(edition_copy_command(&copy, "", "publish"), 0);
        same(&copy, folder);
        edition_copy_remove(&copy);
    }
    free(whole);
}

/* One broken record among many: none is imported, and its place is named. */
static void all_or_none(void **state) {
    struct edition_copy copy;
    char folder[512];
    (void)state;
    edition_copy_make(&copy, "tests/run/small", NOW);
    snprintf(folder, sizeof folder, "%s/in", copy.folder);
    edition_copy_shell(&copy, "mkdir -p in/_news; for i in 1 2 3; do printf -- "
                              "'---\\ncategory: news\\ntitle: \"T\"\\n---\\n\\n' >"
                              " in/_news/2020-01-0$i-a.md; done;"
                              "printf -- '---\\ncategory: news\\nquality: many\\n---\\n\\n' >"
                              " in/_news/2020-01-02-b.md");
    imports(&copy, folder, 65, "2020-01-02-b.md:3:");
    assert_int_equal(edition_copy_command(&copy, "", "stories --all"), 0);
    assert_string_equal(copy.said, "");
    edition_copy_shell(&copy, "test ! -d records");
    edition_copy_remove(&copy);
}

/* An address by which nobody can be found is what the record says, and hurts nobody. */
static void broken_addresses_stay(void **state) {
    static const char text[] =
        "---\ncategory: news\ntitle: \"Comet\"\nexcerpt: \"\"\n"
        "publishedDateTime: 2020-01-01T10:00:00Z\n"
        "originalUrl: \"%s\"\nwebUrl: \"https://[x/\"\n"
        "ampUrl: \"javascript:alert(1)\"\n"
        "type: article\nquality: 50\nheat: 99\npublished: true\n\n"
        "provider:\n  name: A\n  domain: a.example\n\ntopics:\n  - All\n---\n\n";
    static const char *const links[] = {"https://a.example/1", "not an address", "http://a:99999/"};
    struct edition_copy copy;
    char folder[512], record[2048];
    (void)state;
    edition_copy_make(&copy, "tests/run/small", NOW);
    edition_copy_shell(&copy, "mkdir in");
    for (int i = 0; i < 3; i++) {
        char path[64];
        snprintf(path, sizeof path, "in/2020-01-01-comet-%d.md", i);
        snprintf(record, sizeof record, text, links[i]);
        edition_copy_write(&copy, path, record);
    }
    snprintf(folder, sizeof folder, "%s/in", copy.folder);
    imports(&copy, folder, 0, "imported 3");
    edition_copy_shell(&copy, "diff -r in records/_news");
    assert_int_equal(edition_copy_command(&copy, "", "run --once"), 0);
    edition_copy_shell(&copy, "! grep -r 'href=\"javascript' public");
    edition_copy_remove(&copy);
}

/* A rescore writes new figures into a record, its own and those of related ones, and nothing else.
 */
static void a_rescore_changes_figures_only(void **state) {
    static const char lead[] = "---\ncategory: news\ntitle: \"Comet\"\nexcerpt: \"\"\n"
                               "publishedDateTime: 2020-01-01T10:00:00Z\n"
                               "webUrl: \"https://a.example/1\"\ntype: article\nquality: %d\n"
                               "heat: %d\npublished: %s\n\nprovider:\n  name: A\n"
                               "  domain: a.example\n\ntopics:\n  - All\n\nrelated:\n"
                               "  - title: \"Else\"\n    excerpt: \"\"\n"
                               "    publishedDateTime: 2020-01-01T10:00:00Z\n"
                               "    webUrl: \"https://gone.example/\"\n    type: article\n"
                               "    provider:\n      name: G\n      domain: gone.example\n"
                               "    quality: 5\n\nsecured: \"c2VhbA==;aXY=\"\n\nown: kept\n---\n\n";
    struct edition_copy copy;
    char text[2048], folder[512];
    (void)state;
    edition_copy_make(&copy, "tests/run/small", NOW);
    edition_copy_shell(&copy, "mkdir in");
    snprintf(text, sizeof text, lead, 50, 99, "true");
    edition_copy_write(&copy, "in/2020-01-01-comet.md", text);
    snprintf(folder, sizeof folder, "%s/in", copy.folder);
    imports(&copy, folder, 0, "imported 1");
    char *got = edition_copy_read(&copy, "records/_news/2020-01-01-comet.md");
    assert_string_equal(got, text);
    free(got);
    assert_int_equal(edition_copy_command(&copy, "", "rescore"), 0);
    snprintf(text, sizeof text, lead, 17, 27, "true");
    got = edition_copy_read(&copy, "records/_news/2020-01-01-comet.md");
    assert_string_equal(got, text);
    free(got);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(real_records_come_and_go),
        cmocka_unit_test(all_or_none),
        cmocka_unit_test(broken_addresses_stay),
        cmocka_unit_test(a_rescore_changes_figures_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
