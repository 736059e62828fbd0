#include "publish/days.h"

#include "publish/days_page.h"
#include "words/words.h"

enum { DAYS_ARENA = 1 << 26 };

/* The newest story of the days [from, to), as its day. */
static enum status newest_within(struct paper *paper, int64_t from, int64_t to, int64_t *found,
                                 struct error *error) {
    struct store_article *rows;
    struct arena arena;
    size_t count = 0;
    arena_init(&arena, DAYS_ARENA);
    struct store_query query = days_query(paper, from, to);
    query.most = 1;
    query.known = &paper->places;
    enum status status = from >= to ? STATUS_OK
                                    : store_articles_list(paper->context->store, &arena, &query,
                                                          &rows, &count, error);
    *found = count > 0 ? paper_day(paper, rows[0].published) : INT64_MIN;
    arena_release(&arena);
    return status;
}

enum status days_before(struct paper *paper, int64_t day, int64_t *found, struct error *error) {
    return newest_within(paper, PUBLISH_DAY_LEAST, day, found, error);
}

/* The store lists the newest first, so the nearest is searched for: in spans that double until one
 * has stories, then from its newest day back. */
enum status days_behind(struct paper *paper, int64_t day, int64_t *found, struct error *error) {
    int64_t newest, before;
    enum status status = newest_within(paper, day + 1, DAYS_LAST, &newest, error);
    *found = INT64_MIN;
    for (int64_t span = 1; status == STATUS_OK && newest != INT64_MIN && *found == INT64_MIN;
         span *= 2)
        status = newest_within(paper, day + 1, day + 1 + span, found, error);
    for (before = *found; status == STATUS_OK && before != INT64_MIN;) {
        *found = before;
        status = newest_within(paper, day + 1, *found, &before, error);
    }
    return status;
}

static enum status write_around(struct site *site, int64_t day, struct error *error) {
    int64_t before, behind;
    enum status status = days_before(site->paper, day, &before, error);
    if (status == STATUS_OK)
        status = days_behind(site->paper, day, &behind, error);
    if (status == STATUS_OK && before != INT64_MIN)
        status = days_write_day(site, before, error);
    if (status == STATUS_OK && behind != INT64_MIN)
        status = days_write_day(site, behind, error);
    return status == STATUS_OK ? days_write_archive(site, error) : status;
}

enum status days_renew(struct site *site, const struct days_change *change, struct error *error) {
    enum status status = days_write_day(site, change->day, error);
    if (status == STATUS_OK && change->recounted)
        status = days_write_month(site, change->day, error);
    return status == STATUS_OK && change->emptied ? write_around(site, change->day, error) : status;
}

/* "2026", the folder of a year. */
static bool is_year(struct str name) {
    int64_t year;
    return name.n == 4 && str_to_i64(name, &year) && year >= 1970;
}

/* All days, the newest first; a month is done when a day of an earlier one comes. */
enum status days_write_all(struct site *site, struct crew *crew, struct error *error) {
    int64_t day, last = INT64_MIN;
    enum status status = newest_within(site->paper, PUBLISH_DAY_LEAST, DAYS_LAST, &day, error);
    while (status == STATUS_OK && (day != INT64_MIN || last != INT64_MIN)) {
        struct civil is = civil_from_time(day != INT64_MIN ? day * DAY_SECONDS : 0);
        struct civil was = civil_from_time(last != INT64_MIN ? last * DAY_SECONDS : 0);
        bool other = day == INT64_MIN || is.year != was.year || is.month != was.month;
        if (last != INT64_MIN && other)
            status = days_write_month(site, last, error);
        last = day;
        if (status != STATUS_OK || day == INT64_MIN)
            break;
        status = crew_day(crew, day, error);
        if (status == STATUS_OK)
            status = days_before(site->paper, day, &day, error);
    }
    return status == STATUS_OK ? days_write_archive(site, error) : status;
}

enum status days_sweep(struct site *site, struct error *error) {
    return tree_sweep_top(site->paper->pages, is_year, error);
}
