/* Articles: put, get, list, count. */
#include "store/sqlite/list.h"
#include "store/sqlite/search_index.h"

enum { TOPICS_TEXT_MOST = 1 << 20 };

/* Topics lie in the article's row as lines. */
static enum status check_topics(const struct store_article *article, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < article->topic_count && status == STATUS_OK; i++) {
        struct str topic = article->topics[i];
        if (topic.n == 0 || str_find_byte(topic, '\n') != SIZE_MAX)
            return error_set(error, STATUS_INVALID, "a topic's id is empty or has a line end");
        status = store_text_check(topic, "a topic's id", error);
    }
    return status;
}

static enum status check(const struct store_article *article, struct error *error) {
    const struct {
        struct str text;
        const char *what;
    } texts[] = {
        {article->provider, "an article's provider"},
        {article->data, "an article"},
        {article->score, "an article's score"},
        {article->reasons, "an article's reasons"},
    };
    enum status status = store_id_check(article->id, "an article's id", error);
    if (status == STATUS_OK)
        status = store_id_check_optional(article->story, "an article's story", error);
    if (status == STATUS_OK)
        status = store_id_check_optional(article->copy_of, "an article's original", error);
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++)
        status = store_text_check(texts[i].text, texts[i].what, error);
    return status == STATUS_OK ? check_topics(article, error) : status;
}

/* ---- topics ---- */

static enum status drop_topics(struct store_sql *sql, const char *id, struct str topics,
                               int64_t down, struct error *error) {
    sqlite3_stmt *statement;
    struct str topic;
    enum status status = store_sql_statement(
        sql, "DELETE FROM article_topics WHERE topic = ? AND down = ? AND article = ?", &statement,
        error);
    while (status == STATUS_OK && str_next(&topics, '\n', &topic)) {
        store_sql_bind(statement, 1, topic);
        store_sql_bind_number(statement, 2, down);
        store_sql_bind(statement, 3, str_from(id));
        status = store_sql_write(sql, statement, error);
    }
    return status;
}

static enum status add_topics(struct store_sql *sql, const struct store_article *article,
                              struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        sql,
        "INSERT INTO article_topics (topic, down, article, shown, lead) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO NOTHING",
        &statement, error);
    for (size_t i = 0; i < article->topic_count && status == STATUS_OK; i++) {
        store_sql_bind(statement, 1, article->topics[i]);
        store_sql_bind_number(statement, 2, ~article->published);
        store_sql_bind(statement, 3, str_from(article->id));
        store_sql_bind_number(statement, 4, article->shown);
        store_sql_bind_number(statement, 5, article->lead);
        status = store_sql_write(sql, statement, error);
    }
    return status;
}

/* Brings the topics' table from what the article's row says now to what it is going to say. Most
 * times nothing of it changed. */
static enum status replace_topics(struct store_sql *sql, const struct store_article *article,
                                  struct str topics, struct error *error) {
    sqlite3_stmt *statement;
    bool row = false, same = false;
    enum status status = store_sql_statement(
        sql, "SELECT topics, down, shown, lead FROM articles WHERE id = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, str_from(article->id));
    status = store_sql_step(sql, statement, &row, error);
    if (status != STATUS_OK)
        return status;
    if (row) {
        const char *text = sqlite3_column_blob(statement, 0);
        struct str before = str_of(text, (size_t)sqlite3_column_bytes(statement, 0));
        int64_t down = sqlite3_column_int64(statement, 1);
        same = str_eq(before, topics) && down == ~article->published &&
               sqlite3_column_int(statement, 2) == article->shown &&
               sqlite3_column_int(statement, 3) == article->lead;
        if (!same)
            status = drop_topics(sql, article->id, before, down, error);
    }
    store_sql_done(statement);
    return status == STATUS_OK && !same ? add_topics(sql, article, error) : status;
}

/* ---- putting ---- */

static const char *const put_text =
    "INSERT INTO articles (id, story, copy_of, lead, shown, seen, down, quality, heat, arrived,"
    "  changed, provider, topics, data, score, reasons, number)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (id) DO UPDATE SET story = excluded.story, copy_of = excluded.copy_of,"
    "  lead = excluded.lead, shown = excluded.shown, seen = excluded.seen, down = excluded.down,"
    "  quality = excluded.quality, heat = excluded.heat, arrived = excluded.arrived, changed = "
    "excluded.changed,"
    "  provider = excluded.provider, topics = excluded.topics, data = excluded.data,"
    "  score = excluded.score, reasons = excluded.reasons";

static enum status put_one(struct store_sql *sql, sqlite3_stmt *statement, struct buf *topics,
                           const struct store_article *article, struct error *error) {
    int64_t number;
    buf_clear(topics);
    for (size_t i = 0; i < article->topic_count; i++) {
        if (i > 0)
            buf_add_byte(topics, '\n');
        buf_add(topics, article->topics[i]);
    }
    enum status status = buf_check(topics, error);
    if (status == STATUS_OK)
        status = replace_topics(sql, article, buf_str(topics), error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, str_from(article->id));
    store_sql_bind(statement, 2, str_from(article->story));
    store_sql_bind(statement, 3, str_from(article->copy_of));
    store_sql_bind_number(statement, 4, article->lead);
    store_sql_bind_number(statement, 5, article->shown);
    store_sql_bind_number(statement, 6, article->seen);
    store_sql_bind_number(statement, 7, ~article->published);
    store_sql_bind_number(statement, 8, article->quality);
    store_sql_bind_number(statement, 9, article->heat);
    store_sql_bind_number(statement, 10, article->arrived);
    store_sql_bind_number(statement, 11, article->changed);
    store_sql_bind(statement, 12, article->provider);
    store_sql_bind(statement, 13, buf_str(topics));
    store_sql_bind(statement, 14, article->data);
    store_sql_bind(statement, 15, article->score);
    store_sql_bind(statement, 16, article->reasons);
    if (store_search_number(str_from(article->id), &number))
        store_sql_bind_number(statement, 17, number);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

enum status store_articles_put(struct store *store, const struct store_article *articles,
                               size_t count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    struct buf topics;
    enum status status = store_derived_ready(store, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = check(&articles[i], error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, put_text, &statement, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&topics, TOPICS_TEXT_MOST);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = put_one(sql, statement, &topics, &articles[i], error);
    buf_release(&topics);
    return store_derived_wrote(store, status);
}

/* ---- dropping ---- */

static enum status run_with_id(struct store_sql *sql, const char *text, struct str id,
                               struct error *error) {
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(sql, text, &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, id);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

static enum status drop_one(struct store_sql *sql, struct str id, struct error *error) {
    sqlite3_stmt *statement;
    char article[ID_LENGTH + 1];
    bool row = false;
    enum status status = store_sql_statement(
        sql, "SELECT id, topics, down FROM articles WHERE id = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, id);
    status = store_sql_step(sql, statement, &row, error);
    if (status == STATUS_OK && row) {
        const char *text = sqlite3_column_blob(statement, 1);
        struct str topics = str_of(text, (size_t)sqlite3_column_bytes(statement, 1));
        store_sql_id(statement, 0, article);
        status = drop_topics(sql, article, topics, sqlite3_column_int64(statement, 2), error);
    }
    store_sql_done(statement);
    if (status == STATUS_OK)
        status = store_search_drop(sql, id, error);
    return status == STATUS_OK ? run_with_id(sql, "DELETE FROM articles WHERE id = ?", id, error)
                               : status;
}

enum status store_articles_drop(struct store *store, const struct str *ids, size_t count,
                                struct error *error) {
    enum status status = store_derived_ready(store, error);
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = drop_one(&store->derived, ids[i], error);
    return store_derived_wrote(store, status);
}

/* ---- reading ---- */

void store_article_topics(struct str topics, struct arena *arena, struct store_article *article) {
    struct str topic;
    size_t room = 0;
    while (str_next(&topics, '\n', &topic))
        if (arena_grow(arena, &article->topics, &room, article->topic_count + 1,
                       sizeof *article->topics) == STATUS_OK)
            article->topics[article->topic_count++] = topic;
}

static const char by_id[] = "SELECT " STORE_ARTICLE_COLUMNS " FROM articles a WHERE a.id = ?";

static void read_article(sqlite3_stmt *statement, struct arena *arena,
                         struct store_article *article) {
    store_sql_id(statement, 0, article->id);
    store_sql_id(statement, 1, article->story);
    store_sql_id(statement, 2, article->copy_of);
    article->lead = sqlite3_column_int(statement, 3) != 0;
    article->shown = sqlite3_column_int(statement, 4) != 0;
    article->seen = sqlite3_column_int64(statement, 5);
    article->published = ~sqlite3_column_int64(statement, 6);
    article->quality = sqlite3_column_int64(statement, 7);
    article->heat = sqlite3_column_int64(statement, 8);
    article->arrived = sqlite3_column_int64(statement, 9);
    article->changed = sqlite3_column_int64(statement, 10);
    article->provider = store_sql_text(statement, 11, arena);
    store_article_topics(store_sql_text(statement, 12, arena), arena, article);
    article->data = store_sql_text(statement, 13, arena);
    article->score = store_sql_text(statement, 14, arena);
    article->reasons = store_sql_text(statement, 15, arena);
}

/* A row that says no more than where the article is; the rest is read where it is not known. */
static enum status read_unknown(struct store_sql *sql, sqlite3_stmt *place, struct arena *arena,
                                const struct map *known, struct store_article *article,
                                struct error *error) {
    sqlite3_stmt *statement;
    bool row = false;
    store_sql_id(place, 0, article->id);
    article->published = ~sqlite3_column_int64(place, 1);
    if (map_find(known, str_from(article->id)) != NULL)
        return STATUS_OK;
    bool number = sqlite3_column_type(place, 2) != SQLITE_NULL;
    enum status status = store_sql_statement(
        sql, number ? "SELECT " STORE_ARTICLE_COLUMNS " FROM articles a WHERE a.rowid = ?" : by_id,
        &statement, error);
    if (status != STATUS_OK)
        return status;
    if (number)
        store_sql_bind_number(statement, 1, sqlite3_column_int64(place, 2));
    else
        store_sql_bind(statement, 1, str_from(article->id));
    status = store_sql_step(sql, statement, &row, error);
    if (row)
        read_article(statement, arena, article);
    store_sql_done(statement);
    return status;
}

enum status store_articles_get(struct store *store, struct arena *arena, const struct str *ids,
                               size_t count, struct store_article **articles, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    bool own = false;
    *articles = arena_array(arena, count, struct store_article);
    if (*articles == NULL)
        return arena_status(arena, error);
    enum status status = store_sql_statement(sql, by_id, &statement, error);
    if (status == STATUS_OK)
        status = store_sql_view(sql, &own, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        bool row = false;
        store_sql_bind(statement, 1, ids[i]);
        status = store_sql_step(sql, statement, &row, error);
        if (row)
            read_article(statement, arena, &(*articles)[i]);
        store_sql_done(statement);
        if (status == STATUS_OK)
            status = arena_status(arena, error);
    }
    store_sql_view_end(sql, own);
    return status;
}

enum status store_articles_list(struct store *store, struct arena *arena,
                                const struct store_query *query, struct store_article **articles,
                                size_t *count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    struct store_list list;
    size_t room = 0;
    *articles = NULL;
    *count = 0;
    store_list_make(&list, query, false);
    enum status status = store_list_statement(sql, &list, &statement, error);
    if (status != STATUS_OK)
        goto out;
    while (store_sql_next(sql, statement, arena, &status, error))
        if (arena_grow(arena, articles, &room, *count + 1, sizeof **articles) == STATUS_OK) {
            struct store_article *article = &(*articles)[(*count)++];
            if (query->known == NULL)
                read_article(statement, arena, article);
            else
                status = read_unknown(sql, statement, arena, query->known, article, error);
        }
out:
    store_list_release(&list);
    return status;
}

enum status store_articles_count(struct store *store, const struct store_query *query,
                                 int64_t *count, struct error *error) {
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    struct store_list list;
    bool row;
    *count = 0;
    store_list_make(&list, query, true);
    enum status status = store_list_statement(sql, &list, &statement, error);
    if (status == STATUS_OK)
        status = store_sql_step(sql, statement, &row, error);
    if (status == STATUS_OK) {
        *count = sqlite3_column_int64(statement, 0);
        store_sql_done(statement);
    }
    store_list_release(&list);
    return status;
}
