#include "edition/parts.h"

#include "base/map.h"
#include "base/utf8.h"
#include "yaml/scalar.h"
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

enum {
    OPML_BYTES_MOST = 16 * 1024 * 1024,
    OPML_DEPTH_MOST = 64,
    OPML_ATTRIBUTES_MOST = 256,
    OPML_SOURCES_MOST = 100000,
    OPML_EVERY_LEAST = 60,
};

struct reading {
    struct arena *arena;
    const struct edition *edition;
    struct error *error;
    enum status status;
    xmlParserCtxt *parser;
    struct str folders[OPML_DEPTH_MOST]; /* what each open element puts its sources into */
    unsigned depth;
    struct edition_source *sources;
    size_t count, capacity;
    struct map addresses;
};

/* The attributes that mean something here; then OPML 2.0's others, so that they are not taken for
 * misspelt ones. */
static const struct str attribute_names[] = {
    STR_INIT("xmlUrl"),   STR_INIT("htmlUrl"),   STR_INIT("title"),        STR_INIT("text"),
    STR_INIT("kind"),     STR_INIT("topic"),     STR_INIT("provider"),     STR_INIT("official"),
    STR_INIT("every"),    STR_INIT("paused"),    STR_INIT("type"),         STR_INIT("description"),
    STR_INIT("language"), STR_INIT("version"),   STR_INIT("created"),      STR_INIT("category"),
    STR_INIT("url"),      STR_INIT("isComment"), STR_INIT("isBreakpoint"),
};
enum attribute {
    ATTRIBUTE_XML_URL,
    ATTRIBUTE_HTML_URL,
    ATTRIBUTE_TITLE,
    ATTRIBUTE_TEXT,
    ATTRIBUTE_KIND,
    ATTRIBUTE_TOPIC,
    ATTRIBUTE_PROVIDER,
    ATTRIBUTE_OFFICIAL,
    ATTRIBUTE_EVERY,
    ATTRIBUTE_PAUSED,
    ATTRIBUTES_USED,
};
enum { ATTRIBUTES_KNOWN = sizeof attribute_names / sizeof attribute_names[0] };

/* Where the tag opens that the parser has just read: it stands behind the attributes, in none of
 * which a '<' can be. */
static struct position tag_position(const struct reading *reading) {
    const xmlParserInput *input = reading->parser->input;
    const xmlChar *p = input->cur;
    struct position at = {.line = (size_t)input->line};
    while (p > input->base && *p != '<')
        if (*--p == '\n')
            at.line--;
    const xmlChar *start = p;
    while (start > input->base && start[-1] != '\n')
        start--;
    at.column = utf8_length(str_of((const char *)start, (size_t)(p - start))) + 1;
    return at;
}

__attribute__((format(printf, 2, 3))) static void stop(struct reading *reading, const char *format,
                                                       ...) {
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    reading->status =
        error_set_at(reading->error, STATUS_INVALID, tag_position(reading), "%s", message);
    xmlStopParser(reading->parser);
}

static void stop_memory(struct reading *reading) {
    reading->status = arena_status(reading->arena, reading->error);
    if (reading->status == STATUS_OK)
        reading->status = error_memory(reading->error);
    xmlStopParser(reading->parser);
}

/* A file's own address: below inbox/, without a way out of it. */
static bool is_inbox_path(struct str url) {
    struct str rest = url;
    struct str part;
    if (!str_starts(url, STR("inbox/")) || str_ends(url, STR("/")))
        return false;
    while (str_next(&rest, '/', &part))
        if (part.n == 0 || str_eq(part, STR(".")) || str_eq(part, STR("..")))
            return false;
    for (size_t i = 0; i < url.n; i++)
        if ((unsigned char)url.p[i] < 0x20 || url.p[i] == '\\')
            return false;
    return url.n <= 1000;
}

static bool read_kind(struct str text, enum edition_source_kind *kind) {
    static const struct str words[] = {STR_INIT("feed"), STR_INIT("sitemap"), STR_INIT("page"),
                                       STR_INIT("archive")};
    for (size_t i = 0; i < 4; i++)
        if (str_eq(text, words[i])) {
            *kind = (enum edition_source_kind)i;
            return true;
        }
    return false;
}

static void take_topic(struct reading *reading, struct str name, struct edition_source *source) {
    if (reading->edition == NULL || name.n == 0)
        return;
    source->topic = edition_find_topic(reading->edition, name);
    if (source->topic == SIZE_MAX)
        stop(reading, "topic: there is no topic '%.*s'", STR_ARG(utf8_cut_bytes(name, 100)));
}

static void take_provider(struct reading *reading, struct str domain,
                          struct edition_source *source) {
    if (domain.n == 0)
        return;
    if (value_host(domain))
        source->provider = domain;
    else
        stop(reading, "provider: expected a domain in lower case, like example.org");
}

/* The attributes that are not texts. */
static void take_settings(struct reading *reading, const struct str *values,
                          struct edition_source *source) {
    int64_t every;
    if (values[ATTRIBUTE_KIND].n > 0 && !read_kind(values[ATTRIBUTE_KIND], &source->kind))
        stop(reading, "kind: expected feed, sitemap, page or archive");
    else if (values[ATTRIBUTE_OFFICIAL].n > 0 &&
             !yaml_to_bool(values[ATTRIBUTE_OFFICIAL], &source->official))
        stop(reading, "official: expected true or false");
    else if (values[ATTRIBUTE_PAUSED].n > 0 &&
             !yaml_to_bool(values[ATTRIBUTE_PAUSED], &source->paused))
        stop(reading, "paused: expected true or false");
    else if (values[ATTRIBUTE_EVERY].n > 0 &&
             (!value_duration(values[ATTRIBUTE_EVERY], &every) ||
              every < OPML_EVERY_LEAST * INT64_C(1000) || every > 30 * INT64_C(86400000)))
        stop(reading, "every: expected a duration from 1m to 30d");
    else if (values[ATTRIBUTE_EVERY].n > 0)
        source->every = every / 1000;
}

static void take_source(struct reading *reading, const struct str *values) {
    struct edition_source source = {
        .url = str_trim(values[ATTRIBUTE_XML_URL]),
        .title = values[ATTRIBUTE_TITLE].n > 0 ? values[ATTRIBUTE_TITLE] : values[ATTRIBUTE_TEXT],
        .html_url = values[ATTRIBUTE_HTML_URL],
        .folder = reading->folders[reading->depth],
        .topic = SIZE_MAX,
    };
    const char *why;
    bool fresh;
    if (!is_inbox_path(source.url) && !value_http_url(source.url, &why)) {
        stop(reading, "xmlUrl: %s%s", why,
             str_starts(source.url, STR("inbox")) ? ", or a file like inbox/feed.xml" : "");
        return;
    }
    take_topic(reading, values[ATTRIBUTE_TOPIC], &source);
    take_provider(reading, values[ATTRIBUTE_PROVIDER], &source);
    take_settings(reading, values, &source);
    if (reading->status != STATUS_OK)
        return;
    if (map_ensure(&reading->addresses, source.url, reading->count, &fresh) == NULL) {
        stop_memory(reading);
        return;
    }
    if (!fresh)
        return;
    if (reading->count >= OPML_SOURCES_MOST) {
        stop(reading, "more than %d sources", OPML_SOURCES_MOST);
        return;
    }
    if (arena_grow(reading->arena, &reading->sources, &reading->capacity, reading->count + 1,
                   sizeof source) != STATUS_OK) {
        stop_memory(reading);
        return;
    }
    if (source.title.n == 0)
        source.title = STR_NONE;
    if (source.html_url.n == 0)
        source.html_url = STR_NONE;
    id_make(source.url, source.id);
    reading->sources[reading->count++] = source;
}

/* A name that is nearly one of ours is a slip of the pen; any other is somebody else's. */
static void check_foreign(struct reading *reading, struct str name) {
    size_t distance;
    size_t near = value_nearest(name, attribute_names, ATTRIBUTES_USED, &distance);
    if (distance <= (name.n >= 6 ? 2u : 1u))
        stop(reading, "unknown attribute '%.*s': did you mean '%.*s'?",
             STR_ARG(utf8_cut_bytes(name, 100)), STR_ARG(attribute_names[near]));
}

/* A value as it was meant: without NOENT (which is never set, attacks.md E03) libxml2 leaves each
 * '&' as "&#38;" for the tree that it does not build here. */
static struct str copy_value(struct arena *arena, struct str value) {
    static const struct str escaped = STR_INIT("&#38;");
    char *copy = arena_cstr(arena, value);
    size_t n = 0;
    if (copy == NULL)
        return STR_NONE;
    for (size_t i = 0; i < value.n; n++) {
        copy[n] = value.p[i];
        i += str_starts(str_skip(value, i), escaped) ? escaped.n : 1;
    }
    copy[n] = '\0';
    return str_of(copy, n);
}

static void take_attributes(struct reading *reading, int count, const xmlChar **attributes,
                            struct str values[ATTRIBUTES_USED]) {
    for (int i = 0; i < count && reading->status == STATUS_OK; i++) {
        const xmlChar **a = &attributes[i * 5]; /* name, prefix, URI, value, its end */
        struct str name = str_from((const char *)a[0]);
        size_t k = 0;
        if (a[1] != NULL)
            continue;
        while (k < ATTRIBUTES_KNOWN && !str_eq_case(attribute_names[k], name))
            k++;
        if (k < ATTRIBUTES_USED) {
            values[k] =
                copy_value(reading->arena, str_of((const char *)a[3], (size_t)(a[4] - a[3])));
            if (str_absent(values[k]))
                stop_memory(reading);
        } else if (k == ATTRIBUTES_KNOWN && reading->edition != NULL) {
            check_foreign(reading, name);
        }
    }
}

/* The folder inside `outer` that is called `name`; empty parts of a name are dropped, so that
 * reading what opml_write makes of it gives the same. */
static struct str inner_folder(struct reading *reading, struct str outer, struct str name) {
    struct buf path;
    struct str part;
    buf_init(&path, 64 * 1024);
    buf_add(&path, outer);
    while (str_next(&name, '/', &part)) {
        part = str_trim(part);
        if (part.n > 0 && path.n > 0)
            buf_add_byte(&path, '/');
        buf_add(&path, part);
    }
    struct str folder = path.n > 0 ? arena_copy(reading->arena, buf_str(&path)) : STR_NONE;
    if (path.status != STATUS_OK || (path.n > 0 && str_absent(folder)))
        stop_memory(reading);
    buf_release(&path);
    return folder;
}

static void on_start(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri,
                     int namespace_count, const xmlChar **namespaces, int count, int defaulted,
                     const xmlChar **attributes) {
    struct reading *reading = context;
    struct str values[ATTRIBUTES_USED] = {{0}};
    (void)prefix, (void)uri, (void)namespace_count, (void)namespaces, (void)defaulted;
    if (reading->status != STATUS_OK)
        return;
    struct str element = str_from((const char *)name);
    if (reading->depth == 0 && !str_eq_case(element, STR("opml"))) {
        stop(reading, "not OPML: expected an element 'opml'");
        return;
    }
    if (reading->depth + 1 >= OPML_DEPTH_MOST) {
        stop(reading, "nested deeper than %d levels", OPML_DEPTH_MOST);
        return;
    }
    struct str folder = reading->folders[reading->depth];
    if (str_eq_case(element, STR("outline"))) {
        take_attributes(reading, count, attributes, values);
        if (reading->status != STATUS_OK)
            return;
        if (str_trim(values[ATTRIBUTE_XML_URL]).n > 0)
            take_source(reading, values);
        else
            folder = inner_folder(reading, folder,
                                  str_first_of(values[ATTRIBUTE_TEXT], values[ATTRIBUTE_TITLE]));
    }
    reading->folders[++reading->depth] = folder;
}

static void on_end(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    struct reading *reading = context;
    (void)name, (void)prefix, (void)uri;
    if (reading->depth > 0)
        reading->depth--;
}

static void on_error(void *context, xmlErrorPtr found) {
    struct reading *reading = context;
    if (reading->status != STATUS_OK || found->level < XML_ERR_ERROR)
        return;
    struct position at = {.line = found->line > 0 ? (size_t)found->line : 0,
                          .column = found->int2 > 0 ? (size_t)found->int2 : 0};
    if (found->code == XML_ERR_NO_MEMORY)
        reading->status = error_memory(reading->error);
    else
        reading->status = error_set_at(
            reading->error, STATUS_INVALID, at, "not XML: %.*s",
            STR_ARG(str_trim(str_from(found->message != NULL ? found->message : "?"))));
}

/* Skips to behind `mark`. */
static size_t behind(struct str bytes, size_t at, struct str mark) {
    size_t found = str_find(str_skip(bytes, at), mark);
    return found == SIZE_MAX ? bytes.n : at + found + mark.n;
}

/* Looks before libxml2 does: it takes half a minute for 100,000 attributes on one element, and
 * entities have no use in OPML (attacks.md E06, G14). */
static enum status look_ahead(struct str bytes, struct error *error) {
    size_t attributes = 0;
    bool inside = false;
    for (size_t i = 0; i < bytes.n;) {
        struct str here = str_skip(bytes, i);
        char c = here.p[0];
        if (c == '<' && str_starts(here, STR("<!--"))) {
            i = behind(bytes, i + 4, STR("-->"));
            continue;
        }
        if (c == '<' && str_starts(here, STR("<![CDATA["))) {
            i = behind(bytes, i + 9, STR("]]>"));
            continue;
        }
        if (c == '<' && str_starts(here, STR("<!ENTITY")))
            return error_set_at(error, STATUS_INVALID, yaml_position(bytes, i),
                                "entity declarations are refused");
        if (c == '<' || c == '>') {
            inside = c == '<';
            attributes = 0;
        } else if (inside && (c == '"' || c == '\'')) {
            if (++attributes > OPML_ATTRIBUTES_MOST)
                return error_set_at(error, STATUS_LIMIT, yaml_position(bytes, i),
                                    "an element with more than %d attributes",
                                    OPML_ATTRIBUTES_MOST);
            i = behind(bytes, i + 1, str_of(here.p, 1));
            continue;
        }
        i++;
    }
    return STATUS_OK;
}

static enum status parse(struct reading *reading, struct str bytes) {
    xmlParserCtxt *parser = xmlCreateMemoryParserCtxt(bytes.p, (int)bytes.n);
    if (parser == NULL)
        return error_memory(reading->error);
    xmlSAXHandler handler = {
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = on_start,
        .endElementNs = on_end,
        .serror = on_error,
    };
    reading->parser = parser;
    *parser->sax = handler;
    parser->userData = reading;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlSwitchEncoding(parser, XML_CHAR_ENCODING_UTF8);
    xmlParseDocument(parser);
    if (reading->status == STATUS_OK && !parser->wellFormed)
        reading->status = error_set(reading->error, STATUS_INVALID, "not XML");
    xmlFreeParserCtxt(parser);
    return reading->status;
}

enum status opml_read(struct arena *arena, struct str bytes, const struct edition *edition,
                      struct edition_source **sources, size_t *count, struct error *error) {
    struct reading reading = {.arena = arena, .edition = edition, .error = error};
    struct str text;
    *sources = NULL;
    *count = 0;
    if (bytes.n > OPML_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "OPML of more than %d bytes", OPML_BYTES_MOST);
    enum status status = yaml_lines(arena, bytes, &text, error);
    if (status == STATUS_OK)
        status = look_ahead(text, error);
    if (status != STATUS_OK)
        return status;
    if (str_trim(text).n == 0)
        return error_set_at(error, STATUS_INVALID, (struct position){0, 1, 1},
                            "not OPML: expected an element 'opml'");
    map_init(&reading.addresses, hash_fast(text, 0)); /* whoever picks addresses picks the seed */
    status = parse(&reading, text);
    map_release(&reading.addresses);
    *sources = reading.sources;
    *count = reading.count;
    return status;
}
