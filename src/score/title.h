/* Inside score/: what the look of a title says. */
#ifndef SCORE_TITLE_H
#define SCORE_TITLE_H

#include "base/str.h"

/* Why a title shouts, as a sentence's part; NULL for one that does not. */
const char *score_shouting(struct str title);

#endif
