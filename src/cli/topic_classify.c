#include "cli/pipe.h"
#include "cli/taxonomy.h"

/* How sure each reason makes, in thousandths. */
enum { SURE_IN_TITLE = 1000, SURE_PARENT = 500, SURE_MAIN = 100 };

static int64_t sure(const struct topic_assignment *assignment) {
    return assignment->in_title                 ? SURE_IN_TITLE
           : assignment->reason == TOPIC_PARENT ? SURE_PARENT
                                                : SURE_MAIN;
}

/* Those of one sureness, in the taxonomy's order. */
static void write_topics(const struct taxonomy *taxonomy, int64_t sureness,
                         const struct topic_assignment *assignments, size_t count,
                         struct json *out) {
    for (size_t i = 0; i < count; i++) {
        if (sure(&assignments[i]) != sureness)
            continue;
        json_begin_object(out);
        json_field_str(out, "name", taxonomy->edition.topics[assignments[i].topic].name);
        json_field_int(out, "score", sureness);
        json_end_object(out);
    }
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct taxonomy *taxonomy = state;
    struct topic_assignment *assignments;
    size_t count;
    struct str title = json_get_str(line, "title");
    if (str_absent(title))
        return error_set(error, STATUS_INVALID, "a line needs \"title\" as text");
    arena_clear(&taxonomy->scratch);
    enum status status = topic_classify(taxonomy->classifier, &taxonomy->scratch, SIZE_MAX, title,
                                        &assignments, &count, error);
    if (status != STATUS_OK)
        return status;
    json_key(out, "topics");
    json_begin_array(out);
    write_topics(taxonomy, SURE_IN_TITLE, assignments, count, out);
    write_topics(taxonomy, SURE_PARENT, assignments, count, out);
    write_topics(taxonomy, SURE_MAIN, assignments, count, out);
    json_end_array(out);
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct taxonomy taxonomy;
    enum status status = taxonomy_open(invocation, &taxonomy);
    if (status == STATUS_OK)
        status = pipe_jsonl(invocation, answer, &taxonomy);
    taxonomy_close(&taxonomy);
    return status;
}

const struct command command_topic_classify = {
    .name = "topic classify",
    .arguments = "[FILE]",
    .summary = "find the topics of articles",
    .help =
        "Reads articles as JSON lines (\"id\", \"title\", \"excerpt\", \"text\") and answers each "
        "with "
        "its topics, best first. A topic's score is 1000 when one of its keywords stands in the "
        "title, 500 when it is above such a topic, 100 when it is the edition's main topic.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{"edition", 0, "DIR", "the edition whose topics are meant", false}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
