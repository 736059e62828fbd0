/* The search index, written: FTS5 over terms that come folded and stemmed, and the words of
 * headlines with their trigrams. */
#include "store/sqlite/search_index.h"

#include "text/typo.h"

enum { LETTERS = 36 };

/* An id's characters as digits, the first the highest, and 0 behind its end: so numbers have the
 * order of the ids, and are the rows' own. */
bool store_search_number(struct str id, int64_t *number) {
    *number = 0;
    if (id.n == 0 || id.n > ID_LENGTH)
        return false;
    for (size_t i = 0; i < ID_LENGTH; i++) {
        int digit = 0;
        if (i < id.n && ascii_is_digit(id.p[i]))
            digit = id.p[i] - '0' + 1;
        else if (i < id.n && id.p[i] >= 'a' && id.p[i] <= 'z')
            digit = id.p[i] - 'a' + 11;
        else if (i < id.n)
            return false;
        *number = *number * (LETTERS + 1) + digit;
    }
    return true;
}

void store_search_id(int64_t number, char id[ID_LENGTH + 1]) {
    static const char letters[] = "0123456789abcdefghijklmnopqrstuvwxyz";
    memset(id, 0, ID_LENGTH + 1);
    for (size_t i = ID_LENGTH; i-- > 0; number /= LETTERS + 1)
        if (number % (LETTERS + 1) != 0)
            id[i] = letters[number % (LETTERS + 1) - 1];
}

/* ---- words ---- */

/* The trigrams of a word that came, or that nothing has any more. */
static enum status put_trigrams(struct store_sql *sql, struct str word, bool there,
                                struct error *error) {
    struct text_trigrams trigrams;
    sqlite3_stmt *statement;
    enum status status = store_sql_statement(
        sql,
        there ? "INSERT INTO search_trigrams (trigram, word) VALUES (?, ?) ON CONFLICT DO NOTHING"
              : "DELETE FROM search_trigrams WHERE trigram = ? AND word = ?",
        &statement, error);
    text_trigrams(word, &trigrams);
    for (size_t i = 0; i < trigrams.count && status == STATUS_OK; i++) {
        store_sql_bind(statement, 1, text_trigram(&trigrams, i));
        store_sql_bind(statement, 2, word);
        status = store_sql_write(sql, statement, error);
    }
    if (status == STATUS_OK)
        store_sql_done(statement);
    return status;
}

/* How many headlines have the word now, after one more or one less has it. */
static enum status count_word(struct store_sql *sql, struct str word, int by, int64_t *articles,
                              struct error *error) {
    sqlite3_stmt *statement;
    bool row = false;
    *articles = 0;
    enum status status = store_sql_statement(
        sql,
        "INSERT INTO search_words (word, articles) VALUES (?1, ?2)"
        " ON CONFLICT (word) DO UPDATE SET articles = articles + ?2 RETURNING articles",
        &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, word);
    store_sql_bind_number(statement, 2, by);
    status = store_sql_step(sql, statement, &row, error);
    if (status != STATUS_OK)
        return status;
    if (row)
        *articles = sqlite3_column_int64(statement, 0);
    store_sql_done(statement);
    return STATUS_OK;
}

static enum status drop_word(struct store_sql *sql, struct str word, struct error *error) {
    sqlite3_stmt *statement;
    enum status status =
        store_sql_statement(sql, "DELETE FROM search_words WHERE word = ?", &statement, error);
    if (status != STATUS_OK)
        return status;
    store_sql_bind(statement, 1, word);
    status = store_sql_write(sql, statement, error);
    store_sql_done(statement);
    return status;
}

/* Counts the words of a headline up or down by 1. One that is there twice counts twice. */
static enum status count_words(struct store_sql *sql, struct str words, int by,
                               struct error *error) {
    struct str word;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && str_next(&words, ' ', &word)) {
        int64_t articles;
        if (word.n == 0 || word.n > STORE_WORD_MOST)
            continue;
        status = count_word(sql, word, by, &articles, error);
        if (status == STATUS_OK && by > 0 && articles == by)
            status = put_trigrams(sql, word, true, error);
        if (status != STATUS_OK || articles > 0)
            continue;
        status = put_trigrams(sql, word, false, error);
        if (status == STATUS_OK)
            status = drop_word(sql, word, error);
    }
    return status;
}

/* ---- articles ---- */

enum status store_search_drop(struct store_sql *sql, struct str id, struct error *error) {
    enum { TITLE_MOST = 1 << 16 };
    sqlite3_stmt *find, *drop;
    struct arena arena;
    int64_t number;
    bool row = false;
    if (!store_search_number(id, &number))
        return STATUS_OK;
    enum status status =
        store_sql_statement(sql, "SELECT words FROM search WHERE rowid = ?", &find, error);
    if (status == STATUS_OK)
        status = store_sql_statement(sql, "DELETE FROM search WHERE rowid = ?", &drop, error);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, TITLE_MOST);
    store_sql_bind_number(find, 1, number);
    status = store_sql_step(sql, find, &row, error);
    struct str words = status == STATUS_OK && row ? store_sql_text(find, 0, &arena) : STR_NONE;
    if (status == STATUS_OK)
        store_sql_done(find);
    if (status == STATUS_OK)
        status = arena_status(&arena, error);
    if (status == STATUS_OK && row)
        status = count_words(sql, words, -1, error);
    if (status == STATUS_OK && row) {
        store_sql_bind_number(drop, 1, number);
        status = store_sql_write(sql, drop, error);
        store_sql_done(drop);
    }
    arena_release(&arena);
    return status;
}

static enum status check(const struct store_search_entry *entry, int64_t *number,
                         struct error *error) {
    const struct {
        struct str text;
        const char *what;
    } texts[] = {
        {entry->title, "a title's terms"},
        {entry->text, "a text's terms"},
        {entry->author, "an author's terms"},
        {entry->words, "a title's words"},
    };
    if (!store_search_number(entry->id, number))
        return error_set(error, STATUS_INVALID, "an article's id is empty, too long or none");
    enum status status = STATUS_OK;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0] && status == STATUS_OK; i++)
        status = store_text_check(texts[i].text, texts[i].what, error);
    return status;
}

enum status store_search_put(struct store *store, const struct store_search_entry *entry,
                             struct error *error) {
    enum { WORDS_MOST = 1 << 15 };
    struct store_sql *sql = &store->derived;
    sqlite3_stmt *statement;
    int64_t number = 0;
    enum status status = store_derived_ready(store, error);
    if (status == STATUS_OK)
        status = check(entry, &number, error);
    if (status == STATUS_OK)
        status = store_sql_statement(
            sql, "INSERT INTO search (rowid, title, text, author, words) VALUES (?, ?, ?, ?, ?)",
            &statement, error);
    if (status != STATUS_OK)
        return status;
    struct str words = str_take(entry->words, WORDS_MOST);
    status = store_search_drop(sql, entry->id, error);
    if (status == STATUS_OK && entry->title.n + entry->text.n + entry->author.n > 0) {
        store_sql_bind_number(statement, 1, number);
        store_sql_bind(statement, 2, entry->title);
        store_sql_bind(statement, 3, entry->text);
        store_sql_bind(statement, 4, entry->author);
        store_sql_bind(statement, 5, words);
        status = store_sql_write(sql, statement, error);
        store_sql_done(statement);
        if (status == STATUS_OK)
            status = count_words(sql, words, 1, error);
    }
    return store_derived_wrote(store, status);
}
