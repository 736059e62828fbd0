#include "text/terms.h"

#include "base/buf.h"
#include "text/stem.h"
#include "text/token.h"

enum { TERMS_MOST = 16 * 1024 * 1024, TOKENS_MEMORY = 256 * 1024 * 1024 };

enum status text_terms(struct arena *arena, struct str text, struct str *terms,
                       struct error *error) {
    struct arena scratch;
    struct text_tokens tokens = {0};
    struct text_stemmer stemmer = {0};
    struct buf out;
    arena_init(&scratch, TOKENS_MEMORY);
    buf_init(&out, TERMS_MOST);
    enum status status = text_stemmer_open(&stemmer, STR("en"), error);
    if (status == STATUS_OK)
        status = text_tokenize(&scratch, text, &tokens, error);
    for (size_t i = 0; status == STATUS_OK && i < tokens.n; i++) {
        if (i > 0)
            buf_add_byte(&out, ' ');
        buf_add(&out, text_stem(&stemmer, tokens.items[i].folded));
    }
    if (status == STATUS_OK)
        status = buf_check(&out, error);
    if (status == STATUS_OK)
        *terms = arena_copy(arena, buf_str(&out));
    text_stemmer_close(&stemmer);
    buf_release(&out);
    arena_release(&scratch);
    return status != STATUS_OK ? status : arena_status(arena, error);
}
