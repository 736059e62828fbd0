#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/signature.h"

/* RFC 2202, 3, test case 2, and RFC 4231, 4.3. */
#define KEY "Jefe"
#define TEXT "what do ya want for nothing?"
#define SHA1 "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
#define SHA256 "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"

static const struct {
    const char *claim;
    bool read, holds;
} cases[] = {
    {"sha1=" SHA1, true, true},
    {"sha256=" SHA256, true, true},
    {" SHA256=5BDCC146BF60754E6A042426089575C75A003F089D2739839DEC58B964EC3843 ", true, true},
    {"sha384=af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239"
     "ecfab21649",
     true, true},
    {"sha512=164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f"
     "65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
     true, true},
    {"sha1=" SHA256, false, false},
    {"sha256=" SHA1, false, false},
    {"sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3842", true, false},
    {"sha256=0bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843", true, false},
    {"sha1=0000000000000000000000000000000000000000", true, false},
    {"sha1=" SHA1 "00", false, false},
    {"sha1=effcdf6ae5eb2fa2d27416d5f184df9c259a7c7g", false, false},
    {"md5=750c783e6ab0b503eaa86e310a5db738", false, false},
    {"sha1", false, false},
    {"sha1=", false, false},
    {"", false, false},
};

static void checks_signatures(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct serve_signature *signature;
        struct error error = {0};
        enum status status =
            serve_signature_begin(str_from(cases[i].claim), STR(KEY), &signature, &error);
        assert_int_equal(status, cases[i].read ? STATUS_OK : STATUS_UNSUPPORTED);
        if (status != STATUS_OK)
            continue;
        for (size_t n = 0; n < strlen(TEXT); n++) /* in pieces */
            serve_signature_add(signature, str_of(&TEXT[n], 1));
        serve_signature_add(signature, STR(""));
        if (serve_signature_true(signature) != cases[i].holds)
            fail_msg("%s", cases[i].claim);
        serve_signature_end(signature);
    }
    struct serve_signature *none;
    assert_int_equal(serve_signature_begin(STR_NONE, STR(KEY), &none, NULL), STATUS_UNSUPPORTED);
    serve_signature_end(none);
}

static void compares_texts(void **state) {
    (void)state;
    assert_true(serve_same(STR("abc"), STR("abc")));
    assert_true(serve_same(STR(""), STR_NONE));
    assert_false(serve_same(STR("abc"), STR("abd")));
    assert_false(serve_same(STR("abc"), STR("ab")));
    assert_false(serve_same(STR("bbc"), STR("abc")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(checks_signatures),
        cmocka_unit_test(compares_texts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
