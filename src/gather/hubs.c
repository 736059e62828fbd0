/* The rounds' side of WebSub. */
#include "gather/hub.h"

#include <stdlib.h>

enum {
    ASKED_MOST = 5, /* hubs a round */
    WAIT_MS = 5000, /* for all of them */
    STEP_MS = 1000,
    FIRST_RETRY = HOUR_SECONDS,
    REFUSED_RETRY = HUB_LEASE_MOST,
    FAREWELLS_MOST = 3,
    FORM_MOST = 8192,
    ADDRESS_MOST = 2000,
};

/* A subscription on its way: its note, and what a request for it came to. */
struct tended {
    struct sweep *sweep;
    struct str source; /* id */
    struct hub hub;
    struct hub_lease lease;
    bool changed, gone; /* the note */
    bool good;
};

struct tending {
    struct sweep *sweep;
    struct store_key *notes, *leases;
    size_t note_count, lease_count;
    struct tended *items;
    size_t count, asked;
    enum status status;
    struct error error;
};

static int by_key(const void *key, const void *note) {
    return str_compare(*(const struct str *)key, ((const struct store_key *)note)->key);
}

static struct str find_note(const struct store_key *notes, size_t count, struct str key) {
    const struct store_key *found =
        count > 0 ? bsearch(&key, notes, count, sizeof *notes, by_key) : NULL;
    return found != NULL ? found->value : STR_NONE;
}

/* ---- requests ---- */

static struct str random_hex(struct arena *arena, size_t bytes, enum status *status,
                             struct error *error) {
    unsigned char raw[HUB_SECRET_BYTES];
    char hex[2 * HUB_SECRET_BYTES + 1];
    if (*status == STATUS_OK)
        *status = random_bytes(raw, bytes, error);
    for (size_t i = 0; *status == STATUS_OK && i < bytes; i++)
        snprintf(hex + 2 * i, 3, "%02x", raw[i]);
    struct str copy = *status == STATUS_OK ? arena_copy(arena, str_of(hex, 2 * bytes)) : STR_NONE;
    explicit_bzero(raw, sizeof raw);
    explicit_bzero(hex, sizeof hex);
    return copy;
}

/* application/x-www-form-urlencoded (WHATWG URL, 5.2). */
static void add_field(struct buf *form, const char *name, struct str value) {
    buf_printf(form, "%s%s=", form->n > 0 ? "&" : "", name);
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (ascii_is_alnum(c) || c == '-' || c == '.' || c == '_' || c == '*')
            buf_add_byte(form, c);
        else
            buf_printf(form, "%%%02X", (unsigned)(unsigned char)c);
    }
}

static enum status ask(struct tending *tending, struct tended *item) {
    struct sweep *sweep = tending->sweep;
    struct arena *arena = &sweep->arena;
    struct buf form;
    char lease[32];
    struct str callback =
        arena_format(arena, "%.*s/hub/%.*s/%.*s", STR_ARG(sweep->gatherer->edition->fetch.callback),
                     STR_ARG(item->source), STR_ARG(item->hub.token));
    buf_init(&form, FORM_MOST);
    snprintf(lease, sizeof lease, "%d", (int)HUB_LEASE);
    add_field(&form, "hub.mode", item->hub.leaving ? STR("unsubscribe") : STR("subscribe"));
    add_field(&form, "hub.topic", item->hub.topic);
    add_field(&form, "hub.callback", callback);
    if (!item->hub.leaving) {
        add_field(&form, "hub.lease_seconds", str_from(lease));
        add_field(&form, "hub.secret", item->hub.secret);
    }
    const struct fetch_request request = {
        .url = item->hub.hub, .kind = FETCH_HUB, .form = buf_str(&form), .doubt = 1, .data = item};
    enum status status = buf_check(&form, &tending->error);
    if (status == STATUS_OK)
        status = fetch_add(sweep->fetcher, &request, &tending->error);
    if (form.p != NULL)
        explicit_bzero(form.p, form.n);
    buf_release(&form);
    item->changed = true;
    tending->asked++;
    return status;
}

static void answered(const struct fetch_response *response, void *context) {
    struct tended *item = response->data;
    struct sweep *sweep = item->sweep;
    (void)context;
    if (response->class == FETCH_HELD)
        return; /* its turn did not come: that is no try */
    item->hub.asked = sweep->gatherer->now;
    item->hub.tries += item->hub.tries < HUB_TRIES_MOST;
    if (response->class != FETCH_OK)
        log_write(sweep->gatherer->log, LOG_INFO, "a hub does not take a subscription",
                  LOG_STR("hub", item->hub.hub), LOG_STR("topic", item->hub.topic),
                  LOG_STR("why", response->message));
}

/* ---- what is to be done ---- */

/* When it may be asked for again, without an answer so far. */
static int64_t retry_at(const struct hub *hub) {
    return hub->asked + (hub->tries == 0 ? 0 : FIRST_RETRY << (hub->tries - 1));
}

/* Whether the hub has said something of this subscription since it was last asked. */
static bool is_answered(const struct tended *item) {
    return str_eq(item->lease.token, item->hub.token) && item->lease.at >= item->hub.asked;
}

static bool is_due(const struct tended *item, int64_t now) {
    const struct hub_lease *lease = &item->lease;
    if (item->hub.leaving || !is_answered(item))
        return retry_at(&item->hub) <= now;
    if (lease->until < 0)
        return lease->at + REFUSED_RETRY <= now;
    return lease->until - now < (lease->until - lease->at) / HUB_RENEW_PART;
}

static void begin(struct tending *tending, struct tended *item, struct str hub, struct str topic) {
    struct arena *arena = &tending->sweep->arena;
    enum status *status = &tending->status;
    item->hub = (struct hub){.hub = hub, .topic = topic};
    item->hub.secret = random_hex(arena, HUB_SECRET_BYTES, status, &tending->error);
    item->hub.token = random_hex(arena, HUB_TOKEN_BYTES, status, &tending->error);
    item->lease = (struct hub_lease){0};
}

/* A subscription of a source that is not watched or has no hub any more ends; the server tells when
 * the hub has heard of it. */
static void leave(struct tended *item) {
    bool was = str_eq(item->lease.token, item->hub.token) && item->lease.until > 0;
    if (!item->hub.leaving) {
        item->hub.leaving = item->changed = true;
        item->hub.tries = item->hub.asked = 0;
    }
    item->gone = !was || item->hub.tries >= FAREWELLS_MOST;
}

/* What is noted of a source by now. */
static struct store_source state_of(const struct sweep *sweep,
                                    const struct edition_source *source) {
    for (size_t i = 0; i < sweep->count; i++)
        if (sweep->visits[i].source == source)
            return sweep->visits[i].state;
    return source_state(&sweep->states, source->id);
}

static bool is_usable(struct str url) {
    bool web = str_starts_case(url, STR("https://")) || str_starts_case(url, STR("http://"));
    return web && url.n <= ADDRESS_MOST;
}

/* One source that may have a subscription, has one, or had one. */
static void tend(struct tending *tending, const struct edition_source *source, struct str id,
                 struct str note) {
    struct sweep *sweep = tending->sweep;
    struct tended *item = &tending->items[tending->count];
    struct store_source state = {0};
    if (source != NULL)
        state = state_of(sweep, source);
    bool known = !str_absent(note) &&
                 hub_read(&sweep->arena, note, &item->hub, &tending->error) == STATUS_OK;
    *item = (struct tended){.sweep = sweep, .source = id, .hub = item->hub};
    item->lease = hub_lease_read(find_note(tending->leases, tending->lease_count, id));
    bool wanted = source != NULL && !source->paused && is_usable(state.hub) &&
                  is_usable(state.topic) && !str_empty(sweep->gatherer->edition->fetch.callback);
    if (!wanted && str_absent(note))
        return;
    bool same = known && !item->hub.leaving && str_eq(item->hub.hub, state.hub) &&
                str_eq(item->hub.topic, state.topic);
    if (wanted && !same) {
        begin(tending, item, state.hub, state.topic);
        item->changed = true;
    } else if (!wanted && known) {
        leave(item);
    }
    item->gone = item->gone || (!wanted && !known);
    if (wanted && item->hub.tries > 0 && is_answered(item)) {
        item->hub.tries = 0;
        item->changed = true;
    }
    tending->count++;
}

static enum status look_at_all(struct tending *tending) {
    struct sweep *sweep = tending->sweep;
    const struct edition *edition = sweep->gatherer->edition;
    size_t most = edition->source_count + tending->note_count;
    tending->items = arena_array(&sweep->arena, most, struct tended);
    if (tending->items == NULL)
        return arena_status(&sweep->arena, &tending->error);
    for (size_t i = 0; i < edition->source_count && tending->status == STATUS_OK; i++) {
        const struct edition_source *source = &edition->sources[i];
        struct str id = str_from(source->id);
        tend(tending, source, id, find_note(tending->notes, tending->note_count, id));
    }
    for (size_t i = 0; i < tending->note_count && tending->status == STATUS_OK; i++)
        if (edition_find_source(edition, tending->notes[i].key) == NULL)
            tend(tending, NULL, tending->notes[i].key, tending->notes[i].value);
    return tending->status;
}

/* Steps until all have answered or their time is over. */
static enum status wait_for_hubs(struct tending *tending) {
    struct fetcher *fetcher = tending->sweep->fetcher;
    int64_t end = clock_monotonic_ms() + WAIT_MS;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && fetch_left(fetcher) > 0) {
        int64_t left = end - clock_monotonic_ms();
        if (left <= 0)
            fetch_cut(fetcher);
        status = fetch_step(fetcher,
                            left < 0         ? 0
                            : left < STEP_MS ? left
                                             : STEP_MS,
                            answered, tending, &tending->error);
    }
    return status;
}

static enum status note_all(struct tending *tending) {
    struct sweep *sweep = tending->sweep;
    struct store *store = sweep->gatherer->store;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < tending->count; i++) {
        const struct tended *item = &tending->items[i];
        struct store_key note = {.key = item->source};
        if (!item->changed && !item->gone)
            continue;
        if (!item->gone)
            note.value = hub_write(&sweep->arena, &item->hub);
        status = arena_status(&sweep->arena, &tending->error);
        if (status == STATUS_OK)
            status = store_notes_put(store, NOTES_HUB, &note, 1, &tending->error);
        note.value = STR_NONE;
        if (status == STATUS_OK && item->gone)
            status = store_notes_put(store, NOTES_LEASE, &note, 1, &tending->error);
        if (status == STATUS_OK && item->gone)
            status = store_notes_put(store, NOTES_TOLD, &note, 1, &tending->error);
    }
    return status;
}

/* The notes are there before a hub hears of them: it may answer at once. Where no server listens
 * nobody could say that it was meant so. */
static enum status ask_all(struct tending *tending) {
    int64_t now = tending->sweep->gatherer->now;
    struct store_key *listeners;
    size_t listening = 0;
    enum status status = note_all(tending);
    if (status == STATUS_OK)
        status = store_notes_list(tending->sweep->gatherer->store, &tending->sweep->arena,
                                  NOTES_LISTENER, &listeners, &listening, &tending->error);
    if (status != STATUS_OK || listening == 0)
        return status;
    for (size_t i = 0; i < tending->count; i++)
        tending->items[i].changed = false;
    for (size_t i = 0; status == STATUS_OK && i < tending->count; i++)
        if (!tending->items[i].gone && is_due(&tending->items[i], now) &&
            tending->asked < ASKED_MOST)
            status = ask(tending, &tending->items[i]);
    if (status == STATUS_OK)
        status = wait_for_hubs(tending);
    for (size_t i = 0; i < tending->count; i++)
        tending->items[i].gone = false;
    return status == STATUS_OK ? note_all(tending) : status;
}

enum status hubs_tend(struct sweep *sweep, struct error *error) {
    struct tending tending = {.sweep = sweep};
    struct store *store = sweep->gatherer->store;
    enum status status = store_notes_list(store, &sweep->arena, NOTES_HUB, &tending.notes,
                                          &tending.note_count, &tending.error);
    if (status == STATUS_OK && tending.note_count == 0 &&
        str_empty(sweep->gatherer->edition->fetch.callback))
        return STATUS_OK;
    if (status == STATUS_OK)
        status = store_notes_list(store, &sweep->arena, NOTES_LEASE, &tending.leases,
                                  &tending.lease_count, &tending.error);
    if (status == STATUS_OK)
        status = look_at_all(&tending);
    if (status == STATUS_OK)
        status = ask_all(&tending);
    if (status != STATUS_OK && error != NULL)
        *error = tending.error;
    return status;
}
