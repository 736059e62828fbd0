/* What is odd about a record that can be read (`record check`). */
#ifndef RECORD_CHECK_H
#define RECORD_CHECK_H

#include "record/record.h"

/* Appends one line for each thing, "line:column: message" where a place is known, else "message";
 * nothing when the file is as record_write would write it and nothing is missing. `bytes` are what
 * `record` was read from. */
enum status record_check(struct str bytes, const struct record *record, struct buf *out,
                         struct error *error);

#endif
