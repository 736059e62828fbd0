#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/decode.h"
#include "html/dom.h"
#include "html/entity.h"
#include "html/sanitize.h"

enum { ARENA_MOST = 256 * 1024 * 1024, OUT_MOST = 64 * 1024 * 1024 };

static void decodes(void **state) {
    (void)state;
    static const struct {
        struct str bytes;
        const char *type;
        const char *encoding;
        struct str text;
    } cases[] = {
        {STR_INIT("plain"), "", "UTF-8", STR_INIT("plain")},
        {STR_INIT("caf\xE9"), "", "windows-1252", STR_INIT("caf\xC3\xA9")},
        {STR_INIT("\x93q\x94"), "", "windows-1252", STR_INIT("\xE2\x80\x9Cq\xE2\x80\x9D")},
        {STR_INIT("a\0b"), "text/html; charset=utf-8", "UTF-8", STR_INIT("ab")},
        {STR_INIT("\xC3("), "text/html; charset=\"UTF-8\"", "UTF-8", STR_INIT("\xEF\xBF\xBD(")},
        {STR_INIT("\xB9"), "text/html;charset=iso-8859-2", "ISO-8859-2", STR_INIT("\xC5\xA1")},
        /* a mark goes before the header, the header before the document */
        {STR_INIT("\xEF\xBB\xBFx"), "text/html; charset=koi8-r", "UTF-8", STR_INIT("x")},
        {STR_INIT("<?xml version='1.0' encoding='koi8-r'?>\xC1"), "", "KOI8-R",
         STR_INIT("<?xml version='1.0' encoding='koi8-r'?>\xD0\xB0")},
        {STR_INIT("<meta charset=koi8-r>\xC1"), "text/html; charset=iso-8859-5", "ISO-8859-5",
         STR_INIT("<meta charset=koi8-r>\xD0\xA1")},
        {STR_INIT("<!-- <meta charset=koi8-r> --><meta http-equiv=Content-Type "
                  "content='text/html; charset=shift_jis'>\x83\x41"),
         "", "Shift_JIS",
         STR_INIT("<!-- <meta charset=koi8-r> --><meta http-equiv=Content-Type "
                  "content='text/html; charset=shift_jis'>\xE3\x82\xA2")},
        {STR_INIT("\xFF\xFE"
                  "a\0b\0"),
         "", "UTF-16LE", STR_INIT("ab")},
        {STR_INIT("\0<\0?\0x"), "", "UTF-16BE", STR_INIT("<?x")},
        {STR_INIT("\xFF\xFE\0\0a\0\0\0"), "", "UTF-32LE", STR_INIT("a")},
        {STR_INIT("\xFF\xFE\x00\xD8"
                  "a\0"),
         "", "UTF-16LE",
         STR_INIT("\xEF\xBF\xBD"
                  "a")},
        /* labels that nobody knows are no labels, whatever they hold */
        {STR_INIT("x"), "text/html; charset=../../etc/x", "UTF-8", STR_INIT("x")},
        {STR_INIT("x"), "text/html; charset=UTF-8//TRANSLIT", "UTF-8", STR_INIT("x")},
        {STR_INIT("x"), "text/html; charset=iso-2022-kr", "replacement", STR_INIT("\xEF\xBF\xBD")},
        {STR_INIT("<meta charset=utf-16le>a"), "", "UTF-8", STR_INIT("<meta charset=utf-16le>a")},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        const char *encoding;
        buf_init(&out, 1000);
        assert_int_equal(
            html_decode(cases[i].bytes, str_from(cases[i].type), &out, &encoding, NULL), STATUS_OK);
        assert_string_equal(encoding, cases[i].encoding);
        assert_int_equal(out.n, cases[i].text.n);
        assert_memory_equal(out.p, cases[i].text.p, out.n);
        buf_release(&out);
    }
}

static void decodes_entities(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"a &amp; b", "a & b"},
        {"&lt;b&gt;", "<b>"},
        {"&#8217;&#x2019;&#146;", "\xE2\x80\x99\xE2\x80\x99\xE2\x80\x99"},
        {"&eacute;", "\xC3\xA9"},
        {"AT&T", "AT&T"},
        {"&ampx", "&x"},
        {"&nosuch; &notit; &notin;", "&nosuch; \xC2\xACit; \xE2\x88\x89"},
        {"a & b", "a & b"},
        {"&#;", "&#;"},
        {"&#xFFFFFFFFFFFFFFFFFFFF;", "\xEF\xBF\xBD"},
        {"&#0;", "\xEF\xBF\xBD"},
        {"&#xD800;", "\xEF\xBF\xBD"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1000);
        html_entities_decode(str_from(cases[i].in), &out);
        assert_string_equal(buf_cstr(&out), cases[i].out);
        buf_release(&out);
    }
}

static struct str sanitized(struct arena *arena, const char *html, struct buf *out) {
    struct error error = {0};
    buf_clear(out);
    if (html_sanitize(arena, str_from(html), STR("https://example.org/a/"), out, &error) !=
        STATUS_OK)
        fail_msg("%s: %s", html, error.message);
    return buf_str(out);
}

static void sanitizes(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"plain & simple", "plain &amp; simple"},
        {"1 &lt; 2 &copy;", "1 &lt; 2 \xC2\xA9"},
        {"<p>a<span>b</span></p>", "<p>ab</p>"},
        {"<a href='b?x=1&amp;y' target=_blank id=i class=c style='x'>t</a>",
         "<a href=\"https://example.org/a/b?x=1&amp;y\" rel=\"noopener noreferrer\">t</a>"},
        {"<a href='mailto:a@example.org'>m</a>",
         "<a href=\"mailto:a@example.org\" rel=\"noopener noreferrer\">m</a>"},
        {"<a href='javascript:alert(1)'>x</a>", "<a>x</a>"},
        {"<a href='JaVa\tScRiPt:alert(1)'>x</a>", "<a>x</a>"},
        {"<a href='&#106;avascript:alert(1)'>x</a>", "<a>x</a>"},
        {"<a href='java&NewLine;script:alert(1)'>x</a>", "<a>x</a>"},
        {"<a href='\x01javascript:alert(1)'>x</a>", "<a>x</a>"},
        {"<a href='data:text/html,x'>x</a>", "<a>x</a>"},
        {"<a href='vbscript:x'>x</a>", "<a>x</a>"},
        {"<ScRiPt/x>alert(1)</sCript >y", "y"},
        {"<scr<script>ipt>alert(1)</script>", "ipt&gt;alert(1)"},
        {"x<script", "x"},
        {"<img src=x onerror=alert(1)>", "<img src=\"https://example.org/a/x\" loading=\"lazy\">"},
        {"<img src=x width=1 height=1><img src=y width=0>", ""},
        {"<img src='data:image/gif;base64,x' data-src='/real.jpg' alt='\"<'>",
         "<img src=\"https://example.org/real.jpg\" alt=\"&quot;&lt;\" loading=\"lazy\">"},
        {"<svg onload=alert(1)><circle/></svg>z", "z"},
        {"<svg><p>out", "<p>out</p>"},
        {"<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
         "onerror=alert(1)&gt;\">",
         ""},
        {"<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", ""},
        {"<form><input name=innerHTML><b>t</b></form>", "<b>t</b>"},
        {"<textarea><b>x</b></textarea>y", "y"},
        {"<iframe src=https://www.youtube.com.evil/></iframe>y", "y"},
        {"a<iframe src=/x>b", "a"},
        {"<plaintext><b>x", "&lt;b&gt;x"},
        {"<template><b>x</b></template>y", "y"},
        {"<!--[if IE]><b>x</b><![endif]-->y<!-->z<!--->q<?php x ?>", "yzq"},
        {"<p>a<div>b</div>c</p>", "<p>a</p><div>b</div>c<p></p>"},
        {"<table><tr><td colspan=2 rowspan=x>1</table>",
         "<table><tbody><tr><td colspan=\"2\">1</td></tr></tbody></table>"},
        {"<ul><li>1<li>2</ul>", "<ul><li>1</li><li>2</li></ul>"},
        {"<pre>\n\n x\n</pre>", "<pre>\n\n x\n</pre>"},
        {"<section><h2>T</h2></section>", "<div><h2>T</h2></div>"},
        {"a\xE2\x80\xAE"
         "b",
         "ab"},
        {"<p dir=rtl lang=he onclick=x>a</p>", "<p lang=\"he\" dir=\"rtl\">a</p>"},
    };
    struct arena arena;
    struct buf out, again;
    arena_init(&arena, ARENA_MOST);
    buf_init(&out, 10000);
    buf_init(&again, 10000);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        sanitized(&arena, cases[i].in, &out);
        assert_string_equal(buf_cstr(&out), cases[i].out);
        sanitized(&arena, buf_cstr(&out), &again);
        assert_string_equal(buf_cstr(&again), buf_cstr(&out));
    }
    buf_release(&out);
    buf_release(&again);
    arena_release(&arena);
}

static void gives_text(void **state) {
    (void)state;
    static const struct {
        const char *in, *out;
    } cases[] = {
        {"as it is", "as it is"},
        {"AT&amp;T &amp;lt;", "AT&T &lt;"},
        {"AT&T &nosuch; &notit;", "AT&T &nosuch; \xC2\xACit;"},
        {"<b>a</b> b<p>c<br>d</p>e", "a b\nc\nd\ne"},
        {"<ul><li>1</li><li>2</li></ul>", "1\n2"},
        {"a<script>x</script><style>y</style><textarea>z</textarea>b", "ab"},
        {"a < b > c", "a < b > c"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct buf out;
        arena_init(&arena, ARENA_MOST);
        buf_init(&out, 1000);
        assert_int_equal(html_to_text(&arena, str_from(cases[i].in), &out, NULL), STATUS_OK);
        assert_string_equal(buf_cstr(&out), cases[i].out);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void parses_pages(void **state) {
    (void)state;
    struct arena arena;
    struct html_document document;
    arena_init(&arena, ARENA_MOST);
    struct str page =
        STR("<!doctype html><title>a<b>&amp;</title><script type='application/ld+json'>"
            "{\"x\":\"</p>\"}</script><script>var x = '<p>';</script><body class=k>t<!-- c -->");
    assert_int_equal(html_parse(&arena, page, &document, NULL), STATUS_OK);
    assert_true(html_is(document.head, STR("head")));
    assert_true(str_eq(html_attribute(document.body, STR("class")), STR("k")));
    struct html_node *title = document.head->first;
    assert_true(html_is(title, STR("title")));
    assert_true(str_eq(html_data(title->first), STR("a<b>&")));
    assert_true(html_is(title->next, STR("script")));
    assert_true(str_eq(html_data(title->next->first), STR("{\"x\":\"</p>\"}")));
    assert_true(html_is(title->next->next, STR("script")));
    size_t count = 0;
    for (struct html_node *node = document.root; node != NULL;
         node = html_next(node, document.root))
        count++;
    assert_int_equal(count, 13);
    assert_int_equal(html_parse(&arena, STR(""), &document, NULL), STATUS_OK);
    assert_non_null(document.body);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decodes),      cmocka_unit_test(decodes_entities),
        cmocka_unit_test(sanitizes),    cmocka_unit_test(gives_text),
        cmocka_unit_test(parses_pages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
