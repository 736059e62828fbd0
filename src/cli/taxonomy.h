/* What the tools that judge by an edition share: `--edition DIR`, read, and its keywords. */
#ifndef CLI_TAXONOMY_H
#define CLI_TAXONOMY_H

#include "base/json_read.h"
#include "cli/command.h"
#include "edition/edition.h"
#include "topic/topic.h"

struct taxonomy {
    struct arena lasting; /* the edition and its classifier */
    struct arena scratch; /* of one line; the tool clears it */
    struct edition edition;
    struct topic_classifier *classifier;
};

/* The same without an edition: two arenas. */
void taxonomy_open_bare(struct taxonomy *taxonomy);

/* Reads a model of topics from a file, or the one that the edition learnt last (an absent path;
 * *model is NULL when there is none). It lies in `lasting`. */
enum status taxonomy_model(struct invocation *invocation, struct taxonomy *taxonomy,
                           struct str path, const struct topic_model **model);

/* The title and excerpt of a line, by which articles are filed, and its text; INVALID without a
 * title.
 */
enum status taxonomy_article(const struct json_value *line, struct topic_article *article,
                             struct error *error);

/* Gives the classifier the model by which the edition files what comes, where it asks for one. */
enum status taxonomy_as_filed(struct invocation *invocation, struct taxonomy *taxonomy);

/* Reads the edition that the option names; the caller gives it back, also after an error. */
enum status taxonomy_open(struct invocation *invocation, struct taxonomy *taxonomy);
void taxonomy_close(struct taxonomy *taxonomy);

#endif
