/* Any bytes as a model of topics: what is read writes a file that reads as the same, and judges an
 * article within the limits: probabilities from 0 to 1, best first, words that the article has. */
#include "base/buf.h"
#include "topic/model.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds) {
    if (!holds)
        abort();
}

static void judge(const struct topic_model *model, struct arena *arena) {
    const struct topic_article article = {
        .title = STR("Shares fall as profit fades"),
        .excerpt = STR("The bank's profit fell; its shares fell, too."),
    };
    const struct topic_signal signals[] = {
        {model->topic_count > 0 ? model->topics[0].name : STR("none"), STR("bank"), true},
        {STR("A"), STR("shares"), false},
    };
    struct topic_features features;
    struct topic_verdict *verdicts;
    check(topic_features_make(arena, &article, &features, NULL) == STATUS_OK);
    check(topic_model_judge(model, arena, &features, signals, 2, true, &verdicts, NULL) ==
          STATUS_OK);
    for (size_t i = 0; i < model->topic_count; i++) {
        check(verdicts[i].topic < model->topic_count);
        check(verdicts[i].millionths >= 0 && verdicts[i].millionths <= 1000000);
        check(i == 0 || verdicts[i].millionths <= verdicts[i - 1].millionths);
        check(verdicts[i].word_count <= TOPIC_WORDS_MOST);
        for (size_t k = 0; k < verdicts[i].word_count; k++)
            check(verdicts[i].words[k].words.n > 0 && verdicts[i].words[k].points > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct topic_model model, again;
    struct arena arena;
    struct buf one, other;
    arena_init(&arena, 256 << 20);
    buf_init(&one, 64 << 20);
    buf_init(&other, 64 << 20);
    if (topic_model_read(&arena, str_of((const char *)data, size), &model, NULL) == STATUS_OK) {
        topic_model_write(&model, &one);
        check(topic_model_read(&arena, buf_str(&one), &again, NULL) == STATUS_OK);
        topic_model_write(&again, &other);
        check(str_eq(buf_str(&one), buf_str(&other)));
        judge(&model, &arena);
    }
    buf_release(&one);
    buf_release(&other);
    arena_release(&arena);
    return 0;
}
