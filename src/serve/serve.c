#include "serve/inside.h"

#include "serve/letters.h"
#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

enum {
    DESCRIPTORS_KEPT = 64, /* for the store, logs and files */
    GUESTS_LEAST = 16,
    TURN_MOST_MS = 10000,
    GRACE_TURN_MS = 50,
};

/* A connection has a socket and, while it is answered, a file. */
static size_t guests_most(void) {
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur == RLIM_INFINITY)
        return SERVE_CONNECTIONS_MOST;
    rlim_t most = files.rlim_cur > DESCRIPTORS_KEPT ? (files.rlim_cur - DESCRIPTORS_KEPT) / 2 : 0;
    return most > SERVE_CONNECTIONS_MOST ? SERVE_CONNECTIONS_MOST
           : most < GUESTS_LEAST         ? GUESTS_LEAST
                                         : (size_t)most;
}

/* Which papers the options give; NULL for none. */
static const struct serve_papers *papers_of(const struct serve_options *options,
                                            struct serve_papers *papers) {
    *papers = (struct serve_papers){options->certificate, options->key};
    return options->certificate != NULL ? papers : NULL;
}

static void take_settings(struct server *server, struct serve_settings *settings) {
    serve_settings_free(server->settings);
    server->settings = settings;
    server->guests.proxies = settings->proxies;
    server->guests.proxy_count = settings->proxy_count;
    serve_limits_set(&server->limits, settings->per_minute);
}

static enum status open_doors(struct server *server, const struct serve_options *options,
                              struct error *error) {
    struct serve_papers papers;
    struct serve_door *redirecting;
    enum status status = serve_listen(options->listen, &server->listener, server->address, error);
    if (status == STATUS_OK)
        status = serve_door_open(server, server->listener, false, papers_of(options, &papers),
                                 &server->door, error);
    if (status != STATUS_OK || str_absent(options->redirect))
        return status;
    status = serve_listen(options->redirect, &server->redirect_listener, server->redirect_address,
                          error);
    return status == STATUS_OK
               ? serve_door_open(server, server->redirect_listener, true, NULL, &redirecting, error)
               : status;
}

static enum status copy_options(struct server *server, const struct serve_options *options,
                                struct error *error) {
    struct serve_settings *settings;
    size_t room = strlen(options->folder) + sizeof "/public";
    uint64_t seed;
    server->folder = strdup(options->folder);
    server->where = strndup(options->where.p != NULL ? options->where.p : "", options->where.n);
    server->public_folder = malloc(room);
    if (server->folder == NULL || server->where == NULL || server->public_folder == NULL)
        return error_memory(error);
    snprintf(server->public_folder, room, "%s/public", options->folder);
    server->clock = options->clock;
    server->log = options->log;
    server->reread = options->reread;
    server->state = options->state;
    server->shelf = (struct serve_shelf){
        .folder = server->folder,
        .where = str_from(server->where),
        .access = STORE_READ,
    };
    serve_guests_init(&server->guests);
    server->guests.most = guests_most();
    server->guests.most_address = SERVE_CONNECTIONS_ADDRESS;
    server->guests.patience_ms =
        options->patience_ms > 0 ? options->patience_ms : SERVE_PATIENCE_MS;
    server->guests.answer_ms = SERVE_ANSWER_MS;
    enum status status = random_bytes(&seed, sizeof seed, error);
    serve_limits_init(&server->limits, 0, seed);
    serve_limits_init(&server->letter_pages, SERVE_LETTERS_PER_MINUTE, seed);
    serve_limits_init(&server->letter_forms, SERVE_FORMS_PER_MINUTE, seed);
    if (status == STATUS_OK)
        status = serve_settings_make(options, &settings, error);
    if (status == STATUS_OK)
        take_settings(server, settings);
    return status;
}

static enum status start_clerk(const struct server *server, enum store_access access,
                               struct serve_clerk **clerk, struct error *error) {
    const struct serve_clerk_options options = {.folder = server->folder,
                                                .where = str_from(server->where),
                                                .access = access,
                                                .clock = server->clock,
                                                .log = server->log};
    return serve_clerk_open(&options, clerk, error);
}

enum status serve_open(const struct serve_options *options, struct server **server,
                       struct error *error) {
    struct server *fresh = calloc(1, sizeof *fresh);
    *server = NULL;
    if (fresh == NULL)
        return error_memory(error);
    serve_kept_init(&fresh->kept);
    fresh->listener = fresh->redirect_listener = -1;
    fresh->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    fresh->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    enum status status = copy_options(fresh, options, error);
    if (status == STATUS_OK && (fresh->stop < 0 || fresh->wake < 0))
        status = error_errno(error, errno, 0, "make", "an eventfd");
    if (status == STATUS_OK)
        status = open_doors(fresh, options, error);
    if (status == STATUS_OK)
        status = serve_tally_open(fresh->folder, str_from(fresh->where), fresh->address,
                                  fresh->clock, fresh->log, &fresh->tally, error);
    if (status == STATUS_OK)
        status = start_clerk(fresh, STORE_READ, &fresh->clerk, error);
    if (status == STATUS_OK)
        status = start_clerk(fresh, STORE_SERVE, &fresh->letters, error);
    if (status != STATUS_OK) {
        serve_close(fresh);
        return status;
    }
    *server = fresh;
    return STATUS_OK;
}

const char *serve_address(const struct server *server) {
    return server->address;
}

const char *serve_redirect_address(const struct server *server) {
    return server->redirect_address[0] != '\0' ? server->redirect_address : NULL;
}

enum status serve_change(struct server *server, const struct serve_options *options,
                         struct error *error) {
    struct serve_papers papers;
    struct serve_settings *settings;
    struct serve_door *door = NULL;
    enum status status = serve_settings_make(options, &settings, error);
    if (status != STATUS_OK)
        return status;
    status =
        serve_door_open(server, server->listener, false, papers_of(options, &papers), &door, error);
    if (status != STATUS_OK) {
        serve_settings_free(settings);
        return status;
    }
    serve_door_leave(server->door);
    server->door = door;
    take_settings(server, settings);
    serve_kept_release(&server->kept);
    serve_clerk_reread(server->clerk);
    serve_clerk_reread(server->letters);
    return STATUS_OK;
}

/* How long nothing need be done, in milliseconds. */
static int time_to_wait(struct server *server) {
    int64_t wait = serve_guests_sweep(&server->guests, clock_monotonic_ms());
    if (wait < 0 || wait > TURN_MOST_MS)
        wait = TURN_MOST_MS;
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++) {
        MHD_UNSIGNED_LONG_LONG theirs;
        struct MHD_Daemon *daemon = server->doors[i].daemon;
        if (daemon != NULL && MHD_get_timeout(daemon, &theirs) == MHD_YES &&
            theirs < (uint64_t)wait)
            wait = (int64_t)theirs;
    }
    return (int)wait;
}

/* Waits for the library's sockets, the clerk, or the other two descriptors; true when one of these
 * spoke. */
static bool turn(struct server *server, int signals, int stop, int wait) {
    struct pollfd entries[SERVE_DOORS_MOST + 3] = {
        {.fd = signals, .events = POLLIN},
        {.fd = stop, .events = POLLIN},
        {.fd = server->wake, .events = POLLIN},
    };
    nfds_t count = 3;
    uint64_t answered;
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++)
        if (server->doors[i].daemon != NULL)
            entries[count++] = (struct pollfd){
                .fd = MHD_get_daemon_info(server->doors[i].daemon, MHD_DAEMON_INFO_EPOLL_FD)
                          ->epoll_fd,
                .events = POLLIN,
            };
    int n = poll(entries, count, wait);
    if (n > 0 && (entries[0].revents != 0 || entries[1].revents != 0))
        return true;
    if (n > 0 && entries[2].revents != 0 && read(server->wake, &answered, sizeof answered) < 0) {
        /* Somebody was faster: there is nothing left to be told of. */
    }
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++)
        if (server->doors[i].daemon != NULL)
            MHD_run(server->doors[i].daemon);
    serve_doors_sweep(server);
    serve_shelf_idle(&server->shelf);
    return false;
}

static void close_listeners(struct server *server) {
    int *const listeners[] = {&server->listener, &server->redirect_listener};
    for (size_t i = 0; i < sizeof listeners / sizeof listeners[0]; i++) {
        if (*listeners[i] >= 0)
            close(*listeners[i]);
        *listeners[i] = -1;
    }
}

/* No one new; who is being answered gets a while. */
static void end_gracefully(struct server *server) {
    int64_t until = clock_monotonic_ms() + SERVE_GRACE_MS;
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++)
        serve_door_leave(&server->doors[i]);
    close_listeners(server);
    while (!TAILQ_EMPTY(&server->guests.answering) && clock_monotonic_ms() < until) {
        int wait = time_to_wait(server);
        serve_guests_clear_waiting(&server->guests);
        turn(server, -1, -1, wait < GRACE_TURN_MS ? wait : GRACE_TURN_MS);
    }
}

/* SIGHUP: whatever is wrong with the configuration, there is a server. */
static void reread(struct server *server) {
    char text[1024];
    struct error error = {0};
    enum status status = server->reread(server->state, server, &error);
    if (status == STATUS_OK)
        log_write(server->log, LOG_INFO, "the configuration was read anew");
    else
        log_write(server->log, LOG_ERROR, "the new configuration is not used, the old one goes on",
                  LOG_TEXT("why", error_describe(&error, text, sizeof text)));
}

/* Takes the signals that came; true when one of them ends the server. */
static bool take_signals(struct server *server, int signals) {
    struct signalfd_siginfo came;
    bool ending = false, changed = false;
    while (read(signals, &came, sizeof came) == (ssize_t)sizeof came) {
        changed |= came.ssi_signo == SIGHUP;
        ending |= came.ssi_signo != SIGHUP;
    }
    if (changed && !ending)
        reread(server);
    return ending;
}

static bool is_stopped(const struct server *server) {
    struct pollfd entry = {.fd = server->stop, .events = POLLIN};
    return poll(&entry, 1, 0) > 0;
}

enum status serve_run(struct server *server, struct error *error) {
    sigset_t heard, before;
    sigemptyset(&heard);
    sigaddset(&heard, SIGINT);
    sigaddset(&heard, SIGTERM);
    if (server->reread != NULL)
        sigaddset(&heard, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &heard, &before);
    int signals = signalfd(-1, &heard, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return error_errno(error, errno, 0, "make", "a signalfd");
    }
    while (!turn(server, signals, server->stop, time_to_wait(server)) ||
           !(take_signals(server, signals) || is_stopped(server)))
        continue;
    end_gracefully(server);
    close(signals);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return STATUS_OK;
}

void serve_stop(struct server *server) {
    const uint64_t one = 1;
    if (write(server->stop, &one, sizeof one) < 0) {
        /* Full: it was told already. */
    }
}

void serve_close(struct server *server) {
    if (server == NULL)
        return;
    serve_clerk_end(server->clerk);
    serve_clerk_end(server->letters);
    serve_doors_close(server);
    serve_kept_release(&server->kept);
    serve_tally_close(server->tally);
    serve_clerk_close(server->clerk);
    serve_clerk_close(server->letters);
    serve_settings_free(server->settings);
    serve_shelf_drop(&server->shelf);
    close_listeners(server);
    if (server->stop >= 0)
        close(server->stop);
    if (server->wake >= 0)
        close(server->wake);
    free(server->folder);
    free(server->where);
    free(server->public_folder);
    free(server);
}
