/* Percent-encode sets of the WHATWG URL Standard, section 1.3, and text written into a fixed room.
 */
#ifndef URL_PERCENT_H
#define URL_PERCENT_H

#include "base/str.h"

/* C0 controls, DEL and everything outside ASCII are encoded by each of them. */
enum percent_set {
    PERCENT_CONTROL = 0,
    PERCENT_FRAGMENT = 1,
    PERCENT_QUERY = 2,
    PERCENT_SPECIAL_QUERY = 4,
    PERCENT_PATH = 8,
    PERCENT_USERINFO = 16,
};

/* Where a URL is written. Whoever makes one works out the room that is needed beforehand; what does
 * not fit is dropped, and `full` says so. */
struct url_out {
    char *p;
    size_t n;
    size_t room;
    bool full;
};

void url_out_byte(struct url_out *out, char byte);
void url_out_str(struct url_out *out, struct str s);
/* Appends `s`, its bytes of `set` as %XX. */
void url_out_encoded(struct url_out *out, struct str s, enum percent_set set);

/* Decodes each %XX of `in` into `out`, which has room for in.n bytes; returns how many it wrote. */
size_t percent_decode(struct str in, char *out);

#endif
