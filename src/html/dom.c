#include "html/dom.h"

#include "base/utf8.h"

struct str html_attribute(const struct html_node *node, struct str name) {
    for (size_t i = 0; i < node->attribute_count; i++)
        if (str_eq(node->attributes[i].name, name))
            return node->attributes[i].value;
    return STR_NONE;
}

bool html_is(const struct html_node *node, struct str name) {
    return node->kind == HTML_ELEMENT && str_eq(node->name, name);
}

struct html_node *html_next_outside(const struct html_node *node, const struct html_node *top) {
    while (node != top && node->next == NULL)
        node = node->parent;
    return node == top ? NULL : node->next;
}

struct html_node *html_next(const struct html_node *node, const struct html_node *top) {
    return node->first != NULL ? node->first : html_next_outside(node, top);
}

static bool one_of(struct str name, const char *const *list) {
    for (; *list != NULL; list++)
        if (str_eq(name, str_from(*list)))
            return true;
    return false;
}

static const char *const unseen[] = {"script", "style",    "template", "noscript", "head",
                                     "iframe", "textarea", "select",   "datalist", NULL};
static const char *const blocks[] = {
    "address", "article", "aside", "blockquote", "br",       "caption",    "dd",     "details",
    "dialog",  "div",     "dl",    "dt",         "fieldset", "figcaption", "figure", "footer",
    "form",    "h1",      "h2",    "h3",         "h4",       "h5",         "h6",     "header",
    "hr",      "li",      "main",  "nav",        "ol",       "p",          "pre",    "section",
    "summary", "table",   "tr",    "td",         "th",       "ul",         NULL};

struct text_writer {
    struct buf *out;
    bool started, space, line;
};

static void write_text(struct text_writer *writer, struct str text) {
    for (size_t i = 0; i < text.n;) {
        size_t start = i;
        if (ascii_is_space(text.p[i])) {
            writer->space = true;
            i++;
            continue;
        }
        while (i < text.n && !ascii_is_space(text.p[i]))
            i++;
        if (writer->started && (writer->line || writer->space))
            buf_add_byte(writer->out, writer->line ? '\n' : ' ');
        writer->started = true;
        writer->line = writer->space = false;
        buf_add(writer->out, str_of(text.p + start, i - start));
    }
}

void html_text(const struct html_node *top, struct buf *out) {
    struct text_writer writer = {.out = out};
    const struct html_node *node = top;
    if (top->kind == HTML_TEXT)
        write_text(&writer, top->text);
    for (const struct html_node *next = html_next(node, top); next != NULL;) {
        /* Leaving blocks between the two ends their line, too. */
        for (const struct html_node *left = node; left != next->parent && left != top;
             left = left->parent)
            if (left->kind == HTML_ELEMENT && one_of(left->name, blocks))
                writer.line = true;
        node = next;
        if (node->kind == HTML_TEXT)
            write_text(&writer, node->text);
        bool element = node->kind == HTML_ELEMENT;
        if (element && one_of(node->name, blocks))
            writer.line = true;
        bool hidden = element && (node->foreign || one_of(node->name, unseen));
        next = hidden ? html_next_outside(node, top) : html_next(node, top);
    }
}
