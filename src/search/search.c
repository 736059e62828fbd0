#include "search/search.h"

#include "search/question.h"
#include "search/suggest.h"

/* ---- cursors ---- */

enum { BEST = 'b', NEWEST = 'n' };

struct str search_cursor(struct arena *arena, char order, int64_t key, const char *id) {
    return arena_format(arena, "%c%lld.%s", order, (long long)key, id);
}

bool search_cursor_read(struct str cursor, char order, int64_t *key, char id[ID_LENGTH + 1]) {
    size_t dot = str_find_byte(cursor, '.');
    struct str name = str_skip(cursor, dot == SIZE_MAX ? cursor.n : dot + 1);
    if (cursor.n > SEARCH_CURSOR_MOST || dot == SIZE_MAX || dot == 0 || cursor.p[0] != order ||
        !id_valid(name) || !str_to_i64(str_of(cursor.p + 1, dot - 1), key))
        return false;
    memcpy(id, name.p, ID_LENGTH);
    id[ID_LENGTH] = '\0';
    return true;
}

/* ---- asking ---- */

static enum status add_name(struct query_name *names, size_t *count, struct str name,
                            struct error *error) {
    if (str_empty(name))
        return STATUS_OK;
    if (*count == QUERY_NAMES_MOST)
        return error_set(error, STATUS_LIMIT, "too many outlets or topics are named");
    names[(*count)++] = (struct query_name){.name = name};
    return STATUS_OK;
}

/* The line as it was read, with what was asked for besides. */
static enum status read_request(struct arena *arena, const struct search_request *request,
                                struct query *query, struct error *error) {
    enum status status = query_read(arena, request->line, query, error);
    if (status == STATUS_OK)
        status = add_name(query->topics, &query->topic_count, request->topic, error);
    if (status == STATUS_OK)
        status = add_name(query->providers, &query->provider_count, request->provider, error);
    if (request->from != TIME_NONE && (query->from == TIME_NONE || request->from > query->from))
        query->from = request->from;
    if (request->to != TIME_NONE && (query->to == TIME_NONE || request->to < query->to))
        query->to = request->to;
    return status;
}

static bool has_words(const struct query *query) {
    for (size_t i = 0; i < query->phrase_count; i++)
        if (!query->phrases[i].excluded)
            return true;
    return false;
}

static enum status take_cursor(const struct search_request *request,
                               struct store_question *question, struct error *error) {
    if (str_empty(request->cursor))
        return STATUS_OK;
    question->behind = true;
    if (search_cursor_read(request->cursor, question->newest ? NEWEST : BEST, &question->behind_key,
                           question->behind_id))
        return STATUS_OK;
    return error_set(error, STATUS_INVALID, "this is no cursor of such a list");
}

/* ---- answering ---- */

static enum status mark(struct query_marker *marker, struct arena *arena,
                        struct search_result *result, struct error *error) {
    enum status status = query_mark(marker, arena, result->article.title, QUERY_TITLE,
                                    &result->title, &result->title_count, error);
    if (status == STATUS_OK)
        status = query_mark(marker, arena, result->article.excerpt, QUERY_ANYWHERE,
                            &result->excerpt, &result->excerpt_count, error);
    return status;
}

static enum status read_articles(struct store *store, const struct edition *edition,
                                 struct arena *arena, const struct store_hit *hits, size_t count,
                                 bool public_only, struct search_results *results,
                                 struct error *error) {
    struct query_marker marker = {0};
    struct store_article *rows = NULL;
    struct str *ids = arena_array(arena, count, struct str);
    results->items = arena_array(arena, count, struct search_result);
    if (ids == NULL || results->items == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        ids[i] = str_from(hits[i].id);
    enum status status = store_articles_get(store, arena, ids, count, &rows, error);
    if (status == STATUS_OK)
        status = query_marker_open(&marker, &results->query, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct search_result *result = &results->items[results->count];
        result->row = &rows[i];
        if (rows[i].id[0] == '\0')
            continue;
        status = article_read(arena, rows[i].data, &result->article, error);
        if (status != STATUS_OK || (public_only && result->article.removed))
            continue;
        if (public_only)
            article_obey(arena, edition, &result->article);
        status = mark(&marker, arena, result, error);
        results->count++;
    }
    query_marker_close(&marker);
    return status;
}

/* A suggestion is one only if it finds more. */
static enum status suggest(struct store *store, const struct edition *edition, struct arena *arena,
                           const struct search_request *request, struct store_question question,
                           struct search_results *results, struct error *error) {
    struct query query;
    struct store_hit *hits;
    struct str line;
    size_t count = 0;
    struct search_request again = *request;
    enum status status = search_suggest(store, arena, request->line, &results->query, &line, error);
    if (status != STATUS_OK || str_absent(line))
        return status;
    again.line = line;
    if (read_request(arena, &again, &query, NULL) != STATUS_OK)
        return arena_status(arena, error);
    question.topics = question.providers = (struct store_names){0};
    question.not_topics = question.not_providers = (struct store_names){0};
    question.most = results->count + 1;
    status = search_question(arena, edition, &query, &question, error);
    if (status == STATUS_OK)
        status = store_search(store, arena, &question, &hits, &count, error);
    if (status == STATUS_OK && count > results->count)
        results->suggestion = line;
    return status;
}

enum status search_run(struct store *store, const struct edition *edition, struct arena *arena,
                       const struct search_request *request, struct search_results *results,
                       struct error *error) {
    struct store_question question = {
        .public_only = request->public_only,
        .patience_ms = request->patience_ms,
        .most = request->most + 1, /* whether there is more */
    };
    struct store_hit *hits = NULL;
    size_t count = 0;
    *results = (struct search_results){0};
    enum status status = read_request(arena, request, &results->query, error);
    if (status == STATUS_OK)
        status = search_question(arena, edition, &results->query, &question, error);
    question.newest = request->newest || !has_words(&results->query);
    if (status == STATUS_OK && !request->newest && !query_asks(&results->query))
        return STATUS_OK;
    if (status == STATUS_OK)
        status = take_cursor(request, &question, error);
    if (status == STATUS_OK)
        status = store_search(store, arena, &question, &hits, &count, error);
    if (status == STATUS_OK && count > request->most) {
        count = request->most;
        results->next = search_cursor(arena, question.newest ? NEWEST : BEST, hits[count - 1].key,
                                      hits[count - 1].id);
    }
    if (status == STATUS_OK)
        status =
            read_articles(store, edition, arena, hits, count, request->public_only, results, error);
    if (status == STATUS_OK && count < SEARCH_FEW && !question.behind)
        status = suggest(store, edition, arena, request, question, results, error);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}
