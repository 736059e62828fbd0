/* The paged JSON of what is published, inside the room: api/news/, and the same for each topic
 * (spec/api-example). Newest first; pages of publish.pageSize.
 *
 * The first API_FRESH pages are numbered from 1. Behind them is the archive, whose pages have the
 * numbers of cut.h; a page between the two holds what the first ones leave of the archive's page in
 * which they end. Each page names the next one. */
#ifndef PUBLISH_API_H
#define PUBLISH_API_H

#include "publish/cut.h"

enum { API_FRESH = 2 };

/* One list of pages. The page at hand waits until it is known whether another follows. */
struct api_list {
    struct str folder;      /* "api/news" */
    struct cut cut;         /* where the last story is in the archive, or would be */
    int64_t fresh;          /* the last page before the archive that was written */
    int64_t newest;         /* the archive's first page; 0 while none is known */
    size_t archived;        /* pages of the archive that were written */
    int64_t page;           /* the page at hand; 0: none */
    size_t places, entries; /* in it, and those of them that are shown */
    struct buf text;
};

struct api {
    struct paper *paper;
    struct api_list *lists; /* the edition's, then each topic's */
    size_t count;
    struct buf entry;
};

enum status api_init(struct api *api, struct paper *paper, struct error *error);
void api_release(struct api *api);
/* Adds a story whose lead is shown; one that has nothing to show keeps its place. */
enum status api_add(struct api *api, const struct paper_story *story, struct error *error);
/* Goes to a place in a list's archive: behind it are `left` stories of the month. */
void api_seek(struct api *api, size_t list, int64_t month, int64_t left);
/* Writes the last page of a list. */
enum status api_end_list(struct api *api, size_t list, struct error *error);
/* The same for all lists, and removes pages that are no more. */
enum status api_end(struct api *api, struct error *error);
/* Removes a page. */
enum status api_remove(struct api *api, size_t list, int64_t number, struct error *error);

#endif
