/* libidn2 decides on letters, with the checks for joiners and writing directions that need its
 * tables. It holds names to IDNA 2008, though, where UTS #46 alone counts: symbols (and so emoji)
 * are valid, and hyphens and lengths are not looked at. What it refuses for one of these reasons
 * is mapped and checked here, by the rules from which UTS #46, section 6, derives its table. */
#include "url/idna.h"

#include "base/utf8.h"
#include "url/punycode.h"

#include <idn2.h>
#include <stdlib.h>
#include <utf8proc.h>

enum { DOMAIN_MOST = 4096 };

/* Valid as they are, though folding would change them: UTS #46's deviation characters. */
static bool is_deviation(uint32_t c) {
    return c == 0xDF || c == 0x3C2;
}

static bool is_full_stop(uint32_t c) {
    return c == 0x3002 || c == 0xFF0E || c == 0xFF61;
}

/* Appends what `c` is mapped to (NFKC_Casefold). */
static bool map_character(uint32_t c, struct buf *out) {
    enum { ROOM = 32 };
    utf8proc_int32_t wide[ROOM];
    if (is_full_stop(c) || is_deviation(c)) {
        utf8_add(out, is_full_stop(c) ? '.' : c);
        return true;
    }
    int boundary = 0;
    utf8proc_ssize_t n = utf8proc_decompose_char(
        (utf8proc_int32_t)c, wide, ROOM,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE, &boundary);
    if (n < 0 || n > ROOM)
        return false;
    for (utf8proc_ssize_t i = 0; i < n; i++)
        utf8_add(out, (uint32_t)wide[i]);
    return true;
}

static bool map_domain(struct arena *arena, struct str domain, struct str *mapped) {
    struct buf folded;
    utf8proc_uint8_t *composed = NULL;
    buf_init(&folded, 20 * DOMAIN_MOST);
    bool fine = true;
    for (size_t i = 0; i < domain.n && fine;)
        fine = map_character(utf8_next(domain, &i), &folded);
    if (fine && folded.status == STATUS_OK && folded.n > 0) {
        utf8proc_ssize_t n =
            utf8proc_map((const utf8proc_uint8_t *)folded.p, (utf8proc_ssize_t)folded.n, &composed,
                         UTF8PROC_COMPOSE | UTF8PROC_STABLE);
        *mapped = n >= 0 ? arena_copy(arena, str_of((const char *)composed, (size_t)n)) : STR_NONE;
    } else {
        *mapped = STR_NONE;
    }
    free(composed);
    buf_release(&folded);
    return !str_absent(*mapped);
}

/* Writing from right to left, and joiners, are left to libidn2. */
static bool is_valid(uint32_t c) {
    const utf8proc_property_t *property = utf8proc_get_property((utf8proc_int32_t)c);
    if (property->bidi_class == UTF8PROC_BIDI_CLASS_R ||
        property->bidi_class == UTF8PROC_BIDI_CLASS_AL ||
        property->bidi_class == UTF8PROC_BIDI_CLASS_AN)
        return false;
    if ((c >= 0x2FF0 && c <= 0x2FFB) || c == 0xFFFC || c == 0xFFFD)
        return false;
    return property->category >= UTF8PROC_CATEGORY_LU && property->category <= UTF8PROC_CATEGORY_SO;
}

static bool is_mark(uint32_t c) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_MN && category <= UTF8PROC_CATEGORY_ME;
}

static bool write_label(struct str label, struct buf *out) {
    if (str_is_ascii(label)) {
        buf_add(out, label);
        return true;
    }
    for (size_t i = 0, first = 0; i < label.n; first++) {
        uint32_t c = utf8_next(label, &i);
        if (c >= 0x80 && (!is_valid(c) || (first == 0 && is_mark(c))))
            return false;
    }
    BUF_ADD(out, "xn--");
    return punycode_encode(label, out);
}

static bool own_to_ascii(struct arena *arena, struct str domain, struct str *ascii) {
    struct str rest;
    struct buf out;
    if (!map_domain(arena, domain, &rest))
        return false;
    buf_init(&out, 4 * DOMAIN_MOST);
    bool fine = true, more = true;
    while (fine && more) {
        struct str label = str_take(rest, str_find_byte(rest, '.'));
        more = label.n < rest.n;
        rest = str_skip(rest, label.n + 1);
        fine = write_label(label, &out);
        if (more)
            buf_add_byte(&out, '.');
    }
    *ascii = fine && out.status == STATUS_OK ? arena_copy(arena, buf_str(&out)) : STR_NONE;
    buf_release(&out);
    return !str_absent(*ascii);
}

bool url_domain_to_ascii(struct arena *arena, struct str domain, struct str *ascii) {
    char *out = NULL;
    if (domain.n > DOMAIN_MOST || !utf8_valid(domain, NULL))
        return false;
    char *in = arena_cstr(arena, domain);
    if (in == NULL)
        return false;
    switch (idn2_to_ascii_8z(in, &out, IDN2_NONTRANSITIONAL)) {
    case IDN2_OK:
        *ascii = arena_copy(arena, str_from(out));
        idn2_free(out);
        return !str_absent(*ascii);
    case IDN2_DISALLOWED:
    case IDN2_HYPHEN_STARTEND:
    case IDN2_2HYPHEN:
    case IDN2_TOO_BIG_LABEL:
    case IDN2_TOO_BIG_DOMAIN:
        return own_to_ascii(arena, domain, ascii);
    default:
        return false;
    }
}

bool url_label_is_encoded(struct arena *arena, struct str label) {
    struct buf unicode;
    struct str again = STR_NONE;
    buf_init(&unicode, DOMAIN_MOST);
    bool fine = punycode_decode(str_skip(label, 4), &unicode) && unicode.n > 0 &&
                !str_is_ascii(buf_str(&unicode)) &&
                url_domain_to_ascii(arena, buf_str(&unicode), &again) && str_eq_case(again, label);
    buf_release(&unicode);
    return fine;
}
