/* A background of words that is cut from an edition's own stories at a UTC day. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "press/counted.h"
#include "press/press.h"
#include "story/tally.h"
#include "support/edition_copy.h"
#include "text/stem.h"
#include <stdio.h>
#include <stdlib.h>

enum {
    NOON = 1700049600, /* 2023-11-15T12:00:00Z */
    ENOUGH = STORY_TALLY_LEAST + 5,
};

static void check(enum status status, const struct error *error) {
    if (status != STATUS_OK)
        fail_msg("%s", error->message);
}

/* A word that nobody else says. */
static void add_word(struct buf *out, unsigned number) {
    static const char *const syllables[] = {"ba", "ce", "di", "fo", "gu", "ka", "le", "mi"};
    for (unsigned n = number * 2654435761u, i = 0; i < 5; i++, n /= 8)
        buf_add(out, str_from(syllables[n % 8]));
    buf_printf(out, "%c", (char)('a' + number % 26));
}

/* Stories of their own, all of which say "harbour"; `from` tells feeds apart. */
static void bring(struct edition_copy *copy, const char *name, unsigned from, unsigned count,
                  int64_t published) {
    struct buf feed;
    char date[TIME_TEXT], path[64];
    buf_init(&feed, 1 << 20);
    BUF_ADD(&feed,
            "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"en\"><title>Feed</title>");
    for (unsigned i = from; i < from + count; i++) {
        BUF_ADD(&feed, "<entry><title>Harbour");
        for (unsigned word = 0; word < 4; word++) {
            buf_add_byte(&feed, ' ');
            add_word(&feed, i * 4 + word);
        }
        buf_printf(&feed,
                   "</title><id>https://%s.example/%u</id><link href=\"https://%s.example/%u\"/>"
                   "<updated>%s</updated></entry>",
                   name, i, name, i, time_format(published, date));
    }
    BUF_ADD(&feed, "</feed>");
    snprintf(path, sizeof path, "inbox/%s.xml", name);
    edition_copy_write(copy, path, buf_cstr(&feed));
    buf_release(&feed);
}

static void round_at(struct edition_copy *copy, int64_t now) {
    struct round_report report;
    copy->clock = clock_fixed(now);
    edition_copy_round(copy, &report);
}

/* What holds, and how many were ever cut. */
struct held {
    size_t facts;
    char hash[HASH_HEX + 1]; /* "" */
    uint32_t texts, harbour; /* in English; how common it is */
    int64_t day;
};

static void look(struct edition_copy *copy, struct held *held) {
    struct store *store;
    struct arena arena;
    struct fact *facts;
    struct text_background model = {NULL, 0};
    struct error error = {0};
    struct str hash;
    size_t count;
    *held = (struct held){0};
    arena_init(&arena, 256 << 20);
    check(store_open(copy->folder, STR("sqlite:state/"), STORE_READ, &store, &error), &error);
    check(store_facts_read(store, &arena, 0, 10000, &facts, &count, &error), &error);
    for (size_t i = 0; i < count; i++)
        held->facts += str_eq(facts[i].kind, FACT_COUNTED);
    check(counted_read(store, &arena, &hash, &model, &error), &error);
    check(counted_day(store, &arena, &held->day, &error), &error);
    snprintf(held->hash, sizeof held->hash, "%.*s", STR_ARG(hash));
    const struct text_background_language *english = text_background_find(&model, STR("en"));
    if (english != NULL) {
        uint32_t word = text_background_word(text_stem_hash(STR("harbour")));
        held->texts = english->texts;
        held->harbour = text_background_common(english, word);
    }
    store_close(store);
    arena_release(&arena);
}

static void says(struct edition_copy *copy, const char *words, const char *expected) {
    assert_int_equal(edition_copy_command(copy, "", words), 0);
    if (strstr(copy->said, expected) == NULL)
        fail_msg("'%s' is not in: %s", expected, copy->said);
}

static void is_cut_at_a_day(void **state) {
    /* What comes, when it was published, when rounds are; hours from noon of the first day. */
    static const struct {
        const char *says;
        unsigned count;
        int published, at;
        size_t facts; /* so far */
        uint32_t texts;
    } steps[] = {
        {"nothing at first", ENOUGH, -30, 0, 0, 0},
        {"nor on the same day", 0, 0, 1, 0, 0},
        {"at the first round of the next", 0, 0, 13, 1, ENOUGH},
        {"once a day", ENOUGH, 12, 14, 1, ENOUGH},
        {"what was published today is not counted", 0, 0, 15, 1, ENOUGH},
        {"but on the day after", 0, 0, 40, 2, 2 * ENOUGH},
        {"the same once more is no fact", 0, 0, 64, 2, 2 * ENOUGH},
        {"nor is little more", 5, 60, 88, 2, 2 * ENOUGH},
        {"what is old no longer counts", 20, 27 * 24, 28 * 24 + 13, 3, ENOUGH + 25},
        {"the last one holds when little comes", 0, 0, 60 * 24, 3, ENOUGH + 25},
    };
    struct edition_copy copy;
    struct held held;
    unsigned brought = 0;
    (void)state;
    edition_copy_make(&copy, "tests/run/small", NOON);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        char name[16];
        snprintf(name, sizeof name, "feed%zu", i);
        if (steps[i].count > 0)
            bring(&copy, name, brought, steps[i].count, NOON + steps[i].published * HOUR_SECONDS);
        brought += steps[i].count;
        round_at(&copy, NOON + steps[i].at * HOUR_SECONDS);
        look(&copy, &held);
        if (held.facts != steps[i].facts || held.texts != steps[i].texts)
            fail_msg("%s: %zu facts, %u texts", steps[i].says, held.facts, held.texts);
        assert_true(held.texts == 0 || held.harbour == TEXT_BACKGROUND_EVERY);
    }
    assert_int_equal(held.day % DAY_SECONDS, 0);
    says(&copy, "doctor", "words: counted in stories before 2023-12-14 (en 80), model ");
    says(&copy, "replay", "all the same");
    edition_copy_remove(&copy);
}

/* Made step by step, or from the facts at once, or behind a round that was killed when the fact
 * was appended: the same. */
static void comes_out_as_it_did(void **state) {
    static const char *const losses[] = {"true", "rm state/derived.db*", "killed"};
    char records[3][65];
    (void)state;
    for (size_t i = 0; i < sizeof losses / sizeof losses[0]; i++) {
        struct edition_copy copy;
        struct held held;
        edition_copy_make(&copy, "tests/run/small", NOON);
        bring(&copy, "first", 0, ENOUGH, NOON - 30 * HOUR_SECONDS);
        round_at(&copy, NOON);
        bring(&copy, "second", ENOUGH, 5, NOON + 12 * HOUR_SECONDS);
        if (strcmp(losses[i], "killed") == 0) {
            struct store *store;
            struct press *press;
            struct error error = {0};
            check(store_open(copy.folder, STR("sqlite:state/"), STORE_WRITE, &store, &error),
                  &error);
            check(press_open(store, NULL, &press, &error), &error);
            check(press_count(press, NOON + 13 * HOUR_SECONDS, &error), &error);
            press_close(press);
            store_close(store);
        }
        round_at(&copy, NOON + 13 * HOUR_SECONDS);
        if (i == 1)
            edition_copy_shell(&copy, losses[i]);
        bring(&copy, "third", ENOUGH + 5, 5, NOON + 13 * HOUR_SECONDS);
        round_at(&copy, NOON + 16 * HOUR_SECONDS);
        look(&copy, &held);
        assert_int_equal(held.facts, 1);
        says(&copy, "replay", "all the same");
        char words[400];
        snprintf(words, sizeof words, "replay --with %s/edition.yaml", copy.folder);
        says(&copy, words, "0 come, 0 go");
        edition_copy_hash(&copy, "records", records[i]);
        assert_string_equal(records[i], records[0]);
        edition_copy_remove(&copy);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(is_cut_at_a_day),
        cmocka_unit_test(comes_out_as_it_did),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
