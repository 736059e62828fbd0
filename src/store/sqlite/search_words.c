/* Words of headlines by what they share with another one. */
#include "store/sqlite/search_index.h"

#include "base/json.h"

enum { TRIGRAMS_TEXT_MOST = 1 << 16 };

/* One that shares a single trigram is no neighbour: it is not even looked up. */
static const char *const near_text =
    "SELECT n.word, w.articles, n.shared FROM"
    " (SELECT word, count(*) AS shared FROM search_trigrams"
    "   WHERE trigram IN (SELECT value FROM json_each(?1)) GROUP BY word HAVING shared > 1) n"
    " JOIN search_words w ON w.word = n.word"
    " ORDER BY n.shared DESC, w.articles DESC, n.word LIMIT ?2";

enum status store_words_near(struct store *store, struct arena *arena, const struct str *trigrams,
                             size_t trigram_count, struct store_word **words, size_t *count,
                             struct error *error) {
    sqlite3_stmt *statement;
    struct json json;
    struct buf list;
    size_t room = 0;
    *words = NULL;
    *count = 0;
    buf_init(&list, TRIGRAMS_TEXT_MOST);
    json_init(&json, &list, JSON_COMPACT);
    json_begin_array(&json);
    for (size_t i = 0; i < trigram_count; i++)
        json_str(&json, trigrams[i]);
    json_end_array(&json);
    enum status status = buf_check(&list, error);
    if (status == STATUS_OK)
        status = store_sql_statement(&store->derived, near_text, &statement, error);
    if (status != STATUS_OK)
        goto out;
    store_sql_bind(statement, 1, buf_str(&list));
    store_sql_bind_number(statement, 2, STORE_SUGGESTIONS_MOST);
    while (store_sql_next(&store->derived, statement, arena, &status, error))
        if (arena_grow(arena, words, &room, *count + 1, sizeof **words) == STATUS_OK)
            (*words)[(*count)++] = (struct store_word){
                .word = store_sql_text(statement, 0, arena),
                .articles = sqlite3_column_int64(statement, 1),
                .shared = sqlite3_column_int64(statement, 2),
            };
out:
    buf_release(&list);
    return status;
}
