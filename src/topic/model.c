#include "topic/model.h"

#include "base/json_read.h"

static const struct str what = STR_INIT("broadsheet topics");
static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

enum { DIGIT_BITS = 5, DIGIT_MORE = 1 << DIGIT_BITS, NUMBER_MOST = 1 << 30, HEAD_MOST = 1 << 20 };

/* ---- writing ---- */

static void write_number(uint64_t number, struct buf *out) {
    do {
        unsigned digit = number & (DIGIT_MORE - 1);
        number >>= DIGIT_BITS;
        buf_add_byte(out, digits[digit | (number > 0 ? DIGIT_MORE : 0)]);
    } while (number > 0);
}

/* The sign in the lowest bit. */
static void write_signed(int64_t number, struct buf *out) {
    write_number(number < 0 ? (uint64_t)-number * 2 + 1 : (uint64_t)number * 2, out);
}

static void write_head(const struct topic_model *model, struct buf *out) {
    struct json json;
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "what", what);
    json_field_int(&json, "version", TOPIC_MODEL_VERSION);
    json_field_int(&json, "rules", TOPIC_FEATURES_VERSION);
    json_field_int(&json, "articles", model->articles);
    json_field_int(&json, "features", (int64_t)model->feature_count);
    json_field_int(&json, "weights", model->first[model->feature_count]);
    json_key(&json, "blend");
    json_begin_object(&json);
    json_field_int(&json, "words", model->blend.words);
    json_field_int(&json, "inTitle", model->blend.in_title);
    json_field_int(&json, "inExcerpt", model->blend.in_excerpt);
    json_field_int(&json, "base", model->blend.base);
    json_end_object(&json);
    json_key(&json, "topics");
    json_begin_array(&json);
    for (size_t i = 0; i < model->topic_count; i++) {
        const struct topic_learned *topic = &model->topics[i];
        json_begin_object(&json);
        json_field_str(&json, "name", topic->name);
        json_field_int(&json, "articles", topic->articles);
        json_field_int(&json, "bias", topic->bias);
        json_field_int(&json, "slope", topic->slope);
        json_field_int(&json, "intercept", topic->intercept);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

void topic_model_write(const struct topic_model *model, struct buf *out) {
    uint32_t before = 0;
    write_head(model, out);
    for (size_t i = 0; i < model->feature_count; i++) {
        uint32_t topic = 0;
        write_number(model->keys[i] - before, out);
        write_number(model->rarity[i], out);
        write_number(model->first[i + 1] - model->first[i], out);
        for (size_t k = model->first[i]; k < model->first[i + 1]; k++) {
            write_number(model->weights[k].topic - topic, out);
            write_signed(model->weights[k].weight, out);
            topic = model->weights[k].topic;
        }
        before = model->keys[i];
    }
    buf_add_byte(out, '\n');
}

/* ---- reading ---- */

struct reader {
    struct arena *arena;
    struct str bytes;
    size_t at;
    struct error *error;
};

static enum status wrong(struct reader *reader, const char *expected) {
    struct position at = {.offset = reader->at};
    return error_set_at(reader->error, STATUS_INVALID, at,
                        "the model file is damaged: %s expected at byte %zu", expected, reader->at);
}

static int digit_of(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static enum status read_number(struct reader *reader, uint64_t most, const char *expected,
                               uint64_t *number) {
    *number = 0;
    for (unsigned shift = 0; shift <= 35; shift += DIGIT_BITS) {
        int digit = reader->at < reader->bytes.n ? digit_of(reader->bytes.p[reader->at]) : -1;
        if (digit < 0)
            return wrong(reader, expected);
        *number |= (uint64_t)(digit & (DIGIT_MORE - 1)) << shift;
        reader->at++;
        if (digit < DIGIT_MORE) /* a last digit of 0 says nothing: nobody writes one */
            return *number <= most && (digit > 0 || shift == 0) ? STATUS_OK
                                                                : wrong(reader, expected);
    }
    return wrong(reader, expected);
}

static enum status read_topic(struct reader *reader, const struct json_value *value,
                              struct topic_model *model) {
    struct str name = json_get_str(value, "name");
    struct topic_learned *topic = &model->topics[model->topic_count];
    *topic = (struct topic_learned){
        .name = arena_copy(reader->arena, name),
        .articles = json_get_int(value, "articles", -1),
        .bias = json_get_int(value, "bias", INT64_MAX),
        .slope = json_get_int(value, "slope", INT64_MAX),
        .intercept = json_get_int(value, "intercept", INT64_MAX),
    };
    int64_t bias_most = (int64_t)TOPIC_WEIGHT_LIMIT * TOPIC_LENGTH;
    if (str_empty(name) || name.n > TOPIC_MODEL_NAME_MOST)
        return wrong(reader, "topics with names");
    if (topic->articles < 0 || topic->bias > bias_most || topic->bias < -bias_most ||
        topic->slope < 0 || topic->slope > TOPIC_CURVE_LIMIT ||
        topic->intercept > TOPIC_CURVE_LIMIT || topic->intercept < -TOPIC_CURVE_LIMIT)
        return wrong(reader, "topics with whole numbers that are within their limits");
    for (size_t i = 0; i < model->topic_count; i++)
        if (str_eq(model->topics[i].name, topic->name))
            return wrong(reader, "topics with different names");
    model->topic_count++;
    return STATUS_OK;
}

static enum status read_topics(struct reader *reader, const struct json_value *head,
                               struct topic_model *model) {
    const struct json_value *topics = json_get_array(head, "topics");
    if (topics == NULL || json_size(topics) > TOPIC_MODEL_TOPICS_MOST)
        return wrong(reader, "a list of at most 1000 topics");
    model->topics = arena_array(reader->arena, json_size(topics), struct topic_learned);
    if (model->topics == NULL)
        return arena_status(reader->arena, reader->error);
    enum status status = STATUS_OK;
    for (const struct json_value *topic = json_first(topics); topic != NULL && status == STATUS_OK;
         topic = topic->next)
        status = read_topic(reader, topic, model);
    return status == STATUS_OK ? arena_status(reader->arena, reader->error) : status;
}

static bool is_curve_number(int64_t number) {
    return number >= -TOPIC_CURVE_LIMIT && number <= TOPIC_CURVE_LIMIT;
}

static enum status read_blend(struct reader *reader, const struct json_value *head,
                              struct topic_blend *blend) {
    const struct json_value *value = json_get_object(head, "blend");
    *blend = (struct topic_blend){
        .words = json_get_int(value, "words", INT64_MAX),
        .in_title = json_get_int(value, "inTitle", INT64_MAX),
        .in_excerpt = json_get_int(value, "inExcerpt", INT64_MAX),
        .base = json_get_int(value, "base", INT64_MAX),
    };
    if (!is_curve_number(blend->words) || !is_curve_number(blend->in_title) ||
        !is_curve_number(blend->in_excerpt) || !is_curve_number(blend->base))
        return wrong(reader, "a blend of whole numbers that are within their limits");
    return STATUS_OK;
}

static enum status read_head(struct reader *reader, struct str line, struct topic_model *model,
                             uint64_t *weights) {
    const struct json_value *head;
    if (line.n > HEAD_MOST || json_read(reader->arena, line, &head, NULL) != STATUS_OK ||
        !str_eq(json_get_str(head, "what"), what))
        return error_set(reader->error, STATUS_INVALID,
                         "this is no model of topics: 'topic train' makes one");
    int64_t version = json_get_int(head, "version", 0);
    int64_t rules = json_get_int(head, "rules", 0);
    if (version != TOPIC_MODEL_VERSION || rules != TOPIC_FEATURES_VERSION)
        return error_set(reader->error, STATUS_UNSUPPORTED,
                         "the model is of version %lld.%lld, this program reads %d.%d: train it "
                         "again",
                         (long long)version, (long long)rules, TOPIC_MODEL_VERSION,
                         TOPIC_FEATURES_VERSION);
    int64_t features = json_get_int(head, "features", -1);
    int64_t wanted = json_get_int(head, "weights", -1);
    model->articles = json_get_int(head, "articles", -1);
    if (features < 0 || features > TOPIC_MODEL_FEATURES_MOST || wanted < 0 ||
        wanted > TOPIC_MODEL_WEIGHTS_MOST || model->articles < 0)
        return wrong(reader, "a head with counts that are within their limits");
    /* Each takes three digits at least, each weight two: what is not there takes no memory. */
    if ((uint64_t)features * 3 + (uint64_t)wanted * 2 > reader->bytes.n)
        return wrong(reader, "as many numbers as the head says");
    model->feature_count = (size_t)features;
    *weights = (uint64_t)wanted;
    enum status status = read_blend(reader, head, &model->blend);
    return status == STATUS_OK ? read_topics(reader, head, model) : status;
}

static enum status read_weights(struct reader *reader, struct topic_model *model, uint64_t count,
                                uint32_t *used, uint64_t all) {
    enum status status = STATUS_OK;
    uint64_t topic = 0, step = 0, number = 0;
    if (count > all - *used)
        return wrong(reader, "no more weights than the head says");
    for (uint64_t k = 0; k < count && status == STATUS_OK; k++) {
        status = read_number(reader, TOPIC_MODEL_TOPICS_MOST, "a topic's distance", &step);
        if (status == STATUS_OK)
            status = read_number(reader, 2 * TOPIC_WEIGHT_LIMIT + 1, "a weight", &number);
        topic += step;
        if (status == STATUS_OK && (topic >= model->topic_count || (k > 0 && step == 0)))
            status = wrong(reader, "ascending topics");
        if (status == STATUS_OK)
            model->weights[(*used)++] =
                (struct topic_weight){(uint32_t)topic, (number & 1) != 0 ? -(int32_t)(number >> 1)
                                                                         : (int32_t)(number >> 1)};
    }
    return status;
}

static enum status read_features(struct reader *reader, struct topic_model *model, uint64_t all) {
    enum status status = STATUS_OK;
    uint64_t key = 0, step = 0, rarity = 0, count = 0;
    uint32_t used = 0;
    for (size_t i = 0; i < model->feature_count && status == STATUS_OK; i++) {
        status = read_number(reader, UINT32_MAX - key, "a key's distance", &step);
        if (status == STATUS_OK && i > 0 && step == 0)
            status = wrong(reader, "ascending keys");
        if (status == STATUS_OK)
            status = read_number(reader, TOPIC_RARITY_MOST, "a rarity", &rarity);
        if (status == STATUS_OK)
            status = read_number(reader, TOPIC_MODEL_TOPICS_MOST, "a count of weights", &count);
        key += step;
        model->keys[i] = (uint32_t)key;
        model->rarity[i] = (uint16_t)rarity;
        model->first[i] = used;
        if (status == STATUS_OK)
            status = read_weights(reader, model, count, &used, all);
    }
    model->first[model->feature_count] = used;
    if (status == STATUS_OK && used != all)
        status = wrong(reader, "as many weights as the head says");
    if (status == STATUS_OK && !str_eq(str_skip(reader->bytes, reader->at), STR("\n")))
        status = wrong(reader, "the file's end");
    return status;
}

enum status topic_model_read(struct arena *arena, struct str bytes, struct topic_model *model,
                             struct error *error) {
    struct reader reader = {.arena = arena, .bytes = bytes, .error = error};
    uint64_t weights = 0;
    *model = (struct topic_model){0};
    if (bytes.n > TOPIC_MODEL_BYTES_MOST)
        return error_set(error, STATUS_LIMIT, "the model is larger than %d bytes",
                         TOPIC_MODEL_BYTES_MOST);
    size_t end = str_find_byte(bytes, '\n');
    enum status status = read_head(&reader, str_take(bytes, end), model, &weights);
    if (status != STATUS_OK)
        return status;
    reader.at = end == SIZE_MAX ? bytes.n : end + 1;
    model->keys = arena_array(arena, model->feature_count, uint32_t);
    model->rarity = arena_array(arena, model->feature_count, uint16_t);
    model->first = arena_array(arena, model->feature_count + 1, uint32_t);
    model->weights = arena_array(arena, weights, struct topic_weight);
    if (arena_failed(arena))
        return arena_status(arena, error);
    status = read_features(&reader, model, weights);
    return status == STATUS_OK ? topic_model_index(arena, model, error) : status;
}

/* ---- finding ---- */

enum status topic_model_index(struct arena *arena, struct topic_model *model, struct error *error) {
    unsigned bits = 1;
    while (bits < 24 && ((size_t)1 << bits) < model->feature_count)
        bits++;
    model->jump_shift = 32 - bits;
    size_t places = (size_t)1 << bits;
    model->jump = arena_array(arena, places + 1, uint32_t);
    if (model->jump == NULL)
        return arena_status(arena, error);
    size_t feature = 0;
    for (size_t place = 0; place <= places; place++) {
        while (feature < model->feature_count && model->keys[feature] >> model->jump_shift < place)
            feature++;
        model->jump[place] = (uint32_t)feature;
    }
    return STATUS_OK;
}

size_t topic_model_find(const struct topic_model *model, uint32_t key) {
    uint32_t place = key >> model->jump_shift;
    for (size_t i = model->jump[place]; i < model->jump[place + 1]; i++)
        if (model->keys[i] >= key)
            return model->keys[i] == key ? i : SIZE_MAX;
    return SIZE_MAX;
}
