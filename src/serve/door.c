#include "serve/door.h"

#include "serve/inside.h"
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    PAPER_MOST = 1 << 20, /* bytes of a certificate with its chain */
    SPARE = 16, /* connections more than `guests` allow: who comes is there to be weighed */
};

/* Escapes are ours to read, once, in path.c. */
static size_t keep_escapes(void *state, struct MHD_Connection *connection, char *text) {
    (void)state;
    (void)connection;
    return strlen(text);
}

static void note_connection(void *state, struct MHD_Connection *connection, void **context,
                            enum MHD_ConnectionNotificationCode code) {
    struct serve_door *door = state;
    struct server *server = door->server;
    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        door->guests--;
        serve_guests_left(&server->guests, *context);
        *context = NULL;
        return;
    }
    door->guests++;
    const union MHD_ConnectionInfo *fd =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    int socket = fd != NULL ? fd->connect_fd : -1;
    const union MHD_ConnectionInfo *address =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    if (socket < 0 || address == NULL)
        return;
    struct serve_guest *guest =
        serve_guests_came(&server->guests, socket, address->client_addr, clock_monotonic_ms());
    if (guest != NULL)
        guest->door = door;
    *context = guest;
}

/* What the library says first is why it cannot start; none of it is for our output. */
static void __attribute__((format(printf, 2, 0)))
complain(void *state, const char *format, va_list values) {
    struct serve_door *door = state;
    if (door->why[0] == '\0')
        vsnprintf(door->why, sizeof door->why, format, values);
}

/* ---- papers ---- */

static enum status refused(const char *what, const char *path, enum status status,
                           struct error *error) {
    return error_set(error, status, "%s %s: %s", what, path,
                     status == STATUS_CONFIG ? "is not a file of at most 1 MiB" : strerror(errno));
}

/* A file with a NUL behind it; the caller's to wipe and free. Links are followed: who keeps
 * certificates renews them by moving a link. */
static enum status read_paper(const char *what, const char *path, char **text,
                              struct error *error) {
    struct stat info;
    enum status status = STATUS_OK;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    *text = NULL;
    if (fd < 0)
        return refused(what, path, errno == EACCES ? STATUS_PERMISSION : STATUS_NOT_FOUND, error);
    if (fstat(fd, &info) != 0 || !S_ISREG(info.st_mode) || info.st_size > PAPER_MOST) {
        status = refused(what, path, STATUS_CONFIG, error);
    } else {
        size_t size = (size_t)info.st_size;
        *text = calloc(1, size + 1);
        if (*text == NULL)
            status = error_memory(error);
        else if (read(fd, *text, size) != (ssize_t)size)
            status = refused(what, path, STATUS_IO, error);
    }
    close(fd);
    return status;
}

static void wipe(char *text) {
    if (text != NULL)
        explicit_bzero(text, strlen(text));
    free(text);
}

/* ---- doors ---- */

static void start(struct serve_door *door, int listener, const char *certificate, const char *key) {
    struct server *server = door->server;
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)(uintptr_t)certificate},
        {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)(uintptr_t)key},
        /* What the library holds for safe, but nothing before TLS 1.2 (RFC 8996). */
        {MHD_OPTION_HTTPS_PRIORITIES, 0,
         (void *)(uintptr_t) "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2"},
        {MHD_OPTION_END, 0, NULL},
    };
    door->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_USE_PEDANTIC_CHECKS | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG |
            (door->secure ? (unsigned)MHD_USE_TLS : 0),
        0, NULL, NULL, serve_answer, server, MHD_OPTION_EXTERNAL_LOGGER, complain, door,
        MHD_OPTION_LISTEN_SOCKET, listener, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        (size_t)SERVE_REQUEST_MEMORY, MHD_OPTION_CONNECTION_LIMIT,
        (unsigned int)server->guests.most + SPARE, MHD_OPTION_CONNECTION_TIMEOUT,
        (unsigned int)SERVE_STALLED_SECONDS, MHD_OPTION_NOTIFY_COMPLETED, serve_answered, server,
        MHD_OPTION_NOTIFY_CONNECTION, note_connection, door, MHD_OPTION_UNESCAPE_CALLBACK,
        keep_escapes, NULL, MHD_OPTION_SIGPIPE_HANDLED_BY_APP, 1, MHD_OPTION_ARRAY,
        door->secure ? tls : tls + sizeof tls / sizeof tls[0] - 1, MHD_OPTION_END);
}

static void close_door(struct serve_door *door) {
    if (door->daemon != NULL)
        MHD_stop_daemon(door->daemon);
    door->daemon = NULL;
}

void serve_doors_sweep(struct server *server) {
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++)
        if (server->doors[i].leaving && server->doors[i].guests == 0)
            close_door(&server->doors[i]);
}

static struct serve_door *free_door(struct server *server) {
    serve_doors_sweep(server);
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++)
        if (server->doors[i].daemon == NULL)
            return &server->doors[i];
    return NULL;
}

static enum status not_started(const struct serve_door *door, const struct serve_papers *papers,
                               struct error *error) {
    struct str why = str_trim(str_from(door->why));
    size_t colon = str_find(why, STR(": "));
    if (papers == NULL)
        return error_set(error, STATUS_SYSTEM, "the server cannot start: %.*s", STR_ARG(why));
    return error_set(error, STATUS_CONFIG, "the certificate %s and the key %s cannot be used: %.*s",
                     papers->certificate, papers->key,
                     STR_ARG(colon == SIZE_MAX ? why : str_skip(why, colon + 2)));
}

enum status serve_door_open(struct server *server, int listener, bool redirecting,
                            const struct serve_papers *papers, struct serve_door **door,
                            struct error *error) {
    char *certificate = NULL, *key = NULL;
    struct serve_door *fresh = free_door(server);
    enum status status = STATUS_OK;
    if (fresh == NULL)
        return error_set(error, STATUS_BUSY, "there are guests of too many earlier changes");
    if (papers != NULL)
        status = read_paper("the certificate", papers->certificate, &certificate, error);
    if (papers != NULL && status == STATUS_OK)
        status = read_paper("the key", papers->key, &key, error);
    if (status != STATUS_OK)
        goto out;
    *fresh =
        (struct serve_door){.server = server, .secure = papers != NULL, .redirecting = redirecting};
    /* The library closes what it was given, also when it cannot start. */
    int own = fcntl(listener, F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
        status = error_errno(error, errno, 0, "take", "the listening socket");
        goto out;
    }
    start(fresh, own, certificate, key);
    if (fresh->daemon == NULL)
        status = not_started(fresh, papers, error);
    else
        *door = fresh;
out:
    wipe(certificate);
    wipe(key);
    return status;
}

void serve_door_leave(struct serve_door *door) {
    if (door->daemon == NULL || door->leaving)
        return;
    int listener = MHD_quiesce_daemon(door->daemon);
    if (listener >= 0)
        close(listener);
    door->leaving = true;
}

void serve_doors_close(struct server *server) {
    for (size_t i = 0; i < SERVE_DOORS_MOST; i++)
        close_door(&server->doors[i]);
}
