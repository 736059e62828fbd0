/* What days.c and days_page.c share. Internal to them. */
#ifndef PUBLISH_DAYS_PAGE_H
#define PUBLISH_DAYS_PAGE_H

#include "publish/days.h"

enum { DAYS_LAST = 2932897 }; /* 10000-01-01, which no page has any more */

/* Leads of stories that are shown, published on the days [from, to), the newest first. */
struct store_query days_query(const struct paper *paper, int64_t from, int64_t to);

#endif
