/* A run again: byte for byte, under another configuration, and without a trace. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200 /* 2022-06-30T20:00:00Z */ };

static void set_up(struct edition_copy *copy) {
    struct round_report report;
    edition_copy_make(copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_round(copy, &report);
}

static void later(struct edition_copy *copy, int64_t seconds) {
    struct round_report report;
    copy->clock = clock_fixed(clock_now(&copy->clock) + seconds);
    edition_copy_round(copy, &report);
}

static void says(struct edition_copy *copy, const char *words, int code, const char *expected) {
    assert_int_equal(edition_copy_command(copy, "", words), code);
    if (strstr(copy->said, expected) == NULL)
        fail_msg("'%s' is not in: %s", expected, copy->said);
}

/* What may lie between two rounds, and comes out the same whatever it was. */
static void comes_out_as_it_did(void **state) {
    static const char *const between[] = {
        "true",
        ("sed -i 's/known: 30/known: 99\\n  byline: 3\\n  tiers: {points: [7], unknown: 2}/' "
         "edition.yaml"),
        "printf '\\npublish: {pageSize: 3, threshold: 20}\\n' >>edition.yaml",
        "rm -f providers/*",
        "rm -f state/derived.db*",
        "rm -f state/work.db*",
    };
    (void)state;
    for (size_t i = 0; i < sizeof between / sizeof between[0]; i++) {
        struct edition_copy copy;
        set_up(&copy);
        later(&copy, 3600);
        edition_copy_shell(&copy, between[i]);
        later(&copy, 7200);
        later(&copy, 2 * DAY_SECONDS);
        says(&copy, "replay", 0, "all the same");
        says(&copy, "replay --json", 0, "\"differences\":0}");
        says(&copy, "replay --to 2022-06-30", 0, "facts came after these days");
        edition_copy_remove(&copy);
    }
}

static void finds_what_is_different(void **state) {
    struct edition_copy copy;
    struct store *store;
    struct error error;
    struct arena arena;
    struct store_article *rows;
    size_t count;
    int64_t folded;
    const struct store_query all = {.order = STORE_BY_ID};
    (void)state;
    set_up(&copy);
    arena_init(&arena, 1 << 24);
    assert_int_equal(store_open(copy.folder, STR("sqlite:state/"), STORE_WRITE, &store, &error),
                     STATUS_OK);
    assert_int_equal(store_folded(store, &folded, &error), STATUS_OK);
    assert_int_equal(store_articles_list(store, &arena, &all, &rows, &count, &error), STATUS_OK);
    assert_true(count > 1);
    rows[0].quality += 1;
    assert_int_equal(store_begin(store, &error), STATUS_OK);
    assert_int_equal(store_articles_put(store, rows, 1, &error), STATUS_OK);
    assert_int_equal(store_commit(store, folded, &error), STATUS_OK);
    store_close(store);
    says(&copy, "replay", 1, "another quality");
    assert_non_null(strstr(copy.said, rows[0].id));
    assert_non_null(strstr(copy.said, "1 differences"));
    arena_release(&arena);
    edition_copy_remove(&copy);
}

static void tries_another_configuration(void **state) {
    static const struct {
        const char *change; /* of new.yaml, a copy of edition.yaml */
        const char *expected[3];
    } cases[] = {
        {"true", {"no key with another value", "0 come, 0 go, 0 change", ""}},
        {"printf '\\nheat: {related: 5}\\n' >>new.yaml",
         {"heat.related: 10 → 5", "8 below the threshold of 70; heat 77 → 62: related 30 → 15",
          "0 come, 1 go"}},
        {"printf '\\npublish: {threshold: 100}\\n' >>new.yaml",
         {"publish.threshold: 70 → 100", "23 below the threshold of 100; heat 77 as before",
          "goes     1 →  –"}},
        {"sed -i 's/known: 30/known: 31/' new.yaml",
         {"quality.known: 30 → 31", "1 stories stood there, 1 would; 0 come, 0 go, 0 change", ""}},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        char before[3][65], after[65];
        static const char *const trees[] = {"records", "public", "inbox"};
        set_up(&copy);
        later(&copy, 3600);
        for (size_t k = 0; k < 3; k++)
            edition_copy_hash(&copy, trees[k], before[k]);
        edition_copy_shell(&copy, "cp edition.yaml new.yaml");
        edition_copy_shell(&copy, cases[i].change);
        char words[400];
        snprintf(words, sizeof words, "replay --with %s/new.yaml", copy.folder);
        for (size_t k = 0; k < 3; k++)
            says(&copy, words, 0, cases[i].expected[k]);
        for (size_t k = 0; k < 3; k++) {
            edition_copy_hash(&copy, trees[k], after);
            assert_string_equal(after, before[k]);
        }
        says(&copy, "replay", 0, "all the same");
        edition_copy_remove(&copy);
    }
}

/* Lines of an archive, whether the threshold is lifted, and what is said of it. */
static void holds_it_against_an_archive(void **state) {
    static const struct {
        const char *archive;
        bool lifted;
        const char *expected[3];
    } cases[] = {
        {"2022-06-30 https://www.wsj.com/articles/chinese-ai-champion-sensetimes-stock-tanks-"
         "as-investor-lockup-ends-11656585155?mod=tech_featst_pos2\n",
         false,
         {"1 led: 1 led here", "1 they had, 0 they missed", "   1  2022-06-30 20:00     77  "}},
        {"2022-06-30 https://elsewhere.example/a Chinese AI Champion SenseTime’s Stock Tanks as "
         "Investor Lockup Ends\n",
         false,
         {"1 led: 1 led here", "1 they had, 0 they missed", ""}},
        {"2022-06-30 https://elsewhere.example/a SenseTime’s Challenges Are Anything but "
         "Artificial\n",
         false,
         {"1 below another lead",
          "under another address; in a story that another article leads, "
          "place 1: “Chinese AI Champion",
          "1 they had"}},
        {"# what they had\n\nhttps://www.wsj.com/articles/another\t30 Jun 2022\tAnother\n",
         false,
         {"1 in no source", "which brought 1 other article of its outlet", "77 = quality 47 + "}},
        {"2022-06-30T18:00:00Z https://elsewhere.example/b",
         false,
         {"1 of unwatched outlets", "no source of ours brings its outlet", "1 they missed"}},
        {"2022-06-30 https://elsewhere.example/a Chinese AI Champion SenseTime’s Stock Tanks as "
         "Investor Lockup Ends\n",
         true,
         {"1 below the threshold", "23 below the threshold of 100: 77 = quality 47", "0 stories"}},
    };
    struct edition_copy copy;
    char words[600];
    (void)state;
    set_up(&copy);
    later(&copy, 3600);
    edition_copy_shell(&copy, "cp edition.yaml new.yaml && "
                              "printf 'publish: {threshold: 100}\\n' >>new.yaml");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        edition_copy_write(&copy, "archive.txt", cases[i].archive);
        snprintf(words, sizeof words, "replay --against %s/archive.txt%s%s%s", copy.folder,
                 cases[i].lifted ? " --with " : "", cases[i].lifted ? copy.folder : "",
                 cases[i].lifted ? "/new.yaml" : "");
        for (size_t k = 0; k < 3; k++)
            says(&copy, words, 0, cases[i].expected[k]);
    }
    snprintf(words, sizeof words, "replay --against %s/records --against %s/sources.opml --json",
             copy.folder, copy.folder);
    says(&copy, words, 0, "\"theirs\":1,\"led\":1,");
    edition_copy_write(&copy, "archive.txt",
                       "2022-06-30 https://a.example/\nnothing of the kind\n");
    snprintf(words, sizeof words, "replay --against %s/archive.txt", copy.folder);
    says(&copy, words, 65, "archive.txt:2: expected an address and a date");
    edition_copy_write(&copy, "archive.txt", "2022-06-30 https://[x/\n");
    says(&copy, words, 65, "archive.txt:1: expected an address and a date");
    /* A record without a usable address costs no more than itself. */
    edition_copy_shell(&copy, "mkdir past");
    edition_copy_write(&copy, "past/2022-06-30-a.md",
                       "---\ntitle: A\nwebUrl: https://[x/\n"
                       "publishedDateTime: 2022-06-30T10:00:00Z\n---\n");
    edition_copy_shell(&copy, "sed 's|\\[x|b.example|' past/2022-06-30-a.md >past/2022-06-30-b.md");
    snprintf(words, sizeof words, "replay --against %s/past", copy.folder);
    says(&copy, words, 0, "1 record could not be read");
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_out_as_it_did),
        cmocka_unit_test(finds_what_is_different),
        cmocka_unit_test(tries_another_configuration),
        cmocka_unit_test(holds_it_against_an_archive),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
