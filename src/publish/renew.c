/* Publishing what changed: the stories that were touched, then the lists in which they stand. */
#include <stdlib.h>

#include "publish/days_page.h"
#include "publish/forms.h"
#include "publish/news.h"
#include "publish/newsletter.h"
#include "publish/pages.h"
#include "publish/pictures.h"
#include "publish/records.h"
#include "publish/sealed.h"

/* ---- stories ---- */

/* Pages of stories that have none now: they go when no list leads to them any more. */
struct gone {
    struct arena arena;
    struct str *pages;
    size_t count, capacity;
};

/* Notes the pages of a story but for the one that is kept. Before it had a slug it was shown
 * without one. */
static enum status note_gone(struct forms *forms, struct gone *gone, struct str id, struct str kept,
                             struct error *error) {
    struct paper *paper = &forms->paper;
    struct store_key slug = {.key = id};
    enum status status =
        store_keys_get(paper->context->store, &paper->arena, KEYS_SLUG, &slug, 1, error);
    struct str pages[] = {publish_story_address(&gone->arena, id, slug.value),
                          publish_story_address(&gone->arena, id, STR_NONE)};
    for (size_t i = 0; i < 2 && status == STATUS_OK; i++) {
        if (str_eq(pages[i], kept))
            continue;
        if (arena_grow(&gone->arena, &gone->pages, &gone->capacity, gone->count + 1,
                       sizeof *gone->pages) == STATUS_OK)
            gone->pages[gone->count++] = pages[i];
        status = arena_status(&gone->arena, error);
    }
    return status;
}

static enum status renew_page(struct forms *forms, const struct paper_story *story,
                              struct error *error) {
    struct paper *paper = &forms->paper;
    struct str picture;
    enum status status =
        pictures_of(paper, &paper->arena, &story->members[0].article, &picture, error);
    if (status == STATUS_OK)
        status =
            pictures_note(paper, str_from(story->id), &story->members[0].article, picture, error);
    return status == STATUS_OK
               ? site_write_story(&forms->site, &forms->paper.arena, story, picture, error)
               : status;
}

static enum status renew_members(struct forms *forms, const struct paper_story *story,
                                 struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < story->count && status == STATUS_OK; i++)
        status = paper_paths_of(&forms->paper, str_from(story->members[i].row->id), error);
    if (status == STATUS_OK)
        status = records_add(&forms->paper, story, error);
    for (size_t i = 0; i < story->count && status == STATUS_OK; i++)
        status = providers_add(&forms->providers, story->members[i].row->provider, error);
    return status;
}

static enum status renew_story(struct forms *forms, const struct changed_story *changed,
                               struct gone *gone, struct error *error) {
    struct paper *paper = &forms->paper;
    struct store_article *row;
    struct paper_story *story = NULL;
    bool moved = false;
    arena_clear(&paper->arena);
    enum status status = paper_lead(paper, &paper->arena, changed->id, &row, error);
    if (status == STATUS_OK && row != NULL) {
        struct str lead = str_from(row->id);
        status = paper_get(paper, &paper->arena, &lead, 1, &story, error);
    }
    if (status == STATUS_OK && story != NULL && !changed->page_only)
        status = renew_members(forms, story, error);
    bool shown = story != NULL && story->shown;
    if (status == STATUS_OK)
        status = shown ? renew_page(forms, story, error)
                       : pictures_note(paper, changed->id, NULL, STR_NONE, error);
    struct store_key into = {.key = changed->id};
    if (status == STATUS_OK)
        status = store_keys_get(paper->context->store, &paper->arena, KEYS_STORY, &into, 1, error);
    if (status == STATUS_OK && !str_absent(into.value))
        status = site_write_moved(&forms->site, &paper->arena, changed->id, &moved, error);
    struct str kept = STR_NONE;
    if (shown)
        kept = paper_address(&paper->arena, story);
    if (status == STATUS_OK && (shown || !moved))
        status = note_gone(forms, gone, changed->id, kept, error);
    return status;
}

/* ---- a list's newest stories ---- */

enum status forms_list(struct forms *forms, const struct paper_story *story, struct str picture,
                       struct error *error) {
    enum status status = feeds_add(&forms->feeds, story, picture, error);
    return status == STATUS_OK ? site_add(&forms->site, story, picture, error) : status;
}

enum status forms_list_pages(struct forms *forms, struct error *error) {
    const struct edition *edition = forms->paper.edition;
    enum status status = sitemaps_add(&forms->sitemaps, STR(""), error);
    if (status == STATUS_OK)
        status = sitemaps_add(&forms->sitemaps, STR("archive/"), error);
    if (status == STATUS_OK)
        status = sitemaps_add(&forms->sitemaps, STR("provider/"), error);
    for (size_t i = 0; i < edition->topic_count && status == STATUS_OK; i++)
        status = sitemaps_add(&forms->sitemaps,
                              paper_topic_address(&forms->paper.keep, &edition->topics[i]), error);
    return status == STATUS_OK ? sitemaps_end_pages(&forms->sitemaps, error) : status;
}

/* Whether some form of the list wants another story; of the archive, `pages` are to be written. */
static bool wants(const struct forms *forms, size_t list, size_t pages) {
    const struct api_list *api = &forms->api.lists[list];
    return feeds_want(&forms->feeds, list) || site_wants(&forms->site, list) || api->newest == 0 ||
           api->archived < pages;
}

static enum status add_newest(struct forms *forms, const struct paper_story *story,
                              struct error *error) {
    struct paper *paper = &forms->paper;
    struct str picture;
    enum status status = api_add(&forms->api, story, error);
    if (status != STATUS_OK || !story->shown)
        return status;
    status = pictures_of(paper, &paper->arena, &story->members[0].article, &picture, error);
    return status == STATUS_OK ? forms_list(forms, story, picture, error) : status;
}

static enum status renew_newest(struct forms *forms, size_t list, size_t pages,
                                struct error *error) {
    struct paper *paper = &forms->paper;
    struct paper_story *story;
    const struct store_query query = cut_query(paper, list, 0, 0);
    paper_read(paper, &query, PAPER_FEW);
    enum status status = paper_next(paper, &story, error);
    while (status == STATUS_OK && story != NULL && wants(forms, list, pages)) {
        status = add_newest(forms, story, error);
        if (status == STATUS_OK)
            status = paper_next(paper, &story, error);
    }
    if (status == STATUS_OK && story == NULL)
        status = api_end_list(&forms->api, list, error);
    for (int64_t page = forms->api.lists[list].fresh + 1; page <= API_FRESH + 1; page++)
        if (status == STATUS_OK)
            status = api_remove(&forms->api, list, page, error);
    if (status == STATUS_OK)
        status = feeds_end_list(&forms->feeds, list, error);
    return status == STATUS_OK && list > 0 ? site_write_topic(&forms->site, list - 1, error)
                                           : status;
}

/* ---- what lies deep in a list ---- */

/* The pages of a month, of some size, that are to be made again. */
struct range {
    size_t list;
    int64_t month, size;
    int64_t count;         /* stories of the month */
    int64_t from, to;      /* pages: the oldest that changed, and behind the newest; from 0 */
    int64_t pages, before; /* how many there are, and were */
};

static int64_t pages_of(int64_t count, int64_t size) {
    int64_t pages = (count + size - 1) / size;
    return pages < CUT_PAGES_MOST ? pages : CUT_PAGES_MOST;
}

static int64_t page_of(int64_t rank, int64_t size) {
    return rank / size < CUT_PAGES_MOST ? rank / size : CUT_PAGES_MOST - 1;
}

/* Where nothing came or went, only the pages of what changed are other than before; else all from
 * there to the newest of the month. */
static enum status find_range(const struct paper *paper, const struct changed_list *changed,
                              struct range *range, struct error *error) {
    int64_t oldest = INT64_MAX, newest = INT64_MIN, came = 0, went = 0, first, behind;
    for (size_t i = 0; i < changed->count; i++) {
        const struct move *move = &changed->moves[i];
        bool left = move->was && cut_month(move->before) == range->month;
        bool entered = move->is && cut_month(move->after) == range->month;
        int64_t times[] = {left ? move->before : move->after, entered ? move->after : move->before};
        for (size_t k = 0; k < 2 && (left || entered); k++) {
            oldest = times[k] < oldest ? times[k] : oldest;
            newest = times[k] > newest ? times[k] : newest;
        }
        came += entered && !changes_stayed(move);
        went += left && !changes_stayed(move);
    }
    enum status status =
        cut_count(paper, range->list, range->month, TIME_NONE, &range->count, error);
    if (status == STATUS_OK)
        status = cut_count(paper, range->list, range->month, oldest, &first, error);
    if (status == STATUS_OK)
        status = cut_count(paper, range->list, range->month, newest + 1, &behind, error);
    if (status != STATUS_OK)
        return status;
    if (oldest < 0)
        first = 0;
    bool still = came == 0 && went == 0 && newest >= 0;
    range->pages = pages_of(range->count, range->size);
    range->before = pages_of(range->count - came + went, range->size);
    range->from = page_of(first, range->size);
    range->to = still && behind > 0 ? page_of(behind - 1, range->size) + 1 : range->pages;
    return STATUS_OK;
}

static int64_t number_of(const struct range *range, int64_t page) {
    return cut_number(range->month, page * range->size, range->size);
}

/* Begins to read the stories of pages [from, to); *left are those and all that are older. */
static void read_pages(struct paper *paper, const struct range *range, int64_t *left) {
    *left = range->to * range->size;
    if (*left > range->count || range->to == CUT_PAGES_MOST)
        *left = range->count;
    const struct store_query query =
        cut_query(paper, range->list, range->month, range->count - *left);
    paper_read(paper, &query, PAPER_FEW);
}

static enum status write_archive(struct forms *forms, const struct range *range,
                                 struct error *error) {
    struct paper *paper = &forms->paper;
    struct paper_story *story;
    struct api_list *list = &forms->api.lists[range->list];
    int64_t left;
    read_pages(paper, range, &left);
    api_seek(&forms->api, range->list, range->month, left);
    enum status status = paper_next(paper, &story, error);
    while (status == STATUS_OK && story != NULL &&
           list->archived < (size_t)(range->to - range->from)) {
        status = api_add(&forms->api, story, error);
        if (status == STATUS_OK)
            status = paper_next(paper, &story, error);
    }
    return status == STATUS_OK && story == NULL ? api_end_list(&forms->api, range->list, error)
                                                : status;
}

/* Pages of the archive; those whose stories are on the first pages are none. */
static enum status renew_archive(struct forms *forms, struct range *range, int64_t newest,
                                 struct error *error) {
    enum status status = STATUS_OK;
    for (int64_t page = range->pages; page < range->before && status == STATUS_OK; page++)
        status = api_remove(&forms->api, range->list, number_of(range, page), error);
    while (range->to > range->from && number_of(range, range->to - 1) > newest &&
           status == STATUS_OK)
        status = api_remove(&forms->api, range->list, number_of(range, --range->to), error);
    return status == STATUS_OK && range->to > range->from ? write_archive(forms, range, error)
                                                          : status;
}

/* The page whose next one has another number now: the oldest of the month behind. */
static enum status renew_link(struct forms *forms, const struct range *range, int64_t newest,
                              struct error *error) {
    struct range link = {.list = range->list, .size = range->size, .to = 1};
    enum status status =
        cut_neighbour(&forms->paper, range->list, range->month, true, &link.month, error);
    if (status == STATUS_OK && link.month != 0)
        status = cut_count(&forms->paper, link.list, link.month, TIME_NONE, &link.count, error);
    return status == STATUS_OK && link.month != 0 ? renew_archive(forms, &link, newest, error)
                                                  : status;
}

static enum status renew_sitemap(struct forms *forms, const struct range *range, bool *recut,
                                 struct error *error) {
    struct paper *paper = &forms->paper;
    struct sitemaps *sitemaps = &forms->sitemaps;
    struct paper_story *story;
    int64_t left;
    enum status status = STATUS_OK;
    *recut |= range->pages != range->before;
    for (int64_t page = range->pages; page < range->before && status == STATUS_OK; page++)
        status = sitemaps_remove(sitemaps, number_of(range, page), error);
    if (status != STATUS_OK || range->to <= range->from)
        return status;
    read_pages(paper, range, &left);
    sitemaps_seek(sitemaps, range->month, left);
    status = paper_next(paper, &story, error);
    while (status == STATUS_OK && story != NULL &&
           sitemaps->parts < (size_t)(range->to - range->from)) {
        status = sitemaps_add_story(sitemaps, story, error);
        if (status == STATUS_OK)
            status = paper_next(paper, &story, error);
    }
    return status == STATUS_OK && story == NULL ? sitemaps_end_part(sitemaps, error) : status;
}

/* ---- lists ---- */

static int compare_months(const void *left, const void *right) {
    int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
    return a < b ? -1 : a > b;
}

/* The months in which something of a list changed, each once. */
static enum status months_of(struct arena *arena, const struct changed_list *changed,
                             int64_t **months, size_t *count, struct error *error) {
    size_t n = 0;
    *count = 0;
    *months = arena_array(arena, 2 * changed->count, int64_t);
    if (*months == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < changed->count; i++) {
        const struct move *move = &changed->moves[i];
        if (move->was)
            (*months)[n++] = cut_month(move->before);
        if (move->is)
            (*months)[n++] = cut_month(move->after);
    }
    qsort(*months, n, sizeof **months, compare_months);
    for (size_t i = 0; i < n; i++)
        if (i == 0 || (*months)[i] != (*months)[*count - 1])
            (*months)[(*count)++] = (*months)[i];
    return STATUS_OK;
}

static enum status renew_month(struct forms *forms, const struct changed_list *changed, size_t list,
                               int64_t month, int64_t newest, bool *recut, struct error *error) {
    int64_t size = forms->paper.edition->publish.page_size;
    struct range pages = {.list = list, .month = month, .size = size};
    struct range parts = {.list = list, .month = month, .size = forms->sitemaps.size};
    enum status status = find_range(&forms->paper, changed, &pages, error);
    bool linked = pages.pages != pages.before;
    if (status == STATUS_OK)
        status = renew_archive(forms, &pages, newest, error);
    if (status == STATUS_OK && linked)
        status = renew_link(forms, &pages, newest, error);
    if (status != STATUS_OK || list > 0 || !forms->sitemaps.parted)
        return status;
    status = find_range(&forms->paper, changed, &parts, error);
    return status == STATUS_OK ? renew_sitemap(forms, &parts, recut, error) : status;
}

/* A story that comes or goes moves where the archive begins by one place: so many of its first
 * pages are made again. */
static size_t first_pages(const struct forms *forms, const struct changed_list *changed) {
    size_t moved = 0;
    for (size_t i = 0; i < changed->count; i++)
        moved += !changes_stayed(&changed->moves[i]);
    return moved > 0 ? moved / (size_t)forms->paper.edition->publish.page_size + 2 : 0;
}

static enum status renew_list(struct forms *forms, const struct changed_list *changed, size_t list,
                              struct arena *arena, struct error *error) {
    int64_t *months;
    size_t count;
    bool recut = false;
    forms->paper.narrow = true;
    forms->paper.list = list;
    enum status status = renew_newest(forms, list, first_pages(forms, changed), error);
    int64_t newest = forms->api.lists[list].newest;
    if (status == STATUS_OK)
        status = months_of(arena, changed, &months, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = renew_month(forms, changed, list, months[i], newest, &recut, error);
    if (status == STATUS_OK && recut)
        status = sitemaps_write_index(&forms->sitemaps, error);
    forms->paper.narrow = false;
    return status;
}

/* ---- days ---- */

static int compare_days(const void *left, const void *right) {
    const struct days_change *a = left, *b = right;
    return a->day < b->day ? -1 : a->day > b->day;
}

/* How many stories came to the day, and went. */
static void count_day(const struct paper *paper, const struct changed_list *changed, int64_t day,
                      int64_t *came, int64_t *went) {
    *came = *went = 0;
    for (size_t i = 0; i < changed->count; i++) {
        const struct move *move = &changed->moves[i];
        *came += move->is && !changes_stayed(move) && paper_day(paper, move->after) == day;
        *went += move->was && !changes_stayed(move) && paper_day(paper, move->before) == day;
    }
}

static enum status renew_day(struct forms *forms, const struct changed_list *changed,
                             struct days_change *change, struct error *error) {
    const struct store_query query = days_query(&forms->paper, change->day, change->day + 1);
    int64_t count, came, went;
    enum status status = store_articles_count(forms->paper.context->store, &query, &count, error);
    if (status != STATUS_OK)
        return status;
    count_day(&forms->paper, changed, change->day, &came, &went);
    change->recounted = came != went;
    change->emptied = change->recounted && (count == 0 || count - came + went == 0);
    return days_renew(&forms->site, change, error);
}

static enum status renew_days(struct forms *forms, const struct changed_list *changed,
                              struct arena *arena, struct error *error) {
    struct days_change *days = arena_array(arena, 2 * changed->count, struct days_change);
    size_t count = 0;
    enum status status = STATUS_OK;
    if (days == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < changed->count; i++) {
        const struct move *move = &changed->moves[i];
        if (move->was)
            days[count++].day = paper_day(&forms->paper, move->before);
        if (move->is)
            days[count++].day = paper_day(&forms->paper, move->after);
    }
    if (count > 1)
        qsort(days, count, sizeof *days, compare_days);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (i == 0 || days[i].day != days[i - 1].day)
            status = renew_day(forms, changed, &days[i], error);
    return status;
}

/* ---- sitemaps that are made as a whole ---- */

/* Whether the sitemap for news has, or had, one of the stories: it goes back from the newest. */
static enum status renew_news(struct forms *forms, const struct changed_list *changed,
                              struct error *error) {
    int64_t from = INT64_MAX;
    enum status status = news_from(&forms->paper, &from, error);
    bool touched = false;
    for (size_t i = 0; i < changed->count; i++) {
        const struct move *move = &changed->moves[i];
        touched |= (move->was && move->before >= from) || (move->is && move->after >= from);
    }
    return status == STATUS_OK && touched ? news_write(&forms->paper, error) : status;
}

/* A sitemap that is not parted: all of it. */
static enum status renew_whole_sitemap(struct forms *forms, struct error *error) {
    struct paper *paper = &forms->paper;
    struct paper_story *story;
    const struct store_query query = cut_query(paper, 0, 0, 0);
    paper_read(paper, &query, PAPER_MANY);
    enum status status = forms_list_pages(forms, error);
    if (status == STATUS_OK)
        status = paper_next(paper, &story, error);
    while (status == STATUS_OK && story != NULL) {
        status = sitemaps_add_story(&forms->sitemaps, story, error);
        if (status == STATUS_OK)
            status = paper_next(paper, &story, error);
    }
    return status == STATUS_OK ? sitemaps_end(&forms->sitemaps, error) : status;
}

static enum status renew_stories(struct forms *forms, const struct changes *changes,
                                 struct gone *gone, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < changes->story_count && status == STATUS_OK; i++)
        status = renew_story(forms, &changes->stories[i], gone, error);
    for (size_t i = 0; i < changes->lone_count && status == STATUS_OK; i++) {
        status = paper_paths_of(&forms->paper, changes->lone[i], error);
        if (status == STATUS_OK)
            status = records_add_lone(&forms->paper, changes->lone[i], error);
    }
    for (size_t i = 0; i < changes->provider_count && status == STATUS_OK; i++)
        status = providers_add(&forms->providers, changes->providers[i], error);
    return status == STATUS_OK ? sealed_edition(&forms->paper, error) : status;
}

static enum status renew_lists(struct forms *forms, const struct changes *changes,
                               struct error *error) {
    const struct changed_list *all = &changes->lists[0];
    struct arena arena;
    enum status status = STATUS_OK;
    arena_init(&arena, PUBLISH_PAGE_MOST);
    for (size_t i = 0; i < forms->api.count && status == STATUS_OK; i++)
        if (changes->lists[i].count > 0 || i == 0)
            status = renew_list(forms, &changes->lists[i], i, &arena, error);
    if (status == STATUS_OK)
        status = providers_write(&forms->providers, error);
    if (status == STATUS_OK)
        status = renew_days(forms, all, &arena, error);
    if (status == STATUS_OK && all->count > 0 && !forms->sitemaps.parted)
        status = renew_whole_sitemap(forms, error);
    if (status == STATUS_OK && changes->issues)
        status = newsletter_write(&forms->site, error);
    if (status == STATUS_OK)
        status = renew_news(forms, all, error);
    arena_release(&arena);
    return status == STATUS_OK ? site_write_front(&forms->site, error) : status;
}

/* Stories before the lists that lead to them, and what goes behind. */
enum status forms_renew(struct forms *forms, const struct changes *changes, struct error *error) {
    struct gone gone = {0};
    forms->paper.remembers = true;
    arena_init(&gone.arena, PUBLISH_PAGE_MOST);
    enum status status = renew_stories(forms, changes, &gone, error);
    if (status == STATUS_OK)
        status = renew_lists(forms, changes, error);
    for (size_t i = 0; i < gone.count && status == STATUS_OK; i++)
        status = pages_remove(&forms->paper, gone.pages[i], error);
    if (status == STATUS_OK)
        status = pictures_renew(&forms->paper, error);
    arena_release(&gone.arena);
    return status;
}
