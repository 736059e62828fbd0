/* What time and configuration do to a paper that stands: clicks come and cease to count, points
 * change, and a round with nothing new is the same as one that makes everything. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200 /* 2022-06-30T20:00:00Z */ };

static const char lead[] =
    "https://www.wsj.com/articles/chinese-ai-champion-sensetimes-stock-tanks-"
    "as-investor-lockup-ends-11656585155?mod=tech_featst_pos2";
static const char lead_path[] =
    "records/_news/"
    "2022-06-30-chinese-ai-champion-sensetimes-stock-tanks-as-investor-lockup-ends.md";

static void set_up(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/seed", SEED_CLOCK);
    struct round_report report;
    edition_copy_round(copy, &report);
}

static long long figure(struct edition_copy *copy, const char *path, const char *key) {
    char *text = edition_copy_read(copy, path);
    char name[64];
    long long value = -999;
    assert_non_null(text);
    snprintf(name, sizeof name, "\n%s: ", key);
    char *at = strstr(text, name);
    assert_non_null(at);
    assert_int_equal(sscanf(at + strlen(name), "%lld", &value), 1);
    free(text);
    return value;
}

static void lead_id(struct edition_copy *copy, char id[ID_LENGTH + 1]) {
    char words[256];
    snprintf(words, sizeof words, "why --json '%s'", lead);
    assert_int_equal(edition_copy_command(copy, "", words), 0);
    assert_int_equal(sscanf(copy->said, "{\"id\":\"%12[a-z2-7]", id), 1);
}

static void click(struct edition_copy *copy, const char *id, int64_t at, const char *visitor) {
    struct store *store;
    struct error error;
    if (store_open(copy->folder, STR("sqlite:state/"), STORE_SERVE, &store, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(store_click_add(store, str_from(id), day_of(at), str_from(visitor), &error),
                     STATUS_OK);
    store_close(store);
}

/* A click at 14:00 on the 4th counts until 00:00 on the 6th (spec/scoring.md). */
static void clicks_count_for_two_days(void **state) {
    const int64_t fourth = SEED_CLOCK - 20 * HOUR_SECONDS + 4 * DAY_SECONDS; /* 00:00 */
    static const struct {
        int hours; /* since 00:00 on the 4th */
        long long more;
    } cases[] = {{15, 2}, {16, 2}, {24, 2}, {47, 2}, {48, 0}, {72, 0}};
    struct edition_copy copy;
    struct round_report report;
    char id[ID_LENGTH + 1];
    (void)state;
    set_up(&copy);
    lead_id(&copy, id);
    long long heat = figure(&copy, lead_path, "heat");
    click(&copy, id, fourth + 14 * HOUR_SECONDS, "visitor");
    click(&copy, id, fourth + 14 * HOUR_SECONDS, "visitor");
    click(&copy, id, fourth + 14 * HOUR_SECONDS, "another");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        copy.clock = clock_fixed(fourth + cases[i].hours * HOUR_SECONDS);
        edition_copy_round(&copy, &report);
        assert_int_equal(figure(&copy, lead_path, "heat"), heat + cases[i].more);
    }
    edition_copy_remove(&copy);
}

/* Clicks that are facts stay counted, whatever is lost beside the facts, and are never doubled. */
static void clicks_are_folded_once(void **state) {
    static const char *const losses[] = {"true", "rm state/derived.db*", "rm state/work.db*",
                                         "rm state/derived.db* state/work.db*"};
    (void)state;
    for (size_t i = 0; i < sizeof losses / sizeof losses[0]; i++) {
        struct edition_copy copy;
        struct round_report report;
        char id[ID_LENGTH + 1];
        set_up(&copy);
        lead_id(&copy, id);
        long long heat = figure(&copy, lead_path, "heat");
        click(&copy, id, SEED_CLOCK, "one");
        click(&copy, id, SEED_CLOCK, "two");
        copy.clock = clock_fixed(SEED_CLOCK + 60);
        edition_copy_round(&copy, &report);
        edition_copy_shell(&copy, losses[i]);
        edition_copy_round(&copy, &report);
        assert_int_equal(figure(&copy, lead_path, "heat"), heat + 2);
        click(&copy, id, SEED_CLOCK, "one");
        edition_copy_round(&copy, &report);
        assert_int_equal(figure(&copy, lead_path, "heat"), heat + 2);
        assert_int_equal(report.articles, 4);
        edition_copy_remove(&copy);
    }
}

/* Other points, coverage or threshold make all scores anew; other settings do not. */
static void points_are_rescored(void **state) {
    static const struct {
        const char *from, *to; /* in edition.yaml, for sed */
        bool rescored;
        long long quality, heat, published;
    } cases[] = {
        {"known: 30", "known: 40", true, 57, 87, 1},
        {"known: 30", "known: 0", true, 22, 52, 0},
        {"title: AI Every Day", "title: Other", false, 47, 77, 1},
        {"title: AI Every Day", "publish: {threshold: 80}\\ntitle: AI", true, 47, 77, 0},
        {"title: AI Every Day", "heat: {related: 1}\\ntitle: AI", true, 47, 50, 0},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        char line[256];
        set_up(&copy);
        snprintf(line, sizeof line, "sed -i 's/%s/%s/' edition.yaml", cases[i].from, cases[i].to);
        edition_copy_shell(&copy, line);
        assert_int_equal(edition_copy_command(&copy, "", "run --once"), 0);
        bool said = strstr(copy.said, "all scores were made anew") != NULL;
        if (said != cases[i].rescored)
            fail_msg("%s: %s", cases[i].to, copy.said);
        if (cases[i].quality != 22) { /* else another article leads */
            assert_int_equal(figure(&copy, lead_path, "quality"), cases[i].quality);
            assert_int_equal(figure(&copy, lead_path, "heat"), cases[i].heat);
        }
        edition_copy_shell(&copy, "test $(grep -l '^published: true' records/_news/* | wc -l) = 0"
                                  " && touch hidden; true");
        edition_copy_shell(&copy, cases[i].published == 1 ? "test ! -f hidden" : "test -f hidden");
        edition_copy_remove(&copy);
    }
}

/* The same inbox, configuration and clock in two folders. */
static void two_folders_agree(void **state) {
    struct edition_copy one, two;
    struct round_report report;
    char a[65], b[65];
    (void)state;
    edition_copy_make(&one, "examples/ai-every-day", 1760000000);
    edition_copy_make(&two, "examples/ai-every-day", 1760000000);
    edition_copy_round(&one, &report);
    edition_copy_round(&two, &report);
    edition_copy_hash(&one, "records", a);
    edition_copy_hash(&two, "records", b);
    assert_string_equal(a, b);
    edition_copy_hash(&one, "public", a);
    edition_copy_hash(&two, "public", b);
    assert_string_equal(a, b);

    /* An hour and an article later: made step by step, or from the facts at once. */
    static const char more[] = "<rss version=\"2.0\"><channel><title>Late</title><item><title>A "
                               "late robot for Otto</title>"
                               "<link>https://late.example/1</link></item></channel></rss>";
    edition_copy_write(&one, "inbox/late.xml", more);
    one.clock = clock_fixed(1760000000 + HOUR_SECONDS);
    edition_copy_round(&one, &report);
    assert_true(report.publish.records.written < 5);
    edition_copy_hash(&one, "records", a);
    edition_copy_shell(&one, "rm -r state/derived.db* records public/s public/index.html");
    edition_copy_round(&one, &report);
    edition_copy_hash(&one, "records", b);
    assert_string_equal(a, b);
    edition_copy_remove(&one);
    edition_copy_remove(&two);
}

/* Leaving unchanged stories alone gives the bytes that making all gives, and what is gone from the
 * trees comes back. */
static void unchanged_stories_are_left_alone(void **state) {
    struct edition_copy copy;
    struct round_report report;
    char records[65], pages[65], again[65];
    (void)state;
    set_up(&copy);
    edition_copy_hash(&copy, "records", records);
    edition_copy_hash(&copy, "public", pages);
    edition_copy_shell(&copy,
                       "rm -r records/_news/*facial* public/s; echo mine > records/_news/my.md");
    edition_copy_round(&copy, &report);
    edition_copy_shell(&copy,
                       "test \"$(cat records/_news/my.md)\" = mine && rm records/_news/my.md");
    edition_copy_hash(&copy, "records", again);
    assert_string_equal(records, again);
    edition_copy_hash(&copy, "public", again);
    assert_string_equal(pages, again);
    edition_copy_shell(&copy, "mkdir templates; printf 'Own' > templates/story.mustache");
    edition_copy_round(&copy, &report);
    edition_copy_shell(&copy, "grep -q Own public/s/*/*.html");
    edition_copy_remove(&copy);
}

/* A lead that left the house as another story's is not announced again under a new id: neither on
 * the front nor in the feeds, whoever asks why is told. */
static void announces_nothing_twice(void **state) {
    struct edition_copy copy;
    struct round_report report;
    struct store *store;
    struct error error;
    char id[ID_LENGTH + 1], body[200], words[300];
    (void)state;
    set_up(&copy);
    lead_id(&copy, id);
    edition_copy_remove(&copy);
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    struct round_options options = {
        .folder = copy.folder, .clock = &copy.clock, .parts = ROUND_GATHER};
    assert_int_equal(round_run(&options, &report, &error), STATUS_OK);
    snprintf(body, sizeof body, "{\"announced\":[[\"%s\",\"anotherstory\"]],\"upTo\":0}", id);
    struct fact fact = {.at = SEED_CLOCK, .kind = STR("named"), .body = str_from(body)};
    assert_int_equal(store_open(copy.folder, STR("sqlite:state/"), STORE_WRITE, &store, &error),
                     STATUS_OK);
    assert_int_equal(store_facts_append(store, &fact, 1, NULL, 0, &error), STATUS_OK);
    store_close(store);
    for (int round = 0; round < 3; round++) {
        copy.clock = clock_fixed(clock_now(&copy.clock) + 600);
        edition_copy_round(&copy, &report);
        assert_int_equal(report.front.shown, 0);
        assert_int_equal(report.front.repeated, 1);
        char *feed = edition_copy_read(&copy, "public/feed.xml");
        assert_null(strstr(feed, "<entry>"));
        free(feed);
    }
    snprintf(words, sizeof words, "why %s", id);
    assert_int_equal(edition_copy_command(&copy, "", words), 0);
    assert_non_null(strstr(copy.said, "Not on the front page: its lead was announced as another "
                                      "story before (anotherstory)"));
    assert_int_equal(edition_copy_command(&copy, "", "replay"), 0);
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(announces_nothing_twice),
        cmocka_unit_test(clicks_count_for_two_days),
        cmocka_unit_test(clicks_are_folded_once),
        cmocka_unit_test(points_are_rescored),
        cmocka_unit_test(two_folders_agree),
        cmocka_unit_test(unchanged_stories_are_left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
