/* The pages, inside the room: front page, topics, stories, and the files beside them. */
#ifndef PUBLISH_SITE_H
#define PUBLISH_SITE_H

#include "publish/paper.h"
#include "publish/templates.h"

/* One day of a topic's page: stories [from, to) bytes of its items. */
struct site_day {
    int64_t day;
    size_t from, to;
};

struct site_topic {
    struct buf items; /* as they are shown, one behind the other */
    struct site_day *days;
    size_t day_count;
    size_t stories; /* in items */
    int64_t total;  /* shown ones of the topic */
    int64_t newest; /* time published of the first */
};

struct site_line { /* of the rail */
    struct str id, url, address, provider, headline;
    struct str lang; /* absent for the edition's own */
    int64_t time;
};

struct site {
    struct paper *paper;
    struct templates templates;
    struct site_topic *topics; /* as edition.topics */
    struct site_line newest[PUBLISH_NEWEST];
    size_t newest_count;
    struct template_value *common[4]; /* what every page has, by how many folders deep it lies */
    struct buf page;
    struct buf item;
};

enum status site_init(struct site *site, struct paper *paper, struct error *error);
void site_release(struct site *site);
/* Adds a story that is shown. `picture` is the path of its picture below public/, or absent. */
enum status site_add(struct site *site, const struct paper_story *story, struct str picture,
                     struct error *error);
/* Writes what is not a story's page, and removes what is nobody's. */
enum status site_end(struct site *site, struct error *error);

#endif
