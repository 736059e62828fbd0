/* Articles: put, get, list, count. Lists are compared, for every combination of restrictions, with
 * a filter and a sort written out here. */
#include "contract.h"

#include "store/search.h"
#include "text/typo.h"

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

/* ---- search ---- */

static void index_terms(struct contract *contract, const char *id, const char *title,
                        const char *text) {
    const struct store_search_entry entry = {
        .id = str_from(id), .title = str_from(title), .text = str_from(text)};
    GOOD(store_search_put(contract->store, &entry, &contract->error));
}

/* The articles that a question finds, in their order: "a b ". */
static void check_question(struct contract *contract, const struct store_question *question,
                           const char *what, const char *want) {
    struct store_hit *hits;
    size_t count;
    char text[400] = "";
    GOOD(
        store_search(contract->store, &contract->arena, question, &hits, &count, &contract->error));
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s ", hits[i].id);
    if (strcmp(text, want) != 0)
        print_error("searched for: %s\n", what);
    assert_string_equal(text, want);
}

/* Words as phrases of one term each; "-" before one excludes it, "*" behind it makes it the
 * beginning of one, '_' parts the terms of a phrase, "t/" and "a/" ask for title and author. */
static size_t make_phrases(const char *words, struct str terms[20],
                           struct store_phrase phrases[10]) {
    struct str rest = str_from(words), word, part;
    size_t count = 0, used = 0;
    while (count < 10 && str_next(&rest, ' ', &word)) {
        struct store_phrase *phrase = &phrases[count++];
        *phrase = (struct store_phrase){.terms = &terms[used]};
        if (word.n > 1 && word.p[0] == '!') {
            phrase->excluded = true;
            word = str_skip(word, 1);
        }
        if (str_starts(word, STR("t/")) || str_starts(word, STR("a/"))) {
            phrase->field = word.p[0] == 't' ? STORE_IN_TITLE : STORE_IN_AUTHOR;
            word = str_skip(word, 2);
        }
        if (str_ends(word, STR("*"))) {
            phrase->prefix = true;
            word = str_take(word, word.n - 1);
        }
        while (str_next(&word, '_', &part) && used < 20) {
            terms[used++] = part;
            phrase->count++;
        }
    }
    return count;
}

static void check_search(struct contract *contract, const char *words, size_t most,
                         const char *want) {
    struct str terms[20];
    struct store_phrase phrases[10];
    const struct store_question question = {
        .phrases = phrases, .phrase_count = make_phrases(words, terms, phrases), .most = most};
    check_question(contract, &question, words, want);
}

static void search_finds_all_terms(void **state) {
    struct contract *contract = *state;
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "b", "chip maker", "new chip of the year");
    index_terms(contract, "a", "chip maker", "new chip of the year");
    index_terms(contract, "text", "year in review", "chip and other maker things in many words");
    index_terms(contract, "odd", "o'neil c++ a\"b near", "\xC3\xA9t\xC3\xA9 and or not x:y {z} -w");
    index_terms(contract, "none", "", "");
    GOOD(store_commit(contract->store, 0, &contract->error));
    static const struct {
        const char *words;
        size_t most;
        const char *want;
    } cases[] = {
        {"chip", 0, "a b text "},
        {"chip maker", 2, "a b "},
        {"chip_maker", 0, "a b "},
        {"maker_chip", 0, ""},
        {"year_in_review", 0, "text "},
        {"chip_of_the_ye*", 0, ""},
        {"chip_of_the_yea*", 0, "a b "},
        {"t/chip", 0, "a b "},
        {"t/chip_maker", 0, "a b "},
        {"t/many", 0, ""},
        {"a/chip", 0, ""},
        {"chip !review", 0, "a b "},
        {"chip !year_in !maker_chip", 0, "a b "},
        {"chip !t/chip", 0, "text "},
        {"chip !nothing", 0, "a b text "},
        {"chip !no\x01thing", 0, "a b text "},
        {"!chip", 0, ""},
        {"chip review", 0, "text "},
        {"chip nothing", 0, ""},
        {"chi", 0, ""},
        {"chi*", 0, "a b text "},
        {"ch*", 0, ""},
        {"chi* rev*", 0, "text "},
        {"o'neil", 0, "odd "},
        {"neil", 0, ""},
        {"c++", 0, "odd "},
        {"c", 0, ""},
        {"a\"b", 0, "odd "},
        {"near", 0, "odd "},
        {"and or not", 0, "odd "},
        {"x:y", 0, "odd "},
        {"{z}", 0, "odd "},
        {"-w", 0, "odd "},
        {"\xC3\xA9t\xC3\xA9", 0, "odd "},
        {"\xC3\xA9t*", 0, "odd "},
        {"", 0, ""},
        {"*", 0, ""},
        {"* chip", 0, "a b text "},
        {"chip chip chip", 0, "a b text "},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        check_search(contract, cases[i].words, cases[i].most, cases[i].want);
}

/* A word of the title weighs more than the same in the text. */
/* What was dropped is in no list, no topic and no search, and may be put again. */
static void dropped_articles_are_gone(void **state) {
    struct contract *contract = *state;
    struct str topic = STR("topic");
    const struct store_article put[] = {
        {.id = "a", .story = "a", .published = 3, .topics = &topic, .topic_count = 1},
        {.id = "b", .story = "a", .published = 2, .topics = &topic, .topic_count = 1},
    };
    const struct str ids[] = {STR("a"), STR("nobody"), STR("b")};
    const struct store_query of_topic = {.topic = topic};
    int64_t count;
    contract_put_articles(contract, put, 2, 0);
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "word", "");
    index_terms(contract, "b", "word", "");
    GOOD(store_articles_drop(contract->store, ids, 2, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    struct store_article *got;
    GOOD(store_articles_get(contract->store, &contract->arena, ids, 3, &got, &contract->error));
    assert_string_equal(got[0].id, "");
    assert_string_equal(got[2].id, "b");
    GOOD(store_articles_count(contract->store, &of_topic, &count, &contract->error));
    assert_int_equal(count, 1);
    check_search(contract, "word", 0, "b ");
    contract_put_articles(contract, put, 1, 0);
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "other", "");
    GOOD(store_commit(contract->store, 0, &contract->error));
    GOOD(store_articles_count(contract->store, &of_topic, &count, &contract->error));
    assert_int_equal(count, 2);
    check_search(contract, "word", 0, "b ");
    check_search(contract, "other", 0, "a ");
    FAILS(STATUS_INTERNAL, store_articles_drop(contract->store, ids, 1, NULL));
}

static void titles_weigh_more(void **state) {
    struct contract *contract = *state;
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "one two three", "four robot six");
    index_terms(contract, "b", "one robot three", "four five six");
    for (int i = 0; i < 5; i++) {
        char id[ID_LENGTH + 1];
        snprintf(id, sizeof id, "z%d", i);
        index_terms(contract, id, "one two three", "four five six");
    }
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_search(contract, "robot", 0, "b a ");
}

static void search_terms_are_replaced(void **state) {
    struct contract *contract = *state;
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "old", "older");
    index_terms(contract, "a", "new", "newer");
    check_search(contract, "new", 0, "a ");
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_search(contract, "old", 0, "");
    check_search(contract, "new newer", 0, "a ");
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "", "");
    store_rollback(contract->store);
    check_search(contract, "new", 0, "a ");
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "", "");
    static const char *const bad[] = {"", "abcdefghijklm", "A", "a b"};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        const struct store_search_entry entry = {.id = str_from(bad[i]), .title = STR("x")};
        FAILS(STATUS_INVALID, store_search_put(contract->store, &entry, NULL));
    }
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_search(contract, "new", 0, "");
}

/* attacks.md N19: nothing in a term is syntax, and nothing is an error. */
static void nothing_in_a_term_is_syntax(void **state) {
    struct contract *contract = *state;
    enum { MANY = 200000, LONG = 100000 };
    static const char *const terms[] = {"\"",        "\"\"",      "\"unterminated",
                                        "NEAR/0",    "NEAR(a b)", "a AND",
                                        "AND",       "OR",        "NOT",
                                        "*",         "**",        "^",
                                        "^a",        "col:",      "title:a",
                                        "{title}:a", "-",         "--",
                                        "+",         "(",         ")",
                                        "a OR b",    ";",         "' OR 1=1--",
                                        "a b",       "\xff\xfe",  "\x01",
                                        "a\x7f",     "\xE2\x82",  "\xED\xA0\x80*"};
    struct str *many = arena_array(&contract->arena, MANY, struct str);
    char *wide = arena_alloc(&contract->arena, LONG);
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "word", "a b col title");
    GOOD(store_commit(contract->store, 0, &contract->error));
    for (size_t i = 0; i < sizeof terms / sizeof terms[0]; i++)
        for (int field = STORE_ANYWHERE; field <= STORE_IN_AUTHOR; field++)
            for (int how = 0; how < 4; how++) {
                struct str term = str_from(terms[i]), word = STR("word");
                const struct store_phrase phrases[] = {
                    {.terms = &term,
                     .count = 1,
                     .field = (enum store_search_field)field,
                     .prefix = (how & 1) != 0,
                     .excluded = (how & 2) != 0},
                    {.terms = &word, .count = 1},
                };
                struct store_question question = {.phrases = phrases, .phrase_count = 1};
                check_question(contract, &question, terms[i], "");
                question.phrase_count = 2;
                check_question(contract, &question, terms[i], how >= 2 ? "a " : "");
            }
    struct str nul = str_of("word\0x", 6);
    struct store_phrase phrase = {.terms = &nul, .count = 1};
    const struct store_question question = {.phrases = &phrase, .phrase_count = 1};
    check_question(contract, &question, "NUL", "");
    phrase = (struct store_phrase){.terms = many, .count = MANY};
    check_question(contract, &question, "nothing", "");
    for (size_t i = 0; i < MANY; i++)
        many[i] = i % 2 == 0 ? STR("word") : STR("");
    check_question(contract, &question, "a long phrase", "");
    struct store_phrase *phrases = arena_array(&contract->arena, MANY, struct store_phrase);
    for (size_t i = 0; i < MANY; i++)
        phrases[i] = (struct store_phrase){.terms = &many[i], .count = 1};
    const struct store_question crowd = {.phrases = phrases, .phrase_count = MANY};
    check_question(contract, &crowd, "many words", "a ");
    memset(wide, '"', LONG);
    for (size_t i = 0; i < MANY; i++)
        many[i] = str_of(wide, LONG);
    check_question(contract, &crowd, "many long words", "");
    check_question(contract, &(struct store_question){0}, "nothing at all", "");
}

/* What an article must be besides; lists without words; going on behind a hit. */
static void search_restricts_and_goes_on(void **state) {
    struct contract *contract = *state;
    struct str one[] = {STR("one")}, both[] = {STR("one"), STR("two")};
    struct str x[] = {STR("x.com")}, y[] = {STR("y.com")};
    const struct store_article put[] = {
        {.id = "a",
         .story = "s",
         .published = 100,
         .provider = x[0],
         .topics = one,
         .topic_count = 1},
        {.id = "b",
         .story = "s",
         .published = 200,
         .provider = y[0],
         .topics = both,
         .topic_count = 2},
        {.id = "c",
         .story = "h",
         .published = 300,
         .provider = x[0],
         .topics = both,
         .topic_count = 2},
        {.id = "d", .story = "s", .published = 200, .provider = x[0]},
    };
    const struct store_story stories[] = {{.id = "s", .shown = true}, {.id = "h"}};
    contract_put_articles(contract, put, 4, 0);
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_stories_put(contract->store, stories, 2, &contract->error));
    index_terms(contract, "a", "word", "odd");
    index_terms(contract, "b", "word word", "");
    index_terms(contract, "c", "", "and word in a long text with it");
    index_terms(contract, "d", "word", "even");
    GOOD(store_commit(contract->store, 0, &contract->error));
    struct str word = STR("word"), odd = STR("odd");
    const struct store_phrase found[] = {{.terms = &word, .count = 1},
                                         {.terms = &odd, .count = 1, .excluded = true}};
    const struct {
        const char *what, *words, *list; /* with "word" and without */
        struct store_question question;
    } cases[] = {
        {"newest", "c b d a ", "c b d a ", {.newest = true}},
        {"public", "b a d ", "", {.public_only = true}},
        {"public, newest", "b d a ", "b d a ", {.public_only = true, .newest = true}},
        {"topic", "b a c ", "c b a ", {.topics = {one, 1}}},
        {"either topic", "b a c ", "c b a ", {.topics = {both, 2}}},
        {"not a topic", "d ", "d ", {.not_topics = {one, 1}}},
        {"provider", "a d c ", "c d a ", {.providers = {x, 1}}},
        {"not a provider", "b ", "b ", {.not_providers = {x, 1}}},
        {"from", "b d c ", "c b d ", {.published_from = 200}},
        {"to", "a ", "a ", {.published_to = 200}},
        {"from to, provider",
         "d ",
         "d ",
         {.published_from = 200, .published_to = 300, .providers = {x, 1}}},
        {"two", "b a ", "", {.most = 2}},
        {"newest behind b",
         "d a ",
         "d a ",
         {.newest = true, .behind = true, .behind_key = 200, .behind_id = "b"}},
        {"list behind b",
         "",
         "d a ",
         {.published_from = 1, .behind = true, .behind_key = 200, .behind_id = "b"}},
        {"list of one behind c",
         "",
         "d ",
         {.providers = {x, 1}, .most = 1, .behind = true, .behind_key = 300, .behind_id = "c"}},
        {"a strange place", "", "", {.behind = true, .behind_key = INT64_MIN, .behind_id = "?"}},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct store_question question = cases[i].question;
        check_question(contract, &question, cases[i].what, cases[i].list);
        question.phrases = found;
        question.phrase_count = 1;
        if (cases[i].words[0] != '\0' || question.behind_id[0] == '?')
            check_question(contract, &question, cases[i].what, cases[i].words);
    }
    const struct store_question without = {
        .phrases = &found[1], .phrase_count = 1, .published_from = 1};
    check_question(contract, &without, "a list without what is excluded", "c b d ");
}

/* Whether a public search finds the article "a". */
static void check_public(struct contract *contract, const char *what, bool found) {
    struct str word = STR("word");
    const struct store_phrase phrase = {.terms = &word, .count = 1};
    const struct store_question question = {
        .phrases = &phrase, .phrase_count = 1, .public_only = true};
    check_question(contract, &question, what, found ? "a " : "");
}

/* What a search asks of an article follows it and its story, whichever comes first. */
static void search_follows_stories(void **state) {
    struct contract *contract = *state;
    static const struct {
        const char *what;
        const char *story;  /* of the article, put; "": it stays as it is */
        const char *shown;  /* a story that is put, and shown from now on */
        const char *hidden; /* one that is put, and is not */
        const char *dropped;
        bool found;
    } steps[] = {
        {"without a story", "s", "", "", "", false},
        {"its story is shown", "", "s", "", "", true},
        {"its story is hidden", "", "", "s", "", false},
        {"another story is shown", "", "t", "", "", false},
        {"it moves there", "t", "", "", "", true},
        {"its old story is dropped", "", "", "", "s", true},
        {"its new story is dropped", "", "", "", "t", false},
        {"its story is made again", "", "t", "", "", true},
    };
    GOOD(store_begin(contract->store, &contract->error));
    index_terms(contract, "a", "word", "");
    GOOD(store_commit(contract->store, 0, &contract->error));
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        struct store_article article = {.id = "a", .published = 1};
        struct store_story shown = {.shown = true, .members = 1}, hidden = {.members = 1};
        const struct str dropped = str_from(steps[i].dropped);
        snprintf(article.story, sizeof article.story, "%s", steps[i].story);
        snprintf(shown.id, sizeof shown.id, "%s", steps[i].shown);
        snprintf(hidden.id, sizeof hidden.id, "%s", steps[i].hidden);
        GOOD(store_begin(contract->store, &contract->error));
        if (article.story[0] != '\0')
            GOOD(store_articles_put(contract->store, &article, 1, &contract->error));
        if (shown.id[0] != '\0')
            GOOD(store_stories_put(contract->store, &shown, 1, &contract->error));
        if (hidden.id[0] != '\0')
            GOOD(store_stories_put(contract->store, &hidden, 1, &contract->error));
        if (dropped.n > 0)
            GOOD(store_stories_drop(contract->store, &dropped, 1, &contract->error));
        GOOD(store_commit(contract->store, 0, &contract->error));
        check_public(contract, steps[i].what, steps[i].found);
    }
}

/* Going on behind each hit gives the same list as asking for all at once. */
static void search_is_paged(void **state) {
    struct contract *contract = *state;
    enum { ARTICLES = 40 };
    struct str word = STR("word");
    const struct store_phrase phrase = {.terms = &word, .count = 1};
    struct store_question question = {.phrases = &phrase, .phrase_count = 1};
    struct store_hit *all, *one;
    size_t count, found;
    GOOD(store_begin(contract->store, &contract->error));
    for (size_t i = 0; i < ARTICLES; i++) {
        static const char *const texts[] = {"word", "word word filler", "word filler word",
                                            "word word word word"};
        char id[ID_LENGTH + 1];
        snprintf(id, sizeof id, "%c%c", (char)('a' + i * 7 % 26), (char)('a' + i % 10));
        index_terms(contract, id, i % 3 == 0 ? "word" : "", texts[i % 4]);
    }
    GOOD(store_commit(contract->store, 0, &contract->error));
    GOOD(store_search(contract->store, &contract->arena, &question, &all, &count, NULL));
    assert_int_equal(count, ARTICLES);
    question.most = 1;
    for (size_t i = 0; i < count; i++) {
        GOOD(store_search(contract->store, &contract->arena, &question, &one, &found, NULL));
        assert_int_equal(found, 1);
        assert_string_equal(one->id, all[i].id);
        assert_int_equal(one->key, all[i].key);
        question.behind = true;
        question.behind_key = one->key;
        memcpy(question.behind_id, one->id, sizeof one->id);
    }
    GOOD(store_search(contract->store, &contract->arena, &question, &one, &found, NULL));
    assert_int_equal(found, 0);
}

static void check_near(struct contract *contract, const char *word, const char *want) {
    struct text_trigrams trigrams;
    struct str list[TEXT_TYPO_CHARACTERS + 1];
    struct store_word *words;
    size_t count;
    char text[200] = "";
    text_trigrams(str_from(word), &trigrams);
    for (size_t i = 0; i < trigrams.count; i++)
        list[i] = text_trigram(&trigrams, i);
    GOOD(store_words_near(contract->store, &contract->arena, list, trigrams.count, &words, &count,
                          &contract->error));
    for (size_t i = 0; i < count; i++)
        snprintf(text + strlen(text), sizeof text - strlen(text), "%.*s:%lld ",
                 STR_ARG(words[i].word), (long long)words[i].articles);
    assert_string_equal(text, want);
}

/* Words are known as long as a headline has them. */
static void words_are_near(void **state) {
    struct contract *contract = *state;
    const struct store_search_entry entries[] = {
        {.id = STR("a"), .title = STR("x"), .words = STR("planet planets")},
        {.id = STR("b"), .title = STR("x"), .words = STR("planet")},
        {.id = STR("c"), .title = STR("x"), .words = STR("plant \xC3\xA9t\xC3\xA9s")},
    };
    const struct store_search_entry without = {.id = STR("a"), .title = STR("x")};
    const struct str b = STR("b");
    GOOD(store_begin(contract->store, &contract->error));
    for (size_t i = 0; i < 3; i++)
        GOOD(store_search_put(contract->store, &entries[i], &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_near(contract, "planet", "planet:2 planets:1 plant:1 ");
    check_near(contract, "\xC3\xA9t\xC3\xA9", "\xC3\xA9t\xC3\xA9s:1 ");
    check_near(contract, "zzzz", "");
    check_near(contract, "", "");
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_search_put(contract->store, &without, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_near(contract, "planet", "planet:1 plant:1 ");
    GOOD(store_begin(contract->store, &contract->error));
    GOOD(store_articles_drop(contract->store, &b, 1, &contract->error));
    GOOD(store_commit(contract->store, 0, &contract->error));
    check_near(contract, "planet", "plant:1 ");
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
    cmocka_unit_test(search_finds_all_terms),
    cmocka_unit_test(dropped_articles_are_gone),
    cmocka_unit_test(titles_weigh_more),
    cmocka_unit_test(search_terms_are_replaced),
    cmocka_unit_test(search_restricts_and_goes_on),
    cmocka_unit_test(search_follows_stories),
    cmocka_unit_test(search_is_paged),
    cmocka_unit_test(words_are_near),
    cmocka_unit_test(nothing_in_a_term_is_syntax),
};
const struct contract_part contract_articles = {tests, sizeof tests / sizeof tests[0]};
