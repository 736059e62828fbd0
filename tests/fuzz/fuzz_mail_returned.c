/* Letters that come back: what is found in them lies in them, and a token is one. */
#include <stdlib.h>

#include "mail/returned.h"
#include "mail/token.h"

static bool lies_in(struct str part, struct str whole) {
    return str_absent(part) || (part.p >= whole.p && part.p + part.n <= whole.p + whole.n);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str letter = str_of((const char *)data, size);
    struct mail_returned found = mail_returned_read(letter);
    if (!lies_in(found.token, letter) || !lies_in(found.reason, letter) ||
        found.reason.n > RETURNED_REASON_MOST)
        abort();
    if (found.kind != RETURNED_NOTHING && !mail_token_valid(found.token))
        abort();
    return 0;
}
