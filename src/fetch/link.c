/* Values of header fields that have parts, and Link (RFC 8288). */
#include "fetch/fetch_inside.h"

bool fetch_part_is(struct str part, struct str name, struct str *value) {
    size_t equals = str_find_byte(part, '=');
    *value = equals == SIZE_MAX ? STR_NONE : str_trim(str_skip(part, equals + 1));
    if (value->n >= 2 && value->p[0] == '"' && value->p[value->n - 1] == '"')
        *value = str_of(value->p + 1, value->n - 2);
    return str_eq_case(str_trim(str_take(part, equals == SIZE_MAX ? part.n : equals)), name);
}

bool fetch_next_part(struct str *rest, char separator, struct str *part) {
    bool quoted = false;
    size_t n = 0;
    if (rest->n == 0)
        return false;
    while (n < rest->n && (quoted || rest->p[n] != separator)) {
        if (quoted && rest->p[n] == '\\')
            n++;
        else if (rest->p[n] == '"')
            quoted = !quoted;
        n++;
    }
    *part = str_trim(str_take(*rest, n));
    *rest = str_skip(*rest, n + 1);
    return true;
}

/* Whether the parameters behind a link's target give it the relation, as seen from the answer. */
static bool relates(struct str parameters, struct str relation) {
    struct str part, value, word, relations = STR_NONE;
    while (fetch_next_part(&parameters, ';', &part)) {
        if (fetch_part_is(part, STR("anchor"), &value))
            return false;
        if (fetch_part_is(part, STR("rel"), &value) && str_absent(relations))
            relations = value;
    }
    while (str_next(&relations, ' ', &word))
        if (str_eq_case(word, relation))
            return true;
    return false;
}

struct str fetch_link(struct str value, struct str relation) {
    struct str parameters;
    for (;;) {
        while (value.n > 0 && (ascii_is_space(value.p[0]) || value.p[0] == ','))
            value = str_skip(value, 1);
        size_t end = str_find_byte(value, '>');
        if (value.n == 0 || value.p[0] != '<' || end == SIZE_MAX)
            return STR_NONE;
        struct str target = str_trim(str_of(value.p + 1, end - 1));
        value = str_skip(value, end + 1);
        if (fetch_next_part(&value, ',', &parameters) && relates(parameters, relation))
            return target;
    }
}
