#include "edition/parts.h"

#include "base/utf8.h"

/* XML 1.0's Char, without which no attribute can hold it. */
static bool is_char(uint32_t c) {
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c != 0xFFFE && c != 0xFFFF);
}

static void add_attribute(struct buf *out, const char *name, struct str value) {
    buf_printf(out, " %s=\"", name);
    for (size_t i = 0; i < value.n;) {
        size_t start = i;
        uint32_t c = utf8_next(value, &i);
        if (c == '&')
            BUF_ADD(out, "&amp;");
        else if (c == '<')
            BUF_ADD(out, "&lt;");
        else if (c == '>')
            BUF_ADD(out, "&gt;");
        else if (c == '"')
            BUF_ADD(out, "&quot;");
        else if (c == '\t' || c == '\n' || c == '\r')
            buf_printf(out, "&#%u;", (unsigned)c);
        else if (is_char(c))
            buf_add(out, str_of(value.p + start, i - start));
    }
    buf_add_byte(out, '"');
}

static void add_some(struct buf *out, const char *name, struct str value) {
    if (value.n > 0)
        add_attribute(out, name, value);
}

static void add_source(const struct edition *edition, const struct edition_source *source,
                       struct buf *out) {
    static const struct str kinds[] = {STR_INIT("feed"), STR_INIT("sitemap"), STR_INIT("page"),
                                       STR_INIT("archive")};
    static const char *const selectors[EDITION_SELECTORS] = {
        "select", "selectLink", "selectTitle", "selectSummary", "selectDate", "selectPicture"};
    BUF_ADD(out, "<outline");
    if (source->kind == SOURCE_FEED)
        add_attribute(out, "type", STR("rss"));
    add_attribute(out, "text", source->title);
    add_some(out, "title", source->title);
    add_attribute(out, "xmlUrl", source->url);
    add_some(out, "htmlUrl", source->html_url);
    if (source->kind != SOURCE_FEED)
        add_attribute(out, "kind", kinds[source->kind]);
    if (edition != NULL && source->topic < edition->topic_count)
        add_attribute(out, "topic", edition->topics[source->topic].name);
    for (size_t i = 0; i < EDITION_SELECTORS; i++)
        add_some(out, selectors[i], source->selectors[i]);
    add_some(out, "provider", source->provider);
    if (source->official)
        add_attribute(out, "official", STR("true"));
    if (source->every > 0) {
        BUF_ADD(out, " every=\"");
        value_add_duration(out, source->every * 1000);
        BUF_ADD(out, "\"");
    }
    if (source->hidden)
        add_attribute(out, "private", STR("true"));
    if (source->paused)
        add_attribute(out, "paused", STR("true"));
    BUF_ADD(out, "/>\n");
}

static size_t count_parts(struct str folder) {
    struct str part;
    size_t n = 0;
    while (str_next(&folder, '/', &part))
        n++;
    return n;
}

/* How many folders from the outside `a` and `b` have in common. */
static size_t common_parts(struct str a, struct str b) {
    struct str one, other;
    size_t n = 0;
    while (str_next(&a, '/', &one) && str_next(&b, '/', &other) && str_eq(one, other))
        n++;
    return n;
}

static void indent(struct buf *out, size_t depth) {
    buf_add_repeat(out, ' ', 4 + 2 * depth);
}

/* Closes and opens outlines on the way from one folder to another. */
static void change_folder(struct str from, struct str to, struct buf *out) {
    size_t common = common_parts(from, to);
    for (size_t depth = count_parts(from); depth > common; depth--) {
        indent(out, depth - 1);
        BUF_ADD(out, "</outline>\n");
    }
    struct str part;
    for (size_t depth = 0; str_next(&to, '/', &part); depth++) {
        if (depth < common)
            continue;
        indent(out, depth);
        BUF_ADD(out, "<outline");
        add_attribute(out, "text", part);
        BUF_ADD(out, ">\n");
    }
}

static void add_sources(const struct edition *edition, const struct edition_source *sources,
                        size_t count, struct buf *out) {
    struct str folder = STR_NONE;
    for (size_t i = 0; i < count; i++) {
        change_folder(folder, sources[i].folder, out);
        folder = sources[i].folder;
        indent(out, count_parts(folder));
        add_source(edition, &sources[i], out);
    }
    change_folder(folder, STR_NONE, out);
}

void opml_write(const struct edition *edition, const struct edition_source *sources, size_t count,
                struct buf *out) {
    BUF_ADD(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"2.0\">\n  <head>\n"
                 "    <title>");
    if (edition != NULL) { /* as an attribute's value is escaped, an element's may be */
        struct buf title;
        buf_init(&title, 8192);
        add_attribute(&title, "t", edition->title);
        buf_add(out, str_take(str_skip(buf_str(&title), 4), title.n - 5));
        buf_release(&title);
    }
    BUF_ADD(out, "</title>\n  </head>\n  <body>\n");
    add_sources(edition, sources, count, out);
    BUF_ADD(out, "  </body>\n</opml>\n");
}

/* Where the body ends: before its line's white space. */
static bool find_place(struct str bytes, size_t *before, size_t *behind) {
    size_t at = SIZE_MAX, from = 0, found;
    while ((found = str_find(str_skip(bytes, from), STR("</body>"))) != SIZE_MAX) {
        at = from + found;
        from = at + 1;
    }
    if (at == SIZE_MAX)
        return false;
    *behind = *before = at;
    while (*before > 0 && (bytes.p[*before - 1] == ' ' || bytes.p[*before - 1] == '\t'))
        --*before;
    if (*before > 0 && bytes.p[*before - 1] == '\n')
        *behind = *before; /* the line's indentation stays before the end tag */
    return true;
}

/* Those of the sources that are not among the ones that are there. */
static enum status leave_out(struct arena *arena, const struct edition_source *there, size_t had,
                             const struct edition_source **sources, size_t *count,
                             struct error *error) {
    struct edition_source *fresh = arena_array(arena, *count, struct edition_source);
    size_t n = 0;
    if (fresh == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < *count; i++) {
        size_t k = 0;
        while (k < had && !str_eq(there[k].url, (*sources)[i].url))
            k++;
        if (k == had)
            fresh[n++] = (*sources)[i];
    }
    *sources = fresh;
    *count = n;
    return STATUS_OK;
}

enum status opml_insert(struct arena *arena, struct str bytes, const struct edition *edition,
                        const struct edition_source *sources, size_t count, struct buf *out,
                        struct error *error) {
    struct edition_source *was, *is;
    size_t had, has, before, behind;
    if (str_empty(str_trim(bytes))) {
        opml_write(edition, sources, count, out);
        return buf_check(out, error);
    }
    enum status status = opml_read(arena, bytes, edition, &was, &had, error);
    if (status == STATUS_OK)
        status = leave_out(arena, was, had, &sources, &count, error);
    if (status != STATUS_OK)
        return status;
    if (find_place(bytes, &before, &behind)) {
        buf_add(out, str_take(bytes, before));
        if (before > 0 && bytes.p[before - 1] != '\n')
            BUF_ADD(out, "\n");
        add_sources(edition, sources, count, out);
        buf_add(out, str_skip(bytes, behind));
        status = buf_check(out, error);
    }
    if (status == STATUS_OK)
        status = opml_read(arena, buf_str(out), edition, &is, &has, NULL);
    if (status == STATUS_OK && has == had + count)
        return STATUS_OK;
    return error_set(error, STATUS_INVALID, "sources.opml has no </body> before which to add");
}
