#include "page/page.h"

#include "base/utf8.h"
#include "date/date.h"
#include "html/decode.h"
#include "html/sanitize.h"
#include "page/collect.h"
#include "page/count.h"
#include "url/url.h"

enum {
    SCRATCH_MOST = 256 * 1024 * 1024,
};

static const char *const field_names[PAGE_FIELDS] = {
    [PAGE_CANONICAL] = "canonicalUrl",
    [PAGE_AMP] = "ampUrl",
    [PAGE_TITLE] = "title",
    [PAGE_BYLINE] = "byline",
    [PAGE_PUBLISHED] = "published",
    [PAGE_MODIFIED] = "modified",
    [PAGE_LANGUAGE] = "language",
    [PAGE_SITE_NAME] = "siteName",
    [PAGE_EXCERPT] = "excerpt",
    [PAGE_TYPE] = "type",
    [PAGE_IMAGE] = "image",
    [PAGE_TEXT] = "text",
    [PAGE_PAYWALLED] = "paywalled",
};

const char *page_field_name(enum page_field field) {
    return field_names[field];
}

/* <base href>, where there is one. */
static void find_base(struct page_collector *collector) {
    const struct html_node *head = collector->document.head;
    for (const struct html_node *node = head->first; node != NULL; node = node->next) {
        struct str absolute;
        if (node->tag != HTML_TAG_BASE)
            continue;
        if (url_resolve(collector->scratch, html_attribute(node, STR("href")), collector->base,
                        &absolute, NULL) == STATUS_OK)
            collector->base = absolute;
        return;
    }
}

/* Every claimed title is one of them: the page may show another than the one that won. */
struct page_setting page_setting_of(struct page_collector *collector) {
    struct page_setting setting = {.kind = collector->kind};
    memcpy(setting.points, collector->kind_points, sizeof setting.points);
    size_t most = sizeof setting.titles / sizeof setting.titles[0], count = 0, at = SIZE_MAX;
    setting.titles[count++] = page_text_key(collector->page->title);
    struct page_candidate *candidate;
    while (count < most && (candidate = page_next_candidate(collector, PAGE_TITLE, &at)) != NULL)
        setting.titles[count++] = page_text_key(candidate->value);
    setting.excerpt = page_text_key(collector->page->excerpt);
    return setting;
}

/* What the page claims is evidence; the points of all evidence decide. */
static void offer_kind(struct page_collector *collector) {
    struct page *page = collector->page;
    page->type = str_from(page_kind_name(collector->kind));
    page->from[PAGE_TYPE] = "points";
    page_offer(collector, PAGE_TYPE, page->type, 100, page->from[PAGE_TYPE]);
    for (size_t i = 0; i < collector->candidate_count; i++)
        collector->candidates[i].won =
            collector->candidates[i].won || collector->candidates[i].from == page->from[PAGE_TYPE];
}

enum status page_prepare(struct page_collector *collector, struct str bytes,
                         struct str content_type, struct buf *text, struct page_blocks *blocks,
                         struct error *error) {
    *blocks = (struct page_blocks){0};
    collector->candidates =
        arena_array(collector->scratch, PAGE_CANDIDATES_MOST, struct page_candidate);
    collector->names = arena_array(collector->scratch, PAGE_CANDIDATES_MOST, struct str);
    if (collector->candidates == NULL || collector->names == NULL)
        return arena_status(collector->scratch, error);
    enum status status = html_decode_view(bytes, content_type, text, &collector->utf8, error);
    if (status == STATUS_OK)
        status = html_parse(collector->scratch, collector->utf8, &collector->document, error);
    if (status != STATUS_OK)
        return status;
    find_base(collector);
    page_read_data(collector);
    page_read_head(collector);
    status = page_blocks_read(blocks, collector->scratch, collector->document.body, false, error);
    if (status != STATUS_OK)
        return status;
    page_read_visible(collector, blocks);
    page_conclude(collector);
    collector->kind = page_find_kind(collector, blocks);
    offer_kind(collector);
    page_keep_evidence(collector);
    /* At the cap of the scratch what was read counts; without memory nobody knows what is missing.
     */
    if (collector->scratch->starved)
        return arena_status(collector->scratch, error);
    return arena_status(collector->arena, error);
}

enum status page_extract(struct arena *arena, struct str bytes, struct str url,
                         struct str content_type, struct page *page, struct error *error) {
    *page =
        (struct page){.url = arena_copy(arena, url), .published = TIME_NONE, .modified = TIME_NONE};
    if (bytes.n > PAGE_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "the page is longer than %d bytes", PAGE_BYTES_MOST);
    struct arena scratch;
    struct buf text;
    struct page_blocks blocks, quoted = {0};
    struct page_blocks *used = &blocks;
    arena_init(&scratch, SCRATCH_MOST);
    buf_init(&text, 4 * PAGE_BYTES_MOST);
    struct page_collector collector = {
        .arena = arena, .scratch = &scratch, .base = url, .page = page};
    enum status status = page_prepare(&collector, bytes, content_type, &text, &blocks, error);
    if (status == STATUS_OK)
        page_find_next(&collector, &blocks.words);
    if (status == STATUS_OK && page_take_unquoted(&collector)) {
        used = &quoted;
        status = page_blocks_read(used, &scratch, collector.document.body, false, error);
    }
    if (status == STATUS_OK)
        status = page_read_main(&collector, used, error);
    if (status == STATUS_OK && arena_failed(arena))
        status = arena_status(arena, error);
    page_blocks_release(&quoted);
    page_blocks_release(&blocks);
    arena_release(&scratch);
    buf_release(&text);
    return status;
}
