/* What HTML itself, OpenGraph and their kin say of a page. */
#include "page/collect.h"

enum { BYLINE_MOST = 100, LOOKED_AT_MOST = 200 * 1000 };

struct source {
    const char *name; /* lower case; of property, name or itemprop */
    enum page_field field;
    int rank;
};

/* Open Graph protocol, Twitter cards, Dublin Core, schema.org microdata, and what content systems
 * write. */
static const struct source sources[] = {
    {"og:title", PAGE_TITLE, 20},
    {"twitter:title", PAGE_TITLE, 30},
    {"headline", PAGE_TITLE, 15},
    {"dc.title", PAGE_TITLE, 40},
    {"dcterms.title", PAGE_TITLE, 40},
    {"parsely-title", PAGE_TITLE, 25},
    {"sailthru.title", PAGE_TITLE, 25},
    {"author", PAGE_BYLINE, 20},
    {"article:author_name", PAGE_BYLINE, 18},
    {"article:author", PAGE_BYLINE, 35},
    {"parsely-author", PAGE_BYLINE, 22},
    {"sailthru.author", PAGE_BYLINE, 22},
    {"dc.creator", PAGE_BYLINE, 25},
    {"dcterms.creator", PAGE_BYLINE, 25},
    {"twitter:creator:name", PAGE_BYLINE, 30},
    {"article:published_time", PAGE_PUBLISHED, 15},
    {"og:published_time", PAGE_PUBLISHED, 16},
    {"article:published", PAGE_PUBLISHED, 16},
    {"datepublished", PAGE_PUBLISHED, 14},
    {"date", PAGE_PUBLISHED, 25},
    {"pubdate", PAGE_PUBLISHED, 20},
    {"publishdate", PAGE_PUBLISHED, 20},
    {"publish-date", PAGE_PUBLISHED, 20},
    {"publication_date", PAGE_PUBLISHED, 20},
    {"parsely-pub-date", PAGE_PUBLISHED, 20},
    {"sailthru.date", PAGE_PUBLISHED, 22},
    {"dc.date", PAGE_PUBLISHED, 30},
    {"dc.date.issued", PAGE_PUBLISHED, 24},
    {"dcterms.date", PAGE_PUBLISHED, 30},
    {"dcterms.issued", PAGE_PUBLISHED, 24},
    {"dcterms.created", PAGE_PUBLISHED, 28},
    {"citation_publication_date", PAGE_PUBLISHED, 26},
    {"article:modified_time", PAGE_MODIFIED, 15},
    {"og:updated_time", PAGE_MODIFIED, 20},
    {"datemodified", PAGE_MODIFIED, 16},
    {"lastmod", PAGE_MODIFIED, 25},
    {"last-modified", PAGE_MODIFIED, 30},
    {"dcterms.modified", PAGE_MODIFIED, 25},
    {"og:locale", PAGE_LANGUAGE, 20},
    {"content-language", PAGE_LANGUAGE, 30},
    {"dc.language", PAGE_LANGUAGE, 40},
    {"og:site_name", PAGE_SITE_NAME, 10},
    {"application-name", PAGE_SITE_NAME, 30},
    {"og:description", PAGE_EXCERPT, 10},
    {"description", PAGE_EXCERPT, 20},
    {"twitter:description", PAGE_EXCERPT, 30},
    {"dc.description", PAGE_EXCERPT, 40},
    {"og:type", PAGE_TYPE, 20},
    {"og:image", PAGE_IMAGE, 10},
    {"og:image:url", PAGE_IMAGE, 10},
    {"og:image:secure_url", PAGE_IMAGE, 12},
    {"twitter:image", PAGE_IMAGE, 20},
    {"twitter:image:src", PAGE_IMAGE, 20},
    {"og:url", PAGE_CANONICAL, 30},
};

void page_offer(struct page_collector *collector, enum page_field field, struct str value, int rank,
                const char *from) {
    struct page_finding *finding = &collector->findings[field];
    value = str_trim(value);
    if (value.n > 0 && (str_absent(finding->value) || rank < finding->rank))
        *finding = (struct page_finding){value, rank, from};
}

static void read_meta(struct page_collector *collector, const struct html_node *node) {
    static const struct str names[] = {STR_INIT("property"), STR_INIT("name"), STR_INIT("itemprop"),
                                       STR_INIT("http-equiv")};
    struct str content = html_attribute(node, STR("content"));
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        struct str name = str_trim(html_attribute(node, names[k]));
        for (size_t i = 0; name.n > 0 && i < sizeof sources / sizeof sources[0]; i++) {
            const struct source *source = &sources[i];
            if (!str_eq_case(name, str_from(source->name)))
                continue;
            bool address = str_starts(content, STR("http"));
            if (source->field != PAGE_BYLINE || !address) /* profiles are no names */
                page_offer(collector, source->field, content, source->rank, source->name);
        }
        if (str_eq_case(name, STR("og:type")))
            page_kind_said(collector, content);
        if (str_eq_case(name, STR("og:image:width")) && str_absent(collector->image_width))
            collector->image_width = content;
        if (str_eq_case(name, STR("og:image:height")) && str_absent(collector->image_height))
            collector->image_height = content;
        if (str_eq_case(name, STR("article:content_tier")) && str_eq_case(content, STR("locked")))
            page_offer(collector, PAGE_PAYWALLED, STR("yes"), 20, "article:content_tier");
    }
}

/* Whether the list of words `value` has `word`. */
static bool has_word(struct str value, struct str word) {
    struct str part;
    while (str_next(&value, ' ', &part))
        if (str_eq_case(str_trim(part), word))
            return true;
    return false;
}

static void read_link(struct page_collector *collector, const struct html_node *node) {
    struct str rel = html_attribute(node, STR("rel"));
    struct str link = html_attribute(node, STR("href"));
    if (has_word(rel, STR("canonical")))
        page_offer(collector, PAGE_CANONICAL, link, 10, "link rel=canonical");
    if (has_word(rel, STR("amphtml")))
        page_offer(collector, PAGE_AMP, link, 10, "link rel=amphtml");
    if (has_word(rel, STR("image_src")))
        page_offer(collector, PAGE_IMAGE, link, 30, "link rel=image_src");
}

static struct str text_of(struct page_collector *collector, const struct html_node *node) {
    struct buf text;
    buf_init(&text, 64 * 1024);
    html_text(node, &text);
    struct str copy = arena_copy(collector->scratch, buf_str(&text));
    buf_release(&text);
    return copy;
}

static void offer_name(struct page_collector *collector, const struct html_node *node, int rank,
                       const char *from) {
    if (collector->findings[PAGE_BYLINE].value.p != NULL &&
        collector->findings[PAGE_BYLINE].rank <= rank)
        return;
    struct str text = text_of(collector, node);
    if (text.n <= BYLINE_MOST && str_find_byte(text, '\n') == SIZE_MAX)
        page_offer(collector, PAGE_BYLINE, text, rank, from);
}

static bool class_holds(const struct html_node *node, struct str word) {
    return str_find_case(html_attribute(node, STR("class")), word) != SIZE_MAX;
}

static void read_time(struct page_collector *collector, const struct html_node *node) {
    struct str date = html_attribute(node, STR("datetime"));
    struct str property = html_attribute(node, STR("itemprop"));
    if (has_word(property, STR("dateModified")) || class_holds(node, STR("updated")) ||
        class_holds(node, STR("modified"))) {
        page_offer(collector, PAGE_MODIFIED, date, 40, "time class=updated");
        return;
    }
    bool said = has_word(property, STR("datePublished")) || class_holds(node, STR("published")) ||
                !str_absent(html_attribute(node, STR("pubdate")));
    page_offer(collector, PAGE_PUBLISHED, date, said ? 18 : 45,
               said ? "time datePublished" : "time");
}

static void read_body_element(struct page_collector *collector, const struct html_node *node) {
    struct str property = html_attribute(node, STR("itemprop"));
    if (html_is(node, STR("time")))
        read_time(collector, node);
    else if (html_is(node, STR("h1")))
        page_offer(collector, PAGE_TITLE, text_of(collector, node), 35, "h1");
    if (has_word(property, STR("author")))
        offer_name(collector, node, 26, "itemprop=author");
    else if (html_is(node, STR("a")) && has_word(html_attribute(node, STR("rel")), STR("author")))
        offer_name(collector, node, 28, "rel=author");
    else if (class_holds(node, STR("byline")))
        offer_name(collector, node, 40, "class=byline");
    else if (class_holds(node, STR("author")))
        offer_name(collector, node, 42, "class=author");
}

void page_read_head(struct page_collector *collector) {
    const struct html_node *root = collector->document.root;
    size_t looked_at = 0;
    page_offer(collector, PAGE_LANGUAGE, html_attribute(collector->document.html, STR("lang")), 10,
               "html lang");
    for (const struct html_node *node = root; node != NULL && looked_at < LOOKED_AT_MOST;
         node = html_next(node, root), looked_at++) {
        if (node->kind != HTML_ELEMENT)
            continue;
        if (html_is(node, STR("meta")))
            read_meta(collector, node);
        else if (html_is(node, STR("link")))
            read_link(collector, node);
        else if (html_is(node, STR("title")))
            page_offer(collector, PAGE_TITLE, text_of(collector, node), 50, "title");
        else
            read_body_element(collector, node);
    }
}
