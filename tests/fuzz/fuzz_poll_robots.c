/* The first line is a path, the rest a robots.txt. What is kept of a file says the same as the
 * file, and keeping it again changes nothing. */
#include "poll/robots.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct buf kept[2];
    struct robots robots;
    struct robots again;
    struct str rest = str_of((const char *)data, size);
    struct str path = STR_NONE;
    if (size > ROBOTS_BYTES_MOST / 4 || !str_next(&rest, '\n', &path))
        return 0;
    arena_init(&arena, MEMORY);
    for (int i = 0; i < 2; i++)
        buf_init(&kept[i], MEMORY);
    if (robots_read(&arena, rest, STR("Broadsheet"), &robots, NULL) != STATUS_OK)
        abort();
    robots_write(&robots, &kept[0]);
    if (robots_read(&arena, buf_str(&kept[0]), STR_NONE, &again, NULL) != STATUS_OK)
        abort();
    robots_write(&again, &kept[1]);
    if (!str_eq(buf_str(&kept[0]), buf_str(&kept[1])) || again.count != robots.count ||
        robots.delay < 0 || robots.delay > ROBOTS_DELAY_MOST * 1000)
        abort();
    if (robots_permits(&robots, &arena, path) != robots_permits(&again, &arena, path) ||
        !robots_permits(&robots, &arena, STR("/robots.txt")))
        abort();
    for (int i = 0; i < 2; i++)
        buf_release(&kept[i]);
    arena_release(&arena);
    return 0;
}
