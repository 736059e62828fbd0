/* The beginning of a plain text. */
#ifndef TEXT_EXCERPT_H
#define TEXT_EXCERPT_H

#include "base/arena.h"
#include "base/str.h"

enum { TEXT_EXCERPT_RECORD = 300 }; /* characters, spec/record-format.md */

/* The excerpt of a record: a text of more than `characters` characters is cut after the word (up to
 * white space) that contains the last of them, without an ellipsis; of scripts without spaces, and
 * of words that go on for more than 100 characters, the word ends there. Lies in the arena; absent
 * when that has no room. */
struct str text_excerpt(struct arena *arena, struct str plain, size_t characters);

/* For pages: at most `characters` characters (at least 1), cut at a word's end and ended by "…"
 * where something was left out. In the arena when it was cut, else `plain` itself; absent when the
 * arena has no room. */
struct str text_shorten(struct arena *arena, struct str plain, size_t characters);

#endif
