#include "cli/source.h"

#include "base/json.h"
#include <stdlib.h>

/* A source that is asked. */
struct checked {
    const struct edition_source *source;
    struct source_look look;
    enum source_trouble trouble;
    struct str sentence;
    size_t place;
};

struct checking {
    struct invocation *invocation;
    struct workspace *workspace;
    int64_t now;
    struct checked *items;
    size_t count;
};

static bool on_the_web(const struct edition_source *source) {
    return str_starts_case(source->url, STR("http://")) ||
           str_starts_case(source->url, STR("https://"));
}

static void add(struct checking *checking, const struct edition_source *source) {
    checking->items[checking->count] = (struct checked){.source = source, .place = checking->count};
    checking->count++;
}

/* All that are watched and not paused, or those that are named. */
static enum status choose(struct checking *checking) {
    struct invocation *invocation = checking->invocation;
    const struct edition *edition = &checking->workspace->edition;
    const struct edition_source **named;
    size_t count;
    enum status status = source_choose(invocation, checking->workspace, true, &named, &count);
    checking->items =
        arena_array(&checking->workspace->arena, edition->source_count + 1, struct checked);
    if (status == STATUS_OK && checking->items == NULL)
        status = arena_status(&checking->workspace->arena, &invocation->error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (!on_the_web(named[i]))
            return error_set(&invocation->error, STATUS_INVALID,
                             "'%.*s' is a file: only a round reads it", STR_ARG(named[i]->url));
        add(checking, named[i]);
    }
    for (size_t i = 0; invocation->argument_count == 0 && i < edition->source_count; i++)
        if (!edition->sources[i].paused && on_the_web(&edition->sources[i]))
            add(checking, &edition->sources[i]);
    return STATUS_OK;
}

static enum status judge(struct checking *checking, struct checked *item) {
    struct arena *arena = &checking->workspace->arena;
    struct buf words;
    buf_init(&words, SOURCE_SENTENCE_MOST);
    item->trouble = source_judge_look(&item->look, checking->now, &words);
    item->sentence = arena_copy(arena, buf_str(&words));
    buf_release(&words);
    return arena_status(arena, &checking->invocation->error);
}

static int worst_first(const void *left, const void *right) {
    const struct checked *a = left;
    const struct checked *b = right;
    if (a->trouble != b->trouble)
        return a->trouble < b->trouble ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void tell(struct invocation *invocation, const struct checked *item) {
    struct json json;
    if (!invocation->json) {
        source_add_name(&invocation->out, str_first_of(item->source->title, item->look.title),
                        item->source->url);
        source_add_sentence(&invocation->out, item->sentence);
        return;
    }
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(item->source->id));
    json_field_str(&json, "url", item->source->url);
    json_field_str(&json, "state", str_from(source_trouble_word(item->trouble)));
    json_field_str(&json, "sentence", item->sentence);
    json_field_str(&json, "class", str_from(item->look.class));
    if (item->look.status > 0)
        json_field_int(&json, "status", item->look.status);
    json_field_text(&json, "movedTo", item->look.moved);
    json_field_int(&json, "entries", (int64_t)item->look.entries);
    json_field_time(&json, "newest", item->look.newest);
    json_field_int(&json, "rhythm", item->look.rhythm);
    json_field_int(&json, "warnings", (int64_t)item->look.warnings);
    json_field_int(&json, "ms", item->look.ms);
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

static enum status ask(struct checking *checking) {
    struct arena *arena = &checking->workspace->arena;
    struct source_question *questions = arena_array(arena, checking->count, struct source_question);
    if (questions == NULL && checking->count > 0)
        return arena_status(arena, &checking->invocation->error);
    for (size_t i = 0; i < checking->count; i++)
        questions[i] = (struct source_question){.source = *checking->items[i].source};
    enum status status =
        source_ask(checking->invocation, checking->workspace, questions, checking->count);
    for (size_t i = 0; status == STATUS_OK && i < checking->count; i++) {
        checking->items[i].look = questions[i].look;
        status = judge(checking, &checking->items[i]);
    }
    return status;
}

static enum status check(struct invocation *invocation, struct workspace *workspace) {
    struct checking checking = {
        .invocation = invocation, .workspace = workspace, .now = clock_now(&invocation->clock)};
    size_t ill = 0;
    enum status status = choose(&checking);
    if (status == STATUS_OK)
        status = ask(&checking);
    if (status != STATUS_OK)
        return status;
    qsort(checking.items, checking.count, sizeof *checking.items, worst_first);
    for (size_t i = 0; i < checking.count; i++) {
        ill += checking.items[i].trouble != TROUBLE_NONE;
        tell(invocation, &checking.items[i]);
    }
    invocation->found = ill > 0;
    if (!invocation->json && checking.count == 0)
        BUF_ADD(&invocation->out, "No source is to be asked: files are read by each run, and what "
                                  "is paused rests.\n");
    else if (!invocation->json && checking.count != 1)
        buf_printf(&invocation->out, "\n%zu of %zu sources %s well.\n", checking.count - ill,
                   checking.count, checking.count - ill == 1 ? "is" : "are");
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = check(invocation, &workspace);
    workspace_close(&workspace);
    return status;
}

const struct command command_source_check = {
    .name = "source check",
    .arguments = "[SOURCE…]",
    .summary = "ask sources now and say what is wrong with them",
    .help = "Asks each SOURCE (an id, an address or a title; without any: all that are watched and "
            "not paused) now, whether it is due or not, and says in a sentence what is wrong with "
            "it, or what it brings; worst first. Nothing is taken in and nothing is noted.",
    .group = GROUP_SOURCES,
    .least = 0,
    .most = -1,
    .edition = true,
    .options = {{.name = "json", .help = "one JSON line a source"}},
    .exits = {{EXIT_FOUND, "something is wrong with a source"},
              {EXIT_DATA, "no source is called so, or it is a file"}},
    .run = run,
};
