#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "date/date.h"

/* time NULL: no date. */
static const struct {
    const char *text, *time;
} cases[] = {
    /* RFC 5322, RFC 822 and their deviations */
    {"Thu, 30 Jun 2022 18:21:00 GMT", "2022-06-30T18:21:00Z"},
    {"Thu, 30 Jun 2022 18:21 +0200", "2022-06-30T16:21:00Z"},
    {"30 Jun 22 18:21:00 EST", "2022-06-30T23:21:00Z"},
    {"Thu,30 Jun 2022 18:21:00 -0000", "2022-06-30T18:21:00Z"},
    {"Thu, 30 Jun 2022 18:21:60 GMT", "2022-06-30T18:22:00Z"},
    {"Thu, 30 June, 2022 18:21:00 GMT+2", "2022-06-30T16:21:00Z"},
    {"Thu, 30 Jun 2022 18:21:00 +0200 (CEST)", "2022-06-30T16:21:00Z"},
    {"Thu, 30 Jun 2022 18:21:00 (PDT)", "2022-07-01T01:21:00Z"},
    {"Thu, 30 Jun 2022 18:21:00 QQT", "2022-06-30T18:21:00Z"},
    {"Thu, 30 Jun 2022 18:21:00 AT", "2022-06-30T22:21:00Z"},
    {"Thu, 30 Jun 2022 at 18:21", "2022-06-30T18:21:00Z"},
    {"30 Jun 2022 18:21 NPT", "2022-06-30T12:36:00Z"},
    {"Thu Jun 30 18:21:00 2022", "2022-06-30T18:21:00Z"},
    {"Thursday, 30-Jun-22 18:21:00 UTC", "2022-06-30T18:21:00Z"},
    {"Mon Jan 02 15:04:05 -0700 2006", "2006-01-02T22:04:05Z"},
    /* ISO 8601 and RFC 3339 */
    {"2022-06-30T18:21:00Z", "2022-06-30T18:21:00Z"},
    {"2022-06-30T18:21:00.123456+05:30", "2022-06-30T12:51:00Z"},
    {"2022-06-30T18:21:00,5-0330", "2022-06-30T21:51:00Z"},
    {"2022-06-30T18:21:00\xE2\x88\x92"
     "02:00",
     "2022-06-30T20:21:00Z"},
    {"2022-06-30 18:21", "2022-06-30T18:21:00Z"},
    {"2022-06-30T24:00:00Z", "2022-07-01T00:00:00Z"},
    {"20220630T182100Z", "2022-06-30T18:21:00Z"},
    {"20220630182100", "2022-06-30T18:21:00Z"},
    {"2022-181", "2022-06-30T00:00:00Z"},
    {"2022-06", "2022-06-01T00:00:00Z"},
    {"2022", "2022-01-01T00:00:00Z"},
    {"2022-06-30+02:00", "2022-06-29T22:00:00Z"},
    {"1656613260", "2022-06-30T18:21:00Z"},
    {"1656613260000", "2022-06-30T18:21:00Z"},
    {"1656613260000000", "2022-06-30T18:21:00Z"},
    {"1656613260000000000", "2022-06-30T18:21:00Z"},
    {"220630 18:21:00", "2022-06-30T18:21:00Z"},
    /* as people write */
    {"June 30th, 2022 at 6:21 p.m. ET", "2022-06-30T23:21:00Z"},
    {"12:05 AM, Jun 30 '22", "2022-06-30T00:05:00Z"},
    {"6pm June 30 2022", "2022-06-30T18:00:00Z"},
    {"6/30/2022", "2022-06-30T00:00:00Z"},
    {"30/6/2022", "2022-06-30T00:00:00Z"},
    {"Sat, 11/04/2020", "2020-04-11T00:00:00Z"},
    {"Wed, 11/04/2020", "2020-11-04T00:00:00Z"},
    {"11/04/2020", "2020-11-04T00:00:00Z"},
    {"11.04.2020", "2020-04-11T00:00:00Z"},
    {"30.06.22, 18.21", "2022-06-30T18:21:00Z"},
    {"2012:08:03 18:31:59", "2012-08-03T18:31:59Z"},
    {"30/Jun/2022:18:21:00 +0200", "2022-06-30T16:21:00Z"},
    {"Fri, 31 Mar 2023 20:19:00 America/Los_Angeles", "2023-04-01T03:19:00Z"},
    {"Fri, 3 Mar 2023 20:19:00 America/Los_Angeles", "2023-03-04T04:19:00Z"},
    {"2 Jan 2023 20:19 Australia/Sydney", "2023-01-02T09:19:00Z"},
    /* other languages */
    {"Do., 30. Juni 2022, 18:21 Uhr MESZ", "2022-06-30T16:21:00Z"},
    {"Donnerstag, 3. M\xC3\xA4rz 2022", "2022-03-03T00:00:00Z"},
    {"mar., 01 d\xC3\xA9"
     "c. 2020 16:11:02 +0000",
     "2020-12-01T16:11:02Z"},
    {"jeudi 30 juin 2022 \xC3\xA0 18h21", "2022-06-30T18:21:00Z"},
    {"30 de junio de 2022", "2022-06-30T00:00:00Z"},
    {"30 \xD0\xB8\xD1\x8E\xD0\xBD\xD1\x8F 2022 \xD0\xB3., 18:21", "2022-06-30T18:21:00Z"},
    {"30 AĞUSTOS 2022", "2022-08-30T00:00:00Z"},
    {"2022\xE5\xB9\xB4"
     "6\xE6\x9C\x88"
     "30\xE6\x97\xA5 18\xE6\x99\x82"
     "21\xE5\x88\x86",
     "2022-06-30T18:21:00Z"},
    {"ma 30.6.2022 klo 18.21", "2022-06-30T18:21:00Z"},
    {"30 czerwca 2022, godz. 18:21", "2022-06-30T18:21:00Z"},
    {"الخميس، 30 يونيو 2022 - 6:21 م", "2022-06-30T18:21:00Z"},
    {"30 أغسطس 2022", "2022-08-30T00:00:00Z"},
    {"3 آذار 2022", "2022-03-03T00:00:00Z"},
    {"30 ביוני 2022, 18:21", "2022-06-30T18:21:00Z"},
    {"2022\xEB\x85\x84 6\xEC\x9B\x94 30\xEC\x9D\xBC 09:00", "2022-06-30T00:00:00Z"},
    /* attacks.md J02 and J06 */
    {"2025-10-06T10:00:00Z+0100", "2025-10-06T09:00:00Z"},
    {"Mon, 06 Oct 25 10:00:00 EDT", "2025-10-06T14:00:00Z"},
    {"2016-12-31T23:59:60Z", "2017-01-01T00:00:00Z"},
    {"2038-01-19T03:14:08Z", "2038-01-19T03:14:08Z"},
    {"29 Feb 2024", "2024-02-29T00:00:00Z"},
    {"2025-03-30T02:30:00 Europe/Berlin", "2025-03-30T00:30:00Z"}, /* a time that was left out */
    {"2025-10-26T02:30:00 Europe/Berlin", "2025-10-26T00:30:00Z"}, /* one that was there twice */
    {"9999-12-31T23:59:59Z", "9999-12-31T23:59:59Z"},
    /* none */
    {"", NULL},
    {"Mon, 06 Oct 2025 10:00:00 GMT+25:00", NULL},
    {"Mon, 06 Oct 2025 10:00:00 PST8PDT", NULL},
    {"<script>alert(1)</script>", NULL},
    {"29 Feb 2100", NULL},
    {"10000-01-01T00:00:00Z", NULL},
    {"yesterday", NULL},
    {"3", NULL},
    {"Thu, 31 Jun 2022", NULL},
    {"29 Feb 2023", NULL},
    {"2022-06-30T25:00:00Z", NULL},
    {"2022-06-30T18:60:00Z", NULL},
    {"2022-06-30T18:21:61Z", NULL},
    {"2022-06-30T18:21:00+99:99", NULL},
    {"2022-06-30T18:21:00Zand more", NULL},
    {"2022-06-30-01", NULL},
    {"2022-13-45", NULL},
    {"30 Foo 2022", NULL},
    {"Jun Jul 30 2022", NULL},
    {"{\"2022-06-30\"}", NULL},
    {"99999999999999999999", NULL},
    {"1 2 3 4 5", NULL},
    {"\xFF\xFE 2022", NULL},
};

static void parses(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t time = TIME_NONE;
        struct error error = {0};
        char text[TIME_TEXT] = "none";
        enum status status = date_parse(str_from(cases[i].text), &time, &error);
        if (status == STATUS_OK)
            time_format(time, text);
        const char *wanted = cases[i].time != NULL ? cases[i].time : "none";
        if (strcmp(text, wanted) != 0)
            fail_msg("%s: %s is not %s (%s)", cases[i].text, text, wanted, error.message);
        assert_true(status == STATUS_OK || (status == STATUS_INVALID && error.message[0] != '\0'));
        int64_t general = TIME_NONE; /* the short way for usual forms gives nothing else */
        assert_int_equal(date_parse_any(str_from(cases[i].text), &general, NULL), status);
        assert_int_equal(general, time);
    }
}

/* Where the usual forms are nearly so. */
static void usual_forms_agree_with_the_rules(void **state) {
    (void)state;
    static const char *const forms[] = {
        "Thu, 30 Jun 2022 18:21:00 GMT",
        "Fri, 30 Jun 2022 18:21:00 GMT",
        "Thu, 31 Jun 2022 18:21:00 GMT",
        "Thu, 30 Jun 2022 24:00:00 GMT",
        "Thu, 30 Jun 2022 18:60:00 GMT",
        "Thu, 30 Jun 2022 18:21:60 GMT",
        "Thu, 30 Jun 2022 18:21:00 -0000",
        "Thu, 30 Jun 2022 18:21:00 +1400",
        "Thu, 30 Jun 2022 18:21:00 +1460",
        "Thu, 30 Jun 2022 18:21:00 +14:00",
        "Thu, 30 Jun 2022 18:21:00 +2500",
        "Thu, 30 Jun 2022 18:21:00 UTC",
        "Thu, 30 jun 2022 18:21:00 GMT",
        "Thu, 30 Jun 0000 18:21:00 GMT",
        "2022-06-30T18:21:00Z",
        "2022-02-29T18:21:00Z",
        "2024-02-29T18:21:00Z",
        "2022-06-30T18:21:00+0530",
        "2022-06-30T18:21:00+05:30",
        "2022-06-30T18:21:00-05:30",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59Z",
        "0000-01-01T00:00:00Z",
        "2022-13-01T00:00:00Z",
        "2022-06-30T18:21:00UTC",
        "2022-06-30T18:21:00GMT",
    };
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
        int64_t time = TIME_NONE, general = TIME_NONE;
        enum status status = date_parse(str_from(forms[i]), &time, NULL);
        if (date_parse_any(str_from(forms[i]), &general, NULL) != status || general != time)
            fail_msg("%s", forms[i]);
    }
}

/* Each day of a leap year and its neighbours, in three forms. */
static void parses_all_days(void **state) {
    (void)state;
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    for (int64_t day = 19358; day < 19358 + 3 * 365; day++) {
        int64_t time = day * DAY_SECONDS + 45296, found;
        char text[TIME_TEXT], mail[64];
        struct civil civil = civil_from_time(time);
        assert_int_equal(date_parse(str_from(time_format(time, text)), &found, NULL), STATUS_OK);
        assert_true(found == time);
        snprintf(mail, sizeof mail, "%d %s %d 12:34:56 GMT", civil.day, months[civil.month - 1],
                 (int)civil.year);
        assert_int_equal(date_parse(str_from(mail), &found, NULL), STATUS_OK);
        assert_true(found == time);
        snprintf(mail, sizeof mail, "%s %d, %d 12:34:56 pm", months[civil.month - 1], civil.day,
                 (int)civil.year);
        assert_int_equal(date_parse(str_from(mail), &found, NULL), STATUS_OK);
        assert_true(found == time);
    }
}

static void says_where(void **state) {
    (void)state;
    struct error error;
    int64_t time;
    assert_int_equal(date_parse(STR("30 Juneteenth 2022"), &time, &error), STATUS_INVALID);
    assert_int_equal(error.at.offset, 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parses),
        cmocka_unit_test(usual_forms_agree_with_the_rules),
        cmocka_unit_test(parses_all_days),
        cmocka_unit_test(says_where),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
