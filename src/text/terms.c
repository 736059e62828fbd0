#include "text/terms.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/stem.h"
#include "text/token.h"

enum { TERMS_MOST = 16 * 1024 * 1024, TOKENS_MEMORY = 256 * 1024 * 1024 };

static void add(struct buf *out, struct str term) {
    if (out->n > 0)
        buf_add_byte(out, ' ');
    buf_add(out, term);
}

/* The tokens of `text`, as `stemmer` makes them or whole (NULL), from `least` characters on. */
static enum status collect(struct arena *arena, struct str text, struct text_stemmer *stemmer,
                           size_t least, struct str *terms, struct error *error) {
    struct arena scratch;
    struct text_tokens tokens = {0};
    struct buf out;
    arena_init(&scratch, TOKENS_MEMORY);
    buf_init(&out, TERMS_MOST);
    enum status status = text_tokenize(&scratch, text, &tokens, error);
    for (size_t i = 0; status == STATUS_OK && i < tokens.n; i++) {
        struct str folded = tokens.items[i].folded;
        if (utf8_length(folded) >= least)
            add(&out, stemmer != NULL ? text_stem(stemmer, folded) : folded);
    }
    if (status == STATUS_OK)
        status = buf_check(&out, error);
    if (status == STATUS_OK)
        *terms = arena_copy(arena, buf_str(&out));
    buf_release(&out);
    arena_release(&scratch);
    return status != STATUS_OK ? status : arena_status(arena, error);
}

enum status text_terms(struct arena *arena, struct str text, struct str *terms,
                       struct error *error) {
    struct text_stemmer stemmer;
    enum status status = text_stemmer_open(&stemmer, STR("en"), error);
    if (status == STATUS_OK)
        status = collect(arena, text, &stemmer, 1, terms, error);
    text_stemmer_close(&stemmer);
    return status;
}

enum status text_words(struct arena *arena, struct str text, struct str *words,
                       struct error *error) {
    return collect(arena, text, NULL, TEXT_WORD_LEAST, words, error);
}
