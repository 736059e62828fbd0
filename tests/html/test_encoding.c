#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "html/decode.h"
#include "html/sniff.h"
#include "html/standard.h"

enum { MOST = 16 * 1024 * 1024 };

static const char *declared(struct str bytes) {
    const struct html_encoding *encoding = html_sniff_meta(bytes);
    return encoding != NULL ? encoding->name : "none";
}

static void finds_declarations(void **state) {
    (void)state;
    static const struct {
        const char *html, *encoding;
    } cases[] = {
        {"<meta charset=koi8-r>", "KOI8-R"},
        {"<META CharSet = 'KOI8-R' >", "KOI8-R"},
        {"<meta/charset=koi8-r>", "KOI8-R"},
        {"<metacharset=koi8-r>", "none"},
        {"<meta charset=koi8-r", "none"},
        {"<meta content='text/html; charset=koi8-r' http-equiv=content-type>", "KOI8-R"},
        {"<meta content='text/html; charset=koi8-r'>", "none"},
        {"<meta http-equiv=content-type content='charset charset=\"koi8-r'>", "none"},
        {"<meta charset=nosuch content='charset=koi8-r' http-equiv=content-type>", "none"},
        {"<meta charset=nosuch><meta charset=koi8-r>", "KOI8-R"},
        {"<a title='<meta charset=koi8-r>'>", "none"},
        {"<!--><meta charset=koi8-r>", "KOI8-R"},
        {"<!-- <meta charset=koi8-r> -->", "none"},
        {"<meta charset=utf-16>", "UTF-8"},
        {"<meta charset=x-user-defined>", "windows-1252"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(declared(str_from(cases[i].html)), cases[i].encoding);
}

static void finds_late_declarations(void **state) {
    (void)state;
    struct buf page;
    buf_init(&page, MOST);
    buf_add_repeat(&page, ' ', 2000);
    size_t start = page.n;
    BUF_ADD(&page, "<script><meta charset=koi8-r></script>");
    assert_string_equal(declared(buf_str(&page)), "none");
    BUF_ADD(&page, "<meta charset=koi8-u>");
    assert_string_equal(declared(buf_str(&page)), "KOI8-U");
    /* The prescan of the first bytes knows no scripts. */
    assert_string_equal(declared(str_skip(buf_str(&page), start)), "KOI8-R");
    buf_release(&page);
}

/* By the standard's indexes, where iconv says otherwise or nothing. */
static void decodes_as_the_standard(void **state) {
    (void)state;
    static const struct {
        struct str bytes;
        const char *label, *text;
    } cases[] = {
        {STR_INIT("\x81\x98"), "windows-1251", "\xD0\x83\xC2\x98"},
        {STR_INIT("\xCA\xD9"), "windows-1255", "\xD6\xBA\xEF\xBF\xBD"},
        {STR_INIT("\xE9\xC8"), "windows-1255", "\xD7\x99\xD6\xB8"},
        {STR_INIT("\xAE"), "koi8-u", "\xD1\x9E"},
        {STR_INIT("\xDB\xBD"), "macintosh", "\xE2\x82\xAC\xCE\xA9"},
        {STR_INIT("\x80"), "gbk", "\xE2\x82\xAC"},
        {STR_INIT("\x80"), "x-user-defined", "\xEF\x9E\x80"},
        {STR_INIT("\xAD\xA1"), "euc-jp", "\xE2\x91\xA0"}, /* NEC's row 13 */
        {STR_INIT("\xA4\xA2\xFF\xA4\xA2"), "euc-jp", "\xE3\x81\x82\xEF\xBF\xBD\xE3\x81\x82"},
        {STR_INIT("\xC9\xA1(\xB0\xA1"), "euc-kr", "\xEF\xBF\xBD(\xEA\xB0\x80"},
        {STR_INIT("\x82"), "shift_jis", "\xEF\xBF\xBD"},
        {STR_INIT("\x81\x30\x81\x30"), "gb18030", "\xC2\x80"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        char type[64];
        buf_init(&out, 1000);
        snprintf(type, sizeof type, "text/html; charset=%s", cases[i].label);
        assert_int_equal(html_decode(cases[i].bytes, str_from(type), &out, NULL, NULL), STATUS_OK);
        assert_string_equal(buf_cstr(&out), cases[i].text);
        buf_release(&out);
    }
}

static void guesses(void **state) {
    (void)state;
    static const struct {
        struct str bytes;
        const char *encoding;
    } cases[] = {
        {STR_INIT("caf\xE9, na\xEFve \x96 \x93quoted\x94"), "windows-1252"},
        /* "Президент подписал закон о бюджете" */
        {STR_INIT("\xCF\xF0\xE5\xE7\xE8\xE4\xE5\xED\xF2 \xEF\xEE\xE4\xEF\xE8\xF1\xE0\xEB "
                  "\xE7\xE0\xEA\xEE\xED \xEE \xE1\xFE\xE4\xE6\xE5\xF2\xE5"),
         "windows-1251"},
        {STR_INIT("\xF0\xD2\xC5\xDA\xC9\xC4\xC5\xCE\xD4 \xD0\xCF\xC4\xD0\xC9\xD3\xC1\xCC "
                  "\xDA\xC1\xCB\xCF\xCE \xCF \xC2\xC0\xC4\xD6\xC5\xD4\xC5"),
         "KOI8-R"},
        /* "Η κυβέρνηση ανακοίνωσε νέα μέτρα" */
        {STR_INIT("\xC7 \xEA\xF5\xE2\xDD\xF1\xED\xE7\xF3\xE7 "
                  "\xE1\xED\xE1\xEA\xEF\xDF\xED\xF9\xF3\xE5 \xED\xDD\xE1 \xEC\xDD\xF4\xF1\xE1"),
         "windows-1253"},
        /* "日本語のニュースを読むことができます" in three encodings */
        {STR_INIT("\xC6\xFC\xCB\xDC\xB8\xEC\xA4\xCE\xA5\xCB\xA5\xE5\xA1\xBC\xA5\xB9\xA4\xF2"
                  "\xC6\xC9\xA4\xE0\xA4\xB3\xA4\xC8\xA4\xAC\xA4\xC7\xA4\xAD\xA4\xDE\xA4\xB9"),
         "EUC-JP"},
        {STR_INIT("\x93\xFA\x96{\x8C\xEA\x82\xCC\x83j\x83\x85\x81[\x83X\x82\xF0\x93\xC7\x82\xDE"
                  "\x82\xB1\x82\xC6\x82\xAA\x82\xC5\x82\xAB\x82\xDC\x82\xB7"),
         "Shift_JIS"},
        {STR_INIT("\x1B$BF|K\\8l\x1B(B"), "ISO-2022-JP"},
        /* "정부는 오늘 새로운 대책을 발표했다" */
        {STR_INIT("\xC1\xA4\xBA\xCE\xB4\xC2 \xBF\xC0\xB4\xC3 \xBB\xF5\xB7\xCE\xBF\xEE "
                  "\xB4\xEB\xC3\xA5\xC0\xBB \xB9\xDF\xC7\xA5\xC7\xDF\xB4\xD9"),
         "EUC-KR"},
        /* "中国政府今天宣布了新的经济政策" */
        {STR_INIT("\xD6\xD0\xB9\xFA\xD5\xFE\xB8\xAE\xBD\xF1\xCC\xEC\xD0\xFB\xB2\xBC\xC1\xCB"
                  "\xD0\xC2\xB5\xC4\xBE\xAD\xBC\xC3\xD5\xFE\xB2\xDF"),
         "GBK"},
        /* "政府今天宣布新的經濟政策" */
        {STR_INIT("\xAC\x46\xA9\xB2\xA4\xB5\xA4\xD1\xAB\xC5\xA5\xAC\xB7\x73\xAA\xBA\xB8\x67\xC0"
                  "\xD9\xAC\x46\xB5\xA6"),
         "Big5"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(html_sniff_bytes(cases[i].bytes)->name, cases[i].encoding);
}

/* The part of `rest` up to `mark`, which is left out, too; all of it without one. */
static struct str part(struct str *rest, struct str mark) {
    size_t at = str_find(*rest, mark);
    struct str before = str_take(*rest, at);
    *rest = at == SIZE_MAX ? STR_NONE : str_skip(*rest, at + mark.n);
    return before;
}

static void passes_the_standards_tests(void **state) {
    (void)state;
    static const char *const files[] = {"encoding/tests1.dat", "encoding/tests2.dat",
                                        "encoding/test-yahoo-jp.dat"};
    struct buf text;
    size_t count = 0;
    buf_init(&text, MOST);
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
        standard_read(files[i], &text);
        struct str rest = buf_str(&text);
        part(&rest, STR("#data\n"));
        while (rest.n > 0) {
            struct str data = part(&rest, STR("\n#encoding\n"));
            struct str label = part(&rest, STR("\n"));
            part(&rest, STR("#data\n"));
            struct buf out;
            const char *name;
            buf_init(&out, MOST);
            assert_int_equal(html_decode(data, STR_NONE, &out, &name, NULL), STATUS_OK);
            /* The tests are for a reader whose default is windows-1252, whatever the bytes. */
            if (html_sniff_meta(data) == NULL && !str_starts(data, STR("\xEF\xBB\xBF")))
                name = "windows-1252";
            if (strcmp(name, html_encoding_find(label)->name) != 0)
                fail_msg("%s: %.*s: %s", files[i], STR_ARG(data), name);
            buf_release(&out);
            count++;
        }
    }
    buf_release(&text);
    print_message("%zu encoding tests\n", count);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_declarations),         cmocka_unit_test(finds_late_declarations),
        cmocka_unit_test(decodes_as_the_standard),    cmocka_unit_test(guesses),
        cmocka_unit_test(passes_the_standards_tests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
