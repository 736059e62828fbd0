#include "publish/words.h"

static const char *const months[] = {"January",   "February", "March",    "April",
                                     "May",       "June",     "July",     "August",
                                     "September", "October",  "November", "December"};
static const char *const days[] = {"Thursday", "Friday",  "Saturday", "Sunday",
                                   "Monday",   "Tuesday", "Wednesday"}; /* from 1970-01-01 */

struct str words_day(struct arena *arena, int64_t time) {
    struct civil civil = civil_from_time(time);
    int64_t weekday = ((day_of(time) % 7) + 7) % 7;
    return arena_format(arena, "%s %d %s %lld", days[weekday], civil.day, months[civil.month - 1],
                        (long long)civil.year);
}

struct str words_month(struct arena *arena, int64_t time) {
    struct civil civil = civil_from_time(time);
    return arena_format(arena, "%s %lld", months[civil.month - 1], (long long)civil.year);
}

/* The digits of these words are those of the time's usual form, "2025-10-08T09:30:00Z". */
static struct str day_in(const char *iso) {
    return iso[8] == '0' ? str_of(iso + 9, 1) : str_of(iso + 8, 2);
}

static struct str minute_in(const char *iso) {
    return str_of(iso + 11, 5);
}

static struct str month_of(int64_t time) {
    return str_from(months[civil_from_time(time).month - 1]);
}

struct str words_time(struct arena *arena, int64_t time) {
    char iso[TIME_TEXT];
    time_format(time, iso);
    return ARENA_JOIN(arena, day_in(iso), STR(" "), str_take(month_of(time), 3), STR(", "),
                      minute_in(iso), STR(" UTC"));
}

struct str words_long_time(struct arena *arena, int64_t time) {
    char iso[TIME_TEXT];
    time_format(time, iso);
    return ARENA_JOIN(arena, day_in(iso), STR(" "), month_of(time), STR(" "), str_of(iso, 4),
                      STR(", "), minute_in(iso), STR(" UTC"));
}

struct str words_count(struct arena *arena, size_t count, const char *one, const char *many) {
    return arena_format(arena, "%zu %s", count, count == 1 ? one : many);
}

struct str words_empty(struct arena *arena, const struct edition *edition,
                       const struct front_report *report) {
    long long bar = (long long)edition->publish.threshold;
    long long hours = (long long)edition->publish.front_hours;
    if (report->old > 0)
        return arena_format(arena,
                            "Nothing new met the bar of %lld within %lld hours; %zu older %s "
                            "below the topics.",
                            bar, hours, report->old,
                            report->old == 1 ? "story that did stands" : "stories that did stand");
    if (report->below == 0)
        return STR("No article has come in yet.");
    struct str below = words_count(arena, report->below, "is", "are");
    if (report->would_count == 0)
        return arena_format(arena, "No story met the bar of %lld; %.*s below it.", bar,
                            STR_ARG(below));
    return arena_format(arena,
                        "No story met the bar of %lld; %.*s below it; a bar of %lld would "
                        "show %zu.",
                        bar, STR_ARG(below), (long long)report->would[0].threshold,
                        report->would[0].stories);
}

struct str words_primary(struct str language) {
    size_t n = 0;
    while (n < language.n && language.p[n] != '-' && language.p[n] != '_')
        n++;
    return str_take(language, n);
}

bool words_right_to_left(struct str language) {
    static const struct str scripts[] = {
        STR_INIT("ar"), STR_INIT("he"),  STR_INIT("iw"),  STR_INIT("fa"),  STR_INIT("ur"),
        STR_INIT("ps"), STR_INIT("sd"),  STR_INIT("ug"),  STR_INIT("yi"),  STR_INIT("dv"),
        STR_INIT("ku"), STR_INIT("syr"), STR_INIT("arc"), STR_INIT("ckb"),
    };
    for (size_t i = 0; i < sizeof scripts / sizeof scripts[0]; i++)
        if (str_eq_case(words_primary(language), scripts[i]))
            return true;
    return false;
}

bool words_same_language(struct str a, struct str b) {
    return str_eq_case(words_primary(a), words_primary(b));
}
