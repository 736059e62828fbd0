#include "serve/condition.h"

#include "date/date.h"

char *serve_etag(const struct serve_entity *entity, char out[SERVE_ETAG_TEXT]) {
    uint64_t stamp =
        (uint64_t)entity->modified * 1000000000u + (uint64_t)entity->modified_nanoseconds;
    snprintf(out, SERVE_ETAG_TEXT, "\"%llx-%llx\"", (unsigned long long)entity->size,
             (unsigned long long)stamp);
    return out;
}

char *serve_date(int64_t time, char out[SERVE_DATE_TEXT]) {
    static const char days[7][4] = {"Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"};
    static const char months[12][4] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const int64_t least = time_from_civil((struct civil){.year = 0, .month = 1, .day = 1});
    const int64_t most = time_from_civil((struct civil){.year = 10000, .month = 1, .day = 1}) - 1;
    time = time < least ? least : time > most ? most : time;
    struct civil civil = civil_from_time(time);
    int64_t weekday = (day_of(time) % 7 + 7) % 7;
    snprintf(out, SERVE_DATE_TEXT, "%s, %02d %s %04d %02d:%02d:%02d GMT", days[weekday], civil.day,
             months[civil.month - 1], (int)civil.year, civil.hour, civil.minute, civil.second);
    return out;
}

/* Weak comparison, as If-None-Match wants it. */
static bool lists_etag(struct str list, struct str etag) {
    struct str part;
    if (str_eq(str_trim(list), STR("*")))
        return true;
    while (str_next(&list, ',', &part)) {
        part = str_trim(part);
        if (str_starts(part, STR("W/")))
            part = str_skip(part, 2);
        if (str_eq(part, etag))
            return true;
    }
    return false;
}

bool serve_unchanged(const struct serve_entity *entity, struct str if_none_match,
                     struct str if_modified_since) {
    char etag[SERVE_ETAG_TEXT];
    int64_t since;
    if (!str_absent(if_none_match))
        return lists_etag(if_none_match, str_from(serve_etag(entity, etag)));
    return !str_absent(if_modified_since) &&
           date_parse(if_modified_since, &since, NULL) == STATUS_OK && entity->modified <= since;
}

static bool range_holds(const struct serve_entity *entity, struct str if_range) {
    char etag[SERVE_ETAG_TEXT];
    char date[SERVE_DATE_TEXT];
    return str_absent(if_range) || str_eq(if_range, str_from(serve_etag(entity, etag))) ||
           str_eq(if_range, str_from(serve_date(entity->modified, date)));
}

enum serve_range serve_range_read(const struct serve_entity *entity, struct str range,
                                  struct str if_range, int64_t *first, int64_t *length) {
    int64_t from, to = entity->size - 1;
    size_t dash = str_find_byte(range, '-');
    if (!str_starts_case(range, STR("bytes=")) || dash == SIZE_MAX ||
        str_find_byte(range, ',') != SIZE_MAX || !range_holds(entity, if_range))
        return SERVE_RANGE_WHOLE;
    struct str left = str_trim(str_skip(str_take(range, dash), strlen("bytes=")));
    struct str right = str_trim(str_skip(range, dash + 1));
    if (left.n == 0) {
        if (!str_to_i64(right, &from) || from < 0)
            return SERVE_RANGE_WHOLE;
        if (from == 0)
            return SERVE_RANGE_BEYOND;
        from = from > entity->size ? 0 : entity->size - from;
    } else {
        int64_t last = to;
        if (!str_to_i64(left, &from) || (right.n > 0 && !str_to_i64(right, &last)) || from < 0 ||
            (right.n > 0 && last < from))
            return SERVE_RANGE_WHOLE;
        to = last < to ? last : to;
    }
    if (from >= entity->size)
        return SERVE_RANGE_BEYOND;
    *first = from;
    *length = to - from + 1;
    return SERVE_RANGE_PART;
}
