/* The main text: blocks are asked twice (features.h), what is believed is kept. */
#include "page/collect.h"

#include "base/utf8.h"
#include "html/sanitize.h"
#include "page/context.h"
#include "page/count.h"
#include "page/model.h"
#include "text/excerpt.h"

enum {
    TEXT_MOST = 1024 * 1024,
    BYLINE_REACH = 8, /* kept blocks among which a byline is looked for */
    BYLINE_WORDS_MOST = 20,
    LINK_LINE_MOST = 14, /* words */
    EXCERPT_BYTES = 2000,
    OFFERS = 1500,     /* against what is called a newsletter's: boxes in the text read like it */
    SHORT_MOST = 40,   /* words of a text that are too few to be all */
    HIDDEN_LEAST = 60, /* words that hidden text must add to be read */
    BODY_LEAST = 80,   /* words that articleBody must have beyond twice the text's */
};

struct choice {
    struct page_collector *collector;
    struct page_blocks *blocks;
    int32_t *opinions; /* second ones, seen from the limit; above 0: kept */
};

/* Added to the opinions: on pages that are no articles much of the content is short, and readers
 * miss more by what is left out; on articles they mind what is too much. */
static const int32_t generosity[PAGE_KINDS] = {
    [PAGE_KIND_OTHER] = 100, [PAGE_KIND_ARTICLE] = -600, [PAGE_KIND_FORUM] = 100,
    [PAGE_KIND_PRODUCT] = 0, [PAGE_KIND_LIST] = 100,     [PAGE_KIND_DOCUMENTATION] = 100,
    [PAGE_KIND_VIDEO] = 0,
};

/* Opinions in steps of 250, from -4 on, and what they say of the odds, thousandths. */
enum { STEPS = 33, STEP = 250, LOWEST = -4000, LEAST = -1000, MOST = 300 };
static const uint16_t chances[STEPS] = {
    18,  23,  29,  37,  47,  60,  76,  95,  119, 148, 182, 223, 269, 321, 378, 438, 500,
    562, 622, 679, 731, 777, 818, 852, 881, 905, 924, 940, 953, 963, 971, 977, 982,
};

static size_t step_of(int32_t opinion) {
    int32_t step = (opinion - LOWEST) / STEP;
    return opinion < LOWEST ? 0 : step >= STEPS ? STEPS - 1 : (size_t)step;
}

/* Where to cut, so that the balance of what is right in what stays and of what stays of what is
 * right (F1, in words) may be expected to be best. Where little is sure, it is lower. */
static int32_t find_limit(const struct page_blocks *blocks, const int32_t *opinions) {
    uint64_t words[STEPS] = {0}, right = 0, kept = 0, kept_right = 0, best = 0, best_of = 1;
    size_t limit = STEPS - 1;
    for (size_t i = 0; i < blocks->block_count; i++)
        words[step_of(opinions[i])] += blocks->blocks[i].words + 1;
    for (size_t i = 0; i < STEPS; i++)
        right += words[i] * chances[i];
    for (size_t i = STEPS; i-- > 0;) {
        kept += words[i];
        kept_right += words[i] * chances[i];
        if (words[i] > 0 && kept_right * best_of > best * (kept * 1000 + right)) {
            best = kept_right;
            best_of = kept * 1000 + right;
            limit = i;
        }
    }
    int32_t opinion = LOWEST + (int32_t)limit * STEP;
    return opinion < LEAST ? LEAST : opinion > MOST ? MOST : opinion;
}

static enum status judge(struct choice *choice, struct error *error) {
    struct page_blocks *blocks = choice->blocks;
    struct arena *arena = choice->collector->scratch;
    struct page_setting setting = page_setting_of(choice->collector);
    struct page_view view;
    struct page_answers answers;
    int16_t measures[PAGE_M_COUNT];
    enum status status = page_view_make(&view, arena, blocks, &setting, error);
    int32_t *first = arena_array(arena, blocks->block_count + 1, int32_t);
    choice->opinions = arena_array(arena, blocks->block_count + 1, int32_t);
    if (status != STATUS_OK || first == NULL || choice->opinions == NULL)
        return arena_status(arena, error);
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        page_ask_first(&view, i, &answers);
        first[i] = page_model_first(&answers);
    }
    status = page_view_learn(&view, arena, blocks, first, error);
    for (uint32_t i = 0; i < blocks->block_count && status == STATUS_OK; i++) {
        page_measure(&view, i, measures);
        choice->opinions[i] = page_model_second(measures) + generosity[setting.kind] -
                              (measures[PAGE_M_FAR + PAGE_GROUP_NEWSLETTER] > 0 ? OFFERS : 0);
    }
    int32_t limit = status == STATUS_OK ? find_limit(blocks, choice->opinions) : 0;
    for (uint32_t i = 0; i < blocks->block_count && status == STATUS_OK; i++)
        choice->opinions[i] -= limit - 1; /* what stands at the limit stays */
    return status;
}

/* White space between blocks as their elements ask for. */
static void part_blocks(struct choice *choice, struct buf *text, const struct page_block *last,
                        const struct page_block *block) {
    const struct page_part *parts = choice->blocks->parts;
    uint8_t above = parts[last->part].tag, tag = parts[block->part].tag;
    bool cells = (above == PAGE_TAG_TD || above == PAGE_TAG_TH) &&
                 (tag == PAGE_TAG_TD || tag == PAGE_TAG_TH);
    bool row = cells && parts[last->part].parent == parts[block->part].parent;
    bool list = (above == PAGE_TAG_LI || above == PAGE_TAG_DT || above == PAGE_TAG_DD) &&
                (tag == PAGE_TAG_LI || tag == PAGE_TAG_DT || tag == PAGE_TAG_DD);
    buf_add_cstr(text, row ? "\t" : cells || list ? "\n" : "\n\n");
}

static void write_text(struct choice *choice) {
    const struct page_blocks *blocks = choice->blocks;
    struct page *page = choice->collector->page;
    const struct page_block *last = NULL;
    struct buf text;
    buf_init(&text, 2 * TEXT_MOST);
    for (size_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        if (choice->opinions[i] <= 0)
            continue;
        if (last != NULL)
            part_blocks(choice, &text, last, block);
        buf_add(&text, page_block_text(blocks, block));
        page->words += block->words;
        last = block;
    }
    page->text = utf8_clean_copy(choice->collector->arena, buf_str(&text), UTF8_TEXT, TEXT_MOST);
    buf_release(&text);
}

static bool is_heading(uint8_t tag) {
    return tag >= PAGE_TAG_H2 && tag <= PAGE_TAG_H4;
}

/* A heading right before text that is kept, in the same element, goes with it. */
static void keep_headings(struct choice *choice) {
    const struct page_blocks *blocks = choice->blocks;
    for (size_t i = blocks->block_count; i-- > 1;) {
        const struct page_part *below = &blocks->parts[blocks->blocks[i].part];
        const struct page_block *heading = &blocks->blocks[i - 1];
        const struct page_part *part = &blocks->parts[heading->part];
        if (choice->opinions[i] > 0 && choice->opinions[i - 1] <= 0 && is_heading(part->tag) &&
            part->parent == below->parent && heading->link_words == 0)
            choice->opinions[i - 1] = 1;
    }
}

static bool is_link_line(const struct page_block *block) {
    return block->words <= LINK_LINE_MOST && block->link_words * 5 >= block->words * 4;
}

/* Lines of links at the very end of an article lead away from it. */
static void trim_links(struct choice *choice) {
    const struct page_blocks *blocks = choice->blocks;
    if (choice->collector->kind != PAGE_KIND_ARTICLE && choice->collector->kind != PAGE_KIND_OTHER)
        return;
    for (size_t i = blocks->block_count; i-- > 0;) {
        if (choice->opinions[i] > 0 && !is_link_line(&blocks->blocks[i]))
            break;
        choice->opinions[i] = 0;
    }
}

/* A line at the beginning that says hardly more than who wrote the article is told in `byline`. */
static void drop_bylines(struct choice *choice) {
    const struct page_blocks *blocks = choice->blocks;
    struct str byline = choice->collector->page->byline;
    struct str first = str_take(byline, str_find_byte(byline, ','));
    size_t kept = 0;
    for (size_t i = 0; i < blocks->block_count && kept < BYLINE_REACH && first.n > 0; i++) {
        const struct page_block *block = &blocks->blocks[i];
        if (choice->opinions[i] <= 0)
            continue;
        kept++;
        struct str text = page_block_text(blocks, block);
        if (block->words <= BYLINE_WORDS_MOST && !block->ends && text.n < byline.n + 60 &&
            page_holds_name(text, first) && page_names(choice->collector->scratch, text).n > 0)
            choice->opinions[i] = 0;
    }
}

static size_t believed_words(const struct choice *choice) {
    size_t words = 0;
    for (size_t i = 0; i < choice->blocks->block_count; i++)
        words += choice->opinions[i] > 0 ? choice->blocks->blocks[i].words : 0;
    return words;
}

/* What scripts would show: read only when next to nothing is shown without them. */
static enum status read_hidden(struct choice *choice, struct page_blocks *other,
                               struct error *error) {
    struct choice second = {.collector = choice->collector, .blocks = other};
    enum status status = page_blocks_read(other, choice->collector->scratch,
                                          choice->collector->document.body, true, error);
    if (status == STATUS_OK && other->all_words > HIDDEN_LEAST + 2 * choice->blocks->all_words)
        status = judge(&second, error);
    if (status == STATUS_OK && second.opinions != NULL &&
        believed_words(&second) > HIDDEN_LEAST + believed_words(choice)) {
        *choice = second;
        choice->collector->page->from[PAGE_TEXT] = "blocks, hidden ones too";
    }
    return status;
}

/* JSON-LD's articleBody, for pages that are built by scripts. Plain text, or HTML as text. */
static enum status use_body(struct page_collector *collector, struct error *error) {
    struct page *page = collector->page;
    struct buf markup, html, text;
    buf_init(&markup, 2 * TEXT_MOST);
    buf_init(&html, 4 * TEXT_MOST);
    buf_init(&text, 2 * TEXT_MOST);
    struct str rest = utf8_cut_bytes(collector->body, TEXT_MOST), line;
    bool tags = str_find(rest, STR("</p>")) != SIZE_MAX;
    while (!tags && str_next(&rest, '\n', &line))
        if (str_trim(line).n > 0) {
            BUF_ADD(&markup, "<p>");
            buf_add(&markup, line);
            BUF_ADD(&markup, "</p>\n");
        }
    enum status status = html_sanitize(collector->scratch, tags ? rest : buf_str(&markup),
                                       collector->base, &html, error);
    if (status == STATUS_OK)
        status = html_to_text(collector->scratch, buf_str(&html), &text, error);
    if (status == STATUS_OK) {
        page->html = arena_copy(collector->arena, buf_str(&html));
        page->text = utf8_clean_copy(collector->arena, buf_str(&text), UTF8_TEXT, TEXT_MOST);
        page->words = page_count_text(page->text).words;
        page->from[PAGE_TEXT] = "json-ld articleBody";
    }
    buf_release(&markup);
    buf_release(&html);
    buf_release(&text);
    return status == STATUS_LIMIT ? STATUS_OK : status;
}

/* The beginning of the text, where the outlet gave no excerpt: from its first sentence on. */
static void excerpt_from_text(struct choice *choice) {
    const struct page_blocks *blocks = choice->blocks;
    struct page_collector *collector = choice->collector;
    struct buf text;
    buf_init(&text, 2 * EXCERPT_BYTES);
    for (size_t i = 0; i < blocks->block_count && text.n < EXCERPT_BYTES; i++) {
        const struct page_block *block = &blocks->blocks[i];
        uint8_t tag = blocks->parts[block->part].tag;
        bool heading = tag >= PAGE_TAG_H1 && tag <= PAGE_TAG_H4;
        if (choice->opinions[i] <= 0 || heading || (text.n == 0 && block->sentences == 0))
            continue;
        if (text.n > 0)
            buf_add_byte(&text, ' ');
        buf_add(&text, utf8_cut_bytes(page_block_text(blocks, block), EXCERPT_BYTES));
    }
    struct str line =
        utf8_clean_copy(collector->scratch, buf_str(&text), UTF8_LINE, 2 * EXCERPT_BYTES);
    buf_release(&text);
    if (line.n == 0)
        return;
    collector->page->excerpt = text_excerpt(collector->arena, line, TEXT_EXCERPT_RECORD);
    collector->page->from[PAGE_EXCERPT] = "text";
}

enum status page_read_main(struct page_collector *collector, struct page_blocks *blocks,
                           struct error *error) {
    struct choice choice = {.collector = collector, .blocks = blocks};
    struct page_blocks other = {0};
    collector->page->from[PAGE_TEXT] = "blocks";
    enum status status = judge(&choice, error);
    if (status == STATUS_OK && blocks->unseen_count > 0 && believed_words(&choice) < SHORT_MOST)
        status = read_hidden(&choice, &other, error);
    size_t words = status == STATUS_OK ? believed_words(&choice) : 0;
    if (status == STATUS_OK && page_count_text(collector->body).words > BODY_LEAST + 2 * words)
        status = use_body(collector, error);
    else if (status == STATUS_OK && words > 0) {
        trim_links(&choice);
        keep_headings(&choice);
        drop_bylines(&choice);
        write_text(&choice);
        if (str_empty(collector->page->excerpt))
            excerpt_from_text(&choice);
        status = page_write_html(collector, choice.blocks, choice.opinions, error);
    } else
        collector->page->from[PAGE_TEXT] = NULL;
    page_blocks_release(&other);
    return status;
}
