/* The words of an edition's own texts, counted for a background (text/background.h) that knows how
 * common they are where the edition looks.
 *
 * A text is what the index reads of an article: its title, the first bytes of its text or the
 * excerpt, by the same stems. Only articles that founded their stories are to be given: what forty
 * outlets say of one event is one event, and a word of it no everyday word for that. Of a day so
 * many texts count, of so many days before the one that comes: so a busy edition's words cost no
 * more than a small one's, and are not yesterday's alone. */
#ifndef STORY_TALLY_H
#define STORY_TALLY_H

#include "base/buf.h"
#include "story/story.h"

enum {
    STORY_TALLY_DAYS = 28,
    STORY_TALLY_A_DAY = 100,  /* texts of one day */
    STORY_TALLY_LEAST = 50,   /* texts of a language from which it has a background */
    STORY_TALLY_NEWS = 20,    /* texts since the last cut without which there is no other */
    STORY_TALLY_WORDS = 3000, /* of one language that a background has, the commonest */
    STORY_TALLY_STANDS = 2,   /* texts in which a word must stand */
};

struct story_tally;

/* NULL without memory. */
struct story_tally *story_tally_open(void);
void story_tally_close(struct story_tally *tally);

/* A day (clock.h) has begun: those before it may be counted, as may itself, for days to come. What
 * is older than STORY_TALLY_DAYS is forgotten. */
void story_tally_begin(struct story_tally *tally, int64_t day);
/* Whether one more text of this day would count. */
bool story_tally_wants(const struct story_tally *tally, int64_t day);
/* Counts an article of a day; one that is not wanted is passed over. */
enum status story_tally_add(struct story_tally *tally, const struct story_document *document,
                            int64_t day, struct error *error);
/* The same of the article that the index read last. */
enum status story_tally_add_last(struct story_tally *tally, const struct story_index *index,
                                 const struct story_document *document, int64_t day,
                                 struct error *error);

/* Appends a background's file, of the days before the one that began. Nothing when no language has
 * enough texts, or when almost none came on `last` or later, the day of the last cut (INT64_MIN:
 * there was none): that would change little. The same texts in any order give the same bytes. */
enum status story_tally_cut(const struct story_tally *tally, int64_t last, struct buf *out,
                            struct error *error);

#endif
