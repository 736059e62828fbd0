/* An edition that has nothing left but its files, its records and its keys is made again from them
 * and publishes the same bytes (spec/sealed-payload.md, docs/sealing.md). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "issue/issue.h"
#include "press/facts.h"
#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { SEED_CLOCK = 1656619200, NOON = 1700049600 /* 2023-11-15T12:00:00Z */ };

static void run(struct edition_copy *copy, const char *words) {
    if (edition_copy_command(copy, "", words) != 0)
        fail_msg("%s: %s", words, copy->said);
}

/* Writes inbox/one.xml with these items, each the inside of an <item>, and does a round. */
static void round_of(struct edition_copy *copy, int64_t at, const char *const *items) {
    char text[8192] = "<rss version=\"2.0\"><channel><title>Feed</title>";
    copy->clock = clock_fixed(at);
    for (size_t i = 0; items[i] != NULL; i++) {
        size_t n = strlen(text);
        snprintf(text + n, sizeof text - n, "<item>%s</item>", items[i]);
    }
    size_t end = strlen(text);
    snprintf(text + end, sizeof text - end, "</channel></rss>");
    edition_copy_write(copy, "inbox/one.xml", text);
    run(copy, "run --once");
}

static void click(struct edition_copy *copy, const char *id, const char *visitor) {
    struct store *store;
    struct error error;
    if (store_open(copy->folder, STR("sqlite:state/"), STORE_SERVE, &store, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    assert_int_equal(store_click_add(store, str_from(id), day_of(clock_now(&copy->clock)),
                                     str_from(visitor), &error),
                     STATUS_OK);
    store_close(store);
}

/* ---- editions that have been through something ---- */

static void with_pictures_and_clicks(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/seed", SEED_CLOCK);
    run(copy, "key new --id first");
    run(copy, "run --once");
    click(copy, "kvrhhpbsto2r", "one");
    click(copy, "kvrhhpbsto2r", "two");
    copy->clock = clock_fixed(SEED_CLOCK + 3600);
    run(copy, "run --once");
}

#define COMET "<title>Comet seen over the harbour</title><link>https://a.example/comet</link>"
#define STRIKE "<title>Dockers begin a strike</title><link>https://a.example/strike</link>"

/* The front shows a copy of a picture, and that day's sponsor. */
static void with_copies_and_a_sponsor(struct edition_copy *copy) {
    char hash[HASH_HEX + 1], line[1024];
    edition_copy_make(copy, "tests/run/small", NOON);
    edition_copy_write(copy, "edition.yaml",
                       "title: Small\nid: small\nurl: https://small.example\n"
                       "publish: {threshold: 1}\nfetch: {pages: none}\n");
    edition_copy_shell(copy, "mkdir -p _sponsorships inbox/pictures");
    edition_copy_write(copy, "_sponsorships/northlight.md",
                       "---\nsponsor: Northlight\nwebUrl: https://northlight.example/\n"
                       "schedule: [2023-11-15]\nmessages: [Ship on Friday]\n---\n");
    hash_hex(STR("https://a.example/comet.png"), hash);
    snprintf(line, sizeof line, "cp tests/image/pictures/clear.png '%s/inbox/pictures/%s'",
             copy->folder, hash);
    assert_int_equal(system(line), 0);
    run(copy, "key new --id first");
    round_of(copy, NOON,
             (const char *const[]){COMET "<enclosure url=\"https://a.example/comet.png\" "
                                         "type=\"image/png\" length=\"1\"/>",
                                   NULL});
    edition_copy_shell(copy, "grep -q 'Ship on Friday' public/index.html && ls public/pictures/*");
}

static void with_merged_articles(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/small", NOON);
    edition_copy_write(copy, "edition.yaml",
                       "title: Small\nid: small\nurl: https://small.example\n"
                       "publish: {threshold: 1}\nfetch: {pages: none}\n");
    run(copy, "key new --id first");
    round_of(copy, NOON,
             (const char *const[]){COMET "<pubDate>Wed, 15 Nov 2023 08:00:00 GMT</pubDate>",
                                   STRIKE "<pubDate>Wed, 15 Nov 2023 09:00:00 GMT</pubDate>",
                                   NULL});
    edition_copy_write(copy, "page.html",
                       "<title>Dockers</title><link rel=canonical href=/comet><p>Text");
    char words[512];
    snprintf(words, sizeof words, "add --page '%s/page.html' https://a.example/strike",
             copy->folder);
    run(copy, words);
    edition_copy_shell(copy, "grep -rq 'url=.*comet' public/s");
}

static void with_changes_and_follow_ups(struct edition_copy *copy) {
    static const struct {
        int64_t after;
        const char *items[3];
    } rounds[] = {
        {0,
         {"<title>Volcano Skarvik erupts, northern town evacuated</title>"
          "<link>https://a.example/1</link>",
          STRIKE}},
        {DAY_SECONDS,
         {"<title>Skarvik volcano: northern town evacuated as lava nears</title>"
          "<link>https://b.example/2</link>",
          "<title>Retracted: Dockers begin a strike</title>"
          "<link>https://a.example/strike</link>"}},
        {6 * DAY_SECONDS,
         {"<title>Volcano Skarvik: northern town evacuated no more</title>"
          "<link>https://a.example/3</link><description>Lava &amp; ash</description>",
          COMET}},
    };
    edition_copy_make(copy, "tests/run/small", NOON);
    edition_copy_write(copy, "edition.yaml",
                       "title: Small\nid: small\nurl: https://small.example\n"
                       "publish: {threshold: 1}\nfetch: {pages: none}\n");
    run(copy, "key new --id first");
    for (size_t i = 0; i < sizeof rounds / sizeof rounds[0]; i++)
        round_of(copy, NOON + rounds[i].after, rounds[i].items);
    edition_copy_shell(copy, "grep -rq 'Goes on: ' public/s");
}

/* Records that came as such, one with a payload that nobody here opens; scored anew since. */
static void with_records(struct edition_copy *copy) {
    edition_copy_make(copy, "tests/run/seed", SEED_CLOCK);
    run(copy, "key new --id first");
    edition_copy_shell(copy, "rm inbox/computer-vision.xml; mkdir past");
    run(copy, "run --once");
    char line[512];
    snprintf(line, sizeof line, "cp tests/record/seed-record.md %s/past/2022-06-29-steep-drop.md",
             copy->folder);
    assert_int_equal(system(line), 0);
    edition_copy_write(copy, "past/2022-06-28-old.md",
                       "---\ntitle: An old one, by AI\nwebUrl: https://old.example/1\n"
                       "publishedDateTime: 2022-06-28T10:00:00Z\nquality: 5\nheat: 5\n"
                       "published: true\nprovider:\n  name: Old\n  domain: old.example\n"
                       "topics:\n- AI\n---\n");
    snprintf(line, sizeof line, "record import %s/past", copy->folder);
    run(copy, line);
    copy->clock = clock_fixed(SEED_CLOCK + 3600);
    run(copy, "rescore");
    edition_copy_shell(copy, "grep -q '^secured: \"[^v]' records/_news/2022-06-29-steep-drop.md");
    edition_copy_shell(copy, "ls records/_edition/2022-06-29-steep-drop.private.md");
}

static void with_foreign_payloads(struct edition_copy *copy) {
    with_pictures_and_clicks(copy);
    edition_copy_shell(copy, "sed -i 's/^secured: .*/secured: \"not;ours\"/' records/_news/*n*.md; "
                             "sed -i 's/title: .*/title: Another/' edition.yaml");
    run(copy, "publish");
    edition_copy_shell(copy, "grep -q '^secured: \"not;ours\"' records/_news/*n*.md");
}

static void with_an_issue(struct edition_copy *copy) {
    struct store *store;
    struct facts facts;
    struct error error;
    struct issue_story story = {.story = STR("lkobujttj5bk"),
                                .headline = STR("A \"story\""),
                                .published = TIME_NONE,
                                .outlets = 1};
    const struct issue issue = {.id = STR("ai-2022-06-30"),
                                .list = STR("ai"),
                                .since = SEED_CLOCK - DAY_SECONDS,
                                .at = SEED_CLOCK,
                                .send = SEED_CLOCK,
                                .subject = STR("News"),
                                .stories = &story,
                                .count = 1};
    with_pictures_and_clicks(copy);
    assert_int_equal(store_open(copy->folder, STR("sqlite:state/"), STORE_WRITE, &store, &error),
                     STATUS_OK);
    facts_init(&facts);
    assert_int_equal(facts_add_issued(&facts, &issue, STR("<p>A letter"), SEED_CLOCK + 60, &error),
                     STATUS_OK);
    assert_int_equal(facts_commit(&facts, store, &error), STATUS_OK);
    facts_release(&facts);
    store_close(store);
    run(copy, "publish");
    edition_copy_shell(copy, "ls records/_edition/issue-ai-2022-06-30.md");
}

/* ---- and what comes back of them ---- */

struct outcome {
    char records[65], pages[65], stories[65];
};

static void look(struct edition_copy *copy, struct outcome *outcome) {
    edition_copy_hash(copy, "records", outcome->records);
    edition_copy_hash(copy, "public", outcome->pages);
    edition_copy_shell(copy, "mkdir -p listed");
    run(copy, "stories --all --json");
    edition_copy_write(copy, "listed/stories", copy->said);
    edition_copy_hash(copy, "listed", outcome->stories);
}

static void same(struct edition_copy *copy, const struct outcome *wanted, const char *when) {
    struct outcome outcome;
    look(copy, &outcome);
    if (strcmp(outcome.records, wanted->records) != 0)
        fail_msg("%s: other records in %s", when, copy->folder);
    if (strcmp(outcome.pages, wanted->pages) != 0)
        fail_msg("%s: other pages in %s", when, copy->folder);
    if (strcmp(outcome.stories, wanted->stories) != 0)
        fail_msg("%s: other stories in %s", when, copy->folder);
}

typedef void maker(struct edition_copy *copy);

static const struct {
    const char *name;
    maker *make;
} editions[] = {
    {"pictures and clicks", with_pictures_and_clicks},
    {"copies and a sponsor", with_copies_and_a_sponsor},
    {"merged articles", with_merged_articles},
    {"changes and follow-ups", with_changes_and_follow_ups},
    {"records", with_records},
    {"foreign payloads", with_foreign_payloads},
    {"an issue", with_an_issue},
};

/* A day later, as if its disk had been lost: a copy of what lies in a repository, and the keys. */
static void the_same_bytes_come_back(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof editions / sizeof editions[0]; i++) {
        struct edition_copy copy, again;
        struct outcome wanted;
        char line[2048];
        editions[i].make(&copy);
        look(&copy, &wanted);
        edition_copy_make(&again, "tests/run/small", clock_now(&copy.clock) + DAY_SECONDS);
        snprintf(line, sizeof line, "rm -r '%s'/*; cp -a '%s'/. '%s'; cd '%s'; rm -r state public",
                 again.folder, copy.folder, again.folder, again.folder);
        assert_int_equal(system(line), 0);
        run(&again, "rebuild");
        same(&again, &wanted, editions[i].name);
        /* From there on both go on alike, when nothing new comes. */
        edition_copy_shell(&copy, "rm -f inbox/*.xml");
        edition_copy_shell(&again, "rm -f inbox/*.xml");
        copy.clock = again.clock = clock_fixed(clock_now(&copy.clock) + 2 * DAY_SECONDS);
        run(&copy, "run --once");
        run(&again, "run --once");
        look(&copy, &wanted);
        same(&again, &wanted, "two days later");
        edition_copy_remove(&copy);
        edition_copy_remove(&again);
    }
}

/* A copy of the seed edition after its round, without its state. */
static void lose_state(struct edition_copy *copy, struct outcome *before) {
    with_pictures_and_clicks(copy);
    look(copy, before);
    edition_copy_shell(copy, "rm -r state public");
}

#define LEAD "records/_news/2022-06-30-chinese-ai-*.md"
#define OTHER "records/_news/2022-06-30-sensetimes-*.md"

/* What does not open is told apart, and costs no more than itself. Records stay as they are. */
static void losses_are_told_apart(void **state) {
    static const struct {
        const char *harm;
        int code;
        const char *said[3];
        bool lost; /* an article */
    } cases[] = {
        {"true", 0, {"4 articles"}, false},
        {"rm -r keys",
         1,
         {"was sealed by a key that is not here (first)", "There is no key", "4 rec"},
         false},
        {"sed -i 's/^secured.*/secured: \"x\"/' " LEAD, 1, {"none of ours", "3 articles"}, false},
        {"sed -i 's/:first:..../:first:AAAA/' " LEAD,
         1,
         {"does not open, though its key is here", "3 articles", "1 records"},
         false},
        {"a=$(grep ^secured " LEAD "); sed -i \"s|^secured.*|$a|\" " OTHER,
         1,
         {"does not open, though", "3 articles"},
         false},
        {"sed -i '/^secured/d' " LEAD, 1, {"has nothing sealed", "3 articles"}, false},
        {"echo '---' > $(ls " LEAD ")", 1, {"is no record", "cannot be read", "3 articles"}, true},
        {"rm " LEAD, 0, {"3 articles"}, true},
        {"rm records/_edition/*", 1, {"the front is made anew", "4 articles"}, false},
        {"sed -i 's/:first:..../:first:AAAA/' records/_edition/edition.md",
         1,
         {"does not open, though", "4 articles"},
         false},
        {"chmod 644 keys/first.json", 77, {"others"}, false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition_copy copy;
        struct outcome before;
        lose_state(&copy, &before);
        edition_copy_shell(&copy, cases[i].harm);
        edition_copy_shell(&copy, "rm -rf was; cp -r records/_news was");
        int code = edition_copy_command(&copy, "", "rebuild");
        if (code != cases[i].code)
            fail_msg("%s: exit %d: %s", cases[i].harm, code, copy.said);
        for (size_t k = 0; k < 3 && cases[i].said[k] != NULL; k++)
            if (strstr(copy.said, cases[i].said[k]) == NULL)
                fail_msg("%s: no '%s' in %s", cases[i].harm, cases[i].said[k], copy.said);
        if (code > 1 || cases[i].lost) {
            edition_copy_remove(&copy);
            continue;
        }
        run(&copy, "stories --all --json");
        assert_non_null(strstr(copy.said, "lkobujttj5bk"));
        edition_copy_shell(&copy, "diff -r was records/_news");
        edition_copy_remove(&copy);
    }
}

/* A wrong passphrase is no damaged record. */
static void passphrases_are_no_damage(void **state) {
    struct edition_copy copy;
    char words[512];
    (void)state;
    edition_copy_make(&copy, "tests/run/seed", SEED_CLOCK);
    edition_copy_write(&copy, "phrase", "horse\n");
    edition_copy_write(&copy, "wrong", "cow\n");
    snprintf(words, sizeof words, "key new --id first --passphrase %s/phrase", copy.folder);
    run(&copy, words);
    snprintf(words, sizeof words, "run --once --passphrase %s/phrase", copy.folder);
    run(&copy, words);
    edition_copy_shell(&copy, "rm -r state public");
    snprintf(words, sizeof words, "rebuild --passphrase %s/wrong", copy.folder);
    assert_int_equal(edition_copy_command(&copy, "", words), 77);
    assert_non_null(strstr(copy.said, "passphrase"));
    assert_int_equal(edition_copy_command(&copy, "", "rebuild"), 77);
    snprintf(words, sizeof words, "rebuild --passphrase %s/phrase", copy.folder);
    run(&copy, words);
    edition_copy_remove(&copy);
}

/* A state is never touched; what a kill left of a rebuild is taken up again. */
static void only_into_nothing(void **state) {
    struct edition_copy copy;
    struct outcome before;
    (void)state;
    with_pictures_and_clicks(&copy);
    assert_int_equal(edition_copy_command(&copy, "", "rebuild"), 65);
    assert_non_null(strstr(copy.said, "put state/ away"));
    look(&copy, &before);
    for (int n = 1; n <= 8; n++) {
        char killer[64];
        snprintf(killer, sizeof killer, "timeout -s KILL 0.%03d", 5 * n * n);
        edition_copy_shell(&copy, "rm -r state public");
        edition_copy_command(&copy, killer, "rebuild");
        run(&copy, "rebuild");
        same(&copy, &before, killer);
    }
    edition_copy_remove(&copy);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_bytes_come_back),
        cmocka_unit_test(losses_are_told_apart),
        cmocka_unit_test(passphrases_are_no_damage),
        cmocka_unit_test(only_into_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
