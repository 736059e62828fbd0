/* Tokens lie in order inside the text and are folded; slugs and excerpts keep their promises. */
#include "base/buf.h"
#include "base/utf8.h"
#include "text/excerpt.h"
#include "text/fold.h"
#include "text/slug.h"
#include "text/token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

static void check_slug(struct str text) {
    struct buf slug, again;
    buf_init(&slug, 1000);
    buf_init(&again, 1000);
    text_slug(text, &slug);
    check(slug.n > 0 && slug.n <= TEXT_SLUG_MOST && slug.p[0] != '-' && slug.p[slug.n - 1] != '-');
    text_slug(buf_str(&slug), &again);
    check(str_eq(buf_str(&slug), buf_str(&again)));
    buf_release(&slug);
    buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct text_tokens tokens;
    struct str text = str_of((const char *)data, size);
    arena_init(&arena, 1 << 26);
    check(text_tokenize(&arena, text, &tokens, NULL) == STATUS_OK);
    for (size_t i = 0; i < tokens.n; i++) {
        const struct text_token *token = &tokens.items[i];
        check(token->start < token->end && token->end <= size && token->folded.n > 0);
        check(i == 0 || token->end > tokens.items[i - 1].end);
        check(utf8_valid(token->folded, NULL));
    }
    check_slug(text);
    struct str folded = text_fold(&arena, text);
    check(!str_absent(folded) && !str_absent(text_fold(&arena, folded)));
    check(text_excerpt(&arena, text, 30).n <= size);
    check(utf8_length(text_shorten(&arena, text, 30)) <= 30);
    arena_release(&arena);
    return 0;
}
