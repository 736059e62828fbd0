#include "base/grow.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum status grow(void *items, size_t *capacity, size_t need, size_t size) {
    if (need <= *capacity)
        return STATUS_OK;
    size_t wider = *capacity < 8 ? 8 : *capacity;
    while (wider < need) {
        if (wider > SIZE_MAX / 2)
            return STATUS_MEMORY;
        wider *= 2;
    }
    if (wider > SIZE_MAX / size)
        return STATUS_MEMORY;
    void *old;
    memcpy(&old, items, sizeof old);
    void *fresh = realloc(old, wider * size);
    if (fresh == NULL)
        return STATUS_MEMORY;
    memcpy(items, &fresh, sizeof fresh);
    *capacity = wider;
    return STATUS_OK;
}
