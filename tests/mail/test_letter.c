#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "mail/encode.h"
#include "mail/letter.h"

static void writes_text_headers(void **state) {
    (void)state;
    static const struct {
        const char *value, *expected;
    } cases[] = {
        {"Plain words", "Subject: Plain words\r\n"},
        {"", "Subject: \r\n"},
        {"Hi\r\nBcc: victim@example.org", "Subject: Hi Bcc: victim@example.org\r\n"},
        {"Hi\n\nbody", "Subject: Hi body\r\n"},
        {"a\x01\x7f\xc2\x85\xe2\x80\xa8 b", "Subject: a b\r\n"},
        {"B\xc3\xbc"
         "cher",
         "Subject: =?UTF-8?Q?B=C3=BCcher?=\r\n"},
        {"=?UTF-8?Q?spoof?=", "Subject: =?UTF-8?Q?=3D=3FUTF-8=3FQ=3Fspoof=3F=3D?=\r\n"},
        {"bad \xff byte", "Subject: =?UTF-8?Q?bad_=EF=BF=BD_byte?=\r\n"},
        {"A headline that is longer than the seventy-eight columns which a line of a header has",
         "Subject: A headline that is longer than the seventy-eight columns which a line\r\n"
         " of a header has\r\n"},
        {"\xe4\xb8\x96\xe7\x95\x8c\xe4\xb8\x96\xe7\x95\x8c\xe4\xb8\x96\xe7\x95\x8c\xe4\xb8\x96"
         "\xe7\x95\x8c",
         "Subject: =?UTF-8?Q?=E4=B8=96=E7=95=8C=E4=B8=96=E7=95=8C=E4=B8=96=E7=95=8C?=\r\n"
         " =?UTF-8?Q?=E4=B8=96=E7=95=8C?=\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1 << 16);
        encode_text_header(&out, "Subject", str_from(cases[i].value));
        assert_string_equal(buf_cstr(&out), cases[i].expected);
        buf_release(&out);
    }
}

static void writes_mailboxes(void **state) {
    (void)state;
    static const struct {
        const char *name, *expected;
    } cases[] = {
        {NULL, "From: a@example.org\r\n"},
        {"The Paper", "From: The Paper <a@example.org>\r\n"},
        {"AI, Every Day", "From: \"AI, Every Day\" <a@example.org>\r\n"},
        {"x <b@example.com>,", "From: \"x <b@example.com>,\" <a@example.org>\r\n"},
        {"say \"hi\" \\", "From: \"say \\\"hi\\\" \\\\\" <a@example.org>\r\n"},
        {"x\r\nBcc: b@example.com", "From: \"x Bcc: b@example.com\" <a@example.org>\r\n"},
        {"\xc3\x89"
         "dition",
         "From: =?UTF-8?Q?=C3=89dition?= <a@example.org>\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1 << 16);
        const struct text_mailbox mailbox = {str_from(cases[i].name), STR("a@example.org")};
        encode_mailbox_header(&out, "From", &mailbox);
        assert_string_equal(buf_cstr(&out), cases[i].expected);
        buf_release(&out);
    }
}

static void writes_bodies(void **state) {
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"a\nb\r\nc", "a\r\nb\r\nc\r\n"},
        {"1 = 2 \n\t\n", "1 =3D 2=20\r\n=09\r\n"},
        {".\n..x\n", "=2E\r\n=2E.x\r\n"},
        {"From me\nTo: From you\n", "=46rom me\r\nTo: From you\r\n"},
        {"\xc3\xbc\n", "=C3=BC\r\n"},
        {"0123456789012345678901234567890123456789012345678901234567890123456789012345\n",
         "0123456789012345678901234567890123456789012345678901234567890123456789012345\r\n"},
        {"01234567890123456789012345678901234567890123456789012345678901234567890123456\n",
         "012345678901234567890123456789012345678901234567890123456789012345678901234=\r\n56\r\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf out;
        buf_init(&out, 1 << 16);
        encode_body(&out, str_from(cases[i].text));
        assert_string_equal(buf_cstr(&out), cases[i].expected);
        buf_release(&out);
    }
}

/* Whatever is put in, no line is too long, none is empty before the body, and every header is one
 * of ours. */
static void holds_headers(struct str letter) {
    static const struct str names[] = {STR_INIT("From: "),
                                       STR_INIT("Reply-To: "),
                                       STR_INIT("To: "),
                                       STR_INIT("Subject: "),
                                       STR_INIT("Date: "),
                                       STR_INIT("Message-ID: "),
                                       STR_INIT("List-Id: "),
                                       STR_INIT("List-Unsubscribe: "),
                                       STR_INIT("MIME-Version: "),
                                       STR_INIT("List-Archive: "),
                                       STR_INIT("Content-Language: "),
                                       STR_INIT("Content-Type: "),
                                       STR_INIT("List-Unsubscribe-Post: ")};
    struct str rest = str_take(letter, str_find(letter, STR("\r\n\r\n")) + 2), line;
    size_t seen[sizeof names / sizeof names[0]] = {0};
    assert_true(rest.n < letter.n);
    while (str_next(&rest, '\n', &line)) {
        assert_true(line.n <= 999 && str_ends(line, STR("\r")) && line.n > 1);
        assert_int_equal(str_find_byte(line, '\r'), line.n - 1);
        bool known = line.p[0] == ' ' && str_trim(line).n > 0;
        for (size_t i = 0; i < sizeof names / sizeof names[0] && !known; i++)
            if (str_starts(line, names[i])) {
                known = true;
                assert_int_equal(seen[i]++, 0);
            }
        if (!known)
            fail_msg("%.*s", STR_ARG(line));
    }
}

static struct mail_letter sample(struct str hostile) {
    return (struct mail_letter){
        .from = {hostile, STR("a@example.org")},
        .reply_to = {hostile, STR("b@example.org")},
        .to = {hostile, STR("c@example.org")},
        .subject = hostile,
        .date = 1763812800,
        .message_id = STR("x.y@example.org"),
        .language = STR("en-us"),
        .list_name = hostile,
        .list_id = STR("daily.paper.example.org"),
        .unsubscribe = STR("https://example.org/u/token"),
        .unsubscribe_address = STR("leave@example.org"),
        .unsubscribe_subject = STR("unsubscribe token"),
        .archive = STR("https://example.org/newsletter/"),
        .text = STR("Text\n"),
        .html = STR("<p>Text</p>\n"),
    };
}

static void lets_nothing_in(void **state) {
    (void)state;
    static const struct str hostile[] = {
        STR_INIT("plain"),
        STR_INIT("a\r\nBcc: x@example.org\r\n\r\nbody"),
        STR_INIT("a\nBcc: x@example.org"),
        STR_INIT("a\rBcc: x@example.org"),
        STR_INIT("a\0\nX: y"),
        STR_INIT("\xe2\x80\xa8"
                 "Bcc: x@example.org"),
        STR_INIT("=?UTF-8?Q?a=0D=0ABcc:_x@example.org?="),
        STR_INIT("\r\n\r\n\r\n"),
        STR_INIT("\" <x@example.org>, \""),
        STR_INIT("\xff\xfe\xc0\x80\xed\xa0\x80"),
    };
    for (size_t i = 0; i < sizeof hostile / sizeof hostile[0]; i++) {
        struct buf out;
        buf_init(&out, MAIL_LETTER_MOST);
        struct mail_letter letter = sample(hostile[i]);
        assert_int_equal(mail_letter_write(&letter, &out, NULL), STATUS_OK);
        holds_headers(buf_str(&out));
        buf_release(&out);
    }
    struct buf longest, out;
    buf_init(&longest, 1 << 20);
    buf_init(&out, MAIL_LETTER_MOST);
    buf_add_repeat(&longest, 'x', 5000);
    struct mail_letter letter = sample(buf_str(&longest));
    assert_int_equal(mail_letter_write(&letter, &out, NULL), STATUS_OK);
    holds_headers(buf_str(&out));
    buf_release(&longest);
    buf_release(&out);
}

static void refuses(void **state) {
    (void)state;
    static const struct str hostile = STR_INIT("x@example.org>\r\nRCPT TO:<y@example.org");
    struct mail_letter base = sample(STR("A")), letters[9];
    size_t count = sizeof letters / sizeof letters[0];
    for (size_t i = 0; i < count; i++)
        letters[i] = base;
    letters[0].from.address = hostile;
    letters[1].to.address = hostile;
    letters[2].reply_to.address = hostile;
    letters[3].unsubscribe_address = hostile;
    letters[4].unsubscribe = STR("https://example.org/>\r\nX: y");
    letters[5].message_id = STR("a b@example.org");
    letters[6].list_id = STR("a>\r\nX: y");
    letters[7].unsubscribe_subject = STR("a&body=b");
    letters[8].archive = STR("");
    for (size_t i = 0; i < count; i++) {
        struct buf out;
        buf_init(&out, MAIL_LETTER_MOST);
        assert_int_equal(mail_letter_write(&letters[i], &out, NULL), STATUS_INVALID);
        assert_int_equal(out.n, 0);
        buf_release(&out);
    }
}

static void looks_as_expected(void **state) {
    (void)state;
    struct buf out;
    buf_init(&out, MAIL_LETTER_MOST);
    struct mail_letter letter = sample(STR("The Paper"));
    assert_int_equal(mail_letter_write(&letter, &out, NULL), STATUS_OK);
    assert_string_equal(buf_cstr(&out),
                        "From: The Paper <a@example.org>\r\n"
                        "Reply-To: The Paper <b@example.org>\r\n"
                        "To: The Paper <c@example.org>\r\n"
                        "Subject: The Paper\r\n"
                        "Date: Sat, 22 Nov 2025 12:00:00 +0000\r\n"
                        "Message-ID: <x.y@example.org>\r\n"
                        "List-Id: The Paper <daily.paper.example.org>\r\n"
                        "List-Unsubscribe: <https://example.org/u/token>,\r\n"
                        " <mailto:leave@example.org?subject=unsubscribe%20token>\r\n"
                        "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
                        "List-Archive: <https://example.org/newsletter/>\r\n"
                        "Content-Language: en-us\r\n"
                        "MIME-Version: 1.0\r\n"
                        "Content-Type: multipart/alternative;\r\n"
                        " boundary=\"=_9f6c20843241a6b67ab0bfe8\"\r\n\r\n"
                        "--=_9f6c20843241a6b67ab0bfe8\r\n"
                        "Content-Type: text/plain; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        "Text\r\n\r\n"
                        "--=_9f6c20843241a6b67ab0bfe8\r\n"
                        "Content-Type: text/html; charset=utf-8\r\n"
                        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
                        "<p>Text</p>\r\n\r\n"
                        "--=_9f6c20843241a6b67ab0bfe8--\r\n");
    buf_release(&out);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_text_headers),
        cmocka_unit_test(writes_mailboxes),
        cmocka_unit_test(writes_bodies),
        cmocka_unit_test(lets_nothing_in),
        cmocka_unit_test(refuses),
        cmocka_unit_test(looks_as_expected),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
