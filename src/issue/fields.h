/* The keys of an issue and of its stories as tables: reader and writer walk these, so that a key is
 * named in one place. Internal to issue/. */
#ifndef ISSUE_FIELDS_H
#define ISSUE_FIELDS_H

#include "issue/issue.h"

enum issue_form {
    FORM_WORD,    /* struct str: a-z, 0-9, '-' */
    FORM_STATE,   /* enum issue_state */
    FORM_TIME,    /* int64_t, TIME_NONE when missing */
    FORM_COUNT,   /* int64_t from 1 */
    FORM_LINE,    /* struct str, one line */
    FORM_TEXT,    /* struct str, paragraphs */
    FORM_LINK,    /* struct str, issue_link_valid */
    FORM_PATH,    /* struct str: a path below public/ */
    FORM_OUTLETS, /* the names in a story */
};

struct issue_field {
    struct str key;
    enum issue_form form;
    size_t offset;
    size_t least, most; /* characters of a text */
    bool needed;
    struct str hint; /* for editors; absent */
};

extern const struct issue_field issue_fields[];
extern const size_t issue_field_count;
extern const struct issue_field issue_story_fields[];
extern const size_t issue_story_field_count;
extern const struct str issue_states[2];

#endif
