#include "cli/source.h"

#include "base/json.h"
#include "poll/poll.h"
#include <stdlib.h>

struct line {
    const struct edition_source *source;
    const struct store_source *state; /* NULL: nothing is noted */
    enum source_trouble trouble;
    struct str sentence, plan; /* plan empty: none */
    size_t place;              /* in sources.opml */
};

static int by_id(const void *id, const void *state) {
    return strcmp(id, ((const struct store_source *)state)->id);
}

/* Worst first; of equals those with more failures in a row; then in the file's order. */
static int worst_first(const void *left, const void *right) {
    const struct line *a = left;
    const struct line *b = right;
    if (a->trouble != b->trouble)
        return a->trouble < b->trouble ? -1 : 1;
    int64_t x = a->state != NULL ? a->state->failures : 0;
    int64_t y = b->state != NULL ? b->state->failures : 0;
    if (x != y)
        return x > y ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

/* "asked every 40 minutes, since …"; nothing for files, which are looked at in each round. */
static void add_plan(struct buf *out, const struct line *line, int64_t now) {
    const struct store_source *state = line->state;
    if (line->source->paused || state == NULL || state->due <= 0 || state->last_try == TIME_NONE)
        return;
    const struct poll_state known = {.failures = state->failures, .rhythm = state->rhythm};
    BUF_ADD(out, "asked ");
    poll_explain(out, &known, (enum poll_reason)state->reason, state->last_try, state->due, now);
}

static void add_json(struct invocation *invocation, const struct line *line) {
    const struct edition_source *source = line->source;
    const struct store_source *state = line->state;
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(source->id));
    json_field_str(&json, "url", source->url);
    json_field_text(&json, "title", source->title);
    json_field_bool(&json, "paused", source->paused);
    json_field_str(&json, "state", str_from(source_trouble_word(line->trouble)));
    json_field_str(&json, "sentence", line->sentence);
    json_field_text(&json, "plan", line->plan);
    if (state != NULL) {
        json_field_time(&json, "lastGood", state->last_good);
        json_field_time(&json, "lastTry", state->last_try);
        json_field_time(&json, "lastNews", state->last_news > 0 ? state->last_news : TIME_NONE);
        json_field_time(&json, "due", state->due > 0 ? state->due : TIME_NONE);
        json_field_int(&json, "failures", state->failures);
        json_field_int(&json, "entries", state->entries);
        json_field_int(&json, "rhythm", state->rhythm);
        json_field_int(&json, "ms", state->ms);
        json_field_int(&json, "warnings", state->warnings);
        json_field_text(&json, "warning", state->warning);
        json_field_text(&json, "errorClass", state->error_class);
        json_field_text(&json, "error", state->error_text);
        json_field_text(&json, "askedAt", state->address);
        json_field_text(&json, "movedTo", state->moved);
    }
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

static void add_words(struct invocation *invocation, const struct line *line) {
    source_add_name(&invocation->out, line->source->title, line->source->url);
    source_add_sentence(&invocation->out, line->sentence);
    if (line->trouble != TROUBLE_HELD && !str_empty(line->plan))
        source_add_sentence(&invocation->out, line->plan);
}

static enum status judge_all(struct invocation *invocation, struct workspace *workspace,
                             const struct store_source *states, size_t count, struct line *lines) {
    const struct edition *edition = &workspace->edition;
    int64_t now = clock_now(&invocation->clock);
    struct buf words;
    buf_init(&words, SOURCE_SENTENCE_MOST);
    for (size_t i = 0; i < edition->source_count; i++) {
        struct line *line = &lines[i];
        line->source = &edition->sources[i];
        line->place = i;
        if (count > 0)
            line->state = bsearch(line->source->id, states, count, sizeof *states, by_id);
        buf_clear(&words);
        line->trouble = source_judge(line->source, line->state, now, &words);
        line->sentence = arena_copy(&workspace->arena, buf_str(&words));
        buf_clear(&words);
        add_plan(&words, line, now);
        line->plan = arena_copy(&workspace->arena, buf_str(&words));
    }
    buf_release(&words);
    return arena_status(&workspace->arena, &invocation->error);
}

static enum status list(struct invocation *invocation, struct workspace *workspace) {
    struct store_source *states = NULL;
    size_t count = 0;
    const struct edition *edition = &workspace->edition;
    enum status status = workspace_open_store(invocation, workspace, STORE_READ);
    if (status == STATUS_OK)
        status = store_sources_list(workspace->store, &workspace->arena, &states, &count,
                                    &invocation->error);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    struct line *lines = arena_array(&workspace->arena, edition->source_count, struct line);
    if (lines == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    status = judge_all(invocation, workspace, states, count, lines);
    if (status != STATUS_OK)
        return status;
    qsort(lines, edition->source_count, sizeof *lines, worst_first);
    for (size_t i = 0; i < edition->source_count; i++) {
        if (invocation->json)
            add_json(invocation, &lines[i]);
        else
            add_words(invocation, &lines[i]);
    }
    if (edition->source_count == 0 && !invocation->json)
        BUF_ADD(&invocation->out, "No source is watched ('broadsheet source add ADDRESS').\n");
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = list(invocation, &workspace);
    workspace_close(&workspace);
    return status;
}

const struct command command_source_list = {
    .name = "source list",
    .arguments = "",
    .summary = "list the sources and how they fare, worst first",
    .help = "Lists the sources of sources.opml with a sentence for each: what is wrong with it, or "
            "how much and how often it brings something. First those that are gone or cannot be "
            "read, then those whose server wants a pause, that have no entries or brought nothing "
            "new for weeks, that were never asked, moved, are slow or odd; at the end those that "
            "are well, and those that are paused. Then when each is asked again, and why then. "
            "Nothing is fetched: it is what rounds noted.",
    .group = GROUP_SOURCES,
    .edition = true,
    .options = {{.name = "json", .help = "one JSON line a source"}},
    .run = run,
};
