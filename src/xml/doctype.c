#include "xml/inside.h"

/* <!ENTITY name "text">, as long as the text holds no reference: what is built of references to
 * references is an attack (attacks.md, billion laughs) or beyond anybody's needs. */
static void define_entity(struct xml_reader *reader, struct str s) {
    size_t at = xml_skip_space(s, 8), end = xml_name_end(s, at);
    struct str name = str_of(s.p + at, end - at);
    at = xml_skip_space(s, end);
    if (name.n == 0 || at >= s.n || (s.p[at] != '"' && s.p[at] != '\''))
        return;
    struct str value = str_skip(s, at + 1);
    size_t close = str_find_byte(str_take(value, XML_ENTITY_MOST), s.p[at]);
    if (close == SIZE_MAX || reader->entity_count == XML_ENTITIES_MOST)
        return;
    value = str_take(value, close);
    if (str_find_byte(value, '&') == SIZE_MAX && str_find_byte(value, '%') == SIZE_MAX)
        reader->entities[reader->entity_count++] = (struct xml_entity){name, value};
}

/* How many bytes to go over what stands at rest[0] within a DOCTYPE; 0: it ends before that. */
static size_t step_over(struct xml_reader *reader, struct str rest, bool inside) {
    char c = rest.p[0];
    if (c == '"' || c == '\'') {
        size_t close = str_find_byte(str_take(str_skip(rest, 1), XML_VALUE_MOST), c);
        return close != SIZE_MAX ? close + 2 : 1;
    }
    if (c != '<')
        return 1;
    if (inside && str_starts(rest, STR("<!--"))) {
        size_t close = str_find(rest, STR("-->"));
        return close == SIZE_MAX ? 0 : close + 1;
    }
    if (inside && str_starts(rest, STR("<!ENTITY")))
        define_entity(reader, rest);
    /* Where an element begins it was never ended. */
    bool element = rest.n > 1 && xml_is_name_start(rest.p[1]);
    return !inside || element ? 0 : 1;
}

void xml_read_doctype(struct xml_reader *reader) {
    struct str s = reader->s;
    size_t at = xml_skip_space(s, reader->at + 9), end = xml_name_end(s, at);
    reader->doctype = str_of(s.p + at, end - at);
    bool inside = false;
    for (at = end; at < s.n;) {
        char c = s.p[at];
        if (c == '[')
            inside = true;
        else if (c == ']')
            inside = false;
        else if (c == '>' && !inside) {
            at++;
            break;
        }
        size_t step = step_over(reader, str_skip(s, at), inside);
        if (step == 0) {
            xml_repair(reader, at, "a DOCTYPE that is not ended");
            break;
        }
        at += step;
    }
    reader->at = at < s.n ? at : s.n;
}
