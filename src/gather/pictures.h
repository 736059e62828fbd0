/* The inside of making copies of pictures (for pictures.c and its parts). */
#ifndef GATHER_PICTURES_H
#define GATHER_PICTURES_H

#include "article/article.h"
#include "base/map.h"
#include "files/tree.h"
#include "gather/gather.h"
#include "image/image.h"

enum {
    PICTURES_NEWEST = 256,    /* stories that are looked at, beside those of the front */
    PICTURES_ROUND_MOST = 64, /* pictures that are fetched in a round, */
    PICTURES_MS = 10000,      /* and for how long */
    PICTURES_DOUBT_MS = 2000, /* for those that failed before */
    PICTURES_RETRY = 3600,    /* until it is tried again; twice as long each time, */
    PICTURES_TRIES_MOST = 10, /* up to so many times */
    PICTURES_SHOWN = 3600,    /* how exactly is noted when one was last shown */
};

/* What is noted of a picture: working state, without which it is fetched again. */
struct picture_note {
    int64_t shown;              /* when it last was among those that are looked at */
    int64_t failures, due;      /* in a row; when to try again */
    int64_t bytes;              /* of its copies */
    struct article_image image; /* the copies and the picture's own size; no copies: failed */
    struct str *articles;       /* ids of those that have it */
    size_t article_count;
};

/* An all zero note where there is none, or it does not read. */
enum status picture_note_read(struct arena *arena, struct str text, struct picture_note *note,
                              struct error *error);
/* Absent without memory. */
struct str picture_note_write(struct arena *arena, const struct picture_note *note);
/* Adds an article to the note, once. */
enum status picture_note_add(struct arena *arena, struct picture_note *note, struct str article,
                             struct error *error);

/* A picture that a page shows, or could show. */
struct wanted {
    struct picturing *round;
    struct str article;         /* id */
    struct article_image image; /* as the article has it */
    struct str key;             /* of its note */
    struct picture_note note;
    size_t same; /* the item before it with the same picture, or its own place */
    bool asked;  /* it may be fetched from the web */
    bool changed;
};

struct picturing {
    struct gatherer *gatherer;
    struct arena arena;
    struct tree *held; /* state/pictures/ */
    struct facts facts;
    struct fetcher *fetcher;
    struct map keys, articles; /* of the items */
    struct wanted *items;
    size_t count, capacity;
    int64_t widths[IMAGE_WIDTHS_MOST];
    size_t width_count;
    bool without; /* there is nothing that could make copies */
    enum status status;
    struct error error;
};

/* pictures_held.c: forgets copies of which state/pictures/ has not all, as after a rebuild. */
enum status pictures_look(struct picturing *round, struct article_image *image,
                          struct error *error);
/* Makes copies of these bytes, keeps them and notes them; that none can be made is noted, too. */
enum status pictures_take(struct picturing *round, struct wanted *item, struct str bytes,
                          struct error *error);
void pictures_fail(struct picturing *round, struct wanted *item, struct str why);
/* Where all copies take too much, those shown longest ago are given up: facts are added, then, once
 * those are committed, the files go. */
enum status pictures_limit(struct picturing *round, struct error *error);

#endif
