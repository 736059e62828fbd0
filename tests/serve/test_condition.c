/* Validators, conditions, ranges. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/condition.h"

/* 1994-11-06T08:49:37Z, the date of RFC 9110. */
static const struct serve_entity entity = {.size = 1000, .modified = 784111777};
static const char *const its_date = "Sun, 06 Nov 1994 08:49:37 GMT";

static void test_date(void **state) {
    static const struct {
        int64_t time;
        const char *text;
    } cases[] = {
        {784111777, "Sun, 06 Nov 1994 08:49:37 GMT"},  {0, "Thu, 01 Jan 1970 00:00:00 GMT"},
        {-1, "Wed, 31 Dec 1969 23:59:59 GMT"},         {951782400, "Tue, 29 Feb 2000 00:00:00 GMT"},
        {4102444799, "Thu, 31 Dec 2099 23:59:59 GMT"}, {INT64_MAX, "Fri, 31 Dec 9999 23:59:59 GMT"},
        {INT64_MIN, "Sat, 01 Jan 0000 00:00:00 GMT"},
    };
    char text[TIME_TEXT];
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_string_equal(time_format_http(cases[i].time, text), cases[i].text);
}

static void test_etag(void **state) {
    struct serve_entity other = entity;
    char one[SERVE_ETAG_TEXT], two[SERVE_ETAG_TEXT];
    (void)state;
    assert_string_equal(serve_etag(&entity, one), "\"3e8-ae1b981bc490a00\"");
    other.size++;
    assert_string_not_equal(one, serve_etag(&other, two));
    other = entity;
    other.modified_nanoseconds = 1;
    assert_string_not_equal(one, serve_etag(&other, two));
    other = entity;
    other.coding = SERVE_GZIP;
    assert_string_equal(serve_etag(&other, two), "W/\"3e8-ae1b981bc490a00-gz\"");
    assert_false(serve_unchanged(&other, str_from(one), STR_NONE));
    assert_true(serve_unchanged(&other, str_from(two), STR_NONE));
    assert_false(serve_unchanged(&entity, str_from(two), STR_NONE));
}

static void test_unchanged(void **state) {
    char etag[SERVE_ETAG_TEXT], list[200];
    (void)state;
    serve_etag(&entity, etag);
    snprintf(list, sizeof list, "\"a\" , W/%s", etag);
    const struct {
        struct str none_match, since;
        bool unchanged;
    } cases[] = {
        {STR_NONE, STR_NONE, false},
        {str_from(etag), STR_NONE, true},
        {str_from(list), STR_NONE, true},
        {STR("*"), STR_NONE, true},
        {STR("\"a\""), STR_NONE, false},
        {STR(""), STR_NONE, false},
        /* The tag counts, not the date. */
        {STR("\"a\""), str_from(its_date), false},
        {STR_NONE, str_from(its_date), true},
        {STR_NONE, STR("Sun, 06 Nov 1994 08:49:38 GMT"), true},
        {STR_NONE, STR("Sun, 06 Nov 1994 08:49:36 GMT"), false},
        {STR_NONE, STR("yesterday week"), false},
        {STR_NONE, STR(""), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        assert_int_equal(serve_unchanged(&entity, cases[i].none_match, cases[i].since),
                         cases[i].unchanged);
}

static void test_range(void **state) {
    char etag[SERVE_ETAG_TEXT];
    (void)state;
    serve_etag(&entity, etag);
    const struct {
        struct str range, if_range;
        enum serve_range want;
        int64_t first, length;
    } cases[] = {
        {STR_NONE, STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=0-9"), STR_NONE, SERVE_RANGE_PART, 0, 10},
        {STR("bytes=0-0"), STR_NONE, SERVE_RANGE_PART, 0, 1},
        {STR("bytes=10-"), STR_NONE, SERVE_RANGE_PART, 10, 990},
        {STR("bytes=990-5000"), STR_NONE, SERVE_RANGE_PART, 990, 10},
        {STR("bytes=-5"), STR_NONE, SERVE_RANGE_PART, 995, 5},
        {STR("bytes=-5000"), STR_NONE, SERVE_RANGE_PART, 0, 1000},
        {STR("BYTES=1-2"), STR_NONE, SERVE_RANGE_PART, 1, 2},
        {STR("bytes=1000-"), STR_NONE, SERVE_RANGE_BEYOND, 0, 0},
        {STR("bytes=9223372036854775807-"), STR_NONE, SERVE_RANGE_BEYOND, 0, 0},
        {STR("bytes=-0"), STR_NONE, SERVE_RANGE_BEYOND, 0, 0},
        {STR("bytes=0-,0-"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=5-2"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=--5"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=-"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=99999999999999999999-"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=a-b"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("items=0-1"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes"), STR_NONE, SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=0-9"), str_from(etag), SERVE_RANGE_PART, 0, 10},
        {STR("bytes=0-9"), str_from(its_date), SERVE_RANGE_PART, 0, 10},
        {STR("bytes=0-9"), STR("\"a\""), SERVE_RANGE_WHOLE, 0, 0},
        {STR("bytes=0-9"), STR("Sun, 06 Nov 1994 08:49:38 GMT"), SERVE_RANGE_WHOLE, 0, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t first = 0, length = 0;
        enum serve_range got =
            serve_range_read(&entity, cases[i].range, cases[i].if_range, &first, &length);
        if (got != cases[i].want || first != cases[i].first || length != cases[i].length)
            fail_msg("%.*s: %d %lld %lld", STR_ARG(cases[i].range), got, (long long)first,
                     (long long)length);
    }
    const struct serve_entity nothing = {0};
    int64_t first, length;
    assert_int_equal(serve_range_read(&nothing, STR("bytes=0-"), STR_NONE, &first, &length),
                     SERVE_RANGE_BEYOND);
    assert_int_equal(serve_range_read(&nothing, STR("bytes=-1"), STR_NONE, &first, &length),
                     SERVE_RANGE_BEYOND);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_date),
        cmocka_unit_test(test_etag),
        cmocka_unit_test(test_unchanged),
        cmocka_unit_test(test_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
