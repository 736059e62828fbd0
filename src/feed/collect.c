/* Texts while they are being read: characters, HTML as characters, markup. */
#include "feed/reader.h"

#include "feed/markup.h"
#include "url/url.h"

static void read_type(struct feed_collection *collection, const struct xml_event *tag) {
    struct str type = str_trim(xml_attribute(tag, STR("type")));
    struct str mode = str_trim(xml_attribute(tag, STR("mode"))); /* Atom 0.3 */
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
                           const struct xml_event *tag) {
    struct feed_collection *c = &r->collection;
    struct buf text = c->text;
    *c = (struct feed_collection){
        .name = name, .depth = r->depth, .base = feed_top(r)->base, .text = text};
    buf_clear(&c->text);
    if (name->reading == READ_HTML)
        c->html = true;
    else if (name->reading == READ_ATOM)
        read_type(c, tag);
}

struct str feed_collected(const struct feed_collection *collection) {
    return collection->view.n > 0 ? collection->view : buf_str(&collection->text);
}

static void take_view(struct feed_collection *c) {
    if (c->view.n > 0)
        buf_add(&c->text, c->view);
    c->view = STR_NONE;
}

void feed_collect_text(struct feed_reader *r, struct str text, bool lasting) {
    struct feed_collection *c = &r->collection;
    if (c->markup) {
        feed_markup_text(&c->text, text);
    } else if (lasting && c->view.n == 0 && c->text.n == 0) {
        c->view = text;
    } else {
        take_view(c);
        buf_add(&c->text, text);
    }
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
    if (name->field == FIELD_GENERATOR && r->generator_tail.n > 0) {
        take_view(c);
        buf_add(&c->text, r->generator_tail);
    }
    struct str text = feed_collected(c);
    if (c->base64) {
        struct buf decoded;
        buf_init(&decoded, FEED_COLLECTED_MOST);
        if (feed_base64(text, &decoded))
            value.text = arena_copy(feed_pending(r), buf_str(&decoded));
        buf_release(&decoded);
    }
    if (str_absent(value.text))
        value.text = c->view.n > 0 ? text : arena_copy(feed_pending(r), text);
    bool long_text = name->field == FIELD_SUMMARY || name->field == FIELD_CONTENT;
    bool html = c->html || c->markup || (long_text && !c->literal && holds_tags(text));
    value.kind = html ? KIND_HTML : KIND_TEXT;
    feed_keep(r, name, value);
}

/* An element inside a text. What was collected as plain characters becomes HTML first. */
void feed_start_markup(struct feed_reader *r, const struct xml_event *tag) {
    struct feed_collection *c = &r->collection;
    if (!c->markup) {
        struct str before = feed_collected(c);
        bool escaped = c->html && str_find_byte(before, '<') != SIZE_MAX;
        if (c->view.n == 0)
            before = arena_copy(feed_pending(r), before);
        if (!escaped) {
            buf_clear(&c->text);
            feed_markup_text(&c->text, before);
            c->view = STR_NONE;
        }
        take_view(c);
        c->markup = true;
    }
    feed_markup_start(&c->text, tag->name);
    for (size_t i = 0; i < tag->attribute_count; i++) {
        const struct xml_attribute *attribute = &tag->attributes[i];
        struct str absolute = STR_NONE;
        if (attribute->prefix.n > 0)
            continue;
        /* An xml:base on the way from the text's own element to here. */
        if (feed_markup_is_link(attribute->name) && !str_eq(feed_top(r)->base, c->base))
            (void)url_resolve(feed_pending(r), attribute->value, feed_top(r)->base, &absolute,
                              NULL);
        feed_markup_attribute(&c->text, attribute->name, str_first_of(absolute, attribute->value));
    }
}
