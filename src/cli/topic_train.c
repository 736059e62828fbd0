#include "cli/pipe.h"
#include "cli/rounds.h"
#include "cli/taxonomy.h"
#include "files/files.h"
#include "files/whole.h"
#include "press/learned.h"
#include "record/record.h"
#include "topic/train.h"

#include <stdio.h>

enum {
    RECORDS_MOST = 50000, /* the newest: what was said years ago says less and less */
    FIGURES_MOST = 16 << 20,
};

struct school {
    struct invocation *invocation;
    struct taxonomy taxonomy;
    bool edition; /* there is one */
    struct topic_trainer *trainer;
    struct topic_figures figures;
    struct buf model;
    size_t refused;
};

/* ---- what is learnt from ---- */

static enum status teach(struct school *school, const struct topic_article *article,
                         const struct str *topics, size_t count, struct error *error) {
    struct topic_signal *signals = NULL;
    size_t signal_count = 0;
    enum status status = STATUS_OK;
    if (school->edition)
        status = topic_signals(school->taxonomy.classifier, &school->taxonomy.scratch, article,
                               &signals, &signal_count, error);
    if (status == STATUS_OK)
        status = topic_trainer_add(school->trainer, article, signals, signal_count, topics, count,
                                   error);
    return status;
}

static enum status take_line(void *state, const struct json_value *line, struct error *error) {
    struct school *school = state;
    const struct json_value *named = json_get_array(line, "topics");
    const struct topic_article article = {
        .title = json_get_str(line, "title"),
        .excerpt = json_get_str(line, "excerpt"),
        .text = json_get_str(line, "text"),
    };
    size_t count = 0;
    arena_reset(&school->taxonomy.scratch);
    struct str *topics = arena_array(&school->taxonomy.scratch, json_size(named), struct str);
    if (topics == NULL)
        return arena_status(&school->taxonomy.scratch, error);
    if (str_absent(article.title) || named == NULL)
        return error_set(error, STATUS_INVALID,
                         "a line needs \"title\" as text and \"topics\" as a list of names");
    for (const struct json_value *name = json_first(named); name != NULL; name = name->next) {
        if (!json_is(name, JSON_STRING))
            return error_set(error, STATUS_INVALID, "\"topics\" must be a list of names");
        topics[count++] = json_as_str(name);
    }
    return teach(school, &article, topics, count, error);
}

static enum status take_record(struct school *school, const char *folder, struct str path,
                               int64_t before, struct error *error) {
    struct arena *scratch = &school->taxonomy.scratch;
    struct buf bytes;
    struct record record;
    arena_reset(scratch);
    buf_init(&bytes, RECORD_BYTES_MOST + 1);
    enum status status = files_read(folder, path, RECORD_BYTES_MOST, &bytes, error);
    if (status == STATUS_OK)
        status = record_read(scratch, buf_str(&bytes), &record, error);
    if (status == STATUS_OK && record.published_time < before && !record.removed &&
        record.topic_count > 0) {
        const struct topic_article article = {.title = record.title, .excerpt = record.excerpt};
        status = teach(school, &article, record.topics, record.topic_count, error);
    }
    buf_release(&bytes);
    if (status == STATUS_INVALID || status == STATUS_LIMIT) {
        log_write(&school->invocation->log, LOG_WARNING, "record refused", LOG_STR("path", path),
                  LOG_TEXT("error", error->message));
        school->refused++;
        return STATUS_OK;
    }
    return status;
}

/* The edition's records published before a day. */
static enum status take_records(struct school *school, int64_t before, struct error *error) {
    struct arena names;
    struct str *paths;
    size_t count = 0;
    arena_init(&names, 256 << 20);
    const char *folder = arena_cstr(&names, option_value(school->invocation, "edition"));
    if (folder == NULL)
        return arena_status(&names, error);
    enum status status =
        files_list(&names, folder, STR("records/_news"), false, &paths, &count, error);
    if (status == STATUS_NOT_FOUND)
        status = error_set(error, STATUS_NOT_FOUND, "the edition has no records to learn from yet");
    /* Their names begin with a date. */
    size_t from = count > RECORDS_MOST ? count - RECORDS_MOST : 0;
    for (size_t i = from; status == STATUS_OK && i < count; i++)
        if (str_ends(paths[i], STR(".md")))
            status = take_record(school, folder, paths[i], before, error);
    arena_release(&names);
    return status;
}

/* ---- what is made of it ---- */

static enum status learn(struct school *school, struct error *error) {
    return topic_trainer_finish(school->trainer, &school->taxonomy.lasting, &school->figures,
                                &school->model, error);
}

static void write_figures(const struct school *school, struct buf *out) {
    struct json json;
    char hash[HASH_HEX + 1];
    hash_hex(buf_str(&school->model), hash);
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "model", str_from(hash));
    json_field_int(&json, "bytes", (int64_t)school->model.n);
    topic_figures_write(&school->figures, &json);
    if (school->refused > 0)
        json_field_int(&json, "refused", (int64_t)school->refused);
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

static enum status into_file(struct school *school) {
    struct invocation *invocation = school->invocation;
    struct error *error = &invocation->error;
    bool lines = !school->edition || invocation->argument_count > 0;
    int64_t now = clock_now(&invocation->clock);
    enum status status = lines ? pipe_read(invocation, take_line, school, &school->refused)
                               : take_records(school, now - now % DAY_SECONDS, error);
    if (status == STATUS_OK)
        status = learn(school, error);
    if (status == STATUS_OK)
        status = files_replace(option_value(invocation, "model"), buf_str(&school->model), error);
    return status;
}

static enum status into_facts(void *state, struct gatherer *gatherer, struct facts *facts,
                              struct error *error) {
    struct school *school = state;
    int64_t day = gatherer->now - gatherer->now % DAY_SECONDS;
    enum status status = take_records(school, day, error);
    if (status == STATUS_OK)
        status = learn(school, error);
    if (status == STATUS_OK)
        status = learned_add(facts, buf_str(&school->model), day, gatherer->now, error);
    return status;
}

static enum status into_edition(struct school *school) {
    struct invocation *invocation = school->invocation;
    struct round_report report;
    struct round_options options = rounds_options(invocation, ROUND_PROCESS);
    options.folder = arena_cstr(&school->taxonomy.lasting, option_value(invocation, "edition"));
    if (options.folder == NULL)
        return arena_status(&school->taxonomy.lasting, &invocation->error);
    enum status status = round_with(&options, into_facts, school, &report, &invocation->error);
    rounds_clear(invocation);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct school school = {.invocation = invocation,
                            .edition = option_given(invocation, "edition")};
    bool file = option_given(invocation, "model");
    if (!file && (!school.edition || invocation->argument_count > 0))
        return error_set(&invocation->error, STATUS_USAGE,
                         "--model FILE must say where the model goes");
    buf_init(&school.model, TOPIC_MODEL_BYTES_MOST);
    enum status status = STATUS_OK;
    taxonomy_open_bare(&school.taxonomy);
    if (school.edition)
        status = taxonomy_open(invocation, &school.taxonomy);
    if (status == STATUS_OK)
        status = topic_trainer_open(&school.trainer, &invocation->error);
    if (status == STATUS_OK)
        status = file ? into_file(&school) : into_edition(&school);
    if (status == STATUS_OK)
        write_figures(&school, &invocation->out);
    topic_trainer_close(school.trainer);
    buf_release(&school.model);
    taxonomy_close(&school.taxonomy);
    return status;
}

const struct command command_topic_train = {
    .name = "topic train",
    .arguments = "[FILE]",
    .summary = "learn topics from articles that have them",
    .help =
        "Reads articles as JSON lines (\"title\", \"excerpt\", \"text\", \"topics\": names), "
        "learns which words speak for which topic, and writes a model for 'topic classify'. A "
        "topic is learnt when five articles have it and five do not. The same lines in the same "
        "order give the same bytes. A line that cannot be used is named on standard error and "
        "left out.\n\n"
        "With --edition the keywords of its topics count, too, and without FILE it is the "
        "edition's records that are learnt from: the newest 50,000 of those published before "
        "today (UTC), with the topics that stand in them, editors' corrections included. Without "
        "--model the model becomes the edition's own: a fact of its state, used by 'topic "
        "classify --edition' at once, and by the rounds where edition.yaml says 'topics: {model: "
        "learned}'. What was filed before stays as it is until 'rescore'.\n\n"
        "The answer is one JSON line: \"model\" (SHA-256 of it), \"bytes\", \"articles\", "
        "\"features\" (words it knows), and figures measured on articles held out, each judged "
        "by what was learnt from the other four fifths: \"accuracy\" (the best topic is one of "
        "its own), \"precision\", \"recall\" and \"f1\" of all topics together and of each, all "
        "in thousandths, and \"calibrationError\" (by how many thousandths scores are off, on "
        "average).\n\n"
        "Needs liblinear (Debian's package liblinear4), which is loaded only here.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{"model", 0, "FILE", "where the model goes", false},
                {"edition", 0, "DIR", "the edition whose topics, and records, are meant", false}},
    .exits = {{EXIT_DATA, "there is nothing to learn, or a file is not there or too long"},
              {EXIT_UNAVAILABLE, "liblinear is not there"},
              {EXIT_CREATE, NULL},
              {EXIT_PERMISSION, "a file may not be read"},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
