#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/clock.h"
#include "date/date.h"
#include "date/zone.h"

static void add_number(struct buf *out, int64_t value, int bytes) {
    for (int i = bytes - 1; i >= 0; i--)
        buf_add_byte(out, (char)((uint64_t)value >> (8 * i) & 255));
}

static void add_header(struct buf *out, char version, int64_t times, int64_t types) {
    BUF_ADD(out, "TZif");
    buf_add_byte(out, version);
    buf_add_repeat(out, '\0', 15 + 12);
    add_number(out, times, 4);
    add_number(out, types, 4);
    add_number(out, 4, 4);
}

/* A file of version 2 with one transition from +00:30 to +01:00 at `at`, and a footer. */
static void make_file(struct buf *out, int64_t at, const char *footer) {
    buf_init(out, 1000);
    add_header(out, '2', 0, 1);
    buf_add_repeat(out, '\0', 6);
    BUF_ADD(out, "LMT");
    buf_add_byte(out, '\0');
    add_header(out, '2', 1, 2);
    add_number(out, at, 8);
    add_number(out, 1, 1);
    add_number(out, 1800, 4);
    add_number(out, 0, 2);
    add_number(out, 3600, 4);
    add_number(out, 0, 2);
    BUF_ADD(out, "LMT");
    buf_add_byte(out, '\0');
    buf_printf(out, "\n%s\n", footer);
}

static void follows_rules(void **state) {
    (void)state;
    static const struct {
        const char *footer, *time;
        int32_t offset;
    } cases[] = {
        {"CET-1CEST,M3.5.0,M10.5.0/3", "1969-12-31T23:59:59Z", 1800},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-01-15T12:00:00Z", 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T00:59:59Z", 3600},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-03-31T01:00:00Z", 7200},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-10-27T00:59:59Z", 7200},
        {"CET-1CEST,M3.5.0,M10.5.0/3", "2024-10-27T01:00:00Z", 3600},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-03-10T07:00:00Z", -14400},
        {"EST5EDT,M3.2.0,M11.1.0", "2024-11-03T06:00:00Z", -18000},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-01-01T00:00:00Z", 39600},
        {"AEST-10AEDT,M10.1.0,M4.1.0/3", "2024-07-01T00:00:00Z", 36000},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2024-01-01T00:00:00Z", 0},
        {"IST-1GMT0,M10.5.0,M3.5.0/1", "2024-07-01T00:00:00Z", 3600},
        {"<+0330>-3:30", "2024-07-01T00:00:00Z", 12600},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T00:59:59Z", -7200},
        {"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2024-03-31T01:00:00Z", -3600},
        {"XXX3EDT4,0/0,J365/23", "2024-12-31T23:00:00Z", -14400},
        {"ABC0DEF,J60/0,J61/0", "2024-03-01T12:00:00Z", 3600},
        {"ABC0DEF,J60/0,J61/0", "2024-02-29T12:00:00Z", 0},
        {"ABC0DEF,59/0,60/0", "2024-02-29T12:00:00Z", 3600},
        {"ABC0DEF,59/0,60/0", "2023-03-01T12:00:00Z", 3600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct buf file;
        struct arena arena;
        struct zone zone;
        int64_t time;
        arena_init(&arena, 10000);
        make_file(&file, 0, cases[i].footer);
        assert_int_equal(zone_parse(buf_str(&file), &arena, &zone, NULL), STATUS_OK);
        assert_true(time_parse(str_from(cases[i].time), &time));
        if (zone_offset(&zone, time) != cases[i].offset)
            fail_msg("%s at %s: %d", cases[i].footer, cases[i].time, zone_offset(&zone, time));
        arena_release(&arena);
        buf_release(&file);
    }
}

static void keeps_the_last_without_footer(void **state) {
    (void)state;
    struct buf file;
    struct arena arena;
    struct zone zone;
    arena_init(&arena, 10000);
    make_file(&file, 1000, "");
    assert_int_equal(zone_parse(buf_str(&file), &arena, &zone, NULL), STATUS_OK);
    assert_int_equal(zone_offset(&zone, 999), 1800);
    assert_int_equal(zone_offset(&zone, 1000), 3600);
    assert_int_equal(zone_offset(&zone, INT64_C(1) << 40), 3600);
    arena_release(&arena);
    buf_release(&file);
}

static void refuses_broken_files(void **state) {
    (void)state;
    static const char *const footers[] = {
        "C-1",    "CET",     "CET-1CEST", "CET-1CEST,M13.1.0,M1.1.0", "CET-1CEST,M3.5.0",
        "<CET-1", "CET-200", "CET-1 "};
    struct buf file;
    struct arena arena;
    struct zone zone;
    arena_init(&arena, 10000);
    for (size_t i = 0; i < sizeof footers / sizeof footers[0]; i++) {
        make_file(&file, 0, footers[i]);
        assert_int_equal(zone_parse(buf_str(&file), &arena, &zone, NULL), STATUS_INVALID);
        buf_release(&file);
    }
    make_file(&file, 0, "UTC0");
    for (size_t n = 0; n < file.n; n++)
        assert_int_equal(zone_parse(str_take(buf_str(&file), n), &arena, &zone, NULL),
                         STATUS_INVALID);
    buf_release(&file);
    arena_release(&arena);
}

static void knows_days(void **state) {
    (void)state;
    struct buf file;
    struct arena arena;
    struct zone zone;
    arena_init(&arena, 10000);
    make_file(&file, 0, "EST5EDT,M3.2.0,M11.1.0");
    assert_int_equal(zone_parse(buf_str(&file), &arena, &zone, NULL), STATUS_OK);
    int64_t day = day_of(1710072000); /* 2024-03-10, a day of 23 hours there */
    assert_int_equal(zone_day(&zone, 1710072000), day);
    assert_int_equal(zone_day_start(&zone, day), 1710046800);
    assert_int_equal(zone_day_start(&zone, day + 1) - zone_day_start(&zone, day),
                     23 * HOUR_SECONDS);
    struct zone utc = zone_utc();
    assert_int_equal(zone_day_start(&utc, day), day * DAY_SECONDS);
    assert_int_equal(zone_offset(&utc, -1), 0);
    arena_release(&arena);
    buf_release(&file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_rules),
        cmocka_unit_test(keeps_the_last_without_footer),
        cmocka_unit_test(refuses_broken_files),
        cmocka_unit_test(knows_days),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
