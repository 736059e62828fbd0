/* Element names as small integers, and what the HTML Standard says of each. */
#ifndef HTML_TAG_H
#define HTML_TAG_H

#include "base/str.h"

enum html_tag {
    HTML_TAG_OTHER, /* any name that tags.def does not list, and every foreign element */
#define TAG(identifier, name, traits) HTML_TAG_##identifier,
#include "html/tags.def"
#undef TAG
    HTML_TAGS
};

enum html_trait {
    HTML_SPECIAL = 1 << 0,      /* 13.2.4.2 */
    HTML_FORMATTING = 1 << 1,   /* 13.2.4.2 */
    HTML_VOID = 1 << 2,         /* has no end tag, nothing below */
    HTML_IMPLIED_END = 1 << 3,  /* 13.2.6.3: its end tag may be implied */
    HTML_THOROUGH_END = 1 << 4, /* the same, "thoroughly" */
    HTML_SCOPE = 1 << 5,        /* 13.2.4.2: ends the search in scope */
    HTML_LIST_SCOPE = 1 << 6,
    HTML_BUTTON_SCOPE = 1 << 7,
    HTML_TABLE_SCOPE = 1 << 8,
    HTML_HEADING = 1 << 9,
    HTML_RAW = 1 << 10,       /* its text is serialised without escapes */
    HTML_TEXT_ONLY = 1 << 11, /* its content is text, up to its end tag */
    HTML_BREAKOUT = 1 << 12,  /* 13.2.6.5: its start tag ends foreign content */
};

/* By lower-case name; HTML_TAG_OTHER when it is not known. */
enum html_tag html_tag_find(struct str name);
/* The same for a caller that has hashed the name already, byte by byte from 0. */
static inline uint32_t html_tag_hash(uint32_t hash, unsigned char byte) {
    return hash * 33 + byte;
}
enum html_tag html_tag_lookup(struct str name, uint32_t hash);
/* Static. The name of HTML_TAG_OTHER is absent. */
struct str html_tag_name(enum html_tag tag);
/* Bits of enum html_trait. */
extern const uint16_t html_tag_traits[HTML_TAGS];

#endif
