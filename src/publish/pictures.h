/* Pictures, inside the room. The copies that an article's picture has (article/image.h) go from
 * state/pictures/ to public/pictures/<first two>/<name>. One without copies, as there was nothing
 * to make them: what is held of it (inbox/pictures/<sha256 of its address>) goes there as it is,
 * under that hash with its type's ending; JPEG, PNG, GIF and WebP only, by their first bytes
 * (attacks.md I07). Nothing is decoded here. */
#ifndef PUBLISH_PICTURES_H
#define PUBLISH_PICTURES_H

#include "publish/paper.h"

/* *path, below public/, in `arena`; absent when no copy is held or it may not be shown. */
enum status pictures_show(struct paper *paper, struct arena *arena, struct str address,
                          struct str *path, struct error *error);
/* The first picture of the article that can be shown: of its copies the largest JPEG. */
enum status pictures_of(struct paper *paper, struct arena *arena, const struct article *article,
                        struct str *path, struct error *error);

/* The picture of an article as letters can show it: of our own site, and no WebP. */
struct pictures_lettered {
    struct str path;       /* below public/, in the arena; absent: there is none */
    int64_t width, height; /* pixels */
    struct str credit;     /* whom to thank, where the outlet's file says that; absent */
};
/* Of its copies the largest JPEG, else what is held of it where that is small enough for a letter.
 * Nothing is written: the story's page shows the same file. */
enum status pictures_for_letter(const struct paper *paper, struct arena *arena,
                                const struct article *article, struct pictures_lettered *found,
                                struct error *error);

/* Which story shows which picture is kept in KEYS_PICTURE (its files, parted by spaces), so that a
 * picture that nobody shows any more is known; beside that, what held.h says. */

/* Notes the picture of a story, found by pictures_of at `path`; absent for none, whose `article`
 * may be NULL. When everything is published, those of all. */
enum status pictures_note(struct paper *paper, struct str story, const struct article *article,
                          struct str path, struct error *error);
/* Notes any key of KEYS_PICTURE: an absent value takes it away. */
enum status pictures_note_key(struct paper *paper, struct str key, struct str value,
                              struct error *error);
/* Removes the pictures that stories showed and, by what was noted, none does now. */
enum status pictures_renew(struct paper *paper, struct error *error);
/* Keeps what was noted, within a transaction. */
enum status pictures_keep(struct paper *paper, struct error *error);
/* Puts the story's picture into `map`, as docs/templates.md says: what pictures_of found at `path`,
 * else one that readers load from the outlet, where the edition lets them, else its topic's.
 * Nothing when there is none. */
void pictures_put(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                  struct str path, struct template_value *map);

#endif
