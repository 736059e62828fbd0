#include "xml/inside.h"

enum { NAME_MOST = 128 };

/* clang-format off */
const uint8_t xml_name_bytes[256] = {
    ['a' ... 'z'] = XML_STARTS_NAME | XML_IN_NAME,
    ['A' ... 'Z'] = XML_STARTS_NAME | XML_IN_NAME,
    ['_'] = XML_STARTS_NAME | XML_IN_NAME,
    [0x80 ... 0xFF] = XML_STARTS_NAME | XML_IN_NAME,
    ['0' ... '9'] = XML_IN_NAME, [':'] = XML_IN_NAME, ['-'] = XML_IN_NAME, ['.'] = XML_IN_NAME,
};
/* clang-format on */

/* A name that XML takes, in its two parts: at most one colon, in between. */
static bool split_name(struct str name, struct str *prefix, struct str *local) {
    size_t colon = str_find_byte(name, ':');
    *prefix = STR_NONE;
    *local = name;
    if (name.n == 0 || name.n > NAME_MOST || !xml_is_name_start(name.p[0]))
        return false;
    if (colon == SIZE_MAX)
        return true;
    *prefix = str_take(name, colon);
    *local = str_skip(name, colon + 1);
    return local->n > 0 && xml_is_name_start(local->p[0]) && str_find_byte(*local, ':') == SIZE_MAX;
}

/* A value without quotation marks ends at white space or the tag's end. */
static struct str read_bare_value(struct xml_reader *r) {
    struct str s = r->s;
    size_t start = r->at;
    while (r->at < s.n && !ascii_is_space(s.p[r->at]) && s.p[r->at] != '>' && s.p[r->at] != '<')
        r->at++;
    if (r->at > start && r->at < s.n && s.p[r->at] == '>' && s.p[r->at - 1] == '/')
        r->at--;
    xml_repair(r, start, "a value without quotation marks");
    return str_of(s.p + start, r->at - start);
}

/* The value at r->at, which is moved behind it. */
static struct str read_value(struct xml_reader *r) {
    struct str s = r->s;
    size_t start = r->at;
    char quote = start < s.n ? s.p[start] : '\0';
    if (quote != '"' && quote != '\'')
        return read_bare_value(r);
    struct str rest = str_take(str_skip(s, start + 1), XML_VALUE_MOST);
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
        xml_repair(r, start, "a quotation mark that is not closed");
        r->at = start + 1 + cut;
        return str_take(value, cut);
    }
    r->at = start + 2 + close;
    return value;
}

static struct str decode_value(struct xml_reader *r, struct str raw) {
    bool lasting;
    struct str value = xml_characters(r, raw, XML_IN_VALUE, &lasting);
    if (lasting)
        return str_absent(value) ? STR("") : value;
    r->values_used = true;
    value = arena_copy(&r->values, value);
    return str_absent(value) ? STR("") : value;
}

static unsigned space_of(const struct xml_reader *r, struct str address, struct str prefix) {
    return r->habits.space_of != NULL ? r->habits.space_of(address, prefix) : 0;
}

/* xmlns or xmlns:prefix, which are in force from their element on (Namespaces in XML, 6.1). */
static void declare_namespace(struct xml_reader *r, struct str name, struct str value,
                              size_t *namespaces) {
    struct str prefix = str_skip(name, 6);
    if (r->namespace_count >= XML_NAMESPACES_MOST || str_eq(prefix, STR("xml")) ||
        str_eq(prefix, STR("xmlns")))
        return;
    struct str address = decode_value(r, value);
    r->namespaces[r->namespace_count++] =
        (struct xml_namespace){prefix, space_of(r, address.n > 0 ? address : STR_NONE, prefix)};
    *namespaces += 1;
}

static bool is_namespace(struct str name) {
    return str_starts(name, STR("xmlns")) && (name.n == 5 || name.p[5] == ':');
}

static void read_attribute(struct xml_reader *r, size_t *count, size_t *namespaces) {
    struct str s = r->s;
    size_t start = r->at;
    r->at = xml_name_end(s, start);
    if (r->at == start) { /* no name: pass over the byte */
        r->at++;
        xml_repair(r, start, "a tag with what is no attribute");
        return;
    }
    struct str name = str_of(s.p + start, r->at - start);
    struct str value = STR_NONE;
    struct xml_attribute attribute;
    size_t equals = xml_skip_space(s, r->at);
    if (equals < s.n && s.p[equals] == '=') {
        r->at = xml_skip_space(s, equals + 1);
        value = read_value(r);
    } else {
        xml_repair(r, start, "an attribute without a value");
    }
    if (!split_name(name, &attribute.prefix, &attribute.name) || *count >= XML_ATTRIBUTES_MOST)
        return;
    if (is_namespace(name)) {
        declare_namespace(r, name, value, namespaces);
        return;
    }
    attribute.value = decode_value(r, value);
    r->attributes[(*count)++] = attribute;
}

static unsigned find_space(const struct xml_reader *r, struct str prefix) {
    if (prefix.n == 0 && r->namespace_count == 0)
        return r->no_space;
    for (size_t k = r->namespace_count; k > 0; k--)
        if (str_eq(r->namespaces[k - 1].prefix, prefix))
            return r->namespaces[k - 1].space;
    return prefix.n == 0 ? r->no_space : space_of(r, STR_NONE, prefix);
}

/* Whether an element of this name is open that must not hold another: all down to it is closed. */
static bool ends_flat(struct xml_reader *r, struct str name) {
    size_t k = r->depth;
    bool flat = false;
    for (size_t i = 0; i < r->habits.flat_count && !flat; i++)
        flat = str_eq(name, r->habits.flat[i]);
    if (!flat)
        return false;
    r->omitted = 0;
    while (k > 0 && !str_eq(r->open[k - 1].name, name))
        k--;
    if (k == 0)
        return false;
    xml_repair(r, r->at, "an entry within another");
    r->closing = k - 1;
    return true;
}

/* Reads the tag at r->at. True when it gives an event: not when something is to be closed before
 * it, nor when it is left out. */
static bool start_tag(struct xml_reader *r, struct xml_event *event) {
    struct str s = r->s;
    size_t end = xml_name_end(s, r->at + 1), count = 0, namespaces = 0;
    struct str name = str_of(s.p + r->at + 1, end - r->at - 1);
    if (ends_flat(r, name))
        return false;
    r->start = r->at;
    r->at = end;
    if (r->values_used)
        arena_reset(&r->values);
    r->values_used = false;
    bool empty = false;
    while ((r->at = xml_skip_space(s, r->at)) < s.n && s.p[r->at] != '>' && s.p[r->at] != '<') {
        empty = s.p[r->at] == '/' && r->at + 1 < s.n && s.p[r->at + 1] == '>';
        if (s.p[r->at] == '/')
            r->at++;
        else
            read_attribute(r, &count, &namespaces);
    }
    if (r->at < s.n && s.p[r->at] == '>')
        r->at++;
    else
        xml_repair(r, r->start, "a tag that is not ended");
    bool named = split_name(name, &event->prefix, &event->name);
    if (!named || r->depth >= XML_DEPTH_MOST) {
        r->namespace_count -= namespaces;
        r->omitted += !empty && named;
        xml_repair(r, r->start, named ? "nested too deep" : "a name that XML does not allow");
        return false;
    }
    if (str_absent(r->root))
        r->root = name;
    event->kind = XML_START;
    event->space = find_space(r, event->prefix);
    event->attributes = r->attributes;
    event->attribute_count = count;
    r->open[r->depth++] = (struct xml_open){name, event->prefix, namespaces};
    r->closing = empty ? r->depth - 1 : r->depth;
    return true;
}

static void close_top(struct xml_reader *r, struct xml_event *event) {
    struct xml_open *open = &r->open[--r->depth];
    event->kind = XML_END;
    event->prefix = open->prefix;
    event->name = open->prefix.n > 0 ? str_skip(open->name, open->prefix.n + 1) : open->name;
    r->namespace_count -= open->namespaces;
    r->over = r->depth == 0;
}

/* Closes what the end tag names and all that was left open within it; a tag that names nothing
 * open is passed over. */
static void end_tag(struct xml_reader *r) {
    size_t start = r->at + 2, end = xml_name_end(r->s, start), tag = r->at;
    struct str name = str_of(r->s.p + start, end - start);
    size_t at = xml_skip_space(r->s, end);
    r->at = at < r->s.n && r->s.p[at] == '>' ? at + 1 : end;
    if (r->omitted > 0) {
        r->omitted--;
        return;
    }
    size_t k = r->depth;
    if (k > 0 && str_eq(r->open[k - 1].name, name)) {
        r->closing = k - 1;
        return;
    }
    while (k > 0 && !str_eq_case(r->open[k - 1].name, name))
        k--;
    if (k != r->depth)
        xml_repair(r, tag, "an end tag that does not fit the start tag before it");
    else
        xml_repair(r, tag, "an end tag in other letters than its start tag");
    if (k > 0)
        r->closing = k - 1;
}

/* Comments, instructions and what looks like them: past it. */
static void pass_over(struct xml_reader *r, struct str rest) {
    bool comment = str_starts(rest, STR("<!--"));
    bool instruction = rest.p[1] == '?';
    bool *missing = comment ? &r->no_comment_end : &r->no_instruction_end;
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
        xml_repair(r, r->at, "a declaration that XML does not allow here");
    }
    r->at += end;
}

static bool give_text(struct xml_reader *r, struct xml_event *event, struct str raw,
                      enum xml_where where) {
    if (r->depth == 0 || raw.n == 0)
        return false;
    event->kind = where == XML_IN_CDATA ? XML_CDATA : XML_TEXT;
    event->text = xml_characters(r, raw, where, &event->lasting);
    return event->text.n > 0;
}

/* By the rare bracket rather than by all three bytes: texts are long. */
static size_t find_cdata_end(struct str s) {
    for (size_t at = 0; at < s.n; at++) {
        size_t bracket = str_find_byte(str_skip(s, at), ']');
        if (bracket == SIZE_MAX)
            break;
        at += bracket;
        if (str_starts(str_skip(s, at), STR("]]>")))
            return at;
    }
    return SIZE_MAX;
}

static bool declaration(struct xml_reader *r, struct xml_event *event) {
    struct str rest = str_skip(r->s, r->at);
    if (str_starts(rest, STR("<![CDATA["))) {
        rest = str_skip(rest, 9);
        size_t end = find_cdata_end(rest);
        if (end == SIZE_MAX)
            xml_repair(r, r->at, "character data that is not ended");
        r->at = end == SIZE_MAX ? r->s.n : r->at + 9 + end + 3;
        return give_text(r, event, str_take(rest, end), XML_IN_CDATA);
    }
    if (str_starts_case(rest, STR("<!DOCTYPE")) && str_absent(r->root) && str_absent(r->doctype))
        xml_read_doctype(r);
    else
        pass_over(r, rest);
    return false;
}

/* What begins with the '<' at r->at. */
static bool markup(struct xml_reader *r, struct xml_event *event) {
    struct str s = r->s;
    char next = r->at + 1 < s.n ? s.p[r->at + 1] : '\0';
    char after = r->at + 2 < s.n ? s.p[r->at + 2] : '\0';
    if (xml_is_name_start(next))
        return start_tag(r, event);
    if (next == '/' && xml_is_name_start(after)) {
        end_tag(r);
        return false;
    }
    if (next == '!' || next == '?')
        return declaration(r, event);
    xml_repair(r, r->at, "'<' that begins no tag");
    event->kind = XML_TEXT;
    event->text = str_of(s.p + r->at, 1);
    event->lasting = true;
    r->at++;
    return r->depth > 0;
}

void xml_begin(struct xml_reader *reader, struct str text, const struct xml_habits *habits) {
    reader->repairs = reader->first_repair = 0;
    reader->first_problem = NULL;
    reader->root = reader->doctype = STR_NONE;
    reader->at = reader->start = 0;
    reader->s = text;
    reader->habits = *habits;
    reader->no_space = space_of(reader, STR_NONE, STR_NONE);
    buf_init(&reader->text, 4 * text.n + XML_EXPANSION_MOST);
    arena_init(&reader->values, 4 * text.n + XML_EXPANSION_MOST);
    reader->values_used = false;
    reader->depth = reader->closing = reader->omitted = 0;
    reader->namespace_count = reader->entity_count = reader->expanded = 0;
    reader->over = reader->no_comment_end = reader->no_instruction_end = false;
}

bool xml_next(struct xml_reader *reader, struct xml_event *event) {
    struct xml_reader *r = reader;
    for (;;) {
        if (r->depth > r->closing) {
            close_top(r, event);
            return true;
        }
        if (r->over || r->text.status != STATUS_OK || arena_failed(&r->values))
            return false;
        if (r->at >= r->s.n) {
            if (r->depth == 0)
                return false;
            xml_repair(r, r->at, "the end before that of an element");
            r->closing = 0;
            continue;
        }
        if (r->s.p[r->at] == '<') {
            if (markup(r, event))
                return true;
            continue;
        }
        struct str rest = str_skip(r->s, r->at);
        struct str raw = str_take(rest, str_find_byte(rest, '<'));
        r->at += raw.n;
        if (give_text(r, event, raw, XML_IN_TEXT))
            return true;
    }
}

enum status xml_end(struct xml_reader *reader, struct error *error) {
    enum status status = buf_check(&reader->text, error);
    if (status == STATUS_OK)
        status = arena_status(&reader->values, error);
    buf_release(&reader->text);
    arena_release(&reader->values);
    return status;
}

struct str xml_attribute(const struct xml_event *event, struct str name) {
    for (size_t i = 0; i < event->attribute_count; i++)
        if (event->attributes[i].prefix.n == 0 && str_eq_case(event->attributes[i].name, name))
            return event->attributes[i].value;
    return STR_NONE;
}

struct str xml_attribute_prefixed(const struct xml_event *event, struct str prefix,
                                  struct str name) {
    for (size_t i = 0; i < event->attribute_count; i++)
        if (str_eq(event->attributes[i].prefix, prefix) && str_eq(event->attributes[i].name, name))
            return event->attributes[i].value;
    return STR_NONE;
}
