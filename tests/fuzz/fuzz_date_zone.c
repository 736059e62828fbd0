/* A zone that is read answers for any time, within a week of UTC. */
#include "base/clock.h"
#include "date/zone.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct zone zone;
    arena_init(&arena, 1 << 24);
    if (zone_parse(str_of((const char *)data, size), &arena, &zone, NULL) == STATUS_OK) {
        for (int64_t time = -4000000000; time <= 8000000000; time += 86400 * 99 + 1234) {
            int32_t offset = zone_offset(&zone, time);
            if (offset < -8 * DAY_SECONDS || offset > 8 * DAY_SECONDS)
                abort();
        }
        zone_day_start(&zone, zone_day(&zone, 1700000000));
    }
    arena_release(&arena);
    return 0;
}
