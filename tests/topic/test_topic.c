#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topic/topic.h"

static struct str ai_words[] = {STR_INIT("artificial intelligence"), STR_INIT("ai")};
static struct str vision_words[] = {STR_INIT("computer vision"), STR_INIT("facial recognition"),
                                    STR_INIT("recognition")};
static struct str language_words[] = {STR_INIT("GPT-4"), STR_INIT("Übersetzung")};
static struct str chat_words[] = {STR_INIT("chatbot"), STR_INIT(".net")};

enum { AI, LANGUAGE, CHAT, VISION, TOPICS };
static struct edition_topic topics[TOPICS] = {
    {.name = STR_INIT("AI"), .parent_index = SIZE_MAX, .keywords = ai_words, .keyword_count = 2},
    {.name = STR_INIT("Language"),
     .parent_index = AI,
     .keywords = language_words,
     .keyword_count = 2},
    {.name = STR_INIT("Chat"),
     .parent_index = LANGUAGE,
     .keywords = chat_words,
     .keyword_count = 2},
    {.name = STR_INIT("Vision"),
     .parent_index = SIZE_MAX,
     .keywords = vision_words,
     .keyword_count = 3},
};

/* "Vision(computer vision)/source AI/main": names, keyword in the title, reason. */
static void assignments_text(const struct topic_assignment *assignments, size_t count,
                             struct buf *out) {
    static const char *const reasons[] = {"source", "keyword", "learned", "parent", "main"};
    for (size_t i = 0; i < count; i++) {
        buf_printf(out, "%s%.*s", i > 0 ? " " : "", STR_ARG(topics[assignments[i].topic].name));
        if (assignments[i].in_title)
            buf_printf(out, "(%.*s)", STR_ARG(assignments[i].keyword));
        buf_printf(out, "/%s", reasons[assignments[i].reason]);
    }
}

static void classifies(void **state) {
    (void)state;
    static const struct {
        size_t main_topic, source_topic;
        const char *title, *text;
    } cases[] = {
        {AI, VISION,
         "Steep drop in SenseTime stocks appears to reflect financial, not facial recognition "
         "market",
         "Vision(facial recognition)/source AI/main"},
        {AI, AI, "Chinese AI Champion SenseTime’s Stock Tanks as Investor Lockup Ends",
         "AI(ai)/source"},
        {AI, SIZE_MAX, "He said the airport", "AI/main"},
        {AI, SIZE_MAX, "COMPUTER VISION and ÜBERSETZUNG",
         "AI/parent Language(Übersetzung)/keyword Vision(computer vision)/keyword"},
        {VISION, SIZE_MAX, "A chatbot, gpt-4", /* the parent's parent, too; taxonomy's order */
         "AI/parent Language(GPT-4)/keyword Chat(chatbot)/keyword Vision/main"},
        {AI, CHAT, "", "Chat/source AI/parent Language/parent"},
        {SIZE_MAX, SIZE_MAX, "Nothing", ""},
        {SIZE_MAX, 99, "asp.net", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct edition edition = {
            .topics = topics, .topic_count = TOPICS, .main_topic = cases[i].main_topic};
        struct topic_classifier *classifier;
        struct topic_assignment *assignments;
        size_t count;
        struct arena arena;
        struct buf out;
        arena_init(&arena, 1 << 24);
        buf_init(&out, 1000);
        assert_int_equal(topic_classifier_make(&arena, &edition, &classifier, NULL), STATUS_OK);
        const struct topic_article article = {.title = str_from(cases[i].title)};
        assert_int_equal(topic_classify(classifier, &arena, cases[i].source_topic, &article, false,
                                        &assignments, &count, NULL),
                         STATUS_OK);
        assignments_text(assignments, count, &out);
        assert_string_equal(buf_cstr(&out), cases[i].text);
        buf_release(&out);
        arena_release(&arena);
    }
}

/* A model by hand: the word "photo" speaks for Vision, nothing for AI, and a topic is known that
 * the edition does not have. */
static void make_model(struct arena *arena, struct topic_model *model) {
    static struct topic_learned learned[] = {
        {.name = STR_INIT("AI"), .articles = 10, .slope = 1000000, .intercept = -3000000},
        {.name = STR_INIT("Gone"), .articles = 10, .slope = 0, .intercept = 9000000},
        {.name = STR_INIT("Vision"), .articles = 10, .slope = 1000000, .intercept = -1000000},
    };
    static uint32_t keys[1], first[] = {0, 1};
    static uint16_t rarity[] = {TOPIC_UNITS};
    static struct topic_weight weights[] = {{2, 3 * TOPIC_WEIGHT_ONE}};
    const struct topic_article photo = {.excerpt = STR("photo")};
    struct topic_features features;
    assert_int_equal(topic_features_make(arena, &photo, &features, NULL), STATUS_OK);
    assert_int_equal(features.n, 1);
    keys[0] = features.items[0].key;
    *model = (struct topic_model){
        .articles = 20,
        .topics = learned,
        .topic_count = 3,
        .blend = {1000000, 2500000, 500000, 0},
        .feature_count = 1,
        .keys = keys,
        .rarity = rarity,
        .first = first,
        .weights = weights,
    };
    assert_int_equal(topic_model_index(arena, model, NULL), STATUS_OK);
}

static void files_with_a_model_beside_the_rules(void **state) {
    (void)state;
    static const struct {
        int64_t least;
        const char *title, *excerpt, *text;
    } cases[] = {
        {500, "Nothing", "nothing", "AI/main"},
        {500, "Nothing", "a photo", "AI/main Vision/learned"},
        {881, "Nothing", "a photo", "AI/main"}, /* 1 / (1 + exp(-2)) is 0.8808 */
        {880, "Nothing", "a photo", "AI/main Vision/learned"},
        {500, "Nothing", "a chatbot", "AI/main"},
        {270, "Nothing", "computer vision", "AI/main Vision/learned"}, /* 0.269 without */
        {1, "Nothing", "", "AI/main Vision/learned"}, /* the main topic needs no model */
        {1000, "Computer vision", "", "AI/main Vision(computer vision)/keyword"},
    };
    const struct edition edition = {.topics = topics, .topic_count = TOPICS, .main_topic = AI};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct topic_article article = {.title = str_from(cases[i].title),
                                              .excerpt = str_from(cases[i].excerpt)};
        struct topic_classifier *classifier;
        struct topic_assignment *assignments;
        struct topic_model model;
        size_t count;
        struct arena arena;
        struct buf out;
        arena_init(&arena, 1 << 24);
        buf_init(&out, 1000);
        make_model(&arena, &model);
        assert_int_equal(topic_classifier_make(&arena, &edition, &classifier, NULL), STATUS_OK);
        assert_int_equal(topic_classifier_learn(classifier, &arena, &model, cases[i].least, NULL),
                         STATUS_OK);
        assert_int_equal(topic_classify(classifier, &arena, SIZE_MAX, &article, true, &assignments,
                                        &count, NULL),
                         STATUS_OK);
        assignments_text(assignments, count, &out);
        assert_string_equal(buf_cstr(&out), cases[i].text);
        buf_release(&out);
        arena_release(&arena);
    }
}

static void says_which_words_decided(void **state) {
    (void)state;
    const struct edition edition = {.topics = topics, .topic_count = TOPICS, .main_topic = AI};
    const struct topic_article article = {.title = STR("Recognition"), .excerpt = STR("Photo")};
    struct topic_classifier *classifier;
    struct topic_assignment *assignments;
    struct topic_model model;
    size_t count;
    struct arena arena;
    arena_init(&arena, 1 << 24);
    make_model(&arena, &model);
    assert_int_equal(topic_classifier_make(&arena, &edition, &classifier, NULL), STATUS_OK);
    assert_int_equal(topic_classifier_learn(classifier, &arena, &model, 500, NULL), STATUS_OK);
    assert_int_equal(
        topic_classify(classifier, &arena, SIZE_MAX, &article, true, &assignments, &count, NULL),
        STATUS_OK);
    assert_int_equal(count, 2);
    const struct topic_verdict *verdict = assignments[1].verdict;
    assert_int_equal(verdict->word_count, 2);
    assert_true(str_eq(verdict->words[0].words, STR("Photo")));
    assert_int_equal(verdict->words[0].kind, TOPIC_WORD);
    assert_int_equal(verdict->words[0].points, 3000);
    assert_true(str_eq(verdict->words[1].words, STR("recognition")));
    assert_int_equal(verdict->words[1].kind, TOPIC_WORD_KEY);
    assert_int_equal(verdict->words[1].points, 2500);
    /* 3 of the word, 2.5 of the keyword, -1 of its own */
    assert_int_equal(verdict->millionths, 989013);
    arena_release(&arena);
}

static void marks_given_topics(void **state) {
    (void)state;
    const struct edition edition = {.topics = topics, .topic_count = TOPICS, .main_topic = AI};
    struct topic_assignment assignments[] = {
        {.topic = VISION, .reason = TOPIC_OF_SOURCE},
        {AI, true, STR_INIT("stale"), TOPIC_MAIN, NULL},
    };
    struct topic_classifier *classifier;
    struct arena arena;
    struct buf out;
    arena_init(&arena, 1 << 24);
    buf_init(&out, 1000);
    assert_int_equal(topic_classifier_make(&arena, &edition, &classifier, NULL), STATUS_OK);
    assert_int_equal(
        topic_mark_title(classifier, &arena, STR("Recognition of faces"), assignments, 2, NULL),
        STATUS_OK);
    assignments_text(assignments, 2, &out);
    assert_string_equal(buf_cstr(&out), "Vision(recognition)/source AI/main");
    buf_release(&out);
    arena_release(&arena);
}

static void survives_without_topics_or_memory(void **state) {
    (void)state;
    const struct edition edition = {.main_topic = SIZE_MAX};
    struct topic_classifier *classifier;
    struct topic_assignment *assignments;
    size_t count;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    assert_int_equal(topic_classifier_make(&arena, &edition, &classifier, NULL), STATUS_OK);
    const struct topic_article article = {.title = STR("ai")};
    assert_int_equal(
        topic_classify(classifier, &arena, 0, &article, false, &assignments, &count, NULL),
        STATUS_OK);
    assert_int_equal(count, 0);
    arena_release(&arena);
    arena_init(&arena, 8);
    assert_int_equal(topic_classifier_make(&arena, &edition, &classifier, NULL), STATUS_LIMIT);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(classifies),
        cmocka_unit_test(files_with_a_model_beside_the_rules),
        cmocka_unit_test(says_which_words_decided),
        cmocka_unit_test(marks_given_topics),
        cmocka_unit_test(survives_without_topics_or_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
