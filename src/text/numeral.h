/* Inside text/: digits with their grouping and decimal signs. */
#ifndef TEXT_NUMERAL_H
#define TEXT_NUMERAL_H

#include "base/str.h"

enum { TEXT_NUMERAL_DIGITS = 15 };

/* How a language writes 1,234.5. */
enum text_numeral_style {
    TEXT_NUMERAL_ANY,    /* not known */
    TEXT_NUMERAL_DOT,    /* 1,234.5 */
    TEXT_NUMERAL_COMMA,  /* 1.234,5 */
    TEXT_NUMERAL_SPACED, /* 1 234,5 */
};

struct text_numeral {
    enum text_numeral_kind {
        TEXT_NUMERAL_NONE,  /* a version, an address, a list, too many digits */
        TEXT_NUMERAL_PLAIN, /* digits only */
        TEXT_NUMERAL_GROUPED,
        TEXT_NUMERAL_DECIMAL,
        TEXT_NUMERAL_DATE, /* 24.12.2025; `digits` is month * 100 + day */
    } kind;
    uint64_t digits; /* all of them, as one number */
    int decimals;    /* how many stand behind the decimal sign */
    unsigned count;  /* digits before it */
    size_t end;      /* bytes in the text */
};

/* 0 to 9 for a decimal digit of any script that news are written in; -1. */
int text_digit(uint32_t character);

/* Reads the numeral that starts with the digit at `at`. */
struct text_numeral text_numeral_read(struct str text, size_t at, enum text_numeral_style style);

#endif
