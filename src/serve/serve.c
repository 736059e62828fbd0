#include "serve/inside.h"

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

/* Escapes are ours to read, once, in path.c. */
static size_t keep_escapes(void *state, struct MHD_Connection *connection, char *text) {
    (void)state;
    (void)connection;
    return strlen(text);
}

static void note_connection(void *state, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode code) {
    struct server *server = state;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        serve_guests_left(&server->guests, *context);
        *context = NULL;
        return;
    }
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int socket = fd != NULL ? fd->connect_fd : -1;
    const union MHD_ConnectionInfo *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (socket >= 0 && address != NULL)
        *context =
            serve_guests_came(&server->guests, socket, address->client_addr, clock_monotonic_ms());
}

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

static enum status start_daemon(struct server *server, struct error *error) {
    /* Some more than `guests` allow, so that one who comes is there to be weighed. */
    unsigned int most = (unsigned int)server->guests.most + GUESTS_LEAST;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_PEDANTIC_CHECKS | MHD_ALLOW_SUSPEND_RESUME, 0, NULL, NULL,
        serve_answer, server, MHD_OPTION_LISTEN_SOCKET, server->listener,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)SERVE_REQUEST_MEMORY,
        MHD_OPTION_CONNECTION_LIMIT, most, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned int)SERVE_STALLED_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, serve_answered, server,
        MHD_OPTION_NOTIFY_CONNECTION, note_connection, server, MHD_OPTION_UNESCAPE_CALLBACK,
        keep_escapes, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_END);
    if (server->daemon == NULL)
        return error_set(error, STATUS_SYSTEM, "the server cannot start");
    server->listener = -1;
    return STATUS_OK;
}

static enum status copy_limits(struct server *server, const struct serve_options *options,
                               struct error *error) {
    enum { ORIGINS_BYTES = 1 << 20 };
    uint64_t seed;
    arena_init(&server->arena, ORIGINS_BYTES);
    server->origins = arena_array(&server->arena, options->origin_count, struct str);
    for (size_t i = 0; server->origins != NULL && i < options->origin_count; i++)
        server->origins[server->origin_count++] = arena_copy(&server->arena, options->origins[i]);
    enum status status = random_bytes(&seed, sizeof seed, error);
    serve_limits_init(&server->limits, options->per_minute, seed);
    return status == STATUS_OK ? arena_status(&server->arena, error) : status;
}

static enum status copy_options(struct server *server, const struct serve_options *options,
                                struct error *error) {
    size_t room = strlen(options->folder) + sizeof "/public";
    server->folder = strdup(options->folder);
    server->where = strndup(options->where.p != NULL ? options->where.p : "", options->where.n);
    server->public_folder = malloc(room);
    server->policy = serve_policy(options->picture_hosts, options->picture_host_count);
    if (server->folder == NULL || server->where == NULL || server->public_folder == NULL ||
        server->policy == NULL)
        return error_memory(error);
    snprintf(server->public_folder, room, "%s/public", options->folder);
    server->clock = options->clock;
    server->log = options->log;
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
    return copy_limits(server, options, error);
}

enum status serve_open(const struct serve_options *options, struct server **server,
                       struct error *error) {
    struct server *fresh = calloc(1, sizeof *fresh);
    *server = NULL;
    if (fresh == NULL)
        return error_memory(error);
    serve_kept_init(&fresh->kept);
    fresh->listener = -1;
    fresh->stop = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    fresh->wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    enum status status = copy_options(fresh, options, error);
    if (status == STATUS_OK && (fresh->stop < 0 || fresh->wake < 0))
        status = error_errno(error, errno, 0, "make", "an eventfd");
    if (status == STATUS_OK)
        status = serve_listen(options->listen, &fresh->listener, fresh->address, error);
    if (status == STATUS_OK)
        status = serve_tally_open(fresh->folder, str_from(fresh->where), fresh->address,
                                  fresh->clock, fresh->log, &fresh->tally, error);
    if (status == STATUS_OK)
        status = serve_clerk_open(fresh->folder, str_from(fresh->where), fresh->log, &fresh->clerk,
                                  error);
    if (status == STATUS_OK)
        status = start_daemon(fresh, error);
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

/* How long nothing need be done, in milliseconds. */
static int time_to_wait(struct server *server) {
    MHD_UNSIGNED_LONG_LONG theirs;
    int64_t wait = serve_guests_sweep(&server->guests, clock_monotonic_ms());
    if (wait < 0 || wait > TURN_MOST_MS)
        wait = TURN_MOST_MS;
    if (MHD_get_timeout(server->daemon, &theirs) == MHD_YES && theirs < (uint64_t)wait)
        wait = (int64_t)theirs;
    return (int)wait;
}

/* Waits for the library's sockets, the clerk, or the other two descriptors; true when one of these
 * spoke. */
static bool turn(struct server *server, int signals, int stop, int wait) {
    const union MHD_DaemonInfo *epoll =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    struct pollfd entries[] = {
        {.fd = epoll->epoll_fd, .events = POLLIN},
        {.fd = signals, .events = POLLIN},
        {.fd = stop, .events = POLLIN},
        {.fd = server->wake, .events = POLLIN},
    };
    uint64_t answered;
    int n = poll(entries, sizeof entries / sizeof entries[0], wait);
    if (n > 0 && (entries[1].revents != 0 || entries[2].revents != 0))
        return true;
    if (n > 0 && entries[3].revents != 0 && read(server->wake, &answered, sizeof answered) < 0) {
        /* Somebody was faster: there is nothing left to be told of. */
    }
    MHD_run(server->daemon);
    serve_shelf_idle(&server->shelf);
    return false;
}

/* No one new; who is being answered gets a while. */
static void end_gracefully(struct server *server) {
    int64_t until = clock_monotonic_ms() + SERVE_GRACE_MS;
    MHD_socket listener = MHD_quiesce_daemon(server->daemon);
    if (listener >= 0)
        close(listener);
    while (!TAILQ_EMPTY(&server->guests.answering) && clock_monotonic_ms() < until) {
        serve_guests_clear_waiting(&server->guests);
        turn(server, -1, -1, GRACE_TURN_MS);
    }
}

enum status serve_run(struct server *server, struct error *error) {
    sigset_t ending, before;
    struct signalfd_siginfo came;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &ending, &before);
    int signals = signalfd(-1, &ending, SFD_CLOEXEC | SFD_NONBLOCK);
    if (signals < 0) {
        pthread_sigmask(SIG_SETMASK, &before, NULL);
        return error_errno(error, errno, 0, "make", "a signalfd");
    }
    while (!turn(server, signals, server->stop, time_to_wait(server)))
        continue;
    end_gracefully(server);
    while (read(signals, &came, sizeof came) == (ssize_t)sizeof came)
        continue;
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
    if (server->daemon != NULL)
        MHD_stop_daemon(server->daemon);
    serve_kept_release(&server->kept);
    serve_tally_close(server->tally);
    serve_clerk_close(server->clerk);
    arena_release(&server->arena);
    serve_shelf_drop(&server->shelf);
    if (server->listener >= 0)
        close(server->listener);
    if (server->stop >= 0)
        close(server->stop);
    if (server->wake >= 0)
        close(server->wake);
    free(server->folder);
    free(server->where);
    free(server->public_folder);
    free(server->policy);
    free(server);
}
