/* Several pages of one article become one: what a page repeats of those before it goes. */
#include "page/page.h"

#include "base/buf.h"
#include "base/map.h"
#include "base/utf8.h"
#include "html/dom.h"
#include "html/sanitize.h"
#include "page/count.h"

enum {
    SCRATCH_MOST = 256 * 1024 * 1024,
    TEXT_MOST = 1024 * 1024,
    HTML_MOST = 4 * 1024 * 1024,
    LINE_MOST = 64 * 1024,
    WORDS_LEAST = 4, /* shorter lines may well occur twice, but for a page's head */
};

struct joiner {
    struct arena scratch;
    struct map lines;    /* of the text, and where each stood first: the number of its page */
    struct map leaves;   /* the same of the HTML */
    struct map pictures; /* addresses */
    struct buf text, html;
    size_t words;
};

/* Whether an earlier page than `page` has it; remembers it otherwise. Borrows `key`. */
static enum status find_earlier(struct map *map, struct str key, size_t page, bool *earlier) {
    bool fresh;
    const struct map_entry *entry = map_ensure(map, key, page, &fresh);
    if (entry == NULL)
        return STATUS_MEMORY;
    *earlier = !fresh && entry->value < page;
    return STATUS_OK;
}

static bool is_repeated(struct str line, bool earlier, bool at_head) {
    return earlier && (at_head || page_count_text(line).words >= WORDS_LEAST);
}

static enum status add_text(struct joiner *joiner, const struct page *page, size_t number) {
    struct str rest = page->text, line;
    bool at_head = true, gap = number > 0;
    while (str_next(&rest, '\n', &line)) {
        bool earlier = false;
        if (str_trim(line).n == 0) {
            gap = true;
            continue;
        }
        enum status status = find_earlier(&joiner->lines, str_trim(line), number, &earlier);
        if (status != STATUS_OK)
            return status;
        if (is_repeated(line, earlier, at_head))
            continue;
        at_head = false;
        if (joiner->text.n > 0)
            buf_add_cstr(&joiner->text, gap ? "\n\n" : "\n");
        buf_add(&joiner->text, line);
        joiner->words += page_count_text(line).words;
        gap = false;
    }
    return joiner->text.status == STATUS_MEMORY ? STATUS_MEMORY : STATUS_OK;
}

/* ---- the HTML ---- */

static bool is_leaf_name(const struct html_node *node) {
    switch (node->tag) {
    case HTML_TAG_P:
    case HTML_TAG_LI:
    case HTML_TAG_H1:
    case HTML_TAG_H2:
    case HTML_TAG_H3:
    case HTML_TAG_H4:
    case HTML_TAG_H5:
    case HTML_TAG_H6:
    case HTML_TAG_PRE:
    case HTML_TAG_BLOCKQUOTE:
    case HTML_TAG_FIGCAPTION:
    case HTML_TAG_DT:
    case HTML_TAG_DD:
    case HTML_TAG_DIV:
        return true;
    default:
        return false;
    }
}

/* An element of text without another inside. Elements lie at most HTML_DEPTH_MOST deep, and only
 * the first element below each is looked at until one is a block: linear. */
static bool is_leaf(const struct html_node *node) {
    if (node->kind != HTML_ELEMENT || !is_leaf_name(node))
        return false;
    for (const struct html_node *below = node->first; below != NULL; below = below->next)
        if (below->kind == HTML_ELEMENT &&
            (is_leaf_name(below) || below->tag == HTML_TAG_UL || below->tag == HTML_TAG_OL ||
             below->tag == HTML_TAG_TABLE || below->tag == HTML_TAG_FIGURE ||
             below->tag == HTML_TAG_DL || below->tag == HTML_TAG_SECTION))
            return false;
    return true;
}

/* Takes a node out, and the elements that it leaves empty; gives what stands behind it. */
static struct html_node *take_out(struct html_node *node, const struct html_node *top) {
    struct html_node *next = html_next_outside(node, top), *parent = node->parent;
    html_unlink(node);
    while (parent != top && parent->first == NULL) {
        node = parent;
        next = html_next_outside(node, top);
        parent = node->parent;
        html_unlink(node);
    }
    return next;
}

/* What a leaf says, or a picture's address: in the scratch; absent for anything else. */
static struct str saying(struct joiner *joiner, const struct html_node *node) {
    if (node->kind == HTML_ELEMENT && node->tag == HTML_TAG_IMG)
        return html_attribute(node, STR("src"));
    if (!is_leaf(node))
        return STR_NONE;
    struct buf text;
    buf_init(&text, LINE_MOST);
    html_text(node, &text);
    struct str line = arena_copy(&joiner->scratch, str_trim(buf_str(&text)));
    buf_release(&text);
    return line;
}

static enum status add_html(struct joiner *joiner, const struct page *page, size_t number,
                            struct error *error) {
    struct html_document document;
    enum status status = html_parse_fragment(&joiner->scratch, page->html, &document, error);
    if (status != STATUS_OK)
        return status;
    struct html_node *top = document.body, *node = html_next(top, top);
    bool at_head = true;
    while (node != NULL) {
        bool earlier = false, picture = node->tag == HTML_TAG_IMG;
        struct str said = saying(joiner, node);
        if (arena_failed(&joiner->scratch))
            return arena_status(&joiner->scratch, error);
        if (said.n > 0)
            status =
                find_earlier(picture ? &joiner->pictures : &joiner->leaves, said, number, &earlier);
        if (status != STATUS_OK)
            return error_set(error, status, "no memory for the pages of an article");
        if (picture ? earlier : is_repeated(said, earlier, at_head)) {
            node = take_out(node, top);
            continue;
        }
        at_head = at_head && (said.n == 0 || picture);
        node = html_next(node, top);
    }
    if (joiner->html.n > 0)
        buf_add_byte(&joiner->html, '\n');
    status = html_sanitize_node(&joiner->scratch, top, page->url, &joiner->html, error);
    return status == STATUS_LIMIT ? STATUS_OK : status;
}

enum status page_join(struct arena *arena, const struct page *pages, size_t count,
                      struct page *whole, struct error *error) {
    *whole = pages[0];
    if (count > PAGE_JOIN_MOST)
        return error_set(error, STATUS_LIMIT, "an article of more than %d pages", PAGE_JOIN_MOST);
    if (count == 1)
        return STATUS_OK;
    struct joiner joiner = {0};
    enum status status = STATUS_OK;
    arena_init(&joiner.scratch, SCRATCH_MOST);
    map_init(&joiner.lines, 0);
    map_init(&joiner.leaves, 0);
    map_init(&joiner.pictures, 0);
    buf_init(&joiner.text, PAGE_JOIN_MOST * TEXT_MOST);
    buf_init(&joiner.html, HTML_MOST);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (add_text(&joiner, &pages[i], i) != STATUS_OK)
            status = error_set(error, STATUS_MEMORY, "no memory for the pages of an article");
        else
            status = add_html(&joiner, &pages[i], i, error);
        whole->paywalled = whole->paywalled || pages[i].paywalled;
    }
    if (status == STATUS_OK) {
        whole->text = utf8_clean_copy(arena, buf_str(&joiner.text), UTF8_TEXT, TEXT_MOST);
        whole->html = arena_copy(arena, buf_str(&joiner.html));
        whole->words = joiner.words;
        whole->next_url = pages[count - 1].next_url;
        status = arena_failed(arena) ? arena_status(arena, error) : STATUS_OK;
    }
    map_release(&joiner.lines);
    map_release(&joiner.leaves);
    map_release(&joiner.pictures);
    buf_release(&joiner.text);
    buf_release(&joiner.html);
    arena_release(&joiner.scratch);
    return status;
}
