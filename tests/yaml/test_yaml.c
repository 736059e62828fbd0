#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "yaml/scalar.h"
#include "yaml/yaml.h"

static void refuses(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t line, column;
        const char *message;
    } cases[] = {
        {"a: &x 1\n", 1, 4, "anchors are not taken"},
        {"a: *x\n", 1, 4, "aliases are not taken"},
        {"a: &a [1]\nb: *a\n", 1, 4, "anchors are not taken"},
        {"a:\n  <<: {b: 1}\n", 2, 3, "merge keys are not taken"},
        {"a: !mine 1\n", 1, 4, "tags of one's own are not taken"},
        {"a: !!binary aGk=\n", 1, 4, "tags of one's own are not taken"},
        {"a: 1\nb: 2\na: 3\n", 3, 1, "key 'a' is given twice, first in line 1"},
        {"a:\n  - b: 1\n    \"b\": 2\n", 3, 5, "key 'b' is given twice"},
        {"[a]: 1\n", 1, 1, "expected a name as key"},
        {"a: 1\n---\nb: 2\n", 2, 1, "a second document"},
        {"a: [[[[1]]]]\n", 1, 6, "nested deeper than 3 levels"},
        {"a: \"x\\0y\"\n", 1, 4, "NUL"},
        {"a: \"x\n", 2, 1, "not YAML"},
        {"a: b: c\n", 1, 5, "not YAML"},
        {"a: 1\n\tb: 2\n", 2, 1, "not YAML"},
        {"a: x\x01y\n", 1, 5, "not YAML"},
        {"\xC3\xA9: \xFF\n", 1, 4, "not UTF-8"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct yaml_node *root;
        struct error error = {0};
        arena_init(&arena, 1 << 20);
        assert_int_not_equal(yaml_read(&arena, str_from(cases[i].text), 1, 3, &root, &error),
                             STATUS_OK);
        if (error.at.line != cases[i].line || error.at.column != cases[i].column ||
            strstr(error.message, cases[i].message) == NULL)
            fail_msg("case %zu: %zu:%zu: %s", i, error.at.line, error.at.column, error.message);
        arena_release(&arena);
    }
}

static void reads_a_tree(void **state) {
    (void)state;
    struct arena arena;
    struct yaml_node *root;
    struct error error = {0};
    arena_init(&arena, 1 << 20);
    struct str text = STR("a: '1'\nb: [x, 2]\nc: |\n  d\n");
    assert_int_equal(yaml_read(&arena, text, 10, 8, &root, &error), STATUS_OK);
    assert_int_equal(root->kind, YAML_KIND_MAP);
    assert_int_equal(root->count, 3);
    assert_int_equal(yaml_get(root, STR("a"))->style, YAML_STYLE_QUOTED);
    const struct yaml_node *b = yaml_get(root, STR("b"));
    assert_true(b->flow && b->kind == YAML_KIND_LIST && b->count == 2);
    assert_int_equal(b->first->next->at.line, 11);
    assert_int_equal(b->first->next->at.column, 8);
    assert_int_equal(b->first->next->style, YAML_STYLE_PLAIN);
    assert_int_equal(yaml_get(root, STR("c"))->style, YAML_STYLE_BLOCK);
    assert_true(str_eq(yaml_get(root, STR("c"))->text, STR("d\n")));
    assert_null(yaml_get(root, STR("d")));
    arena_release(&arena);
}

static void parts_front_matter(void **state) {
    (void)state;
    static const struct {
        const char *bytes, *front, *body; /* front NULL: refused */
        size_t line, column;
    } cases[] = {
        {"---\na: 1\n---\nx\n", "a: 1\n", "x\n", 0, 0},
        {"\xEF\xBB\xBF---\r\na: 1\r\n---\r\nx\r\n", "a: 1\n", "x\n", 0, 0},
        {"--- \na: 1\n...\n", "a: 1\n", "", 0, 0},
        {"---\n---", "", "", 0, 0},
        {"---\na: |\n  ---\n---\n", "a: |\n  ---\n", "", 0, 0},
        {"---\na: ---x\n---x: 1\n---\n", "a: ---x\n---x: 1\n", "", 0, 0},
        {"a: 1\n", NULL, NULL, 1, 1},
        {"", NULL, NULL, 1, 1},
        {"---\na: 1\n", NULL, NULL, 3, 1},
        {"---\na: \xE9\n---\n", NULL, NULL, 2, 4},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct yaml_front front;
        struct error error = {0};
        arena_init(&arena, 1 << 20);
        enum status status = yaml_front_matter(&arena, str_from(cases[i].bytes), &front, &error);
        if (cases[i].front == NULL) {
            assert_int_equal(status, STATUS_INVALID);
            assert_int_equal(error.at.line, cases[i].line);
            assert_int_equal(error.at.column, cases[i].column);
        } else {
            assert_int_equal(status, STATUS_OK);
            assert_true(str_eq(front.front, str_from(cases[i].front)));
            assert_true(str_eq(front.body, str_from(cases[i].body)));
        }
        arena_release(&arena);
    }
}

static void reads_times(void **state) {
    (void)state;
    static const struct {
        const char *text, *time; /* NULL: none */
    } cases[] = {
        {"2022-06-30T18:21:00Z", "2022-06-30T18:21:00Z"},
        {"2022-06-30", "2022-06-30T00:00:00Z"},
        {"2022-6-3 8:21:00", "2022-06-03T08:21:00Z"},
        {"2022-06-30t20:21:00.123+02:00", "2022-06-30T18:21:00Z"},
        {"2022-06-30 18:21:00 -05", "2022-06-30T23:21:00Z"},
        {"2022-12-31T23:00:00-0130", "2023-01-01T00:30:00Z"},
        {"2022-02-30", NULL},
        {"2022-06-30T24:00:00Z", NULL},
        {"2022-06-30T18:21Z", NULL},
        {"0000-01-01T00:00:00+14:00", NULL},
        {"yesterday", NULL},
        {"", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t time;
        char text[TIME_TEXT];
        assert_int_equal(yaml_to_time(str_from(cases[i].text), &time), cases[i].time != NULL);
        if (cases[i].time != NULL)
            assert_string_equal(time_format(time, text), cases[i].time);
    }
}

static void knows_plain(void **state) {
    (void)state;
    static const char *const plain[] = {
        "Wall Street Journal",
        "Barron's",
        "U.S. News & World Report",
        "a#b",
        "Morningstar, Inc.",
        "B\xC3\xB6rsennews",
        "a:b",
        "-a",
        "?a",
        "24/7 Wall St.",
        "9to5Mac",
        "404 Media",
        "(x)",
        ".NET Blog",
        "no way",
        "1.2.x",
        "3 days",
        "nullify",
        "Le L\xC3\xA9zard",
    };
    static const char *const quoted[] = {
        "",
        "Yes: No",
        "null",
        "#1 News",
        "~",
        "true",
        "No",
        "on",
        "12",
        "-1",
        "1.5",
        "1e3",
        "0x1F",
        ".inf",
        "-.INF",
        "12:30",
        "a:",
        " a",
        "a ",
        "a #b",
        "- a",
        "-",
        "? a",
        ":",
        "[a",
        "{a",
        "]",
        "*a",
        "&a",
        "!a",
        "|",
        ">",
        "'a",
        "\"a",
        "%a",
        "@a",
        "`a",
        ", a",
        "<<",
        "=",
        "y",
        "a\nb",
        "a\tb",
        "\x7F",
        "2022-06-30",
        "2022-06-30T18:21:00Z",
        "a\xE2\x80\xA8z",
        "\xEF\xBB\xBFz",
        "a\xC2\x85",
    };
    for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
        if (!yaml_is_plain(str_from(plain[i])))
            fail_msg("'%s' should be plain", plain[i]);
    for (size_t i = 0; i < sizeof quoted / sizeof quoted[0]; i++)
        if (yaml_is_plain(str_from(quoted[i])))
            fail_msg("'%s' should be quoted", quoted[i]);
}

static void takes_long_maps_in_time(void **state) {
    (void)state;
    struct arena arena;
    struct yaml_node *root;
    struct error error = {0};
    struct buf text;
    arena_init(&arena, 256 << 20);
    buf_init(&text, YAML_BYTES_MOST);
    for (unsigned i = 0; i < 100000; i++)
        buf_printf(&text, "k%u: 1\n", i);
    assert_int_equal(text.status, STATUS_OK);
    assert_int_equal(yaml_read(&arena, buf_str(&text), 1, 8, &root, &error), STATUS_OK);
    assert_int_equal(root->count, 100000);
    buf_release(&text);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(refuses),
        cmocka_unit_test(reads_a_tree),
        cmocka_unit_test(parts_front_matter),
        cmocka_unit_test(reads_times),
        cmocka_unit_test(knows_plain),
        cmocka_unit_test(takes_long_maps_in_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
