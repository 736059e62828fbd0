#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/failing.h"
#include "text/background.h"

static const struct text_background_count english[] = {{STR_INIT("the"), 1000},
                                                       {STR_INIT("compani"), 250},
                                                       {STR_INIT("once"), 1},
                                                       {STR_INIT("rare"), 2}};
static const struct text_background_count german[] = {{STR_INIT("der"), 90}};
static const struct text_background_source sources[] = {
    {"en", 1000, english, 4},
    {"de", 100, german, 1},
};

static void write_model(struct buf *out) {
    buf_init(out, 1 << 20);
    assert_int_equal(text_background_write(sources, 2, 3, 2, out, NULL), STATUS_OK);
}

static void answers(void **state) {
    (void)state;
    struct arena arena;
    struct buf bytes;
    struct text_background model;
    arena_init(&arena, 1 << 20);
    write_model(&bytes);
    assert_int_equal(text_background_read(&arena, buf_str(&bytes), &model, NULL), STATUS_OK);
    assert_int_equal(model.n, 2);
    assert_string_equal(model.languages[0].code, "de");
    const struct text_background_language *en = text_background_find(&model, STR("en-GB"));
    assert_non_null(en);
    assert_int_equal(en->texts, 1000);
    assert_int_equal(en->words, 3); /* "once" stands in too few */
    assert_null(text_background_find(&model, STR("fr")));
    static const struct {
        const char *stem;
        uint32_t common, expected; /* of 2,000 texts, in sixteenths, at least 16 */
    } cases[] = {
        {"the", 240, 32000}, {"compani", 208, 8000}, {"rare", 96, 62}, {"once", 0, 16}, {"", 0, 16},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str stem = str_from(cases[i].stem);
        assert_int_equal(text_background_common(en, stem), cases[i].common);
        assert_int_equal(text_background_expected(en, stem, 2000, 16), cases[i].expected);
    }
    assert_int_equal(text_background_common(NULL, STR("the")), 0);
    buf_release(&bytes);
    arena_release(&arena);
}

/* The same counts in another order give the same bytes. */
static void writes_the_same(void **state) {
    (void)state;
    struct buf a, b;
    const struct text_background_count turned[] = {english[3], english[1], english[0], english[2]};
    const struct text_background_source other[] = {sources[1], {"en", 1000, turned, 4}};
    write_model(&a);
    buf_init(&b, 1 << 20);
    assert_int_equal(text_background_write(other, 2, 3, 2, &b, NULL), STATUS_OK);
    assert_true(str_eq(buf_str(&a), buf_str(&b)));
    buf_clear(&b);
    assert_int_equal(text_background_write(sources, 0, 3, 2, &b, NULL), STATUS_OK);
    assert_int_equal(b.n, 12);
    const struct text_background_source twice[] = {sources[0], sources[0]};
    assert_int_equal(text_background_write(twice, 2, 3, 2, &b, NULL), STATUS_INVALID);
    buf_release(&a);
    buf_release(&b);
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        size_t at; /* of a byte that is changed; SIZE_MAX: none */
        char byte;
        int longer; /* bytes added, or cut */
        enum status status;
    } cases[] = {
        {SIZE_MAX, 0, 0, STATUS_OK},        {0, 'X', 0, STATUS_INVALID}, /* not a model */
        {7, '2', 0, STATUS_INVALID},                                     /* another version */
        {11, 1, 0, STATUS_LIMIT},                                        /* languages */
        {8, 3, 0, STATUS_INVALID},          /* one more than there are */
        {12, 'D', 0, STATUS_INVALID},       /* code */
        {12, 'f', 0, STATUS_INVALID},       /* order of languages */
        {13, '1', 0, STATUS_INVALID},       /* code */
        {16, 0, 0, STATUS_INVALID},         /* no texts */
        {23, 1, 0, STATUS_LIMIT},           /* words */
        {20, 2, 0, STATUS_INVALID},         /* one more than there are */
        {40, '\0', 0, STATUS_INVALID},      /* commonness */
        {40, '\xF1', 0, STATUS_INVALID},    /* commonness */
        {SIZE_MAX, 0, 1, STATUS_INVALID},   /* something behind it */
        {SIZE_MAX, 0, -1, STATUS_INVALID},  /* cut */
        {SIZE_MAX, 0, -20, STATUS_INVALID}, /* cut */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct buf bytes;
        struct text_background model;
        struct error error = {0};
        arena_init(&arena, 1 << 20);
        write_model(&bytes);
        if (cases[i].at != SIZE_MAX)
            bytes.p[cases[i].at] = cases[i].byte;
        if (cases[i].longer > 0)
            buf_add_byte(&bytes, 'x');
        else
            buf_truncate(&bytes, bytes.n - (size_t)-cases[i].longer);
        enum status status = text_background_read(&arena, buf_str(&bytes), &model, &error);
        assert_int_equal(status, cases[i].status);
        assert_int_equal(error.message[0] != '\0', status != STATUS_OK);
        buf_release(&bytes);
        arena_release(&arena);
    }
}

/* Each word of a text once; the order of the texts does not matter. */
static void counts(void **state) {
    (void)state;
    static const struct {
        const char *text, *language;
    } texts[] = {
        {"The company, the companies", "en"},
        {"The end of 2024", "en-GB"},
        {"Der Anfang", "de"},
        {"", "fr"},
        {"Nobody knows", ""},
    };
    enum { N = sizeof texts / sizeof texts[0] };
    struct buf models[2];
    for (size_t turn = 0; turn < 2; turn++) {
        struct text_background_counter *counter = text_background_counter_open(turn);
        assert_non_null(counter);
        for (size_t i = 0; i < N; i++) {
            size_t at = turn == 0 ? i : N - 1 - i;
            assert_int_equal(text_background_counter_add(counter, str_from(texts[at].text),
                                                         str_from(texts[at].language), NULL),
                             STATUS_OK);
        }
        buf_init(&models[turn], 1 << 20);
        assert_int_equal(text_background_counter_cut(counter, 100, 1, &models[turn], NULL),
                         STATUS_OK);
        text_background_counter_close(counter);
    }
    assert_true(str_eq(buf_str(&models[0]), buf_str(&models[1])));
    struct arena arena;
    struct text_background model;
    arena_init(&arena, 1 << 20);
    assert_int_equal(text_background_read(&arena, buf_str(&models[0]), &model, NULL), STATUS_OK);
    assert_int_equal(model.n, 2); /* nothing was counted in French */
    const struct text_background_language *en = text_background_find(&model, STR("en"));
    assert_int_equal(en->texts, 2);
    assert_int_equal(en->words, 4); /* without 2024 */
    assert_int_equal(text_background_common(en, STR("the")), 240);
    assert_int_equal(text_background_common(en, STR("compani")), 224);
    arena_release(&arena);
    buf_release(&models[0]);
    buf_release(&models[1]);
}

static void survives_without_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct buf out;
        enum status status = STATUS_MEMORY;
        struct text_background_counter *counter = text_background_counter_open(0);
        buf_init(&out, 1 << 20);
        if (counter != NULL)
            status = text_background_counter_add(counter, STR("the end"), STR("en"), NULL);
        if (status == STATUS_OK)
            status = text_background_counter_cut(counter, 10, 1, &out, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        text_background_counter_close(counter);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(writes_the_same),
        cmocka_unit_test(refuses),
        cmocka_unit_test(counts),
        cmocka_unit_test(survives_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
