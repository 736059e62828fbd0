/* pages/<name>.md. */
#include "fixture.h"

#include <stdlib.h>

static const char about[] = "public/page/about/index.html";

static void writes_pages(void **state) {
    struct fixture *fixture = *state;
    put_file(fixture, "pages/about.md",
             "---\ntitle: About <us>\ndescription: Who & why\n---\n"
             "Some **strong** words, [a link](https://x.example/?a=1&b=2), [ours](../imprint/).\n\n"
             "## Then\n\n- one\n- two\n\n> quoted\n\n`code`\n");
    put_file(fixture, "pages/imprint.md", "---\ntitle: Imprint\n---\n");
    put_file(fixture, "pages/notes.txt", "not a page");
    publish(fixture);
    struct str page = read_file(fixture, about);
    assert_true(holds(page, "<title>About &lt;us&gt; · The Daily &amp; Sample</title>"));
    assert_true(holds(page, "<meta name=\"description\" content=\"Who &amp; why\">"));
    assert_true(holds(page, "Some <strong>strong</strong> words"));
    assert_true(holds(page, "href=\"https://x.example/?a=1&amp;b=2\" rel=\"noopener noreferrer\""));
    assert_true(holds(page, "href=\"https://news.example/sample/page/imprint/\""));
    assert_true(holds(page, "<h2>Then</h2>"));
    assert_true(holds(page, "<li>two</li>"));
    assert_true(holds(read_file(fixture, "public/index.html"),
                      "<a href=\"page/about/\">About &lt;us&gt;</a> · "
                      "<a href=\"page/imprint/\">Imprint</a>"));
    assert_true(str_absent(read_file(fixture, "public/page/notes/index.html")));
}

static void removes_pages(void **state) {
    struct fixture *fixture = *state;
    struct tree *tree;
    put_file(fixture, "pages/about.md", "---\ntitle: About\n---\n");
    publish(fixture);
    assert_false(str_absent(read_file(fixture, about)));
    assert_int_equal(tree_open(fixture->folder, &tree, NULL), STATUS_OK);
    assert_int_equal(tree_remove(tree, STR("pages/about.md"), NULL), STATUS_OK);
    tree_close(tree);
    publish(fixture);
    assert_true(str_absent(read_file(fixture, about)));
    assert_false(holds(read_file(fixture, "public/index.html"), "page/about/"));
}

static void keeps_hostile_pages_inert(void **state) {
    static const char *const bodies[] = {
        "<script>alert(1)</script>",
        "x <img src=x onerror=alert(1)> y",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "![a](data:text/html,<script>alert(1)</script>)",
        "<div>\n<svg onload=alert(1)>\n</div>",
        "[a](<javascript:alert(1)> \"alert(1)\")",
        "<a href='javascript:alert(1)'>alert</a>",
        "{{#stories}}{{>head}}<script>alert(1)</script>{{/stories}}",
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct str text = arena_format(&fixture->arena, "---\ntitle: T\n---\n%s\n", bodies[i]);
        put_file(fixture, "pages/about.md", text.p);
        publish(fixture);
        struct str page = read_file(fixture, about);
        assert_false(str_absent(page));
        assert_false(holds(page, "<script>"));
        assert_false(holds(page, "onerror="));
        assert_false(holds(page, "onload="));
        assert_false(holds(page, "<svg"));
        assert_false(holds(page, "href=\"javascript") || holds(page, "=\"data:"));
    }
}

static void says_what_is_wrong(void **state) {
    static const struct {
        const char *path, *text, *message;
        unsigned line, column;
    } cases[] = {
        {"pages/about.md", "no front matter", "expected front matter", 1, 1},
        {"pages/about.md", "---\ntitle: [a\n---\n", "", 3, 0},
        {"pages/about.md", "---\ndescription: x\n---\n", "a page needs a title", 2, 1},
        {"pages/about.md", "---\ntitle: x\ntitel: y\n---\n",
         "unknown key 'titel': expected title or description", 3, 1},
        {"pages/about.md", "---\ntitle: [x]\n---\n", "title: expected a text", 2, 8},
        {"pages/About us.md", "---\ntitle: x\n---\n", "a page's name is part of its address", 0, 0},
        {"pages/about.md", "---\ntitle: \xFF\n---\n", "", 2, 0},
    };
    struct fixture *fixture = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct tree *tree;
        put_file(fixture, cases[i].path, cases[i].text);
        fixture->error = (struct error){0};
        assert_int_equal(
            publish_edition(&fixture->context, fixture->look, &fixture->report, &fixture->error),
            STATUS_CONFIG);
        assert_string_equal(fixture->error.file, cases[i].path);
        assert_non_null(strstr(fixture->error.message, cases[i].message));
        assert_int_equal(fixture->error.at.line, cases[i].line);
        assert_true(cases[i].column == 0 || fixture->error.at.column == cases[i].column);
        assert_int_equal(tree_open(fixture->folder, &tree, NULL), STATUS_OK);
        assert_int_equal(tree_remove(tree, str_from(cases[i].path), NULL), STATUS_OK);
        tree_close(tree);
    }
}

static void changes_the_look(void **state) {
    struct fixture *fixture = *state;
    char before[HASH_HEX + 1], after[HASH_HEX + 1];
    assert_int_equal(publish_look(&fixture->context, STR("x"), before, NULL), STATUS_OK);
    put_file(fixture, "pages/about.md", "---\ntitle: About\n---\n");
    assert_int_equal(publish_look(&fixture->context, STR("x"), after, NULL), STATUS_OK);
    assert_string_not_equal(before, after);
}

int main(void) {
#define WITH_FIXTURE(test) cmocka_unit_test_setup_teardown(test, open_fixture, close_fixture)
    const struct CMUnitTest tests[] = {
        WITH_FIXTURE(writes_pages),
        WITH_FIXTURE(removes_pages),
        WITH_FIXTURE(keeps_hostile_pages_inert),
        WITH_FIXTURE(says_what_is_wrong),
        WITH_FIXTURE(changes_the_look),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
