/* What else belongs to a source: the maps that a map names, the older pages of an archive. */
#include "gather/sweep.h"

enum {
    MAPS_MOST = 20,  /* a round */
    OLDER_MOST = 10, /* pages of an archive, a round */
};

static enum status ask(struct sweep *sweep, struct visit *visit, struct str url,
                       struct error *error) {
    struct errand *errand = arena_new(&sweep->arena, struct errand);
    if (errand == NULL)
        return arena_status(&sweep->arena, error);
    *errand = (struct errand){.visit = visit, .part = true};
    const struct fetch_request request = {.url = url, .kind = FETCH_FEED, .data = errand};
    enum status status = fetch_add(sweep->fetcher, &request, error);
    visit->pages_left += status == STATUS_OK;
    visit->parts_left += status == STATUS_OK;
    return status;
}

/* ---- maps ---- */

/* Those that changed since the index was last read well, so that a map of all years costs one
 * request (attacks.md E15: one level deep). */
static enum status ask_for_maps(struct sweep *sweep, struct visit *visit, int64_t last_good,
                                struct error *error) {
    enum status status = STATUS_OK;
    size_t asked = 0;
    const struct batch *batch = &visit->batch;
    for (size_t i = 0; status == STATUS_OK && i < batch->part_count && asked < MAPS_MOST; i++) {
        int64_t modified = batch->parts[i].modified;
        if (modified != TIME_NONE && last_good != TIME_NONE && modified + DAY_SECONDS < last_good)
            continue;
        status = ask(sweep, visit, batch->parts[i].url, error);
        asked++;
    }
    /* Whether a part changed its own answer says, so the index is to be had whole again. */
    visit->state.etag = visit->state.last_modified = visit->state.content_hash = STR_NONE;
    return status;
}

/* ---- archives ---- */

/* The page before one that was read: there is one, and nothing on this one was known. Where
 * something was, what is older was read before, too (RFC 5005, 4). */
static struct str page_before(struct sweep *sweep, const struct visit *visit, size_t fresh,
                              size_t entries) {
    bool all_new = entries > 0 && fresh == entries;
    return all_new && visit->batch.part_count > 0 ? sweep_keep(sweep, visit->batch.parts[0].url)
                                                  : STR_NONE;
}

/* Goes on reading back, where it is noted that there is more; so many pages a round. */
static enum status read_back(struct sweep *sweep, struct visit *visit, struct error *error) {
    if (str_empty(visit->state.older) || visit->older == OLDER_MOST)
        return STATUS_OK;
    visit->older++;
    return ask(sweep, visit, visit->state.older, error);
}

static void take_older(struct sweep *sweep, struct visit *visit,
                       const struct fetch_response *response, bool read, size_t fresh,
                       size_t entries) {
    bool never = response->class == FETCH_OK || response->class == FETCH_GONE ||
                 response->class == FETCH_HTTP_4XX || response->class == FETCH_INVALID_URL;
    if (read)
        visit->state.older = page_before(sweep, visit, fresh, entries);
    else if (never) /* what failed of something else is tried again in the next round */
        visit->state.older = STR_NONE;
    else
        visit->older = OLDER_MOST;
}

/* ---- both ---- */

enum status sweep_ask_rest(struct sweep *sweep, struct visit *visit, int64_t last_good,
                           size_t entries, struct error *error) {
    enum status status = STATUS_OK;
    visit->newest = SIZE_MAX;
    if (visit->source->kind == SOURCE_ARCHIVE) {
        visit->newest = visit->batch.count;
        if (str_empty(visit->state.older))
            visit->state.older = page_before(sweep, visit, visit->batch.count, entries);
        status = read_back(sweep, visit, error);
    } else if (visit->batch.part_count > 0) {
        status = ask_for_maps(sweep, visit, last_good, error);
    }
    return status == STATUS_OK && visit->parts_left == 0 ? sweep_ask_pages(sweep, visit, error)
                                                         : status;
}

/* One that cannot be read leaves the others; an index within an index is not followed. */
void sweep_take_part(struct sweep *sweep, struct visit *visit,
                     const struct fetch_response *response) {
    struct gatherer *gatherer = sweep->gatherer;
    struct error error = {0};
    struct batch_feed read = {0};
    bool archive = visit->source->kind == SOURCE_ARCHIVE;
    size_t before = visit->batch.count;
    visit->pages_left--;
    visit->parts_left--;
    enum status status = STATUS_INVALID;
    if (response->class == FETCH_OK && response->body.n > 0)
        status = batch_add_feed(gatherer, visit->source, response->final_url, response->body,
                                response->content_type, &visit->batch, &read, &error);
    bool good = status == STATUS_OK;
    if (good) {
        gather_feed_rights(gatherer, response->stated, &visit->batch, before);
        gatherer->report.entries += read.entries;
        visit->state.entries += archive ? 0 : (int64_t)read.entries;
    } else {
        log_write(gatherer->log, LOG_DEBUG, "a part of a source was not read",
                  LOG_STR("url", response->url),
                  LOG_STR("why", str_first_of(str_from(error.message), response->message)));
    }
    if (status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_UNSUPPORTED)
        status = STATUS_OK;
    if (status == STATUS_OK && archive) {
        take_older(sweep, visit, response, good, visit->batch.count - before, read.entries);
        status = read_back(sweep, visit, &error);
    }
    /* Pages are asked for when all entries are there: until then they may move. */
    if (status == STATUS_OK && visit->parts_left == 0) {
        if (visit->batch.count > 0 && !archive)
            sweep_learn(sweep, visit, POLL_NEWS, response, read.rhythm);
        status = sweep_ask_pages(sweep, visit, &error);
    }
    sweep_fail(sweep, status, &error);
}
