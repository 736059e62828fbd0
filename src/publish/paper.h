/* The paper, inside the room: the stories of an edition as all of its forms need them, read from
 * the store once. */
#ifndef PUBLISH_PAPER_H
#define PUBLISH_PAPER_H

#include "article/article.h"
#include "base/map.h"
#include "date/zone.h"
#include "files/tree.h"
#include "publish/known.h"
#include "publish/publish.h"
#include "score/score.h"
#include "template/template.h"
#include "words/words.h"
#include <pthread.h>

struct paper_member {
    const struct store_article *row;
    struct article article;
};

struct paper_story {
    char id[ID_LENGTH + 1];
    bool shown;
    bool repeat; /* its lead left the house before, as another story's: it is not announced */
    const struct store_article *lead; /* as the store has it; what is shown may begin otherwise */
    int64_t heat, changed;
    int64_t rising;   /* when its second-newest voice was published; TIME_NONE for one */
    struct str score; /* the heat with its parts, as JSON; absent when unknown */
    struct str slug;  /* absent before it has one */
    struct paper_member *members; /* the lead first; best first; those taken down last */
    size_t count;
    size_t visible; /* not taken down; pages show these */
    size_t outlets; /* different ones of these */
};

struct paper_entry;

struct paper {
    const struct publish_context *context;
    const struct edition *edition;
    const struct words *words;    /* of its locale */
    struct tree *records, *pages; /* no pages when only records are written */
    struct str records_folder;    /* where the tree of records lies */
    struct map topics;            /* id → index into edition.topics */
    struct map extra; /* article id → index into `paths`, of articles with several records */
    struct str (*paths)[2];
    size_t path_count, path_capacity;
    bool imported;      /* whether any record came as one */
    bool no_repeats;    /* no story is known to be one */
    struct zone zone;   /* of its days */
    int64_t rescored;   /* the last fact that scored all articles anew; 0: none */
    struct arena keep;  /* for the whole publishing */
    struct arena batch; /* the leads at hand */
    struct arena arena; /* the story at hand */
    bool narrow;        /* of the lists, only `list` is made */
    size_t list;
    bool remembers; /* entries that were read: entries.h */
    struct arena memory;
    struct map places; /* article id → index into `remembered` */
    struct paper_entry **remembered;
    size_t remembered_count, remembered_capacity;
    struct store_query query;
    struct paper_entry **leads;
    size_t lead_count, lead_next;
    bool last;                  /* there are no leads behind these */
    uint64_t read;              /* articles so far */
    struct store_key *pictured; /* story → its picture: pictures.h */
    size_t pictured_count, pictured_capacity;
    struct known known_keys[KNOWN_SPACES];
    pthread_mutex_t *showing; /* held while a picture is put into public/; NULL for one thread */
    struct publish_report *report;
};

/* Before a story's id: the key of KEYS_ANNOUNCED that says that it is a repeat. */
#define PAPER_AGAIN "again/"

/* `records` is the folder of the records when only they are wanted, else NULL: the edition's own
 * and its pages. */
enum status paper_open(struct paper *paper, const struct publish_context *context,
                       const char *records, struct publish_report *report, struct error *error);
/* For paper_get alone: no tree is opened, nothing can be written. */
enum status paper_open_reading(struct paper *paper, const struct publish_context *context,
                               struct error *error);
void paper_close(struct paper *paper);
/* The same paper for a further thread: with memory and a context of its own, and all else shared,
 * for reading, with `paper`, which stays. */
void paper_open_hand(struct paper *hand, const struct paper *paper,
                     const struct publish_context *context);
void paper_close_hand(struct paper *hand);

/* Reads which articles have several records: of all, or of one. */
enum status paper_all_paths(struct paper *paper, struct error *error);
enum status paper_paths_of(struct paper *paper, struct str id, struct error *error);

/* How many leads are read at once: of a whole list, of a part of one. */
enum { PAPER_MANY = 256, PAPER_FEW = 32 };

/* Begins to read: all stories, or those whose leads the query finds, newest first. */
void paper_read(struct paper *paper, const struct store_query *query, size_t at_once);
/* The next story, newest lead first, in paper->arena until the next call; *story is NULL behind the
 * last. */
enum status paper_next(struct paper *paper, struct paper_story **story, struct error *error);
/* Whether the next one is of another batch: what was given borrows from its own. */
bool paper_batch_ends(const struct paper *paper);
/* Lets go of the story at hand, whose arena somebody has taken over as it was. */
void paper_new_arena(struct paper *paper);
/* The stories with these leads, in `arena`; one whose lead is not there any more has no members. */
enum status paper_get(struct paper *paper, struct arena *arena, const struct str *leads,
                      size_t count, struct paper_story **stories, struct error *error);

/* The lead of a story, or the lead without a story that has this id; NULL when there is none. */
enum status paper_lead(const struct paper *paper, struct arena *arena, struct str story,
                       struct store_article **lead, struct error *error);

/* A member as it may be published: article_obey has been applied. */
enum status paper_member(const struct paper *paper, struct arena *arena,
                         const struct store_article *row, struct paper_member *member,
                         struct error *error);

/* Into edition.topics; SIZE_MAX when the taxonomy does not have it any more. */
size_t paper_topic(const struct paper *paper, struct str id);

/* The lists that a story with this lead stands in, as far as they are made: `*at` is 0 at first;
 * false behind the last. List 0 is the edition's, i + 1 that of topic i. */
bool paper_list(const struct paper *paper, const struct store_article *lead, size_t *at,
                size_t *list);

/* Where the web begins: http:// and https:// addresses only, else absent (attacks.md G16). */
struct str paper_link(struct str address);
/* The address that readers are sent to; absent when there is none. */
struct str paper_target(const struct article *article);
/* When a reader could last see a change of it. */
int64_t paper_changed(const struct article *article);
/* publish_story_address of the story. */
struct str paper_address(struct arena *arena, const struct paper_story *story);
/* "topic/<id>/" */
struct str paper_topic_address(struct arena *arena, const struct edition_topic *topic);
/* The day, in the edition's time zone, that a time is in; and where its page is: "2026/11/22/".
 * Days before PUBLISH_DAY_LEAST have no page. */
int64_t paper_day(const struct paper *paper, int64_t time);
struct str paper_day_address(struct arena *arena, int64_t day);
/* Who sponsors the front page, NULL when nobody does: on the day of the last tick or, in an edition
 * that was made again and had none since, the day that it was on before. */
enum status paper_sponsor(const struct paper *paper, struct arena *arena,
                          const struct edition_sponsorship **sponsorship,
                          const struct edition_message **message, int64_t *day,
                          struct error *error);
/* "provider/<domain>/"; absent for a domain that cannot be part of an address. */
struct str paper_provider_address(struct arena *arena, struct str domain);
/* A video's player as records and the API have it; absent for everything else. */
struct str paper_embed(struct arena *arena, const struct article *article);
/* The first logo of the outlet's file, its address made absolute; false when there is none. */
bool paper_logo(struct arena *arena, const struct edition *edition, struct str domain,
                struct edition_image *logo);

#endif
