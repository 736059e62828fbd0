#include "mail/token.h"

#include "text/mailbox.h"

void mail_token(const unsigned char secret[HASH_BYTES], struct str purpose, struct str address,
                char out[MAIL_TOKEN_LENGTH + 1]) {
    static const char digits[] = "0123456789abcdef";
    unsigned char sum[HASH_BYTES];
    char text[TEXT_ADDRESS_MOST];
    size_t n = address.n < sizeof text ? address.n : sizeof text;
    for (size_t i = 0; i < n; i++)
        text[i] = ascii_lower(address.p[i]);
    hash_keyed(secret, purpose, sum);
    hash_keyed(sum, str_of(text, n), sum);
    for (size_t i = 0; i < MAIL_TOKEN_LENGTH / 2; i++) {
        out[2 * i] = digits[sum[i] >> 4];
        out[2 * i + 1] = digits[sum[i] & 15];
    }
    out[MAIL_TOKEN_LENGTH] = '\0';
}

bool mail_token_valid(struct str token) {
    if (token.n != MAIL_TOKEN_LENGTH)
        return false;
    for (size_t i = 0; i < token.n; i++)
        if (ascii_hex(token.p[i]) < 0 || ascii_lower(token.p[i]) != token.p[i])
            return false;
    return true;
}
