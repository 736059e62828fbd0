#include "poll/reserve.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { MEMORY = 64 << 20 };

#define RULE(location, value) "{\"location\":\"" location "\",\"tdm-reservation\":" value "}"

/* Whether text and data mining of a path is reserved by a file. */
static const struct {
    const char *file, *path;
    bool reserved;
    const char *policy;
} cases[] = {
    {"[]", "/a", false, ""},
    {"", "/a", false, ""},
    {"{}", "/a", false, ""},
    {"[" RULE("/", "1") "]", "/a?b", true, ""},
    {"[" RULE("/", "0") "]", "/a", false, ""},
    {"[" RULE("/", "\"1\"") "]", "/a", true, ""},
    {"[" RULE("/", "2") "," RULE("/", "true") "," RULE("/", "null") "]", "/a", false, ""},
    {"[" RULE("/a/", "1") "]", "/b/", false, ""},
    {"[" RULE("a", "1") "," RULE("", "1") ",1,null,[]]", "/a", false, ""},
    {"[" RULE("*", "1") "]", "/a", true, ""},
    {"[" RULE("/*.jpg$", "1") "]", "/x/y.jpg", true, ""},
    {"[" RULE("/*.jpg$", "1") "]", "/x/y.jpg?z", false, ""},
    {"[" RULE("/a%7eb", "1") "]", "/a~b", true, ""},
    /* the longest holds; of two the one that reserves */
    {"[" RULE("/", "1") "," RULE("/free/", "0") "]", "/free/x", false, ""},
    {"[" RULE("/free/", "0") "," RULE("/", "1") "]", "/free/x", false, ""},
    {"[" RULE("/free/", "0") "," RULE("/free/no", "1") "]", "/free/none", true, ""},
    {"[" RULE("/a", "0") "," RULE("/a", "1") "]", "/a", true, ""},
    {"[" RULE("/a", "1") "," RULE("/a", "0") "]", "/a", true, ""},
    {"[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-policy\":\"https://a.example/t\"}]", "/",
     true, "https://a.example/t"},
    {"[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-policy\":\"javascript:0\"}]", "/", true, ""},
    {"[{\"location\":\"/\",\"tdm-reservation\":1,\"tdm-policy\":\"https://a.example/\\r\\nX: y\"}]",
     "/", true, ""},
};

static bool reserved(struct arena *arena, struct str file, struct str path, struct str *policy) {
    struct reserve reserve;
    const struct reserve_rule *rule = NULL;
    if (reserve_read(arena, file, &reserve, NULL) == STATUS_OK)
        rule = reserve_find(&reserve, arena, path);
    *policy = rule != NULL ? rule->policy : STR_NONE;
    return rule != NULL;
}

/* What is kept of a file says the same. */
static void reads_rules(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct reserve reserve;
        struct buf kept;
        struct str policy;
        struct str path = str_from(cases[i].path);
        arena_init(&arena, MEMORY);
        buf_init(&kept, MEMORY);
        bool said = reserved(&arena, str_from(cases[i].file), path, &policy);
        if (said != cases[i].reserved || !str_eq(policy, str_from(cases[i].policy)))
            fail_msg("%s: %s", cases[i].file, cases[i].path);
        if (reserve_read(&arena, str_from(cases[i].file), &reserve, NULL) == STATUS_OK) {
            reserve_write(&reserve, &kept);
            said = reserved(&arena, buf_str(&kept), path, &policy);
            if (said != cases[i].reserved || !str_eq(policy, str_from(cases[i].policy)))
                fail_msg("%s, kept: %s", cases[i].file, cases[i].path);
        }
        buf_release(&kept);
        arena_release(&arena);
    }
}

static void is_capped(void **state) {
    (void)state;
    struct arena arena;
    struct reserve reserve;
    struct buf text;
    arena_init(&arena, MEMORY);
    buf_init(&text, MEMORY);
    BUF_ADD(&text, "[");
    for (int i = 0; i < 3000; i++)
        BUF_ADD(&text, RULE("/a*b*c*d", "1") ",");
    BUF_ADD(&text, RULE("/", "1") "]");
    assert_int_equal(reserve_read(&arena, buf_str(&text), &reserve, NULL), STATUS_OK);
    assert_int_equal(reserve.count, RESERVE_RULES_MOST);
    assert_null(reserve_find(&reserve, &arena, STR("/x")));
    buf_add_repeat(&text, ' ', RESERVE_BYTES_MOST);
    assert_int_equal(reserve_read(&arena, buf_str(&text), &reserve, NULL), STATUS_LIMIT);
    buf_release(&text);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_rules),
        cmocka_unit_test(is_capped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
