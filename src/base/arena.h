/* Memory of one document: many small pieces, given back at once.
 *
 * An arena never moves what it gave out. It has a hard cap in bytes, set at init; behind it, and
 * when the system has no more memory, `arena_alloc` answers NULL and `arena_failed` stays true
 * until the arena is cleared, so that a caller that makes many pieces may check once at its end
 * as long as it does not use a NULL. Not for use by two threads at once. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include "base/status.h"
#include "base/str.h"

struct arena_block;

struct arena {
    struct arena_block *block; /* the newest */
    size_t used;               /* bytes given out, padding included */
    size_t max;                /* the cap on `used` */
    bool failed;
    bool starved; /* failed because the system had no more, not at the cap */
};

/* No memory is taken before the first allocation. */
void arena_init(struct arena *arena, size_t max);
/* Gives everything back; the arena can be used again as after init. */
void arena_clear(struct arena *arena);
/* Empty like after arena_clear, but with its newest block kept for what comes next. */
void arena_reset(struct arena *arena);
/* The same for the last time. Safe on a zeroed arena. */
void arena_release(struct arena *arena);

/* `size` bytes, not zeroed, aligned for any type; a distinct pointer for size 0. NULL on failure.
 */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` times `size` bytes, zeroed; NULL on failure and on overflow. */
void *arena_zero(struct arena *arena, size_t count, size_t size);
#define arena_new(arena, type) ((type *)arena_zero((arena), 1, sizeof(type)))
#define arena_array(arena, count, type) ((type *)arena_zero((arena), (count), sizeof(type)))
/* A copy, followed by a NUL that is not counted. The absent view stays absent. On failure the
 * absent view, with arena_failed set. */
struct str arena_copy(struct arena *arena, struct str s);
/* The same as a C string; "" for the absent view, NULL on failure. */
char *arena_cstr(struct arena *arena, struct str s);
struct str arena_format(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* The parts, one behind the other, as arena_copy gives them. */
struct str arena_join(struct arena *arena, const struct str *parts, size_t count);
#define ARENA_JOIN(arena, ...)                                                                     \
    arena_join((arena), (const struct str[]){__VA_ARGS__},                                         \
               sizeof((const struct str[]){__VA_ARGS__}) / sizeof(struct str))
/* Makes room for `need` elements in an array that grows in the arena (the old place is wasted
 * until the end): *items of *capacity elements of `size` bytes. Capacity doubles. */
enum status arena_grow(struct arena *arena, void *items, size_t *capacity, size_t need,
                       size_t size);

static inline bool arena_failed(const struct arena *arena) {
    return arena->failed;
}
/* STATUS_MEMORY when nothing more was to be had, STATUS_LIMIT at the cap, else STATUS_OK. */
enum status arena_status(const struct arena *arena, struct error *error);

#endif
