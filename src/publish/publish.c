#include "publish/publish.h"

#include "publish/crawlers.h"
#include "publish/forms.h"
#include "publish/held.h"
#include "publish/news.h"
#include "publish/newsletter.h"
#include "publish/openapi.h"
#include "publish/pictures.h"
#include "publish/published.h"
#include "publish/records.h"
#include "publish/sources.h"

/* ---- everything ---- */

static enum status add(struct forms *forms, const struct paper_story *story, struct error *error) {
    struct arena *arena = &forms->paper.arena;
    struct str picture;
    enum status status = records_add(&forms->paper, story, error);
    for (size_t i = 0; i < story->count && status == STATUS_OK; i++)
        status = providers_add(&forms->providers, story->members[i].row->provider, error);
    if (status == STATUS_OK && story->lead->shown)
        status = api_add(&forms->api, story, error);
    if (status == STATUS_OK && story->lead->shown)
        status = sitemaps_add_story(&forms->sitemaps, story, error);
    if (status != STATUS_OK || !story->shown)
        return status;
    forms->paper.report->stories++;
    status = pictures_of(&forms->paper, arena, &story->members[0].article, &picture, error);
    if (status == STATUS_OK)
        status = pictures_note(&forms->paper, str_from(story->id), &story->members[0].article,
                               picture, error);
    if (status == STATUS_OK)
        status = forms_list(forms, story, picture, error);
    if (status == STATUS_OK)
        status = arena_status(arena, error);
    return status == STATUS_OK ? crew_story(forms->crew, story, picture, error) : status;
}

static enum status end(struct forms *forms, struct error *error) {
    static const struct str folders[] = {STR_INIT("sitemap"), STR_INIT("topic"), STR_INIT("s"),
                                         STR_INIT("provider"), STR_INIT("pictures")};
    enum status status = providers_write_all(&forms->providers, forms->crew, error);
    if (status == STATUS_OK)
        status = records_end(&forms->paper, error);
    if (status == STATUS_OK)
        status = newsletter_write(&forms->site, error);
    if (status == STATUS_OK)
        status = openapi_write(&forms->site, error);
    if (status == STATUS_OK)
        status = api_end(&forms->api, error);
    if (status == STATUS_OK)
        status = feeds_end(&forms->feeds, error);
    if (status == STATUS_OK)
        status = sitemaps_end(&forms->sitemaps, error);
    if (status == STATUS_OK)
        status = site_end(&forms->site, error);
    if (status == STATUS_OK)
        status = own_pages_end(&forms->site, error);
    if (status == STATUS_OK)
        status = news_write(&forms->paper, error);
    if (status == STATUS_OK)
        status = sources_write(&forms->paper, error);
    if (status == STATUS_OK)
        status = crawlers_write(&forms->paper, error);
    if (status == STATUS_OK)
        status = crew_done(forms->crew, error);
    if (status == STATUS_OK)
        status = days_sweep(&forms->site, error);
    for (size_t i = 0; i < sizeof folders / sizeof folders[0] && status == STATUS_OK; i++)
        status = tree_sweep(forms->paper.pages, folders[i], error);
    return status;
}

static enum status add_all(struct forms *forms, struct error *error) {
    struct paper_story *story = NULL;
    enum status status = paper_next(&forms->paper, &story, error);
    while (status == STATUS_OK && story != NULL) {
        status = add(forms, story, error);
        if (status == STATUS_OK && paper_batch_ends(&forms->paper))
            status = crew_stories_done(forms->crew, error);
        if (status == STATUS_OK)
            status = paper_next(&forms->paper, &story, error);
    }
    return status;
}

static enum status make_all(struct forms *forms, struct error *error) {
    struct str *stories;
    size_t count;
    forms->paper.report->whole = true;
    enum status status = held_find(&forms->paper, &forms->paper.keep, &stories, &count, error);
    if (status == STATUS_OK)
        status = paper_all_paths(&forms->paper, error);
    if (status == STATUS_OK)
        status = known_read(&forms->paper, error);
    if (status == STATUS_OK)
        status = crew_open(&forms->site, forms->paper.context->threads, &forms->crew, error);
    if (status == STATUS_OK)
        status = forms_list_pages(forms, error);
    if (status == STATUS_OK)
        status = days_write_all(&forms->site, forms->crew, error);
    if (status == STATUS_OK)
        status = add_all(forms, error);
    if (status == STATUS_OK)
        status = end(forms, error);
    crew_close(forms->crew);
    forms->crew = NULL;
    return status;
}

/* ---- what changed, or everything ---- */

static enum status make(struct forms *forms, struct error *error) {
    enum status status = api_init(&forms->api, &forms->paper, error);
    if (status == STATUS_OK)
        status = feeds_init(&forms->feeds, &forms->paper, error);
    if (status == STATUS_OK)
        status = sitemaps_init(&forms->sitemaps, &forms->paper, error);
    return status == STATUS_OK ? site_init(&forms->site, &forms->paper, error) : status;
}

/* Within one view of the store. */
static enum status write_trees(struct forms *forms, bool holds, struct error *error) {
    struct changes changes = {0};
    enum status status = STATUS_OK;
    if (holds)
        status = changes_find(&forms->paper, &changes, error);
    if (status == STATUS_OK && (!holds || changes.any)) {
        status = make(forms, error);
        if (status == STATUS_OK)
            status = holds && !changes.many ? forms_renew(forms, &changes, error)
                                            : make_all(forms, error);
    }
    if (status == STATUS_OK)
        status = tree_settle(forms->paper.records, error);
    if (status == STATUS_OK)
        status = tree_switch(forms->paper.pages, error);
    changes_release(&changes);
    return status;
}

static void count(struct forms *forms, struct publish_report *report) {
    if (forms->paper.records != NULL)
        report->records = tree_counts(forms->paper.records);
    if (forms->paper.pages != NULL)
        report->pages = tree_counts(forms->paper.pages);
}

enum status publish_edition(const struct publish_context *context, struct str look,
                            struct publish_report *report, struct error *error) {
    struct forms forms = {0};
    bool holds = false;
    *report = (struct publish_report){0};
    enum status status = paper_open(&forms.paper, context, NULL, report, error);
    providers_init(&forms.providers, &forms.site);
    if (status == STATUS_OK && !str_absent(look))
        status = published_holds(&forms.paper, look, &holds, error);
    if (status == STATUS_OK)
        status = store_view(context->store, error);
    if (status == STATUS_OK)
        status = write_trees(&forms, holds, error);
    store_view_end(context->store);
    count(&forms, report);
    if (status == STATUS_OK && !str_absent(look))
        status = published_note(&forms.paper, look, error);
    if (status == STATUS_OK)
        log_write(context->log, LOG_DEBUG, "published",
                  LOG_INT("records", (int64_t)report->articles),
                  LOG_INT("stories", (int64_t)report->stories),
                  LOG_INT("written", (int64_t)(report->records.written + report->pages.written)));
    providers_release(&forms.providers);
    site_release(&forms.site);
    api_release(&forms.api);
    feeds_release(&forms.feeds);
    sitemaps_release(&forms.sitemaps);
    paper_close(&forms.paper);
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
        status = paper_all_paths(&paper, error);
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
