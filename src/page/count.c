#include "page/count.h"

#include "base/utf8.h"

static bool is_unspaced(uint32_t c) {
    return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) ||
           (c >= 0x4E00 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0x0E00 && c <= 0x0EFF) || (c >= 0x1000 && c <= 0x109F) ||
           (c >= 0x1780 && c <= 0x17FF) || (c >= 0x20000 && c <= 0x2FFFF);
}

/* Terminal_Punctuation that ends a sentence: CJK, Arabic, Devanagari, Ethiopic, Armenian, Khmer,
 * Burmese, Tibetan; the ellipsis. */
static bool is_sentence_end(uint32_t c) {
    switch (c) {
    case 0x2026:
    case 0x3002:
    case 0xFF01:
    case 0xFF1F:
    case 0xFF0E:
    case 0xFF61:
    case 0x061F:
    case 0x06D4:
    case 0x0964:
    case 0x0965:
    case 0x1362:
    case 0x1367:
    case 0x0589:
    case 0x17D4:
    case 0x104B:
    case 0x0F0D:
    case 0x203C:
    case 0x2047:
    case 0x2048:
    case 0x2049:
        return true;
    default:
        return false;
    }
}

static bool is_comma(uint32_t c) {
    return c == 0x3001 || c == 0xFF0C || c == 0x060C || c == 0x1363 || c == 0xFF1B || c == 0xFF64 ||
           c == 0x055D || c == 0x104A;
}

static bool is_currency(uint32_t c) {
    return c == 0xA3 || c == 0xA5 || (c >= 0x20A0 && c <= 0x20CF) || c == 0xFFE5;
}

static bool is_quote(uint32_t c) {
    return c == 0xAB || c == 0xBB || (c >= 0x2018 && c <= 0x201F) || (c >= 0x3008 && c <= 0x301F);
}

struct counter {
    struct page_count *count;
    bool in_word;
    bool end_due;    /* a '.', '!' or '?' that ends a sentence if space follows */
    bool ended;      /* nothing but closing signs since the end of a sentence */
    uint32_t halves; /* characters of unspaced scripts */
};

/* FNV-1a over the bytes that are letters or digits, or not ASCII. */
enum { KEY_START = 0x011C9DC5 };

static inline uint32_t key_more(uint32_t key, char byte) {
    return (key ^ (unsigned char)ascii_lower(byte)) * 16777619u;
}

/* Letters and digits of ASCII, in lower case; 0 for what is neither. */
static const uint8_t small[256] = {
    ['0'] = '0', ['1'] = '1', ['2'] = '2', ['3'] = '3', ['4'] = '4', ['5'] = '5', ['6'] = '6',
    ['7'] = '7', ['8'] = '8', ['9'] = '9', ['a'] = 'a', ['b'] = 'b', ['c'] = 'c', ['d'] = 'd',
    ['e'] = 'e', ['f'] = 'f', ['g'] = 'g', ['h'] = 'h', ['i'] = 'i', ['j'] = 'j', ['k'] = 'k',
    ['l'] = 'l', ['m'] = 'm', ['n'] = 'n', ['o'] = 'o', ['p'] = 'p', ['q'] = 'q', ['r'] = 'r',
    ['s'] = 's', ['t'] = 't', ['u'] = 'u', ['v'] = 'v', ['w'] = 'w', ['x'] = 'x', ['y'] = 'y',
    ['z'] = 'z', ['A'] = 'a', ['B'] = 'b', ['C'] = 'c', ['D'] = 'd', ['E'] = 'e', ['F'] = 'f',
    ['G'] = 'g', ['H'] = 'h', ['I'] = 'i', ['J'] = 'j', ['K'] = 'k', ['L'] = 'l', ['M'] = 'm',
    ['N'] = 'n', ['O'] = 'o', ['P'] = 'p', ['Q'] = 'q', ['R'] = 'r', ['S'] = 's', ['T'] = 't',
    ['U'] = 'u', ['V'] = 'v', ['W'] = 'w', ['X'] = 'x', ['Y'] = 'y', ['Z'] = 'z',
};

/* The letters and digits of ASCII that `text` begins with; returns how many. */
static size_t count_letters(struct counter *counter, struct str text, uint32_t *key) {
    struct page_count *count = counter->count;
    uint32_t digits = 0, sum = *key;
    size_t n = 0;
    if (!counter->in_word) {
        count->words++;
        count->capitals += text.p[0] >= 'A' && text.p[0] <= 'Z';
    }
    for (unsigned char c; n < text.n && (c = small[(unsigned char)text.p[n]]) != 0; n++) {
        digits += c <= '9';
        sum = (sum ^ c) * 16777619u;
    }
    counter->in_word = true;
    count->letters += (uint32_t)n;
    count->digits += digits;
    counter->end_due = counter->ended = false;
    *key = sum;
    return n;
}

/* No letter, no digit. */
static void count_sign(struct counter *counter, char c) {
    struct page_count *count = counter->count;
    if (c == '.' || c == '!' || c == '?') {
        counter->in_word = false;
        counter->end_due = counter->ended = true;
    } else if (c == ' ' || c == '\n') {
        count->sentences += counter->end_due;
        counter->end_due = false;
        counter->in_word = false;
    } else if (c == '\'' || c == '-' || c == '_') {
        return; /* inside words */
    } else if (c != '"' && c != ')' && c != ']') {
        count->commas += c == ',' || c == ';';
        count->money = count->money || c == '$';
        counter->in_word = false;
        counter->end_due = counter->ended = false;
    }
}

static void count_other(struct counter *counter, uint32_t c) {
    struct page_count *count = counter->count;
    if (is_quote(c))
        return;
    if (is_sentence_end(c)) {
        count->sentences++;
        counter->ended = true;
        counter->in_word = counter->end_due = false;
        return;
    }
    counter->end_due = counter->ended = false;
    if (is_comma(c) || is_currency(c) || (c >= 0x2010 && c <= 0x2BFF) || c == 0xA0 ||
        (c >= 0x3000 && c <= 0x303F)) {
        count->commas += is_comma(c);
        count->money = count->money || is_currency(c);
        counter->in_word = false;
        return;
    }
    count->letters++;
    if (is_unspaced(c)) {
        counter->halves++;
        counter->in_word = false;
    } else {
        count->words += !counter->in_word;
        counter->in_word = true;
    }
}

uint32_t page_text_key(struct str text) {
    uint32_t key = KEY_START;
    for (size_t i = 0; i < text.n; i++)
        if ((unsigned char)text.p[i] >= 0x80 || ascii_is_alnum(text.p[i]))
            key = key_more(key, text.p[i]);
    return key != KEY_START ? key | 1 : 0;
}

struct page_count page_count_text(struct str text) {
    struct page_count count = {0};
    struct counter counter = {.count = &count};
    uint32_t key = KEY_START;
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        if ((unsigned char)text.p[i] >= 0x80) {
            count_other(&counter, utf8_next(text, &i));
            for (; start < i; start++)
                key = key_more(key, text.p[start]);
            continue;
        }
        if (ascii_is_alnum(text.p[i]))
            i += count_letters(&counter, str_skip(text, i), &key);
        else
            count_sign(&counter, text.p[i++]);
    }
    count.key = key != KEY_START ? key | 1 : 0;
    count.sentences += counter.end_due;
    count.words += (counter.halves + 1) / 2;
    count.ends = counter.ended;
    return count;
}
