#include "text/name_words.h"

#include "base/utf8.h"
#include "text/fold.h"

struct scan {
    struct arena *arena;
    struct str text;
    bool elides; /* French, Italian, Catalan */
    struct text_name_words *out;
    size_t capacity;
    enum text_name_gap gap;
    bool starts;
};

static bool is_apostrophe(uint32_t c) {
    return c == '\'' || c == 0x2019;
}

static bool is_word(uint32_t c) {
    return text_is_word(c) && !text_is_unspaced(c);
}

/* The end of the letters, digits, and apostrophes between letters that start at `at`. */
static size_t word_end(struct str text, size_t at) {
    size_t end = at;
    for (size_t next = at; next < text.n;) {
        uint32_t c = utf8_next(text, &next);
        if (is_apostrophe(c) && end > at && next < text.n) {
            size_t behind = next;
            if (!is_word(utf8_next(text, &behind)))
                break;
            end = next = behind;
            continue;
        }
        if (!is_word(c))
            break;
        end = next;
    }
    return end;
}

/* "U.S.", "U.K": letters with dots; their end, `at` when it is something else. */
static size_t dotted_end(struct str text, size_t at) {
    size_t end = at, letters = 0;
    for (size_t next = at; next < text.n;) {
        uint32_t c = utf8_next(text, &next);
        size_t behind = next;
        bool alone = next >= text.n || !is_word(utf8_next(text, &behind));
        if (!text_is_upper(c) || !alone)
            break;
        letters++;
        end = next;
        if (next >= text.n || text.p[next] != '.')
            break;
        end = ++next;
    }
    return letters >= 2 ? end : at;
}

/* Where the word proper begins, behind an elided article: "l'Allemagne", "dell'Italia". */
static size_t skip_elision(const struct scan *scan, size_t at, size_t end) {
    size_t next = at, letters = 0;
    bool capital = false;
    while (next < end && letters <= 5) {
        uint32_t c = utf8_next(scan->text, &next);
        if (is_apostrophe(c)) {
            size_t behind = next;
            bool name = next < end && text_is_upper(utf8_next(scan->text, &behind));
            bool article = scan->elides ? letters <= 5 : !capital && letters == 1;
            return letters > 0 && name && article ? next : at;
        }
        capital = capital || text_is_upper(c);
        letters++;
    }
    return at;
}

static void look_at_letters(struct text_name_word *word) {
    uint32_t upper = 0, lower = 0, digits = 0;
    bool later = false;
    for (size_t i = 0; i < word->surface.n;) {
        bool first = i == 0;
        uint32_t c = utf8_next(word->surface, &i);
        if (text_is_upper(c)) {
            upper++;
            word->capital = word->capital || first;
            later = later || !first;
        } else if (text_is_lower(c)) {
            lower++;
        } else if (c < 0x80 && ascii_is_digit((char)c)) {
            digits++;
        }
        word->letters += !is_apostrophe(c);
    }
    word->caps = upper >= 2 && lower == 0;
    word->mixed = later && lower > 0;
    word->digits = digits > 0 && digits == word->letters;
}

/* Without dots, for acronyms. */
static struct str without_dots(struct arena *arena, struct str s) {
    char *p = arena_alloc(arena, s.n);
    size_t n = 0;
    for (size_t i = 0; p != NULL && i < s.n; i++)
        if (s.p[i] != '.')
            p[n++] = ascii_lower(s.p[i]);
    return str_of(p, n);
}

/* "McDonald's" keeps no ending either: it is cut from every word that has it. */
static void cut_possessive(struct text_name_word *word) {
    static const struct str endings[] = {STR_INIT("'s"), STR_INIT("'S"), STR_INIT("\xE2\x80\x99s"),
                                         STR_INIT("\xE2\x80\x99S")};
    char last = word->surface.p[word->surface.n - 1];
    if (last != 's' && last != 'S')
        return;
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (word->surface.n > endings[i].n && str_ends(word->surface, endings[i])) {
            word->surface.n -= endings[i].n;
            word->possessive = true;
            return;
        }
}

static enum status add_word(struct scan *scan, size_t start, size_t end, bool dotted) {
    struct text_name_word word = {
        .surface = str_of(scan->text.p + start, end - start),
        .gap = scan->gap,
        .starts = scan->starts,
    };
    cut_possessive(&word);
    look_at_letters(&word);
    word.folded =
        dotted ? without_dots(scan->arena, word.surface) : text_fold(scan->arena, word.surface);
    if (str_absent(word.folded))
        return STATUS_MEMORY;
    struct text_name_words *out = scan->out;
    enum status status =
        arena_grow(scan->arena, &out->items, &scan->capacity, out->n + 1, sizeof *out->items);
    if (status == STATUS_OK)
        out->items[out->n++] = word;
    return status;
}

static enum status read_word(struct scan *scan, size_t *at) {
    size_t start = *at, end = dotted_end(scan->text, start);
    bool dotted = end > start;
    if (!dotted) {
        end = word_end(scan->text, start);
        start = skip_elision(scan, start, end);
    }
    *at = end;
    enum status status = add_word(scan, start, end, dotted);
    scan->gap = TEXT_NAME_GAP_SPACE;
    scan->starts = false;
    return status;
}

/* "Mr.", "Dr.", "J.": no sentence ends there. */
static bool is_abbreviation(const struct scan *scan) {
    if (scan->out->n == 0)
        return false;
    const struct text_name_word *word = &scan->out->items[scan->out->n - 1];
    return word->capital && !word->caps && word->letters <= 3 && scan->gap == TEXT_NAME_GAP_SPACE;
}

static void read_sign(struct scan *scan, uint32_t c) {
    switch (c) {
    case ' ':
    case 0xA0:
    case 0x202F:
        return;
    case '-':
    case 0x2010:
    case 0x2011:
        scan->gap = scan->gap == TEXT_NAME_GAP_SPACE ? TEXT_NAME_GAP_HYPHEN : TEXT_NAME_GAP_BREAK;
        return;
    case '.':
        if (is_abbreviation(scan))
            return;
        scan->starts = true;
        break;
    case '!':
    case '?':
    case ':':
    case '\n':
    case '\r':
    case '"':
    case '|':
    case 0x2026: /* … */
    case 0x201C: /* “ */
    case 0x201E: /* „ */
    case 0x2018: /* ‘ */
    case 0xAB:   /* « */
    case 0xBB:   /* » */
    case 0x2022: /* • */
    case 0x2013:
    case 0x2014:
        scan->starts = true;
        break;
    default:
        break;
    }
    scan->gap = TEXT_NAME_GAP_BREAK;
}

enum status text_name_words_read(struct arena *arena, struct str text, const char *language,
                                 struct text_name_words *words, struct error *error) {
    struct scan scan = {.arena = arena, .text = text, .out = words, .starts = true};
    enum status status = STATUS_OK;
    scan.elides =
        strcmp(language, "fr") == 0 || strcmp(language, "it") == 0 || strcmp(language, "ca") == 0;
    *words = (struct text_name_words){NULL, 0};
    for (size_t at = 0; at < text.n && status == STATUS_OK;) {
        size_t next = at;
        uint32_t c = utf8_next(text, &next);
        if (is_word(c)) {
            /* "Trump- backed" is torn apart, "Jean-Claude" is not. */
            status = read_word(&scan, &at);
        } else {
            bool spaced = scan.gap == TEXT_NAME_GAP_HYPHEN && c == ' ';
            read_sign(&scan, c);
            scan.gap = spaced ? TEXT_NAME_GAP_BREAK : scan.gap;
            at = next;
        }
    }
    return status == STATUS_OK ? STATUS_OK : arena_status(arena, error);
}
