#include "poll/robots.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MEMORY = 64 << 20 };

/* Whether a path is permitted to "Broadsheet" by a file. */
static const struct {
    const char *file, *path;
    bool permits;
} cases[] = {
    {"", "/a", true},
    {"User-agent: *\nDisallow: /", "/a", false},
    {"User-agent: *\nDisallow: /", "/robots.txt", true},
    {"User-agent: *\nDisallow:", "/a", true},
    {"user-AGENT :*\r\ndisALLOW : /a # why\r\n", "/a", false},
    {"User-agent: *\rDisallow: /a\r", "/a/b", false},
    {"\xEF\xBB\xBFUser-agent: *\nDisallow: /a", "/a", false},
    {"Disallow: /a", "/a", true}, /* of no group */
    {"User-agent: other\nDisallow: /", "/a", true},
    /* groups: ours before everybody's, all of ours together */
    {"User-agent: *\nDisallow: /\n\nUser-agent: broadsheet\nDisallow: /b", "/a", true},
    {"User-agent: *\nDisallow: /\n\nUser-agent: broadsheet\nDisallow: /b", "/b", false},
    {"User-agent: Broadsheet/2.0\nDisallow: /", "/a", false},
    {"User-agent: Broadsheetlike\nDisallow: /", "/a", true},
    {"User-agent: Broadsheet\nDisallow: /a\nUser-agent: x\nDisallow: /b\n"
     "User-agent: Broadsheet\nDisallow: /c",
     "/c", false},
    {"User-agent: Broadsheet\nDisallow: /a\nUser-agent: x\nDisallow: /b\n"
     "User-agent: Broadsheet\nDisallow: /c",
     "/b", true},
    {"User-agent: x\nUser-agent: Broadsheet\nSitemap: /s\nDisallow: /a", "/a", false},
    {"User-agent: Broadsheet\nSitemap: /s\nUser-agent: x\nDisallow: /a", "/a", false},
    {"User-agent: Broadsheet\nCrawl-delay: 5\nUser-agent: x\nDisallow: /a", "/a", true},
    {"User-agent: *\nDisallow: /\nUser-agent: Broadsheet\n", "/a", true},
    /* the longest match; of equals the one that permits */
    {"User-agent: *\nAllow: /a/b\nDisallow: /a", "/a/b/c", true},
    {"User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/c", false},
    {"User-agent: *\nDisallow: /a\nAllow: /a", "/a", true},
    {"User-agent: *\nAllow: /a\nDisallow: /a", "/a", true},
    {"User-agent: *\nAllow: /$\nDisallow: /", "/", true},
    {"User-agent: *\nAllow: /$\nDisallow: /", "/a", false},
    {"User-agent: *\nDisallow: /*.php\nAllow: /a", "/a/b.php", false},
    /* wildcards */
    {"User-agent: *\nDisallow: /*.pdf$", "/a.pdf", false},
    {"User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x", true},
    {"User-agent: *\nDisallow: /*.pdf$", "/a.pdf/b.pdf", false},
    {"User-agent: *\nDisallow: /a*b*c", "/axxbxxc/", false},
    {"User-agent: *\nDisallow: /a*b*c", "/axxcxxb", true},
    {"User-agent: *\nDisallow: *", "/a", false},
    {"User-agent: *\nDisallow: /a**b$", "/axb", false},
    {"User-agent: *\nDisallow: /fish", "/Fish", true},
    {"User-agent: *\nDisallow: fish", "/fish", true}, /* no path */
    {"User-agent: *\nDisallow: /a$b", "/a$b", false}, /* only at the end it ends */
    {"User-agent: *\nDisallow: /a%24", "/a$", false},
    {"User-agent: *\nDisallow: /a%24", "/ab", true},
    {"User-agent: *\nDisallow: /a%2A", "/a*", false},
    {"User-agent: *\nDisallow: /a%2A", "/abc", true},
    /* one form of percent-encoding (RFC 9309, 2.2.2) */
    {"User-agent: *\nDisallow: /\xE3\x83\x84", "/%E3%83%84", false},
    {"User-agent: *\nDisallow: /%e3%83%84", "/%E3%83%84", false},
    {"User-agent: *\nDisallow: /%62%61z", "/baz", false},
    {"User-agent: *\nDisallow: /baz", "/%62%61z", false},
    {"User-agent: *\nDisallow: /a%2Fb", "/a/b", true},
    {"User-agent: *\nDisallow: /a?q=", "/a?q=1", false},
    {"User-agent: *\nDisallow: /a%zz", "/a%zz", false},
    {"User-agent: *\nDisallow: /a b", "/a%20b", false},
};

static void permits(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct robots robots;
        struct robots again;
        struct buf text;
        arena_init(&arena, MEMORY);
        buf_init(&text, MEMORY);
        assert_int_equal(
            robots_read(&arena, str_from(cases[i].file), STR("Broadsheet"), &robots, NULL),
            STATUS_OK);
        robots_write(&robots, &text);
        assert_int_equal(robots_read(&arena, buf_str(&text), STR_NONE, &again, NULL), STATUS_OK);
        if (robots_permits(&robots, &arena, str_from(cases[i].path)) != cases[i].permits ||
            robots_permits(&again, &arena, str_from(cases[i].path)) != cases[i].permits)
            fail_msg("%s for\n%s\nkept as\n%s", cases[i].path, cases[i].file, buf_cstr(&text));
        buf_release(&text);
        arena_release(&arena);
    }
}

static void reads_delays(void **state) {
    (void)state;
    static const struct {
        const char *value;
        int64_t ms;
    } delays[] = {{"5", 5000},    {"0.5", 500},    {"2.25", 2250}, {"1e9", 0},
                  {"600", 30000}, {"-1", 0},       {"", 0},        {"99999999999999999999", 0},
                  {"0", 0},       {"1.2345", 1234}};
    for (size_t i = 0; i < sizeof delays / sizeof delays[0]; i++) {
        struct arena arena;
        struct robots robots;
        char file[200];
        arena_init(&arena, MEMORY);
        int n = snprintf(file, sizeof file, "User-agent: *\nCrawl-delay: %s\n", delays[i].value);
        assert_int_equal(robots_read(&arena, str_of(file, (size_t)n), STR("x"), &robots, NULL),
                         STATUS_OK);
        assert_int_equal(robots.delay, delays[i].ms);
        arena_release(&arena);
    }
}

static void knows_its_product(void **state) {
    (void)state;
    assert_true(
        str_eq(robots_product(STR("Broadsheet/0.1 (+https://a.example)")), STR("Broadsheet")));
    assert_true(str_eq(robots_product(STR("My_Bot-x 1")), STR("My_Bot-x")));
    assert_int_equal(robots_product(STR("1")).n, 0);
}

/* What lies behind 500 KiB is not read, and 50,000 rules against a long path take no time. */
static void bears_long_files(void **state) {
    (void)state;
    struct arena arena;
    struct robots robots;
    struct buf file;
    struct buf path;
    arena_init(&arena, MEMORY);
    buf_init(&file, 2 * ROBOTS_BYTES_MOST);
    buf_init(&path, 4000);
    BUF_ADD(&file, "User-agent: *\n");
    while (file.n < ROBOTS_BYTES_MOST)
        BUF_ADD(&file, "Disallow: /*a*a*a*a*a*a*a*a*b$\n");
    BUF_ADD(&file, "Disallow: /\n");
    BUF_ADD(&path, "/");
    buf_add_repeat(&path, 'a', 1900);
    assert_int_equal(robots_read(&arena, buf_str(&file), STR("x"), &robots, NULL), STATUS_OK);
    assert_true(robots.count > 10000);
    assert_true(robots_permits(&robots, &arena, buf_str(&path)));
    buf_release(&file);
    buf_release(&path);
    arena_release(&arena);
    arena_init(&arena, 1000); /* without memory the answer is no */
    assert_int_equal(
        robots_read(&arena, STR("User-agent: *\nDisallow: /b"), STR("x"), &robots, NULL),
        STATUS_OK);
    struct buf endless;
    buf_init(&endless, 4000);
    buf_add_repeat(&endless, 'a', 2000);
    assert_false(robots_permits(&robots, &arena, buf_str(&endless)));
    buf_release(&endless);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(permits),
        cmocka_unit_test(reads_delays),
        cmocka_unit_test(knows_its_product),
        cmocka_unit_test(bears_long_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
