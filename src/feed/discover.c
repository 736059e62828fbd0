#include "feed/discover.h"

#include "base/utf8.h"
#include "feed/feed.h"
#include "html/decode.h"
#include "url/url.h"

enum { DISCOVER_TEXT_MOST = 20 * 1024 * 1024, LABEL_MOST = 200, NODES_LINKED_MOST = 20000 };

struct search {
    struct arena *arena;
    struct str base;   /* of relative links */
    struct str domain; /* of the page */
    struct feed_candidate *found;
    size_t count, capacity;
};

static bool has_word(struct str list, struct str word) {
    struct str part, rest = list;
    while (str_next(&rest, ' ', &part))
        if (str_eq_case(str_trim(part), word))
            return true;
    return false;
}

static struct str label(struct search *search, struct str text) {
    return str_trim(text).n > 0 ? utf8_clean_copy(search->arena, text, UTF8_LINE, LABEL_MOST)
                                : STR_NONE;
}

/* Adds an address, or gives the one that is there a better reason. */
static void add(struct search *search, struct str link, struct str title, struct str type,
                enum feed_reason reason) {
    struct str url = STR_NONE;
    struct str scheme = STR("feed:"); /* "feed://host/path", "feed:https://host/path" */
    if (str_starts_case(link, scheme)) {
        link = str_skip(link, scheme.n);
        if (str_starts(link, STR("//")))
            link = arena_format(search->arena, "https:%.*s", STR_ARG(link));
    }
    if (str_trim(link).n == 0 ||
        url_resolve(search->arena, link, search->base, &url, NULL) != STATUS_OK)
        return;
    url = str_take(url, str_find_byte(url, '#'));
    for (size_t i = 0; i < search->count; i++) {
        if (!str_eq(search->found[i].url, url))
            continue;
        if (reason < search->found[i].reason)
            search->found[i].reason = reason;
        return;
    }
    if (search->count >= FEED_CANDIDATES_MOST ||
        arena_grow(search->arena, &search->found, &search->capacity, search->count + 1,
                   sizeof *search->found) != STATUS_OK)
        return;
    search->found[search->count++] = (struct feed_candidate){
        .url = url, .title = label(search, title), .type = label(search, type), .reason = reason};
}

static bool mentions(struct str text, const char *const *words) {
    for (; *words != NULL; words++)
        if (str_find_case(text, str_from(*words)) != SIZE_MAX)
            return true;
    return false;
}

static bool is_secondary(struct str url, struct str title) {
    static const char *const words[] = {"comment", "kommentar", "comentario", "commentaire", NULL};
    return mentions(url, words) || mentions(title, words);
}

/* The type of a declared alternate: 2 a feed's, 1 one that feeds share with others, 0 neither. */
static int feed_type(struct str type) {
    static const struct str feeds[] = {
        STR_INIT("application/rss+xml"),    STR_INIT("application/atom+xml"),
        STR_INIT("application/rdf+xml"),    STR_INIT("application/feed+json"),
        STR_INIT("application/x.atom+xml"), STR_INIT("application/x-atom+xml")};
    static const struct str shared[] = {STR_INIT("application/xml"), STR_INIT("text/xml"),
                                        STR_INIT("application/json")};
    type = str_trim(str_take(type, str_find_byte(type, ';')));
    for (size_t i = 0; i < sizeof feeds / sizeof feeds[0]; i++)
        if (str_eq_case(type, feeds[i]))
            return 2;
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++)
        if (str_eq_case(type, shared[i]))
            return 1;
    return 0;
}

/* Whether an address is written like those of feeds: a part of its path, or the ending of the last
 * one, says so. */
static bool looks_like_feed(struct str link) {
    static const struct str parts[] = {STR_INIT("feed"),       STR_INIT("feeds"), STR_INIT("rss"),
                                       STR_INIT("atom"),       STR_INIT("rdf"),   STR_INIT("rss2"),
                                       STR_INIT("syndication")};
    static const struct str endings[] = {
        STR_INIT(".rss"),    STR_INIT(".atom"),    STR_INIT(".rdf"),      STR_INIT("feed.xml"),
        STR_INIT("rss.xml"), STR_INIT("atom.xml"), STR_INIT("index.xml"), STR_INIT("feed.json")};
    size_t scheme = str_find(link, STR("://"));
    struct str path = str_take(link, str_find_byte(link, '#'));
    struct str query = str_skip(path, str_find_byte(path, '?'));
    path = str_take(path, str_find_byte(path, '?'));
    if (scheme != SIZE_MAX) {
        path = str_skip(path, scheme + 3);
        if (str_starts_case(path, STR("feeds.")) || str_starts_case(path, STR("rss.")))
            return true;
        path = str_skip(path, str_find_byte(path, '/'));
    }
    struct str part, last = STR_NONE, rest = path;
    while (str_next(&rest, '/', &part)) {
        for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++)
            if (str_eq_case(part, parts[i]))
                return true;
        last = part.n > 0 ? part : last;
    }
    for (size_t i = 0; i < sizeof endings / sizeof endings[0]; i++)
        if (last.n >= endings[i].n &&
            str_eq_case(str_skip(last, last.n - endings[i].n), endings[i]))
            return true;
    return str_starts_case(query, STR("?feed=")) || str_find_case(query, STR("=rss")) != SIZE_MAX ||
           str_find_case(query, STR("=atom")) != SIZE_MAX;
}

static void take_link_element(struct search *search, const struct html_node *node) {
    struct str rel = html_attribute(node, STR("rel")), href = html_attribute(node, STR("href"));
    struct str type = html_attribute(node, STR("type")), title = html_attribute(node, STR("title"));
    if (has_word(rel, STR("sitemap"))) {
        add(search, href, title, type, FEED_SITEMAP);
        return;
    }
    bool feed = has_word(rel, STR("feed"));
    int kind = feed_type(type);
    if ((!has_word(rel, STR("alternate")) && !feed) || has_word(rel, STR("stylesheet")) ||
        (!feed && kind == 0) || (kind == 1 && !feed && !looks_like_feed(href)))
        return;
    add(search, href, title, type, is_secondary(href, title) ? FEED_SECONDARY : FEED_DECLARED);
}

/* Links of the same site only: pages also link to others' feeds. */
static void take_anchor(struct search *search, const struct html_node *node) {
    struct str href = str_trim(html_attribute(node, STR("href")));
    struct str url = STR_NONE;
    struct buf text;
    bool feed_scheme = str_starts_case(href, STR("feed:"));
    if (href.n == 0 || (!feed_scheme && !looks_like_feed(href)))
        return;
    struct str target = feed_scheme ? str_skip(href, 5) : href;
    if (url_resolve(search->arena, target, search->base, &url, NULL) != STATUS_OK)
        return;
    bool own = search->domain.n == 0 || str_eq(url_domain(search->arena, url), search->domain);
    bool hosted = str_find_case(url, STR("://feeds.")) != SIZE_MAX;
    if (!own && !hosted && !feed_scheme)
        return;
    buf_init(&text, DISCOVER_TEXT_MOST);
    html_text(node, &text);
    struct str title = str_first_of(html_attribute(node, STR("title")), buf_str(&text));
    add(search, href, title, html_attribute(node, STR("type")),
        is_secondary(href, title) ? FEED_SECONDARY : FEED_LINKED);
    buf_release(&text);
}

/* Where publishing programs keep their feeds, below the site's root. */
static void take_generator(struct search *search, const struct html_node *node) {
    static const struct {
        struct str maker;
        const char *path;
    } makers[] = {
        {STR_INIT("wordpress"), "/feed/"},
        {STR_INIT("ghost"), "/rss/"},
        {STR_INIT("hugo"), "/index.xml"},
        {STR_INIT("jekyll"), "/feed.xml"},
        {STR_INIT("drupal"), "/rss.xml"},
        {STR_INIT("joomla"), "/?format=feed&type=rss"},
        {STR_INIT("blogger"), "/feeds/posts/default"},
        {STR_INIT("movable type"), "/atom.xml"},
        {STR_INIT("typepad"), "/atom.xml"},
        {STR_INIT("hexo"), "/atom.xml"},
        {STR_INIT("gatsby"), "/rss.xml"},
        {STR_INIT("eleventy"), "/feed/feed.xml"},
        {STR_INIT("pelican"), "/feeds/all.atom.xml"},
        {STR_INIT("discourse"), "/latest.rss"},
        {STR_INIT("mediawiki"), "/index.php?title=Special:RecentChanges&feed=atom"},
        {STR_INIT("medium"), "/feed"},
        {STR_INIT("squarespace"), "/?format=rss"},
        {STR_INIT("wix.com"), "/blog-feed.xml"},
        {STR_INIT("dokuwiki"), "/feed.php"},
        {STR_INIT("serendipity"), "/feeds/index.rss2"},
        {STR_INIT("textpattern"), "/rss/"},
    };
    struct str content = html_attribute(node, STR("content"));
    if (!str_eq_case(html_attribute(node, STR("name")), STR("generator")))
        return;
    for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++)
        if (str_starts_case(str_trim(content), makers[i].maker))
            add(search, str_from(makers[i].path), STR_NONE, STR_NONE, FEED_BY_MAKER);
}

static void take_usual(struct search *search, struct str base) {
    static const char *const below[] = {"feed/", "feed.xml", "rss.xml", NULL};
    static const char *const root[] = {"/feed/",     "/feed.xml", "/rss.xml",   "/atom.xml",
                                       "/index.xml", "/rss",      "/feed.json", "/?feed=rss2",
                                       "/index.rdf", NULL};
    static const char *const maps[] = {"/news-sitemap.xml", "/sitemap-news.xml", "/sitemap.xml",
                                       NULL};
    size_t scheme = str_find(base, STR("://"));
    struct str path = scheme == SIZE_MAX ? STR_NONE : str_skip(base, scheme + 3);
    path = str_take(path, str_find_byte(path, '?'));
    bool folder = str_find_byte(path, '/') + 1 < path.n && str_ends(path, STR("/"));
    for (size_t i = 0; folder && below[i] != NULL; i++)
        add(search, str_from(below[i]), STR_NONE, STR_NONE, FEED_USUAL);
    for (size_t i = 0; root[i] != NULL; i++)
        add(search, str_from(root[i]), STR_NONE, STR_NONE, FEED_USUAL);
    for (size_t i = 0; maps[i] != NULL; i++)
        add(search, str_from(maps[i]), STR_NONE, STR_NONE, FEED_SITEMAP);
}

/* Stable by reason. There are few. */
static void sort_candidates(struct search *search) {
    for (size_t i = 1; i < search->count; i++) {
        struct feed_candidate one = search->found[i];
        size_t k = i;
        for (; k > 0 && search->found[k - 1].reason > one.reason; k--)
            search->found[k] = search->found[k - 1];
        search->found[k] = one;
    }
}

enum status feed_discover(struct arena *arena, const struct html_document *document,
                          struct str base, struct feed_candidate **candidates, size_t *count,
                          struct error *error) {
    struct search search = {.arena = arena, .base = base, .domain = url_domain(arena, base)};
    const struct html_node *top = document->root;
    size_t anchors = 0;
    bool based = false;
    for (const struct html_node *node = top; node != NULL; node = html_next(node, top)) {
        if (node->kind != HTML_ELEMENT)
            continue;
        if (node->tag == HTML_TAG_BASE && !based) {
            struct str absolute;
            struct str href = html_attribute(node, STR("href"));
            based = href.n > 0;
            if (based && url_resolve(arena, href, base, &absolute, NULL) == STATUS_OK)
                search.base = absolute;
        } else if (node->tag == HTML_TAG_LINK) {
            take_link_element(&search, node);
        } else if (node->tag == HTML_TAG_META) {
            take_generator(&search, node);
        } else if (node->tag == HTML_TAG_A && anchors++ < NODES_LINKED_MOST) {
            take_anchor(&search, node);
        }
    }
    search.base = base;
    if (base.n > 0)
        take_usual(&search, base);
    sort_candidates(&search);
    *candidates = search.found;
    *count = search.count;
    return arena_status(arena, error);
}

enum status feed_discover_bytes(struct arena *arena, struct str bytes, struct str base,
                                struct str content_type, struct feed_candidate **candidates,
                                size_t *count, struct error *error) {
    struct feed feed;
    struct html_document document;
    struct buf holder;
    struct str text;
    struct error why = {0};
    *candidates = NULL;
    *count = 0;
    enum status status = feed_parse(arena, bytes, base, content_type, &feed, &why);
    if (status == STATUS_OK) {
        struct feed_candidate *itself = arena_new(arena, struct feed_candidate);
        if (itself == NULL)
            return arena_status(arena, error);
        *itself = (struct feed_candidate){.url = base, .title = feed.title};
        *candidates = itself;
        *count = 1;
        return STATUS_OK;
    }
    if (status != STATUS_INVALID)
        return error_set(error, status, "%s", why.message);
    buf_init(&holder, DISCOVER_TEXT_MOST);
    status = html_decode_view(bytes, content_type, &holder, &text, error);
    if (status == STATUS_OK)
        status = html_parse(arena, text, &document, error);
    if (status == STATUS_OK)
        status = feed_discover(arena, &document, base, candidates, count, error);
    buf_release(&holder);
    return status;
}

const char *feed_reason_text(enum feed_reason reason) {
    static const char *const texts[] = {
        [FEED_IS_ITSELF] = "it is a feed",
        [FEED_DECLARED] = "declared by the page",
        [FEED_LINKED] = "linked on the page",
        [FEED_BY_MAKER] = "where the program that made the page keeps it",
        [FEED_SECONDARY] = "for comments",
        [FEED_USUAL] = "a usual place",
        [FEED_SITEMAP] = "a map of the site",
    };
    return texts[reason];
}
