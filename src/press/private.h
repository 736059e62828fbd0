/* What the newsroom knows of an article and its public record does not say, as JSON: what is sealed
 * into the record (docs/sealing.md). Together with the record it is enough to make the article
 * again, with its place in its story: press/restored.c does so.
 *
 *     {"version":1,"id","recorded","source","article":{…},"story","copyOf","lead","shown","quality",
 *      "heat","topics":[…],"touched","score":{…},"reasons":{…},"announced","addresses":[…],
 *      "clicks":[[day,count]…],"led":{…}}
 *     {"version":1,"of","recorded"}              of a further record of an article
 *     {"version":1,"part",…,"sponsored","entries":[…],"last"} of the edition
 *     {"version":1,"issue","list","at","text","html"}   of an issue of the newsletter
 *
 * `article` has those members of article_write that the record alone does not give, null for what
 * it would give too much; `led`, of a lead, its story: heat, shown, newest, members, score, slug,
 * since (when it was shown first), earlier, later, again, events. What is absent or false is left
 * out.
 *
 * Nothing here is a fact's number or a time of writing: the same state gives the same bytes, also
 * in an edition that was made again. */
#ifndef PRESS_PRIVATE_H
#define PRESS_PRIVATE_H

#include "article/article.h"
#include "record/record.h"
#include "store/store.h"

enum { PRIVATE_MOST = 700 * 1024 /* bytes; sealed it still fits a record */ };

/* A record whose private part is written. */
struct private_view {
    const struct store_article *row; /* of its article */
    struct str path;
    const struct record *record; /* what the public sees */
    bool further;                /* another file shows the article */
    bool recorded;               /* it came as a record */
    /* What was sealed in it before; NULL: nothing. Members that are not ours are kept, and where
     * the edition does not have the article's source any more, that, too. */
    const struct json_value *before;
};

/* The private part of a record, in the arena. LIMIT when it has more than PRIVATE_MOST bytes. */
enum status private_record(struct store *store, const struct edition *edition, struct arena *arena,
                           const struct private_view *view, struct str *plain, struct error *error);
/* What belongs to no article: the front as it stands, with the day (counted from 1970-01-01) whose
 * sponsor it shows, INT64_MIN for none; ids that lead to others, sponsors' messages. In as many
 * parts as it takes, at least one. */
enum status private_edition(struct store *store, struct arena *arena, int64_t sponsored,
                            struct str **parts, size_t *count, struct error *error);
/* Where the private part lies of a record that cannot carry it, because it has another's payload or
 * came as a record: "_edition/<name>.private.md". Absent when the arena is full. */
struct str private_beside(struct arena *arena, struct str path);
struct issued;
/* An issue as it left the house; absent when its text was erased. */
enum status private_issue(struct store *store, struct arena *arena, const struct issued *issued,
                          struct str *plain, struct error *error);

/* Appends the clicks on an article or a sponsor's message, [[day,count]…], as the member `name`
 * (NULL: in an array); nothing where there are none. */
enum status private_clicks(struct store *store, struct arena *arena, struct str id,
                           const char *name, struct json *json, struct error *error);

/* What a sealed text is about. */
enum private_kind {
    PRIVATE_OTHER, /* not ours: a note that was sealed by hand, or of a later version */
    PRIVATE_ARTICLE,
    PRIVATE_FURTHER,
    PRIVATE_EDITION,
    PRIVATE_ISSUE,
};
enum private_kind private_kind(const struct json_value *object);

/* The article of a record and of its private part, in the arena. */
enum status private_apply(struct arena *arena, const struct record *record, struct str path,
                          const struct json_value *object, struct article *article,
                          struct error *error);

#endif
