#include "base/arena.h"

#include <stdalign.h>
#include <stdio.h>
#include <stdlib.h>

/* A new block is an eighth of what there is: the last one is seldom full. */
enum { BLOCK_LEAST = 8 * 1024, BLOCK_MOST = 1024 * 1024, SHARE = 8 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of data */
    size_t used;
    alignas(max_align_t) char data[];
};

void arena_init(struct arena *arena, size_t max) {
    *arena = (struct arena){.max = max};
}

void arena_clear(struct arena *arena) {
    while (arena->block != NULL) {
        struct arena_block *older = arena->block->older;
        free(arena->block);
        arena->block = older;
    }
    arena->used = 0;
    arena->failed = false;
    arena->starved = false;
}

void arena_reset(struct arena *arena) {
    struct arena_block *kept = arena->block;
    if (kept != NULL)
        arena->block = kept->older;
    arena_clear(arena);
    if (kept != NULL) {
        kept->older = NULL;
        kept->used = 0;
    }
    arena->block = kept;
}

void arena_release(struct arena *arena) {
    arena_clear(arena);
}

static struct arena_block *add_block(struct arena *arena, size_t need) {
    size_t size = arena->used / SHARE;
    size = size < BLOCK_LEAST ? BLOCK_LEAST : size > BLOCK_MOST ? BLOCK_MOST : size;
    if (size < need)
        size = need;
    struct arena_block *block = malloc(sizeof *block + size);
    if (block == NULL) {
        arena->starved = true;
        return NULL;
    }
    block->older = arena->block;
    block->size = size;
    block->used = 0;
    arena->block = block;
    return block;
}

void *arena_alloc(struct arena *arena, size_t size) {
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX / 2) /* so that no sum below overflows */
        goto fail;
    size_t need = (size + (size == 0) + align - 1) & ~(align - 1);
    if (need > arena->max - arena->used)
        goto fail;
    struct arena_block *block = arena->block;
    if (block == NULL || block->size - block->used < need) {
        block = add_block(arena, need);
        if (block == NULL)
            goto fail;
    }
    void *p = block->data + block->used;
    block->used += need;
    arena->used += need;
    return p;
fail:
    arena->failed = true;
    return NULL;
}

void *arena_zero(struct arena *arena, size_t count, size_t size) {
    if (size != 0 && count > SIZE_MAX / size) {
        arena->failed = true;
        return NULL;
    }
    void *p = arena_alloc(arena, count * size);
    if (p != NULL)
        memset(p, 0, count * size);
    return p;
}

char *arena_cstr(struct arena *arena, struct str s) {
    char *p = arena_alloc(arena, s.n < SIZE_MAX ? s.n + 1 : SIZE_MAX);
    if (p == NULL)
        return NULL;
    if (s.n > 0)
        memcpy(p, s.p, s.n);
    p[s.n] = '\0';
    return p;
}

struct str arena_copy(struct arena *arena, struct str s) {
    if (str_absent(s))
        return STR_NONE;
    char *p = arena_cstr(arena, s);
    return p != NULL ? str_of(p, s.n) : STR_NONE;
}

struct str arena_join(struct arena *arena, const struct str *parts, size_t count) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].n > SIZE_MAX / 2 - n) {
            arena->failed = true;
            return STR_NONE;
        }
        n += parts[i].n;
    }
    char *p = arena_alloc(arena, n + 1);
    if (p == NULL)
        return STR_NONE;
    n = 0;
    for (size_t i = 0; i < count; i++) {
        if (parts[i].n > 0)
            memcpy(p + n, parts[i].p, parts[i].n);
        n += parts[i].n;
    }
    p[n] = '\0';
    return str_of(p, n);
}

struct str arena_format(struct arena *arena, const char *format, ...) {
    va_list arguments;
    va_list again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int n = vsnprintf(NULL, 0, format, arguments);
    char *p = arena_alloc(arena, n >= 0 ? (size_t)n + 1 : SIZE_MAX);
    if (p != NULL)
        vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    va_end(arguments);
    return p != NULL ? str_of(p, (size_t)n) : STR_NONE;
}

enum status arena_grow(struct arena *arena, void *items, size_t *capacity, size_t need,
                       size_t size) {
    if (need <= *capacity)
        return STATUS_OK;
    size_t wider = *capacity < 8 ? 8 : *capacity;
    while (wider < need) {
        if (wider > SIZE_MAX / 2) {
            arena->failed = true;
            return arena_status(arena, NULL);
        }
        wider *= 2;
    }
    void *fresh = arena_zero(arena, wider, size);
    if (fresh == NULL)
        return arena_status(arena, NULL);
    void *old;
    memcpy(&old, items, sizeof old);
    if (*capacity > 0)
        memcpy(fresh, old, *capacity * size);
    memcpy(items, &fresh, sizeof fresh);
    *capacity = wider;
    return STATUS_OK;
}

enum status arena_status(const struct arena *arena, struct error *error) {
    if (!arena->failed)
        return STATUS_OK;
    if (!arena->starved)
        return error_set(error, STATUS_LIMIT, "needs more than %zu bytes of memory", arena->max);
    return error_memory(error);
}
