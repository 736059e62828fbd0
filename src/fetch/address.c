#include "fetch/address.h"

#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>

struct range {
    unsigned char bytes[16];
    unsigned bits;
};

/* IANA IPv4 Special-Purpose Address Registry, multicast (RFC 5771), reserved (RFC 1112). */
static const struct range private_four[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};

/* Of IPv6 only 2000::/3 is global unicast (RFC 4291, 2.4); within it are not public: IETF protocol
 * assignments with Teredo and ORCHID, documentation, 6to4. */
static const struct range global_six = {{0x20}, 3};
static const struct range private_six[] = {
    {{0x20, 0x01, 0x00}, 23},
    {{0x20, 0x01, 0x0D, 0xB8}, 32},
    {{0x20, 0x02}, 16},
    {{0x3F, 0xFF, 0x00}, 20},
};
static const struct range nat64 = {{0x00, 0x64, 0xFF, 0x9B}, 96}; /* RFC 6052, 2.1 */

static bool within(const unsigned char *bytes, const struct range *range) {
    unsigned whole = range->bits / 8;
    unsigned rest = range->bits % 8;
    if (memcmp(bytes, range->bytes, whole) != 0)
        return false;
    return rest == 0 || ((bytes[whole] ^ range->bytes[whole]) >> (8 - rest)) == 0;
}

static bool public_four(const unsigned char *bytes) {
    for (size_t i = 0; i < sizeof private_four / sizeof private_four[0]; i++)
        if (within(bytes, &private_four[i]))
            return false;
    return true;
}

bool fetch_address_public(const struct fetch_endpoint *endpoint) {
    if (!endpoint->six)
        return public_four(endpoint->bytes);
    if (within(endpoint->bytes, &nat64))
        return public_four(endpoint->bytes + 12);
    if (!within(endpoint->bytes, &global_six))
        return false;
    for (size_t i = 0; i < sizeof private_six / sizeof private_six[0]; i++)
        if (within(endpoint->bytes, &private_six[i]))
            return false;
    return true;
}

bool fetch_endpoint_from(const struct sockaddr *address, size_t length,
                         struct fetch_endpoint *endpoint) {
    *endpoint = (struct fetch_endpoint){0};
    if (address->sa_family == AF_INET && length >= sizeof(struct sockaddr_in)) {
        struct sockaddr_in four;
        memcpy(&four, address, sizeof four);
        memcpy(endpoint->bytes, &four.sin_addr, 4);
        endpoint->port = ntohs(four.sin_port);
        return true;
    }
    if (address->sa_family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        struct sockaddr_in6 six;
        memcpy(&six, address, sizeof six);
        memcpy(endpoint->bytes, &six.sin6_addr, 16);
        endpoint->port = ntohs(six.sin6_port);
        endpoint->six = true;
        return true;
    }
    return false;
}

bool fetch_endpoint_eq(const struct fetch_endpoint *a, const struct fetch_endpoint *b) {
    return a->six == b->six && a->port == b->port &&
           memcmp(a->bytes, b->bytes, a->six ? 16 : 4) == 0;
}

bool fetch_endpoint_anywhere(const struct fetch_endpoint *endpoint) {
    static const unsigned char none[16];
    return memcmp(endpoint->bytes, none, endpoint->six ? 16 : 4) == 0;
}

/* An IPv4 address hidden in an IPv6 one is the same (RFC 4291, 2.5.5.2). */
static struct fetch_endpoint plain(struct fetch_endpoint endpoint) {
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    if (endpoint.six && memcmp(endpoint.bytes, mapped, sizeof mapped) == 0) {
        memmove(endpoint.bytes, endpoint.bytes + 12, 4);
        memset(endpoint.bytes + 4, 0, 12);
        endpoint.six = false;
    }
    return endpoint;
}

bool fetch_endpoint_ours(const struct fetch_endpoint *endpoint) {
    const struct fetch_endpoint asked = plain(*endpoint);
    struct ifaddrs *all = NULL;
    bool ours = !asked.six && asked.bytes[0] == 127; /* whichever of them is configured */
    if (ours || getifaddrs(&all) != 0)
        return ours;
    for (const struct ifaddrs *one = all; one != NULL && !ours; one = one->ifa_next) {
        struct fetch_endpoint own;
        size_t length = one->ifa_addr == NULL                  ? 0
                        : one->ifa_addr->sa_family == AF_INET  ? sizeof(struct sockaddr_in)
                        : one->ifa_addr->sa_family == AF_INET6 ? sizeof(struct sockaddr_in6)
                                                               : 0;
        if (length == 0 || !fetch_endpoint_from(one->ifa_addr, length, &own))
            continue;
        own.port = asked.port;
        ours = fetch_endpoint_eq(&own, &asked);
    }
    freeifaddrs(all);
    return ours;
}

enum status fetch_endpoint_read(struct str text, struct fetch_endpoint *endpoint,
                                struct error *error) {
    *endpoint = (struct fetch_endpoint){0};
    char address[INET6_ADDRSTRLEN];
    size_t colon = str_find_last_byte(text, ':');
    struct str host = str_take(text, colon == SIZE_MAX ? 0 : colon);
    uint64_t port = 0;
    endpoint->six = host.n > 2 && host.p[0] == '[' && host.p[host.n - 1] == ']';
    if (endpoint->six)
        host = str_of(host.p + 1, host.n - 2);
    bool good = colon != SIZE_MAX && host.n > 0 && host.n < sizeof address &&
                str_to_u64(str_skip(text, colon + 1), &port) && port >= 1 && port <= UINT16_MAX;
    if (good) {
        memcpy(address, host.p, host.n);
        address[host.n] = '\0';
        good = inet_pton(endpoint->six ? AF_INET6 : AF_INET, address, endpoint->bytes) == 1;
    }
    if (!good)
        return error_set(error, STATUS_CONFIG,
                         "'%.*s' is not an address and a port, as in 127.0.0.1:8080 or [::1]:8080",
                         STR_ARG(str_take(text, 100)));
    endpoint->port = (uint16_t)port;
    return STATUS_OK;
}
