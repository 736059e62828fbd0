#include "cli/pipe.h"
#include "cli/taxonomy.h"
#include "score/score.h"
#include "url/url.h"

/* The topics that the line names, those unknown to the edition left out; or the article's own. */
static enum status topics_of(struct taxonomy *taxonomy, const struct json_value *line,
                             const struct topic_article *article, struct topic_assignment **topics,
                             size_t *count, struct error *error) {
    const struct edition *edition = &taxonomy->edition;
    const struct json_value *named = json_get_array(line, "topics");
    if (named == NULL) {
        struct str source = json_get_str(line, "topic");
        size_t topic = str_absent(source) ? SIZE_MAX : edition_find_topic(edition, source);
        return topic_classify(taxonomy->classifier, &taxonomy->scratch, topic, article, true,
                              topics, count, error);
    }
    *count = 0;
    *topics = arena_array(&taxonomy->scratch, json_size(named), struct topic_assignment);
    if (*topics == NULL)
        return arena_status(&taxonomy->scratch, error);
    for (const struct json_value *name = json_first(named); name != NULL; name = name->next) {
        size_t topic = edition_find_topic(edition, json_as_str(name));
        if (topic == SIZE_MAX)
            continue;
        (*topics)[*count] = (struct topic_assignment){
            .topic = topic, .reason = *count == 0 ? TOPIC_OF_SOURCE : TOPIC_KEYWORD};
        (*count)++;
    }
    return topic_mark_title(taxonomy->classifier, &taxonomy->scratch, article->title, *topics,
                            *count, error);
}

/* A picture as a record's list, as the page's object, or as a plain yes. */
static bool has_picture(const struct json_value *line) {
    return json_size(json_get_array(line, "images")) > 0 ||
           !str_empty(json_get_str(json_get_object(line, "image"), "url")) ||
           json_get_bool(line, "picture", false);
}

static struct score_input input_of(struct taxonomy *taxonomy, const struct json_value *line) {
    const struct edition *edition = &taxonomy->edition;
    struct str domain = json_get_str(line, "provider");
    if (str_empty(domain))
        domain = url_host(&taxonomy->scratch, json_get_str(line, "url"));
    const struct edition_provider *provider = edition_find_provider(edition, domain);
    struct str text = json_get_str(line, "text");
    int64_t claimed = 0, seen = 0;
    bool timed = time_parse(json_get_str(line, "published"), &claimed) &&
                 time_parse(json_get_str(line, "seen"), &seen);
    return (struct score_input){
        .title = json_get_str(line, "title"),
        .picture = has_picture(line),
        .known = provider != NULL,
        .official =
            json_get_bool(line, "official", false) || edition_domain_official(edition, domain),
        .amp = !str_empty(json_get_str(line, "ampUrl")),
        .video = str_eq(json_get_str(line, "type"), STR("video")),
        .provider_name = provider != NULL ? provider->name : domain,
        .provider_domain = domain,
        .tier = provider != NULL ? provider->tier : 0,
        .text = text,
        .voice = !str_empty(json_get_str(line, "copyOf")) ? SCORE_COPY
                 : !str_empty(text)                       ? SCORE_ORIGINAL
                                                          : SCORE_VOICE_UNKNOWN,
        .first = json_get_bool(line, "first", false),
        .byline = json_get_str(line, "byline"),
        .timed = timed,
        .claimed = claimed,
        .seen = seen,
    };
}

static size_t count_of(const struct json_value *line, const char *key) {
    int64_t count = json_get_int(line, key, 0);
    return count > 0 ? (size_t)count : 0;
}

/* The heat's parts are the quality and more; only what is more is written behind the quality's. */
static void write_score(const struct score *quality, const struct score *heat, bool follower,
                        struct json *out) {
    struct score all = *quality;
    size_t skip = heat->part_count > 0 && quality->total != 0 ? 1 : 0;
    for (size_t i = skip; i < heat->part_count && !follower; i++)
        if (all.part_count < SCORE_PARTS_MOST)
            all.parts[all.part_count++] = heat->parts[i];
    json_field_int(out, "quality", quality->total);
    json_field_int(out, "heat", follower ? SCORE_FOLLOWER : heat->total);
    json_key(out, "parts");
    score_write_parts(&all, out);
}

static enum status answer(void *state, const struct json_value *line, struct json *out,
                          struct error *error) {
    struct taxonomy *taxonomy = state;
    struct topic_assignment *topics;
    struct score quality, heat;
    struct topic_article article;
    arena_reset(&taxonomy->scratch);
    struct score_input input = input_of(taxonomy, line);
    enum status status = taxonomy_article(line, &article, error);
    if (status != STATUS_OK)
        return status;
    article.text = STR_NONE; /* a round files by title and excerpt */
    status = topics_of(taxonomy, line, &article, &topics, &input.topic_count, error);
    input.topics = topics;
    if (status == STATUS_OK)
        status = score_quality(&taxonomy->scratch, &taxonomy->edition, &input, &quality, error);
    if (status != STATUS_OK)
        return status;
    const struct score_coverage coverage = {
        .quality = quality.total,
        .voices = count_of(line, "related"),
        .copies = count_of(line, "copies"),
        .same_owner = count_of(line, "sameOwner"),
        .clicks = (int64_t)count_of(line, "clicks"),
    };
    status = score_heat(&taxonomy->scratch, &taxonomy->edition, &coverage, &heat, error);
    if (status == STATUS_OK)
        write_score(&quality, &heat, json_get_bool(line, "follower", false), out);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct taxonomy taxonomy;
    enum status status = taxonomy_open(invocation, &taxonomy);
    if (status == STATUS_OK)
        status = taxonomy_as_filed(invocation, &taxonomy);
    if (status == STATUS_OK)
        status = pipe_jsonl(invocation, answer, &taxonomy);
    taxonomy_close(&taxonomy);
    return status;
}

const struct command command_score_explain = {
    .name = "score explain",
    .arguments = "[FILE]",
    .summary = "give the parts of articles' scores",
    .help =
        "Reads articles as JSON lines and answers each with its quality, its heat and the parts of "
        "both by name: first those that make the quality, then those that make the heat of it.\n\n"
        "Besides \"id\" and \"title\" a line may have \"provider\" (a domain; else that of "
        "\"url\"), "
        "\"topics\" (names; else they are found as a round does, by title and \"excerpt\", after "
        "\"topic\", that of the source), \"images\" or \"image\", \"ampUrl\", \"type\" "
        "(\"video\"), \"official\"; for the "
        "parts that an edition may turn on \"text\", \"copyOf\", \"first\" (true: nobody told its "
        "story before), \"byline\", \"published\" and \"seen\" (when it was found); and for the "
        "heat "
        "\"related\" (owners with a text of their own in its story), \"copies\" (owners that only "
        "repeat a text), \"sameOwner\" (further articles of those), \"clicks\", and \"follower\" "
        "(true: another article leads).",
    .group = GROUP_PIPE,
    .most = 1,
    .options = {{"edition", 0, "DIR", "the edition whose points and topics are meant", false}},
    .exits = {{EXIT_DATA, "a file is not there, or too long"},
              {EXIT_PERMISSION, "a file may not be read"},
              {EXIT_CONFIG, NULL}},
    .run = run,
};
