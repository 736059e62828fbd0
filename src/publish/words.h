/* Times, counts and reasons as readers see them, inside the room. English; UTC. */
#ifndef PUBLISH_WORDS_H
#define PUBLISH_WORDS_H

#include "base/arena.h"
#include "base/clock.h"
#include "front/front.h"

/* "Wednesday 8 October 2025" */
struct str words_day(struct arena *arena, int64_t time);
/* "October 2025" */
struct str words_month(struct arena *arena, int64_t time);
/* "8 Oct, 12:30 UTC" */
struct str words_time(struct arena *arena, int64_t time);
/* "8 October 2025, 12:30 UTC" */
struct str words_long_time(struct arena *arena, int64_t time);
/* "1 outlet", "7 outlets" */
struct str words_count(struct arena *arena, size_t count, const char *one, const char *many);
/* Why the front page is empty: "No story met the bar of 70; 41 are below it; a bar of 52 would show
 * 10." */
struct str words_empty(struct arena *arena, const struct edition *edition,
                       const struct front_report *report);
/* "en" of "en-us". */
struct str words_primary(struct str language);
/* Whether a language is written from right to left ("ar", "he-IL"). */
bool words_right_to_left(struct str language);
/* Whether two tags name one language, region aside ("en-us", "en"). */
bool words_same_language(struct str a, struct str b);

#endif
