#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/json_read.h"
#include "template/template.h"

/* JSON as values: tests say what a template is shown with as the specification's own do. */
static void from_json(struct arena *arena, const struct json_value *in,
                      struct template_value *out) {
    *out = (struct template_value){0};
    if (json_is(in, JSON_TRUE) || json_is(in, JSON_FALSE))
        *out = (struct template_value){.kind = TEMPLATE_BOOLEAN, .boolean = json_is(in, JSON_TRUE)};
    else if (json_as_int(in, &out->integer))
        out->kind = TEMPLATE_INTEGER;
    else if (json_is(in, JSON_STRING))
        *out = (struct template_value){.kind = TEMPLATE_TEXT, .text = json_as_str(in)};
    else if (json_is(in, JSON_OBJECT))
        out->kind = TEMPLATE_MAP;
    else if (json_is(in, JSON_ARRAY))
        out->kind = TEMPLATE_LIST;
    for (const struct json_value *child = json_first(in); child != NULL; child = child->next) {
        struct template_value value;
        from_json(arena, child, &value);
        if (json_is(in, JSON_OBJECT))
            template_put(arena, out, child->key, &value);
        else
            template_add(arena, out, &value);
    }
}

struct sample {
    const char *values;
    const char *template;
    const char *out;
    const char *partials[4]; /* name, source, name, source */
};

static const struct sample samples[] = {
    /* interpolation */
    {"{}", "Hello from {Mustache}!\n", "Hello from {Mustache}!\n"},
    {"{\"s\":\"world\"}", "Hello, {{s}}!\n", "Hello, world!\n"},
    {"{\"f\":\"& \\\" < > '\"}", "{{f}} {{{f}}} {{&f}}",
     "&amp; &quot; &lt; &gt; &#39; & \" < > ' & \" < > '"},
    {"{\"n\":85}", "{{n}}|{{{n}}}|{{&n}}", "85|85|85"},
    {"{\"n\":null}", "I ({{n}}) {{m}} {{{m}}} {{&m}}.", "I ()   ."},
    {"{\"s\":\"-\"}", "| {{s}} | {{{s}}} |{{ s }}|{{{ s }}}|{{& s }}|", "| - | - |-|-|-|"},
    {"{\"s\":\"-\"}", "  {{s}}\n", "  -\n"},
    {"{\"s\":\"a\\nb\"}", "{{\n s \n}}\n", "a\nb\n"},
    {"{\"b\":true,\"c\":false}", "{{b}} {{c}}", "true false"},
    /* dotted names */
    {"{\"p\":{\"name\":\"Joe\"}}", "{{p.name}} == {{#p}}{{name}}{{/p}}", "Joe == Joe"},
    {"{\"a\":{\"b\":{\"c\":{\"d\":{\"e\":{\"name\":\"Phil\"}}}}}}", "{{a.b.c.d.e.name}}", "Phil"},
    {"{\"a\":{}}", "\"{{a.b.c}}\" == \"\"", "\"\" == \"\""},
    {"{\"a\":{\"b\":{}},\"c\":{\"name\":\"Jim\"}}", "\"{{a.b.c.name}}\"", "\"\""},
    {"{\"a\":{\"b\":{}},\"b\":{\"c\":\"ERROR\"}}", "{{#a}}{{b.c}}{{/a}}", ""},
    {"{\"a\":{\"b\":{\"c\":true}}}", "{{#a.b.c}}Here{{/a.b.c}}", "Here"},
    {"{\"a\":{}}", "{{#a.b.c}}Here{{/a.b.c}}{{^a.b.c}}Not{{/a.b.c}}", "Not"},
    /* the innermost value */
    {"\"world\"", "Hello, {{.}}!", "Hello, world!"},
    {"{\"l\":[\"a\",\"b\",\"<c>\"]}", "{{#l}}({{.}}{{{.}}}){{/l}}", "(aa)(bb)(&lt;c&gt;<c>)"},
    {"{\"l\":[[1,2,3],[\"a\",\"b\"]]}", "{{#l}}({{#.}}{{.}}{{/.}}){{/l}}", "(123)(ab)"},
    {"{\"l\":[]}", "\"{{#l}}({{.}}){{/l}}\"", "\"\""},
    {"[{\"v\":\"a\"},{\"v\":\"b\"}]", "{{#.}}({{v}}){{/.}}", "(a)(b)"},
    /* sections */
    {"{\"b\":true}", "{{#b}}a{{/b}}{{^b}}b{{/b}}", "a"},
    {"{\"b\":false}", "{{#b}}a{{/b}}{{^b}}b{{/b}}", "b"},
    {"{\"b\":null}", "{{#b}}a{{/b}}{{^b}}b{{/b}}", "b"},
    {"{\"b\":\"\"}", "{{#b}}a{{/b}}{{^b}}b{{/b}}", "b"},
    {"{\"b\":0}", "{{#b}}a{{/b}}{{^b}}b{{/b}}", "a"},
    {"{\"b\":{}}", "{{#b}}a{{/b}}{{^b}}b{{/b}}", "a"},
    {"{\"c\":{\"name\":\"Joe\"}}", "{{#c}}Hi {{name}}.{{/c}}", "Hi Joe."},
    {"{\"a\":\"foo\",\"b\":\"wrong\",\"s\":{\"b\":\"bar\"},\"c\":{\"d\":\"baz\"}}",
     "{{#s}}{{a}}, {{b}}, {{c.d}}{{/s}}", "foo, bar, baz"},
    {"{\"l\":[{\"i\":1},{\"i\":2},{\"i\":3}]}", "{{#l}}{{i}}{{/l}}", "123"},
    {"{\"b\":true}", "{{#b}}A{{#b}}B{{/b}}C{{/b}}", "ABC"},
    {"{\"b\":false}", "| A {{#b}}B {{#b}}C{{/b}} D{{/b}} E |", "| A  E |"},
    {"{\"b\":false}", "| A {{^b}}B {{^b}}C{{/b}} D{{/b}} E |", "| A B C D E |"},
    {"{\"tops\":[{\"t\":\"A\",\"m\":[{\"x\":\"1\"},{\"x\":\"2\"}]}]}",
     "{{#tops}}{{#m}}{{t}}{{x}}.{{/m}}{{/tops}}", "A1.A2."},
    {"{\"b\":true}", " | {{#b}}\t|\t{{/b}} | \n", " | \t|\t | \n"},
    {"{\"b\":true}", " {{#b}}YES{{/b}}\n {{#b}}GOOD{{/b}}\n", " YES\n GOOD\n"},
    {"{\"b\":true}", "|{{# b }}={{/ b }}|", "|=|"},
    /* lines that hold one tag */
    {"{\"b\":true}", "| This Is\n{{#b}}\n|\n{{/b}}\n| A Line\n", "| This Is\n|\n| A Line\n"},
    {"{\"b\":true}", "| This Is\n  {{#b}}  \n|\n\t{{/b}}\n| A Line", "| This Is\n|\n| A Line"},
    {"{\"b\":true}", "|\r\n{{#b}}\r\n{{/b}}\r\n|", "|\r\n|"},
    {"{\"b\":true}", "  {{#b}}\n#{{/b}}\n/", "#\n/"},
    {"{\"b\":true}", "#{{#b}}\n/\n  {{/b}}", "#\n/\n"},
    {"{\"b\":false}", "a\n{{#b}}\n{{#b}}\n{{/b}}\n{{/b}}\nb\n", "a\nb\n"},
    {"{}", "Begin.\n{{! Comment Block! }}\nEnd.\n", "Begin.\nEnd.\n"},
    {"{}", "Begin.\n  {{! Indented }}  \nEnd.\n", "Begin.\nEnd.\n"},
    {"{}", "Begin.\n  {{!\n    Something's going on here...\n  }}\nEnd.\n", "Begin.\nEnd.\n"},
    {"{}", "  12 {{! 34 }}\n", "  12 \n"},
    {"{}", "12345 {{! Comment Block! }} 67890", "12345  67890"},
    {"{}", "|\r\n{{! x }}\r\n|", "|\r\n|"},
    {"{}", "!\n  {{! Alone at the end }}", "!\n"},
    {"{\"a\":1,\"b\":2}", "{{a}} {{! a comment does not make a line of values go }}\n", "1 \n"},
    /* delimiters */
    {"{\"text\":\"Hey!\"}", "{{=<% %>=}}(<%text%>)", "(Hey!)"},
    {"{\"text\":\"It worked!\"}", "({{=[ ]=}}[text])", "(It worked!)"},
    {"{\"s\":true,\"d\":\"I\"}",
     "[\n{{#s}}\n  {{d}}\n  |d|\n{{/s}}\n{{= | | =}}\n|#s|\n  {{d}}\n  |d|\n|/s|\n]\n",
     "[\n  I\n  |d|\n  {{d}}\n  I\n]\n"},
    {"{}", "Begin.\n  {{=@ @=}}\nEnd.\n", "Begin.\nEnd.\n"},
    {"{}", "| {{=@ @=}} |", "|  |"},
    {"{}", "|{{= @   @ =}}|", "||"},
    {"{\"f\":\"<\"}", "{{=<% %>=}}<%{f}%><%&f%><%f%>", "<<&lt;"},
    /* partials */
    {"{}", "\"{{>text}}\"", "\"from partial\"", {"text", "from partial"}},
    {"{}", "\"{{>text}}\"", "\"\""},
    {"{\"text\":\"content\"}", "{{>p}}", "*content*", {"p", "*{{text}}*"}},
    {"{\"c\":\"X\",\"n\":[{\"c\":\"Y\",\"n\":[]}]}",
     "{{>n}}",
     "X<Y<>>",
     {"n", "{{c}}<{{#n}}{{>n}}{{/n}}>"}},
    {"{}", "{{>o}}", "*hello world!*", {"o", "*hello {{>i}}*", "i", "world!"}},
    {"{}", "| {{>p}} |", "| \t|\t |", {"p", "\t|\t"}},
    {"{\"d\":\"|\"}", "  {{d}}  {{> p}}\n", "  |  >\n>\n", {"p", ">\n>"}},
    {"{}", "|\r\n{{>p}}\r\n|", "|\r\n>|", {"p", ">"}},
    {"{}", "  {{>p}}\n>", "  >\n  >>", {"p", ">\n>"}},
    {"{}", ">\n  {{>p}}", ">\n  >\n  >", {"p", ">\n>"}},
    {"{\"c\":\"<\\n->\"}", "\\\n {{>p}}\n/\n", "\\\n |\n <\n->\n |\n/\n", {"p", "|\n{{{c}}}\n|\n"}},
    {"{}", "|{{> p }}|", "|[]|", {"p", "[]"}},
    {"{\"v\":\"x\"}", "{{=| |=}}|>p||v|", "{x}x", {"p", "{{=<< >>=}}{<<v>>}"}},
    /* indentation adds up, and begins every line of the template's own */
    {"{}", " {{>o}}\n", "  a\n  b\n x\n", {"o", " {{>i}}\nx\n", "i", "a\nb\n"}},
    {"{\"l\":[1,2]}", "  {{>p}}\n", "  -1\n  -2\n  .\n", {"p", "{{#l}}\n-{{.}}\n{{/l}}\n.\n"}},
    {"{\"b\":true}", " {{>p}}\n", " x\n y\n", {"p", "{{#b}}x\n{{/b}}y\n"}},
    {"{\"b\":true}", " {{>p}}\n", " y\n \n", {"p", "{{! c }}y\n\n"}},
    {"{}", " {{>o}}\n", " a\nb.\n  a\n  b", {"o", "{{>i}}.\n {{>i}}\n", "i", "a\nb"}},
};

static enum status render(struct arena *arena, const struct sample *sample, struct buf *out,
                          struct error *error) {
    struct template_set set;
    template_set_init(&set);
    const struct json_value *json;
    struct template_value values = {0};
    struct template *template = NULL;
    enum status status = json_read(arena, str_from(sample->values), &json, error);
    if (status == STATUS_OK) {
        from_json(arena, json, &values);
        status = template_compile(arena, str_from(sample->template), &template, error);
    }
    for (size_t i = 0; status == STATUS_OK && i < 4 && sample->partials[i] != NULL; i += 2) {
        struct template *partial;
        status = template_compile(arena, str_from(sample->partials[i + 1]), &partial, error);
        if (status == STATUS_OK)
            status = template_set_put(&set, str_from(sample->partials[i]), partial, error);
    }
    if (status == STATUS_OK)
        status = template_render(template, &set, &values, out, error);
    template_set_release(&set);
    return status;
}

static void renders(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof samples / sizeof samples[0]; i++) {
        struct arena arena;
        struct buf out;
        struct error error = {0};
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 20);
        enum status status = render(&arena, &samples[i], &out, &error);
        if (status != STATUS_OK || strcmp(buf_cstr(&out), samples[i].out) != 0)
            print_error("%s\n with %s\n%s\n", samples[i].template, samples[i].values,
                        error.message);
        assert_int_equal(status, STATUS_OK);
        assert_string_equal(buf_cstr(&out), samples[i].out);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void refuses(void **state) {
    (void)state;
    static const struct {
        const char *template;
        size_t line, column;
    } cases[] = {
        {"a\n {{#b}}", 2, 2}, {"{{#a}}{{#b}}{{/a}}", 1, 13},
        {"\n\n{{/a}}", 3, 1}, {"ab{{name", 1, 3},
        {"{{{name}}", 1, 1},  {"{{name}", 1, 1},
        {"{{}}", 1, 1},       {"{{ }}", 1, 1},
        {"{{#}}{{/}}", 1, 1}, {"{{>}}", 1, 1},
        {"{{a b}}", 1, 1},    {"{{a..b}}", 1, 1},
        {"{{.a}}", 1, 1},     {"{{a.}}", 1, 1},
        {"{{=<%=}}", 1, 1},   {"{{=<% %> %>=}}", 1, 1},
        {"{{=<% %>}}", 1, 1}, {"{{==}}", 1, 1},
        {"a\n\xFF", 2, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct error error = {0};
        struct template *template;
        arena_init(&arena, 1 << 20);
        enum status status =
            template_compile(&arena, str_from(cases[i].template), &template, &error);
        if (status != STATUS_INVALID || error.at.column != cases[i].column)
            print_error("%s: %s\n", cases[i].template, error.message);
        assert_int_equal(status, STATUS_INVALID);
        assert_int_equal(error.at.line, cases[i].line);
        assert_int_equal(error.at.column, cases[i].column);
        arena_release(&arena);
    }
}

static void stops_at_its_caps(void **state) {
    (void)state;
    static const struct sample endless[] = {
        {"{}", "{{>p}}", "", {"p", "{{>p}}"}},
        {"{}", "{{>p}}", "", {"p", "{{>p}}{{>p}}"}},
        {"{}", "{{>p}}", "", {"p", "x{{>q}}", "q", "  {{>p}}\n"}},
    };
    for (size_t i = 0; i < sizeof endless / sizeof endless[0]; i++) {
        struct arena arena;
        struct buf out;
        arena_init(&arena, 1 << 20);
        buf_init(&out, 1 << 20);
        assert_int_equal(render(&arena, &endless[i], &out, NULL), STATUS_LIMIT);
        buf_release(&out);
        arena_release(&arena);
    }
    static const struct sample plain = {"{}", "12345", "12345"};
    struct arena arena;
    struct buf out;
    arena_init(&arena, 1 << 20);
    buf_init(&out, 4);
    assert_int_equal(render(&arena, &plain, &out, NULL), STATUS_LIMIT);
    buf_release(&out);
    buf_init(&out, 1 << 20);
    for (int i = 0; i < TEMPLATE_SECTIONS_MOST; i++)
        BUF_ADD(&out, "{{#a}}");
    struct template *template;
    struct error error;
    assert_int_equal(template_compile(&arena, buf_str(&out), &template, &error), STATUS_INVALID);
    BUF_ADD(&out, "{{#a}}");
    assert_int_equal(template_compile(&arena, buf_str(&out), &template, &error), STATUS_LIMIT);
    buf_release(&out);
    arena_release(&arena);
}

/* Fails each allocation of the arena in turn, by its cap. */
static void survives_want_of_memory(void **state) {
    (void)state;
    static const char source[] = "{{#l}}{{a.b}} <{{.}}>\n {{>p}}\n{{/l}}";
    bool done = false;
    for (size_t max = 0; !done; max += 16) {
        struct arena arena;
        struct template *template;
        arena_init(&arena, max);
        enum status status = template_compile(&arena, STR(source), &template, NULL);
        assert_true(status == STATUS_OK || status == STATUS_LIMIT);
        done = status == STATUS_OK;
        struct template_value *root = template_map(&arena);
        struct template_value *list = template_put_list(&arena, root, "l");
        struct template_value *item = template_add_map(&arena, list);
        template_put_text(&arena, item, "a", STR("b"));
        template_add_text(&arena, list, STR("b"));
        arena_release(&arena);
    }
}

/* Wherever it stands in a text, whatever stands beside it. */
static void escapes_anywhere(void **state) {
    static const struct {
        char mark;
        const char *reference;
    } marks[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'"', "&quot;"}, {'\'', "&#39;"}};
    static const char beside[] = {'a', '\0', '%', '(', '=', '?', '!', '#', '\xA6', '\xBC', '\xFF'};
    enum { LENGTH = 20 };
    (void)state;
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
        for (size_t b = 0; b < sizeof beside; b++)
            for (size_t at = 0; at < LENGTH; at++) {
                char text[LENGTH];
                struct buf out;
                size_t n = strlen(marks[m].reference);
                memset(text, beside[b], LENGTH);
                text[at] = marks[m].mark;
                buf_init(&out, 100);
                template_escape(&out, str_of(text, LENGTH));
                assert_int_equal(out.n, LENGTH - 1 + n);
                assert_memory_equal(out.p, text, at);
                assert_memory_equal(out.p + at, marks[m].reference, n);
                assert_memory_equal(out.p + at + n, text + at + 1, LENGTH - 1 - at);
                buf_release(&out);
            }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(renders),           cmocka_unit_test(refuses),
        cmocka_unit_test(stops_at_its_caps), cmocka_unit_test(survives_want_of_memory),
        cmocka_unit_test(escapes_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
