/* Inside `eval`: a set of labelled articles, and what was found. */
#ifndef CLI_EVAL_H
#define CLI_EVAL_H

#include "base/map.h"
#include "cli/pipe.h"
#include "cli/stream.h"
#include "cli/taxonomy.h"
#include "measure/measure.h"

#define EVAL_NO_LABEL UINT32_MAX

enum eval_answer { EVAL_ONLINE, EVAL_REFINED, EVAL_FINAL, EVAL_ANSWERS };

/* One article of a set: its labels, and what was found. All groups are numbers of their names. */
struct eval_item {
    struct str id;
    int64_t published;        /* TIME_NONE */
    uint32_t cluster, copies; /* labels; EVAL_NO_LABEL */
    uint32_t online, refined, final;
    uint32_t original; /* of whom it is a copy, an item's number */
};

/* What looking again at ticks did, over the whole stream. */
struct eval_refinement {
    int64_t every; /* seconds between two ticks, by the stream's time */
    size_t ticks, founded, united, parted, moved;
    size_t changed; /* ids that were out of the house and are no more */
    size_t days;    /* on which the ten largest stories were looked at */
    int64_t purity; /* of these, summed over the days; millionths */
    size_t again;   /* of these, stories that one before them tells */
};

struct eval_set {
    struct invocation *invocation;
    struct taxonomy *taxonomy; /* NULL: topics are not measured */
    struct str name, text;     /* of the file */
    struct arena arena, line;
    struct map numbers; /* of names of groups, each with its kind before it */
    struct map items;   /* by id */
    struct eval_item *list;
    size_t count, capacity;
    size_t unusable;
    struct measure_counts topics;
    size_t with_topics;
    struct eval_refinement refinement;
};

/* The number of a group; kinds keep apart what labels and answers call alike. */
enum status eval_number(struct eval_set *set, char kind, struct str name, uint32_t *number);
/* Reads a line; *usable false when it is none, which is no failure: nothing is found for it. What
 * the line before left in set->line is gone. */
enum status eval_read(struct eval_set *set, struct str text, struct story_document *document,
                      const struct json_value **line, bool *usable);
/* As the press decides: when an article comes, and again at each tick what changed since the last
 * (story/settle.h). The set's articles are known already. */
enum status eval_refine(struct eval_set *set, const struct story_settings *settings);

#endif
