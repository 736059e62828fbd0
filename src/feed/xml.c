/* XML feeds: libxml2's SAX2 over mended text. Entities are never substituted by the parser
 * (there is no DTD left to define any) and its limits stay on. */
#include "feed/build.h"

#include "feed/markup.h"
#include "feed/mend.h"
#include "url/url.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
    FRAMES_MOST = FEED_DEPTH_MOST + 2,
    PENDING_MOST = 128 * 1024 * 1024,
    COLLECTED_MOST = 4 * FEED_BYTES_MOST,
};

/* An open element. */
struct frame {
    struct str base;
    enum feed_place place;
    enum feed_field field;
};

/* The text that is being collected. */
struct collection {
    const struct feed_name *name; /* NULL: none */
    size_t depth;                 /* of its element */
    struct str base;
    struct buf text;
    bool html;    /* characters are HTML, to be taken as they are */
    bool markup;  /* inside are elements: characters are escaped */
    bool literal; /* plain text for certain */
    bool base64;
};

struct attributes {
    const xmlChar **list; /* five a piece: name, prefix, address, value, end */
    int count;
};

struct reader {
    struct feed_builder *builder;
    struct arena feed_arena, entry_arena;
    struct feed_raw feed, entry;
    struct frame frames[FRAMES_MOST];
    size_t depth;
    size_t entry_depth; /* of the open entry's frame; 0: none is open */
    struct collection collection;
    bool full;
    bool known_root;
    const char *format;
    struct str generator_tail; /* what the attributes of <generator> add to its text */
};

static struct str view(const xmlChar *text) {
    return str_from((const char *)text);
}

/* The value of attribute `name` outside any namespace; absent when there is none. */
static struct str get(struct attributes attributes, struct str name) {
    for (int i = 0; i < attributes.count; i++) {
        const xmlChar **a = attributes.list + 5 * i;
        if (a[1] == NULL && str_eq_case(view(a[0]), name))
            return str_of((const char *)a[3], (size_t)(a[4] - a[3]));
    }
    return STR_NONE;
}

/* The value of an attribute that is written with `prefix`. */
static struct str get_prefixed(struct attributes attributes, struct str prefix, struct str name) {
    for (int i = 0; i < attributes.count; i++) {
        const xmlChar **a = attributes.list + 5 * i;
        if (a[1] != NULL && str_eq(view(a[1]), prefix) && str_eq(view(a[0]), name))
            return str_of((const char *)a[3], (size_t)(a[4] - a[3]));
    }
    return STR_NONE;
}

static int64_t get_number(struct attributes attributes, struct str name) {
    uint64_t value;
    struct str text = str_trim(get(attributes, name));
    return str_to_u64(text, &value) && value < INT64_MAX ? (int64_t)value : -1;
}

static struct feed_raw *target(struct reader *r) {
    return r->entry_depth > 0 ? &r->entry : &r->feed;
}

static struct arena *pending(struct reader *r) {
    return r->entry_depth > 0 ? &r->entry_arena : &r->feed_arena;
}

static struct frame *top(struct reader *r) {
    return &r->frames[r->depth];
}

/* -- links -- */

static void offer_link(struct reader *r, struct str text, int rank) {
    struct feed_raw *raw = target(r);
    if (!str_absent(raw->link.text) && rank >= raw->link.rank)
        return;
    struct str absolute = feed_build_link(r->builder, text, top(r)->base);
    if (!str_absent(absolute))
        raw->link = (struct feed_value){.text = absolute, .rank = rank};
}

static void image_link(struct reader *r, struct str link, int rank) {
    if (r->entry_depth > 0)
        feed_build_image(r->builder, &r->entry, link, top(r)->base, 0, 0);
    else if (link.n > 0)
        feed_raw_set(&r->feed, FIELD_IMAGE_URL,
                     (struct feed_value){.text = arena_copy(&r->feed_arena, link),
                                         .base = top(r)->base,
                                         .rank = rank});
}

/* RFC 4287, 4.2.7; alternates in HTML first. */
static void atom_link(struct reader *r, struct attributes attributes) {
    struct str link = get(attributes, STR("href")), rel = str_trim(get(attributes, STR("rel")));
    struct str type = get(attributes, STR("type"));
    struct feed_raw *raw = target(r);
    if (top(r)->place == PLACE_SOURCE) {
        if (str_absent(raw->source_url) && (rel.n == 0 || str_eq(rel, STR("alternate"))))
            raw->source_url = feed_build_link(r->builder, link, top(r)->base);
        return;
    }
    if (rel.n == 0 || str_eq_case(rel, STR("alternate")))
        offer_link(r, link,
                   type.n == 0 || str_starts_case(type, STR("text/html")) ||
                           str_starts_case(type, STR("application/xhtml"))
                       ? 1
                       : 5);
    else if (str_eq_case(rel, STR("enclosure")) && r->entry_depth > 0)
        feed_build_enclosure(r->builder, raw, link, top(r)->base, type,
                             get_number(attributes, STR("length")));
    else if (str_eq_case(rel, STR("hub")) && str_absent(raw->hub))
        raw->hub = feed_build_link(r->builder, link, top(r)->base);
    else if (str_eq_case(rel, STR("image")))
        image_link(r, link, 5);
}

static void media_content(struct reader *r, struct attributes attributes) {
    struct str link = get(attributes, STR("url")), type = get(attributes, STR("type"));
    struct str medium = get(attributes, STR("medium"));
    struct feed_raw *raw = target(r);
    if (str_eq(medium, STR("image")) || str_starts_case(type, STR("image/")))
        feed_build_image(r->builder, raw, link, top(r)->base, get_number(attributes, STR("width")),
                         get_number(attributes, STR("height")));
    else
        feed_build_enclosure(r->builder, raw, link, top(r)->base, type,
                             get_number(attributes, STR("filesize")));
}

/* Elements that say everything in their attributes. */
static void read_attributes(struct reader *r, const struct feed_name *name,
                            struct attributes attributes) {
    struct feed_raw *raw = target(r);
    struct str base = top(r)->base;
    struct str url = get(attributes, STR("url"));
    switch ((int)name->field) {
    case FIELD_ATOM_LINK:
        atom_link(r, attributes);
        break;
    case FIELD_ENCLOSURE:
        feed_build_enclosure(r->builder, raw, url, base, get(attributes, STR("type")),
                             get_number(attributes, STR("length")));
        break;
    case FIELD_MEDIA_CONTENT:
        media_content(r, attributes);
        break;
    case FIELD_MEDIA_THUMBNAIL:
        feed_build_image(r->builder, raw, url, base, get_number(attributes, STR("width")),
                         get_number(attributes, STR("height")));
        break;
    case FIELD_MEDIA_PLAYER:
        if (str_absent(raw->player))
            raw->player = feed_build_link(r->builder, url, base);
        break;
    case FIELD_IMAGE_HREF:
        image_link(r, str_first_of(get(attributes, STR("href")), url), name->rank);
        break;
    case FIELD_TEXT_CATEGORY:
        feed_build_category(r->builder, raw, get(attributes, STR("text")));
        break;
    case FIELD_ATOM_CATEGORY: {
        struct str label = get(attributes, STR("label"));
        feed_build_category(r->builder, raw, str_first_of(label, get(attributes, STR("term"))));
        break;
    }
    default:
        break;
    }
}

/* -- collecting texts -- */

static void read_type(struct collection *collection, struct attributes attributes) {
    struct str type = str_trim(get(attributes, STR("type")));
    struct str mode = str_trim(get(attributes, STR("mode"))); /* Atom 0.3 */
    bool html = str_eq_case(type, STR("html")) || str_eq_case(type, STR("text/html")) ||
                str_eq_case(type, STR("application/xhtml+xml"));
    bool xml = str_eq_case(type, STR("xhtml")) || str_ends(type, STR("+xml")) ||
               str_ends(type, STR("/xml"));
    bool text = type.n == 0 || str_eq_case(type, STR("text")) ||
                str_eq_case(type, STR("text/plain")) || str_starts_case(type, STR("text/"));
    collection->base64 =
        str_eq(mode, STR("base64")) ||
        (str_absent(mode) && !html && !xml && !text && str_find_byte(type, '/') != SIZE_MAX);
    collection->markup = !collection->base64 && (str_eq(mode, STR("xml")) || xml) &&
                         !str_eq_case(type, STR("text/plain"));
    collection->html = html || collection->base64 || collection->markup;
    collection->literal = text && type.n > 0;
    if (html && str_absent(mode))
        collection->markup = false;
}

static void start_collecting(struct reader *r, const struct feed_name *name,
                             struct attributes attributes) {
    struct collection *c = &r->collection;
    struct buf text = c->text;
    *c = (struct collection){.name = name, .depth = r->depth, .base = top(r)->base, .text = text};
    buf_clear(&c->text);
    if (name->reading == READ_HTML)
        c->html = true;
    else if (name->reading == READ_ATOM)
        read_type(c, attributes);
}

/* Texts that are labelled as plain, or not at all, and are HTML all the same: it takes a tag that
 * nobody writes by chance. */
static bool holds_tags(struct str text) {
    static const struct str tags[] = {STR_INIT("</p>"), STR_INIT("</a>"),  STR_INIT("<br"),
                                      STR_INIT("<p>"),  STR_INIT("<img "), STR_INIT("</div>")};
    if (str_find_byte(text, '<') == SIZE_MAX)
        return false;
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (str_find_case(text, tags[i]) != SIZE_MAX)
            return true;
    return false;
}

/* RFC 4287, 4.2.4: "name", version and address as one line. */
static void note_generator(struct reader *r, struct attributes attributes) {
    r->generator_tail = STR_NONE;
    struct str version = get(attributes, STR("version"));
    struct str address = str_first_of(get(attributes, STR("uri")), get(attributes, STR("url")));
    if (version.n + address.n > 0 && version.n + address.n < 300)
        r->generator_tail =
            arena_format(&r->feed_arena, "%s%.*s%s%.*s", version.n > 0 ? " v" : "",
                         STR_ARG(version), address.n > 0 ? " " : "", STR_ARG(address));
}

static void keep(struct reader *r, const struct feed_name *name, struct feed_value value) {
    struct feed_raw *raw = target(r);
    struct frame *frame = top(r);
    if (frame->place == PLACE_SOURCE) {
        if (name->field == FIELD_TITLE && str_absent(raw->source_title))
            raw->source_title = value.text;
        return;
    }
    switch ((int)name->field) {
    case FIELD_LINK:
        offer_link(r, value.text, name->rank);
        break;
    case FIELD_CATEGORY:
        feed_build_category(r->builder, raw, value.text);
        break;
    case FIELD_NAME:
        if (str_empty(str_trim(raw->person.name)))
            raw->person.name = value.text;
        break;
    case FIELD_EMAIL:
        if (str_empty(str_trim(raw->person.email)))
            raw->person.email = value.text;
        break;
    case FIELD_IMAGE_URL:
        if (r->entry_depth > 0) {
            feed_build_image(r->builder, raw, value.text, value.base, 0, 0);
            break;
        }
        feed_raw_set(raw, name->field, value);
        break;
    case FIELD_PUBLISHED:
        feed_raw_set(raw, name->field, value);
        if (name->space == SPACE_DC) { /* "a point in the lifecycle", whichever */
            value.rank += 10;
            feed_raw_set(raw, FIELD_UPDATED, value);
        }
        break;
    default:
        feed_raw_set(raw, name->field, value);
    }
}

static void finish_collecting(struct reader *r) {
    struct collection *c = &r->collection;
    const struct feed_name *name = c->name;
    if (name == NULL)
        return;
    c->name = NULL;
    struct feed_value value = {.base = c->base, .rank = name->rank};
    if (name->field == FIELD_GENERATOR)
        buf_add(&c->text, r->generator_tail);
    struct str text = buf_str(&c->text);
    if (c->base64) {
        struct buf decoded;
        buf_init(&decoded, COLLECTED_MOST);
        if (feed_base64(text, &decoded))
            value.text = arena_copy(pending(r), buf_str(&decoded));
        buf_release(&decoded);
    }
    if (str_absent(value.text))
        value.text = arena_copy(pending(r), text);
    bool long_text = name->field == FIELD_SUMMARY || name->field == FIELD_CONTENT;
    bool html = c->html || c->markup || (long_text && !c->literal && holds_tags(text));
    value.kind = html ? KIND_HTML : KIND_TEXT;
    keep(r, name, value);
}

/* An element inside a text. What was collected as plain characters becomes HTML first. */
static void start_markup(struct reader *r, struct str name, struct attributes attributes) {
    struct collection *c = &r->collection;
    if (!c->markup) {
        bool escaped = c->html && str_find_byte(buf_str(&c->text), '<') != SIZE_MAX;
        struct str before = arena_copy(pending(r), buf_str(&c->text));
        if (!escaped) {
            buf_clear(&c->text);
            feed_markup_text(&c->text, before);
        }
        c->markup = true;
    }
    feed_markup_start(&c->text, name);
    for (int i = 0; i < attributes.count; i++) {
        const xmlChar **a = attributes.list + 5 * i;
        struct str value = str_of((const char *)a[3], (size_t)(a[4] - a[3]));
        struct str absolute = STR_NONE;
        if (a[1] != NULL)
            continue;
        /* An xml:base on the way from the text's own element to here. */
        if (feed_markup_is_link(view(a[0])) && !str_eq(top(r)->base, c->base))
            (void)url_resolve(pending(r), value, top(r)->base, &absolute, NULL);
        feed_markup_attribute(&c->text, view(a[0]), str_first_of(absolute, value));
    }
}

/* -- the structure -- */

static void finish_entry(struct reader *r) {
    finish_collecting(r);
    if (r->entry_depth == 0)
        return;
    if (!feed_build_entry(r->builder, &r->entry) && !r->full) {
        r->full = true;
        feed_build_warn(r->builder, "entries past the first %d are left out", FEED_ENTRIES_MOST);
    }
    r->entry_depth = 0;
    feed_raw_clear(&r->entry);
    arena_clear(&r->entry_arena);
}

static void set_text(struct reader *r, enum feed_field field, struct str text, int rank) {
    struct feed_value value = {
        .text = arena_copy(pending(r), text), .base = top(r)->base, .rank = rank};
    feed_raw_set(target(r), field, value);
}

static void begin_entry(struct reader *r, struct attributes attributes) {
    finish_entry(r);
    r->entry_depth = r->depth;
    top(r)->place = PLACE_ENTRY;
    /* CDF says it in attributes, RSS 1.0 repeats the link in rdf:about. */
    offer_link(r, get(attributes, STR("href")), 3);
    struct str date = get(attributes, STR("lastmod"));
    if (!str_absent(date))
        set_text(r, FIELD_UPDATED, date, 9);
    struct str about = get_prefixed(attributes, STR("rdf"), STR("about"));
    if (!str_absent(about)) {
        set_text(r, FIELD_ID, about, 9);
        offer_link(r, about, 9);
    }
}

static void begin_root(struct reader *r, struct str name, enum feed_space space,
                       struct attributes attributes) {
    struct str version = str_trim(get(attributes, STR("version")));
    r->known_root = true;
    if (str_eq_case(name, STR("feed")))
        r->format = str_eq(version, STR("0.3")) ? "atom0.3" : "atom1.0";
    else if (str_eq_case(name, STR("rdf")))
        r->format = "rss1.0";
    else if (str_eq_case(name, STR("channel")))
        r->format = "cdf";
    else
        r->format = str_starts(version, STR("0.9")) ? "rss0.9x" : "rss2.0";
    if (space == SPACE_ATOM && str_absent(version) && str_eq_case(name, STR("feed")))
        r->format = "atom1.0";
    if (str_eq_case(name, STR("channel")))
        offer_link(r, get(attributes, STR("href")), 3);
}

static void begin_container(struct reader *r, const struct feed_name *name,
                            struct attributes attributes) {
    struct frame *frame = top(r);
    struct feed_raw *raw = target(r);
    switch ((int)name->field) {
    case FIELD_ENTRY:
        begin_entry(r, attributes);
        break;
    case FIELD_PERSON: {
        bool more = str_empty(raw->person.name) && str_empty(raw->person.email);
        frame->place = more ? PLACE_PERSON : PLACE_ELSEWHERE;
        if (more)
            raw->person_rank = name->rank;
        break;
    }
    case FIELD_IMAGE:
        frame->place = PLACE_IMAGE;
        break;
    case FIELD_SOURCE:
        frame->place = PLACE_SOURCE;
        if (!str_absent(get(attributes, STR("url"))))
            raw->source_url = feed_build_link(r->builder, get(attributes, STR("url")), frame->base);
        if (name->space == SPACE_RSS) { /* its text is the title */
            static const struct feed_name title = {SPACE_RSS,   "source", PLACE_SOURCE,
                                                   FIELD_TITLE, 0,        READ_PLAIN};
            start_collecting(r, &title, attributes);
        }
        break;
    default: /* the root, a channel, a group: its children count as its parent's */
        break;
    }
}

static bool is_text_field(enum feed_field field) {
    return field >= FIELD_TITLE && field < FIELD_COUNT;
}

static void begin_field(struct reader *r, const struct feed_name *name,
                        struct attributes attributes) {
    struct frame *frame = top(r);
    frame->field = name->field;
    if (!is_text_field(name->field)) {
        if (name->field >= FIELD_COUNT) {
            read_attributes(r, name, attributes);
            /* which may hold a thumbnail, a category of its own */
            if (name->field != FIELD_MEDIA_CONTENT && name->field != FIELD_TEXT_CATEGORY)
                frame->place = PLACE_ELSEWHERE;
        } else {
            begin_container(r, name, attributes);
        }
        return;
    }
    if (name->field == FIELD_LINK && !str_absent(get(attributes, STR("href")))) {
        atom_link(r, attributes);
        frame->place = PLACE_ELSEWHERE;
        return;
    }
    if (name->field == FIELD_ID && r->entry_depth > 0 && frame->place == PLACE_ENTRY &&
        str_eq(str_from(name->name), STR("guid")))
        frame->field =
            str_eq_case(get(attributes, STR("ispermalink")), STR("false")) ? FIELD_NONE : FIELD_ID;
    start_collecting(r, name, attributes);
    if (name->field == FIELD_GENERATOR)
        note_generator(r, attributes);
    if (name->field == FIELD_AUTHOR) { /* Atom's author without Atom's namespace */
        frame->place = PLACE_PERSON;
        if (str_empty(target(r)->person.name))
            target(r)->person_rank = name->rank;
    } else {
        frame->place = name->reading == READ_PLAIN ? frame->place : PLACE_ELSEWHERE;
    }
}

/* A guid that is an address is the link, unless it says that it is none (RSS 2.0). */
static void offer_guid(struct reader *r, const struct frame *frame) {
    const struct collection *c = &r->collection;
    if (frame->field != FIELD_ID || r->entry_depth == 0 || c->name == NULL ||
        c->depth != r->depth || !str_eq(str_from(c->name->name), STR("guid")))
        return;
    struct str text = str_trim(buf_str(&c->text));
    if (str_absent(r->entry.guid_link) &&
        (str_starts_case(text, STR("http://")) || str_starts_case(text, STR("https://"))))
        r->entry.guid_link = feed_build_link(r->builder, text, STR_NONE);
}

static void push_frame(struct reader *r, struct attributes attributes) {
    struct frame *above = top(r);
    struct frame *frame = &r->frames[++r->depth];
    *frame = (struct frame){.base = above->base, .place = above->place};
    struct str base = get_prefixed(attributes, STR("xml"), STR("base"));
    struct str absolute = STR_NONE;
    if (base.n > 0 && url_resolve(&r->feed_arena, base, above->base, &absolute, NULL) == STATUS_OK)
        frame->base = absolute;
}

static void note_language(struct reader *r, struct attributes attributes) {
    struct str language = get_prefixed(attributes, STR("xml"), STR("lang"));
    if (!str_absent(language))
        set_text(r, FIELD_LANGUAGE, language, 3);
}

static void on_start(void *context, const xmlChar *local, const xmlChar *prefix,
                     const xmlChar *address, int namespace_count, const xmlChar **namespaces,
                     int attribute_count, int defaulted, const xmlChar **list) {
    (void)namespace_count, (void)namespaces, (void)defaulted;
    struct reader *r = context;
    struct attributes attributes = {list, attribute_count};
    struct str name = view(local);
    if (r->depth + 1 >= FRAMES_MOST)
        return;
    push_frame(r, attributes);
    bool collecting = r->collection.name != NULL;
    unsigned place = r->frames[r->depth].place;
    bool rich = collecting && r->collection.name->reading != READ_PLAIN;
    enum feed_space space = feed_space_find(view(address), view(prefix));
    const struct feed_name *known = feed_name_find(space, name, rich ? PLACE_FEED : place);
    if (rich && !(known != NULL && known->field == FIELD_ENTRY && space != SPACE_XHTML)) {
        start_markup(r, name, attributes);
        return;
    }
    if (known == NULL) {
        top(r)->place = r->depth == 1 ? PLACE_FEED : PLACE_ELSEWHERE;
        return;
    }
    if (collecting) { /* it was not closed where it should have been */
        r->depth--;
        finish_collecting(r);
        r->depth++;
    }
    if (r->depth == 1 && (known->field == FIELD_ROOT || known->field == FIELD_CHANNEL))
        begin_root(r, name, space, attributes);
    begin_field(r, known, attributes);
    if (known->field == FIELD_ROOT || known->field == FIELD_CHANNEL || known->field == FIELD_ENTRY)
        note_language(r, attributes);
}

static void on_end(void *context, const xmlChar *local, const xmlChar *prefix,
                   const xmlChar *address) {
    (void)prefix, (void)address;
    struct reader *r = context;
    if (r->depth == 0)
        return;
    struct frame *frame = top(r);
    if (r->collection.name != NULL && r->depth > r->collection.depth) {
        if (r->collection.name->reading != READ_PLAIN)
            feed_markup_end(&r->collection.text, view(local));
    } else if (r->collection.name != NULL) {
        offer_guid(r, frame);
        frame->place = frame->place == PLACE_SOURCE ? PLACE_SOURCE : r->frames[r->depth - 1].place;
        finish_collecting(r);
    }
    if (r->entry_depth == r->depth)
        finish_entry(r);
    r->depth--;
}

static void on_text(void *context, const xmlChar *text, int length) {
    struct reader *r = context;
    struct collection *c = &r->collection;
    struct str s = str_of((const char *)text, (size_t)length);
    if (c->name == NULL || (c->name->reading == READ_PLAIN && r->depth != c->depth))
        return;
    if (c->markup)
        feed_markup_text(&c->text, s);
    else
        buf_add(&c->text, s);
}

/* Character data inside markup is text like any other; where an XML publisher wrapped HTML into
 * it inside of a text that is to hold elements, it is HTML. */
static void on_cdata(void *context, const xmlChar *text, int length) {
    struct reader *r = context;
    struct collection *c = &r->collection;
    if (c->name != NULL && c->name->reading != READ_PLAIN && c->html && r->depth == c->depth)
        buf_add(&c->text, str_of((const char *)text, (size_t)length));
    else
        on_text(context, text, length);
}

static void on_error(void *context, xmlErrorPtr error) {
    (void)context, (void)error;
}

static enum status parse_mended(struct reader *r, struct str mended, struct error *error) {
    if (mended.n > INT32_MAX)
        return error_set(error, STATUS_LIMIT, "the feed is too long");
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt(mended.p, (int)mended.n);
    if (parser == NULL)
        return error_memory(error);
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .characters = on_text,
        .ignorableWhitespace = on_text,
        .cdataBlock = on_cdata,
        .serror = on_error,
    };
    *parser->sax = handler;
    parser->userData = r;
    xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_NOERROR |
                                  XML_PARSE_NOWARNING);
    parser->userData = r;
    xmlParseDocument(parser);
    bool memory = parser->errNo == XML_ERR_NO_MEMORY;
    if (parser->myDoc != NULL)
        xmlFreeDoc(parser->myDoc);
    xmlFreeParserCtxt(parser);
    return memory ? error_memory(error) : STATUS_OK;
}

static enum status check_root(const struct reader *r, const struct feed_mended *mended,
                              struct error *error) {
    if (str_absent(mended->root))
        return error_set(error, STATUS_INVALID, "it is neither XML nor JSON, so not a feed");
    if (str_eq_case(mended->root, STR("html")) || str_eq_case(mended->doctype, STR("html")))
        return error_set(error, STATUS_INVALID, "it is an HTML page, not a feed");
    if (!r->known_root)
        return error_set(error, STATUS_INVALID, "it is XML but not a feed: it begins with <%.*s>",
                         STR_ARG(str_take(mended->root, 40)));
    return STATUS_OK;
}

enum status feed_read_xml(struct feed_builder *builder, struct str text, struct error *error) {
    struct feed_mended mended;
    struct buf xml;
    buf_init(&xml, 6 * (size_t)FEED_BYTES_MOST);
    feed_mend(text, &xml, &mended);
    struct reader *r = arena_new(builder->arena, struct reader);
    enum status status = buf_check(&xml, error);
    if (status == STATUS_OK && r == NULL)
        status = arena_status(builder->arena, error);
    if (status != STATUS_OK)
        goto out;
    r->builder = builder;
    r->frames[0] = (struct frame){.base = builder->base, .place = PLACE_FEED};
    arena_init(&r->feed_arena, PENDING_MOST);
    arena_init(&r->entry_arena, PENDING_MOST);
    buf_init(&r->collection.text, COLLECTED_MOST);
    status = parse_mended(r, buf_str(&xml), error);
    finish_entry(r);
    if (status == STATUS_OK)
        status = check_root(r, &mended, error);
    if (status == STATUS_OK) {
        builder->feed->format = r->format;
        feed_build_feed(builder, &r->feed);
        if (mended.repairs > 0)
            feed_build_warn(builder, "not well-formed XML: mended in %zu places", mended.repairs);
    }
    arena_release(&r->feed_arena);
    arena_release(&r->entry_arena);
    buf_release(&r->collection.text);
out:
    buf_release(&xml);
    return status;
}
