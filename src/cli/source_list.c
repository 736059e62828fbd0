#include "cli/edition.h"

#include "base/json.h"
#include "poll/poll.h"
#include <stdlib.h>

enum { PLAN_MOST = 1000 };

static const struct store_source *state_of(const struct store_source *states, size_t count,
                                           const char *id) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(states[i].id, id) == 0)
            return &states[i];
    return NULL;
}

/* "asked every 40 minutes, since …"; nothing for files, which are looked at in each round. */
static void add_plan(struct buf *out, const struct store_source *state, int64_t now) {
    const struct poll_state known = {.failures = state->failures, .rhythm = state->rhythm};
    if (state->due <= 0 || state->last_try == TIME_NONE)
        return;
    BUF_ADD(out, "asked ");
    poll_explain(out, &known, (enum poll_reason)state->reason, state->last_try, state->due, now);
}

/* What its server says of another address. */
static void add_move(struct buf *out, const struct store_source *state) {
    if (!str_empty(state->address)) {
        BUF_ADD(out, "    asked at ");
        log_inert(out, state->address);
        BUF_ADD(out, ", where it moved for good: sources.opml may say so\n");
    }
    if (!str_empty(state->moved)) {
        BUF_ADD(out, "    says that it moved for good to ");
        log_inert(out, state->moved);
        buf_add_byte(out, '\n');
    }
}

static void add_json(struct invocation *invocation, const struct edition_source *source,
                     const struct store_source *state) {
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(source->id));
    json_field_str(&json, "url", source->url);
    json_field_text(&json, "title", source->title);
    json_field_bool(&json, "paused", source->paused);
    if (state != NULL) {
        json_field_time(&json, "lastGood", state->last_good);
        json_field_time(&json, "lastTry", state->last_try);
        json_field_int(&json, "failures", state->failures);
        json_field_int(&json, "entries", state->entries);
        json_field_text(&json, "errorClass", state->error_class);
        json_field_text(&json, "error", state->error_text);
        if (state->due > 0)
            json_field_time(&json, "due", state->due);
        struct buf plan;
        buf_init(&plan, PLAN_MOST);
        add_plan(&plan, state, clock_now(&invocation->clock));
        json_field_text(&json, "plan", buf_str(&plan));
        buf_release(&plan);
        json_field_text(&json, "askedAt", state->address);
        json_field_text(&json, "movedTo", state->moved);
    }
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

static void add_words(struct invocation *invocation, struct desk *desk,
                      const struct edition_source *source, const struct store_source *state) {
    struct buf *out = &invocation->out;
    log_inert(out, str_first_of(source->title, source->url));
    if (!str_empty(source->title)) {
        BUF_ADD(out, "  ");
        log_inert(out, source->url);
    }
    BUF_ADD(out, "\n    ");
    if (source->paused) {
        BUF_ADD(out, "paused\n");
        return;
    }
    if (state == NULL) {
        BUF_ADD(out, "not asked yet\n");
        return;
    }
    int64_t now = clock_now(&invocation->clock);
    if (state->failures > 0)
        buf_printf(out, "failed %lld times in a row (%.*s): ", (long long)state->failures,
                   STR_ARG(state->error_class));
    if (!str_empty(state->error_text))
        log_inert(out, state->error_text);
    else
        buf_printf(out, "%lld entries, answered %.*s ago", (long long)state->entries,
                   STR_ARG(desk_age(&desk->arena, now, state->last_good)));
    if (state->due > 0 && state->last_try != TIME_NONE)
        BUF_ADD(out, "; ");
    add_plan(out, state, now);
    buf_add_byte(out, '\n');
    add_move(out, state);
}

struct line {
    const struct edition_source *source;
    const struct store_source *state;
    size_t place; /* in sources.opml */
};

/* Worst first: most failures in a row; then in the file's order. */
static int worst_first(const void *left, const void *right) {
    const struct line *a = left;
    const struct line *b = right;
    int64_t x = a->state != NULL ? a->state->failures : 0;
    int64_t y = b->state != NULL ? b->state->failures : 0;
    if (x != y)
        return x > y ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static enum status list(struct invocation *invocation, struct desk *desk) {
    struct store_source *states = NULL;
    size_t count = 0;
    const struct edition *edition = &desk->edition;
    enum status status = desk_open_store(invocation, desk, STORE_READ);
    if (status == STATUS_OK)
        status = store_sources_list(desk->store, &desk->arena, &states, &count, &invocation->error);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        return status;
    struct line *lines = arena_array(&desk->arena, edition->source_count, struct line);
    if (lines == NULL)
        return arena_status(&desk->arena, &invocation->error);
    for (size_t i = 0; i < edition->source_count; i++)
        lines[i] =
            (struct line){&edition->sources[i], state_of(states, count, edition->sources[i].id), i};
    qsort(lines, edition->source_count, sizeof *lines, worst_first);
    for (size_t i = 0; i < edition->source_count; i++) {
        if (invocation->json)
            add_json(invocation, lines[i].source, lines[i].state);
        else
            add_words(invocation, desk, lines[i].source, lines[i].state);
    }
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct desk desk;
    enum status status = desk_open(invocation, &desk);
    if (status == STATUS_OK)
        status = list(invocation, &desk);
    desk_close(&desk);
    return status;
}

const struct command command_source_list = {
    .name = "source list",
    .arguments = "",
    .summary = "list the sources and how they fare, worst first",
    .help =
        "Lists the sources of sources.opml with what the last round found: entries, or how often "
        "they failed in a row, and why; when they are asked again, and why then; and where they "
        "moved.",
    .group = GROUP_SOURCES,
    .edition = true,
    .options = {{.name = "json", .help = "one JSON line a source"}},
    .run = run,
};
