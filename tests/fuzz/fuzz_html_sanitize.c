/* What was sanitised once stays as it is, and holds nothing that could act. */
#include "html/sanitize.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 * 1024 * 1024 };

static void must(bool holds) {
    if (!holds)
        abort();
}

/* Every tag is one that the sanitiser writes: lower case, and no forbidden element's. */
static void check_tags(struct str html) {
    static const struct str forbidden[] = {
        STR_INIT("script"), STR_INIT("style"), STR_INIT("svg"),    STR_INIT("math"),
        STR_INIT("iframe"), STR_INIT("form"),  STR_INIT("object"), STR_INIT("template"),
    };
    for (size_t i = 0; i < html.n; i++) {
        if (html.p[i] != '<')
            continue;
        struct str name = str_skip(html, i + 1);
        if (str_starts(name, STR("/")))
            name = str_skip(name, 1);
        must(name.n > 0 && name.p[0] >= 'a' && name.p[0] <= 'z');
        for (size_t k = 0; k < sizeof forbidden / sizeof forbidden[0]; k++)
            must(!str_starts(name, forbidden[k]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct buf clean, once, twice;
    struct str base = STR("https://example.org/a/b");
    arena_init(&arena, MOST);
    buf_init(&clean, MOST);
    buf_init(&once, MOST);
    buf_init(&twice, MOST);
    utf8_clean(str_of((const char *)data, size), UTF8_TEXT, &clean);
    if (html_sanitize(&arena, buf_str(&clean), base, &once, NULL) == STATUS_OK) {
        must(utf8_valid(buf_str(&once), NULL));
        check_tags(buf_str(&once));
        arena_clear(&arena);
        must(html_sanitize(&arena, buf_str(&once), base, &twice, NULL) == STATUS_OK);
        must(str_eq(buf_str(&once), buf_str(&twice)));
    }
    arena_release(&arena);
    buf_release(&clean);
    buf_release(&once);
    buf_release(&twice);
    return 0;
}
