#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "text/excerpt.h"
#include "text/fold.h"
#include "text/slug.h"
#include "text/stem.h"
#include "text/token.h"

static struct arena arena;

static int set_up(void **state) {
    (void)state;
    arena_init(&arena, 1 << 24);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_str(struct str found, const char *wanted) {
    assert_false(str_absent(found));
    assert_string_equal(arena_cstr(&arena, found), wanted);
}

static void makes_slugs(void **state) {
    (void)state;
    static const struct {
        const char *title, *slug;
    } cases[] = {
        {"Hello, World!", "hello-world"},
        {"Int'l \xE2\x80\x94 caf\xC3\xA9\xE2\x84\xA2", "intl-cafe"},
        {" -- a - - b_c -- ", "a-b_c"},
        {"a\xC2\xA0\xE2\x80\x83"
         "b",
         "a-b"},
        {"\xC4\xB0stanbul \xE2\x84\xAA", "istanbul-k"},
        {"", "article"},
        {"-", "article"},
        {"\xE4\xBA\xBA\xE5\xB7\xA5", "article"},
        {"a\xFF"
         "b",
         "ab"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        text_slug(str_from(cases[i].title), &out);
        assert_string_equal(buf_cstr(&out), cases[i].slug);
        buf_release(&out);
    }
}

/* Words of nine letters and a hyphen: the cut falls on a multiple of ten less one. */
static void cuts_slugs(void **state) {
    (void)state;
    static const struct {
        size_t first; /* letters of the first word */
        size_t length;
    } cases[] = {{9, 149}, {10, 150}, {11, 141}, {1, 141}, {149, 149}, {150, 150}, {200, 150}};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf title, out;
        buf_init(&title, 10000);
        buf_init(&out, 1000);
        buf_add_repeat(&title, 'a', cases[i].first);
        for (size_t k = 0; k < 30; k++)
            BUF_ADD(&title, " bbbbbbbbb");
        text_slug(buf_str(&title), &out);
        assert_int_equal(out.n, cases[i].length);
        buf_release(&out);
        buf_release(&title);
    }
}

static void folds(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } cases[] = {
        {"Stra\xC3\x9F"
         "e",
         "STRASSE", true},
        {"\xEF\xBC\xA1\xEF\xBC\xA9", "ai", true},
        {"e\xCC\x81", "\xC3\x89", true},
        {"\xEF\xAC\x81n", "fin", true},
        {"so\xC2\xADso", "soso", true},
        {"\xCE\xA3", "\xCF\x82", true},
        {"a", "b", false},
        {"a\xFF", "a", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str a = text_fold(&arena, str_from(cases[i].a));
        struct str b = text_fold(&arena, str_from(cases[i].b));
        assert_int_equal(str_eq(a, b), cases[i].same);
        assert_true(str_eq(a, text_fold(&arena, a)));
    }
}

/* Sorting marks takes the square of their number; not here. */
static void folds_many_marks(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 22);
    buf_add_byte(&text, 'a');
    for (size_t i = 0; i < 200000; i++)
        buf_add_cstr(&text, i % 2 == 0 ? "\xCC\x81" : "\xCC\xA3");
    assert_false(str_absent(text_fold(&arena, buf_str(&text))));
    buf_release(&text);
}

static void tokenizes(void **state) {
    (void)state;
    static const struct {
        const char *text, *tokens;
    } cases[] = {
        {"Don\xE2\x80\x99t panic: GPT-4.5, 1,000 'quoted' e-mails.",
         "don't|panic|gpt|4.5|1,000|quoted|e|mails"},
        {"C++ & .NET; snake_case", "c|net|snake_case"},
        {"Caf\xC3\x89 cafe\xCC\x81", "caf\xC3\xA9|caf\xC3\xA9"},
        {"\xE4\xBA\xBA\xE5\xB7\xA5\xE6\x99\xBA AI\xE8\x83\xBD",
         "\xE4\xBA\xBA\xE5\xB7\xA5|\xE5\xB7\xA5\xE6\x99\xBA|ai|\xE8\x83\xBD"},
        {"\xE0\xB8\x81\xE0\xB8\xB4\xE0\xB8\x99", "\xE0\xB8\x81\xE0\xB8\xB4\xE0\xB8\x99"},
        {"\xEC\x9D\xB8\xEA\xB3\xB5 \xEC\xA7\x80\xEB\x8A\xA5",
         "\xEC\x9D\xB8\xEA\xB3\xB5|\xEC\xA7\x80\xEB\x8A\xA5"},
        {"  \xF0\x9F\x94\xA5 ... ", ""},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_tokens tokens;
        struct buf joined;
        size_t end = 0;
        buf_init(&joined, 1000);
        assert_int_equal(text_tokenize(&arena, str_from(cases[i].text), &tokens, NULL), STATUS_OK);
        for (size_t k = 0; k < tokens.n; k++) {
            if (k > 0)
                buf_add_byte(&joined, '|');
            buf_add(&joined, tokens.items[k].folded);
            assert_true(tokens.items[k].end > tokens.items[k].start && tokens.items[k].end > end);
            end = tokens.items[k].end;
        }
        assert_string_equal(buf_cstr(&joined), cases[i].tokens);
        buf_release(&joined);
    }
}

static void cuts_long_words(void **state) {
    (void)state;
    struct buf text;
    struct text_tokens tokens;
    buf_init(&text, 10000);
    buf_add_repeat(&text, 'x', 1000);
    assert_int_equal(text_tokenize(&arena, buf_str(&text), &tokens, NULL), STATUS_OK);
    assert_int_equal(tokens.n, (1000 + TEXT_TOKEN_MOST - 1) / TEXT_TOKEN_MOST);
    buf_release(&text);
}

static void stems(void **state) {
    (void)state;
    static const struct {
        const char *language, *word, *stem;
    } cases[] = {
        {NULL, "running", "run"},          {"en-US", "stories", "stori"},
        {"en", "company's", "compani"},    {"de", "zeitungen", "zeitung"},
        {"xx", "running", "running"},      {"tlh", "running", "running"},
        {"english", "running", "running"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_stemmer stemmer;
        assert_int_equal(text_stemmer_open(&stemmer, str_from(cases[i].language), NULL), STATUS_OK);
        assert_str(text_stem(&stemmer, str_from(cases[i].word)), cases[i].stem);
        text_stemmer_close(&stemmer);
    }
}

static void cuts_excerpts(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t characters;
        const char *excerpt, *shortened;
    } cases[] = {
        {"one two three", 13, "one two three", "one two three"},
        {"one two three", 20, "one two three", "one two three"},
        {"one two three", 7, "one two", "one\xE2\x80\xA6"},
        {"one two, three", 6, "one two,", "one\xE2\x80\xA6"},
        {"one two, three", 9, "one two,", "one two\xE2\x80\xA6"},
        {"one two three", 4, "one", "one\xE2\x80\xA6"},
        {"one two three", 5, "one two", "one\xE2\x80\xA6"},
        {"h\xC3\xA9h\xC3\xA9h\xC3\xA9 x", 4, "h\xC3\xA9h\xC3\xA9h\xC3\xA9",
         "h\xC3\xA9h\xE2\x80\xA6"},
        {"\xE4\xBA\xBA\xE5\xB7\xA5\xE6\x99\xBA\xE8\x83\xBD", 3,
         "\xE4\xBA\xBA\xE5\xB7\xA5\xE6\x99\xBA", "\xE4\xBA\xBA\xE5\xB7\xA5\xE2\x80\xA6"},
        {"", 5, "", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str text = str_from(cases[i].text);
        struct str shortened = text_shorten(&arena, text, cases[i].characters);
        assert_str(text_excerpt(&arena, text, cases[i].characters), cases[i].excerpt);
        assert_str(shortened, cases[i].shortened);
        assert_true(utf8_length(shortened) <= cases[i].characters);
    }
}

static void cuts_endless_words(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text, 10000);
    buf_add_repeat(&text, 'x', 5000);
    assert_int_equal(text_excerpt(&arena, buf_str(&text), TEXT_EXCERPT_RECORD).n,
                     TEXT_EXCERPT_RECORD + 100);
    buf_release(&text);
}

#define CASE(function) cmocka_unit_test_setup_teardown(function, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        CASE(makes_slugs),        CASE(cuts_slugs),      CASE(folds), CASE(folds_many_marks),
        CASE(tokenizes),          CASE(cuts_long_words), CASE(stems), CASE(cuts_excerpts),
        CASE(cuts_endless_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
