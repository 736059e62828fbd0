#include "text/fold.h"

#include "base/utf8.h"

#include <stdlib.h>
#include <utf8proc.h>

enum {
    MARKS_TOGETHER = 32, /* sorted as one run by text_fold */
    CLUSTER_MARKS = 16,
    CLUSTER_PARTS = 128, /* characters after decomposition */
};

static bool is_category(uint32_t c, utf8proc_category_t least, utf8proc_category_t most) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= least && category <= most;
}

static bool is_joiner(uint32_t c) {
    return c == 0x200C || c == 0x200D;
}

bool text_is_mark(uint32_t c) {
    return is_joiner(c) ||
           (c >= 0x300 && is_category(c, UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME));
}

bool text_is_wide_word(uint32_t c) {
    return is_joiner(c) || is_category(c, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_PC);
}

bool text_is_wide_upper(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LU;
}

bool text_is_wide_lower(uint32_t c) {
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_LL;
}

uint32_t text_lower(uint32_t c) {
    if (c < 0x80)
        return (uint32_t)ascii_lower((char)c);
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)c);
}

size_t text_columns(uint32_t c) {
    return c < 0x80 ? 1 : (size_t)utf8proc_charwidth((utf8proc_int32_t)c);
}

bool text_is_wide_unspaced(uint32_t c) {
    static const uint32_t ranges[][2] = {
        {0x0E00, 0x0EFF},   /* Thai, Lao */
        {0x1000, 0x109F},   /* Burmese */
        {0x1780, 0x17FF},   /* Khmer */
        {0x1950, 0x19DF},   /* Tai Le, New Tai Lue */
        {0x1A20, 0x1AAF},   /* Tai Tham */
        {0x3005, 0x3007},   /* iteration mark, closing mark, zero */
        {0x3040, 0x30FF},   /* Hiragana, Katakana */
        {0x31F0, 0x31FF},   /* Katakana extensions */
        {0x3400, 0x4DBF},   /* Han, extension A */
        {0x4E00, 0x9FFF},   /* Han */
        {0xA9E0, 0xA9FF},   /* Burmese extension B */
        {0xAA60, 0xAADF},   /* Burmese extension A, Tai Viet */
        {0xF900, 0xFAFF},   /* Han, compatibility */
        {0xFF66, 0xFF9F},   /* Katakana, half width */
        {0x1B000, 0x1B16F}, /* Kana supplement and extensions */
        {0x20000, 0x3FFFD}, /* Han, further extensions */
    };
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++)
        if (c <= ranges[i][1])
            return c >= ranges[i][0] && text_is_word(c);
    return false;
}

static struct str fold_ascii(struct arena *arena, struct str text) {
    char *folded = arena_alloc(arena, text.n);
    if (folded == NULL)
        return STR_NONE;
    for (size_t i = 0; i < text.n; i++)
        folded[i] = ascii_lower(text.p[i]);
    return str_of(folded, text.n);
}

/* Appends the form of one piece. */
static void fold_piece(struct str piece, struct buf *out) {
    utf8proc_uint8_t *folded = NULL;
    if (piece.n == 0)
        return;
    utf8proc_option_t how =
        UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t n =
        utf8proc_map((const utf8proc_uint8_t *)piece.p, (utf8proc_ssize_t)piece.n, &folded, how);
    if (n >= 0)
        buf_add(out, str_of((const char *)folded, (size_t)n));
    else if (out->status == STATUS_OK)
        out->status = STATUS_MEMORY;
    free(folded);
}

/* With U+FFFD for what is ill-formed, and cut into pieces where marks run on and on. */
static void fold_pieces(struct str text, struct buf *clean, struct buf *out) {
    size_t marks = 0;
    for (size_t i = 0; i < text.n;) {
        uint32_t c = utf8_next(text, &i);
        marks = text_is_mark(c) ? marks + 1 : 0;
        if (marks > MARKS_TOGETHER) {
            fold_piece(buf_str(clean), out);
            buf_clear(clean);
            marks = 1;
        }
        utf8_add(clean, c);
    }
    if (clean->status != STATUS_OK)
        out->status = clean->status;
    fold_piece(buf_str(clean), out);
}

struct str text_fold(struct arena *arena, struct str text) {
    if (str_is_ascii(text))
        return fold_ascii(arena, text);
    struct buf clean, out;
    buf_init(&clean, SIZE_MAX / 4);
    buf_init(&out, SIZE_MAX / 4);
    fold_pieces(text, &clean, &out);
    struct str folded = out.status == STATUS_OK ? arena_copy(arena, buf_str(&out)) : STR_NONE;
    if (str_absent(folded))
        arena->failed = true;
    buf_release(&clean);
    buf_release(&out);
    return folded;
}

/* Typesetters' apostrophes and hyphens are the ones of keyboards. */
static uint32_t plain_sign(uint32_t c) {
    if (c == 0x2018 || c == 0x2019)
        return '\'';
    return c == 0x2010 || c == 0x2011 ? '-' : c;
}

static void fold_cluster(struct str bytes, struct text_cluster *cluster) {
    utf8proc_int32_t parts[CLUSTER_PARTS];
    cluster->folded_n = 0;
    utf8proc_ssize_t n = utf8proc_decompose(
        (const utf8proc_uint8_t *)bytes.p, (utf8proc_ssize_t)bytes.n, parts, CLUSTER_PARTS,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE);
    if (n < 0 || n > CLUSTER_PARTS) { /* ill-formed */
        cluster->folded_n = utf8_encode(UTF8_REPLACEMENT, cluster->folded);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < n && cluster->folded_n + 4 <= sizeof cluster->folded; i++)
        cluster->folded_n +=
            utf8_encode(plain_sign((uint32_t)parts[i]), cluster->folded + cluster->folded_n);
}

static void skip_spaces(struct str text, size_t *at) {
    for (size_t next = *at; next < text.n; *at = next)
        if (!utf8_is_space(utf8_next(text, &next)))
            break;
}

void text_cluster_next(struct str text, size_t *at, struct text_cluster *cluster) {
    size_t next = *at;
    cluster->start = *at;
    cluster->base = utf8_next(text, &next);
    if (utf8_is_space(cluster->base)) {
        skip_spaces(text, at);
        cluster->base = ' ';
        cluster->folded[0] = ' ';
        cluster->folded_n = 1;
        cluster->end = *at;
        return;
    }
    *at = next;
    for (size_t marks = 0; marks < CLUSTER_MARKS && next < text.n && (text.p[next] & 0x80) != 0;
         marks++) {
        if (!text_is_mark(utf8_next(text, &next)))
            break;
        *at = next;
    }
    cluster->end = *at;
    if (cluster->base < 0x80 && cluster->end == cluster->start + 1) {
        cluster->folded[0] = ascii_lower((char)cluster->base);
        cluster->folded_n = 1;
    } else {
        fold_cluster(str_of(text.p + cluster->start, cluster->end - cluster->start), cluster);
    }
}
