#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "html/dom.h"
#include "html/select.h"
#include "html/standard.h"
#include "html/write.h"

enum { MOST = 256 * 1024 * 1024, SMALL_STACK = 256 * 1024 };

/* The tree in the tests' format; `context` NULL for a page. */
static void describe(struct str html, const char *context, struct buf *out) {
    struct arena arena;
    struct html_document document;
    arena_init(&arena, MOST);
    enum status status = context == NULL
                             ? html_parse(&arena, html, &document, NULL)
                             : html_parse_within(&arena, html, str_from(context), &document, NULL);
    assert_int_equal(status, STATUS_OK);
    assert_non_null(document.html);
    assert_non_null(document.head);
    assert_non_null(document.body);
    buf_clear(out);
    html_describe(context == NULL ? document.root : document.body, out);
    arena_release(&arena);
}

static void builds_trees(void **state) {
    (void)state;
    static const struct {
        const char *html, *context, *tree;
    } cases[] = {
        {"", NULL, "| <html>\n|   <head>\n|   <body>\n"},
        {"a\r\n<p>b<!--c-->", "body", "| \"a\n\"\n| <p>\n|   \"b\"\n|   <!-- c -->\n"},
        {"<b>1<p>2</b>3", "body", "| <b>\n|   \"1\"\n| <p>\n|   <b>\n|     \"2\"\n|   \"3\"\n"},
        {"<table>x<tr><td>y", "body",
         "| \"x\"\n| <table>\n|   <tbody>\n|     <tr>\n|       <td>\n|         \"y\"\n"},
        {"<td>x", "tr", "| <td>\n|   \"x\"\n"},
        {"<svg viewbox=1 xlink:href=2><foreignobject><p>x</p></svg>y", "body",
         "| <svg svg>\n|   viewBox=\"1\"\n|   xlink href=\"2\"\n|   <svg foreignObject>\n|     "
         "<p>\n|       \"x\"\n| \"y\"\n"},
        {"<svg><![CDATA[a<b]]><p>c", "body", "| <svg svg>\n|   \"a<b\"\n| <p>\n|   \"c\"\n"},
        {"<template><tr><td>x</template>", "body",
         "| <template>\n|   content\n|     <tr>\n|       <td>\n|         \"x\"\n"},
        {"<frameset><frame>", NULL, "| <html>\n|   <head>\n|   <frameset>\n|     <frame>\n"},
        {"<!doctype html><p><table>", NULL,
         "| <!DOCTYPE html>\n| <html>\n|   <head>\n|   <body>\n|     <p>\n|     <table>\n"},
        {"<p><table>", NULL, "| <html>\n|   <head>\n|   <body>\n|     <p>\n|       <table>\n"},
        {"a\xC3\xA9&eacute;b", "body",
         "| \"a\xC3\xA9\xC3\xA9"
         "b\"\n"},
        {"<pre>\n\nx", "body", "| <pre>\n|   \"\nx\"\n"},
        {"<select><option>1<option>2", "body",
         "| <select>\n|   <option>\n|     \"1\"\n|   <option>\n|     \"2\"\n"},
        {"x</p>y", "body", "| \"x\"\n| <p>\n| \"y\"\n"},
        {"a</x>b</x>c", "body", "| \"abc\"\n"},
    };
    struct buf out;
    buf_init(&out, MOST);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        describe(str_from(cases[i].html), cases[i].context, &out);
        assert_string_equal(buf_cstr(&out), cases[i].tree);
    }
    buf_release(&out);
}

static void serialises(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"<p a='\"&\xC2\xA0'>1<br>&lt;&amp;\xC2\xA0>",
         "<p a=\"&quot;&amp;&nbsp;\">1<br>&lt;&amp;&nbsp;&gt;</p>"},
        {"<script>a<b</script><style>c&d</style>", "<script>a<b</script><style>c&d</style>"},
        {"<!--x--><svg><path/></svg>", "<!--x--><svg><path></path></svg>"},
        {"<template><td>x</template>", "<template><td>x</td></template>"},
    };
    struct buf out;
    buf_init(&out, MOST);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct html_document document;
        arena_init(&arena, MOST);
        assert_int_equal(html_parse_fragment(&arena, str_from(cases[i].in), &document, NULL),
                         STATUS_OK);
        buf_clear(&out);
        html_serialise(document.body, &out);
        assert_string_equal(buf_cstr(&out), cases[i].out);
        arena_release(&arena);
    }
    buf_release(&out);
}

static size_t count_matches(const char *html, const char *selector) {
    struct arena arena;
    struct html_document document;
    size_t count = 0;
    arena_init(&arena, MOST);
    assert_int_equal(html_parse_fragment(&arena, str_from(html), &document, NULL), STATUS_OK);
    struct html_selector *parsed = html_selector_parse(&arena, str_from(selector), NULL);
    if (parsed == NULL)
        count = 999;
    for (const struct html_node *node = document.root;
         parsed != NULL && (node = html_select_next(parsed, node, document.root)) != NULL;)
        count++;
    arena_release(&arena);
    return count;
}

static void selects(void **state) {
    (void)state;
    static const char html[] = "<div class='a b' id=i><p>1<span class=b lang=en-GB>2</span></p>"
                               "<div><p title>3</p></div></div><p class=ab>4";
    static const struct {
        const char *selector;
        size_t count; /* 999: not a selector */
    } cases[] = {
        {"p", 3},
        {"*", 9},
        {".b", 2},
        {"div.a.b#i", 1},
        {"div p", 2},
        {"div>p", 2},
        {"div > div > p", 1},
        {"body > div span.b", 1},
        {"#i > span", 0},
        {"p, span", 4},
        {"[title]", 1},
        {"p[title=\"\"]", 1},
        {"[lang^=en]", 1},
        {"[lang$='GB']", 1},
        {"[class~=b]", 2},
        {"[class*=b]", 3},
        {"p.ab , .zz", 1},
        {"", 999},
        {"p >", 999},
        {"p,", 999},
        {"p:first-child", 999},
        {"[a", 999},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (count_matches(html, cases[i].selector) != cases[i].count)
            fail_msg("%s: %zu", cases[i].selector, count_matches(html, cases[i].selector));
}

/* attacks.md H15 to H17, on a small stack: `head`, then `part` again and again, up to 5 MB. */
static const struct hostile {
    const char *head, *part;
} hostile[] = {
    {"", "<"},
    {"", "&"},
    {"", "<!"},
    {"", "]]>"},
    {"", "a"},
    {"", "<p>"},
    {"", "<div>"},
    {"", "<a>"},
    {"", "<b><i>"},
    {"", "<b><i><u><p></b></i></u>"},
    {"", "<table>"},
    {"", "<table><tr><td>"},
    {"", "<table>x<tr>"},
    {"", "<template>"},
    {"", "<svg><g>"},
    {"", "<select><option>"},
    {"", "<script><!--<script>"},
    {"", "x</y>"},
    {"<p", " abc=1"},
    {"<select><button><selectedcontent></button>", "<option selected>x<div>"},
};

static void *parse_hostile(void *state) {
    const struct hostile *hostile_case = state;
    struct buf in;
    struct arena arena;
    struct html_document document;
    buf_init(&in, MOST);
    arena_init(&arena, MOST);
    buf_add_cstr(&in, hostile_case->head);
    while (in.n < (size_t)5 * 1024 * 1024)
        buf_add_cstr(&in, hostile_case->part);
    enum status status = html_parse(&arena, buf_str(&in), &document, NULL);
    size_t nodes = 0, depth = 0, deepest = 0;
    for (const struct html_node *node = status == STATUS_OK ? document.root : NULL; node != NULL;
         nodes++) {
        if (node->first != NULL) {
            node = node->first;
            deepest = ++depth > deepest ? depth : deepest;
            continue;
        }
        while (node != NULL && node->next == NULL) {
            node = node->parent;
            depth--;
        }
        node = node != NULL ? node->next : NULL;
    }
    arena_release(&arena);
    buf_release(&in);
    return status == STATUS_OK && nodes <= HTML_NODES_MOST && deepest <= HTML_DEPTH_MOST ? NULL
                                                                                         : state;
}

static void keeps_its_caps(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        pthread_t thread;
        pthread_attr_t attributes;
        void *failed = NULL;
        assert_int_equal(pthread_attr_init(&attributes), 0);
        assert_int_equal(pthread_attr_setstacksize(&attributes, SMALL_STACK), 0);
        assert_int_equal(
            pthread_create(&thread, &attributes, parse_hostile, (void *)(uintptr_t)&hostile[i]), 0);
        assert_int_equal(pthread_join(thread, &failed), 0);
        if (failed != NULL)
            fail_msg("%s", hostile[i].part);
        pthread_attr_destroy(&attributes);
    }
}

/* An end tag of what was not opened ends nothing else. */
static void closes_what_it_opened(void **state) {
    (void)state;
    struct buf in, out;
    buf_init(&in, MOST);
    buf_init(&out, MOST);
    for (int i = 0; i < 1000; i++)
        BUF_ADD(&in, "<div>");
    for (int i = 0; i < 1000; i++)
        BUF_ADD(&in, "</div>");
    BUF_ADD(&in, "<p>end");
    describe(buf_str(&in), "body", &out);
    assert_true(str_ends(buf_str(&out), STR("\n| <p>\n|   \"end\"\n")));
    buf_release(&in);
    buf_release(&out);
}

/* The part of `rest` up to `mark`, which is left out, too; all of it without one. */
static struct str part(struct str *rest, struct str mark) {
    size_t at = str_find(*rest, mark);
    struct str before = str_take(*rest, at);
    *rest = at == SIZE_MAX ? STR_NONE : str_skip(*rest, at + mark.n);
    return before;
}

static bool run_case(struct str test, struct buf *out) {
    struct str data = STR("");
    if (!str_starts(test, STR("#errors\n")))
        data = part(&test, STR("\n#errors\n"));
    struct str before = part(&test, STR("#document\n"));
    char context[64] = "";
    size_t at = str_find(before, STR("#document-fragment\n"));
    if (str_find(before, STR("#script-on")) != SIZE_MAX)
        return true;
    if (at != SIZE_MAX) {
        struct str rest = str_skip(before, at + 19);
        struct str name = part(&rest, STR("\n"));
        snprintf(context, sizeof context, "%.*s", STR_ARG(name));
    }
    while (str_ends(test, STR("\n")))
        test.n--;
    describe(data, context[0] != '\0' ? context : NULL, out);
    if (out->n > 0 && str_eq(str_take(buf_str(out), out->n - 1), test))
        return true;
    print_error("%.*s\n  expected\n%.*s\n  got\n%s\n", STR_ARG(data), STR_ARG(test), buf_cstr(out));
    return out->n == 0 && test.n == 0;
}

static void passes_the_standards_tests(void **state) {
    (void)state;
    static const char *const files[] = {
        "adoption01",        "blocks",   "comments01", "foreign-fragment", "tables01",
        "template",          "tests1",   "tests2",     "tests16",          "tests19",
        "tests_innerHTML_1", "tricky01", "webkit01",   "webkit02"};
    struct buf text, out;
    size_t failed = 0;
    buf_init(&text, MOST);
    buf_init(&out, MOST);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[64];
        snprintf(name, sizeof name, "tree-construction/%s.dat", files[i]);
        standard_read(name, &text);
        struct str rest = buf_str(&text);
        part(&rest, STR("#data\n"));
        while (rest.n > 0)
            failed += !run_case(part(&rest, STR("\n#data\n")), &out);
    }
    buf_release(&text);
    buf_release(&out);
    assert_int_equal(failed, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(builds_trees),
        cmocka_unit_test(serialises),
        cmocka_unit_test(selects),
        cmocka_unit_test(keeps_its_caps),
        cmocka_unit_test(closes_what_it_opened),
        cmocka_unit_test(passes_the_standards_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
