/* How our files read a scalar, wherever the reading is shared. They look at the text only; whether
 * a quoted scalar may be read so is the caller's rule. */
#ifndef YAML_SCALAR_H
#define YAML_SCALAR_H

#include "base/clock.h"
#include "base/str.h"

/* "", "~", "null" in YAML's three spellings. */
bool yaml_is_null(struct str text);
/* true/false, yes/no, on/off (YAML 1.1, type "bool", without its one-letter forms). */
bool yaml_to_bool(struct str text, bool *value);
/* Decimal digits behind an optional sign, no leading zero (an octal number to YAML 1.1). */
bool yaml_to_int(struct str text, int64_t *value);
/* A timestamp of YAML 1.1: a day, or a day and a time with an optional fraction (dropped) and an
 * optional zone; without one it is UTC. */
bool yaml_to_time(struct str text, int64_t *time);
/* Whether a value behind "key: " or "- " may be written plain: YAML 1.1 and 1.2 both read the same
 * text back, as a string. */
bool yaml_is_plain(struct str text);

#endif
