/* The words of dates in the languages that feeds come in. */
#ifndef DATE_WORDS_H
#define DATE_WORDS_H

#include "base/str.h"

enum date_word_kind {
    DATE_WORD_NONE,
    DATE_WORD_MONTH,   /* value: 1-12 */
    DATE_WORD_WEEKDAY, /* value: 0 Sunday … 6 Saturday, -1 where languages disagree */
    DATE_WORD_EITHER,  /* a weekday in one language, and in another the month `value` */
    DATE_WORD_HALF,    /* value: 0 before noon, 12 after it */
    DATE_WORD_ZONE,    /* value: minutes east of UTC */
    DATE_WORD_NOISE,   /* "at", "de": says nothing */
    DATE_WORD_ORDINAL, /* "st", "th" behind a day */
    DATE_WORD_UNIT,    /* stands behind its number; value: 'Y' 'M' 'D' 'h' 'm' 's' */
};

struct date_word {
    enum date_word_kind kind;
    int value;
};

/* Looks up a word without its dots: case and accents do not count. DATE_WORD_NONE when nobody
 * knows it. */
struct date_word date_word_find(struct str word);

#endif
