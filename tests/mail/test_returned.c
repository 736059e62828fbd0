/* Letters that come back, as mail servers write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>

#include "mail/returned.h"

#define TOKEN "0123456789abcdef0123456789abcdef"
#define LINK "List-Unsubscribe: <https://paper.example/unsubscribe/" TOKEN ">\r\n"
#define REPORT(status, action)                                                                     \
    "Subject: Undelivered Mail Returned to Sender\r\n"                                             \
    "Content-Type: multipart/report; report-type=delivery-status;\r\n"                             \
    "\tboundary=\"b\"\r\n\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\n"                 \
    "Reporting-MTA: dns; mail.example\r\n\r\nFinal-Recipient: rfc822; ada@example.org\r\n"         \
    "Action: " action "\r\nStatus: " status "\r\n"                                                 \
    "Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n\r\n--b\r\n"                                 \
    "Content-Type: message/rfc822\r\n\r\n"
#define FEEDBACK(type)                                                                             \
    "Content-Type: multipart/report;\n boundary=b; report-type=\"feedback-report\"\n\n--b\n"       \
    "Content-Type: message/feedback-report\n\nFeedback-Type: " type "\nVersion: 1\n\n--b\n\n"

static const struct {
    const char *letter;
    enum mail_returned_kind kind;
    const char *reason;
} cases[] = {
    {"Subject: unsubscribe " TOKEN "\r\n\r\n", RETURNED_LEAVE, NULL},
    {"From: a@b.example\nSUBJECT:Unsubscribe " TOKEN "\n\nbye\n", RETURNED_LEAVE, NULL},
    {"Subject: unsubscribe\r\n\r\n", RETURNED_NOTHING, NULL},
    {"Subject: unsubscribe 0123456789abcdef\r\n\r\n", RETURNED_NOTHING, NULL},
    {"Subject: unsubscribe " TOKEN "0\r\n\r\n", RETURNED_NOTHING, NULL},
    {"Subject: Re: news\r\n\r\n> unsubscribe " TOKEN "\r\n", RETURNED_NOTHING, NULL},
    {REPORT("5.1.1", "failed") LINK, RETURNED_BOUNCE, "550 5.1.1 no such user"},
    {REPORT("5.1.1", "failed"), RETURNED_NOTHING, NULL},
    {REPORT("5.1.1", "delayed") LINK, RETURNED_NOTHING, NULL},
    {REPORT("4.2.2", "failed") LINK, RETURNED_NOTHING, NULL},
    {REPORT("5.7.1", "failed") LINK, RETURNED_NOTHING, NULL},
    /* What somebody quotes is no report. */
    {"Subject: hello\r\n\r\n" REPORT("5.1.1", "failed") LINK, RETURNED_NOTHING, NULL},
    {FEEDBACK("abuse") LINK, RETURNED_COMPLAINT, NULL},
    {FEEDBACK("not-spam") LINK, RETURNED_NOTHING, NULL},
    {FEEDBACK("abuse") "<mailto:news@paper.example?subject=unsubscribe%20" TOKEN ">\n",
     RETURNED_COMPLAINT, NULL},
    {"", RETURNED_NOTHING, NULL},
};

static void letters_are_told_apart(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct mail_returned got = mail_returned_read(str_from(cases[i].letter));
        if (got.kind != cases[i].kind)
            fail_msg("letter %zu: %d", i, (int)got.kind);
        if (got.kind != RETURNED_NOTHING)
            assert_true(str_eq(got.token, STR(TOKEN)));
        if (cases[i].reason != NULL)
            assert_true(str_eq(got.reason, str_from(cases[i].reason)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(letters_are_told_apart)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
