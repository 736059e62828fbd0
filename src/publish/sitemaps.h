/* sitemap.xml after sitemaps.org, inside the room. Behind one part's addresses it is an index of
 * sitemap/pages.xml, of all that is no story, and of sitemap/<number>.xml, stories by the pages of
 * cut.h. */
#ifndef PUBLISH_SITEMAPS_H
#define PUBLISH_SITEMAPS_H

#include "publish/cut.h"

/* Addresses in a part, as pages of the API: few, as a part is written anew with each of its
 * stories. */
enum { SITEMAPS_PAGES = 20 };

struct sitemaps {
    struct paper *paper;
    struct buf page;
    int64_t size;   /* stories in a part */
    bool parted;    /* there are more */
    size_t entries; /* in `page` */
    struct cut cut; /* of the last story */
    size_t parts;   /* of stories, written */
};

enum status sitemaps_init(struct sitemaps *sitemaps, struct paper *paper, struct error *error);
void sitemaps_release(struct sitemaps *sitemaps);
/* The most stories of a sitemap that is one file; more are parted. */
size_t sitemaps_whole_most(const struct paper *paper);
bool sitemaps_part(const struct paper *paper, int64_t stories);
/* Adds what is no story: `path` is below the edition's address. */
enum status sitemaps_add(struct sitemaps *sitemaps, struct str path, struct error *error);
enum status sitemaps_end_pages(struct sitemaps *sitemaps, struct error *error);
/* Adds a story whose lead is shown, newest first. */
enum status sitemaps_add_story(struct sitemaps *sitemaps, const struct paper_story *story,
                               struct error *error);
/* Goes to a place among the stories: behind it are `left` of the month. */
void sitemaps_seek(struct sitemaps *sitemaps, int64_t month, int64_t left);
/* Writes the part at hand, if there is one. */
enum status sitemaps_end_part(struct sitemaps *sitemaps, struct error *error);
enum status sitemaps_remove(struct sitemaps *sitemaps, int64_t number, struct error *error);
enum status sitemaps_write_index(struct sitemaps *sitemaps, struct error *error);
/* Ends them all. */
enum status sitemaps_end(struct sitemaps *sitemaps, struct error *error);

#endif
