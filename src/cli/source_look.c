/* What an address brings when it is asked now. */
#include "cli/source.h"

#include "feed/feed.h"
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
    look->title = arena_copy(arena, feed->title);
    look->language = arena_copy(arena, feed->language);
    look->warnings = feed->warning_count;
    if (feed->warning_count > 0)
        look->warning = arena_copy(arena, feed->warnings[0]);
    look->rhythm = poll_rhythm(times, feed->entry_count, now);
    take_entries(arena, all, feed->entry_count, look);
}

enum status source_look_at(struct arena *arena, const struct fetch_response *response, int64_t now,
                           struct source_look *look, struct error *error) {
    struct arena scratch;
    struct feed feed;
    struct error why = {0};
    *look = (struct source_look){
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
    if (response->class != FETCH_OK)
        return arena_status(arena, error);
    arena_init(&scratch, LOOK_MEMORY);
    enum status status = feed_parse(&scratch, response->body, response->final_url,
                                    response->content_type, &feed, &why);
    if (status == STATUS_OK) {
        take_feed(arena, &scratch, &feed, now, look);
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

enum status source_fetcher(struct invocation *invocation, const struct desk *desk,
                           struct fetcher **fetcher) {
    const struct fetch_options options = {
        .config = &desk->edition.fetch, .clock = &invocation->clock, .log = &invocation->log};
    return fetch_open(&options, fetcher, &invocation->error);
}

enum status source_ask(struct invocation *invocation, const struct desk *desk, struct str url,
                       enum fetch_kind kind, fetch_done *done, void *context) {
    struct fetcher *fetcher = NULL;
    const struct fetch_request request = {.url = url, .kind = kind};
    enum status status = source_fetcher(invocation, desk, &fetcher);
    if (status == STATUS_OK)
        status = fetch_add(fetcher, &request, &invocation->error);
    if (status == STATUS_OK)
        status = fetch_run(fetcher, done, context, &invocation->error);
    fetch_close(fetcher);
    return status;
}
