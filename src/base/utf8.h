/* UTF-8 (RFC 3629), and the one sanitiser that every fetched text passes before it is stored.
 *
 * SQLite stores invalid UTF-8 and NUL in silence, PostgreSQL refuses both, XML 1.0 and terminals
 * have taboos of their own (attacks.md F02, F09-F11, F14): so no fetched text goes anywhere but
 * through utf8_clean. Texts of imported records do not pass it (record-format.md, 5). */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/buf.h"
#include "base/str.h"

enum { UTF8_REPLACEMENT = 0xFFFD };

/* The same as utf8_next, which most characters need not call. */
uint32_t utf8_next_wide(struct str s, size_t *at);
/* Reads the character at s[*at] (at < n) and moves *at behind it. Ill-formed bytes give
 * UTF8_REPLACEMENT, one for each maximal subpart (Unicode 15, 3.9, D93b). */
static inline uint32_t utf8_next(struct str s, size_t *at) {
    unsigned char lead = (unsigned char)s.p[*at];
    if (lead >= 0x80)
        return utf8_next_wide(s, at);
    *at += 1;
    return lead;
}
/* Writes 1-4 bytes, returns how many. Surrogates and out of range become U+FFFD. */
size_t utf8_encode(uint32_t character, char out[4]);
void utf8_add(struct buf *out, uint32_t character);
/* The bytes of the well-formed character past ASCII that stands at p[0] (2-4, Unicode 15, table
 * 3-7); 0 when there is none. `left` bytes may be read. */
static inline size_t utf8_wide(const char *p, size_t left) {
    const unsigned char *u = (const unsigned char *)p;
    unsigned char lead = u[0];
    if (lead < 0xC2 || lead > 0xF4 || left < 2)
        return 0;
    if (lead < 0xE0)
        return (u[1] & 0xC0) == 0x80 ? 2 : 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (left < 3 || u[1] < low || u[1] > high || (u[2] & 0xC0) != 0x80)
        return 0;
    if (lead < 0xF0)
        return 3;
    return left >= 4 && (u[3] & 0xC0) == 0x80 ? 4 : 0;
}
/* Well-formed UTF-8 without NUL. `at`, when not NULL, gets the offset of the first offence. */
bool utf8_valid(struct str s, size_t *at);
/* Characters (code points); ill-formed subparts count as one each. */
size_t utf8_length(struct str s);
/* The longest prefix of at most `bytes` bytes that ends at a character's boundary. */
struct str utf8_cut_bytes(struct str s, size_t bytes);
/* Offset behind the first `characters` characters (n when there are fewer). */
size_t utf8_offset(struct str s, size_t characters);
/* Whether it is White_Space in Unicode's sense. */
bool utf8_is_space(uint32_t character);
/* Whether a terminal or a log's reader may act on it instead of showing it: C0, DEL and C1, the
 * line separators U+2028/9, and the bidi controls U+202A-202E and U+2066-2069. */
bool utf8_is_control(uint32_t character);

enum utf8_clean {
    UTF8_LINE, /* a title, a name: one line, white space folded to single spaces, trimmed */
    UTF8_TEXT, /* a body: LF line ends, tabs and other spaces kept, at most 2 empty lines in a row
                */
};

/* Appends `in` to `out`, cleaned: ill-formed bytes and noncharacters become U+FFFD; NUL, C0 and C1
 * controls (LF and TAB aside), bidi embedding and override controls (U+202A-202E, U+2066-2069),
 * U+FEFF, soft hyphen, U+200B, U+2060, tag characters and interlinear annotation vanish; U+2028,
 * U+2029 and U+0085 become line ends; U+200C/U+200D stay (scripts and emoji need them), U+200E/F
 * vanish; more than 8 combining marks in a row are cut. Idempotent: cleaning twice gives the same.
 * The result is never longer than 3 times the input. */
void utf8_clean(struct str in, enum utf8_clean how, struct buf *out);
/* The same into an arena; at most `max` bytes of result, cut at a character, without white space at
 * the cut. Absent on failure. */
struct str utf8_clean_copy(struct arena *arena, struct str in, enum utf8_clean how, size_t max);

#endif
