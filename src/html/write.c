#include "html/write.h"

static void escape(struct buf *out, struct str s, bool attribute) {
    size_t start = 0;
    for (size_t i = 0; i < s.n; i++) {
        const char *instead = NULL;
        size_t length = 1;
        if (s.p[i] == '&')
            instead = "&amp;";
        else if (s.p[i] == '<')
            instead = "&lt;";
        else if (s.p[i] == '>')
            instead = "&gt;";
        else if (s.p[i] == '"' && attribute)
            instead = "&quot;";
        else if (s.p[i] == '\xC2' && i + 1 < s.n && s.p[i + 1] == '\xA0')
            instead = "&nbsp;", length = 2;
        if (instead == NULL)
            continue;
        buf_add(out, str_of(s.p + start, i - start));
        buf_add_cstr(out, instead);
        start = i + length;
    }
    buf_add(out, str_skip(s, start));
}

static void write_start(const struct html_node *node, struct buf *out) {
    buf_add_byte(out, '<');
    buf_add(out, html_name(node));
    for (size_t i = 0; i < node->attribute_count; i++) {
        buf_add_byte(out, ' ');
        buf_add(out, node->attributes[i].name);
        BUF_ADD(out, "=\"");
        escape(out, node->attributes[i].value, true);
        buf_add_byte(out, '"');
    }
    buf_add_byte(out, '>');
}

static void write_end(const struct html_node *node, struct buf *out) {
    BUF_ADD(out, "</");
    buf_add(out, html_name(node));
    buf_add_byte(out, '>');
}

static bool is_void(const struct html_node *node) {
    return node->kind == HTML_ELEMENT && (html_tag_traits[node->tag] & HTML_VOID) != 0;
}

/* What a node is written as before its children. */
static void write_node(const struct html_node *node, struct buf *out) {
    switch (node->kind) {
    case HTML_DOCUMENT:
        break;
    case HTML_ELEMENT:
        write_start(node, out);
        break;
    case HTML_TEXT:
        if ((html_tag_traits[node->parent->tag] & HTML_RAW) != 0)
            buf_add(out, html_data(node));
        else
            escape(out, html_data(node), false);
        break;
    case HTML_COMMENT:
        BUF_ADD(out, "<!--");
        buf_add(out, html_data(node));
        BUF_ADD(out, "-->");
        break;
    case HTML_DOCTYPE:
        BUF_ADD(out, "<!DOCTYPE ");
        buf_add(out, html_name(node));
        buf_add_byte(out, '>');
        break;
    }
}

void html_serialise(const struct html_node *top, struct buf *out) {
    for (const struct html_node *node = top->first; node != NULL;) {
        write_node(node, out);
        if (node->first != NULL && !is_void(node)) {
            node = node->first;
            continue;
        }
        for (;;) {
            if (node->kind == HTML_ELEMENT && !is_void(node))
                write_end(node, out);
            if (node->next != NULL || node->parent == top)
                break;
            node = node->parent;
        }
        node = node->next;
    }
}

/* An attribute as the tests name it: those in other namespaces with their prefix apart. */
struct shown {
    struct str prefix, name, value;
};

static struct shown show(const struct html_node *node, const struct html_attribute *attribute) {
    static const struct str prefixed[] = {
        STR_INIT("xlink:actuate"), STR_INIT("xlink:arcrole"), STR_INIT("xlink:href"),
        STR_INIT("xlink:role"),    STR_INIT("xlink:show"),    STR_INIT("xlink:title"),
        STR_INIT("xlink:type"),    STR_INIT("xml:lang"),      STR_INIT("xml:space"),
        STR_INIT("xmlns:xlink"),
    };
    struct shown shown = {STR(""), attribute->name, attribute->value};
    if (node->space == HTML_SPACE_HTML)
        return shown;
    if (str_eq(attribute->name, STR("xmlns")))
        shown.prefix = STR("xmlns ");
    for (size_t i = 0; i < sizeof prefixed / sizeof prefixed[0]; i++)
        if (str_eq(attribute->name, prefixed[i])) {
            size_t colon = str_find_byte(attribute->name, ':');
            shown.prefix = prefixed[i].p[2] == 'i' ? STR("xlink ")
                           : colon == 3            ? STR("xml ")
                                                   : STR("xmlns ");
            shown.name = str_skip(attribute->name, colon + 1);
        }
    return shown;
}

static int compare_shown(const void *left, const void *right) {
    const struct shown *a = left, *b = right;
    char one[80], other[80];
    if (a->prefix.n == 0 && b->prefix.n == 0)
        return str_compare(a->name, b->name);
    /* Prefixed names are short; a longer one without a prefix is told apart by its beginning. */
    snprintf(one, sizeof one, "%.*s%.*s", STR_ARG(a->prefix), STR_ARG(a->name));
    snprintf(other, sizeof other, "%.*s%.*s", STR_ARG(b->prefix), STR_ARG(b->name));
    return strcmp(one, other);
}

static void indent(struct buf *out, size_t level) {
    BUF_ADD(out, "| ");
    buf_add_repeat(out, ' ', 2 * level);
}

static void describe_attributes(const struct html_node *node, struct buf *out, size_t level) {
    struct shown shown[HTML_ATTRIBUTES_MOST];
    size_t count = node->attribute_count;
    for (size_t i = 0; i < count; i++)
        shown[i] = show(node, &node->attributes[i]);
    qsort(shown, count, sizeof shown[0], compare_shown);
    for (size_t i = 0; i < count; i++) {
        indent(out, level);
        buf_add(out, shown[i].prefix);
        buf_add(out, shown[i].name);
        BUF_ADD(out, "=\"");
        buf_add(out, shown[i].value);
        BUF_ADD(out, "\"\n");
    }
}

static void describe_doctype(const struct html_node *node, struct buf *out) {
    BUF_ADD(out, "<!DOCTYPE ");
    buf_add(out, html_name(node));
    for (size_t i = 0; i < node->attribute_count; i++) {
        BUF_ADD(out, " \"");
        buf_add(out, node->attributes[i].value);
        buf_add_byte(out, '"');
    }
    BUF_ADD(out, ">\n");
}

static void describe_node(const struct html_node *node, struct buf *out, size_t level) {
    indent(out, level);
    if (node->kind == HTML_TEXT) {
        buf_add_byte(out, '"');
        buf_add(out, html_data(node));
        BUF_ADD(out, "\"\n");
    } else if (node->kind == HTML_COMMENT) {
        BUF_ADD(out, "<!-- ");
        buf_add(out, html_data(node));
        BUF_ADD(out, " -->\n");
    } else if (node->kind == HTML_DOCTYPE) {
        describe_doctype(node, out);
    } else {
        static const char *const spaces[] = {
            [HTML_SPACE_HTML] = "", [HTML_SPACE_SVG] = "svg ", [HTML_SPACE_MATHML] = "math "};
        buf_add_byte(out, '<');
        buf_add_cstr(out, spaces[node->space]);
        buf_add(out, html_name(node));
        BUF_ADD(out, ">\n");
        describe_attributes(node, out, level + 1);
    }
}

/* Contents of a template are a level of their own in the tests. */
void html_describe(const struct html_node *top, struct buf *out) {
    size_t level = 0;
    for (const struct html_node *node = top->first; node != NULL;) {
        describe_node(node, out, level);
        bool template = node->tag == HTML_TAG_TEMPLATE;
        if (template) {
            indent(out, level + 1);
            BUF_ADD(out, "content\n");
        }
        if (node->first != NULL) {
            node = node->first;
            level += template ? 2 : 1;
            continue;
        }
        while (node->next == NULL && node->parent != top) {
            node = node->parent;
            level -= node->tag == HTML_TAG_TEMPLATE ? 2 : 1;
        }
        node = node->next;
    }
}
