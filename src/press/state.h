/* Inside the press: what its parts share. Not for other rooms. */
#ifndef PRESS_STATE_H
#define PRESS_STATE_H

#include "article/article.h"
#include "press/facts.h"
#include "press/find.h"
#include "press/press.h"
#include "score/score.h"
#include "story/json.h"
#include "story/settle.h"
#include "story/story.h"
#include "text/background.h"
#include "topic/topic.h"

struct press {
    struct store *store;
    const struct log *log;
    struct arena settings; /* the edition, and all that borrows from it */
    struct arena learned;  /* the model of its topics, where it wants one */
    struct arena counted;  /* the background that holds */
    struct text_background background;
    bool has_background;
    struct edition edition;
    struct topic_classifier *classifier;
    bool configured;
    bool overridden;    /* the edition is not that of the facts */
    press_watch *watch; /* may be NULL */
    void *watch_state;
    struct story_index *index; /* see press_need_index */
    int64_t index_from;        /* all that was published before this is forgotten */
    bool index_stale;          /* it is not what the store says, or not made yet */
    struct story_bonds bonds;  /* what editors said of pairs of articles */
    struct arena scratch;      /* cleared for each fact */
    int64_t number, at;        /* of the fact that is being folded */
    struct front_report front;
    struct press_report *report;
};

/* One kind of fact: takes its body, changes derived state within the open transaction. */
typedef enum status press_folder(struct press *press, const struct json_value *body,
                                 struct error *error);
press_folder fold_configured, fold_observed, fold_imported, fold_clicked, fold_tick, fold_rescored,
    fold_learned, fold_counted, fold_named, fold_fronted, fold_issued, fold_restored, fold_pictured;

/* Reads the edition whose packed form has this hash, and what is built from it. */
enum status press_configure(struct press *press, struct str hash, struct error *error);
/* The background that derived state names holds from now on, in the index, too. */
enum status press_apply_background(struct press *press, struct error *error);
/* To be called before `index` is used. Where it is stale, the live articles are put into a new one:
 * that takes long, and many runs fold nothing that asks for it. */
enum status press_need_index(struct press *press, struct error *error);

/* Articles published before this are no longer live at `at`: twice the window back, so that a story
 * whose newest member is just within it still has the members that define it. */
int64_t press_live_from(const struct press *press, int64_t at);

/* Forgetting what is no longer live: costs only when time went on. */
void press_forget_old(struct press *press);
/* At a tick: looks again at the stories that articles came to since the last. */
enum status press_refine(struct press *press, struct error *error);

/* Chooses the lead of a story anew and writes whatever of its members and of itself is different.
 */
enum status press_settle_story(struct press *press, struct str id, struct error *error);

/* Links a story that was just founded with the one that it goes on from, if there is one. */
enum status press_link_earlier(struct press *press, struct str story, struct error *error);
/* A merged story's links become those of the story that it is part of. */
enum status press_relink(struct press *press, struct str from, struct str into,
                         struct error *error);
/* Notes that the pages of the stories before and after it, which name it, are to be written again.
 */
enum status press_touch_thread(struct press *press, struct str story, struct error *error);

/* Notes that the files of the story's members are to be written again. */
enum status press_touch_story(struct press *press, struct str id, struct error *error);

/* `younger` proves to be the same article as `older`: its id becomes an alias, its files further
 * files of the older, and it leaves its story, all lists and the search. */
enum status press_merge(struct press *press, struct store_article *older,
                        const struct store_article *younger, struct error *error);
/* The older article has the rights of both. */
enum status press_merge_rights(struct press *press, struct store_article *older,
                               const struct store_article *younger, struct error *error);
/* Remembers when the article may no longer be shown as before (unavailable_after). */
enum status press_note_until(struct press *press, const struct article *article,
                             struct error *error);
/* Articles whose time has come count as outdated from now on. */
enum status press_outdate(struct press *press, struct error *error);
/* Notes that the record at `path` belongs to the article: its first file, or a further one. */
enum status press_attach_record(struct press *press, struct str path, struct str id,
                                struct error *error);

/* The quality of an article as the present configuration sees it. `topics` are its own, marked;
 * what its row must have judge.h says. */
enum status press_quality(struct press *press, const struct article *article,
                          const struct store_article *row, const struct topic_assignment *topics,
                          size_t count, struct score *score, struct error *error);

/* Notes when the stories of these keys were shown first, unless that is known. */
enum status press_note_shown(struct press *press, const struct store_key *stories, size_t count,
                             struct error *error);

/* The key in KEYS_ANNOUNCED that says that a story has left the house under its own id. */
struct str press_announced_story(struct arena *arena, struct str story);

/* The article of a row. Lies in the scratch arena. */
enum status press_article(struct press *press, const struct store_article *row,
                          struct article *article, struct error *error);
/* What is known of a row's article as it was when its story was decided: what it says now came
 * later. Lies in the scratch arena and in the row. */
enum status press_document(struct press *press, const struct store_article *row,
                           struct story_document *document, struct error *error);
/* Puts a row's article into the index, in the story that the row names. */
enum status press_live(struct press *press, const struct store_article *row, struct error *error);
/* The text of a hash, absent when it is not kept. Lies in the scratch arena. */
enum status press_text(struct press *press, struct str hash, struct str *text, struct error *error);
/* Makes the article's terms searchable. */
enum status press_index_terms(struct press *press, const struct article *article, struct str text,
                              struct error *error);

/* A number of the press's own in KEYS_STATE; `otherwise` when there is none. */
enum status press_number(struct press *press, struct str name, int64_t otherwise, int64_t *value,
                         struct error *error);
enum status press_set_number(struct press *press, struct str name, int64_t value,
                             struct error *error);

/* `render` into a text that lies in the scratch arena. */
struct str press_json(struct press *press, void (*render)(const void *, struct json *),
                      const void *value);
struct str press_article_json(struct press *press, const struct article *article);
struct str press_score_json(struct press *press, const struct score *score);

#endif
