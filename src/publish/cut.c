#include "publish/cut.h"

enum { CUT_ROW_BYTES = 1 << 28 };

static int64_t month_begin(int64_t month) {
    const struct civil civil = {.year = month / 100, .month = (int)(month % 100), .day = 1};
    return time_from_civil(civil);
}

static int64_t next_month(int64_t month) {
    return month % 100 < 12 ? month + 1 : (month / 100 + 1) * 100 + 1;
}

int64_t cut_month(int64_t time) {
    struct civil civil = civil_from_time(time > 0 ? time : 0);
    return civil.year * 100 + civil.month;
}

/* The edition's list, or a topic's, of stories published before `to`. */
static struct store_query list_query(const struct paper *paper, size_t list, int64_t to) {
    return (struct store_query){
        .order = STORE_BY_PUBLISHED_DOWN,
        .shown_only = true,
        .leads_only = true,
        .topic = list > 0 ? paper->edition->topics[list - 1].id : STR_NONE,
        .published_to = to,
    };
}

enum status cut_count(const struct paper *paper, size_t list, int64_t month, int64_t to,
                      int64_t *count, struct error *error) {
    int64_t end = month_begin(next_month(month));
    struct store_query query = list_query(paper, list, to != TIME_NONE && to < end ? to : end);
    query.published_from = month_begin(month); /* 0, the first month's, is open */
    *count = 0;
    if (query.published_to <= query.published_from)
        return STATUS_OK; /* an end of 0 would be open */
    return store_articles_count(paper->context->store, &query, count, error);
}

int64_t cut_number(int64_t month, int64_t rank, int64_t size) {
    int64_t page = rank / size;
    return month * (CUT_PAGES_MOST + 1) + (page < CUT_PAGES_MOST ? page : CUT_PAGES_MOST - 1) + 1;
}

struct store_query cut_query(const struct paper *paper, size_t list, int64_t month, int64_t skip) {
    int64_t to = month > 0 ? month_begin(next_month(month)) : TIME_NONE;
    struct store_query query = list_query(paper, list, to);
    query.skip = (size_t)skip;
    return query;
}

enum status cut_step(const struct paper *paper, size_t list, int64_t size, int64_t published,
                     struct cut *cut, struct error *error) {
    enum status status = STATUS_OK;
    if (cut->left == 0) {
        cut->month = cut_month(published);
        status = cut_count(paper, list, cut->month, TIME_NONE, &cut->left, error);
    }
    if (status == STATUS_OK && (cut->left == 0 || cut->month != cut_month(published)))
        status = error_set(error, STATUS_INTERNAL, "the stories of a month were miscounted");
    if (status == STATUS_OK)
        cut->number = cut_number(cut->month, --cut->left, size);
    return status;
}

/* The month of the newest story that the query finds; 0 when there is none. */
static enum status newest_month(const struct paper *paper, struct store_query query, int64_t *month,
                                struct error *error) {
    struct arena arena;
    struct store_article *rows;
    size_t count = 0;
    query.most = 1;
    query.known = &paper->places;
    arena_init(&arena, CUT_ROW_BYTES);
    enum status status =
        store_articles_list(paper->context->store, &arena, &query, &rows, &count, error);
    *month = count > 0 ? cut_month(rows[0].published) : 0;
    arena_release(&arena);
    return status;
}

static enum status month_after(const struct paper *paper, size_t list, int64_t month,
                               int64_t *other, struct error *error) {
    int64_t last = 0, count = 0;
    enum status status = newest_month(paper, list_query(paper, list, TIME_NONE), &last, error);
    *other = month;
    while (status == STATUS_OK && count == 0 && *other < last) {
        *other = next_month(*other);
        status = cut_count(paper, list, *other, TIME_NONE, &count, error);
    }
    *other = count > 0 ? *other : 0;
    return status;
}

enum status cut_neighbour(const struct paper *paper, size_t list, int64_t month, bool up,
                          int64_t *other, struct error *error) {
    int64_t begin = month > 0 ? month_begin(month) : TIME_NONE;
    *other = 0;
    if (up)
        return month_after(paper, list, month, other, error);
    return begin == 0 ? STATUS_OK /* nothing is before the first month */
                      : newest_month(paper, list_query(paper, list, begin), other, error);
}
