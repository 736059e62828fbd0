/* Names have keys, each once, and lie in the text; titles are cut to a part of themselves; the
 * language guessed is one. The first line is the title. */
#include "base/utf8.h"
#include "text/language.h"
#include "text/names.h"
#include "text/title.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

static bool lies_in(struct str part, struct str whole) {
    return part.p >= whole.p && part.p + part.n <= whole.p + whole.n;
}

static void check_title(struct str title) {
    struct str head = text_title_head(title);
    struct text_outlet outlet = {head, STR("bbc.co.uk")};
    struct str cut = text_title_cut(title, &outlet);
    check(lies_in(cut, title) && (cut.n > 0 || str_trim(title).n == 0));
    check(str_absent(head) || lies_in(head, title));
}

static void check_language(struct str title, struct str body) {
    struct text_language_claim claim = {TEXT_CLAIM_FEED, utf8_cut_bytes(title, 8)};
    struct text_language_evidence evidence = {
        .title = title, .text = body, .claims = &claim, .claim_count = 1};
    struct text_language_verdict verdict = text_language_guess(&evidence);
    check(verdict.confidence >= 0 && verdict.confidence <= 1000);
    check((verdict.confidence == 0) == (verdict.language.code[0] == '\0'));
    check(verdict.language.code[3] == '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const languages[] = {"", "en", "de", "fr"};
    struct arena arena;
    struct text_names names;
    struct str body = str_of((const char *)data, size), title = STR("");
    str_next(&body, '\n', &title);
    body = body.p != NULL ? body : STR("");
    arena_init(&arena, 1 << 26);
    check(text_names_read(&arena, title, body, str_from(languages[size % 4]), &names, NULL) ==
          STATUS_OK);
    for (size_t i = 0; i < names.n; i++) {
        const struct text_name *name = &names.items[i];
        check(name->key.n > 0 && name->key.n <= TEXT_NAME_BYTES);
        check(name->words > 0 && name->words <= TEXT_NAME_WORDS && name->title + name->body > 0);
        check(lies_in(name->surface, title) || lies_in(name->surface, body));
        for (size_t k = 0; k < i && i < 50; k++)
            check(!str_eq(names.items[k].key, name->key));
    }
    check_title(title);
    check_language(title, body);
    arena_release(&arena);
    return 0;
}
