/* The paged JSON of what is published, inside the room: api/news/, and the same for each topic
 * (spec/api-example). Newest first; pages of publish.pageSize. */
#ifndef PUBLISH_API_H
#define PUBLISH_API_H

#include "publish/paper.h"

/* One sequence of pages. A full page waits until it is known whether another follows. */
struct api_pages {
    struct str folder; /* "api/news" */
    struct buf page;
    int64_t number, entries;
};

struct api {
    struct paper *paper;
    struct api_pages *pages; /* the edition's, then each topic's */
    size_t count;
    struct buf entry;
};

enum status api_init(struct api *api, struct paper *paper, struct error *error);
void api_release(struct api *api);
/* Adds a story that is shown. */
enum status api_add(struct api *api, const struct paper_story *story, struct error *error);
/* Writes the last pages, and removes those that are no more. */
enum status api_end(struct api *api, struct error *error);

#endif
