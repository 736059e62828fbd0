#include "page/blocks.h"

#include "page/count.h"
#include "page/marks.h"

enum {
    PARTS_MOST = 500 * 1000,
    TEXT_MOST = 8 * 1024 * 1024,
    PHRASE_WORDS_MOST = 30, /* longer blocks are not asked for phrases */
};

enum { INLINE = 1, SKIPPED = 2, BREAK = 4, BLOCK = 8 };

/* What is known of an element by its name. Names that are missing are inline. */
static const struct element {
    uint8_t tag;
    uint8_t traits;
    uint8_t place; /* PAGE_PLACES: none */
} elements[HTML_TAGS] = {
    [HTML_TAG_ADDRESS] = {PAGE_TAG_ADDRESS, BLOCK, PAGE_IN_ADDRESS},
    [HTML_TAG_ARTICLE] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_ARTICLE},
    [HTML_TAG_ASIDE] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_ASIDE},
    [HTML_TAG_AUDIO] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_BLOCKQUOTE] = {PAGE_TAG_BLOCKQUOTE, BLOCK, PAGE_IN_BLOCKQUOTE},
    [HTML_TAG_BODY] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_BR] = {PAGE_TAG_OTHER, BREAK, PAGE_PLACES},
    [HTML_TAG_BUTTON] = {PAGE_TAG_BUTTON, BLOCK, PAGE_IN_BUTTON},
    [HTML_TAG_CANVAS] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_CAPTION] = {PAGE_TAG_CAPTION, BLOCK, PAGE_PLACES},
    [HTML_TAG_CENTER] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_DATALIST] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_DD] = {PAGE_TAG_DD, BLOCK, PAGE_IN_DL},
    [HTML_TAG_DETAILS] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_DETAILS},
    [HTML_TAG_DIALOG] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_DIALOG},
    [HTML_TAG_DIV] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_DL] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_DL},
    [HTML_TAG_DT] = {PAGE_TAG_DT, BLOCK, PAGE_IN_DL},
    [HTML_TAG_EMBED] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_FIELDSET] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_FIGCAPTION] = {PAGE_TAG_CAPTION, BLOCK, PAGE_IN_FIGURE},
    [HTML_TAG_FIGURE] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_FIGURE},
    [HTML_TAG_FOOTER] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_FOOTER},
    [HTML_TAG_FORM] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_FORM},
    [HTML_TAG_H1] = {PAGE_TAG_H1, BLOCK, PAGE_IN_HEADING},
    [HTML_TAG_H2] = {PAGE_TAG_H2, BLOCK, PAGE_IN_HEADING},
    [HTML_TAG_H3] = {PAGE_TAG_H3, BLOCK, PAGE_IN_HEADING},
    [HTML_TAG_H4] = {PAGE_TAG_H4, BLOCK, PAGE_IN_HEADING},
    [HTML_TAG_H5] = {PAGE_TAG_H4, BLOCK, PAGE_IN_HEADING},
    [HTML_TAG_H6] = {PAGE_TAG_H4, BLOCK, PAGE_IN_HEADING},
    [HTML_TAG_HEAD] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_HEADER] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_HEADER},
    [HTML_TAG_HR] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_IFRAME] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_LABEL] = {PAGE_TAG_LABEL, BLOCK, PAGE_PLACES},
    [HTML_TAG_LEGEND] = {PAGE_TAG_LABEL, BLOCK, PAGE_PLACES},
    [HTML_TAG_LI] = {PAGE_TAG_LI, BLOCK, PAGE_IN_LIST},
    [HTML_TAG_MAIN] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_MAIN},
    [HTML_TAG_MATH] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_MENU] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_LIST},
    [HTML_TAG_NAV] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_NAV},
    [HTML_TAG_NOSCRIPT] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_NOSCRIPT},
    [HTML_TAG_OBJECT] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_OL] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_LIST},
    [HTML_TAG_OPTGROUP] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_OPTION] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_P] = {PAGE_TAG_P, BLOCK, PAGE_PLACES},
    [HTML_TAG_PRE] = {PAGE_TAG_PRE, BLOCK, PAGE_PLACES},
    [HTML_TAG_SCRIPT] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_SECTION] = {PAGE_TAG_SECTION, BLOCK, PAGE_IN_SECTION},
    [HTML_TAG_SELECT] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_STYLE] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_SUMMARY] = {PAGE_TAG_SUMMARY, BLOCK, PAGE_IN_DETAILS},
    [HTML_TAG_SVG] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_TABLE] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_TABLE},
    [HTML_TAG_TBODY] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_TD] = {PAGE_TAG_TD, BLOCK, PAGE_PLACES},
    [HTML_TAG_TEMPLATE] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_TEXTAREA] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_TFOOT] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_TH] = {PAGE_TAG_TH, BLOCK, PAGE_PLACES},
    [HTML_TAG_THEAD] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_TITLE] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
    [HTML_TAG_TR] = {PAGE_TAG_DIV, BLOCK, PAGE_PLACES},
    [HTML_TAG_UL] = {PAGE_TAG_DIV, BLOCK, PAGE_IN_LIST},
    [HTML_TAG_VIDEO] = {PAGE_TAG_OTHER, SKIPPED, PAGE_PLACES},
};
static const struct element other = {PAGE_TAG_OTHER, INLINE, PAGE_PLACES};

static const struct element *find_element(const struct html_node *node) {
    return elements[node->tag].traits != 0 ? &elements[node->tag] : &other;
}

/* Whether a style takes the element away; *gone: without leaving room for it. */
static bool style_hides(struct str style, bool *gone) {
    static const struct {
        struct str way;
        bool gone;
    } ways[] = {
        {STR_INIT("display:none"), true},       {STR_INIT("display: none"), true},
        {STR_INIT("visibility:hidden"), false}, {STR_INIT("visibility: hidden"), false},
        {STR_INIT("font-size:0"), false},       {STR_INIT("text-indent:-9"), false},
        {STR_INIT("left:-9"), false},           {STR_INIT("left: -9"), false},
    };
    for (size_t i = 0; style.n > 0 && i < sizeof ways / sizeof ways[0]; i++) {
        size_t at = str_find_case(style, ways[i].way);
        /* "font-size:0.9em" is small, not hidden. */
        if (at != SIZE_MAX && !str_starts(str_skip(style, at + ways[i].way.n), STR("."))) {
            *gone = ways[i].gone;
            return true;
        }
    }
    return false;
}

enum sight { SEEN, FOLDED, UNSEEN };

/* What is open while the tree is walked. */
struct reader {
    struct page_blocks *blocks;
    struct arena *arena;
    uint32_t part;            /* the innermost */
    bool open;                /* the last block goes on */
    bool space;               /* is due before the next word */
    uint32_t links;           /* open <a> inside the part */
    uint32_t strong;          /* open <b>, <strong> */
    uint32_t breaks;          /* <br> since the last text */
    size_t plain;             /* bytes of the block that are not bold */
    size_t link_bytes;        /* of the block, in links */
    struct html_node *within; /* innermost inline element with class words; NULL */
    uint64_t inner;           /* of its groups */
};

/* By the attributes whose words name what an element is for. */
static uint64_t groups_of(const struct page_words *words, const struct html_node *node) {
    uint64_t groups = 0;
    for (size_t i = 0; i < node->attribute_count; i++) {
        struct str name = node->attributes[i].name, value = node->attributes[i].value;
        if ((name.n == 5 && str_eq(name, STR("class"))) ||
            (name.n == 4 && str_eq(name, STR("role"))) ||
            (name.n == 8 && str_eq(name, STR("itemprop"))))
            groups |= page_words_name(words, value).groups;
        else if ((name.n == 2 && str_eq(name, STR("id"))) ||
                 (name.n == 10 && str_eq(name, STR("aria-label"))))
            groups |= page_words_of_class(value);
    }
    return groups;
}

/* What is taken away by the means of tabs and accordions, and called so, comes back with a click
 * (WAI-ARIA 1.2, tabpanel; disclosures are regions that a button labels). */
static bool unfolds(const struct page_words *words, const struct html_node *node) {
    struct str role = html_attribute(node, STR("role"));
    return str_eq_case(role, STR("tabpanel")) ||
           (str_eq_case(role, STR("region")) &&
            html_attribute(node, STR("aria-labelledby")).n > 0) ||
           (groups_of(words, node) & PAGE_BIT(PAGE_GROUP_TABS)) != 0;
}

/* React sends the late parts of a page hidden at its end, and moves them into place. */
static bool comes_late(const struct html_node *node) {
    return str_starts(html_attribute(node, STR("id")), STR("S:"));
}

/* By attributes; *gone: without leaving room for it. */
static bool is_hidden(const struct html_node *node, bool *gone) {
    bool hidden = false, style = false;
    *gone = true;
    for (size_t i = 0; i < node->attribute_count; i++) {
        struct str name = node->attributes[i].name, value = node->attributes[i].value;
        if (name.n == 5 && str_eq(name, STR("style")))
            style = style_hides(value, gone);
        else if (name.n == 6 && str_eq(name, STR("hidden")))
            hidden = hidden || !comes_late(node);
        else if (name.n == 11 && str_eq(name, STR("aria-hidden")))
            hidden = hidden || str_eq_case(value, STR("true"));
    }
    return hidden || style;
}

bool page_is_hidden(const struct html_node *node) {
    bool gone;
    return is_hidden(node, &gone);
}

static enum sight sight_of(const struct page_words *words, const struct html_node *node) {
    bool gone;
    if (!is_hidden(node, &gone))
        return SEEN;
    if (str_eq_case(html_attribute(node, STR("hidden")), STR("until-found")))
        return FOLDED;
    return gone && unfolds(words, node) ? FOLDED : UNSEEN;
}

static uint32_t place_of_role(struct str role) {
    static const struct {
        const char *role;
        uint8_t place;
    } roles[] = {
        {"main", PAGE_IN_MAIN},           {"navigation", PAGE_IN_NAV},
        {"complementary", PAGE_IN_ASIDE}, {"contentinfo", PAGE_IN_FOOTER},
        {"banner", PAGE_IN_HEADER},       {"dialog", PAGE_IN_DIALOG},
        {"article", PAGE_IN_ARTICLE},     {"alertdialog", PAGE_IN_DIALOG},
        {"list", PAGE_IN_LIST},           {"heading", PAGE_IN_HEADING},
    };
    for (size_t i = 0; role.n > 0 && i < sizeof roles / sizeof roles[0]; i++)
        if (str_eq_case(role, str_from(roles[i].role)))
            return 1u << roles[i].place;
    return 0;
}

static uint32_t places_of(const struct html_node *node, const struct element *element,
                          uint32_t above) {
    uint32_t inside = 1u << PAGE_IN_ARTICLE | 1u << PAGE_IN_MAIN;
    uint32_t places = place_of_role(html_attribute(node, STR("role")));
    if (element->place != PAGE_PLACES)
        places |= 1u << element->place;
    if ((above & inside) != 0 && (places & (1u << PAGE_IN_HEADER)) != 0)
        places = (places & ~(1u << PAGE_IN_HEADER)) | 1u << PAGE_IN_INNER_HEADER;
    if ((above & inside) != 0 && (places & (1u << PAGE_IN_FOOTER)) != 0)
        places = (places & ~(1u << PAGE_IN_FOOTER)) | 1u << PAGE_IN_INNER_FOOTER;
    return places;
}

static void end_block(struct reader *reader) {
    struct page_blocks *blocks = reader->blocks;
    if (!reader->open)
        return;
    reader->open = reader->space = false;
    reader->breaks = 0;
    struct page_block *block = &blocks->blocks[blocks->block_count - 1];
    block->end = blocks->text.n;
    struct str text = page_block_text(blocks, block);
    struct page_count count = page_count_text(text);
    block->words = count.words;
    block->letters = count.letters;
    block->digits = count.digits;
    block->capitals = count.capitals;
    block->sentences = count.sentences;
    block->commas = count.commas;
    block->ends = count.ends;
    block->money = count.money;
    block->emphasis = reader->plain == 0;
    block->link_words = text.n > 0 ? (uint32_t)(reader->link_bytes * count.words / text.n) : 0;
    block->key = count.key;
    if (count.words <= PHRASE_WORDS_MOST)
        block->phrases = page_words_of_text(text);
    if (blocks->parts[block->part].places & 1u << PAGE_IN_LINK)
        block->link_words = block->words;
}

static bool begin_block(struct reader *reader, struct html_node *node) {
    struct page_blocks *blocks = reader->blocks;
    if (arena_grow(reader->arena, &blocks->blocks, &blocks->block_capacity, blocks->block_count + 1,
                   sizeof *blocks->blocks) != STATUS_OK)
        return false;
    blocks->blocks[blocks->block_count++] = (struct page_block){
        .part = reader->part, .start = blocks->text.n, .first = node, .breaks = reader->breaks > 0};
    reader->open = true;
    reader->space = false;
    reader->plain = reader->link_bytes = 0;
    reader->breaks = 0;
    return true;
}

/* White space folded, U+00A0 counted as such: it is how blocks are left empty. */
static inline size_t space_at(struct str text, size_t i) {
    char c = text.p[i];
    if (ascii_is_space(c))
        return 1;
    return c == '\xC2' && i + 1 < text.n && text.p[i + 1] == '\xA0' ? 2 : 0;
}

static void add_breaks(struct reader *reader) {
    if (reader->breaks > 1)
        end_block(reader);
    else if (reader->breaks == 1 && reader->open) {
        buf_add_byte(&reader->blocks->text, '\n');
        reader->space = false;
        reader->breaks = 0;
    }
}

/* Words with single spaces between. */
struct run {
    struct str text;
    size_t spaces;
};

static bool add_run(struct reader *reader, struct html_node *node, const struct run *run) {
    struct page_blocks *blocks = reader->blocks;
    add_breaks(reader);
    if (!reader->open && !begin_block(reader, node))
        return false;
    struct page_block *block = &blocks->blocks[blocks->block_count - 1];
    if (reader->space && blocks->text.n > block->start)
        buf_add_byte(&blocks->text, ' ');
    reader->space = false;
    buf_add(&blocks->text, run->text);
    block->last = node;
    reader->link_bytes += reader->links > 0 ? run->text.n + 1 : 0;
    reader->plain += reader->strong > 0 ? 0 : run->text.n - run->spaces;
    block->inner |= reader->inner;
    return true;
}

/* What a space may begin with: space_at. */
static const bool may_be_space[256] = {
    ['\t'] = true, ['\n'] = true, ['\v'] = true, ['\f'] = true,
    ['\r'] = true, [' '] = true,  [0xC2] = true,
};

/* The run at text.p[at], which is no space. */
static struct run run_at(struct str text, size_t at) {
    struct run run = {0};
    size_t i = at;
    for (;; i++) {
        while (i < text.n && !may_be_space[(unsigned char)text.p[i]])
            i++;
        if (i == text.n)
            break;
        if (space_at(text, i) == 0)
            continue;
        if (text.p[i] != ' ' || i + 1 == text.n || space_at(text, i + 1) > 0)
            break;
        run.spaces++;
    }
    run.text = str_of(text.p + at, i - at);
    return run;
}

static bool add_text(struct reader *reader, struct html_node *node) {
    struct str text = html_data(node);
    bool pre = reader->blocks->parts[reader->part].tag == PAGE_TAG_PRE;
    for (size_t i = 0; i < text.n;) {
        size_t space = space_at(text, i);
        if (space > 0) {
            reader->space = true;
            if (pre && text.p[i] == '\n' && reader->open && reader->breaks == 0)
                reader->breaks = 1;
            i += space;
            continue;
        }
        struct run run = run_at(text, i);
        if (!add_run(reader, node, &run))
            return false;
        i += run.text.n;
    }
    return true;
}

static uint32_t hash_of(const struct page_words *words, const struct html_node *node) {
    struct page_name class = page_words_name(words, html_attribute(node, STR("class")));
    return (class.hash ^ node->tag) * 16777619u;
}

static bool begin_part(struct reader *reader, struct html_node *node, const struct element *element,
                       enum sight sight) {
    struct page_blocks *blocks = reader->blocks;
    if (blocks->part_count >= PARTS_MOST ||
        arena_grow(reader->arena, &blocks->parts, &blocks->part_capacity, blocks->part_count + 1,
                   sizeof *blocks->parts) != STATUS_OK)
        return false;
    bool top = blocks->part_count == 0;
    struct page_part part = {.node = node,
                             .tag = element->tag,
                             .parent = reader->part,
                             .hash = hash_of(&blocks->words, node)};
    if (!top) {
        const struct page_part *above = &blocks->parts[reader->part];
        part.own = groups_of(&blocks->words, node) | reader->inner;
        part.near = part.own | above->own | blocks->parts[above->parent].own;
        part.far = part.own | above->far;
        part.depth = above->depth + 1;
        part.own_places = places_of(node, element, above->places);
        part.own_places |= sight == FOLDED ? 1u << PAGE_IN_FOLDED : 0;
        part.places = above->places | part.own_places;
        part.places |= reader->links > 0 ? 1u << PAGE_IN_LINK : 0;
        part.signature = part.hash * 31 + above->hash * 17 + blocks->parts[above->parent].hash;
    }
    part.first_block = part.end_block = (uint32_t)blocks->block_count;
    blocks->parts[blocks->part_count] = part;
    reader->part = (uint32_t)blocks->part_count++;
    return true;
}

static bool add_picture(struct reader *reader, struct html_node *node) {
    struct page_blocks *blocks = reader->blocks;
    if (arena_grow(reader->arena, &blocks->pictures, &blocks->picture_capacity,
                   blocks->picture_count + 1, sizeof *blocks->pictures) != STATUS_OK)
        return false;
    blocks->pictures[blocks->picture_count++] =
        (struct page_picture){node, reader->part, (uint32_t)blocks->block_count};
    return true;
}

/* Remembers what may name an author or a time. */
static bool add_point(struct reader *reader, struct html_node *node, uint64_t groups) {
    struct page_blocks *blocks = reader->blocks;
    bool time = node->tag == HTML_TAG_TIME;
    bool sure = false;
    bool named = !time && node->attribute_count > 0 &&
                 page_names_author(&reader->blocks->words, node, &sure);
    if (!time && !named && (groups & PAGE_BIT(PAGE_GROUP_BYLINE)) == 0)
        return true;
    if (arena_grow(reader->arena, &blocks->points, &blocks->point_capacity, blocks->point_count + 1,
                   sizeof *blocks->points) != STATUS_OK)
        return false;
    blocks->points[blocks->point_count++] = (struct page_point){
        node, reader->part, (uint32_t)blocks->block_count - reader->open, time, sure};
    return true;
}

static bool is_strong(const struct html_node *node) {
    return node->tag == HTML_TAG_B || node->tag == HTML_TAG_STRONG;
}

/* An inline element begins. */
static bool enter_inline(struct reader *reader, struct html_node *node) {
    uint64_t own = 0;
    reader->links += (node->tag == HTML_TAG_A);
    reader->strong += is_strong(node);
    if (reader->within == NULL && node->attribute_count > 0) {
        own = groups_of(&reader->blocks->words, node);
        reader->inner = own;
        reader->within = own != 0 ? node : NULL;
    }
    return add_point(reader, node, own);
}

static void leave_inline(struct reader *reader, const struct html_node *node) {
    reader->links -= (node->tag == HTML_TAG_A) && reader->links > 0;
    reader->strong -= is_strong(node) && reader->strong > 0;
    if (reader->within == node) {
        reader->within = NULL;
        reader->inner = 0;
    }
}

static void leave(struct reader *reader, const struct html_node *node) {
    struct page_blocks *blocks = reader->blocks;
    if (blocks->parts[reader->part].node != node) {
        if (node->kind == HTML_ELEMENT)
            leave_inline(reader, node);
        return;
    }
    end_block(reader);
    blocks->parts[reader->part].end_block = (uint32_t)blocks->block_count;
    reader->part = blocks->parts[reader->part].parent;
}

static bool add_unseen(struct reader *reader, struct html_node *node) {
    struct page_blocks *blocks = reader->blocks;
    if (arena_grow(reader->arena, &blocks->unseen, &blocks->unseen_capacity,
                   blocks->unseen_count + 1, sizeof *blocks->unseen) != STATUS_OK)
        return false;
    blocks->unseen[blocks->unseen_count++] = node;
    return true;
}

/* Reads one node; *below says whether its children are to be read. */
static bool enter(struct reader *reader, struct html_node *node, bool hidden, bool *below) {
    *below = false;
    if (node->kind == HTML_TEXT)
        return add_text(reader, node);
    if (node->kind != HTML_ELEMENT || node->space != HTML_SPACE_HTML)
        return true;
    const struct element *element = find_element(node);
    if ((element->traits & SKIPPED) != 0)
        return true;
    enum sight sight = node->attribute_count > 0 ? sight_of(&reader->blocks->words, node) : SEEN;
    bool within = (element->traits & INLINE) != 0;
    if (!hidden && (sight == UNSEEN || (within && sight != SEEN)))
        return add_unseen(reader, node);
    if ((element->traits & BREAK) != 0) {
        reader->breaks++;
        return true;
    }
    if (node->tag == HTML_TAG_IMG)
        return add_picture(reader, node);
    *below = true;
    if (within)
        return enter_inline(reader, node);
    end_block(reader);
    return begin_part(reader, node, element, sight) &&
           add_point(reader, node, reader->blocks->parts[reader->part].own);
}

static bool walk(struct reader *reader, struct html_node *body, bool hidden) {
    struct html_node *node = body;
    if (!begin_part(reader, body, &elements[HTML_TAG_BODY], SEEN))
        return false;
    for (bool below = true;;) {
        if (below && node->first != NULL) {
            node = node->first;
        } else {
            if (below)
                leave(reader, node);
            while (node != body && node->next == NULL) {
                node = node->parent;
                leave(reader, node);
            }
            if (node == body)
                return true;
            node = node->next;
        }
        if (!enter(reader, node, hidden, &below))
            return false;
    }
}

/* Children come behind their parents: from the end, every sum is done before it is used. */
static void sum_up(struct page_blocks *blocks) {
    for (size_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        struct page_part *part = &blocks->parts[block->part];
        part->words += block->words;
        part->link_words += block->link_words;
        part->sentences += block->sentences;
    }
    for (size_t i = blocks->part_count; i-- > 1;) {
        const struct page_part *part = &blocks->parts[i];
        struct page_part *above = &blocks->parts[part->parent];
        above->words += part->words;
        above->link_words += part->link_words;
        above->sentences += part->sentences;
    }
    blocks->all_words = blocks->parts[0].words;
}

/* Names and places that say "beside the text" mean nothing on what holds most of the page: layouts
 * are called "with-sidebar", and forms are wrapped around whole pages. */
static void narrow(struct page_blocks *blocks) {
    const uint32_t beside = 1u << PAGE_IN_ASIDE | 1u << PAGE_IN_NAV | 1u << PAGE_IN_HEADER |
                            1u << PAGE_IN_FOOTER | 1u << PAGE_IN_FORM | 1u << PAGE_IN_DIALOG |
                            1u << PAGE_IN_INNER_HEADER | 1u << PAGE_IN_INNER_FOOTER;
    for (size_t i = 1; i < blocks->part_count; i++) {
        struct page_part *part = &blocks->parts[i];
        const struct page_part *above = &blocks->parts[part->parent];
        bool most = (uint64_t)part->words * 2 > blocks->all_words;
        part->far = above->far | (most ? 0 : part->own);
        part->places = (part->places & ~beside) | (above->places & beside) |
                       (part->own_places & (most ? 0 : beside));
    }
}

enum status page_blocks_read(struct page_blocks *blocks, struct arena *arena,
                             struct html_node *body, bool hidden, struct error *error) {
    *blocks = (struct page_blocks){0};
    buf_init(&blocks->text, TEXT_MOST);
    struct reader reader = {.blocks = blocks, .arena = arena};
    if (!page_words_init(&blocks->words, arena) || !walk(&reader, body, hidden)) {
        if (arena_failed(arena))
            return arena_status(arena, error);
        return error_set(error, STATUS_LIMIT, "the page has too many elements");
    }
    if (blocks->text.status == STATUS_MEMORY)
        return buf_check(&blocks->text, error);
    sum_up(blocks);
    narrow(blocks);
    return STATUS_OK;
}

void page_blocks_release(struct page_blocks *blocks) {
    buf_release(&blocks->text);
}
