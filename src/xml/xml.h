/* XML as it is found: a pull reader that makes well-formed events of any text, in one linear pass.
 *
 *     struct xml_reader *reader = arena_new(arena, struct xml_reader);
 *     xml_begin(reader, text, &habits);
 *     struct xml_event event;
 *     while (xml_next(reader, &event)) …
 *     status = xml_end(reader, &error);
 *
 * Every XML_START has its XML_END; what was left open is closed where it belongs, an end tag that
 * closes nothing is passed over, and so on: `repairs` counts the places that were not XML.
 * Comments, processing instructions and the declaration give no events; of a DOCTYPE only plain
 * internal entities are remembered (at most 64 of 1 KiB, whose value holds no reference; 1 MiB in
 * all), so that no external thing is ever read and nothing multiplies (attacks.md E03-E11). HTML's
 * names of characters are known without any DTD. Characters that XML does not allow are left out;
 * C1 controls are read as windows-1252, as HTML does.
 *
 * Caps: an element deeper than XML_DEPTH_MOST is left out, its text counts as its parent's;
 * attributes behind the XML_ATTRIBUTES_MOST-th are dropped; names are at most 128 bytes, values
 * 64 KiB, namespaces in force 64. */
#ifndef XML_XML_H
#define XML_XML_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/status.h"
#include "base/str.h"

enum {
    XML_DEPTH_MOST = 256,
    XML_ATTRIBUTES_MOST = 256,
    XML_NAMESPACES_MOST = 64,
    XML_ENTITIES_MOST = 64,
};

enum xml_kind {
    XML_START,
    XML_END,
    XML_TEXT,
    XML_CDATA, /* text from a character data section */
};

struct xml_attribute {
    struct str prefix; /* empty: none */
    struct str name;   /* behind the prefix */
    struct str value;  /* line ends and tabs as spaces, then references decoded; never absent */
};

struct xml_event {
    enum xml_kind kind;
    struct str prefix, name; /* XML_START, XML_END: of the element, as found */
    unsigned space;          /* XML_START: what habits.space_of says of its namespace */
    struct str text;         /* XML_TEXT, XML_CDATA: never empty */
    bool lasting; /* `text` is a view of the parsed text, not only until the next event */
    const struct xml_attribute *attributes; /* XML_START: in order, without xmlns; until the next */
    size_t attribute_count;
};

/* What a vocabulary adds to XML. */
struct xml_habits {
    /* What the namespace `address` means, bound to `prefix` (empty: the default one). Also asked
     * for prefixes that nothing declares, with the absent address. NULL: 0 for all. */
    unsigned (*space_of)(struct str address, struct str prefix);
    /* Elements that never lie in one of their own name: one that begins in another ends it. */
    const struct str *flat;
    size_t flat_count;
};

struct xml_open {
    struct str name;   /* with its prefix */
    struct str prefix; /* absent: none */
    size_t namespaces; /* that it declares */
};

struct xml_namespace {
    struct str prefix;
    unsigned space;
};

struct xml_entity {
    struct str name, value;
};

/* About 25 KiB; the fields below `doctype` are the reader's own. */
struct xml_reader {
    size_t repairs;
    size_t first_repair;       /* its offset */
    const char *first_problem; /* what was wrong there; static; NULL: nothing */
    struct str root;           /* the root element's name as found; absent before there is one */
    struct str doctype;        /* the name behind <!DOCTYPE */
    size_t at;                 /* offset in the text behind the last event */
    size_t start;              /* where the last start tag begins */

    struct str s;
    struct xml_habits habits;
    unsigned no_space;
    struct buf text;     /* a decoded text */
    struct arena values; /* decoded attributes of one tag */
    bool values_used;
    struct xml_open open[XML_DEPTH_MOST];
    size_t depth, closing; /* elements down to `closing` are to be ended first */
    size_t omitted;        /* start tags left out whose end tags are still to come */
    struct xml_namespace namespaces[XML_NAMESPACES_MOST];
    size_t namespace_count;
    struct xml_attribute attributes[XML_ATTRIBUTES_MOST];
    struct xml_entity entities[XML_ENTITIES_MOST];
    size_t entity_count, expanded;
    bool over; /* the root element is closed */
    bool no_comment_end, no_instruction_end;
};

/* Borrows `text` (UTF-8) and what `habits` points to until xml_end. */
void xml_begin(struct xml_reader *reader, struct str text, const struct xml_habits *habits);
/* False at the end: of the root element, of the text, or of memory. */
bool xml_next(struct xml_reader *reader, struct xml_event *event);
/* Gives memory back. MEMORY when there was too little of it. */
enum status xml_end(struct xml_reader *reader, struct error *error);

/* The value of the attribute `name` (any case) without prefix; absent when there is none. */
struct str xml_attribute(const struct xml_event *event, struct str name);
/* The same with a prefix as found. */
struct str xml_attribute_prefixed(const struct xml_event *event, struct str prefix,
                                  struct str name);

#endif
