#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "topic/train.h"

static const char *const games[] = {"goal", "match", "coach", "league", "keeper"};
static const char *const shops[] = {"shares", "profit", "bank", "market", "prices"};
static const char *const fill[] = {"monday", "again", "city", "people", "early", "north", "story"};

enum { ARTICLES = 120, RARE_EVERY = 40 };

/* Article n: half are sport, half are business, every sixth is both; all are news; some say a
 * keyword of "Rare" and have it. */
struct sample {
    char title[64], excerpt[128];
    struct str topics[4];
    size_t topic_count;
    struct topic_signal signals[1];
    size_t signal_count;
};

static void make_sample(size_t n, struct sample *sample) {
    bool sport = n % 2 == 0 || n % 6 == 1, business = n % 2 == 1;
    *sample = (struct sample){.topic_count = 1};
    sample->topics[0] = STR("News");
    snprintf(sample->title, sizeof sample->title, "%s %s %zu", sport ? games[n % 5] : shops[n % 5],
             fill[n % 7], n);
    snprintf(sample->excerpt, sizeof sample->excerpt, "%s %s %s %s", fill[n / 7 % 7],
             sport ? games[n / 5 % 5] : fill[n % 3], business ? shops[n / 3 % 5] : fill[n % 4],
             fill[n / 2 % 7]);
    if (sport)
        sample->topics[sample->topic_count++] = STR("Sport");
    if (business)
        sample->topics[sample->topic_count++] = STR("Business");
    if (n % RARE_EVERY == 0) {
        sample->topics[sample->topic_count++] = STR("Rare");
        sample->signals[sample->signal_count++] =
            (struct topic_signal){STR("Rare"), STR("orchid"), true};
    }
    if (n % 9 == 0 && sample->signal_count == 0)
        sample->signals[sample->signal_count++] =
            (struct topic_signal){STR("Sport"), STR("game"), true};
}

static enum status add(struct topic_trainer *trainer, const struct sample *sample, bool signals) {
    const struct topic_article article = {.title = str_from(sample->title),
                                          .excerpt = str_from(sample->excerpt)};
    return topic_trainer_add(trainer, &article, sample->signals, signals ? sample->signal_count : 0,
                             sample->topics, sample->topic_count, NULL);
}

static void learn(bool signals, struct arena *arena, struct topic_figures *figures,
                  struct buf *out) {
    struct topic_trainer *trainer;
    assert_int_equal(topic_trainer_open(&trainer, NULL), STATUS_OK);
    for (size_t n = 0; n < ARTICLES; n++) {
        struct sample sample;
        make_sample(n, &sample);
        assert_int_equal(add(trainer, &sample, signals), STATUS_OK);
    }
    assert_int_equal(topic_trainer_finish(trainer, arena, figures, out, NULL), STATUS_OK);
    /* What is told outlives the trainer in the test. */
    for (size_t i = 0; i < figures->topic_count; i++)
        figures->topics[i].name = arena_copy(arena, figures->topics[i].name);
    topic_trainer_close(trainer);
}

static void says_the_same_of_the_same(void **state) {
    (void)state;
    struct topic_figures figures;
    struct arena arena;
    struct buf one, other;
    arena_init(&arena, 1 << 24);
    buf_init(&one, 1 << 20);
    buf_init(&other, 1 << 20);
    learn(true, &arena, &figures, &one);
    learn(true, &arena, &figures, &other);
    assert_true(one.n > 0);
    assert_string_equal(buf_cstr(&one), buf_cstr(&other));
    buf_release(&one);
    buf_release(&other);
    arena_release(&arena);
}

static const struct topic_verdict *verdict_of(const struct topic_model *model,
                                              const struct topic_verdict *verdicts,
                                              const char *name) {
    for (size_t i = 0; i < model->topic_count; i++)
        if (str_eq(model->topics[verdicts[i].topic].name, str_from(name)))
            return &verdicts[i];
    fail_msg("the model does not know %s", name);
    return NULL;
}

static void learns_words(void **state) {
    (void)state;
    static const struct {
        const char *title, *excerpt;
        bool sport, business;
    } cases[] = {
        {"Late goal", "the match and its keeper", true, false},
        {"Bank profit", "market prices", false, true},
        {"Coach buys shares", "the league is a market", true, true},
    };
    struct topic_figures figures;
    struct topic_model model;
    struct arena arena;
    struct buf file;
    arena_init(&arena, 1 << 26);
    buf_init(&file, 1 << 20);
    learn(false, &arena, &figures, &file);
    assert_int_equal(topic_model_read(&arena, buf_str(&file), &model, NULL), STATUS_OK);
    assert_int_equal(model.topic_count, 3); /* Rare has too few */
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        const struct topic_article article = {.title = str_from(cases[i].title),
                                              .excerpt = str_from(cases[i].excerpt)};
        struct topic_features features;
        struct topic_verdict *verdicts;
        assert_int_equal(topic_features_make(&arena, &article, &features, NULL), STATUS_OK);
        assert_int_equal(
            topic_model_judge(&model, &arena, &features, NULL, 0, true, &verdicts, NULL),
            STATUS_OK);
        assert_true(verdict_of(&model, verdicts, "News")->millionths > 900000);
        assert_int_equal(verdict_of(&model, verdicts, "Sport")->millionths > TOPIC_LISTED,
                         cases[i].sport);
        assert_int_equal(verdict_of(&model, verdicts, "Business")->millionths > TOPIC_LISTED,
                         cases[i].business);
    }
    buf_release(&file);
    arena_release(&arena);
}

static void measures_what_was_held_out(void **state) {
    (void)state;
    struct topic_figures figures;
    struct arena arena;
    struct buf file;
    arena_init(&arena, 1 << 24);
    buf_init(&file, 1 << 20);
    learn(false, &arena, &figures, &file);
    assert_int_equal(figures.articles, ARTICLES);
    assert_int_equal(figures.topic_count, 4);
    assert_int_equal(figures.best_right, ARTICLES);
    assert_true(str_eq(figures.topics[2].name, STR("Rare")));
    assert_false(figures.topics[2].learned);
    assert_int_equal(figures.topics[2].articles, 3);
    for (size_t i = 0; i < 4; i++)
        assert_true(i == 2 || (figures.topics[i].learned &&
                               figures.topics[i].right * 10 > figures.topics[i].articles * 9));
    buf_release(&file);
    arena_release(&arena);
}

static void believes_keywords_by_what_they_proved(void **state) {
    (void)state;
    const struct topic_article article = {.title = STR("Nothing known")};
    const struct topic_signal signal = {STR("Rare"), STR("orchid"), true};
    struct topic_figures figures;
    struct topic_model model;
    struct topic_features features;
    struct topic_verdict *with, *without;
    struct arena arena;
    struct buf file;
    arena_init(&arena, 1 << 26);
    buf_init(&file, 1 << 20);
    learn(true, &arena, &figures, &file);
    assert_int_equal(topic_model_read(&arena, buf_str(&file), &model, NULL), STATUS_OK);
    assert_int_equal(topic_features_make(&arena, &article, &features, NULL), STATUS_OK);
    assert_int_equal(topic_model_judge(&model, &arena, &features, &signal, 1, true, &with, NULL),
                     STATUS_OK);
    assert_int_equal(topic_model_judge(&model, &arena, &features, NULL, 0, true, &without, NULL),
                     STATUS_OK);
    assert_true(model.blend.in_title > 0);
    const struct topic_verdict *rare = verdict_of(&model, with, "Rare");
    assert_true(rare->millionths > verdict_of(&model, without, "Rare")->millionths);
    assert_true(str_eq(rare->words[0].words, STR("orchid")));
    buf_release(&file);
    arena_release(&arena);
}

static void refuses_what_teaches_nothing(void **state) {
    (void)state;
    const struct topic_article article = {.title = STR("a b c")};
    const struct str bad[] = {STR("Good"), STR("")}, good[] = {STR("Good"), STR("Good")};
    struct topic_trainer *trainer;
    struct topic_figures figures;
    struct error error = {0};
    struct arena arena;
    struct buf out;
    arena_init(&arena, 1 << 20);
    buf_init(&out, 1 << 16);
    assert_int_equal(topic_trainer_open(&trainer, NULL), STATUS_OK);
    assert_int_equal(topic_trainer_add(trainer, &article, NULL, 0, bad, 2, &error), STATUS_INVALID);
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(topic_trainer_add(trainer, &article, NULL, 0, good, 2, NULL), STATUS_OK);
    assert_int_equal(topic_trainer_finish(trainer, &arena, &figures, &out, &error), STATUS_INVALID);
    assert_non_null(strstr(error.message, "nothing to learn"));
    assert_int_equal(out.n, 0);
    topic_trainer_close(trainer);
    buf_release(&out);
    arena_release(&arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_the_same_of_the_same),
        cmocka_unit_test(learns_words),
        cmocka_unit_test(measures_what_was_held_out),
        cmocka_unit_test(believes_keywords_by_what_they_proved),
        cmocka_unit_test(refuses_what_teaches_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
