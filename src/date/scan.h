/* A date's text taken apart: numbers, words and signs. */
#ifndef DATE_SCAN_H
#define DATE_SCAN_H

#include "base/str.h"
#include "date/words.h"

enum { DATE_BYTES_MOST = 128, DATE_TOKENS_MOST = 48, DATE_AHEAD = 6 };

enum date_token_kind { DATE_END, DATE_NUMBER, DATE_WORD, DATE_SIGN };

struct date_token {
    enum date_token_kind kind;
    struct str text;       /* borrows from the text; a word has no dots at its ends */
    size_t at;             /* its offset */
    uint64_t value;        /* a number's; at most 18 digits */
    char sign;             /* a sign's byte; every dash is '-', every apostrophe '\'' */
    struct date_word word; /* a word's meaning */
    bool spaced;           /* white space stands before it */
};

struct date_scan {
    /* Ends with DATE_ENDs, so that one may look ahead of any. */
    struct date_token tokens[DATE_TOKENS_MOST + DATE_AHEAD];
    size_t count;
};

/* False when the text is longer or has more parts than any date. */
bool date_scan(struct str text, struct date_scan *scan);

#endif
