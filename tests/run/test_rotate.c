/* Every record sealed again under a newer key, wherever that is interrupted
 * (spec/sealed-payload.md, Keys). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200 };

static void run(struct edition_copy *copy, const char *words) {
    if (edition_copy_command(copy, "", words) != 0)
        fail_msg("%s: %s", words, copy->said);
}

/* The seed edition with an imported record besides, sealed under `first`; an hour has passed. */
static void begin(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/seed", SEED_CLOCK);
    run(copy, "key new --id first");
    run(copy, "run --once");
    edition_copy_write(copy, "2022-06-28-old.md",
                       "---\ntitle: An old one, by AI\nwebUrl: https://old.example/1\n"
                       "published: true\nprovider:\n  name: Old\n  domain: old.example\n---\n");
    char words[512];
    snprintf(words, sizeof words, "record import %s/2022-06-28-old.md", copy->folder);
    run(copy, words);
    copy->clock = clock_fixed(SEED_CLOCK + 3600);
}

static void all_are_sealed_again(void **state) {
    struct edition_copy copy;
    char records[65], again[65];
    (void)state;
    begin(&copy);
    run(&copy, "key rotate --id second");
    assert_non_null(strstr(copy.said, "Sealed 6 records again under second; 0 were so already."));
    assert_non_null(strstr(copy.said, "1 have nothing sealed in them."));
    edition_copy_shell(&copy, "! grep -rq 'v2:first' records");
    edition_copy_shell(&copy, "test $(grep -rl '^secured: \"v2:second:' records | wc -l) = 6");
    /* Publishing would write the same. */
    edition_copy_hash(&copy, "records", records);
    run(&copy, "publish --json");
    assert_non_null(strstr(copy.said, "\"recordsWritten\":0,"));
    edition_copy_shell(&copy, "rm -r records");
    run(&copy, "publish");
    edition_copy_hash(&copy, "records", again);
    assert_string_equal(records, again);
    run(&copy, "record rotate");
    assert_non_null(strstr(copy.said, "Sealed 0 records again under second; 6 were so already."));
    /* Of the older key nothing needs to be there any more. */
    edition_copy_shell(&copy, "rm -r keys/first.json state public");
    run(&copy, "rebuild");
    edition_copy_hash(&copy, "records", again);
    assert_string_equal(records, again);
    edition_copy_remove(&copy);
}

/* What does not open is named and stays; what was sealed before still opens. */
static void what_does_not_open_stays(void **state) {
    static const struct {
        const char *harm, *said;
    } cases[] = {
        {"sed -i 's/:first:..../:first:AAAA/' records/_news/*chin*", "though its key is here"},
        {"sed -i 's/^secured.*/secured: \"x\"/' records/_news/*chin*", "none of ours"},
        {"sed -i 's/:first:/:third:/' records/_news/*chin*", "a key that is not here (third)"},
        {"sed -i 's/^secured: .*/secured: \"AAAAAAAAAAAAAAAAAAAAAA==;AAAAAAAAAAAAAAAAAAAAAA==\"/' "
         "records/_news/*chin*",
         "of the old form"},
        {"echo '---' >$(ls records/_news/*chin*)", "is no record"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        begin(&copy);
        edition_copy_shell(&copy, "mkdir was; cp records/_news/*steep-drop* was");
        edition_copy_shell(&copy, cases[i].harm);
        edition_copy_shell(&copy, "cp records/_news/*chin* harmed");
        assert_int_equal(edition_copy_command(&copy, "", "key rotate --id second"), 1);
        if (strstr(copy.said, cases[i].said) == NULL ||
            strstr(copy.said, "Sealed 5 records") == NULL)
            fail_msg("%s: %s", cases[i].harm, copy.said);
        edition_copy_shell(&copy, "cmp harmed records/_news/*chin*");
        char words[1024];
        snprintf(words, sizeof words, "record open %s/was/*", copy.folder);
        run(&copy, words);
        edition_copy_remove(&copy);
    }
}

/* A wrong passphrase makes no key, and touches no record. */
static void nothing_happens_without_keys(void **state) {
    struct edition_copy copy;
    char words[512];
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_shell(&copy, "mkdir records");
    assert_int_equal(edition_copy_command(&copy, "", "record rotate"), 78);
    edition_copy_write(&copy, "phrase", "horse\n");
    edition_copy_write(&copy, "wrong", "cow\n");
    snprintf(words, sizeof words, "key new --id first --passphrase %s/phrase", copy.folder);
    run(&copy, words);
    snprintf(words, sizeof words, "key rotate --id second --passphrase %s/wrong", copy.folder);
    assert_int_equal(edition_copy_command(&copy, "", words), 77);
    edition_copy_shell(&copy, "test ! -e keys/second.json");
    edition_copy_remove(&copy);
}

/* Killed at the n-th of its calls that change files, then called again: the same bytes as if it had
 * not been. */
static void killed_at_a_call(void **state) {
    static const char *const calls[] = {"renameat", "write", "close", "openat2", "syncfs"};
    struct edition_copy copy;
    char wanted[65], got[65], before[65];
    (void)state;
    if (system("strace -o /dev/null true 2>/dev/null") != 0) {
        print_message("skipped: strace is not there, or not allowed\n");
        skip();
    }
    begin(&copy);
    run(&copy, "key new --id second");
    edition_copy_shell(&copy, "cp -r records was");
    edition_copy_hash(&copy, "records", before);
    run(&copy, "record rotate");
    edition_copy_hash(&copy, "records", wanted);
    for (size_t i = 0; i < sizeof calls / sizeof calls[0]; i++) {
        bool killed = true;
        size_t kills = 0;
        for (int n = 1; killed; n++) {
            char killer[256];
            snprintf(killer, sizeof killer,
                     "strace -f -o /dev/null -e trace=%s -e inject=%s:signal=KILL:when=%d",
                     calls[i], calls[i], n);
            edition_copy_shell(&copy, "rm -r records; cp -r was records");
            killed = edition_copy_command(&copy, killer, "record rotate") == 128 + SIGKILL;
            kills += killed;
            run(&copy, "record rotate");
            edition_copy_shell(&copy, "rm -f records/*/.broadsheet-tmp");
            edition_copy_hash(&copy, "records", got);
            if (strcmp(got, wanted) != 0)
                fail_msg("after %s: other bytes", killer);
        }
        print_message("%s: killed at %zu calls\n", calls[i], kills);
    }
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_are_sealed_again),
        cmocka_unit_test(what_does_not_open_stays),
        cmocka_unit_test(nothing_happens_without_keys),
        cmocka_unit_test(killed_at_a_call),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
