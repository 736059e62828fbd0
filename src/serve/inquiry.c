#include "serve/inquiry.h"

#include "serve/shelf.h"
#include <microhttpd.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

enum { PARAMETERS_MEMORY = 1 << 18 };

struct serve_clerk {
    struct serve_clerk_options options;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t wake;
    /* Under the mutex. */
    struct serve_inquiry *first, *last;
    size_t waiting;
    bool ending, ended;
    bool stale; /* the edition has changed */
    /* The thread's own. */
    struct serve_shelf shelf;
    struct serve_counter counter;
    int64_t read_at;      /* when the edition was read; monotonic ms, 0: never */
    enum status reported; /* the last trouble that was logged */
};

struct serve_inquiry *serve_inquiry_new(void) {
    struct serve_inquiry *inquiry = calloc(1, sizeof *inquiry);
    if (inquiry == NULL)
        return NULL;
    arena_init(&inquiry->arena, PARAMETERS_MEMORY);
    buf_init(&inquiry->body, SERVE_INQUIRY_BODY_MOST);
    return inquiry;
}

void serve_inquiry_free(struct serve_inquiry *inquiry) {
    if (inquiry == NULL)
        return;
    arena_release(&inquiry->arena);
    buf_release(&inquiry->body);
    free(inquiry);
}

void serve_inquiry_pack(struct serve_inquiry *inquiry) {
    struct buf coded;
    if (inquiry->coding == SERVE_IDENTITY)
        return;
    buf_init(&coded, SERVE_INQUIRY_BODY_MOST);
    if (inquiry->body.n < FILES_CODED_LEAST ||
        serve_coding_write(inquiry->coding, SERVE_ONCE_EFFORT, buf_str(&inquiry->body), &coded) !=
            STATUS_OK) {
        inquiry->coding = SERVE_IDENTITY;
        buf_release(&coded);
        return;
    }
    buf_release(&inquiry->body);
    inquiry->body = coded;
}

/* ---- the thread ---- */

/* The edition as it is now; an older one as long as the new one is wrong. */
static enum status read_edition(struct serve_clerk *clerk, struct error *error) {
    struct live *fresh;
    int64_t now = clock_monotonic_ms();
    if (clerk->counter.live != NULL && now - clerk->read_at < SERVE_INQUIRY_EDITION_MS)
        return STATUS_OK;
    enum status status = live_open(clerk->options.folder, &fresh, error);
    clerk->read_at = now;
    if (status != STATUS_OK)
        return clerk->counter.live != NULL ? STATUS_OK : status;
    live_close(clerk->counter.live);
    clerk->counter.live = fresh;
    return STATUS_OK;
}

/* Each kind of trouble once, not once a request; before the first run there is no store yet. */
static void report(struct serve_clerk *clerk, enum status status, const struct error *error) {
    char text[1024];
    if (status == STATUS_NOT_FOUND || status == clerk->reported)
        return;
    clerk->reported = status;
    if (status != STATUS_OK)
        log_write(clerk->options.log, LOG_ERROR, "what was asked for cannot be looked up",
                  LOG_TEXT("why", error_describe(error, text, sizeof text)));
}

/* In one view of the store, but for what writes into it. */
static enum status find(struct serve_counter *counter, struct serve_inquiry *inquiry,
                        struct error *error) {
    if (inquiry->kind == SERVE_INQUIRY_DOOR || inquiry->kind == SERVE_INQUIRY_FORM)
        return serve_reception(counter, inquiry, error);
    enum status status = store_view(counter->store, error);
    if (status != STATUS_OK)
        return status;
    status = inquiry->kind == SERVE_INQUIRY_SEARCH ? serve_search_page(counter, inquiry, error)
                                                   : serve_api(counter, inquiry, error);
    store_view_end(counter->store);
    return status;
}

static enum status look_up(struct serve_clerk *clerk, struct serve_inquiry *inquiry,
                           struct error *error) {
    struct serve_counter *counter = &clerk->counter;
    enum status status = read_edition(clerk, error);
    if (status == STATUS_OK)
        status = serve_shelf_open(&clerk->shelf, &counter->store, error);
    if (status == STATUS_OK)
        status = find(counter, inquiry, error);
    if (status == STATUS_OK)
        status = buf_check(&inquiry->body, error);
    if (status != STATUS_OK)
        serve_shelf_drop(&clerk->shelf);
    return status;
}

static void refuse(struct serve_inquiry *inquiry) {
    buf_clear(&inquiry->body);
    if (inquiry->kind == SERVE_INQUIRY_API) {
        serve_problem(inquiry, MHD_HTTP_SERVICE_UNAVAILABLE, STR("Not available for the moment."));
        return;
    }
    inquiry->code = MHD_HTTP_SERVICE_UNAVAILABLE;
    inquiry->type = "text/plain; charset=utf-8";
    BUF_ADD(&inquiry->body, "Not available for the moment\n");
}

static void answer(struct serve_clerk *clerk, struct serve_inquiry *inquiry) {
    struct error error;
    enum status status = look_up(clerk, inquiry, &error);
    report(clerk, status, &error);
    if (status != STATUS_OK)
        refuse(inquiry);
    serve_inquiry_pack(inquiry);
    arena_reset(&clerk->counter.arena);
}

/* The next inquiry; NULL after a while without one. */
static struct serve_inquiry *take(struct serve_clerk *clerk, bool *ending) {
    enum { TICK_SECONDS = 5 };
    struct timespec until;
    pthread_mutex_lock(&clerk->mutex);
    if (clerk->first == NULL && !clerk->ending) {
        clock_gettime(CLOCK_MONOTONIC, &until);
        until.tv_sec += TICK_SECONDS;
        pthread_cond_timedwait(&clerk->wake, &clerk->mutex, &until);
    }
    struct serve_inquiry *inquiry = clerk->first;
    if (inquiry != NULL) {
        clerk->first = inquiry->next;
        clerk->waiting--;
    }
    *ending = clerk->ending;
    if (clerk->stale)
        clerk->read_at = INT64_MIN / 2;
    clerk->stale = false;
    pthread_mutex_unlock(&clerk->mutex);
    return inquiry;
}

static void *attend(void *data) {
    struct serve_clerk *clerk = data;
    bool ending = false;
    arena_init(&clerk->counter.arena, SERVE_INQUIRY_MEMORY);
    for (;;) {
        struct serve_inquiry *inquiry = take(clerk, &ending);
        if (inquiry == NULL && ending)
            break;
        if (inquiry == NULL) {
            serve_shelf_idle(&clerk->shelf);
            continue;
        }
        if (ending)
            refuse(inquiry);
        else
            answer(clerk, inquiry);
        inquiry->answered = true;
        inquiry->resume(inquiry->state, inquiry->waiter);
    }
    serve_shelf_drop(&clerk->shelf);
    live_close(clerk->counter.live);
    arena_release(&clerk->counter.arena);
    return NULL;
}

/* ---- its askers ---- */

/* Signals are for the thread that answers. */
static int start_thread(struct serve_clerk *clerk) {
    sigset_t all, before;
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&clerk->mutex, NULL);
    pthread_cond_init(&clerk->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int number = pthread_create(&clerk->thread, NULL, attend, clerk);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (number != 0) {
        pthread_cond_destroy(&clerk->wake);
        pthread_mutex_destroy(&clerk->mutex);
    }
    return number;
}

enum status serve_clerk_open(const struct serve_clerk_options *options, struct serve_clerk **clerk,
                             struct error *error) {
    struct serve_clerk *fresh = calloc(1, sizeof *fresh);
    *clerk = NULL;
    if (fresh == NULL)
        return error_memory(error);
    fresh->options = *options;
    fresh->counter.folder = options->folder;
    fresh->counter.clock = options->clock;
    fresh->shelf = (struct serve_shelf){
        .folder = options->folder, .where = options->where, .access = options->access};
    if (start_thread(fresh) != 0) {
        free(fresh);
        return error_set(error, STATUS_SYSTEM, "cannot start a thread");
    }
    *clerk = fresh;
    return STATUS_OK;
}

bool serve_clerk_has_room(struct serve_clerk *clerk) {
    pthread_mutex_lock(&clerk->mutex);
    bool room = clerk->waiting < SERVE_INQUIRIES_MOST;
    pthread_mutex_unlock(&clerk->mutex);
    return room;
}

void serve_clerk_ask(struct serve_clerk *clerk, struct serve_inquiry *inquiry) {
    pthread_mutex_lock(&clerk->mutex);
    inquiry->next = NULL;
    if (clerk->first == NULL)
        clerk->first = inquiry;
    else
        clerk->last->next = inquiry;
    clerk->last = inquiry;
    clerk->waiting++;
    pthread_cond_signal(&clerk->wake);
    pthread_mutex_unlock(&clerk->mutex);
}

void serve_clerk_reread(struct serve_clerk *clerk) {
    pthread_mutex_lock(&clerk->mutex);
    clerk->stale = true;
    pthread_mutex_unlock(&clerk->mutex);
}

void serve_clerk_end(struct serve_clerk *clerk) {
    if (clerk == NULL || clerk->ended)
        return;
    pthread_mutex_lock(&clerk->mutex);
    clerk->ending = true;
    pthread_cond_signal(&clerk->wake);
    pthread_mutex_unlock(&clerk->mutex);
    pthread_join(clerk->thread, NULL);
    clerk->ended = true;
}

void serve_clerk_close(struct serve_clerk *clerk) {
    if (clerk == NULL)
        return;
    serve_clerk_end(clerk);
    pthread_cond_destroy(&clerk->wake);
    pthread_mutex_destroy(&clerk->mutex);
    free(clerk);
}
