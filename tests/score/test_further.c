/* Parts of quality that are off until an edition gives them points. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "score/score.h"

static struct str phrases[] = {STR_INIT("you won't believe"), STR_INIT("gone wrong")};
static struct str mills[] = {STR_INIT("prnewswire.com")};
static struct str marks[] = {STR_INIT("PRNewswire"), STR_INIT("(ots)")};
static int64_t tiers[] = {20, 5, -10};

static const struct edition_quality all_on = {
    .title_free = 1000,
    .title_characters_per_point = 2,
    .depth = 30,
    .depth_words = 10,
    .original = 4,
    .copy = 6,
    .first = 8,
    .byline = 3,
    .fresh = 12,
    .fresh_hours = 6,
    .shouting = 15,
    .bait = 25,
    .mill = 40,
    .bait_phrases = phrases,
    .bait_phrase_count = 2,
    .mill_domains = mills,
    .mill_domain_count = 1,
    .mill_marks = marks,
    .mill_mark_count = 2,
    .tiers = tiers,
    .tier_count = 3,
    .tierless = -1,
};

static const struct {
    struct score_input input;
    const char *sentence;
} cases[] = {
    {{.title = STR_INIT("Plain"), .tier = 2, .text = STR_INIT("one two three four five")},
     "20 = outlet of tier 2 5 + depth 15"},
    {{.title = STR_INIT("Plain"), .tier = 3, .text = STR_INIT("1 2 3 4 5 6 7 8 9 10 11 12 13")},
     "20 = - outlet of tier 3 10 + depth 30"},
    /* A tier beyond those that have points is like none. */
    {{.title = STR_INIT("Plain"), .tier = 9, .byline = STR_INIT("A. Writer")},
     "2 = - outlet without a tier 1 + byline 3"},
    {{.title = STR_INIT("Plain"), .tier = 1, .voice = SCORE_ORIGINAL, .first = true},
     "32 = outlet of tier 1 20 + original 4 + first 8"},
    {{.title = STR_INIT("Plain"), .tier = 1, .voice = SCORE_COPY},
     "14 = outlet of tier 1 20 - copy 6"},
    {{.title = STR_INIT("Plain"), .tier = 1, .timed = true, .claimed = 0, .seen = 0},
     "32 = outlet of tier 1 20 + fresh 12"},
    {{.title = STR_INIT("Plain"), .tier = 1, .timed = true, .seen = 3 * HOUR_SECONDS},
     "26 = outlet of tier 1 20 + fresh 6"},
    {{.title = STR_INIT("Plain"), .tier = 1, .timed = true, .seen = 6 * HOUR_SECONDS},
     "20 = outlet of tier 1 20"},
    /* Found before its time: clocks differ. Without a time nothing is earned. */
    {{.title = STR_INIT("Plain"), .tier = 1, .timed = true, .claimed = 900, .seen = 0},
     "32 = outlet of tier 1 20 + fresh 12"},
    {{.title = STR_INIT("Plain"), .tier = 1, .claimed = TIME_NONE, .seen = 5},
     "20 = outlet of tier 1 20"},
    {{.title = STR_INIT("MARKETS CRASH as ever"), .tier = 1},
     "5 = outlet of tier 1 20 - shouting 15"},
    {{.title = STR_INIT("Rates fall!! At last"), .tier = 1},
     "5 = outlet of tier 1 20 - shouting 15"},
    {{.title = STR_INIT("Really?!"), .tier = 1}, "5 = outlet of tier 1 20 - shouting 15"},
    {{.title = STR_INIT("NASA, ESA and JAXA sign UNESCO deal on orbit slots!"), .tier = 1},
     "20 = outlet of tier 1 20"},
    {{.title = STR_INIT("ÉLECTION SURPRISE à Paris"), .tier = 1},
     "5 = outlet of tier 1 20 - shouting 15"},
    {{.title = STR_INIT("人工智能公司股价大跌"), .tier = 1}, "20 = outlet of tier 1 20"},
    {{.title = STR_INIT("You Won’t  Believe what this dog did"), .tier = 1},
     "0 = outlet of tier 1 20 - bait 25 + floor 5"},
    {{.title = STR_INIT("An experiment gone wrongly"), .tier = 1}, "20 = outlet of tier 1 20"},
    {{.title = STR_INIT("Plain"),
      .provider_domain = STR_INIT("www.prnewswire.com"),
      .picture = true},
     "0 = - outlet without a tier 1 - press release 40 + floor 41"},
    {{.title = STR_INIT("Plain"),
      .provider_domain = STR_INIT("notprnewswire.com"),
      .text = STR_INIT("BONN, May 3 /PRNewswire/ -- We are glad to announce a thing")},
     "0 = - outlet without a tier 1 + depth 30 - press release 40 + floor 11"},
    {{.title = STR_INIT("Plain"), .text = STR_INIT("Berlin (ots) - Wir")},
     "0 = - outlet without a tier 1 + depth 9 - press release 40 + floor 32"},
};

static void check(const struct edition *edition, const struct score_input *input,
                  const char *sentence) {
    struct arena arena;
    struct score score;
    struct buf out;
    arena_init(&arena, 1 << 22);
    buf_init(&out, 1 << 16);
    assert_int_equal(score_quality(&arena, edition, input, &score, NULL), STATUS_OK);
    score_sentence(&score, &out);
    assert_string_equal(buf_cstr(&out), sentence);
    for (size_t i = 0; i < score.part_count; i++)
        assert_false(str_empty(score.parts[i].why));
    buf_release(&out);
    arena_release(&arena);
}

static void adds_what_is_on(void **state) {
    (void)state;
    const struct edition edition = {.quality = all_on};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(&edition, &cases[i].input, cases[i].sentence);
}

static void adds_nothing_by_default(void **state) {
    (void)state;
    struct edition edition = {.quality = {.title_free = 1000,
                                          .title_characters_per_point = 2,
                                          .depth_words = 10,
                                          .fresh_hours = 6,
                                          .bait_phrases = phrases,
                                          .bait_phrase_count = 2,
                                          .mill_domains = mills,
                                          .mill_domain_count = 1}};
    assert_false(score_wants_text(&edition));
    assert_false(score_wants_first(&edition));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check(&edition, &cases[i].input, "0");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(adds_what_is_on),
        cmocka_unit_test(adds_nothing_by_default),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
