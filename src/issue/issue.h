/* An issue of the newsletter, from its draft to the archive.
 *
 * It has one form on disk, YAML: that of the draft, which an editor changes by hand or by commands,
 * is also that of the fact by which it leaves the house. So what was read is what was sent. All
 * texts are plain, of one line but for the introduction; none of them is trusted as a header or as
 * HTML by whoever renders it. */
#ifndef ISSUE_ISSUE_H
#define ISSUE_ISSUE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/str.h"
#include "edition/edition.h"

enum {
    ISSUE_BYTES_MOST = 512 * 1024, /* of its file */
    ISSUE_STORIES_MOST = 50,
    ISSUE_OUTLETS_MOST = 3,     /* that are named besides the story's own */
    ISSUE_SENTENCE_MOST = 200,  /* characters under a headline */
    ISSUE_SUBJECT_MOST = 120,   /* characters; what is shown of it ends at about 70 */
    ISSUE_PREHEADER_LEAST = 40, /* characters that show beside the subject in a list of letters */
    ISSUE_PREHEADER_MOST = 90,
    ISSUE_ID_MOST = 120, /* bytes */
};

enum issue_state {
    ISSUE_DRAFT,    /* waits for an editor */
    ISSUE_APPROVED, /* leaves the house when its time comes */
};

struct issue_story {
    struct str story;    /* id; absent for an item that an editor wrote */
    struct str article;  /* id of the one that leads it; absent */
    struct str topic;    /* its name, above the headline; absent */
    struct str headline; /* never empty */
    struct str sentence; /* at most ISSUE_SENTENCE_MOST characters; absent */
    struct str line;     /* the editor's own, under it; absent */
    struct str url;      /* http(s): the article; absent */
    struct str page;     /* http(s): the story's page on the site; absent */
    struct str provider; /* whose article it is */
    struct str language; /* of its article, where it is not the edition's; absent */
    struct str picture;  /* path below public/ of a JPEG, PNG or GIF; absent */
    int64_t picture_width, picture_height; /* its pixels; 0: unknown */
    struct str picture_credit;             /* whom to thank; absent */
    int64_t published;                     /* TIME_NONE: unknown */
    int64_t outlets; /* different ones that have it, its own included; at least 1 */
    struct str others[ISSUE_OUTLETS_MOST]; /* the names of some of the others, best first */
    size_t other_count;
};

struct issue {
    struct str id;   /* issue_id: its file's name, its address, its record's name */
    struct str list; /* id of its list */
    enum issue_state state;
    int64_t since;                 /* what was published from here on … */
    int64_t at;                    /* … until here; ages are as at this time */
    int64_t send;                  /* not before this */
    struct str subject, preheader; /* absent: they follow from the stories */
    struct str introduction;       /* paragraphs parted by empty lines; absent */
    struct issue_story *stories;
    size_t count;
};

/* "ai-every-day-2026-11-22" for the edition's first list, "ai-every-day-week-2026-11-22" for
 * another; the day is the local one. Absent when the arena is full. */
struct str issue_id(struct arena *arena, const struct edition *edition,
                    const struct edition_list *list, int64_t local_day);
/* Whether it reads like one: a-z, 0-9, '-', ending in a date. */
bool issue_id_valid(struct str id);
/* The date at its end, "2026-11-22". */
struct str issue_date(struct str id);
/* The list of an issue; NULL when the edition has no such list any more. */
const struct edition_list *issue_list(const struct edition *edition, struct str id);
/* Whether ids that are parted by spaces, as subscribers have them, hold this one. */
bool issue_lists_hold(struct str ids, struct str id);
/* Whether letters and pages may lead there: http or https, and nothing in it that ends an address.
 */
bool issue_link_valid(struct str url);
/* "AI, Every Day (2026-11-22)"; with the list's topic where it has one: "AI, Every Day: Robotics
 * (…)". */
struct str issue_title(struct arena *arena, const struct edition *edition,
                       const struct issue *issue);
/* The three top headlines, joined by " / ". */
struct str issue_excerpt(struct arena *arena, const struct issue *issue);
/* Its own subject, or the first headline. */
struct str issue_subject(struct arena *arena, const struct issue *issue);
/* Its own preheader, or the headlines behind the first, filled up to the least or cut at the most.
 */
struct str issue_preheader(struct arena *arena, const struct edition *edition,
                           const struct issue *issue);

/* Reads a draft, or the text of a fact. INVALID and LIMIT carry line and column and say what was
 * expected. An issue without stories is INVALID. Texts are cleaned (utf8_clean); all lies in the
 * arena. */
enum status issue_read(struct arena *arena, struct str bytes, struct issue *issue,
                       struct error *error);
/* Appends it as issue_read reads it; with `hints`, comments tell an editor what may be changed. */
void issue_write(const struct issue *issue, bool hints, struct buf *out);

#endif
