/* The HTML Standard's own tests, which are not in this repository: they are read from the folder
 * html5lib/ of $BENCH where the environment names one. */
#ifndef HTML_STANDARD_H
#define HTML_STANDARD_H

#include "base/buf.h"

/* Reads `name` of html5lib/ into `out`; skips the running test when there is no such folder, fails
 * it when there is no such file. */
void standard_read(const char *name, struct buf *out);

#endif
