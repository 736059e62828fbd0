/* What kind of page it is: what the page says of itself, its address, and what it is made of. Each
 * piece of evidence is worth some points for one kind; the kind with the most wins. */
#include "page/collect.h"

#include "page/features.h"
#include "url/url.h"

struct hint {
    const char *word;
    enum page_kind kind;
    int points;
};

/* By the word of a schema.org type or of og:type. */
static const struct hint type_hints[] = {
    {"article", PAGE_KIND_ARTICLE, 30},
    {"newsarticle", PAGE_KIND_ARTICLE, 50},
    {"blogposting", PAGE_KIND_ARTICLE, 40},
    {"reportagenewsarticle", PAGE_KIND_ARTICLE, 50},
    {"analysisnewsarticle", PAGE_KIND_ARTICLE, 50},
    {"opinionnewsarticle", PAGE_KIND_ARTICLE, 50},
    {"liveblogposting", PAGE_KIND_ARTICLE, 50},
    {"scholarlyarticle", PAGE_KIND_ARTICLE, 50},
    {"recipe", PAGE_KIND_ARTICLE, 30},
    {"techarticle", PAGE_KIND_DOCUMENTATION, 25},
    {"apireference", PAGE_KIND_DOCUMENTATION, 40},
    {"discussionforumposting", PAGE_KIND_FORUM, 70},
    {"qapage", PAGE_KIND_FORUM, 60},
    {"question", PAGE_KIND_FORUM, 5},
    {"product", PAGE_KIND_PRODUCT, 35},
    {"productgroup", PAGE_KIND_PRODUCT, 40},
    {"og:product", PAGE_KIND_PRODUCT, 40},
    {"product.item", PAGE_KIND_PRODUCT, 40},
    {"product.group", PAGE_KIND_LIST, 30},
    {"collectionpage", PAGE_KIND_LIST, 35},
    {"itemlist", PAGE_KIND_LIST, 20},
    {"searchresultspage", PAGE_KIND_LIST, 40},
    {"blog", PAGE_KIND_LIST, 15},
    {"videoobject", PAGE_KIND_VIDEO, 8},
    {"video.other", PAGE_KIND_VIDEO, 60},
    {"video.episode", PAGE_KIND_VIDEO, 60},
    {"video.movie", PAGE_KIND_VIDEO, 60},
    {"service", PAGE_KIND_OTHER, 20},
    {"localbusiness", PAGE_KIND_OTHER, 15},
    {"professionalservice", PAGE_KIND_OTHER, 20},
    {"softwareapplication", PAGE_KIND_OTHER, 15},
    {"website", PAGE_KIND_OTHER, 4},
    {"aboutpage", PAGE_KIND_OTHER, 30},
    {"contactpage", PAGE_KIND_OTHER, 30},
};

/* By a whole segment of the path, or the first label of the host. */
static const struct hint path_hints[] = {
    {"forum", PAGE_KIND_FORUM, 40},
    {"forums", PAGE_KIND_FORUM, 40},
    {"thread", PAGE_KIND_FORUM, 40},
    {"threads", PAGE_KIND_FORUM, 40},
    {"t", PAGE_KIND_FORUM, 30},
    {"topic", PAGE_KIND_FORUM, 15},
    {"viewtopic.php", PAGE_KIND_FORUM, 60},
    {"showthread.php", PAGE_KIND_FORUM, 60},
    {"viewthread", PAGE_KIND_FORUM, 60},
    {"discussion", PAGE_KIND_FORUM, 30},
    {"discussions", PAGE_KIND_FORUM, 30},
    {"questions", PAGE_KIND_FORUM, 35},
    {"question", PAGE_KIND_FORUM, 30},
    {"answers", PAGE_KIND_FORUM, 25},
    {"discuss", PAGE_KIND_FORUM, 35},
    {"community", PAGE_KIND_FORUM, 15},
    {"comments", PAGE_KIND_FORUM, 20},
    {"foro", PAGE_KIND_FORUM, 40},
    {"product", PAGE_KIND_PRODUCT, 30},
    {"products", PAGE_KIND_PRODUCT, 30},
    {"p", PAGE_KIND_PRODUCT, 15},
    {"dp", PAGE_KIND_PRODUCT, 25},
    {"item", PAGE_KIND_PRODUCT, 20},
    {"produkt", PAGE_KIND_PRODUCT, 30},
    {"category", PAGE_KIND_LIST, 35},
    {"categories", PAGE_KIND_LIST, 35},
    {"tag", PAGE_KIND_LIST, 35},
    {"tags", PAGE_KIND_LIST, 35},
    {"collections", PAGE_KIND_LIST, 35},
    {"collection", PAGE_KIND_LIST, 30},
    {"archive", PAGE_KIND_LIST, 20},
    {"archives", PAGE_KIND_LIST, 20},
    {"topics", PAGE_KIND_LIST, 25},
    {"search", PAGE_KIND_LIST, 30},
    {"c", PAGE_KIND_LIST, 20},
    {"kategorie", PAGE_KIND_LIST, 35},
    {"author", PAGE_KIND_LIST, 30},
    {"docs", PAGE_KIND_DOCUMENTATION, 45},
    {"doc", PAGE_KIND_DOCUMENTATION, 40},
    {"documentation", PAGE_KIND_DOCUMENTATION, 45},
    {"manual", PAGE_KIND_DOCUMENTATION, 35},
    {"reference", PAGE_KIND_DOCUMENTATION, 30},
    {"api", PAGE_KIND_DOCUMENTATION, 25},
    {"wiki", PAGE_KIND_DOCUMENTATION, 25},
    {"help", PAGE_KIND_DOCUMENTATION, 20},
    {"glossary", PAGE_KIND_DOCUMENTATION, 25},
    {"developer", PAGE_KIND_DOCUMENTATION, 20},
    {"developers", PAGE_KIND_DOCUMENTATION, 20},
    {"readthedocs", PAGE_KIND_DOCUMENTATION, 40},
    {"tutorial", PAGE_KIND_DOCUMENTATION, 20},
    {"guide", PAGE_KIND_DOCUMENTATION, 8},
    {"latest", PAGE_KIND_DOCUMENTATION, 15},
    {"news", PAGE_KIND_ARTICLE, 12},
    {"article", PAGE_KIND_ARTICLE, 30},
    {"articles", PAGE_KIND_ARTICLE, 20},
    {"blog", PAGE_KIND_ARTICLE, 15},
    {"story", PAGE_KIND_ARTICLE, 20},
    {"posts", PAGE_KIND_ARTICLE, 15},
    {"opinion", PAGE_KIND_ARTICLE, 15},
    {"video", PAGE_KIND_VIDEO, 15},
    {"videos", PAGE_KIND_VIDEO, 15},
    {"watch", PAGE_KIND_VIDEO, 20},
    {"services", PAGE_KIND_OTHER, 25},
    {"service", PAGE_KIND_OTHER, 25},
    {"pricing", PAGE_KIND_OTHER, 25},
    {"about", PAGE_KIND_OTHER, 25},
    {"solutions", PAGE_KIND_OTHER, 20},
    {"features", PAGE_KIND_OTHER, 20},
};

static void add(int points[PAGE_KINDS], const struct hint *hints, size_t count, struct str word) {
    for (size_t i = 0; i < count; i++)
        if (str_eq_case(word, str_from(hints[i].word)))
            points[hints[i].kind] += hints[i].points;
}

void page_kind_said(struct page_collector *collector, struct str type) {
    size_t slash = str_find_last_byte(type, '/');
    if (slash != SIZE_MAX)
        type = str_skip(type, slash + 1);
    int points[PAGE_KINDS] = {0};
    add(points, type_hints, sizeof type_hints / sizeof type_hints[0], type);
    for (size_t i = 0; i < PAGE_KINDS; i++)
        if (points[i] > collector->kind_said[i]) /* said once or a hundred times: the same */
            collector->kind_said[i] = points[i];
}

static size_t count_byte(struct str s, char byte) {
    size_t count = 0;
    for (size_t i = 0; i < s.n; i++)
        count += s.p[i] == byte;
    return count;
}

static bool is_number(struct str s, uint64_t least, uint64_t most) {
    uint64_t value;
    return str_to_u64(s, &value) && value >= least && value <= most;
}

static void ask_path(int points[PAGE_KINDS], struct str path) {
    struct str segment, last = STR_NONE;
    size_t segments = 0;
    bool year = false;
    while (str_next(&path, '/', &segment)) {
        if (segment.n == 0)
            continue;
        add(points, path_hints, sizeof path_hints / sizeof path_hints[0], segment);
        points[PAGE_KIND_ARTICLE] += year && is_number(segment, 1, 12) ? 40 : 0;
        year = is_number(segment, 1990, 2100);
        last = segment;
        segments++;
    }
    size_t words = count_byte(last, '-') + count_byte(last, '_') + 1;
    points[PAGE_KIND_OTHER] += segments == 0 ? 40 : segments == 1 && words < 3 ? 12 : 0;
    points[PAGE_KIND_ARTICLE] += words >= 6 ? 22 : words >= 4 ? 12 : 0;
    /* A section's own page, "/news/", lists. */
    if (segments == 1 && words == 1 &&
        (str_eq_case(last, STR("news")) || str_eq_case(last, STR("blog"))))
        points[PAGE_KIND_LIST] += 40;
}

static void ask_address(struct page_collector *collector, int points[PAGE_KINDS]) {
    struct url url;
    if (collector->page->url.n == 0 ||
        url_parse(collector->scratch, collector->page->url, STR_NONE, &url, NULL) != STATUS_OK)
        return;
    size_t dot = str_find_byte(url.hostname, '.');
    add(points, path_hints, sizeof path_hints / sizeof path_hints[0], str_take(url.hostname, dot));
    ask_path(points, url.pathname);
}

/* What the page is made of. */
static void ask_blocks(const struct page_blocks *blocks, int points[PAGE_KINDS]) {
    uint32_t paragraphs = 0, forum = 0, doc = 0, cards = 0, prices = 0, comments = 0;
    for (size_t i = 0; i < blocks->block_count; i++) {
        const struct page_block *block = &blocks->blocks[i];
        const struct page_part *part = &blocks->parts[block->part];
        bool text = block->words >= 25 && block->link_words * 3 < block->words;
        paragraphs += text && block->sentences > 1;
        forum += text && (part->far & PAGE_BIT(PAGE_GROUP_FORUM)) != 0;
        comments += text && (part->far & PAGE_BIT(PAGE_GROUP_COMMENT)) != 0;
        doc += text && (part->far & PAGE_BIT(PAGE_GROUP_DOC)) != 0;
        cards += block->link_words == block->words && block->words > 3;
        prices += block->money && block->words < 8;
    }
    points[PAGE_KIND_FORUM] += paragraphs > 0 && forum * 2 > paragraphs ? 20 : 0;
    points[PAGE_KIND_DOCUMENTATION] += paragraphs > 0 && doc * 2 > paragraphs ? 18 : 0;
    points[PAGE_KIND_LIST] += cards > 20 && paragraphs < 5 ? 15 : 0;
    points[PAGE_KIND_LIST] += prices > 8 ? 15 : 0;
    points[PAGE_KIND_PRODUCT] += prices > 0 && prices <= 8 ? 6 : 0;
    uint32_t own = paragraphs - (comments < paragraphs ? comments : paragraphs);
    points[PAGE_KIND_ARTICLE] += own > 6 ? 12 : own > 2 ? 4 : 0;
}

enum page_kind page_find_kind(struct page_collector *collector, const struct page_blocks *blocks) {
    int *points = collector->kind_points;
    memcpy(points, collector->kind_said, sizeof collector->kind_points);
    ask_address(collector, points);
    ask_blocks(blocks, points);
    /* Who signs and dates a page tells something. */
    points[PAGE_KIND_ARTICLE] += collector->page->byline.n > 0 ? 4 : 0;
    points[PAGE_KIND_ARTICLE] += collector->page->published != TIME_NONE ? 4 : 0;
    enum page_kind best = PAGE_KIND_OTHER;
    points[PAGE_KIND_OTHER] += 10;
    for (int kind = 0; kind < PAGE_KINDS; kind++)
        if (points[kind] > points[best])
            best = (enum page_kind)kind;
    return best;
}

const char *page_kind_name(enum page_kind kind) {
    static const char *const names[PAGE_KINDS] = {
        [PAGE_KIND_OTHER] = "other", [PAGE_KIND_ARTICLE] = "article",
        [PAGE_KIND_FORUM] = "forum", [PAGE_KIND_PRODUCT] = "product",
        [PAGE_KIND_LIST] = "list",   [PAGE_KIND_DOCUMENTATION] = "documentation",
        [PAGE_KIND_VIDEO] = "video",
    };
    return names[kind];
}
