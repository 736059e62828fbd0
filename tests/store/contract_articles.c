/* Articles: put, get, list, count. Lists are compared, for every combination of restrictions, with
 * a filter and a sort written out here. */
#include "contract.h"

void contract_put_articles(struct contract *contract, const struct store_article *articles,
                           size_t count, int64_t folded) {
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_articles_put(contract->store, articles, count, &contract->error));
    GOOD(store_commit(contract->store, folded, &contract->error));
}

static void an_article_comes_back(void **state) {
    struct contract *contract = *state;
    struct str topics[] = {STR("zebra"), STR("a b"), STR("' OR 1=1--")};
    const struct store_article put[2] = {
        {.id = "abcdefghijkl",
         .story = "s",
         .copy_of = "o",
         .lead = true,
         .shown = true,
         .seen = 5,
         .published = -7,
         .quality = -3,
         .heat = INT64_MAX,
         .arrived = 8,
         .changed = 9,
         .provider = STR("example.com"),
         .topics = topics,
         .topic_count = 3,
         .data = STR("{\"t\":1}"),
         .score = STR("{\"q\":2}"),
         .reasons = STR("[]")},
        {.id = "bare", .published = TIME_NONE},
    };
    const struct str ids[] = {STR("bare"), STR("missing"), STR("abcdefghijkl"), STR_NONE};
    struct store_article *got;
    contract_put_articles(contract, put, 2, 0);
    contract_reopen(contract, STORE_READ);
    GOOD(store_articles_get(contract->store, &contract->arena, ids, 4, &got, &contract->error));
    assert_string_equal(got[0].id, "bare");
    assert_int_equal(got[0].published, TIME_NONE);
    assert_int_equal(got[0].topic_count, 0);
    assert_str(got[0].provider, NULL);
    assert_str(got[0].data, NULL);
    assert_string_equal(got[1].id, "");
    assert_string_equal(got[3].id, "");
    assert_string_equal(got[2].id, "abcdefghijkl");
    assert_string_equal(got[2].story, "s");
    assert_string_equal(got[2].copy_of, "o");
    assert_true(got[2].lead && got[2].shown);
    assert_int_equal(got[2].seen, 5);
    assert_int_equal(got[2].published, -7);
    assert_int_equal(got[2].quality, -3);
    assert_int_equal(got[2].heat, INT64_MAX);
    assert_int_equal(got[2].arrived, 8);
    assert_int_equal(got[2].changed, 9);
    assert_str(got[2].provider, "example.com");
    assert_str(got[2].data, "{\"t\":1}");
    assert_str(got[2].score, "{\"q\":2}");
    assert_str(got[2].reasons, "[]");
    assert_int_equal(got[2].topic_count, 3);
    for (size_t i = 0; i < 3; i++)
        assert_true(str_eq(got[2].topics[i], topics[i]));
}

static void bad_articles_are_refused(void **state) {
    struct contract *contract = *state;
    struct str lines = STR("a\nb"), empty = STR("");
    struct store_article unended = {.id = "x"};
    memset(unended.story, 'x', sizeof unended.story);
    const struct store_article bad[] = {
        {.id = ""},
        {.id = "\xff"},
        {.id = "x", .topics = &lines, .topic_count = 1},
        {.id = "x", .topics = &empty, .topic_count = 1},
        unended,
    };
    GOOD(store_begin(contract->store, &contract->error));
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        FAILS(STATUS_INVALID, store_articles_put(contract->store, &bad[i], 1, &contract->error));
    store_rollback(contract->store);
}

static int64_t count_of(struct contract *contract, const struct store_query *query) {
    enum { ENOUGH = 2 };
    struct store_query bounded = *query;
    int64_t count, some;
    bounded.enough = ENOUGH;
    GOOD(store_articles_count(contract->store, query, &count, &contract->error));
    GOOD(store_articles_count(contract->store, &bounded, &some, &contract->error));
    assert_int_equal(some, count < ENOUGH ? count : ENOUGH);
    return count;
}

static void topics_follow_their_article(void **state) {
    struct contract *contract = *state;
    struct str topics[] = {STR("x"), STR("y"), STR("x")};
    struct store_article article = {.id = "a", .published = 5, .topics = topics, .topic_count = 3};
    const struct store_query x = {.topic = STR("x")}, y = {.topic = STR("y")};
    const struct store_query shown = {.topic = STR("x"), .shown_only = true};
    const struct store_query late = {.topic = STR("x"), .published_from = 6};
    contract_put_articles(contract, &article, 1, 0);
    assert_int_equal(count_of(contract, &x), 1);
    assert_int_equal(count_of(contract, &y), 1);
    assert_int_equal(count_of(contract, &shown), 0);
    article.topic_count = 1;
    article.published = 6;
    article.shown = true;
    contract_put_articles(contract, &article, 1, 0);
    assert_int_equal(count_of(contract, &x), 1);
    assert_int_equal(count_of(contract, &y), 0);
    assert_int_equal(count_of(contract, &shown), 1);
    assert_int_equal(count_of(contract, &late), 1);
    article.topic_count = 0;
    contract_put_articles(contract, &article, 1, 0);
    assert_int_equal(count_of(contract, &x), 0);
}

/* What is kept as a total is what counting says. */
static void check_totals(struct contract *contract, int64_t articles, int64_t stories,
                         int64_t of_topic) {
    struct store_query queries[] = {
        {0},
        {.shown_only = true, .leads_only = true},
        {.topic = STR("x"), .shown_only = true, .leads_only = true},
    };
    const int64_t want[] = {articles, stories, of_topic};
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++) {
        assert_int_equal(count_of(contract, &queries[i]), want[i]);
        queries[i].published_from = 1; /* which all are: the totals of days */
        assert_int_equal(count_of(contract, &queries[i]), want[i]);
    }
}

static void totals_follow_every_change(void **state) {
    struct contract *contract = *state;
    struct str topics[] = {STR("x"), STR("y")};
    struct store_article articles[] = {
        {.id = "a", .published = 5, .topics = topics, .topic_count = 2, .lead = true},
        {.id = "b", .published = 6, .topics = topics, .topic_count = 1, .shown = true},
        {.id = "c", .published = 6, .shown = true, .lead = true},
    };
    const struct str dropped[] = {STR("b"), STR("b"), STR("nobody")};
    check_totals(contract, 0, 0, 0);
    contract_put_articles(contract, articles, 3, 0);
    check_totals(contract, 3, 1, 0);
    articles[0].shown = articles[1].lead = true;
    contract_put_articles(contract, articles, 3, 0);
    contract_put_articles(contract, articles, 3, 0);
    check_totals(contract, 3, 3, 2);
    articles[0].topics++, articles[0].topic_count--;
    contract_put_articles(contract, articles, 1, 0);
    check_totals(contract, 3, 3, 1);
    articles[2].published += DAY_SECONDS;
    contract_put_articles(contract, &articles[2], 1, 0);
    assert_int_equal(count_of(contract, &(struct store_query){.shown_only = true,
                                                              .leads_only = true,
                                                              .published_to = DAY_SECONDS}),
                     2);
    check_totals(contract, 3, 3, 1);
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_articles_drop(contract->store, dropped, 3, &contract->error));
    store_rollback(contract->store);
    check_totals(contract, 3, 3, 1);
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_articles_drop(contract->store, dropped, 3, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_totals(contract, 2, 2, 0);
    GOOD(store_derived_clear(contract->store, &contract->error));
    check_totals(contract, 0, 0, 0);
}

/* ---- lists against a model ---- */

enum { MODEL = 240, TOPICS = 3, PART = 30000 /* seconds: about a third of a day */ };

static struct str model_topics[MODEL][TOPICS];
static struct store_article model[MODEL];

/* Few values each, so that ties and coincidences are many. */
static void make_model(void) {
    static const char *const topics[] = {"ai", "vision", "chips"};
    static const char *const providers[] = {"a.example", "b.example"};
    struct rng rng = rng_seeded(7);
    for (size_t i = 0; i < MODEL; i++) {
        struct store_article *article = &model[i];
        *article = (struct store_article){
            .lead = rng_below(&rng, 3) == 0,
            .shown = rng_below(&rng, 2) == 0,
            .seen = (int64_t)rng_below(&rng, 12),
            .arrived = (int64_t)rng_below(&rng, 25),
            .published = i % 40 == 0 ? TIME_NONE : PART * ((int64_t)rng_below(&rng, 20) - 3),
            .changed = (int64_t)rng_below(&rng, 30),
            .provider = str_from(providers[rng_below(&rng, 2)]),
            .topics = model_topics[i],
        };
        snprintf(article->id, sizeof article->id, "id%03d", (int)(i * 37 % MODEL));
        snprintf(article->story, sizeof article->story, "s%d", (int)rng_below(&rng, 9));
        for (size_t k = 0; k < TOPICS; k++)
            if (rng_below(&rng, 2) == 0)
                model_topics[i][article->topic_count++] = str_from(topics[k]);
    }
}

static bool open_end(int64_t time) {
    return time == 0 || time == TIME_NONE;
}

static bool wanted(const struct store_article *article, const struct store_query *query) {
    bool topic = str_empty(query->topic);
    for (size_t i = 0; i < article->topic_count; i++)
        topic = topic || str_eq(article->topics[i], query->topic);
    return topic && (!query->shown_only || article->shown) &&
           (!query->leads_only || article->lead) &&
           (str_empty(query->provider) || str_eq(article->provider, query->provider)) &&
           (str_empty(query->story) || str_eq(str_from(article->story), query->story)) &&
           (open_end(query->published_from) || article->published >= query->published_from) &&
           (open_end(query->published_to) || article->published < query->published_to) &&
           article->seen >= query->seen_from &&
           (query->changed_after == 0 || article->changed > query->changed_after);
}

static int64_t key_of(const struct store_article *article, enum store_order order) {
    return order == STORE_BY_PUBLISHED_DOWN ? article->published
           : order == STORE_BY_ARRIVED_UP   ? article->arrived
                                            : 0;
}

static bool before(const struct store_article *a, const struct store_article *b,
                   enum store_order order) {
    int64_t x = key_of(a, order), y = key_of(b, order);
    if (x != y)
        return order == STORE_BY_PUBLISHED_DOWN ? x > y : x < y;
    return strcmp(a->id, b->id) < 0;
}

static size_t expect(const struct store_query *query, const struct store_article **out) {
    size_t n = 0;
    for (size_t i = 0; i < MODEL; i++) {
        if (!wanted(&model[i], query))
            continue;
        size_t at = n++;
        for (; at > 0 && before(&model[i], out[at - 1], query->order); at--)
            out[at] = out[at - 1];
        out[at] = &model[i];
    }
    return n;
}

/* In pages of `most`, each continued behind the last of the one before. */
static void check_list(struct contract *contract, struct store_query query, size_t most) {
    const struct store_article *want[MODEL];
    size_t total = expect(&query, want), at = 0, count;
    struct store_article *got;
    query.most = most;
    assert_int_equal(count_of(contract, &query), total);
    do {
        arena_clear(&contract->arena);
        GOOD(store_articles_list(contract->store, &contract->arena, &query, &got, &count,
                                 &contract->error));
        assert_true(most == 0 ? count == total : count <= most);
        for (size_t i = 0; i < count; i++, at++) {
            assert_in_range(at, 0, total - 1);
            assert_string_equal(got[i].id, want[at]->id);
            assert_int_equal(got[i].published, want[at]->published);
            bool known = query.known != NULL && map_find(query.known, str_from(got[i].id)) != NULL;
            assert_true(known ? got[i].provider.n == 0
                              : str_eq(got[i].provider, want[at]->provider));
        }
        if (count > 0) {
            query.after_key = key_of(want[at - 1], query.order);
            memcpy(query.after_id, got[count - 1].id, sizeof query.after_id);
        }
    } while (most > 0 && count == most);
    assert_int_equal(at, total);
}

static void every_list_agrees_with_the_model(void **state) {
    struct contract *contract = *state;
    enum { RESTRICTIONS = 9 };
    struct map known;
    make_model();
    map_init(&known, 0);
    for (size_t i = 0; i < MODEL; i += 2)
        GOOD(map_put(&known, str_from(model[i].id), i));
    contract_put_articles(contract, model, MODEL, 0);
    for (unsigned mask = 0; mask < 1u << RESTRICTIONS; mask++)
        for (int order = STORE_BY_PUBLISHED_DOWN; order <= STORE_BY_ID; order++) {
            struct store_query query = {.order = (enum store_order)order};
            query.shown_only = (mask & 1) != 0;
            query.leads_only = (mask & 2) != 0;
            query.topic = (mask & 4) != 0 ? STR("ai") : STR_NONE;
            query.provider = (mask & 8) != 0 ? STR("b.example") : STR("");
            query.story = (mask & 16) != 0 ? STR("s3") : STR_NONE;
            query.published_from = (mask & 32) != 0 ? 2 * PART : TIME_NONE;
            query.published_to = (mask & 64) != 0 ? 9 * PART : TIME_NONE;
            query.seen_from = (mask & 128) != 0 ? 4 : 0;
            query.changed_after = (mask & 256) != 0 ? 12 : 0;
            size_t most = mask % 3 == 0 ? 0 : mask % 3 == 1 ? 7 : 1;
            check_list(contract, query, most);
            query.known = &known;
            check_list(contract, query, most);
        }
    map_release(&known);
}

/* Parts of a day, whole days, some of both, and nothing. */
static void stories_are_counted_within_times(void **state) {
    struct contract *contract = *state;
    const struct store_article *want[MODEL];
    const int64_t times[] = {
        TIME_NONE,       INT64_MIN + 1, -3 * PART,       -DAY_SECONDS, -1,       1,
        2 * PART,        2 * PART + 1,  DAY_SECONDS - 1, DAY_SECONDS,  3 * PART, 2 * DAY_SECONDS,
        5 * DAY_SECONDS, 16 * PART,     INT64_MAX - 1,   INT64_MAX};
    enum { TIMES = sizeof times / sizeof times[0] };
    make_model();
    contract_put_articles(contract, model, MODEL, 0);
    for (size_t i = 0; i < 2 * TIMES * TIMES; i++) {
        const struct store_query query = {.topic = i % 2 == 0 ? STR("ai") : STR_NONE,
                                          .shown_only = true,
                                          .leads_only = true,
                                          .published_from = times[i / 2 % TIMES],
                                          .published_to = times[i / 2 / TIMES]};
        assert_int_equal(count_of(contract, &query), expect(&query, want));
    }
}

/* Putting an article again moves it in every list. */
static void changed_articles_move(void **state) {
    struct contract *contract = *state;
    make_model();
    contract_put_articles(contract, model, MODEL, 0);
    for (size_t i = 0; i < MODEL; i += 2) {
        model[i].published += model[i].published == TIME_NONE ? 0 : 5;
        model[i].seen = 11 - model[i].seen;
        model[i].arrived = 24 - model[i].arrived;
        model[i].shown = !model[i].shown;
        model[i].topic_count = i % 4 == 0 ? 0 : model[i].topic_count;
        model[i].changed += 3;
        snprintf(model[i].story, sizeof model[i].story, "s%d", (int)(i % 9));
    }
    contract_put_articles(contract, model, MODEL, 0);
    const struct store_query queries[] = {
        {0},
        {.shown_only = true},
        {.topic = STR("ai"), .shown_only = true},
        {.story = STR("s4")},
        {.order = STORE_BY_ARRIVED_UP},
        {.changed_after = 20, .order = STORE_BY_ID},
        {.provider = STR("a.example"), .leads_only = true},
    };
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        for (size_t most = 0; most < 10; most += 3)
            check_list(contract, queries[i], most);
}

static void odd_words_find_nothing(void **state) {
    struct contract *contract = *state;
    make_model();
    contract_put_articles(contract, model, MODEL, 0);
    for (size_t i = 0; i < CONTRACT_ODD_TEXTS + CONTRACT_BAD_TEXTS; i++) {
        struct str odd = i < CONTRACT_ODD_TEXTS ? contract_odd_texts[i]
                                                : contract_bad_texts[i - CONTRACT_ODD_TEXTS];
        const struct store_query queries[] = {{.topic = odd}, {.provider = odd}, {.story = odd}};
        for (size_t k = 0; k < 3; k++)
            assert_int_equal(count_of(contract, &queries[k]), 0);
        struct store_query after = {.order = STORE_BY_ID};
        memcpy(after.after_id, odd.p, odd.n < ID_LENGTH ? odd.n : ID_LENGTH);
        struct store_article *articles;
        size_t count;
        GOOD(store_articles_list(contract->store, &contract->arena, &after, &articles, &count,
                                 &contract->error));
    }
    assert_int_equal(count_of(contract, &(struct store_query){0}), MODEL);
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(an_article_comes_back),
    cmocka_unit_test(bad_articles_are_refused),
    cmocka_unit_test(topics_follow_their_article),
    cmocka_unit_test(totals_follow_every_change),
    cmocka_unit_test(every_list_agrees_with_the_model),
    cmocka_unit_test(stories_are_counted_within_times),
    cmocka_unit_test(changed_articles_move),
    cmocka_unit_test(odd_words_find_nothing),
};
const struct contract_part contract_articles = {tests, sizeof tests / sizeof tests[0]};
