/* Quality and heat as sums of named parts (spec/scoring.md): every score explains itself. */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"
#include "topic/topic.h"

enum { SCORE_PARTS_MOST = 80 };

struct score_part {
    struct str name; /* "Computer Vision in the title", "picture", "long title" */
    int64_t points;  /* may be negative */
    struct str why;  /* a sentence's part for the reader; may be absent */
};

struct score {
    int64_t total;
    struct score_part *parts; /* in the arena; none has 0 points, but a sum below 0 is lifted to 0
                                 by a last part */
    size_t part_count;
};

/* What quality depends on. */
struct score_input {
    struct str title;
    const struct topic_assignment *topics;
    size_t topic_count;
    bool picture;
    bool known;    /* its provider has a file */
    bool official; /* from an official source or domain: official points instead of known */
    bool amp;
    bool video;
    struct str provider_name;
};

enum status score_quality(struct arena *arena, const struct edition *edition,
                          const struct score_input *input, struct score *score,
                          struct error *error);

/* What the heat of a lead depends on. */
struct score_coverage {
    int64_t quality; /* the lead's */
    size_t voices;   /* related articles that repeat nobody's text, the lead aside */
    size_t copies;   /* related articles that do */
    int64_t clicks;  /* of the current and the previous UTC days that heat.clickDays counts */
};

enum status score_heat(struct arena *arena, const struct edition *edition,
                       const struct score_coverage *coverage, struct score *score,
                       struct error *error);
enum { SCORE_FOLLOWER = -1 }; /* the heat of every follower */
/* Whether a story with this heat is shown. */
bool score_published(const struct edition *edition, int64_t heat);

/* "29 = Computer Vision in the title 17 + AI 2 + picture 20 - long title 10". */
void score_sentence(const struct score *score, struct buf *out);
/* As {"total":29,"parts":[{"name","points","why"}…]} and back. What is read lies in the arena and
 * borrows nothing of the text. */
void score_write(const struct score *score, struct json *json);
/* The array of the parts alone, as `score explain` writes it. */
void score_write_parts(const struct score *score, struct json *json);
enum status score_read(struct arena *arena, struct str text, struct score *score,
                       struct error *error);

#endif
