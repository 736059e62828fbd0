/* Pages of outlets, inside the room: "provider/<domain>/" with the newest
 * PUBLISH_PROVIDER_ARTICLES of its articles that stand in a story that is shown, leading it or not;
 * and "provider/", the outlets that have a file in providers/. Each page is made from the store
 * alone. */
#ifndef PUBLISH_PROVIDERS_H
#define PUBLISH_PROVIDERS_H

#include "publish/crew.h"

struct providers {
    struct site *site;
    struct map known; /* domains of `list` */
    struct str *list; /* whose pages are to be written */
    size_t count, capacity;
};

void providers_init(struct providers *providers, struct site *site);
void providers_release(struct providers *providers);
/* Notes an outlet whose page is to be written. */
enum status providers_add(struct providers *providers, struct str domain, struct error *error);
/* Writes the pages of these. */
enum status providers_write(struct providers *providers, struct error *error);
/* The same, but has them written; they are all that have articles. Those of outlets that have only
 * a file, too, and the list of these. */
enum status providers_write_all(struct providers *providers, struct crew *crew,
                                struct error *error);

/* A single page; that of an outlet without articles and without a file is removed. */
enum status providers_write_one(struct site *site, struct str domain, struct error *error);
enum status providers_write_list(struct site *site, struct error *error);

#endif
