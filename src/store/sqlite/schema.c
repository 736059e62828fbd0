#include "store/sqlite/schema.h"

#include <assert.h>

#include "base/hash.h"
#include "store/store.h"

/* The triggers below name them by number. */
static_assert(KEYS_ADDRESS == 0 && KEYS_RECORD == 2 && KEYS_SLUG == 4 && KEYS_IMPORTED == 5 &&
                  KEYS_STATE == 6 && KEYS_ANNOUNCED == 7 && KEYS_STORY == 8 && KEYS_EARLIER == 9 &&
                  KEYS_LATER == 10 && KEYS_EVENT == 11 && KEYS_ISSUE == 14 && KEYS_PICTURE == 16 &&
                  ID_LENGTH == 12,
              "what is touched by a key");
static_assert(TOUCH_ARTICLE == 0 && TOUCH_STORY == 1 && TOUCH_NAME == 2 && TOUCH_PATH == 3 &&
                  TOUCH_ISSUE == 4 && TOUCH_FRONT == 5,
              "what is touched");

/* `kind` alone is enough of an index for the last fact of a kind: SQLite puts the number behind it.
 */
static const char *const facts_steps[] = {
    "CREATE TABLE facts ("
    "  number INTEGER PRIMARY KEY,"
    "  at INTEGER NOT NULL,"
    "  kind TEXT NOT NULL,"
    "  body TEXT NOT NULL) STRICT;"
    "CREATE INDEX facts_kind ON facts (kind);"
    /* Not WITHOUT ROWID: texts are long, and the tree of hashes is to stay small. */
    "CREATE TABLE texts (hash BLOB NOT NULL UNIQUE, text TEXT NOT NULL) STRICT;",
};

/* A trigger that notes a touch (touched.c): its name, on which table, after what, when; the touch,
 * the id, and what was before. The first touch counts, since it finds the row as it was. (No ON
 * CONFLICT in it: that of the statement which fires it would hold instead.) */
#define TOUCHING(name, table, event, when, touch, id, before)                                      \
    "CREATE TRIGGER touched_" name " AFTER " event " ON " table " " when                           \
    " BEGIN INSERT INTO touched SELECT " touch ", " id before                                      \
    " WHERE NOT EXISTS (SELECT 1 FROM touched WHERE touch = " touch " AND id = " id "); END;"
#define NEW ", NULL, NULL, NULL, NULL, NULL, NULL"
#define OLD ", old.story, old.lead, old.shown, old.down, old.provider, old.topics"
/* Of keys: KEYS_SLUG, KEYS_STORY, KEYS_EARLIER, KEYS_LATER and KEYS_EVENT begin with a story's id,
 * KEYS_RECORD with an article's, so does KEYS_ANNOUNCED without a slash; KEYS_IMPORTED is a path.
 */
#define TOUCHING_KEYS(name, event, row)                                                            \
    TOUCHING("story_" name, "keys", event, "WHEN " row ".space IN (4, 8, 9, 10, 11)", "1",         \
             "substr(" row ".key, 1, 12)", NEW),                                                   \
        TOUCHING("name_" name, "keys", event,                                                      \
                 "WHEN " row ".space IN (2, 7) AND " row ".key NOT LIKE '_____/%'", "2",           \
                 "substr(" row ".key, 1, 12)", NEW),                                               \
        TOUCHING("told_" name, "keys", event,                                                      \
                 "WHEN " row ".space = 7 AND " row ".key LIKE '_____/%'", "1",                     \
                 "substr(" row ".key, 7, 12)", NEW),                                               \
        TOUCHING("path_" name, "keys", event, "WHEN " row ".space = 5", "3", row ".key", NEW),     \
        TOUCHING("tick_" name, "keys", event, "WHEN " row ".space = 6 AND " row ".key = 'tick'",   \
                 "5", "'front'", NEW),                                                             \
        TOUCHING("issue_" name, "keys", event, "WHEN " row ".space = 14", "4", row ".key", NEW)
/* An address that leads to an article. */
#define TOUCHING_ADDRESS(name, event, row)                                                         \
    TOUCHING("address_" name, "keys", event, "WHEN " row ".space = 0", "2", row ".value", NEW)

/* Triggers that keep how many articles there are, and how many of them are shown and lead a story,
 * so that nobody has to count them: for all of them, and for each topic; the latter for each day
 * (UTC), too. */
#define TOTALLING(name, table, event, when, topic, sign, row)                                      \
    "CREATE TRIGGER total_" name " AFTER " event " ON " table " " when                             \
    " BEGIN INSERT INTO totals SELECT " topic ", 0, 0"                                             \
    " WHERE NOT EXISTS (SELECT 1 FROM totals WHERE topic = " topic ");"                            \
    " UPDATE totals SET articles = articles " sign " 1,"                                           \
    " stories = stories " sign " (" row ".shown AND " row ".lead) WHERE topic = " topic ";"        \
    " INSERT INTO days SELECT " topic                                                              \
    ", " DAY(row) ", 0 WHERE " row ".shown AND " row ".lead AND"                                   \
                  " NOT EXISTS (SELECT 1 FROM days WHERE topic = " topic                           \
                  " AND day = " DAY(row) ");"                                                      \
                                         " UPDATE days SET stories = stories " sign                \
                                         " 1 WHERE " row ".shown AND " row ".lead AND"             \
                                         " topic = " topic " AND day = " DAY(row) "; END;"
/* Days begin downwards of 1970, too. */
#define DAY(row) "(~" row ".down / 86400 - (~" row ".down % 86400 < 0))"
#define TOTALLING_ALL(name, table, topic)                                                          \
    TOTALLING(name "_new", table, "INSERT", "", topic("new"), "+", "new"),                         \
        TOTALLING(name "_drop", table, "DELETE", "", topic("old"), "-", "old"),                    \
        TOTALLING(name "_taken", table, "UPDATE", CHANGED(topic), topic("old"), "-", "old"),       \
        TOTALLING(name "_put", table, "UPDATE", CHANGED(topic), topic("new"), "+", "new")
#define CHANGED(topic)                                                                             \
    "WHEN " topic("old") " <> " topic("new") " OR old.shown <> new.shown OR old.lead <> new.lead"  \
                                             " OR old.down <> new.down"
/* Triggers that keep what a search asks of an article beside the index. An article has a number
 * where its id can be in the index. */
#define FINDING(name, event, when, does)                                                           \
    "CREATE TRIGGER found_" name " AFTER " event " WHEN " when " BEGIN " does "; END;"
#define IS_SHOWN "EXISTS (SELECT 1 FROM stories WHERE id = new.story AND shown = 1)"
#define SHOW(shown, id)                                                                            \
    "UPDATE search_articles SET shown = " shown                                                    \
    " WHERE number IN (SELECT number FROM articles WHERE story = " id ")"
#define EVERY(row) "''"
#define TOPIC(row) row ".topic"

/* `down` is ~published: ascending, it is newest first, and (down, id) > (?, ?) continues a list
 * within one index, which two directions would not. Unlike negation, ~ has no overflow. */
static const char *const derived_steps[] = {
    /* Derived state is made anew when this text is another than the one that made it: the number
     * goes up with each change of how facts are folded (2: what an article's keys are,
     * 3: what was announced, why stories are left out, 4: stories are looked at again at ticks,
     * 5: how stories are decided, 6: when they were shown first, what was in issues, 7: what is
     * found by bylines and by words, 8: what is sealed is written again when it changes,
     * 11: how many there are is kept, 12: of each day, too, 13: what a search asks of an article
     * lies beside the index). */
    "CREATE TABLE state ( -- fold 13\n"
    "  one INTEGER PRIMARY KEY CHECK (one = 1),"
    "  schema TEXT NOT NULL,"
    "  folded INTEGER NOT NULL,"
    "  front TEXT) STRICT;"
    "CREATE TABLE articles ("
    "  id TEXT NOT NULL UNIQUE,"
    "  story TEXT NOT NULL,"
    "  copy_of TEXT NOT NULL,"
    "  lead INTEGER NOT NULL,"
    "  shown INTEGER NOT NULL,"
    "  seen INTEGER NOT NULL,"
    "  down INTEGER NOT NULL,"
    "  quality INTEGER NOT NULL,"
    "  heat INTEGER NOT NULL,"
    "  arrived INTEGER NOT NULL,"
    "  changed INTEGER NOT NULL,"
    "  number INTEGER," /* its row in the index of the search; NULL: none */
    "  provider TEXT,"
    "  topics TEXT,"
    "  data TEXT,"
    "  score TEXT,"
    "  reasons TEXT) STRICT;"
    "CREATE INDEX articles_down ON articles (down, id);"
    /* With `lead`, the leads that are shown are counted and passed over without their rows. */
    "CREATE INDEX articles_shown ON articles (down, id, lead) WHERE shown = 1;"
    "CREATE INDEX articles_seen ON articles (seen, id);"
    "CREATE INDEX articles_arrived ON articles (arrived, id);"
    "CREATE INDEX articles_story ON articles (story, down, id);"
    "CREATE INDEX articles_provider ON articles (provider, down, id);"
    "CREATE INDEX articles_changed ON articles (changed);"
    "CREATE TABLE article_topics ("
    "  topic TEXT NOT NULL,"
    "  down INTEGER NOT NULL,"
    "  article TEXT NOT NULL,"
    "  shown INTEGER NOT NULL,"
    "  lead INTEGER NOT NULL,"
    "  PRIMARY KEY (topic, down, article)) STRICT, WITHOUT ROWID;"
    /* Of a topic, and under "" of all. */
    "CREATE TABLE totals ("
    "  topic TEXT PRIMARY KEY NOT NULL,"
    "  articles INTEGER NOT NULL,"
    "  stories INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE days ("
    "  topic TEXT NOT NULL,"
    "  day INTEGER NOT NULL,"
    "  stories INTEGER NOT NULL,"
    "  PRIMARY KEY (topic, day)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE stories ("
    "  id TEXT NOT NULL UNIQUE,"
    "  lead TEXT NOT NULL,"
    "  shown INTEGER NOT NULL,"
    "  heat INTEGER NOT NULL,"
    "  down INTEGER NOT NULL," /* ~newest */
    "  members INTEGER NOT NULL,"
    "  changed INTEGER NOT NULL,"
    "  score TEXT) STRICT;"
    "CREATE INDEX stories_down ON stories (down, id);"
    "CREATE TABLE keys ("
    "  space INTEGER NOT NULL,"
    "  key TEXT NOT NULL,"
    "  value TEXT NOT NULL,"
    "  PRIMARY KEY (space, key)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX keys_of ON keys (space, value, key) WHERE " STORE_KEYS_OF ";"
    "CREATE TABLE touched ("
    "  touch INTEGER NOT NULL,"
    "  id TEXT NOT NULL,"
    "  story TEXT," /* NULL: the article is new */
    "  lead INTEGER,"
    "  shown INTEGER,"
    "  down INTEGER,"
    "  provider TEXT,"
    "  topics TEXT,"
    "  PRIMARY KEY (touch, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE clicks ("
    "  article TEXT NOT NULL,"
    "  day INTEGER NOT NULL,"
    "  count INTEGER NOT NULL,"
    "  PRIMARY KEY (article, day)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX clicks_day ON clicks (day, article);"
    /* The row of an article has its id's number (search_put.c). The terms come split: only a space
     * (and controls, which no term has) parts them again. Bytes from 0x80 on belong to tokens as it
     * is. */
    "CREATE VIRTUAL TABLE search USING fts5(title, text, author, words UNINDEXED,"
    "  tokenize = \"ascii tokenchars '!\"\"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~'\");"
    /* What is asked of an article that has the words, so that one short row answers it. */
    "CREATE TABLE search_articles ("
    "  number INTEGER PRIMARY KEY,"
    "  down INTEGER NOT NULL,"
    "  shown INTEGER NOT NULL," /* its story is */
    "  provider TEXT,"
    "  topics TEXT) STRICT;"
    "CREATE TABLE search_words ("
    "  word TEXT PRIMARY KEY NOT NULL,"
    "  articles INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE search_trigrams ("
    "  trigram TEXT NOT NULL,"
    "  word TEXT NOT NULL,"
    "  PRIMARY KEY (trigram, word)) STRICT, WITHOUT ROWID;",
    /* Nobody who writes may forget to note a touch: triggers do. (Raise the number above with a
     * change of one.) */
    TOUCHING("article_new", "articles", "INSERT", "", "0", "new.id", NEW),
    TOUCHING("article_put", "articles", "UPDATE", "", "0", "old.id", OLD),
    TOUCHING("article_drop", "articles", "DELETE", "", "0", "old.id", OLD),
    TOUCHING("story_new", "stories", "INSERT", "", "1", "new.id", NEW),
    TOUCHING("story_put", "stories", "UPDATE", "", "1", "old.id", NEW),
    TOUCHING("story_drop", "stories", "DELETE", "", "1", "old.id", NEW),
    TOUCHING("front", "state", "UPDATE", "WHEN old.front IS NOT new.front", "5", "'front'", NEW),
    TOUCHING("clicks_new", "clicks", "INSERT", "", "2", "new.article", NEW),
    TOUCHING("clicks_put", "clicks", "UPDATE", "", "2", "new.article", NEW),
    TOUCHING_KEYS("key_new", "INSERT", "new"),
    TOUCHING_KEYS("key_put", "UPDATE", "new"),
    TOUCHING_KEYS("key_drop", "DELETE", "old"),
    TOUCHING_ADDRESS("new", "INSERT", "new"),
    TOUCHING_ADDRESS("put", "UPDATE", "new"),
    TOUCHING_ADDRESS("taken", "UPDATE", "old"),
    TOUCHING_ADDRESS("drop", "DELETE", "old"),
    TOTALLING_ALL("article", "articles", EVERY),
    TOTALLING_ALL("topic", "article_topics", TOPIC),
    FINDING("new", "INSERT ON articles", "new.number IS NOT NULL",
            "INSERT INTO search_articles VALUES (new.number, new.down, " IS_SHOWN ", new.provider,"
            " new.topics)"),
    FINDING("put", "UPDATE ON articles",
            "old.story <> new.story OR old.down <> new.down OR old.provider IS NOT new.provider"
            " OR old.topics IS NOT new.topics",
            "UPDATE search_articles SET down = new.down, shown = " IS_SHOWN ","
            " provider = new.provider, topics = new.topics WHERE number = new.number"),
    FINDING("drop", "DELETE ON articles", "old.number IS NOT NULL",
            "DELETE FROM search_articles WHERE number = old.number"),
    FINDING("story_new", "INSERT ON stories", "new.shown = 1", SHOW("1", "new.id")),
    FINDING("story_put", "UPDATE ON stories", "old.shown <> new.shown",
            SHOW("new.shown", "new.id")),
    FINDING("story_drop", "DELETE ON stories", "old.shown = 1", SHOW("0", "old.id")),
};

static const char *const work_steps[] = {
    "CREATE TABLE sources ("
    "  id TEXT PRIMARY KEY NOT NULL,"
    "  etag TEXT,"
    "  last_modified TEXT,"
    "  content_hash TEXT,"
    "  due INTEGER NOT NULL,"
    "  interval INTEGER NOT NULL,"
    "  last_try INTEGER NOT NULL,"
    "  last_good INTEGER NOT NULL,"
    "  failures INTEGER NOT NULL,"
    "  entries INTEGER NOT NULL,"
    "  error_class TEXT,"
    "  error_text TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE seen ("
    "  source TEXT NOT NULL,"
    "  key TEXT NOT NULL,"
    "  value TEXT NOT NULL,"
    "  PRIMARY KEY (source, key)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE visits ("
    "  day INTEGER NOT NULL,"
    "  article TEXT NOT NULL,"
    "  visitor TEXT NOT NULL,"
    "  PRIMARY KEY (day, article, visitor)) STRICT, WITHOUT ROWID;",
    "ALTER TABLE sources ADD COLUMN reason INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN rhythm INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN last_news INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN ttl INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN address TEXT;"
    "ALTER TABLE sources ADD COLUMN moved TEXT;"
    "ALTER TABLE sources ADD COLUMN moved_since INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN moved_times INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN gone_since INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN gone_times INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE hosts ("
    "  name TEXT PRIMARY KEY NOT NULL,"
    "  held_until INTEGER NOT NULL,"
    "  robots TEXT,"
    "  robots_until INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE INDEX hosts_held ON hosts (held_until) WHERE held_until > 0;",
    "ALTER TABLE sources ADD COLUMN ms INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN warnings INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN warning TEXT;",
    "ALTER TABLE sources ADD COLUMN skip_hours INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN skip_days INTEGER NOT NULL DEFAULT 0;"
    "ALTER TABLE sources ADD COLUMN older TEXT;",
    "ALTER TABLE sources ADD COLUMN hub TEXT;"
    "ALTER TABLE sources ADD COLUMN topic TEXT;"
    "CREATE TABLE notes ("
    "  kind INTEGER NOT NULL,"
    "  key TEXT NOT NULL,"
    "  value TEXT NOT NULL,"
    "  PRIMARY KEY (kind, key)) STRICT, WITHOUT ROWID;",
    "CREATE TABLE subscribers ("
    "  address TEXT PRIMARY KEY NOT NULL COLLATE NOCASE,"
    "  token TEXT NOT NULL UNIQUE,"
    "  state INTEGER NOT NULL,"
    "  lists TEXT NOT NULL,"
    "  name TEXT,"
    "  since INTEGER NOT NULL,"
    "  consented INTEGER,"
    "  consent TEXT,"
    "  reason TEXT) STRICT, WITHOUT ROWID;"
    "CREATE TABLE letters ("
    "  issue TEXT NOT NULL,"
    "  address TEXT NOT NULL COLLATE NOCASE,"
    "  state INTEGER NOT NULL,"
    "  tries INTEGER NOT NULL,"
    "  due INTEGER NOT NULL,"
    "  answer TEXT,"
    "  PRIMARY KEY (issue, address)) STRICT, WITHOUT ROWID;"
    "CREATE INDEX letters_due ON letters (issue, state, due);"
    "CREATE INDEX letters_of ON letters (address);",
    "ALTER TABLE subscribers ADD COLUMN paused INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE requests ("
    "  address TEXT PRIMARY KEY NOT NULL COLLATE NOCASE,"
    "  token TEXT NOT NULL UNIQUE,"
    "  lists TEXT NOT NULL,"
    "  consent TEXT NOT NULL,"
    "  instead TEXT COLLATE NOCASE,"
    "  asked INTEGER NOT NULL,"
    "  letters INTEGER NOT NULL,"
    "  tries INTEGER NOT NULL,"
    "  due INTEGER) STRICT, WITHOUT ROWID;"
    "CREATE INDEX requests_due ON requests (due) WHERE due IS NOT NULL;",
};

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof(array)[0]))

/* What was acknowledged as a fact survives a power failure; the other two may lose their last
 * commits to one: derived state is folded again, working state costs a fetch. */
const struct store_schema store_schema_facts = {
    .file = "facts.db",
    .application = 0x42724661, /* BrFa */
    .settings = "PRAGMA synchronous=FULL;PRAGMA cache_size=-2000;",
    .steps = facts_steps,
    .version = COUNT(facts_steps),
};
const struct store_schema store_schema_derived = {
    .file = "derived.db",
    .application = 0x42724465, /* BrDe */
    /* A fold touches the indexes all over: a longer log writes a page back once for many commits.
     */
    .settings = "PRAGMA synchronous=NORMAL;PRAGMA cache_size=-8000;PRAGMA wal_autocheckpoint=8000;",
    .steps = derived_steps,
    .version = COUNT(derived_steps),
    .derived = true,
};
const struct store_schema store_schema_work = {
    .file = "work.db",
    .application = 0x4272576f, /* BrWo */
    /* Whoever asks to be forgotten leaves no bytes behind. */
    .settings = "PRAGMA synchronous=NORMAL;PRAGMA cache_size=-2000;PRAGMA secure_delete=ON;",
    .steps = work_steps,
    .version = COUNT(work_steps),
};

/* ---- what is there ---- */

/* derived.db keeps the name of the text that its tables were made from. */
static enum status made_alike(struct store_sql *sql, const char *steps, bool *alike,
                              struct error *error) {
    sqlite3_stmt *statement;
    int64_t tables;
    bool row = false;
    *alike = false;
    enum status status = store_sql_number(
        sql, "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'state'", 0,
        &tables, error);
    if (status != STATUS_OK || tables == 0)
        return status;
    char name[HASH_HEX + 1];
    hash_hex(str_from(steps), name);
    status = store_sql_statement(sql, "SELECT 1 FROM state WHERE schema = ?", &statement, error);
    if (status != STATUS_OK) { /* a table `state` of another shape */
        return status == STATUS_INTERNAL ? STATUS_OK : status;
    }
    store_sql_bind(statement, 1, str_from(name));
    status = store_sql_step(sql, statement, &row, error);
    if (status != STATUS_OK)
        return status;
    *alike = row;
    store_sql_done(statement);
    return STATUS_OK;
}

/* In one view: another process may be making the file just now. */
static enum status versions(struct store_sql *sql, int64_t *application, int64_t *version,
                            int64_t *tables, struct error *error) {
    bool own = false;
    enum status status = store_sql_view(sql, &own, error);
    if (status == STATUS_OK)
        status = store_sql_number(sql, "SELECT count(*) FROM sqlite_schema", 0, tables, error);
    if (status == STATUS_OK)
        status = store_sql_number(sql, "PRAGMA application_id", 0, application, error);
    if (status == STATUS_OK)
        status = store_sql_number(sql, "PRAGMA user_version", 0, version, error);
    store_sql_view_end(sql, own);
    return status;
}

enum status store_schema_fit(struct store_sql *sql, const struct store_schema *schema,
                             enum store_fit *fit, struct error *error) {
    int64_t application, version, tables;
    enum status status = versions(sql, &application, &version, &tables, error);
    if (status != STATUS_OK)
        return status;
    if (tables == 0 && application == 0 && version == 0) {
        *fit = STORE_FIT_NEW;
        return STATUS_OK;
    }
    if (application != schema->application) {
        error_set(error, STATUS_INVALID, "this is a database, but not a %s of Broadsheet",
                  schema->file);
        error_in_file(error, sql->path);
        return STATUS_INVALID;
    }
    bool alike = true;
    if (schema->derived && version == schema->version)
        status = made_alike(sql, schema->steps[0], &alike, error);
    if (status != STATUS_OK)
        return status;
    if (version > schema->version && !schema->derived) {
        error_set(error, STATUS_UNSUPPORTED,
                  "written by a later Broadsheet (version %lld, this one knows %lld)",
                  (long long)version, (long long)schema->version);
        error_in_file(error, sql->path);
        return STATUS_UNSUPPORTED;
    }
    *fit = version == schema->version && alike ? STORE_FIT_READY : STORE_FIT_OLD;
    return STATUS_OK;
}

/* ---- making it ready ---- */

/* Virtual tables first: they take their shadows along. One at a time, as the list changes. */
static enum status drop_all(struct store_sql *sql, struct error *error) {
    for (;;) {
        sqlite3_stmt *statement;
        bool row = false;
        char text[300];
        enum status status = store_sql_statement(
            sql,
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' "
            "ESCAPE '\\' ORDER BY sql LIKE 'CREATE VIRTUAL%' DESC, name LIMIT 1",
            &statement, error);
        if (status == STATUS_OK)
            status = store_sql_step(sql, statement, &row, error);
        if (status != STATUS_OK || !row) {
            if (status == STATUS_OK)
                store_sql_done(statement);
            return status;
        }
        sqlite3_snprintf(sizeof text, text, "DROP TABLE \"%w\"", sqlite3_column_text(statement, 0));
        store_sql_done(statement);
        status = store_sql_run(sql, text, error);
        if (status != STATUS_OK)
            return status;
    }
}

static enum status take_steps(struct store_sql *sql, const struct store_schema *schema,
                              int64_t from, struct error *error) {
    char text[HASH_HEX + 200];
    for (int64_t step = from; step < schema->version; step++) {
        enum status status = store_sql_run(sql, schema->steps[step], error);
        if (status != STATUS_OK)
            return status;
    }
    sqlite3_snprintf(sizeof text, text, "PRAGMA application_id=%d;PRAGMA user_version=%d;",
                     (int)schema->application, (int)schema->version);
    enum status status = store_sql_run(sql, text, error);
    if (status != STATUS_OK || !schema->derived)
        return status;
    char name[HASH_HEX + 1];
    hash_hex(str_from(schema->steps[0]), name);
    sqlite3_snprintf(sizeof text, text, "INSERT INTO state VALUES (1, '%q', 0, NULL);", name);
    return store_sql_run(sql, text, error);
}

enum status store_schema_remake(struct store_sql *sql, const struct store_schema *schema,
                                struct error *error) {
    enum status status = drop_all(sql, error);
    return status == STATUS_OK ? take_steps(sql, schema, 0, error) : status;
}

/* Within the transaction: another process may have been faster. */
static enum status make_locked(struct store_sql *sql, const struct store_schema *schema,
                               struct error *error) {
    enum store_fit fit;
    int64_t version = 0;
    enum status status = store_schema_fit(sql, schema, &fit, error);
    if (status != STATUS_OK || fit == STORE_FIT_READY)
        return status;
    if (schema->derived)
        return store_schema_remake(sql, schema, error);
    status = store_sql_number(sql, "PRAGMA user_version", 0, &version, error);
    return status == STATUS_OK ? take_steps(sql, schema, version, error) : status;
}

/* Changing the journal's mode needs the file for itself, and SQLite does not always wait for it. */
static enum status use_log(struct store_sql *sql, struct error *error) {
    enum { PAUSE_MS = 20 };
    enum status status = STATUS_OK;
    for (int waited = 0; waited <= STORE_BUSY_MS; waited += PAUSE_MS) {
        status = store_sql_run(sql, "PRAGMA journal_mode=WAL", error);
        if (status != STATUS_BUSY)
            break;
        sqlite3_sleep(PAUSE_MS);
    }
    return status;
}

enum status store_schema_make(struct store_sql *sql, const struct store_schema *schema,
                              struct error *error) {
    enum store_fit fit;
    enum status status = store_schema_fit(sql, schema, &fit, error);
    if (status == STATUS_OK && fit == STORE_FIT_NEW)
        status = use_log(sql, error);
    if (status == STATUS_OK)
        status = store_sql_run(sql, schema->settings, error);
    if (status != STATUS_OK || fit == STORE_FIT_READY)
        return status;
    status = store_sql_begin(sql, error);
    return status == STATUS_OK ? store_sql_end(sql, make_locked(sql, schema, error), error)
                               : status;
}
