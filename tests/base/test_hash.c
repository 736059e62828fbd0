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

/* Where the message's length moves into another block, and FIPS 180-2's million. */
static void sums_blocks(void **state) {
    (void)state;
    static const struct {
        size_t n;
        const char *hex;
    } cases[] = {
        {55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318"},
        {56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a"},
        {63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34"},
        {64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb"},
        {65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0"},
        {119, "31eba51c313a5c08226adf18d4a359cfdfd8d2e816b13f4af952f7ea6584dcfb"},
        {120, "2f3d335432c70b580af0e8e1b3674a7c020d683aa5f73aaaedfdc55af904c21c"},
        {1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    char *text = malloc(1000000);
    assert_non_null(text);
    memset(text, 'a', 1000000);
    for (size_t i = 0; i < CASES(cases); i++) {
        char hex[HASH_HEX + 1];
        hash_hex(str_of(text, cases[i].n), hex);
        assert_string_equal(hex, cases[i].hex);
    }
    free(text);
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(names_bytes), cmocka_unit_test(sums_blocks),
                                       cmocka_unit_test(knows_ids)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
