#include "serve/tally.h"

#include "serve/key.h"
#include "serve/serve.h"
#include "serve/shelf.h"
#include <pthread.h>
#include <signal.h>

enum { TICK_MS = 500, AGENT_MOST = 256, ADDRESS_MOST = 64, MEMORY = 8 * 1024 * 1024 };

/* A click, or a value of a table of store_notes, which then stands in `agent`. */
struct note {
    bool click;
    enum store_notes table;
    char id[ID_LENGTH];
    unsigned char address_length;
    unsigned short agent_length;
    char address[ADDRESS_MOST];
    char agent[AGENT_MOST];
};

struct serve_tally {
    const char *folder, *listener;
    const struct clock *clock;
    const struct log *log;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    /* Under the mutex. */
    struct note *notes; /* a ring */
    size_t first, count;
    bool ending;
    /* The thread's own. */
    struct serve_shelf shelf;
    struct serve_key key;
    int64_t day;          /* whose key may be there */
    bool tidy;            /* no other day's is */
    bool listed;          /* where the server listens was noted */
    enum status reported; /* the last trouble that was logged */
};

/* Each kind of trouble once, not once a click. */
static void report(struct serve_tally *tally, enum status status, const struct error *error) {
    char text[1024];
    /* Before the first run there is no store, and an id may be anything: neither is trouble. */
    if (status == STATUS_NOT_FOUND || status == tally->reported)
        return;
    tally->reported = status;
    if (status != STATUS_OK)
        log_write(tally->log, LOG_ERROR, "clicks are not counted",
                  LOG_TEXT("why", error_describe(error, text, sizeof text)));
}

static enum status count(struct serve_tally *tally, struct arena *arena, const struct note *note,
                         struct error *error) {
    char visitor[HASH_HEX + 1];
    struct store *store;
    struct serve_target target;
    enum status status = serve_shelf_open(&tally->shelf, &store, error);
    if (status != STATUS_OK)
        return status;
    status = serve_shelf_target(store, arena, str_of(note->id, ID_LENGTH), &target, error);
    if (status == STATUS_OK)
        status = serve_key_take(tally->folder, tally->day, &tally->key, error);
    if (status == STATUS_OK)
        status = serve_key_visitor(&tally->key, str_of(note->address, note->address_length),
                                   str_of(note->agent, note->agent_length), visitor, error);
    if (status == STATUS_OK)
        status = store_click_add(store, str_from(target.id), tally->day, str_from(visitor), error);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        serve_shelf_drop(&tally->shelf);
    return status;
}

/* Sets or, with an absent value, takes away. */
static enum status put(struct serve_tally *tally, enum store_notes table, struct str key,
                       struct str value, struct error *error) {
    struct store *store;
    const struct store_key note = {.key = key, .value = value};
    enum status status = serve_shelf_open(&tally->shelf, &store, error);
    if (status == STATUS_OK)
        status = store_notes_put(store, table, &note, 1, error);
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        serve_shelf_drop(&tally->shelf);
    return status;
}

static enum status write_one(struct serve_tally *tally, struct arena *arena,
                             const struct note *note, struct error *error) {
    return note->click ? count(tally, arena, note, error)
                       : put(tally, note->table, str_of(note->id, ID_LENGTH),
                             str_of(note->agent, note->agent_length), error);
}

/* The fetcher keeps away from where we listen (attacks.md C10). */
static void list(struct serve_tally *tally) {
    struct error error;
    char now[32];
    if (tally->listed)
        return;
    int n = snprintf(now, sizeof now, "%lld", (long long)clock_now(tally->clock));
    tally->listed = put(tally, NOTES_LISTENER, str_from(tally->listener), str_of(now, (size_t)n),
                        &error) == STATUS_OK;
}

/* A day that is over takes its key with it. */
static void turn_day(struct serve_tally *tally) {
    struct error error;
    int64_t day = day_of(clock_now(tally->clock));
    if (day == tally->day && tally->tidy)
        return;
    tally->day = day;
    enum status status = serve_key_forget(tally->folder, day, &tally->key, &error);
    tally->tidy = status == STATUS_OK;
    if (!tally->tidy)
        report(tally, status, &error);
}

/* Takes the first note out, waiting a tick for one; false when there is none. */
static bool take(struct serve_tally *tally, struct note *note, bool *ending) {
    pthread_mutex_lock(&tally->mutex);
    if (tally->count == 0 && !tally->ending) {
        struct timespec until;
        clock_gettime(CLOCK_MONOTONIC, &until);
        int64_t nanoseconds = until.tv_nsec + (int64_t)TICK_MS * 1000000;
        until.tv_sec += nanoseconds / 1000000000;
        until.tv_nsec = nanoseconds % 1000000000;
        pthread_cond_timedwait(&tally->wake, &tally->mutex, &until);
    }
    bool some = tally->count > 0;
    if (some) {
        *note = tally->notes[tally->first];
        tally->first = (tally->first + 1) % SERVE_CLICKS_WAITING;
        tally->count--;
    }
    *ending = tally->ending && tally->count == 0;
    pthread_mutex_unlock(&tally->mutex);
    return some;
}

static void *write_clicks(void *data) {
    struct serve_tally *tally = data;
    struct arena arena;
    struct note note;
    bool ending = false;
    arena_init(&arena, MEMORY);
    while (!ending) {
        struct error error;
        bool some = take(tally, &note, &ending);
        turn_day(tally);
        list(tally);
        if (some)
            report(tally, write_one(tally, &arena, &note, &error), &error);
        else
            serve_shelf_idle(&tally->shelf);
        arena_clear(&arena);
    }
    if (tally->listed) {
        struct error error;
        (void)put(tally, NOTES_LISTENER, str_from(tally->listener), STR_NONE, &error);
    }
    serve_shelf_drop(&tally->shelf);
    explicit_bzero(&tally->key, sizeof tally->key);
    explicit_bzero(&note, sizeof note);
    arena_release(&arena);
    return NULL;
}

/* Signals are for the thread that answers. */
static int start_thread(struct serve_tally *tally) {
    sigset_t all, before;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&tally->mutex, NULL);
    pthread_cond_init(&tally->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int number = pthread_create(&tally->thread, NULL, write_clicks, tally);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number != 0) {
        pthread_cond_destroy(&tally->wake);
        pthread_mutex_destroy(&tally->mutex);
    }
    return number;
}

enum status serve_tally_open(const char *folder, struct str where, const char *listener,
                             const struct clock *clock, const struct log *log,
                             struct serve_tally **tally, struct error *error) {
    struct serve_tally *fresh = calloc(1, sizeof *fresh);
    struct note *notes = calloc(SERVE_CLICKS_WAITING, sizeof *notes);
    *tally = NULL;
    if (fresh == NULL || notes == NULL) {
        free(fresh);
        free(notes);
        return error_memory(error);
    }
    *fresh = (struct serve_tally){
        .folder = folder,
        .listener = listener,
        .clock = clock,
        .log = log,
        .notes = notes,
        .shelf = {.folder = folder, .where = where, .access = STORE_SERVE},
        .day = day_of(clock_now(clock)),
        .tidy = true,
    };
    enum status status = serve_key_forget(folder, fresh->day, &fresh->key, error);
    if (status == STATUS_OK && start_thread(fresh) != 0)
        status = error_set(error, STATUS_SYSTEM, "cannot start a thread");
    if (status != STATUS_OK) {
        free(notes);
        free(fresh);
        return status;
    }
    *tally = fresh;
    return STATUS_OK;
}

/* The place for one more, under the mutex; NULL when there is none. */
static struct note *place_for(struct serve_tally *tally, struct str id) {
    if (tally->count == SERVE_CLICKS_WAITING)
        return NULL;
    struct note *note = &tally->notes[(tally->first + tally->count) % SERVE_CLICKS_WAITING];
    memset(note, 0, sizeof *note);
    memcpy(note->id, id.p, ID_LENGTH);
    tally->count++;
    pthread_cond_signal(&tally->wake);
    return note;
}

bool serve_tally_note(struct serve_tally *tally, struct str id, struct str address,
                      struct str agent) {
    if (!id_valid(id))
        return true;
    address = str_take(address, ADDRESS_MOST);
    agent = str_take(agent, AGENT_MOST);
    pthread_mutex_lock(&tally->mutex);
    struct note *note = place_for(tally, id);
    if (note != NULL) {
        note->click = true;
        memcpy(note->address, address.p, address.n);
        memcpy(note->agent, agent.p, agent.n);
        note->address_length = (unsigned char)address.n;
        note->agent_length = (unsigned short)agent.n;
    }
    pthread_mutex_unlock(&tally->mutex);
    return note != NULL;
}

bool serve_tally_tell(struct serve_tally *tally, enum store_notes table, struct str id,
                      struct str value) {
    if (!id_valid(id) || value.n > AGENT_MOST)
        return true;
    pthread_mutex_lock(&tally->mutex);
    struct note *note = place_for(tally, id);
    if (note != NULL) {
        note->table = table;
        memcpy(note->agent, value.p, value.n);
        note->agent_length = (unsigned short)value.n;
    }
    pthread_mutex_unlock(&tally->mutex);
    return note != NULL;
}

void serve_tally_close(struct serve_tally *tally) {
    if (tally == NULL)
        return;
    pthread_mutex_lock(&tally->mutex);
    tally->ending = true;
    pthread_cond_signal(&tally->wake);
    pthread_mutex_unlock(&tally->mutex);
    pthread_join(tally->thread, NULL);
    pthread_cond_destroy(&tally->wake);
    pthread_mutex_destroy(&tally->mutex);
    free(tally->notes);
    free(tally);
}
