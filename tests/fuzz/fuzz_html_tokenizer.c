/* Whatever the bytes and the state: tokens come to an end, in a number that the bytes bound, and
 * their views hold what a view of their kind may hold. The first byte chooses the state. */
#include "html/token.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 * 1024 * 1024 };

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check_name(struct str name) {
    for (size_t i = 0; i < name.n; i++)
        must(!(name.p[i] >= 'A' && name.p[i] <= 'Z') && name.p[i] != '\0' && name.p[i] != '>' &&
             name.p[i] != '\r' && name.p[i] != '\n' && name.p[i] != ' ');
}

static void check(const struct html_token *token) {
    if (token->kind == HTML_TOKEN_TEXT) {
        must(token->text.n > 0);
        must(token->nul || memchr(token->text.p, '\0', token->text.n) == NULL);
    } else if (token->kind == HTML_TOKEN_COMMENT) {
        must(str_find_byte(token->text, '\0') == SIZE_MAX);
    } else if (token->kind != HTML_TOKEN_DOCTYPE) {
        must(token->name.n > 0 && token->attribute_count <= HTML_ATTRIBUTES_MOST);
        check_name(token->name);
        for (size_t i = 0; i < token->attribute_count; i++) {
            check_name(token->attributes[i].name);
            must(!str_absent(token->attributes[i].value));
            for (size_t k = 0; k < i; k++)
                must(!str_eq(token->attributes[i].name, token->attributes[k].name));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct html_tokenizer tokenizer;
    struct html_token token;
    if (size == 0)
        return 0;
    arena_init(&arena, MOST);
    html_tokenizer_init(&tokenizer, &arena, str_of((const char *)data + 1, size - 1));
    tokenizer.content = data[0] % 6;
    tokenizer.last_start = STR("script");
    tokenizer.cdata = (data[0] & 0x80) != 0;
    size_t count = 0;
    for (html_tokenizer_next(&tokenizer, &token); token.kind != HTML_TOKEN_END_OF_FILE;
         html_tokenizer_next(&tokenizer, &token)) {
        must(++count <= size);
        check(&token);
    }
    must(!arena_failed(&arena));
    html_tokenizer_release(&tokenizer);
    arena_release(&arena);
    return 0;
}
