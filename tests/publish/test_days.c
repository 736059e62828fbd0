/* Pages of days, months and outlets. */
#include "fixture.h"

#include <unistd.h>

#include "publish/days.h"

static void fill_story(struct fixture *fixture, const char *id, const char *published,
                       const char *provider, bool shown, int64_t changed) {
    struct str json = arena_format(
        &fixture->arena,
        "{\"articles\":[{\"id\":\"%s\",\"story\":\"%s\",\"lead\":true,\"shown\":%s,\"quality\":90,"
        "\"heat\":90,\"published\":\"%s\",\"seen\":\"%s\",\"provider\":\"%s\",\"topics\":[\"ai\"],"
        "\"path\":\"_news/%s.md\",\"data\":{\"id\":\"%s\",\"title\":\"Of %s\",\"type\":\"article\","
        "\"providerDomain\":\"%s\",\"webUrl\":\"https://%s/%s\",\"published\":\"%s\","
        "\"seen\":\"%s\"}}]}",
        id, id, shown ? "true" : "false", published, published, provider, id, id, published,
        provider, provider, id, published, published);
    fill_from(fixture, json, changed);
}

static bool is_there(struct fixture *fixture, const char *path) {
    return !str_absent(read_file(fixture, path));
}

/* Whether the page at `path` leads to `to` with this relation. */
static bool leads(struct fixture *fixture, const char *path, const char *relation, const char *to) {
    struct str link =
        arena_format(&fixture->arena, "<a href=\"../../../%s/\" rel=\"%s\">", to, relation);
    return holds(read_file(fixture, path), link.p);
}

static void follows_the_time_zone(void **state) {
    static const struct {
        const char *zone;
        bool sixth, seventh, eighth; /* days of October that have stories */
    } cases[] = {
        {"UTC", false, true, true},
        {"Pacific/Auckland", false, false, true},
        {"America/Los_Angeles", false, true, true},
        {"Pacific/Kiritimati", false, false, true},
    };
    struct fixture *fixture = *state;
    if (access("/usr/share/zoneinfo/Pacific/Auckland", R_OK) != 0)
        skip();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        fixture->edition.time_zone = str_from(cases[i].zone);
        publish(fixture);
        assert_int_equal(is_there(fixture, "public/2025/10/06/index.html"), cases[i].sixth);
        assert_int_equal(is_there(fixture, "public/2025/10/07/index.html"), cases[i].seventh);
        assert_int_equal(is_there(fixture, "public/2025/10/08/index.html"), cases[i].eighth);
    }
    fixture->edition.time_zone = STR("Europe/Atlantis");
    assert_int_equal(
        publish_edition(&fixture->context, fixture->look, &fixture->report, &fixture->error),
        STATUS_CONFIG);
}

static void leads_from_day_to_day(void **state) {
    struct fixture *fixture = *state;
    const char *seventh = "public/2025/10/07/index.html", *eighth = "public/2025/10/08/index.html";
    fill_story(fixture, "gggggggggggg", "2024-02-29T23:59:59Z", "leap.example", true, 1);
    publish(fixture);
    assert_true(leads(fixture, eighth, "prev", "2025/10/07"));
    assert_false(holds(read_file(fixture, eighth), "rel=\"next\""));
    assert_true(leads(fixture, seventh, "next", "2025/10/08"));
    assert_true(leads(fixture, seventh, "prev", "2024/02/29"));
    assert_true(leads(fixture, "public/2024/02/29/index.html", "next", "2025/10/07"));
    assert_true(holds(read_file(fixture, "public/2025/10/index.html"),
                      "<a href=\"../../2025/10/08/\">Wednesday 8 October 2025</a> · 2 stories"));
    assert_true(holds(read_file(fixture, "public/archive/index.html"),
                      "<a href=\"../2024/02/\">February 2024</a>"));
}

/* What was written for what changed is what a whole publishing would have written. */
static void assert_complete(struct fixture *fixture) {
    fixture->look = STR_NONE;
    publish(fixture);
    assert_int_equal(fixture->report.pages.written, 0);
    assert_int_equal(fixture->report.pages.removed, 0);
    fixture->look = STR("look");
}

static void keeps_up_with_changes(void **state) {
    struct fixture *fixture = *state;
    const char *between = "public/2025/09/15/index.html";
    const char *outlet = "public/provider/autumn.example/index.html";
    fixture->look = STR("look");
    fill_story(fixture, "gggggggggggg", "2024-02-29T12:00:00Z", "leap.example", true, 1);
    publish(fixture);
    fill_story(fixture, "hhhhhhhhhhhh", "2025-09-15T12:00:00Z", "autumn.example", true, 2);
    publish(fixture);
    assert_true(is_there(fixture, between) && is_there(fixture, outlet));
    assert_true(leads(fixture, "public/2024/02/29/index.html", "next", "2025/09/15"));
    assert_true(leads(fixture, "public/2025/10/07/index.html", "prev", "2025/09/15"));
    assert_complete(fixture);
    fill_story(fixture, "hhhhhhhhhhhh", "2025-09-15T12:00:00Z", "autumn.example", false, 3);
    publish(fixture);
    assert_false(is_there(fixture, between) || is_there(fixture, outlet));
    assert_false(is_there(fixture, "public/2025/09/index.html"));
    assert_true(leads(fixture, "public/2024/02/29/index.html", "next", "2025/10/07"));
    assert_complete(fixture);
}

static void lists_outlets(void **state) {
    struct fixture *fixture = *state;
    publish(fixture);
    /* One without a file, which leads no story; what was taken down is nowhere. */
    struct str page = read_file(fixture, "public/provider/south.example/index.html");
    assert_true(holds(page, "The optician who looks at your heart"));
    assert_true(holds(page, "· a story of 4 articles</a>"));
    assert_false(holds(page, "A chip maker"));
    assert_false(
        holds(read_file(fixture, "public/provider/west.example/index.html"), "Taken down"));
    assert_true(holds(read_file(fixture, "public/provider/index.html"),
                      "<a href=\"../provider/north.example/\">Northern Post</a>"));
    assert_false(holds(read_file(fixture, "public/provider/index.html"), "south.example"));
}

static void limits_an_outlets_page(void **state) {
    struct fixture *fixture = *state;
    for (int i = 0; i < 70; i++) {
        char id[16], time[32];
        snprintf(id, sizeof id, "zzzzzzzzzz%c%c", 'a' + i / 10, 'a' + i % 10);
        snprintf(time, sizeof time, "2025-09-15T12:%02d:%02dZ", i / 60, i % 60);
        fill_story(fixture, id, time, "autumn.example", true, 1);
    }
    publish(fixture);
    struct str page = read_file(fixture, "public/provider/autumn.example/index.html");
    assert_true(holds(page, "The newest 60"));
    assert_true(holds(page, "Of 2025-09-15T12:01:09Z"));
    assert_false(holds(page, "Of 2025-09-15T12:00:09Z"));
    /* On the day's page an outlet leads three; the others have a line each. */
    page = read_file(fixture, "public/2025/09/15/index.html");
    assert_true(holds(page, ">70 stories</h2>"));
    assert_true(holds(page, "Of 2025-09-15T12:00:09Z"));
    assert_true(holds(page, "Of 2025-09-15T12:01:09Z"));
}

int main(void) {
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(follows_the_time_zone),  WITH_FIXTURE(leads_from_day_to_day),
        WITH_FIXTURE(keeps_up_with_changes),  WITH_FIXTURE(lists_outlets),
        WITH_FIXTURE(limits_an_outlets_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
