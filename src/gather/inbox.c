/* The inbox: feeds, pages and records that were dropped into the folder as files. */
#include "gather/gather.h"

#include "files/files.h"
#include "record/record.h"

enum { LIST_MEMORY = 64 * 1024 * 1024, PAGE_MEMORY = 256 * 1024 * 1024 };

/* The source of a file: as sources.opml says, else one of its own without attributes. */
static struct edition_source source_of(const struct gatherer *gatherer, struct str path) {
    for (size_t i = 0; i < gatherer->edition->source_count; i++)
        if (str_eq(gatherer->edition->sources[i].url, path))
            return gatherer->edition->sources[i];
    struct edition_source source = {.url = path, .title = path, .topic = SIZE_MAX};
    id_make(path, source.id);
    return source;
}

static enum status take_page(struct gatherer *gatherer, const struct edition_source *source,
                             struct str bytes, struct batch *batch, struct error *error) {
    struct arena arena;
    struct page page;
    struct observation observation;
    arena_init(&arena, PAGE_MEMORY);
    enum status status = page_extract(&arena, bytes, source->html_url, STR_NONE, &page, error);
    if (status == STATUS_OK)
        status = observation_from_page(&arena, &page, &observation, error);
    if (status == STATUS_OK) {
        memcpy(observation.source, source->id, sizeof observation.source);
        gather_rights(gatherer, &arena, &page, STR_NONE, &observation);
        status = gather_language(gatherer, &arena, &observation, error);
    }
    if (status == STATUS_OK)
        status = batch_add(gatherer, &observation, batch, error);
    arena_release(&arena);
    return status;
}

/* A record waits among `records` until the walk settles. */
static enum status take_record(struct gatherer *gatherer, const struct edition_source *source,
                               struct str bytes, struct facts *records, struct error *error) {
    struct arena arena;
    struct record record;
    arena_init(&arena, PAGE_MEMORY);
    struct str name = str_skip(source->url, str_find_last_byte(source->url, '/') + 1);
    struct str path = arena_format(&arena, "_news/%.*s", STR_ARG(name));
    enum status status = record_read(&arena, bytes, &record, error);
    if (status == STATUS_OK && !record_path_valid(path))
        status =
            error_set(error, STATUS_INVALID,
                      "a record's name must read YYYY-MM-DD-words.md, not '%.*s'", STR_ARG(name));
    if (status == STATUS_OK)
        status = facts_add_imported(records, path, bytes, gatherer->now, error);
    arena_release(&arena);
    return status;
}

/* A walk through the inbox. All that is new becomes facts together, oldest article first, whichever
 * files it came from; a source's content counts as read only after that. */
struct walk {
    struct gatherer *gatherer;
    struct arena arena; /* names and states */
    struct source_states states;
    struct batch batch;
    struct facts records;
    struct store_source *read; /* states to be noted once the batch is committed */
    size_t read_count, read_capacity;
};

static enum status take_file(struct walk *walk, const struct edition_source *source,
                             struct str bytes, size_t *entries, struct error *error) {
    *entries = 1;
    if (str_ends(source->url, STR(".md")))
        return take_record(walk->gatherer, source, bytes, &walk->records, error);
    bool page = str_ends(source->url, STR(".html")) || str_ends(source->url, STR(".htm"));
    if (page && source->kind == SOURCE_FEED) /* no source of articles, but one */
        return take_page(walk->gatherer, source, bytes, &walk->batch, error);
    struct batch_feed read;
    enum status status = batch_add_feed(walk->gatherer, source, source->html_url, bytes, STR_NONE,
                                        &walk->batch, &read, error);
    *entries = read.entries;
    return status;
}

/* Whether an error is the file's own, so that the others go on. */
static bool source_fault(enum status status) {
    return status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_UNSUPPORTED ||
           status == STATUS_PERMISSION || status == STATUS_DENIED || status == STATUS_NOT_FOUND;
}

static size_t bytes_allowed(const struct gatherer *gatherer, struct str path) {
    int64_t most = str_ends(path, STR(".html")) || str_ends(path, STR(".htm"))
                       ? gatherer->edition->fetch.limits.page_bytes
                       : gatherer->edition->fetch.limits.feed_bytes;
    return (size_t)most;
}

static enum status settle(struct walk *walk, struct error *error) {
    size_t records = walk->records.count;
    enum status status = facts_commit(&walk->records, walk->gatherer->store, error);
    if (status == STATUS_OK)
        walk->gatherer->report.records += records;
    if (status == STATUS_OK)
        status = batch_commit(walk->gatherer, &walk->batch, error);
    if (status == STATUS_OK)
        status = store_sources_put(walk->gatherer->store, walk->read, walk->read_count, error);
    walk->read_count = 0;
    return status;
}

static enum status note_read(struct walk *walk, struct store_source *state, const char *hash,
                             size_t entries, struct error *error) {
    if (arena_grow(&walk->arena, &walk->read, &walk->read_capacity, walk->read_count + 1,
                   sizeof *walk->read) != STATUS_OK)
        return arena_status(&walk->arena, error);
    state->content_hash = arena_copy(&walk->arena, str_from(hash));
    state->last_try = state->last_good = walk->gatherer->now;
    state->failures = 0;
    state->entries = (int64_t)entries;
    state->error_class = state->error_text = STR_NONE;
    walk->gatherer->report.entries += entries;
    walk->read[walk->read_count++] = *state;
    return arena_status(&walk->arena, error);
}

static enum status read_source(struct walk *walk, const struct edition_source *source,
                               struct error *error) {
    struct gatherer *gatherer = walk->gatherer;
    struct store_source state = source_state(&walk->states, source->id);
    struct buf bytes;
    struct error why = {0};
    char hash[HASH_HEX + 1];
    size_t entries = 0;
    size_t before = walk->batch.count;
    size_t most = bytes_allowed(gatherer, source->url);
    buf_init(&bytes, most);
    gatherer->report.sources++;
    enum status status = files_read(gatherer->folder, source->url, most, &bytes, &why);
    hash_hex(buf_str(&bytes), hash);
    if (status == STATUS_OK && str_eq(state.content_hash, str_from(hash)))
        gatherer->report.unchanged++;
    else if (status == STATUS_OK &&
             (status = take_file(walk, source, buf_str(&bytes), &entries, &why)) == STATUS_OK)
        status = note_read(walk, &state, hash, entries, error);
    if (source_fault(status)) {
        walk->batch.count = before;
        status = gather_failed(gatherer, source, &state, str_from(status_word(status)),
                               str_from(why.message), error);
    } else if (status != STATUS_OK && why.status != STATUS_OK && error != NULL) {
        *error = why;
    }
    buf_release(&bytes);
    return status;
}

enum { SETTLE_BYTES = 32 * 1024 * 1024 };

enum status gather_inbox(struct gatherer *gatherer, struct error *error) {
    struct walk walk = {.gatherer = gatherer};
    struct str *names = NULL;
    size_t count = 0;
    arena_init(&walk.arena, LIST_MEMORY);
    batch_init(&walk.batch);
    facts_init(&walk.records);
    enum status status =
        files_list(&walk.arena, gatherer->folder, STR("inbox"), true, &names, &count, error);
    if (status == STATUS_NOT_FOUND)
        status = STATUS_OK; /* an edition need not have one */
    if (status == STATUS_OK)
        status = source_states_read(gatherer, &walk.arena, &walk.states, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct edition_source source = source_of(gatherer, names[i]);
        if (str_starts(names[i], STR("inbox/pictures/")))
            continue;
        if (source.paused) {
            gatherer->report.waiting++;
            continue;
        }
        if (gatherer->progress != NULL)
            gatherer->progress(gatherer->progress_state, names[i], i, count);
        status = read_source(&walk, &source, error);
        if (status == STATUS_OK && walk.batch.arena.used + walk.records.arena.used > SETTLE_BYTES)
            status = settle(&walk, error);
    }
    if (status == STATUS_OK)
        status = settle(&walk, error);
    batch_release(&walk.batch);
    facts_release(&walk.records);
    arena_release(&walk.arena);
    return status;
}
