/* The day's key: one a day, ours alone, gone when the day is. */
#include "files/scratch.h"

#include "serve/key.h"
#include "support/failing.h"

static const int64_t day = 20000; /* 2024-10-04 */
static const char *const name = "state/click-key-2024-10-04";

static void take(struct scratch *scratch, int64_t of, struct serve_key *key) {
    *key = (struct serve_key){0};
    assert_int_equal(serve_key_take(scratch->folder, of, key, NULL), STATUS_OK);
    assert_true(key->held);
    assert_int_equal(key->day, of);
}

static void test_take(void **state) {
    struct scratch scratch;
    struct serve_key one, two, other;
    struct stat info;
    (void)state;
    scratch_make(&scratch);
    take(&scratch, day, &one);
    assert_int_equal(stat(scratch_path(&scratch, name), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(info.st_size, SERVE_KEY_BYTES);
    assert_int_equal(stat(scratch_path(&scratch, "state"), &info), 0);
    assert_int_equal(info.st_mode & 0777, 0700);
    take(&scratch, day, &two); /* another server's */
    assert_memory_equal(one.bytes, two.bytes, SERVE_KEY_BYTES);
    take(&scratch, day + 1, &other);
    assert_memory_not_equal(one.bytes, other.bytes, SERVE_KEY_BYTES);
    scratch_drop(&scratch);
}

static void test_damaged(void **state) {
    struct scratch scratch;
    struct serve_key key;
    (void)state;
    scratch_make(&scratch);
    scratch_folder(&scratch, "state");
    scratch_put(&scratch, name, "short");
    take(&scratch, day, &key);
    scratch_drop(&scratch);
    /* A planted link is not followed, neither for reading nor for writing. */
    scratch_make(&scratch);
    scratch_folder(&scratch, "state");
    scratch_put(&scratch, "canary", "01234567890123456789012345678901");
    assert_int_equal(symlink("../canary", scratch_path(&scratch, name)), 0);
    take(&scratch, day, &key);
    assert_memory_not_equal(key.bytes, "01234567890123456789012345678901", SERVE_KEY_BYTES);
    scratch_expect(&scratch, "canary", "01234567890123456789012345678901");
    scratch_drop(&scratch);
}

static void test_forget(void **state) {
    static const char *const kept[] = {"state/facts.db", "state/click-keys"};
    static const char *const gone[] = {"state/click-key-2024-10-03", "state/click-key-2024-10-05",
                                       "state/click-key-2024-10-03.77", "state/click-key-x"};
    struct scratch scratch;
    struct serve_key key = {0};
    (void)state;
    scratch_make(&scratch);
    assert_int_equal(serve_key_forget(scratch.folder, day, &key, NULL), STATUS_OK);
    take(&scratch, day, &key);
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        scratch_put(&scratch, kept[i], "x");
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        scratch_put(&scratch, gone[i], "x");
    assert_int_equal(serve_key_forget(scratch.folder, day, &key, NULL), STATUS_OK);
    assert_true(key.held && scratch_has(&scratch, name));
    for (size_t i = 0; i < sizeof kept / sizeof kept[0]; i++)
        assert_true(scratch_has(&scratch, kept[i]));
    for (size_t i = 0; i < sizeof gone / sizeof gone[0]; i++)
        assert_false(scratch_has(&scratch, gone[i]));
    assert_int_equal(serve_key_forget(scratch.folder, day + 1, &key, NULL), STATUS_OK);
    assert_false(key.held || scratch_has(&scratch, name));
    for (size_t i = 0; i < SERVE_KEY_BYTES; i++)
        assert_int_equal(key.bytes[i], 0);
    scratch_drop(&scratch);
}

/* Against another implementation (a key that ends in zeros is HMAC's key without them). */
static void test_visitor(void **state) {
    struct serve_key key = {.held = true};
    char visitor[HASH_HEX + 1], other[HASH_HEX + 1];
    (void)state;
    memcpy(key.bytes, "Jefe", 4);
    assert_int_equal(
        serve_key_visitor(&key, STR("what do ya want"), STR("for nothing?"), visitor, NULL),
        STATUS_OK);
    assert_string_equal(visitor,
                        "50ff9fd552ba6f7d7aea9a88e93f2ebee2870bf860cfd7a2b6cf2cbbed92a13e");
    assert_int_equal(
        serve_key_visitor(&key, STR("what do ya want f"), STR("or nothing?"), other, NULL),
        STATUS_OK);
    assert_string_not_equal(visitor, other);
    assert_int_equal(strlen(visitor), HASH_HEX);
}

static void test_no_memory(void **state) {
    struct serve_key key = {.held = true};
    char visitor[HASH_HEX + 1];
    (void)state;
    for (size_t n = 0; failing_from(n); n++) {
        enum status status = serve_key_visitor(&key, STR("a"), STR("b"), visitor, NULL);
        assert_int_equal(status, failing_happened() ? STATUS_MEMORY : STATUS_OK);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_take),      cmocka_unit_test(test_damaged),
        cmocka_unit_test(test_forget),    cmocka_unit_test(test_visitor),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
