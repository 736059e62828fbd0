/* Which element means what: one table for all formats, read by namespace, name and place. */
#ifndef FEED_NAMES_H
#define FEED_NAMES_H

#include "base/str.h"

/* Vocabularies, by what they mean, not by which of their addresses or prefixes was used. */
enum feed_space {
    SPACE_RSS, /* no namespace, and all of RSS's own */
    SPACE_ATOM,
    SPACE_DC,
    SPACE_CONTENT,
    SPACE_MEDIA,
    SPACE_ITUNES,
    SPACE_FEEDBURNER,
    SPACE_YOUTUBE,
    SPACE_SYNDICATION,
    SPACE_XHTML,
    SPACE_RDF,
    SPACE_XML,
    SPACE_OTHER,
};

/* Where an element stands. */
enum feed_place {
    PLACE_FEED = 1,
    PLACE_ENTRY = 2,
    PLACE_PERSON = 4,
    PLACE_IMAGE = 8,
    PLACE_SOURCE = 16,
    PLACE_ELSEWHERE = 32,
};

enum feed_field {
    FIELD_NONE,
    /* containers */
    FIELD_ROOT,
    FIELD_CHANNEL,
    FIELD_ENTRY,
    FIELD_PERSON,
    FIELD_IMAGE,
    FIELD_SOURCE,
    FIELD_GROUP, /* its children count as its parent's */
    /* texts */
    FIELD_TITLE,
    FIELD_LINK,
    FIELD_ID,
    FIELD_SUMMARY,
    FIELD_CONTENT,
    FIELD_PUBLISHED,
    FIELD_UPDATED,
    FIELD_AUTHOR,
    FIELD_NAME,
    FIELD_EMAIL,
    FIELD_CATEGORY,
    FIELD_LANGUAGE,
    FIELD_RIGHTS,
    FIELD_GENERATOR,
    FIELD_TTL,
    FIELD_PERIOD,
    FIELD_FREQUENCY,
    FIELD_HOUR,
    FIELD_DAY,
    FIELD_IMAGE_URL,
    FIELD_VIDEO_ID,
    FIELD_COUNT,
    /* told by attributes alone */
    FIELD_ATOM_LINK = FIELD_COUNT,
    FIELD_ENCLOSURE,
    FIELD_MEDIA_CONTENT,
    FIELD_MEDIA_THUMBNAIL,
    FIELD_MEDIA_PLAYER,
    FIELD_IMAGE_HREF,
    FIELD_ATOM_CATEGORY,
    FIELD_TEXT_CATEGORY,
};

enum feed_reading {
    READ_PLAIN, /* characters */
    READ_HTML,  /* HTML as characters, or markup right there */
    READ_ATOM,  /* as the attributes type and mode say */
};

struct feed_name {
    enum feed_space space;
    const char *name; /* lower case */
    unsigned places;
    enum feed_field field;
    int rank; /* of several with one field the lowest wins, then the first */
    enum feed_reading reading;
};

/* The vocabulary of a namespace address, or of a prefix where no address was declared. Either may
 * be absent. */
enum feed_space feed_space_find(struct str address, struct str prefix);

/* What was looked up lately: the few names of a feed come again in each entry. Zeroed at first. A
 * name has its place among two, the newer first. */
enum { FEED_NAMES_KEPT = 64, FEED_NAME_MOST = 24 };
struct feed_name_kept {
    char name[FEED_NAME_MOST];
    uint8_t length; /* 0: nothing is kept here */
    uint8_t space, place;
    const struct feed_name *found;
};
struct feed_names {
    struct feed_name_kept kept[FEED_NAMES_KEPT];
};

/* feed_name_find with a memory. */
const struct feed_name *feed_names_find(struct feed_names *known, enum feed_space space,
                                        struct str name, unsigned place);

/* What `name` (any case) means in `place`; NULL when nothing. Static. */
const struct feed_name *feed_name_find(enum feed_space space, struct str name, unsigned place);

#endif
