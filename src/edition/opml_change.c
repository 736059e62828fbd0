/* Single sources of a file changed; all else in it stays to the byte. */
#include "edition/parts.h"

#include "base/map.h"
#include "xml/xml.h"

/* Bytes to be replaced by words. */
struct splice {
    size_t start, end;
    struct str words;
};

/* An open element. */
struct open_outline {
    size_t splice; /* that takes its start tag away; SIZE_MAX: it stays */
    size_t behind; /* its start tag */
};

struct changing {
    struct arena *arena;
    struct str text;
    enum opml_change change;
    struct map urls;
    struct splice *splices; /* in the order of their places */
    size_t count, capacity;
    struct open_outline open[XML_DEPTH_MOST];
    size_t depth;
};

static enum status add_splice(struct changing *changing, size_t start, size_t end,
                              struct str words) {
    enum status status = arena_grow(changing->arena, &changing->splices, &changing->capacity,
                                    changing->count + 1, sizeof *changing->splices);
    if (status == STATUS_OK)
        changing->splices[changing->count++] = (struct splice){start, end, words};
    return status;
}

static size_t skip_blank(struct str text, size_t at) {
    while (at < text.n && ascii_is_space(text.p[at]))
        at++;
    return at;
}

/* Where attributes stand in a tag that is well-formed. */
struct attributes {
    size_t end;                      /* behind the last one, or the tag's name */
    size_t before, value, value_end; /* of `paused`: with the blanks before it, within its quotes */
    bool paused;                     /* there is one */
};

static struct attributes find_attributes(struct str text, size_t start) {
    struct attributes found = {0};
    size_t at = start + 1;
    while (at < text.n && !ascii_is_space(text.p[at]) && text.p[at] != '>' && text.p[at] != '/')
        at++;
    found.end = at;
    while ((at = skip_blank(text, at)) < text.n && text.p[at] != '>') {
        size_t name = at;
        if (text.p[at] == '/') { /* the tag's end, or as good as a blank */
            at++;
            continue;
        }
        while (at < text.n && !ascii_is_space(text.p[at]) && text.p[at] != '=')
            at++;
        struct str word = str_take(str_skip(text, name), at - name);
        size_t quote = skip_blank(text, skip_blank(text, at) + 1);
        if (quote >= text.n)
            break;
        size_t length = str_find_byte(str_skip(text, quote + 1), text.p[quote]);
        if (length == SIZE_MAX)
            break;
        if (str_eq_case(word, STR("paused"))) {
            found.paused = true;
            found.before = found.end;
            found.value = quote + 1;
            found.value_end = quote + 1 + length;
        }
        found.end = at = quote + length + 2;
    }
    return found;
}

static enum status set_paused(struct changing *changing, size_t start) {
    struct attributes found = find_attributes(changing->text, start);
    if (changing->change == OPML_PAUSE && !found.paused)
        return add_splice(changing, found.end, found.end, STR(" paused=\"true\""));
    if (changing->change == OPML_PAUSE)
        return add_splice(changing, found.value, found.value_end, STR("true"));
    if (found.paused)
        return add_splice(changing, found.before, found.value_end + 1, STR(""));
    return STATUS_OK;
}

static enum status on_start(struct changing *changing, const struct xml_reader *xml,
                            const struct xml_event *tag) {
    struct open_outline *open = &changing->open[changing->depth++];
    struct str url = str_trim(xml_attribute(tag, STR("xmlUrl")));
    *open = (struct open_outline){.splice = SIZE_MAX, .behind = xml->at};
    if (!str_eq_case(tag->name, STR("outline")) || str_empty(url) ||
        map_find(&changing->urls, url) == NULL)
        return STATUS_OK;
    if (changing->change != OPML_REMOVE)
        return set_paused(changing, xml->start);
    open->splice = changing->count;
    return add_splice(changing, xml->start, xml->at, STR(""));
}

/* A source with outlines in it goes, and they stay; else it goes with its end tag. */
static enum status on_end(struct changing *changing, const struct xml_reader *xml) {
    struct open_outline open = changing->open[--changing->depth];
    size_t start = xml->at;
    if (open.splice == SIZE_MAX || xml->at == open.behind)
        return STATUS_OK;
    while (start > open.behind && changing->text.p[start - 1] != '<')
        start--;
    start -= start > open.behind;
    if (skip_blank(changing->text, open.behind) < start)
        return add_splice(changing, start, xml->at, STR(""));
    changing->splices[open.splice].end = xml->at;
    return STATUS_OK;
}

static enum status walk(struct changing *changing, struct error *error) {
    static const struct xml_habits habits = {NULL, NULL, 0};
    struct xml_reader *xml = arena_new(changing->arena, struct xml_reader);
    struct xml_event event;
    enum status status = STATUS_OK;
    if (xml == NULL)
        return arena_status(changing->arena, error);
    xml_begin(xml, changing->text, &habits);
    while (status == STATUS_OK && xml_next(xml, &event)) {
        if (event.kind == XML_START)
            status = on_start(changing, xml, &event);
        else if (event.kind == XML_END && changing->depth > 0)
            status = on_end(changing, xml);
    }
    if (status != STATUS_OK)
        error_memory(error);
    enum status ended = xml_end(xml, status == STATUS_OK ? error : NULL);
    return status != STATUS_OK ? status : ended;
}

/* What is taken away takes its line with it where nothing else stands there. */
static void widen_to_line(struct str text, size_t least, struct splice *splice) {
    size_t start = splice->start, end = splice->end;
    while (start > least && (text.p[start - 1] == ' ' || text.p[start - 1] == '\t'))
        start--;
    while (end < text.n && (text.p[end] == ' ' || text.p[end] == '\t' || text.p[end] == '\r'))
        end++;
    if (start == 0 || text.p[start - 1] != '\n' || end >= text.n || text.p[end] != '\n')
        return;
    splice->start = start;
    splice->end = end + 1;
}

static void write_all(const struct changing *changing, struct buf *out) {
    struct str text = changing->text;
    size_t done = 0;
    for (size_t i = 0; i < changing->count; i++) {
        struct splice splice = changing->splices[i];
        if (changing->change == OPML_REMOVE)
            widen_to_line(text, done, &splice);
        buf_add(out, str_take(str_skip(text, done), splice.start - done));
        buf_add(out, splice.words);
        done = splice.end;
    }
    buf_add(out, str_skip(text, done));
}

/* Whether the file now says what it was to say, and of all else what it said. */
static bool is_changed(const struct changing *changing, const struct edition_source *was,
                       size_t had, const struct edition_source *is, size_t has) {
    size_t k = 0;
    for (size_t i = 0; i < had; i++) {
        bool meant = map_find(&changing->urls, was[i].url) != NULL;
        bool paused = meant ? changing->change == OPML_PAUSE : was[i].paused;
        if (meant && changing->change == OPML_REMOVE)
            continue;
        if (k >= has || !str_eq(is[k].url, was[i].url) || is[k].paused != paused)
            return false;
        k++;
    }
    return k == has;
}

enum status opml_change(struct arena *arena, struct str bytes, const struct edition *edition,
                        enum opml_change change, const struct str *urls, size_t count,
                        struct buf *out, struct error *error) {
    struct changing changing = {.arena = arena, .change = change};
    struct edition_source *was, *is;
    size_t had, has;
    struct str mark = STR("\xEF\xBB\xBF");
    enum status status = opml_read(arena, bytes, edition, &was, &had, error);
    if (status != STATUS_OK)
        return status;
    if (str_starts(bytes, mark)) {
        buf_add(out, mark);
        bytes = str_skip(bytes, mark.n);
    }
    changing.text = bytes;
    map_init(&changing.urls, hash_fast(bytes, 0));
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = map_put(&changing.urls, urls[i], i);
    if (status != STATUS_OK)
        error_memory(error);
    else
        status = walk(&changing, error);
    if (status == STATUS_OK) {
        write_all(&changing, out);
        status = buf_check(out, error);
    }
    if (status == STATUS_OK)
        status = opml_read(arena, buf_str(out), edition, &is, &has, error);
    if (status == STATUS_OK && !is_changed(&changing, was, had, is, has))
        status = error_set(error, STATUS_INVALID,
                           "sources.opml is laid out so that it cannot be changed in place");
    map_release(&changing.urls);
    return status;
}
