/* The search index, asked. The index gives articles with their ranks in no order; they are kept as
 * a heap, from whose top so many are taken as are asked for, and whatever an article must be
 * besides (shown, of a topic, of a day) is looked up only for those that come off the top: a page
 * of results costs little more than finding them. */
#include "store/sqlite/search_index.h"

#include <stdlib.h>

#include "base/buf.h"
#include "base/grow.h"

enum { QUERY_TEXT_MOST = 1 << 20, LOOK_AT_CLOCK = 256 };

struct candidate {
    int64_t key, number;
};

struct search {
    struct store_sql *sql;
    const struct store_question *question;
    int64_t until; /* monotonic ms; 0: no end */
    uint64_t steps;
    struct candidate *heap;
    size_t count, room;
};

/* ---- the question as FTS5 has it ---- */

/* Terms are parted by spaces and controls when they are put, so none has one inside. */
static bool can_match(struct str term) {
    for (size_t i = 0; i < term.n; i++)
        if ((unsigned char)term.p[i] <= ' ' || term.p[i] == 0x7f)
            return false;
    return true;
}

/* As an FTS5 string, in which a doubled quote is the only thing that means something. */
static void add_term(struct buf *query, struct str term) {
    for (size_t i = 0; i < term.n; i++) {
        if (term.p[i] == '"')
            buf_add_byte(query, '"');
        buf_add_byte(query, term.p[i]);
    }
}

/* Appends the phrase behind `joint`; *possible false when no text can have it. */
static void add_phrase(struct buf *query, const struct store_phrase *phrase, const char *joint,
                       size_t *terms, bool *possible) {
    static const char *const fields[] = {"", "title : ", "author : "};
    size_t begun = 0;
    struct str last = STR_NONE;
    for (size_t i = 0; i < phrase->count && *terms < STORE_TERMS_MOST; i++) {
        if (phrase->terms[i].n == 0)
            continue;
        *possible &= can_match(phrase->terms[i]);
        if (begun++ == 0) {
            buf_add_cstr(query, joint);
            buf_add_cstr(query, fields[phrase->field]);
            buf_add_byte(query, '"');
        } else {
            buf_add_byte(query, ' ');
        }
        add_term(query, last = phrase->terms[i]);
        (*terms)++;
    }
    if (begun == 0)
        return;
    buf_add_cstr(query, phrase->prefix ? "\"*" : "\"");
    *possible &= !phrase->prefix || last.n >= STORE_SEARCH_PREFIX;
}

/* "(A AND B) NOT (C OR D)"; empty when there is nothing that must be found. */
static void make_query(struct buf *query, const struct store_question *question, bool *possible) {
    size_t terms = 0;
    bool excludes = true;
    *possible = true;
    for (size_t i = 0; i < question->phrase_count; i++)
        if (!question->phrases[i].excluded)
            add_phrase(query, &question->phrases[i], query->n > 0 ? " AND " : "(", &terms,
                       possible);
    if (query->n == 0)
        return;
    buf_add_byte(query, ')');
    size_t end = query->n;
    for (size_t i = 0; i < question->phrase_count; i++)
        if (question->phrases[i].excluded)
            add_phrase(query, &question->phrases[i], query->n > end ? " OR " : " NOT (", &terms,
                       &excludes);
    if (!excludes)
        buf_truncate(query, end); /* what no text has is excluded anyway */
    else if (query->n > end)
        buf_add_byte(query, ')');
}

/* ---- candidates ---- */

static bool comes_before(const struct candidate *a, const struct candidate *b) {
    return a->key != b->key ? a->key > b->key : a->number < b->number;
}

static void sink(struct search *search, size_t at) {
    struct candidate *heap = search->heap;
    for (;;) {
        size_t child = 2 * at + 1;
        if (child >= search->count)
            return;
        if (child + 1 < search->count && comes_before(&heap[child + 1], &heap[child]))
            child++;
        if (!comes_before(&heap[child], &heap[at]))
            return;
        struct candidate kept = heap[at];
        heap[at] = heap[child];
        heap[child] = kept;
        at = child;
    }
}

static struct candidate take_first(struct search *search) {
    struct candidate first = search->heap[0];
    search->heap[0] = search->heap[--search->count];
    sink(search, 0);
    return first;
}

static enum status keep_time(struct search *search, struct error *error) {
    if (search->until > 0 && ++search->steps % LOOK_AT_CLOCK == 0 &&
        clock_monotonic_ms() > search->until)
        return error_set(error, STATUS_TIMEOUT, "finding that takes too long");
    return STATUS_OK;
}

static enum status add_candidate(struct search *search, struct candidate found,
                                 struct error *error) {
    const struct store_question *question = search->question;
    struct candidate last = {.key = question->behind_key};
    if (question->behind && (!store_search_number(str_from(question->behind_id), &last.number) ||
                             !comes_before(&last, &found)))
        return STATUS_OK;
    if (grow(&search->heap, &search->room, search->count + 1, sizeof *search->heap) != STATUS_OK)
        return error_memory(error);
    search->heap[search->count++] = found;
    return STATUS_OK;
}

/* Ranks as whole numbers, so that a list can go on behind one; SQLite's are better the lower. */
static int64_t rank_of(double bm25) {
    enum { BILLION = 1000000000 };
    double rank = -bm25 * BILLION;
    return rank > 0 && rank < 1e18 ? (int64_t)(rank + 0.5) : 0;
}

static enum status gather(struct search *search, struct str query, struct error *error) {
    sqlite3_stmt *statement;
    bool row = true, newest = search->question->newest;
    sqlite3_stmt *article;
    enum status status = store_sql_statement(
        search->sql,
        newest ? "SELECT rowid FROM search WHERE search MATCH ?"
               : "SELECT rowid, bm25(search, 4.0, 1.0, 1.0) FROM search WHERE search MATCH ?",
        &statement, error);
    if (status == STATUS_OK)
        status = store_sql_statement(
            search->sql, "SELECT down FROM search_articles WHERE number = ?", &article, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, query);
    while (status == STATUS_OK && (status = keep_time(search, error)) == STATUS_OK &&
           (status = store_sql_step(search->sql, statement, &row, error)) == STATUS_OK && row) {
        struct candidate found = {.number = sqlite3_column_int64(statement, 0)};
        if (newest) {
            store_sql_bind_number(article, 1, found.number);
            status = store_sql_step(search->sql, article, &row, error);
            found.key = status == STATUS_OK && row ? ~sqlite3_column_int64(article, 0) : INT64_MIN;
            store_sql_done(article);
        } else {
            found.key = rank_of(sqlite3_column_double(statement, 1));
        }
        if (status == STATUS_OK)
            status = add_candidate(search, found, error);
    }
    store_sql_done(statement);
    for (size_t i = search->count / 2; i-- > 0;)
        sink(search, i);
    return status;
}

/* ---- what an article must be besides ---- */

static bool has_time(int64_t time) {
    return time != 0 && time != TIME_NONE;
}

static bool restricts(const struct store_question *question) {
    return question->topics.count + question->providers.count + question->not_topics.count +
                   question->not_providers.count >
               0 ||
           has_time(question->published_from) || has_time(question->published_to);
}

static bool is_among(struct str name, const struct store_names *names) {
    for (size_t i = 0; i < names->count; i++)
        if (str_eq(names->items[i], name))
            return true;
    return false;
}

static bool any_among(struct str lines, const struct store_names *names) {
    struct str line;
    while (str_next(&lines, '\n', &line))
        if (is_among(line, names))
            return true;
    return false;
}

static struct str column(sqlite3_stmt *statement, int index) {
    const char *bytes = sqlite3_column_blob(statement, index);
    return bytes == NULL ? STR("") : str_of(bytes, (size_t)sqlite3_column_bytes(statement, index));
}

/* Of a row of down, provider, topics, and whether its story is shown. */
static bool fits(const struct store_question *question, sqlite3_stmt *statement) {
    int64_t published = ~sqlite3_column_int64(statement, 0);
    struct str provider = column(statement, 1), topics = column(statement, 2);
    return !(has_time(question->published_from) && published < question->published_from) &&
           !(has_time(question->published_to) && published >= question->published_to) &&
           !(question->providers.count > 0 && !is_among(provider, &question->providers)) &&
           !(question->topics.count > 0 && !any_among(topics, &question->topics)) &&
           !is_among(provider, &question->not_providers) &&
           !any_among(topics, &question->not_topics) &&
           !(question->public_only && sqlite3_column_int(statement, 3) == 0);
}

static enum status look_at(struct search *search, int64_t number, bool *good, struct error *error) {
    sqlite3_stmt *statement;
    bool row;
    *good = true;
    if (!search->question->public_only && !restricts(search->question))
        return STATUS_OK;
    enum status status = store_sql_statement(
        search->sql, "SELECT down, provider, topics, shown FROM search_articles WHERE number = ?",
        &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, number);
    status = store_sql_step(search->sql, statement, &row, error);
    if (status != STATUS_OK)
        return status;
    *good = row && fits(search->question, statement);
    store_sql_done(statement);
    return STATUS_OK;
}

static enum status add_hit(struct arena *arena, struct candidate found, struct store_hit **hits,
                           size_t *room, size_t *count, struct error *error) {
    if (arena_grow(arena, hits, room, *count + 1, sizeof **hits) != STATUS_OK)
        return arena_status(arena, error);
    struct store_hit *hit = &(*hits)[(*count)++];
    hit->key = found.key;
    store_search_id(found.number, hit->id);
    return STATUS_OK;
}

static enum status take_best(struct search *search, struct arena *arena, struct store_hit **hits,
                             size_t *count, struct error *error) {
    size_t room = 0, most = search->question->most;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && search->count > 0 && (most == 0 || *count < most)) {
        struct candidate found = take_first(search);
        bool good = false;
        status = keep_time(search, error);
        if (status == STATUS_OK)
            status = look_at(search, found.number, &good, error);
        if (status == STATUS_OK && good)
            status = add_hit(arena, found, hits, &room, count, error);
    }
    return status;
}

/* ---- lists: nothing must be found in a text ---- */

/* Whether the article has what is excluded. */
static enum status has_excluded(struct search *search, struct str query, int64_t number, bool *has,
                                struct error *error) {
    sqlite3_stmt *statement;
    *has = false;
    if (query.n == 0)
        return STATUS_OK;
    enum status status = store_sql_statement(
        search->sql, "SELECT 1 FROM search WHERE rowid = ? AND search MATCH ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind_number(statement, 1, number);
    store_sql_bind(statement, 2, query);
    status = store_sql_step(search->sql, statement, has, error);
    if (status == STATUS_OK)
        store_sql_done(statement);
    return status;
}

#define LISTED "SELECT a.down, a.provider, a.topics, coalesce(s.shown, 0), a.id FROM articles a"

/* The articles from which the list is made, newest first. */
static enum status list_statement(const struct search *search, sqlite3_stmt **statement,
                                  struct error *error) {
    const struct store_question *question = search->question;
    bool provider = question->providers.count == 1;
    enum status status = store_sql_statement(
        search->sql,
        provider ? LISTED " INDEXED BY articles_provider"
                          " LEFT JOIN stories s ON s.id = a.story"
                          " WHERE a.provider = ?5 AND a.down > ?2 AND a.down <= ?1"
                          " AND (a.down, a.id) > (?3, ?4) ORDER BY a.down, a.id"
                 : LISTED " INDEXED BY articles_down"
                          " LEFT JOIN stories s ON s.id = a.story"
                          " WHERE a.down > ?2 AND a.down <= ?1 AND (a.down, a.id) > (?3, ?4)"
                          " ORDER BY a.down, a.id",
        statement, error);
    if (status != STATUS_OK)
        return status;
    int64_t from = question->published_from, to = question->published_to;
    store_sql_bind_number(*statement, 1, has_time(from) ? ~from : INT64_MAX);
    store_sql_bind_number(*statement, 2, has_time(to) ? ~to : INT64_MIN);
    store_sql_bind_number(*statement, 3, question->behind ? ~question->behind_key : INT64_MIN);
    store_sql_bind(*statement, 4, question->behind ? str_from(question->behind_id) : STR(""));
    if (provider)
        store_sql_bind(*statement, 5, question->providers.items[0]);
    return STATUS_OK;
}

static enum status list(struct search *search, struct arena *arena, struct str excluded,
                        struct store_hit **hits, size_t *count, struct error *error) {
    const struct store_question *question = search->question;
    sqlite3_stmt *statement;
    size_t room = 0;
    bool row;
    enum status status = list_statement(search, &statement, error);
    if (status != STATUS_OK)
        return status;
    while ((question->most == 0 || *count < question->most) &&
           (status = keep_time(search, error)) == STATUS_OK &&
           (status = store_sql_step(search->sql, statement, &row, error)) == STATUS_OK && row) {
        struct candidate found = {.key = ~sqlite3_column_int64(statement, 0)};
        bool has = false;
        if (!fits(question, statement) || !store_search_number(column(statement, 4), &found.number))
            continue;
        status = has_excluded(search, excluded, found.number, &has, error);
        if (status == STATUS_OK && !has)
            status = add_hit(arena, found, hits, &room, count, error);
        if (status != STATUS_OK)
            break;
    }
    store_sql_done(statement);
    return status;
}

/* What is excluded, as a query of its own. */
static void make_excluded(struct buf *query, const struct store_question *question) {
    size_t terms = 0;
    for (size_t i = 0; i < question->phrase_count; i++) {
        size_t before = query->n;
        bool possible = true;
        if (question->phrases[i].excluded)
            add_phrase(query, &question->phrases[i], query->n > 0 ? " OR " : "", &terms, &possible);
        if (!possible)
            buf_truncate(query, before);
    }
}

enum status store_search(struct store *store, struct arena *arena,
                         const struct store_question *question, struct store_hit **hits,
                         size_t *count, struct error *error) {
    struct search search = {
        .sql = &store->derived,
        .question = question,
        .until = question->patience_ms > 0 ? clock_monotonic_ms() + question->patience_ms : 0,
    };
    struct buf query;
    enum status status = STATUS_OK;
    bool possible, own = false;
    *hits = NULL;
    *count = 0;
    buf_init(&query, QUERY_TEXT_MOST);
    make_query(&query, question, &possible);
    if (query.status == STATUS_LIMIT || !possible)
        goto out; /* no article holds terms of that length */
    bool lists = query.n == 0 && (question->newest || restricts(question));
    if (lists)
        make_excluded(&query, question);
    status = query.status == STATUS_OK ? STATUS_OK : buf_check(&query, error);
    if (status == STATUS_OK)
        status = store_sql_view(search.sql, &own, error);
    if (status == STATUS_OK && lists)
        status = list(&search, arena, buf_str(&query), hits, count, error);
    else if (status == STATUS_OK && query.n > 0)
        status = gather(&search, buf_str(&query), error);
    if (status == STATUS_OK && !lists)
        status = take_best(&search, arena, hits, count, error);
    store_sql_view_end(search.sql, own);
out:
    free(search.heap);
    buf_release(&query);
    return status;
}
