/* From a request's target to a file: what is let through, and above all what is not (N07). */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/path.h"

static void test_let_through(void **state) {
    static const struct {
        const char *target, *file;
    } cases[] = {
        {"/", "index.html"},
        {"/index.html", "index.html"},
        {"/topic/ai/", "topic/ai/index.html"},
        {"/topic/ai", "topic/ai"},
        {"/s/aaaaaaaaaaaa/a-slug/", "s/aaaaaaaaaaaa/a-slug/index.html"},
        {"/a%20b", "a b"},
        {"/caf%C3%A9", "caf\xC3\xA9"},
        {"/caf\xC3\xA9", "caf\xC3\xA9"},
        {"/%252e%252e", "%2e%2e"}, /* decoded once */
        {"/a.b.c", "a.b.c"},
        {"/a+b;c=d,e:f@g&h", "a+b;c=d,e:f@g&h"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct serve_path path;
        assert_true(serve_path_read(str_from(cases[i].target), &path));
        assert_string_equal(path.file, cases[i].file);
        assert_int_equal(path.length, strlen(cases[i].file));
    }
}

static void test_refused(void **state) {
    static const struct str cases[] = {
        STR_INIT(""),
        STR_INIT("*"),
        STR_INIT("index.html"),
        STR_INIT("//"),
        STR_INIT("//etc/passwd"),
        STR_INIT("/a//b"),
        STR_INIT("/.."),
        STR_INIT("/../"),
        STR_INIT("/../../etc/passwd"),
        STR_INIT("/a/../b"),
        STR_INIT("/a/.."),
        STR_INIT("/./a"),
        STR_INIT("/."),
        STR_INIT("/.htaccess"),
        STR_INIT("/.git/config"),
        STR_INIT("/a/.b/c"),
        STR_INIT("/%2e%2e/"),
        STR_INIT("/%2E%2e/etc/passwd"),
        STR_INIT("/.%2e/"),
        STR_INIT("/..%2f"),
        STR_INIT("/..%2fetc%2fpasswd"),
        STR_INIT("/a%2Fb"),
        STR_INIT("/static/..;/"),
        STR_INIT("/\\..\\"),
        STR_INIT("/..\\..\\etc\\passwd"),
        STR_INIT("/%5c..%5c"),
        STR_INIT("/a%00.html"),
        STR_INIT("/a\0.html"),
        STR_INIT("/%c0%ae%c0%ae/"),
        STR_INIT("/\xc0\xae\xc0\xae/"),
        STR_INIT("/%ff"),
        STR_INIT("/a."),
        STR_INIT("/a./b"),
        STR_INIT("/a%2e"),
        STR_INIT("/a%"),
        STR_INIT("/a%2"),
        STR_INIT("/a%zz"),
        STR_INIT("/a%0d%0ab"),
        STR_INIT("/a\r\nb"),
        STR_INIT("/a%7f"),
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct serve_path path;
        if (serve_path_read(cases[i], &path))
            fail_msg("let through: %.*s", STR_ARG(cases[i]));
    }
}

static void test_long(void **state) {
    char target[8192];
    struct serve_path path;
    (void)state;
    target[0] = '/';
    memset(target + 1, 'a', sizeof target - 1);
    assert_true(serve_path_read(str_of(target, 1 + FILES_COMPONENT_MOST), &path));
    assert_false(serve_path_read(str_of(target, 2 + FILES_COMPONENT_MOST), &path));
    for (size_t i = 0; i < sizeof target; i += 128)
        target[i] = '/';
    for (size_t n = 1; n < sizeof target; n++)
        if (serve_path_read(str_of(target, n), &path))
            assert_true(path.length <= FILES_PATH_MOST);
    assert_false(serve_path_read(str_of(target, sizeof target), &path));
}

static void test_folder(void **state) {
    char out[64];
    (void)state;
    assert_true(serve_path_folder(STR("/topic/ai"), out, sizeof out));
    assert_string_equal(out, "./ai/");
    assert_true(serve_path_folder(STR("/a:b"), out, sizeof out));
    assert_string_equal(out, "./a:b/");
    assert_true(serve_path_folder(STR("/caf%C3%A9"), out, sizeof out));
    assert_string_equal(out, "./caf%C3%A9/");
    assert_false(serve_path_folder(STR("/123456"), out, 9));
    assert_true(serve_path_folder(STR("/12345"), out, 9));
}

static void test_types(void **state) {
    static const struct {
        const char *path, *type;
    } cases[] = {
        {"index.html", "text/html; charset=utf-8"},
        {"style.css", "text/css; charset=utf-8"},
        {"script.js", "text/javascript; charset=utf-8"},
        {"feed.xml", "application/atom+xml; charset=utf-8"},
        {"topic/ai/feed.json", "application/feed+json; charset=utf-8"},
        {"api/news/index.json", "application/json; charset=utf-8"},
        {"sitemap.xml", "application/xml; charset=utf-8"},
        {"robots.txt", "text/plain; charset=utf-8"},
        {"icon.svg", "image/svg+xml; charset=utf-8"},
        {"pictures/aa/x.jpg", "image/jpeg"},
        {"pictures/aa/x.webp", "image/webp"},
        {"x.exe", "application/octet-stream"},
        {"html", "application/octet-stream"},
        {"", "application/octet-stream"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(serve_path_type(str_from(cases[i].path)), cases[i].type);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_let_through), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_long),        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
