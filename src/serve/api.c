/* The live API, beside the files of the static one (openapi.json in this folder describes it):
 *
 *     /api/v1/stories             stories that are shown, newest first
 *     /api/v1/articles            articles of such stories, newest first
 *     /api/v1/search?q=…          the same by a search, best first or sort=newest
 *     /api/v1/stories/<id>, /api/v1/articles/<id>   one; also by ids that it had before
 *
 * Parameters: topic, provider, since, until, limit, cursor. */
#include "serve/inquiry.h"

#include "press/find.h"
#include <microhttpd.h>

enum { LIMIT = 25 };

struct list {
    struct serve_counter *counter;
    struct serve_inquiry *inquiry;
    struct search_request request;
    struct json json;
};

/* ---- what is asked for ---- */

static enum status bad(struct error *error, const char *name, const char *want) {
    return error_set(error, STATUS_INVALID, "%s must be %s", name, want);
}

static enum status read_limit(struct list *list, struct error *error) {
    struct str text = serve_parameter(&list->inquiry->parameters, "limit");
    uint64_t limit = LIMIT;
    if (!str_absent(text) && (!str_to_u64(text, &limit) || limit < 1 || limit > SEARCH_MOST))
        return bad(error, "limit", "a number from 1 to 100");
    list->request.most = (size_t)limit;
    return STATUS_OK;
}

/* A time, or a day, month or year: its beginning for `since`, its end for `until`. */
static enum status read_time(const struct list *list, const char *name, bool end, int64_t *time,
                             struct error *error) {
    struct str text = serve_parameter(&list->inquiry->parameters, name);
    int64_t from, to;
    *time = TIME_NONE;
    if (str_absent(text) || time_parse(text, time))
        return STATUS_OK;
    if (!query_date(text, &from, &to))
        return bad(error, name, "a time like 2025-10-08T12:00:00Z or a day like 2025-10-08");
    *time = end ? to : from;
    return STATUS_OK;
}

static enum status read_request(struct list *list, struct error *error) {
    const struct serve_parameters *parameters = &list->inquiry->parameters;
    struct str sort = serve_parameter(parameters, "sort");
    list->request.topic = serve_parameter(parameters, "topic");
    list->request.provider = serve_parameter(parameters, "provider");
    list->request.cursor = serve_parameter(parameters, "cursor");
    list->request.newest = str_eq(sort, STR("newest"));
    list->request.public_only = true;
    list->request.patience_ms = SERVE_INQUIRY_PATIENCE_MS;
    enum status status = read_limit(list, error);
    if (status == STATUS_OK)
        status = read_time(list, "since", false, &list->request.from, error);
    if (status == STATUS_OK)
        status = read_time(list, "until", true, &list->request.to, error);
    if (status == STATUS_OK && !str_empty(sort) && !list->request.newest &&
        !str_eq(sort, STR("best")))
        status = bad(error, "sort", "best or newest");
    return status;
}

/* ---- lists ---- */

static void begin_list(struct list *list) {
    json_init(&list->json, &list->inquiry->body, JSON_COMPACT);
    json_begin_object(&list->json);
    json_key(&list->json, "value");
    json_begin_array(&list->json);
}

static void end_list(struct list *list, struct str next, struct str suggestion) {
    json_end_array(&list->json);
    json_field_text(&list->json, "next", next);
    json_field_text(&list->json, "suggestion", suggestion);
    json_end_object(&list->json);
}

/* The topic and outlet of the request as the store knows them; a list by the store has one each. */
static enum status resolve(struct list *list, struct store_query *query, struct error *error) {
    const struct edition *edition = live_edition(list->counter->live);
    struct arena *arena = &list->counter->arena;
    size_t count;
    if (!str_empty(list->request.topic)) {
        struct str *ids = search_topics(arena, edition, list->request.topic, &count);
        query->topic = ids != NULL ? ids[0] : STR("");
    }
    if (!str_empty(list->request.provider)) {
        struct str *domains = search_providers(arena, edition, list->request.provider, &count);
        query->provider = domains != NULL ? domains[0] : STR("");
    }
    if (!str_empty(list->request.cursor) &&
        !search_cursor_read(list->request.cursor, 'n', &query->after_key, query->after_id))
        return error_set(error, STATUS_INVALID, "this is no cursor of such a list");
    return arena_status(arena, error);
}

static enum status list_stories(struct list *list, struct error *error) {
    struct serve_counter *counter = list->counter;
    struct store_query query = {
        .order = STORE_BY_PUBLISHED_DOWN,
        .shown_only = true,
        .leads_only = true,
        .published_from = list->request.from,
        .published_to = list->request.to,
        .most = list->request.most + 1,
    };
    struct store_article *rows = NULL;
    struct str next = STR_NONE;
    size_t count = 0;
    enum status status = resolve(list, &query, error);
    if (status == STATUS_OK)
        status = store_articles_list(counter->store, &counter->arena, &query, &rows, &count, error);
    if (status != STATUS_OK)
        return status;
    if (count > list->request.most) {
        count = list->request.most;
        next = search_cursor(&counter->arena, 'n', rows[count - 1].published, rows[count - 1].id);
    }
    begin_list(list);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = live_article(counter->live, counter->store, &counter->arena, &rows[i], true,
                              &list->json, error);
    end_list(list, next, STR_NONE);
    return status;
}

/* What a search finds, or all articles. */
static enum status list_found(struct list *list, struct error *error) {
    struct serve_counter *counter = list->counter;
    struct search_results results;
    enum status status = search_run(counter->store, live_edition(counter->live), &counter->arena,
                                    &list->request, &results, error);
    if (status != STATUS_OK)
        return status;
    begin_list(list);
    for (size_t i = 0; i < results.count && status == STATUS_OK; i++)
        status = live_article(counter->live, counter->store, &counter->arena, results.items[i].row,
                              false, &list->json, error);
    end_list(list, results.next, results.suggestion);
    return status;
}

/* ---- one ---- */

static bool is_shown(const struct store_story *story) {
    return story != NULL && story->shown;
}

/* The article of an id, of a story its lead, where readers may see it. */
static enum status find_row(struct list *list, struct str id, bool story,
                            struct store_article **row, struct error *error) {
    struct serve_counter *counter = list->counter;
    struct store_story *of = NULL;
    struct article article;
    enum status status = STATUS_OK;
    *row = NULL;
    if (!id_valid(id))
        return STATUS_OK;
    if (!story)
        status = find_article(counter->store, &counter->arena, id, row, error);
    if (status == STATUS_OK && (story || *row != NULL))
        status = find_story(counter->store, &counter->arena, story ? id : str_from((*row)->story),
                            &of, error);
    if (status != STATUS_OK || !is_shown(of)) {
        *row = NULL;
        return status;
    }
    if (story)
        status = find_article(counter->store, &counter->arena, str_from(of->lead), row, error);
    if (status != STATUS_OK || *row == NULL)
        return status;
    status = article_read(&counter->arena, (*row)->data, &article, error);
    if (article.removed)
        *row = NULL;
    return status;
}

static enum status give_one(struct list *list, struct str id, bool story, struct error *error) {
    struct serve_counter *counter = list->counter;
    struct store_article *row;
    enum status status = find_row(list, id, story, &row, error);
    if (status != STATUS_OK)
        return status;
    if (row == NULL) {
        serve_problem(list->inquiry, MHD_HTTP_NOT_FOUND, STR_NONE);
        return STATUS_OK;
    }
    json_init(&list->json, &list->inquiry->body, JSON_COMPACT);
    return live_article(counter->live, counter->store, &counter->arena, row, story, &list->json,
                        error);
}

/* ---- which of these ---- */

static enum status give_list(struct list *list, struct str path, struct error *error) {
    enum status status = read_request(list, error);
    if (status != STATUS_OK)
        return status;
    if (str_eq(path, STR("stories")))
        return list_stories(list, error);
    if (str_eq(path, STR("articles")))
        list->request.newest = true;
    else
        list->request.line = serve_parameter(&list->inquiry->parameters, "q");
    return list_found(list, error);
}

static enum status give(struct list *list, struct error *error) {
    static const struct str stories = STR_INIT("stories/"), articles = STR_INIT("articles/");
    struct str path = list->inquiry->path;
    if (str_eq(path, STR("stories")) || str_eq(path, STR("articles")) ||
        str_eq(path, STR("search")))
        return give_list(list, path, error);
    if (str_starts(path, stories))
        return give_one(list, str_skip(path, stories.n), true, error);
    if (str_starts(path, articles))
        return give_one(list, str_skip(path, articles.n), false, error);
    serve_problem(list->inquiry, MHD_HTTP_NOT_FOUND, STR("There is no such address here."));
    return STATUS_OK;
}

enum status serve_api(struct serve_counter *counter, struct serve_inquiry *inquiry,
                      struct error *error) {
    struct list list = {.counter = counter, .inquiry = inquiry};
    inquiry->code = MHD_HTTP_OK;
    inquiry->type = "application/json";
    enum status status = give(&list, error);
    if (!serve_is_askers(status, error))
        return status;
    serve_problem(inquiry,
                  status == STATUS_TIMEOUT ? MHD_HTTP_SERVICE_UNAVAILABLE : MHD_HTTP_BAD_REQUEST,
                  str_from(error->message));
    return STATUS_OK;
}
