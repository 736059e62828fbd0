/* The parts of the reader (for this room). */
#ifndef XML_INSIDE_H
#define XML_INSIDE_H

#include "xml/xml.h"

enum {
    XML_VALUE_MOST = 64 * 1024,
    XML_ENTITY_MOST = 1024,
    XML_EXPANSION_MOST = 1024 * 1024, /* bytes that internal entities may add to a document */
};

enum xml_where { XML_IN_TEXT, XML_IN_VALUE, XML_IN_CDATA };

/* Notes that the XML is not well-formed at `at`. `problem` is static. */
static inline void xml_repair(struct xml_reader *reader, size_t at, const char *problem) {
    if (reader->repairs++ == 0) {
        reader->first_repair = at;
        reader->first_problem = problem;
    }
}

bool xml_is_name_start(char c);
/* Where the name ends that begins at `at`. */
size_t xml_name_end(struct str s, size_t at);

static inline size_t xml_skip_space(struct str s, size_t at) {
    while (at < s.n && ascii_is_space(s.p[at]))
        at++;
    return at;
}

/* `raw`, a part of the reader's text, as characters: itself where nothing has to change (*lasting),
 * else in reader->text. */
struct str xml_characters(struct xml_reader *reader, struct str raw, enum xml_where where,
                          bool *lasting);

/* "<!DOCTYPE" stands at reader->at: past it, its plain entities remembered. */
void xml_read_doctype(struct xml_reader *reader);

#endif
