/* The first line is a path, the rest a tdmrep.json. What is kept of a file says the same as the
 * file, and keeping it again changes nothing. */
#include "poll/reserve.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMORY = 64 << 20 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct buf kept[2];
    struct reserve reserve, again;
    struct str rest = str_of((const char *)data, size);
    struct str path = STR_NONE;
    if (size > RESERVE_BYTES_MOST / 8 || !str_next(&rest, '\n', &path))
        return 0;
    arena_init(&arena, MEMORY);
    for (int i = 0; i < 2; i++)
        buf_init(&kept[i], MEMORY);
    if (reserve_read(&arena, rest, &reserve, NULL) == STATUS_OK) {
        reserve_write(&reserve, &kept[0]);
        if (reserve_read(&arena, buf_str(&kept[0]), &again, NULL) != STATUS_OK)
            abort();
        reserve_write(&again, &kept[1]);
        if (!str_eq(buf_str(&kept[0]), buf_str(&kept[1])) || again.count != reserve.count)
            abort();
        const struct reserve_rule *one = reserve_find(&reserve, &arena, path);
        const struct reserve_rule *two = reserve_find(&again, &arena, path);
        if ((one == NULL) != (two == NULL) || (one != NULL && !str_eq(one->policy, two->policy)))
            abort();
    }
    for (int i = 0; i < 2; i++)
        buf_release(&kept[i]);
    arena_release(&arena);
    return 0;
}
