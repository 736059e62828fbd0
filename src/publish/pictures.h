/* Pictures, inside the room: a held copy (inbox/pictures/<sha256 of its address>) goes to
 * public/pictures/<first two>/<sha256>.<its type's ending>. Nothing is decoded; JPEG, PNG, GIF and
 * WebP only, by their first bytes (attacks.md I07). */
#ifndef PUBLISH_PICTURES_H
#define PUBLISH_PICTURES_H

#include "publish/paper.h"

/* *path, below public/, in `arena`; absent when no copy is held or it may not be shown. */
enum status pictures_show(struct paper *paper, struct arena *arena, struct str address,
                          struct str *path, struct error *error);
/* The first picture of the article that can be shown. */
enum status pictures_of(struct paper *paper, struct arena *arena, const struct article *article,
                        struct str *path, struct error *error);

/* Which story shows which picture is kept in KEYS_PICTURE, so that a picture that nobody shows any
 * more is known. */

/* Notes the picture of a story; absent for none. When everything is published, those of all. */
enum status pictures_note(struct paper *paper, struct str story, struct str path,
                          struct error *error);
/* Removes the pictures that stories showed and, by what was noted, none does now. */
enum status pictures_renew(struct paper *paper, struct error *error);
/* Keeps what was noted, within a transaction. */
enum status pictures_keep(struct paper *paper, struct error *error);

#endif
