#include "serve/inside.h"

#include <arpa/inet.h>
#include <errno.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 1024, PORT_MOST = 65535 };

union any_address {
    struct sockaddr any;
    struct sockaddr_in four;
    struct sockaddr_in6 six;
};

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080". */
static bool read_address(struct str text, union any_address *address, socklen_t *length) {
    char host[INET6_ADDRSTRLEN];
    uint64_t port;
    size_t colon = str_find_last_byte(text, ':');
    if (colon == SIZE_MAX || !str_to_u64(str_skip(text, colon + 1), &port) || port > PORT_MOST)
        return false;
    struct str name = str_take(text, colon);
    bool six = name.n > 2 && name.p[0] == '[' && name.p[name.n - 1] == ']';
    if (six)
        name = str_of(name.p + 1, name.n - 2);
    if (str_eq_case(name, STR("localhost")))
        name = STR("127.0.0.1");
    if (name.n >= sizeof host)
        return false;
    memcpy(host, name.p, name.n);
    host[name.n] = '\0';
    memset(address, 0, sizeof *address);
    if (six) {
        *length = sizeof address->six;
        address->six.sin6_family = AF_INET6;
        address->six.sin6_port = htons((uint16_t)port);
        return inet_pton(AF_INET6, host, &address->six.sin6_addr) == 1;
    }
    *length = sizeof address->four;
    address->four.sin_family = AF_INET;
    address->four.sin_port = htons((uint16_t)port);
    return inet_pton(AF_INET, host, &address->four.sin_addr) == 1;
}

static void write_address(const union any_address *address, char out[SERVE_ADDRESS_TEXT]) {
    char host[INET6_ADDRSTRLEN] = "";
    if (address->any.sa_family == AF_INET6) {
        inet_ntop(AF_INET6, &address->six.sin6_addr, host, sizeof host);
        snprintf(out, SERVE_ADDRESS_TEXT, "[%s]:%u", host, ntohs(address->six.sin6_port));
    } else {
        inet_ntop(AF_INET, &address->four.sin_addr, host, sizeof host);
        snprintf(out, SERVE_ADDRESS_TEXT, "%s:%u", host, ntohs(address->four.sin_port));
    }
}

static enum status refused(struct str listen, int number, struct error *error) {
    if (number == EADDRINUSE)
        return error_set(error, STATUS_UNAVAILABLE,
                         "%.*s is in use by another program; --listen ADDRESS:PORT takes another",
                         STR_ARG(listen));
    if (number == EADDRNOTAVAIL || number == EAFNOSUPPORT)
        return error_set(error, STATUS_UNAVAILABLE,
                         "%.*s is no address of this machine; --listen ADDRESS:PORT takes another",
                         STR_ARG(listen));
    if (number == EACCES)
        return error_set(error, STATUS_PERMISSION,
                         "not permitted to listen on %.*s; --listen takes a port above 1023",
                         STR_ARG(listen));
    return error_set(error, STATUS_SYSTEM, "cannot listen on %.*s: %s", STR_ARG(listen),
                     strerror(number));
}

enum status serve_listen(struct str listen_on, int *fd, char address[SERVE_ADDRESS_TEXT],
                         struct error *error) {
    union any_address at;
    socklen_t length;
    const int yes = 1;
    if (!read_address(listen_on, &at, &length))
        return error_set(error, STATUS_USAGE,
                         "--listen takes a numeric ADDRESS:PORT such as 127.0.0.1:8080 or "
                         "[::1]:8080, not '%.*s'",
                         STR_ARG(listen_on));
    *fd = socket(at.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (*fd < 0)
        return refused(listen_on, errno, error);
    /* Else a port is not to be had again for a minute after a server ended. */
    if (setsockopt(*fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) != 0 ||
        bind(*fd, &at.any, length) != 0 || listen(*fd, BACKLOG) != 0 ||
        getsockname(*fd, &at.any, &length) != 0) {
        enum status status = refused(listen_on, errno, error);
        close(*fd);
        *fd = -1;
        return status;
    }
    write_address(&at, address);
    return STATUS_OK;
}
