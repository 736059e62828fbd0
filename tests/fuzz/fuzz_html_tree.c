/* Whatever the bytes: links of the tree agree, caps hold, and what the standard's serialisation is
 * known to bring back, comes back: the second and the third serialisation of a fragment that holds
 * only text and elements of no special parsing are alike. The first byte chooses the context. */
#include "html/dom.h"
#include "html/write.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MOST = 128 * 1024 * 1024 };

static void must(bool holds) {
    if (!holds)
        abort();
}

static void check_node(const struct html_node *node) {
    struct html_node *previous = html_previous(node);
    must(node->next == NULL || html_previous(node->next) == node);
    must(previous == NULL || previous->next == node);
    must(node->first == NULL || html_last(node)->next == NULL);
    must(node->kind == HTML_ELEMENT || node->kind == HTML_DOCUMENT || node->first == NULL);
    must(node->kind == HTML_ELEMENT || node->kind == HTML_DOCTYPE || node->attribute_count == 0);
    must(node->attribute_count <= HTML_ATTRIBUTES_MOST);
    must(node->kind != HTML_TEXT || node->length > 0);
    for (const struct html_node *child = node->first; child != NULL; child = child->next)
        must(child->parent == node && (child->next != NULL || child == html_last(node)));
}

static void check_tree(const struct html_document *document) {
    size_t nodes = 0;
    for (const struct html_node *node = document->root; node != NULL;
         node = html_next(node, document->root)) {
        size_t depth = 0;
        check_node(node);
        for (const struct html_node *above = node; above->parent != NULL; above = above->parent)
            must(++depth <= HTML_DEPTH_MOST);
        must(++nodes <= HTML_NODES_MOST);
    }
    must(document->html->parent == document->root);
    must(document->head->parent == document->html);
    must(document->body->parent == document->html);
}

/* A carriage return, which a reference makes, is written as it is and read as a line end. */
static bool has_return(const struct html_node *node) {
    for (size_t i = 0; i < node->attribute_count; i++)
        if (str_find_byte(node->attributes[i].value, '\r') != SIZE_MAX)
            return true;
    return str_find_byte(html_data(node), '\r') != SIZE_MAX;
}

/* No elements that parsing again may move or change: 13.3, its warnings, and what may not nest. */
static bool is_plain(const struct html_document *document) {
    static const uint8_t plain[] = {HTML_TAG_BODY, HTML_TAG_DIV,  HTML_TAG_SECTION, HTML_TAG_SPAN,
                                    HTML_TAG_BR,   HTML_TAG_HR,   HTML_TAG_IMG,     HTML_TAG_ABBR,
                                    HTML_TAG_UL,   HTML_TAG_MAIN, HTML_TAG_CITE,    HTML_TAG_SUB};
    for (const struct html_node *node = document->body; node != NULL;
         node = html_next(node, document->body)) {
        if (node->kind == HTML_ELEMENT && memchr(plain, node->tag, sizeof plain) == NULL)
            return false;
        if (node->kind == HTML_COMMENT || has_return(node))
            return false;
    }
    return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const contexts[] = {NULL,
                                           "body",
                                           "table",
                                           "tr",
                                           "select",
                                           "title",
                                           "script",
                                           "template",
                                           "frameset",
                                           "svg path",
                                           "svg desc",
                                           "math mi",
                                           "math annotation-xml",
                                           "colgroup"};
    struct arena arena;
    struct html_document document;
    struct buf once, twice;
    if (size == 0)
        return 0;
    arena_init(&arena, MOST);
    buf_init(&once, MOST);
    buf_init(&twice, MOST);
    struct str html = str_of((const char *)data + 1, size - 1);
    const char *context = contexts[data[0] % (sizeof contexts / sizeof contexts[0])];
    enum status status = context == NULL
                             ? html_parse(&arena, html, &document, NULL)
                             : html_parse_within(&arena, html, str_from(context), &document, NULL);
    must(status == STATUS_OK);
    check_tree(&document);
    if (is_plain(&document)) {
        html_serialise(document.body, &once);
        must(html_parse_fragment(&arena, buf_str(&once), &document, NULL) == STATUS_OK);
        check_tree(&document);
        html_serialise(document.body, &twice);
        must(str_eq(buf_str(&once), buf_str(&twice)));
    }
    buf_release(&once);
    buf_release(&twice);
    arena_release(&arena);
    return 0;
}
