/* What an edition's own texts say of words, and what an index makes of it. */
#include "story/tally.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "story/index.h"
#include "support/failing.h"
#include "text/background.h"
#include <stdio.h>

enum { TODAY = 19000 };

static struct story_document said(const char *title, const char *language) {
    return (struct story_document){
        .id = STR("a"), .title = str_from(title), .language = str_from(language)};
}

static void count(struct story_tally *tally, const char *title, const char *language, int64_t day,
                  size_t times) {
    const struct story_document document = said(title, language);
    for (size_t i = 0; i < times; i++)
        assert_int_equal(story_tally_add(tally, &document, day, NULL), STATUS_OK);
}

/* The model that is cut, as its languages and texts: "de 60, en 50". */
static void cut(const struct story_tally *tally, struct buf *bytes, char told[64]) {
    struct arena arena;
    struct text_background model = {NULL, 0};
    arena_init(&arena, 1 << 20);
    buf_init(bytes, 1 << 20);
    assert_int_equal(story_tally_cut(tally, INT64_MIN, bytes, NULL), STATUS_OK);
    if (bytes->n > 0)
        assert_int_equal(text_background_read(&arena, buf_str(bytes), &model, NULL), STATUS_OK);
    told[0] = '\0';
    for (size_t i = 0; i < model.n; i++)
        snprintf(told + strlen(told), 64 - strlen(told), "%s%s %u", i > 0 ? ", " : "",
                 model.languages[i].code, model.languages[i].texts);
    arena_release(&arena);
}

static void counts_what_it_wants(void **state) {
    static const struct {
        const char *says;
        struct {
            const char *title, *language;
            int day; /* to the one that begins */
            size_t times;
        } texts[3];
        const char *told;
    } cases[] = {
        {"nothing", {{"", "", 0, 0}}, ""},
        {"too little", {{"Quay", "en", -1, STORY_TALLY_LEAST - 1}}, ""},
        {"enough", {{"Quay", "en", -1, STORY_TALLY_LEAST}}, "en 50"},
        {"not the day itself", {{"Quay", "en", 0, 60}, {"Quay", "en", -1, 49}}, ""},
        {"nor what is to come", {{"Quay", "en", 1, 60}}, ""},
        {"nor what is old", {{"Quay", "en", -29, 60}, {"Quay", "en", -28, 50}}, "en 50"},
        {"no day too much", {{"Quay", "en", -1, 900}, {"Quay", "en", -2, 10}}, "en 110"},
        {"languages apart", {{"Quay", "en", -1, 50}, {"Kai", "de-AT", -2, 60}}, "de 60, en 50"},
        {"where nothing is said", {{"Quay", "", -1, 50}, {"Порт", "", -2, 50}}, "en 50, ru 50"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char told[64], again[64];
        struct buf bytes, other;
        struct story_tally *tally = story_tally_open(), *turned = story_tally_open();
        story_tally_begin(tally, TODAY);
        story_tally_begin(turned, TODAY);
        for (size_t k = 0; k < 3; k++) {
            if (cases[i].texts[k].title != NULL)
                count(tally, cases[i].texts[k].title, cases[i].texts[k].language,
                      TODAY + cases[i].texts[k].day, cases[i].texts[k].times);
            if (cases[i].texts[2 - k].title != NULL)
                count(turned, cases[i].texts[2 - k].title, cases[i].texts[2 - k].language,
                      TODAY + cases[i].texts[2 - k].day, cases[i].texts[2 - k].times);
        }
        cut(tally, &bytes, told);
        cut(turned, &other, again);
        if (strcmp(told, cases[i].told) != 0 || !str_eq(buf_str(&bytes), buf_str(&other)))
            fail_msg("%s: %s, %s", cases[i].says, told, again);
        buf_release(&bytes);
        buf_release(&other);
        story_tally_close(tally);
        story_tally_close(turned);
    }
}

/* What waited for its day counts when that is over, and no longer when it is long ago. */
static void days_go_by(void **state) {
    static const struct {
        int day;
        const char *told;
    } cases[] = {{0, ""}, {1, "en 60"}, {28, "en 60"}, {29, ""}};
    (void)state;
    struct story_tally *tally = story_tally_open();
    story_tally_begin(tally, TODAY);
    count(tally, "Quay", "en", TODAY, 60);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char told[64];
        struct buf bytes;
        story_tally_begin(tally, TODAY + cases[i].day);
        cut(tally, &bytes, told);
        assert_string_equal(told, cases[i].told);
        buf_release(&bytes);
    }
    story_tally_close(tally);
}

/* Another cut needs texts that came since the last. */
static void waits_for_news(void **state) {
    static const struct {
        int last; /* to the day that begins */
        size_t come;
        bool cut;
    } cases[] = {
        {-1, 0, false},
        {-1, STORY_TALLY_NEWS - 1, false},
        {-1, STORY_TALLY_NEWS, true},
        {0, STORY_TALLY_NEWS, false},
        {-2, STORY_TALLY_NEWS, true},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf bytes;
        struct story_tally *tally = story_tally_open();
        story_tally_begin(tally, TODAY);
        count(tally, "Quay", "en", TODAY - 3, 60);
        count(tally, "Quay", "en", TODAY - 1, cases[i].come);
        buf_init(&bytes, 1 << 20);
        assert_int_equal(story_tally_cut(tally, TODAY + cases[i].last, &bytes, NULL), STATUS_OK);
        assert_int_equal(bytes.n > 0, cases[i].cut);
        buf_release(&bytes);
        story_tally_close(tally);
    }
}

/* A model of English where each of 100 texts says "harbour", half of them "quay", and none
 * "police", and one of another language. */
static void make_model(struct arena *arena, struct text_background *model) {
    struct buf bytes;
    char told[64];
    struct story_tally *tally = story_tally_open();
    story_tally_begin(tally, TODAY);
    count(tally, "Harbour quay", "en", TODAY - 1, 50);
    count(tally, "Harbour", "en", TODAY - 1, 50);
    count(tally, "Hafen", "de", TODAY - 2, 100);
    cut(tally, &bytes, told);
    assert_string_equal(told, "de 100, en 100");
    assert_int_equal(text_background_read(arena, buf_str(&bytes), model, NULL), STATUS_OK);
    buf_release(&bytes);
    story_tally_close(tally);
}

static uint32_t prior_of(struct story_index *index, const char *language, const char *word) {
    assert_int_equal(story_words_speak(&index->words, str_from(language), NULL), STATUS_OK);
    uint64_t hash = story_words_stem(&index->words, str_from(word));
    return index->terms[story_index_term(index, hash, true)].prior;
}

/* In sixteenths of 2,000 texts: half of what was counted, half of what is listed. */
static void weighs_both(void **state) {
    static const struct {
        const char *language, *word;
        uint32_t without, with;
    } cases[] = {
        {"en", "harbour", 16, 16008}, {"en", "quay", 16, 8008},   {"en", "police", 2560, 1280},
        {"en", "comet", 16, 16},      {"de", "hafen", 16, 16008},
    };
    struct arena arena;
    struct text_background model;
    (void)state;
    arena_init(&arena, 1 << 20);
    make_model(&arena, &model);
    struct story_settings settings = {.window = 72 * HOUR_SECONDS};
    struct story_index *index = story_index_open(&settings);
    settings.background = &model;
    struct story_index *under = story_index_open(&settings);
    for (size_t turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
            assert_int_equal(prior_of(index, cases[i].language, cases[i].word), cases[i].without);
            assert_int_equal(prior_of(under, cases[i].language, cases[i].word), cases[i].with);
            if (i + 1 < sizeof cases / sizeof cases[0])
                continue;
            struct story_index *other = index;
            story_index_background(index, &model);
            story_index_background(under, NULL);
            index = under;
            under = other;
        }
    story_index_close(index);
    story_index_close(under);
    arena_release(&arena);
}

/* An index that ran while the background changed decides like one that was restored under it. */
static void decides_as_if_restored(void **state) {
    enum { FIRST = 40, ALL = 80 };
    struct arena arena, scratch;
    struct text_background model;
    (void)state;
    arena_init(&arena, 1 << 24);
    arena_init(&scratch, 1 << 24);
    make_model(&arena, &model);
    struct story_settings settings = {.window = 72 * HOUR_SECONDS};
    struct story_index *ran = story_index_open(&settings), *restored = NULL;
    settings.background = &model;
    struct story_document documents[ALL];
    struct story_decision decisions[ALL];
    for (unsigned i = 0; i < ALL; i++) {
        static const char *const places[] = {"Ellery", "Tamsin", "Orvil", "Quessa", "Brunn"};
        documents[i] = (struct story_document){
            .id = arena_format(&arena, "%02u", i),
            .title = arena_format(&arena, "Harbour of %s: quay %s after police find comet %u",
                                  places[i * 7 % 5], i % 3 == 0 ? "closed" : "opened", i / 9),
            .published = TODAY * DAY_SECONDS + (int64_t)i * 60,
            .language = i % 4 == 0 ? STR("de") : STR("en"),
        };
    }
    for (size_t i = 0; i < ALL; i++) {
        struct story_decision again;
        arena_clear(&scratch);
        if (i == FIRST) {
            story_index_background(ran, &model);
            restored = story_index_open(&settings);
            for (size_t k = 0; k < FIRST; k++)
                assert_int_equal(story_index_restore(restored, &documents[k], decisions[k].story,
                                                     decisions[k].copy_of, NULL),
                                 STATUS_OK);
        }
        assert_int_equal(story_index_add(ran, &arena, &documents[i], &decisions[i], NULL),
                         STATUS_OK);
        if (i < FIRST)
            continue;
        assert_int_equal(story_index_add(restored, &scratch, &documents[i], &again, NULL),
                         STATUS_OK);
        assert_true(str_eq(again.story, decisions[i].story));
        assert_int_equal(again.similarity, decisions[i].similarity);
        assert_int_equal(again.reason_count, decisions[i].reason_count);
        for (size_t k = 0; k < again.reason_count; k++)
            assert_int_equal(again.reasons[k].value, decisions[i].reasons[k].value);
    }
    story_index_close(ran);
    story_index_close(restored);
    arena_release(&scratch);
    arena_release(&arena);
}

static void survives_without_memory(void **state) {
    (void)state;
    const struct story_document document = said("Harbour quay", "en");
    for (size_t n = 0; failing_from(n); n++) {
        struct buf out;
        enum status status = STATUS_MEMORY;
        struct story_tally *tally = story_tally_open();
        buf_init(&out, 1 << 20);
        if (tally != NULL) {
            status = STATUS_OK;
            story_tally_begin(tally, TODAY);
        }
        for (size_t i = 0; status == STATUS_OK && i < STORY_TALLY_LEAST; i++)
            status = story_tally_add(tally, &document, TODAY - 1, NULL);
        if (status == STATUS_OK)
            status = story_tally_cut(tally, INT64_MIN, &out, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        story_tally_close(tally);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_what_it_wants),   cmocka_unit_test(days_go_by),
        cmocka_unit_test(waits_for_news),         cmocka_unit_test(weighs_both),
        cmocka_unit_test(decides_as_if_restored), cmocka_unit_test(survives_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
