#include "story/story.h"

#include "base/map.h"

/* A member without a time can hardly claim to be the older one. */
static int64_t time_of(const struct story_member *member) {
    return member->published == TIME_NONE ? INT64_MAX : member->published;
}

static int by_quality(const void *left, const void *right) {
    const struct story_member *a = left, *b = right;
    if (a->quality != b->quality)
        return a->quality > b->quality ? -1 : 1;
    if (time_of(a) != time_of(b))
        return time_of(a) < time_of(b) ? -1 : 1;
    return str_compare(a->id, b->id);
}

void story_sort(struct story_member *members, size_t count) {
    if (count > 1)
        qsort(members, count, sizeof *members, by_quality);
}

/* The text a member carries, by the id of the article that had it first. */
static struct str text_of(const struct story_member *member) {
    return str_first_of(member->copy_of, member->id);
}

enum status story_coverage(const struct story_member *members, size_t count, size_t *voices,
                           size_t *copies, struct error *error) {
    struct map texts;
    map_init(&texts, 0);
    enum status status = STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = map_put(&texts, text_of(&members[i]), i);
    *voices = texts.n > 0 ? texts.n - 1 : 0;
    *copies = count > 0 ? count - 1 - *voices : 0;
    map_release(&texts);
    return status == STATUS_OK ? status : error_memory(error);
}
