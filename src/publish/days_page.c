#include "publish/days_page.h"

#include "publish/lines.h"
#include "publish/pages.h"
#include "publish/view.h"
#include "words/words.h"

enum { PAGE_ARENA = 1 << 28 };

struct store_query days_query(const struct paper *paper, int64_t from, int64_t to) {
    return (struct store_query){
        .order = STORE_BY_PUBLISHED_DOWN,
        .shown_only = true,
        .leads_only = true,
        .published_from = zone_day_start(&paper->zone, from),
        .published_to = zone_day_start(&paper->zone, to),
    };
}

static int64_t first_of_month(int64_t day, int months) {
    struct civil civil = civil_from_time(day * DAY_SECONDS);
    civil.day = 1;
    civil.month += months;
    return day_of(time_from_civil(civil));
}

static struct str month_address(struct arena *arena, int64_t day) {
    return str_take(paper_day_address(arena, day), strlen("2026/11/"));
}

static void put_link(struct arena *arena, struct template_value *map, const char *key,
                     struct str address, struct str name) {
    struct template_value *link = template_put_map(arena, map, key);
    template_put_text(arena, link, "address", address);
    template_put_text(arena, link, "name", name);
}

/* ---- a day ---- */

struct day {
    struct site *site;
    struct arena arena;
    int64_t day;
    struct paper_line *lines;
    size_t count;
    int64_t total;
    bool *on_top; /* which of the lines stand there in full */
};

static enum status read_day(struct day *day, struct error *error) {
    struct paper *paper = day->site->paper;
    size_t count = 0;
    struct store_query query = days_query(paper, day->day, day->day + 1);
    query.most = PUBLISH_DAY_STORIES;
    enum status status =
        lines_read(paper, &day->arena, &query, &day->lines, &day->count, &count, error);
    day->total = (int64_t)count;
    if (status == STATUS_OK && count == PUBLISH_DAY_STORIES)
        status = store_articles_count(paper->context->store, &query, &day->total, error);
    day->on_top = arena_array(&day->arena, day->count, bool);
    return status == STATUS_OK ? arena_status(&day->arena, error) : status;
}

/* The day's front page as its stories stand now: by their heat, under the front's own rules. The
 * fade is left out, since a reader comes to the whole day at once. */
static enum status select_day(struct day *day, struct front *front, struct error *error) {
    int64_t end = zone_day_start(&day->site->paper->zone, day->day + 1);
    struct front_story *stories = arena_array(&day->arena, day->count, struct front_story);
    if (stories == NULL)
        return arena_status(&day->arena, error);
    for (size_t i = 0; i < day->count; i++) {
        const struct store_article *row = day->lines[i].member.row;
        struct front_story *story = &stories[i];
        *story = (struct front_story){.heat = row->heat,
                                      .newest = end,
                                      .provider = row->provider,
                                      .title = day->lines[i].member.article.title};
        memcpy(story->story, row->story, sizeof story->story);
        memcpy(story->lead, row->id, sizeof story->lead);
        memcpy(story->text, row->copy_of[0] != '\0' ? row->copy_of : row->id, sizeof story->text);
    }
    return front_items(&day->arena, day->site->paper->edition, end, stories, day->count, front,
                       error);
}

static enum status put_top(struct day *day, const struct front *front,
                           struct template_value *values, struct error *error) {
    int64_t updated;
    for (size_t i = 0; i < front->count; i++)
        for (size_t k = 0; k < day->count; k++)
            if (strcmp(day->lines[k].member.row->id, front->items[i].lead) == 0)
                day->on_top[k] = true;
    return site_put_front(day->site, &day->arena, front, values, &updated, error);
}

static void put_rest(struct day *day, struct template_value *values) {
    struct template_value *list = template_put_list(&day->arena, values, "lines");
    for (size_t i = 0; i < day->count; i++)
        if (!day->on_top[i])
            view_line(day->site->paper, &day->arena, &day->lines[i],
                      template_add_map(&day->arena, list));
}

static enum status put_around(struct day *day, struct template_value *map, struct error *error) {
    struct arena *arena = &day->arena;
    const struct words *words = day->site->paper->words;
    int64_t before, behind;
    enum status status = days_before(day->site->paper, day->day, &before, error);
    if (status == STATUS_OK)
        status = days_behind(day->site->paper, day->day, &behind, error);
    if (status != STATUS_OK)
        return status;
    if (before != INT64_MIN)
        put_link(arena, map, "earlier", paper_day_address(arena, before),
                 words_day(arena, words, before * DAY_SECONDS));
    if (behind != INT64_MIN)
        put_link(arena, map, "later", paper_day_address(arena, behind),
                 words_day(arena, words, behind * DAY_SECONDS));
    put_link(arena, map, "month", month_address(arena, day->day),
             words_month(arena, words, day->day * DAY_SECONDS));
    return STATUS_OK;
}

static enum status fill_day(struct day *day, struct template_value *values, struct error *error) {
    struct arena *arena = &day->arena;
    const struct words *words = day->site->paper->words;
    struct front front;
    struct str name = words_day(arena, words, day->day * DAY_SECONDS);
    struct str address = paper_day_address(arena, day->day);
    const struct edition *edition = day->site->paper->edition;
    site_put_page(arena, values,
                  arena_format(arena, "%.*s · %.*s", STR_ARG(name), STR_ARG(edition->title)),
                  STR_NONE, address);
    struct template_value *map = template_put_map(arena, values, "date");
    template_put_text(arena, map, "name", name);
    template_put_text(arena, map, "count",
                      words_count(arena, words, WORDS_story_count, (uint64_t)day->total));
    if (day->total > PUBLISH_DAY_STORIES)
        view_shown(day->site->paper, arena, map, WORDS_newest_only, PUBLISH_DAY_STORIES);
    template_put_integer(arena, values, "level", 2);
    enum status status = put_around(day, map, error);
    if (status == STATUS_OK)
        status = select_day(day, &front, error);
    if (status == STATUS_OK)
        status = put_top(day, &front, values, error);
    if (status == STATUS_OK)
        put_rest(day, values);
    return status;
}

enum status days_write_day(struct site *site, int64_t day, struct error *error) {
    struct day page = {.site = site, .day = day};
    if (day < PUBLISH_DAY_LEAST || day >= DAYS_LAST)
        return STATUS_OK;
    arena_init(&page.arena, PAGE_ARENA);
    struct str path =
        ARENA_JOIN(&page.arena, paper_day_address(&page.arena, day), STR("index.html"));
    enum status status = read_day(&page, error);
    if (status == STATUS_OK && page.count == 0) {
        status = pages_remove(site->paper, path, error);
    } else if (status == STATUS_OK) {
        struct template_value *values = template_map(&page.arena);
        status = fill_day(&page, values, error);
        if (status == STATUS_OK)
            status = site_write(site, &page.arena, "day", SITE_THREE_DOWN, values, path, error);
    }
    arena_release(&page.arena);
    return status;
}

/* ---- months ---- */

/* The days of a month that have stories, the newest first, with how many these are. */
static enum status put_month(struct site *site, struct arena *arena, int64_t first, int64_t end,
                             struct template_value *values, size_t *days, struct error *error) {
    struct template_value *list = template_put_list(arena, values, "days");
    int64_t day;
    enum status status = days_before(site->paper, end, &day, error);
    while (status == STATUS_OK && day != INT64_MIN && day >= first) {
        int64_t count;
        struct store_query query = days_query(site->paper, day, day + 1);
        struct template_value *map = template_add_map(arena, list);
        status = store_articles_count(site->paper->context->store, &query, &count, error);
        if (status != STATUS_OK)
            break;
        template_put_text(arena, map, "name",
                          words_day(arena, site->paper->words, day * DAY_SECONDS));
        template_put_text(arena, map, "address", paper_day_address(arena, day));
        template_put_text(
            arena, map, "count",
            words_count(arena, site->paper->words, WORDS_story_count, (uint64_t)count));
        ++*days;
        status = days_before(site->paper, day, &day, error);
    }
    return status;
}

enum status days_write_month(struct site *site, int64_t month, struct error *error) {
    struct arena arena;
    size_t days = 0;
    if (month < PUBLISH_DAY_LEAST || month >= DAYS_LAST)
        return STATUS_OK;
    arena_init(&arena, PAGE_ARENA);
    int64_t first = first_of_month(month, 0), end = first_of_month(month, 1);
    struct str name = words_month(&arena, site->paper->words, first * DAY_SECONDS);
    struct str address = month_address(&arena, first);
    struct str path = ARENA_JOIN(&arena, address, STR("index.html"));
    struct template_value *values = template_map(&arena);
    struct str title = site->paper->edition->title;
    site_put_page(&arena, values,
                  arena_format(&arena, "%.*s · %.*s", STR_ARG(name), STR_ARG(title)), STR_NONE,
                  address);
    template_put_text(&arena, values, "month", name);
    enum status status = put_month(site, &arena, first, end, values, &days, error);
    if (status == STATUS_OK)
        status = days > 0 ? site_write(site, &arena, "month", SITE_TWO_DOWN, values, path, error)
                          : pages_remove(site->paper, path, error);
    arena_release(&arena);
    return status;
}

enum status days_write_archive(struct site *site, struct error *error) {
    struct arena arena;
    int64_t day, year = INT64_MIN;
    struct template_value *months = NULL;
    arena_init(&arena, PAGE_ARENA);
    struct template_value *values = template_map(&arena);
    struct template_value *years = template_put_list(&arena, values, "years");
    site_put_page(&arena, values,
                  ARENA_JOIN(&arena, words_say(site->paper->words, WORDS_archive), STR(" · "),
                             site->paper->edition->title),
                  STR_NONE, STR("archive/"));
    enum status status = days_before(site->paper, DAYS_LAST, &day, error);
    while (status == STATUS_OK && day != INT64_MIN) {
        struct civil civil = civil_from_time(day * DAY_SECONDS);
        if (civil.year != year) {
            struct template_value *map = template_add_map(&arena, years);
            template_put_integer(&arena, map, "year", year = civil.year);
            months = template_put_list(&arena, map, "months");
        }
        struct template_value *map = template_add_map(&arena, months);
        template_put_text(&arena, map, "name",
                          words_month(&arena, site->paper->words, day * DAY_SECONDS));
        template_put_text(&arena, map, "address", month_address(&arena, day));
        status = days_before(site->paper, first_of_month(day, 0), &day, error);
    }
    if (status == STATUS_OK)
        status = site_write(site, &arena, "archive", SITE_ONE_DOWN, values,
                            STR("archive/index.html"), error);
    arena_release(&arena);
    return status;
}
