/* libmicrohttpd, loaded by the first server (base/late.h). The one thing in the room that is kept
 * between calls without an owner: where the library's functions lie, written once. */
#include "base/late.h"

#include "serve/inside.h"
#include <pthread.h>

#define FUNCTIONS(X)                                                                               \
    X(start_daemon_va)                                                                             \
    X(stop_daemon)                                                                                 \
    X(quiesce_daemon)                                                                              \
    X(run)                                                                                         \
    X(get_timeout)                                                                                 \
    X(get_daemon_info)                                                                             \
    X(get_connection_info)                                                                         \
    X(get_connection_values)                                                                       \
    X(lookup_connection_value)                                                                     \
    X(create_response_from_fd_at_offset64)                                                         \
    X(create_response_from_buffer)                                                                 \
    X(add_response_header)                                                                         \
    X(queue_response)                                                                              \
    X(destroy_response)

static struct {
    bool loaded;
#define X(name) __typeof__(MHD_##name) *name;
    FUNCTIONS(X)
#undef X
} real;

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
    static const struct late_symbol symbols[] = {
#define X(name) {"MHD_" #name, &real.name},
        FUNCTIONS(X)
#undef X
    };
    real.loaded = late_load("libmicrohttpd.so.12", symbols, sizeof symbols / sizeof symbols[0]);
}

/* Who calls anything else has called this first, and has a server. */
struct MHD_Daemon *MHD_start_daemon(unsigned int flags, uint16_t port,
                                    MHD_AcceptPolicyCallback accept, void *accept_state,
                                    MHD_AccessHandlerCallback handler, void *handler_state, ...) {
    va_list options;
    pthread_once(&once, load);
    if (!real.loaded)
        return NULL;
    va_start(options, handler_state);
    struct MHD_Daemon *daemon =
        real.start_daemon_va(flags, port, accept, accept_state, handler, handler_state, options);
    va_end(options);
    return daemon;
}

void MHD_stop_daemon(struct MHD_Daemon *daemon) {
    real.stop_daemon(daemon);
}

MHD_socket MHD_quiesce_daemon(struct MHD_Daemon *daemon) {
    return real.quiesce_daemon(daemon);
}

enum MHD_Result MHD_run(struct MHD_Daemon *daemon) {
    return real.run(daemon);
}

enum MHD_Result MHD_get_timeout(struct MHD_Daemon *daemon, MHD_UNSIGNED_LONG_LONG *timeout) {
    return real.get_timeout(daemon, timeout);
}

/* None of what is asked for takes further arguments. */
const union MHD_DaemonInfo *MHD_get_daemon_info(struct MHD_Daemon *daemon,
                                                enum MHD_DaemonInfoType type, ...) {
    return real.get_daemon_info(daemon, type);
}

const union MHD_ConnectionInfo *MHD_get_connection_info(struct MHD_Connection *connection,
                                                        enum MHD_ConnectionInfoType type, ...) {
    return real.get_connection_info(connection, type);
}

int MHD_get_connection_values(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                              MHD_KeyValueIterator iterator, void *state) {
    return real.get_connection_values(connection, kind, iterator, state);
}

const char *MHD_lookup_connection_value(struct MHD_Connection *connection, enum MHD_ValueKind kind,
                                        const char *key) {
    return real.lookup_connection_value(connection, kind, key);
}

struct MHD_Response *MHD_create_response_from_buffer(size_t size, void *buffer,
                                                     enum MHD_ResponseMemoryMode mode) {
    return real.create_response_from_buffer(size, buffer, mode);
}

struct MHD_Response *MHD_create_response_from_fd_at_offset64(uint64_t size, int fd,
                                                             uint64_t offset) {
    return real.create_response_from_fd_at_offset64(size, fd, offset);
}

enum MHD_Result MHD_add_response_header(struct MHD_Response *response, const char *header,
                                        const char *content) {
    return real.add_response_header(response, header, content);
}

enum MHD_Result MHD_queue_response(struct MHD_Connection *connection, unsigned int status,
                                   struct MHD_Response *response) {
    return real.queue_response(connection, status, response);
}

void MHD_destroy_response(struct MHD_Response *response) {
    real.destroy_response(response);
}
