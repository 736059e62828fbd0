/* The next page of the same article. Addresses of one article's pages differ in a page's number
 * alone: "/story", "/story/2", "/story?page=2", "/story-2.html". A link to the number behind the
 * page's own is followed when it says so: rel="next", a number or an arrow as text, or among page
 * numbers. Links to the next article ("rel=next" in blogs) have other addresses. */
#include "page/collect.h"

#include "html/tag.h"
#include "page/words.h"
#include "url/url.h"

enum {
    NUMBER_MOST = 99, /* higher ones are years and ids */
    LINKS_MOST = 300, /* that are looked at closer */
    LINK_BYTES_MOST = 40,
};

/* An address without its page's number. */
struct place {
    struct str host, before, after, query; /* before + number + after is the path */
    uint64_t number;                       /* 1 where there is none */
    bool loose; /* the number is behind a '-' or the like, as in many names */
};

static bool is_page_number(struct str s, uint64_t *number) {
    uint64_t value;
    if (s.n > 2 || !str_to_u64(s, &value) || value < 1 || value > NUMBER_MOST)
        return false;
    *number = value;
    return true;
}

static bool is_page_word(struct str word) {
    static const char *const words[] = {"page", "p", "pg", "seite", "pagina", "página", "paged"};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (str_eq_case(word, str_from(words[i])))
            return true;
    return false;
}

/* "?page=2": the number goes, the rest is what must be equal. */
static void read_query(struct place *place, struct str search) {
    struct str rest = str_skip(search, search.n > 0), part;
    place->query = search;
    while (str_next(&rest, '&', &part)) {
        size_t equals = str_find_byte(part, '=');
        if (equals == SIZE_MAX || !is_page_word(str_take(part, equals)) ||
            !is_page_number(str_skip(part, equals + 1), &place->number))
            continue;
        /* Only where it stands alone or last: else two addresses could not be compared as views. */
        size_t start = (size_t)(part.p - search.p) - 1;
        if (rest.n == 0)
            place->query = str_take(search, start);
        return;
    }
}

static size_t digits_before(struct str s, size_t end) {
    size_t start = end;
    while (start > 0 && ascii_is_digit(s.p[start - 1]))
        start--;
    return start;
}

/* "name-2.html", "name_2", "page-2", "page2": where the number begins in the last segment. */
static bool read_name(struct place *place, struct str path, size_t slash) {
    struct str name = str_skip(path, slash + 1);
    size_t dot = str_find_last_byte(name, '.');
    size_t end = dot != SIZE_MAX && name.n - dot <= 6 ? dot : name.n;
    size_t start = digits_before(name, end);
    if (start == end || !is_page_number(str_of(name.p + start, end - start), &place->number))
        return false;
    char sign = start > 0 ? name.p[start - 1] : '/';
    bool signed_number = sign == '-' || sign == '_' || sign == ',';
    struct str before = str_take(name, start - signed_number);
    bool word = is_page_word(before); /* "/story/page-2" */
    if (start > 0 && !signed_number && !word)
        return false;
    place->loose = signed_number && !word;
    place->before = str_take(path, place->loose ? slash + 1 + before.n : slash);
    place->after = str_skip(name, end);
    return true;
}

static struct str trim_slash(struct str path) {
    while (path.n > 0 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

static struct place read_place(const struct url *url) {
    struct str path = trim_slash(url->pathname);
    struct place place = {.host = url->host, .before = path, .number = 1};
    read_query(&place, url->search);
    size_t slash = str_find_last_byte(path, '/');
    if (place.number != 1 || slash == SIZE_MAX || !read_name(&place, path, slash))
        return place;
    /* "/story/page/2" */
    size_t above = str_find_last_byte(place.before, '/');
    if (!place.loose && above != SIZE_MAX && is_page_word(str_skip(place.before, above + 1)))
        place.before = str_take(place.before, above);
    return place;
}

/* As if the number were a part of the name. */
static struct place whole_place(const struct url *url) {
    return (struct place){
        .host = url->host, .before = trim_slash(url->pathname), .query = url->search, .number = 1};
}

/* Paths in two pieces each, that may be cut at different places. */
static bool same_path(const struct place *a, const struct place *b) {
    if (a->before.n > b->before.n) {
        const struct place *shorter = b;
        b = a;
        a = shorter;
    }
    size_t more = b->before.n - a->before.n;
    return str_starts(b->before, a->before) && a->after.n == more + b->after.n &&
           str_eq(str_take(a->after, more), str_skip(b->before, a->before.n)) &&
           str_eq(str_skip(a->after, more), b->after);
}

static bool same_article(const struct place *a, const struct place *b) {
    return str_eq(a->host, b->host) && str_eq(a->query, b->query) && same_path(a, b);
}

struct search {
    struct page_collector *collector;
    struct url base, url;
    struct place own, named; /* with the number taken out of the address, and left in it */
    bool first_known;        /* the page links to the first one: its own number is a page's */
    struct str next, next_named;
};

static bool says_next(const struct page_words *words, const struct html_node *link) {
    if (str_find_case(html_attribute(link, STR("rel")), STR("next")) != SIZE_MAX)
        return true;
    const uint64_t pager = PAGE_BIT(PAGE_GROUP_PAGER);
    const struct html_node *above = link;
    for (int up = 0; up < 4 && above != NULL && above->kind == HTML_ELEMENT; up++) {
        if ((page_words_name(words, html_attribute(above, STR("class"))).groups & pager) != 0)
            return true;
        above = above->parent;
    }
    return false;
}

/* A link's text, if it is no more than one piece: "2", "Next page", "›". */
static bool is_turning(const struct html_node *link) {
    const struct html_node *text = link->first;
    while (text != NULL && text->kind == HTML_ELEMENT)
        text = text->first;
    if (text == NULL || text->kind != HTML_TEXT || text->length > LINK_BYTES_MOST)
        return false;
    uint64_t number;
    return is_page_number(str_trim(html_data(text)), &number) ||
           (page_words_of_text(html_data(text)) & PAGE_BIT(PAGE_PHRASE_PAGER)) != 0;
}

static void look_at(struct search *search, const struct page_words *words,
                    const struct html_node *link, struct str href) {
    struct url url;
    if (url_parse_from(search->collector->scratch, href, &search->base, &url, NULL) != STATUS_OK)
        return;
    struct place place = read_place(&url), named = whole_place(&url);
    url.href = str_take(url.href, url.href.n - url.hash.n);
    if (place.number == 1 && search->own.number > 1)
        search->first_known = search->first_known || same_article(&place, &search->own) ||
                              same_article(&named, &search->own);
    bool rel = says_next(words, link), turning = is_turning(link);
    if (place.number < 2 || !(place.loose ? turning : rel || turning))
        return;
    if (search->next.n == 0 && place.number == search->own.number + 1 && search->own.number > 1 &&
        same_article(&place, &search->own))
        search->next = url.href;
    if (search->next_named.n == 0 && place.number == 2 && same_article(&place, &search->named))
        search->next_named = url.href;
}

/* Cheap: most links lead to other articles. */
static bool may_be_near(struct str href, struct str name) {
    return href.n > 0 && href.p[0] != '#' &&
           (href.p[0] == '?' || str_find(href, name) != SIZE_MAX || href.n <= 8);
}

void page_find_next(struct page_collector *collector, const struct page_words *words) {
    struct page *page = collector->page;
    struct search search = {.collector = collector};
    struct str own = str_first_of(page->url, page->canonical_url);
    if (collector->kind != PAGE_KIND_ARTICLE || str_empty(own) ||
        url_parse(collector->scratch, own, STR_NONE, &search.url, NULL) != STATUS_OK ||
        url_parse(collector->scratch, collector->base, STR_NONE, &search.base, NULL) != STATUS_OK)
        return;
    search.own = read_place(&search.url);
    search.named = whole_place(&search.url);
    struct str name = search.own.before;
    size_t slash = str_find_last_byte(name, '/'), links = 0;
    if (slash == SIZE_MAX || name.n <= slash + 1)
        return; /* the front page has other pages */
    name = str_skip(name, slash + 1);
    name = str_take(name, str_find_last_byte(name, '.')); /* SIZE_MAX: all of it */
    const struct html_node *root = collector->document.root;
    for (const struct html_node *node = root->first; node != NULL && links < LINKS_MOST;
         node = html_next(node, root)) {
        if (node->kind != HTML_ELEMENT || (node->tag != HTML_TAG_A && node->tag != HTML_TAG_LINK))
            continue;
        struct str href = str_trim(html_attribute(node, STR("href")));
        if (!may_be_near(href, name) ||
            (node->tag == HTML_TAG_LINK &&
             !str_eq_case(html_attribute(node, STR("rel")), STR("next"))))
            continue;
        links++;
        look_at(&search, words, node, href);
    }
    struct str next = search.first_known ? search.next : search.next_named;
    if (next.n > 0)
        page->next_url = arena_copy(collector->arena, next);
}
