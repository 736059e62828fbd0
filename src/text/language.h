/* Which language a text is in, from all that is known.
 *
 * The order of rules:
 * 1. The script. One that only one language uses decides (Hangul, Kana, Thai, Greek, Hebrew …); one
 *    that several share (Latin, Cyrillic, Arabic, Devanagari, Han) leaves only these, and letters
 *    that one of them alone has tell more ("ї" is Ukrainian, "ß" German).
 * 2. The small words of the languages ("the", "und", "que"). Where they leave a doubt, and the text
 *    has at least TEXT_LANGUAGE_ENOUGH bytes, a classifier (libexttextcat's, files/language.h): it
 * is right on nearly all long texts and wrong on a third to a half of headlines, so it is not asked
 *    about these.
 * 3. Claims: the article's own page first, its entry, the feed. "en" is what software says that
 *    nobody told otherwise: as a claim it weighs less than any other language. A feed's claim is
 *    worth as much of it as the source's articles bear out.
 * 4. The source's other articles: the share of each language, from the third article on.
 *
 * Each gives points to languages (thousandths of a natural logarithm's unit, in integers); the best
 * one wins, and its confidence says how far ahead it is. A claim outside the script's languages is
 * not heard. Pure: the same values give the same answer everywhere. */
#ifndef TEXT_LANGUAGE_H
#define TEXT_LANGUAGE_H

#include "base/str.h"

enum {
    TEXT_LANGUAGE_VERSION = 1,
    TEXT_LANGUAGE_ENOUGH = 200,   /* bytes of text from which a classifier is asked */
    TEXT_LANGUAGE_READ = 2000,    /* bytes of a text that are looked at */
    TEXT_LANGUAGE_LIKELY = 600,   /* confidence from which a verdict is better than a claim */
    TEXT_LANGUAGE_CERTAIN = 900,  /* confidence from which a verdict may enter a history */
    TEXT_LANGUAGE_CANDIDATES = 4, /* of a classifier */
};

/* The two or three letters of ISO 639, lower case, ended by NUL; "" for unknown. */
struct text_language {
    char code[4];
};

enum text_claimant { TEXT_CLAIM_PAGE, TEXT_CLAIM_ENTRY, TEXT_CLAIM_FEED, TEXT_CLAIM_EDITION };

struct text_language_claim {
    enum text_claimant by;
    struct str tag; /* as found: "de-AT", "en_US"; what is no tag is not heard */
};

/* Of the source's earlier articles. */
struct text_language_share {
    struct text_language language;
    uint32_t articles;
};

/* Names the likeliest languages of a text, best first, at most TEXT_LANGUAGE_CANDIDATES; 0 when it
 * cannot say. */
typedef size_t text_language_classify(void *state, struct str text,
                                      struct text_language candidates[TEXT_LANGUAGE_CANDIDATES]);

struct text_language_evidence {
    struct str title, text; /* plain; either may be empty */
    const struct text_language_claim *claims;
    size_t claim_count;
    const struct text_language_share *history;
    size_t history_count;
    text_language_classify *classify; /* NULL: there is none */
    void *classify_state;
};

enum text_language_reason {
    TEXT_LANGUAGE_UNKNOWN,
    TEXT_LANGUAGE_BY_SCRIPT,
    TEXT_LANGUAGE_BY_TEXT,
    TEXT_LANGUAGE_BY_CLAIM,
    TEXT_LANGUAGE_BY_HISTORY,
};

struct text_language_verdict {
    struct text_language language;
    int64_t confidence;               /* thousandths; 0 for unknown */
    enum text_language_reason reason; /* what gave it the most points */
};

struct text_language_verdict text_language_guess(const struct text_language_evidence *evidence);

/* The language of a tag: "pt" of "pt-BR", "no" of "nb" and "nn", "he" of the old "iw", and so on;
 * "" for what is no tag, for "und", "mul", "zxx". */
struct text_language text_language_of_tag(struct str tag);

/* "script", "text", "claim", "history", "unknown". */
const char *text_language_reason_word(enum text_language_reason reason);

#endif
