/* A language, inside the room. */
#ifndef WORDS_LANGUAGE_H
#define WORDS_LANGUAGE_H

#include "words/words.h"

/* How a number chooses the form of a counting phrase. */
enum words_plural {
    PLURAL_NONE,     /* one form for all */
    PLURAL_ONE,      /* 1, others */
    PLURAL_ZERO_ONE, /* 0 and 1, others */
    PLURAL_ARABIC,   /* 0, 1, 2, 3 to 10 of a hundred, 11 to 99 of it, others */
};

struct words {
    const char *tag; /* its primary language */
    enum words_plural plural;
    /* %A weekday, %B month, %b its short form, %d day, %m month's number, %Y year, %H time */
    const char *day, *month, *time, *long_time;
    const char *weekdays[7]; /* from Thursday, as 1970 began */
    const char *months[12], *short_months[12];
    const char *phrases[WORDS_PHRASES];
};

extern const struct words words_ar, words_de, words_en, words_es, words_fr, words_ja;

#endif
