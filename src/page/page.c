#include "page/page.h"

#include "base/utf8.h"
#include "date/date.h"
#include "html/decode.h"
#include "html/sanitize.h"
#include "page/collect.h"
#include "url/url.h"

enum {
    SCRATCH_MOST = 256 * 1024 * 1024,
    TITLE_MOST = 1000,
    NAME_MOST = 300,
    EXCERPT_MOST = 2000,
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

/* A finding as plain text of one line, its HTML resolved. */
static struct str line_of(struct page_collector *collector, enum page_field field, size_t most) {
    struct str value = utf8_cut_bytes(collector->findings[field].value, 16 * most);
    struct buf text;
    if (str_absent(value))
        return STR_NONE;
    buf_init(&text, 64 * most);
    struct str line = value;
    if (html_to_text(collector->scratch, value, &text, NULL) == STATUS_OK)
        line = buf_str(&text);
    line = utf8_clean_copy(collector->arena, line, UTF8_LINE, most);
    buf_release(&text);
    if (line.n > 0)
        collector->page->from[field] = collector->findings[field].from;
    return line.n > 0 ? line : STR_NONE;
}

static struct str link_of(struct page_collector *collector, enum page_field field) {
    struct str absolute = STR_NONE;
    struct str value = collector->findings[field].value;
    if (value.n == 0 ||
        url_resolve(collector->arena, value, collector->base, &absolute, NULL) != STATUS_OK)
        return STR_NONE;
    collector->page->from[field] = collector->findings[field].from;
    return absolute;
}

/* Another site's address is not believed: a page could take over its articles (attacks.md H20). */
static struct str own_link(struct page_collector *collector, enum page_field field) {
    struct str url = collector->page->url;
    struct str absolute = link_of(collector, field);
    if (str_absent(absolute) || str_absent(url))
        return absolute;
    struct str here = url_domain(collector->scratch, url);
    struct str there = url_domain(collector->scratch, absolute);
    if (!str_absent(here) && str_eq(here, there))
        return absolute;
    collector->page->from[field] = NULL;
    return STR_NONE;
}

static int64_t time_of(struct page_collector *collector, enum page_field field) {
    int64_t time;
    struct str value = str_trim(collector->findings[field].value);
    if (value.n == 0 || value.n > 100 || date_parse(value, &time, NULL) != STATUS_OK)
        return TIME_NONE;
    collector->page->from[field] = collector->findings[field].from;
    return time;
}

/* "Headline | The Site" without the site. */
static struct str without_site(struct str title, struct str site) {
    static const struct str separators[] = {STR_INIT(" | "),
                                            STR_INIT(" - "),
                                            STR_INIT(" \xE2\x80\x93 "),
                                            STR_INIT(" \xE2\x80\x94 "),
                                            STR_INIT(" :: "),
                                            STR_INIT(" \xC2\xBB ")};
    if (site.n == 0 || !str_ends(title, site))
        return title;
    struct str rest = str_take(title, title.n - site.n);
    for (size_t i = 0; i < sizeof separators / sizeof separators[0]; i++)
        if (str_ends(rest, separators[i]) && rest.n > separators[i].n)
            return str_take(rest, rest.n - separators[i].n);
    return title;
}

static struct str without_by(struct str byline) {
    if (str_starts_case(byline, STR("by ")))
        byline = str_skip(byline, 3);
    return byline.n > 0 ? byline : STR_NONE;
}

/* "en_US" as BCP 47 has it, "en-US". */
static struct str language_of(struct page_collector *collector) {
    struct str language = line_of(collector, PAGE_LANGUAGE, 35);
    for (size_t i = 0; i < language.n; i++)
        if (language.p[i] == '_')
            ((char *)(uintptr_t)language.p)[i] = '-';
    return language;
}

static int pixels(struct str text) {
    uint64_t value;
    return str_to_u64(str_trim(text), &value) && value < 100000 ? (int)value : 0;
}

static void conclude(struct page_collector *collector) {
    struct page *page = collector->page;
    page->canonical_url = own_link(collector, PAGE_CANONICAL);
    page->amp_url = own_link(collector, PAGE_AMP);
    page->site_name = line_of(collector, PAGE_SITE_NAME, NAME_MOST);
    page->title = without_site(line_of(collector, PAGE_TITLE, TITLE_MOST), page->site_name);
    page->byline = without_by(line_of(collector, PAGE_BYLINE, NAME_MOST));
    page->published = time_of(collector, PAGE_PUBLISHED);
    page->modified = time_of(collector, PAGE_MODIFIED);
    page->language = language_of(collector);
    page->excerpt = line_of(collector, PAGE_EXCERPT, EXCERPT_MOST);
    struct str type = line_of(collector, PAGE_TYPE, NAME_MOST);
    page->type = str_starts(type, STR("video")) ? STR("video") : type;
    page->image_url = link_of(collector, PAGE_IMAGE);
    if (collector->findings[PAGE_IMAGE].rank <= 12 && !str_absent(page->image_url)) {
        page->image_width = pixels(collector->image_width);
        page->image_height = pixels(collector->image_height);
    }
    page->paywalled = !str_absent(line_of(collector, PAGE_PAYWALLED, NAME_MOST));
}

/* <base href>, where there is one. */
static void find_base(struct page_collector *collector) {
    const struct html_node *head = collector->document.head;
    for (const struct html_node *node = head->first; node != NULL; node = node->next) {
        struct str absolute;
        if (!html_is(node, STR("base")))
            continue;
        if (url_resolve(collector->scratch, html_attribute(node, STR("href")), collector->base,
                        &absolute, NULL) == STATUS_OK)
            collector->base = absolute;
        return;
    }
}

/* The title with the outlet's name is one of them: the page may show either. */
struct page_setting page_setting_of(struct page_collector *collector,
                                    const struct page_blocks *blocks) {
    struct page_setting setting = {.kind = page_find_kind(collector, blocks)};
    setting.titles[0] = page_text_key(collector->page->title);
    setting.titles[1] = page_text_key(collector->findings[PAGE_TITLE].value);
    setting.excerpt = page_text_key(collector->page->excerpt);
    return setting;
}

enum status page_prepare(struct page_collector *collector, struct str bytes,
                         struct str content_type, struct buf *text, struct page_blocks *blocks,
                         struct error *error) {
    enum status status = html_decode(bytes, content_type, text, NULL, error);
    *blocks = (struct page_blocks){0};
    if (status == STATUS_OK)
        status = html_parse(collector->scratch, buf_str(text), &collector->document, error);
    if (status != STATUS_OK)
        return status;
    find_base(collector);
    page_read_data(collector);
    page_read_head(collector);
    conclude(collector);
    return page_blocks_read(blocks, collector->scratch, collector->document.body, false, error);
}

enum status page_extract(struct arena *arena, struct str bytes, struct str url,
                         struct str content_type, struct page *page, struct error *error) {
    *page =
        (struct page){.url = arena_copy(arena, url), .published = TIME_NONE, .modified = TIME_NONE};
    if (bytes.n > PAGE_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "the page is longer than %d bytes", PAGE_BYTES_MOST);
    struct arena scratch;
    struct buf text;
    struct page_blocks blocks;
    arena_init(&scratch, SCRATCH_MOST);
    buf_init(&text, 4 * PAGE_BYTES_MOST);
    struct page_collector collector = {
        .arena = arena, .scratch = &scratch, .base = url, .page = page};
    enum status status = page_prepare(&collector, bytes, content_type, &text, &blocks, error);
    if (status == STATUS_OK)
        status = page_read_main(&collector, &blocks, error);
    if (status == STATUS_OK && arena_failed(arena))
        status = arena_status(arena, error);
    page_blocks_release(&blocks);
    arena_release(&scratch);
    buf_release(&text);
    return status;
}
