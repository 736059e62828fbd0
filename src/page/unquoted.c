/* Parts of a page that its outlet does not want quoted: data-nosnippet on <span>, <div> and
 * <section> (Google's "robots meta tag, data-nosnippet, and X-Robots-Tag"). */
#include "page/collect.h"

static bool is_marked(const struct html_node *node) {
    return node->kind == HTML_ELEMENT &&
           (node->tag == HTML_TAG_SPAN || node->tag == HTML_TAG_DIV ||
            node->tag == HTML_TAG_SECTION) &&
           !str_absent(html_attribute(node, STR("data-nosnippet")));
}

/* Bytes of text below the marked elements, and of all. */
static void measure(const struct html_node *body, size_t *marked, size_t *all) {
    const struct html_node *end = NULL; /* of the marked element that we are in */
    bool inside = false;
    *marked = *all = 0;
    for (const struct html_node *node = body; node != NULL; node = html_next(node, body)) {
        if (inside && node == end)
            inside = false;
        if (!inside && is_marked(node)) {
            inside = true;
            end = html_next_outside(node, body);
        }
        if (node->kind != HTML_TEXT)
            continue;
        *all += str_trim(html_data(node)).n;
        *marked += inside ? str_trim(html_data(node)).n : 0;
    }
}

bool page_take_unquoted(struct page_collector *collector) {
    struct html_node *body = collector->document.body;
    size_t marked, all;
    if (str_find_case(collector->utf8, STR("data-nosnippet")) == SIZE_MAX)
        return false;
    measure(body, &marked, &all);
    if (marked > all / 2) {
        page_rights_note(collector->arena, &collector->page->stated, STR("robots"),
                         STR("nosnippet"));
        return false;
    }
    for (struct html_node *node = body, *next; node != NULL; node = next) {
        next =
            is_marked(node) && node != body ? html_next_outside(node, body) : html_next(node, body);
        if (is_marked(node) && node != body)
            html_unlink(node);
    }
    return marked > 0;
}
