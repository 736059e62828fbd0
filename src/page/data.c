/* JSON-LD: the articles of schema.org that a page describes. */
#include "page/collect.h"

enum {
    BLOCKS_MOST = 50,
    OBJECTS_MOST = 2000,
    AUTHORS_MOST = 10,
    TYPES_MOST = 5,
    ARTICLES_MOST = 20,
    OTHERS_MOST = 500,
    DATA_MEMORY = 16 * 1024 * 1024
};

struct data {
    struct page_collector *collector;
    const struct json_value *objects[OBJECTS_MOST]; /* in the order of the page */
    size_t count;
    struct str here; /* the page's address, as far as it is compared */
    bool found_here; /* an article says that it is the page's */
};

/* Whether "@type" is, or has, a word that `test` accepts. */
static bool has_type(const struct json_value *object, bool (*test)(struct str)) {
    const struct json_value *type = json_get(object, "@type");
    const struct json_value *list = json_get_array(object, "@type");
    for (const struct json_value *word = json_first(list); word != NULL; word = word->next)
        if (test(json_as_str(word)))
            return true;
    return list == NULL && test(json_as_str(type));
}

static bool is_article(struct str type) {
    return str_ends(type, STR("Article")) || str_ends(type, STR("Posting")) ||
           str_eq(type, STR("Report")) || str_eq(type, STR("Review"));
}

/* What tells of an author and a date, but may be more than the article. */
static bool is_work(struct str type) {
    static const struct str works[] = {
        STR_INIT("WebPage"),  STR_INIT("ItemPage"),     STR_INIT("QAPage"),
        STR_INIT("Question"), STR_INIT("CreativeWork"), STR_INIT("Recipe"),
        STR_INIT("HowTo"),    STR_INIT("AboutPage"),    STR_INIT("ScholarlyWork"),
        STR_INIT("Chapter"),  STR_INIT("OpinionPiece"), STR_INIT("PodcastEpisode"),
    };
    for (size_t i = 0; i < sizeof works / sizeof works[0]; i++)
        if (str_ends(type, works[i]))
            return true;
    return false;
}

static bool is_video(struct str type) {
    return str_eq(type, STR("VideoObject"));
}

static bool is_organization(struct str type) {
    return str_eq(type, STR("WebSite")) || str_ends(type, STR("Organization"));
}

static bool is_person(struct str type) {
    return str_eq(type, STR("Person"));
}

static void add_object(struct data *data, const struct json_value *object) {
    if (object != NULL && data->count < OBJECTS_MOST)
        data->objects[data->count++] = object;
}

static void add_list(struct data *data, const struct json_value *list) {
    for (const struct json_value *item = json_first(list); item != NULL; item = item->next)
        add_object(data, item);
}

/* Objects found so far are the queue: what they contain comes behind them. */
static void add_tree(struct data *data, const struct json_value *top) {
    size_t at = data->count;
    if (json_is(top, JSON_ARRAY))
        add_list(data, top);
    else
        add_object(data, top);
    for (; at < data->count; at++) {
        const struct json_value *object = data->objects[at];
        if (json_is(object, JSON_ARRAY)) {
            add_list(data, object);
            continue;
        }
        add_list(data, json_get_array(object, "@graph"));
        add_object(data, json_get_object(object, "@graph"));
        add_object(data, json_get_object(object, "mainEntity"));
        add_object(data, json_get_object(object, "mainEntityOfPage"));
    }
}

/* {"@id": …} alone stands for the object of that id. */
static const struct json_value *resolve(const struct data *data, const struct json_value *object) {
    struct str id = json_get_str(object, "@id");
    if (id.n == 0 || json_get(object, "name") != NULL)
        return object;
    for (size_t i = 0; i < data->count; i++)
        if (data->objects[i] != object && str_eq(json_get_str(data->objects[i], "@id"), id))
            return data->objects[i];
    return object;
}

static const struct json_value *first_of(const struct json_value *value) {
    return json_is(value, JSON_ARRAY) ? json_first(value) : value;
}

/* A value that is a text, an object with one under `member`, or a list of these. */
static struct str text_of(const struct data *data, const struct json_value *value,
                          const char *member) {
    value = first_of(value);
    if (value == NULL || json_is(value, JSON_STRING))
        return json_as_str(value);
    const struct json_value *inner = first_of(json_get(resolve(data, value), member));
    return json_as_str(inner);
}

/* "name", or the parts that make it up. */
static struct str name_of(const struct data *data, const struct json_value *value) {
    value = first_of(value);
    struct str name = text_of(data, value, "name");
    if (name.n > 0 || !json_is(value, JSON_OBJECT))
        return name;
    value = resolve(data, value);
    name = text_of(data, json_get(value, "name"), "@value");
    struct str given = json_get_str(value, "givenName");
    struct str family = json_get_str(value, "familyName");
    if (name.n > 0 || given.n == 0 || family.n == 0)
        return str_first_of(name, str_first_of(given, family));
    return arena_format(data->collector->scratch, "%.*s %.*s", STR_ARG(given), STR_ARG(family));
}

static struct str authors_of(const struct data *data, const struct json_value *value) {
    const struct json_value *list = json_get_array(value, "@list");
    value = list != NULL ? list : value;
    if (!json_is(value, JSON_ARRAY))
        return name_of(data, value);
    struct buf names;
    buf_init(&names, 4096);
    const struct json_value *author = json_first(value);
    for (size_t i = 0; author != NULL && i < AUTHORS_MOST; i++, author = author->next) {
        struct str name = name_of(data, author);
        if (name.n > 0 && names.n > 0)
            BUF_ADD(&names, ", ");
        buf_add(&names, name);
    }
    return page_take_text(data->collector->scratch, &names);
}

static void offer(const struct data *data, enum page_field field, struct str value, int weight,
                  const char *from) {
    struct page_collector *collector = data->collector;
    if (value.n > 0) /* it must outlive the JSON */
        page_offer(collector, field, arena_copy(collector->scratch, value), weight, from);
}

static bool says_false(const struct json_value *value) {
    return json_is(value, JSON_FALSE) || str_eq_case(json_as_str(value), STR("false"));
}

/* Host and path, by which the addresses of one page are the same. */
static struct str place_of(struct str address) {
    size_t scheme = str_find(address, STR("://"));
    if (scheme == SIZE_MAX)
        return STR_NONE;
    address = str_skip(address, scheme + 3);
    address = str_take(address, str_find_byte(address, '#'));
    address = str_take(address, str_find_byte(address, '?'));
    while (address.n > 0 && address.p[address.n - 1] == '/')
        address.n--;
    return str_starts(address, STR("www.")) ? str_skip(address, 4) : address;
}

/* Whether an article says that this page is where it stands. */
static bool is_here(const struct data *data, const struct json_value *article) {
    const struct str places[] = {json_get_str(article, "url"), json_get_str(article, "@id"),
                                 json_get_str(article, "mainEntityOfPage"),
                                 text_of(data, json_get(article, "mainEntityOfPage"), "@id")};
    for (size_t i = 0; data->here.n > 0 && i < sizeof places / sizeof places[0]; i++)
        if (str_eq(place_of(places[i]), data->here))
            return true;
    return false;
}

/* `less`: what it is worth less than the page's own article. */
static void read_article(const struct data *data, const struct json_value *article, int less) {
    static const struct {
        const char *member, *inner, *from;
        enum page_field field;
        int weight;
    } members[] = {
        {"headline", "@value", "json-ld headline", PAGE_TITLE, 90},
        {"name", "@value", "json-ld name", PAGE_TITLE, 82},
        {"datePublished", "@value", "json-ld datePublished", PAGE_PUBLISHED, 90},
        {"dateModified", "@value", "json-ld dateModified", PAGE_MODIFIED, 90},
        {"description", "@value", "json-ld description", PAGE_EXCERPT, 75},
        {"inLanguage", "alternateName", "json-ld inLanguage", PAGE_LANGUAGE, 75},
        {"image", "url", "json-ld image", PAGE_IMAGE, 85},
        {"publisher", "name", "json-ld publisher", PAGE_SITE_NAME, 80},
    };
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        offer(data, members[i].field,
              text_of(data, json_get(article, members[i].member), members[i].inner),
              members[i].weight - less, members[i].from);
    offer(data, PAGE_BYLINE, authors_of(data, json_get(article, "author")), 90 - less,
          "json-ld author");
    offer(data, PAGE_BYLINE, authors_of(data, json_get(article, "creator")), 85 - less,
          "json-ld creator");
    offer(data, PAGE_TYPE, STR("article"), 90 - less, "json-ld @type");
    struct str body = json_get_str(article, "articleBody");
    if (body.n > data->collector->body.n)
        data->collector->body = arena_copy(data->collector->scratch, body);
    if (less == 0 && says_false(json_get(article, "isAccessibleForFree")))
        offer(data, PAGE_PAYWALLED, STR("yes"), 90, "json-ld isAccessibleForFree");
}

/* A page or another work: its author and date are often the article's. */
static void read_work(const struct data *data, const struct json_value *work) {
    offer(data, PAGE_BYLINE, authors_of(data, json_get(work, "author")), 83, "json-ld work author");
    offer(data, PAGE_PUBLISHED, text_of(data, json_get(work, "datePublished"), "@value"), 83,
          "json-ld work datePublished");
    offer(data, PAGE_MODIFIED, text_of(data, json_get(work, "dateModified"), "@value"), 83,
          "json-ld work dateModified");
}

static void read_video(const struct data *data, const struct json_value *video) {
    offer(data, PAGE_TITLE, json_get_str(video, "name"), 55, "json-ld video");
    offer(data, PAGE_PUBLISHED, json_get_str(video, "uploadDate"), 65, "json-ld uploadDate");
    offer(data, PAGE_IMAGE, text_of(data, json_get(video, "thumbnailUrl"), "url"), 75,
          "json-ld thumbnailUrl");
    offer(data, PAGE_TYPE, STR("video"), 70, "json-ld @type");
}

static void say_types(const struct data *data, const struct json_value *object) {
    const struct json_value *type = json_first(json_get_array(object, "@type"));
    for (size_t i = 0; type != NULL && i < TYPES_MOST; i++, type = type->next)
        page_kind_said(data->collector, json_as_str(type));
    page_kind_said(data->collector, json_get_str(object, "@type"));
}

/* Articles that are teasers of other pages, where one says that it is this page's; the first one
 * is most likely to be it, where none does. */
static int less_than_own(const struct data *data, const struct json_value *article, size_t before) {
    if (data->found_here)
        return is_here(data, article) ? 0 : 35;
    return before > 0 ? 2 : 0;
}

static void read_objects(struct data *data) {
    size_t articles = 0, others = 0;
    data->here = place_of(data->collector->page->url);
    for (size_t i = 0; i < data->count && articles < ARTICLES_MOST; i++)
        if (has_type(data->objects[i], is_article)) {
            articles++;
            data->found_here = data->found_here || is_here(data, data->objects[i]);
        }
    articles = 0;
    for (size_t i = 0; i < data->count; i++) {
        const struct json_value *object = data->objects[i];
        say_types(data, object);
        if (has_type(object, is_article)) {
            if (articles < ARTICLES_MOST)
                read_article(data, object, less_than_own(data, object, articles));
            articles++;
        } else if (others++ >= OTHERS_MOST) {
            break;
        } else if (has_type(object, is_video)) {
            read_video(data, object);
        } else if (has_type(object, is_work)) {
            read_work(data, object);
        } else if (has_type(object, is_person)) {
            offer(data, PAGE_BYLINE, json_get_str(object, "name"), 57, "json-ld Person");
        } else if (has_type(object, is_organization)) {
            offer(data, PAGE_SITE_NAME, json_get_str(object, "name"), 60, "json-ld site");
        }
    }
}

/* Without comment and CDATA wrappers, and without raw controls, which JSON forbids in strings. */
static struct str mend(struct arena *arena, struct str text) {
    size_t wrapped = str_find(str_take(text, 64), STR("![CDATA["));
    if (wrapped != SIZE_MAX) {
        text = str_skip(text, wrapped + 8);
        size_t close = str_find(text, STR("]]>"));
        text = str_take(text, close);
    }
    size_t start = 0, end = text.n;
    while (start < end && text.p[start] != '{' && text.p[start] != '[')
        start++;
    while (end > start && text.p[end - 1] != '}' && text.p[end - 1] != ']')
        end--;
    struct str copy = arena_copy(arena, str_of(text.p + start, end - start));
    for (size_t i = 0; i < copy.n; i++)
        if ((unsigned char)copy.p[i] < 0x20)
            ((char *)(uintptr_t)copy.p)[i] = ' ';
    return copy;
}

static bool is_linked_data(const struct html_node *node) {
    return str_find_case(html_attribute(node, STR("type")), STR("ld+json")) != SIZE_MAX;
}

void page_read_data(struct page_collector *collector) {
    struct data *data = arena_new(collector->scratch, struct data);
    const struct json_value *top;
    struct arena arena; /* of its own: broken or too much linked data spoils nothing else */
    size_t count = 0;
    const struct html_node *root = collector->document.root;
    if (data == NULL)
        return;
    data->collector = collector;
    arena_init(&arena, DATA_MEMORY);
    for (const struct html_node *node = root; node != NULL && count < BLOCKS_MOST;
         node = html_next(node, root)) {
        if (node->tag != HTML_TAG_SCRIPT || !is_linked_data(node) || node->first == NULL ||
            node->first->kind != HTML_TEXT)
            continue;
        struct str text = mend(collector->scratch, html_data(node->first));
        enum status status = text.n > 0 ? json_read(&arena, text, &top, NULL) : STATUS_INVALID;
        if (status == STATUS_MEMORY)
            collector->scratch->failed = collector->scratch->starved = true;
        if (status != STATUS_OK)
            continue;
        add_tree(data, top);
        count++;
    }
    read_objects(data);
    arena_release(&arena);
}
