/* What was touched since it was last forgotten, and keys found by their value. */
#include "contract.h"

static void put_article(struct contract *contract, const char *id, const char *story, bool shown,
                        int64_t published, const char *topic) {
    struct str topics[] = {str_from(topic), STR("news")};
    struct store_article article = {
        .shown = shown,
        .lead = shown,
        .published = published,
        .provider = STR("north.example"),
        .topics = topics,
        .topic_count = 2,
        .data = STR("{}"),
        .score = STR("{}"),
    };
    snprintf(article.id, sizeof article.id, "%s", id);
    snprintf(article.story, sizeof article.story, "%s", story);
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_articles_put(contract->store, &article, 1, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
}

static void put_key(struct contract *contract, enum store_space space, const char *key,
                    const char *value) {
    const struct store_key pair = {str_from(key), value != NULL ? str_from(value) : STR_NONE};
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_keys_put(contract->store, space, &pair, 1, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
}

static size_t touched(struct contract *contract, struct store_touched **list) {
    size_t count;
    GOOD(store_touched_list(contract->store, &contract->arena, 0, list, &count, &contract->error));
    return count;
}

static void forget(struct contract *contract) {
    struct store_touched *list;
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_touched_clear(contract->store, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    assert_int_equal(touched(contract, &list), 0);
}

static void keeps_where_an_article_stood(void **state) {
    struct contract *contract = *state;
    struct store_touched *list;
    put_article(contract, "aaaaaaaaaaaa", "aaaaaaaaaaaa", true, 100, "ai");
    assert_int_equal(touched(contract, &list), 1);
    assert_int_equal(list[0].touch, TOUCH_ARTICLE);
    assert_str(list[0].id, "aaaaaaaaaaaa");
    assert_string_equal(list[0].before.id, "");
    forget(contract);
    /* The first touch counts, whatever comes after it. */
    put_article(contract, "aaaaaaaaaaaa", "bbbbbbbbbbbb", false, 200, "robots");
    put_article(contract, "aaaaaaaaaaaa", "cccccccccccc", true, 300, "vision");
    struct str id = STR("aaaaaaaaaaaa");
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_articles_drop(contract->store, &id, 1, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    assert_int_equal(touched(contract, &list), 1);
    const struct store_article *before = &list[0].before;
    assert_string_equal(before->id, "aaaaaaaaaaaa");
    assert_string_equal(before->story, "aaaaaaaaaaaa");
    assert_true(before->lead && before->shown);
    assert_int_equal(before->published, 100);
    assert_str(before->provider, "north.example");
    assert_int_equal(before->topic_count, 2);
    assert_str(before->topics[0], "ai");
}

static void notes_stories_and_names(void **state) {
    static const struct {
        enum store_space space;
        const char *key;
        enum store_touch touch;
        const char *id; /* NULL: nothing is touched */
    } cases[] = {
        {KEYS_SLUG, "aaaaaaaaaaaa", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_STORY, "aaaaaaaaaaaa", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_EARLIER, "aaaaaaaaaaaa", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_LATER, "aaaaaaaaaaaa", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_ANNOUNCED, "again/aaaaaaaaaaaa", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_RECORD, "aaaaaaaaaaaa", TOUCH_NAME, "aaaaaaaaaaaa"},
        {KEYS_RECORD, "aaaaaaaaaaaa/2", TOUCH_NAME, "aaaaaaaaaaaa"},
        {KEYS_IMPORTED, "_news/a.md", TOUCH_PATH, "_news/a.md"},
        {KEYS_ANNOUNCED, "story/aaaaaaaaaaaa", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_ANNOUNCED, "aaaaaaaaaaaa", TOUCH_NAME, "aaaaaaaaaaaa"},
        {KEYS_EVENT, "aaaaaaaaaaaa 000000000001 1", TOUCH_STORY, "aaaaaaaaaaaa"},
        {KEYS_ISSUE, "2025-10-09-daily", TOUCH_ISSUE, "2025-10-09-daily"},
        {KEYS_ALIAS, "aaaaaaaaaaaa", TOUCH_STORY, NULL},
        {KEYS_STATE, "published", TOUCH_STORY, NULL},
        {KEYS_PICTURE, "aaaaaaaaaaaa", TOUCH_STORY, NULL},
    };
    struct contract *contract = *state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        static const char *const values[] = {"one", "two", NULL}; /* put, replaced, dropped */
        for (size_t k = 0; k < 3; k++) {
            struct store_touched *list;
            put_key(contract, cases[i].space, cases[i].key, values[k]);
            assert_int_equal(touched(contract, &list), cases[i].id != NULL);
            if (cases[i].id != NULL) {
                assert_int_equal(list[0].touch, cases[i].touch);
                assert_str(list[0].id, cases[i].id);
            }
            forget(contract);
        }
    }
    struct store_touched *moved;
    put_key(contract, KEYS_ADDRESS, "north.example/1", "one");
    forget(contract);
    put_key(contract, KEYS_ADDRESS, "north.example/1", "two");
    assert_int_equal(touched(contract, &moved), 2);
    assert_int_equal(moved[0].touch, TOUCH_NAME);
    assert_str(moved[0].id, "one");
    assert_str(moved[1].id, "two");
    forget(contract);
    const struct store_story story = {.id = "aaaaaaaaaaaa", .score = STR("{}")};
    struct store_touched *list;
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_stories_put(contract->store, &story, 1, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    assert_int_equal(touched(contract, &list), 1);
    assert_int_equal(list[0].touch, TOUCH_STORY);
}

static void forgets_what_is_rolled_back(void **state) {
    struct contract *contract = *state;
    struct store_touched *list;
    put_article(contract, "aaaaaaaaaaaa", "", false, 100, "ai");
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_touched_clear(contract->store, &contract->error));
    store_rollback(contract->store);
    assert_int_equal(touched(contract, &list), 1);
    FAILS(STATUS_INTERNAL, store_touched_clear(contract->store, &contract->error));
    GOOD(store_derived_clear(contract->store, &contract->error));
    assert_int_equal(touched(contract, &list), 0);
}

static void finds_keys_by_their_value(void **state) {
    struct contract *contract = *state;
    struct str *keys;
    size_t count;
    put_key(contract, KEYS_STORY, "c", "x");
    put_key(contract, KEYS_STORY, "a", "x");
    put_key(contract, KEYS_STORY, "b", "y");
    put_key(contract, KEYS_LATER, "d", "x");
    GOOD(store_keys_of(contract->store, &contract->arena, KEYS_STORY, STR("x"), &keys, &count,
                       &contract->error));
    assert_int_equal(count, 2);
    assert_str(keys[0], "a");
    assert_str(keys[1], "c");
    FAILS(STATUS_INTERNAL, store_keys_of(contract->store, &contract->arena, KEYS_ALIAS, STR("x"),
                                         &keys, &count, &contract->error));
}

static void passes_over_rows(void **state) {
    struct contract *contract = *state;
    for (int i = 0; i < 6; i++) {
        char id[ID_LENGTH + 1];
        snprintf(id, sizeof id, "%012d", i);
        put_article(contract, id, id, i != 3, 100 + i, "ai");
    }
    static const struct {
        size_t skip, most, count, first;
    } cases[] = {{0, 0, 5, 5}, {2, 0, 3, 2}, {2, 2, 2, 2}, {4, 9, 1, 0}, {5, 1, 0, 0}};
    for (size_t i = 0; i < 2 * sizeof cases / sizeof cases[0]; i++) {
        struct store_article *rows;
        size_t count, k = i / 2;
        const struct store_query query = {.topic = i % 2 == 0 ? STR("ai") : STR_NONE,
                                          .shown_only = true,
                                          .leads_only = true,
                                          .skip = cases[k].skip,
                                          .most = cases[k].most};
        GOOD(store_articles_list(contract->store, &contract->arena, &query, &rows, &count,
                                 &contract->error));
        assert_int_equal(count, cases[k].count);
        if (count > 0)
            assert_int_equal(rows[0].published, 100 + (int64_t)cases[k].first);
    }
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(keeps_where_an_article_stood),
    cmocka_unit_test(notes_stories_and_names),
    cmocka_unit_test(forgets_what_is_rolled_back),
    cmocka_unit_test(finds_keys_by_their_value),
    cmocka_unit_test(passes_over_rows),
};
const struct contract_part contract_touched = {tests, sizeof tests / sizeof tests[0]};
