/* The sources on the web: who is due, what they answered, and the pages of new articles.
 *
 * What all of them brought becomes facts together, oldest article first, so that it does not matter
 * who answered first; only a round that brings more than SETTLE_BYTES does so in parts. Nobody
 * waits for those who failed before: when all others are done they have a tenth of that time more.
 */
#include "gather/hub.h"

#include <stdlib.h>

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
    SICK_PART = 4,       /* more than this part of all sick at once: then it is rather us */
};

void sweep_fail(struct sweep *sweep, enum status status, const struct error *error) {
    if (sweep->status == STATUS_OK && status != STATUS_OK) {
        sweep->status = status;
        sweep->error = *error;
    }
}

struct str sweep_keep(struct sweep *sweep, struct str text) {
    return arena_copy(&sweep->arena, text);
}

static bool on_the_web(const struct edition_source *source) {
    return str_starts_case(source->url, STR("http://")) ||
           str_starts_case(source->url, STR("https://"));
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
        sweep_fail(sweep, settle(sweep, &error), &error);
}

/* ---- answers ---- */

void sweep_learn(struct sweep *sweep, struct visit *visit, enum poll_result result,
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
        .skip_hours = (unsigned)visit->state.skip_hours,
        .skip_days = (unsigned)visit->state.skip_days,
    };
    source_plan(&visit->state, &outcome, fetch->every_least, fetch->every_most);
    visit->answered = true;
}

static void answered_badly(struct sweep *sweep, struct visit *visit, struct str class,
                           struct str message, const struct fetch_response *response) {
    gather_note_failure(sweep->gatherer, visit->source, &visit->state, sweep_keep(sweep, class),
                        sweep_keep(sweep, message));
    sweep_learn(sweep, visit, response->class == FETCH_GONE ? POLL_GONE : POLL_FAILED, response, 0);
    source_doubt_address(&visit->state);
}

/* Not asked, which is no failure of its own; what it last failed of stays to be seen. */
static void not_asked(struct sweep *sweep, struct visit *visit,
                      const struct fetch_response *response) {
    sweep->gatherer->report.waiting++;
    if (visit->state.failures == 0) {
        visit->state.error_class = STR("held");
        visit->state.error_text = sweep_keep(sweep, response->message);
    }
    sweep_learn(sweep, visit, POLL_HELD, response, 0);
}

static void answered_well(struct sweep *sweep, struct visit *visit,
                          const struct fetch_response *response, bool news, int64_t rhythm) {
    struct store_source *state = &visit->state;
    state->last_try = state->last_good = sweep->gatherer->now;
    state->error_class = state->error_text = STR_NONE;
    if (!str_absent(response->etag) || response->status != 304)
        state->etag = sweep_keep(sweep, response->etag);
    if (!str_absent(response->last_modified) || response->status != 304)
        state->last_modified = sweep_keep(sweep, response->last_modified);
    sweep_learn(sweep, visit, news ? POLL_NEWS : POLL_NOTHING, response, rhythm);
    if (source_note_move(state, visit->source, sweep_keep(sweep, response->moved),
                         sweep->gatherer->now))
        log_write(sweep->gatherer->log, LOG_INFO, "source moved for good",
                  LOG_STR("source", visit->source->url), LOG_STR("to", response->moved));
}

/* Who tells of its news, and by what address of it: the answer's word goes before the feed's
 * (WebSub, 4). */
static void note_hub(struct sweep *sweep, struct visit *visit,
                     const struct fetch_response *response, struct str hub, struct str self) {
    struct str topic = str_first_of(self, response->url);
    visit->state.hub = sweep_keep(sweep, str_first_of(response->hub, hub));
    visit->state.topic = sweep_keep(sweep, str_first_of(response->self, topic));
}

static void take_nothing_new(struct sweep *sweep, struct visit *visit,
                             const struct fetch_response *response) {
    struct error error = {0};
    sweep->gatherer->report.unchanged++;
    answered_well(sweep, visit, response, false, 0);
    note_hub(sweep, visit, response, visit->state.hub, visit->state.topic);
    sweep_fail(sweep, sweep_ask_rest(sweep, visit, TIME_NONE, 0, &error), &error);
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
        take_nothing_new(sweep, visit, response);
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
        gather_feed_rights(gatherer, response->stated, &visit->batch, 0);
        gatherer->report.entries += read.entries;
        visit->state.entries = (int64_t)read.entries;
        visit->state.ttl = read.ttl;
        visit->state.skip_hours = read.skip_hours;
        visit->state.skip_days = read.skip_days;
        visit->state.warnings = (int64_t)read.warnings;
        visit->state.warning = sweep_keep(sweep, read.warning);
        visit->state.content_hash = sweep_keep(sweep, str_from(hash));
        note_hub(sweep, visit, response, read.hub, read.self);
        answered_well(sweep, visit, response, visit->batch.count > 0, read.rhythm);
        if (last_good == TIME_NONE && read.newest > 0 && read.newest < gatherer->now)
            visit->state.last_news = read.newest; /* all is new that is read for the first time */
        status = sweep_ask_rest(sweep, visit, last_good, read.entries, &error);
    }
    sweep_fail(sweep, status, &error);
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
        take_nothing_new(sweep, visit, response);
    } else {
        take_feed(sweep, visit, response);
    }
}

static void answered(const struct fetch_response *response, void *context) {
    struct sweep *sweep = context;
    struct errand *errand = response->data;
    if (sweep->status != STATUS_OK)
        return;
    if (errand->part)
        sweep_take_part(sweep, errand->visit, response);
    else if (errand->item == NULL)
        take_source(sweep, errand->visit, response);
    else if (response->kind == FETCH_STATED)
        sweep_take_stated(sweep, errand, response);
    else
        sweep_take_page(sweep, errand, response);
    if (sweep->status == STATUS_OK && arena_failed(&sweep->arena))
        sweep_fail(sweep, arena_status(&sweep->arena, &sweep->error), &sweep->error);
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

static int by_key(const void *id, const void *note) {
    return str_compare(str_from(id), ((const struct store_key *)note)->key);
}

/* When the source's hub last told of news; absent: never. */
static struct str told(const struct sweep *sweep, const char *id) {
    const struct store_key *note =
        sweep->told_count > 0
            ? bsearch(id, sweep->told, sweep->told_count, sizeof *sweep->told, by_key)
            : NULL;
    return note != NULL ? note->value : STR_NONE;
}

/* Also what was asked at a time that is still to come: the clock was wrong then, and so is what was
 * planned by it (attacks.md J07). */
static bool is_due(const struct sweep *sweep, const struct edition_source *source,
                   const struct store_source *state) {
    int64_t now = sweep->gatherer->now;
    return sweep->gatherer->everything || state->due <= now ||
           state->last_try > now + CLOCK_ERROR || hub_has_news(told(sweep, source->id), state, now);
}

/* Finds out who is due. */
static void choose(struct sweep *sweep, const struct edition_source *source) {
    struct gatherer *gatherer = sweep->gatherer;
    struct visit *visit = &sweep->visits[sweep->count];
    *visit = (struct visit){.source = source, .state = source_state(&sweep->states, source->id)};
    sweep->watched += !source->paused;
    sweep->ill += !source->paused && doubt_of(visit) > 0;
    if (source->paused || !is_due(sweep, source, &visit->state)) {
        gatherer->report.waiting++;
        return;
    }
    gatherer->report.sources++;
    batch_init(&visit->batch);
    sweep->count++;
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
        if (fetch_hopeful(sweep->fetcher))
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
    for (size_t i = 0; i < edition->source_count; i++)
        if (on_the_web(&edition->sources[i]))
            choose(sweep, &edition->sources[i]);
    sweep->patient = sweep->ill > sweep->watched / SICK_PART;
    for (size_t i = 0; status == STATUS_OK && i < sweep->count; i++)
        status = ask_source(sweep, &sweep->visits[i], error);
    return status == STATUS_OK ? wait_for_answers(sweep, error) : status;
}

static void close_sweep(struct sweep *sweep) {
    fetch_close(sweep->fetcher);
    for (size_t i = 0; i < sweep->count; i++)
        batch_release(&sweep->visits[i].batch);
    for (struct reading *reading = sweep->readings; reading != NULL; reading = reading->before)
        reading_release(reading);
    arena_release(&sweep->arena);
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
        status = store_notes_list(gatherer->store, &sweep.arena, NOTES_TOLD, &sweep.told,
                                  &sweep.told_count, error);
    if (status == STATUS_OK)
        status = ask_all(&sweep, error);
    if (status == STATUS_OK && sweep.status != STATUS_OK) {
        status = sweep.status;
        if (error != NULL)
            *error = sweep.error;
    }
    if (status == STATUS_OK)
        status = settle(&sweep, error);
    if (status == STATUS_OK)
        status = hubs_tend(&sweep, error);
    close_sweep(&sweep);
    return status;
}
