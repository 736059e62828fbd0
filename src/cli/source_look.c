/* What an address brings when it is asked now. */
#include "cli/source.h"

#include "gather/gather.h"
#include "gather/kinds.h"
#include "poll/poll.h"
#include <stdlib.h>

enum { LOOK_MEMORY = 256 * 1024 * 1024, FULL_TEXT = 600 /* bytes */ };

struct dated {
    const struct feed_entry *entry;
    int64_t time;
    size_t place;
};

static int newest_first(const void *left, const void *right) {
    const struct dated *a = left;
    const struct dated *b = right;
    if (a->time != b->time)
        return a->time > b->time ? -1 : 1;
    return a->place < b->place ? -1 : a->place > b->place;
}

static void take_entries(struct arena *arena, struct dated *all, size_t count,
                         struct source_look *look) {
    qsort(all, count, sizeof *all, newest_first);
    look->newest = count > 0 ? all[0].time : TIME_NONE;
    for (size_t i = 0; i < count && i < SOURCE_SHOWN; i++) {
        struct str title = str_first_of(all[i].entry->title, all[i].entry->link);
        look->shown[look->shown_count++] =
            (struct source_entry){arena_copy(arena, title), all[i].time};
    }
}

static struct feed_part *copy_parts(struct arena *arena, const struct feed_part *parts,
                                    size_t count) {
    struct feed_part *copies = arena_array(arena, count, struct feed_part);
    for (size_t i = 0; copies != NULL && i < count; i++)
        copies[i] = (struct feed_part){arena_copy(arena, parts[i].url), parts[i].modified};
    return copies;
}

static void take_feed(struct arena *arena, struct arena *scratch, const struct feed *feed,
                      int64_t now, struct source_look *look) {
    struct dated *all = arena_array(scratch, feed->entry_count, struct dated);
    int64_t *times = arena_array(scratch, feed->entry_count, int64_t);
    if (all == NULL || times == NULL)
        return;
    for (size_t i = 0; i < feed->entry_count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        times[i] = entry->published != TIME_NONE ? entry->published : entry->updated;
        all[i] = (struct dated){entry, times[i], i};
        look->dated += times[i] != TIME_NONE;
        look->full += entry->content.n >= FULL_TEXT;
    }
    look->entries = feed->entry_count;
    struct str outlet = feed->entry_count > 0 ? feed->entries[0].source_title : STR_NONE;
    look->title = arena_copy(arena, str_first_of(feed->title, outlet));
    look->language = arena_copy(arena, feed->language);
    look->warnings = feed->warning_count;
    if (feed->warning_count > 0)
        look->warning = arena_copy(arena, feed->warnings[0]);
    look->rhythm = poll_rhythm(times, feed->entry_count, now);
    take_entries(arena, all, feed->entry_count, look);
}

enum status source_look_at(struct arena *arena, const struct edition_source *source,
                           struct str bytes, struct str base, struct str content_type, int64_t now,
                           struct source_look *look, struct feed_part **parts, size_t *part_count,
                           struct error *error) {
    struct arena scratch;
    struct feed feed;
    struct error why = {0};
    arena_init(&scratch, LOOK_MEMORY);
    look->kind = source->kind;
    look->class = "ok";
    look->message = STR_NONE;
    enum status status =
        source_read(&scratch, source, bytes, base, content_type, &feed, parts, part_count, &why);
    if (status == STATUS_OK) {
        take_feed(arena, &scratch, &feed, now, look);
        *parts = copy_parts(arena, *parts, *part_count);
        status = arena_status(&scratch, error);
    } else if (status == STATUS_INVALID || status == STATUS_LIMIT) {
        look->class = "not_a_feed";
        look->message = arena_copy(arena, str_from(why.message));
        status = STATUS_OK;
    } else if (error != NULL) {
        *error = why;
    }
    arena_release(&scratch);
    return status != STATUS_OK ? status : arena_status(arena, error);
}

/* ---- asking ---- */

enum { MAPS_ASKED = 5 };

struct source_asking {
    struct invocation *invocation;
    struct workspace *workspace;
    struct fetcher *fetcher;
    int64_t now;
    enum status status;
};

static enum status add(struct source_asking *asking, struct source_question *question,
                       struct str url) {
    const struct fetch_request request = {
        .url = url,
        .kind = question->source.kind == SOURCE_PAGE ? FETCH_PAGE : FETCH_FEED,
        .data = question,
    };
    return fetch_add(asking->fetcher, &request, &asking->invocation->error);
}

/* Beside what the body says. */
static void take_answer(struct arena *arena, const struct fetch_response *response,
                        struct source_look *look) {
    *look = (struct source_look){
        .kind = look->kind,
        .url = arena_copy(arena, response->url),
        .address = arena_copy(arena, response->final_url),
        .moved = arena_copy(arena, response->moved),
        .class = fetch_class_word(response->class),
        .message = arena_copy(arena, response->message),
        .status = response->status,
        .retry_after = response->retry_after,
        .ms = response->ms,
        .newest = TIME_NONE,
    };
}

static enum status take_source(struct source_asking *asking, struct source_question *question,
                               const struct fetch_response *response) {
    struct arena *arena = &asking->workspace->arena;
    struct source_look *look = &question->look;
    struct feed_part *parts;
    size_t count;
    look->kind = question->source.kind;
    take_answer(arena, response, look);
    if (response->class != FETCH_OK)
        return arena_status(arena, &asking->invocation->error);
    if (question->keep) {
        question->body = arena_copy(arena, response->body);
        question->content_type = arena_copy(arena, response->content_type);
    }
    enum status status = source_look_at(arena, &question->source, response->body,
                                        response->final_url, response->content_type, asking->now,
                                        look, &parts, &count, &asking->invocation->error);
    if (status != STATUS_OK || count == 0)
        return status;
    if (question->source.kind == SOURCE_ARCHIVE) {
        look->older = true;
        return STATUS_OK;
    }
    question->maps = parts;
    question->map_count = look->maps = count;
    return add(asking, question, parts[question->maps_asked++].url);
}

/* A map that a map of maps named: what it brings is what the source brings. */
static enum status take_map(struct source_asking *asking, struct source_question *question,
                            const struct fetch_response *response) {
    struct source_look look = question->look;
    struct feed_part *parts;
    size_t count;
    enum status status = STATUS_OK;
    if (response->class == FETCH_OK)
        status = source_look_at(&asking->workspace->arena, &question->source, response->body,
                                response->final_url, response->content_type, asking->now, &look,
                                &parts, &count, &asking->invocation->error);
    if (status == STATUS_OK && look.entries > 0) {
        question->look = look;
        return STATUS_OK;
    }
    bool more = question->maps_asked < question->map_count && question->maps_asked < MAPS_ASKED;
    return status == STATUS_OK && more
               ? add(asking, question, question->maps[question->maps_asked++].url)
               : status;
}

static void answered(const struct fetch_response *response, void *context) {
    struct source_asking *asking = context;
    struct source_question *question = response->data;
    enum status status = question->maps_asked > 0 ? take_map(asking, question, response)
                                                  : take_source(asking, question, response);
    if (asking->status == STATUS_OK)
        asking->status = status;
}

/* Our own servers are no sources. An edition that never ran has none that is known. */
static enum status find_listeners(struct invocation *invocation, struct workspace *workspace,
                                  struct fetch_options *options) {
    struct str *listeners = NULL;
    enum status status = STATUS_OK;
    if (workspace->store == NULL)
        status = workspace_open_store(invocation, workspace, STORE_READ);
    if (status == STATUS_OK)
        status = gather_listeners(workspace->store, &workspace->arena, &listeners,
                                  &options->deny_count, &invocation->error);
    options->deny = listeners;
    return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status source_ask(struct invocation *invocation, struct workspace *workspace,
                       struct source_question *questions, size_t count) {
    struct source_asking asking = {
        .invocation = invocation, .workspace = workspace, .now = clock_now(&invocation->clock)};
    struct fetch_options options = {
        .config = &workspace->edition.fetch, .clock = &invocation->clock, .log = &invocation->log};
    enum status status = find_listeners(invocation, workspace, &options);
    if (status == STATUS_OK)
        status = fetch_open(&options, &asking.fetcher, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = add(&asking, &questions[i], questions[i].source.url);
    if (status == STATUS_OK)
        status = fetch_run(asking.fetcher, answered, &asking, &invocation->error);
    fetch_close(asking.fetcher);
    return status != STATUS_OK ? status : asking.status;
}
