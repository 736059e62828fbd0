/* Hostile HTML by the rows of attacks.md: what must be left of each, and that the endless ones take
 * memory in proportion. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/utf8.h"
#include "html/decode.h"
#include "html/dom.h"
#include "html/sanitize.h"

enum {
    ARENA_MOST = 256 * 1024 * 1024,
    OUT_MOST = 64 * 1024 * 1024,
    SMALL_STACK = 256 * 1024,
};

static void leaves_nothing_active(void **state) {
    (void)state;
    static const struct {
        const char *row;
        struct str in;
        const char *out;
    } cases[] = {
        {"H01", STR_INIT("<script>a</script>b"), "b"},
        {"H01", STR_INIT("<ScRiPt/x>a</sCrIpT >b"), "b"},
        {"H01", STR_INIT("<script\x00>a</script\x00>b"), "ab"},
        {"H01", STR_INIT("<scr<script>ipt>a</script>b"), "ipt&gt;ab"},
        {"H01", STR_INIT("a<script"), "a"},
        {"H01", STR_INIT("a<script>b"), "a"},
        {"H01", STR_INIT("a<svg><script>b</script></svg>c"), "ac"},
        {"H02", STR_INIT("<img src=x onerror=a>"),
         "<img src=\"https://example.org/a/x\" loading=\"lazy\">"},
        {"H02", STR_INIT("<img/src=x/OnErRoR=a>"),
         "<img src=\"https://example.org/a/x/OnErRoR=a\" loading=\"lazy\">"},
        {"H02", STR_INIT("<img src=x\nonerror\n=\na>"),
         "<img src=\"https://example.org/a/x\" loading=\"lazy\">"},
        {"H02", STR_INIT("<p onclick=a ONCLICK=b on-x=c data-on=d>t</p>"), "<p>t</p>"},
        {"H02", STR_INIT("<p \"onclick=a>t</p>"), "<p>t</p>"},
        {"H03", STR_INIT("<a href=\"feed:javascript:a\">x</a>"), "<a>x</a>"},
        {"H03", STR_INIT("<a href=\"\x01javascript:a\">x</a>"), "<a>x</a>"},
        {"H03", STR_INIT("<a href=\"vbscript:a\">x</a>"), "<a>x</a>"},
        {"H03", STR_INIT("<a href=\"data:text/html,a\">x</a>"), "<a>x</a>"},
        {"H03", STR_INIT("<img src=\"java&NewLine;script:a\">"), ""},
        {"H04", STR_INIT("a<svg onload=a><a href=javascript:b>t</a></svg>c"), "ac"},
        {"H04", STR_INIT("a<svg><use href=data:x></svg>b"), "ab"},
        {"H04", STR_INIT("a<svg><animate attributeName=href values=javascript:x></svg>b"), "ab"},
        {"H04", STR_INIT("a<svg><foreignObject><p>t</p></foreignObject></svg>b"), "ab"},
        {"H04", STR_INIT("a<math><mi>t</mi></math>b"), "ab"},
        {"H05",
         STR_INIT("<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 "
                  "onerror=alert(1)&gt;\">"),
         ""},
        {"H06", STR_INIT("<noscript><p title=\"</noscript><img src=x onerror=a>\">"), ""},
        {"H06",
         STR_INIT("<form><math><mtext></form><form><mglyph><style></math><img src onerror=a>"), ""},
        {"H07", STR_INIT("a<textarea><b>t</textarea>b"), "ab"},
        {"H07", STR_INIT("a<title><b>t</title>b"), "ab"},
        {"H07", STR_INIT("a<xmp><b>t</xmp>b"), "ab"},
        {"H07", STR_INIT("a<plaintext><script>t"), "a&lt;script&gt;t"},
        {"H07", STR_INIT("a<noembed><b>t</noembed>b"), "ab"},
        {"H07", STR_INIT("a<iframe srcdoc='<script>t</script>'></iframe>b"), "ab"},
        {"H07", STR_INIT("a<template><script>t</script></template>b"), "ab"},
        {"H07", STR_INIT("a<select><option>t<script>u</script></select>b"), "ab"},
        {"H07", STR_INIT("a<noframes><b>t</noframes>b"), "ab"},
        {"H08", STR_INIT("a<iframe src=https://www.youtube.com.evil/>t</iframe>b"), "ab"},
        {"H08", STR_INIT("a<iframe src=//youtube.com@evil></iframe>b"), "ab"},
        {"H08", STR_INIT("a<iframe src=https://www.youtube.com/embed/x></iframe>b"), "ab"},
        {"H09", STR_INIT("<a href=x target=_blank rel=opener>t</a>"),
         "<a href=\"https://example.org/a/x\" rel=\"noopener noreferrer\">t</a>"},
        {"H10", STR_INIT("<p style='position:fixed' class=front id=top>t</p>"), "<p>t</p>"},
        {"H10", STR_INIT("a<style>@import 'x'; p{width:expression(x)}</style>b"), "ab"},
        {"H10",
         STR_INIT(
             "<table background=javascript:x bgcolor=red><tr><td width=1 background=x>t</table>"),
         "<table><tbody><tr><td>t</td></tr></tbody></table>"},
        {"H11", STR_INIT("<form id=body><input name=innerHTML>t</form>"), "t"},
        {"H11", STR_INIT("<a id=config name=__proto__ href=x>t</a>"),
         "<a href=\"https://example.org/a/x\" rel=\"noopener noreferrer\">t</a>"},
        {"H13", STR_INIT("<img srcset=\"x 1x, javascript:a 2x\" src=y>"),
         "<img src=\"https://example.org/a/y\" loading=\"lazy\">"},
        {"H13", STR_INIT("<img srcset='http:a<script>alert(1)</script> 1x'>"), ""},
        {"H13", STR_INIT("<picture><source srcset='javascript:x'><img src=y></picture>"),
         "<img src=\"https://example.org/a/y\" loading=\"lazy\">"},
        {"H18", STR_INIT("a<!--[if IE]><b>t</b><![endif]-->b"), "ab"},
        {"H18", STR_INIT("a<!-->b"), "ab"},
        {"H18", STR_INIT("a<!--->b"), "ab"},
        {"H18", STR_INIT("a<!-- x --!>b"), "ab"},
        {"H18", STR_INIT("a<![CDATA[<b>x]]>b"), "ax]]&gt;b"},
        {"H18", STR_INIT("a<?php echo '<b>' ?>b"), "a' ?&gt;b"},
        {"H18", STR_INIT("a<!-- unclosed <b>x"), "a"},
        {"E11", STR_INIT("<![CDATA[<![CDATA[<script>a</script>]]>]]>"), "a]]&gt;]]&gt;"},
        {"E26", STR_INIT("&amp;lt;script&amp;gt;"), "&amp;lt;script&amp;gt;"},
        {"E26", STR_INIT("&lt;script&gt;a&lt;/script&gt;"), "&lt;script&gt;a&lt;/script&gt;"},
        {"E26", STR_INIT("<p>&amp;lt;b&amp;gt; &lt;i&gt;</p>"),
         "<p>&amp;lt;b&amp;gt; &lt;i&gt;</p>"},
        {"F02",
         STR_INIT("a\x00"
                  "b<p>c&#0;d\x00</p>"),
         "ab<p>c\xEF\xBF\xBD"
         "d</p>"},
        {"F11",
         STR_INIT("<p>a\x1B[2Jb\xC2\x9B c\xC2\x85"
                  "d\xE2\x80\xA8"
                  "e\xE2\x80\x8B"
                  "f\x07</p>"),
         "<p>a[2Jb c\nd\nef</p>"},
        {"F10",
         STR_INIT("<p title='a\xE2\x80\xAE"
                  "b'>c\xE2\x81\xA6"
                  "d\xEF\xBB\xBF"
                  "e\xF3\xA0\x81\x81"
                  "f\xC2\xADg</p>"),
         "<p>cdefg</p>"},
        {"F14",
         STR_INIT("<p>a\xEF\xBF\xBE"
                  "b\xEF\xBF\xBF"
                  "c\xEE\x80\x80</p>"),
         "<p>a\xEF\xBF\xBD"
         "b\xEF\xBF\xBD"
         "c\xEE\x80\x80</p>"},
        {"F09",
         STR_INIT(
             "<p>"
             "a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC"
             "\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81</p>"),
         "<p>a\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81</p>"},
    };
    struct arena arena;
    struct buf out, again;
    struct str base = STR("https://example.org/a/");
    arena_init(&arena, ARENA_MOST);
    buf_init(&out, OUT_MOST);
    buf_init(&again, OUT_MOST);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        buf_clear(&out);
        buf_clear(&again);
        assert_int_equal(html_sanitize(&arena, cases[i].in, base, &out, NULL), STATUS_OK);
        if (strcmp(buf_cstr(&out), cases[i].out) != 0)
            fail_msg("%s: %s gives %s", cases[i].row, cases[i].in.p, buf_cstr(&out));
        assert_int_equal(html_sanitize(&arena, buf_str(&out), base, &again, NULL), STATUS_OK);
        assert_string_equal(buf_cstr(&again), buf_cstr(&out));
    }
    buf_release(&out);
    buf_release(&again);
    arena_release(&arena);
}

/* H24: pieces that change each other's meaning, in many orders. */
static void sanitises_to_what_stays(void **state) {
    (void)state;
    static const char *const pieces[] = {
        "<p>",
        "</p>",
        "<b>",
        "</b>",
        "<a href=x>",
        "</a>",
        "<table>",
        "</table>",
        "<tr>",
        "<td>",
        "</td>",
        "<li>",
        "<ul>",
        "</ul>",
        "<pre>",
        "\n",
        "</pre>",
        "<h1>",
        "</h1>",
        "<h2>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mi>",
        "<style>",
        "</style>",
        "<!--",
        "-->",
        "<script>",
        "</script>",
        "<select>",
        "</select>",
        "<option>",
        "<template>",
        "</template>",
        "<form>",
        "</form>",
        "<noscript>",
        "</noscript>",
        "<title>",
        "</title>",
        "<caption>",
        "<dd>",
        "<dl>",
        "</dl>",
        "<img src=x alt='",
        "'>",
        "\"",
        "&lt;",
        "&amp;lt;",
        "&#10;",
        "&#13;",
        "\x01",
        "\xC2\x85",
        " ",
        "x",
        "<section>",
        "</section>",
        "<i>",
        "</i>",
        "<br>",
        "</br>",
        "<hr>",
        "<q>",
        "<ol start=3>",
        "<thead>",
        "</tr>",
        "<plaintext>",
        "<textarea>",
        "]]>",
    };
    enum { BODIES = 20000, LENGTH_MOST = 16 };
    struct arena arena;
    struct buf body, once, twice;
    struct str base = STR("https://example.org/");
    uint64_t random = 1;
    arena_init(&arena, ARENA_MOST);
    buf_init(&body, OUT_MOST);
    buf_init(&once, OUT_MOST);
    buf_init(&twice, OUT_MOST);
    for (int i = 0; i < BODIES; i++) {
        buf_clear(&body);
        buf_clear(&once);
        buf_clear(&twice);
        for (int k = i % LENGTH_MOST; k >= 0; k--) {
            random = random * 6364136223846793005u + 1442695040888963407u;
            buf_add_cstr(&body, pieces[(random >> 33) % (sizeof pieces / sizeof pieces[0])]);
        }
        assert_int_equal(html_sanitize(&arena, buf_str(&body), base, &once, NULL), STATUS_OK);
        assert_int_equal(html_sanitize(&arena, buf_str(&once), base, &twice, NULL), STATUS_OK);
        if (!str_eq(buf_str(&once), buf_str(&twice)))
            fail_msg("%s gives %s", buf_cstr(&body), buf_cstr(&once));
        arena_clear(&arena);
    }
    buf_release(&body);
    buf_release(&once);
    buf_release(&twice);
    arena_release(&arena);
}

/* H15 to H17: `part` and `tail` as often as it takes. */
static const struct hostile {
    const char *part, *tail;
} hostile[] = {
    {"<div>", ""},
    {"<b><i>", "</b></i>"},
    {"<p>", ""},
    {"<p>x", ""},
    {"<a href=x>", ""},
    {"<b><p>", "</b>"},
    {"<b a=1><b a=2><b a=3><p></b></b>", ""},
    {"<font color=1><p></font>", ""},
    {"<a><table><td>", "</a>"},
    {"<span><p></span></p>", ""},
    {"<div><object></div>", ""},
    {"<form><div></form>", ""},
    {"<table><td>", ""},
    {"<table>x", ""},
    {"<table><tr>x<td>", ""},
    {"<option><optgroup>", ""},
    {"<select><button><selectedcontent></button><option>x", ""},
    {"<svg><td>", ""},
    {"<svg><a>", "</a>"},
    {"<math><mi>", "</mi>"},
    {"<template>", "</template>"},
    {"<frameset>", ""},
    {"<li><p>", ""},
    {"<ruby><rt><rp>", ""},
    {"a</x>", ""},
    {"<iframe>", ""},
    {"<script>", ""},
    {"<script><!--", "--></script>"},
    {"a", ""},
    {"&", ""},
    {"&am", ""},
    {"&#1", ""},
    {"&nGt;", ""},
    {"<", ""},
    {"</", ""},
    {"<!", ""},
    {"<!-", ""},
    {"]]>", ""},
    {"<!-- ", ""},
    {"<!---->", ""},
    {"<!-- --!", ""},
    {"<?", ""},
    {"<![CDATA[", ""},
    {"<a b=\"", ""},
    {"<a b='", "'"},
    {"<a b c d e f g h>", ""},
    {"<a\n", ""},
    {"<p A", ""},
    {"\r", ""},
};

static void fill(struct buf *in, const struct hostile *form, size_t size) {
    buf_clear(in);
    size_t parts = size / (strlen(form->part) + strlen(form->tail));
    for (size_t i = 0; i < parts; i++)
        buf_add_cstr(in, form->part);
    for (size_t i = 0; i < parts; i++)
        buf_add_cstr(in, form->tail);
}

struct effort {
    size_t memory, written, nodes, depth;
};

static bool measure(struct str html, struct effort *effort) {
    struct arena arena;
    struct buf out;
    struct html_document document;
    size_t depth = 0;
    *effort = (struct effort){0};
    arena_init(&arena, ARENA_MOST);
    buf_init(&out, OUT_MOST);
    bool good = html_parse(&arena, html, &document, NULL) == STATUS_OK;
    effort->memory = arena.used;
    const struct html_node *node = good ? document.root : NULL, *next;
    for (; node != NULL; node = next) {
        effort->nodes++;
        effort->depth = depth > effort->depth ? depth : effort->depth;
        next = html_next(node, document.root);
        if (node->first != NULL)
            depth++;
        for (const struct html_node *above = node;
             node->first == NULL && next != NULL && above->parent != next->parent;
             above = above->parent)
            depth--;
    }
    arena_clear(&arena);
    enum status status = html_sanitize(&arena, html, STR("https://example.org/"), &out, NULL);
    good = good && (status == STATUS_OK || status == STATUS_LIMIT);
    effort->written = out.n;
    arena_release(&arena);
    buf_release(&out);
    return good;
}

/* On a small stack, as nothing may recurse. */
static void *run_hostile(void *state) {
    const struct hostile *form = state;
    struct effort effort, doubled;
    struct buf in;
    buf_init(&in, OUT_MOST);
    fill(&in, form, 200000);
    bool good = measure(buf_str(&in), &effort);
    fill(&in, form, 400000);
    good = good && measure(buf_str(&in), &doubled);
    buf_release(&in);
    bool linear = good && doubled.memory <= 2 * effort.memory + effort.memory / 4 &&
                  doubled.written <= 2 * effort.written + effort.written / 4 &&
                  doubled.nodes <= 2 * effort.nodes + effort.nodes / 4;
    return linear && doubled.depth <= HTML_DEPTH_MOST ? NULL : state;
}

static void survives_endless_pages(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        pthread_t thread;
        pthread_attr_t attributes;
        void *failed = NULL;
        assert_int_equal(pthread_attr_init(&attributes), 0);
        assert_int_equal(pthread_attr_setstacksize(&attributes, SMALL_STACK), 0);
        assert_int_equal(
            pthread_create(&thread, &attributes, run_hostile, (void *)(uintptr_t)&hostile[i]), 0);
        assert_int_equal(pthread_join(thread, &failed), 0);
        if (failed != NULL)
            fail_msg("%s …", hostile[i].part);
        pthread_attr_destroy(&attributes);
    }
}

/* G2, H15: what a page of 5 MiB can need at most. */
static void keeps_within_memory(void **state) {
    (void)state;
    static const struct hostile dense[] = {
        {"<a>", ""}, {"<b>x", ""}, {"<p>", ""}, {"a</x>", ""}, {"<p A B C D E F G H>", ""}};
    struct buf in;
    buf_init(&in, OUT_MOST);
    for (size_t i = 0; i < sizeof dense / sizeof dense[0]; i++) {
        struct arena arena;
        struct html_document document;
        arena_init(&arena, ARENA_MOST);
        fill(&in, &dense[i], 5 * 1024 * 1024);
        assert_int_equal(html_parse(&arena, buf_str(&in), &document, NULL), STATUS_OK);
        assert_true(arena.used <= 100 * 1024 * 1024);
        arena_release(&arena);
    }
    buf_release(&in);
}

/* H16. */
static void caps_attributes(void **state) {
    (void)state;
    struct buf in;
    struct arena arena;
    struct html_document document;
    buf_init(&in, OUT_MOST);
    arena_init(&arena, ARENA_MOST);
    BUF_ADD(&in, "<p");
    for (int i = 0; i < 100000; i++)
        buf_printf(&in, " a%d=1", i);
    BUF_ADD(&in, ">x");
    assert_int_equal(html_parse_fragment(&arena, buf_str(&in), &document, NULL), STATUS_OK);
    const struct html_node *p = document.body->first;
    assert_int_equal(p->attribute_count, HTML_ATTRIBUTES_MOST);
    assert_true(str_eq(p->attributes[HTML_ATTRIBUTES_MOST - 1].name, STR("a255")));
    assert_true(str_eq(html_data(p->first), STR("x")));
    arena_release(&arena);
    buf_release(&in);
}

/* The page is taken to end where the nodes do. */
static void caps_nodes(void **state) {
    (void)state;
    struct buf in;
    struct effort effort;
    buf_init(&in, OUT_MOST);
    fill(&in, &(struct hostile){"<br>", ""}, 4 * 600 * 1000);
    assert_true(measure(buf_str(&in), &effort));
    assert_true(effort.nodes <= HTML_NODES_MOST && effort.nodes > HTML_NODES_MOST - 100);
    buf_release(&in);
}

/* Lengths within a node are of four bytes. The text is refused unread. */
static void caps_bytes(void **state) {
    (void)state;
    struct arena arena;
    struct html_document document;
    struct error error = {0};
    struct str endless = str_of("x", (size_t)HTML_BYTES_MOST + 1);
    arena_init(&arena, ARENA_MOST);
    assert_int_equal(html_parse(&arena, endless, &document, &error), STATUS_LIMIT);
    assert_int_equal(error.status, STATUS_LIMIT);
    arena_release(&arena);
}

/* F04, F08: what the header says, or tries to. */
static void believes_only_known_names(void **state) {
    (void)state;
    static const struct {
        struct str bytes;
        const char *type, *encoding, *text;
    } cases[] = {
        {STR_INIT("\xFF\xFEx\0"), "text/html; charset=utf-8", "UTF-16LE", "x"},
        {STR_INIT("\xFE\xFF\0x"), "text/html; charset=utf-8", "UTF-16BE", "x"},
        {STR_INIT("x\0y\0"), "text/html; charset=utf-16", "UTF-16LE", "xy"},
        {STR_INIT("\0x\0y"), "text/html; charset=utf-16be", "UTF-16BE", "xy"},
        {STR_INIT("\0\0\xFE\xFF\0\0\0x"), "", "UTF-32BE", "x"},
        {STR_INIT("\xFF\xFEx\0"), "text/xml; charset=iso-8859-1", "UTF-16LE", "x"},
        {STR_INIT("\xE9"), "text/html; charset=\"UTF-8\r\n\"", "UTF-8", "\xEF\xBF\xBD"},
        {STR_INIT("\xE9"), "text/html; charset=UTF-8//IGNORE", "UTF-8", "\xEF\xBF\xBD"},
        {STR_INIT("\xE9"), "text/html; charset=../../../etc/passwd", "windows-1252", "\xC3\xA9"},
        {STR_INIT("\xE9"), "text/html; charset=", "windows-1252", "\xC3\xA9"},
        {STR_INIT("\xE9"), "text/html; charset=x-nosuch; charset=utf-8", "windows-1252",
         "\xC3\xA9"},
        {STR_INIT("<meta charset='koi8-r//TRANSLIT'>\xE9"), "", "windows-1252",
         "<meta charset='koi8-r//TRANSLIT'>\xC3\xA9"},
        {STR_INIT("+ADw-script+AD4-"), "text/html; charset=utf-7", "UTF-8", "+ADw-script+AD4-"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        const char *encoding;
        buf_init(&out, 1000);
        assert_int_equal(
            html_decode(cases[i].bytes, str_from(cases[i].type), &out, &encoding, NULL), STATUS_OK);
        if (strcmp(encoding, cases[i].encoding) != 0)
            fail_msg("%s: %s", cases[i].type, encoding);
        assert_string_equal(buf_cstr(&out), cases[i].text);
        buf_release(&out);
    }
}

static void survives_a_long_name(void **state) {
    (void)state;
    struct buf type, out;
    const char *encoding;
    buf_init(&type, OUT_MOST);
    buf_init(&out, 1000);
    BUF_ADD(&type, "text/html; charset=");
    for (int i = 0; i < 1024 * 1024; i++)
        buf_add_byte(&type, 'u');
    assert_int_equal(html_decode(STR("x"), buf_str(&type), &out, &encoding, NULL), STATUS_OK);
    assert_string_equal(encoding, "UTF-8");
    buf_release(&type);
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaves_nothing_active),
        cmocka_unit_test(sanitises_to_what_stays),
        cmocka_unit_test(survives_endless_pages),
        cmocka_unit_test(keeps_within_memory),
        cmocka_unit_test(caps_attributes),
        cmocka_unit_test(caps_nodes),
        cmocka_unit_test(caps_bytes),
        cmocka_unit_test(believes_only_known_names),
        cmocka_unit_test(survives_a_long_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
