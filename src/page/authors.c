/* Who wrote it, as readers see it: marked elements, links to people's pages, lines that begin as
 * bylines do, labels, signatures below the text, agencies before it. */
#include "page/byline.h"
#include "page/marks.h"
#include "page/viewer.h"

#include "base/utf8.h"
#include "page/find_date.h"

enum {
    PERSON_BYTES_MOST = 300,
    PERSON_NODES_MOST = 200, /* below one element */
    PERSON_DEPTH_MOST = 40,
    NAME_WORDS_MOST = 24,
    BYLINE_WORDS_MOST = 40,
    BYLINE_BYTES_MOST = 120,
    SIGNATURE_WORDS_MOST = 14,
    SIGNATURES_MOST = 2, /* of different people; more are a list of teasers */
    DATELINE_BYTES_MOST = 60,
    BESIDE_BLOCKS = 5, /* behind the headline */
    LIKE = 6,          /* weights of links to authors side by side differ by so much at most */
};

static bool has_token(struct str value, const char *tokens) {
    struct str token;
    while (value.n > 0 && str_next(&value, ' ', &token))
        if (page_in_list(token, tokens))
            return true;
    return false;
}

/* The whole text is one of the phrases, a sign at its end aside. */
static bool has_phrase(struct str text, const char *phrases) {
    struct str rest = str_from(phrases), entry;
    while (str_next(&rest, '|', &entry))
        if (str_starts_case(text, entry) && text.n <= entry.n + 1)
            return true;
    return false;
}

/* Whether the address has a word, or all words, of the name in it: "/people/ada-quayle". */
static bool is_slug_of(struct str slug, struct str name, bool all) {
    size_t found = 0, words = 0;
    struct str word;
    while (str_next(&name, ' ', &word)) {
        if (word.n < 2)
            continue;
        words++;
        found += str_find_case(slug, word) != SIZE_MAX;
    }
    return all ? words > 0 && found == words : found > 0;
}

static bool is_skipped(const struct html_node *node) {
    return html_is(node, STR("script")) || html_is(node, STR("style")) ||
           html_is(node, STR("template")) || html_is(node, STR("button")) || page_is_hidden(node);
}

/* The element within `top` whose line a text stands in. */
static const struct html_node *line_of(const struct html_node *text, const struct html_node *top) {
    static const char inlines[] = "a|abbr|b|bdi|cite|em|font|i|small|span|strong|u|time|mark|sup";
    const struct html_node *node = text->parent;
    for (int depth = 0; node != NULL && node != top && depth < PERSON_DEPTH_MOST; depth++) {
        if (!has_token(html_name(node), inlines))
            return node;
        node = node->parent;
    }
    return top;
}

static bool is_small(char c) {
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

/* Whether what follows begins something else: another block, or "NameFollow" with markup alone
 * between. */
static bool is_parted(const struct buf *out, struct str more, bool other_line) {
    return out->n > 0 && more.n > 0 &&
           (other_line || (is_small(out->p[out->n - 1]) && more.p[0] >= 'A' && more.p[0] <= 'Z'));
}

/* The text below an element, its lines parted by " | ". */
static void add_person_text(const struct html_node *top, struct buf *out) {
    const struct html_node *node = top, *line = NULL;
    bool space = false;
    for (int nodes = 0; node != NULL && nodes < PERSON_NODES_MOST; nodes++) {
        if (node->kind == HTML_ELEMENT && node != top && is_skipped(node)) {
            node = html_next_outside(node, top);
            continue;
        }
        if (html_is(node, STR("br")))
            line = NULL;
        if (node->kind == HTML_TEXT) {
            struct str whole = html_data(node);
            struct str text = str_trim(whole);
            const struct html_node *here = line_of(node, top);
            space = space || text.n == 0 || text.p > whole.p;
            bool other = line != here;
            if (is_parted(out, text, other) && (other || !space))
                BUF_ADD(out, " | ");
            else if (text.n > 0 && out->n > 0 && space)
                BUF_ADD(out, " ");
            if (text.n > 0) {
                space = text.p + text.n < whole.p + whole.n;
                line = here;
            }
            buf_add(out, text);
        }
        node = html_next(node, top);
    }
}

/* Microdata's name of the person, or hCard's. */
static const struct html_node *find_named(const struct html_node *top) {
    const struct html_node *node = html_next(top, top);
    for (int nodes = 0; node != NULL && nodes < PERSON_NODES_MOST; nodes++) {
        if (node->kind == HTML_ELEMENT && !html_is(node, STR("meta")) &&
            (has_token(html_attribute(node, STR("itemprop")), "name") ||
             has_token(html_attribute(node, STR("class")), "fn|p-name")))
            return node;
        node = html_next(node, top);
    }
    return NULL;
}

static struct str person_text(struct page_viewer *viewer, const struct html_node *node) {
    struct buf text;
    buf_init(&text, 4096);
    const struct html_node *named = find_named(node);
    if (named != NULL)
        add_person_text(named, &text);
    if (text.n == 0)
        add_person_text(node, &text);
    bool whole = text.status == STATUS_OK;
    struct str copy = page_take_text(viewer->collector->scratch, &text);
    return whole ? utf8_cut_bytes(copy, PERSON_BYTES_MOST) : STR_NONE;
}

static size_t count_words(struct str text) {
    size_t words = 0;
    struct str word;
    while (str_next(&text, ' ', &word))
        words += word.n > 0;
    return words;
}

/* Elsewhere than the headline; `groups` and `places` that it shares say nothing. */
static bool is_caption(const struct page_viewer *viewer, const struct page_part *part) {
    const struct page_blocks *blocks = viewer->blocks;
    uint64_t groups = PAGE_BIT(PAGE_GROUP_CAPTION);
    uint32_t places = 1u << PAGE_IN_FIGURE;
    if (viewer->title != UINT32_MAX) {
        const struct page_part *title = &blocks->parts[blocks->blocks[viewer->title].part];
        groups &= ~title->near;
        places &= ~title->places;
    }
    return (part->near & groups) != 0 || (part->places & places) != 0;
}

static const uint64_t never_authors = PAGE_BIT(PAGE_GROUP_COMMENT) | PAGE_BIT(PAGE_GROUP_RELATED) |
                                      PAGE_BIT(PAGE_GROUP_REVIEW) | PAGE_BIT(PAGE_GROUP_TEASER);

/* Right below the headline even columns at the side tell who wrote the text, unless they are other
 * articles' or readers'. */
static bool is_beside_headline(const struct page_viewer *viewer, const struct page_part *part,
                               uint32_t block) {
    return viewer->title != UINT32_MAX && block > viewer->title &&
           block <= viewer->title + BESIDE_BLOCKS && (part->far & never_authors) == 0;
}

/* A name and nothing else, as links to people have it. */
static bool is_clean(const struct page_viewer *viewer, struct str text) {
    return page_names(viewer->collector->scratch, text).n == text.n;
}

static bool is_user(const struct page_viewer *viewer, const struct html_node *node) {
    return page_words_name(&viewer->blocks->words, html_attribute(node, STR("class"))).user;
}

/* What a marked or named element is worth; 0: nothing. */
static int person_weight(const struct page_viewer *viewer, const struct page_point *point,
                         struct str text, const char **from) {
    const struct page_part *part = &viewer->blocks->parts[point->part];
    bool near = page_is_near(viewer, point->block);
    struct str slug;
    enum page_link link = page_person_link(point->node, &slug);
    bool slugged = is_slug_of(slug, text, link == PAGE_LINK_MEMBER);
    if (is_caption(viewer, part))
        return 0; /* photographers */
    if (page_is_others(viewer, part)) {
        *from = "author beside the text";
        bool boxed = (part->near & PAGE_BIT(PAGE_GROUP_BYLINE)) != 0;
        if (!boxed || (part->far & never_authors) != 0)
            return 0;
        bool beside = is_beside_headline(viewer, part, point->block) && page_is_full_name(text);
        return point->sure                           ? 55
               : link == PAGE_LINK_AUTHOR && slugged ? 52
               : beside && is_clean(viewer, text)    ? 46
                                                     : 0;
    }
    if (point->sure) {
        *from = "author in the page";
        return near ? 82 : 60;
    }
    if (link != PAGE_LINK_NONE && (slugged || page_is_full_name(text)) && is_clean(viewer, text) &&
        (link == PAGE_LINK_AUTHOR || (slugged && near))) {
        *from = "link to an author";
        return link == PAGE_LINK_MEMBER ? 66 : near ? (slugged ? 76 : 72) : (slugged ? 52 : 46);
    }
    *from = "byline by class";
    bool named = ((part->near | part->own) & PAGE_BIT(PAGE_GROUP_BYLINE)) != 0;
    return (link != PAGE_LINK_NONE || is_user(viewer, point->node)) && !named ? 0 : near ? 68 : 46;
}

/* Who began a thread: the first user below the headline. Comments stand further below. */
static bool offer_user(struct page_viewer *viewer, const struct page_point *point,
                       struct str text) {
    if (!is_user(viewer, point->node) || viewer->title == UINT32_MAX ||
        point->block <= viewer->title || !page_is_near(viewer, point->block) ||
        count_words(text) > 3)
        return false;
    page_offer(viewer->collector, PAGE_BYLINE, text, 58, "user below the headline");
    return true;
}

/* Links side by side are several authors of one article. */
struct run {
    struct str names;
    uint32_t block;
    int weight;
    const char *from;
};

static void end_run(struct page_viewer *viewer, struct run *run) {
    if (run->names.n > 0)
        page_offer(viewer->collector, PAGE_BYLINE, run->names, run->weight, run->from);
    run->names = STR_NONE;
}

static void read_persons(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    struct run run = {0};
    bool user = false;
    for (size_t i = 0; i < blocks->point_count && i < PAGE_POINTS_MOST; i++) {
        const struct page_point *point = &blocks->points[i];
        if (point->time)
            continue;
        struct str text = person_text(viewer, point->node);
        if (count_words(text) > NAME_WORDS_MOST)
            text = str_take(text, str_find(text, STR(" | ")));
        size_t words = count_words(text);
        user = user || offer_user(viewer, point, text);
        const char *from = NULL;
        int weight =
            words > 0 && words <= NAME_WORDS_MOST ? person_weight(viewer, point, text, &from) : 0;
        if (weight == 0)
            continue;
        bool linked = strcmp(from, "link to an author") == 0;
        if (linked && run.names.n > 0 && weight + LIKE >= run.weight &&
            weight <= run.weight + LIKE && point->block <= run.block + 1) {
            if (str_find_case(run.names, text) == SIZE_MAX && run.names.n < PERSON_BYTES_MOST)
                run.names = arena_format(viewer->collector->scratch, "%.*s, %.*s",
                                         STR_ARG(run.names), STR_ARG(text));
            run.block = point->block;
            continue;
        }
        if (linked) {
            end_run(viewer, &run);
            run = (struct run){text, point->block, weight, from};
        } else {
            page_offer(viewer->collector, PAGE_BYLINE, text, weight, from);
        }
    }
    end_run(viewer, &run);
}

/* "By Name" on a line of its own, near the headline or where class words say so. */
static void read_line(struct page_viewer *viewer, uint32_t at, int weight) {
    struct str rest = page_block_text(viewer->blocks, &viewer->blocks->blocks[at]), line, piece;
    while (str_next(&rest, '\n', &line))
        while (str_next(&line, '|', &piece))
            if (piece.n < BYLINE_BYTES_MOST && page_may_open(&viewer->openings, piece) &&
                page_is_byline(piece))
                page_offer(viewer->collector, PAGE_BYLINE, piece, weight, "byline in the text");
}

/* "Author:", or "About the author", with the name in the next block. */
static void read_label(struct page_viewer *viewer, uint32_t at, bool near) {
    static const char about[] =
        "about the author|about the writer|\xC3\xBC"
        "ber den autor|\xC3\xBC"
        "ber die autorin|zur person|zum autor|zur autorin|der autor|die autorin|the author|sobre "
        "el "
        "autor|sobre la autora|sobre o autor|l'auteur|over de auteur|sull'autore|o autorze";
    const struct page_blocks *blocks = viewer->blocks;
    if (at + 1 >= blocks->block_count || blocks->blocks[at + 1].words > 8)
        return;
    struct str label = page_block_text(blocks, &blocks->blocks[at]);
    struct str name = page_block_text(blocks, &blocks->blocks[at + 1]);
    if (page_is_author_label(label))
        page_offer(viewer->collector, PAGE_BYLINE, name, near ? 70 : 50, "behind a label");
    else if (has_phrase(label, about) && page_is_full_name(name))
        page_offer(viewer->collector, PAGE_BYLINE, name, 56, "about the author");
}

static bool has_date(const struct page_viewer *viewer, uint32_t at) {
    const struct page_block *block = &viewer->blocks->blocks[at];
    struct str date;
    return block->words <= 12 && block->digits >= 3 &&
           page_find_date(page_block_text(viewer->blocks, block), &date);
}

/* A full name with nothing else, above or below the date. */
static void read_neighbour(struct page_viewer *viewer, uint32_t at) {
    const struct page_blocks *blocks = viewer->blocks;
    struct str text = page_block_text(blocks, &blocks->blocks[at]);
    if (viewer->blocks->parts[blocks->blocks[at].part].tag == PAGE_TAG_ADDRESS &&
        page_is_full_name(text))
        page_offer(viewer->collector, PAGE_BYLINE, text, 60, "address");
    if (blocks->blocks[at].words > 4 || blocks->blocks[at].link_words > 0 || text.n > 60 ||
        !page_is_full_name(text) || page_is_body(text))
        return;
    if ((at > 0 && has_date(viewer, at - 1)) ||
        (at + 1 < blocks->block_count && has_date(viewer, at + 1)))
        page_offer(viewer->collector, PAGE_BYLINE, text, 47, "beside the date");
}

static void read_bylines(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        const struct page_part *part = &blocks->parts[block->part];
        bool named = ((part->near | block->inner) & page_dated_groups) != 0;
        bool near = page_is_near(viewer, i);
        bool others = page_is_others(viewer, part);
        if (block->words < 1 || block->words > BYLINE_WORDS_MOST ||
            (others && !is_beside_headline(viewer, part, i)))
            continue;
        if (block->words <= 3)
            read_label(viewer, i, near && !others);
        if (others) {
            read_line(viewer, i, 44);
            continue;
        }
        if (part->tag >= PAGE_TAG_H1 && part->tag <= PAGE_TAG_H3)
            continue;
        if (near)
            read_neighbour(viewer, i);
        if (block->words > 1 && (named || near))
            read_line(viewer, i, 54 + (named ? 4 : 0) + (near ? 8 : 0));
    }
}

/* "Text: Name", "Von Name", "Submitted by name on 3 May 2024" anywhere: of few people only. */
static bool is_signature(const struct page_viewer *viewer, const struct page_block *block,
                         struct str text) {
    struct str date, name;
    if (block->words < 2 || block->words > SIGNATURE_WORDS_MOST || text.n >= BYLINE_BYTES_MOST ||
        block->link_words == block->words || !page_may_open(&viewer->openings, text))
        return false;
    if (page_is_signed(text))
        return true;
    if (page_is_submission(text) && page_find_date(text, &date))
        return true;
    if (!page_is_byline(text))
        return false;
    name = str_skip(text, str_find_byte(text, ' ') + 1);
    return page_is_full_name(name);
}

/* "Ada Quayle is a reporter of …" below the text: the name; absent where it is none. */
static struct str name_of_bio(struct str text) {
    static const char verbs[] =
        " is | was | ist | war | arbeitet | schreibt | writes | covers | es | est | \xC3\xA8 | is "
        "the "
        "| has | reports | works | lebt | leitet | studierte | escribe | lavora ";
    struct str rest = str_from(verbs), verb;
    size_t first = SIZE_MAX;
    text = str_take(text, BYLINE_BYTES_MOST);
    while (str_next(&rest, '|', &verb)) {
        size_t at = str_find(str_take(text, 60), verb);
        first = at < first ? at : first;
    }
    struct str name = str_take(text, first);
    bool person = first != SIZE_MAX && page_is_full_name(name) && !page_is_body(name);
    return person && page_has_role(str_skip(text, first)) ? name : STR_NONE;
}

static void read_bios(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    struct str found = STR_NONE;
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        if (block->words < 6 || page_is_near(viewer, i) ||
            (viewer->title != UINT32_MAX && i < viewer->title) ||
            (blocks->parts[block->part].far & never_authors) != 0)
            continue;
        struct str name = name_of_bio(page_block_text(blocks, block));
        if (name.n == 0 || str_eq(name, found))
            continue;
        if (found.n > 0)
            return; /* several: a list of people */
        found = name;
    }
    page_offer(viewer->collector, PAGE_BYLINE, found, 54, "about the author");
}

static void read_signatures(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    struct str found[SIGNATURES_MOST];
    size_t count = 0;
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        const struct page_part *part = &blocks->parts[block->part];
        struct str text = page_block_text(blocks, block);
        if (page_is_near(viewer, i) || (part->tag >= PAGE_TAG_H1 && part->tag <= PAGE_TAG_H3) ||
            !is_signature(viewer, block, text) || page_is_others(viewer, part))
            continue;
        bool known = false;
        for (size_t k = 0; k < count; k++)
            known = known || str_eq(found[k], text);
        if (known)
            continue;
        if (count == SIGNATURES_MOST)
            return;
        found[count++] = text;
    }
    for (size_t k = 0; k < count; k++)
        page_offer(viewer->collector, PAGE_BYLINE, found[k], 48, "signature");
}

/* "HAMBURG (dpa/lno) - " before the text. */
static void read_dateline(struct page_viewer *viewer) {
    const struct page_blocks *blocks = viewer->blocks;
    uint32_t first = viewer->title == UINT32_MAX ? 0 : viewer->title + 1;
    for (uint32_t i = first; i < blocks->block_count && i < first + 30; i++) {
        struct str text =
            str_take(page_block_text(blocks, &blocks->blocks[i]), DATELINE_BYTES_MOST);
        size_t open = str_find_byte(text, '('), close = str_find_byte(text, ')');
        if (blocks->blocks[i].words < 12 || open == SIZE_MAX || close == SIZE_MAX || close < open ||
            count_words(str_take(text, open)) > 4)
            continue;
        struct str agency = str_of(text.p + open + 1, close - open - 1);
        struct str behind = str_trim(str_skip(text, close + 1));
        bool dash = str_starts(behind, STR("-")) || str_starts(behind, STR("\xE2\x80\x93")) ||
                    str_starts(behind, STR("\xE2\x80\x94"));
        if (dash && page_is_agency(agency)) {
            page_offer(viewer->collector, PAGE_BYLINE, agency, 47, "dateline");
            return;
        }
    }
}

void page_read_authors(struct page_viewer *viewer) {
    page_openings_init(&viewer->openings);
    read_persons(viewer);
    read_bylines(viewer);
    read_signatures(viewer);
    read_bios(viewer);
    read_dateline(viewer);
}
