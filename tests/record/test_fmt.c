/* Files with their expectation beside them: tests/record/edited/X.md becomes X.expected.md, and
 * tests/record/broken/X.md is refused as X.expected says. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/check.h"
#include "record/record.h"
#include <dirent.h>
#include <stdio.h>

static bool read_file(const char *path, struct buf *into) {
    FILE *file = fopen(path, "rb");
    size_t n;
    buf_clear(into);
    if (file == NULL)
        return false;
    do {
        assert_int_equal(buf_reserve(into, 65536), STATUS_OK);
        n = fread(into->p + into->n, 1, 65536, file);
        into->n += n;
    } while (n > 0);
    into->p[into->n] = '\0';
    fclose(file);
    return true;
}

typedef void each(const char *name, struct str bytes, struct str expected);

/* Calls `check` for each file of `folder` that has `ending` beside it instead of ".md". */
static void for_each(const char *folder, const char *ending, size_t least, each *check) {
    DIR *directory = opendir(folder);
    struct dirent *entry;
    struct buf bytes, expected;
    size_t count = 0;
    buf_init(&bytes, 8 << 20);
    buf_init(&expected, 8 << 20);
    assert_non_null(directory);
    while ((entry = readdir(directory)) != NULL) {
        struct str name = str_from(entry->d_name);
        char path[1024];
        if (!str_ends(name, STR(".md")) || str_ends(name, STR(".expected.md")))
            continue;
        snprintf(path, sizeof path, "%s/%.*s%s", folder, (int)name.n - 3, name.p, ending);
        assert_true(read_file(path, &expected));
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        assert_true(read_file(path, &bytes));
        check(entry->d_name, buf_str(&bytes), buf_str(&expected));
        count++;
    }
    closedir(directory);
    assert_true(count >= least);
    buf_release(&bytes);
    buf_release(&expected);
}

static void check_edited(const char *name, struct str bytes, struct str expected) {
    struct arena arena;
    struct record record;
    struct buf out, findings;
    struct error error = {0};
    char text[1024];
    arena_init(&arena, 64 << 20);
    buf_init(&out, 8 << 20);
    buf_init(&findings, 1 << 20);
    if (record_read(&arena, bytes, &record, &error) != STATUS_OK)
        fail_msg("%s: %s", name, error_describe(&error, text, sizeof text));
    record_write(&record, &out);
    if (!str_eq(buf_str(&out), expected))
        fail_msg("%s became\n%s", name, buf_cstr(&out));
    assert_int_equal(record_check(bytes, &record, &findings, &error), STATUS_OK);
    if ((strstr(buf_cstr(&findings), "canonical") == NULL) != str_eq(bytes, expected))
        fail_msg("%s: check says\n%s", name, buf_cstr(&findings));
    /* What was written is read as the same and written as the same. */
    assert_int_equal(record_read(&arena, expected, &record, &error), STATUS_OK);
    buf_clear(&out);
    record_write(&record, &out);
    assert_true(str_eq(buf_str(&out), expected));
    buf_release(&out);
    buf_release(&findings);
    arena_release(&arena);
}

static void check_broken(const char *name, struct str bytes, struct str expected) {
    struct arena arena;
    struct record record;
    struct error error = {0};
    char text[1024];
    arena_init(&arena, 64 << 20);
    if (record_read(&arena, bytes, &record, &error) == STATUS_OK)
        fail_msg("%s was read", name);
    if (!str_eq(str_from(error_describe(&error, text, sizeof text)), str_trim(expected)))
        fail_msg("%s: %s", name, text);
    arena_release(&arena);
}

static void edited_become_canonical(void **state) {
    (void)state;
    for_each("tests/record/edited", ".expected.md", 26, check_edited);
}

static void broken_are_refused(void **state) {
    (void)state;
    for_each("tests/record/broken", ".expected", 38, check_broken);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(edited_become_canonical),
        cmocka_unit_test(broken_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
