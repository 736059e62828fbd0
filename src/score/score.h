/* Quality and heat as sums of named parts (spec/scoring.md): every score explains itself. */
#ifndef SCORE_SCORE_H
#define SCORE_SCORE_H

#include "base/arena.h"
#include "base/json.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"
#include "topic/topic.h"

enum { SCORE_PARTS_MOST = 89 };

struct score_part {
    struct str name; /* "Computer Vision in the title", "picture", "long title" */
    int64_t points;  /* may be negative */
    struct str why;  /* a sentence's part for the reader; may be absent */
};

struct score {
    int64_t total;
    struct score_part *parts; /* in the arena; one of 0 points says what counts nothing; a sum below
                                 0 is lifted to 0 by a last part */
    size_t part_count;
};

/* Whether an article's text is its own, as far as that is known: one without a text is neither. */
enum score_voice { SCORE_VOICE_UNKNOWN, SCORE_ORIGINAL, SCORE_COPY };

/* What quality depends on. What is not known stays zero and earns and costs nothing. */
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
    struct str provider_domain;
    int64_t tier;    /* of the provider's file; 0: none */
    struct str text; /* the main text */
    enum score_voice voice;
    bool first; /* nobody told its story before */
    struct str byline;
    bool timed;            /* its outlet said when it appeared */
    int64_t claimed, seen; /* that time, and when it was found; seconds */
};

/* Whether the edition's points ask for the article's text, and whether for `first`: finding these
 * costs something. */
bool score_wants_text(const struct edition *edition);
bool score_wants_first(const struct edition *edition);

enum status score_quality(struct arena *arena, const struct edition *edition,
                          const struct score_input *input, struct score *score,
                          struct error *error);

/* What the heat of a lead depends on. */
struct score_coverage {
    int64_t quality;   /* the lead's */
    size_t voices;     /* other owners of related articles, with a text of their own */
    size_t copies;     /* those who only repeat a text */
    int64_t clicks;    /* of the current and the previous UTC days that heat.clickDays counts */
    size_t same_owner; /* related articles of owners who are counted already, or of the lead's */
};

enum status score_heat(struct arena *arena, const struct edition *edition,
                       const struct score_coverage *coverage, struct score *score,
                       struct error *error);
enum { SCORE_FOLLOWER = -1 }; /* the heat of every follower */
/* Whether a story with this heat is shown. */
bool score_published(const struct edition *edition, int64_t heat);

/* "29 = Computer Vision in the title 17 + AI 2 + picture 20 - long title 10". */
void score_sentence(const struct score *score, struct buf *out);
/* What parts two scores of one thing differ in: "known provider 40 → 20, depth 0 → 15"; nothing
 * when they are the same. */
void score_difference(const struct score *before, const struct score *after, struct buf *out);
/* As {"total":29,"parts":[{"name","points","why"}…]} and back. What is read lies in the arena and
 * borrows nothing of the text. */
void score_write(const struct score *score, struct json *json);
/* The array of the parts alone, as `score explain` writes it. */
void score_write_parts(const struct score *score, struct json *json);
enum status score_read(struct arena *arena, struct str text, struct score *score,
                       struct error *error);

#endif
