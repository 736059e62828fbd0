/* Texts while they are being read: characters, HTML as characters, markup. */
#include "feed/reader.h"

#include "feed/markup.h"
#include "url/url.h"

static void read_type(struct feed_collection *collection, struct feed_attributes attributes) {
    struct str type = str_trim(feed_attribute(attributes, STR("type")));
    struct str mode = str_trim(feed_attribute(attributes, STR("mode"))); /* Atom 0.3 */
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

void feed_start_collecting(struct feed_reader *r, const struct feed_name *name,
                           struct feed_attributes attributes) {
    struct feed_collection *c = &r->collection;
    struct buf text = c->text;
    *c = (struct feed_collection){
        .name = name, .depth = r->depth, .base = feed_top(r)->base, .text = text};
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

void feed_finish_collecting(struct feed_reader *r) {
    struct feed_collection *c = &r->collection;
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
        buf_init(&decoded, FEED_COLLECTED_MOST);
        if (feed_base64(text, &decoded))
            value.text = arena_copy(feed_pending(r), buf_str(&decoded));
        buf_release(&decoded);
    }
    if (str_absent(value.text))
        value.text = arena_copy(feed_pending(r), text);
    bool long_text = name->field == FIELD_SUMMARY || name->field == FIELD_CONTENT;
    bool html = c->html || c->markup || (long_text && !c->literal && holds_tags(text));
    value.kind = html ? KIND_HTML : KIND_TEXT;
    feed_keep(r, name, value);
}

/* An element inside a text. What was collected as plain characters becomes HTML first. */
void feed_start_markup(struct feed_reader *r, struct str name, struct feed_attributes attributes) {
    struct feed_collection *c = &r->collection;
    if (!c->markup) {
        bool escaped = c->html && str_find_byte(buf_str(&c->text), '<') != SIZE_MAX;
        struct str before = arena_copy(feed_pending(r), buf_str(&c->text));
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
        if (feed_markup_is_link(feed_view(a[0])) && !str_eq(feed_top(r)->base, c->base))
            (void)url_resolve(feed_pending(r), value, feed_top(r)->base, &absolute, NULL);
        feed_markup_attribute(&c->text, feed_view(a[0]), str_first_of(absolute, value));
    }
}
