#include "url/network.h"

enum { BITS = 128, MAPPED_BITS = 96, BYTE_BITS = 8 };

static bool bit_of(const unsigned char *address, unsigned bit) {
    return (address[bit / BYTE_BITS] >> (BYTE_BITS - 1 - bit % BYTE_BITS) & 1) != 0;
}

bool url_network_read(struct str text, struct url_network *network) {
    uint64_t bits;
    size_t slash = str_find_byte(text, '/');
    struct str host = str_take(text, slash);
    unsigned base = str_find_byte(host, ':') == SIZE_MAX ? MAPPED_BITS : 0;
    if (!url_address_read(host, network->address))
        return false;
    network->bits = BITS;
    if (slash == SIZE_MAX)
        return true;
    if (!str_to_u64(str_skip(text, slash + 1), &bits) || bits > BITS - base)
        return false;
    network->bits = base + (unsigned)bits;
    for (unsigned bit = network->bits; bit < BITS; bit++)
        if (bit_of(network->address, bit))
            return false;
    return true;
}

bool url_network_has(const struct url_network *network,
                     const unsigned char address[URL_ADDRESS_BYTES]) {
    size_t bytes = network->bits / BYTE_BITS;
    unsigned rest = network->bits % BYTE_BITS;
    if (memcmp(network->address, address, bytes) != 0)
        return false;
    return rest == 0 || (network->address[bytes] ^ address[bytes]) >> (BYTE_BITS - rest) == 0;
}
