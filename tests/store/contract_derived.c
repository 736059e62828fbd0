/* Derived state: its transaction, stories, keys, the front, clicks a day, search. */
#include "contract.h"

#include "store/search.h"

static int64_t folded(struct contract *contract) {
    int64_t number = -1;
    GOOD(store_folded(contract->store, &number, &contract->error));
    return number;
}

static void begin(struct contract *contract) {
    GOOD(store_begin(contract->store, &contract->error));
}

static void commit(struct contract *contract, int64_t number) {
    GOOD(store_commit(contract->store, number, &contract->error));
}

static struct str front(struct contract *contract) {
    struct str text;
    GOOD(store_front_get(contract->store, &contract->arena, &text, &contract->error));
    return text;
}

static void put_front(struct contract *contract, const char *text) {
    GOOD(store_front_put(contract->store, str_from(text), &contract->error));
}

static void append_facts(struct contract *contract, int count) {
    for (int i = 0; i < count; i++) {
        struct fact fact = {.at = i, .kind = STR("observed"), .body = STR("{}")};
        GOOD(store_facts_append(contract->store, &fact, 1, NULL, 0, &contract->error));
    }
}

/* ---- the transaction ---- */

static void a_commit_carries_its_number(void **state) {
    struct contract *contract = *state;
    append_facts(contract, 5);
    assert_int_equal(folded(contract), 0);
    begin(contract);
    put_front(contract, "one");
    commit(contract, 3);
    contract_reopen(contract, STORE_WRITE);
    assert_int_equal(folded(contract), 3);
    assert_str(front(contract), "one");

    begin(contract);
    put_front(contract, "two");
    assert_str(front(contract), "two");
    store_rollback(contract->store);
    assert_str(front(contract), "one");
    assert_int_equal(folded(contract), 3);

    begin(contract);
    put_front(contract, "same number again: a rescoring");
    commit(contract, 3);
    begin(contract);
    put_front(contract, "back in time");
    FAILS(STATUS_INVALID, store_commit(contract->store, 2, &contract->error));
    assert_str(front(contract), "same number again: a rescoring");
    begin(contract); /* the failed commit ended its transaction */
    store_rollback(contract->store);
    store_rollback(contract->store); /* harmless */
}

static void changes_need_a_transaction(void **state) {
    struct contract *contract = *state;
    struct store_article article = {.id = "a"};
    struct store_story story = {.id = "a"};
    struct store_key key = {STR("k"), STR("v")};
    struct store_clicks clicks = {"a", 1, 1};
    FAILS(STATUS_INTERNAL, store_articles_put(contract->store, &article, 1, NULL));
    FAILS(STATUS_INTERNAL, store_stories_put(contract->store, &story, 1, NULL));
    FAILS(STATUS_INTERNAL, store_keys_put(contract->store, KEYS_PATH, &key, 1, NULL));
    FAILS(STATUS_INTERNAL, store_front_put(contract->store, STR("x"), NULL));
    FAILS(STATUS_INTERNAL, store_clicks_put(contract->store, &clicks, 1, NULL));
    const struct store_search_entry entry = {.id = STR("a"), .title = STR("b")};
    FAILS(STATUS_INTERNAL, store_search_put(contract->store, &entry, NULL));
    FAILS(STATUS_INTERNAL, store_commit(contract->store, 1, NULL));
    begin(contract);
    FAILS(STATUS_INTERNAL, store_begin(contract->store, NULL));
    FAILS(STATUS_INTERNAL, store_derived_clear(contract->store, NULL));
    store_rollback(contract->store);
    assert_int_equal(folded(contract), 0);
}

static void closing_rolls_back(void **state) {
    struct contract *contract = *state;
    begin(contract);
    put_front(contract, "lost");
    contract_reopen(contract, STORE_WRITE);
    assert_str(front(contract), NULL);
}

/* A refused text is refused before anything was changed, so the rest may be committed. */
static void a_refused_text_spoils_nothing(void **state) {
    struct contract *contract = *state;
    begin(contract);
    put_front(contract, "kept");
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        struct str bad = contract_bad_texts[i];
        struct store_article articles[2] = {{.id = "good"}, {.id = "bad", .data = bad}};
        struct store_article topics = {.id = "bad", .topics = &bad, .topic_count = 1};
        struct store_story stories[2] = {{.id = "good"}, {.id = "bad", .score = bad}};
        struct store_key keys[2] = {{STR("good"), STR("x")}, {STR("bad"), bad}};
        struct store_key names[2] = {{STR("good"), STR("x")}, {bad, STR("x")}};
        FAILS(STATUS_INVALID, store_articles_put(contract->store, articles, 2, NULL));
        FAILS(STATUS_INVALID, store_articles_put(contract->store, &topics, 1, NULL));
        FAILS(STATUS_INVALID, store_stories_put(contract->store, stories, 2, NULL));
        FAILS(STATUS_INVALID, store_keys_put(contract->store, KEYS_PATH, keys, 2, NULL));
        FAILS(STATUS_INVALID, store_keys_put(contract->store, KEYS_PATH, names, 2, NULL));
        FAILS(STATUS_INVALID, store_front_put(contract->store, bad, NULL));
        const struct store_search_entry entries[] = {
            {.id = STR("x"), .title = bad},
            {.id = STR("x"), .text = bad},
            {.id = STR("x"), .author = bad},
            {.id = STR("x"), .words = bad},
        };
        for (size_t k = 0; k < 4; k++)
            FAILS(STATUS_INVALID, store_search_put(contract->store, &entries[k], NULL));
    }
    commit(contract, 0);
    struct store_key key = {.key = STR("good")};
    struct str id = STR("good");
    struct store_article *articles;
    struct store_story *stories;
    GOOD(store_keys_get(contract->store, &contract->arena, KEYS_PATH, &key, 1, &contract->error));
    GOOD(
        store_articles_get(contract->store, &contract->arena, &id, 1, &articles, &contract->error));
    GOOD(store_stories_get(contract->store, &contract->arena, &id, 1, &stories, &contract->error));
    assert_str(key.value, NULL);
    assert_string_equal(articles[0].id, "");
    assert_string_equal(stories[0].id, "");
    assert_str(front(contract), "kept");
}

static void a_second_writer_is_told(void **state) {
    struct contract *contract = *state;
    struct store *second;
    struct fact fact = {.kind = STR("observed"), .body = STR("{}")};
    GOOD(contract->backing->open(contract->folder, STORE_WRITE, &second, &contract->error));
    contract->backing->hurry(second);
    begin(contract);
    FAILS(STATUS_BUSY, store_begin(second, &contract->error));
    FAILS(STATUS_BUSY, store_derived_clear(second, &contract->error));
    /* Facts have their own lock: they are appended while the press folds. */
    GOOD(store_facts_append(second, &fact, 1, NULL, 0, &contract->error));
    assert_int_equal(fact.number, 1);
    commit(contract, 1);
    GOOD(store_begin(second, &contract->error));
    store_close(second);
}

/* A reader that begins sees one state until it ends, whatever is committed meanwhile. */
static void a_reader_may_keep_its_view(void **state) {
    struct contract *contract = *state;
    struct store *reader;
    struct str text;
    GOOD(contract->backing->open(contract->folder, STORE_READ, &reader, &contract->error));
    struct fact *facts;
    size_t count;
    GOOD(store_view(reader, &contract->error));
    append_facts(contract, 1);
    begin(contract);
    put_front(contract, "new");
    commit(contract, 0);
    GOOD(store_front_get(reader, &contract->arena, &text, &contract->error));
    assert_str(text, NULL);
    GOOD(store_facts_read(reader, &contract->arena, 0, 9, &facts, &count, &contract->error));
    assert_int_equal(count, 0);
    FAILS(STATUS_DENIED, store_commit(reader, 0, NULL));
    store_view_end(reader);
    GOOD(store_front_get(reader, &contract->arena, &text, &contract->error));
    assert_str(text, "new");
    store_close(reader);
}

static void nothing_is_written_during_a_view(void **state) {
    struct contract *contract = *state;
    struct fact fact = {.kind = STR("observed"), .body = STR("{}")};
    GOOD(store_view(contract->store, &contract->error));
    FAILS(STATUS_INTERNAL, store_view(contract->store, NULL));
    FAILS(STATUS_INTERNAL, store_begin(contract->store, NULL));
    FAILS(STATUS_INTERNAL, store_derived_clear(contract->store, NULL));
    FAILS(STATUS_INTERNAL, store_facts_append(contract->store, &fact, 1, NULL, 0, NULL));
    store_view_end(contract->store);
    store_view_end(contract->store);
    begin(contract);
    FAILS(STATUS_INTERNAL, store_view(contract->store, NULL));
    commit(contract, 0);
    GOOD(store_facts_append(contract->store, &fact, 1, NULL, 0, &contract->error));
}

static void derived_state_may_be_lost(void **state) {
    struct contract *contract = *state;
    append_facts(contract, 2);
    begin(contract);
    put_front(contract, "one");
    const struct store_search_entry entry = {.id = STR("a"), .title = STR("word")};
    GOOD(store_search_put(contract->store, &entry, &contract->error));
    commit(contract, 2);
    store_close(contract->store);
    contract->store = NULL;
    contract->backing->lose_derived(contract->folder);
    contract_reopen(contract, STORE_READ);
    assert_int_equal(folded(contract), 0);
    assert_str(front(contract), NULL);
    contract_reopen(contract, STORE_WRITE);
    int64_t number;
    GOOD(store_facts_last(contract->store, &number, &contract->error));
    assert_int_equal(number, 2);
    assert_int_equal(folded(contract), 0);
    assert_str(front(contract), NULL);
    begin(contract);
    put_front(contract, "again");
    commit(contract, 2);
    assert_int_equal(folded(contract), 2);
}

static void clearing_empties_all(void **state) {
    struct contract *contract = *state;
    struct store_article article = {.id = "a", .shown = true}, *articles;
    struct store_story story = {.id = "a"}, *stories;
    struct store_key key = {STR("k"), STR("v")}, *keys;
    struct store_clicks clicks = {"a", 1, 1};
    struct str id = STR("a"), term = STR("word");
    const struct store_search_entry entry = {.id = id, .title = term, .words = term};
    const struct store_phrase phrase = {.terms = &term, .count = 1};
    const struct store_question question = {.phrases = &phrase, .phrase_count = 1};
    struct store_hit *hits;
    size_t count;
    int64_t sum;
    for (int round = 0; round < 2; round++) {
        begin(contract);
        put_front(contract, "x");
        GOOD(store_articles_put(contract->store, &article, 1, &contract->error));
        GOOD(store_stories_put(contract->store, &story, 1, &contract->error));
        GOOD(store_keys_put(contract->store, KEYS_ALIAS, &key, 1, &contract->error));
        GOOD(store_clicks_put(contract->store, &clicks, 1, &contract->error));
        GOOD(store_search_put(contract->store, &entry, &contract->error));
        commit(contract, 9);
        GOOD(store_derived_clear(contract->store, &contract->error));
    }
    assert_int_equal(folded(contract), 0);
    assert_str(front(contract), NULL);
    struct arena *arena = &contract->arena;
    GOOD(store_articles_list(contract->store, arena, &(struct store_query){0}, &articles, &count,
                             &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_stories_list(contract->store, arena, INT64_MIN, INT64_MAX, false, &stories, &count,
                            &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_keys_list(contract->store, arena, KEYS_ALIAS, STR_NONE, 0, &keys, &count,
                         &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_clicks_sum(contract->store, &id, 1, 0, 9, &sum, &contract->error));
    assert_int_equal(sum, 0);
    GOOD(store_search(contract->store, arena, &question, &hits, &count, &contract->error));
    assert_int_equal(count, 0);
}

/* More folded than there are facts: it was derived from others. */
static void derived_from_other_facts(void **state) {
    struct contract *contract = *state;
    append_facts(contract, 3);
    begin(contract);
    put_front(contract, "of other facts");
    commit(contract, 4);
    contract_reopen(contract, STORE_WRITE);
    assert_int_equal(folded(contract), 0);
    assert_str(front(contract), NULL);
}

/* ---- stories ---- */

static void stories_by_newest(void **state) {
    struct contract *contract = *state;
    const struct store_story put[] = {
        {.id = "b",
         .lead = "x",
         .shown = true,
         .heat = -5,
         .newest = 100,
         .members = 3,
         .changed = 7,
         .score = STR("{}")},
        {.id = "a", .newest = 100, .shown = true},
        {.id = "hidden", .newest = 150},
        {.id = "old", .newest = 50, .shown = true},
        {.id = "undated", .newest = TIME_NONE, .shown = true},
        {.id = "late", .newest = INT64_MAX - 1, .shown = true},
    };
    static const struct {
        int64_t from, to;
        bool shown;
        const char *want;
    } cases[] = {
        {INT64_MIN, INT64_MAX, false, "late hidden a b old undated "},
        {INT64_MIN, INT64_MAX, true, "late a b old undated "},
        {50, 150, false, "a b old "},
        {51, 151, false, "hidden a b "},
        {100, 101, true, "a b "},
        {100, 100, false, ""},
        {101, 100, false, ""},
    };
    begin(contract);
    GOOD(store_stories_put(contract->store, put, sizeof put / sizeof put[0], &contract->error));
    commit(contract, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store_story *stories;
        size_t count;
        char text[100] = "";
        GOOD(store_stories_list(contract->store, &contract->arena, cases[i].from, cases[i].to,
                                cases[i].shown, &stories, &count, &contract->error));
        for (size_t k = 0; k < count; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", stories[k].id);
        assert_string_equal(text, cases[i].want);
    }
    struct store_story *got;
    struct str ids[] = {STR("b"), STR("none"), STR("undated"), STR("b")};
    GOOD(store_stories_get(contract->store, &contract->arena, ids, 4, &got, &contract->error));
    assert_string_equal(got[0].lead, "x");
    assert_true(got[0].shown);
    assert_int_equal(got[0].heat, -5);
    assert_int_equal(got[0].members, 3);
    assert_int_equal(got[0].changed, 7);
    assert_str(got[0].score, "{}");
    assert_string_equal(got[1].id, "");
    assert_int_equal(got[2].newest, TIME_NONE);
    assert_str(got[2].score, NULL);
    assert_string_equal(got[3].id, "b");

    struct store_story changed = {.id = "b", .lead = "y", .newest = 60};
    begin(contract);
    GOOD(store_stories_put(contract->store, &changed, 1, &contract->error));
    commit(contract, 0);
    GOOD(store_stories_get(contract->store, &contract->arena, ids, 1, &got, &contract->error));
    assert_string_equal(got[0].lead, "y");
    assert_false(got[0].shown);
    assert_str(got[0].score, NULL);
}

/* ---- keys ---- */

static void dropped_stories_are_gone(void **state) {
    struct contract *contract = *state;
    const struct store_story put[] = {{.id = "a", .newest = 1}, {.id = "b", .newest = 2}};
    const struct str ids[] = {STR("b"), STR("nobody")};
    struct store_story *stories;
    size_t count;
    begin(contract);
    GOOD(store_stories_put(contract->store, put, 2, &contract->error));
    GOOD(store_stories_drop(contract->store, ids, 2, &contract->error));
    commit(contract, 0);
    GOOD(store_stories_list(contract->store, &contract->arena, INT64_MIN, INT64_MAX, false,
                            &stories, &count, &contract->error));
    assert_int_equal(count, 1);
    assert_string_equal(stories[0].id, "a");
    FAILS(STATUS_INTERNAL, store_stories_drop(contract->store, ids, 1, NULL));
}

static void keys_lead_on(void **state) {
    struct contract *contract = *state;
    const struct store_key put[] = {
        {STR("a"), STR("b")}, {STR("b"), STR("c")}, {STR("x"), STR("y")}, {STR("y"), STR("x")}};
    static const struct {
        struct str from, to; /* `to` absent: a circle */
    } cases[] = {
        {STR_INIT("a"), STR_INIT("c")}, {STR_INIT("b"), STR_INIT("c")},
        {STR_INIT("c"), STR_INIT("c")}, {STR_INIT("nobody"), STR_INIT("nobody")},
        {STR_INIT("x"), {NULL, 0}},
    };
    begin(contract);
    GOOD(store_keys_put(contract->store, KEYS_STORY, put, 4, &contract->error));
    commit(contract, 0);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str key = cases[i].from;
        enum status status =
            store_keys_follow(contract->store, &contract->arena, KEYS_STORY, &key, NULL);
        assert_int_equal(status, str_absent(cases[i].to) ? STATUS_INVALID : STATUS_OK);
        if (status == STATUS_OK && !str_eq(key, cases[i].to))
            fail_msg("%.*s leads to %.*s", STR_ARG(cases[i].from), STR_ARG(key));
    }
}

static void addresses_of_an_article(void **state) {
    struct contract *contract = *state;
    struct store_key put[] = {
        {STR("b"), STR("one")}, {STR("a"), STR("one")}, {STR("c"), STR("two")}};
    struct store_key other = {STR("d"), STR("one")};
    struct str *keys;
    size_t count;
    begin(contract);
    GOOD(store_keys_put(contract->store, KEYS_ADDRESS, put, 3, &contract->error));
    GOOD(store_keys_put(contract->store, KEYS_ALIAS, &other, 1, &contract->error));
    commit(contract, 0);
    GOOD(store_keys_of(contract->store, &contract->arena, KEYS_ADDRESS, STR("one"), &keys, &count,
                       &contract->error));
    assert_int_equal(count, 2);
    assert_str(keys[0], "a");
    assert_str(keys[1], "b");
    GOOD(store_keys_of(contract->store, &contract->arena, KEYS_ADDRESS, STR("nobody"), &keys,
                       &count, &contract->error));
    assert_int_equal(count, 0);
}

static void each_space_has_its_keys(void **state) {
    struct contract *contract = *state;
    struct store_key put[] = {
        {STR("b"), STR("1")}, {STR("a"), STR("2")}, {STR("ab"), STR("")}, {STR(""), STR("empty")}};
    struct store_key other = {STR("a"), STR("other")};
    begin(contract);
    GOOD(store_keys_put(contract->store, KEYS_ADDRESS, put, 4, &contract->error));
    GOOD(store_keys_put(contract->store, KEYS_IMPORTED, &other, 1, &contract->error));
    commit(contract, 0);
    struct store_key got[] = {{.key = STR("a")}, {STR("none"), STR("x")}, {.key = STR("")}};
    GOOD(store_keys_get(contract->store, &contract->arena, KEYS_ADDRESS, got, 3, &contract->error));
    assert_str(got[0].value, "2");
    assert_str(got[1].value, NULL);
    assert_str(got[2].value, "empty");
    static const struct {
        const char *after;
        size_t most;
        const char *want;
    } cases[] = {
        {NULL, 0, ",a,ab,b,"}, {"", 0, "a,ab,b,"}, {NULL, 2, ",a,"},   {"a", 1, "ab,"},
        {"aa", 9, "ab,b,"},    {"b", 0, ""},       {"a'", 0, "ab,b,"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store_key *keys;
        size_t count;
        char text[100] = "";
        GOOD(store_keys_list(contract->store, &contract->arena, KEYS_ADDRESS,
                             str_from(cases[i].after), cases[i].most, &keys, &count,
                             &contract->error));
        for (size_t k = 0; k < count; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s,",
                     STR_ARG(keys[k].key));
        assert_string_equal(text, cases[i].want);
    }
    struct store_key change[] = {{STR("a"), STR("3")}, {STR("b"), STR_NONE}, {STR("z"), STR_NONE}};
    begin(contract);
    GOOD(store_keys_put(contract->store, KEYS_ADDRESS, change, 3, &contract->error));
    commit(contract, 0);
    GOOD(store_keys_get(contract->store, &contract->arena, KEYS_ADDRESS, change, 3,
                        &contract->error));
    assert_str(change[0].value, "3");
    assert_str(change[1].value, NULL);
    GOOD(
        store_keys_get(contract->store, &contract->arena, KEYS_IMPORTED, got, 1, &contract->error));
    assert_str(got[0].value, "other");
}

static void odd_keys_come_back(void **state) {
    struct contract *contract = *state;
    struct store_key keys[CONTRACT_ODD_TEXTS];
    begin(contract);
    for (size_t i = 0; i < CONTRACT_ODD_TEXTS; i++)
        keys[i] = (struct store_key){contract_odd_texts[i], contract_odd_texts[i]};
    GOOD(store_keys_put(contract->store, KEYS_SLUG, keys, CONTRACT_ODD_TEXTS, &contract->error));
    commit(contract, 0);
    for (size_t i = 0; i < CONTRACT_ODD_TEXTS; i++)
        keys[i].value = STR_NONE;
    GOOD(store_keys_get(contract->store, &contract->arena, KEYS_SLUG, keys, CONTRACT_ODD_TEXTS,
                        &contract->error));
    for (size_t i = 0; i < CONTRACT_ODD_TEXTS; i++)
        assert_true(str_eq(keys[i].value, contract_odd_texts[i]));
}

/* ---- clicks a day ---- */

static void clicks_are_set_and_summed(void **state) {
    struct contract *contract = *state;
    const struct store_clicks put[] = {
        {"a", 10, 5}, {"a", 11, 7}, {"b", 11, 1}, {"c", 12, 0}, {"a", 10, 6}};
    const struct store_clicks bad[] = {{"", 1, 1}, {"a", 1, -1}, {"a", 1, INT64_MAX}};
    begin(contract);
    GOOD(store_clicks_put(contract->store, put, 5, &contract->error));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        FAILS(STATUS_INVALID, store_clicks_put(contract->store, &bad[i], 1, NULL));
    commit(contract, 0);
    struct str ids[] = {STR("a"), STR("b"), STR("c"), STR("' OR 1=1--")};
    static const struct {
        int64_t from, to, want[4];
        const char *articles;
    } cases[] = {
        {10, 10, {6, 0, 0, 0}, "a "},
        {10, 12, {13, 1, 0, 0}, "a b "},
        {11, 99, {7, 1, 0, 0}, "a b "},
        {12, 10, {0, 0, 0, 0}, ""},
        {INT64_MIN, INT64_MAX, {13, 1, 0, 0}, "a b "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        int64_t sums[4] = {9, 9, 9, 9};
        struct str *articles;
        size_t count;
        char text[100] = "";
        GOOD(store_clicks_sum(contract->store, ids, 4, cases[i].from, cases[i].to, sums,
                              &contract->error));
        assert_memory_equal(sums, cases[i].want, sizeof sums);
        GOOD(store_clicks_articles(contract->store, &contract->arena, cases[i].from, cases[i].to,
                                   &articles, &count, &contract->error));
        for (size_t k = 0; k < count; k++)
            snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s ",
                     STR_ARG(articles[k]));
        assert_string_equal(text, cases[i].articles);
    }
    struct store_clicks *days;
    size_t count;
    GOOD(store_clicks_list(contract->store, &contract->arena, STR("a"), &days, &count,
                           &contract->error));
    assert_int_equal(count, 2);
    assert_int_equal(days[0].day, 10);
    assert_int_equal(days[0].count, 6);
    assert_int_equal(days[1].count, 7);
    assert_string_equal(days[1].article, "a");
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(a_commit_carries_its_number),
    cmocka_unit_test(changes_need_a_transaction),
    cmocka_unit_test(closing_rolls_back),
    cmocka_unit_test(a_refused_text_spoils_nothing),
    cmocka_unit_test(a_second_writer_is_told),
    cmocka_unit_test(a_reader_may_keep_its_view),
    cmocka_unit_test(nothing_is_written_during_a_view),
    cmocka_unit_test(derived_state_may_be_lost),
    cmocka_unit_test(clearing_empties_all),
    cmocka_unit_test(derived_from_other_facts),
    cmocka_unit_test(stories_by_newest),
    cmocka_unit_test(dropped_stories_are_gone),
    cmocka_unit_test(each_space_has_its_keys),
    cmocka_unit_test(keys_lead_on),
    cmocka_unit_test(addresses_of_an_article),
    cmocka_unit_test(odd_keys_come_back),
    cmocka_unit_test(clicks_are_set_and_summed),
};
const struct contract_part contract_derived = {tests, sizeof tests / sizeof tests[0]};
