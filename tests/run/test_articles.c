/* What feeds do to articles over several rounds (attacks.md E16 to E19, J03, J04), and two articles
 * that prove to be one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { NOON = 1700049600 /* 2023-11-15T12:00:00Z */ };

static void set_up(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/small", NOON);
}

/* Writes a feed of these items, each the inside of an <item>. */
static void feed(struct edition_copy *copy, const char *name, const char *const *items) {
    char text[8192] = "<rss version=\"2.0\"><channel><title>Feed</title>";
    for (size_t i = 0; items[i] != NULL; i++) {
        size_t n = strlen(text);
        snprintf(text + n, sizeof text - n, "<item>%s</item>", items[i]);
    }
    size_t end = strlen(text);
    snprintf(text + end, sizeof text - end, "</channel></rss>");
    char path[128];
    snprintf(path, sizeof path, "inbox/%s.xml", name);
    edition_copy_write(copy, path, text);
}

static void run(struct edition_copy *copy, const char *words) {
    if (edition_copy_command(copy, "", words) != 0)
        fail_msg("%s: %s", words, copy->said);
}

static size_t lines(const char *text) {
    size_t n = 0;
    for (; *text != '\0'; text++)
        n += *text == '\n';
    return n;
}

static size_t stories(struct edition_copy *copy) {
    run(copy, "stories --all --json");
    return lines(copy->said);
}

static void id_of(struct edition_copy *copy, const char *what, char id[13]) {
    char words[256];
    snprintf(words, sizeof words, "why --json '%s'", what);
    run(copy, words);
    assert_int_equal(sscanf(copy->said, "{\"id\":\"%12[a-z2-7]", id), 1);
}

static void has(struct edition_copy *copy, const char *path, const char *text, bool wanted) {
    char *bytes = edition_copy_read(copy, path);
    assert_non_null(bytes);
    if ((strstr(bytes, text) != NULL) != wanted)
        fail_msg("%s %s '%s': %s", path, wanted ? "lacks" : "has", text, bytes);
    free(bytes);
}

#define COMET "<title>Comet seen over the harbour</title><link>https://a.example/comet</link>"
#define STRIKE "<title>Dockers begin a strike</title><link>https://a.example/strike</link>"

/* Feeds as they come round after round, and how many articles that makes. */
static void articles_are_not_doubled(void **state) {
    static const struct {
        const char *name;
        const char *rounds[3][4]; /* items of inbox/one.xml; the last round's has two.xml */
        const char *two[4];
        size_t articles;
    } cases[] = {
        {"one GUID for two addresses",
         {{COMET "<guid isPermaLink=\"false\">1</guid>",
           STRIKE "<guid isPermaLink=\"false\">1</guid>"}},
         {0},
         2},
        {"one address twice", {{COMET, COMET "<description>More</description>"}}, {0}, 1},
        {"an empty GUID", {{COMET "<guid></guid>", STRIKE "<guid></guid>"}}, {0}, 2},
        {"a changing title",
         {{COMET},
          {"<title>Comet, again</title><link>https://a.example/comet</link>"},
          {"<title>Third</title><link>https://a.example/comet?utm_source=x</link>"}},
         {0},
         1},
        {"all dropped, then returned", {{COMET, STRIKE}, {NULL}, {STRIKE, COMET}}, {0}, 2},
        {"two feeds bring one", {{COMET}}, {COMET "<guid>other</guid>"}, 1},
        {"a desktop's and a mobile address",
         {{"<title>C</title><link>https://www.a.org/c</link>"},
          {"<title>C</title><link>https://m.a.org/c/</link>"}},
         {"<title>C</title><link>https://a.org/c/amp?utm_source=x</link>"},
         1},
        {"a mobile address and a desktop's",
         {{"<title>C</title><link>https://m.a.org/c</link>"}},
         {"<title>C</title><link>http://www.a.org/c</link>"},
         1},
        {"mobile addresses of other paths, parameters and sites",
         {{"<title>Comet seen</title><link>https://www.a.org/c</link>",
           "<title>Dockers strike</title><link>https://m.a.org/d</link>",
           "<title>Rain expected</title><link>https://m.b.org/c</link>"}},
         {"<title>Harbour closed</title><link>https://m.a.org/c?p=1</link>"},
         4},
        {"a redirector's address",
         {{"<title>C</title><link>https://www.google.com/url?q=https%3A%2F%2Fa.org%2Fc</link>"}},
         {"<title>C</title><link>https://a.org/c</link>"},
         1},
        {"http and https", {{COMET}}, {"<title>C</title><link>http://a.example/comet</link>"}, 1},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        set_up(&copy);
        for (size_t k = 0; k < 3; k++) {
            if (k > 0 && cases[i].rounds[k][0] == NULL && cases[i].rounds[2][0] == NULL)
                break;
            feed(&copy, "one", cases[i].rounds[k]);
            copy.clock = clock_fixed(NOON + (int64_t)k * 600);
            run(&copy, "run --once");
        }
        feed(&copy, "two", cases[i].two);
        run(&copy, "run --once");
        edition_copy_command(&copy, "", "run --once --json");
        char wanted[64];
        snprintf(wanted, sizeof wanted, "\"articles\":%zu,", cases[i].articles);
        if (strstr(copy.said, wanted) == NULL)
            fail_msg("%s: %s", cases[i].name, copy.said);
        edition_copy_remove(&copy);
    }
}

/* A feed with one address twice is not found changed at each reading. */
static void a_doubled_entry_does_not_flip(void **state) {
    struct edition_copy copy;
    (void)state;
    set_up(&copy);
    feed(&copy, "one", (const char *const[]){COMET "<description>New</description>", COMET, NULL});
    run(&copy, "run --once");
    for (int i = 0; i < 3; i++) {
        char extra[128];
        snprintf(extra, sizeof extra, "<title>%d</title><link>https://a.example/%d</link>", i, i);
        feed(&copy, "one",
             (const char *const[]){extra, COMET "<description>New</description>", COMET, NULL});
        run(&copy, "run --once");
        assert_non_null(strstr(copy.said, "1 of them new or changed"));
    }
    edition_copy_remove(&copy);
}

/* Entries dated in the future are published now; once published, no date moves them. */
static void dates_stay(void **state) {
    struct edition_copy copy;
    const char *path = "records/_news/2023-11-15-comet-seen-over-the-harbour.md";
    (void)state;
    set_up(&copy);
    feed(&copy, "one",
         (const char *const[]){COMET "<pubDate>Fri, 15 Nov 2024 12:00:00 GMT</pubDate>", NULL});
    run(&copy, "run --once");
    has(&copy, path, "publishedDateTime: 2023-11-15T12:00:00Z", true);
    for (int i = 1; i <= 3; i++) {
        char item[256];
        snprintf(item, sizeof item, COMET "<pubDate>Wed, 15 Nov 2023 1%d:00:00 GMT</pubDate>",
                 2 + i);
        copy.clock = clock_fixed(NOON + i * HOUR_SECONDS);
        feed(&copy, "one", (const char *const[]){item, NULL});
        run(&copy, "run --once");
        has(&copy, path, "publishedDateTime: 2023-11-15T12:00:00Z", true);
    }
    edition_copy_remove(&copy);
}

/* Another source of an address may not reword its article. */
static void nobody_overwrites_anothers(void **state) {
    struct edition_copy copy;
    const char *path = "records/_news/2023-11-15-comet-seen-over-the-harbour.md";
    (void)state;
    set_up(&copy);
    feed(&copy, "one", (const char *const[]){COMET "<description>Seen.</description>", NULL});
    run(&copy, "run --once");
    feed(&copy, "two",
         (const char *const[]){"<title>Stolen</title><link>https://a.example/comet</link>"
                               "<description>Stolen</description>",
                               NULL});
    run(&copy, "run --once");
    has(&copy, path, "Comet seen over the harbour", true);
    has(&copy, path, "Stolen", false);
    edition_copy_remove(&copy);
}

/* The page of one article says that it is another: the older id stays, and whoever asks for the
 * younger gets it. */
static void two_prove_to_be_one(void **state) {
    struct edition_copy copy;
    char older[13], younger[13], got[13], records[65], pages[65], again[65];
    const char *second = "records/_news/2023-11-15-dockers-begin-a-strike.md";
    (void)state;
    set_up(&copy);
    feed(&copy, "one",
         (const char *const[]){COMET "<pubDate>Wed, 15 Nov 2023 08:00:00 GMT</pubDate>",
                               STRIKE "<pubDate>Wed, 15 Nov 2023 09:00:00 GMT</pubDate>", NULL});
    run(&copy, "run --once");
    assert_int_equal(stories(&copy), 2);
    id_of(&copy, "https://a.example/comet", older);
    id_of(&copy, "https://a.example/strike", younger);
    has(&copy, second, "heat: -1", false);
    edition_copy_write(&copy, "page.html",
                       "<title>Dockers</title><link rel=canonical href=/comet><p>Text");
    char words[512];
    snprintf(words, sizeof words, "add --page '%s/page.html' https://a.example/strike",
             copy.folder);
    run(&copy, words);

    static const char *const names[] = {"https://a.example/strike", "https://a.example/comet",
                                        "2023-11-15-dockers-begin-a-strike.md"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        id_of(&copy, names[i], got);
        assert_string_equal(got, older);
    }
    id_of(&copy, younger, got);
    assert_string_equal(got, older);
    assert_int_equal(stories(&copy), 1);
    run(&copy, "search dockers");
    assert_string_equal(copy.said, "");
    has(&copy, second, "heat: -1\npublished: false", true);
    has(&copy, second, "title: \"Comet seen", true);
    has(&copy, "records/_news/2023-11-15-comet-seen-over-the-harbour.md", "heat: -1", false);

    /* Nor does the feed bring it back, and facts alone make all this again. */
    feed(&copy, "one", (const char *const[]){STRIKE "<description>New</description>", NULL});
    run(&copy, "run --once");
    assert_int_equal(stories(&copy), 1);
    edition_copy_hash(&copy, "records", records);
    edition_copy_hash(&copy, "public", pages);
    edition_copy_shell(&copy, "rm -r state/derived.db* records public");
    run(&copy, "run --once");
    edition_copy_hash(&copy, "records", again);
    assert_string_equal(records, again);
    edition_copy_hash(&copy, "public", again);
    assert_string_equal(pages, again);
    edition_copy_remove(&copy);
}

/* What an outlet changes is kept and shown, and what it takes back leads nothing. */
static void changes_are_told(void **state) {
    struct edition_copy copy;
    (void)state;
    set_up(&copy);
    feed(&copy, "one", (const char *const[]){COMET, STRIKE, NULL});
    run(&copy, "run --once");
    copy.clock = clock_fixed(NOON + HOUR_SECONDS);
    feed(&copy, "one",
         (const char *const[]){
             "<title>Comet seen, or was it a balloon?</title><link>https://a.example/comet</link>",
             "<title>Retracted: Dockers begin a strike</title>"
             "<link>https://a.example/strike</link>",
             NULL});
    run(&copy, "run --once");
    run(&copy, "show https://a.example/comet");
    assert_non_null(strstr(copy.said, "changed    2023-11-15T13:00:00Z  the headline was “Comet "
                                      "seen over the harbour” before"));
    run(&copy, "show https://a.example/strike");
    assert_non_null(strstr(copy.said, "withdrawn  2023-11-15T13:00:00Z"));
    edition_copy_shell(&copy, "grep -q 'Headline changed from “Comet seen over the harbour”' "
                              "public/s/*/*.html");
    has(&copy, "records/_news/2023-11-15-comet-seen-over-the-harbour.md",
        "title: \"Comet seen, or was it a balloon?\"", true);
    has(&copy, "records/_news/2023-11-15-dockers-begin-a-strike.md", "published: false", true);
    edition_copy_remove(&copy);
}

/* A story of several days is told day by day under one id; what comes when it can no longer be
 * joined is a story of its own, and both name each other. */
static void follow_ups_are_linked(void **state) {
    static const struct {
        int day;
        const char *item;
    } days[] = {
        {0, "<title>Volcano Skarvik erupts, northern town evacuated</title>"
            "<link>https://a.example/1</link>"},
        {1, "<title>Skarvik volcano: northern town evacuated as lava nears</title>"
            "<link>https://b.example/2</link>"},
        {6, "<title>Volcano Skarvik: northern town evacuated no more</title>"
            "<link>https://a.example/3</link>"},
    };
    struct edition_copy copy;
    char first[13], second[13], pages[65], again[65];
    (void)state;
    set_up(&copy);
    edition_copy_write(&copy, "edition.yaml",
                       "title: Small\nid: small\nurl: https://small.example\n"
                       "publish: {threshold: 1}\nfetch: {pages: none}\n");
    for (size_t i = 0; i < sizeof days / sizeof days[0]; i++) {
        copy.clock = clock_fixed(NOON + days[i].day * DAY_SECONDS);
        feed(&copy, "one", (const char *const[]){days[i].item, NULL});
        run(&copy, "run --once");
    }
    assert_int_equal(stories(&copy), 2);
    id_of(&copy, "https://a.example/1", first);
    id_of(&copy, "https://a.example/3", second);
    edition_copy_shell(&copy, "test \"$(grep -l 'how it began' public/s/*/*.html | wc -l)\" = 1\n"
                              "grep -q 'Earlier: <a href=.*Skarvik' public/s/*/*no-more.html\n"
                              "grep -q 'Goes on: <a href=.*no more' public/s/*/*erupts*.html");
    run(&copy, "why https://a.example/3");
    assert_non_null(strstr(copy.said, "It goes on from"));
    assert_non_null(strstr(copy.said, first));
    edition_copy_hash(&copy, "public", pages);
    edition_copy_shell(&copy, "rm -r state/derived.db* records public");
    run(&copy, "run --once");
    edition_copy_hash(&copy, "public", again);
    assert_string_equal(pages, again);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(articles_are_not_doubled),
        cmocka_unit_test(a_doubled_entry_does_not_flip),
        cmocka_unit_test(dates_stay),
        cmocka_unit_test(nobody_overwrites_anothers),
        cmocka_unit_test(two_prove_to_be_one),
        cmocka_unit_test(changes_are_told),
        cmocka_unit_test(follow_ups_are_linked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
