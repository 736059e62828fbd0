/* The state of reading an XML feed, shared by its three parts: xml.c (structure), collect.c (texts)
 * and fields.c (what elements and attributes say). */
#ifndef FEED_READER_H
#define FEED_READER_H

#include "feed/build.h"
#include "xml/xml.h"

enum {
    FEED_FRAMES_MOST = XML_DEPTH_MOST + 2,
    FEED_PENDING_MOST = 128 * 1024 * 1024,
    FEED_COLLECTED_MOST = 4 * FEED_BYTES_MOST,
};

/* An open element. */
struct feed_frame {
    struct str base;
    enum feed_place place;
    enum feed_field field;
};

/* The text that is being collected. */
struct feed_collection {
    const struct feed_name *name; /* NULL: none */
    size_t depth;                 /* of its element */
    struct str base;
    struct str view; /* the text while it is one piece of the feed's own bytes */
    struct buf text; /* the text otherwise */
    bool html;       /* characters are HTML, to be taken as they are */
    bool markup;     /* inside are elements: characters are escaped */
    bool literal;    /* plain text for certain */
    bool base64;
};

struct feed_reader {
    struct feed_builder *builder;
    struct xml_reader xml;
    struct feed_names names;
    struct arena feed_arena, entry_arena;
    struct feed_raw feed, entry;
    struct feed_frame frames[FEED_FRAMES_MOST];
    size_t depth;
    size_t entry_depth; /* of the open entry's frame; 0: none is open */
    struct feed_collection collection;
    bool full;
    bool known_root;
    bool torn; /* the XML had to be mended: elements may stand where they do not belong */
    const char *format;
    struct str generator_tail; /* what the attributes of <generator> add to its text */
};

static inline struct feed_raw *feed_target(struct feed_reader *r) {
    return r->entry_depth > 0 ? &r->entry : &r->feed;
}
static inline struct arena *feed_pending(struct feed_reader *r) {
    return r->entry_depth > 0 ? &r->entry_arena : &r->feed_arena;
}
static inline struct feed_frame *feed_top(struct feed_reader *r) {
    return &r->frames[r->depth];
}

/* fields.c */

/* Takes `text` as the link of what is open, if it ranks better than the one there. */
void feed_offer_link(struct feed_reader *r, struct str text, int rank);
void feed_atom_link(struct feed_reader *r, const struct xml_event *tag);
/* Elements that say everything in their attributes. */
void feed_read_attributes(struct feed_reader *r, const struct feed_name *name,
                          const struct xml_event *tag);
void feed_note_generator(struct feed_reader *r, const struct xml_event *tag);
void feed_set_text(struct feed_reader *r, enum feed_field field, struct str text, int rank);
/* Files a text that was collected for `name`. */
void feed_keep(struct feed_reader *r, const struct feed_name *name, struct feed_value value);

/* collect.c */

/* Begins to collect the text of the element that was just opened. */
void feed_start_collecting(struct feed_reader *r, const struct feed_name *name,
                           const struct xml_event *tag);
/* Ends it and keeps what there is; nothing when none is being collected. */
void feed_finish_collecting(struct feed_reader *r);
/* What was collected so far. Borrowed until more is. */
struct str feed_collected(const struct feed_collection *collection);
/* Characters of the text; `lasting` as in xml.h. */
void feed_collect_text(struct feed_reader *r, struct str text, bool lasting);
/* An element inside the text. */
void feed_start_markup(struct feed_reader *r, const struct xml_event *tag);

#endif
