/* The sources on the web: who is due, what they answered, and the pages of new articles.
 *
 * What all of them brought becomes facts together, oldest article first, so that it does not matter
 * who answered first; only a round that brings more than SETTLE_BYTES does so in parts. Nobody
 * waits for those who failed before: when all others are done they have a tenth of that time more.
 */
#include "run/gather.h"

#include "fetch/fetch.h"
#include "poll/poll.h"
#include "run/network.h"
#include "run/reading.h"

enum {
    SWEEP_MEMORY = 256 * 1024 * 1024,
    SETTLE_BYTES = 64 * 1024 * 1024,
    WAIT_MS = 1000,
    GRACE_MS = 50,
    GRACE_PART = 10,
    AGAIN_MS = 2000,     /* for those that answered once, from the round's beginning, */
    ALONE_MS = 5000,     /* and for all, where nobody else is asked */
    FULL_TIME_FIRST = 8, /* at this try without an answer, and at 16, 32, …, a source has all the
                            time that the limits give */
    PARTS_MOST = 20,
    SICK_PART = 4, /* more than this part of all sick at once: then it is rather us */
};

/* One source in this round: its answer, then the pages of its new articles. */
struct visit {
    const struct edition_source *source;
    struct store_source state;
    struct batch batch;
    size_t pages_left; /* and maps: answers that are still to come */
    size_t parts_left; /* the maps among them */
    bool answered, settled;
};

struct sweep {
    struct gatherer *gatherer;
    struct fetcher *fetcher;
    struct arena arena;
    struct source_states states;
    struct reading *readings; /* all, the last one first */
    struct visit *visits;
    size_t count, done;
    size_t watched, ill; /* of all on the web */
    size_t well;         /* asked, without doubt */
    bool recovering;     /* one that answered once is among the doubtful */
    bool patient;        /* so many are sick that all have their time */
    enum status status;  /* the first failure of ours; ends the sweep */
    struct error error;
};

/* What a request was for: a source's own address, a map that it names, or the page of one of its
 * new articles. */
struct errand {
    struct visit *visit;
    struct batch_item *item; /* NULL: the source itself, or a part of it */
    bool part;
    struct reading *reading; /* of an article's pages, once one has come */
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

static struct str keep(struct sweep *sweep, struct str text) {
    return arena_copy(&sweep->arena, text);
}

/* ---- what becomes facts ---- */

static bool finished(const struct visit *visit) {
    return visit->answered && visit->pages_left == 0 && !visit->settled;
}

static enum status settle(struct sweep *sweep, struct error *error) {
    struct batch all;
    struct store_source *states = arena_array(&sweep->arena, sweep->count, struct store_source);
    size_t count = 0;
    batch_init(&all);
    enum status status =
        states != NULL || sweep->count == 0 ? STATUS_OK : arena_status(&sweep->arena, error);
    for (size_t i = 0; status == STATUS_OK && i < sweep->count; i++)
        if (finished(&sweep->visits[i])) {
            states[count++] = sweep->visits[i].state;
            status = batch_join(&all, &sweep->visits[i].batch, error);
        }
    if (status == STATUS_OK)
        status = batch_commit(sweep->gatherer, &all, error);
    if (status == STATUS_OK)
        status = store_sources_put(sweep->gatherer->store, states, count, error);
    for (size_t i = 0; status == STATUS_OK && i < sweep->count; i++)
        if (finished(&sweep->visits[i])) {
            sweep->visits[i].settled = true;
            batch_release(&sweep->visits[i].batch);
        }
    batch_release(&all);
    return status;
}

static void settle_if_large(struct sweep *sweep) {
    struct error error;
    size_t bytes = 0;
    for (size_t i = 0; i < sweep->count; i++)
        if (finished(&sweep->visits[i]))
            bytes += sweep->visits[i].batch.arena.used;
    if (bytes > SETTLE_BYTES)
        fail(sweep, settle(sweep, &error), &error);
}

/* ---- answers ---- */

static void learn(struct sweep *sweep, struct visit *visit, enum poll_result result,
                  const struct fetch_response *response, int64_t rhythm) {
    const struct edition_fetch *fetch = &sweep->gatherer->edition->fetch;
    const struct poll_outcome outcome = {
        .result = result,
        .now = sweep->gatherer->now,
        .retry_after = response->retry_after,
        .ttl = visit->state.ttl > 0 ? visit->state.ttl : -1,
        .every = visit->source->every,
        .fresh = response->fresh,
        .rhythm = rhythm,
    };
    source_plan(&visit->state, &outcome, fetch->every_least, fetch->every_most);
    visit->answered = true;
}

static void answered_badly(struct sweep *sweep, struct visit *visit, struct str class,
                           struct str message, const struct fetch_response *response) {
    gather_note_failure(sweep->gatherer, visit->source, &visit->state, keep(sweep, class),
                        keep(sweep, message));
    learn(sweep, visit, response->class == FETCH_GONE ? POLL_GONE : POLL_FAILED, response, 0);
    source_doubt_address(&visit->state);
}

/* Not asked, which is no failure of its own; what it last failed of stays to be seen. */
static void not_asked(struct sweep *sweep, struct visit *visit,
                      const struct fetch_response *response) {
    sweep->gatherer->report.waiting++;
    if (visit->state.failures == 0) {
        visit->state.error_class = STR("held");
        visit->state.error_text = keep(sweep, response->message);
    }
    learn(sweep, visit, POLL_HELD, response, 0);
}

static void answered_well(struct sweep *sweep, struct visit *visit,
                          const struct fetch_response *response, bool news, int64_t rhythm) {
    struct store_source *state = &visit->state;
    state->last_try = state->last_good = sweep->gatherer->now;
    state->error_class = state->error_text = STR_NONE;
    if (!str_absent(response->etag) || response->status != 304)
        state->etag = keep(sweep, response->etag);
    if (!str_absent(response->last_modified) || response->status != 304)
        state->last_modified = keep(sweep, response->last_modified);
    learn(sweep, visit, news ? POLL_NEWS : POLL_NOTHING, response, rhythm);
    if (source_note_move(state, visit->source, keep(sweep, response->moved), sweep->gatherer->now))
        log_write(sweep->gatherer->log, LOG_INFO, "source moved for good",
                  LOG_STR("source", visit->source->url), LOG_STR("to", response->moved));
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
        *errand = (struct errand){.visit = visit, .item = item};
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
        *errand = (struct errand){.visit = visit, .part = true};
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
    struct batch_feed read = {0};
    visit->pages_left--;
    visit->parts_left--;
    enum status status = STATUS_INVALID;
    if (response->class == FETCH_OK && response->body.n > 0)
        status = batch_add_feed(sweep->gatherer, visit->source, response->final_url, response->body,
                                response->content_type, &visit->batch, &read, &error);
    if (status == STATUS_OK) {
        sweep->gatherer->report.entries += read.entries;
        visit->state.entries += (int64_t)read.entries;
    } else {
        log_write(sweep->gatherer->log, LOG_DEBUG, "map not read", LOG_STR("url", response->url),
                  LOG_STR("why", str_first_of(str_from(error.message), response->message)));
    }
    if (status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_UNSUPPORTED)
        status = STATUS_OK;
    /* Pages are asked for when all entries are there: until then they may move. */
    if (status == STATUS_OK && visit->parts_left == 0) {
        if (visit->batch.count > 0)
            learn(sweep, visit, POLL_NEWS, response, read.rhythm);
        status = ask_for_pages(sweep, visit, &error);
    }
    fail(sweep, status, &error);
}

static void take_feed(struct sweep *sweep, struct visit *visit,
                      const struct fetch_response *response) {
    struct gatherer *gatherer = sweep->gatherer;
    struct error error = {0};
    struct batch_feed read = {0};
    int64_t last_good = visit->state.last_good;
    char hash[HASH_HEX + 1];
    hash_hex(response->body, hash);
    if (str_eq(visit->state.content_hash, str_from(hash))) {
        gatherer->report.unchanged++;
        answered_well(sweep, visit, response, false, 0);
        return;
    }
    enum status status =
        batch_add_feed(gatherer, visit->source, response->final_url, response->body,
                       response->content_type, &visit->batch, &read, &error);
    if (status == STATUS_INVALID || status == STATUS_LIMIT || status == STATUS_UNSUPPORTED) {
        struct str class =
            status == STATUS_INVALID ? STR("not_a_feed") : str_from(status_word(status));
        answered_badly(sweep, visit, class, str_from(error.message), response);
        return;
    }
    if (status == STATUS_OK) {
        gather_feed_rights(gatherer, response->stated, &visit->batch);
        gatherer->report.entries += read.entries;
        visit->state.entries = (int64_t)read.entries;
        visit->state.ttl = read.ttl;
        visit->state.warnings = (int64_t)read.warnings;
        visit->state.warning = keep(sweep, read.warning);
        visit->state.content_hash = keep(sweep, str_from(hash));
        answered_well(sweep, visit, response, visit->batch.count > 0, read.rhythm);
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
    if (response->class != FETCH_HELD)
        visit->state.ms = response->ms;
    if (response->class == FETCH_HELD) {
        not_asked(sweep, visit, response);
    } else if (response->class != FETCH_OK) {
        answered_badly(sweep, visit, str_from(fetch_class_word(response->class)), response->message,
                       response);
    } else if (response->status == 304) {
        gatherer->report.unchanged++;
        answered_well(sweep, visit, response, false, 0);
    } else {
        take_feed(sweep, visit, response);
    }
}

static struct reading *begin_reading(struct sweep *sweep, struct errand *errand) {
    if (errand->reading != NULL)
        return errand->reading;
    errand->reading = arena_new(&sweep->arena, struct reading);
    if (errand->reading == NULL)
        return NULL;
    reading_init(errand->reading);
    errand->reading->before = sweep->readings;
    sweep->readings = errand->reading;
    return errand->reading;
}

/* Reads a page that came; *more says that the next one of its article was asked for. */
static enum status read_page(struct sweep *sweep, struct errand *errand,
                             const struct fetch_response *response, bool *more,
                             struct error *error) {
    struct reading *reading = begin_reading(sweep, errand);
    struct str next;
    if (reading == NULL)
        return arena_status(&sweep->arena, error);
    enum status status = reading_add(reading, response, &next, error);
    if (status != STATUS_OK || str_absent(next))
        return status;
    const struct fetch_request request = {.url = next, .kind = FETCH_PAGE, .data = errand};
    status = fetch_add(sweep->fetcher, &request, error);
    *more = status == STATUS_OK;
    return status;
}

/* What the pages say goes to the article. */
static enum status end_reading(struct sweep *sweep, struct errand *errand, struct error *error) {
    struct reading *reading = errand->reading;
    struct arena *arena = &errand->visit->batch.arena;
    struct observation observation = errand->item->observation;
    struct page whole;
    enum status status = reading_join(reading, &whole, error);
    if (status == STATUS_OK)
        status = observation_add_page(&reading->arena, &whole, &observation, error);
    if (status != STATUS_OK)
        return status;
    reading_rights(sweep->gatherer, reading, &observation);
    batch_copy_observation(arena, &observation, &errand->item->observation);
    return arena_status(arena, error);
}

/* A page that could not be had leaves the article with what its feed, and the pages before, said.
 */
static void take_page(struct sweep *sweep, struct errand *errand,
                      const struct fetch_response *response) {
    struct error error = {0};
    enum status status = STATUS_INVALID;
    bool more = false;
    if (response->class == FETCH_OK && !str_empty(response->body))
        status = read_page(sweep, errand, response, &more, &error);
    else
        log_write(sweep->gatherer->log, LOG_DEBUG, "page not read", LOG_STR("url", response->url),
                  LOG_STR("why", response->message));
    if (more)
        return;
    errand->visit->pages_left--;
    bool ours = status != STATUS_OK && status != STATUS_INVALID && status != STATUS_LIMIT;
    if (!ours && errand->reading != NULL && errand->reading->count > 0)
        status = end_reading(sweep, errand, &error);
    if (errand->reading != NULL)
        reading_release(errand->reading);
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
    if (sweep->status == STATUS_OK && arena_failed(&sweep->arena))
        fail(sweep, arena_status(&sweep->arena, &sweep->error), &sweep->error);
    if (sweep->status == STATUS_OK && finished(errand->visit) && errand->visit->batch.count > 0)
        settle_if_large(sweep);
}

/* ---- the sweep ---- */

/* How little one believes that it answers; what was not asked, since its host was silent for
 * others, comes before those. */
static int64_t doubt_of(const struct visit *visit) {
    int64_t tries = visit->state.failures + 1;
    if (tries == 1)
        return visit->state.reason == POLL_BY_HOST;
    return tries >= FULL_TIME_FIRST && (tries & (tries - 1)) == 0 ? 0 : tries;
}

static enum status ask_source(struct sweep *sweep, struct visit *visit, struct error *error) {
    struct errand *errand = arena_new(&sweep->arena, struct errand);
    if (errand == NULL)
        return arena_status(&sweep->arena, error);
    *errand = (struct errand){.visit = visit};
    int64_t doubt = sweep->patient ? 0 : doubt_of(visit);
    sweep->well += doubt == 0;
    sweep->recovering |= doubt > 0 && visit->state.last_good != TIME_NONE;
    const struct fetch_request request = {
        .url = str_first_of(visit->state.address, visit->source->url),
        .etag = visit->state.etag,
        .last_modified = visit->state.last_modified,
        .kind = visit->source->kind == SOURCE_PAGE ? FETCH_PAGE : FETCH_FEED,
        .doubt = doubt,
        .data = errand,
    };
    return fetch_add(sweep->fetcher, &request, error);
}

/* Finds out who is due; those whose kind nobody can read are told so. */
static enum status choose(struct sweep *sweep, const struct edition_source *source,
                          struct error *error) {
    struct gatherer *gatherer = sweep->gatherer;
    struct visit *visit = &sweep->visits[sweep->count];
    *visit = (struct visit){.source = source, .state = source_state(&sweep->states, source->id)};
    sweep->watched += !source->paused;
    sweep->ill += !source->paused && doubt_of(visit) > 0;
    if (source->paused || (!gatherer->everything && visit->state.due > gatherer->now)) {
        gatherer->report.waiting++;
        return STATUS_OK;
    }
    gatherer->report.sources++;
    if (source->kind == SOURCE_ARCHIVE) {
        return gather_failed(gatherer, source, &visit->state, STR("unsupported"),
                             STR("sources of this kind cannot be read yet"), error);
    }
    batch_init(&visit->batch);
    sweep->count++;
    return STATUS_OK;
}

/* Until when those in doubt are waited for, once all others are done at `now`. */
static int64_t grace_ends(const struct sweep *sweep, int64_t begun, int64_t now) {
    int64_t grace = (now - begun) / GRACE_PART;
    int64_t least = begun + (sweep->well == 0 ? ALONE_MS : sweep->recovering ? AGAIN_MS : 0);
    int64_t end = now + (grace > GRACE_MS ? grace : GRACE_MS);
    return end > least ? end : least;
}

/* Steps until all are done, or those that are worth waiting for and their grace is over. */
static enum status wait_for_answers(struct sweep *sweep, struct error *error) {
    int64_t begun = clock_monotonic_ms();
    int64_t deadline = INT64_MAX;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && sweep->status == STATUS_OK && fetch_left(sweep->fetcher) > 0) {
        int64_t now = clock_monotonic_ms();
        if (fetch_hopeful(sweep->fetcher) > 0)
            deadline = INT64_MAX;
        else if (deadline == INT64_MAX)
            deadline = grace_ends(sweep, begun, now);
        if (now >= deadline)
            fetch_cut(sweep->fetcher);
        int64_t wait = deadline == INT64_MAX ? WAIT_MS : deadline - now;
        status = fetch_step(sweep->fetcher, wait > 0 ? wait : 0, answered, sweep, error);
    }
    return status;
}

static enum status ask_all(struct sweep *sweep, struct error *error) {
    const struct edition *edition = sweep->gatherer->edition;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < edition->source_count; i++)
        if (on_the_web(&edition->sources[i]))
            status = choose(sweep, &edition->sources[i], error);
    sweep->patient = sweep->ill > sweep->watched / SICK_PART;
    for (size_t i = 0; status == STATUS_OK && i < sweep->count; i++)
        status = ask_source(sweep, &sweep->visits[i], error);
    return status == STATUS_OK ? wait_for_answers(sweep, error) : status;
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
    enum status status = sweep.visits != NULL ? gather_open_fetcher(gatherer, &sweep.fetcher, error)
                                              : arena_status(&sweep.arena, error);
    if (status == STATUS_OK)
        status = source_states_read(gatherer, &sweep.arena, &sweep.states, error);
    if (status == STATUS_OK)
        status = ask_all(&sweep, error);
    if (status == STATUS_OK && sweep.status != STATUS_OK) {
        status = sweep.status;
        if (error != NULL)
            *error = sweep.error;
    }
    if (status == STATUS_OK)
        status = settle(&sweep, error);
    fetch_close(sweep.fetcher);
    for (size_t i = 0; i < sweep.count; i++)
        batch_release(&sweep.visits[i].batch);
    for (struct reading *reading = sweep.readings; reading != NULL; reading = reading->before)
        reading_release(reading);
    arena_release(&sweep.arena);
    return status;
}
