/* What was sanitised once stays as it is, and parsed again, as a piece and as a page, it holds no
 * element and no attribute but those that cannot act, and no address but http(s) and mailto. */
#include "html/dom.h"
#include "html/sanitize.h"

#include "base/utf8.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 64 * 1024 * 1024 };

static void must(bool holds) {
    if (!holds)
        abort();
}

/* Whether `name` is a word of `list`. */
static bool listed(struct str list, struct str name) {
    struct str word;
    while (str_next(&list, ' ', &word))
        if (str_eq(word, name))
            return true;
    return false;
}

static void check_element(const struct html_node *node) {
    must(node->space == HTML_SPACE_HTML);
    must(listed(
        STR("a abbr b blockquote br caption cite code dd del div dl dt em figcaption figure h1 "
            "h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small strong sub sup "
            "table tbody td tfoot th thead time tr u ul var"),
        html_name(node)));
    for (size_t i = 0; i < node->attribute_count; i++) {
        struct str name = node->attributes[i].name, value = node->attributes[i].value;
        must(listed(
            STR("alt colspan datetime dir height href lang loading rel rowspan src start title "
                "width"),
            name));
        bool web = str_starts(value, STR("http://")) || str_starts(value, STR("https://"));
        must(!str_eq(name, STR("src")) || web);
        must(!str_eq(name, STR("href")) || web || str_starts_case(value, STR("mailto:")));
    }
}

/* The tree that another parser would build, too: a piece of a page, or a page. */
static void check_tree(struct arena *arena, struct str html, bool page) {
    struct html_document document;
    must((page ? html_parse : html_parse_fragment)(arena, html, &document, NULL) == STATUS_OK);
    must(document.head->first == NULL);
    must(document.root->first == document.html && document.html->next == NULL);
    for (const struct html_node *node = html_next(document.body, document.body); node != NULL;
         node = html_next(node, document.body)) {
        must(node->kind == HTML_TEXT || node->kind == HTML_ELEMENT);
        if (node->kind == HTML_ELEMENT)
            check_element(node);
    }
    must(html_next_outside(document.body, document.html) == NULL);
    arena_clear(arena);
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
        arena_clear(&arena);
        check_tree(&arena, buf_str(&once), false);
        check_tree(&arena, buf_str(&once), true);
        must(html_sanitize(&arena, buf_str(&once), base, &twice, NULL) == STATUS_OK);
        must(str_eq(buf_str(&once), buf_str(&twice)));
    }
    arena_release(&arena);
    buf_release(&clean);
    buf_release(&once);
    buf_release(&twice);
    return 0;
}
