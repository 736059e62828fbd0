#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/failing.h"
#include "text/background.h"

enum { THE = 0x10, COMPANY = 0xF0000000, ONCE = 0x12, RARE = 0x11, DER = 0x10 };

static const struct text_background_count english[] = {
    {THE, 1000}, {COMPANY, 250}, {ONCE, 1}, {RARE, 2}};
static const struct text_background_count german[] = {{DER, 90}};
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
        uint32_t word, common, expected; /* of 2,000 texts, in sixteenths */
    } cases[] = {
        {THE, 240, 32000}, {COMPANY, 208, 8000}, {RARE, 96, 62}, {ONCE, 0, 0}, {0, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(text_background_common(en, cases[i].word), cases[i].common);
        assert_int_equal(text_background_expected(en, cases[i].word, 2000), cases[i].expected);
    }
    assert_int_equal(text_background_common(NULL, THE), 0);
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
    assert_true(str_eq(buf_str(&b), STR("BSWORDS2\n")));
    const struct text_background_source twice[] = {sources[0], sources[0]};
    assert_int_equal(text_background_write(twice, 2, 3, 2, &b, NULL), STATUS_INVALID);
    buf_release(&a);
    buf_release(&b);
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        const char *bytes;
        enum status status;
    } cases[] = {
        {"BSWORDS2\n", STATUS_OK},
        {"BSWORDS2\nde 100 1\n00000010ee\nen 9 2\n00000010f000000011f0\n", STATUS_OK},
        {"", STATUS_INVALID},
        {"XSWORDS2\n", STATUS_INVALID},                        /* not a model */
        {"BSWORDS1\n", STATUS_INVALID},                        /* another version */
        {"BSWORDS2\nde 100 1\n00000010ee", STATUS_INVALID},    /* cut */
        {"BSWORDS2\nde 100 1\n", STATUS_INVALID},              /* cut */
        {"BSWORDS2\nde 100 1\n00000010ee\nx", STATUS_INVALID}, /* behind it */
        {"BSWORDS2\nde 100 1\n00000010ee\nde 9 1\n00000010f0\n", STATUS_INVALID}, /* twice */
        {"BSWORDS2\nen 100 1\n00000010ee\nde 9 1\n00000010f0\n", STATUS_INVALID}, /* order */
        {"BSWORDS2\nDe 100 1\n00000010ee\n", STATUS_INVALID},                     /* code */
        {"BSWORDS2\ndeutsch 100 1\n00000010ee\n", STATUS_INVALID},                /* code */
        {"BSWORDS2\n\n\n", STATUS_INVALID},                                       /* code */
        {"BSWORDS2\nde\n00000010ee\n", STATUS_INVALID},                           /* numbers */
        {"BSWORDS2\nde 0 1\n00000010ee\n", STATUS_INVALID},                       /* no texts */
        {"BSWORDS2\nde 09 1\n00000010ee\n", STATUS_INVALID},                      /* a zero */
        {"BSWORDS2\nde 4294967296 1\n00000010ee\n", STATUS_INVALID},              /* texts */
        {"BSWORDS2\nde 100 -1\n00000010ee\n", STATUS_INVALID},                    /* words */
        {"BSWORDS2\nde 100 100001\n00000010ee\n", STATUS_LIMIT},                  /* words */
        {"BSWORDS2\nde 100 2\n00000010ee\n", STATUS_INVALID},                     /* one less */
        {"BSWORDS2\nde 100 0\n00000010ee\n", STATUS_INVALID},                     /* one more */
        {"BSWORDS2\nde 100 1\n0000001Gee\n", STATUS_INVALID},                     /* digits */
        {"BSWORDS2\nde 100 1\n00000010EE\n", STATUS_INVALID},                     /* digits */
        {"BSWORDS2\nde 100 1\n0000001000\n", STATUS_INVALID},                     /* never */
        {"BSWORDS2\nde 100 1\n00000010f1\n", STATUS_INVALID},                     /* too often */
        {"BSWORDS2\nen 9 2\n00000011f000000010f0\n", STATUS_INVALID},             /* order */
        {"BSWORDS2\nen 9 2\n00000010f000000010f0\n", STATUS_INVALID},             /* twice */
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct text_background model;
        struct error error = {0};
        arena_init(&arena, 1 << 20);
        enum status status = text_background_read(&arena, str_from(cases[i].bytes), &model, &error);
        if (status != cases[i].status)
            fail_msg("%s: %d", cases[i].bytes, (int)status);
        assert_int_equal(error.message[0] != '\0', status != STATUS_OK);
        arena_release(&arena);
    }
}

static void survives_without_memory(void **state) {
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        struct buf out;
        buf_init(&out, 1 << 20);
        enum status status = text_background_write(sources, 2, 3, 2, &out, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        buf_release(&out);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers),
        cmocka_unit_test(writes_the_same),
        cmocka_unit_test(refuses),
        cmocka_unit_test(survives_without_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
