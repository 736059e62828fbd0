/* Inside text/: the scripts that tell languages apart. */
#ifndef TEXT_SCRIPT_H
#define TEXT_SCRIPT_H

#include "base/str.h"

/* X(name, language): the one language that is written in it, "" when there are several. */
#define TEXT_SCRIPT_LIST(X)                                                                        \
    X(NONE, "")                                                                                    \
    X(LATIN, "")                                                                                   \
    X(CYRILLIC, "")                                                                                \
    X(ARABIC, "")                                                                                  \
    X(DEVANAGARI, "")                                                                              \
    X(HAN, "")                                                                                     \
    X(KANA, "ja")                                                                                  \
    X(HANGUL, "ko")                                                                                \
    X(THAI, "th")                                                                                  \
    X(GREEK, "el")                                                                                 \
    X(HEBREW, "he")                                                                                \
    X(ARMENIAN, "hy")                                                                              \
    X(GEORGIAN, "ka")                                                                              \
    X(BENGALI, "bn")                                                                               \
    X(GURMUKHI, "pa")                                                                              \
    X(GUJARATI, "gu")                                                                              \
    X(ORIYA, "or")                                                                                 \
    X(TAMIL, "ta")                                                                                 \
    X(TELUGU, "te")                                                                                \
    X(KANNADA, "kn")                                                                               \
    X(MALAYALAM, "ml")                                                                             \
    X(SINHALA, "si")                                                                               \
    X(LAO, "lo")                                                                                   \
    X(TIBETAN, "bo")                                                                               \
    X(BURMESE, "my")                                                                               \
    X(KHMER, "km")                                                                                 \
    X(ETHIOPIC, "am")

enum text_script {
#define X(name, language) TEXT_SCRIPT_##name,
    TEXT_SCRIPT_LIST(X)
#undef X
        TEXT_SCRIPT_COUNT,
};

/* NONE for what is no letter, and for letters of other scripts. */
enum text_script text_script_of(uint32_t character);

/* "ko" of HANGUL; "" when several languages share it. */
const char *text_script_language(enum text_script script);

#endif
