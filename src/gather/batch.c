/* From a feed's entries to facts. */
#include "gather/gather.h"

#include "article/article.h"
#include "base/json.h"
#include "base/map.h"
#include "files/files.h"
#include "gather/kinds.h"
#include "poll/poll.h"
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

/* The address as an article's key: other tracking parameters, or http for https, are no other
 * entry. */
static struct str entry_address(const struct gatherer *gatherer, struct arena *arena,
                                const struct observation *observation) {
    struct str keys[ARTICLE_KEYS_MOST];
    size_t count = 0;
    bool there =
        !str_empty(observation->link) &&
        article_keys(arena, gatherer->edition, observation, keys, &count, NULL) == STATUS_OK;
    return there ? keys[0] : observation->link;
}

/* What tells an entry from the others of its source: its address, else its GUID, else its title. */
static struct str entry_key(const struct gatherer *gatherer, struct arena *arena,
                            const struct observation *observation) {
    char hex[HASH_HEX + 1];
    struct str name = str_first_of(entry_address(gatherer, arena, observation), observation->guid);
    hash_hex(str_first_of(name, observation->title), hex);
    return arena_copy(arena, str_of(hex, 32));
}

/* Of what it says. How its address is written says nothing, nor does the GUID of an entry that has
 * an address: some outlets make both anew each time. */
static struct str observation_hash(const struct gatherer *gatherer, struct arena *arena,
                                   const struct observation *observation) {
    struct observation said = *observation;
    struct buf text;
    struct json json;
    char hex[HASH_HEX + 1];
    buf_init(&text, BATCH_MEMORY);
    json_init(&json, &text, JSON_COMPACT);
    said.link = entry_address(gatherer, arena, observation);
    said.guid = str_empty(said.link) ? said.guid : STR_NONE;
    observation_write(&said, &json);
    hash_hex(buf_str(&text), hex);
    bool whole = text.status == STATUS_OK;
    buf_release(&text);
    if (!whole)
        arena->failed = true;
    return whole ? arena_copy(arena, str_of(hex, 32)) : STR_NONE;
}

void batch_copy_observation(struct arena *arena, const struct observation *from,
                            struct observation *to) {
    *to = *from;
    struct str *views[] = {&to->guid,      &to->link,          &to->canonical,     &to->amp,
                           &to->title,     &to->excerpt,       &to->byline,        &to->language,
                           &to->type,      &to->embed,         &to->site_name,     &to->text,
                           &to->text_hash, &to->provider_name, &to->rights.policy, &to->feed,
                           &to->cites};
    for (size_t i = 0; i < sizeof views / sizeof views[0]; i++)
        *views[i] = arena_copy(arena, *views[i]);
    to->images = arena_array(arena, from->image_count, struct article_image);
    for (size_t i = 0; to->images != NULL && i < from->image_count; i++) {
        to->images[i] = from->images[i];
        to->images[i].url = arena_copy(arena, from->images[i].url);
    }
}

static void look_for_pictures(const struct gatherer *gatherer, struct observation *observation) {
    for (size_t i = 0; i < observation->image_count; i++)
        observation->images[i].cached = picture_held(gatherer, observation->images[i].url);
}

/* Entries of one source on their way into a batch. Observations, keys and hashes have one index. */
struct sifting {
    struct arena arena;
    struct observation *observations;
    struct store_key *keys; /* with what was last seen of each */
    struct str *hashes;
    struct map taken; /* keys */
    size_t count;
};

/* `most`: how many will be taken. */
static enum status sifting_init(struct sifting *sifting, size_t most, struct error *error) {
    *sifting = (struct sifting){0};
    arena_init(&sifting->arena, FEED_MEMORY);
    map_init(&sifting->taken, 0);
    sifting->observations = arena_array(&sifting->arena, most, struct observation);
    sifting->keys = arena_array(&sifting->arena, most, struct store_key);
    sifting->hashes = arena_array(&sifting->arena, most, struct str);
    return arena_status(&sifting->arena, error);
}

static void sifting_release(struct sifting *sifting) {
    map_release(&sifting->taken);
    arena_release(&sifting->arena);
}

/* Of entries with one key the first counts, which in feeds is the newest: else each reading would
 * find the others changed (attacks.md E16). */
static enum status sift(struct gatherer *gatherer, const struct observation *observation,
                        struct sifting *sifting, struct error *error) {
    struct str key = entry_key(gatherer, &sifting->arena, observation);
    bool fresh = true;
    if (str_absent(key))
        return arena_status(&sifting->arena, error);
    if (map_ensure(&sifting->taken, key, sifting->count, &fresh) == NULL)
        return error_memory(error);
    if (!fresh)
        return STATUS_OK;
    struct observation *kept = &sifting->observations[sifting->count];
    *kept = *observation;
    look_for_pictures(gatherer, kept);
    sifting->keys[sifting->count] = (struct store_key){.key = key};
    sifting->hashes[sifting->count++] = observation_hash(gatherer, &sifting->arena, kept);
    return arena_status(&sifting->arena, error);
}

static bool has_news(const struct sifting *sifting) {
    for (size_t i = 0; i < sifting->count; i++)
        if (!str_eq(sifting->keys[i].value, sifting->hashes[i]))
            return true;
    return false;
}

/* Adds to the batch what is not as it was when its source was last read. Entries of a feed get
 * their languages here; a page's article has one. */
static enum status add_news(struct gatherer *gatherer, struct sifting *sifting, struct str source,
                            bool feed, struct batch *batch, struct error *error) {
    struct arena *arena = &batch->arena;
    enum status status = store_seen_get(gatherer->store, &sifting->arena, source, sifting->keys,
                                        sifting->count, error);
    struct str name = arena_copy(arena, source);
    if (status == STATUS_OK && feed && has_news(sifting))
        status = gather_languages(gatherer, &sifting->arena, sifting->observations, sifting->count,
                                  error);
    for (size_t i = 0; status == STATUS_OK && i < sifting->count; i++) {
        if (str_eq(sifting->keys[i].value, sifting->hashes[i]))
            continue;
        if (arena_grow(arena, &batch->items, &batch->capacity, batch->count + 1,
                       sizeof *batch->items) == STATUS_OK) {
            struct batch_item *item = &batch->items[batch->count++];
            batch_copy_observation(arena, &sifting->observations[i], &item->observation);
            item->source = name;
            item->key = arena_copy(arena, sifting->keys[i].key);
            item->hash = arena_copy(arena, sifting->hashes[i]);
        }
        status = arena_status(arena, error);
    }
    return status;
}

enum status batch_add(struct gatherer *gatherer, const struct observation *observation,
                      struct batch *batch, struct error *error) {
    struct sifting sifting;
    struct str source = str_from(observation->source[0] != '\0' ? observation->source : "by hand");
    enum status status = sifting_init(&sifting, 1, error);
    if (status == STATUS_OK)
        status = sift(gatherer, observation, &sifting, error);
    if (status == STATUS_OK)
        status = add_news(gatherer, &sifting, source, false, batch, error);
    sifting_release(&sifting);
    return status;
}

/* Sifts the entries of a parsed feed. One that has nothing to hold on to is left out, and the rest
 * goes on. */
static enum status sift_feed(struct gatherer *gatherer, const struct edition_source *source,
                             const struct feed *feed, struct arena *arena, struct sifting *sifting,
                             size_t *entries, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < feed->entry_count; i++) {
        struct observation observation;
        struct error why = {0};
        status = observation_from_entry(arena, feed, &feed->entries[i], source, &observation, &why);
        if (status == STATUS_INVALID) {
            log_write(gatherer->log, LOG_DEBUG, "entry skipped", LOG_STR("source", source->url),
                      LOG_TEXT("why", why.message));
            status = STATUS_OK;
            continue;
        }
        if (status == STATUS_OK)
            status = sift(gatherer, &observation, sifting, error);
        else if (error != NULL)
            *error = why;
        (*entries)++;
    }
    return status;
}

/* What the feed says of when to come again. */
static enum status note_manners(const struct gatherer *gatherer, const struct feed *feed,
                                struct arena *arena, struct batch_feed *read, struct error *error) {
    int64_t *times = arena_array(arena, feed->entry_count, int64_t);
    if (times == NULL && feed->entry_count > 0)
        return arena_status(arena, error);
    read->newest = TIME_NONE;
    for (size_t i = 0; i < feed->entry_count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        times[i] = entry->published != TIME_NONE ? entry->published : entry->updated;
        if (times[i] != TIME_NONE && (read->newest == TIME_NONE || times[i] > read->newest))
            read->newest = times[i];
    }
    read->skip_hours = feed->skip_hours;
    read->skip_days = feed->skip_days;
    read->rhythm = poll_rhythm(times, feed->entry_count, gatherer->now);
    read->ttl = feed->ttl <= 0                     ? 0
                : feed->ttl > POLL_CLAIM_MOST / 60 ? POLL_CLAIM_MOST
                                                   : feed->ttl * 60;
    return STATUS_OK;
}

/* The parts outlive the arena of the feed. */
static enum status keep_parts(struct batch *batch, const struct feed_part *parts, size_t count,
                              struct error *error) {
    batch->parts = arena_array(&batch->arena, count, struct feed_part);
    for (size_t i = 0; batch->parts != NULL && i < count; i++)
        batch->parts[i] =
            (struct feed_part){arena_copy(&batch->arena, parts[i].url), parts[i].modified};
    batch->part_count = batch->parts != NULL ? count : 0;
    return arena_status(&batch->arena, error);
}

enum status batch_add_feed(struct gatherer *gatherer, const struct edition_source *source,
                           struct str base, struct str bytes, struct str content_type,
                           struct batch *batch, struct batch_feed *read, struct error *error) {
    struct arena arena;
    struct sifting sifting = {0};
    struct feed feed = {0};
    struct feed_part *parts;
    size_t part_count;
    *read = (struct batch_feed){0};
    batch->part_count = 0;
    arena_init(&arena, FEED_MEMORY);
    enum status status =
        source_read(&arena, source, bytes, base, content_type, &feed, &parts, &part_count, error);
    if (status == STATUS_OK && part_count > 0)
        status = keep_parts(batch, parts, part_count, error);
    if (status != STATUS_OK)
        goto out;
    status = sifting_init(&sifting, feed.entry_count, error);
    if (status == STATUS_OK)
        status = sift_feed(gatherer, source, &feed, &arena, &sifting, &read->entries, error);
    if (status == STATUS_OK)
        status = note_manners(gatherer, &feed, &arena, read, error);
    read->warnings = feed.warning_count;
    if (feed.warning_count > 0)
        read->warning = arena_copy(&batch->arena, feed.warnings[0]);
    read->hub = arena_copy(&batch->arena, feed.hub);
    read->self = arena_copy(&batch->arena, feed.self);
    if (status == STATUS_OK)
        status = add_news(gatherer, &sifting, str_from(source->id), true, batch, error);
    sifting_release(&sifting);
out:
    arena_release(&arena);
    return status;
}

enum status batch_join(struct batch *batch, const struct batch *other, struct error *error) {
    for (size_t i = 0; i < other->count; i++) {
        if (arena_grow(&batch->arena, &batch->items, &batch->capacity, batch->count + 1,
                       sizeof *batch->items) != STATUS_OK)
            return arena_status(&batch->arena, error);
        batch->items[batch->count++] = other->items[i];
    }
    return STATUS_OK;
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

/* What is to be noted as seen, while the items still stand source by source. */
static struct store_key *keys_of(struct batch *batch) {
    struct store_key *keys = arena_array(&batch->arena, batch->count, struct store_key);
    for (size_t i = 0; keys != NULL && i < batch->count; i++)
        keys[i] = (struct store_key){.key = batch->items[i].key, .value = batch->items[i].hash};
    return keys;
}

static struct str *sources_of(struct batch *batch) {
    struct str *sources = arena_array(&batch->arena, batch->count, struct str);
    for (size_t i = 0; sources != NULL && i < batch->count; i++)
        sources[i] = batch->items[i].source;
    return sources;
}

static enum status note_seen(struct gatherer *gatherer, const struct store_key *keys,
                             const struct str *sources, size_t count, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0, end; status == STATUS_OK && i < count; i = end) {
        for (end = i + 1; end < count && str_eq(sources[end], sources[i]); end++)
            continue;
        status = store_seen_put(gatherer->store, sources[i], &keys[i], end - i, error);
    }
    return status;
}

enum status batch_commit(struct gatherer *gatherer, struct batch *batch, struct error *error) {
    struct facts facts;
    if (batch->count == 0)
        return STATUS_OK;
    struct store_key *keys = keys_of(batch);
    struct str *sources = sources_of(batch);
    enum status status = arena_status(&batch->arena, error);
    facts_init(&facts);
    qsort(batch->items, batch->count, sizeof *batch->items, by_age);
    for (size_t i = 0; status == STATUS_OK && i < batch->count; i++)
        status = facts_add_observed(&facts, &batch->items[i].observation, gatherer->now, error);
    if (status == STATUS_OK)
        status = facts_commit(&facts, gatherer->store, error);
    if (status == STATUS_OK) {
        gatherer->report.fresh += batch->count;
        status = note_seen(gatherer, keys, sources, batch->count, error);
    }
    facts_release(&facts);
    batch_release(batch);
    batch_init(batch);
    return status;
}

enum status source_states_read(struct gatherer *gatherer, struct arena *arena,
                               struct source_states *states, struct error *error) {
    return store_sources_list(gatherer->store, arena, &states->items, &states->count, error);
}

static int by_id(const void *id, const void *state) {
    return strcmp(id, ((const struct store_source *)state)->id);
}

struct store_source source_state(const struct source_states *states, const char *id) {
    const struct store_source *found =
        states->count > 0 ? bsearch(id, states->items, states->count, sizeof *states->items, by_id)
                          : NULL;
    struct store_source fresh = {.last_good = TIME_NONE, .last_try = TIME_NONE};
    snprintf(fresh.id, sizeof fresh.id, "%s", id);
    return found != NULL ? *found : fresh;
}

void gather_note_failure(struct gatherer *gatherer, const struct edition_source *source,
                         struct store_source *state, struct str class, struct str text) {
    gatherer->report.failed++;
    state->last_try = gatherer->now;
    state->error_class = class;
    state->error_text = text;
    log_write(gatherer->log, LOG_WARNING, "source failed", LOG_STR("source", source->url),
              LOG_STR("class", class), LOG_STR("why", text));
}

enum status gather_failed(struct gatherer *gatherer, const struct edition_source *source,
                          struct store_source *state, struct str class, struct str text,
                          struct error *error) {
    gather_note_failure(gatherer, source, state, class, text);
    state->failures++;
    return store_sources_put(gatherer->store, state, 1, error);
}
