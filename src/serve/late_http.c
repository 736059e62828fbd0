/* libmicrohttpd, loaded by the first server (base/late.h). */
#include "base/late.h"

#include "serve/inside.h"

#define PLAIN(F)                                                                                   \
    F(void, MHD_stop_daemon, (struct MHD_Daemon * daemon), (daemon), (void)0)                      \
    F(MHD_socket, MHD_quiesce_daemon, (struct MHD_Daemon * daemon), (daemon), MHD_INVALID_SOCKET)  \
    F(enum MHD_Result, MHD_run, (struct MHD_Daemon * daemon), (daemon), MHD_NO)                    \
    F(enum MHD_Result, MHD_get_timeout,                                                            \
      (struct MHD_Daemon * daemon, MHD_UNSIGNED_LONG_LONG * timeout), (daemon, timeout), MHD_NO)   \
    F(int, MHD_get_connection_values,                                                              \
      (struct MHD_Connection * connection, enum MHD_ValueKind kind, MHD_KeyValueIterator iterator, \
       void *state),                                                                               \
      (connection, kind, iterator, state), -1)                                                     \
    F(const char *, MHD_lookup_connection_value,                                                   \
      (struct MHD_Connection * connection, enum MHD_ValueKind kind, const char *key),              \
      (connection, kind, key), NULL)                                                               \
    F(struct MHD_Response *, MHD_create_response_from_buffer,                                      \
      (size_t size, void *buffer, enum MHD_ResponseMemoryMode mode), (size, buffer, mode), NULL)   \
    F(struct MHD_Response *, MHD_create_response_from_fd_at_offset64,                              \
      (uint64_t size, int fd, uint64_t offset), (size, fd, offset), NULL)                          \
    F(enum MHD_Result, MHD_add_response_header,                                                    \
      (struct MHD_Response * response, const char *header, const char *content),                   \
      (response, header, content), MHD_NO)                                                         \
    F(enum MHD_Result, MHD_queue_response,                                                         \
      (struct MHD_Connection * connection, unsigned status, struct MHD_Response *response),        \
      (connection, status, response), MHD_NO)                                                      \
    F(void, MHD_suspend_connection, (struct MHD_Connection * connection), (connection), (void)0)   \
    F(void, MHD_resume_connection, (struct MHD_Connection * connection), (connection), (void)0)    \
    F(void, MHD_destroy_response, (struct MHD_Response * response), (response), (void)0)

#define FUNCTIONS(F)                                                                               \
    PLAIN(F)                                                                                       \
    LATE_BY_HAND(F, MHD_start_daemon_va)                                                           \
    LATE_BY_HAND(F, MHD_get_daemon_info)                                                           \
    LATE_BY_HAND(F, MHD_get_connection_info)

LATE_LIBRARY(SONAME_MICROHTTPD, FUNCTIONS)
PLAIN(LATE_FUNCTION)

struct MHD_Daemon *MHD_start_daemon(unsigned int flags, uint16_t port,
                                    MHD_AcceptPolicyCallback accept, void *accept_state,
                                    MHD_AccessHandlerCallback handler, void *handler_state, ...) {
    va_list options;
    if (!late_ready())
        return NULL;
    va_start(options, handler_state);
    struct MHD_Daemon *daemon = late.MHD_start_daemon_va(flags, port, accept, accept_state, handler,
                                                         handler_state, options);
    va_end(options);
    return daemon;
}

/* None of what is asked for takes further arguments. */
const union MHD_DaemonInfo *MHD_get_daemon_info(struct MHD_Daemon *daemon,
                                                enum MHD_DaemonInfoType type, ...) {
    return late.MHD_get_daemon_info(daemon, type);
}

const union MHD_ConnectionInfo *MHD_get_connection_info(struct MHD_Connection *connection,
                                                        enum MHD_ConnectionInfoType type, ...) {
    return late.MHD_get_connection_info(connection, type);
}
