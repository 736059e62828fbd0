/* The private part of records, inside the room: sealed into each record as it is written, once the
 * edition has a key (spec/sealed-payload.md; docs/sealing.md says what lies where). */
#ifndef PUBLISH_SEALED_H
#define PUBLISH_SEALED_H

#include "publish/paper.h"

/* A record's file as it is to be published, but for its private part. */
struct sealed_file {
    struct str path;
    const struct store_article *row; /* of its article */
    bool further;                    /* another file shows the article */
    bool recorded;                   /* it came as a record, whose payload stays */
    struct str bytes;
};

/* Writes the file with what is private of it. A payload that stands there and that none of the keys
 * opens is carried along; the private part then lies in a file of its own, as it does beside each
 * record that came as one. Without a key nothing is sealed, and nothing is dropped either. */
enum status sealed_write(struct paper *paper, struct arena *arena, const struct sealed_file *file,
                         struct error *error);
/* Writes what belongs to no article; nothing without a key. */
enum status sealed_edition(struct paper *paper, struct error *error);

#endif
