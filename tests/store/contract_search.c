/* What the search index finds, in which order, and when it forgets. */
#include "contract.h"

#include "store/search.h"
#include "text/typo.h"

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
const struct contract_part contract_search = {tests, sizeof tests / sizeof tests[0]};
