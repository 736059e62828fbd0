#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "issue/issue.h"

#define HEAD                                                                                       \
    "id: p-2026-11-22\nlist: daily\nstate: draft\nsince: 2026-11-20T18:00:00Z\n"                   \
    "at: 2026-11-22T18:00:00Z\nsend: 2026-11-22T18:00:00Z\n"

static struct issue sample(struct issue_story *stories) {
    stories[0] = (struct issue_story){.story = STR("abcdefghijkl"),
                                      .topic = STR("AI"),
                                      .headline = STR("A \"quoted\" headline: with # and \\"),
                                      .sentence = STR("One sentence."),
                                      .line = STR("Our own line"),
                                      .url = STR("https://example.com/a?b=c&d=e"),
                                      .page = STR("https://example.org/s/ab/abc-a.html"),
                                      .provider = STR("The Example"),
                                      .language = STR("de"),
                                      .picture = STR("pictures/ab/cd.jpg"),
                                      .published = 1790000000,
                                      .outlets = 5,
                                      .others = {STR("A, B"), STR("null")},
                                      .other_count = 2};
    stories[1] = (struct issue_story){
        .headline = STR("\xe4\xb8\x96\xe7\x95\x8c"), .published = TIME_NONE, .outlets = 1};
    return (struct issue){.id = STR("p-2026-11-22"),
                          .list = STR("daily"),
                          .state = ISSUE_APPROVED,
                          .since = 1789900000,
                          .at = 1790000000,
                          .send = 1790000600,
                          .introduction = STR("Good day.\n\n- two\n  three: four"),
                          .stories = stories,
                          .count = 2};
}

static void comes_back(void **state) {
    (void)state;
    struct issue_story stories[2];
    struct issue issue = sample(stories), again;
    struct arena arena;
    struct error error = {0};
    arena_init(&arena, 4 << 20);
    for (int hints = 0; hints < 2; hints++) {
        struct buf first, second;
        char message[1024];
        buf_init(&first, ISSUE_BYTES_MOST);
        buf_init(&second, ISSUE_BYTES_MOST);
        issue_write(&issue, hints, &first);
        if (issue_read(&arena, buf_str(&first), &again, &error) != STATUS_OK)
            fail_msg("%s\n%s", error_describe(&error, message, sizeof message), buf_cstr(&first));
        issue_write(&again, hints, &second);
        assert_string_equal(buf_cstr(&second), buf_cstr(&first));
        assert_int_equal(again.state, ISSUE_APPROVED);
        assert_true(str_eq(again.introduction, issue.introduction));
        assert_true(str_eq(again.stories[0].headline, stories[0].headline));
        assert_true(again.stories[0].other_count == 2 && again.stories[1].published == TIME_NONE);
        buf_release(&first);
        buf_release(&second);
    }
    arena_release(&arena);
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        const char *text, *message;
    } cases[] = {
        {"", "1:1: expected keys with values"},
        {HEAD, "1:1: stories: expected a list of at least one story"},
        {HEAD "stories: []\n", "7:10: stories: expected a list of at least one story"},
        {HEAD "stories:\n  - line: x\n", "8:5: 'headline' must be given"},
        {HEAD "stories:\n  - headline: x\n    lines: y\n", "9:5: unknown key 'lines'"},
        {HEAD "subjekt: x\nstories:\n  - headline: x\n", "7:1: unknown key 'subjekt'"},
        {HEAD "preheader: too short\nstories:\n  - headline: x\n",
         "7:12: preheader: expected 40 to 90 characters"},
        {HEAD "stories:\n  - headline: x\n    url: javascript:alert(1)\n",
         "9:10: url: expected an address that starts with http:// or https://"},
        {HEAD "stories:\n  - headline: x\n    url: \"https://a/\\r\\nBcc: x\"\n",
         "9:10: url: expected an address that starts with http:// or https://"},
        {HEAD "stories:\n  - headline: x\n    picture: ../x.jpg\n",
         "9:14: picture: expected a path below public/"},
        {HEAD "stories:\n  - headline: x\n    outlets: 0\n",
         "9:14: outlets: expected a whole number from 1"},
        {HEAD "stories:\n  - headline: x\n    others: [a, b, c, d]\n",
         "9:13: others: expected a list of at most three names"},
        {"list: daily\nstories:\n  - headline: x\n", "1:1: 'id' must be given"},
        {"id: ../x\n", "1:5: id: expected a name of a-z, 0-9 and -"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct issue issue;
        struct error error = {0};
        char message[1024];
        arena_init(&arena, 4 << 20);
        assert_int_equal(issue_read(&arena, str_from(cases[i].text), &issue, &error),
                         STATUS_INVALID);
        assert_string_equal(error_describe(&error, message, sizeof message), cases[i].message);
        arena_release(&arena);
    }
}

static void cleans(void **state) {
    (void)state;
    struct arena arena;
    struct issue issue;
    arena_init(&arena, 4 << 20);
    assert_int_equal(issue_read(&arena,
                                STR(HEAD "stories:\n  - headline: \"a\\r\\nBcc: x\\u202e y"
                                         "\"\n"),
                                &issue, NULL),
                     STATUS_OK);
    assert_true(str_eq(issue.stories[0].headline, STR("a Bcc: x y")));
    arena_release(&arena);
}

static void names_issues(void **state) {
    (void)state;
    struct edition_list lists[] = {{.id = STR("daily"), .topic_index = SIZE_MAX},
                                   {.id = STR("bees"), .topic_index = 0}};
    struct edition_topic topic = {.name = STR("Bees")};
    const struct edition edition = {.title = STR("The Paper"),
                                    .id = STR("paper"),
                                    .topics = &topic,
                                    .topic_count = 1,
                                    .mail = {.lists = lists, .list_count = 2}};
    struct issue_story stories[2];
    struct issue issue = sample(stories);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_true(str_eq(issue_id(&arena, &edition, &lists[0], 0), STR("paper-1970-01-01")));
    issue.id = issue_id(&arena, &edition, &lists[1], 20000);
    assert_true(str_eq(issue.id, STR("paper-bees-2024-10-04")));
    assert_true(issue_id_valid(issue.id));
    assert_false(issue_id_valid(STR("2024-10-04")));
    assert_false(issue_id_valid(STR("paper-2024-10-4")));
    assert_false(issue_id_valid(STR("a/../b-2024-10-04")));
    issue.list = STR("bees");
    assert_true(str_eq(issue_title(&arena, &edition, &issue), STR("The Paper: Bees (2024-10-04)")));
    issue.list = STR("gone");
    assert_true(str_eq(issue_title(&arena, &edition, &issue), STR("The Paper (2024-10-04)")));
    assert_true(str_eq(issue_excerpt(&arena, &issue),
                       STR("A \"quoted\" headline: with # and \\ / \xe4\xb8\x96\xe7\x95\x8c")));
    assert_true(str_eq(issue_subject(&arena, &issue), stories[0].headline));
    for (issue.count = 1; issue.count <= 2; issue.count++) {
        size_t length = utf8_length(issue_preheader(&arena, &edition, &issue));
        assert_in_range(length, ISSUE_PREHEADER_LEAST, ISSUE_PREHEADER_MOST);
    }
    stories[1].headline = STR("Wordsthatgoonandonwithoutanyspaceuntilnobodyknowswheretheyshouldend"
                              "orwhethertheywilleverendatall");
    issue.count = 2;
    assert_in_range(utf8_length(issue_preheader(&arena, &edition, &issue)), ISSUE_PREHEADER_LEAST,
                    ISSUE_PREHEADER_MOST);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comes_back),
        cmocka_unit_test(refuses),
        cmocka_unit_test(cleans),
        cmocka_unit_test(names_issues),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
