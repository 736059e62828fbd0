/* Any documents, a line each (a byte of time, title, excerpt and text parted by tabs; an empty line
 * forgets): a story's id is one that was seen, a copy's original is in its story, the seed of the
 * hash tables changes nothing, and refining keeps both promises. */
#include "base/map.h"
#include "story/story.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { DOCUMENTS_MOST = 200 };

static void check(bool holds) {
    if (!holds)
        abort();
}

struct seen {
    char id[8];
    struct str story;
};

struct run {
    struct story_index *one, *other;
    struct arena arena;
    struct seen seen[DOCUMENTS_MOST];
    size_t count;
    bool forgot;
};

static const struct seen *find(const struct run *run, struct str id) {
    for (size_t i = 0; i < run->count; i++)
        if (str_eq(str_from(run->seen[i].id), id))
            return &run->seen[i];
    return NULL;
}

static void add(struct run *run, struct str line) {
    struct story_document document = {.published = TIME_NONE};
    struct story_decision decision, same;
    struct seen *seen = &run->seen[run->count];
    snprintf(seen->id, sizeof seen->id, "d%zu", run->count);
    document.id = str_from(seen->id);
    if ((uint8_t)line.p[0] < 128)
        document.published = (uint8_t)line.p[0] * INT64_C(10000);
    document.provider = (uint8_t)line.p[0] % 2 == 0 ? STR("even") : STR_NONE;
    line = str_skip(line, 1);
    str_next(&line, '\t', &document.title);
    str_next(&line, '\t', &document.excerpt);
    str_next(&line, '\t', &document.text);
    check(story_index_add(run->one, &run->arena, &document, &decision, NULL) == STATUS_OK);
    check(story_index_add(run->other, &run->arena, &document, &same, NULL) == STATUS_OK);
    check(str_eq(decision.story, same.story) && str_eq(decision.copy_of, same.copy_of) &&
          decision.similarity == same.similarity);
    check(decision.similarity >= 0 && decision.similarity <= 1000);
    check(decision.reason_count > 0 && decision.reason_count <= STORY_REASONS_MOST);
    seen->story = decision.story;
    run->count++;
    check(find(run, decision.story) != NULL);
    if (!str_empty(decision.copy_of))
        check(str_eq(find(run, decision.copy_of)->story, decision.story));
}

static void refine(struct run *run) {
    struct str id, story, copy_of;
    check(story_index_refine(run->one, NULL) == STATUS_OK);
    for (size_t n = 0; story_index_member(run->one, n, &id, &story, &copy_of); n++) {
        check(str_eq(id, str_from(run->seen[n].id)));
        run->seen[n].story = story;
    }
    for (size_t n = 0; story_index_member(run->one, n, &id, &story, &copy_of); n++) {
        check(find(run, story) != NULL && str_eq(find(run, story)->story, story));
        if (!str_empty(copy_of))
            check(str_eq(find(run, copy_of)->story, story));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct story_settings settings = {.window = 200000}, seeded = {.window = 200000, .seed = 77};
    struct run run = {.one = story_index_open(&settings), .other = story_index_open(&seeded)};
    struct str rest = str_of((const char *)data, size), line;
    check(run.one != NULL && run.other != NULL);
    arena_init(&run.arena, 64 << 20);
    while (run.count < DOCUMENTS_MOST && str_next(&rest, '\n', &line)) {
        if (line.n > 0) {
            add(&run, line);
            continue;
        }
        run.forgot = true;
        story_index_forget(run.one, (int64_t)run.count * 20000);
        story_index_forget(run.other, (int64_t)run.count * 20000);
    }
    if (!run.forgot)
        refine(&run);
    story_index_close(run.one);
    story_index_close(run.other);
    arena_release(&run.arena);
    return 0;
}
