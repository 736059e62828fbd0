#include "serve/condition.h"

#include "date/date.h"

char *serve_etag(const struct serve_entity *entity, char out[SERVE_ETAG_TEXT]) {
    uint64_t stamp =
        (uint64_t)entity->modified * 1000000000u + (uint64_t)entity->modified_nanoseconds;
    static const char *const marks[] = {
        [SERVE_BROTLI] = "-br", [SERVE_GZIP] = "-gz", [SERVE_IDENTITY] = ""};
    snprintf(out, SERVE_ETAG_TEXT, "%s\"%llx-%llx%s\"",
             entity->coding == SERVE_IDENTITY ? "" : "W/", (unsigned long long)entity->size,
             (unsigned long long)stamp, marks[entity->coding]);
    return out;
}

static struct str opaque(struct str etag) {
    return str_skip(etag, str_starts(etag, STR("W/")) ? 2 : 0);
}

/* Weak comparison, as If-None-Match wants it. */
bool serve_etag_listed(struct str list, struct str etag) {
    struct str part;
    if (str_eq(str_trim(list), STR("*")))
        return true;
    while (str_next(&list, ',', &part)) {
        if (str_eq(opaque(str_trim(part)), opaque(etag)))
            return true;
    }
    return false;
}

bool serve_unchanged(const struct serve_entity *entity, struct str if_none_match,
                     struct str if_modified_since) {
    char etag[SERVE_ETAG_TEXT];
    int64_t since;
    if (!str_absent(if_none_match))
        return serve_etag_listed(if_none_match, str_from(serve_etag(entity, etag)));
    return !str_absent(if_modified_since) &&
           date_parse(if_modified_since, &since, NULL) == STATUS_OK && entity->modified <= since;
}

static bool range_holds(const struct serve_entity *entity, struct str if_range) {
    char etag[SERVE_ETAG_TEXT];
    char date[TIME_TEXT];
    return str_absent(if_range) || str_eq(if_range, str_from(serve_etag(entity, etag))) ||
           str_eq(if_range, str_from(time_format_http(entity->modified, date)));
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
