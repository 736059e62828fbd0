/* The classifier of languages for texts that are long enough (text/language.h): libexttextcat with
 * the fingerprints that come with it, loaded by the first text that asks. Where the library or its
 * data is missing it says nothing, and the other evidence decides. Used by one thread at a time. */
#ifndef FILES_LANGUAGE_H
#define FILES_LANGUAGE_H

#include "text/language.h"

struct files_language {
    void *fingerprints; /* owned; NULL: not loaded */
    void *answer;       /* owned */
    bool tried;
};

/* Takes nothing yet. */
void files_language_open(struct files_language *language);
void files_language_close(struct files_language *language);

/* A text_language_classify; `state` is the struct files_language. */
size_t files_language_classify(void *state, struct str text,
                               struct text_language candidates[TEXT_LANGUAGE_CANDIDATES]);

#endif
