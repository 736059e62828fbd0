#include "edition/parts.h"

#include "base/map.h"
#include "base/utf8.h"
#include "html/select.h"
#include "xml/xml.h"
#include "yaml/scalar.h"
#include <stdio.h>

enum {
    OPML_BYTES_MOST = 16 * 1024 * 1024,
    OPML_DEPTH_MOST = 64,
    OPML_FOLDERS_MOST = OPML_DEPTH_MOST - 4, /* opml, body and the source need levels, too */
    OPML_ATTRIBUTES_MOST = 256,
    OPML_SOURCES_MOST = 100000,
    OPML_EVERY_LEAST = 60,
};

struct reading {
    struct arena *arena;
    const struct edition *edition;
    struct error *error;
    enum status status;
    struct opml_refused *refused; /* others' files: what cannot be watched is left out; else NULL */
    struct str text;
    struct xml_reader *xml;
    struct str folders[OPML_DEPTH_MOST]; /* what each open element puts its sources into */
    unsigned depth;
    struct edition_source *sources;
    size_t count, capacity;
    struct map addresses;
};

/* The attributes that mean something here; then OPML 2.0's others, so that they are not taken for
 * misspelt ones. */
static const struct str attribute_names[] = {
    STR_INIT("xmlUrl"),      STR_INIT("htmlUrl"),       STR_INIT("title"),
    STR_INIT("text"),        STR_INIT("kind"),          STR_INIT("topic"),
    STR_INIT("provider"),    STR_INIT("official"),      STR_INIT("every"),
    STR_INIT("paused"),      STR_INIT("private"),       STR_INIT("select"),
    STR_INIT("selectLink"),  STR_INIT("selectTitle"),   STR_INIT("selectSummary"),
    STR_INIT("selectDate"),  STR_INIT("selectPicture"), STR_INIT("type"),
    STR_INIT("description"), STR_INIT("language"),      STR_INIT("version"),
    STR_INIT("created"),     STR_INIT("category"),      STR_INIT("url"),
    STR_INIT("isComment"),   STR_INIT("isBreakpoint"),
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
    ATTRIBUTE_PRIVATE,
    ATTRIBUTE_SELECT, /* and the others, as in enum edition_selector */
    ATTRIBUTE_SELECT_LAST = ATTRIBUTE_SELECT + EDITION_SELECTORS - 1,
    ATTRIBUTES_USED,
};
enum { ATTRIBUTES_KNOWN = sizeof attribute_names / sizeof attribute_names[0] };

__attribute__((format(printf, 2, 3))) static void stop(struct reading *reading, const char *format,
                                                       ...) {
    char message[400];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    reading->status =
        error_set_at(reading->error, STATUS_INVALID,
                     yaml_position(reading->text, reading->xml->start), "%s", message);
}

static void stop_memory(struct reading *reading) {
    reading->status = arena_status(reading->arena, reading->error);
    if (reading->status == STATUS_OK)
        reading->status = error_memory(reading->error);
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
    if (source->topic == SIZE_MAX && reading->refused == NULL)
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
    else if (values[ATTRIBUTE_PRIVATE].n > 0 &&
             !yaml_to_bool(values[ATTRIBUTE_PRIVATE], &source->hidden))
        stop(reading, "private: expected true or false");
    else if (values[ATTRIBUTE_EVERY].n > 0 &&
             (!value_duration(values[ATTRIBUTE_EVERY], &every) ||
              every < OPML_EVERY_LEAST * INT64_C(1000) || every > 30 * INT64_C(86400000)))
        stop(reading, "every: expected a duration from 1m to 30d");
    else if (values[ATTRIBUTE_EVERY].n > 0)
        source->every = every / 1000;
}

static void take_selectors(struct reading *reading, const struct str *values,
                           struct edition_source *source) {
    for (size_t i = 0; i < EDITION_SELECTORS; i++) {
        struct str text = str_trim(values[ATTRIBUTE_SELECT + i]);
        struct error why = {0};
        if (text.n == 0)
            continue;
        if (source->kind != SOURCE_PAGE)
            stop(reading, "%s: only for kind='page'", attribute_names[ATTRIBUTE_SELECT + i].p);
        else if (html_selector_parse(reading->arena, text, &why) == NULL)
            stop(reading, "%s: %s", attribute_names[ATTRIBUTE_SELECT + i].p, why.message);
        source->selectors[i] = text;
    }
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
    if (reading->status == STATUS_OK)
        take_selectors(reading, values, &source);
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

static void take_attributes(struct reading *reading, const struct xml_event *tag,
                            struct str values[ATTRIBUTES_USED]) {
    for (size_t i = 0; i < tag->attribute_count && reading->status == STATUS_OK; i++) {
        const struct xml_attribute *attribute = &tag->attributes[i];
        size_t k = 0;
        if (attribute->prefix.n > 0)
            continue;
        while (k < ATTRIBUTES_KNOWN && !str_eq_case(attribute_names[k], attribute->name))
            k++;
        if (k < ATTRIBUTES_USED) {
            if (!str_absent(values[k])) {
                stop(reading, "%s is given twice", attribute_names[k].p);
                return;
            }
            values[k] = arena_copy(reading->arena, attribute->value);
            if (str_absent(values[k]))
                stop_memory(reading);
        } else if (k == ATTRIBUTES_KNOWN && reading->edition != NULL && reading->refused == NULL) {
            check_foreign(reading, attribute->name);
        }
    }
}

/* The folder inside `outer` that is called `name`. Empty parts of a name are dropped, and so is
 * what would lie too deep: reading what opml_write makes of it gives the same. */
static struct str inner_folder(struct reading *reading, struct str outer, struct str name) {
    struct buf path;
    struct str part, rest = outer;
    size_t depth = 0;
    while (str_next(&rest, '/', &part))
        depth++;
    buf_init(&path, 64 * 1024);
    buf_add(&path, outer);
    while (depth < OPML_FOLDERS_MOST && str_next(&name, '/', &part)) {
        part = str_trim(part);
        if (part.n == 0)
            continue;
        if (depth++ > 0)
            buf_add_byte(&path, '/');
        buf_add(&path, part);
    }
    struct str folder = path.n > 0 ? arena_copy(reading->arena, buf_str(&path)) : STR_NONE;
    if (path.status != STATUS_OK || (path.n > 0 && str_absent(folder)))
        stop_memory(reading);
    buf_release(&path);
    return folder;
}

/* In a file of others one outline that is no source leaves the rest as it is. */
static void take_or_refuse(struct reading *reading, const struct str *values) {
    struct error why = {0};
    struct error *error = reading->error;
    if (reading->refused == NULL) {
        take_source(reading, values);
        return;
    }
    reading->error = &why;
    take_source(reading, values);
    reading->error = error;
    if (reading->status == STATUS_INVALID && reading->count < OPML_SOURCES_MOST) {
        if (reading->refused->count++ == 0)
            reading->refused->first = why;
        reading->status = STATUS_OK;
    } else if (reading->status != STATUS_OK && error != NULL) {
        *error = why;
    }
}

static void on_start(struct reading *reading, const struct xml_event *tag) {
    struct str values[ATTRIBUTES_USED] = {{0}};
    struct str element = tag->name;
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
        take_attributes(reading, tag, values);
        if (reading->status != STATUS_OK)
            return;
        if (str_trim(values[ATTRIBUTE_XML_URL]).n > 0)
            take_or_refuse(reading, values);
        else
            folder = inner_folder(reading, folder,
                                  str_first_of(values[ATTRIBUTE_TEXT], values[ATTRIBUTE_TITLE]));
    }
    reading->folders[++reading->depth] = folder;
}

/* Skips to behind `mark`. */
static size_t behind(struct str bytes, size_t at, struct str mark) {
    size_t found = str_find(str_skip(bytes, at), mark);
    return found == SIZE_MAX ? bytes.n : at + found + mark.n;
}

/* What a list of sources has no use for, and what writes it is no friend (attacks.md E06, G14). */
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

static enum status parse(struct reading *reading) {
    static const struct xml_habits habits = {NULL, NULL, 0};
    struct xml_reader *xml = arena_new(reading->arena, struct xml_reader);
    struct xml_event event;
    if (xml == NULL)
        return arena_status(reading->arena, reading->error);
    reading->xml = xml;
    xml_begin(xml, reading->text, &habits);
    while (reading->status == STATUS_OK && xml_next(xml, &event) && xml->repairs == 0) {
        if (event.kind == XML_START)
            on_start(reading, &event);
        else if (event.kind == XML_END && reading->depth > 0)
            reading->depth--;
    }
    if (reading->status == STATUS_OK && xml->repairs > 0)
        reading->status = error_set_at(reading->error, STATUS_INVALID,
                                       yaml_position(reading->text, xml->first_repair),
                                       "not XML: %s", xml->first_problem);
    else if (reading->status == STATUS_OK && str_absent(xml->root))
        reading->status = error_set_at(reading->error, STATUS_INVALID, (struct position){0, 1, 1},
                                       "not OPML: expected an element 'opml'");
    enum status ended = xml_end(xml, reading->status == STATUS_OK ? reading->error : NULL);
    return reading->status != STATUS_OK ? reading->status : ended;
}

static enum status read_file(struct arena *arena, struct str bytes, const struct edition *edition,
                             struct opml_refused *refused, struct edition_source **sources,
                             size_t *count, struct error *error) {
    struct reading reading = {
        .arena = arena, .edition = edition, .error = error, .refused = refused};
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
    map_init(&reading.addresses, hash_fast(text, 0)); /* whoever picks addresses picks the seed */
    reading.text = text;
    status = parse(&reading);
    map_release(&reading.addresses);
    *sources = reading.sources;
    *count = reading.count;
    return status;
}

enum status opml_read(struct arena *arena, struct str bytes, const struct edition *edition,
                      struct edition_source **sources, size_t *count, struct error *error) {
    return read_file(arena, bytes, edition, NULL, sources, count, error);
}

enum status opml_read_others(struct arena *arena, struct str bytes, const struct edition *edition,
                             struct edition_source **sources, size_t *count,
                             struct opml_refused *refused, struct error *error) {
    *refused = (struct opml_refused){0};
    return read_file(arena, bytes, edition, refused, sources, count, error);
}
