#include "html/tag.h"

#include "html/tag_table.h"

_Static_assert(HTML_TAGS <= 256, "tags are kept in a byte");

static const struct str names[HTML_TAGS] = {
    STR_INIT(""),
#define TAG(identifier, name, traits) STR_INIT(name),
#include "html/tags.def"
#undef TAG
};

enum {
    SPECIAL = HTML_SPECIAL,
    FORMATTING = HTML_FORMATTING,
    VOID = HTML_VOID,
    ANY_END = HTML_IMPLIED_END | HTML_THOROUGH_END,
    THOROUGH_END = HTML_THOROUGH_END,
    ANY_SCOPE = HTML_SCOPE | HTML_LIST_SCOPE | HTML_BUTTON_SCOPE,
    LIST_SCOPE = HTML_LIST_SCOPE,
    BUTTON_SCOPE = HTML_BUTTON_SCOPE,
    TABLE_SCOPE = HTML_TABLE_SCOPE,
    HEADING = HTML_HEADING,
    RAW = HTML_RAW,
    TEXT_ONLY = HTML_TEXT_ONLY,
    BREAKOUT = HTML_BREAKOUT,
};

const uint16_t html_tag_traits[HTML_TAGS] = {
    0,
#define TAG(identifier, name, traits) traits,
#include "html/tags.def"
#undef TAG
};

enum html_tag html_tag_lookup(struct str name, uint32_t hash) {
    for (size_t at = (hash ^ hash >> 9) % HTML_TAG_SLOTS;; at = (at + 1) % HTML_TAG_SLOTS) {
        enum html_tag tag = html_tag_slots[at];
        if (tag == HTML_TAG_OTHER ||
            (names[tag].n == name.n && memcmp(names[tag].p, name.p, name.n) == 0))
            return tag;
    }
}

enum html_tag html_tag_find(struct str name) {
    uint32_t hash = 0;
    for (size_t i = 0; i < name.n; i++)
        hash = html_tag_hash(hash, (unsigned char)name.p[i]);
    return html_tag_lookup(name, hash);
}

struct str html_tag_name(enum html_tag tag) {
    return tag == HTML_TAG_OTHER ? STR_NONE : names[tag];
}
