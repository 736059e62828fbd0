/* Threshold and points fitted to an intake, shown, and written with all else left as it was. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { START = 1656633600 /* 2022-07-01T00:00:00Z */, A_DAY = 30, DAYS = 3 };

static const char configuration[] = "# Ours\ntitle: T\nid: t\nurl: https://t.example # public\n"
                                    "publish: {threshold: 70}\n";

/* A headline of words that no other has. */
static void add_item(struct buf *out, int n, int64_t time, bool picture) {
    char stamp[TIME_TEXT];
    BUF_ADD(out, "<item><title>");
    for (int word = 0; word < 5; word++)
        buf_printf(out, "%c%c%c%c%c ", 'b' + n % 20, 'a' + word, 'c' + n / 20, 'e' + word,
                   'f' + (n + word) % 19);
    buf_printf(out,
               "</title><link>https://o%d.example/%d</link><pubDate>%s</pubDate>"
               "<source url=\"https://o%d.example/\">O%d</source>",
               n % 7, n, time_format(time, stamp), n % 7, n % 7);
    if (picture)
        buf_printf(out, "<enclosure url=\"https://o%d.example/%d.jpg\" type=\"image/jpeg\"/>",
                   n % 7, n);
    BUF_ADD(out, "</item>");
}

/* Three days with a round every six hours; the n-th story has a picture when n % 3 is 0. */
static void take_in(struct edition_copy *copy) {
    struct round_report report;
    struct buf feed;
    int n = 0;
    buf_init(&feed, 1 << 20);
    edition_copy_make(copy, "tests/run/seed", START);
    edition_copy_shell(copy, "rm -rf inbox/* providers/* topics/* state records public");
    edition_copy_write(copy, "topics/a.yaml", "name: A\n");
    edition_copy_write(copy, "edition.yaml", configuration);
    edition_copy_write(copy, "sources.opml",
                       "<opml version=\"2.0\"><body><outline text=\"F\" "
                       "xmlUrl=\"inbox/feed.xml\"/></body></opml>");
    for (int64_t at = START; at < START + DAYS * DAY_SECONDS; at += DAY_SECONDS / 4) {
        buf_clear(&feed);
        BUF_ADD(&feed, "<rss version=\"2.0\"><channel><title>F</title>");
        for (int64_t time = at; time < at + DAY_SECONDS / 4; time += DAY_SECONDS / A_DAY, n++)
            add_item(&feed, n, time, n % 3 == 0);
        BUF_ADD(&feed, "</channel></rss>");
        edition_copy_write(copy, "inbox/feed.xml", buf_cstr(&feed));
        copy->clock = clock_fixed(at + DAY_SECONDS / 4);
        edition_copy_round(copy, &report);
    }
    buf_release(&feed);
}

static void says(struct edition_copy *copy, const char *words, int code, const char *expected) {
    assert_int_equal(edition_copy_command(copy, "", words), code);
    if (strstr(copy->said, expected) == NULL)
        fail_msg("'%s' is not in: %s", expected, copy->said);
}

static void fits_and_writes(void **state) {
    struct edition_copy copy;
    struct round_report report;
    char *text;
    (void)state;
    take_in(&copy);
    assert_int_equal(edition_copy_command(&copy, "", "calibrate --stories 10"), 0);
    /* A third of 32 stories a day has a picture, worth 20, and the topic's 2. */
    assert_non_null(strstr(copy.said, "publish.threshold: 70 → 22\n"));
    assert_non_null(strstr(copy.said, "heat.related stays"));
    assert_non_null(strstr(copy.said, "known provider: no story earns it"));
    assert_non_null(strstr(copy.said, "Nothing is written"));
    text = edition_copy_read(&copy, "edition.yaml");
    assert_string_equal(text, configuration);
    free(text);
    says(&copy, "calibrate --stories 10 --json", 0,
         "\"key\":\"publish.threshold\",\"before\":\"70\"");
    says(&copy, "calibrate --stories 10 --write", 0, "edition.yaml is written");
    text = edition_copy_read(&copy, "edition.yaml");
    assert_non_null(strstr(text, "# Ours\ntitle: T\nid: t\nurl: https://t.example # public\n"));
    assert_non_null(strstr(text, "threshold: 22}\n"));
    free(text);
    edition_copy_round(&copy, &report);
    assert_true(report.rescored);
    assert_true(report.stories > 20 && report.stories < 40);
    says(&copy, "calibrate --stories 10", 0, "Nothing is to be changed.");
    says(&copy, "replay", 0, "all the same");
    says(&copy, "calibrate --stories 500", 0, "so many stories do not come in");
    edition_copy_remove(&copy);
}

static void leaves_what_it_cannot_place(void **state) {
    struct edition_copy copy;
    char *text;
    static const char odd[] =
        "title: T\nid: t\nurl: https://t.example\r\npublish: {threshold: 70}\n";
    (void)state;
    take_in(&copy);
    edition_copy_write(&copy, "edition.yaml", odd);
    says(&copy, "calibrate --stories 10 --write", 1, "publish.threshold: 22\n");
    text = edition_copy_read(&copy, "edition.yaml");
    assert_string_equal(text, odd);
    free(text);
    edition_copy_remove(&copy);
}

static void needs_an_intake(void **state) {
    struct edition_copy copy;
    struct round_report report;
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", START);
    says(&copy, "calibrate --stories 10", 65, "has not run yet");
    edition_copy_round(&copy, &report);
    says(&copy, "calibrate --stories 10", 65, "are needed");
    says(&copy, "calibrate", 64, "how many stories a day");
    says(&copy, "calibrate --stories 0", 64, "1");
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fits_and_writes),
        cmocka_unit_test(leaves_what_it_cannot_place),
        cmocka_unit_test(needs_an_intake),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
