/* Names out of bylines, titles without the outlet. */
#include "page/collect.h"

#include "base/utf8.h"

enum { NAME_BYTES_MOST = 80, NAME_WORDS_MOST = 6, NAMES_MOST = 10, BYLINE_MOST = 300 };

/* What stands before names; with the space behind, longest of a beginning first. */
static const char *const openings[] = {"view all posts by ",
                                       "all posts by ",
                                       "more by ",
                                       "show all posts by ",
                                       "posts by ",
                                       "zeige alle beiträge von ",
                                       "alle beiträge von ",
                                       "voir tous les articles de ",
                                       "ver todas las entradas de ",
                                       "alle artikel von ",
                                       "published by ",
                                       "written by ",
                                       "posted by ",
                                       "reported by ",
                                       "story by ",
                                       "words by ",
                                       "article by ",
                                       "review by ",
                                       "created by ",
                                       "edited by ",
                                       "submitted by ",
                                       "show all articles of ",
                                       "author:",
                                       "author ",
                                       "author : ",
                                       "auteur : ",
                                       "autor : ",
                                       "autoren ",
                                       "authors ",
                                       "escribe ",
                                       "co-authored by ",
                                       "authors:",
                                       "by:",
                                       "by ",
                                       "geschrieben von ",
                                       "geschrieben von",
                                       "veröffentlicht von ",
                                       "veröffentlicht von",
                                       "erstellt von ",
                                       "gespeichert von ",
                                       "eingestellt von ",
                                       "redaktion: ",
                                       "autor der meldung: ",
                                       "verfasst von ",
                                       "artikel von ",
                                       "ein artikel von ",
                                       "beitrag von ",
                                       "ein beitrag von ",
                                       "text von ",
                                       "text und interview:",
                                       "text und fotos:",
                                       "interview:",
                                       "interview von ",
                                       "text:",
                                       "texte:",
                                       "texto:",
                                       "testo:",
                                       "tekst:",
                                       "autorin:",
                                       "autor:",
                                       "autoren:",
                                       "autor/in:",
                                       "autor*in:",
                                       "autor ",
                                       "autorin ",
                                       "von:",
                                       "von ",
                                       "vom ",
                                       "escrito por ",
                                       "publicado por ",
                                       "por:",
                                       "por ",
                                       "écrit par ",
                                       "publié par ",
                                       "par:",
                                       "par ",
                                       "auteur:",
                                       "auteur ",
                                       "auteurs:",
                                       "scritto da ",
                                       "pubblicato da ",
                                       "autore:",
                                       "di ",
                                       "da ",
                                       "door ",
                                       "geschreven door ",
                                       "av ",
                                       "skrevet av ",
                                       "af ",
                                       "автор:",
                                       "автор ",
                                       "автор: ",
                                       "oleh ",
                                       "przez ",
                                       "autor: ",
                                       "yazan:",
                                       "words:",
                                       "words ",
                                       "reporter:",
                                       "writer:",
                                       "photo by ",
                                       "-",
                                       "–",
                                       "—",
                                       "|",
                                       "•",
                                       "·",
                                       ":",
                                       "©",
                                       NULL};

/* Words that no name has: forms, buttons, dates' neighbours. */
static const char *const no_names[] = {
    "required",   "erforderlich", "email",         "e-mail",    "comment",    "kommentar",
    "follow",     "name",         "nom",           "nombre",    "posts",      "archive",
    "super user", "admin",        "administrator", "http",      "www.",       ".com",
    ".de/",       "subscribe",    "said",          "sagt",      "says",       "share",
    "login",      "user",         "datum",         "date",      "publiziert", "veröffentlicht",
    "published",  "posted",       "updated",       "guest",     "read more",  "mehr",
    "artikel",    "anonymous",    "unknown",       "undefined", "null",       "none",
    "drupal",     "wordpress",    "more",          "view",      "profile",    "twitter",
    "facebook",   "autor",        "author",        "uhr",       NULL};

/* Where names end: roles and dates follow. */
static const char *const endings[] = {
    " | ",       " am ",  " on ",   " um ",   " le ",     " el ",
    " il ",      " - ",   " – ",    " — ",    " • ",      " · ",
    " @",        " (",    "\n",     " // ",   "│",        " ist ",
    " is ",      " für ", " for ",  " at ",   " posted ", " published ",
    " updated ", " vor ", " in ",   " bei ",  " hace ",   " illustration",
    " fotos",    " foto", " photo", " video", " uhr",     NULL};

static const char *const joints[] = {", ",     " and ", " und ", " y ", " et ", " e ",
                                     " en ",   " og ",  " och ", " & ", " / ",  "; ",
                                     " with ", " mit ", "、",    "，",  " i ",  " im gespräch mit ",
                                     ";",      NULL};

static struct str trim_signs(struct str s) {
    s = str_trim(s);
    while (s.n > 0 && strchr(" ,;:|/-.*\t", s.p[s.n - 1]) != NULL &&
           !(s.p[s.n - 1] == '.' && s.n > 2 && s.p[s.n - 3] == ' '))
        s.n--;
    while (s.n > 0 && strchr(" ,;:|/-*\t", s.p[0]) != NULL)
        s = str_skip(s, 1);
    return s;
}

/* "ByName", where markup alone parts the two. */
static struct str without_glued(struct str s) {
    static const struct str glued[] = {STR_INIT("By"), STR_INIT("Von"), STR_INIT("Por"),
                                       STR_INIT("Par"), STR_INIT("von")};
    for (size_t i = 0; i < sizeof glued / sizeof glued[0]; i++) {
        struct str rest = str_skip(s, glued[i].n);
        if (str_starts(s, glued[i]) && rest.n > 4 && rest.p[0] >= 'A' && rest.p[0] <= 'Z' &&
            str_find_byte(rest, ' ') != SIZE_MAX)
            return rest;
    }
    return s;
}

static struct str without_openings(struct str s) {
    s = without_glued(s);
    for (size_t i = 0, rounds = 0; openings[i] != NULL && rounds < 4; i++) {
        if (!str_starts_case(s, str_from(openings[i])))
            continue;
        s = str_trim(str_skip(s, strlen(openings[i])));
        i = SIZE_MAX; /* from the start again */
        rounds++;
    }
    return s;
}

bool page_is_byline(struct str text) {
    text = trim_signs(text);
    if (without_glued(text).n < text.n)
        return true;
    for (size_t i = 0; openings[i] != NULL; i++) {
        struct str opening = str_from(openings[i]);
        if (!str_starts_case(text, opening) || !ascii_is_alpha(opening.p[0]))
            continue;
        struct str rest = without_openings(str_trim(str_skip(text, opening.n)));
        return rest.n > 2 && !(rest.p[0] >= 'a' && rest.p[0] <= 'z') && !ascii_is_digit(rest.p[0]);
    }
    return false;
}

/* The first of `list` in `s`; *length gets its length. */
static size_t first_of(struct str s, const char *const *list, size_t *length) {
    size_t first = SIZE_MAX;
    for (; *list != NULL; list++) {
        size_t at =
            str_find_case(str_take(s, first == SIZE_MAX ? s.n : first + 20), str_from(*list));
        if (at < first) {
            first = at;
            *length = strlen(*list);
        }
    }
    return first;
}

static struct str before_endings(struct str s) {
    size_t length, end = first_of(s, endings, &length);
    if (end != SIZE_MAX && end > 0)
        s = str_take(s, end);
    for (size_t i = 0; i < s.n; i++)
        if (ascii_is_digit(s.p[i]) && (i == 0 || !ascii_is_alnum(s.p[i - 1])))
            return str_take(s, i);
    return s;
}

static size_t count_words(struct str s) {
    size_t words = 0;
    struct str word;
    while (str_next(&s, ' ', &word))
        words += word.n > 0;
    return words;
}

static bool has_word(struct str s, struct str word) {
    for (size_t from = 0;;) {
        size_t at = str_find_case(str_skip(s, from), word);
        if (at == SIZE_MAX)
            return false;
        at += from;
        bool starts = at == 0 || !ascii_is_alnum(s.p[at - 1]) || !ascii_is_alnum(word.p[0]);
        size_t end = at + word.n;
        bool ends = end == s.n || !ascii_is_alnum(s.p[end]) || !ascii_is_alnum(word.p[word.n - 1]);
        if (starts && ends)
            return true;
        from = at + 1;
    }
}

static bool is_name(struct str s) {
    if (s.n < 2 || s.n > NAME_BYTES_MOST || count_words(s) > NAME_WORDS_MOST)
        return false;
    for (size_t i = 0; no_names[i] != NULL; i++)
        if (has_word(s, str_from(no_names[i])))
            return false;
    bool letter = false;
    for (size_t i = 0; i < s.n; i++)
        letter = letter || ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
    return letter && str_find_byte(s, '@') == SIZE_MAX && str_find_byte(s, '{') == SIZE_MAX;
}

static bool is_one_of(struct str s, const char *const *list) {
    for (; *list != NULL; list++)
        if (str_eq_case(s, str_from(*list)))
            return true;
    return false;
}

/* Wire services, which bylines name behind their authors. */
static bool is_agency(struct str name) {
    static const char *const agencies[] = {"dpa",
                                           "afp",
                                           "ap",
                                           "reuters",
                                           "apa",
                                           "sda",
                                           "kna",
                                           "epd",
                                           "efe",
                                           "ansa",
                                           "tass",
                                           "pti",
                                           "ians",
                                           "sid",
                                           "associated press",
                                           "agence france-presse",
                                           NULL};
    return is_one_of(name, agencies);
}

bool page_is_body(struct str names) {
    static const char *const bodies[] = {
        "gmbh",        "verlag",   "e. v.",     "e.v.",          "redaktion", "team",
        "ministerium", "institut", "verband",   "university",    "newsroom",  "magazin",
        "news",        "media",    "press",     "agency",        "agencies",  "staff",
        "editorial",   "online",   "inc",       "ltd",           "llc",       "universität",
        "editor",      "editors",  "redacción", "rédaction",     "redazione", "redactie",
        "desk",        "bureau",   "presse",    "blog",          "office",    "ag",
        "s.a.",        "zeitung",  "deutsche",  "landesanstalt", NULL};
    if (str_find_byte(names, ' ') == SIZE_MAX)
        return true; /* a single word is a nickname, initials, or an outlet */
    for (size_t i = 0; bodies[i] != NULL; i++)
        if (has_word(names, str_from(bodies[i])))
            return true;
    return false;
}

/* "Posted on May 17 by Name": what stands behind the last of these. */
static struct str behind_inner(struct str s) {
    static const char *const words[] = {" by ", " von ", " por ", " par ", " vonseiten ", " door ",
                                        " di ", " da ",  " av ",  " af ",  NULL};
    for (size_t i = 0; words[i] != NULL; i++) {
        size_t at = str_find_case(s, str_from(words[i]));
        if (at == SIZE_MAX)
            continue;
        return str_skip(s, at + strlen(words[i]));
    }
    return STR_NONE;
}

static struct str names_in(struct arena *arena, struct str byline);

struct str page_names(struct arena *arena, struct str byline) {
    byline = utf8_cut_bytes(byline, BYLINE_MOST);
    struct str names = names_in(arena, byline), inner = behind_inner(byline);
    bool dated = false;
    for (size_t i = 0; inner.n > 0 && i < byline.n - inner.n; i++)
        dated = dated || ascii_is_digit(byline.p[i]);
    if (inner.n == 0 || (names.n > 0 && !dated))
        return names;
    struct str better = names_in(arena, inner);
    return better.n > 0 ? better : names;
}

static struct str names_in(struct arena *arena, struct str byline) {
    struct str rest = without_openings(trim_signs(byline));
    struct buf names;
    buf_init(&names, 2 * BYLINE_MOST);
    for (int count = 0; rest.n > 0 && count < NAMES_MOST; count++) {
        size_t length = 0, end = first_of(rest, joints, &length);
        struct str part = str_take(rest, end);
        rest = end == SIZE_MAX ? STR_NONE : str_skip(rest, end + length);
        struct str name = trim_signs(before_endings(without_openings(str_trim(part))));
        bool whole = name.n + 2 >= str_trim(part).n;
        if (names.n > 0 && is_agency(name))
            continue;
        if (is_name(name) && str_find_case(buf_str(&names), name) == SIZE_MAX) {
            if (names.n > 0)
                BUF_ADD(&names, ", ");
            buf_add(&names, name);
        } else if (names.n > 0 && !whole) {
            break; /* roles or a date have begun */
        }
    }
    struct str result =
        names.n > 0 ? utf8_clean_copy(arena, buf_str(&names), UTF8_LINE, BYLINE_MOST) : STR_NONE;
    buf_release(&names);
    return result;
}

/* Letters and digits only, in lower case. */
static size_t squeeze(struct str s, char *out, size_t most) {
    size_t n = 0;
    for (size_t i = 0; i < s.n && n < most; i++)
        if (ascii_is_alnum(s.p[i]) || (unsigned char)s.p[i] >= 0x80)
            out[n++] = ascii_lower(s.p[i]);
    return n;
}

enum { SQUEEZED = 128 };

bool page_same_name(struct str a, struct str b) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t m = squeeze(a, x, SQUEEZED), n = squeeze(b, y, SQUEEZED);
    return m > 0 && str_eq(str_of(x, m), str_of(y, n));
}

bool page_holds_name(struct str text, struct str name) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t m = squeeze(text, x, SQUEEZED), n = squeeze(name, y, SQUEEZED);
    return n > 3 && str_find(str_of(x, m), str_of(y, n)) != SIZE_MAX;
}

/* Whether a part of a title is the outlet's name: its site name, or its host, or begins with it. */
static bool is_site(struct str part, struct str site, struct str host) {
    char x[SQUEEZED], y[SQUEEZED];
    size_t n = squeeze(part, x, SQUEEZED), m = squeeze(site, y, SQUEEZED);
    if (n == 0)
        return false;
    if (m > 2 && (str_eq(str_of(x, n), str_of(y, m)) ||
                  (n > 3 && str_find(str_of(y, m), str_of(x, n)) != SIZE_MAX) ||
                  (n <= m + 16 && str_starts(str_of(x, n), str_of(y, m)))))
        return true;
    struct str label = host;
    size_t dot = str_find_last_byte(host, '.');
    label = str_take(label, dot);
    if (str_find_last_byte(label, '.') != SIZE_MAX)
        label = str_skip(label, str_find_last_byte(label, '.') + 1);
    m = squeeze(label, y, SQUEEZED);
    if (m < 3)
        return false;
    return (n <= m + 16 && str_find(str_of(x, n), str_of(y, m)) != SIZE_MAX) ||
           (n > 3 && str_starts(str_of(y, m), str_of(x, n)));
}

static const struct str separators[] = {
    STR_INIT(" | "),
    STR_INIT(" - "),
    STR_INIT(" \xE2\x80\x93 "),
    STR_INIT(" \xE2\x80\x94 "),
    STR_INIT(" :: "),
    STR_INIT(" \xC2\xBB "),
    STR_INIT(" \xC2\xB7 "),
    STR_INIT(" \xE2\x80\xA2 "),
    STR_INIT(" // "),
    STR_INIT(" / "),
    STR_INIT(" \xC2\xAB "),
    STR_INIT(" \xE2\x94\x82 "),
    STR_INIT(" \xE2\x80\xB9 "),
    STR_INIT(" \xE2\x80\xBA "),
    STR_INIT(" > "),
    STR_INIT(" < "),
    STR_INIT("|"),
    STR_INIT("\xEF\xBD\x9C"),
};

/* Where the last (or first) separator stands; its length in *length. */
static size_t find_separator(struct str s, bool last, size_t *length) {
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++)
        for (size_t from = 0;;) {
            size_t at = str_find(str_skip(s, from), separators[i]);
            if (at == SIZE_MAX)
                break;
            at += from;
            if (found == SIZE_MAX || (last ? at > found : at < found)) {
                found = at;
                *length = separators[i].n;
            }
            if (!last)
                break;
            from = at + separators[i].n;
        }
    return found;
}

struct str page_title_without_site(struct str title, struct str site, struct str host) {
    for (int rounds = 0; rounds < 3; rounds++) {
        size_t length = 0, at = find_separator(title, true, &length);
        if (at == SIZE_MAX || at == 0)
            break;
        struct str rest = str_skip(title, at + length);
        if (!is_site(rest, site, host))
            break;
        title = str_trim(str_take(title, at));
    }
    size_t length = 0, at = find_separator(title, false, &length);
    if (at != SIZE_MAX && at > 0 && is_site(str_take(title, at), site, host) &&
        title.n - at - length > 10)
        title = str_trim(str_skip(title, at + length));
    /* "Headline (The Site)". */
    size_t open = str_find_last_byte(title, '(');
    if (open != SIZE_MAX && open > 10 && title.p[title.n - 1] == ')' &&
        is_site(str_of(title.p + open + 1, title.n - open - 2), site, host))
        title = str_trim(str_take(title, open));
    return title;
}
