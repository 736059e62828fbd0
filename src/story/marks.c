#include "story/marks.h"

#include "base/grow.h"

#include <stdlib.h>
#include <string.h>

enum { MARK_EVERY = 8, TABLE_LEAST = 64 };

size_t story_marks_of(const uint32_t *runs, size_t count, uint32_t marks[STORY_MARKS_MOST]) {
    size_t n = 0;
    for (size_t i = 0; i < count && n < STORY_MARKS_MOST; i++) {
        marks[n] = runs[i];
        n += runs[i] % MARK_EVERY == 0;
    }
    return n;
}

/* Where the mark stands, or would. */
static struct story_mark *place_of(const struct story_marks *marks, uint32_t run) {
    uint64_t mixed = (run ^ marks->seed) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(mixed >> 32) & (marks->size - 1);
    while (marks->table[at].newest != 0 && marks->table[at].run != run)
        at = (at + 1) & (marks->size - 1);
    return &marks->table[at];
}

static enum status widen(struct story_marks *marks, size_t need) {
    struct story_marks wider = *marks;
    wider.size = marks->size == 0 ? TABLE_LEAST : marks->size;
    while (wider.size < need * 2)
        wider.size *= 2;
    wider.table = calloc(wider.size, sizeof *wider.table);
    if (wider.table == NULL)
        return STATUS_MEMORY;
    for (size_t i = 0; i < marks->size; i++)
        if (marks->table[i].newest != 0)
            *place_of(&wider, marks->table[i].run) = marks->table[i];
    free(marks->table);
    *marks = wider;
    return STATUS_OK;
}

enum status story_marks_reserve(struct story_marks *marks, size_t more) {
    if ((marks->count + more) * 2 > marks->size && widen(marks, marks->count + more) != STATUS_OK)
        return STATUS_MEMORY;
    if (marks->holder_count + more >= UINT32_MAX)
        return STATUS_LIMIT;
    return grow(&marks->holders, &marks->holder_capacity, marks->holder_count + more,
                sizeof *marks->holders);
}

void story_marks_add(struct story_marks *marks, uint32_t run, uint32_t slot) {
    struct story_mark *mark = place_of(marks, run);
    marks->count += mark->newest == 0;
    marks->holders[marks->holder_count++] = (struct story_holder){slot, mark->newest};
    *mark = (struct story_mark){run, mark->live + 1, (uint32_t)marks->holder_count};
}

void story_marks_drop(struct story_marks *marks, uint32_t run) {
    place_of(marks, run)->live--;
}

const struct story_mark *story_marks_find(const struct story_marks *marks, uint32_t run) {
    if (marks->size == 0)
        return NULL;
    const struct story_mark *mark = place_of(marks, run);
    return mark->newest != 0 ? mark : NULL;
}

void story_marks_clear(struct story_marks *marks) {
    if (marks->size > 0)
        memset(marks->table, 0, marks->size * sizeof *marks->table);
    marks->count = marks->holder_count = 0;
}

void story_marks_release(struct story_marks *marks) {
    free(marks->table);
    free(marks->holders);
    *marks = (struct story_marks){.seed = marks->seed};
}
