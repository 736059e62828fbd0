/* A text's words, as search, stories and topics count them. */
#ifndef TEXT_TOKEN_H
#define TEXT_TOKEN_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum {
    TEXT_TOKEN_VERSION = 1, /* of these rules and of fold.h's; stored beside an index */
    TEXT_TOKEN_MOST = 128,  /* bytes of one in the text; a longer word is cut into several */
};

struct text_token {
    struct str folded; /* lies in the arena; never empty */
    size_t start, end; /* bytes in the text */
};

struct text_tokens {
    struct text_token *items;
    size_t n;
};

/* Splits `text` (UAX #29, simplified): a token is a run of letters, marks, digits and connectors,
 * with an apostrophe between letters ("don't"; ’ is folded to ') and a dot or comma between digits
 * ("3.5"). In scripts without spaces between words each two neighbouring characters make a token,
 * a single one makes one alone. LIMIT or MEMORY as the arena says. */
enum status text_tokenize(struct arena *arena, struct str text, struct text_tokens *tokens,
                          struct error *error);

#endif
