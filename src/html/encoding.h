/* The names of encodings (Encoding Standard, https://encoding.spec.whatwg.org/). */
#ifndef HTML_ENCODING_H
#define HTML_ENCODING_H

#include "base/str.h"

struct html_encoding {
    const char *name;  /* the standard's */
    const char *iconv; /* what to ask iconv for; NULL where html_decode does it itself */
};

/* By label, ASCII case and white space at the ends aside; NULL when the standard knows no such
 * label. Static. */
const struct html_encoding *html_encoding_find(struct str label);

#endif
