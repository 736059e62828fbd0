/* What somebody looks for, from the line that they typed. Pure.
 *
 *     climate talks          articles with all these words, endings aside
 *     "climate talks"        the words one behind the other
 *     clim*                  words that begin so, from three bytes on
 *     title:talks            in the headline; author:smith in the byline
 *     provider:bbc.com       of this outlet, by its domain or name; topic:science of this topic
 *     after:2025-10-01       published on that day or later; before: before it; on: on it. A month
 *                            (2025-10) or a year will do as well. UTC
 *     -word, -"two words", -title:x, -provider:x, -topic:x    not these
 *
 * Of several outlets one must fit, and of several topics. Nothing is a mistake: a colon behind
 * anything else is a sign like others, a quotation that does not end goes to the end, and what
 * holds no word says nothing. Only a date that is none is told of. */
#ifndef QUERY_QUERY_H
#define QUERY_QUERY_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum {
    QUERY_BYTES_MOST = 1000, /* of a line; LIMIT */
    QUERY_TERMS_MOST = 48,   /* words to look for; LIMIT (attacks.md N21) */
    QUERY_NAMES_MOST = 16,   /* outlets, topics; LIMIT */
};

enum query_field { QUERY_ANYWHERE, QUERY_TITLE, QUERY_AUTHOR };

struct query_phrase {
    struct str words;  /* as they were typed */
    struct str *terms; /* as text_terms makes them */
    size_t count;      /* at least 1 */
    enum query_field field;
    bool excluded;
    bool prefix; /* the last term is the beginning of one, and whole as it was typed */
};

struct query_name {
    struct str name; /* as it was typed */
    bool excluded;
};

struct query {
    struct query_phrase *phrases;
    size_t phrase_count, term_count;
    struct query_name topics[QUERY_NAMES_MOST], providers[QUERY_NAMES_MOST];
    size_t topic_count, provider_count;
    int64_t from, to; /* published in [from, to); TIME_NONE: open */
};

/* Reads a line. The query lies in the arena and borrows of `line`. INVALID for a date that is none,
 * LIMIT where there is too much of anything; the message is for whoever typed it. Ill-formed UTF-8
 * is no error. */
enum status query_read(struct arena *arena, struct str line, struct query *query,
                       struct error *error);
/* Whether it says what is to be found, and not only what is not. */
bool query_asks(const struct query *query);

/* Reads a day, month or year ("2025-10-08", "2025-10", "2025"): [*from, *to) in seconds. */
bool query_date(struct str text, int64_t *from, int64_t *to);

#endif
