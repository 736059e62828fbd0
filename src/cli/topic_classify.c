#include "cli/pipe.h"
#include "cli/taxonomy.h"
#include "topic/train.h"

/* How sure a rule makes at least, in thousandths. */
enum { SURE_IN_TITLE = 1000, SURE_PARENT = 500, SURE_MAIN = 100 };

struct judge {
    struct taxonomy taxonomy;
    bool edition; /* there is one */
    const struct topic_model *model;
    bool why;
};

/* A topic of the answer, and why it has it. */
struct answer {
    struct str name;
    int64_t score;                             /* thousandths */
    const struct topic_verdict *verdict;       /* NULL: no model knows it */
    const struct topic_assignment *assignment; /* NULL: there is no edition */
};

/* ---- what is found ---- */

static int64_t likely(const struct topic_verdict *verdict) {
    return (verdict->millionths + 500) / 1000;
}

/* What a rule gives, it gives for sure. */
static int64_t sure(const struct topic_assignment *assignment) {
    if (assignment->in_title)
        return SURE_IN_TITLE;
    int64_t least = assignment->reason == TOPIC_PARENT ? SURE_PARENT
                    : assignment->reason == TOPIC_MAIN ? SURE_MAIN
                                                       : 0;
    int64_t said = assignment->verdict != NULL ? likely(assignment->verdict) : 0;
    return said > least ? said : least;
}

/* Puts an answer behind those that are at least as good. */
static void add_answer(struct answer answer, struct answer *answers, size_t *count) {
    size_t at = (*count)++;
    for (; at > 0 && answers[at - 1].score < answer.score; at--)
        answers[at] = answers[at - 1];
    answers[at] = answer;
}

/* ---- what is written ---- */

static void write_word(struct str words, const char *kind, const int64_t *points,
                       struct json *out) {
    json_begin_object(out);
    json_field_str(out, "words", words);
    json_field_str(out, "kind", str_from(kind));
    if (points != NULL)
        json_field_int(out, "points", *points);
    json_end_object(out);
}

static void write_why(const struct answer *answer, struct json *out) {
    static const char *const kinds[] = {
        [TOPIC_WORD] = "word",
        [TOPIC_WORD_PAIR] = "pair",
        [TOPIC_WORD_OF_TITLE] = "title",
        [TOPIC_WORD_KEY] = "keyword",
    };
    const struct topic_assignment *assignment = answer->assignment;
    const struct topic_verdict *verdict = answer->verdict;
    json_key(out, "why");
    json_begin_array(out);
    for (size_t i = 0; verdict != NULL && i < verdict->word_count; i++)
        write_word(verdict->words[i].words, kinds[verdict->words[i].kind],
                   &verdict->words[i].points, out);
    if (verdict == NULL && assignment->in_title)
        write_word(assignment->keyword, "keyword", NULL, out);
    if (assignment != NULL && assignment->reason == TOPIC_PARENT)
        write_word(STR_NONE, "parent", NULL, out);
    if (assignment != NULL && assignment->reason == TOPIC_MAIN)
        write_word(STR_NONE, "main", NULL, out);
    json_end_array(out);
}

static void write_answers(const struct judge *judge, const struct answer *answers, size_t count,
                          struct json *out) {
    json_key(out, "topics");
    json_begin_array(out);
    for (size_t i = 0; i < count; i++) {
        json_begin_object(out);
        json_field_str(out, "name", answers[i].name);
        json_field_int(out, "score", answers[i].score);
        if (judge->why)
            write_why(&answers[i], out);
        json_end_object(out);
    }
    json_end_array(out);
}

/* ---- a line ---- */

static enum status ask_edition(struct judge *judge, const struct topic_article *article,
                               struct answer **answers, size_t *count, struct error *error) {
    struct arena *scratch = &judge->taxonomy.scratch;
    struct topic_assignment *found;
    size_t found_count;
    enum status status = topic_classify(judge->taxonomy.classifier, scratch, SIZE_MAX, article,
                                        judge->why, &found, &found_count, error);
    if (status != STATUS_OK)
        return status;
    *answers = arena_array(scratch, found_count, struct answer);
    if (*answers == NULL)
        return arena_status(scratch, error);
    for (size_t i = 0; i < found_count; i++)
        add_answer((struct answer){judge->taxonomy.edition.topics[found[i].topic].name,
                                   sure(&found[i]), found[i].verdict, &found[i]},
                   *answers, count);
    return STATUS_OK;
}

static enum status ask_model(struct judge *judge, const struct topic_article *article,
                             struct answer **answers, size_t *count, struct error *error) {
    struct arena *scratch = &judge->taxonomy.scratch;
    struct topic_features features;
    struct topic_verdict *verdicts = NULL;
    enum status status = topic_features_make(scratch, article, &features, error);
    if (status == STATUS_OK)
        status = topic_model_judge(judge->model, scratch, &features, NULL, 0, judge->why, &verdicts,
                                   error);
    if (status != STATUS_OK)
        return status;
    *answers = arena_array(scratch, judge->model->topic_count, struct answer);
    if (*answers == NULL)
        return arena_status(scratch, error);
    for (size_t i = 0; i < judge->model->topic_count; i++)
        if (verdicts[i].millionths >= TOPIC_LISTED || i == 0)
            add_answer((struct answer){judge->model->topics[verdicts[i].topic].name,
                                       likely(&verdicts[i]), &verdicts[i], NULL},
                       *answers, count);
    return STATUS_OK;
}

static enum status answer_line(void *state, const struct json_value *line, struct json *out,
                               struct error *error) {
    struct judge *judge = state;
    struct answer *answers;
    size_t count = 0;
    struct topic_article article;
    enum status status = taxonomy_article(line, &article, error);
    arena_reset(&judge->taxonomy.scratch);
    if (status == STATUS_OK)
        status = judge->edition ? ask_edition(judge, &article, &answers, &count, error)
                                : ask_model(judge, &article, &answers, &count, error);
    if (status == STATUS_OK)
        write_answers(judge, answers, count, out);
    return status;
}

static enum status open_judge(struct invocation *invocation, struct judge *judge) {
    struct taxonomy *taxonomy = &judge->taxonomy;
    enum status status = STATUS_OK;
    taxonomy_open_bare(taxonomy);
    if (judge->edition)
        status = taxonomy_open(invocation, taxonomy);
    if (status == STATUS_OK)
        status =
            taxonomy_model(invocation, taxonomy, option_value(invocation, "model"), &judge->model);
    if (status == STATUS_OK && judge->edition && judge->model != NULL)
        status = topic_classifier_learn(taxonomy->classifier, &taxonomy->lasting, judge->model,
                                        taxonomy->edition.topics_least, &invocation->error);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct judge judge = {.edition = option_given(invocation, "edition"),
                          .why = option_given(invocation, "why")};
    if (!judge.edition && !option_given(invocation, "model"))
        return error_set(&invocation->error, STATUS_USAGE,
                         "--edition DIR or --model FILE must say which topics are meant");
    enum status status = open_judge(invocation, &judge);
    if (status == STATUS_OK)
        status = pipe_jsonl(invocation, answer_line, &judge);
    taxonomy_close(&judge.taxonomy);
    return status;
}

const struct command command_topic_classify = {
    .name = "topic classify",
    .arguments = "[FILE]",
    .summary = "find the topics of articles",
    .help =
        "Reads articles as JSON lines (\"id\", \"title\", \"excerpt\", \"text\") and answers each "
        "with its topics, best first.\n\n"
        "With --model the topics are those that the model of 'topic train' knows, the score is "
        "how likely the article has one, in thousandths, and what is at least as likely as not is "
        "listed, the best one in any case.\n\n"
        "With --edition they are those that the edition would file it under, the source's aside: "
        "1000 when one of the topic's keywords stands in the title, 500 when it is above such a "
        "topic, 100 when it is the main topic, which is always listed; and, where the edition has "
        "learnt a model or --model gives one, those that it holds for as likely as 'topics: "
        "{least: …}' of edition.yaml says, with that as the score.\n\n"
        "With --why each topic says what decided: the words that speak most for it with their "
        "points (by how many thousandths they raise the log-odds), a keyword, a topic below it, "
        "or that it is the main topic.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{"edition", 0, "DIR", "the edition whose topics are meant", false},
                {"model", 0, "FILE", "a model that 'topic train' wrote", false},
                {"why", 0, NULL, "say which words decided", false}},
    .exits = {{EXIT_DATA, "a file is not there, too long, or no model"},
              {EXIT_PERMISSION, "a file may not be read"},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
