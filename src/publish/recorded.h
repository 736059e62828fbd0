/* Records that came as records, inside the room: they keep their bytes until a rescore touches
 * their figures (spec/record-format.md, 5). */
#ifndef PUBLISH_RECORDED_H
#define PUBLISH_RECORDED_H

#include "publish/paper.h"

/* The bytes of the record that was imported at `path`, in `arena`; absent when none was. With a
 * `row` (its article's; NULL for a further file) the figures that a rescore changed since are in
 * them, its own and those of related articles; texts, payload and unknown keys stay as they came.
 */
enum status recorded_bytes(struct paper *paper, struct arena *arena, struct str path,
                           const struct store_article *row, struct str *bytes, struct error *error);

#endif
