/* What goes into an issue, and what a round does about issues: an edition in a folder of its own,
 * whose stories are made here. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>

#include "files/files.h"
#include "files/tree.h"
#include "mail/draft.h"
#include "mail/due.h"
#include "mail/pick.h"
#include "publish/fill.h"

enum { NOON = 1763812800 /* 2025-11-22, a Saturday */, HOUR = 3600 };

/* A story of one article and, with other outlets, as many more. */
struct told {
    const char *id; /* 11 characters; members have one more */
    int64_t heat, shown;
    const char *provider, *topic;
    int others;
};

struct fixture {
    char folder[64];
    struct arena arena;
    struct edition edition;
    struct store *store;
    struct zone zone;
    struct issue issue;
};

static void load_edition(struct fixture *fixture, const char *mail) {
    const struct edition_file files[] = {
        {STR("edition.yaml"),
         arena_format(
             &fixture->arena,
             "title: P\nid: p\nurl: https://p.example\npublish: {front: {perProvider: 2}}\n"
             "mail:\n  from: P <p@p.example>\n%s",
             mail)},
        {STR("topics/00-a.yaml"), STR("_id: a\nname: A\n")},
        {STR("topics/01-b.yaml"), STR("_id: b\nname: B\n")},
    };
    assert_int_equal(edition_load(&fixture->arena, files, 3, &fixture->edition, NULL), STATUS_OK);
}

static void add_article(struct buf *json, const struct told *told, int member) {
    char time[TIME_TEXT];
    time_format(NOON - HOUR - member, time);
    buf_printf(
        json,
        "%s{\"id\":\"%s%c\",\"story\":\"%sa\",\"lead\":%s,\"shown\":true,\"quality\":5,"
        "\"heat\":%lld,\"published\":\"%s\",\"seen\":\"%s\",\"provider\":\"%s%d\","
        "\"topics\":[\"%s\",\"a\"],\"data\":{\"id\":\"%s%c\",\"type\":\"article\","
        "\"title\":\"%s\",\"excerpt\":\"Short. And then a sentence that goes on and on until it "
        "ends here. More.\",\"published\":\"%s\",\"seen\":\"%s\",\"providerName\":\"%s%d\","
        "\"providerDomain\":\"%s%d\",\"webUrl\":\"https://x.example/%s\"}}",
        json->n > 20 ? "," : "", told->id, 'a' + member, told->id, member == 0 ? "true" : "false",
        (long long)told->heat, time, time, told->provider, member, told->topic, told->id,
        'a' + member, told->id, time, time, told->provider, member, told->provider, member,
        told->id);
}

static void tell(struct fixture *fixture, const struct told *stories, size_t count) {
    struct buf json;
    buf_init(&json, 1 << 20);
    BUF_ADD(&json, "{\"articles\":[");
    for (size_t i = 0; i < count; i++)
        for (int member = 0; member <= stories[i].others; member++)
            add_article(&json, &stories[i], member);
    BUF_ADD(&json, "]}");
    assert_int_equal(fill_store(fixture->store, buf_str(&json), 1, NULL), STATUS_OK);
    assert_int_equal(store_begin(fixture->store, NULL), STATUS_OK);
    for (size_t i = 0; i < count; i++) {
        const struct store_key shown = {
            arena_format(&fixture->arena, "%sa", stories[i].id),
            arena_format(&fixture->arena, "%lld", (long long)stories[i].shown)};
        assert_int_equal(store_keys_put(fixture->store, KEYS_SHOWN, &shown, 1, NULL), STATUS_OK);
    }
    assert_int_equal(store_commit(fixture->store, 1, NULL), STATUS_OK);
    buf_release(&json);
}

static void open_fixture(struct fixture *fixture, const char *mail) {
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/broadsheet-mail-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    arena_init(&fixture->arena, 64 << 20);
    fixture->zone = zone_utc();
    load_edition(fixture, mail);
    assert_int_equal(
        store_open(fixture->folder, STR("sqlite:state/"), STORE_WRITE, &fixture->store, NULL),
        STATUS_OK);
}

static void close_fixture(struct fixture *fixture) {
    char command[128];
    store_close(fixture->store);
    arena_release(&fixture->arena);
    snprintf(command, sizeof command, "rm -r '%s'", fixture->folder);
    assert_int_equal(system(command), 0);
}

static void pick(struct fixture *fixture, size_t list) {
    const struct mail_pick pick = {.folder = fixture->folder,
                                   .edition = &fixture->edition,
                                   .store = fixture->store,
                                   .zone = &fixture->zone,
                                   .list = &fixture->edition.mail.lists[list],
                                   .at = NOON,
                                   .since = TIME_NONE};
    assert_int_equal(mail_pick_issue(&pick, &fixture->arena, &fixture->issue, NULL), STATUS_OK);
}

/* "story story …" of the issue at hand. */
static void picked(const struct fixture *fixture, const char *expected) {
    struct buf got;
    buf_init(&got, 1 << 16);
    for (size_t i = 0; i < fixture->issue.count; i++)
        buf_printf(&got, "%s%.*s", i > 0 ? " " : "", STR_ARG(fixture->issue.stories[i].headline));
    assert_string_equal(buf_cstr(&got), expected);
    buf_release(&got);
}

/* daily at 12:00: since yesterday's noon. */
#define DAILY "  lists: [daily every day at 12:00, b every saturday at 12:00 about B]\n"

static void takes_what_is_new(void **state) {
    (void)state;
    static const struct told stories[] = {
        {"aaaaaaaaaaa", 90, NOON - HOUR, "p", "b", 3},
        {"bbbbbbbbbbb", 100, NOON, "q", "a", 0},
        {"ccccccccccc", 200, NOON - 24 * HOUR, "r", "a", 5},    /* in yesterday's time */
        {"ddddddddddd", 200, NOON + 1, "s", "a", 5},            /* in tomorrow's */
        {"eeeeeeeeeee", 90, NOON - 24 * HOUR + 1, "t", "b", 0}, /* as hot as the first */
    };
    struct fixture fixture;
    open_fixture(&fixture, DAILY);
    tell(&fixture, stories, 5);
    pick(&fixture, 0);
    picked(&fixture, "bbbbbbbbbbb aaaaaaaaaaa eeeeeeeeeee");
    const struct issue_story *story = &fixture.issue.stories[1];
    assert_true(str_eq(story->topic, STR("B")) && str_eq(story->provider, STR("p0")));
    assert_true(story->outlets == 4 && story->other_count == 3 &&
                str_eq(story->others[2], STR("p1")));
    assert_true(str_eq(story->sentence,
                       STR("Short. And then a sentence that goes on and on until it ends here.")));
    assert_true(str_eq(story->page, STR("https://p.example/s/aa/aaaaaaaaaaaa-article.html")));
    assert_true(str_absent(fixture.issue.stories[0].topic)); /* the main one says nothing */
    assert_true(str_eq(fixture.issue.id, STR("p-2025-11-22")));
    assert_int_equal(fixture.issue.since, NOON - 24 * HOUR);
    /* Of a topic, of a week. */
    pick(&fixture, 1);
    picked(&fixture, "aaaaaaaaaaa eeeeeeeeeee");
    assert_true(str_eq(fixture.issue.id, STR("p-b-2025-11-22")));
    close_fixture(&fixture);
}

static void keeps_to_its_sizes(void **state) {
    (void)state;
    static const struct told stories[] = {
        {"aaaaaaaaaaa", 99, NOON, "p", "a", 0}, {"bbbbbbbbbbb", 98, NOON, "p", "a", 0},
        {"ccccccccccc", 97, NOON, "p", "a", 9}, /* a third of one outlet */
        {"ddddddddddd", 96, NOON, "q", "a", 0}, {"eeeeeeeeeee", 95, NOON, "r", "a", 0},
        {"fffffffffff", 94, NOON, "s", "a", 1}, {"ggggggggggg", 93, NOON, "t", "a", 4},
        {"hhhhhhhhhhh", 92, NOON, "u", "a", 1},
    };
    struct fixture fixture;
    open_fixture(&fixture, DAILY "  stories: {least: 3, most: 5}\n");
    tell(&fixture, stories, 8);
    pick(&fixture, 0);
    picked(&fixture, "aaaaaaaaaaa bbbbbbbbbbb ddddddddddd fffffffffff ggggggggggg");
    assert_true(fixture.issue.stories[4].outlets == 5 && fixture.issue.stories[4].other_count == 2);
    close_fixture(&fixture);
}

/* Notes that an issue of the daily list with one story left the house, as the press would. */
static void note_issued(struct fixture *fixture, const char *id, const char *story) {
    const struct store_key issue = {str_from(id), STR("1 daily x y")};
    const struct store_key in = {arena_format(&fixture->arena, "daily/%s", story), str_from(id)};
    assert_int_equal(store_begin(fixture->store, NULL), STATUS_OK);
    assert_int_equal(store_keys_put(fixture->store, KEYS_ISSUE, &issue, 1, NULL), STATUS_OK);
    assert_int_equal(store_keys_put(fixture->store, KEYS_IN_ISSUE, &in, 1, NULL), STATUS_OK);
    assert_int_equal(store_commit(fixture->store, 1, NULL), STATUS_OK);
}

static void takes_nothing_twice(void **state) {
    (void)state;
    static const struct told stories[] = {{"aaaaaaaaaaa", 90, NOON, "p", "b", 3},
                                          {"bbbbbbbbbbb", 80, NOON, "q", "b", 0},
                                          {"ccccccccccc", 70, NOON, "r", "b", 0}};
    struct fixture fixture;
    open_fixture(&fixture, DAILY);
    tell(&fixture, stories, 3);
    note_issued(&fixture, "p-2025-11-20", "bbbbbbbbbbba");
    /* A story that was in an issue is part of another one now: its founder is a member there. */
    note_issued(&fixture, "p-2025-11-21", "aaaaaaaaaaac");
    pick(&fixture, 0);
    picked(&fixture, "ccccccccccc");
    pick(&fixture, 1);
    picked(&fixture, "aaaaaaaaaaa bbbbbbbbbbb ccccccccccc");
    close_fixture(&fixture);
}

/* ---- rounds ---- */

static size_t round_at(struct fixture *fixture, int64_t now, struct facts *facts) {
    const struct mail_due due = {.folder = fixture->folder,
                                 .edition = &fixture->edition,
                                 .store = fixture->store,
                                 .zone = &fixture->zone,
                                 .now = now};
    facts_release(facts);
    facts_init(facts);
    assert_int_equal(mail_due(&due, facts, NULL), STATUS_OK);
    assert_int_equal(mail_due_sweep(&due, NULL), STATUS_OK);
    return facts->count;
}

static size_t draft_count(struct fixture *fixture) {
    struct str *ids;
    size_t count;
    assert_int_equal(mail_draft_list(&fixture->arena, fixture->folder, &ids, &count, NULL),
                     STATUS_OK);
    return count;
}

static void waits_for_the_editor(void **state) {
    (void)state;
    static const struct told stories[] = {{"aaaaaaaaaaa", 90, NOON - HOUR, "p", "a", 3}};
    struct fixture fixture;
    struct facts facts;
    struct issue issue;
    struct str id = STR("p-2025-11-22");
    open_fixture(&fixture, "  lists: [daily every day at 12:00]\n");
    facts_init(&facts);
    tell(&fixture, stories, 1);
    assert_int_equal(round_at(&fixture, NOON - 13 * HOUR, &facts), 0);
    assert_int_equal(draft_count(&fixture), 0); /* nothing new at yesterday's noon */
    assert_int_equal(round_at(&fixture, NOON + 60, &facts), 0);
    assert_int_equal(draft_count(&fixture), 1);
    assert_int_equal(mail_draft_read(&fixture.arena, fixture.folder, id, &issue, NULL), STATUS_OK);
    assert_int_equal(issue.state, ISSUE_DRAFT);
    issue.state = ISSUE_APPROVED;
    issue.send = NOON + 2 * HOUR;
    issue.subject = STR("Ours");
    assert_int_equal(mail_draft_write(fixture.folder, &issue, NULL), STATUS_OK);
    assert_int_equal(round_at(&fixture, NOON + HOUR, &facts), 0);
    assert_int_equal(round_at(&fixture, NOON + 2 * HOUR, &facts), 1);
    assert_true(str_eq(facts.items[0].kind, FACT_ISSUED) && facts.items[0].at == NOON + 2 * HOUR);
    assert_int_equal(facts.text_count, 2);
    assert_true(str_find(facts.texts[0].text, STR("subject: \"Ours\"")) != SIZE_MAX);
    /* Killed before the draft was taken away: it goes with the next round, and nothing is twice. */
    note_issued(&fixture, "p-2025-11-22", "aaaaaaaaaaaa");
    assert_int_equal(round_at(&fixture, NOON + 3 * HOUR, &facts), 0);
    assert_int_equal(draft_count(&fixture), 0);
    assert_int_equal(round_at(&fixture, NOON + 3 * HOUR, &facts), 0);
    assert_int_equal(draft_count(&fixture), 0);
    facts_release(&facts);
    close_fixture(&fixture);
}

static void goes_by_itself(void **state) {
    (void)state;
    static const struct told stories[] = {{"aaaaaaaaaaa", 90, NOON - HOUR, "p", "a", 3}};
    struct fixture fixture;
    struct facts facts;
    open_fixture(&fixture, "  lists: [daily every day at 12:00]\n  review: none\n");
    facts_init(&facts);
    tell(&fixture, stories, 1);
    assert_int_equal(round_at(&fixture, NOON + 13 * HOUR, &facts), 0); /* too late */
    assert_int_equal(round_at(&fixture, NOON, &facts), 1);
    facts_release(&facts);
    close_fixture(&fixture);
}

/* A draft that its editor broke stays as it is, and holds up nothing else. */
static void leaves_broken_drafts(void **state) {
    (void)state;
    static const struct told stories[] = {{"aaaaaaaaaaa", 90, NOON - HOUR, "p", "b", 3}};
    struct fixture fixture;
    struct facts facts;
    struct tree *tree;
    open_fixture(&fixture, DAILY "  review: none\n");
    facts_init(&facts);
    tell(&fixture, stories, 1);
    assert_int_equal(tree_open(fixture.folder, &tree, NULL), STATUS_OK);
    assert_int_equal(tree_write(tree, STR("drafts/p-2025-11-22.yaml"), STR("stories: [\n"), NULL),
                     STATUS_OK);
    assert_int_equal(tree_write(tree, STR("drafts/notes.txt"), STR("x"), NULL), STATUS_OK);
    tree_close(tree);
    assert_int_equal(round_at(&fixture, NOON, &facts), 1);
    assert_true(str_find(facts.items[0].body, STR("\"id\":\"p-b-2025-11-22\"")) != SIZE_MAX);
    assert_int_equal(
        mail_draft_read(&fixture.arena, fixture.folder, STR("p-2025-11-22"), &fixture.issue, NULL),
        STATUS_INVALID);
    assert_int_equal(mail_draft_read(&fixture.arena, fixture.folder, STR("../p-2025-11-22"),
                                     &fixture.issue, NULL),
                     STATUS_NOT_FOUND);
    facts_release(&facts);
    close_fixture(&fixture);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_what_is_new),   cmocka_unit_test(keeps_to_its_sizes),
        cmocka_unit_test(takes_nothing_twice), cmocka_unit_test(waits_for_the_editor),
        cmocka_unit_test(goes_by_itself),      cmocka_unit_test(leaves_broken_drafts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
