#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <unistd.h>

#include "base/clock.h"
#include "files/zone.h"

static void finds_zones_by_name(void **state) {
    static const struct {
        const char *name, *time;
        int32_t offset;
    } cases[] = {
        {"UTC", "2026-07-01T00:00:00Z", 0},
        {"Europe/Rome", "2026-07-01T00:00:00Z", 7200},
        {"Europe/Rome", "2026-01-01T00:00:00Z", 3600},
        {"Europe/Vatican", "2026-07-01T00:00:00Z", 7200}, /* a link to another file */
        {"Asia/Kolkata", "2026-07-01T00:00:00Z", 19800},
        {"America/Argentina/Buenos_Aires", "2026-07-01T00:00:00Z", -10800},
    };
    (void)state;
    if (access("/usr/share/zoneinfo/Europe/Rome", R_OK) != 0)
        skip();
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena arena;
        struct zone zone;
        struct error error = {0};
        int64_t time;
        arena_init(&arena, 1 << 20);
        assert_true(time_parse(str_from(cases[i].time), &time));
        assert_int_equal(files_zone(&arena, str_from(cases[i].name), &zone, &error), STATUS_OK);
        assert_int_equal(zone_offset(&zone, time), cases[i].offset);
        arena_release(&arena);
    }
}

static void refuses_what_is_no_zone(void **state) {
    static const char *const names[] = {"Europe/Atlantis", "Europe",   "../../../etc/passwd",
                                        "/etc/localtime",  "zone.tab", "tzdata.zi"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct arena arena;
        struct zone zone;
        struct error error = {0};
        arena_init(&arena, 1 << 20);
        assert_int_equal(files_zone(&arena, str_from(names[i]), &zone, &error), STATUS_CONFIG);
        assert_non_null(strstr(error.message, names[i]));
        arena_release(&arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_zones_by_name),
        cmocka_unit_test(refuses_what_is_no_zone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
