#include "base/grow.h"
#include "cli/pipe.h"
#include "cli/stream.h"

enum { DECISION_BYTES = 16 << 20 };
#define INPUT_MOST ((size_t)4 << 30)

/* One line of a batch, what was decided when it came, and why, as JSON. */
struct line {
    struct str text;
    bool failed;
    struct error error; /* of a line that cannot be used */
    int64_t similarity;
    size_t story, why, end; /* offsets in cluster.decisions: the story's id, then the reasons */
};

struct cluster {
    struct stream stream;
    struct arena arena;
    struct line *lines;
    size_t count, capacity;
    struct buf decisions;
};

static void write_reasons(const struct story_decision *decision, struct json *out) {
    static const char *const kinds[] = {
        [STORY_SAME_TEXT] = "sameText",   [STORY_SAME_WORDS] = "sameWords",
        [STORY_SAME_TITLE] = "sameTitle", [STORY_FOUNDED] = "founded",
        [STORY_DECIDED] = "decided",      [STORY_NEAR] = "near",
    };
    json_begin_array(out);
    for (size_t i = 0; i < decision->reason_count; i++) {
        const struct story_reason *reason = &decision->reasons[i];
        json_begin_object(out);
        json_field_str(out, "kind", str_from(kinds[reason->kind]));
        json_field_text(out, "other", reason->other);
        json_field_int(out, "value", reason->value);
        json_field_text(out, reason->kind >= STORY_DECIDED ? "by" : "words", reason->detail);
        json_end_object(out);
    }
    json_end_array(out);
}

/* All but the reasons, which the caller writes next. */
static void write_place(struct str story, struct str copy_of, int64_t similarity,
                        struct json *out) {
    json_field_str(out, "story", story);
    json_field_text(out, "copyOf", copy_of);
    json_field_int(out, "similarity", similarity);
    json_key(out, "because");
}

static enum status answer_online(void *state, const struct json_value *line, struct json *out,
                                 struct error *error) {
    struct cluster *cluster = state;
    struct story_document document;
    struct story_decision decision;
    arena_clear(&cluster->arena);
    enum status status = stream_document(&cluster->arena, line, &document, error);
    if (status == STATUS_OK)
        status = stream_add(&cluster->stream, &cluster->arena, &document, &decision, error);
    if (status != STATUS_OK)
        return status;
    write_place(decision.story, decision.copy_of, decision.similarity, out);
    write_reasons(&decision, out);
    return STATUS_OK;
}

static enum status read_document(struct arena *arena, struct str text,
                                 struct story_document *document, struct error *error) {
    const struct json_value *object;
    enum status status = json_read(arena, text, &object, error);
    if (status == STATUS_OK && !json_is(object, JSON_OBJECT))
        status = error_set(error, STATUS_INVALID, "a line must be a JSON object");
    return status == STATUS_OK ? stream_document(arena, object, document, error) : status;
}

static void keep_decision(struct cluster *cluster, struct line *line,
                          const struct story_decision *decision) {
    struct json json;
    line->similarity = decision->similarity;
    line->story = cluster->decisions.n;
    buf_add(&cluster->decisions, decision->story);
    line->why = cluster->decisions.n;
    json_init(&json, &cluster->decisions, JSON_COMPACT);
    write_reasons(decision, &json);
    line->end = cluster->decisions.n;
}

/* Fails only without memory; what is wrong with a line stays with the line. */
static enum status take_line(struct cluster *cluster, struct str text, struct error *error) {
    struct story_document document;
    struct story_decision decision;
    if (grow(&cluster->lines, &cluster->capacity, cluster->count + 1, sizeof *cluster->lines) !=
        STATUS_OK)
        return error_memory(error);
    struct line *line = &cluster->lines[cluster->count++];
    *line = (struct line){.text = text};
    arena_clear(&cluster->arena);
    enum status status = read_document(&cluster->arena, text, &document, &line->error);
    if (status == STATUS_OK)
        status = story_index_add(cluster->stream.index, &cluster->arena, &document, &decision,
                                 &line->error);
    if (status == STATUS_OK)
        keep_decision(cluster, line, &decision);
    line->failed = status != STATUS_OK;
    if (status == STATUS_MEMORY)
        return error_memory(error);
    return buf_check(&cluster->decisions, error);
}

static struct str kept(const struct cluster *cluster, size_t start, size_t end) {
    return str_take(str_skip(buf_str(&cluster->decisions), start), end - start);
}

/* The reasons given when the line came hold as long as its story is the same one; those of an
 * article that was moved are looked up anew. */
static enum status answer_placed(struct cluster *cluster, const struct line *line, size_t n,
                                 const struct json_value *object, struct json *out,
                                 struct error *error) {
    struct str id, story, copy_of;
    struct story_document document;
    struct story_decision decision;
    story_index_member(cluster->stream.index, n, &id, &story, &copy_of);
    if (str_eq(story, kept(cluster, line->story, line->why))) {
        write_place(story, copy_of, line->similarity, out);
        json_raw(out, kept(cluster, line->why, line->end));
        return STATUS_OK;
    }
    enum status status = stream_document(&cluster->arena, object, &document, error);
    if (status == STATUS_OK)
        status = story_index_describe(cluster->stream.index, &cluster->arena, n, &document,
                                      &decision, error);
    if (status == STATUS_OK) {
        write_place(decision.story, decision.copy_of, decision.similarity, out);
        write_reasons(&decision, out);
    }
    return status;
}

static enum status answer_line(struct invocation *invocation, struct cluster *cluster,
                               const struct line *line, size_t n) {
    const struct json_value *object;
    struct json json;
    enum status status = STATUS_OK;
    arena_clear(&cluster->arena);
    json_read(&cluster->arena, line->text, &object, NULL);
    pipe_begin(&json, &invocation->out, json_get(object, "id"));
    if (line->failed) {
        json_key(&json, "error");
        pipe_error(&json, &line->error);
    } else {
        status = answer_placed(cluster, line, n, object, &json, &invocation->error);
    }
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
    if (status == STATUS_OK && invocation->out.n > 1 << 20)
        status = cli_flush(invocation);
    return status;
}

/* Reads everything, decides as if it came one by one, looks at it all again, and then answers. */
static enum status run_batch(struct invocation *invocation, struct cluster *cluster) {
    struct buf input;
    buf_init(&input, INPUT_MOST);
    enum status status = cli_read(invocation, argument_or_dash(invocation, 0), INPUT_MOST, &input);
    struct str rest = buf_str(&input), text;
    while (status == STATUS_OK && str_next(&rest, '\n', &text))
        if (!str_empty(str_trim(text)))
            status = take_line(cluster, text, &invocation->error);
    if (status == STATUS_OK)
        status = story_index_refine(cluster->stream.index, &invocation->error);
    size_t n = 0;
    for (size_t i = 0; i < cluster->count && status == STATUS_OK; i++) {
        status = answer_line(invocation, cluster, &cluster->lines[i], n);
        n += !cluster->lines[i].failed;
    }
    buf_release(&input);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct cluster cluster = {0};
    struct story_settings settings = {0};
    int64_t hours;
    enum status status =
        option_number(invocation, "window", 1, STREAM_WINDOW_MOST, STREAM_WINDOW_HOURS, &hours);
    if (status == STATUS_OK)
        status = random_bytes(&settings.seed, sizeof settings.seed, &invocation->error);
    if (status != STATUS_OK)
        return status;
    settings.window = hours * HOUR_SECONDS;
    arena_init(&cluster.arena, JSON_MEMORY_MOST + DECISION_BYTES);
    buf_init(&cluster.decisions, INPUT_MOST);
    status = stream_open(&cluster.stream, &settings, &invocation->error);
    if (status == STATUS_OK)
        status = option_given(invocation, "online")
                     ? pipe_jsonl(invocation, answer_online, &cluster)
                     : run_batch(invocation, &cluster);
    stream_close(&cluster.stream);
    arena_release(&cluster.arena);
    buf_release(&cluster.decisions);
    free(cluster.lines);
    return status;
}

const struct command command_story_cluster = {
    .name = "story cluster",
    .arguments = "[FILE]",
    .summary = "find the articles that tell the same story",
    .help =
        "Reads articles as JSON lines in the order of arrival (\"id\", \"title\", and where known "
        "\"excerpt\", \"text\", \"published\", \"provider\", \"url\", \"language\") and answers "
        "each "
        "with its story, the id of the article that founded it, \"copyOf\" where it repeats "
        "another's text, its similarity to the nearest member in thousandths, and the reasons.\n\n"
        "By default all is read first and the final partition is written. With --online each line "
        "is answered when it comes, and the decision is never taken back; where times are given, "
        "each day (UTC) knows how common words were in the stories of the weeks before it, as an "
        "edition does.",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{"window", 0, "HOURS", "time between articles of one story (default 72)", false},
                {"online", 0, NULL, "answer each line at once", false}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"}},
    .run = run,
};
