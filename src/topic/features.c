#include "topic/features.h"

#include "base/hash.h"
#include "text/token.h"
#include "topic/numbers.h"

#include <stdlib.h>

/* Each kind has hashes of its own. */
static const uint64_t seeds[] = {
    [FEATURE_WORD] = 0x9E3779B97F4A7C15u,
    [FEATURE_PAIR] = 0xC2B2AE3D27D4EB4Fu,
    [FEATURE_TITLE_WORD] = 0x165667B19E3779F9u,
};

struct maker {
    struct arena *arena;
    struct topic_features *features;
    size_t capacity;
};

/* The finaliser of MurmurHash3 (Austin Appleby, public domain): each bit depends on all. */
static uint32_t key_of(enum topic_feature_kind kind, uint64_t hash) {
    hash ^= seeds[kind];
    hash = (hash ^ hash >> 33) * 0xFF51AFD7ED558CCDu;
    hash = (hash ^ hash >> 33) * 0xC4CEB9FE1A85EC53u;
    return (uint32_t)(hash ^ hash >> 33);
}

static enum status add(struct maker *maker, enum topic_feature_kind kind, uint64_t hash,
                       struct str words) {
    struct topic_features *features = maker->features;
    enum status status = arena_grow(maker->arena, &features->items, &maker->capacity,
                                    features->n + 1, sizeof *features->items);
    if (status == STATUS_OK)
        features->items[features->n++] = (struct topic_feature){key_of(kind, hash), 1, kind, words};
    return status;
}

static enum status add_words(struct maker *maker, struct str text, bool title,
                             struct error *error) {
    struct text_tokens tokens;
    uint64_t before = 0;
    enum status status = text_tokenize(maker->arena, text, &tokens, error);
    for (size_t i = 0; status == STATUS_OK && i < tokens.n; i++) {
        const struct text_token *token = &tokens.items[i];
        uint64_t hash = hash_fast(token->folded, 0);
        struct str words = str_of(text.p + token->start, token->end - token->start);
        status = add(maker, FEATURE_WORD, hash, words);
        if (status == STATUS_OK && title)
            status = add(maker, FEATURE_TITLE_WORD, hash, words);
        if (status == STATUS_OK && i > 0) {
            size_t start = tokens.items[i - 1].start;
            /* Odd factors that differ: "a b" is not "b a". */
            status = add(maker, FEATURE_PAIR, before * 3 + hash * 5,
                         str_of(text.p + start, token->end - start));
        }
        before = hash;
    }
    return status == STATUS_OK ? STATUS_OK : arena_status(maker->arena, error);
}

/* Of equal keys the least words come first, so that results do not depend on how equals are
 * sorted. */
static int compare(const void *a, const void *b) {
    const struct topic_feature *left = a;
    const struct topic_feature *right = b;
    if (left->key != right->key)
        return left->key < right->key ? -1 : 1;
    if (left->kind != right->kind)
        return left->kind < right->kind ? -1 : 1;
    return str_compare(left->words, right->words);
}

static void merge(struct topic_features *features) {
    size_t n = 0;
    for (size_t i = 0; i < features->n; i++) {
        struct topic_feature *item = &features->items[i];
        if (n > 0 && features->items[n - 1].key == item->key)
            features->items[n - 1].count++;
        else
            features->items[n++] = *item;
    }
    features->n = n;
}

enum status topic_features_make(struct arena *arena, const struct topic_article *article,
                                struct topic_features *features, struct error *error) {
    struct maker maker = {.arena = arena, .features = features};
    *features = (struct topic_features){0};
    enum status status =
        add_words(&maker, str_take(article->title, TOPIC_TITLE_BYTES), true, error);
    if (status == STATUS_OK)
        status = add_words(&maker, str_take(article->excerpt, TOPIC_EXCERPT_BYTES), false, error);
    if (status == STATUS_OK)
        status = add_words(&maker, str_take(article->text, TOPIC_TEXT_BYTES), false, error);
    if (status != STATUS_OK)
        return arena_status(arena, error);
    if (features->n > 0)
        qsort(features->items, features->n, sizeof *features->items, compare);
    merge(features);
    return STATUS_OK;
}

uint32_t topic_frequency(uint32_t count) {
    return (uint32_t)topic_round((1 + topic_log((double)count)) * TOPIC_UNITS);
}
