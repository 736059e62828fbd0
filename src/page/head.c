/* What HTML itself, OpenGraph and their kin say of a page. */
#include "page/collect.h"

#include "url/url.h"

enum { LOOKED_AT_MOST = 200 * 1000 };

struct source {
    const char *name; /* lower case; of property, name or itemprop */
    enum page_field field;
    int weight;
};

/* Open Graph protocol, Twitter cards, Dublin Core, schema.org microdata, and what content systems
 * write. */
static const struct source sources[] = {
    {"og:title", PAGE_TITLE, 80},
    {"twitter:title", PAGE_TITLE, 70},
    {"headline", PAGE_TITLE, 66},
    {"dc.title", PAGE_TITLE, 60},
    {"dcterms.title", PAGE_TITLE, 60},
    {"parsely-title", PAGE_TITLE, 75},
    {"sailthru.title", PAGE_TITLE, 75},
    {"author", PAGE_BYLINE, 80},
    {"article:author_name", PAGE_BYLINE, 82},
    {"article:author", PAGE_BYLINE, 65},
    {"parsely-author", PAGE_BYLINE, 78},
    {"sailthru.author", PAGE_BYLINE, 78},
    {"dc.creator", PAGE_BYLINE, 75},
    {"dcterms.creator", PAGE_BYLINE, 75},
    {"twitter:creator:name", PAGE_BYLINE, 70},
    {"article:published_time", PAGE_PUBLISHED, 85},
    {"og:published_time", PAGE_PUBLISHED, 84},
    {"article:published", PAGE_PUBLISHED, 84},
    {"datepublished", PAGE_PUBLISHED, 77},
    {"date", PAGE_PUBLISHED, 72},
    {"pubdate", PAGE_PUBLISHED, 80},
    {"publishdate", PAGE_PUBLISHED, 80},
    {"publish-date", PAGE_PUBLISHED, 80},
    {"publication_date", PAGE_PUBLISHED, 80},
    {"parsely-pub-date", PAGE_PUBLISHED, 80},
    {"sailthru.date", PAGE_PUBLISHED, 78},
    {"dc.date", PAGE_PUBLISHED, 70},
    {"dc.date.issued", PAGE_PUBLISHED, 76},
    {"dcterms.date", PAGE_PUBLISHED, 70},
    {"dcterms.issued", PAGE_PUBLISHED, 76},
    {"dcterms.created", PAGE_PUBLISHED, 72},
    {"citation_publication_date", PAGE_PUBLISHED, 74},
    {"article:modified_time", PAGE_MODIFIED, 85},
    {"og:updated_time", PAGE_MODIFIED, 80},
    {"datemodified", PAGE_MODIFIED, 84},
    {"bt:pubdate", PAGE_PUBLISHED, 78},
    {"article.published", PAGE_PUBLISHED, 80},
    {"article_date_original", PAGE_PUBLISHED, 78},
    {"dc.date.created", PAGE_PUBLISHED, 74},
    {"dc.date.published", PAGE_PUBLISHED, 76},
    {"originalpublicationdate", PAGE_PUBLISHED, 80},
    {"cxenseparse:recs:publishtime", PAGE_PUBLISHED, 78},
    {"citation_online_date", PAGE_PUBLISHED, 76},
    {"creation_date", PAGE_PUBLISHED, 60},
    {"uploaddate", PAGE_PUBLISHED, 60},
    {"article:author:name", PAGE_BYLINE, 82},
    {"citation_author", PAGE_BYLINE, 84},
    {"cxenseparse:author", PAGE_BYLINE, 78},
    {"article.author", PAGE_BYLINE, 78},
    {"byl", PAGE_BYLINE, 84},
    {"citation_title", PAGE_TITLE, 80},
    {"title", PAGE_TITLE, 58},
    {"lastmod", PAGE_MODIFIED, 75},
    {"last-modified", PAGE_MODIFIED, 70},
    {"dcterms.modified", PAGE_MODIFIED, 75},
    {"og:locale", PAGE_LANGUAGE, 80},
    {"content-language", PAGE_LANGUAGE, 70},
    {"dc.language", PAGE_LANGUAGE, 60},
    {"og:site_name", PAGE_SITE_NAME, 90},
    {"application-name", PAGE_SITE_NAME, 70},
    {"og:description", PAGE_EXCERPT, 90},
    {"description", PAGE_EXCERPT, 80},
    {"twitter:description", PAGE_EXCERPT, 70},
    {"dc.description", PAGE_EXCERPT, 60},
    {"og:type", PAGE_TYPE, 80},
    {"og:image", PAGE_IMAGE, 90},
    {"og:image:url", PAGE_IMAGE, 90},
    {"og:image:secure_url", PAGE_IMAGE, 88},
    {"twitter:image", PAGE_IMAGE, 80},
    {"twitter:image:src", PAGE_IMAGE, 80},
    {"og:url", PAGE_CANONICAL, 70},
};

/* "dc:creator" is "dc.creator". */
static bool is_named(struct str name, const char *expected) {
    size_t n = strlen(expected);
    if (name.n != n)
        return false;
    bool dublin = ascii_lower(name.p[0]) == 'd' && ascii_lower(name.p[1]) == 'c';
    for (size_t i = 0; i < n; i++) {
        char c = ascii_lower(name.p[i]);
        if (c != expected[i] && !(dublin && c == ':' && expected[i] == '.'))
            return false;
    }
    return true;
}

/* twitter:label1 "Written by" is of twitter:data1; the label comes first. */
static void read_labelled(struct page_collector *collector, struct str name, struct str content) {
    static const struct str label = STR_INIT("twitter:label"), data = STR_INIT("twitter:data");
    if (str_starts_case(name, label))
        collector->author_label =
            page_is_author_label(content) ? str_skip(name, label.n) : STR_NONE;
    else if (str_starts_case(name, data) && !str_absent(collector->author_label) &&
             str_eq(str_skip(name, data.n), collector->author_label))
        page_offer(collector, PAGE_BYLINE, content, 79, "twitter:data");
}

static void read_meta(struct page_collector *collector, const struct html_node *node) {
    static const struct str names[] = {STR_INIT("property"), STR_INIT("name"), STR_INIT("itemprop"),
                                       STR_INIT("http-equiv")};
    struct str content = html_attribute(node, STR("content"));
    page_rights_note(collector->arena, &collector->page->stated, html_attribute(node, STR("name")),
                     content);
    for (size_t k = 0; k < sizeof names / sizeof names[0]; k++) {
        struct str name = str_trim(html_attribute(node, names[k]));
        for (size_t i = 0; name.n > 1 && i < sizeof sources / sizeof sources[0]; i++) {
            const struct source *source = &sources[i];
            if (!is_named(name, source->name))
                continue;
            bool address = str_starts(content, STR("http"));
            if (source->field != PAGE_BYLINE || !address) /* profiles are no names */
                page_offer(collector, source->field, content, source->weight, source->name);
        }
        read_labelled(collector, name, content);
        if (str_eq_case(name, STR("og:type")))
            page_kind_said(collector, content);
        if (str_eq_case(name, STR("og:image:width")) && str_absent(collector->image_width))
            collector->image_width = content;
        if (str_eq_case(name, STR("og:image:height")) && str_absent(collector->image_height))
            collector->image_height = content;
        if (str_eq_case(name, STR("article:content_tier")) && str_eq_case(content, STR("locked")))
            page_offer(collector, PAGE_PAYWALLED, STR("yes"), 80, "article:content_tier");
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

/* The address of a feed that <link rel=alternate> declares (HTML Standard, 4.6.7.1), absolute. */
static struct str declared_feed(struct page_collector *collector, const struct html_node *node,
                                struct str link) {
    static const struct str types[] = {STR_INIT("application/rss+xml"),
                                       STR_INIT("application/atom+xml"),
                                       STR_INIT("application/feed+json")};
    struct str type = str_trim(html_attribute(node, STR("type")));
    struct str address = STR_NONE;
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_eq_case(type, types[i]) &&
            url_resolve(collector->arena, link, collector->base, &address, NULL) != STATUS_OK)
            address = STR_NONE;
    return address;
}

static void read_link(struct page_collector *collector, const struct html_node *node) {
    struct str rel = html_attribute(node, STR("rel"));
    struct str link = html_attribute(node, STR("href"));
    if (has_word(rel, STR("canonical")))
        page_offer(collector, PAGE_CANONICAL, link, 90, "link rel=canonical");
    if (has_word(rel, STR("amphtml")))
        page_offer(collector, PAGE_AMP, link, 90, "link rel=amphtml");
    if (has_word(rel, STR("alternate")) && str_absent(collector->page->feed))
        collector->page->feed = declared_feed(collector, node, link);
    if (has_word(rel, STR("image_src")))
        page_offer(collector, PAGE_IMAGE, link, 70, "link rel=image_src");
}

/* The first element that says its author in an attribute of its own: forums' first posts do. */
static void read_attributes(struct page_collector *collector, const struct html_node *node) {
    static const struct str names[] = {STR_INIT("data-author"), STR_INIT("data-author-name"),
                                       STR_INIT("data-byline"), STR_INIT("author")};
    for (size_t k = 0; k < node->attribute_count && !collector->author_said; k++) {
        char first = node->attributes[k].name.n > 5 ? node->attributes[k].name.p[0] : '\0';
        for (size_t i = 0; (first == 'a' || first == 'd') && i < sizeof names / sizeof names[0];
             i++) {
            struct str value = node->attributes[k].value;
            if (value.n == 0 || !str_eq(node->attributes[k].name, names[i]))
                continue;
            collector->author_said = true;
            page_offer(collector, PAGE_BYLINE, value, 52, "author of an element");
        }
    }
}

static struct str text_of(struct page_collector *collector, const struct html_node *node) {
    struct buf text;
    buf_init(&text, 64 * 1024);
    html_text(node, &text);
    return page_take_text(collector->scratch, &text);
}

void page_read_head(struct page_collector *collector) {
    const struct html_node *root = collector->document.root;
    size_t looked_at = 0, titles = 0;
    page_offer(collector, PAGE_LANGUAGE, html_attribute(collector->document.html, STR("lang")), 90,
               "html lang");
    for (const struct html_node *node = root; node != NULL && looked_at < LOOKED_AT_MOST;
         node = html_next(node, root), looked_at++) {
        if (node->kind != HTML_ELEMENT)
            continue;
        read_attributes(collector, node);
        if (node->tag == HTML_TAG_META)
            read_meta(collector, node);
        else if (node->tag == HTML_TAG_LINK)
            read_link(collector, node);
        else if (node->tag == HTML_TAG_TITLE && titles++ == 0)
            page_offer(collector, PAGE_TITLE, text_of(collector, node), 50, "title");
    }
}
