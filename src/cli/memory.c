#include "cli/memory.h"

#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

enum { LARGE_PAGE = 2 << 20, STEP = 32 << 20 };

void cli_hold_memory(void) {
    mallopt(M_MMAP_THRESHOLD, STEP);
    mallopt(M_TRIM_THRESHOLD, STEP);
    mallopt(M_TOP_PAD, STEP);
    uintptr_t end = (uintptr_t)sbrk(0);
    uintptr_t start = (end + LARGE_PAGE - 1) & ~(uintptr_t)(LARGE_PAGE - 1);
    if (sbrk((intptr_t)(start - end)) == (void *)-1)
        return;
    /* More than the heap has left makes it grow, by a step; volatile, or it is left out. */
    void *volatile more = malloc(LARGE_PAGE / 4);
    free(more);
    (void)madvise((void *)start, STEP, MADV_HUGEPAGE);
}
