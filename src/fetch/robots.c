/* What a site says of all its pages, asked where a page's host is chosen: robots.txt (RFC 9309),
 * and tdmrep.json (poll/reserve.h). */
#include "fetch/fetch_inside.h"

#include "base/grow.h"
#include "page/rights.h"
#include "poll/reserve.h"
#include "poll/robots.h"
#include "url/url.h"

enum { RULES_MEMORY = 16 << 20 };

static const struct str deny_all = STR_INIT("User-agent: *\nDisallow: /\n");
static const struct str reserve_nothing = STR_INIT("[]");
static const struct str reserve_file = STR_INIT("/.well-known/tdmrep.json");

static bool wanted(const struct fetch_job *job) {
    if (fetch_is_errand(job) || job->kind == FETCH_HUB ||
        job->fetcher->config->robots == ROBOTS_NONE)
        return false;
    return job->kind == FETCH_PAGE || job->kind == FETCH_STATED ||
           job->fetcher->config->robots == ROBOTS_ALL;
}

static void keep(struct fetch_origin *origin, struct str rules, int64_t until) {
    char *copy = malloc(rules.n + 1);
    if (copy != NULL && rules.n > 0)
        memcpy(copy, rules.p, rules.n);
    if (copy != NULL)
        copy[rules.n] = '\0';
    free(origin->rules);
    origin->rules = copy; /* without memory: NULL, and nothing is permitted */
    origin->until = until;
    origin->state = ORIGIN_KNOWN;
}

static struct fetch_origin *find_origin(struct fetcher *fetcher, struct str name, size_t *index) {
    if (map_get(&fetcher->by_origin, name, index))
        return &fetcher->origins[*index];
    struct str copy = arena_copy(&fetcher->names, name);
    if (str_absent(copy) ||
        grow(&fetcher->origins, &fetcher->origin_capacity, fetcher->origin_count + 1,
             sizeof *fetcher->origins) != STATUS_OK ||
        map_put(&fetcher->by_origin, copy, fetcher->origin_count) != STATUS_OK)
        return NULL;
    *index = fetcher->origin_count++;
    fetcher->origins[*index] = (struct fetch_origin){.name = copy};
    return &fetcher->origins[*index];
}

static void recall(struct fetcher *fetcher, struct fetch_origin *origin, int64_t now) {
    struct arena arena;
    struct str rules = STR_NONE;
    int64_t until = 0;
    if (fetcher->memory.robots == NULL)
        return;
    arena_init(&arena, RULES_MEMORY);
    fetcher->memory.robots(fetcher->memory.state, origin->name, &arena, &rules, &until);
    if (!str_absent(rules)) {
        keep(origin, rules, until);
        if (until <= now)
            origin->state = ORIGIN_NEW;
    }
    arena_release(&arena);
}

/* The request for the file; it goes to the host where the page waits. */
static struct fetch_job *errand_for(struct fetch_job *job, size_t index, enum fetch_kind kind) {
    struct fetcher *fetcher = job->fetcher;
    char text[URL_BYTES_MOST + 20];
    int n = snprintf(text, sizeof text, "%.*s%s", STR_ARG(fetcher->origins[index].name),
                     kind == FETCH_ROBOTS ? "/robots.txt" : "");
    const struct fetch_request request = {.url = str_of(text, (size_t)n), .kind = kind};
    struct fetch_job *errand = fetch_job_make(fetcher, &request, request.url);
    if (errand != NULL) {
        errand->origin = index;
        errand->host = job->host;
    }
    return errand;
}

static enum fetch_leave no_memory(struct fetch_job *job) {
    fetch_fail(job, FETCH_MEMORY, "out of memory", STR_NONE);
    return LEAVE_REFUSED;
}

/* The file of that name, once it is known; else as fetch_robots_ask. */
static enum fetch_leave consult(struct fetch_job *job, struct str name, enum fetch_kind kind,
                                const struct fetch_origin **file, struct fetch_job **errand) {
    struct fetcher *fetcher = job->fetcher;
    int64_t now = clock_now(fetcher->clock);
    size_t index;
    struct fetch_origin *origin = find_origin(fetcher, name, &index);
    if (origin == NULL)
        return no_memory(job);
    if (origin->state == ORIGIN_NEW && origin->rules == NULL)
        recall(fetcher, origin, now);
    if (origin->state == ORIGIN_KNOWN && origin->until <= now)
        origin->state = ORIGIN_NEW;
    *file = origin;
    if (origin->state == ORIGIN_KNOWN)
        return LEAVE_GIVEN;
    if (origin->state == ORIGIN_NEW) {
        *errand = errand_for(job, index, kind);
        if (*errand == NULL)
            return no_memory(job);
        origin->state = ORIGIN_ASKED;
    }
    return LEAVE_WAITS;
}

static bool permitted(struct fetch_job *job, const struct fetch_origin *origin, struct str path) {
    struct arena arena;
    struct robots robots;
    arena_init(&arena, RULES_MEMORY);
    bool good = origin->rules != NULL &&
                robots_read(&arena, str_from(origin->rules), STR_NONE, &robots, NULL) == STATUS_OK;
    if (good)
        job->fetcher->hosts[job->host].delay = robots.delay;
    good = good && robots_permits(&robots, &arena, path);
    arena_release(&arena);
    return good;
}

/* Notes what the site reserves of the page, as if its answer said so. */
static void note_reserved(struct fetch_job *job, const struct fetch_origin *file, struct str path) {
    struct arena arena;
    struct reserve reserve;
    arena_init(&arena, RULES_MEMORY);
    const struct reserve_rule *rule = NULL;
    if (file->rules != NULL &&
        reserve_read(&arena, str_from(file->rules), &reserve, NULL) == STATUS_OK)
        rule = reserve_find(&reserve, &arena, path);
    if (rule != NULL)
        page_rights_state(&job->arena, &job->site_stated, STR("tdm-reservation"), STR("1"));
    if (rule != NULL && !str_empty(rule->policy))
        page_rights_state(&job->arena, &job->site_stated, STR("tdm-policy"), rule->policy);
    arena_release(&arena);
}

/* robots.txt is about what is fetched. */
static enum fetch_leave ask_robots(struct fetch_job *job, struct str name, struct str path,
                                   struct fetch_job **errand) {
    const struct fetch_origin *file;
    if (job->kind == FETCH_STATED)
        return LEAVE_GIVEN;
    enum fetch_leave leave = consult(job, name, FETCH_ROBOTS, &file, errand);
    if (leave != LEAVE_GIVEN || permitted(job, file, path))
        return leave;
    fetch_fail(job, FETCH_DISALLOWED, "not permitted by the robots.txt of", file->name);
    return LEAVE_REFUSED;
}

enum fetch_leave fetch_robots_ask(struct fetch_job *job, struct fetch_job **errand) {
    struct fetcher *fetcher = job->fetcher;
    const struct fetch_origin *file;
    struct url url;
    *errand = NULL;
    job->site_stated = STR_NONE;
    if (!wanted(job))
        return LEAVE_GIVEN;
    arena_clear(&fetcher->scratch);
    if (url_parse(&fetcher->scratch, job->current, STR_NONE, &url, NULL) != STATUS_OK)
        return no_memory(job);
    struct str name =
        arena_format(&fetcher->scratch, "%.*s//%.*s", STR_ARG(url.protocol), STR_ARG(url.host));
    struct str path =
        arena_format(&fetcher->scratch, "%.*s%.*s", STR_ARG(url.pathname), STR_ARG(url.search));
    struct str reserving = ARENA_JOIN(&fetcher->scratch, name, reserve_file);
    if (str_absent(reserving))
        return no_memory(job);
    enum fetch_leave leave = ask_robots(job, name, path, errand);
    if (leave == LEAVE_GIVEN)
        leave = consult(job, reserving, FETCH_RESERVE, &file, errand);
    if (leave == LEAVE_GIVEN)
        note_reserved(job, file, path);
    return leave;
}

/* ---- what an errand brought ---- */

static void take_reserve(struct fetch_job *errand, struct fetch_origin *origin, int64_t until) {
    struct arena arena;
    struct reserve reserve;
    struct buf text;
    struct str body = errand->class == FETCH_OK ? buf_str(&errand->body) : reserve_nothing;
    arena_init(&arena, RULES_MEMORY);
    buf_init(&text, 4 * RESERVE_BYTES_MOST);
    bool good = reserve_read(&arena, body, &reserve, NULL) == STATUS_OK;
    if (good)
        reserve_write(&reserve, &text);
    good = good && text.status == STATUS_OK;
    keep(origin, good ? buf_str(&text) : reserve_nothing, until);
    buf_release(&text);
    arena_release(&arena);
}

/* Of a file only what is ours, written small. */
static void take_rules(struct fetch_job *errand, struct fetch_origin *origin, int64_t until) {
    struct fetcher *fetcher = errand->fetcher;
    struct arena arena;
    struct robots robots;
    struct buf text;
    struct str body = errand->class == FETCH_OK ? buf_str(&errand->body) : STR("");
    arena_init(&arena, RULES_MEMORY);
    buf_init(&text, 4 * ROBOTS_BYTES_MOST);
    bool good = robots_read(&arena, body, robots_product(str_from(fetcher->user_agent)), &robots,
                            NULL) == STATUS_OK;
    if (good)
        robots_write(&robots, &text);
    good = good && text.status == STATUS_OK;
    keep(origin, good ? buf_str(&text) : deny_all, until);
    buf_release(&text);
    arena_release(&arena);
}

/* Whether the answer means that there is no robots.txt: RFC 9309, 2.3.1.3. An answer of "too many
 * requests" does not. */
static bool unavailable(const struct fetch_job *errand) {
    switch (errand->class) {
    case FETCH_EMPTY:
    case FETCH_GONE:
    case FETCH_HTTP_3XX:
    case FETCH_REDIRECTS:
        return true;
    case FETCH_HTTP_4XX:
        return errand->headers.status != 429;
    default:
        return false;
    }
}

void fetch_robots_take(struct fetch_job *errand) {
    struct fetcher *fetcher = errand->fetcher;
    struct fetch_origin *origin = &fetcher->origins[errand->origin];
    const struct fetch_headers *headers = &errand->headers;
    int64_t now = clock_now(fetcher->clock);
    int64_t fresh =
        fetch_freshness(headers->cache_control, headers->expires, headers->date, headers->age, now);
    bool good = errand->class == FETCH_OK;
    if (good || unavailable(errand)) {
        fresh = !good || fresh < 0 || fresh > FETCH_CLAIM_MOST ? FETCH_CLAIM_MOST : fresh;
        fresh = fresh < FETCH_ROBOTS_RETRY ? FETCH_ROBOTS_RETRY : fresh;
        if (errand->kind == FETCH_ROBOTS)
            take_rules(errand, origin, now + fresh);
        else
            take_reserve(errand, origin, now + fresh);
    } else { /* 2.3.1.4: what cannot be reached permits nothing; what it said before still holds */
        log_write(fetcher->log, LOG_DEBUG, "a site's file cannot be had",
                  LOG_STR("name", origin->name), LOG_TEXT("why", errand->message));
        if (origin->rules == NULL)
            keep(origin, errand->kind == FETCH_ROBOTS ? deny_all : reserve_nothing,
                 now + FETCH_ROBOTS_RETRY);
        origin->until = now + FETCH_ROBOTS_RETRY;
        origin->state = ORIGIN_KNOWN;
    }
    if (fetcher->memory.keep_robots != NULL && origin->rules != NULL)
        fetcher->memory.keep_robots(fetcher->memory.state, origin->name, str_from(origin->rules),
                                    origin->until);
}
