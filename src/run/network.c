/* The sources on the web: who is due, what they answered, and the pages of new articles. */
#include "run/gather.h"

#include "fetch/fetch.h"
#include "poll/poll.h"

enum { SWEEP_MEMORY = 256 * 1024 * 1024, PAGE_MEMORY = 256 * 1024 * 1024, PARTS_MOST = 20 };

/* One source in this round: its answer, then the pages of its new articles. */
struct visit {
    const struct edition_source *source;
    struct store_source state;
    struct batch batch;
    size_t pages_left; /* and maps: answers that are still to come */
    size_t parts_left; /* the maps among them */
    bool changed;      /* its state is to be written when the last page has come */
};

struct sweep {
    struct gatherer *gatherer;
    struct fetcher *fetcher;
    struct arena arena;
    struct source_states states;
    struct visit *visits;
    size_t count, done;
    enum status status; /* the first failure of ours; ends the sweep */
    struct error error;
};

/* What a request was for: a source's own address, a map that it names, or the page of one of its
 * new articles. */
struct errand {
    struct visit *visit;
    struct batch_item *item; /* NULL: the source itself, or a part of it */
    bool part;
};

static void fail(struct sweep *sweep, enum status status, const struct error *error) {
    if (sweep->status == STATUS_OK && status != STATUS_OK) {
        sweep->status = status;
        sweep->error = *error;
    }
}

static bool on_the_web(const struct edition_source *source) {
    return str_starts_case(source->url, STR("http://")) ||
           str_starts_case(source->url, STR("https://"));
}

/* ---- when to ask again ---- */

/* Chance from the source's id and the round, so that what failed together does not come again
 * together. */
static int64_t jitter_of(const struct visit *visit, int64_t now) {
    struct str id = str_of(visit->state.id, ID_LENGTH);
    return (int64_t)(hash_fast(id, (uint64_t)now) % POLL_JITTER_BELOW);
}

static void plan(struct sweep *sweep, struct visit *visit, enum poll_result result,
                 const struct fetch_response *response) {
    const struct edition_fetch *fetch = &sweep->gatherer->edition->fetch;
    const struct poll_state before = {
        .interval = visit->state.interval,
        .failures = visit->state.failures,
    };
    const struct poll_outcome outcome = {
        .result = result,
        .now = sweep->gatherer->now,
        .retry_after = response->retry_after,
        .ttl = response->max_age,
        .every = visit->source->every,
    };
    struct poll_plan next = poll_next(&before, &outcome, fetch->every_least, fetch->every_most,
                                      jitter_of(visit, sweep->gatherer->now));
    visit->state.due = next.due;
    visit->state.interval = next.state.interval;
}

/* ---- answers ---- */

static void finish(struct sweep *sweep, struct visit *visit) {
    struct error error;
    enum status status = batch_commit(sweep->gatherer, &visit->batch, &error);
    if (status == STATUS_OK && visit->changed)
        status = store_sources_put(sweep->gatherer->store, &visit->state, 1, &error);
    batch_release(&visit->batch);
    fail(sweep, status, &error);
}

static void answered_badly(struct sweep *sweep, struct visit *visit, struct str class,
                           struct str message, const struct fetch_response *response) {
    struct error error;
    plan(sweep, visit, response->class == FETCH_GONE ? POLL_GONE : POLL_FAILED, response);
    fail(sweep,
         gather_failed(sweep->gatherer, visit->source, &visit->state, class, message, &error),
         &error);
}

static struct str keep(struct sweep *sweep, struct str text) {
    return arena_copy(&sweep->arena, text);
}

static void note_good(struct sweep *sweep, struct visit *visit,
                      const struct fetch_response *response, bool news) {
    struct store_source *state = &visit->state;
    state->failures = 0;
    state->last_try = state->last_good = sweep->gatherer->now;
    state->error_class = state->error_text = STR_NONE;
    if (!str_absent(response->etag) || response->status != 304)
        state->etag = keep(sweep, response->etag);
    if (!str_absent(response->last_modified) || response->status != 304)
        state->last_modified = keep(sweep, response->last_modified);
    plan(sweep, visit, news ? POLL_NEWS : POLL_NOTHING, response);
    visit->changed = true;
}

/* Asks for the pages of what is new, where the edition wants them. */
static enum status ask_for_pages(struct sweep *sweep, struct visit *visit, struct error *error) {
    enum edition_pages pages = sweep->gatherer->edition->fetch.pages;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && pages != PAGES_NONE && i < visit->batch.count; i++) {
        struct batch_item *item = &visit->batch.items[i];
        if (str_empty(item->observation.link) ||
            (pages == PAGES_MISSING && !observation_wants_page(&item->observation)))
            continue;
        struct errand *errand = arena_new(&sweep->arena, struct errand);
        if (errand == NULL)
            return arena_status(&sweep->arena, error);
        *errand = (struct errand){visit, item, false};
        const struct fetch_request request = {
            .url = item->observation.link, .kind = FETCH_PAGE, .data = errand};
        status = fetch_add(sweep->fetcher, &request, error);
        visit->pages_left += status == STATUS_OK;
    }
    return status;
}

/* Asks for the maps that an index names: those that changed since it was last read well, so that a
 * map of all years costs one request (attacks.md E15: one level deep). */
static enum status ask_for_parts(struct sweep *sweep, struct visit *visit, int64_t last_good,
                                 struct error *error) {
    enum status status = STATUS_OK;
    size_t asked = 0;
    const struct batch *batch = &visit->batch;
    for (size_t i = 0; status == STATUS_OK && i < batch->part_count && asked < PARTS_MOST; i++) {
        int64_t modified = batch->parts[i].modified;
        if (modified != TIME_NONE && last_good != TIME_NONE && modified + DAY_SECONDS < last_good)
            continue;
        struct errand *errand = arena_new(&sweep->arena, struct errand);
        if (errand == NULL)
            return arena_status(&sweep->arena, error);
        *errand = (struct errand){visit, NULL, true};
        const struct fetch_request request = {
            .url = batch->parts[i].url, .kind = FETCH_FEED, .data = errand};
        status = fetch_add(sweep->fetcher, &request, error);
        visit->pages_left += status == STATUS_OK;
        visit->parts_left += status == STATUS_OK;
        asked++;
    }
    /* Whether a part changed its own answer says, so the index is to be had whole again. */
    visit->state.etag = visit->state.last_modified = visit->state.content_hash = STR_NONE;
    return status;
}

/* A map that an index named. One that cannot be read leaves the others; an index within an index is
 * not followed. */
static void take_part(struct sweep *sweep, struct visit *visit,
                      const struct fetch_response *response) {
    struct error error = {0};
    size_t entries = 0;
    visit->pages_left--;
    visit->parts_left--;
    enum status status = STATUS_INVALID;
    if (response->class == FETCH_OK && response->body.n > 0)
        status = batch_add_feed(sweep->gatherer, visit->source, response->body,
                                response->content_type, &visit->batch, &entries, &error);
    if (status == STATUS_OK) {
        sweep->gatherer->report.entries += entries;
        visit->state.entries += (int64_t)entries;
    } else {
        log_write(sweep->gatherer->log, LOG_DEBUG, "map not read", LOG_STR("url", response->url),
                  LOG_STR("why", str_first_of(str_from(error.message), response->message)));
    }
    if (status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_UNSUPPORTED)
        status = STATUS_OK;
    /* Pages are asked for when all entries are there: until then they may move. */
    if (status == STATUS_OK && visit->parts_left == 0) {
        if (visit->batch.count > 0)
            plan(sweep, visit, POLL_NEWS, response);
        status = ask_for_pages(sweep, visit, &error);
    }
    fail(sweep, status, &error);
}

static void take_feed(struct sweep *sweep, struct visit *visit,
                      const struct fetch_response *response) {
    struct gatherer *gatherer = sweep->gatherer;
    struct error error = {0};
    size_t entries = 0;
    int64_t last_good = visit->state.last_good;
    char hash[HASH_HEX + 1];
    hash_hex(response->body, hash);
    if (str_eq(visit->state.content_hash, str_from(hash))) {
        gatherer->report.unchanged++;
        note_good(sweep, visit, response, false);
        return;
    }
    enum status status = batch_add_feed(gatherer, visit->source, response->body,
                                        response->content_type, &visit->batch, &entries, &error);
    if (status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_UNSUPPORTED) {
        struct str class =
            status == STATUS_INVALID ? STR("not_a_feed") : str_from(status_word(status));
        answered_badly(sweep, visit, class, str_from(error.message), response);
        return;
    }
    if (status == STATUS_OK) {
        gatherer->report.entries += entries;
        visit->state.entries = (int64_t)entries;
        visit->state.content_hash = keep(sweep, str_from(hash));
        note_good(sweep, visit, response, visit->batch.count > 0);
        status = visit->batch.part_count > 0 ? ask_for_parts(sweep, visit, last_good, &error)
                                             : ask_for_pages(sweep, visit, &error);
    }
    fail(sweep, status, &error);
}

static void take_source(struct sweep *sweep, struct visit *visit,
                        const struct fetch_response *response) {
    struct gatherer *gatherer = sweep->gatherer;
    sweep->done++;
    if (gatherer->progress != NULL)
        gatherer->progress(gatherer->progress_state, visit->source->url, sweep->done - 1,
                           sweep->count);
    if (response->class != FETCH_OK) {
        answered_badly(sweep, visit, str_from(fetch_class_word(response->class)), response->message,
                       response);
    } else if (response->status == 304) {
        gatherer->report.unchanged++;
        note_good(sweep, visit, response, false);
    } else {
        take_feed(sweep, visit, response);
    }
}

/* A page that could not be had leaves the article with what its feed said. */
static void take_page(struct sweep *sweep, struct errand *errand,
                      const struct fetch_response *response) {
    struct arena scratch;
    struct page page;
    struct error error = {0};
    errand->visit->pages_left--;
    if (response->class != FETCH_OK || str_empty(response->body)) {
        log_write(sweep->gatherer->log, LOG_DEBUG, "page not read", LOG_STR("url", response->url),
                  LOG_STR("why", response->message));
        return;
    }
    arena_init(&scratch, PAGE_MEMORY);
    enum status status = page_extract(&scratch, response->body, response->final_url,
                                      response->content_type, &page, &error);
    struct observation observation = errand->item->observation;
    if (status == STATUS_OK)
        status = observation_add_page(&scratch, &page, &observation, &error);
    if (status == STATUS_OK) {
        batch_copy_observation(&errand->visit->batch.arena, &observation,
                               &errand->item->observation);
        status = arena_status(&errand->visit->batch.arena, &error);
    }
    arena_release(&scratch);
    if (status != STATUS_INVALID && status != STATUS_LIMIT)
        fail(sweep, status, &error);
}

static void answered(const struct fetch_response *response, void *context) {
    struct sweep *sweep = context;
    struct errand *errand = response->data;
    if (sweep->status != STATUS_OK)
        return;
    if (errand->part)
        take_part(sweep, errand->visit, response);
    else if (errand->item == NULL)
        take_source(sweep, errand->visit, response);
    else
        take_page(sweep, errand, response);
    if (errand->visit->pages_left == 0 && sweep->status == STATUS_OK)
        finish(sweep, errand->visit);
}

/* ---- the sweep ---- */

static enum status ask_source(struct sweep *sweep, const struct edition_source *source,
                              struct error *error) {
    struct gatherer *gatherer = sweep->gatherer;
    struct visit *visit = &sweep->visits[sweep->count];
    *visit = (struct visit){.source = source, .state = source_state(&sweep->states, source->id)};
    if (source->paused || (!gatherer->everything && visit->state.due > gatherer->now)) {
        gatherer->report.waiting++;
        return STATUS_OK;
    }
    gatherer->report.sources++;
    if (source->kind == SOURCE_ARCHIVE) {
        return gather_failed(gatherer, source, &visit->state, STR("unsupported"),
                             STR("sources of this kind cannot be read yet"), error);
    }
    struct errand *errand = arena_new(&sweep->arena, struct errand);
    if (errand == NULL)
        return arena_status(&sweep->arena, error);
    *errand = (struct errand){visit, NULL, false};
    batch_init(&visit->batch);
    sweep->count++;
    const struct fetch_request request = {
        .url = source->url,
        .etag = visit->state.etag,
        .last_modified = visit->state.last_modified,
        .kind = source->kind == SOURCE_PAGE ? FETCH_PAGE : FETCH_FEED,
        .data = errand,
    };
    return fetch_add(sweep->fetcher, &request, error);
}

static enum status open_fetcher(const struct gatherer *gatherer, struct fetcher **fetcher,
                                struct error *error) {
    const struct fetch_options options = {
        .config = &gatherer->edition->fetch,
        .clock = gatherer->clock,
        .log = gatherer->log,
    };
    return fetch_open(&options, fetcher, error);
}

enum status gather_network(struct gatherer *gatherer, struct error *error) {
    struct sweep sweep = {.gatherer = gatherer};
    const struct edition *edition = gatherer->edition;
    size_t web = 0;
    for (size_t i = 0; i < edition->source_count; i++)
        web += on_the_web(&edition->sources[i]);
    if (web == 0)
        return STATUS_OK;
    arena_init(&sweep.arena, SWEEP_MEMORY);
    sweep.visits = arena_array(&sweep.arena, web, struct visit);
    enum status status = sweep.visits != NULL ? open_fetcher(gatherer, &sweep.fetcher, error)
                                              : arena_status(&sweep.arena, error);
    if (status == STATUS_OK)
        status = source_states_read(gatherer, &sweep.arena, &sweep.states, error);
    for (size_t i = 0; status == STATUS_OK && i < edition->source_count; i++)
        if (on_the_web(&edition->sources[i]))
            status = ask_source(&sweep, &edition->sources[i], error);
    if (status == STATUS_OK)
        status = fetch_run(sweep.fetcher, answered, &sweep, error);
    if (status == STATUS_OK && sweep.status != STATUS_OK) {
        status = sweep.status;
        if (error != NULL)
            *error = sweep.error;
    }
    fetch_close(sweep.fetcher);
    for (size_t i = 0; i < sweep.count; i++)
        batch_release(&sweep.visits[i].batch);
    arena_release(&sweep.arena);
    return status;
}

/* ---- one page, by hand ---- */

struct single {
    struct gatherer *gatherer;
    struct facts *facts;
    enum status status;
    struct error error;
};

static void single_answered(const struct fetch_response *response, void *context) {
    struct single *single = context;
    struct arena scratch;
    struct page page;
    struct observation observation;
    if (response->class != FETCH_OK || str_empty(response->body)) {
        single->status =
            error_set(&single->error, STATUS_UNAVAILABLE, "%.*s: %.*s (%s)", STR_ARG(response->url),
                      STR_ARG(response->message), fetch_class_word(response->class));
        return;
    }
    arena_init(&scratch, PAGE_MEMORY);
    single->status = page_extract(&scratch, response->body, response->final_url,
                                  response->content_type, &page, &single->error);
    if (single->status == STATUS_OK)
        single->status = observation_from_page(&scratch, &page, &observation, &single->error);
    if (single->status == STATUS_OK)
        single->status =
            facts_add_observed(single->facts, &observation, single->gatherer->now, &single->error);
    arena_release(&scratch);
}

enum status gather_page(struct gatherer *gatherer, struct str url, struct facts *facts,
                        struct error *error) {
    struct single single = {.gatherer = gatherer, .facts = facts};
    struct fetcher *fetcher = NULL;
    const struct fetch_request request = {.url = url, .kind = FETCH_PAGE};
    enum status status = open_fetcher(gatherer, &fetcher, error);
    if (status == STATUS_OK)
        status = fetch_add(fetcher, &request, error);
    if (status == STATUS_OK)
        status = fetch_run(fetcher, single_answered, &single, error);
    fetch_close(fetcher);
    if (status == STATUS_OK && single.status != STATUS_OK && error != NULL)
        *error = single.error;
    return status != STATUS_OK ? status : single.status;
}
