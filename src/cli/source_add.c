#include "cli/source.h"

#include "base/json.h"

enum { TITLE_WIDTH = 55 };

static const struct str kinds[] = {STR_INIT("feed"), STR_INIT("sitemap"), STR_INIT("page"),
                                   STR_INIT("archive")};
static const char *const selectors[EDITION_SELECTORS] = {
    "select", "select-link", "select-title", "select-summary", "select-date", "select-picture"};

/* What the address is to be taken for, by the options; *given: they say anything. */
static enum status read_wish(struct invocation *invocation, struct edition_source *wish,
                             bool *given) {
    struct str kind = option_value(invocation, "kind");
    *wish = (struct edition_source){.kind = SOURCE_PAGE};
    *given = !str_absent(kind);
    for (size_t i = 0; i < EDITION_SELECTORS; i++) {
        wish->selectors[i] = option_value(invocation, selectors[i]);
        *given = *given || !str_absent(wish->selectors[i]);
    }
    if (str_absent(kind))
        return STATUS_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++)
        if (str_eq(kind, kinds[i])) {
            wish->kind = (enum edition_source_kind)i;
            return STATUS_OK;
        }
    return error_set(&invocation->error, STATUS_USAGE,
                     "--kind: expected feed, sitemap, page or archive");
}

static bool watched(const struct edition *edition, struct str url) {
    for (size_t i = 0; i < edition->source_count; i++)
        if (str_eq(edition->sources[i].url, url))
            return true;
    return false;
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

static void show_words(struct invocation *invocation, struct workspace *workspace,
                       const struct source_found *found, struct str url, struct str sentence) {
    struct buf *out = &invocation->out;
    source_add_name(out, found->question.look.title, url);
    if (!found->itself)
        source_add_sentence(
            out, arena_format(&workspace->arena, "%s, %.*s", found->reason, STR_ARG(found->asked)));
    source_add_sentence(out, sentence);
    show_entries(invocation, &found->question.look);
}

static void show_json(struct invocation *invocation, const struct source_found *found,
                      struct str url, enum source_trouble trouble, struct str sentence, bool adds) {
    const struct source_look *look = &found->question.look;
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "asked", found->asked);
    json_field_str(&json, "url", url);
    json_field_str(&json, "kind", kinds[found->question.source.kind]);
    json_field_text(&json, "title", look->title);
    json_field_str(&json, "reason", str_from(found->reason));
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
    buf_add_byte(&invocation->out, '\n');
}

static void show(struct invocation *invocation, struct workspace *workspace,
                 const struct source_found *found, struct str url, bool adds) {
    struct buf sentence;
    buf_init(&sentence, SOURCE_SENTENCE_MOST);
    enum source_trouble trouble =
        source_judge_look(&found->question.look, clock_now(&invocation->clock), &sentence);
    bool page = found->question.source.kind == SOURCE_PAGE; /* teasers never have their texts */
    if (trouble == TROUBLE_NONE && !page)
        add_texts(&sentence, &found->question.look);
    if (invocation->json)
        show_json(invocation, found, url, trouble, buf_str(&sentence), adds);
    else
        show_words(invocation, workspace, found, url, buf_str(&sentence));
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

static enum status take(struct invocation *invocation, struct workspace *workspace,
                        struct str argument, const struct edition_source *wish, size_t topic,
                        struct additions *additions) {
    struct source_found found;
    enum status status = source_find(invocation, workspace, argument, wish, &found);
    if (status != STATUS_OK)
        return status;
    const struct source_look *look = &found.question.look;
    struct str url = str_first_of(look->moved, found.question.source.url);
    bool known = watched(&workspace->edition, url) || chosen(additions, url);
    bool adds = !known && !option_given(invocation, "dry-run");
    show(invocation, workspace, &found, url, adds);
    if (known && !invocation->json)
        BUF_ADD(&invocation->out, "    It is watched already.\n");
    if (!adds)
        return STATUS_OK;
    struct edition_source *item = &additions->items[additions->count++];
    *item = found.question.source;
    item->url = url;
    item->title = str_first_of(str_first_of(option_value(invocation, "title"), look->title), url);
    item->html_url = found.itself ? STR_NONE : found.asked;
    item->topic = topic;
    return STATUS_OK;
}

static enum status add(struct invocation *invocation, struct workspace *workspace) {
    struct additions additions = {0};
    struct edition_source wish;
    bool wishes;
    struct str name = option_value(invocation, "topic");
    size_t topic = SIZE_MAX;
    enum status status = read_wish(invocation, &wish, &wishes);
    if (status != STATUS_OK)
        return status;
    additions.items =
        arena_array(&workspace->arena, invocation->argument_count, struct edition_source);
    if (additions.items == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    if (!str_empty(name) && (topic = edition_find_topic(&workspace->edition, name)) == SIZE_MAX)
        return error_set(&invocation->error, STATUS_NOT_FOUND, "no topic '%.*s'", STR_ARG(name));
    for (size_t i = 0; status == STATUS_OK && i < invocation->argument_count; i++)
        status = take(invocation, workspace, invocation->arguments[i], wishes ? &wish : NULL, topic,
                      &additions);
    if (status != STATUS_OK || additions.count == 0)
        return status;
    status = source_append(invocation, workspace, additions.items, additions.count);
    if (status == STATUS_OK && !invocation->json)
        buf_printf(
            &invocation->out, "\nAdded %zu source%s to sources.opml; the next round reads %s.\n",
            additions.count, additions.count == 1 ? "" : "s", additions.count == 1 ? "it" : "them");
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    if (option_given(invocation, "title") && invocation->argument_count != 1)
        return error_set(&invocation->error, STATUS_USAGE, "--title goes with one address");
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = add(invocation, &workspace);
    workspace_close(&workspace);
    return status;
}

const struct command command_source_add = {
    .name = "source add",
    .arguments = "ADDRESS…",
    .summary = "watch the feed behind an address",
    .help = "Fetches each ADDRESS, a feed's, a news sitemap's or any page's of a site, finds the "
            "feed behind it (one that the page declares, links to, or that lies in a usual place), "
            "else the map of the site's news (that robots.txt or the page names), and shows what "
            "it would bring: how much and how often, the newest entries, and what is wrong with "
            "it. Then it is added at the end of sources.opml, all else in which stays as it is. "
            "When one address leads to no feed, none is added."
            "\n\nWith --kind the ADDRESS is taken for what that says: 'page' is a page without a "
            "feed, whose articles are found by the selectors, or by what pages are made of where "
            "none is given; 'archive' is a feed whose older pages are read, too. A selector alone "
            "means a page.",
    .group = GROUP_SOURCES,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {{.name = "dry-run", .letter = 'n', .help = "show only, add nothing"},
                {.name = "topic", .value = "NAME", .help = "the topic of what it brings"},
                {.name = "title", .value = "TEXT", .help = "what to call it (its own title)"},
                {.name = "kind", .value = "KIND", .help = "feed, sitemap, page or archive"},
                {.name = "select", .value = "CSS", .help = "what an article of a page is"},
                {.name = "select-link", .value = "CSS", .help = "its link, within it"},
                {.name = "select-title", .value = "CSS", .help = "its title"},
                {.name = "select-summary", .value = "CSS", .help = "its summary"},
                {.name = "select-date", .value = "CSS", .help = "its date"},
                {.name = "select-picture", .value = "CSS", .help = "its picture"},
                {.name = "json", .help = "one JSON line a source"}},
    .exits = {{EXIT_DATA, "no feed is behind an address, or there is no such topic"},
              {EXIT_UNAVAILABLE, "an address cannot be fetched, or may not be"},
              {EXIT_CREATE, NULL}},
    .run = run,
};
