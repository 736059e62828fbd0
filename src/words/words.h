/* What the paper says by itself, in the language of its locale: phrases, counts, dates. Pure; times
 * are shown in UTC.
 *
 * A language is a file of this room, with every phrase of phrases.def; a locale without one is
 * English. Forms of counting phrases are those of the Unicode plural rules
 * (https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html), in the
 * order zero, one, two, few, many, other as far as the language has them. */
#ifndef WORDS_WORDS_H
#define WORDS_WORDS_H

#include "base/arena.h"
#include "base/clock.h"
#include "front/front.h"
#include "template/value.h"

enum words_phrase {
#define PHRASE(name) WORDS_##name,
#include "words/phrases.def"
#undef PHRASE
    WORDS_PHRASES
};

struct words;

/* The words of a locale ("de-at"); never NULL. */
const struct words *words_of(struct str locale);
/* Those of a language that has a file, by number; NULL behind the last. */
const struct words *words_language(size_t number);
struct str words_tag(const struct words *words);

/* A phrase as it is written, all forms of one that counts. */
struct str words_say(const struct words *words, enum words_phrase phrase);
/* The form of a phrase that counts so many. */
struct str words_form(const struct words *words, enum words_phrase phrase, uint64_t number);
/* What was said with its places filled, the first with the first value. A place for which there is
 * no value, and a value for which there is no place, are left out. */
struct str words_fill(struct arena *arena, struct str said, const struct str *values, size_t count);
/* "7 outlets": the form, its place filled with the number. */
struct str words_count(struct arena *arena, const struct words *words, enum words_phrase phrase,
                       uint64_t number);
/* All phrases by their names, as they are written: the value of {{t}}. */
struct template_value *words_value(struct arena *arena, const struct words *words);

/* "Wednesday 8 October 2025" */
struct str words_day(struct arena *arena, const struct words *words, int64_t time);
/* "October 2025" */
struct str words_month(struct arena *arena, const struct words *words, int64_t time);
/* "8 Oct, 12:30 UTC" */
struct str words_time(struct arena *arena, const struct words *words, int64_t time);
/* "8 October 2025, 12:30 UTC" */
struct str words_long_time(struct arena *arena, const struct words *words, int64_t time);
/* "45 min", "3 h", "2 days": how old what is of `time` is at `now`. */
struct str words_age(struct arena *arena, const struct words *words, int64_t now, int64_t time);
/* When a list's issues go out: "Monday to Friday at 18:00". */
struct str words_cadence(struct arena *arena, const struct words *words,
                         const struct edition_list *list);
/* Why the front page is empty: "No story met the bar of 70; 41 are below it; a bar of 52 would show
 * 10." */
struct str words_empty(struct arena *arena, const struct words *words,
                       const struct edition *edition, const struct front_report *report);

/* "en" of "en-us". */
struct str words_primary(struct str language);
/* Whether a language is written from right to left ("ar", "he-IL"). */
bool words_right_to_left(struct str language);
/* Whether two tags name one language, region aside ("en-us", "en"). */
bool words_same_language(struct str a, struct str b);

#endif
