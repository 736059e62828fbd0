/* The names of encodings (Encoding Standard, https://encoding.spec.whatwg.org/). */
#ifndef HTML_ENCODING_H
#define HTML_ENCODING_H

#include "base/str.h"

struct html_encoding {
    const char *name;      /* the standard's */
    const char *iconv;     /* what to ask iconv for; NULL where html_decode does it itself */
    const uint16_t *bytes; /* single-byte encodings: the characters of 0x80 to 0xFF */
};

/* byte_table.c: the indexes of the standard, 9. */
extern const uint16_t html_bytes_ibm866[128];
extern const uint16_t html_bytes_iso_8859_2[128];
extern const uint16_t html_bytes_iso_8859_3[128];
extern const uint16_t html_bytes_iso_8859_4[128];
extern const uint16_t html_bytes_iso_8859_5[128];
extern const uint16_t html_bytes_iso_8859_6[128];
extern const uint16_t html_bytes_iso_8859_7[128];
extern const uint16_t html_bytes_iso_8859_8[128];
extern const uint16_t html_bytes_iso_8859_10[128];
extern const uint16_t html_bytes_iso_8859_13[128];
extern const uint16_t html_bytes_iso_8859_14[128];
extern const uint16_t html_bytes_iso_8859_15[128];
extern const uint16_t html_bytes_iso_8859_16[128];
extern const uint16_t html_bytes_koi8_r[128];
extern const uint16_t html_bytes_koi8_u[128];
extern const uint16_t html_bytes_macintosh[128];
extern const uint16_t html_bytes_windows_874[128];
extern const uint16_t html_bytes_windows_1250[128];
extern const uint16_t html_bytes_windows_1251[128];
extern const uint16_t html_bytes_windows_1252[128];
extern const uint16_t html_bytes_windows_1253[128];
extern const uint16_t html_bytes_windows_1254[128];
extern const uint16_t html_bytes_windows_1255[128];
extern const uint16_t html_bytes_windows_1256[128];
extern const uint16_t html_bytes_windows_1257[128];
extern const uint16_t html_bytes_windows_1258[128];
extern const uint16_t html_bytes_x_mac_cyrillic[128];

/* By label, ASCII case and white space at the ends aside; NULL when the standard knows no such
 * label. Static. */
const struct html_encoding *html_encoding_find(struct str label);

#endif
