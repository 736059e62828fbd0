#include "date/region.h"

#include "base/clock.h"

enum rule { RULE_NONE, RULE_EUROPE, RULE_AMERICA, RULE_AUSTRALIA, RULE_NEW_ZEALAND, RULE_CHILE };

struct date_region {
    const char *name;
    int16_t minutes; /* of standard time */
    uint8_t rule;
};

/* Sorted, in lower case. Source: IANA's time zone database, 2025. */
static const struct date_region regions[] = {
    {"africa/cairo", 120, RULE_NONE},
    {"africa/johannesburg", 120, RULE_NONE},
    {"africa/lagos", 60, RULE_NONE},
    {"africa/nairobi", 180, RULE_NONE},
    {"america/anchorage", -540, RULE_AMERICA},
    {"america/argentina/buenos_aires", -180, RULE_NONE},
    {"america/bogota", -300, RULE_NONE},
    {"america/boise", -420, RULE_AMERICA},
    {"america/buenos_aires", -180, RULE_NONE},
    {"america/caracas", -240, RULE_NONE},
    {"america/chicago", -360, RULE_AMERICA},
    {"america/denver", -420, RULE_AMERICA},
    {"america/detroit", -300, RULE_AMERICA},
    {"america/edmonton", -420, RULE_AMERICA},
    {"america/halifax", -240, RULE_AMERICA},
    {"america/lima", -300, RULE_NONE},
    {"america/los_angeles", -480, RULE_AMERICA},
    {"america/mexico_city", -360, RULE_NONE},
    {"america/montreal", -300, RULE_AMERICA},
    {"america/new_york", -300, RULE_AMERICA},
    {"america/phoenix", -420, RULE_NONE},
    {"america/santiago", -240, RULE_CHILE},
    {"america/sao_paulo", -180, RULE_NONE},
    {"america/toronto", -300, RULE_AMERICA},
    {"america/vancouver", -480, RULE_AMERICA},
    {"america/winnipeg", -360, RULE_AMERICA},
    {"asia/bangkok", 420, RULE_NONE},
    {"asia/calcutta", 330, RULE_NONE},
    {"asia/colombo", 330, RULE_NONE},
    {"asia/dhaka", 360, RULE_NONE},
    {"asia/dubai", 240, RULE_NONE},
    {"asia/ho_chi_minh", 420, RULE_NONE},
    {"asia/hong_kong", 480, RULE_NONE},
    {"asia/jakarta", 420, RULE_NONE},
    {"asia/karachi", 300, RULE_NONE},
    {"asia/kathmandu", 345, RULE_NONE},
    {"asia/kolkata", 330, RULE_NONE},
    {"asia/kuala_lumpur", 480, RULE_NONE},
    {"asia/manila", 480, RULE_NONE},
    {"asia/riyadh", 180, RULE_NONE},
    {"asia/seoul", 540, RULE_NONE},
    {"asia/shanghai", 480, RULE_NONE},
    {"asia/singapore", 480, RULE_NONE},
    {"asia/taipei", 480, RULE_NONE},
    {"asia/tehran", 210, RULE_NONE},
    {"asia/tokyo", 540, RULE_NONE},
    {"australia/adelaide", 570, RULE_AUSTRALIA},
    {"australia/brisbane", 600, RULE_NONE},
    {"australia/darwin", 570, RULE_NONE},
    {"australia/hobart", 600, RULE_AUSTRALIA},
    {"australia/melbourne", 600, RULE_AUSTRALIA},
    {"australia/perth", 480, RULE_NONE},
    {"australia/sydney", 600, RULE_AUSTRALIA},
    {"canada/eastern", -300, RULE_AMERICA},
    {"canada/pacific", -480, RULE_AMERICA},
    {"europe/amsterdam", 60, RULE_EUROPE},
    {"europe/athens", 120, RULE_EUROPE},
    {"europe/belgrade", 60, RULE_EUROPE},
    {"europe/berlin", 60, RULE_EUROPE},
    {"europe/bratislava", 60, RULE_EUROPE},
    {"europe/brussels", 60, RULE_EUROPE},
    {"europe/bucharest", 120, RULE_EUROPE},
    {"europe/budapest", 60, RULE_EUROPE},
    {"europe/copenhagen", 60, RULE_EUROPE},
    {"europe/dublin", 0, RULE_EUROPE},
    {"europe/helsinki", 120, RULE_EUROPE},
    {"europe/istanbul", 180, RULE_NONE},
    {"europe/kiev", 120, RULE_EUROPE},
    {"europe/kyiv", 120, RULE_EUROPE},
    {"europe/lisbon", 0, RULE_EUROPE},
    {"europe/ljubljana", 60, RULE_EUROPE},
    {"europe/london", 0, RULE_EUROPE},
    {"europe/luxembourg", 60, RULE_EUROPE},
    {"europe/madrid", 60, RULE_EUROPE},
    {"europe/minsk", 180, RULE_NONE},
    {"europe/moscow", 180, RULE_NONE},
    {"europe/oslo", 60, RULE_EUROPE},
    {"europe/paris", 60, RULE_EUROPE},
    {"europe/prague", 60, RULE_EUROPE},
    {"europe/riga", 120, RULE_EUROPE},
    {"europe/rome", 60, RULE_EUROPE},
    {"europe/sofia", 120, RULE_EUROPE},
    {"europe/stockholm", 60, RULE_EUROPE},
    {"europe/tallinn", 120, RULE_EUROPE},
    {"europe/vienna", 60, RULE_EUROPE},
    {"europe/vilnius", 120, RULE_EUROPE},
    {"europe/warsaw", 60, RULE_EUROPE},
    {"europe/zagreb", 60, RULE_EUROPE},
    {"europe/zurich", 60, RULE_EUROPE},
    {"pacific/auckland", 720, RULE_NEW_ZEALAND},
    {"pacific/honolulu", -600, RULE_NONE},
    {"us/central", -360, RULE_AMERICA},
    {"us/eastern", -300, RULE_AMERICA},
    {"us/mountain", -420, RULE_AMERICA},
    {"us/pacific", -480, RULE_AMERICA},
};

/* A Sunday: the week-th of the month, 5 for the last, at an hour of local standard time. */
struct change {
    int month, week, hour;
};

/* Summer time's first and last moment, by rule; Europe's hours are UTC. */
static const struct change changes[][2] = {
    [RULE_EUROPE] = {{3, 5, 1}, {10, 5, 1}},    [RULE_AMERICA] = {{3, 2, 2}, {11, 1, 1}},
    [RULE_AUSTRALIA] = {{10, 1, 2}, {4, 1, 2}}, [RULE_NEW_ZEALAND] = {{9, 5, 2}, {4, 1, 2}},
    [RULE_CHILE] = {{9, 1, 0}, {4, 1, 23}},
};

const struct date_region *date_region_find(struct str name) {
    size_t low = 0, high = sizeof regions / sizeof regions[0];
    char key[64];
    if (name.n >= sizeof key)
        return NULL;
    for (size_t i = 0; i < name.n; i++)
        key[i] = ascii_lower(name.p[i]);
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = str_compare(str_of(key, name.n), str_from(regions[middle].name));
        if (order == 0)
            return &regions[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

static int64_t change_time(struct change change, int64_t year) {
    bool last = change.week == 5;
    struct civil civil = {.year = year,
                          .month = last ? change.month + 1 : change.month,
                          .day = last ? 0 : 1,
                          .hour = change.hour};
    int64_t time = time_from_civil(civil);
    int64_t weekday = (day_of(time) % 7 + 11) % 7; /* 0 Sunday */
    if (last)
        return time - weekday * DAY_SECONDS;
    return time + ((7 - weekday) % 7 + 7 * (change.week - 1)) * DAY_SECONDS;
}

int64_t date_region_offset(const struct date_region *region, int64_t local) {
    int64_t standard = (int64_t)region->minutes * 60;
    if (region->rule == RULE_NONE)
        return standard;
    int64_t year = civil_from_time(local).year;
    int64_t start = change_time(changes[region->rule][0], year);
    int64_t end = change_time(changes[region->rule][1], year);
    if (region->rule == RULE_EUROPE) {
        start += standard;
        end += standard;
    }
    /* The hour that summer time skips counts as summer, the one that comes twice as the first. */
    end += HOUR_SECONDS;
    bool summer = start < end ? local >= start && local < end : local >= start || local < end;
    return standard + (summer ? HOUR_SECONDS : 0);
}
