#include "url/url.h"

#include "base/utf8.h"
#include "url/punycode.h"

/* The scripts that a host may be shown in: those in use for domain names (UAX #31, table 5). They
 * are told by blocks, which is enough for letters. What stands in none is shown as punycode. */
enum script {
    NO_SCRIPT,
    COMMON, /* digits and hyphens */
    LATIN,
    GREEK,
    CYRILLIC,
    ARMENIAN,
    HEBREW,
    ARABIC,
    DEVANAGARI,
    BENGALI,
    GURMUKHI,
    GUJARATI,
    TAMIL,
    TELUGU,
    KANNADA,
    MALAYALAM,
    SINHALA,
    THAI,
    LAO,
    GEORGIAN,
    KHMER,
    HAN,
    KANA,
    HANGUL,
};

static const struct {
    uint32_t first, last;
    enum script script;
} blocks[] = {
    {'-', '-', COMMON},           {'0', '9', COMMON},          {'a', 'z', LATIN},
    {0x00DF, 0x024F, LATIN},      {0x0370, 0x03FF, GREEK},     {0x0400, 0x052F, CYRILLIC},
    {0x0561, 0x0587, ARMENIAN},   {0x05D0, 0x05EA, HEBREW},    {0x0620, 0x06FF, ARABIC},
    {0x0900, 0x097F, DEVANAGARI}, {0x0980, 0x09FF, BENGALI},   {0x0A00, 0x0A7F, GURMUKHI},
    {0x0A80, 0x0AFF, GUJARATI},   {0x0B80, 0x0BFF, TAMIL},     {0x0C00, 0x0C7F, TELUGU},
    {0x0C80, 0x0CFF, KANNADA},    {0x0D00, 0x0D7F, MALAYALAM}, {0x0D80, 0x0DFF, SINHALA},
    {0x0E00, 0x0E7F, THAI},       {0x0E80, 0x0EFF, LAO},       {0x10D0, 0x10FF, GEORGIAN},
    {0x1780, 0x17FF, KHMER},      {0x1E00, 0x1EFF, LATIN},     {0x3005, 0x3007, HAN},
    {0x3041, 0x309F, KANA},       {0x30A1, 0x30FF, KANA},      {0x3400, 0x4DBF, HAN},
    {0x4E00, 0x9FFF, HAN},        {0xAC00, 0xD7A3, HANGUL},
};

/* Letters that readers take for Latin ones (UTS #39, confusables): a label of nothing else is not
 * shown, however it is spelt. */
static const uint32_t twins[] = {
    0x0131, 0x0251, 0x0261, 0x03B1, 0x03B3, 0x03B9, 0x03BA, 0x03BD, 0x03BF, 0x03C1, 0x03C3, 0x03C5,
    0x03C7, 0x03F2, 0x03F3, 0x0430, 0x0433, 0x0435, 0x043A, 0x043E, 0x043F, 0x0440, 0x0441, 0x0443,
    0x0445, 0x044C, 0x0455, 0x0456, 0x0457, 0x0458, 0x0461, 0x0475, 0x04AB, 0x04BB, 0x04CF, 0x0501,
    0x051B, 0x051D, 0x0561, 0x0563, 0x0566, 0x0570, 0x0578, 0x057C, 0x057D, 0x0581, 0x0584, 0x0585,
};

static enum script script_of(uint32_t c) {
    for (size_t i = 0; i < sizeof blocks / sizeof blocks[0]; i++)
        if (c >= blocks[i].first && c <= blocks[i].last)
            return blocks[i].script;
    return NO_SCRIPT;
}

static bool is_twin(uint32_t c) {
    if (c < 0x80)
        return true;
    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++)
        if (c == twins[i])
            return true;
    return false;
}

/* UTS #39, 5.2, highly restrictive: one script; or Latin and Han with kana or Hangul. */
static bool may_be_shown(struct str label) {
    bool used[HANGUL + 1] = {false}, twins_only = true;
    for (size_t i = 0; i < label.n;) {
        uint32_t c = utf8_next(label, &i);
        used[script_of(c)] = true;
        twins_only = twins_only && is_twin(c);
    }
    bool east = used[HAN] || used[KANA] || used[HANGUL];
    size_t scripts = 0;
    for (size_t i = LATIN; i < HAN; i++)
        scripts += used[i] && !(east && i == LATIN);
    return !used[NO_SCRIPT] && !twins_only && scripts + east <= 1 && !(used[KANA] && used[HANGUL]);
}

struct str url_display_host(struct arena *arena, struct str hostname) {
    struct buf out, unicode;
    struct str rest = hostname, label;
    if (str_find(hostname, STR("xn--")) == SIZE_MAX)
        return hostname;
    buf_init(&out, 4 * hostname.n + 1);
    buf_init(&unicode, 4 * hostname.n + 1);
    while (str_next(&rest, '.', &label)) {
        buf_clear(&unicode);
        bool shown = str_starts(label, STR("xn--")) &&
                     punycode_decode(str_skip(label, 4), &unicode) &&
                     may_be_shown(buf_str(&unicode));
        buf_add(&out, shown ? buf_str(&unicode) : label);
        if (!str_absent(rest))
            buf_add_byte(&out, '.');
    }
    struct str shown = out.status == STATUS_OK ? arena_copy(arena, buf_str(&out)) : hostname;
    buf_release(&out);
    buf_release(&unicode);
    return shown;
}
