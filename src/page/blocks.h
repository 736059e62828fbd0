/* A page taken apart: its elements, and the blocks of text between the ends of block elements, with
 * what can be counted about each. */
#ifndef PAGE_BLOCKS_H
#define PAGE_BLOCKS_H

#include "base/arena.h"
#include "base/buf.h"
#include "html/dom.h"
#include "page/words.h"

/* Elements that are told apart; what a block's own element is. */
enum page_tag {
    PAGE_TAG_OTHER,
    PAGE_TAG_P,
    PAGE_TAG_DIV,
    PAGE_TAG_LI,
    PAGE_TAG_TD,
    PAGE_TAG_TH,
    PAGE_TAG_H1,
    PAGE_TAG_H2,
    PAGE_TAG_H3,
    PAGE_TAG_H4, /* and below */
    PAGE_TAG_SECTION,
    PAGE_TAG_BLOCKQUOTE,
    PAGE_TAG_PRE,
    PAGE_TAG_DT,
    PAGE_TAG_DD,
    PAGE_TAG_CAPTION,
    PAGE_TAG_SUMMARY,
    PAGE_TAG_BUTTON,
    PAGE_TAG_LABEL,
    PAGE_TAG_ADDRESS,
    PAGE_TAGS,
};

/* What a block stands inside of; also by role. */
enum page_place {
    PAGE_IN_ARTICLE,
    PAGE_IN_MAIN,
    PAGE_IN_SECTION,
    PAGE_IN_ASIDE,
    PAGE_IN_NAV,
    PAGE_IN_HEADER,       /* the page's */
    PAGE_IN_FOOTER,       /* the page's */
    PAGE_IN_INNER_HEADER, /* of an article or main */
    PAGE_IN_INNER_FOOTER,
    PAGE_IN_FORM,
    PAGE_IN_LIST,
    PAGE_IN_TABLE,
    PAGE_IN_FIGURE,
    PAGE_IN_DIALOG,
    PAGE_IN_BLOCKQUOTE,
    PAGE_IN_DETAILS,
    PAGE_IN_LINK, /* the link holds the block */
    PAGE_IN_DL,
    PAGE_IN_BUTTON,
    PAGE_IN_ADDRESS,
    PAGE_IN_HEADING,
    PAGE_IN_NOSCRIPT, /* what readers without scripts see: the whole of some pages */
    PAGE_IN_FOLDED,   /* not shown until the reader opens it: a tab, an accordion */
    PAGE_PLACES,
};

/* An element that is block-like: the inline ones count for the block they are in. */
struct page_part {
    struct html_node *node;
    uint32_t parent; /* index; 0 is its own */
    uint32_t depth;
    /* Groups of its own class words, with two above, and with all above that do not hold most of
     * the page. */
    uint64_t own, near, far;
    uint32_t own_places, places; /* places that are beside the text: as `far` */
    uint8_t tag;
    uint32_t hash;      /* of its name and class */
    uint32_t signature; /* of its name and class and those of two above */
    /* Of all below: */
    uint32_t words, link_words, sentences;
    uint32_t first_block, end_block;
    int64_t first_sum;  /* first opinions times words, features.h */
    uint32_t signed_at; /* index of its signature's statistics */
    uint32_t article;   /* the innermost <article> around it; 0: none */
    uint32_t record;    /* of the innermost around it of which there are several; 0: none */
};

struct page_block {
    uint32_t part;
    size_t start, end;              /* in the text */
    struct html_node *first, *last; /* text nodes, in document order */
    uint64_t inner;                 /* groups of inline elements inside */
    uint64_t phrases;
    uint32_t words, link_words;         /* unspaced scripts: half a word a character */
    uint32_t letters, digits, capitals; /* capitals: words that begin with one */
    uint32_t sentences, commas;
    uint32_t key;  /* of its letters and digits */
    bool ends;     /* with the end of a sentence */
    bool breaks;   /* begins after a <br> in the same element */
    bool emphasis; /* all of it bold */
    bool money;
};

struct page_picture {
    struct html_node *node;
    uint32_t part;
    uint32_t block; /* how many blocks stand before it */
};

/* An element that may name who wrote it, or when. */
struct page_point {
    struct html_node *node;
    uint32_t part;
    uint32_t block; /* how many blocks were ended or begun before it */
    bool time;      /* <time>; else a name */
    bool sure;      /* rel or itemprop says author, not only a class word */
};

struct page_blocks {
    struct page_words words;
    struct page_part *parts;
    struct page_block *blocks;
    struct page_picture *pictures;
    struct page_point *points;
    struct html_node **unseen; /* hidden elements, which were not read */
    size_t part_count, part_capacity, block_count, block_capacity;
    size_t picture_count, picture_capacity, unseen_count, unseen_capacity, point_count,
        point_capacity;
    struct buf text; /* of all blocks, white space folded; page_blocks_release */
    uint32_t all_words;
};

/* Whether a reader does not see the element at first: `hidden`, aria-hidden, or a style that says
 * so. Style sheets are not read. */
bool page_is_hidden(const struct html_node *node);

/* Takes the page apart. What readers cannot come to see is left out (attacks.md H23), known by
 * `hidden`, aria-hidden and inline styles; style sheets are not read. `hidden` reads that, too.
 * Everything but the text lies in the arena. Linear, without recursion. */
enum status page_blocks_read(struct page_blocks *blocks, struct arena *arena,
                             struct html_node *body, bool hidden, struct error *error);
void page_blocks_release(struct page_blocks *blocks);

static inline struct str page_block_text(const struct page_blocks *blocks,
                                         const struct page_block *block) {
    return str_of(buf_cstr(&blocks->text) + block->start, block->end - block->start);
}
#endif
