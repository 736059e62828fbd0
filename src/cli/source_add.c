#include "cli/source.h"

#include "base/json.h"
#include "feed/discover.h"
#include "url/url.h"

enum { CANDIDATES_ASKED = 10, TITLE_WIDTH = 55 };

/* The way from an address to the feed behind it. */
struct finding {
    struct invocation *invocation;
    struct desk *desk;
    struct str asked;
    struct source_look look; /* of what was asked last */
    struct feed_candidate *candidates;
    size_t candidate_count;
    const struct feed_candidate *found; /* NULL: none yet */
    enum status status;
};

static bool watched(const struct edition *edition, struct str url) {
    for (size_t i = 0; i < edition->source_count; i++)
        if (str_eq(edition->sources[i].url, url))
            return true;
    return false;
}

static bool read_well(const struct source_look *look) {
    return strcmp(look->class, "ok") == 0;
}

static void take_answer(const struct fetch_response *response, void *context) {
    struct finding *finding = context;
    struct invocation *invocation = finding->invocation;
    finding->status = source_look_at(&finding->desk->arena, response, clock_now(&invocation->clock),
                                     &finding->look, &invocation->error);
    if (finding->status == STATUS_OK && finding->candidates == NULL && response->body.n > 0)
        finding->status = feed_discover_bytes(
            &finding->desk->arena, arena_copy(&finding->desk->arena, response->body),
            finding->look.address, response->content_type, &finding->candidates,
            &finding->candidate_count, &invocation->error);
}

static enum status ask(struct finding *finding, struct str url) {
    enum status status =
        source_ask(finding->invocation, finding->desk, url, FETCH_FEED, take_answer, finding);
    return status != STATUS_OK ? status : finding->status;
}

static enum status fail(struct finding *finding, enum status status, struct str url) {
    struct buf words;
    buf_init(&words, SOURCE_SENTENCE_MOST);
    source_add_failure(&words, str_from(finding->look.class), finding->look.message);
    error_set(&finding->invocation->error, status, "%.*s: %.*s", STR_ARG(url),
              STR_ARG(buf_str(&words)));
    buf_release(&words);
    return status;
}

/* The first of the candidates that is a feed. */
static enum status try_candidates(struct finding *finding) {
    enum status status = STATUS_OK;
    size_t asked = 0;
    for (size_t i = 0; status == STATUS_OK && i < finding->candidate_count; i++) {
        const struct feed_candidate *candidate = &finding->candidates[i];
        if (candidate->reason == FEED_SITEMAP || asked++ == CANDIDATES_ASKED)
            break;
        status = ask(finding, candidate->url);
        if (status == STATUS_OK && read_well(&finding->look)) {
            finding->found = candidate;
            return STATUS_OK;
        }
    }
    if (status != STATUS_OK)
        return status;
    return error_set(&finding->invocation->error, STATUS_NOT_FOUND,
                     "no feed behind %.*s (%zu places were looked at)", STR_ARG(finding->asked),
                     asked);
}

static enum status find(struct finding *finding, struct str argument) {
    struct arena *arena = &finding->desk->arena;
    struct error *error = &finding->invocation->error;
    if (str_find(argument, STR("://")) == SIZE_MAX)
        argument = arena_format(arena, "https://%.*s", STR_ARG(argument));
    enum status status = url_resolve(arena, argument, STR_NONE, &finding->asked, error);
    if (status == STATUS_OK)
        status = ask(finding, finding->asked);
    if (status != STATUS_OK)
        return status;
    if (read_well(&finding->look) && finding->candidate_count > 0) {
        finding->found = &finding->candidates[0];
        return STATUS_OK;
    }
    if (finding->candidates == NULL)
        return fail(finding, STATUS_UNAVAILABLE, finding->asked);
    return try_candidates(finding);
}

/* ---- showing ---- */

static void show_entries(struct invocation *invocation, const struct source_look *look) {
    struct buf *out = &invocation->out;
    for (size_t i = 0; i < look->shown_count; i++) {
        char text[TIME_TEXT] = "                ";
        if (look->shown[i].time != TIME_NONE)
            time_format(look->shown[i].time, text);
        if (text[10] == 'T')
            text[10] = ' ';
        buf_printf(out, "      %.16s  ", text);
        source_add_cut(out, look->shown[i].title, TITLE_WIDTH);
        buf_add_byte(out, '\n');
    }
}

static void add_texts(struct buf *sentence, const struct source_look *look) {
    if (look->full == look->entries)
        BUF_ADD(sentence, "; all with their texts");
    else if (look->full > 0)
        buf_printf(sentence, "; %zu with their texts", look->full);
    else
        BUF_ADD(sentence, "; summaries only");
}

static void show_words(struct finding *finding, struct str url, const char *reason,
                       struct str sentence) {
    struct invocation *invocation = finding->invocation;
    struct buf *out = &invocation->out;
    source_add_name(out, finding->look.title, url);
    if (finding->found->reason != FEED_IS_ITSELF) {
        struct str from =
            arena_format(&finding->desk->arena, "%s, %.*s", reason, STR_ARG(finding->asked));
        source_add_sentence(out, from);
    }
    source_add_sentence(out, sentence);
    show_entries(invocation, &finding->look);
}

static void show_json(struct finding *finding, struct str url, const char *reason,
                      enum source_trouble trouble, struct str sentence, bool adds) {
    const struct source_look *look = &finding->look;
    struct json json;
    json_init(&json, &finding->invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "asked", finding->asked);
    json_field_str(&json, "url", url);
    json_field_text(&json, "title", look->title);
    json_field_str(&json, "reason", str_from(reason));
    json_field_str(&json, "state", str_from(source_trouble_word(trouble)));
    json_field_str(&json, "sentence", sentence);
    json_field_int(&json, "entries", (int64_t)look->entries);
    json_field_int(&json, "full", (int64_t)look->full);
    json_field_time(&json, "newest", look->newest);
    json_field_int(&json, "rhythm", look->rhythm);
    json_field_int(&json, "warnings", (int64_t)look->warnings);
    json_key(&json, "newestEntries");
    json_begin_array(&json);
    for (size_t i = 0; i < look->shown_count; i++) {
        json_begin_object(&json);
        json_field_str(&json, "title", look->shown[i].title);
        json_field_time(&json, "published", look->shown[i].time);
        json_end_object(&json);
    }
    json_end_array(&json);
    json_field_bool(&json, "added", adds);
    json_end_object(&json);
    buf_add_byte(&finding->invocation->out, '\n');
}

static void show(struct finding *finding, struct str url, bool adds) {
    struct buf sentence;
    const char *reason = feed_reason_text(finding->found->reason);
    buf_init(&sentence, SOURCE_SENTENCE_MOST);
    enum source_trouble trouble =
        source_judge_look(&finding->look, clock_now(&finding->invocation->clock), &sentence);
    if (trouble == TROUBLE_NONE)
        add_texts(&sentence, &finding->look);
    if (finding->invocation->json)
        show_json(finding, url, reason, trouble, buf_str(&sentence), adds);
    else
        show_words(finding, url, reason, buf_str(&sentence));
    buf_release(&sentence);
}

/* ---- adding ---- */

struct additions {
    struct edition_source *items;
    size_t count;
};

static bool chosen(const struct additions *additions, struct str url) {
    for (size_t i = 0; i < additions->count; i++)
        if (str_eq(additions->items[i].url, url))
            return true;
    return false;
}

static enum status take(struct invocation *invocation, struct desk *desk, struct str argument,
                        size_t topic, struct additions *additions) {
    struct finding finding = {.invocation = invocation, .desk = desk};
    enum status status = find(&finding, argument);
    if (status != STATUS_OK)
        return status;
    struct str url = str_first_of(finding.look.moved, finding.found->url);
    bool known = watched(&desk->edition, url) || chosen(additions, url);
    bool adds = !known && !option_given(invocation, "dry-run");
    show(&finding, url, adds);
    if (known && !invocation->json)
        BUF_ADD(&invocation->out, "    It is watched already.\n");
    if (!adds)
        return STATUS_OK;
    struct str title = str_first_of(option_value(invocation, "title"), finding.look.title);
    bool page = finding.found->reason != FEED_IS_ITSELF;
    additions->items[additions->count++] = (struct edition_source){
        .url = url,
        .title = str_first_of(title, url),
        .html_url = page ? finding.asked : STR_NONE,
        .topic = topic,
    };
    return STATUS_OK;
}

static enum status add(struct invocation *invocation, struct desk *desk) {
    struct additions additions = {0};
    struct str name = option_value(invocation, "topic");
    size_t topic = SIZE_MAX;
    enum status status = STATUS_OK;
    additions.items = arena_array(&desk->arena, invocation->argument_count, struct edition_source);
    if (additions.items == NULL)
        return arena_status(&desk->arena, &invocation->error);
    if (!str_empty(name) && (topic = edition_find_topic(&desk->edition, name)) == SIZE_MAX)
        return error_set(&invocation->error, STATUS_NOT_FOUND, "no topic '%.*s'", STR_ARG(name));
    for (size_t i = 0; status == STATUS_OK && i < invocation->argument_count; i++)
        status = take(invocation, desk, invocation->arguments[i], topic, &additions);
    if (status != STATUS_OK || additions.count == 0)
        return status;
    status = source_append(invocation, desk, additions.items, additions.count);
    if (status == STATUS_OK && !invocation->json)
        buf_printf(
            &invocation->out, "\nAdded %zu source%s to sources.opml; the next round reads %s.\n",
            additions.count, additions.count == 1 ? "" : "s", additions.count == 1 ? "it" : "them");
    return status;
}

static enum status run(struct invocation *invocation) {
    struct desk desk;
    if (option_given(invocation, "title") && invocation->argument_count != 1)
        return error_set(&invocation->error, STATUS_USAGE, "--title goes with one address");
    enum status status = desk_open(invocation, &desk);
    if (status == STATUS_OK)
        status = add(invocation, &desk);
    desk_close(&desk);
    return status;
}

const struct command command_source_add = {
    .name = "source add",
    .arguments = "ADDRESS…",
    .summary = "watch the feed behind an address",
    .help = "Fetches each ADDRESS, a feed's or any page's of a site, finds the feed behind it (one "
            "that the page declares, links to, or that lies in a usual place), and shows what it "
            "would bring: how much and how often, the newest entries, and what is wrong with it. "
            "Then it is added at the end of sources.opml, all else in which stays as it is. When "
            "one address leads to no feed, none is added.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {{.name = "dry-run", .letter = 'n', .help = "show only, add nothing"},
                {.name = "topic", .value = "NAME", .help = "the topic of what it brings"},
                {.name = "title", .value = "TEXT", .help = "what to call it (its own title)"},
                {.name = "json", .help = "one JSON line a source"}},
    .exits = {{EXIT_DATA, "no feed is behind an address, or there is no such topic"},
              {EXIT_UNAVAILABLE, "an address cannot be fetched, or may not be"},
              {EXIT_CREATE, NULL}},
    .run = run,
};
