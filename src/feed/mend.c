#include "feed/mend.h"

#include "base/utf8.h"
#include "feed/feed.h"
#include "html/entity.h"

enum {
    NAME_MOST = 128,
    VALUE_MOST = 64 * 1024,
    ENTITIES_MOST = 64,
    ENTITY_MOST = 1024,
    EXPANSION_MOST = 1024 * 1024, /* bytes that internal entities may add to a document */
    CDATA_RUN = 1024 * 1024,      /* libxml2 takes no run over 10,000,000 bytes */
    NAMESPACES_MOST = 64,         /* declarations in force at once: it searches them one by one */
};

struct open {
    struct str name; /* as found */
    size_t namespaces;
};

struct entity {
    struct str name, value;
};

struct mender {
    struct str s;
    size_t at;
    struct buf *out;
    struct feed_mended *mended;
    struct open open[FEED_DEPTH_MOST];
    size_t depth, omitted, namespaces;
    struct entity entities[ENTITIES_MOST];
    size_t entity_count, expanded;
    bool over; /* the root element is closed */
    bool no_comment_end, no_instruction_end;
};

/* What may stand in text, or in an attribute's value, and stays as it is. */
static bool is_plain(unsigned char c, bool value) {
    return (c >= 0x20 && c != '&' && c != '<' && c != '>' && c != 0xC2 && c != 0xEF &&
            !(value && c == '"')) ||
           c == '\n' || c == '\t';
}

static void write_character(struct buf *out, uint32_t c) {
    switch (c) {
    case '<':
        BUF_ADD(out, "&lt;");
        break;
    case '>':
        BUF_ADD(out, "&gt;");
        break;
    case '&':
        BUF_ADD(out, "&amp;");
        break;
    case '"':
        BUF_ADD(out, "&quot;");
        break;
    default:
        if (c >= 0x7F && c <= 0x9F) /* controls nobody means: windows-1252 that was mislabelled */
            c = html_entity_number(c);
        if ((c >= 0x20 || c == '\n' || c == '\t' || c == '\r') && c != 0xFFFE && c != 0xFFFF)
            utf8_add(out, c);
    }
}

static void write_literal(struct buf *out, struct str s) {
    for (size_t i = 0; i < s.n;)
        write_character(out, utf8_next(s, &i));
}

/* An entity that the document's own DTD defines. */
static bool write_entity(struct mender *m, struct str name) {
    for (size_t i = 0; i < m->entity_count; i++) {
        if (!str_eq(m->entities[i].name, name))
            continue;
        struct str value = m->entities[i].value;
        if (m->expanded + value.n <= EXPANSION_MOST)
            write_literal(m->out, value);
        m->expanded += value.n;
        return true;
    }
    return false;
}

/* The reference at s[0] = '&'; returns the bytes it takes. */
static size_t write_reference(struct mender *m, struct str s) {
    uint32_t character = 0;
    size_t used = 0;
    if (s.n > 1 && s.p[1] == '#' && (used = html_entity_numeric(s, &character)) > 0) {
        write_character(m->out, character);
        return used;
    }
    size_t end = 1;
    while (end < s.n && end <= 64 &&
           (ascii_is_alnum(s.p[end]) || s.p[end] == '_' || s.p[end] == '-' || s.p[end] == '.'))
        end++;
    bool named = end > 1 && end < s.n && s.p[end] == ';';
    struct str name = str_of(s.p + 1, end - 1);
    if (named && write_entity(m, name))
        return end + 1;
    character = named ? html_entity_named(name) : 0;
    if (character != 0) {
        write_character(m->out, character);
        return end + 1;
    }
    m->mended->repairs++;
    BUF_ADD(m->out, "&amp;");
    return 1;
}

/* Text or an attribute's value, without markup. */
static void write_text(struct mender *m, struct str s, bool value) {
    while (s.n > 0) {
        size_t plain = 0;
        while (plain < s.n && is_plain((unsigned char)s.p[plain], value))
            plain++;
        buf_add(m->out, str_take(s, plain));
        s = str_skip(s, plain);
        if (s.n == 0)
            break;
        size_t used = 1;
        if (s.p[0] == '&') {
            used = write_reference(m, s);
        } else {
            used = 0;
            uint32_t c = utf8_next(s, &used);
            if (c == '\r') { /* XML 1.0, 2.11 */
                if (used < s.n && s.p[used] == '\n')
                    used++;
                c = '\n';
            }
            write_character(m->out, c);
        }
        s = str_skip(s, used);
    }
}

static bool is_name_start(char c) {
    return ascii_is_alpha(c) || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name(char c) {
    return is_name_start(c) || ascii_is_digit(c) || c == ':' || c == '-' || c == '.';
}

static size_t name_end(struct str s, size_t at) {
    while (at < s.n && is_name(s.p[at]))
        at++;
    return at;
}

/* A name that an XML parser takes: at most one colon, in between. */
static bool is_qualified(struct str name) {
    size_t colon = str_find_byte(name, ':');
    if (name.n == 0 || name.n > NAME_MOST || !is_name_start(name.p[0]))
        return false;
    if (colon == SIZE_MAX)
        return true;
    return colon + 1 < name.n && is_name_start(name.p[colon + 1]) &&
           str_find_byte(str_skip(name, colon + 1), ':') == SIZE_MAX;
}

/* Bytes past ASCII may not make a name in XML's sense; nobody's feed needs them. */
static void write_name(struct mender *m, struct str name) {
    for (size_t i = 0; i < name.n; i++)
        buf_add_byte(m->out, (unsigned char)name.p[i] < 0x80 ? name.p[i] : '_');
}

static size_t skip_space(struct str s, size_t at) {
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    return at;
}

/* The value at m->at, which is moved behind it. */
static struct str read_value(struct mender *m) {
    struct str s = m->s;
    size_t start = m->at;
    char quote = start < s.n ? s.p[start] : '\0';
    if (quote != '"' && quote != '\'') {
        while (m->at < s.n && !ascii_is_space(s.p[m->at]) && s.p[m->at] != '>' && s.p[m->at] != '<')
            m->at++;
        if (m->at > start && m->at < s.n && s.p[m->at] == '>' && s.p[m->at - 1] == '/')
            m->at--;
        m->mended->repairs++;
        return str_of(s.p + start, m->at - start);
    }
    struct str rest = str_take(str_skip(s, start + 1), VALUE_MOST);
    size_t close = str_find_byte(rest, quote);
    struct str value = str_take(rest, close);
    char behind = close != SIZE_MAX && start + 2 + close < s.n ? s.p[start + 2 + close] : '\0';
    bool ended = close != SIZE_MAX &&
                 (ascii_is_space(behind) || behind == '/' || behind == '>' || behind == '?');
    if (!ended && (close == SIZE_MAX || str_find_byte(value, '<') != SIZE_MAX)) {
        /* The closing quote is missing: what follows is another's. */
        size_t cut = 0;
        while (cut < value.n && value.p[cut] != '>' && value.p[cut] != '<')
            cut++;
        m->mended->repairs++;
        m->at = start + 1 + cut;
        return str_take(value, cut);
    }
    m->at = start + 2 + close;
    return value;
}

static bool is_namespace(struct str name) {
    return str_eq(name, STR("xmlns")) || str_starts(name, STR("xmlns:"));
}

static void attribute(struct mender *m, size_t *count, size_t *namespaces) {
    struct str s = m->s;
    size_t start = m->at;
    m->at = name_end(s, start);
    if (m->at == start) { /* no name: pass over the byte */
        m->at++;
        m->mended->repairs++;
        return;
    }
    struct str name = str_of(s.p + start, m->at - start);
    struct str value = STR("");
    size_t equals = skip_space(s, m->at);
    if (equals < s.n && s.p[equals] == '=') {
        m->at = skip_space(s, equals + 1);
        value = read_value(m);
    }
    bool space = is_namespace(name);
    if (!is_qualified(name) || *count >= FEED_ATTRIBUTES_MOST || str_eq(name, STR("xmlns:xml")) ||
        str_eq(name, STR("xmlns:xmlns")) ||
        (space && m->namespaces + *namespaces >= NAMESPACES_MOST))
        return;
    *namespaces += space;
    *count += 1;
    buf_add_byte(m->out, ' ');
    write_name(m, name);
    BUF_ADD(m->out, "=\"");
    write_text(m, value, true);
    buf_add_byte(m->out, '"');
}

static void close_top(struct mender *m) {
    struct open *open = &m->open[--m->depth];
    BUF_ADD(m->out, "</");
    write_name(m, open->name);
    buf_add_byte(m->out, '>');
    m->namespaces -= open->namespaces;
    m->over = m->depth == 0;
}

/* Entries do not nest: one that begins within another ends it. */
static void close_entry(struct mender *m, struct str name) {
    if (!str_eq(name, STR("item")) && !str_eq(name, STR("entry")))
        return;
    size_t k = m->depth;
    while (k > 0 && !str_eq(m->open[k - 1].name, name))
        k--;
    m->omitted = 0;
    m->mended->repairs += k > 0;
    while (k > 0 && m->depth >= k)
        close_top(m);
}

static void start_tag(struct mender *m) {
    struct str s = m->s;
    size_t mark, start = m->at + 1, count = 0, namespaces = 0;
    m->at = name_end(s, start);
    struct str name = str_of(s.p + start, m->at - start);
    close_entry(m, name);
    mark = m->out->n;
    bool kept = is_qualified(name) && m->depth < FEED_DEPTH_MOST;
    buf_add_byte(m->out, '<');
    write_name(m, name);
    bool empty = false;
    while ((m->at = skip_space(s, m->at)) < s.n && s.p[m->at] != '>' && s.p[m->at] != '<') {
        empty = s.p[m->at] == '/' && m->at + 1 < s.n && s.p[m->at + 1] == '>';
        if (s.p[m->at] == '/')
            m->at++;
        else
            attribute(m, &count, &namespaces);
    }
    m->mended->repairs += m->at >= s.n || s.p[m->at] != '>';
    m->at += m->at < s.n && s.p[m->at] == '>';
    if (!kept) {
        buf_truncate(m->out, mark);
        m->omitted += !empty && is_qualified(name);
        m->mended->repairs++;
        return;
    }
    if (str_absent(m->mended->root))
        m->mended->root = name;
    buf_add_byte(m->out, '>');
    m->open[m->depth++] = (struct open){name, namespaces};
    m->namespaces += namespaces;
    if (empty)
        close_top(m);
}

/* Closes what the end tag names and all that was left open within it; a tag that names nothing
 * open is passed over. */
static void end_tag(struct mender *m) {
    size_t start = m->at + 2, end = name_end(m->s, start);
    struct str name = str_of(m->s.p + start, end - start);
    size_t at = skip_space(m->s, end);
    m->at = at < m->s.n && m->s.p[at] == '>' ? at + 1 : end;
    if (m->omitted > 0) {
        m->omitted--;
        return;
    }
    size_t k = m->depth;
    while (k > 0 && !str_eq_case(m->open[k - 1].name, name))
        k--;
    m->mended->repairs += k != m->depth;
    while (k > 0 && m->depth >= k)
        close_top(m);
}

static void character_data(struct mender *m) {
    struct str rest = str_skip(m->s, m->at + 9);
    size_t end = str_find(rest, STR("]]>"));
    struct str data = str_take(rest, end);
    m->at = end == SIZE_MAX ? m->s.n : m->at + 9 + end + 3;
    if (m->depth == 0)
        return;
    BUF_ADD(m->out, "<![CDATA[");
    for (size_t run = 0; data.n > 0;) {
        size_t plain = 0;
        while (plain < data.n && plain < CDATA_RUN - run &&
               ((unsigned char)data.p[plain] >= 0x20 || data.p[plain] == '\n' ||
                data.p[plain] == '\t') &&
               (unsigned char)data.p[plain] != 0xC2 && (unsigned char)data.p[plain] != 0xEF)
            plain++;
        while (plain > 0 && plain < data.n && ((unsigned char)data.p[plain] & 0xC0) == 0x80)
            plain--;
        buf_add(m->out, str_take(data, plain));
        run += plain;
        data = str_skip(data, plain);
        if (data.n == 0)
            break;
        if (run + 4 >= CDATA_RUN) {
            BUF_ADD(m->out, "]]><![CDATA[");
            run = 0;
        }
        size_t used = 0;
        uint32_t c = html_entity_number(utf8_next(data, &used));
        if ((c >= 0x20 || c == '\r') && c != 0xFFFE && c != 0xFFFF)
            utf8_add(m->out, c);
        run += used;
        data = str_skip(data, used);
    }
    BUF_ADD(m->out, "]]>");
}

/* <!ENTITY name "text">, as long as the text holds no reference: what is built of references to
 * references is an attack (attacks.md, billion laughs) or beyond a feed's needs. */
static void define_entity(struct mender *m, struct str s) {
    size_t at = skip_space(s, 8), end = name_end(s, at);
    struct str name = str_of(s.p + at, end - at);
    at = skip_space(s, end);
    if (name.n == 0 || at >= s.n || (s.p[at] != '"' && s.p[at] != '\''))
        return;
    struct str value = str_skip(s, at + 1);
    size_t close = str_find_byte(str_take(value, ENTITY_MOST), s.p[at]);
    if (close == SIZE_MAX || m->entity_count == ENTITIES_MOST)
        return;
    value = str_take(value, close);
    if (str_find_byte(value, '&') == SIZE_MAX && str_find_byte(value, '%') == SIZE_MAX)
        m->entities[m->entity_count++] = (struct entity){name, value};
}

/* Past the DOCTYPE, of which only the plain entities are remembered. */
static void doctype(struct mender *m) {
    struct str s = m->s;
    size_t at = skip_space(s, m->at + 9), end = name_end(s, at);
    m->mended->doctype = str_of(s.p + at, end - at);
    bool inside = false;
    for (at = end; at < s.n; at++) {
        char c = s.p[at];
        struct str rest = str_skip(s, at);
        if (c == '[')
            inside = true;
        else if (c == ']')
            inside = false;
        else if (inside && str_starts(rest, STR("<!ENTITY")))
            define_entity(m, rest);
        else if (inside && str_starts(rest, STR("<!--"))) {
            size_t close = str_find(rest, STR("-->"));
            if (close == SIZE_MAX)
                break;
            at += close;
        } else if ((c == '"' || c == '\'') && str_find_byte(str_skip(rest, 1), c) < VALUE_MOST)
            at += 1 + str_find_byte(str_skip(rest, 1), c);
        else if (c == '>' && !inside)
            break;
        else if (c == '<' &&
                 (!inside || str_starts(rest, STR("<rss")) || str_starts(rest, STR("<feed")))) {
            at--; /* it was never ended */
            break;
        }
    }
    m->at = at < s.n ? at + 1 : s.n;
}

/* "<!" and "<?": nothing of it goes on but character data. */
static void declaration(struct mender *m) {
    struct str rest = str_skip(m->s, m->at);
    if (str_starts(rest, STR("<![CDATA["))) {
        character_data(m);
        return;
    }
    if (str_starts_case(rest, STR("<!DOCTYPE")) && str_absent(m->mended->root) &&
        str_absent(m->mended->doctype)) {
        doctype(m);
        return;
    }
    bool comment = str_starts(rest, STR("<!--"));
    bool instruction = rest.p[1] == '?';
    bool *missing = comment ? &m->no_comment_end : &m->no_instruction_end;
    size_t end = SIZE_MAX;
    if ((comment || instruction) && !*missing) {
        end = str_find(str_skip(rest, 2), comment ? STR("-->") : STR("?>"));
        *missing = end == SIZE_MAX;
        end = end == SIZE_MAX ? end : end + 2 + (comment ? 3u : 2u);
    }
    if (end == SIZE_MAX) { /* not ended as it should be: at the next bracket, or nowhere */
        size_t next = 2;
        while (next < rest.n && rest.p[next] != '>' && rest.p[next] != '<')
            next++;
        end = next < rest.n && rest.p[next] == '>' ? next + 1 : next;
        m->mended->repairs++;
    }
    m->at += end;
}

static void markup(struct mender *m) {
    struct str s = m->s;
    char next = m->at + 1 < s.n ? s.p[m->at + 1] : '\0';
    char after = m->at + 2 < s.n ? s.p[m->at + 2] : '\0';
    if (is_name_start(next))
        start_tag(m);
    else if (next == '/' && is_name_start(after))
        end_tag(m);
    else if (next == '!' || next == '?')
        declaration(m);
    else {
        m->mended->repairs++;
        m->at++;
        if (m->depth > 0)
            BUF_ADD(m->out, "&lt;");
    }
}

void feed_mend(struct str xml, struct buf *out, struct feed_mended *mended) {
    struct mender mender = {.s = xml, .out = out, .mended = mended};
    struct mender *m = &mender;
    *mended = (struct feed_mended){0};
    while (m->at < xml.n && !m->over && out->status == STATUS_OK) {
        struct str rest = str_skip(xml, m->at);
        struct str text = str_take(rest, str_find_byte(rest, '<'));
        if (m->depth > 0)
            write_text(m, text, false);
        m->at += text.n;
        if (m->at < xml.n)
            markup(m);
    }
    mended->repairs += m->depth > 0;
    while (m->depth > 0)
        close_top(m);
}
