/* The web platform's own tests (urltestdata.json), where BENCH says that they are at hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/json_read.h"
#include "url/url.h"

#include <stdio.h>
#include <stdlib.h>

static bool read_tests(struct buf *text) {
    char path[4096];
    const char *folder = getenv("BENCH");
    if (folder == NULL)
        return false;
    snprintf(path, sizeof path, "%s/small/urltestdata.json", folder);
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return false;
    size_t n = 1;
    while (n > 0 && buf_reserve(text, 65536) == STATUS_OK) {
        n = fread(text->p + text->n, 1, 65536, file);
        text->n += n;
    }
    fclose(file);
    return true;
}

static bool agrees(const struct json_value *test, const char *key, struct str part) {
    struct str wanted = json_get_str(test, key);
    if (str_absent(wanted) || str_eq(wanted, part))
        return true;
    print_message("%s: %.*s is not %.*s\n", key, STR_ARG(part), STR_ARG(wanted));
    return false;
}

static bool passes(struct arena *arena, const struct json_value *test) {
    struct url url;
    struct str input = json_get_str(test, "input");
    enum status status = url_parse(arena, input, json_get_str(test, "base"), &url, NULL);
    if (json_get_bool(test, "failure", false))
        return status == STATUS_INVALID;
    return status == STATUS_OK && agrees(test, "href", url.href) &&
           agrees(test, "protocol", url.protocol) && agrees(test, "username", url.username) &&
           agrees(test, "password", url.password) && agrees(test, "host", url.host) &&
           agrees(test, "hostname", url.hostname) && agrees(test, "port", url.port) &&
           agrees(test, "pathname", url.pathname) && agrees(test, "search", url.search) &&
           agrees(test, "hash", url.hash);
}

static void agrees_with_the_standard(void **state) {
    (void)state;
    struct buf text;
    const struct json_value *tests;
    struct arena json, arena;
    buf_init(&text, 1 << 24);
    if (!read_tests(&text)) {
        buf_release(&text);
        print_message("set BENCH to the folder of the benchmarks to run these\n");
        skip();
    }
    arena_init(&json, JSON_MEMORY_MOST);
    assert_int_equal(json_read(&json, buf_str(&text), &tests, NULL), STATUS_OK);
    arena_init(&arena, 1 << 20);
    size_t failures = 0;
    for (const struct json_value *test = json_first(tests); test != NULL; test = test->next) {
        if (!json_is(test, JSON_OBJECT) || passes(&arena, test)) {
            arena_clear(&arena);
            continue;
        }
        print_message("failed: %.*s\n", STR_ARG(json_get_str(test, "input")));
        failures++;
    }
    assert_true(json_size(tests) > 0);
    assert_int_equal(failures, 0);
    arena_release(&arena);
    arena_release(&json);
    buf_release(&text);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(agrees_with_the_standard)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
