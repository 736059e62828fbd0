/* Names that leave the house: where a record lies, how a story's address reads. Given once, as
 * facts. */
#include "press/state.h"

#include "base/map.h"
#include "front/json.h"
#include "record/record.h"
#include "text/slug.h"

enum { NAMES_AT_ONCE = 1000, NAMES_A_FACT = 5000, ATTEMPTS_MOST = 10000 };
enum { BODY_MOST = 64 * 1024 * 1024 };

enum { RECORDS, SLUGS, ANNOUNCED, LISTS };
static const char *const lists[LISTS] = {"records", "slugs", "announced"};

struct naming {
    struct press *press;
    int64_t at;
    int64_t named;    /* the fact up to which everything had its names before */
    struct arena row; /* of the row that gets its name */
    struct buf body;  /* of the fact at hand */
    struct json json; /* into that */
    int list;         /* the one at hand */
    struct map taken; /* paths given in this fact */
    size_t count;
    bool parted; /* facts were made that do not say up to where all have their names */
};

/* Whether a record lies at `path` already, or is about to. */
static enum status path_taken(struct naming *naming, struct str path, bool *taken,
                              struct error *error) {
    struct store_key key = {.key = path};
    *taken = map_find(&naming->taken, path) != NULL;
    if (*taken)
        return STATUS_OK;
    enum status status =
        store_keys_get(naming->press->store, &naming->press->scratch, KEYS_PATH, &key, 1, error);
    *taken = !str_absent(key.value);
    return status;
}

static enum status free_path(struct naming *naming, struct str title, int64_t accepted,
                             struct str *path, struct error *error) {
    struct buf name;
    bool taken = true;
    enum status status = STATUS_OK;
    buf_init(&name, 4096);
    for (unsigned attempt = 1; taken && status == STATUS_OK && attempt < ATTEMPTS_MOST; attempt++) {
        buf_clear(&name);
        record_path(title, accepted, attempt, &name);
        status = buf_check(&name, error);
        if (status == STATUS_OK)
            status = path_taken(naming, buf_str(&name), &taken, error);
    }
    *path = arena_copy(&naming->press->scratch, buf_str(&name));
    buf_release(&name);
    if (status == STATUS_OK && taken)
        status = error_set(error, STATUS_LIMIT, "%d records of one name on one day", ATTEMPTS_MOST);
    if (status == STATUS_OK && (str_absent(*path) || map_put(&naming->taken, *path, 1)))
        status = error_memory(error);
    return status;
}

static void write_pair(struct naming *naming, struct str key, struct str value) {
    json_begin_array(&naming->json);
    json_str(&naming->json, key);
    json_str(&naming->json, value);
    json_end_array(&naming->json);
    naming->count++;
}

/* Until it is asked for the next row's. */
static struct str title_of(struct naming *naming, const struct store_article *row) {
    const struct json_value *object;
    arena_clear(&naming->row);
    json_read(&naming->row, row->data, &object, NULL);
    return json_get_str(object, "title");
}

static enum status name_record(struct naming *naming, const struct store_article *row,
                               struct error *error) {
    struct store_key key = {.key = str_from(row->id)};
    struct str path;
    enum status status =
        store_keys_get(naming->press->store, &naming->press->scratch, KEYS_RECORD, &key, 1, error);
    if (status != STATUS_OK || !str_absent(key.value))
        return status;
    status = free_path(naming, title_of(naming, row), row->seen, &path, error);
    if (status == STATUS_OK)
        write_pair(naming, str_from(row->id), path);
    return status;
}

static enum status name_story(struct naming *naming, const struct store_article *row,
                              struct error *error) {
    struct store_key key = {.key = str_from(row->story)};
    struct buf slug;
    enum status status =
        store_keys_get(naming->press->store, &naming->press->scratch, KEYS_SLUG, &key, 1, error);
    if (status != STATUS_OK || !str_absent(key.value))
        return status;
    buf_init(&slug, 4096);
    text_slug(title_of(naming, row), &slug);
    status = buf_check(&slug, error);
    if (status == STATUS_OK)
        write_pair(naming, key.key, buf_str(&slug));
    buf_release(&slug);
    return status;
}

/* The lead of a story that is shown, unless it left the house before. */
static enum status name_announced(struct naming *naming, const struct store_article *row,
                                  struct error *error) {
    struct store_key key = {.key = str_from(row->id)};
    enum status status = store_keys_get(naming->press->store, &naming->press->scratch,
                                        KEYS_ANNOUNCED, &key, 1, error);
    if (status == STATUS_OK && str_absent(key.value))
        write_pair(naming, key.key, str_from(row->story));
    return status;
}

typedef enum status namer(struct naming *naming, const struct store_article *row,
                          struct error *error);

/* ---- facts ---- */

static void begin_list(struct naming *naming, int list) {
    naming->list = list;
    json_key(&naming->json, lists[list]);
    json_begin_array(&naming->json);
}

/* Ends the list at hand; those up to `list` are empty, and that begins. */
static void go_to_list(struct naming *naming, int list) {
    while (naming->list < list) {
        json_end_array(&naming->json);
        begin_list(naming, naming->list + 1);
    }
}

static void begin_fact(struct naming *naming) {
    buf_clear(&naming->body);
    json_init(&naming->json, &naming->body, JSON_COMPACT);
    json_begin_object(&naming->json);
    begin_list(naming, 0);
    map_clear(&naming->taken);
    naming->count = 0;
}

/* Everything up to fact `number` has its names behind this one. */
static enum status end_fact(struct naming *naming, int64_t number, struct facts *facts,
                            struct error *error) {
    go_to_list(naming, LISTS - 1);
    json_end_array(&naming->json);
    json_field_int(&naming->json, "upTo", number);
    json_end_object(&naming->json);
    enum status status = buf_check(&naming->body, error);
    return status == STATUS_OK && (naming->count > 0 || naming->parted)
               ? facts_add(facts, FACT_NAMED, naming->at, buf_str(&naming->body), error)
               : status;
}

static enum status commit(struct press *press, struct facts *facts, struct error *error) {
    struct press_report report = {0};
    enum status status = facts_commit(facts, press->store, error);
    arena_clear(&press->scratch);
    return status == STATUS_OK ? press_fold(press, &report, error) : status;
}

/* So many names that they make a fact of their own: an archive may bring a hundred thousand. */
static enum status name_part(struct naming *naming, struct error *error) {
    struct facts facts;
    int list = naming->list;
    facts_init(&facts);
    enum status status = end_fact(naming, naming->named, &facts, error);
    if (status == STATUS_OK)
        status = commit(naming->press, &facts, error);
    facts_release(&facts);
    begin_fact(naming);
    go_to_list(naming, list);
    naming->parted = true;
    return status;
}

/* Calls `name` for each row of the query, a page at a time. */
static enum status name_each(struct naming *naming, struct store_query query, namer *name,
                             struct error *error) {
    enum status status = STATUS_OK;
    size_t count = NAMES_AT_ONCE;
    query.most = NAMES_AT_ONCE;
    while (status == STATUS_OK && count == NAMES_AT_ONCE) {
        struct arena page;
        struct store_article *rows;
        arena_init(&page, 1 << 28);
        status = store_articles_list(naming->press->store, &page, &query, &rows, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            status = name(naming, &rows[i], error);
            query.after_key = rows[i].arrived;
            memcpy(query.after_id, rows[i].id, sizeof query.after_id);
            if (status == STATUS_OK && naming->count >= NAMES_A_FACT)
                status = name_part(naming, error);
        }
        arena_release(&page);
        if (naming->count == 0)
            arena_clear(&naming->press->scratch);
    }
    return status;
}

static enum status write_names(struct naming *naming, struct error *error) {
    struct store_query fresh = {.order = STORE_BY_ARRIVED_UP, .after_key = naming->named};
    memset(fresh.after_id, 'z', ID_LENGTH); /* behind every id that arrived with that fact */
    struct store_query shown = {.order = STORE_BY_ARRIVED_UP,
                                .shown_only = true,
                                .leads_only = true,
                                .changed_after = naming->named};
    begin_fact(naming);
    enum status status = name_each(naming, fresh, name_record, error);
    go_to_list(naming, SLUGS);
    if (status == STATUS_OK)
        status = name_each(naming, shown, name_story, error);
    go_to_list(naming, ANNOUNCED);
    return status == STATUS_OK ? name_each(naming, shown, name_announced, error) : status;
}

/* The front leaves the house: what it looks like is a fact where it is not what it was. */
static enum status add_look(struct press *press, int64_t at, struct facts *facts,
                            struct error *error) {
    char look[HASH_HEX + 1];
    struct front front = {0};
    struct str text;
    struct store_key before = {.key = STR("look")};
    enum status status = store_front_get(press->store, &press->scratch, &text, error);
    if (status != STATUS_OK || str_absent(text))
        return status;
    status = front_read(&press->scratch, text, &front, error);
    if (status == STATUS_OK)
        status = front_look(&front, look, error);
    if (status == STATUS_OK)
        status = store_keys_get(press->store, &press->scratch, KEYS_STATE, &before, 1, error);
    if (status != STATUS_OK || str_eq(before.value, str_from(look)))
        return status;
    struct str body = arena_format(&press->scratch, "{\"look\":\"%s\"}", look);
    return str_absent(body) ? arena_status(&press->scratch, error)
                            : facts_add(facts, FACT_FRONTED, at, body, error);
}

enum status press_name(struct press *press, int64_t at, struct error *error) {
    struct naming naming = {.press = press, .at = at};
    struct facts facts;
    int64_t folded;
    facts_init(&facts);
    buf_init(&naming.body, BODY_MOST);
    map_init(&naming.taken, 0);
    arena_init(&naming.row, JSON_MEMORY_MOST);
    arena_clear(&press->scratch);
    enum status status = store_folded(press->store, &folded, error);
    if (status == STATUS_OK)
        status = press_number(press, STR("named"), 0, &naming.named, error);
    if (status == STATUS_OK)
        status = write_names(&naming, error);
    if (status == STATUS_OK)
        status = end_fact(&naming, folded, &facts, error);
    if (status == STATUS_OK)
        status = add_look(press, at, &facts, error);
    if (status == STATUS_OK)
        status = commit(press, &facts, error);
    map_release(&naming.taken);
    arena_release(&naming.row);
    buf_release(&naming.body);
    facts_release(&facts);
    arena_clear(&press->scratch);
    return status;
}
