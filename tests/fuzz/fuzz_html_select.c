/* The first line is a selector, the rest a page: what is no selector is refused with a reason, and
 * walking finds exactly the elements that match. */
#include "html/select.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

static const struct html_node *behind(const struct html_node *node) {
    if (node->first != NULL)
        return node->first;
    while (node != NULL && node->next == NULL)
        node = node->parent;
    return node != NULL ? node->next : NULL;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const struct str page = STR_INIT("<div id=a class='x y'><p data-k=v lang=en-us>1<p "
                                            "class=x>2<span><a href=/b>3</a></span></div>");
    struct str rest = str_of(size > 0 ? (const char *)data : "", size), line = STR("");
    struct html_document document;
    struct arena arena;
    struct error error = {0};
    arena_init(&arena, 64 << 20);
    str_next(&rest, '\n', &line);
    struct html_selector *selector = html_selector_parse(&arena, line, &error);
    insist(selector != NULL || error.message[0] != '\0');
    if (selector != NULL &&
        html_parse(&arena, rest.n > 0 ? rest : page, &document, NULL) == STATUS_OK) {
        const struct html_node *found = document.root;
        for (const struct html_node *node = behind(document.root); node != NULL;
             node = behind(node))
            if (html_selector_matches(selector, node)) {
                found = html_select_next(selector, found, document.root);
                insist(found == node);
            }
        insist(html_select_next(selector, found, document.root) == NULL);
    }
    arena_release(&arena);
    return 0;
}
