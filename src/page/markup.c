/* The HTML of the main text: the page's own tree without what is not believed, made inert. */
#include "page/collect.h"

#include "html/sanitize.h"

enum { HTML_MOST = 4 * 1024 * 1024, PICTURE_LEAST = 60 /* pixels */, CAPTION_BLOCKS_MOST = 10 };

/* What surrounds pictures that are not the article's. */
static const uint64_t beside = PAGE_BIT(PAGE_GROUP_RELATED) | PAGE_BIT(PAGE_GROUP_SHARE) |
                               PAGE_BIT(PAGE_GROUP_AD) | PAGE_BIT(PAGE_GROUP_COMMENT) |
                               PAGE_BIT(PAGE_GROUP_NAV) | PAGE_BIT(PAGE_GROUP_SIDE) |
                               PAGE_BIT(PAGE_GROUP_NEWSLETTER) | PAGE_BIT(PAGE_GROUP_PERSON) |
                               PAGE_BIT(PAGE_GROUP_BYLINE) | PAGE_BIT(PAGE_GROUP_FOOTER);

/* With the elements that would be left empty. */
static void unlink_with_empty(struct html_node *node, const struct html_node *body) {
    struct html_node *parent = node->parent;
    html_unlink(node);
    for (node = parent; node != NULL && node != body && node->first == NULL; node = parent) {
        parent = node->parent;
        html_unlink(node);
    }
}

struct markup {
    const struct page_blocks *blocks;
    const int32_t *opinions;
    bool *kept;      /* parts with something in them that stays */
    bool *captions;  /* blocks that stay in the HTML alone */
    uint32_t *holds; /* for each part: how many such blocks and pictures */
    uint32_t top;    /* the innermost part that has them all */
};

static struct str first_attribute(const struct html_node *node, const char *const *names) {
    for (; *names != NULL; names++) {
        struct str value = html_attribute(node, str_from(*names));
        if (value.n > 0)
            return value;
    }
    return STR_NONE;
}

/* The first address of a srcset (HTML Standard, 4.8.4.2.1). */
static struct str first_candidate(struct str set) {
    set = str_trim(set);
    size_t end = 0;
    while (end < set.n && !ascii_is_space(set.p[end]))
        end++;
    while (end > 0 && set.p[end - 1] == ',')
        end--;
    return str_take(set, end);
}

/* Where scripts would find a picture's address; placeholders give way to it. */
static struct str lazy_address(const struct html_node *node) {
    static const char *const names[] = {"data-src",        "data-lazy-src",  "data-original",
                                        "data-lazy",       "data-full-src",  "data-image",
                                        "data-hi-res-src", "data-src-large", NULL};
    static const char *const sets[] = {"data-srcset", "data-lazy-srcset", "srcset", NULL};
    struct str address = first_attribute(node, names);
    return address.n > 0 ? address : first_candidate(first_attribute(node, sets));
}

static bool is_placeholder(struct str source) {
    return source.n == 0 || str_starts_case(source, STR("data:")) ||
           str_find_case(source, STR("placeholder")) != SIZE_MAX ||
           str_find_case(source, STR("blank.")) != SIZE_MAX ||
           str_find_case(source, STR("spacer.")) != SIZE_MAX ||
           str_find_case(source, STR("lazy")) != SIZE_MAX;
}

static void set_source(struct html_node *node, struct arena *arena, struct str source) {
    for (size_t i = 0; i < node->attribute_count; i++)
        if (str_eq(node->attributes[i].name, STR("src"))) {
            node->attributes[i].value = source;
            return;
        }
    struct html_attribute *more =
        arena_array(arena, node->attribute_count + 1, struct html_attribute);
    if (more == NULL)
        return;
    memcpy(more, node->attributes, node->attribute_count * sizeof *more);
    more[node->attribute_count++] = (struct html_attribute){STR("src"), source};
    node->attributes = more;
}

/* False when the picture is none to show: an icon, or without an address. */
static bool mend_picture(struct html_node *node, struct arena *arena) {
    struct str source = html_attribute(node, STR("src")), lazy = lazy_address(node);
    if (is_placeholder(source) && lazy.n > 0)
        set_source(node, arena, source = lazy);
    uint64_t side;
    if (str_to_u64(html_attribute(node, STR("width")), &side) && side < PICTURE_LEAST)
        return false;
    if (str_to_u64(html_attribute(node, STR("height")), &side) && side < PICTURE_LEAST)
        return false;
    return source.n > 0 && !str_starts_case(source, STR("data:"));
}

static const uint32_t beside_places =
    1u << PAGE_IN_NAV | 1u << PAGE_IN_ASIDE | 1u << PAGE_IN_FOOTER | 1u << PAGE_IN_FORM |
    1u << PAGE_IN_DIALOG | 1u << PAGE_IN_BUTTON | 1u << PAGE_IN_NOSCRIPT;

/* A picture stays when it is inside of what holds the text, next to a block that stays, and neither
 * its names nor its place speak against it. */
static bool picture_stays(const struct markup *markup, const struct page_picture *picture) {
    const struct page_blocks *blocks = markup->blocks;
    const struct page_part *part = &blocks->parts[picture->part];
    const struct page_part *top = &blocks->parts[markup->top];
    if ((part->far & beside) != 0 || (part->places & beside_places) != 0)
        return false;
    uint32_t at = picture->block;
    bool inside = picture->part >= markup->top && at >= top->first_block && at <= top->end_block;
    for (uint32_t i = at > 1 ? at - 2 : 0; inside && i < at + 2 && i < blocks->block_count; i++)
        if (markup->opinions[i] > 0)
            return true;
    return false;
}

static void hold(struct markup *markup, uint32_t part) {
    markup->holds[part]++;
    for (; !markup->kept[part]; part = markup->blocks->parts[part].parent)
        markup->kept[part] = true;
}

/* Takes out the text nodes of a block that does not stay. */
static void drop_block(const struct page_block *block, const struct html_node *body) {
    struct html_node *node = block->first;
    while (node != NULL) {
        struct html_node *next = node == block->last ? NULL : html_next(node, body);
        if (node->kind == HTML_TEXT)
            unlink_with_empty(node, body);
        node = next;
    }
}

/* The innermost part that has all that is held. */
static void find_top(struct markup *markup) {
    const struct page_blocks *blocks = markup->blocks;
    for (size_t i = blocks->part_count; i-- > 1;)
        markup->holds[blocks->parts[i].parent] += markup->holds[i];
    for (uint32_t i = 1; i < blocks->part_count; i++)
        if (blocks->parts[i].parent == markup->top && markup->holds[i] == markup->holds[0])
            markup->top = i;
}

/* The captions of a figure whose picture stays, though they are not in the text. */
static void keep_captions(struct markup *markup, uint32_t part) {
    const struct page_blocks *blocks = markup->blocks;
    while (part != 0 && blocks->parts[part].node->tag != HTML_TAG_FIGURE)
        part = blocks->parts[part].parent;
    const struct page_part *figure = &blocks->parts[part];
    if (part == 0 || figure->end_block - figure->first_block > CAPTION_BLOCKS_MOST)
        return;
    for (uint32_t i = figure->first_block; i < figure->end_block; i++)
        if (blocks->parts[blocks->blocks[i].part].tag == PAGE_TAG_CAPTION) {
            markup->captions[i] = true;
            hold(markup, blocks->blocks[i].part);
        }
}

/* The text that stays, then the pictures that go with it. */
static void mark(struct markup *markup, struct arena *arena) {
    const struct page_blocks *blocks = markup->blocks;
    for (size_t i = 0; i < blocks->block_count; i++)
        if (markup->opinions[i] > 0)
            hold(markup, blocks->blocks[i].part);
    find_top(markup);
    for (size_t i = 0; i < blocks->picture_count; i++) {
        struct page_picture *picture = &blocks->pictures[i];
        if (picture_stays(markup, picture) && mend_picture(picture->node, arena)) {
            hold(markup, picture->part);
            keep_captions(markup, picture->part);
        } else {
            html_unlink(picture->node);
        }
    }
}

static bool is_blank(struct str text) {
    for (size_t i = 0; i < text.n; i++)
        if (!ascii_is_space(text.p[i]))
            return false;
    return true;
}

/* White space that only laid out the source. */
static void drop_blanks(struct html_node *top) {
    for (struct html_node *node = html_next(top, top), *next; node != NULL; node = next) {
        next = node->tag == HTML_TAG_PRE ? html_next_outside(node, top) : html_next(node, top);
        if (node->kind == HTML_COMMENT || (node->tag == HTML_TAG_A && node->first == NULL))
            html_unlink(node);
        if (node->kind != HTML_TEXT || !is_blank(html_data(node)))
            continue;
        const struct html_node *previous = html_previous(node);
        if (previous == NULL || node->next == NULL || previous->kind == HTML_TEXT)
            html_unlink(node);
        else if (str_find_byte(html_data(node), '\n') != SIZE_MAX)
            html_set_data(node, STR("\n"));
    }
}

/* A wrapper around one element only says nothing: the element takes its place. */
static void unwrap(struct html_node *node) {
    struct html_node *child = node->first;
    bool wrapper = node->tag == HTML_TAG_DIV || node->tag == HTML_TAG_SECTION ||
                   node->tag == HTML_TAG_ARTICLE || node->tag == HTML_TAG_HEADER;
    if (!wrapper || node->parent == NULL || child == NULL || child->next != NULL ||
        child->kind != HTML_ELEMENT)
        return;
    html_replace(node, child);
}

static void prune(struct markup *markup, const struct html_node *body) {
    const struct page_blocks *blocks = markup->blocks;
    for (size_t i = 0; i < blocks->block_count; i++)
        if (markup->opinions[i] <= 0 && !markup->captions[i])
            drop_block(&blocks->blocks[i], body);
    for (size_t i = 0; i < blocks->unseen_count; i++)
        html_unlink(blocks->unseen[i]);
    for (uint32_t i = markup->top + 1; i < blocks->part_count; i++)
        if (!markup->kept[i])
            html_unlink(blocks->parts[i].node);
}

enum status page_write_html(struct page_collector *collector, const struct page_blocks *blocks,
                            const int32_t *opinions, struct error *error) {
    struct arena *scratch = collector->scratch;
    struct markup markup = {.blocks = blocks, .opinions = opinions};
    markup.kept = arena_array(scratch, blocks->part_count, bool);
    markup.holds = arena_array(scratch, blocks->part_count, uint32_t);
    markup.captions = arena_array(scratch, blocks->block_count + 1, bool);
    if (markup.kept == NULL || markup.captions == NULL || markup.holds == NULL)
        return arena_status(scratch, error);
    markup.kept[0] = true;
    mark(&markup, scratch);
    prune(&markup, collector->document.body);
    struct html_node *top = blocks->parts[markup.top].node;
    /* A lone <p> is to stay one: what is written is what lies below. */
    if (markup.top > 0 && blocks->parts[markup.top].tag != PAGE_TAG_DIV &&
        blocks->parts[markup.top].tag != PAGE_TAG_SECTION)
        top = blocks->parts[blocks->parts[markup.top].parent].node;
    drop_blanks(top);
    for (uint32_t i = (uint32_t)blocks->part_count; i-- > markup.top + 1;)
        unwrap(blocks->parts[i].node);
    struct buf html;
    buf_init(&html, HTML_MOST);
    enum status status = html_sanitize_node(scratch, top, collector->base, &html, error);
    if (status == STATUS_OK)
        collector->page->html = arena_copy(collector->arena, buf_str(&html));
    buf_release(&html);
    return status == STATUS_LIMIT ? STATUS_OK : status;
}
