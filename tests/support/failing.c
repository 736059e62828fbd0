#include "support/failing.h"

#include <stdint.h>

/* The linker's names: a call of malloc arrives at __wrap_malloc, and __real_malloc is malloc. */
void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *old, size_t size);
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *old, size_t size);

static size_t left = SIZE_MAX; /* allocations that still succeed; SIZE_MAX: all */
static bool happened;

bool failing_from(size_t n) {
    bool again = n == 0 || happened;
    happened = false;
    left = again ? n : SIZE_MAX;
    return again;
}

void failing_stop(void) {
    left = SIZE_MAX;
}

bool failing_happened(void) {
    return happened;
}

static bool fails(void) {
    if (left == SIZE_MAX)
        return false;
    if (left > 0) {
        left--;
        return false;
    }
    happened = true;
    return true;
}

void *__wrap_malloc(size_t size) {
    return fails() ? NULL : __real_malloc(size);
}

void *__wrap_calloc(size_t count, size_t size) {
    return fails() ? NULL : __real_calloc(count, size);
}

void *__wrap_realloc(void *old, size_t size) {
    return fails() ? NULL : __real_realloc(old, size);
}
