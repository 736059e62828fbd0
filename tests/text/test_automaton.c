#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/automaton.h"

static const char *const keywords[] = {
    "AI",
    "artificial intelligence",
    "intelligence",
    "c++",
    ".NET",
    "Caf\xC3\xA9",
    "  face \t recognition ",
    "\xE4\xBA\xBA\xE5\xB7\xA5",
    "int'l",
    "ai",
    "",
    "e",
    "f",
    "a b a",
    "b a b",
};

enum { KEYWORDS = sizeof keywords / sizeof keywords[0] };

static void build(struct arena *arena, struct text_automaton *automaton) {
    struct text_pattern patterns[KEYWORDS];
    for (uint32_t i = 0; i < KEYWORDS; i++)
        patterns[i] = (struct text_pattern){str_from(keywords[i]), i};
    assert_int_equal(text_automaton_build(arena, patterns, KEYWORDS, automaton, NULL), STATUS_OK);
}

struct result {
    struct buf text;
    struct str searched;
    size_t most;
};

static bool note(void *state, const struct text_match *match) {
    struct result *result = state;
    buf_printf(&result->text, "%u:%.*s|", match->value, (int)(match->end - match->start),
               result->searched.p + match->start);
    return --result->most > 0;
}

static void finds_whole_words(void **state) {
    (void)state;
    static const struct {
        const char *text, *matches;
    } cases[] = {
        {"He said AI, not ai-powered or AIs.", "0:AI|9:AI|0:ai|9:ai|"},
        {"Artificial\n \xC2\xA0intelligence",
         "1:Artificial\n \xC2\xA0intelligence|2:intelligence|"},
        {"C++, c++11, asp.net, .net core", "3:C++|4:.net|"},
        {"CAFE\xCC\x81 cafe caf\xC3\xA9s", "5:CAFE\xCC\x81|"},
        {"face recognition; facerecognition", "6:face recognition|"},
        {"\xE6\x97\xA5\xE4\xBA\xBA\xE5\xB7\xA5\xE6\x99\xBA", "7:\xE4\xBA\xBA\xE5\xB7\xA5|"},
        {"INT\xE2\x80\x99L", "8:INT\xE2\x80\x99L|"},
        {"\xEF\xBC\xA1\xEF\xBC\xA9", "0:\xEF\xBC\xA1\xEF\xBC\xA9|9:\xEF\xBC\xA1\xEF\xBC\xA9|"},
        {"e\xCC\x81", ""},
        {"\xEF\xAC\x81", ""},
        {"a b a b a", "13:a b a|14:b a b|13:a b a|"},
        {"ai's _ai ai_ 1ai", "0:ai|9:ai|"},
        {"\xFF"
         "ai\xFF",
         "0:ai|9:ai|"},
        {"", ""},
    };
    struct arena arena;
    struct text_automaton automaton;
    arena_init(&arena, 1 << 20);
    build(&arena, &automaton);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct result result = {.searched = str_from(cases[i].text), .most = SIZE_MAX};
        buf_init(&result.text, 1000);
        text_automaton_search(&automaton, result.searched, note, &result);
        assert_string_equal(buf_cstr(&result.text), cases[i].matches);
        buf_release(&result.text);
    }
    arena_release(&arena);
}

static void stops_when_told(void **state) {
    (void)state;
    struct arena arena;
    struct text_automaton automaton;
    struct result result = {.searched = STR("ai ai ai"), .most = 3};
    arena_init(&arena, 1 << 20);
    build(&arena, &automaton);
    buf_init(&result.text, 1000);
    text_automaton_search(&automaton, result.searched, note, &result);
    assert_string_equal(buf_cstr(&result.text), "0:ai|9:ai|0:ai|");
    buf_release(&result.text);
    arena_release(&arena);
}

static void knows_its_limits(void **state) {
    (void)state;
    struct arena arena;
    struct text_automaton automaton;
    struct error error;
    static char word[TEXT_PATTERN_MOST + 2];
    memset(word, 'x', sizeof word - 1);
    struct text_pattern pattern = {str_of(word, TEXT_PATTERN_MOST), 1};
    arena_init(&arena, 1 << 20);
    assert_int_equal(text_automaton_build(&arena, &pattern, 1, &automaton, &error), STATUS_OK);
    struct result result = {.searched = pattern.text, .most = SIZE_MAX};
    buf_init(&result.text, 10000);
    text_automaton_search(&automaton, result.searched, note, &result);
    assert_int_equal(result.text.n, 2 + TEXT_PATTERN_MOST + 1);
    buf_release(&result.text);
    pattern.text.n++;
    assert_int_equal(text_automaton_build(&arena, &pattern, 1, &automaton, &error), STATUS_LIMIT);
    assert_int_equal(text_automaton_build(&arena, NULL, 0, &automaton, &error), STATUS_OK);
    text_automaton_search(&automaton, STR("anything"), note, NULL);
    arena_release(&arena);
}

static void says_when_memory_ends(void **state) {
    (void)state;
    struct text_pattern pattern = {STR("keyword"), 1};
    for (size_t room = 0; room < 256; room += 16) {
        struct arena arena;
        struct text_automaton automaton;
        arena_init(&arena, room);
        enum status status = text_automaton_build(&arena, &pattern, 1, &automaton, NULL);
        assert_true(status == STATUS_OK || status == STATUS_MEMORY || status == STATUS_LIMIT);
        assert_int_equal(status == STATUS_OK, !arena_failed(&arena));
        arena_release(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_whole_words),
        cmocka_unit_test(stops_when_told),
        cmocka_unit_test(knows_its_limits),
        cmocka_unit_test(says_when_memory_ends),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
