/* The pages, inside the room: front page, topics, stories, and the files beside them. */
#ifndef PUBLISH_SITE_H
#define PUBLISH_SITE_H

#include "front/front.h"
#include "publish/data.h"
#include "publish/own_pages.h"
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
    struct data_list data;
};

struct site_line { /* of the rail */
    struct str id, url, address, provider, headline;
    struct str lang; /* absent for the edition's own */
    int64_t time;
};

/* How many folders down a page lies; one that is shown for any address cannot know that. */
enum site_depth {
    SITE_TOP,
    SITE_ONE_DOWN,
    SITE_TWO_DOWN,
    SITE_THREE_DOWN,
    SITE_ANYWHERE,
    SITE_DEPTHS
};

struct site {
    struct paper *paper;
    struct templates templates;
    struct own_pages own;
    struct site_topic *topics; /* as edition.topics */
    struct site_line newest[PUBLISH_NEWEST];
    size_t newest_count;
    struct template_value *common[SITE_DEPTHS]; /* what every page has */
    struct buf page;
    struct buf item;
};

/* Renders a page from a template and writes it. What every page has is added to `values`. */
enum status site_write(struct site *site, struct arena *arena, const char *template,
                       enum site_depth deep, struct template_value *values, struct str path,
                       struct error *error);
/* {"title","description","address"} of a page, as `page`; gives that back. */
struct template_value *site_put_page(struct arena *arena, struct template_value *values,
                                     struct str title, struct str description, struct str address);
/* The stories of a front, as `stories`, as long as they are shown and not merged into one another;
 * and their list for machines. *updated is when the last of them changed, or TIME_NONE. */
enum status site_put_front(struct site *site, struct arena *arena, const struct front *front,
                           struct template_value *values, int64_t *updated, struct error *error);

enum status site_init(struct site *site, struct paper *paper, struct error *error);
void site_release(struct site *site);
/* The same site for a further thread, whose paper is `paper`: for pages that are made of the store
 * alone. */
void site_open_hand(struct site *hand, const struct site *site, struct paper *paper);
void site_release_hand(struct site *hand);
/* Writes the page of a story that is shown. `picture` is the path of its picture below public/, or
 * absent. */
enum status site_write_story(struct site *site, struct arena *arena,
                             const struct paper_story *story, struct str picture,
                             struct error *error);
/* Where the page of a story stood that was merged into another, writes one that leads to that
 * one's. *there says whether there is such a page. */
enum status site_write_moved(struct site *site, struct arena *arena, struct str id, bool *there,
                             struct error *error);
/* Adds a story that is shown to the lists. */
enum status site_add(struct site *site, const struct paper_story *story, struct str picture,
                     struct error *error);
/* Whether a list takes more stories: 0 the rail of the front page, i + 1 topic i. */
bool site_wants(const struct site *site, size_t list);
enum status site_write_topic(struct site *site, size_t index, struct error *error);
enum status site_write_front(struct site *site, struct error *error);
/* Writes all that is no story's page, and the pages of all that were merged. */
enum status site_end(struct site *site, struct error *error);

#endif
