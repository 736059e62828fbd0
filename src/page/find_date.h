/* Dates within longer texts. */
#ifndef PAGE_FIND_DATE_H
#define PAGE_FIND_DATE_H

#include "base/str.h"

/* The first date with year, month and day in the first 400 bytes of `text`; `*date` is the part of
 * the text that date_parse (date/) reads. False when there is none. */
bool page_find_date(struct str text, struct str *date);

#endif
