/* What answers say of time. */
#include "fetch/fetch.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { NOW = 784111777 /* Sun, 06 Nov 1994 08:49:37 GMT */ };

static void tells_how_long_it_holds(void **state) {
    (void)state;
    static const char sunday[] = "Sun, 06 Nov 1994 08:49:37 GMT";
    static const struct {
        const char *control, *expires, *date, *age;
        int64_t fresh;
    } rows[] = {
        {NULL, NULL, NULL, NULL, -1},
        {"max-age=600", NULL, NULL, NULL, 600},
        {"public , MAX-AGE=\"600\"", NULL, NULL, NULL, 600},
        {"s-maxage=5, max-age=600", NULL, NULL, NULL, 600},
        {"x=\"a, max-age=5\", max-age=600", NULL, NULL, NULL, 600},
        {"x=\"a\\\", max-age=5\", max-age=600", NULL, NULL, NULL, 600},
        {"max-age=600", NULL, NULL, "100", 500},
        {"max-age=600", NULL, NULL, "1000", 0},
        {"max-age=600", NULL, NULL, "old", 600},
        {"max-age=600, no-cache", NULL, NULL, NULL, 0},
        {"max-age=600, no-cache=\"Set-Cookie\"", NULL, NULL, NULL, 600},
        {"no-store", sunday, NULL, NULL, 0},
        {"max-age=", NULL, NULL, NULL, 0},
        {"max-age=-1", NULL, NULL, NULL, 0},
        {"max-age=1.5", NULL, NULL, NULL, 0},
        {"max-age=99999999999999999999999", NULL, NULL, NULL, INT32_MAX},
        {"max-age=5, max-age=6", NULL, NULL, NULL, 5},
        {"public", "Sun, 06 Nov 1994 09:49:37 GMT", sunday, NULL, 3600},
        {NULL, "Sun, 06 Nov 1994 09:49:37 GMT", NULL, NULL, 3600},
        {NULL, "Sunday, 06-Nov-94 09:49:37 GMT", sunday, NULL, 3600},
        {NULL, "Sun Nov  6 09:49:37 1994", sunday, NULL, 3600},
        {NULL, "0", sunday, NULL, 0},
        {NULL, "Sat, 05 Nov 1994 08:49:37 GMT", sunday, NULL, 0},
        {"max-age=60", "Sun, 06 Nov 1994 09:49:37 GMT", sunday, NULL, 60},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        int64_t fresh = fetch_freshness(str_from(rows[i].control), str_from(rows[i].expires),
                                        str_from(rows[i].date), str_from(rows[i].age), NOW);
        if (fresh != rows[i].fresh)
            fail_msg("row %zu: %lld", i, (long long)fresh);
    }
}

static void tells_when_to_come_again(void **state) {
    (void)state;
    static const struct {
        const char *value, *date;
        int64_t seconds;
    } rows[] = {
        {NULL, NULL, -1},
        {"", NULL, -1},
        {"120", NULL, 120},
        {" 120 ", NULL, 120},
        {"-1", NULL, -1},
        {"1e3", NULL, -1},
        {"99999999999999999999", NULL, INT32_MAX},
        {"Sun, 06 Nov 1994 08:50:37 GMT", NULL, 60},
        {"Sun, 06 Nov 1994 08:50:37 GMT", "Sun, 06 Nov 1994 08:50:07 GMT", 30},
        {"Sun, 06 Nov 1994 08:48:37 GMT", NULL, 0},
        {"Sun Nov  6 08:50:37 1994", NULL, 60},
        {"Fri, 31 Dec 9999 23:59:59 GMT", NULL, INT32_MAX},
        {"tomorrow", NULL, -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++)
        assert_int_equal(fetch_retry_after(str_from(rows[i].value), str_from(rows[i].date), NOW),
                         rows[i].seconds);
}

static void reads_old_dates(void **state) {
    (void)state;
    static const struct {
        const char *text;
        int64_t time;
    } dates[] = {
        {"Sun, 06 Nov 1994 08:49:37 GMT", NOW},
        {"Sunday, 06-Nov-94 08:49:37 GMT", NOW},
        {"Sun Nov  6 08:49:37 1994", NOW},
        {"Sun Nov 06 08:49:37 1994", NOW},
        {"Monday, 07-Nov-44 08:49:37 GMT", INT64_C(2362121377)}, /* fifty years ahead */
        {"Monday, 07-Nov-45 08:49:37 GMT", INT64_C(-762102623)}, /* and 49 ago */
        {"Sun, 06-Nov-94 08:49:37 GMT", TIME_NONE},
        {"Sunday, 06-Nov-94 08:49:37", TIME_NONE},
        {"Sun Nov  0 08:49:37 1994", TIME_NONE},
        {"Sun Nov 31 08:49:37 1994", TIME_NONE},
        {"", TIME_NONE},
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        int64_t time = TIME_NONE;
        bool good = fetch_http_date_any(str_from(dates[i].text), NOW, &time);
        if (good != (dates[i].time != TIME_NONE) || (good && time != dates[i].time))
            fail_msg("%s: %lld", dates[i].text, (long long)(time - NOW));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tells_how_long_it_holds),
        cmocka_unit_test(tells_when_to_come_again),
        cmocka_unit_test(reads_old_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
