/* A learned model of topics: how much each word speaks for each topic. Immutable, named by the
 * SHA-256 of its file; reading never trusts that file.
 *
 * The file is text, so that it can be kept as a fact and read in a diff: a line of JSON (what it
 * is, of which version, what it was trained on, its topics with their calibration), then one line
 * of numbers, each written in base 64 digits of five bits and one that says whether more follow
 * (as in source maps): for each feature, by key, how far its key is from the one before, its
 * rarity, how many topics it has a weight for, and for each the distance from the topic before and
 * the weight.
 *
 * An article is judged in whole numbers: features are weighed by frequency and rarity and brought
 * to length 1 (in 65536ths); the sum of weights (in 256ths) is what a topic has for it; a curve
 * fitted to held-out articles (Platt, "Probabilistic outputs for support vector machines", 1999)
 * makes log-odds of it. Where an edition's keywords were learnt with, these are put together with
 * whether one of the topic's keywords stands in the title or in the excerpt: how much that says is
 * learnt from all topics at once, so it holds for topics that are too rare to learn words of. */
#ifndef TOPIC_MODEL_H
#define TOPIC_MODEL_H

#include "base/buf.h"
#include "topic/features.h"

enum {
    TOPIC_MODEL_VERSION = 1,
    TOPIC_MODEL_TOPICS_MOST = 1000,
    TOPIC_MODEL_NAME_MOST = 200, /* bytes of a topic's name */
    TOPIC_MODEL_BYTES_MOST = 256 << 20,
    TOPIC_MODEL_FEATURES_MOST = 8 << 20,
    TOPIC_MODEL_WEIGHTS_MOST = 64 << 20,
    TOPIC_LEARN_LEAST = 5,  /* articles that have a topic, and that do not, for it to be learnt */
    TOPIC_LENGTH = 1 << 16, /* the length of an article's features */
    TOPIC_WEIGHT_ONE = 1 << 8, /* a weight of 1 */
    TOPIC_WEIGHT_LIMIT = 1 << 20,
    TOPIC_RARITY_MOST = UINT16_MAX,
    TOPIC_CURVE_LIMIT = 1000000000,
};
#define TOPIC_MODEL_MEMORY_MOST ((size_t)1 << 30)

struct topic_weight {
    uint32_t topic; /* into model.topics */
    int32_t weight;
};

struct topic_learned {
    struct str name;
    int64_t articles;         /* it was learnt from so many that have it */
    int64_t bias;             /* in TOPIC_WEIGHT_ONEs times TOPIC_LENGTHs */
    int64_t slope, intercept; /* of the curve, in millionths */
};

/* Log-odds, in millionths: base + words times what the words say + what its keywords say. */
struct topic_blend {
    int64_t words, in_title, in_excerpt, base;
};
#define TOPIC_BLEND_NONE ((struct topic_blend){.words = 1000000})

/* A keyword that the article holds, for the topic called `topic`. */
struct topic_signal {
    struct str topic, keyword;
    bool in_title;
};

struct topic_model {
    int64_t articles; /* it was learnt from */
    struct topic_learned *topics;
    size_t topic_count;
    struct topic_blend blend; /* TOPIC_BLEND_NONE when learnt without keywords */
    size_t feature_count;
    uint32_t *keys;   /* ascending */
    uint16_t *rarity; /* in TOPIC_UNITS */
    uint32_t *first;  /* of its weights; feature_count + 1 of them */
    struct topic_weight *weights;
    uint32_t *jump; /* by the upper bits of a key: the first feature that may have it */
    unsigned jump_shift;
};

/* All lies in the arena, names copied. INVALID says at which byte what was wrong, UNSUPPORTED that
 * a newer or older program wrote it, LIMIT that it is larger than is read. */
enum status topic_model_read(struct arena *arena, struct str bytes, struct topic_model *model,
                             struct error *error);
/* Appends the file of a model, all of it within the limits above, topics of a feature ascending. It
 * reads as what was written; the same model always gives the same bytes. */
void topic_model_write(const struct topic_model *model, struct buf *out);

/* Puts the index `jump` into a model of which all else is there. */
enum status topic_model_index(struct arena *arena, struct topic_model *model, struct error *error);
/* The feature with this key; SIZE_MAX for one that the model does not know. */
size_t topic_model_find(const struct topic_model *model, uint32_t key);

/* The features that the model knows, each with its place and its part of the whole length. */
struct topic_measure {
    size_t feature;
    int64_t value; /* in 1 / TOPIC_LENGTH */
    const struct topic_feature *source;
};
/* `measures` has room for features->n; *count of them are filled in. */
void topic_model_measure(const struct topic_model *model, const struct topic_features *features,
                         struct topic_measure *measures, size_t *count);

enum { TOPIC_WORDS_MOST = 5 };

enum topic_word_kind { TOPIC_WORD, TOPIC_WORD_PAIR, TOPIC_WORD_OF_TITLE, TOPIC_WORD_KEY };

struct topic_word {
    struct str words;
    enum topic_word_kind kind;
    int64_t points; /* by how much it raises the log-odds, in thousandths */
};

struct topic_verdict {
    size_t topic; /* into model.topics */
    int64_t millionths;
    struct topic_word words[TOPIC_WORDS_MOST]; /* those that speak most for it, best first */
    size_t word_count;
};

/* The probabilities of all topics of the model, best first (of equals, the model's order), in the
 * arena; `words` says whether what decided is looked for. */
enum status topic_model_judge(const struct topic_model *model, struct arena *arena,
                              const struct topic_features *features,
                              const struct topic_signal *signals, size_t signal_count, bool words,
                              struct topic_verdict **verdicts, struct error *error);

/* The curve: log-odds for what a topic has for an article, bias included; in millionths, within
 * TOPIC_CURVE_LIMIT. */
int64_t topic_log_odds(const struct topic_learned *topic, int64_t sum);
/* With what keywords say; of a topic that nearly every article has, they say nothing. */
int64_t topic_blended(const struct topic_model *model, size_t topic, int64_t log_odds,
                      bool in_title, bool in_excerpt);
/* Whether fewer articles than can be learnt from do not have the topic. */
bool topic_is_common(const struct topic_model *model, size_t topic);
/* The probability of log-odds, both in millionths. */
int64_t topic_probability(int64_t log_odds);

#endif
