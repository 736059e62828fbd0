#include "text/terms.h"

#include "base/buf.h"
#include "base/utf8.h"
#include "text/token.h"

enum { TERMS_MOST = 16 * 1024 * 1024, TOKENS_MEMORY = 256 * 1024 * 1024 };

enum status text_termer_open(struct text_termer *termer, struct error *error) {
    *termer = (struct text_termer){0};
    enum status status = text_stemmer_open(&termer->english, STR("en"), error);
    return status == STATUS_OK ? text_stemmer_open(&termer->arabic, STR("ar"), error) : status;
}

void text_termer_close(struct text_termer *termer) {
    text_stemmer_close(&termer->english);
    text_stemmer_close(&termer->arabic);
}

struct str text_term(struct text_termer *termer, struct str token) {
    size_t at = 0;
    uint32_t first = token.n > 0 ? utf8_next(token, &at) : 0;
    bool arabic = first >= 0x600 && first <= 0x6FF;
    return text_stem(arabic ? &termer->arabic : &termer->english, token);
}

static void add(struct buf *out, struct str term) {
    if (out->n > 0)
        buf_add_byte(out, ' ');
    buf_add(out, term);
}

/* The tokens of `text`, as `termer` makes them or whole (NULL), from `least` characters on. */
static enum status collect(struct arena *arena, struct str text, struct text_termer *termer,
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
            add(&out, termer != NULL ? text_term(termer, folded) : folded);
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
    struct text_termer termer;
    enum status status = text_termer_open(&termer, error);
    if (status == STATUS_OK)
        status = collect(arena, text, &termer, 1, terms, error);
    text_termer_close(&termer);
    return status;
}

enum status text_words(struct arena *arena, struct str text, struct str *words,
                       struct error *error) {
    return collect(arena, text, NULL, TEXT_WORD_LEAST, words, error);
}
