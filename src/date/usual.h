/* The two forms that nearly all dates of feeds have, read without taking them apart. */
#ifndef DATE_USUAL_H
#define DATE_USUAL_H

#include "base/clock.h"
#include "base/str.h"

/* RFC 3339 and RFC 5322 as their authors wrote them; false: not so, ask the general reader. Never
 * gives another time than that would. */
bool date_read_usual(struct str text, int64_t *time);

#endif
