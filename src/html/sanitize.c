#include "html/sanitize.h"

#include "base/span.h"
#include "base/utf8.h"
#include "html/dom.h"
#include "html/entity.h"
#include "url/url.h"

enum { OPEN_MOST = HTML_DEPTH_MOST + 8, ROUNDS_MOST = 6, TEXT_MOST = 64 * 1024 * 1024 };

enum trait {
    VOID = 1,
    BLOCK = 2,      /* a start tag of it ends an open paragraph (HTML Standard, 13.2.6.4.7) */
    TABLE_PART = 4, /* stands in one parent only */
    LIST_PART = 8,
    HEADING = 16,
};

struct allowed {
    uint8_t as; /* enum html_tag it is written as; HTML_TAG_OTHER: not allowed */
    uint8_t traits;
};

#define ALLOW(tag, traits) [HTML_TAG_##tag] = {HTML_TAG_##tag, traits}
#define ALLOW_AS(tag, as, traits) [HTML_TAG_##tag] = {HTML_TAG_##as, traits}

static const struct allowed allowed[HTML_TAGS] = {
    ALLOW(P, BLOCK),
    ALLOW(A, 0),
    ALLOW(BR, VOID),
    ALLOW(IMG, VOID),
    ALLOW(EM, 0),
    ALLOW(STRONG, 0),
    ALLOW(B, 0),
    ALLOW(I, 0),
    ALLOW(DIV, BLOCK),
    ALLOW(UL, BLOCK),
    ALLOW(OL, BLOCK),
    ALLOW(LI, BLOCK | LIST_PART),
    ALLOW(BLOCKQUOTE, BLOCK),
    ALLOW(H1, BLOCK | HEADING),
    ALLOW(H2, BLOCK | HEADING),
    ALLOW(H3, BLOCK | HEADING),
    ALLOW(H4, BLOCK | HEADING),
    ALLOW(H5, BLOCK | HEADING),
    ALLOW(H6, BLOCK | HEADING),
    ALLOW(PRE, BLOCK),
    ALLOW(CODE, 0),
    ALLOW(FIGURE, BLOCK),
    ALLOW(FIGCAPTION, BLOCK),
    ALLOW(TABLE, BLOCK),
    ALLOW(CAPTION, TABLE_PART),
    ALLOW(THEAD, TABLE_PART),
    ALLOW(TBODY, TABLE_PART),
    ALLOW(TFOOT, TABLE_PART),
    ALLOW(TR, TABLE_PART),
    ALLOW(TD, TABLE_PART),
    ALLOW(TH, TABLE_PART),
    ALLOW(HR, VOID | BLOCK),
    ALLOW(SUB, 0),
    ALLOW(SUP, 0),
    ALLOW(DEL, 0),
    ALLOW(INS, 0),
    ALLOW(Q, 0),
    ALLOW(CITE, 0),
    ALLOW(ABBR, 0),
    ALLOW(TIME, 0),
    ALLOW(MARK, 0),
    ALLOW(SMALL, 0),
    ALLOW(KBD, 0),
    ALLOW(SAMP, 0),
    ALLOW(VAR, 0),
    ALLOW(S, 0),
    ALLOW(U, 0),
    ALLOW(DL, BLOCK),
    ALLOW(DT, BLOCK | LIST_PART),
    ALLOW(DD, BLOCK | LIST_PART),
    ALLOW_AS(SECTION, DIV, BLOCK),
    ALLOW_AS(ARTICLE, DIV, BLOCK),
    ALLOW_AS(MAIN, DIV, BLOCK),
    ALLOW_AS(HEADER, DIV, BLOCK),
    ALLOW_AS(FOOTER, DIV, BLOCK),
    ALLOW_AS(ASIDE, DIV, BLOCK),
    ALLOW_AS(CENTER, DIV, BLOCK),
    ALLOW_AS(ADDRESS, DIV, BLOCK),
    ALLOW_AS(DETAILS, DIV, BLOCK),
    ALLOW_AS(STRIKE, S, 0),
    ALLOW_AS(ACRONYM, ABBR, 0),
};

/* What goes with its content; of everything else only the tag goes. */
#define DROP(tag) [HTML_TAG_##tag] = true

static const bool dropped[HTML_TAGS] = {
    DROP(SCRIPT),   DROP(STYLE),    DROP(IFRAME),   DROP(EMBED),    DROP(BUTTON),   DROP(INPUT),
    DROP(SELECT),   DROP(TEXTAREA), DROP(OPTION),   DROP(DATALIST), DROP(TEMPLATE), DROP(NOSCRIPT),
    DROP(HEAD),     DROP(TITLE),    DROP(AUDIO),    DROP(VIDEO),    DROP(CANVAS),   DROP(MAP),
    DROP(FRAMESET), DROP(NOEMBED),  DROP(NOFRAMES), DROP(XMP),      DROP(PROGRESS), DROP(METER),
};

struct writer {
    struct arena *arena;
    struct str base;
    struct buf *out;
    struct {
        const struct html_node *node;
        const struct allowed *allowed;
    } open[OPEN_MOST];
    size_t depth;
    size_t behind_pre; /* where the last <pre> was written to; 0: none was */
    /* Something was written whose parsing may give another tree than ours: to be tried. */
    bool doubtful;
};

static const struct allowed *find_allowed(const struct html_node *node) {
    const struct allowed *rule = &allowed[node->tag];
    return rule->as != HTML_TAG_OTHER ? rule : NULL;
}

/* Where the run from `at` on ends that needs no escape. */
static size_t plain_end(struct str s, size_t at, bool quotes) {
    for (; s.n - at >= SPAN_WIDTH; at += SPAN_WIDTH) {
        span_bytes v = span_load(s.p + at);
        span_bytes odd = (span_bytes)((v == '&') | (v == '<') | (v == '>'));
        if (quotes)
            odd |= (span_bytes)(v == '"');
        size_t k = span_first(odd);
        if (k < SPAN_WIDTH)
            return at + k;
    }
    while (at < s.n && s.p[at] != '&' && s.p[at] != '<' && s.p[at] != '>' &&
           !(quotes && s.p[at] == '"'))
        at++;
    return at;
}

static void write_escaped(struct buf *out, struct str s, bool quotes) {
    for (size_t at = 0;;) {
        size_t end = plain_end(s, at, quotes);
        buf_add(out, str_of(s.p + at, end - at));
        if (end >= s.n)
            return;
        buf_add(out, s.p[end] == '&'   ? STR("&amp;")
                     : s.p[end] == '<' ? STR("&lt;")
                     : s.p[end] == '>' ? STR("&gt;")
                                       : STR("&quot;"));
        at = end + 1;
    }
}

/* In text a quotation mark needs no escape. */
static void write_text(struct buf *out, struct str s) {
    write_escaped(out, s, false);
}

static void write_attribute(struct writer *writer, const char *name, struct str value) {
    if (str_absent(value))
        return;
    buf_add_byte(writer->out, ' ');
    buf_add_cstr(writer->out, name);
    BUF_ADD(writer->out, "=\"");
    struct buf clean;
    buf_init(&clean, 3 * value.n + 8);
    utf8_clean(value, UTF8_LINE, &clean);
    write_escaped(writer->out, buf_str(&clean), true);
    if (clean.status != STATUS_OK)
        writer->out->status = clean.status;
    buf_release(&clean);
    buf_add_byte(writer->out, '"');
}

/* The attribute when it is a small whole number. */
static struct str number_of(const struct html_node *node, struct str name) {
    struct str value = str_trim(html_attribute(node, name));
    uint64_t number;
    return value.n <= 5 && str_to_u64(value, &number) ? value : STR_NONE;
}

static struct str address_of(struct writer *writer, const struct html_node *node, struct str name) {
    struct str value = str_trim(html_attribute(node, name));
    struct str absolute = STR_NONE;
    if (value.n == 0 || value.n > URL_BYTES_MOST ||
        url_resolve(writer->arena, value, writer->base, &absolute, NULL) != STATUS_OK)
        return STR_NONE;
    return absolute;
}

/* "mailto:" and what an address is made of, nothing more. */
static struct str mail_of(const struct html_node *node) {
    struct str value = str_trim(html_attribute(node, STR("href")));
    if (!str_starts_case(value, STR("mailto:")) || value.n > 320)
        return STR_NONE;
    for (size_t i = 7; i < value.n; i++)
        if (!ascii_is_alnum(value.p[i]) && strchr("@.-_+%=&?,", value.p[i]) == NULL)
            return STR_NONE;
    return value;
}

/* Pages that load pictures late keep the address elsewhere, with a placeholder in src. */
static struct str picture_of(struct writer *writer, const struct html_node *node) {
    static const struct str names[] = {STR_INIT("src"), STR_INIT("data-src"),
                                       STR_INIT("data-lazy-src"), STR_INIT("data-original")};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        struct str absolute = address_of(writer, node, names[i]);
        if (!str_absent(absolute))
            return absolute;
    }
    return STR_NONE;
}

/* False when the picture is left out: no address, or a counting pixel. */
static bool write_picture(struct writer *writer, const struct html_node *node) {
    struct str source = picture_of(writer, node);
    uint64_t width = 100, height = 100;
    struct str width_text = number_of(node, STR("width"));
    struct str height_text = number_of(node, STR("height"));
    if (!str_absent(width_text))
        (void)str_to_u64(width_text, &width);
    if (!str_absent(height_text))
        (void)str_to_u64(height_text, &height);
    if (str_absent(source) || width <= 1 || height <= 1)
        return false;
    BUF_ADD(writer->out, "<img");
    write_attribute(writer, "src", source);
    write_attribute(writer, "alt", html_attribute(node, STR("alt")));
    write_attribute(writer, "title", html_attribute(node, STR("title")));
    write_attribute(writer, "width", width_text);
    write_attribute(writer, "height", height_text);
    BUF_ADD(writer->out, " loading=\"lazy\">");
    return true;
}

static struct str token_of(const struct html_node *node, struct str name) {
    struct str value = html_attribute(node, name);
    if (value.n == 0 || value.n > 35)
        return STR_NONE;
    for (size_t i = 0; i < value.n; i++)
        if (!ascii_is_alnum(value.p[i]) && strchr("-+:._", value.p[i]) == NULL)
            return STR_NONE;
    return value;
}

static void write_attributes(struct writer *writer, const struct html_node *node,
                             const struct allowed *rule) {
    if (rule->as == HTML_TAG_A) {
        struct str link = address_of(writer, node, STR("href"));
        if (str_absent(link))
            link = mail_of(node);
        write_attribute(writer, "href", link);
        write_attribute(writer, "title", html_attribute(node, STR("title")));
        if (!str_absent(link))
            write_attribute(writer, "rel", STR("noopener noreferrer"));
    } else if (rule->as == HTML_TAG_ABBR) {
        write_attribute(writer, "title", html_attribute(node, STR("title")));
    } else if (rule->as == HTML_TAG_TIME) {
        write_attribute(writer, "datetime", token_of(node, STR("datetime")));
    } else if (rule->as == HTML_TAG_OL) {
        write_attribute(writer, "start", number_of(node, STR("start")));
    } else if (rule->as == HTML_TAG_TD || rule->as == HTML_TAG_TH) {
        write_attribute(writer, "colspan", number_of(node, STR("colspan")));
        write_attribute(writer, "rowspan", number_of(node, STR("rowspan")));
    }
    write_attribute(writer, "lang", token_of(node, STR("lang")));
    struct str direction = html_attribute(node, STR("dir"));
    if (str_eq(direction, STR("rtl")) || str_eq(direction, STR("ltr")))
        write_attribute(writer, "dir", direction);
}

/* HTML_TAG_OTHER when nothing is open. */
static enum html_tag parent_tag(const struct writer *writer) {
    return writer->depth > 0 ? writer->open[writer->depth - 1].allowed->as : HTML_TAG_OTHER;
}

static bool is_section(enum html_tag tag) {
    return tag == HTML_TAG_TBODY || tag == HTML_TAG_THEAD || tag == HTML_TAG_TFOOT;
}

static bool in_table_outside_cells(enum html_tag parent) {
    return parent == HTML_TAG_TABLE || parent == HTML_TAG_TR || is_section(parent);
}

/* Whether a parser of the output would put `rule` just here. May doubt too much, never too
 * little: what is not doubted is not tried. */
static bool fits(const struct writer *writer, const struct allowed *rule) {
    enum html_tag parent = parent_tag(writer), tag = rule->as;
    if ((rule->traits & TABLE_PART) != 0) {
        if (tag == HTML_TAG_TD || tag == HTML_TAG_TH)
            return parent == HTML_TAG_TR;
        return tag == HTML_TAG_TR ? is_section(parent) : parent == HTML_TAG_TABLE;
    }
    if (in_table_outside_cells(parent))
        return false;
    if (tag == HTML_TAG_LI && parent != HTML_TAG_UL && parent != HTML_TAG_OL)
        return false;
    if ((tag == HTML_TAG_DD || tag == HTML_TAG_DT) && parent != HTML_TAG_DL)
        return false;
    for (size_t k = 0; k < writer->depth; k++) {
        const struct allowed *above = writer->open[k].allowed;
        if ((rule->traits & BLOCK) != 0 && above->as == HTML_TAG_P)
            return false;
        if ((rule->traits & HEADING) != 0 && (above->traits & HEADING) != 0)
            return false;
        if (tag == HTML_TAG_A && above->as == HTML_TAG_A)
            return false;
    }
    return true;
}

static bool only_space(struct str s) {
    return str_trim(s).n == 0;
}

static void write_node_text(struct writer *writer, const struct html_node *node) {
    struct str text = html_data(node);
    if (in_table_outside_cells(parent_tag(writer)) && !only_space(text))
        writer->doubtful = true;
    /* A parser drops one line end behind <pre>. */
    if (writer->behind_pre == writer->out->n && text.n > 0) {
        if (text.p[0] == '\n')
            buf_add_byte(writer->out, '\n');
        else if ((unsigned char)text.p[0] < 0x20 || (unsigned char)text.p[0] >= 0x7F)
            writer->doubtful = true; /* cleaning may take it away and leave a line end first */
    }
    write_text(writer->out, text);
}

/* Writes the start of an element. False when its content is to be left out, too. */
static bool enter(struct writer *writer, const struct html_node *node) {
    if (node->space != HTML_SPACE_HTML || dropped[node->tag])
        return false;
    const struct allowed *rule = find_allowed(node);
    if (rule == NULL || writer->depth == OPEN_MOST)
        return true;
    if (!fits(writer, rule))
        writer->doubtful = true;
    if (rule->as == HTML_TAG_IMG)
        return write_picture(writer, node);
    buf_add_byte(writer->out, '<');
    buf_add(writer->out, html_tag_name(rule->as));
    if ((rule->traits & VOID) == 0)
        write_attributes(writer, node, rule);
    buf_add_byte(writer->out, '>');
    if ((rule->traits & VOID) != 0)
        return true;
    if (rule->as == HTML_TAG_PRE)
        writer->behind_pre = writer->out->n;
    writer->open[writer->depth].node = node;
    writer->open[writer->depth++].allowed = rule;
    return true;
}

static void leave(struct writer *writer, const struct html_node *node) {
    if (writer->depth == 0 || writer->open[writer->depth - 1].node != node)
        return;
    BUF_ADD(writer->out, "</");
    buf_add(writer->out, html_tag_name(writer->open[--writer->depth].allowed->as));
    buf_add_byte(writer->out, '>');
}

static void write_tree(struct writer *writer, const struct html_node *top) {
    const struct html_node *node = top->first;
    while (node != NULL && writer->out->status == STATUS_OK) {
        bool inside = false;
        if (node->kind == HTML_TEXT)
            write_node_text(writer, node);
        else if (node->kind == HTML_ELEMENT)
            inside = enter(writer, node);
        if (inside && node->first != NULL) {
            node = node->first;
            continue;
        }
        leave(writer, node);
        while (node->next == NULL && node->parent != top) {
            node = node->parent;
            leave(writer, node);
        }
        node = node->next;
    }
}

/* Writes what lies below `node`, some `expected` bytes, into `out`. */
static enum status write_below(struct arena *scratch, const struct html_node *node, struct str base,
                               size_t expected, struct buf *out, bool *doubtful,
                               struct error *error) {
    struct buf raw;
    buf_init(&raw, TEXT_MOST);
    /* Large, and most of it a stack that needs no first value. */
    struct writer *writer = arena_alloc(scratch, sizeof *writer);
    if (writer == NULL)
        return arena_status(scratch, error);
    writer->arena = scratch;
    writer->base = base;
    writer->out = &raw;
    writer->depth = writer->behind_pre = 0;
    writer->doubtful = false;
    if (expected < TEXT_MOST / 2)
        (void)buf_reserve(&raw, expected);
    write_tree(writer, node);
    *doubtful = writer->doubtful;
    if (raw.n < TEXT_MOST / 2)
        (void)buf_reserve(out, raw.n);
    utf8_clean(buf_str(&raw), UTF8_TEXT, out);
    enum status status = buf_check(&raw, error);
    buf_release(&raw);
    return status != STATUS_OK ? status : buf_check(out, error);
}

/* One parse and one writing of it into `out`. */
static enum status rewrite(struct arena *scratch, struct str html, struct str base, struct buf *out,
                           bool *doubtful, struct error *error) {
    struct html_document document;
    enum status status = html_parse_fragment(scratch, html, &document, error);
    return status != STATUS_OK ? status
                               : write_below(scratch, document.body, base, html.n + html.n / 8, out,
                                             doubtful, error);
}

enum status html_sanitize_text(struct str text, struct buf *out, struct error *error) {
    struct buf raw;
    if (plain_end(text, 0, false) == text.n) {
        utf8_clean(text, UTF8_TEXT, out);
        return buf_check(out, error);
    }
    buf_init(&raw, TEXT_MOST);
    write_text(&raw, text);
    utf8_clean(buf_str(&raw), UTF8_TEXT, out);
    if (raw.status != STATUS_OK)
        out->status = raw.status;
    buf_release(&raw);
    return buf_check(out, error);
}

/* Text without tags takes no tree. */
static enum status sanitize_plain(struct str html, struct buf *out, struct error *error) {
    if (str_find_byte(html, '&') == SIZE_MAX)
        return html_sanitize_text(html, out, error);
    struct buf text;
    buf_init(&text, TEXT_MOST);
    html_entities_decode(html, &text);
    enum status status = buf_check(&text, error);
    if (status == STATUS_OK)
        status = html_sanitize_text(buf_str(&text), out, error);
    buf_release(&text);
    return status;
}

/* What comes to no rest is not worth its markup. */
static enum status give_up(struct arena *scratch, struct str html, struct buf *out,
                           struct error *error) {
    struct buf text;
    buf_init(&text, TEXT_MOST);
    enum status status = html_to_text(scratch, html, &text, error);
    if (status == STATUS_OK)
        status = html_sanitize_text(buf_str(&text), out, error);
    buf_release(&text);
    return status;
}

/* Rewrites what `now` holds until it stays as it is; appends it to `out`. */
static enum status settle(struct arena *scratch, struct buf *now, bool doubtful, struct str base,
                          struct buf *out, struct error *error) {
    struct buf next;
    enum status status = STATUS_OK;
    bool settled = !doubtful;
    buf_init(&next, TEXT_MOST);
    for (int round = 0; status == STATUS_OK && !settled && round < ROUNDS_MOST; round++) {
        buf_clear(&next);
        status = rewrite(scratch, buf_str(now), base, &next, &doubtful, error);
        settled = str_eq(buf_str(now), buf_str(&next));
        struct buf swap = *now;
        *now = next;
        next = swap;
    }
    if (status == STATUS_OK && settled)
        buf_add(out, buf_str(now));
    else if (status == STATUS_OK)
        status = give_up(scratch, buf_str(now), out, error);
    buf_release(&next);
    return status != STATUS_OK ? status : buf_check(out, error);
}

enum status html_sanitize(struct arena *scratch, struct str html, struct str base, struct buf *out,
                          struct error *error) {
    if (str_find_byte(html, '<') == SIZE_MAX)
        return sanitize_plain(html, out, error);
    struct buf now;
    bool doubtful = false;
    buf_init(&now, TEXT_MOST);
    enum status status = rewrite(scratch, html, base, &now, &doubtful, error);
    if (status == STATUS_OK)
        status = settle(scratch, &now, doubtful, base, out, error);
    buf_release(&now);
    return status;
}

enum status html_sanitize_node(struct arena *scratch, const struct html_node *node, struct str base,
                               struct buf *out, struct error *error) {
    struct buf now;
    bool doubtful = false;
    buf_init(&now, TEXT_MOST);
    enum status status = write_below(scratch, node, base, 0, &now, &doubtful, error);
    /* The tree was not parsed as a fragment: whether the two agree has to be seen. */
    if (status == STATUS_OK)
        status = settle(scratch, &now, true, base, out, error);
    buf_release(&now);
    return status;
}

enum status html_to_text(struct arena *scratch, struct str html, struct buf *out,
                         struct error *error) {
    if (str_find_byte(html, '<') == SIZE_MAX) {
        if (str_find_byte(html, '&') == SIZE_MAX) {
            buf_add(out, html);
            return buf_check(out, error);
        }
        html_entities_decode(html, out);
        return buf_check(out, error);
    }
    struct html_document document;
    enum status status = html_parse_fragment(scratch, html, &document, error);
    if (status != STATUS_OK)
        return status;
    html_text(document.body, out);
    return buf_check(out, error);
}
