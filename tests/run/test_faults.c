/* What goes wrong outside: a clear message, its exit code, everything else goes on, nothing is
 * lost, and the next run heals. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

enum { SEED_CLOCK = 1656619200 };

static void says(const struct edition_copy *copy, const char *text) {
    if (strstr(copy->said, text) == NULL)
        fail_msg("'%s' is not in: %s", text, copy->said);
}

static void exits(struct edition_copy *copy, const char *words, int code, const char *text) {
    int got = edition_copy_command(copy, "", words);
    if (got != code)
        fail_msg("%s: exit %d, not %d: %s", words, got, code, copy->said);
    says(copy, text);
}

/* Bad files of the inbox are told of, and do not hold up the others. */
static void a_bad_file_hurts_no_other(void **state) {
    static const struct {
        const char *name, *make;
    } cases[] = {
        {"a page", "printf '<!doctype html><title>Log in</title><p>No feed' > inbox/bad.xml"},
        {"noise", "head -c 5000 /dev/zero > inbox/bad.xml"},
        {"nothing", ": > inbox/bad.xml"},
        {"a page of 50 MB", "{ printf '<title>x</title>'; head -c 52428800 /dev/zero | tr '\\0' a; "
                            "} > inbox/bad.html"},
        {"a feed of 50 MB", "head -c 52428800 /dev/zero | tr '\\0' ' ' > inbox/bad.xml"},
        {"a broken record", "printf -- '---\\ntitle: [\\n---\\n' > inbox/2022-01-01-bad.md"},
        {"a record of another name", "printf -- '---\\ntitle: \"x\"\\n---\\n\\n' > inbox/bad.md"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
        edition_copy_shell(&copy, cases[i].make);
        if (edition_copy_command(&copy, "", "run --once") != 0)
            fail_msg("%s: %s", cases[i].name, copy.said);
        says(&copy, "source failed");
        says(&copy, "bad.");
        says(&copy, "1 failed");
        says(&copy, "Took in 4 articles");
        edition_copy_remove(&copy);
    }
}

static void an_unreadable_feed(void **state) {
    struct edition_copy copy;
    (void)state;
    if (geteuid() == 0) {
        print_message("skipped: root can read everything\n");
        skip();
    }
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_shell(&copy, "echo x > inbox/bad.xml; chmod 0 inbox/bad.xml");
    exits(&copy, "run --once", 0, "1 failed");
    edition_copy_remove(&copy);
}

static void a_wrong_configuration(void **state) {
    struct edition_copy copy;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_shell(&copy, "cp edition.yaml kept; echo 'treshold: 5' >> edition.yaml");
    exits(&copy, "run --once", 78, "edition.yaml:");
    says(&copy, "treshold");
    edition_copy_shell(&copy, "mv kept edition.yaml");
    exits(&copy, "run --once", 0, "Took in 4 articles");
    edition_copy_remove(&copy);
}

/* A read-only output folder: as root by the immutable flag, else by its mode. */
static void a_read_only_folder(void **state) {
    struct edition_copy copy;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_shell(&copy, "mkdir records public");
    bool root = geteuid() == 0;
    char line[512];
    snprintf(line, sizeof line, "%s '%s/public' 2>/dev/null", root ? "chattr +i" : "chmod 555",
             copy.folder);
    if (system(line) != 0) {
        print_message("skipped: this file system has no immutable flag\n");
        edition_copy_remove(&copy);
        skip();
    }
    int code = edition_copy_command(&copy, "", "run --once");
    edition_copy_shell(&copy, root ? "chattr -i public" : "chmod 755 public");
    assert_int_equal(code, 73);
    says(&copy, "public");
    exits(&copy, "run --once", 0, "on the front page");
    edition_copy_shell(&copy, "test -f public/index.html");
    edition_copy_remove(&copy);
}

/* A full disk, of several sizes, so that each of the writers is the one that meets it. */
static void a_full_disk(void **state) {
    static const char *const sizes[] = {"100k", "200k", "300k", "400k", "600k"};
    struct edition_copy whole;
    char wanted[65], got[65];
    size_t met = 0;
    (void)state;
    edition_copy_make(&whole, "tests/run/seed", SEED_CLOCK);
    assert_int_equal(edition_copy_command(&whole, "", "run --once"), 0);
    edition_copy_hash(&whole, "records", wanted);
    edition_copy_remove(&whole);
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        struct edition_copy copy;
        char line[1024];
        edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
        snprintf(line, sizeof line,
                 "mkdir '%s/small' && mount -t tmpfs -o size=%s none '%s/small' 2>/dev/null",
                 copy.folder, sizes[i], copy.folder);
        if (geteuid() != 0 || system(line) != 0) {
            print_message("skipped: no small file system can be mounted\n");
            edition_copy_remove(&copy);
            skip();
        }
        edition_copy_shell(&copy, "cp -R edition.yaml topics providers sources.opml inbox small/");
        struct edition_copy small = copy;
        snprintf(small.folder, sizeof small.folder, "%.200s/small", copy.folder);
        int code = edition_copy_command(&small, "", "run --once");
        met += code == 74;
        edition_copy_shell(&copy, "mount -o remount,size=64m small");
        int healed = edition_copy_command(&small, "", "run --once");
        edition_copy_hash(&small, "records", got);
        edition_copy_shell(&copy, "umount small");
        if ((code != 74 && code != 0) || healed != 0 || strcmp(wanted, got) != 0)
            fail_msg("%s: exit %d, then %d: %s", sizes[i], code, healed, small.said);
        edition_copy_remove(&copy);
    }
    assert_true(met >= 2);
}

static void a_second_run(void **state) {
    struct edition_copy copy;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_shell(&copy, "mkdir -m 700 state");
    char before[512];
    snprintf(before, sizeof before, "flock '%s/state/lock'", copy.folder);
    if (system("command -v flock >/dev/null") != 0)
        skip();
    assert_int_equal(edition_copy_command(&copy, before, "run --once"), 75);
    says(&copy, "another");
    exits(&copy, "run --once", 0, "Took in 4 articles");
    edition_copy_remove(&copy);
}

static void a_damaged_database(void **state) {
    static const struct {
        const char *file;
        const char *mend;
    } cases[] = {
        {"state/facts.db", "cp kept state/facts.db"},
        {"state/derived.db", "rm state/derived.db*"},
        {"state/work.db", "rm state/work.db*"},
    };
    char wanted[65], got[65];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        char line[1024];
        edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
        assert_int_equal(edition_copy_command(&copy, "", "run --once"), 0);
        edition_copy_hash(&copy, "records", wanted);
        snprintf(line, sizeof line, "cp state/facts.db kept; head -c 9000 /dev/urandom > %s",
                 cases[i].file);
        edition_copy_shell(&copy, line);
        exits(&copy, "run --once", 65, cases[i].file);
        exits(&copy, "doctor", 1, cases[i].file);
        edition_copy_shell(&copy, cases[i].mend);
        exits(&copy, "run --once", 0, "on the front page");
        edition_copy_hash(&copy, "records", got);
        assert_string_equal(got, wanted);
        exits(&copy, "stories --all", 0, "SenseTime");
        edition_copy_shell(&copy, "test $(ls records/_news | wc -l) = 4");
        edition_copy_remove(&copy);
    }
}

/* A run that shows nothing says why, and what threshold would show how many. */
static void nothing_to_show(void **state) {
    struct edition_copy copy;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_shell(&copy, "sed -i '/^publish/d' edition.yaml;"
                              "echo 'publish: {threshold: 500}' >> edition.yaml");
    exits(&copy, "run --once", 0,
          "No story is on the front page: the one with something new is "
          "below the threshold of 500.");
    says(&copy, "The hottest recent story has 77 points.");
    says(&copy, "publish.threshold: 77 would show 1");
    copy.clock = clock_fixed(SEED_CLOCK + 30 * DAY_SECONDS);
    exits(&copy, "run --once", 0, "nothing new in any of them for 48 hours");
    edition_copy_shell(&copy, "rm -r inbox state");
    exits(&copy, "run --once", 0, "no source has brought an article yet");
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_file_hurts_no_other),
        cmocka_unit_test(an_unreadable_feed),
        cmocka_unit_test(a_wrong_configuration),
        cmocka_unit_test(a_read_only_folder),
        cmocka_unit_test(a_full_disk),
        cmocka_unit_test(a_second_run),
        cmocka_unit_test(a_damaged_database),
        cmocka_unit_test(nothing_to_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
