/* What is to be published again, inside the room: found from what the store says was touched since
 * the last publishing, and from what names a story without being touched itself. */
#ifndef PUBLISH_CHANGES_H
#define PUBLISH_CHANGES_H

#include "publish/paper.h"

enum { CHANGES_MOST = 4000 }; /* touches behind which everything is published again */

struct changed_story {
    struct str id;
    bool page_only; /* nothing but its page, or the one that leads from it to another's */
};

/* Where a lead that is or was shown stood in a list, and stands. */
struct move {
    bool was, is;
    int64_t before, after; /* times published */
};

struct changed_list {
    struct move *moves;
    size_t count, capacity;
};

struct changes {
    struct arena arena;
    struct map known; /* id → index into `stories` */
    struct changed_story *stories;
    size_t story_count, story_capacity;
    struct str *lone; /* articles without a story */
    size_t lone_count, lone_capacity;
    struct str *providers; /* that had an article which was touched */
    size_t provider_count, provider_capacity;
    struct changed_list *lists; /* as paper_list counts them */
    bool issues;                /* of the newsletter */
    bool any;                   /* something was touched, or looks for another picture */
    bool many; /* more than CHANGES_MOST, or more than theirs is other than it was: all is due */
};

/* Whether the lead stands where it stood. */
bool changes_stayed(const struct move *move);
/* Notes which pictures are held now. changes_release is due in any case. */
enum status changes_find(struct paper *paper, struct changes *changes, struct error *error);
void changes_release(struct changes *changes);

#endif
