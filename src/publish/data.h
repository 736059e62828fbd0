/* What machines read of a page, inside the room: JSON-LD in the words of schema.org, fit to stand
 * in a script element (attacks.md G12), which browsers do not run. An article whose outlet wants
 * not to be listed is in none of it. */
#ifndef PUBLISH_DATA_H
#define PUBLISH_DATA_H

#include "publish/paper.h"

/* A story's page: its lead as a NewsArticle, and the others who tell it. `picture` is a path below
 * public/, or absent. As `data` in `values`. */
void data_story(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                struct str picture, struct template_value *values);

/* A list of stories: an ItemList of their pages, in their order. */
struct data_list {
    struct buf out;
    size_t count;
};

void data_list_init(struct data_list *list);
void data_list_release(struct data_list *list);
void data_list_add(struct data_list *list, const struct paper *paper, struct arena *arena,
                   const struct paper_story *story);
/* As `data` in `values`; nothing for an empty list. LIMIT and MEMORY are those of the list. */
enum status data_list_put(const struct data_list *list, struct arena *arena,
                          struct template_value *values, struct error *error);

#endif
