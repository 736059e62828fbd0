#include "text/language.h"

#include "base/utf8.h"
#include "text/fold.h"
#include "text/script.h"
#include "text/small_words.h"

enum {
    KNOWN_MOST = 96,
    /* Points. A small word is five times as likely in a text of its language as in another's. */
    WORD_POINTS = 1200,
    LETTER_POINTS = 700, /* less: foreign names have foreign letters */
    ONE_LETTER_POINTS = 500,
    SCRIPT_POINTS = 12000,
    HAN_POINTS = 2500,  /* Chinese, when nobody says Japanese */
    LEAST_POINTS = 700, /* fewer are no verdict */
    HITS_MOST = 12,     /* of words; more prove no more */
    LETTERS_MOST = 3,
    CLASSIFIER_LEAST = 2500, /* for TEXT_LANGUAGE_ENOUGH bytes, and for CLASSIFIER_FULL */
    CLASSIFIER_MOST = 8000,
    CLASSIFIER_FULL = 1200,
    HISTORY_LEAST = 3, /* articles */
    HISTORY_POINTS = 3500,
};

/* Languages by the scripts that others share, and letters that few languages have. */
static const struct known {
    char code[4];
    enum text_script script;
    char letters[24];
} known_languages[] = {
    {"en", TEXT_SCRIPT_LATIN, ""},
    {"de", TEXT_SCRIPT_LATIN, "äöüß"},
    {"fr", TEXT_SCRIPT_LATIN, "éèêàçœùî"},
    {"es", TEXT_SCRIPT_LATIN, "ñáéíóú¿¡"},
    {"it", TEXT_SCRIPT_LATIN, "àèìòù"},
    {"pt", TEXT_SCRIPT_LATIN, "ãõçáêéóíâ"},
    {"nl", TEXT_SCRIPT_LATIN, "ë"},
    {"sv", TEXT_SCRIPT_LATIN, "åäö"},
    {"no", TEXT_SCRIPT_LATIN, "åæø"},
    {"da", TEXT_SCRIPT_LATIN, "åæø"},
    {"fi", TEXT_SCRIPT_LATIN, "äö"},
    {"pl", TEXT_SCRIPT_LATIN, "ąęłśżźćńó"},
    {"cs", TEXT_SCRIPT_LATIN, "ěščřžýáíéů"},
    {"sk", TEXT_SCRIPT_LATIN, "ľĺŕôšžýáíéť"},
    {"hu", TEXT_SCRIPT_LATIN, "őűáéóöü"},
    {"ro", TEXT_SCRIPT_LATIN, "ășțâîşţ"},
    {"hr", TEXT_SCRIPT_LATIN, "čćđšž"},
    {"sl", TEXT_SCRIPT_LATIN, "čšž"},
    {"bs", TEXT_SCRIPT_LATIN, "čćđšž"},
    {"et", TEXT_SCRIPT_LATIN, "õäöü"},
    {"lv", TEXT_SCRIPT_LATIN, "āčēģīķļņšū"},
    {"lt", TEXT_SCRIPT_LATIN, "ąčęėįšųūž"},
    {"tr", TEXT_SCRIPT_LATIN, "ğışçöü"},
    {"az", TEXT_SCRIPT_LATIN, "əğışç"},
    {"id", TEXT_SCRIPT_LATIN, ""},
    {"ms", TEXT_SCRIPT_LATIN, ""},
    {"vi", TEXT_SCRIPT_LATIN, "ăâđêôơưạ"},
    {"sq", TEXT_SCRIPT_LATIN, "ëç"},
    {"ca", TEXT_SCRIPT_LATIN, "àèçòïéó"},
    {"gl", TEXT_SCRIPT_LATIN, "ñáéíóú"},
    {"af", TEXT_SCRIPT_LATIN, "ê"},
    {"is", TEXT_SCRIPT_LATIN, "þðæöáíó"},
    {"eu", TEXT_SCRIPT_LATIN, ""},
    {"sw", TEXT_SCRIPT_LATIN, ""},
    {"tl", TEXT_SCRIPT_LATIN, ""},
    {"ru", TEXT_SCRIPT_CYRILLIC, "ыэё"},
    {"uk", TEXT_SCRIPT_CYRILLIC, "їєґі"},
    {"be", TEXT_SCRIPT_CYRILLIC, "ўіыэё"},
    {"bg", TEXT_SCRIPT_CYRILLIC, "ъ"},
    {"sr", TEXT_SCRIPT_CYRILLIC, "ђћљњџј"},
    {"mk", TEXT_SCRIPT_CYRILLIC, "ѓќѕљњј"},
    {"kk", TEXT_SCRIPT_CYRILLIC, "әғқңөұүһі"},
    {"mn", TEXT_SCRIPT_CYRILLIC, "өүы"},
    {"ar", TEXT_SCRIPT_ARABIC, "ةىأإ"},
    {"fa", TEXT_SCRIPT_ARABIC, "پچژگیک"},
    {"ur", TEXT_SCRIPT_ARABIC, "ٹڈڑںےہ"},
    {"ps", TEXT_SCRIPT_ARABIC, "ټډړښځېۍ"},
    {"hi", TEXT_SCRIPT_DEVANAGARI, ""},
    {"mr", TEXT_SCRIPT_DEVANAGARI, "ळ"},
    {"ne", TEXT_SCRIPT_DEVANAGARI, ""},
    {"zh", TEXT_SCRIPT_HAN, ""},
    {"ja", TEXT_SCRIPT_HAN, ""},
};

struct candidate {
    struct text_language language;
    enum text_script script; /* NONE: any */
    char letters[24];
    int64_t points[TEXT_LANGUAGE_BY_HISTORY + 1]; /* by reason */
};

struct guess {
    const struct text_language_evidence *evidence;
    enum text_script script; /* of most of the letters */
    uint32_t letters[TEXT_SCRIPT_COUNT];
    struct candidate items[KNOWN_MOST];
    size_t n;
};

static struct text_language language_from(const char *code) {
    struct text_language language = {""};
    for (size_t i = 0; i < 3 && code[i] != '\0'; i++)
        language.code[i] = code[i];
    return language;
}

static bool same(struct text_language a, struct text_language b) {
    return memcmp(a.code, b.code, sizeof a.code) == 0;
}

struct text_language text_language_of_tag(struct str tag) {
    static const struct {
        char from[4], to[4];
    } names[] = {{"nb", "no"},  {"nn", "no"},  {"iw", "he"},  {"in", "id"},  {"ji", "yi"},
                 {"mo", "ro"},  {"cmn", "zh"}, {"yue", "zh"}, {"sh", "hr"},  {"fil", "tl"},
                 {"und", ""},   {"mul", ""},   {"zxx", ""},   {"mis", ""},   {"eng", "en"},
                 {"deu", "de"}, {"ger", "de"}, {"fra", "fr"}, {"fre", "fr"}, {"spa", "es"},
                 {"ita", "it"}, {"por", "pt"}, {"rus", "ru"}, {"jpn", "ja"}, {"zho", "zh"}};
    struct text_language language = {""};
    size_t n = 0;
    tag = str_trim(tag);
    while (n < tag.n && ascii_is_alpha(tag.p[n]))
        n++;
    if (n < 2 || n > 3 || (n < tag.n && tag.p[n] != '-' && tag.p[n] != '_'))
        return language;
    for (size_t i = 0; i < n; i++)
        language.code[i] = ascii_lower(tag.p[i]);
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (strcmp(language.code, names[i].from) == 0)
            return language_from(names[i].to);
    return language;
}

/* The candidate for a language; a new one for one that is not in the table, NULL when there is no
 * room or it is not written in the text's script. */
static struct candidate *candidate_of(struct guess *guess, struct text_language language) {
    if (language.code[0] == '\0')
        return NULL;
    bool twin = strcmp(language.code, "sr") == 0 && guess->script == TEXT_SCRIPT_LATIN;
    for (size_t i = 0; i < guess->n; i++)
        if (same(guess->items[i].language, language))
            return guess->items[i].script == guess->script || twin ||
                           guess->items[i].script == TEXT_SCRIPT_NONE ||
                           guess->script == TEXT_SCRIPT_NONE
                       ? &guess->items[i]
                       : NULL;
    bool shared = text_script_language(guess->script)[0] == '\0';
    if (!shared || guess->n == KNOWN_MOST)
        return NULL;
    guess->items[guess->n] = (struct candidate){.language = language};
    return &guess->items[guess->n++];
}

static void give(struct guess *guess, struct text_language language,
                 enum text_language_reason reason, int64_t points) {
    struct candidate *candidate = candidate_of(guess, language);
    if (candidate != NULL)
        candidate->points[reason] += points;
}

static void count_letters(struct guess *guess, struct str text) {
    for (size_t i = 0; i < text.n;) {
        enum text_script script = text_script_of(utf8_next(text, &i));
        /* One sign of these is worth a word's part. */
        bool dense = script == TEXT_SCRIPT_HAN || script == TEXT_SCRIPT_HANGUL;
        guess->letters[script] += dense ? 3 : 1;
    }
}

static void settle_script(struct guess *guess) {
    uint32_t *letters = guess->letters;
    uint32_t kana = letters[TEXT_SCRIPT_KANA], han = letters[TEXT_SCRIPT_HAN];
    /* Japanese mixes both; a brand's name in Kana does not make Chinese Japanese. */
    if (kana > 0 && kana * 10 >= han) {
        letters[TEXT_SCRIPT_KANA] += han;
        letters[TEXT_SCRIPT_HAN] = 0;
    }
    for (int i = TEXT_SCRIPT_LATIN; i < TEXT_SCRIPT_COUNT; i++)
        if (letters[i] > 0 &&
            (guess->script == TEXT_SCRIPT_NONE || letters[i] > letters[guess->script]))
            guess->script = (enum text_script)i;
}

static void hear_word(struct guess *guess, struct str word, uint32_t *hits) {
    struct str rest = text_small_word(word), tag;
    if (str_absent(rest) || *hits >= HITS_MOST)
        return;
    size_t next = 0;
    utf8_next(word, &next);
    int64_t points = next == word.n ? ONE_LETTER_POINTS : WORD_POINTS;
    *hits += 1;
    while (str_next(&rest, ' ', &tag))
        give(guess, text_language_of_tag(tag), TEXT_LANGUAGE_BY_TEXT, points);
}

static void hear_letter(struct guess *guess, struct str letter, uint32_t *hits) {
    if (*hits >= LETTERS_MOST)
        return;
    bool heard = false;
    for (size_t i = 0; i < guess->n; i++) {
        struct candidate *candidate = &guess->items[i];
        if (str_find(str_from(candidate->letters), letter) == SIZE_MAX ||
            candidate_of(guess, candidate->language) == NULL)
            continue;
        candidate->points[TEXT_LANGUAGE_BY_TEXT] += LETTER_POINTS;
        heard = true;
    }
    *hits += heard;
}

/* Words in lower case, one after the other, and in each the first letter past the alphabet. */
static void hear_words(struct guess *guess, struct str text, uint32_t hits[2]) {
    char word[TEXT_SMALL_WORD_MOST + 8];
    size_t n = 0;
    bool wide = false, ending = false;
    for (size_t i = 0; i <= text.n;) {
        uint32_t c = i < text.n ? utf8_next(text, &i) : (uint32_t)(i++, ' ');
        if (!text_is_word(c)) {
            if (n > 1 || (n == 1 && !ending)) /* not of "Paul's" */
                hear_word(guess, str_of(word, n), &hits[0]);
            ending = n > 0 && (c == '\'' || c == 0x2019);
            n = 0;
            wide = false;
            continue;
        }
        char letter[4];
        size_t length = utf8_encode(text_lower(c), letter);
        if (length > 1 && !wide) {
            hear_letter(guess, str_of(letter, length), &hits[1]);
            wide = guess->script == TEXT_SCRIPT_LATIN;
        }
        if (n <= TEXT_SMALL_WORD_MOST) {
            memcpy(word + n, letter, length);
            n += length;
        }
    }
}

static int64_t sum_of(const struct candidate *candidate) {
    int64_t sum = 0;
    for (int i = 0; i <= TEXT_LANGUAGE_BY_HISTORY; i++)
        sum += candidate->points[i];
    return sum;
}

/* The logistic function of so many points ahead, in thousandths. */
static int64_t confidence_of(int64_t ahead) {
    static const int64_t steps[] = {500, 622, 731, 818, 881, 924, 953, 971,
                                    982, 989, 993, 996, 998, 998, 999};
    enum { STEP = 500, LAST = sizeof steps / sizeof steps[0] - 1 };
    int64_t at = ahead / STEP;
    if (at >= LAST)
        return steps[LAST];
    return steps[at] + (steps[at + 1] - steps[at]) * (ahead % STEP) / STEP;
}

static struct text_language_verdict conclude(const struct guess *guess) {
    struct text_language_verdict verdict = {.reason = TEXT_LANGUAGE_UNKNOWN};
    const struct candidate *winner = NULL;
    int64_t best = 0, second = 0;
    for (size_t i = 0; i < guess->n; i++) {
        int64_t sum = sum_of(&guess->items[i]);
        if (sum > best) {
            second = best;
            best = sum;
            winner = &guess->items[i];
        } else if (sum > second) {
            second = sum;
        }
    }
    if (winner == NULL || best < LEAST_POINTS)
        return verdict;
    verdict.language = winner->language;
    verdict.confidence = confidence_of(best - second);
    for (int i = TEXT_LANGUAGE_BY_SCRIPT; i <= TEXT_LANGUAGE_BY_HISTORY; i++)
        if (verdict.reason == TEXT_LANGUAGE_UNKNOWN ||
            winner->points[i] > winner->points[verdict.reason])
            verdict.reason = (enum text_language_reason)i;
    return verdict;
}

static bool is_known(struct text_language language) {
    for (size_t i = 0; i < sizeof known_languages / sizeof known_languages[0]; i++)
        if (strcmp(known_languages[i].code, language.code) == 0)
            return true;
    return false;
}

static void hear_text(struct guess *guess) {
    const struct text_language_evidence *evidence = guess->evidence;
    struct str title = utf8_cut_bytes(evidence->title, TEXT_LANGUAGE_READ);
    struct str text = utf8_cut_bytes(evidence->text, TEXT_LANGUAGE_READ);
    uint32_t hits[2] = {0, 0};
    hear_words(guess, title, hits);
    hits[1] = 0;
    hear_words(guess, text, hits);
    if (evidence->classify == NULL || text.n < TEXT_LANGUAGE_ENOUGH ||
        conclude(guess).confidence >= TEXT_LANGUAGE_CERTAIN)
        return;
    struct text_language found[TEXT_LANGUAGE_CANDIDATES];
    size_t count = evidence->classify(evidence->classify_state, text, found);
    int64_t size = text.n < CLASSIFIER_FULL ? (int64_t)text.n : CLASSIFIER_FULL;
    int64_t points = CLASSIFIER_LEAST + (CLASSIFIER_MOST - CLASSIFIER_LEAST) *
                                            (size - TEXT_LANGUAGE_ENOUGH) /
                                            (CLASSIFIER_FULL - TEXT_LANGUAGE_ENOUGH);
    /* It names Scots or Interlingua as readily as English: rare ones count half. */
    for (size_t i = 0; i < count && i < TEXT_LANGUAGE_CANDIDATES; i++)
        give(guess, found[i], TEXT_LANGUAGE_BY_TEXT,
             !is_known(found[i]) ? points / 2
             : i == 0            ? points
                                 : points * 4 / 5);
}

static int64_t articles_in(const struct text_language_evidence *evidence,
                           struct text_language language, int64_t *all) {
    int64_t found = 0;
    *all = 0;
    for (size_t i = 0; i < evidence->history_count; i++) {
        *all += evidence->history[i].articles;
        if (same(evidence->history[i].language, language))
            found += evidence->history[i].articles;
    }
    return found;
}

static void hear_claims(struct guess *guess) {
    static const int64_t points[][2] = {
        /* English, other */
        [TEXT_CLAIM_PAGE] = {2000, 3500},
        [TEXT_CLAIM_ENTRY] = {2000, 3500},
        [TEXT_CLAIM_FEED] = {1000, 3000},
        [TEXT_CLAIM_EDITION] = {800, 800},
    };
    const struct text_language_evidence *evidence = guess->evidence;
    for (size_t i = 0; i < evidence->claim_count; i++) {
        const struct text_language_claim *claim = &evidence->claims[i];
        struct text_language language = text_language_of_tag(claim->tag);
        int64_t given = points[claim->by][strcmp(language.code, "en") != 0], all = 0;
        int64_t found = articles_in(evidence, language, &all);
        /* A feed whose articles belie it is not believed. */
        if (claim->by == TEXT_CLAIM_FEED && all >= HISTORY_LEAST)
            given = given * (found + 1) / (all + 1);
        give(guess, language, TEXT_LANGUAGE_BY_CLAIM, given);
    }
}

/* Full points for a source of one language with many articles, fewer for fewer and for a mix. */
static void hear_history(struct guess *guess) {
    const struct text_language_evidence *evidence = guess->evidence;
    int64_t all = 0;
    articles_in(evidence, (struct text_language){""}, &all);
    if (all < HISTORY_LEAST)
        return;
    for (size_t i = 0; i < evidence->history_count; i++)
        give(guess, evidence->history[i].language, TEXT_LANGUAGE_BY_HISTORY,
             HISTORY_POINTS * (int64_t)evidence->history[i].articles / (all + 2));
}

struct text_language_verdict text_language_guess(const struct text_language_evidence *evidence) {
    struct guess guess = {.evidence = evidence};
    for (size_t i = 0; i < sizeof known_languages / sizeof known_languages[0]; i++) {
        guess.items[i].language = language_from(known_languages[i].code);
        guess.items[i].script = known_languages[i].script;
        memcpy(guess.items[i].letters, known_languages[i].letters, sizeof guess.items[i].letters);
    }
    guess.n = sizeof known_languages / sizeof known_languages[0];
    count_letters(&guess, utf8_cut_bytes(evidence->title, TEXT_LANGUAGE_READ));
    count_letters(&guess, utf8_cut_bytes(evidence->text, TEXT_LANGUAGE_READ));
    settle_script(&guess);
    const char *only = text_script_language(guess.script);
    if (only[0] != '\0') {
        struct text_language_verdict verdict = {language_from(only), 999, TEXT_LANGUAGE_BY_SCRIPT};
        return verdict;
    }
    if (guess.script == TEXT_SCRIPT_HAN)
        give(&guess, language_from("zh"), TEXT_LANGUAGE_BY_SCRIPT, HAN_POINTS);
    hear_text(&guess);
    hear_claims(&guess);
    hear_history(&guess);
    return conclude(&guess);
}

const char *text_language_reason_word(enum text_language_reason reason) {
    static const char *const words[] = {
        [TEXT_LANGUAGE_UNKNOWN] = "unknown",    [TEXT_LANGUAGE_BY_SCRIPT] = "script",
        [TEXT_LANGUAGE_BY_TEXT] = "text",       [TEXT_LANGUAGE_BY_CLAIM] = "claim",
        [TEXT_LANGUAGE_BY_HISTORY] = "history",
    };
    return words[reason];
}
