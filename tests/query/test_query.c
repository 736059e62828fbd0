/* Lines and what is read from them; texts and what is marked in them. */
#include "support/case.h"

#include "base/buf.h"
#include "base/clock.h"
#include "query/mark.h"

enum { MEMORY = 1 << 22 };

static void add_names(struct buf *out, const char *field, const struct query_name *names,
                      size_t count) {
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%s=%.*s ", names[i].excluded ? "-" : "", field, STR_ARG(names[i].name));
}

/* "title:chip_maker* -war topic=ai 2025-10-01..2025-11-01 " */
static void add_query(struct buf *out, const struct query *query) {
    static const char *const fields[] = {"", "title:", "author:"};
    char from[TIME_TEXT] = "", to[TIME_TEXT] = "";
    for (size_t i = 0; i < query->phrase_count; i++) {
        const struct query_phrase *phrase = &query->phrases[i];
        buf_printf(out, "%s%s", phrase->excluded ? "-" : "", fields[phrase->field]);
        for (size_t k = 0; k < phrase->count; k++)
            buf_printf(out, "%s%.*s", k > 0 ? "_" : "", STR_ARG(phrase->terms[k]));
        buf_add_cstr(out, phrase->prefix ? "* " : " ");
    }
    add_names(out, "topic", query->topics, query->topic_count);
    add_names(out, "provider", query->providers, query->provider_count);
    if (query->from != TIME_NONE)
        day_format(query->from, from);
    if (query->to != TIME_NONE)
        day_format(query->to, to);
    if (from[0] != '\0' || to[0] != '\0')
        buf_printf(out, "%s..%s ", from, to);
}

static void test_lines(void **state) {
    static const struct {
        const char *line, *want;
    } cases[] = {
        {"", ""},
        {" \t\n ", ""},
        {"Climate talks", "climat talk "},
        {"\"climate talks\" war", "climat_talk war "},
        {"\xE2\x80\x9E"
         "climate talks\xE2\x80\x9C war",
         "climat_talk war "},
        {"\"climate talks", "climat_talk "},
        {"\"\" \"", ""},
        {"a\"b c\"", "a_b c "},
        {"title:Talks TITLE:\"climate talks\"", "title:talk title:climat_talk "},
        {"author:Smith -author:\"jo ann\"", "author:smith -author:jo_ann "},
        {"-war -\"two words\" --x - -\"\"", "-war -two_word -x "},
        {"state-of-the-art well-known", "state_of_the_art well_known "},
        {"clim* micros* \"talks*\" *", "clim* micros* talk "},
        {"\xE6\x9D\xB1\xE4\xBA\xAC\xE5\xA4\xA7",
         "\xE6\x9D\xB1\xE4\xBA\xAC_\xE4\xBA\xAC\xE5\xA4\xA7 "},
        {"topic:AI topic:\"Big data\" -topic:war topic: topic:\"\"",
         "topic=AI topic=Big data -topic=war "},
        {"provider:bbc.com -provider:\"The Sun\"", "provider=bbc.com -provider=The Sun "},
        {"site:x.com https://x.com/a", "site_x_com https_x_com_a "},
        {"title: x", "x "},
        {"title:-x", "title:x "},
        {"after:2025-10-01", "2025-10-01.. "},
        {"before:2025-10", "..2025-10-01 "},
        {"on:2025-10", "2025-10-01..2025-11-01 "},
        {"on:2024", "2024-01-01..2025-01-01 "},
        {"on:2024-12-31 x", "x 2024-12-31..2025-01-01 "},
        {"after:2025-01 after:2024 before:2026 before:2025-06-05", "2025-01-01..2025-06-05 "},
        {"after:\"2025\" after: -after:2026", "2025-01-01.. "},
        {"on:2024-02-29", "2024-02-29..2024-03-01 "},
        {"' OR 1=1-- ; DROP", "or 1_1 drop "},
        {"a AND NEAR/0 ^x {y} col:z (w)", "a and near_0 x y col_z w "},
        {"\xff\xfe x\x01y", "x_y "},
        {"3.5 C++ don't", "3.5 c don't "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct query query;
        struct error error;
        struct buf out;
        arena_init(&arena, MEMORY);
        buf_init(&out, 4096);
        if (query_read(&arena, str_from(cases[i].line), &query, &error) != STATUS_OK)
            fail_msg("%s: %s", cases[i].line, error.message);
        add_query(&out, &query);
        if (strcmp(buf_cstr(&out), cases[i].want) != 0)
            fail_msg("%s: '%s', not '%s'", cases[i].line, buf_cstr(&out), cases[i].want);
        buf_release(&out);
        arena_release(&arena);
    }
    (void)state;
}

static void test_what_is_refused(void **state) {
    static const char *const dates[] = {"after:yesterday",   "on:2025-13",      "on:2025-02-30",
                                        "before:2025-10-",   "on:2025-1-1",     "on:0000",
                                        "after:99999-01-01", "on:2025-10-08-1", "on:-2025",
                                        "on:2025-10-08T10"};
    struct arena arena;
    struct query query;
    char line[QUERY_BYTES_MOST + 2];
    size_t n = 0;
    arena_init(&arena, MEMORY);
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++)
        assert_int_equal(query_read(&arena, str_from(dates[i]), &query, NULL), STATUS_INVALID);
    memset(line, ' ', sizeof line);
    assert_int_equal(query_read(&arena, str_of(line, QUERY_BYTES_MOST), &query, NULL), STATUS_OK);
    assert_int_equal(query_read(&arena, str_of(line, QUERY_BYTES_MOST + 1), &query, NULL),
                     STATUS_LIMIT);
    for (size_t i = 0; i < QUERY_TERMS_MOST; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "a ");
    assert_int_equal(query_read(&arena, str_of(line, n), &query, NULL), STATUS_OK);
    n += (size_t)snprintf(line + n, sizeof line - n, "b");
    assert_int_equal(query_read(&arena, str_of(line, n), &query, NULL), STATUS_LIMIT);
    n = 0;
    for (size_t i = 0; i <= QUERY_NAMES_MOST; i++)
        n += (size_t)snprintf(line + n, sizeof line - n, "topic:a ");
    assert_int_equal(query_read(&arena, str_of(line, n), &query, NULL), STATUS_LIMIT);
    arena_release(&arena);
    (void)state;
}

static void test_asking(void **state) {
    static const struct {
        const char *line;
        bool asks;
    } cases[] = {{"", false},          {"-", false},         {"-x", false},
                 {"- \"\" *", false},  {"x -y", true},       {"topic:a", true},
                 {"-topic:a x", true}, {"after:2025", true}, {"-x on:2025", true}};
    struct arena arena;
    struct query query;
    arena_init(&arena, MEMORY);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(query_read(&arena, str_from(cases[i].line), &query, NULL), STATUS_OK);
        if (query_asks(&query) != cases[i].asks)
            fail_msg("%s", cases[i].line);
    }
    arena_release(&arena);
    (void)state;
}

static void test_marks(void **state) {
    static const struct {
        const char *line, *text, *want;
        enum query_field field;
    } cases[] = {
        {"talk", "Talks about talking, all talk", "[Talks] about [talking], all [talk]",
         QUERY_ANYWHERE},
        {"\"climate talks\"", "talks climate talks climate", "talks [climate talks] climate",
         QUERY_TITLE},
        {"clim*", "The climate of climbing a cliff", "The [climate] of [climbing] a cliff",
         QUERY_TITLE},
        {"title:talks", "the talks", "the [talks]", QUERY_TITLE},
        {"title:talks", "the talks", "the talks", QUERY_ANYWHERE},
        {"a -b", "a b a", "[a] b [a]", QUERY_TITLE},
        {"topic:a", "a", "a", QUERY_TITLE},
        {"\"a b\" \"b c\"", "a b c", "[a b c]", QUERY_TITLE},
        {"\xE6\x9D\xB1\xE4\xBA\xAC\xE5\xA4\xA7", "x\xE6\x9D\xB1\xE4\xBA\xAC\xE5\xA4\xA7y",
         "x[\xE6\x9D\xB1\xE4\xBA\xAC\xE5\xA4\xA7]y", QUERY_TITLE},
        {"شمسية 900", "المحطة الشمسيّة: ٩٠٠ ميغاواط", "المحطة [الشمسيّة]: [٩٠٠] ميغاواط",
         QUERY_TITLE},
        {"x", "<b>X</b>", "<b>[X]</b>", QUERY_TITLE},
        /* The algorithm's exceptions keep their beginnings, too. */
        {"sky die", "Skies, dying; sly", "[Skies], [dying]; sly", QUERY_TITLE},
        {"yes young", "Young youngs say yes", "[Young] [youngs] say [yes]", QUERY_TITLE},
        {"\"news day\"", "new days, news days", "new days, [news days]", QUERY_TITLE},
        {"x", "", "", QUERY_TITLE},
        {"", "x", "x", QUERY_TITLE},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct query query;
        struct query_marker marker;
        struct query_span *spans;
        struct str text = str_from(cases[i].text);
        struct buf out;
        size_t count, at = 0;
        arena_init(&arena, MEMORY);
        buf_init(&out, 4096);
        assert_int_equal(query_read(&arena, str_from(cases[i].line), &query, NULL), STATUS_OK);
        assert_int_equal(query_marker_open(&marker, &query, NULL), STATUS_OK);
        assert_int_equal(query_mark(&marker, &arena, text, cases[i].field, &spans, &count, NULL),
                         STATUS_OK);
        for (size_t k = 0; k < count; k++) {
            buf_printf(&out, "%.*s[%.*s]", STR_ARG(str_of(text.p + at, spans[k].start - at)),
                       STR_ARG(str_of(text.p + spans[k].start, spans[k].end - spans[k].start)));
            at = spans[k].end;
        }
        buf_add(&out, str_skip(text, at));
        if (strcmp(buf_cstr(&out), cases[i].want) != 0)
            fail_msg("%s in %s: %s", cases[i].line, cases[i].text, buf_cstr(&out));
        query_marker_close(&marker);
        buf_release(&out);
        arena_release(&arena);
    }
    (void)state;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_what_is_refused),
        cmocka_unit_test(test_asking),
        cmocka_unit_test(test_marks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
