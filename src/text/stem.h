/* Stems of words, by Snowball's algorithms (libstemmer). */
#ifndef TEXT_STEM_H
#define TEXT_STEM_H

#include "base/status.h"
#include "base/str.h"

struct text_stemmer {
    struct sb_stemmer *snowball; /* owned; NULL: the language has none, words stay as they are */
};

/* `language` is a BCP 47 tag ("de", "pt-BR") of which the first part counts; absent or empty means
 * English. One nobody has a stemmer for is no error. A stemmer is used by one thread at a time. */
enum status text_stemmer_open(struct text_stemmer *stemmer, struct str language,
                              struct error *error);
void text_stemmer_close(struct text_stemmer *stemmer);

/* The stem of a folded word; borrowed from the stemmer until the next call, or `word` itself. */
struct str text_stem(struct text_stemmer *stemmer, struct str word);
/* What models and indexes know a stem by, whatever its language. */
uint64_t text_stem_hash(struct str stem);

#endif
