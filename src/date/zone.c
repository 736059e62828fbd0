#include "date/zone.h"

#include "base/clock.h"
#include "date/posix.h"

enum { HEADER = 44 };

struct header {
    int version;
    uint32_t utc_count, standard_count, leap_count, time_count, type_count, name_bytes;
};

static uint32_t big32(const unsigned char *p) {
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t signed_time(const unsigned char *p, size_t size) {
    if (size == 4)
        return (int32_t)big32(p);
    return (int64_t)((uint64_t)big32(p) << 32 | big32(p + 4));
}

static enum status broken(struct error *error, const char *what) {
    return error_set(error, STATUS_INVALID, "not a time zone file: %s", what);
}

static bool read_header(struct str bytes, struct header *header) {
    const unsigned char *p = (const unsigned char *)bytes.p;
    if (bytes.n < HEADER || memcmp(p, "TZif", 4) != 0)
        return false;
    *header = (struct header){
        .version = p[4] == 0 ? 1 : p[4] - '0',
        .utc_count = big32(p + 20),
        .standard_count = big32(p + 24),
        .leap_count = big32(p + 28),
        .time_count = big32(p + 32),
        .type_count = big32(p + 36),
        .name_bytes = big32(p + 40),
    };
    return true;
}

/* Bytes of the block behind a header whose times take `size` bytes; SIZE_MAX when that is absurd.
 */
static size_t block_size(const struct header *header, size_t size) {
    if (header->time_count > ZONE_BYTES_MOST || header->type_count > ZONE_TYPES_MOST ||
        header->name_bytes > ZONE_BYTES_MOST || header->leap_count > ZONE_BYTES_MOST ||
        header->standard_count > ZONE_TYPES_MOST || header->utc_count > ZONE_TYPES_MOST)
        return SIZE_MAX;
    return header->time_count * (size + 1) + header->type_count * (size_t)6 + header->name_bytes +
           header->leap_count * (size + 4) + header->standard_count + header->utc_count;
}

static enum status read_block(struct str bytes, const struct header *header, size_t size,
                              struct arena *arena, struct zone *zone, struct error *error) {
    const unsigned char *times = (const unsigned char *)bytes.p;
    const unsigned char *indices = times + header->time_count * size;
    const unsigned char *types = indices + header->time_count;
    int64_t *at = arena_array(arena, header->time_count, int64_t);
    int32_t *offsets = arena_array(arena, header->time_count, int32_t);
    if (at == NULL || offsets == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < header->time_count; i++) {
        at[i] = signed_time(times + i * size, size);
        if (indices[i] >= header->type_count || (i > 0 && at[i] <= at[i - 1]))
            return broken(error, "its transitions are out of order");
        offsets[i] = (int32_t)big32(types + (size_t)indices[i] * 6);
    }
    for (size_t i = 0; i < header->type_count; i++) {
        int32_t offset = (int32_t)big32(types + i * 6);
        if (offset < -7 * DAY_SECONDS || offset > 7 * DAY_SECONDS)
            return broken(error, "an offset of more than a week");
    }
    *zone = (struct zone){.times = at, .offsets = offsets, .count = header->time_count};
    zone->first = (int32_t)big32(types);
    return STATUS_OK;
}

enum status zone_parse(struct str tzif, struct arena *arena, struct zone *zone,
                       struct error *error) {
    struct header header;
    if (tzif.n > ZONE_BYTES_MOST || !read_header(tzif, &header))
        return broken(error, "it does not start like one");
    struct str rest = str_skip(tzif, HEADER);
    size_t size = 4, need = block_size(&header, size);
    if (header.version >= 2) { /* the second block says the same, in 64 bits */
        if (need > rest.n || !read_header(str_skip(rest, need), &header))
            return broken(error, "its second part is missing");
        rest = str_skip(rest, need + HEADER);
        size = 8;
        need = block_size(&header, size);
    }
    if (need > rest.n || header.type_count == 0)
        return broken(error, "it is cut short");
    enum status status = read_block(rest, &header, size, arena, zone, error);
    if (status != STATUS_OK || size == 4)
        return status;
    struct str footer = str_skip(rest, need);
    if (footer.n < 2 || footer.p[0] != '\n' || str_find_byte(str_skip(footer, 1), '\n') == SIZE_MAX)
        return broken(error, "its footer is missing");
    footer = str_skip(footer, 1);
    footer = str_take(footer, str_find_byte(footer, '\n'));
    if (footer.n > 0 && !posix_zone_parse(footer, zone))
        return broken(error, "its footer cannot be read");
    return STATUS_OK;
}

struct zone zone_utc(void) {
    return (struct zone){.count = 0};
}

int32_t zone_offset(const struct zone *zone, int64_t time) {
    if (zone->has_footer && (zone->count == 0 || time >= zone->times[zone->count - 1]))
        return posix_zone_offset(zone, time);
    size_t low = 0, high = zone->count; /* the first transition behind `time` */
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (zone->times[middle] <= time)
            low = middle + 1;
        else
            high = middle;
    }
    return low == 0 ? zone->first : zone->offsets[low - 1];
}

int64_t zone_time(const struct zone *zone, int64_t local) {
    /* The offset is that of the time itself, which the first guess misses only near a change. */
    int64_t guess = local - zone_offset(zone, local);
    return local - zone_offset(zone, guess);
}

int64_t zone_day(const struct zone *zone, int64_t time) {
    return day_of(time + zone_offset(zone, time));
}

int64_t zone_day_start(const struct zone *zone, int64_t day) {
    /* Offsets are less than a week, so the day's first second lies between these two. */
    int64_t low = (day - 8) * DAY_SECONDS, high = (day + 8) * DAY_SECONDS;
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (zone_day(zone, middle) >= day)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}
