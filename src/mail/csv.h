/* Comma-separated values (RFC 4180): records of fields, which may be quoted. Internal to mail/. */
#ifndef MAIL_CSV_H
#define MAIL_CSV_H

#include "base/arena.h"
#include "base/buf.h"

enum { CSV_FIELDS_MOST = 64 };

struct csv {
    struct str rest;
    size_t line; /* of the record that was read last, from 1 */
    size_t next_line;
};

/* A byte order mark at the beginning is passed over. */
struct csv csv_begin(struct str bytes);
/* The next record; empty lines are passed over. Fields beyond the most are left out; a quotation
 * mark that is not closed ends with the bytes. Fields lie in `bytes` or, unquoted, in the arena.
 * False at the end, and when the arena is full. */
bool csv_next(struct csv *csv, struct arena *arena, struct str fields[CSV_FIELDS_MOST],
              size_t *count);
/* Appends a field, quoted where it must be. One that a spreadsheet would compute ("=1+1") gets an
 * apostrophe in front, which csv_plain takes away. */
void csv_add(struct buf *out, struct str field);
struct str csv_plain(struct str field);

#endif
