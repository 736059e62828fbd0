/* Key files: written, read, damaged, wrapped, hostile. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/key.h"

static const unsigned char salt[KEY_SALT_BYTES] = "sixteen bytes sa";

static struct key_file some_key(bool old) {
    struct key_file file = {.key = {.id = "20261122-k3f7", .old = old}, .made = 1795334400};
    for (size_t i = 0; i < (old ? SEAL_OLD_KEY_BYTES : SEAL_KEY_BYTES); i++)
        file.key.bytes[i] = (unsigned char)(i * 5 + 1);
    return file;
}

static void written(const struct key_file *file, struct str passphrase, struct buf *out) {
    struct error error;
    buf_init(out, KEY_FILE_MOST);
    assert_int_equal(key_write(file, passphrase, salt, out, &error), STATUS_OK);
}

static void test_there_and_back(void **state) {
    (void)state;
    for (int old = 0; old < 2; old++) {
        struct key_file file = some_key(old == 1), read;
        struct error error;
        struct buf text;
        written(&file, STR_NONE, &text);
        assert_int_equal(key_read(buf_str(&text), STR_NONE, &read, &error), STATUS_OK);
        assert_memory_equal(read.key.bytes, file.key.bytes, SEAL_KEY_BYTES);
        assert_string_equal(read.key.id, file.key.id);
        assert_int_equal(read.key.old, old);
        assert_int_equal(read.made, file.made);
        assert_false(read.wrapped);
        buf_release(&text);
    }
}

/* Whatever byte of it changes, another key never comes out. */
static void test_damage(void **state) {
    (void)state;
    struct key_file file = some_key(false), read;
    struct error error;
    struct buf text;
    written(&file, STR_NONE, &text);
    for (size_t i = 0; i < text.n; i++) {
        text.p[i] = (char)(text.p[i] ^ 4);
        if (key_read(buf_str(&text), STR_NONE, &read, &error) == STATUS_OK)
            assert_memory_equal(read.key.bytes, file.key.bytes, SEAL_KEY_BYTES);
        else
            assert_int_equal(error.status, STATUS_INVALID);
        text.p[i] = (char)(text.p[i] ^ 4);
    }
    buf_release(&text);
}

static void test_passphrase(void **state) {
    (void)state;
    struct key_file file = some_key(false), read;
    struct error error;
    struct buf text;
    written(&file, STR("correct horse"), &text);
    assert_int_equal(key_look(buf_str(&text), &read, &error), STATUS_OK);
    assert_true(read.wrapped);
    assert_int_equal(key_read(buf_str(&text), STR("correct horse"), &read, &error), STATUS_OK);
    assert_memory_equal(read.key.bytes, file.key.bytes, SEAL_KEY_BYTES);
    assert_int_equal(key_read(buf_str(&text), STR_NONE, &read, &error), STATUS_DENIED);
    assert_int_equal(key_read(buf_str(&text), STR("battery"), &read, &error), STATUS_DENIED);
    assert_string_equal(error.message, "the passphrase is wrong");
    /* The right passphrase, another key: damaged, not a wrong passphrase. */
    size_t at = str_find(buf_str(&text), STR("\"key\":\"")) + 7;
    text.p[at] = text.p[at] == 'A' ? 'B' : 'A';
    assert_int_equal(key_read(buf_str(&text), STR("correct horse"), &read, &error), STATUS_INVALID);
    buf_release(&text);
    struct key_file old = some_key(true);
    buf_init(&text, KEY_FILE_MOST);
    assert_int_equal(key_write(&old, STR("x"), salt, &text, &error), STATUS_DENIED);
    buf_release(&text);
}

#define HEAD "{\"id\":\"k\",\"made\":\"2026-11-22T08:00:00Z\",\"form\":"

struct refused_case {
    const char *text;
    enum status status;
};

static const struct refused_case refused[] = {
    {"", STATUS_INVALID},
    {"key", STATUS_INVALID},
    {"[]", STATUS_INVALID},
    {"{\"id\":\"../k\",\"made\":\"2026-11-22T08:00:00Z\",\"form\":\"raw\"}", STATUS_INVALID},
    {"{\"id\":\"k\",\"made\":\"yesterday\",\"form\":\"raw\"}", STATUS_INVALID},
    {HEAD "\"rar\"}", STATUS_INVALID},
    {HEAD "\"raw\"}", STATUS_INVALID},
    {HEAD "\"raw\",\"key\":\"AAAA\",\"check\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}", STATUS_INVALID},
    {HEAD "\"wrapped\",\"passes\":3,\"memory\":1000000}", STATUS_LIMIT},
    {HEAD "\"wrapped\",\"passes\":0,\"memory\":64}", STATUS_LIMIT},
    {HEAD "\"wrapped\",\"passes\":1000000,\"memory\":64}", STATUS_LIMIT},
    {HEAD "\"wrapped\",\"passes\":-1,\"memory\":-64}", STATUS_LIMIT},
    {HEAD "\"wrapped\",\"passes\":1,\"memory\":8,\"salt\":\"AAAA\"}", STATUS_INVALID},
};

static void test_refused(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct key_file file;
        struct error error;
        if (key_read(str_from(refused[i].text), STR("p"), &file, &error) != refused[i].status)
            fail_msg("key file %zu: %s", i, refused[i].text);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_there_and_back),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_passphrase),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
