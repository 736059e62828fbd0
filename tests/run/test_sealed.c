/* Once an edition has a key, what is private is sealed into its records; what was sealed by others
 * stays (spec/sealed-payload.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200 };

#define SEED_RECORD                                                                                \
    "records/_news/2022-06-30-steep-drop-in-sensetime-stocks-appears-to-reflect-financial-not-"    \
    "facial-recognition-market.md"

/* Runs a command in which '@' stands for the copy's folder; its exit code. */
static int try(struct edition_copy *copy, const char *words) {
    char line[2048];
    size_t n = 0;
    for (const char *p = words; *p != '\0' && n < sizeof line - sizeof copy->folder; p++)
        if (*p == '@')
            n += (size_t)snprintf(line + n, sizeof line - n, "%s", copy->folder);
        else
            line[n++] = *p;
    line[n] = '\0';
    return edition_copy_command(copy, "", line);
}

static void say(struct edition_copy *copy, const char *words) {
    if (try(copy, words) != 0)
        fail_msg("%s: %s", words, copy->said);
}

static void begin(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/seed", SEED_CLOCK);
    say(copy, "key new --id first");
    say(copy, "run --once");
}

/* The end of `text` from `what` on; the test fails when it is not there. */
static const char *behind(const char *text, const char *what) {
    const char *at = strstr(text, what);
    if (at == NULL)
        fail_msg("no %s in: %s", what, text);
    return at;
}

static void every_record_is_sealed(void **state) {
    struct edition_copy copy;
    (void)state;
    begin(&copy);
    edition_copy_shell(&copy, "test $(ls records/_news/*.md records/_edition/*.md | wc -l) = "
                              "$(grep -l '^secured: \"v2:first:' records/*/*.md | wc -l)");
    say(&copy, "record open @/" SEED_RECORD);
    behind(copy.said, "\"source\":\"inbox/computer-vision.xml\"");
    behind(copy.said, "\"score\":{\"total\":29,");
    behind(copy.said, "\"story\":\"lkobujttj5bk\"");
    edition_copy_shell(&copy, "find records -exec touch -d 2020-01-01 {} +");
    say(&copy, "run --once");
    say(&copy, "publish");
    edition_copy_shell(&copy, "test -z \"$(find records -newermt 2020-01-02)\"");
    edition_copy_remove(&copy);
}

/* All that is public of a record is what it would be without a key. */
static void only_the_payload_is_added(void **state) {
    struct edition_copy with, without;
    char hashes[2][65];
    (void)state;
    begin(&with);
    edition_copy_make(&without, "tests/run/seed", SEED_CLOCK);
    say(&without, "run --once");
    edition_copy_hash(&with, "public", hashes[0]);
    edition_copy_hash(&without, "public", hashes[1]);
    assert_string_equal(hashes[0], hashes[1]);
    for (int i = 0; i < 2; i++)
        edition_copy_shell(i == 0 ? &with : &without,
                           "cat records/_news/* | grep -v '^secured: \\|^$' >all");
    char *a = edition_copy_read(&with, "all"), *b = edition_copy_read(&without, "all");
    assert_string_equal(a, b);
    free(a);
    free(b);
    edition_copy_remove(&with);
    edition_copy_remove(&without);
}

/* A payload that no key here opens is never dropped nor overwritten: ours goes beside it. */
static void foreign_payloads_are_carried(void **state) {
    static const char *const keys[] = {"true", "rm -r keys"};
    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct edition_copy copy;
        begin(&copy);
        edition_copy_shell(&copy, keys[i]);
        edition_copy_shell(&copy, "sed -i 's/^secured: .*/secured: \"not;ours\"/' " SEED_RECORD);
        edition_copy_shell(&copy, "sed -i 's/title: .*/title: Another/' edition.yaml");
        say(&copy, "publish");
        edition_copy_shell(&copy, "grep -q '^secured: \"not;ours\"' " SEED_RECORD);
        edition_copy_shell(&copy, i == 0 ? "test -f records/_edition/2022-06-30-steep-*.private.md"
                                         : "test ! -f records/_edition/*.private.md");
        edition_copy_shell(&copy, "test $(grep -l '^secured: \"v2:first:' records/_news/* | "
                                  "wc -l) = 3");
        edition_copy_remove(&copy);
    }
}

/* What was sealed by hand beside what publishing writes stays in the payload. */
static void notes_are_kept(void **state) {
    struct edition_copy copy;
    (void)state;
    begin(&copy);
    edition_copy_write(&copy, "note.json", "{\"notes\":[\"ask the mayor\"],\"lead\":true}");
    say(&copy, "record seal @/" SEED_RECORD " --payload @/note.json -w");
    edition_copy_shell(&copy, "sed -i 's/title: .*/title: Another/' edition.yaml");
    say(&copy, "publish");
    say(&copy, "record open @/" SEED_RECORD);
    behind(copy.said, "\"lead\":false");
    behind(copy.said, "\"notes\":[\"ask the mayor\"]}}");
    edition_copy_remove(&copy);
}

/* A key that is not to be opened stops the run before anything is lost. */
static void a_wrapped_key_is_asked_for(void **state) {
    struct edition_copy copy;
    char before[65], after[65];
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_write(&copy, "phrase", "horse\n");
    edition_copy_write(&copy, "wrong", "cow\n");
    edition_copy_shell(&copy, "mkdir records");
    say(&copy, "key new --id first --passphrase @/phrase");
    edition_copy_hash(&copy, "records", before);
    assert_int_equal(try(&copy, "run --once"), 77);
    assert_int_equal(try(&copy, "run --once --passphrase @/wrong"), 77);
    edition_copy_hash(&copy, "records", after);
    assert_string_equal(before, after);
    say(&copy, "run --once --passphrase @/phrase");
    edition_copy_shell(&copy, "grep -q '^secured: \"v2:first:' " SEED_RECORD);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_record_is_sealed),       cmocka_unit_test(only_the_payload_is_added),
        cmocka_unit_test(foreign_payloads_are_carried), cmocka_unit_test(notes_are_kept),
        cmocka_unit_test(a_wrapped_key_is_asked_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
