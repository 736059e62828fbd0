/* What an element's attributes say of who wrote the page. */
#include "page/marks.h"

enum { SEGMENT_MOST = 14 }; /* bytes of the longest that is looked for */

/* Segments of paths before the one that says who it is. */
static const struct str authors_segments[] = {
    STR_INIT("author"),         STR_INIT("authors"),       STR_INIT("autor"),
    STR_INIT("autores"),        STR_INIT("autoren"),       STR_INIT("autorin"),
    STR_INIT("autorinnen"),     STR_INIT("autora"),        STR_INIT("auteur"),
    STR_INIT("auteurs"),        STR_INIT("autore"),        STR_INIT("autori"),
    STR_INIT("redakteur"),      STR_INIT("redakteure"),    STR_INIT("journalist"),
    STR_INIT("journalists"),    STR_INIT("journalisten"),  STR_INIT("journaliste"),
    STR_INIT("journalistes"),   STR_INIT("writer"),        STR_INIT("writers"),
    STR_INIT("reporter"),       STR_INIT("reporters"),     STR_INIT("columnist"),
    STR_INIT("columnists"),     STR_INIT("columnista"),    STR_INIT("columnistas"),
    STR_INIT("contributor"),    STR_INIT("contributors"),  STR_INIT("byline"),
    STR_INIT("bylines"),        STR_INIT("correspondent"), STR_INIT("correspondents"),
    STR_INIT("autorzy"),        STR_INIT("avtor"),         STR_INIT("avtory"),
    STR_INIT("yazar"),          STR_INIT("yazarlar"),      STR_INIT("penulis"),
    STR_INIT("firma"),          STR_INIT("firmas"),        STR_INIT("skribent"),
    STR_INIT("forfatter"),      STR_INIT("kirjoittaja"),   STR_INIT("posts-by"),
    STR_INIT("blogger"),        STR_INIT("bloggers"),      STR_INIT("editor"),
    STR_INIT("editors"),        STR_INIT("redaktion"),     STR_INIT("redaktoren"),
    STR_INIT("author-profile"), STR_INIT("our-authors"),   STR_INIT("our-team")};
static const struct str members_segments[] = {
    STR_INIT("people"),     STR_INIT("person"),   STR_INIT("personen"), STR_INIT("persons"),
    STR_INIT("profile"),    STR_INIT("profiles"), STR_INIT("profil"),   STR_INIT("user"),
    STR_INIT("users"),      STR_INIT("u"),        STR_INIT("member"),   STR_INIT("members"),
    STR_INIT("mitglieder"), STR_INIT("staff"),    STR_INIT("team"),     STR_INIT("perfil"),
    STR_INIT("usuario"),    STR_INIT("experts"),  STR_INIT("expert"),   STR_INIT("mitarbeiter"),
    STR_INIT("menschen")};

#define IS_ONE_OF(segment, list) is_one_of((segment), (list), sizeof(list) / sizeof((list)[0]))

static bool is_one_of(struct str segment, const struct str *list, size_t count) {
    char first = ascii_lower(segment.p[0]);
    for (size_t i = 0; i < count; i++)
        if (list[i].n == segment.n && list[i].p[0] == first && str_eq_case(list[i], segment))
            return true;
    return false;
}

/* Whether an address is that of a person's page, by a segment of its path or a parameter; `*slug`
 * is the segment behind. */
static enum page_link link_kind(struct str href, struct str *slug) {
    enum page_link kind = PAGE_LINK_NONE;
    struct str path = str_take(href, 400), segment;
    size_t end = str_find_byte(path, '#');
    path = str_take(path, end);
    size_t parameter = str_find_case(path, STR("?author="));
    if (parameter != SIZE_MAX) {
        *slug = str_skip(path, parameter + 8);
        return slug->n > 0 ? PAGE_LINK_AUTHOR : PAGE_LINK_NONE;
    }
    path = str_take(path, str_find_byte(path, '?'));
    size_t scheme = str_find(path, STR("//"));
    if (scheme != SIZE_MAX) /* and the host */
        path = str_skip(path, scheme + 2 + str_find_byte(str_skip(path, scheme + 2), '/'));
    while (kind == PAGE_LINK_NONE && str_next(&path, '/', &segment)) {
        /* A segment without another behind it names nobody. */
        if (path.n == 0 || segment.n == 0 || segment.n > SEGMENT_MOST ||
            ascii_is_digit(segment.p[0]))
            continue;
        kind = IS_ONE_OF(segment, authors_segments)   ? PAGE_LINK_AUTHOR
               : IS_ONE_OF(segment, members_segments) ? PAGE_LINK_MEMBER
                                                      : PAGE_LINK_NONE;
    }
    while (kind != PAGE_LINK_NONE && str_next(&path, '/', slug))
        if (slug->n > 0)
            return kind;
    return PAGE_LINK_NONE;
}

enum page_link page_person_link(const struct html_node *node, struct str *slug) {
    *slug = STR_NONE;
    return html_is(node, STR("a")) ? link_kind(html_attribute(node, STR("href")), slug)
                                   : PAGE_LINK_NONE;
}

/* RDFa with Dublin Core, SIOC and Creative Commons. */
static bool is_property(struct str value) {
    static const struct str properties[] = {
        STR_INIT("author"),           STR_INIT("creator"),
        STR_INIT("schema:author"),    STR_INIT("dc:creator"),
        STR_INIT("dcterms:creator"),  STR_INIT("dct:creator"),
        STR_INIT("sioc:has_creator"), STR_INIT("cc:attributionname"),
        STR_INIT("foaf:maker"),       STR_INIT("s:author"),
        STR_INIT("article:author")};
    struct str token;
    while (str_next(&value, ' ', &token))
        for (size_t i = 0; i < sizeof properties / sizeof properties[0]; i++)
            if (str_eq_case(token, properties[i]))
                return true;
    return false;
}

static bool says_author(struct str value) {
    return str_find_case(value, STR("author")) != SIZE_MAX;
}

bool page_names_author(const struct page_words *words, const struct html_node *node, bool *marked) {
    struct str slug;
    bool named = false;
    *marked = false;
    for (size_t i = 0; i < node->attribute_count; i++) {
        struct str name = node->attributes[i].name, value = node->attributes[i].value;
        if (name.n == 3 && str_eq(name, STR("rel"))) {
            *marked = *marked || says_author(value);
        } else if (name.n == 4 && node->tag == HTML_TAG_A && str_eq(name, STR("href"))) {
            named = named || link_kind(value, &slug) != PAGE_LINK_NONE;
        } else if (name.n == 5 && str_eq(name, STR("class"))) {
            struct page_name class = page_words_name(words, value);
            named = named || class.user || class.person;
        } else if (name.n == 8 && str_eq(name, STR("itemprop"))) {
            *marked = *marked || says_author(value) || is_property(value);
        } else if (name.n == 8 && str_eq(name, STR("property"))) {
            *marked = *marked || is_property(value);
        }
    }
    return named || *marked;
}
