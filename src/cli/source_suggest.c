/* Outlets that the edition's stories cite, or that had them first, and that it does not watch. */
#include "cli/source.h"

#include "base/json.h"
#include "base/map.h"
#include "url/url.h"
#include <stdlib.h>

enum {
    AT_ONCE = 500,
    ROWS_MEMORY = 256 * 1024 * 1024,
    DAYS = 30,
    SUGGESTED = 20,
    POINTS_FIRST = 3, /* of having a story first, in citations */
    POINTS_LEAST = 2,
    CITING_SHOWN = 3,
};

static const char *const platforms[] = {
#define PLATFORM(domain) domain,
#include "cli/platforms.def"
#undef PLATFORM
};

struct outlet {
    struct str domain, name, feed; /* name and feed absent when unknown */
    bool watched;
    size_t citations; /* each story of each outlet that links to it */
    size_t cited_stories, cited_outlets;
    struct str citing[CITING_SHOWN]; /* the names of some of those outlets */
    size_t stories, firsts;          /* it is in; of several outlets, where it was the first */
    size_t points;
};

/* A story of the days looked at: who had it first, and whether others have it, too. */
struct tale {
    size_t first; /* into outlets; SIZE_MAX before there is one */
    int64_t when;
    bool several;
};

struct survey {
    struct invocation *invocation;
    struct workspace *workspace;
    struct map domains; /* → outlets */
    struct map tales_by_id;
    struct map seen; /* "what story-or-outlet domain", each counted once */
    struct outlet *outlets;
    size_t outlet_capacity;
    struct tale *tales;
    size_t tale_capacity;
};

static enum status outlet_of(struct survey *survey, struct str domain, size_t *index) {
    struct arena *arena = &survey->workspace->arena;
    bool fresh;
    struct map_entry *entry = map_find(&survey->domains, domain);
    if (entry == NULL) {
        domain = arena_copy(arena, domain);
        entry = map_ensure(&survey->domains, domain, survey->domains.n, &fresh);
        if (str_absent(domain) || entry == NULL ||
            arena_grow(arena, &survey->outlets, &survey->outlet_capacity, survey->domains.n,
                       sizeof *survey->outlets) != STATUS_OK)
            return error_memory(&survey->invocation->error);
        survey->outlets[entry->value] = (struct outlet){.domain = domain};
    }
    *index = entry->value;
    return STATUS_OK;
}

/* Whether this was not noted before. */
static enum status note_once(struct survey *survey, const char *what, struct str which,
                             struct str domain, bool *fresh) {
    struct str key = arena_format(&survey->workspace->arena, "%s %.*s %.*s", what, STR_ARG(which),
                                  STR_ARG(domain));
    if (str_absent(key) || map_ensure(&survey->seen, key, 1, fresh) == NULL)
        return error_memory(&survey->invocation->error);
    return STATUS_OK;
}

static enum status watch(struct survey *survey, struct str address) {
    size_t index = 0;
    struct str domain = url_domain(&survey->workspace->arena, address);
    if (str_empty(domain))
        return STATUS_OK;
    enum status status = outlet_of(survey, domain, &index);
    if (status == STATUS_OK)
        survey->outlets[index].watched = true;
    return status;
}

/* Sites that a source is at, leads to, or is said to be of. */
static enum status note_watched(struct survey *survey) {
    const struct edition *edition = &survey->workspace->edition;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < edition->source_count; i++) {
        const struct edition_source *source = &edition->sources[i];
        status = watch(survey, source->url);
        if (status == STATUS_OK)
            status = watch(survey, source->html_url);
        if (status == STATUS_OK && !str_empty(source->provider))
            status = watch(survey, arena_format(&survey->workspace->arena, "https://%.*s/",
                                                STR_ARG(source->provider)));
    }
    return status;
}

static enum status note_tale(struct survey *survey, const struct store_article *row,
                             size_t outlet) {
    bool fresh;
    struct str id = str_from(row->story);
    struct map_entry *entry = map_find(&survey->tales_by_id, id);
    if (entry == NULL) {
        id = arena_copy(&survey->workspace->arena, id);
        entry = map_ensure(&survey->tales_by_id, id, survey->tales_by_id.n, &fresh);
        if (str_absent(id) || entry == NULL ||
            arena_grow(&survey->workspace->arena, &survey->tales, &survey->tale_capacity,
                       survey->tales_by_id.n, sizeof *survey->tales) != STATUS_OK)
            return error_memory(&survey->invocation->error);
        survey->tales[entry->value] = (struct tale){.first = outlet, .when = row->published};
        return STATUS_OK;
    }
    struct tale *tale = &survey->tales[entry->value];
    tale->several |= tale->first != outlet;
    if (row->published < tale->when) {
        tale->first = outlet;
        tale->when = row->published;
    }
    return STATUS_OK;
}

static enum status note_citation(struct survey *survey, const struct store_article *row,
                                 struct str domain, size_t by) {
    size_t index = 0;
    bool story = false, outlet = false, both = false;
    struct str id = str_from(row->story);
    enum status status = outlet_of(survey, domain, &index);
    struct str other = survey->outlets[by].domain;
    if (status == STATUS_OK)
        status = note_once(survey, "story", id, domain, &story);
    if (status == STATUS_OK)
        status = note_once(survey, "outlet", other, domain, &outlet);
    if (status == STATUS_OK)
        status = note_once(survey, row->story, other, domain, &both);
    if (status != STATUS_OK)
        return status;
    struct outlet *cited = &survey->outlets[index];
    if (outlet && cited->cited_outlets < CITING_SHOWN)
        cited->citing[cited->cited_outlets] = str_first_of(survey->outlets[by].name, other);
    cited->citations += both;
    cited->cited_stories += story;
    cited->cited_outlets += outlet;
    return STATUS_OK;
}

static enum status take(struct survey *survey, const struct store_article *row,
                        const struct article *article) {
    size_t index = 0;
    bool fresh = false;
    struct str domain, rest = article->cites;
    struct str by = url_domain(&survey->workspace->arena,
                               str_first_of(article->web_url, article->original_url));
    if (row->story[0] == '\0' || str_empty(by))
        return STATUS_OK;
    enum status status = outlet_of(survey, by, &index);
    if (status == STATUS_OK)
        status = note_once(survey, "in", str_from(row->story), by, &fresh);
    if (status == STATUS_OK)
        status = note_tale(survey, row, index);
    if (status != STATUS_OK)
        return status;
    struct outlet *outlet = &survey->outlets[index];
    outlet->stories += fresh;
    if (str_empty(outlet->name))
        outlet->name = arena_copy(&survey->workspace->arena, article->provider_name);
    if (str_empty(outlet->feed))
        outlet->feed = arena_copy(&survey->workspace->arena, article->feed);
    while (status == STATUS_OK && str_next(&rest, ' ', &domain))
        if (!str_eq(domain, by))
            status = note_citation(survey, row, domain, index);
    return status;
}

static enum status read_row(struct survey *survey, struct arena *arena,
                            const struct store_article *row) {
    struct article article;
    enum status status = article_read(arena, row->data, &article, &survey->invocation->error);
    return status != STATUS_OK ? status : take(survey, row, &article);
}

/* All articles of the days, newest first. */
static enum status read_all(struct survey *survey, int64_t from) {
    struct store_query query = {
        .order = STORE_BY_PUBLISHED_DOWN, .published_from = from, .most = AT_ONCE};
    enum status status = STATUS_OK;
    size_t count = AT_ONCE;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct arena arena;
        struct store_article *rows;
        arena_init(&arena, ROWS_MEMORY);
        status = store_articles_list(survey->workspace->store, &arena, &query, &rows, &count,
                                     &survey->invocation->error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            query.after_key = rows[i].published;
            memcpy(query.after_id, rows[i].id, sizeof query.after_id);
            status = read_row(survey, &arena, &rows[i]);
        }
        arena_release(&arena);
    }
    return status;
}

/* Most points first; then by domain. */
static int best_first(const void *left, const void *right) {
    const struct outlet *a = left;
    const struct outlet *b = right;
    if (a->points != b->points)
        return a->points > b->points ? -1 : 1;
    if (str_empty(a->feed) != str_empty(b->feed))
        return str_empty(a->feed) ? 1 : -1;
    return str_compare(a->domain, b->domain);
}

static bool is_platform(struct str domain) {
    for (size_t i = 0; i < sizeof platforms / sizeof platforms[0]; i++)
        if (str_eq(domain, str_from(platforms[i])))
            return true;
    return false;
}

/* Counts who was first, and sorts; returns how many outlets are worth a suggestion. */
static size_t rank(struct survey *survey) {
    size_t kept = 0;
    for (size_t i = 0; i < survey->tales_by_id.n; i++)
        if (survey->tales[i].several)
            survey->outlets[survey->tales[i].first].firsts++;
    for (size_t i = 0; i < survey->domains.n; i++) {
        struct outlet outlet = survey->outlets[i];
        outlet.points = POINTS_FIRST * outlet.firsts + outlet.citations;
        if (!outlet.watched && outlet.points >= POINTS_LEAST && !is_platform(outlet.domain))
            survey->outlets[kept++] = outlet;
    }
    if (kept > 0)
        qsort(survey->outlets, kept, sizeof *survey->outlets, best_first);
    return kept;
}

static void add_count(struct buf *out, size_t count, const char *one, const char *many) {
    buf_printf(out, "%zu %s", count, count == 1 ? one : many);
}

static void add_firsts(struct buf *out, const struct outlet *outlet) {
    if (outlet->stories == 1)
        BUF_ADD(out, "had its story");
    else if (outlet->firsts == outlet->stories)
        buf_printf(out, "had all its %zu stories", outlet->stories);
    else
        buf_printf(out, "had %zu of its %zu stories", outlet->firsts, outlet->stories);
    BUF_ADD(out, " before all others");
}

/* "linked to by The Coast, The North and 2 others, in 4 stories" */
static void add_citations(struct buf *out, const struct outlet *outlet) {
    size_t shown = outlet->cited_outlets < CITING_SHOWN ? outlet->cited_outlets : CITING_SHOWN;
    size_t others = outlet->cited_outlets - shown;
    BUF_ADD(out, "linked to by ");
    for (size_t i = 0; i < shown; i++) {
        if (i > 0)
            buf_add_cstr(out, i + 1 == shown && others == 0 ? " and " : ", ");
        buf_add(out, outlet->citing[i]);
    }
    if (others > 0) {
        BUF_ADD(out, " and ");
        add_count(out, others, "other", "others");
    }
    BUF_ADD(out, ", in ");
    add_count(out, outlet->cited_stories, "story", "stories");
}

static void add_reasons(struct buf *out, const struct outlet *outlet) {
    if (outlet->firsts > 0)
        add_firsts(out, outlet);
    if (outlet->firsts > 0 && outlet->cited_outlets > 0)
        BUF_ADD(out, "; ");
    if (outlet->cited_outlets > 0)
        add_citations(out, outlet);
}

static void tell_json(struct invocation *invocation, const struct outlet *outlet,
                      struct str reasons) {
    struct json json;
    json_init(&json, &invocation->out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "domain", outlet->domain);
    json_field_text(&json, "name", outlet->name);
    json_field_text(&json, "feed", outlet->feed);
    json_field_str(&json, "because", reasons);
    json_field_int(&json, "citedByStories", (int64_t)outlet->cited_stories);
    json_field_int(&json, "citedByOutlets", (int64_t)outlet->cited_outlets);
    json_field_int(&json, "stories", (int64_t)outlet->stories);
    json_field_int(&json, "firstOn", (int64_t)outlet->firsts);
    json_end_object(&json);
    buf_add_byte(&invocation->out, '\n');
}

static void tell(struct survey *survey, const struct outlet *outlet) {
    struct invocation *invocation = survey->invocation;
    struct buf words;
    buf_init(&words, SOURCE_SENTENCE_MOST);
    add_reasons(&words, outlet);
    if (invocation->json) {
        tell_json(invocation, outlet, buf_str(&words));
    } else {
        source_add_name(&invocation->out, outlet->name, outlet->domain);
        source_add_sentence(&invocation->out, buf_str(&words));
        struct str address = str_first_of(outlet->feed, outlet->domain);
        source_add_sentence(&invocation->out,
                            arena_format(&survey->workspace->arena, "broadsheet source add %.*s",
                                         STR_ARG(address)));
    }
    buf_release(&words);
}

static enum status suggest(struct survey *survey) {
    struct invocation *invocation = survey->invocation;
    int64_t days, most;
    enum status status = option_number(invocation, "days", 1, 3650, DAYS, &days);
    if (status == STATUS_OK)
        status = option_number(invocation, "most", 1, 10000, SUGGESTED, &most);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, survey->workspace, STORE_READ);
    if (status == STATUS_OK)
        status = note_watched(survey);
    if (status == STATUS_OK)
        status = read_all(survey, clock_now(&invocation->clock) - days * DAY_SECONDS);
    if (status != STATUS_OK)
        return status;
    size_t count = rank(survey);
    for (size_t i = 0; i < count && i < (size_t)most; i++)
        tell(survey, &survey->outlets[i]);
    if (count == 0 && !invocation->json)
        buf_printf(&invocation->out,
                   "The stories of the last %lld days lead to no outlet that is not watched.\n",
                   (long long)days);
    return arena_status(&survey->workspace->arena, &invocation->error);
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct survey survey = {.invocation = invocation, .workspace = &workspace};
    map_init(&survey.domains, 0);
    map_init(&survey.tales_by_id, 0);
    map_init(&survey.seen, 0);
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = suggest(&survey);
    map_release(&survey.seen);
    map_release(&survey.tales_by_id);
    map_release(&survey.domains);
    workspace_close(&workspace);
    return status;
}

const struct command command_source_suggest = {
    .name = "source suggest",
    .arguments = "",
    .summary = "name outlets worth watching that are not watched yet",
    .help = "Looks at the stories of the last days and names the outlets that their articles link "
            "to, and those that had a story before all others but came in by somebody else's feed, "
            "where no source of the edition is of their site. Each with its reasons, the most "
            "telling first, and with the command that watches it: by its feed where a page of its "
            "said which that is, else by its address, behind which 'source add' looks for one. "
            "One link is no reason, and places where everybody publishes (videos, posts, "
            "encyclopedias, short addresses) are no outlets. Nothing is fetched.",
    .group = GROUP_SOURCES,
    .edition = true,
    .options = {{.name = "days", .value = "N", .help = "how far to look back (30)"},
                {.name = "most", .value = "N", .help = "at most so many (20)"},
                {.name = "json", .help = "one JSON line an outlet"}},
    .exits = {{EXIT_DATA, "the edition has not run yet"}},
    .run = run,
};
