#include "support/case.h"

#include "base/hash.h"

static void names_bytes(void **state) {
    (void)state;
    /* FIPS 180-2, appendix B; ids are the base32 of the same sums. */
    static const struct {
        const char *text, *hex, *id;
    } cases[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "4oymiquy7qob"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "xj4bnp4pahh6"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1", "esgwuyosay4l"},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        char hex[HASH_HEX + 1], id[ID_LENGTH + 1];
        hash_hex(str_from(cases[i].text), hex);
        assert_string_equal(hex, cases[i].hex);
        id_make(str_from(cases[i].text), id);
        assert_string_equal(id, cases[i].id);
        assert_true(id_valid(str_from(id)));
    }
    assert_int_equal(hash_fast(STR_NONE, 1), hash_fast(STR(""), 1));
    assert_int_not_equal(hash_fast(STR("a"), 1), hash_fast(STR("a"), 2));
}

static void knows_ids(void **state) {
    (void)state;
    static const char *const wrong[] = {"",
                                        "4oymiquy7qo",
                                        "4oymiquy7qobb",
                                        "4OYMIQUY7QOB",
                                        "4oymiquy7q1b",
                                        "4oymiquy7q8b",
                                        "4oymiquy-qob"};
    for (size_t i = 0; i < CASES(wrong); i++)
        assert_false(id_valid(str_from(wrong[i])));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_bytes), cmocka_unit_test(knows_ids)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
