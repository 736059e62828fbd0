/* Numbers and dates of a text as tokens of their own kind, so that "1,200", "1.200" (German) and
 * "1.2k" are one token, and stories whose numbers disagree can be told apart.
 *
 * What is read, in many languages (number_words.def): digits of any script with grouping and
 * decimal signs, scales ("1.2 bn", "3 Mio.", "12 万", "5 lakh"), per cent, money, years and seasons
 * ("2024-25"), days of a month, times of day, scores and small ranges ("3-1"), small numbers in
 * words ("three", "twenty-five", "elf"; never "one", which is an article in too many languages).
 * What belongs to a name is no number: "GPT-4", "COVID-19", "5G", "H5N1"; nor are versions,
 * telephone numbers, fractions ("24/7") and numbers of more than 15 digits. */
#ifndef TEXT_NUMBERS_H
#define TEXT_NUMBERS_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum text_number_kind {
    TEXT_NUMBER_COUNT,   /* value: thousandths */
    TEXT_NUMBER_PERCENT, /* value: thousandths of a per cent; percentage points too */
    TEXT_NUMBER_MONEY,   /* value: thousandths of the currency's unit */
    TEXT_NUMBER_YEAR,    /* value: the year, 1800 to 2099; of a season or a decade the first */
    TEXT_NUMBER_DATE,    /* value: month * 100 + day */
    TEXT_NUMBER_CLOCK,   /* value: minutes since midnight */
    TEXT_NUMBER_SCORE,   /* value: first * 1000 + second; a score, or a range */
    TEXT_NUMBER_ORDINAL, /* value: "3rd" is 3 */
};

struct text_number {
    enum text_number_kind kind;
    int64_t value;
    struct str currency; /* of MONEY: "usd", "eur" …; static */
    struct str key;      /* "1200", "12.5%", "usd 1200000", "2024", "06-05", "10:30", "3-1", "3.";
                            lies in the arena; equal for equal kind, value and currency */
    size_t start, end;   /* bytes in the text */
};

struct text_numbers {
    struct text_number *items; /* in the order of the text */
    size_t n;
};

/* `language` is a BCP 47 tag of which the first part counts, or empty where it is not known. It
 * decides what "1.200" is (unknown: a group of three digits makes it a thousand) and what "billion"
 * is. Linear in the text. LIMIT or MEMORY as the arena says. */
enum status text_numbers_read(struct arena *arena, struct str text, struct str language,
                              struct text_numbers *numbers, struct error *error);

#endif
