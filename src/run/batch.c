/* From a feed's entries to facts. */
#include "run/gather.h"

#include "base/json.h"
#include "files/files.h"
#include <stdlib.h>
#include <unistd.h>

enum { BATCH_MEMORY = 512 * 1024 * 1024, FEED_MEMORY = 256 * 1024 * 1024 };

void batch_init(struct batch *batch) {
    *batch = (struct batch){0};
    arena_init(&batch->arena, BATCH_MEMORY);
}

void batch_release(struct batch *batch) {
    arena_release(&batch->arena);
    *batch = (struct batch){0};
}

/* A copy of the picture lies in inbox/pictures/ under the hash of its address (spec/edition.md). */
static bool picture_held(const struct gatherer *gatherer, struct str url) {
    char path[32 + HASH_HEX];
    char hex[HASH_HEX + 1];
    int fd;
    int64_t size;
    hash_hex(url, hex);
    int n = snprintf(path, sizeof path, "inbox/pictures/%s", hex);
    if (files_open(gatherer->folder, str_of(path, (size_t)n), &fd, &size, NULL) != STATUS_OK)
        return false;
    close(fd);
    return true;
}

/* What tells an entry from the others of its source: its address, else its GUID, else its title. */
static struct str entry_key(struct arena *arena, const struct observation *observation) {
    char hex[HASH_HEX + 1];
    struct str name = str_first_of(observation->link, observation->guid);
    hash_hex(str_first_of(name, observation->title), hex);
    return arena_copy(arena, str_of(hex, 32));
}

static struct str observation_hash(struct arena *arena, const struct observation *observation) {
    struct buf text;
    struct json json;
    char hex[HASH_HEX + 1];
    buf_init(&text, BATCH_MEMORY);
    json_init(&json, &text, JSON_COMPACT);
    observation_write(observation, &json);
    hash_hex(buf_str(&text), hex);
    bool whole = text.status == STATUS_OK;
    buf_release(&text);
    return whole ? arena_copy(arena, str_of(hex, 32)) : STR_NONE;
}

void batch_copy_observation(struct arena *arena, const struct observation *from,
                            struct observation *to) {
    *to = *from;
    struct str *views[] = {&to->guid,      &to->link,         &to->canonical, &to->amp,
                           &to->title,     &to->excerpt,      &to->byline,    &to->language,
                           &to->type,      &to->embed,        &to->site_name, &to->text,
                           &to->text_hash, &to->provider_name};
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
        *views[i] = arena_copy(arena, *views[i]);
    to->images = arena_array(arena, from->image_count, struct observation_image);
    for (size_t i = 0; to->images != NULL && i < from->image_count; i++) {
        to->images[i] = from->images[i];
        to->images[i].url = arena_copy(arena, from->images[i].url);
    }
}

enum status batch_add(struct gatherer *gatherer, const struct observation *observation,
                      struct batch *batch, struct error *error) {
    struct arena scratch;
    struct observation seen = *observation;
    arena_init(&scratch, FEED_MEMORY);
    for (size_t i = 0; i < seen.image_count; i++)
        seen.images[i].cached = picture_held(gatherer, seen.images[i].url);
    struct store_key key = {.key = entry_key(&scratch, &seen)};
    struct str hash = observation_hash(&scratch, &seen);
    struct str source = str_from(seen.source[0] != '\0' ? seen.source : "by hand");
    enum status status = arena_status(&scratch, error);
    if (status == STATUS_OK)
        status = store_seen_get(gatherer->store, &scratch, source, &key, 1, error);
    if (status != STATUS_OK || str_eq(key.value, hash))
        goto out;
    if (arena_grow(&batch->arena, &batch->items, &batch->capacity, batch->count + 1,
                   sizeof *batch->items) == STATUS_OK) {
        struct batch_item *item = &batch->items[batch->count++];
        batch_copy_observation(&batch->arena, &seen, &item->observation);
        item->source = arena_copy(&batch->arena, source);
        item->key = arena_copy(&batch->arena, key.key);
        item->hash = arena_copy(&batch->arena, hash);
    }
    status = arena_status(&batch->arena, error);
out:
    arena_release(&scratch);
    return status;
}

enum status batch_add_feed(struct gatherer *gatherer, const struct edition_source *source,
                           struct str bytes, struct str content_type, struct batch *batch,
                           size_t *entries, struct error *error) {
    struct arena arena;
    struct feed feed;
    struct str base = str_starts(source->url, STR("inbox/")) ? source->html_url : source->url;
    *entries = 0;
    arena_init(&arena, FEED_MEMORY);
    enum status status = feed_parse(&arena, bytes, base, content_type, &feed, error);
    for (size_t i = 0; status == STATUS_OK && i < feed.entry_count; i++) {
        struct observation observation;
        struct error skipped;
        status =
            observation_from_entry(&arena, &feed, &feed.entries[i], source, &observation, &skipped);
        if (status == STATUS_INVALID) { /* nothing to hold on to: the rest of the feed goes on */
            log_write(gatherer->log, LOG_DEBUG, "entry skipped", LOG_STR("source", source->url),
                      LOG_TEXT("why", skipped.message));
            status = STATUS_OK;
            continue;
        }
        if (status == STATUS_OK)
            status = batch_add(gatherer, &observation, batch, error);
        else if (error != NULL)
            *error = skipped;
        (*entries)++;
    }
    arena_release(&arena);
    return status;
}

/* Oldest first, so that a story is founded by the article that broke it; then by address, so that
 * the order of files and answers does not matter. */
static int by_age(const void *left, const void *right) {
    const struct batch_item *a = left;
    const struct batch_item *b = right;
    int64_t x = a->observation.claimed;
    int64_t y = b->observation.claimed;
    if (x == TIME_NONE)
        x = INT64_MAX;
    if (y == TIME_NONE)
        y = INT64_MAX;
    if (x != y)
        return x < y ? -1 : 1;
    int order = str_compare(a->observation.link, b->observation.link);
    return order != 0 ? order : str_compare(a->key, b->key);
}

static enum status note_seen(struct gatherer *gatherer, const struct batch *batch,
                             struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < batch->count; i++) {
        const struct batch_item *item = &batch->items[i];
        const struct store_key key = {.key = item->key, .value = item->hash};
        status = store_seen_put(gatherer->store, item->source, &key, 1, error);
    }
    return status;
}

enum status batch_commit(struct gatherer *gatherer, struct batch *batch, struct error *error) {
    struct facts facts;
    enum status status = STATUS_OK;
    if (batch->count == 0)
        return STATUS_OK;
    facts_init(&facts);
    qsort(batch->items, batch->count, sizeof *batch->items, by_age);
    for (size_t i = 0; status == STATUS_OK && i < batch->count; i++)
        status = facts_add_observed(&facts, &batch->items[i].observation, gatherer->now, error);
    if (status == STATUS_OK)
        status = facts_commit(&facts, gatherer->store, error);
    if (status == STATUS_OK) {
        gatherer->report.fresh += batch->count;
        status = note_seen(gatherer, batch, error);
    }
    facts_release(&facts);
    batch_release(batch);
    batch_init(batch);
    return status;
}

enum status gather_state(struct gatherer *gatherer, struct arena *arena, const char *id,
                         struct store_source *state, struct error *error) {
    struct store_source *all;
    size_t count;
    *state = (struct store_source){.last_good = TIME_NONE, .last_try = TIME_NONE};
    snprintf(state->id, sizeof state->id, "%s", id);
    enum status status = store_sources_list(gatherer->store, arena, &all, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (strcmp(all[i].id, id) == 0)
            *state = all[i];
    return status;
}

enum status gather_failed(struct gatherer *gatherer, const struct edition_source *source,
                          struct store_source *state, struct str class, struct str text,
                          struct error *error) {
    gatherer->report.failed++;
    state->last_try = gatherer->now;
    state->failures++;
    state->error_class = class;
    state->error_text = text;
    log_write(gatherer->log, LOG_WARNING, "source failed", LOG_STR("source", source->url),
              LOG_STR("class", class), LOG_STR("why", text));
    return store_sources_put(gatherer->store, state, 1, error);
}
