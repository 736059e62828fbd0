/* How the server is, for what watches over it (attacks.md N09, N28, O01). */
#include "serve/inside.h"

#include <sys/stat.h>
#include <sys/statvfs.h>

/* Less than this and neither clicks nor a round can be written. */
enum { DISK_LEAST = 256 * 1024 };

static const struct str health_path = STR_INIT("/healthz");
static const struct str ready_path = STR_INIT("/readyz");
static const struct str metrics_path = STR_INIT("/metrics");

bool serve_probe_is(struct str path) {
    return str_eq(path, health_path) || str_eq(path, ready_path) || str_eq(path, metrics_path);
}

/* This machine's own, and not on behalf of another. */
static bool from_here(struct MHD_Connection *connection) {
    static const char *const passed_on[] = {"Forwarded", "X-Forwarded-For", "X-Real-IP", "Via"};
    const struct serve_guest *guest = serve_answer_guest(connection);
    if (guest == NULL)
        return false;
    for (size_t i = 0; i < sizeof passed_on / sizeof passed_on[0]; i++)
        if (!str_absent(serve_header(connection, passed_on[i])))
            return false;
    const struct in6_addr *peer = &guest->address;
    return IN6_IS_ADDR_LOOPBACK(peer) || (IN6_IS_ADDR_V4MAPPED(peer) && peer->s6_addr[12] == 127);
}

/* What keeps readers from being served; absent when nothing does. No path, no reason of the
 * store's own: anybody may ask. */
static struct str trouble(struct server *server) {
    struct store *store;
    struct stat folder;
    struct statvfs disk;
    struct error error;
    if (stat(server->public_folder, &folder) != 0 || !S_ISDIR(folder.st_mode))
        return STR("Nothing is published yet.\n");
    if (statvfs(server->folder, &disk) == 0 && disk.f_bavail < DISK_LEAST / disk.f_frsize)
        return STR("The disk is full.\n");
    if (serve_shelf_open(&server->shelf, &store, &error) != STATUS_OK)
        return STR("The store cannot be opened.\n");
    return STR_NONE;
}

static enum MHD_Result reply_ready(struct server *server, struct MHD_Connection *connection) {
    struct str sentence = trouble(server);
    return str_absent(sentence)
               ? serve_reply_text(connection, MHD_HTTP_OK, STR("Ready.\n"))
               : serve_reply_text(connection, MHD_HTTP_SERVICE_UNAVAILABLE, sentence);
}

static enum MHD_Result reply_metrics(struct server *server, struct MHD_Connection *connection) {
    static const struct serve_field fields[] = {{"Cache-Control", "no-store"}};
    struct buf text;
    buf_init(&text, SERVE_METRICS_MOST);
    serve_metrics_write(&server->metrics, server->guests.count, &text);
    enum MHD_Result result =
        text.status == STATUS_OK
            ? serve_reply_made(connection, MHD_HTTP_OK, "text/plain; version=0.0.4; charset=utf-8",
                               buf_str(&text), fields, 1)
            : MHD_NO;
    buf_release(&text);
    return result;
}

enum MHD_Result serve_probe(struct server *server, struct MHD_Connection *connection,
                            struct str path) {
    if (str_eq(path, health_path))
        return serve_reply_text(connection, MHD_HTTP_OK, STR("Alive.\n"));
    if (str_eq(path, ready_path))
        return reply_ready(server, connection);
    return from_here(connection) ? reply_metrics(server, connection)
                                 : serve_reply_missing(server, connection);
}
