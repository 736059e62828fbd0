#include "text/stem.h"

#include "base/hash.h"

#include <libstemmer.h>

enum status text_stemmer_open(struct text_stemmer *stemmer, struct str language,
                              struct error *error) {
    char name[4] = "en";
    size_t n = 0;
    while (n < language.n && ascii_is_alpha(language.p[n]))
        n++;
    *stemmer = (struct text_stemmer){NULL};
    if (n >= sizeof name)
        return STATUS_OK;
    for (size_t i = 0; i < n; i++)
        name[i] = ascii_lower(language.p[i]);
    if (n > 0)
        name[n] = '\0';
    stemmer->snowball = sb_stemmer_new(name, NULL);
    if (stemmer->snowball != NULL)
        return STATUS_OK;
    /* That stands for two things, no such language and no memory; English there always is. */
    struct sb_stemmer *english = sb_stemmer_new("en", NULL);
    enum status status = english != NULL ? STATUS_OK : error_memory(error);
    sb_stemmer_delete(english);
    return status;
}

void text_stemmer_close(struct text_stemmer *stemmer) {
    sb_stemmer_delete(stemmer->snowball);
    stemmer->snowball = NULL;
}

struct str text_stem(struct text_stemmer *stemmer, struct str word) {
    if (stemmer->snowball == NULL || word.n == 0 || word.n > 4096)
        return word;
    const sb_symbol *stem =
        sb_stemmer_stem(stemmer->snowball, (const sb_symbol *)word.p, (int)word.n);
    if (stem == NULL)
        return word;
    struct str result = str_of((const char *)stem, (size_t)sb_stemmer_length(stemmer->snowball));
    return result.n > 0 ? result : word;
}

uint64_t text_stem_hash(struct str stem) {
    return hash_fast(stem, 1);
}
