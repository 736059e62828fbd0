#include "publish/publish.h"

#include "publish/api.h"
#include "publish/crawlers.h"
#include "publish/days.h"
#include "publish/feeds.h"
#include "publish/news.h"
#include "publish/newsletter.h"
#include "publish/openapi.h"
#include "publish/paper.h"
#include "publish/pictures.h"
#include "publish/providers.h"
#include "publish/records.h"
#include "publish/site.h"
#include "publish/sitemaps.h"
#include "publish/sources.h"

/* All forms of the paper, while its stories go by. */
struct press_run {
    struct paper paper;
    struct api api;
    struct feeds feeds;
    struct site site;
    struct days days;
    struct providers providers;
    struct sitemaps sitemaps;
};

static enum status add(struct press_run *run, const struct paper_story *story,
                       struct error *error) {
    struct arena *arena = &run->paper.arena;
    struct str picture;
    enum status status = records_add(&run->paper, story, error);
    if (status == STATUS_OK)
        status = days_add(&run->days, story, error);
    if (status == STATUS_OK)
        status = providers_add(&run->providers, story, error);
    if (status != STATUS_OK || !story->shown)
        return status;
    const struct article *lead = &story->members[0].article;
    run->paper.report->stories++;
    status = pictures_of(&run->paper, arena, lead, &picture, error);
    if (status == STATUS_OK)
        status = api_add(&run->api, story, error);
    if (status == STATUS_OK)
        status = feeds_add(&run->feeds, story, picture, error);
    if (status == STATUS_OK)
        status = site_add(&run->site, story, picture, error);
    if (status == STATUS_OK && page_rights_listed(&lead->rights))
        status =
            sitemaps_add(&run->sitemaps, paper_address(arena, story), paper_changed(lead), error);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

static enum status begin(struct press_run *run, struct error *error) {
    const struct edition *edition = run->paper.edition;
    enum status status = api_init(&run->api, &run->paper, error);
    if (status == STATUS_OK)
        status = feeds_init(&run->feeds, &run->paper, error);
    if (status == STATUS_OK)
        status = site_init(&run->site, &run->paper, error);
    if (status == STATUS_OK)
        status = sitemaps_add(&run->sitemaps, STR(""), TIME_NONE, error);
    if (status == STATUS_OK)
        status = sitemaps_add(&run->sitemaps, STR("archive/"), TIME_NONE, error);
    if (status == STATUS_OK)
        status = sitemaps_add(&run->sitemaps, STR("provider/"), TIME_NONE, error);
    for (size_t i = 0; i < edition->topic_count && status == STATUS_OK; i++)
        status =
            sitemaps_add(&run->sitemaps, paper_topic_address(&run->paper.keep, &edition->topics[i]),
                         TIME_NONE, error);
    return status;
}

static enum status end(struct press_run *run, struct error *error) {
    static const struct str folders[] = {STR_INIT("topic"), STR_INIT("s"), STR_INIT("pictures")};
    enum status status = records_end(&run->paper, error);
    if (status == STATUS_OK)
        status = newsletter_write(&run->site, error);
    if (status == STATUS_OK)
        status = openapi_write(&run->site, error);
    if (status == STATUS_OK)
        status = api_end(&run->api, error);
    if (status == STATUS_OK)
        status = feeds_end(&run->feeds, error);
    if (status == STATUS_OK)
        status = site_end(&run->site, error);
    if (status == STATUS_OK)
        status = own_pages_end(&run->site, error);
    if (status == STATUS_OK)
        status = days_end(&run->days, error);
    if (status == STATUS_OK)
        status = providers_end(&run->providers, error);
    if (status == STATUS_OK)
        status = sitemaps_end(&run->sitemaps, error);
    if (status == STATUS_OK)
        status = news_write(&run->paper, error);
    if (status == STATUS_OK)
        status = sources_write(&run->paper, error);
    if (status == STATUS_OK)
        status = crawlers_write(&run->paper, error);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0] && status == STATUS_OK; i++)
        status = tree_sweep(run->paper.pages, folders[i], error);
    return status == STATUS_OK ? tree_settle(run->paper.pages, error) : status;
}

enum status publish_edition(const struct publish_context *context, struct publish_report *report,
                            struct error *error) {
    struct press_run run = {0};
    struct paper_story *story = NULL;
    *report = (struct publish_report){0};
    enum status status = paper_open(&run.paper, context, NULL, report, error);
    days_init(&run.days, &run.site);
    providers_init(&run.providers, &run.site);
    sitemaps_init(&run.sitemaps, &run.paper, PUBLISH_SITEMAP_MOST);
    if (status == STATUS_OK)
        status = begin(&run, error);
    if (status == STATUS_OK)
        status = paper_next(&run.paper, &story, error);
    while (status == STATUS_OK && story != NULL) {
        status = add(&run, story, error);
        if (status == STATUS_OK)
            status = paper_next(&run.paper, &story, error);
    }
    if (status == STATUS_OK)
        status = end(&run, error);
    if (run.paper.records != NULL)
        report->records = tree_counts(run.paper.records);
    if (run.paper.pages != NULL)
        report->pages = tree_counts(run.paper.pages);
    if (status == STATUS_OK)
        log_write(context->log, LOG_DEBUG, "published",
                  LOG_INT("records", (int64_t)report->articles),
                  LOG_INT("stories", (int64_t)report->stories),
                  LOG_INT("written", (int64_t)(report->records.written + report->pages.written)));
    providers_release(&run.providers);
    days_release(&run.days);
    site_release(&run.site);
    api_release(&run.api);
    feeds_release(&run.feeds);
    sitemaps_release(&run.sitemaps);
    paper_close(&run.paper);
    return status;
}

struct str publish_story_address(struct arena *arena, struct str id, struct str slug) {
    return ARENA_JOIN(arena, STR("s/"), str_take(id, 2), STR("/"), id, STR("-"),
                      slug.n > 0 ? slug : STR("article"), STR(".html"));
}

enum status publish_records(const struct publish_context *context, const char *folder,
                            struct publish_report *report, struct error *error) {
    struct paper paper = {0};
    struct paper_story *story = NULL;
    *report = (struct publish_report){0};
    enum status status = paper_open(&paper, context, folder, report, error);
    if (status == STATUS_OK)
        status = paper_next(&paper, &story, error);
    while (status == STATUS_OK && story != NULL) {
        status = records_add(&paper, story, error);
        if (status == STATUS_OK)
            status = paper_next(&paper, &story, error);
    }
    if (status == STATUS_OK)
        status = records_end(&paper, error);
    if (status == STATUS_OK)
        status = newsletter_records(&paper, error);
    if (paper.records != NULL)
        report->records = tree_counts(paper.records);
    paper_close(&paper);
    return status;
}
