/* What `why` finds out, for its words and for its JSON. */
#ifndef CLI_WHY_H
#define CLI_WHY_H

#include "cli/workspace.h"
#include "story/settle.h"

/* The headline of an article; absent where there is none. */
enum status why_title(struct invocation *invocation, struct workspace *workspace, struct str id,
                      struct str *title);
/* The articles of a story in the order they came, and how many of them --most asks for. */
enum status why_members(struct invocation *invocation, struct workspace *workspace,
                        const char *story, struct store_article **rows, size_t *count,
                        int64_t *most);
/* Whether the i-th of them is told of: the first ones, the lead, and the one that was asked for. */
bool why_tells(const struct store_article *row, size_t i, int64_t most, const char *asked);
/* What is near a story and yet not in it, of what is live. */
enum status why_near(struct invocation *invocation, struct workspace *workspace, const char *story,
                     struct story_near **near, size_t *count);

/* All of it as one JSON object: the parts as they are stored. */
enum status why_json(struct invocation *invocation, struct workspace *workspace,
                     const struct store_article *row, const struct article *article);

#endif
