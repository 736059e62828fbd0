#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <pthread.h>

#include "base/json_read.h"
#include "base/utf8.h"
#include "html/standard.h"
#include "html/token.h"

enum { MOST = 64 * 1024 * 1024 };

/* A line a token; neighbouring texts as one: "S name a=b /", "E name", "T text", "C comment",
 * "D name|public|system|quirks". */
static void describe(const struct html_token *token, struct buf *out, bool *in_text) {
    if (token->kind == HTML_TOKEN_TEXT) {
        if (!*in_text)
            BUF_ADD(out, "\nT ");
        buf_add(out, token->text);
        *in_text = true;
        return;
    }
    *in_text = false;
    if (token->kind == HTML_TOKEN_COMMENT) {
        BUF_ADD(out, "\nC ");
        buf_add(out, token->text);
    } else if (token->kind == HTML_TOKEN_DOCTYPE) {
        BUF_ADD(out, "\nD ");
        const struct str parts[] = {token->name, token->public_id, token->system_id};
        for (size_t i = 0; i < 3; i++) {
            buf_add(out, str_absent(parts[i]) ? STR("(none)") : parts[i]);
            buf_add_byte(out, '|');
        }
        buf_add_cstr(out, token->force_quirks ? "quirks" : "");
    } else {
        buf_add_cstr(out, token->kind == HTML_TOKEN_START ? "\nS " : "\nE ");
        buf_add(out, token->name);
        for (size_t i = 0; token->kind == HTML_TOKEN_START && i < token->attribute_count; i++) {
            buf_add_byte(out, ' ');
            buf_add(out, token->attributes[i].name);
            buf_add_byte(out, '=');
            buf_add(out, token->attributes[i].value);
        }
        if (token->kind == HTML_TOKEN_START && token->self_closing)
            BUF_ADD(out, " /");
    }
}

static void tokenize(struct str input, enum html_content content, struct str last_start,
                     struct buf *out) {
    struct arena arena;
    struct html_tokenizer tokenizer;
    struct html_token token;
    bool in_text = false;
    arena_init(&arena, MOST);
    html_tokenizer_init(&tokenizer, &arena, input);
    tokenizer.content = content;
    tokenizer.last_start = last_start;
    buf_clear(out);
    for (;;) {
        html_tokenizer_next(&tokenizer, &token);
        if (token.kind == HTML_TOKEN_END_OF_FILE)
            break;
        describe(&token, out, &in_text);
    }
    assert_false(arena_failed(&arena));
    html_tokenizer_release(&tokenizer);
    arena_release(&arena);
}

static void tokenizes(void **state) {
    (void)state;
    static const struct {
        struct str in;
        enum html_content content;
        const char *last_start, *out;
    } cases[] = {
        {STR_INIT("a<b c=d e='f' g=\"h\" i/>x</b>"), HTML_CONTENT_DATA, NULL,
         "\nT a\nS b c=d e=f g=h i= /\nT x\nE b"},
        {STR_INIT("<a b\0=1 b\xEF\xBF\xBD=2>"), HTML_CONTENT_DATA, NULL, "\nS a b\xEF\xBF\xBD=1"},
        {STR_INIT("<A B=1 b=2>"), HTML_CONTENT_DATA, NULL, "\nS a b=1"},
        {STR_INIT("<a =b = c>"), HTML_CONTENT_DATA, NULL, "\nS a =b=c"},
        {STR_INIT("<a/b>"), HTML_CONTENT_DATA, NULL, "\nS a b="},
        {STR_INIT("a < b </> c </"), HTML_CONTENT_DATA, NULL, "\nT a < b  c </"},
        {STR_INIT("x<a b"), HTML_CONTENT_DATA, NULL, "\nT x"},
        {STR_INIT("\r\na\rb\n"), HTML_CONTENT_DATA, NULL, "\nT \na\nb\n"},
        {STR_INIT("<a b='\r\n&lt=&lt;&ltx&#13;'>"), HTML_CONTENT_DATA, NULL,
         "\nS a b=\n&lt=<&ltx\r"},
        {STR_INIT("&notit; &notin; &#x80; &nosuch; &"), HTML_CONTENT_DATA, NULL,
         "\nT \xC2\xACit; \xE2\x88\x89 \xE2\x82\xAC &nosuch; &"},
        {STR_INIT("<!-- a --!><!--><!---><!x><?y><!-- b --"), HTML_CONTENT_DATA, NULL,
         "\nC  a \nC \nC \nC x\nC ?y\nC  b "},
        {STR_INIT("<!DOCTYPE HTML PUBLIC 'p' \"s\"><!doctype>"), HTML_CONTENT_DATA, NULL,
         "\nD html|p|s|\nD (none)|(none)|(none)|quirks"},
        {STR_INIT("<b>&amp;</titles></TITLE ><b>"), HTML_CONTENT_RCDATA, "title",
         "\nT <b>&</titles>\nE title\nS b"},
        {STR_INIT("<b>&amp;</style"), HTML_CONTENT_RAWTEXT, "style", "\nT <b>&amp;</style"},
        {STR_INIT("<!--<script></script>--></script>x"), HTML_CONTENT_SCRIPT, "script",
         "\nT <!--<script></script>-->\nE script\nT x"},
        {STR_INIT("</plaintext>"), HTML_CONTENT_PLAINTEXT, "plaintext", "\nT </plaintext>"},
        {STR_INIT("a]]b]]>c"), HTML_CONTENT_CDATA, NULL, "\nT a]]bc"},
    };
    struct buf out;
    buf_init(&out, MOST);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        tokenize(cases[i].in, cases[i].content, str_from(cases[i].last_start), &out);
        assert_string_equal(buf_cstr(&out), cases[i].out);
    }
    buf_release(&out);
}

/* "\\u0041" as the tests write what JSON cannot hold; lone surrogates as if they were characters.
 */
static void unescape(struct str s, struct buf *out) {
    for (size_t i = 0; i < s.n; i++) {
        uint32_t c = 0;
        if (s.n - i < 6 || s.p[i] != '\\' || s.p[i + 1] != 'u') {
            buf_add_byte(out, s.p[i]);
            continue;
        }
        for (size_t k = 2; k < 6; k++)
            c = c * 16 + (uint32_t)ascii_hex(s.p[i + k]);
        i += 5;
        if (c >= 0xD800 && c <= 0xDFFF) {
            const char bytes[3] = {(char)(0xE0 | c >> 12), (char)(0x80 | (c >> 6 & 63)),
                                   (char)(0x80 | (c & 63))};
            buf_add(out, str_of(bytes, 3));
        } else {
            utf8_add(out, c);
        }
    }
}

static void add_text(struct buf *out, const struct json_value *text, bool escaped) {
    struct str s = json_as_str(text);
    if (escaped)
        unescape(s, out);
    else
        buf_add(out, s);
}

/* A tag without its kind: name, attributes, whether it closes itself. */
static void expect_tag(struct buf *out, const struct json_value *name, bool escaped) {
    const struct json_value *attribute = json_first(name->next);
    add_text(out, name, escaped);
    for (; attribute != NULL; attribute = attribute->next) {
        buf_add_byte(out, ' ');
        if (escaped)
            unescape(attribute->key, out);
        else
            buf_add(out, attribute->key);
        buf_add_byte(out, '=');
        add_text(out, attribute, escaped);
    }
    if (name->next != NULL && json_is(name->next->next, JSON_TRUE))
        BUF_ADD(out, " /");
}

static void expect_token(struct buf *out, const struct json_value *token, bool escaped,
                         bool *in_text) {
    const struct json_value *part = json_first(token);
    struct str kind = json_as_str(part);
    bool text = str_eq(kind, STR("Character"));
    part = part->next;
    if (text && *in_text) {
        add_text(out, part, escaped);
        return;
    }
    *in_text = text;
    buf_add_byte(out, '\n');
    buf_add_byte(out, text ? 'T' : kind.p[0]);
    buf_add_byte(out, ' ');
    if (str_eq(kind, STR("StartTag")) || str_eq(kind, STR("EndTag"))) {
        expect_tag(out, part, escaped);
    } else if (str_eq(kind, STR("DOCTYPE"))) {
        for (size_t i = 1; i < 4; i++, part = part->next) {
            if (json_is(part, JSON_NULL))
                BUF_ADD(out, "(none)");
            else
                add_text(out, part, escaped);
            buf_add_byte(out, '|');
        }
        buf_add_cstr(out, json_is(part, JSON_TRUE) ? "" : "quirks");
    } else {
        add_text(out, part, escaped);
    }
}

static enum html_content content_named(struct str name) {
    static const char *const names[] = {"Data state",      "RCDATA state",
                                        "RAWTEXT state",   "Script data state",
                                        "PLAINTEXT state", "CDATA section state"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (str_eq(name, str_from(names[i])))
            return (enum html_content)i;
    fail_msg("unknown state");
    return HTML_CONTENT_DATA;
}

static size_t run_case(const struct json_value *test, struct buf *expected, struct buf *given) {
    struct buf input;
    size_t failed = 0;
    bool escaped = json_get_bool(test, "doubleEscaped", false), in_text = false;
    const struct json_value *output = json_first(json_get(test, "output"));
    const struct json_value *state = json_first(json_get(test, "initialStates"));
    buf_init(&input, MOST);
    buf_clear(expected);
    add_text(&input, json_get(test, "input"), escaped);
    for (; output != NULL; output = output->next)
        expect_token(expected, output, escaped, &in_text);
    for (bool first = true; first || state != NULL; first = false) {
        struct str name = state != NULL ? json_as_str(state) : STR("Data state");
        state = state != NULL ? state->next : NULL;
        tokenize(buf_str(&input), content_named(name), json_get_str(test, "lastStartTag"), given);
        if (!str_eq(buf_str(given), buf_str(expected))) {
            print_error("%s\n  expected%s\n  got%s\n", json_as_str(json_get(test, "description")).p,
                        buf_cstr(expected), buf_cstr(given));
            failed++;
        }
    }
    buf_release(&input);
    return failed;
}

static void passes_the_standards_tests(void **state) {
    (void)state;
    static const char *const files[] = {"contentModelFlags",
                                        "domjs",
                                        "entities",
                                        "escapeFlag",
                                        "namedEntities",
                                        "numericEntities",
                                        "test1",
                                        "pendingSpecChanges",
                                        "test2",
                                        "test3",
                                        "test4",
                                        "unicodeChars",
                                        "unicodeCharsProblematic"};
    struct buf text, expected, given;
    struct arena arena;
    size_t failed = 0, count = 0;
    arena_init(&arena, JSON_MEMORY_MOST);
    buf_init(&text, MOST);
    buf_init(&expected, MOST);
    buf_init(&given, MOST);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        char name[64];
        const struct json_value *file;
        snprintf(name, sizeof name, "tokenizer/%s.test", files[i]);
        standard_read(name, &text);
        arena_clear(&arena);
        assert_int_equal(json_read(&arena, buf_str(&text), &file, NULL), STATUS_OK);
        const struct json_value *test = json_first(json_get(file, "tests"));
        for (; test != NULL; test = test->next, count++)
            failed += run_case(test, &expected, &given);
    }
    arena_release(&arena);
    buf_release(&text);
    buf_release(&expected);
    buf_release(&given);
    print_message("%zu tokenizer tests\n", count);
    assert_int_equal(failed, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokenizes),
        cmocka_unit_test(passes_the_standards_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
