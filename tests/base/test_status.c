#include "support/case.h"

#include "base/status.h"
#include "base/utf8.h"
#include <errno.h>

static void words_are_distinct(void **state) {
    (void)state;
    static const enum status all[] = {
#define X(name, word, meaning) STATUS_##name,
        STATUS_LIST(X)
#undef X
    };
    for (size_t i = 0; i < CASES(all); i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(status_word(all[i]), status_word(all[k]));
    assert_int_equal(STATUS_OK, 0);
}

static void describes(void **state) {
    (void)state;
    static const struct {
        const char *file;
        struct position at;
        const char *text;
    } cases[] = {
        {NULL, {0, 0, 0}, "wrong"},
        {"a.yaml", {0, 0, 0}, "a.yaml: wrong"},
        {"a.yaml", {9, 3, 0}, "a.yaml:3: wrong"},
        {"a.yaml", {9, 3, 7}, "a.yaml:3:7: wrong"},
        {NULL, {9, 3, 7}, "3:7: wrong"},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct error error;
        char text[64];
        assert_int_equal(error_set_at(&error, STATUS_CONFIG, cases[i].at, "%s", "wrong"),
                         STATUS_CONFIG);
        if (cases[i].file != NULL)
            error_in_file(&error, cases[i].file);
        error_in_file(&error, cases[i].file != NULL ? "other" : "");
        assert_string_equal(error_describe(&error, text, sizeof text), cases[i].text);
    }
    assert_int_equal(error_set(NULL, STATUS_IO, "nobody asks"), STATUS_IO);
    error_in_file(NULL, "x");
}

/* Whatever the length of what is cut, the message and the file stay whole characters. */
static void cuts_at_characters(void **state) {
    (void)state;
    static const char *const characters[] = {"a", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80"};
    for (size_t kind = 0; kind < CASES(characters); kind++) {
        for (size_t before = 0; before < 5; before++) {
            char text[1200] = "";
            size_t n = before;
            memset(text, 'x', before);
            for (; n + 4 < sizeof text; n += strlen(characters[kind]))
                memcpy(text + n, characters[kind], strlen(characters[kind]));
            struct error error;
            error_set(&error, STATUS_IO, "%s", text);
            error_in_file(&error, text);
            assert_true(utf8_valid(str_from(error.message), NULL));
            assert_true(strlen(error.message) > sizeof error.message - 5);
            assert_true(utf8_valid(str_from(error.file), NULL));
            assert_true(strlen(error.file) > sizeof error.file - 5);
        }
    }
}

static void tells_errno_apart(void **state) {
    (void)state;
    static const struct {
        int number;
        enum status reading, creating;
    } cases[] = {
        {ENOENT, STATUS_NOT_FOUND, STATUS_CANNOT_CREATE},
        {ENOTDIR, STATUS_NOT_FOUND, STATUS_CANNOT_CREATE},
        {EACCES, STATUS_PERMISSION, STATUS_CANNOT_CREATE},
        {EROFS, STATUS_PERMISSION, STATUS_CANNOT_CREATE},
        {ENOSPC, STATUS_IO, STATUS_IO},
        {EIO, STATUS_IO, STATUS_IO},
        {ENOMEM, STATUS_MEMORY, STATUS_MEMORY},
        {EMFILE, STATUS_SYSTEM, STATUS_SYSTEM},
        {99999, STATUS_IO, STATUS_IO},
    };
    for (size_t i = 0; i < CASES(cases); i++) {
        struct error error;
        assert_int_equal(error_errno(&error, cases[i].number, 0, "read", "x"), cases[i].reading);
        assert_int_equal(strncmp(error.message, "cannot read x: ", 15), 0);
        assert_int_equal(error_errno(NULL, cases[i].number, 1, "create", "x"), cases[i].creating);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_distinct),
        cmocka_unit_test(describes),
        cmocka_unit_test(cuts_at_characters),
        cmocka_unit_test(tells_errno_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
