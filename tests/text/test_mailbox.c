#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "text/mailbox.h"

static void takes_addresses(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"a@example.org", true},
        {"first.last+tag@sub.example.co.uk", true},
        {"o'neil@xn--bcher-kva.example", true},
        {"", false},
        {"a", false},
        {"@example.org", false},
        {"a@", false},
        {"a@localhost", false},
        {"a@b@example.org", false},
        {".a@example.org", false},
        {"a.@example.org", false},
        {"a..b@example.org", false},
        {"a b@example.org", false},
        {"\"a b\"@example.org", false},
        {"a@[127.0.0.1]", false},
        {"a@127.0.0.1", false},
        {"a@example.org.", false},
        {"a@-example.org", false},
        {"a@exa_mple.org", false},
        {"a@example.org\r\nRCPT TO:<x@example.org>", false},
        {"a@example.org>", false},
        {"<a@example.org", false},
        {"a@b\xc3\xbc"
         "cher.example",
         false},
        {"\xc3\xa4@example.org", false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (text_address_valid(str_from(cases[i].text)) != cases[i].valid)
            fail_msg("%s", cases[i].text);
    assert_false(text_address_valid(STR("a\0b@example.org")));
}

static void bounds_addresses(void **state) {
    (void)state;
    struct buf text;
    buf_init(&text, 1 << 20);
    buf_add_repeat(&text, 'a', 64);
    BUF_ADD(&text, "@example.org");
    assert_true(text_address_valid(buf_str(&text)));
    buf_clear(&text);
    buf_add_repeat(&text, 'a', 65);
    BUF_ADD(&text, "@example.org");
    assert_false(text_address_valid(buf_str(&text)));
    buf_clear(&text);
    BUF_ADD(&text, "a@");
    for (int i = 0; i < 70; i++)
        BUF_ADD(&text, "abc.");
    BUF_ADD(&text, "org");
    assert_false(text_address_valid(buf_str(&text)));
    buf_add_repeat(&text, 'g', 10240);
    assert_false(text_address_valid(buf_str(&text)));
    buf_release(&text);
}

static void reads_mailboxes(void **state) {
    (void)state;
    static const struct {
        const char *text, *name, *address; /* no address: it is none */
    } cases[] = {
        {"a@example.org", NULL, "a@example.org"},
        {" <a@example.org> ", NULL, "a@example.org"},
        {"AI, Every Day <a@example.org>", "AI, Every Day", "a@example.org"},
        {"\"AI, Every Day\" <a@example.org>", "AI, Every Day", "a@example.org"},
        {"B\xc3\xbc"
         "cher<a@example.org>",
         "B\xc3\xbc"
         "cher",
         "a@example.org"},
        {"A <b> <a@example.org>", NULL, NULL},
        {"A \"B\" C <a@example.org>", NULL, NULL},
        {"A\r\nBcc: x@example.org <a@example.org>", NULL, NULL},
        {"A\xff <a@example.org>", NULL, NULL},
        {"A <a@example.org", NULL, NULL},
        {"A a@example.org", NULL, NULL},
        {"A <>", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct text_mailbox mailbox;
        bool good = text_mailbox_read(str_from(cases[i].text), &mailbox);
        if (good != (cases[i].address != NULL))
            fail_msg("%s", cases[i].text);
        if (!good)
            continue;
        assert_true(str_eq(mailbox.name, str_from(cases[i].name)));
        assert_true(str_eq(mailbox.address, str_from(cases[i].address)));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_addresses),
        cmocka_unit_test(bounds_addresses),
        cmocka_unit_test(reads_mailboxes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
