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

/* Of each byte, whether it may begin a name and stand in one, about (XML 1.0, 2.3). */
enum { XML_STARTS_NAME = 1, XML_IN_NAME = 2 };
extern const uint8_t xml_name_bytes[256];

static inline bool xml_is_name_start(char c) {
    return (xml_name_bytes[(unsigned char)c] & XML_STARTS_NAME) != 0;
}

/* Where the name ends that begins at `at`. */
static inline size_t xml_name_end(struct str s, size_t at) {
    while (at < s.n && (xml_name_bytes[(unsigned char)s.p[at]] & XML_IN_NAME) != 0)
        at++;
    return at;
}

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
