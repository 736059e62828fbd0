#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "front/front.h"

enum { NOW = 1760000000 };

static struct edition plain_edition(void) {
    return (struct edition){
        .publish = {.threshold = 70,
                    .front_hours = 48,
                    .front_stories = 60,
                    .front_fade = 1,
                    .front_per_provider = 3,
                    .front_sizes = {70, 100, 150, 220}},
    };
}

/* Age in seconds; NULL name ends a list. */
struct given {
    const char *name;
    int64_t heat, age;
    const char *provider;
};

static size_t fill(const struct given *given, struct front_story *stories) {
    size_t n = 0;
    for (; given[n].name != NULL; n++) {
        stories[n] = (struct front_story){.heat = given[n].heat,
                                          .newest = NOW - given[n].age,
                                          .provider = str_from(given[n].provider)};
        snprintf(stories[n].story, sizeof stories[n].story, "%s", given[n].name);
        snprintf(stories[n].lead, sizeof stories[n].lead, "l-%s", given[n].name);
    }
    return n;
}

/* "a:5 b:4": names and sizes in the order of the front. */
static void front_text(const struct front_item *items, size_t count, struct buf *out) {
    buf_clear(out);
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%s:%d", i > 0 ? " " : "", items[i].story, items[i].size);
}

static void selects(void **state) {
    (void)state;
    static const struct {
        const char *says;
        struct given given[12];
        int64_t stories_most;
        const char *front;
        size_t below, old, crowded, surplus;
    } cases[] = {
        {"rank is heat less one point an hour",
         {{"a", 80, 36000, "x"}, {"b", 72, 0, "y"}, {"c", 69, 0, "z"}},
         60,
         "b:2 a:2",
         1,
         0,
         0,
         0},
        {"of equal rank the newer, then the smaller id",
         {{"d", 75, 0, "x"}, {"b", 80, 18000, "y"}, {"c", 75, 0, "z"}},
         60,
         "c:2 d:2 b:2",
         0,
         0,
         0,
         0},
        {"48 hours old is in, a second more is out",
         {{"a", 90, 172800, "x"}, {"b", 90, 172801, "y"}, {"c", 10, 172801, "y"}},
         60,
         "a:2",
         1,
         1,
         0,
         0},
        {"three of a provider",
         {{"a", 79, 0, "x"},
          {"b", 78, 0, "x"},
          {"c", 77, 0, "x"},
          {"d", 76, 0, "x"},
          {"e", 75, 0, NULL},
          {"f", 74, 0, NULL},
          {"g", 73, 0, NULL},
          {"h", 72, 0, NULL}},
         60,
         "a:2 b:2 c:2 e:2 f:2 g:2 h:2",
         0,
         0,
         1,
         0},
        {"at most so many stories",
         {{"a", 79, 0, "x"}, {"b", 78, 0, "y"}, {"c", 77, 0, "z"}},
         2,
         "a:2 b:2",
         0,
         0,
         0,
         1},
        {"one of the largest, three of the second size",
         {{"a", 300, 0, "1"},
          {"b", 299, 0, "2"},
          {"c", 298, 0, "3"},
          {"d", 297, 0, "4"},
          {"e", 296, 0, "5"},
          {"f", 100, 0, "6"},
          {"g", 99, 0, "7"}},
         60,
         "a:5 b:4 c:4 d:4 e:3 f:3 g:2",
         0,
         0,
         0,
         0},
        {"one that lies ahead has no age",
         {{"a", 80, -5000, "x"}, {"b", 81, 0, "y"}},
         60,
         "b:2 a:2",
         0,
         0,
         0,
         0},
        {"nothing", {{NULL, 0, 0, NULL}}, 60, "", 0, 0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition edition = plain_edition();
        edition.publish.front_stories = cases[i].stories_most;
        struct front_story stories[12];
        size_t n = fill(cases[i].given, stories);
        struct front front;
        struct arena arena;
        struct buf out;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 16);
        assert_int_equal(front_select(&arena, &edition, NOW, stories, n, NULL, &front, NULL),
                         STATUS_OK);
        front_text(front.items, front.count, &out);
        assert_string_equal(buf_cstr(&out), cases[i].front);
        assert_int_equal(front.report.shown, front.count);
        assert_int_equal(front.report.below, cases[i].below);
        assert_int_equal(front.report.old, cases[i].old);
        assert_int_equal(front.report.crowded, cases[i].crowded);
        assert_int_equal(front.report.surplus, cases[i].surplus);
        assert_int_equal(front.left_count, cases[i].old + cases[i].crowded + cases[i].surplus);
        buf_clear(&out);
        assert_int_equal(front_items(&arena, &edition, NOW, stories, n, &front, NULL), STATUS_OK);
        front_text(front.items, front.count, &out);
        assert_string_equal(buf_cstr(&out), cases[i].front);
        buf_release(&out);
        arena_release(&arena);
    }
}

/* The heats of stories "a", "b" (0: absent) at each of several selections, one after the other. */
static void sizes_are_steady(void **state) {
    (void)state;
    static const struct {
        const char *says;
        int64_t heats[4][2];
        const char *fronts[4];
    } cases[] = {
        {"within 5 % of a limit a size stays",
         {{100, 0}, {96, 0}, {94, 0}, {104, 0}},
         {"a:3", "a:3", "a:2", "a:2"}},
        {"beyond 5 % it follows",
         {{99, 0}, {104, 0}, {105, 0}, {95, 0}},
         {"a:2", "a:2", "a:3", "a:3"}},
        {"it may jump", {{70, 0}, {400, 0}, {71, 0}, {70, 0}}, {"a:2", "a:5", "a:2", "a:2"}},
        {"the largest does not change hands for a point",
         {{300, 290}, {300, 301}, {300, 316}, {300, 310}},
         {"a:5 b:4", "b:4 a:5", "b:5 a:4", "b:5 a:4"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition edition = plain_edition();
        struct arena arena;
        struct buf out;
        struct front front = {0};
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 16);
        for (size_t k = 0; k < 4; k++) {
            struct given given[3] = {{"a", cases[i].heats[k][0], 0, "x"},
                                     {"b", cases[i].heats[k][1], 0, "y"}};
            struct front_story stories[3];
            struct front before = front;
            size_t n = fill(given, stories);
            assert_int_equal(front_select(&arena, &edition, NOW, stories, n, &before, &front, NULL),
                             STATUS_OK);
            front_text(front.items, front.count, &out);
            assert_string_equal(buf_cstr(&out), cases[i].fronts[k]);
        }
        buf_release(&out);
        arena_release(&arena);
    }
}

/* A story that stands is not pushed out by one that is hardly better. */
static void stands_until_clearly_beaten(void **state) {
    (void)state;
    static const struct {
        const char *says;
        int64_t stories_most;
        struct given first[6], then[6];
        const char *front;
    } cases[] = {
        {"of the page's places",
         1,
         {{"a", 200, 0, "x"}},
         {{"a", 200, 0, "x"}, {"b", 209, 0, "y"}},
         "a:4"},
        {"clearly better",
         1,
         {{"a", 200, 0, "x"}},
         {{"a", 200, 0, "x"}, {"b", 211, 0, "y"}},
         "b:4"},
        {"of its outlet's places",
         60,
         {{"a", 100, 0, "x"}, {"b", 101, 0, "x"}, {"c", 102, 0, "x"}},
         {{"a", 100, 0, "x"}, {"b", 101, 0, "x"}, {"c", 102, 0, "x"}, {"d", 103, 0, "x"}},
         "c:3 b:3 a:3"},
        {"it goes when it ends",
         1,
         {{"a", 200, 0, "x"}},
         {{"a", 69, 0, "x"}, {"b", 70, 0, "y"}},
         "b:2"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition edition = plain_edition();
        struct front_story stories[6];
        struct front before, front;
        struct arena arena;
        struct buf out;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 16);
        edition.publish.front_stories = cases[i].stories_most;
        size_t n = fill(cases[i].first, stories);
        assert_int_equal(front_select(&arena, &edition, NOW, stories, n, NULL, &before, NULL),
                         STATUS_OK);
        n = fill(cases[i].then, stories);
        assert_int_equal(front_select(&arena, &edition, NOW, stories, n, &before, &front, NULL),
                         STATUS_OK);
        front_text(front.items, front.count, &out);
        assert_string_equal(buf_cstr(&out), cases[i].front);
        buf_release(&out);
        arena_release(&arena);
    }
}

/* Two stories, the first the better one; whether the second stands beside it, and why not. */
static void shows_nothing_twice(void **state) {
    (void)state;
    static const struct {
        const char *titles[2];
        const char *texts[2];
        const char *announced;
        bool stands;
        enum front_reason reason;
    } cases[] = {
        {{"Chip maker sues its rival in Texas", "Chip Maker sues its rivals in Texas"},
         {"", ""},
         "",
         false,
         FRONT_REPEATED},
        {{"Chip maker sues its rival in Texas", "Dog finds home after a year at sea"},
         {"t", "t"},
         "",
         false,
         FRONT_REPEATED},
        {{"Chip maker sues its rival in Texas", "Dog finds home after a year at sea"},
         {"t", "u"},
         "elsewhere",
         false,
         FRONT_ANNOUNCED},
        {{"Earthquake of magnitude 5.1 shakes the coast of Chile",
          "Earthquake of magnitude 6.2 shakes the coast of Chile"},
         {"t", "u"},
         "",
         true,
         FRONT_OLD},
        {{"Chip maker sues", "Chip maker sues"}, {"", ""}, "", true, FRONT_OLD},
        {{"Chip maker sues its rival in Texas", "Chip maker wins its case in Texas at last"},
         {"", ""},
         "",
         true,
         FRONT_OLD},
        {{NULL, NULL}, {"", ""}, "", true, FRONT_OLD},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct edition edition = plain_edition();
        static const struct given given[] = {{"a", 90, 0, "x"}, {"b", 80, 0, "y"}, {NULL, 0, 0, 0}};
        struct front_story stories[2];
        struct front front;
        struct arena arena;
        arena_init(&arena, 1 << 20);
        size_t n = fill(given, stories);
        for (size_t k = 0; k < 2; k++) {
            stories[k].title = str_from(cases[i].titles[k]);
            snprintf(stories[k].text, sizeof stories[k].text, "%s", cases[i].texts[k]);
        }
        snprintf(stories[1].announced, sizeof stories[1].announced, "%s", cases[i].announced);
        assert_int_equal(front_select(&arena, &edition, NOW, stories, n, NULL, &front, NULL),
                         STATUS_OK);
        assert_int_equal(front.count, cases[i].stands ? 2 : 1);
        assert_int_equal(front.left_count, cases[i].stands ? 0 : 1);
        assert_int_equal(front.report.repeated, front.left_count);
        if (!cases[i].stands) {
            assert_int_equal(front.left[0].reason, cases[i].reason);
            assert_string_equal(front.left[0].other,
                                cases[i].announced[0] != '\0' ? cases[i].announced : "a");
        }
        assert_int_equal(front_items(&arena, &edition, NOW, stories, n, &front, NULL), STATUS_OK);
        assert_int_equal(front.count, cases[i].stands ? 2 : 1);
        arena_release(&arena);
    }
}

static void says_what_would_show(void **state) {
    (void)state;
    static const struct given given[] = {
        {"a", 60, 0, "x"}, {"b", 50, 0, "x"},         {"c", 50, 0, "x"},
        {"d", 40, 0, "x"}, {"e", 30, 0, "x"},         {"f", 30, 0, "x"},
        {"g", 20, 0, "x"}, {"old", 200, 999999, "x"}, {NULL, 0, 0, NULL}};
    struct edition edition = plain_edition();
    struct front_story stories[9];
    size_t n = fill(given, stories);
    struct front front;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(front_select(&arena, &edition, NOW, stories, n, NULL, &front, NULL),
                     STATUS_OK);
    assert_int_equal(front.count, 0);
    assert_int_equal(front.report.best_heat, 60);
    assert_int_equal(front.report.would_count, 3);
    static const int64_t wanted[3][2] = {{60, 1}, {30, 6}, {20, 7}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(front.report.would[i].threshold, wanted[i][0]);
        assert_int_equal(front.report.would[i].stories, wanted[i][1]);
    }
    assert_int_equal(front_select(&arena, &edition, NOW, stories, 0, NULL, &front, NULL),
                     STATUS_OK);
    assert_true(front.report.best_heat == INT64_MIN && front.report.would_count == 0);
    arena_release(&arena);
}

static void survives_extremes(void **state) {
    (void)state;
    struct edition edition = plain_edition();
    edition.publish.front_fade = INT64_MAX;
    edition.publish.front_hours = INT64_MAX;
    edition.publish.front_sizes[3] = INT64_MAX;
    struct front_story stories[4] = {
        {.story = "a", .lead = "a", .heat = INT64_MAX, .newest = TIME_NONE},
        {.story = "b", .lead = "b", .heat = INT64_MAX, .newest = INT64_MAX},
        {.story = "c", .lead = "c", .heat = INT64_MIN, .newest = NOW},
        {.story = "d", .lead = "d", .heat = INT64_MAX, .newest = NOW - 1000},
    };
    struct front front;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(front_select(&arena, &edition, NOW, stories, 4, NULL, &front, NULL),
                     STATUS_OK);
    assert_int_equal(front.count, 2);
    assert_string_equal(front.items[0].story, "b");
    assert_int_equal(front.report.old + front.report.below, 2);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(selects),
        cmocka_unit_test(sizes_are_steady),
        cmocka_unit_test(stands_until_clearly_beaten),
        cmocka_unit_test(shows_nothing_twice),
        cmocka_unit_test(says_what_would_show),
        cmocka_unit_test(survives_extremes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
