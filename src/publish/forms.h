/* All forms of the paper, inside the room. */
#ifndef PUBLISH_FORMS_H
#define PUBLISH_FORMS_H

#include "publish/api.h"
#include "publish/changes.h"
#include "publish/days.h"
#include "publish/feeds.h"
#include "publish/paper.h"
#include "publish/providers.h"
#include "publish/site.h"
#include "publish/sitemaps.h"

struct forms {
    struct paper paper;
    struct api api;
    struct feeds feeds;
    struct site site;
    struct providers providers;
    struct sitemaps sitemaps;
    struct crew *crew; /* while everything is published */
};

/* Adds a story that its list shows to all lists but the archive's: feeds, pages. */
enum status forms_list(struct forms *forms, const struct paper_story *story, struct str picture,
                       struct error *error);
/* Adds what is no story to the sitemaps. */
enum status forms_list_pages(struct forms *forms, struct error *error);
/* Makes again what the changes touch (renew.c). */
enum status forms_renew(struct forms *forms, const struct changes *changes, struct error *error);

#endif
