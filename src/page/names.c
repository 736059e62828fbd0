/* Names out of bylines. */
#include "page/collect.h"

#include "base/utf8.h"

enum { NAME_BYTES_MOST = 80, NAME_WORDS_MOST = 6, NAMES_MOST = 10, BYLINE_MOST = 300 };

/* Lists are words or phrases in lower case, parted by '|'. */

/* What stands before names. */
static const char openings[] =
    "view all posts by|all posts by|show all posts by|show all articles of|more by|"
    "more articles by|more articles from|all articles by|view all articles by|articles by|"
    "stories by|read more from|more stories by|posts by|published by|written by|posted by|reported "
    "by|story by|words by|article by|review by|"
    "created by|edited by|submitted by|contributed by|authored by|co-authored by|asked by|"
    "started by|uploaded by|added by|a post by|guest post by|by|author|authors|posted|via|"
    "zeige alle beiträge von|alle beiträge von|alle artikel von|beiträge von|geschrieben von|"
    "veröffentlicht von|erstellt von|gespeichert von|eingestellt von|verfasst von|artikel von|"
    "ein artikel von|beitrag von|ein beitrag von|text von|interview von|autor der meldung|autor|"
    "autorin|autoren|autorinnen|verfasser|von|vom|"
    "voir tous les articles de|tous les articles de|écrit par|Écrit par|publié par|rédigé "
    "par|posté par|"
    "proposé par|auteur|auteurs|auteure|par|"
    "ver todas las entradas de|todas las entradas de|escrito por|publicado por|redactado por|"
    "enviado por|escribe|por|scritto da|pubblicato da|autore|autori|autrice|a cura di|di|da|"
    "escrito por|postado por|geschreven door|geplaatst door|door|skrevet av|skrevet af|skriven av|"
    "publicerad av|av|af|kirjoittanut|napisał|napisała|przez|opublikowane "
    "przez|автор|авторы|Автор|Авторы|"
    "опубликовал|Опубликовал|oleh|ditulis oleh|penulis|yazan|yazar|tác "
    "giả|γράφει|autorem|szerző|írta|skrev";

/* These only with a colon behind them. */
static const char labels[] =
    "text|texte|texto|testo|tekst|words|story|report|bericht|interview|reporter|writer|redaktion|"
    "text und interview|text und fotos|text & fotos|text und bilder|text und foto|texto y fotos|"
    "testo e foto|texte et photos|words and photos|words & photos|contributor|contributors|"
    "текст|Текст|tekst i "
    "zdjęcia|reportage|reporting|journalist|korrespondent|correspondent|opinion";

/* Openings that a name may begin with: "Di Maio". */
static const char particles[] = "di|da|von|vom|av|af";

/* What stands alone before or above names. */
static const char author_labels[] =
    "author|authors|autor|autorin|autoren|autorinnen|auteur|auteurs|auteure|autore|autori|autrice|"
    "autores|autora|verfasser|written by|verfasst von|geschrieben von|text von|escrito por|écrit "
    "par|"
    "scritto da|автор|авторы|Автор|Авторы|autorzy|penulis|yazar";

/* "A column by", "Ein Gastbeitrag von": article, kind, preposition. */
static const char indefinites[] = "ein|eine|einen|a|an|un|una|une|uno";
static const char genres[] =
    "gastbeitrag|beitrag|artikel|kommentar|analyse|essay|interview|kolumne|reportage|rezension|"
    "pressemitteilung|meldung|bericht|porträt|portrait|glosse|gastkommentar|leitartikel|text|"
    "column|analysis|opinion|commentary|review|report|comment|story|article|feature|profile|"
    "artículo|columna|reportaje|documentaire|film|crónica|análisis|tribune|chronique|enquête|récit|"
    "critique|"
    "articolo|intervista|commento|editoriale";
static const char prepositions[] = "von|by|por|par|di|door|de";

/* Words that no name has: forms, buttons, dates' neighbours. */
static const char no_names[] =
    "required|erforderlich|email|e-mail|comment|kommentar|follow|name|nom|nombre|posts|archive|"
    "super user|admin|administrator|http|https|www.|.de/|subscribe|said|sagt|says|share|login|user|"
    "datum|date|publiziert|veröffentlicht|published|posted|updated|guest|read more|mehr|artikel|"
    "anonymous|unknown|undefined|null|none|drupal|wordpress|more|view|profile|twitter|facebook|"
    "autor|author|uhr|sponsored|gesponsert|gesponserte|advertisement|anzeige|bild|bilder|fotos|"
    "photo|photos|quelle|source|copyright|all rights|comments|reading time|min read|mins read|"
    "weiterlesen|lire la suite|leer más|publisher|sign in|sign up|log in|register|demo|shop|tags|"
    "category|categories|kommentare|kommentaren|faq|free|minutes|edited|asked|answered|update|"
    "updates|n/"
    "a|default|test user|gast|gastautor|webmaster|root";

/* Of these the ones that are surnames, too: not the first word, with a capital. */
static const char surnames[] = "said|guest|more|date|share|gast|bild|none|root";

/* Where names end: roles and places follow. Words only in small letters: "John Le Carré". */
static const char endings[] =
    " am | on | um | le | el | il | - | – | — | • | · | ● | @| (|\n| // |│| ist | is | für | for | "
    "at | posted | published | updated | vor | bei | hace | via | illustration| fotos| foto| photo|"
    " video| uhr| in | reports| sagt | says |[";

/* Between names; words only in lower case: "Robert E Lee". */
static const char joints[] =
    ", | and | und | y | et | e | en | og | och | & | / |; | with | mit |、|，| i |;| oraz | и | "
    "ve |"
    " im gespräch mit | im Gespräch mit | in conversation with | ja | dan | és ";

/* Behind the digits of a date, or before them. */
static const char dated[] =
    "am|on|um|le|el|il|at|de|du|den|der|dem|vom|seit|hace|vor|em|op|kl|uhr|last|updated|update|"
    "published|posted|edited|asked|modified|aktualisiert|veröffentlicht|publicado|actualizado|"
    "publié|"
    "stand|date|datum|fecha|since|ago|first|created|erstellt|pubblicato|publicerad|publisert|"
    "january|february|march|april|may|june|july|august|september|october|november|december|"
    "jan|feb|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|januar|februar|märz|mai|juni|juli|oktober|"
    "dezember|jänner|okt|dez|enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|"
    "noviembre|diciembre|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|"
    "décembre|gennaio|febbraio|aprile|maggio|giugno|luglio|settembre|ottobre|dicembre|janeiro|"
    "fevereiro|março|maio|junho|julho|setembro|outubro|novembro|dezembro|januari|februari|maart|"
    "mei|augustus|maj|augusti|monday|tuesday|wednesday|thursday|friday|saturday|sunday|mon|tue|wed|"
    "thu|fri|sat|sun|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|lunes|martes|"
    "miércoles|jueves|viernes|sábado|domingo|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche";

/* Wire services, which bylines name behind their authors. */
static const char agencies[] =
    "dpa|afp|ap|reuters|apa|sda|kna|epd|efe|ansa|tass|pti|ians|sid|"
    "associated press|agence france-presse|keystone-sda|xinhua|anp|belga|"
    "lusa|pap|tt|ntb|ritzau|stt|mti|bta|agerpres|antara|bernama|yonhap|"
    "kyodo|upi|press association";

static const char degrees[] = "phd|ph.d|ph.d.|md|m.d|m.d.|m.a|m.a.|b.a|b.a.|msc|m.sc|m.sc.|bsc|mba|"
                              "dvm|esq|esq.|dr|prof|jr|jr.|sr|sr.";

/* What an office is called, and the ends of such words in German. */
static const char offices[] =
    "institut|institute|instituto|istituto|department|ministerium|ministry|ministerio|ministère|"
    "center|centre|zentrum|centro|university|universität|universidad|université|università|"
    "universiteit|verband|verein|association|asociación|foundation|stiftung|gesellschaft|society|"
    "agency|agentur|agencia|agence|commission|kommission|committee|council|board|federation|"
    "bundesamt|amt|office|bureau|landesanstalt|deutsche|deutscher|bund|gmbh|e.v.|e. v.|ag|inc|inc.|"
    "ltd|llc|s.a.|corporation|company|service|services|staff|reports|redaktion";
static const char office_ends[] =
    "anstalt|ministerium|verband|behörde|institut|gesellschaft|kammer";

/* No person's. */
static const char bodies[] =
    "verlag|team|newsroom|magazin|magazine|news|media|press|agencies|agenturen|editorial|online|"
    "editor|editors|redacción|redaccion|rédaction|redazione|redactie|redação|redakcja|redaktionen|"
    "desk|presse|blog|zeitung|gazette|tribune|herald|post|daily|tv|radio|admin|support|die|the|"
    "pressestelle|nachrichten|noticias|notizie|actualités|wire|group|contributors|writers|network";

/* What people are, behind or before their names. */
static const char roles[] =
    "editor|writer|reporter|correspondent|expert|specialist|manager|director|professor|columnist|"
    "contributor|journalist|journalistin|redakteur|redakteurin|redaktor|redaktorin|korrespondent|"
    "korrespondentin|photographer|fotograf|consultant|analyst|strategist|ceo|chefredakteur|"
    "chefredakteurin|rechtsanwalt|rechtsanwältin|freelancer|researcher|producer|producteur|"
    "journaliste|periodista|redactor|redactora|giornalista|author|contributing|senior|associate|"
    "managing|staff|volontär|volontärin|pressesprecher|pressesprecherin";

static bool is_letter(char c) {
    return ascii_is_alnum(c) || (unsigned char)c >= 0x80;
}

static bool in_list(struct str word, const char *list) {
    struct str rest = str_from(list), entry;
    while (str_next(&rest, '|', &entry))
        if (entry.n == word.n && str_eq_case(entry, word))
            return true;
    return false;
}

/* `s` has `word`, as a word where that begins or ends with a letter; case aside. */
static size_t find_word(struct str s, struct str word) {
    for (size_t from = 0;;) {
        size_t at = str_find_case(str_skip(s, from), word);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += from;
        size_t end = at + word.n;
        if ((at == 0 || !is_letter(s.p[at - 1]) || !is_letter(word.p[0])) &&
            (end == s.n || !is_letter(s.p[end]) || !is_letter(word.p[word.n - 1])))
            return at;
        from = at + 1;
    }
}

static bool has_word_of(struct str s, const char *list) {
    struct str rest = str_from(list), entry;
    while (str_next(&rest, '|', &entry))
        if (find_word(s, entry) != SIZE_MAX)
            return true;
    return false;
}

/* The bytes of a sign that names neither begin nor end with; 0: it is none. */
static size_t sign_length(struct str s, bool end) {
    static const struct str signs[] = {
        STR_INIT("\xE2\x80\xA2"), STR_INIT("\xC2\xB7"),     STR_INIT("\xE2\x97\x8F"),
        STR_INIT("\xE2\x80\x93"), STR_INIT("\xE2\x80\x94"), STR_INIT("\xE2\x94\x82"),
        STR_INIT("\xC2\xBB"),     STR_INIT("\xC2\xAB"),     STR_INIT("\xC2\xA0"),
        STR_INIT("\xE2\x9C\x8D"),
    };
    if (s.n == 0)
        return 0;
    if (strchr(" ,;:|/-*\t\n", s.p[end ? s.n - 1 : 0]) != NULL)
        return 1;
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++)
        if (end ? str_ends(s, signs[i]) : str_starts(s, signs[i]))
            return signs[i].n;
    return 0;
}

/* A point stays behind an initial and in "Jr.". */
static bool ends_in_point(struct str s) {
    return s.n > 0 && s.p[s.n - 1] == '.' && !(s.n > 2 && s.p[s.n - 3] == ' ') &&
           !str_ends(s, STR("Jr.")) && !str_ends(s, STR("Sr."));
}

static struct str without_signs_before(struct str s) {
    size_t n;
    while ((n = sign_length(s, false)) > 0)
        s = str_skip(s, n);
    return s;
}

static struct str trim_signs(struct str s) {
    size_t n;
    s = without_signs_before(str_trim(s));
    while ((n = sign_length(s, true)) > 0 || ends_in_point(s))
        s = str_take(s, s.n - (n > 0 ? n : 1));
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

/* "(s)", "/in", "*innen" behind a label. */
static struct str without_label_tail(struct str s) {
    size_t close = str_find_byte(str_take(s, 9), ')');
    if (s.n > 0 && s.p[0] == '(' && close != SIZE_MAX)
        return str_skip(s, close + 1);
    if (s.n > 2 && strchr("/*_:", s.p[0]) != NULL && str_starts(str_skip(s, 1), STR("in"))) {
        s = str_skip(s, 1);
        while (s.n > 0 && ascii_is_alpha(s.p[0]))
            s = str_skip(s, 1);
    }
    return s;
}

/* The bytes of the longest opening that `s` begins with, what parts it from the name included. */
static size_t opening_length(struct str s) {
    size_t longest = 0;
    for (int colon = 0; colon < 2; colon++) {
        struct str rest = str_from(colon ? labels : openings), entry;
        while (str_next(&rest, '|', &entry)) {
            if (!str_starts_case(s, entry) || (s.n > entry.n && is_letter(s.p[entry.n])))
                continue;
            struct str behind = str_trim(without_label_tail(str_skip(s, entry.n)));
            if (colon && (behind.n == 0 || behind.p[0] != ':'))
                continue;
            size_t length = s.n - without_signs_before(behind).n;
            longest = length > longest ? length : longest;
        }
    }
    return longest;
}

static struct str first_word(struct str s) {
    return str_take(s, str_find_byte(s, ' '));
}

static size_t count_words(struct str s) {
    size_t words = 0;
    struct str word;
    while (str_next(&s, ' ', &word))
        words += word.n > 0;
    return words;
}

/* "Ein Gastbeitrag von", "Analysis by". */
static struct str without_genre(struct str s) {
    struct str rest = s, word = first_word(rest);
    if (in_list(word, indefinites))
        rest = str_trim(str_skip(rest, word.n));
    word = first_word(rest);
    if (!in_list(word, genres))
        return s;
    rest = str_trim(str_skip(rest, word.n));
    word = first_word(rest);
    return in_list(word, prepositions) ? str_trim(str_skip(rest, word.n)) : s;
}

static struct str without_openings(struct str s) {
    s = without_genre(without_glued(s));
    for (size_t rounds = 0; rounds < 4; rounds++) {
        size_t length = opening_length(s);
        struct str rest = str_skip(s, length), word = first_word(s);
        bool particle = word.n < s.n && word.p[0] >= 'A' && word.p[0] <= 'Z' &&
                        in_list(word, particles) && count_words(s) == 2;
        if (length == 0 || particle)
            break;
        s = rest;
    }
    return s;
}

bool page_is_byline(struct str text) {
    text = trim_signs(text);
    if (without_glued(text).n < text.n || without_genre(text).n < text.n)
        return true;
    if (opening_length(text) == 0)
        return false;
    struct str rest = without_openings(text);
    bool small = rest.n > 0 && rest.p[0] >= 'a' && rest.p[0] <= 'z';
    return rest.n > 2 && !(small && !page_is_submission(text)) && !ascii_is_digit(rest.p[0]);
}

bool page_is_author_label(struct str text) {
    static const char words[] = "by|von|par|por|di|door|av|af|oleh|words|text|texte|texto|testo|"
                                "contributors|contributor|writer|reporter";
    text = str_trim(text);
    size_t n = 0;
    while (n < text.n && (is_letter(text.p[n]) || text.p[n] == ' '))
        n++;
    struct str label = str_trim(str_take(text, n));
    return text.n <= 40 && trim_signs(without_label_tail(str_skip(text, n))).n == 0 &&
           (in_list(label, words) || in_list(label, author_labels));
}

bool page_is_submission(struct str text) {
    text = trim_signs(text);
    return str_find_byte(str_trim(str_take(text, opening_length(text))), ' ') != SIZE_MAX;
}

bool page_is_signed(struct str text) {
    text = trim_signs(text);
    size_t length = opening_length(text);
    struct str opening = str_take(text, length), list = str_from(author_labels), entry;
    if (length == 0 || length == text.n)
        return false;
    if (str_find_byte(opening, ':') != SIZE_MAX)
        return true;
    while (str_next(&list, '|', &entry))
        if (str_starts_case(opening, entry))
            return true;
    return false;
}

/* The first of `list` in `s`, as it is written there or, without a small letter in `s`, in
 * capitals; *length gets its length. */
static size_t first_of(struct str s, const char *list, size_t *length) {
    size_t first = SIZE_MAX;
    bool small = false;
    for (size_t i = 0; i < s.n; i++)
        small = small || (s.p[i] >= 'a' && s.p[i] <= 'z');
    struct str rest = str_from(list), entry;
    while (str_next(&rest, '|', &entry)) {
        struct str within = str_take(s, first == SIZE_MAX ? s.n : first + entry.n);
        size_t at = entry.n == 0 ? SIZE_MAX
                    : small      ? str_find(within, entry)
                                 : str_find_case(within, entry);
        if (at < first) {
            first = at;
            *length = entry.n;
        }
    }
    return first;
}

static struct str last_word(struct str s) {
    size_t space = str_find_last_byte(s, ' ');
    return space == SIZE_MAX ? s : str_skip(s, space + 1);
}

/* "Ada Quayle May 17, 2024": the digits, and the words of dates before them. */
static struct str before_date(struct str s) {
    size_t digit = 0;
    while (digit < s.n &&
           !(ascii_is_digit(s.p[digit]) && (digit == 0 || !is_letter(s.p[digit - 1]))))
        digit++;
    if (digit == s.n)
        return s;
    s = trim_signs(str_take(s, digit));
    while (s.n > 0 && in_list(trim_signs(last_word(s)), dated))
        s = trim_signs(str_take(s, s.n - last_word(s).n));
    return s;
}

/* "Ada Quayle Senior Editor": from the third word on. */
static struct str before_role(struct str s) {
    struct str rest = s, word;
    for (size_t words = 0; str_next(&rest, ' ', &word);) {
        words += word.n > 0;
        if (words > 2 && in_list(word, roles))
            return str_take(s, (size_t)(word.p - s.p));
    }
    return s;
}

static struct str before_endings(struct str s) {
    size_t length, end = first_of(s, endings, &length), bar = str_find(s, STR(" | "));
    end = bar < end ? bar : end;
    if (end != SIZE_MAX && end > 0)
        s = str_take(s, end);
    return before_role(before_date(s));
}

/* All words are of dates, in a byline that has digits. */
static bool is_date(struct str s) {
    struct str word;
    while (str_next(&s, ' ', &word))
        if (word.n > 0 && !in_list(trim_signs(word), dated))
            return false;
    return true;
}

static bool is_office(struct str s) {
    struct str rest = s, word;
    if (has_word_of(s, offices))
        return true;
    while (str_next(&rest, ' ', &word)) {
        struct str list = str_from(office_ends), end;
        while (str_next(&list, '|', &end))
            if (word.n > end.n && str_ends(word, end))
                return true;
    }
    return false;
}

/* A surname that means something else in forms: "Ada Guest". */
static bool is_surname(struct str s, size_t at, struct str word) {
    return at > 0 && s.p[at] >= 'A' && s.p[at] <= 'Z' && in_list(word, surnames);
}

static bool is_name(struct str s) {
    if (s.n < 2 || s.n > NAME_BYTES_MOST || count_words(s) > NAME_WORDS_MOST)
        return false;
    struct str rest = str_from(no_names), word;
    while (str_next(&rest, '|', &word)) {
        size_t at = find_word(s, word);
        if (at != SIZE_MAX && !is_surname(s, at, word))
            return false;
    }
    bool letter = false, sign = false;
    for (size_t i = 0; i < s.n; i++) {
        letter = letter || ascii_is_alpha(s.p[i]) || (unsigned char)s.p[i] >= 0x80;
        sign = sign || strchr("@{}<>=$%#?:\"", s.p[i]) != NULL;
    }
    return letter && !sign;
}

bool page_is_body(struct str names) {
    if (str_find_byte(names, ' ') == SIZE_MAX)
        return true; /* a single word is a nickname, initials, or an outlet */
    return is_office(names) || has_word_of(names, bodies);
}

bool page_is_full_name(struct str text) {
    static const char small[] = "von|van|de|der|den|del|della|di|da|dos|la|le|du|el|al|y|bin|ten";
    size_t words = 0, capitals = 0;
    struct str word;
    while (str_next(&text, ' ', &word)) {
        if (word.n == 0)
            continue;
        /* Letters beyond ASCII, but not signs: U+2000 to U+2FFF. */
        bool beyond = (unsigned char)word.p[0] >= 0xC3 && (unsigned char)word.p[0] != 0xE2;
        bool capital = (word.p[0] >= 'A' && word.p[0] <= 'Z') || beyond;
        for (size_t i = 0; i < word.n; i++)
            if (!is_letter(word.p[i]) && strchr("-.'", word.p[i]) == NULL)
                return false;
        if (!capital && !in_list(word, small))
            return false;
        words++;
        capitals += capital;
    }
    return words >= 2 && words <= 5 && capitals >= 2;
}

/* Capitals as names have them: at most one word without, but for particles. */
bool page_is_capitalized(struct str names) {
    static const char small[] = "von|van|de|der|den|del|della|di|da|dos|la|le|du|el|al|y|bin|ten|"
                                "zu|und|and|et|des|op|do|af|av|e";
    size_t without = 0, words = 0;
    struct str word;
    while (str_next(&names, ' ', &word)) {
        words += word.n > 0;
        without += word.n > 0 && word.p[0] >= 'a' && word.p[0] <= 'z' && !in_list(word, small);
    }
    return without < 2 || without * 3 < words;
}

bool page_is_handle(struct str name) {
    bool small = false, other = false;
    for (size_t i = 0; i < name.n; i++) {
        if (ascii_is_digit(name.p[i]) || name.p[i] == '_')
            return true;
        small = small || (name.p[i] >= 'a' && name.p[i] <= 'z');
        other = other || (name.p[i] >= 'A' && name.p[i] <= 'Z') || name.p[i] == ' ';
    }
    return small && !other;
}

bool page_has_role(struct str text) {
    return has_word_of(text, roles);
}

/* "Posted on May 17 by Name": what stands behind the last of these. */
static struct str behind_inner(struct str s) {
    static const char words[] = " by | von | por | par | door | di | da | av | af ";
    struct str rest = str_from(words), word;
    while (str_next(&rest, '|', &word)) {
        size_t at = str_find_case(s, word);
        if (at != SIZE_MAX)
            return str_skip(s, at + word.n);
    }
    return STR_NONE;
}

/* Where the first of two names ends; what a name itself has is none: "Ortega y Gasset". */
static size_t find_joint(struct str s, size_t *length) {
    for (size_t from = 0;;) {
        size_t at = first_of(str_skip(s, from), joints, length);
        if (at == SIZE_MAX)
            return SIZE_MAX;
        at += from;
        struct str joint = str_of(s.p + at, *length), before = str_take(s, at);
        struct str behind = str_trim(str_skip(s, at + *length));
        bool word = ascii_is_alpha(str_trim(joint).p[0]);
        bool small = behind.n > 0 && behind.p[0] >= 'a' && behind.p[0] <= 'z' && before.n > 0 &&
                     before.p[0] >= 'A' && before.p[0] <= 'Z' && count_words(behind) > 2;
        bool inner = *length == 3 && count_words(before) > 1 && count_words(behind) == 1;
        if (!word || (!small && !inner))
            return at;
        from = at + *length - 1;
    }
}

bool page_is_agency(struct str text) {
    struct str first = str_take(text, str_find_byte(text, '/'));
    return in_list(str_trim(str_take(first, str_find_byte(first, ','))), agencies);
}

struct names {
    struct buf text;
    size_t last; /* where the last one begins */
    size_t count;
    bool joined;    /* a word joins the last one and the next */
    bool small;     /* the byline has small letters: what is all in capitals is an abbreviation */
    bool last_word; /* the last one is a single word, and stands before a word that joins */
};

static void drop_last(struct names *names) {
    buf_truncate(&names->text, names->last > 2 ? names->last - 2 : 0);
    names->count--;
}

static void add_name(struct names *names, struct str name, bool joined) {
    if (names->count > 0)
        BUF_ADD(&names->text, ", ");
    names->last = names->text.n;
    names->last_word = joined && names->count > 0 && str_find_byte(name, ' ') == SIZE_MAX;
    buf_add(&names->text, name);
    names->count++;
}

/* "Senior Editor Ada Quayle". */
static struct str without_roles(struct str s) {
    struct str word = first_word(s);
    while (word.n < s.n && in_list(word, roles) && count_words(s) > 2) {
        s = str_trim(str_skip(s, word.n));
        word = first_word(s);
    }
    return s;
}

/* What stands behind names and is none: wire services, domains, degrees ("MD", "M.A."). */
static bool is_addition(const struct names *names, struct str name) {
    bool small = false, dot = false;
    for (size_t i = 0; i < name.n; i++) {
        small = small || (name.p[i] >= 'a' && name.p[i] <= 'z');
        dot = dot || name.p[i] == '.';
    }
    bool single = str_find_byte(name, ' ') == SIZE_MAX;
    return in_list(name, agencies) || in_list(name, degrees) ||
           (single && ((dot && name.n > 4) || (!small && names->small && name.n <= 6)));
}

/* False where names have ended: roles or a date have begun. */
static bool read_part(struct names *names, struct str part, bool joined, bool has_digits) {
    struct str raw = trim_signs(part);
    struct str name = trim_signs(before_endings(without_roles(without_openings(raw))));
    while (has_digits && count_words(name) > 2 && in_list(last_word(name), dated))
        name =
            trim_signs(str_take(name, name.n - last_word(name).n)); /* "Ada Quayle Sat, 20 Dec" */
    bool whole = name.n + 2 >= str_trim(part).n;
    bool role =
        has_word_of(raw, roles) && (names->last_word || !names->joined || has_word_of(name, roles));
    if (names->count > 0 && is_addition(names, name))
        return true;
    if (names->count > 0 && role) {
        if (names->last_word)
            drop_last(names); /* "Privacy and Security Expert" */
        return true;
    }
    if (is_name(name) && !(has_digits && is_date(name))) {
        if (str_find_case(buf_str(&names->text), name) == SIZE_MAX)
            add_name(names, name, joined);
        return true;
    }
    return names->count == 0 || whole;
}

static struct str names_in(struct arena *arena, struct str byline) {
    struct str rest = without_openings(trim_signs(byline));
    struct names names = {0};
    bool has_digits = false;
    for (size_t i = 0; i < rest.n; i++) {
        has_digits = has_digits || ascii_is_digit(rest.p[i]);
        names.small = names.small || (rest.p[i] >= 'a' && rest.p[i] <= 'z');
    }
    buf_init(&names.text, 2 * BYLINE_MOST);
    bool office = is_office(rest) && str_find_byte(rest, ',') == SIZE_MAX && is_name(rest) &&
                  !has_digits && str_find_byte(rest, '|') == SIZE_MAX;
    if (office) {
        add_name(&names, rest, false);
        rest = STR_NONE;
    }
    for (int count = 0; rest.n > 0 && count < NAMES_MOST; count++) {
        size_t length = 0, end = find_joint(rest, &length);
        struct str part = str_take(rest, end), joint = str_take(str_skip(rest, end), length);
        rest = end == SIZE_MAX ? STR_NONE : str_skip(rest, end + length);
        bool joined = joint.n > 2 && joint.p[0] == ' ';
        if (!read_part(&names, part, joined, has_digits))
            break;
        names.joined = joined;
    }
    struct str result = page_take_text(arena, &names.text);
    return result.n > 0 ? utf8_clean_copy(arena, result, UTF8_LINE, BYLINE_MOST) : STR_NONE;
}

struct str page_names(struct arena *arena, struct str byline) {
    byline = utf8_cut_bytes(byline, BYLINE_MOST);
    struct str names = names_in(arena, byline), inner = behind_inner(byline);
    bool has_digits = false;
    for (size_t i = 0; inner.n > 0 && i < byline.n - inner.n; i++)
        has_digits = has_digits || ascii_is_digit(byline.p[i]);
    if (inner.n == 0 || (names.n > 0 && !has_digits))
        return names;
    struct str better = names_in(arena, inner);
    return better.n > 0 ? better : names;
}
