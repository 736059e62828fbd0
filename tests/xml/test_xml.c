#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "support/failing.h"
#include "xml/xml.h"
#include <stdlib.h>

/* Events as one line: "<a b='c'>", "</a>", text in brackets, character data in braces. */
static enum status describe(struct str text, struct buf *out, size_t *repairs) {
    static const struct str flat[] = {STR_INIT("item")};
    static const struct xml_habits habits = {NULL, flat, 1};
    struct xml_reader *reader = malloc(sizeof *reader);
    struct xml_event event;
    assert_non_null(reader);
    xml_begin(reader, text, &habits);
    while (xml_next(reader, &event)) {
        const char *colon = event.prefix.n > 0 ? ":" : "";
        if (event.kind == XML_START) {
            buf_printf(out, "<%.*s%s%.*s", STR_ARG(event.prefix), colon, STR_ARG(event.name));
            for (size_t i = 0; i < event.attribute_count; i++) {
                const struct xml_attribute *a = &event.attributes[i];
                buf_printf(out, " %.*s%s%.*s='%.*s'", STR_ARG(a->prefix),
                           a->prefix.n > 0 ? ":" : "", STR_ARG(a->name), STR_ARG(a->value));
            }
            BUF_ADD(out, ">");
        } else if (event.kind == XML_END) {
            buf_printf(out, "</%.*s%s%.*s>", STR_ARG(event.prefix), colon, STR_ARG(event.name));
        } else {
            buf_printf(out, event.kind == XML_CDATA ? "{%.*s}" : "[%.*s]", STR_ARG(event.text));
        }
    }
    *repairs = reader->repairs;
    enum status status = xml_end(reader, NULL);
    free(reader);
    return status;
}

static const struct {
    const char *xml, *events;
    size_t repairs;
} cases[] = {
    /* XML as it should be */
    {"<a/>", "<a></a>", 0},
    {"<?xml version='1.0'?><!-- x --><a>x</a>", "<a>[x]</a>", 0},
    {"<a b='1' c=\"2\"/>", "<a b='1' c='2'></a>", 0},
    {"<a b='&lt;&#65;&#x42;&quot;'/>", "<a b='<AB\"'></a>", 0},
    {"<a b='1\n2\t3\r\n4&#10;5'/>", "<a b='1 2 3 4\n5'></a>", 0},
    {"<a>x&amp;y&lt;z</a>", "<a>[x&y<z]</a>", 0},
    {"<a>1\r\n2\r3</a>", "<a>[1\n2\n3]</a>", 0},
    {"<a><![CDATA[<b>&amp;]]></a>", "<a>{<b>&amp;}</a>", 0},
    {"<x:a xmlns:x='u' x:b='c'/>", "<x:a x:b='c'></x:a>", 0},
    {"<a>one<!-- two -->three<?four?></a>", "<a>[one][three]</a>", 0},
    {"<a>caf\xC3\xA9 \xC2\xA0 \xEF\xBC\xA1</a>", "<a>[caf\xC3\xA9 \xC2\xA0 \xEF\xBC\xA1]</a>", 0},
    /* names of characters */
    {"<a>&eacute;&nbsp;&rang;</a>", "<a>[\xC3\xA9\xC2\xA0\xE2\x8C\xAA]</a>", 0},
    {"<!DOCTYPE a [<!ENTITY n 'News'>]><a>&n;</a>", "<a>[News]</a>", 0},
    {"<!DOCTYPE a [<!ENTITY n 'N&m;'><!ENTITY m 'x'>]><a>&n;</a>", "<a>[&n;]</a>", 1},
    {"<!DOCTYPE a [<!ENTITY n SYSTEM 'file:///etc/hostname'>]><a>&n;</a>", "<a>[&n;]</a>", 1},
    {"<!DOCTYPE a [<!ENTITY % p SYSTEM 'http://127.0.0.1/'> %p;]><a/>", "<a></a>", 0},
    {"<!DOCTYPE a SYSTEM 'http://127.0.0.1/x.dtd'><a/>", "<a></a>", 0},
    /* XML as it is found */
    {"<a>x & y</a>", "<a>[x & y]</a>", 1},
    {"<a>&bogus; &#65 b</a>", "<a>[&bogus; A b]</a>", 2},
    {"<a>1 < 2</a>", "<a>[1 ][<][ 2]</a>", 1},
    {"<a b=c d>x</a>", "<a b='c' d=''>[x]</a>", 2},
    {"<a b='x>y</a>", "<a b='x'>[y]</a>", 1},
    {"<a><b>x</a>", "<a><b>[x]</b></a>", 1},
    {"<a></b>x</a>", "<a>[x]</a>", 1},
    {"<a><B>x</b></a>", "<a><B>[x]</B></a>", 1},
    {"<a><b>x", "<a><b>[x]</b></a>", 1},
    {"<a><item>1<item>2</item></a>", "<a><item>[1]</item><item>[2]</item></a>", 1},
    {"<a:b:c/><a/>", "<a></a>", 1},
    {"<a>\x01\x02x\x7Fy</a>", "<a>[x\x7Fy]</a>", 0},
    {"<a>\xC2\x93q\xC2\x94</a>", "<a>[\xE2\x80\x9Cq\xE2\x80\x9D]</a>", 0},
    {"<a><![CDATA[x", "<a>{x}</a>", 2},
    {"<a><!-- x", "<a></a>", 2},
    {"<!DOCTYPE a [<a>x</a>", "<a>[x]</a>", 1},
    {"<a/><b/>", "<a></a>", 0},
    {"x", "", 0},
    {"", "", 0},
};

static void reads(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        size_t repairs;
        buf_init(&out, 65536);
        assert_int_equal(describe(str_from(cases[i].xml), &out, &repairs), STATUS_OK);
        if (strcmp(buf_cstr(&out), cases[i].events) != 0 || repairs != cases[i].repairs)
            fail_msg("%s: %s, %zu repairs", cases[i].xml, buf_cstr(&out), repairs);
        buf_release(&out);
    }
}

static unsigned space_of(struct str address, struct str prefix) {
    return (unsigned)(10 * address.n + prefix.n);
}

/* A namespace is in force from its element on and to its end; an undeclared prefix is asked for. */
static void knows_namespaces(void **state) {
    (void)state;
    static const unsigned expected[] = {20, 31, 20, 40, 20, 2, 20};
    struct str text =
        STR("<a xmlns='uu' xmlns:p='xxx'><p:a/><a/><a xmlns='vvvv'/><a/><qq:a/><a/></a>");
    static const struct xml_habits habits = {space_of, NULL, 0};
    struct xml_reader *reader = malloc(sizeof *reader);
    struct xml_event event;
    size_t at = 0;
    assert_non_null(reader);
    xml_begin(reader, text, &habits);
    while (xml_next(reader, &event))
        if (event.kind == XML_START)
            assert_int_equal(event.space, expected[at++]);
    assert_int_equal(at, 7);
    assert_int_equal(xml_end(reader, NULL), STATUS_OK);
    free(reader);
}

/* Every allocation may fail; what was begun is given back. */
static void runs_out_of_memory(void **state) {
    (void)state;
    static const struct xml_habits habits = {NULL, NULL, 0};
    struct xml_reader *reader = malloc(sizeof *reader);
    assert_non_null(reader);
    for (size_t n = 0; failing_from(n); n++) {
        struct xml_event event;
        size_t events = 0;
        xml_begin(reader, STR("<a b='&lt;' c='&gt;'>&amp; x &amp; y<b d='&amp;'/>&eacute;</a>"),
                  &habits);
        while (xml_next(reader, &event))
            events++;
        enum status status = xml_end(reader, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
        assert_true(status != STATUS_OK || events == 6);
    }
    free(reader);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads),
        cmocka_unit_test(knows_namespaces),
        cmocka_unit_test(runs_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
