/* What can be watched behind an address: itself, else the feed of its page, else the map of its
 * site's news. */
#include "cli/source.h"

#include "base/utf8.h"
#include "feed/discover.h"
#include "gather/kinds.h"
#include "url/url.h"

enum { FEEDS_ASKED = 10, MAPS_ASKED = 4 };

struct search {
    struct invocation *invocation;
    struct workspace *workspace;
    struct source_found *found;
    struct feed_candidate *candidates;
    size_t count, asked;
};

static struct arena *arena_of(const struct search *search) {
    return &search->workspace->arena;
}

static bool read_well(const struct source_look *look) {
    return strcmp(look->class, "ok") == 0;
}

/* Asks an address as a source of a kind; the answer is kept where it may lead on. */
static enum status ask(struct search *search, struct str url, enum edition_source_kind kind,
                       const struct edition_source *wish, bool keep) {
    struct source_question *question = &search->found->question;
    *question = (struct source_question){.keep = keep};
    if (wish != NULL)
        memcpy(question->source.selectors, wish->selectors, sizeof wish->selectors);
    question->source.url = url;
    question->source.kind = kind;
    return source_ask(search->invocation, search->workspace, question, 1);
}

/* What was asked last cannot be watched: says why. */
static enum status refuse(struct search *search) {
    const struct source_look *look = &search->found->question.look;
    struct error *error = &search->invocation->error;
    bool there = str_eq(str_from(look->class), STR("not_a_feed"));
    struct buf words;
    buf_init(&words, SOURCE_SENTENCE_MOST);
    source_add_failure(&words, look->kind, str_from(look->class), look->message);
    error_set(error, there ? STATUS_NOT_FOUND : STATUS_UNAVAILABLE, "%.*s: %.*s",
              STR_ARG(search->found->asked), STR_ARG(buf_str(&words)));
    buf_release(&words);
    return error->status;
}

/* ---- maps ---- */

/* Whether bytes that were had already are a map of a site. */
static bool is_map(struct search *search, struct str bytes, struct str base, struct str type) {
    const struct edition_source map = {.kind = SOURCE_SITEMAP};
    struct source_look look = {0};
    struct feed_part *parts;
    size_t count;
    return source_look_at(arena_of(search), &map, bytes, base, type, 0, &look, &parts, &count,
                          NULL) == STATUS_OK &&
           read_well(&look);
}

static enum status try_map(struct search *search, struct str url, bool *found) {
    *found = false;
    search->asked++;
    enum status status = ask(search, url, SOURCE_SITEMAP, NULL, false);
    const struct source_look *look = &search->found->question.look;
    if (status != STATUS_OK || !read_well(look) || look->entries == 0)
        return status;
    *found = true;
    search->found->reason = feed_reason_text(FEED_SITEMAP);
    return STATUS_OK;
}

/* The maps that the site's robots.txt names (sitemaps.org), those of news first. */
static enum status try_robots(struct search *search, struct str page, bool *found) {
    static const struct str field = STR_INIT("sitemap:");
    struct str url = STR_NONE, line;
    size_t tried = 0;
    *found = false;
    if (url_resolve(arena_of(search), STR("/robots.txt"), page, &url, NULL) != STATUS_OK)
        return STATUS_OK;
    enum status status = ask(search, url, SOURCE_FEED, NULL, true);
    struct str text = search->found->question.body;
    for (int news = 1; status == STATUS_OK && news >= 0; news--) {
        struct str rest = text;
        while (status == STATUS_OK && !*found && tried < MAPS_ASKED &&
               str_next(&rest, '\n', &line)) {
            struct str map = str_trim(str_skip(str_trim(line), field.n));
            if (!str_starts_case(str_trim(line), field) ||
                (str_find_case(map, STR("news")) != SIZE_MAX) != (news == 1) ||
                url_resolve(arena_of(search), map, page, &map, NULL) != STATUS_OK)
                continue;
            tried++;
            status = try_map(search, map, found);
        }
    }
    return status;
}

static enum status try_maps(struct search *search, struct str page, bool *found) {
    enum status status = try_robots(search, page, found);
    size_t tried = 0;
    for (size_t i = 0; status == STATUS_OK && !*found && i < search->count; i++)
        if (search->candidates[i].reason == FEED_SITEMAP && tried++ < MAPS_ASKED)
            status = try_map(search, search->candidates[i].url, found);
    return status;
}

/* ---- feeds ---- */

/* The first of the candidates that is a feed. */
static enum status try_feeds(struct search *search, bool *found) {
    enum status status = STATUS_OK;
    *found = false;
    for (size_t i = 0; status == STATUS_OK && !*found && i < search->count; i++) {
        const struct feed_candidate *candidate = &search->candidates[i];
        if (candidate->reason == FEED_SITEMAP || search->asked == FEEDS_ASKED)
            break;
        search->asked++;
        status = ask(search, candidate->url, SOURCE_FEED, NULL, false);
        *found = status == STATUS_OK && read_well(&search->found->question.look);
        search->found->reason = feed_reason_text(candidate->reason);
    }
    return status;
}

/* No feed and no map: what the page itself would bring, for the message. */
static enum status give_up(struct search *search, struct str body, struct str base,
                           struct str type) {
    const struct edition_source page = {.kind = SOURCE_PAGE};
    struct source_look look = {0};
    struct feed_part *parts;
    size_t count;
    struct str hint = STR("");
    if (source_look_at(arena_of(search), &page, body, base, type, 0, &look, &parts, &count, NULL) ==
            STATUS_OK &&
        read_well(&look))
        hint = arena_format(arena_of(search), "; the page itself lists %zu articles: --kind page",
                            look.entries);
    return error_set(&search->invocation->error, STATUS_NOT_FOUND,
                     "no feed behind %.*s (%zu places were looked at)%.*s",
                     STR_ARG(search->found->asked), search->asked, STR_ARG(hint));
}

static enum status find_any(struct search *search) {
    struct source_found *found = search->found;
    struct error *error = &search->invocation->error;
    enum status status = ask(search, found->asked, SOURCE_FEED, NULL, true);
    if (status != STATUS_OK)
        return status;
    struct source_question first = found->question;
    struct str base = first.look.address;
    bool done = read_well(&first.look);
    found->itself = done;
    found->reason = feed_reason_text(FEED_IS_ITSELF);
    if (done)
        return STATUS_OK;
    if (str_absent(first.body))
        return refuse(search);
    if (is_map(search, first.body, base, first.content_type)) {
        found->itself = true;
        found->reason = "it is a map of a site";
        return ask(search, found->asked, SOURCE_SITEMAP, NULL, false);
    }
    status = feed_discover_bytes(arena_of(search), first.body, base, first.content_type,
                                 &search->candidates, &search->count, error);
    if (status == STATUS_OK)
        status = try_feeds(search, &done);
    if (status == STATUS_OK && !done)
        status = try_maps(search, base, &done);
    return status != STATUS_OK || done ? status
                                       : give_up(search, first.body, base, first.content_type);
}

/* As what the user says that it is. */
static enum status find_kind(struct search *search, const struct edition_source *wish) {
    struct source_found *found = search->found;
    enum status status = source_selectors_check(arena_of(search), wish, &search->invocation->error);
    if (status == STATUS_OK)
        status = ask(search, found->asked, wish->kind, wish, false);
    if (status != STATUS_OK)
        return status;
    found->itself = true;
    found->reason = "as asked for";
    return read_well(&found->question.look) ? STATUS_OK : refuse(search);
}

enum status source_find(struct invocation *invocation, struct workspace *workspace,
                        struct str argument, const struct edition_source *wish,
                        struct source_found *found) {
    struct search search = {.invocation = invocation, .workspace = workspace, .found = found};
    *found = (struct source_found){0};
    if (str_find(argument, STR("://")) == SIZE_MAX)
        argument = arena_format(&workspace->arena, "https://%.*s", STR_ARG(argument));
    struct error why = {0};
    enum status status = url_resolve(&workspace->arena, argument, STR_NONE, &found->asked, &why);
    if (status != STATUS_OK)
        return error_set(&invocation->error, status, "%.*s: %s",
                         STR_ARG(utf8_cut_bytes(argument, 200)), why.message);
    return wish != NULL ? find_kind(&search, wish) : find_any(&search);
}
