/* Names in a text: runs of capitalised words, acronyms, words of mixed case.
 *
 * The order of rules:
 * 1. A word says something when it is capitalised inside a sentence ("by Angela Merkel"), is all
 *    capitals of at least two letters ("NASA"; "U.S." is "us"), or has a capital behind its first
 *    letter ("OpenAI", "iPhone").
 * 2. Capitalised words that follow each other make one name, particles between them included ("van
 *    der", "de la", "al-"); a longer run than TEXT_NAME_WORDS is none. A number belongs to it
 * behind a hyphen, an acronym or mixed case ("GPT-4", "iPhone 15"). A possessive ending is cut and
 * ends the name; forms of address ("Mr", "President") are left out.
 * 3. At the start of a sentence the first word counts only when the text has it capitalised
 *    elsewhere inside a sentence, or when a capitalised word follows that is not itself at a start
 *    and it is no function word ("Angela Merkel said", not "The Fed said").
 * 4. A title in Title Case or ALL CAPS says nothing by its capitals (acronyms and mixed case still
 *    speak in Title Case): names of the body are looked for in it.
 * 5. Where every noun is capitalised (German), single capitalised words are left out, runs of two
 *    and more stay.
 * 6. Small words (language.h) and names of days and months are none, nor is anything in a script
 * without case.
 *
 * Where a text has a longer name that ends (a person) with a shorter one, the shorter is counted as
 * the longer: "Angela Merkel … Merkel". */
#ifndef TEXT_NAMES_H
#define TEXT_NAMES_H

#include "base/arena.h"
#include "base/status.h"
#include "base/str.h"

enum { TEXT_NAME_WORDS = 6, TEXT_NAME_BYTES = 96 };

enum text_case {
    TEXT_CASE_NONE,     /* a script without case, or no letters */
    TEXT_CASE_SENTENCE, /* capitals mean something */
    TEXT_CASE_TITLE,    /* Most Words Are Capitalised */
    TEXT_CASE_CAPS,
    TEXT_CASE_LOWER, /* none at all */
};

struct text_name {
    struct str key;       /* folded, words parted by one space: "angela merkel"; in the arena */
    struct str surface;   /* as first written; lies in title or body */
    uint32_t words;       /* of the key */
    uint32_t title, body; /* how often */
    bool acronym;
};

struct text_names {
    struct text_name *items; /* in the order of first appearance, title first */
    size_t n;
};

/* How a title is written; `title` is best without its outlet's suffix. */
enum text_case text_case_of(struct str title);

/* Names of an article. Either part may be empty. `language` as in numbers.h. Linear in the text's
 * length. LIMIT or MEMORY as the arena says. */
enum status text_names_read(struct arena *arena, struct str title, struct str body,
                            struct str language, struct text_names *names, struct error *error);

#endif
