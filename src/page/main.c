/* The main text: blocks are asked twice (features.h), what is believed is kept. */
#include "page/collect.h"

#include "base/utf8.h"
#include "page/model.h"

enum { TEXT_MOST = 1024 * 1024 };

struct choice {
    struct page_collector *collector;
    struct page_blocks *blocks;
    int32_t *opinions; /* second ones; above 0: kept */
};

static enum status judge(struct choice *choice, struct error *error) {
    struct page_blocks *blocks = choice->blocks;
    struct arena *arena = choice->collector->scratch;
    struct page_setting setting = page_setting_of(choice->collector, blocks);
    struct page_view view;
    struct page_answers answers;
    enum status status = page_view_make(&view, arena, blocks, &setting, error);
    int32_t *first = arena_array(arena, blocks->block_count + 1, int32_t);
    choice->opinions = arena_array(arena, blocks->block_count + 1, int32_t);
    if (status != STATUS_OK || first == NULL || choice->opinions == NULL)
        return arena_status(arena, error);
    for (uint32_t i = 0; i < blocks->block_count; i++) {
        page_ask_first(&view, i, &answers);
        first[i] = page_model_sum(page_model_first, &answers);
    }
    status = page_view_learn(&view, arena, blocks, first, error);
    for (uint32_t i = 0; i < blocks->block_count && status == STATUS_OK; i++) {
        page_ask_second(&view, i, &answers);
        choice->opinions[i] = page_model_sum(page_model_second, &answers);
    }
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

static bool believed(const struct choice *choice) {
    for (size_t i = 0; i < choice->blocks->block_count; i++)
        if (choice->opinions[i] > 0)
            return true;
    return false;
}

enum status page_read_main(struct page_collector *collector, struct page_blocks *blocks,
                           struct error *error) {
    struct choice choice = {.collector = collector, .blocks = blocks};
    enum status status = judge(&choice, error);
    if (status != STATUS_OK || !believed(&choice))
        return status;
    keep_headings(&choice);
    collector->page->from[PAGE_TEXT] = "blocks";
    write_text(&choice);
    return page_write_html(collector, blocks, choice.opinions, error);
}
