/* Text for letters, in columns. Internal to mail/. */
#ifndef MAIL_WRAP_H
#define MAIL_WRAP_H

#include "base/buf.h"
#include "base/str.h"

enum { WRAP_COLUMNS = 72 };

/* Appends `text` with lines of at most WRAP_COLUMNS columns, broken at spaces, and where scripts
 * have none at characters, which count two columns. What has no such place, an address above all,
 * stays whole on a line of its own. Lines that follow from a broken "12. …" begin under its text.
 * Line ends that are there stay. */
void wrap_text(struct buf *out, struct str text);

#endif
