#include "store/sqlite/list.h"

#include "base/clock.h"

enum { TEXT_MOST = 4000 };

static bool has_from(const struct store_query *query) {
    return query->published_from != 0 && query->published_from != TIME_NONE;
}

static bool has_to(const struct store_query *query) {
    return query->published_to != 0 && query->published_to != TIME_NONE;
}

/* What narrows most comes first; the order decides only when nothing narrows, or when the index
 * gives the rows in that order anyway. Topics have a table of their own, held beside. */
static const char *index_for(const struct store_query *query) {
    if (!str_empty(query->story))
        return "articles_story";
    if (!str_empty(query->provider))
        return "articles_provider";
    if (query->changed_after > 0)
        return "articles_changed";
    if (query->order == STORE_BY_ARRIVED_UP)
        return "articles_arrived";
    if (query->seen_from != 0)
        return "articles_seen";
    if (query->order == STORE_BY_PUBLISHED_DOWN || has_from(query) || has_to(query))
        return query->shown_only ? "articles_shown" : "articles_down";
    return "sqlite_autoindex_articles_1"; /* by id */
}

/* Whether anything is asked that the topics' table does not hold. */
static bool needs_articles(const struct store_query *query) {
    return !str_empty(query->story) || !str_empty(query->provider) || query->seen_from != 0 ||
           query->changed_after > 0;
}

static void add_number(struct store_list *list, const char *condition, int64_t number) {
    buf_add_cstr(&list->text, condition);
    list->values[list->count++].number = number;
}

static void add_text(struct store_list *list, const char *condition, struct str text) {
    buf_add_cstr(&list->text, condition);
    list->values[list->count++].text = text;
}

static void add_conditions(struct store_list *list, const struct store_query *query, bool topic) {
    if (topic)
        add_text(list, " AND t.topic = ?", query->topic);
    if (!str_empty(query->story))
        add_text(list, " AND a.story = ?", query->story);
    if (!str_empty(query->provider))
        add_text(list, " AND a.provider = ?", query->provider);
    if (query->shown_only)
        buf_add_cstr(&list->text, topic ? " AND t.shown = 1" : " AND a.shown = 1");
    if (query->leads_only)
        buf_add_cstr(&list->text, topic ? " AND t.lead = 1" : " AND a.lead = 1");
    if (has_from(query))
        add_number(list, topic ? " AND t.down <= ?" : " AND a.down <= ?", ~query->published_from);
    if (has_to(query))
        add_number(list, topic ? " AND t.down > ?" : " AND a.down > ?", ~query->published_to);
    if (query->seen_from != 0)
        add_number(list, " AND a.seen >= ?", query->seen_from);
    if (query->changed_after > 0)
        add_number(list, " AND a.changed > ?", query->changed_after);
}

static void add_order(struct store_list *list, const struct store_query *query, bool topic) {
    bool after = query->after_id[0] != '\0';
    struct str id = str_of(query->after_id, strnlen(query->after_id, ID_LENGTH));
    const char *condition = " AND a.id > ?", *order = " ORDER BY a.id";
    if (query->order == STORE_BY_ARRIVED_UP) {
        condition = " AND (a.arrived, a.id) > (?, ?)";
        order = " ORDER BY a.arrived, a.id";
    } else if (query->order == STORE_BY_PUBLISHED_DOWN) {
        condition = topic ? " AND (t.down, t.article) > (?, ?)" : " AND (a.down, a.id) > (?, ?)";
        order = topic ? " ORDER BY t.down, t.article" : " ORDER BY a.down, a.id";
    }
    if (after && query->order != STORE_BY_ID)
        list->values[list->count++].number =
            query->order == STORE_BY_ARRIVED_UP ? query->after_key : ~query->after_key;
    if (after)
        add_text(list, condition, id);
    buf_add_cstr(&list->text, order);
    if (query->most > 0 || query->skip > 0)
        add_number(list, " LIMIT ?",
                   query->most > 0 && query->most < INT64_MAX ? (int64_t)query->most : -1);
    if (query->skip > 0)
        add_number(list, " OFFSET ?", query->skip < INT64_MAX ? (int64_t)query->skip : INT64_MAX);
}

/* Whether the totals say how many: all articles, or the stories shown, of a topic or of all. */
static bool has_total(const struct store_query *query) {
    return query->shown_only == query->leads_only && !needs_articles(query) && !has_from(query) &&
           !has_to(query);
}

static void read_total(struct store_list *list, const struct store_query *query) {
    buf_add_cstr(&list->text, query->leads_only ? "SELECT min(coalesce((SELECT stories"
                                                : "SELECT min(coalesce((SELECT articles");
    add_text(list, " FROM totals WHERE topic = ?",
             str_empty(query->topic) ? STR("") : query->topic);
    add_number(list, "), 0), ?)",
               query->enough > 0 && query->enough < INT64_MAX ? (int64_t)query->enough : INT64_MAX);
}

/* Whether the stories of days say how many: those that are shown within times, of a topic or of
 * all.
 */
static bool has_days(const struct store_query *query) {
    const int64_t far = INT64_MAX / 2; /* whose days are reckoned without overflow */
    return query->shown_only && query->leads_only && !needs_articles(query) && query->enough == 0 &&
           (has_from(query) || has_to(query)) &&
           (!has_from(query) || (query->published_from > -far && query->published_from < far)) &&
           (!has_to(query) || (query->published_to > -far && query->published_to < far));
}

/* How many lie in [from, to), by looking at each. */
static void count_rows(struct store_list *list, const struct store_query *query, int64_t from,
                       int64_t to) {
    if (str_empty(query->topic))
        BUF_ADD(&list->text, " + (SELECT count(*) FROM articles INDEXED BY articles_shown WHERE 1");
    else
        add_text(list, " + (SELECT count(*) FROM article_topics WHERE topic = ?", query->topic);
    BUF_ADD(&list->text, " AND shown = 1 AND lead = 1");
    add_number(list, " AND down <= ?", ~from);
    add_number(list, " AND down > ?)", ~to);
}

/* Whole days from their totals, and what lies before the first and behind the last of them. The
 * text is the same whichever of the three are empty, so that it is prepared once. */
static void count_days(struct store_list *list, const struct store_query *query) {
    int64_t from = has_from(query) ? query->published_from : 0;
    int64_t to = has_to(query) ? query->published_to : 0;
    int64_t first = has_from(query) ? day_of(from + DAY_SECONDS - 1) : INT64_MIN;
    int64_t behind = has_to(query) ? day_of(to) : INT64_MAX;
    bool within = first > behind; /* a part of one day */
    int64_t begin = has_from(query) && !within ? first * DAY_SECONDS : to;
    int64_t end = has_to(query) && !within ? behind * DAY_SECONDS : to;
    add_text(list, "SELECT coalesce((SELECT sum(stories) FROM days WHERE topic = ?",
             str_empty(query->topic) ? STR("") : query->topic);
    add_number(list, " AND day >= ?", first);
    add_number(list, " AND day < ?), 0)", behind);
    count_rows(list, query, has_from(query) ? from : begin, begin);
    count_rows(list, query, end, to);
}

void store_list_make(struct store_list *list, const struct store_query *query, bool counting) {
    bool topic = !str_empty(query->topic);
    *list = (struct store_list){0};
    buf_init(&list->text, TEXT_MOST);
    if (counting && has_total(query)) {
        read_total(list, query);
        return;
    }
    if (counting && has_days(query)) {
        count_days(list, query);
        return;
    }
    bool bounded = counting && query->enough > 0;
    bool beside = topic && (counting || query->known != NULL) && !needs_articles(query) &&
                  (counting || query->order == STORE_BY_PUBLISHED_DOWN);
    buf_add_cstr(&list->text, bounded                ? "SELECT count(*) FROM (SELECT 1"
                              : counting             ? "SELECT count(*)"
                              : query->known == NULL ? "SELECT " STORE_ARTICLE_COLUMNS
                              : beside               ? "SELECT t.article, t.down, NULL"
                                                     : "SELECT a.id, a.down, a.rowid");
    if (beside)
        BUF_ADD(&list->text, " FROM article_topics t WHERE 1");
    else if (topic) /* CROSS: the topic's rows drive */
        BUF_ADD(&list->text,
                " FROM article_topics t CROSS JOIN articles a ON a.id = t.article WHERE 1");
    else
        buf_printf(&list->text, " FROM articles a INDEXED BY %s WHERE 1", index_for(query));
    add_conditions(list, query, topic);
    if (!counting)
        add_order(list, query, topic);
    if (bounded)
        add_number(list, " LIMIT ?)", (int64_t)query->enough);
}

void store_list_release(struct store_list *list) {
    buf_release(&list->text);
}

enum status store_list_statement(struct store_sql *sql, const struct store_list *list,
                                 sqlite3_stmt **statement, struct error *error) {
    enum status status = buf_check(&list->text, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, buf_cstr(&list->text), statement, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < list->count; i++) {
        if (str_absent(list->values[i].text))
            store_sql_bind_number(*statement, (int)i + 1, list->values[i].number);
        else
            store_sql_bind(*statement, (int)i + 1, list->values[i].text);
    }
    return STATUS_OK;
}
