#include "text/names.h"

#include "base/buf.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/utf8.h"
#include "date/words.h"
#include "text/language.h"
#include "text/name_words.h"
#include "text/script.h"
#include "text/small_words.h"

#include <stdlib.h>

enum { SEEN_SMALL = 1, SEEN_INSIDE = 2, NUMBER_DIGITS = 4, TITLE_LETTERS = 3, KEY_ROOM = 1024 };

struct found {
    struct text_name name;
    size_t rank;  /* where it stands first: in the title, else behind it in the body */
    bool certain; /* not only at starts of sentences */
    bool merged;
};

struct finder {
    struct arena *arena;
    struct text_language language;
    bool nouns; /* have capitals, too */
    struct text_name_words title, body;
    struct map seen;  /* folded words: SEEN_… */
    struct map names; /* key: index into found */
    struct found *found;
    size_t n, capacity;
    struct buf key;
    uint64_t seed; /* of the maps; nobody can choose words for a seed that they change */
    bool *covered; /* words of the title that are in a name */
};

/* Words from `first` on that make a name. */
struct run {
    const struct text_name_word *first;
    size_t n;
    bool strong; /* an acronym or mixed case */
};

static bool is_listed(struct str word, const char *const *list, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (str_eq(word, str_from(list[i])))
            return true;
    return false;
}

static bool is_address(struct str word) {
    static const char *const words[] = {
        "mr",        "mrs",    "ms",       "dr",           "sir",           "dame", "prof",
        "professor", "sen",    "senator",  "gov",          "governor",      "rep",  "gen",
        "president", "judge",  "minister", "chancellor",   "secretary",     "herr", "frau",
        "monsieur",  "madame", "mme",      "se\xC3\xB1or", "se\xC3\xB1ora", "sr",   "sra"};
    return is_listed(word, words, sizeof words / sizeof words[0]);
}

/* Particles that begin a link between two parts of a name, by language ("" for every one), and
 * those that may stand behind them. */
static bool is_link(struct str word, const char *language) {
    static const char *const everywhere[] = {"van", "von", "zu", "bin", "ibn", "ben", "al", "el"};
    static const char *const romance[] = {"de",  "del", "della", "di",  "da",  "do",
                                          "dos", "das", "du",    "des", "dei", "degli"};
    static const char *const tags[] = {"fr", "es", "it", "pt", "ca", "gl", "ro"};
    if (is_listed(word, everywhere, sizeof everywhere / sizeof everywhere[0]))
        return true;
    bool in_romance = is_listed(str_from(language), tags, sizeof tags / sizeof tags[0]);
    size_t count = in_romance ? sizeof romance / sizeof romance[0] : 0;
    if (language[0] == '\0' || strcmp(language, "en") == 0)
        count = 2;
    return is_listed(word, romance, count);
}

static bool is_second_link(struct str word) {
    static const char *const words[] = {"der", "den", "dem", "de", "la", "las", "los", "le", "het"};
    return is_listed(word, words, sizeof words / sizeof words[0]);
}

/* "Monday", "May"; short forms are more often something else. */
static bool is_calendar(struct str word, bool months) {
    if (word.n < 4 && !str_eq(word, STR("may")))
        return false;
    enum date_word_kind kind = date_word_find(word).kind;
    return kind == DATE_WORD_WEEKDAY ||
           (months && (kind == DATE_WORD_MONTH || kind == DATE_WORD_EITHER));
}

static bool is_strong(const struct text_name_word *word) {
    return word->caps || word->mixed;
}

/* "I'm", "They'll". */
static bool is_contraction(const struct finder *finder, struct str word) {
    size_t at = str_find_byte(word, '\'');
    return at != SIZE_MAX && text_is_small_word(str_take(word, at), finder->language.code);
}

/* Whether a word can be in a name; months only behind its first ("Theresa May"). */
static bool is_part(const struct finder *finder, const struct text_name_word *word, bool first) {
    if (is_strong(word))
        return true;
    return word->capital && !is_calendar(word->folded, first) && !is_address(word->folded) &&
           !text_is_small_word(word->folded, finder->language.code) &&
           !is_contraction(finder, word->folded);
}

/* "US", "EU": what follows is theirs, no part of their name ("US Congress"). */
static bool is_state(const struct text_name_word *word) {
    static const char *const states[] = {"us", "usa", "uk", "eu", "un", "uae"};
    return word->caps && is_listed(word->folded, states, sizeof states / sizeof states[0]);
}

/* How many words from `at` on link it to a next part: 0 when they do not. */
static size_t link_length(const struct finder *finder, const struct text_name_words *words,
                          size_t at) {
    size_t n = 0;
    for (; n < 2 && at + n < words->n; n++) {
        const struct text_name_word *word = &words->items[at + n];
        bool links =
            n == 0 ? is_link(word->folded, finder->language.code) : is_second_link(word->folded);
        if (word->capital || word->gap != TEXT_NAME_GAP_SPACE || !links)
            break;
    }
    if (n == 0 || at + n >= words->n)
        return 0;
    const struct text_name_word *next = &words->items[at + n];
    return next->gap != TEXT_NAME_GAP_BREAK && is_part(finder, next, false) ? n : 0;
}

static bool number_belongs(const struct text_name_word *before, const struct text_name_word *word) {
    if (!word->digits || word->letters > NUMBER_DIGITS)
        return false;
    return word->gap == TEXT_NAME_GAP_HYPHEN || is_strong(before) || before->digits;
}

/* The run that starts at `at`, of no words when none does. */
static struct run read_run(const struct finder *finder, const struct text_name_words *words,
                           size_t at) {
    struct run run = {.first = &words->items[at]};
    if (!is_part(finder, run.first, true))
        return run;
    run.strong = is_strong(run.first);
    for (run.n = 1; at + run.n < words->n; run.n++) {
        const struct text_name_word *before = &words->items[at + run.n - 1];
        const struct text_name_word *word = &words->items[at + run.n];
        if (word->gap == TEXT_NAME_GAP_BREAK || word->starts || before->possessive ||
            is_state(before) || is_state(word))
            break;
        if (number_belongs(before, word))
            continue;
        size_t link = link_length(finder, words, at + run.n);
        if (link > 0)
            run.n += link - 1;
        else if (!is_part(finder, word, false))
            break;
        else
            run.strong = run.strong || is_strong(word);
    }
    return run;
}

static size_t seen(const struct finder *finder, struct str word) {
    size_t flags = 0;
    return map_get(&finder->seen, word, &flags) ? flags : 0;
}

static enum status note_words(struct finder *finder, const struct text_name_words *words) {
    for (size_t i = 0; i < words->n; i++) {
        const struct text_name_word *word = &words->items[i];
        size_t flag = !word->capital && !word->mixed ? SEEN_SMALL : !word->starts ? SEEN_INSIDE : 0;
        bool fresh = false;
        struct map_entry *entry = map_ensure(&finder->seen, word->folded, 0, &fresh);
        if (entry == NULL)
            return STATUS_MEMORY;
        entry->value |= flag;
    }
    return STATUS_OK;
}

/* The first word of a sentence has its capital from there: it stays when something else speaks for
 * it. */
static struct run settle_start(const struct finder *finder, struct run run, bool *certain) {
    *certain = true;
    if (!run.first->starts || is_strong(run.first))
        return run;
    size_t flags = seen(finder, run.first->folded);
    if ((flags & SEEN_INSIDE) != 0)
        return run;
    if (run.n == 1 || (flags & SEEN_SMALL) != 0) {
        run.first++;
        run.n--;
        /* A particle does not begin a name. */
        while (run.n > 0 && !run.first->capital && !is_strong(run.first)) {
            run.first++;
            run.n--;
        }
        return run;
    }
    *certain = false;
    return run;
}

static void make_key(struct finder *finder, const struct text_name_word *first, size_t n) {
    buf_clear(&finder->key);
    for (size_t i = 0; i < n; i++) {
        if (first[i].folded.n > TEXT_NAME_BYTES) {
            buf_clear(&finder->key); /* nobody's name */
            return;
        }
        if (i > 0)
            buf_add_byte(&finder->key, ' ');
        buf_add(&finder->key, first[i].folded);
    }
}

/* The name of the key in `finder->key`, made when it is new; NULL without memory. */
static struct found *name_of(struct finder *finder, const struct text_name_word *first, size_t n,
                             size_t rank) {
    size_t at = 0;
    if (map_get(&finder->names, buf_str(&finder->key), &at))
        return &finder->found[at];
    struct str key = arena_copy(finder->arena, buf_str(&finder->key));
    if (str_absent(key) || map_put(&finder->names, key, finder->n) != STATUS_OK ||
        arena_grow(finder->arena, &finder->found, &finder->capacity, finder->n + 1,
                   sizeof *finder->found) != STATUS_OK)
        return NULL;
    const char *end = first[n - 1].surface.p + first[n - 1].surface.n;
    struct found *found = &finder->found[finder->n++];
    *found = (struct found){
        .name = {.key = key,
                 .surface = str_of(first->surface.p, (size_t)(end - first->surface.p)),
                 .words = (uint32_t)n,
                 .acronym = n == 1 && first->caps},
        .rank = rank};
    return found;
}

/* Whether a run is a name; rule 5 and the limits. */
static bool is_name(const struct finder *finder, const struct run *run) {
    if (run->n == 0 || run->n > TEXT_NAME_WORDS || finder->key.n == 0 ||
        finder->key.n > TEXT_NAME_BYTES)
        return false;
    if (run->n == 1 && (run->first->letters < 2 || (finder->nouns && !run->strong)))
        return false;
    return true;
}

static enum status read_names(struct finder *finder, const struct text_name_words *words,
                              bool title, bool only_strong) {
    size_t step = 1;
    for (size_t i = 0; i < words->n; i += step) {
        bool certain = true;
        struct run run = read_run(finder, words, i);
        step = run.n > 0 ? run.n : 1;
        if (only_strong)
            run.n = run.n > 0 && is_strong(run.first) ? 1 : 0;
        step = only_strong ? 1 : step;
        if (run.n > 0 && run.n <= TEXT_NAME_WORDS)
            run = settle_start(finder, run, &certain);
        make_key(finder, run.first, run.n <= TEXT_NAME_WORDS ? run.n : 0);
        if (!is_name(finder, &run))
            continue;
        size_t rank = title ? i : finder->title.n + i;
        struct found *found = name_of(finder, run.first, run.n, rank);
        if (found == NULL)
            return STATUS_MEMORY;
        *(title ? &found->name.title : &found->name.body) += 1;
        found->certain = found->certain || certain;
        for (size_t k = 0; title && k < run.n; k++)
            finder->covered[(size_t)(run.first - words->items) + k] = true;
    }
    return STATUS_OK;
}

/* Names of the body in a title whose capitals say nothing, or that has them small. */
static void find_in_title(struct finder *finder) {
    const struct text_name_words *title = &finder->title;
    for (size_t i = 0; i < title->n; i++) {
        size_t at = 0, n = 0;
        for (n = title->n - i < TEXT_NAME_WORDS ? title->n - i : TEXT_NAME_WORDS; n > 0; n--) {
            make_key(finder, &title->items[i], n);
            if (finder->key.n > 0 && map_get(&finder->names, buf_str(&finder->key), &at) &&
                finder->found[at].certain)
                break;
        }
        if (n == 0 || finder->covered[i])
            continue;
        struct found *found = &finder->found[at];
        found->name.title++;
        found->rank = found->rank < i ? found->rank : i;
        for (size_t k = 0; k < n; k++)
            finder->covered[i + k] = true;
        i += n - 1;
    }
}

static void merge(struct found *into, struct found *from) {
    into->name.title += from->name.title;
    into->name.body += from->name.body;
    into->rank = into->rank < from->rank ? into->rank : from->rank;
    into->certain = into->certain || from->certain;
    from->merged = true;
}

/* "Yesterday Apple" at a sentence's start, where "Apple" is a name by itself. */
static void drop_false_starts(struct finder *finder) {
    for (size_t i = 0; i < finder->n; i++) {
        struct found *found = &finder->found[i];
        size_t space = str_find_byte(found->name.key, ' '), at = 0;
        if (found->certain || space == SIZE_MAX)
            continue;
        if (map_get(&finder->names, str_skip(found->name.key, space + 1), &at) &&
            finder->found[at].certain)
            merge(&finder->found[at], found);
    }
}

/* "Merkel" where "Angela Merkel" is named. */
static enum status join_short_forms(struct finder *finder) {
    struct map last;
    enum status status = STATUS_OK;
    map_init(&last, finder->seed);
    for (size_t i = 0; i < finder->n && status == STATUS_OK; i++) {
        const struct found *found = &finder->found[i];
        size_t space = str_find_last_byte(found->name.key, ' ');
        if (found->merged || space == SIZE_MAX || found->name.words > 4)
            continue;
        bool fresh = false;
        if (map_ensure(&last, str_skip(found->name.key, space + 1), i, &fresh) == NULL)
            status = STATUS_MEMORY;
    }
    for (size_t i = 0; i < finder->n && status == STATUS_OK; i++) {
        struct found *found = &finder->found[i];
        size_t at = 0;
        if (!found->merged && found->name.words == 1 && !found->name.acronym &&
            map_get(&last, found->name.key, &at))
            merge(&finder->found[at], found);
    }
    map_release(&last);
    return status;
}

static int by_rank(const void *left, const void *right) {
    const struct found *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return str_compare(a->name.key, b->name.key);
}

static enum status hand_out(struct finder *finder, struct text_names *names) {
    if (finder->n == 0)
        return STATUS_OK;
    qsort(finder->found, finder->n, sizeof *finder->found, by_rank);
    names->items = arena_array(finder->arena, finder->n, struct text_name);
    if (names->items == NULL)
        return STATUS_MEMORY;
    for (size_t i = 0; i < finder->n; i++)
        if (!finder->found[i].merged)
            names->items[names->n++] = finder->found[i].name;
    return STATUS_OK;
}

static enum text_case case_of(const struct text_name_words *words);

static enum status find_names(struct finder *finder, struct text_names *names) {
    enum text_case written = case_of(&finder->title);
    enum status status = STATUS_OK;
    finder->covered = arena_array(finder->arena, finder->title.n, bool);
    if (finder->covered == NULL)
        return STATUS_MEMORY;
    if (written == TEXT_CASE_SENTENCE)
        status = note_words(finder, &finder->title);
    if (status == STATUS_OK)
        status = note_words(finder, &finder->body);
    if (status == STATUS_OK && (written == TEXT_CASE_SENTENCE || written == TEXT_CASE_TITLE))
        status = read_names(finder, &finder->title, true, written == TEXT_CASE_TITLE);
    if (status == STATUS_OK)
        status = read_names(finder, &finder->body, false, false);
    if (status != STATUS_OK)
        return status;
    find_in_title(finder);
    drop_false_starts(finder);
    status = join_short_forms(finder);
    return status == STATUS_OK ? hand_out(finder, names) : status;
}

enum status text_names_read(struct arena *arena, struct str title, struct str body,
                            struct str language, struct text_names *names, struct error *error) {
    struct finder finder = {.arena = arena, .language = text_language_of_tag(language)};
    finder.nouns =
        strcmp(finder.language.code, "de") == 0 || strcmp(finder.language.code, "lb") == 0;
    *names = (struct text_names){NULL, 0};
    finder.seed = hash_fast(title, hash_fast(body, 0));
    map_init(&finder.seen, finder.seed);
    map_init(&finder.names, finder.seed);
    buf_init(&finder.key, KEY_ROOM);
    const char *code = finder.language.code;
    /* All of a key's room at once: making one cannot fail later. */
    enum status status = buf_reserve(&finder.key, KEY_ROOM - 1);
    if (status != STATUS_OK)
        return error_memory(error);
    status = text_name_words_read(arena, title, code, &finder.title, error);
    if (status == STATUS_OK)
        status = text_name_words_read(arena, body, code, &finder.body, error);
    if (status == STATUS_OK && finder.title.n + finder.body.n > 0) {
        status = find_names(&finder, names);
        if (status != STATUS_OK && arena_status(arena, error) == STATUS_OK)
            error_memory(error);
    }
    buf_release(&finder.key);
    map_release(&finder.names);
    map_release(&finder.seen);
    return status;
}

/* How a title is written. */

static enum text_script script_of(struct str word) {
    size_t at = 0;
    return text_script_of(utf8_next(word, &at));
}

static bool has_case(enum text_script script) {
    return script == TEXT_SCRIPT_LATIN || script == TEXT_SCRIPT_CYRILLIC ||
           script == TEXT_SCRIPT_GREEK || script == TEXT_SCRIPT_ARMENIAN;
}

static enum text_case case_of(const struct text_name_words *words) {
    size_t cased = 0, latin = 0, small = 0, capital = 0, later_small = 0, later_capital = 0;
    for (size_t i = 0; i < words->n; i++) {
        const struct text_name_word *word = &words->items[i];
        enum text_script script = script_of(word->surface);
        if (word->digits || !has_case(script))
            continue;
        latin += script == TEXT_SCRIPT_LATIN;
        cased++;
        bool is_small = !word->capital || (word->mixed && !word->capital);
        small += !word->caps && (is_small || word->letters > 1);
        capital += word->capital;
        if (word->starts || word->letters < TITLE_LETTERS || is_strong(word) ||
            text_is_small_word(word->folded, ""))
            continue;
        later_capital += word->capital;
        later_small += !word->capital;
    }
    if (cased == 0)
        return TEXT_CASE_NONE;
    if (capital == 0)
        return TEXT_CASE_LOWER;
    if (small == 0 && cased >= 3)
        return TEXT_CASE_CAPS;
    /* Elsewhere it is nobody's custom. */
    if (latin < cased)
        return TEXT_CASE_SENTENCE;
    return later_capital >= 2 && later_capital >= 5 * later_small ? TEXT_CASE_TITLE
                                                                  : TEXT_CASE_SENTENCE;
}

enum text_case text_case_of(struct str title) {
    struct arena arena;
    struct text_name_words words;
    enum text_case written = TEXT_CASE_NONE;
    arena_init(&arena, 1 << 24);
    if (text_name_words_read(&arena, title, "", &words, NULL) == STATUS_OK)
        written = case_of(&words);
    arena_release(&arena);
    return written;
}
