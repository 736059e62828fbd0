#include "publish/providers.h"

#include <stdlib.h>

#include "base/grow.h"
#include "publish/lines.h"
#include "publish/pages.h"
#include "publish/view.h"
#include "words/words.h"

enum {
    PAGE_ARENA = 1 << 28,
    ROWS_AT_ONCE = 128,
    ROWS_MOST = 1024, /* articles of an outlet that are looked at for those that are shown */
};

void providers_init(struct providers *providers, struct site *site) {
    *providers = (struct providers){.site = site};
    map_init(&providers->known, 0);
}

void providers_release(struct providers *providers) {
    map_release(&providers->known);
    free(providers->list);
}

enum status providers_add(struct providers *providers, struct str domain, struct error *error) {
    struct arena *keep = &providers->site->paper->keep;
    size_t index;
    if (str_empty(domain) || map_get(&providers->known, domain, &index))
        return STATUS_OK;
    struct str copy = arena_copy(keep, domain);
    if (str_absent(copy))
        return arena_status(keep, error);
    if (grow(&providers->list, &providers->capacity, providers->count + 1,
             sizeof *providers->list) != STATUS_OK ||
        map_put(&providers->known, copy, providers->count) != STATUS_OK)
        return error_memory(error);
    providers->list[providers->count++] = copy;
    return STATUS_OK;
}

/* The newest of the outlet's articles that are shown, as lines; *more says that there are others.
 */
static enum status read_lines(struct paper *paper, struct arena *arena, struct str domain,
                              struct paper_line *lines, size_t *count, bool *more,
                              struct error *error) {
    struct store_query query = {
        .order = STORE_BY_PUBLISHED_DOWN, .provider = domain, .most = ROWS_AT_ONCE};
    size_t row_count = ROWS_AT_ONCE, seen = 0;
    enum status status = STATUS_OK;
    *count = 0;
    *more = false;
    while (status == STATUS_OK && !*more && row_count == ROWS_AT_ONCE && seen < ROWS_MOST) {
        struct paper_line *found = NULL;
        size_t found_count = 0;
        status = lines_read(paper, arena, &query, &found, &found_count, &row_count, error);
        for (size_t i = 0; i < found_count && *count < PUBLISH_PROVIDER_ARTICLES; i++)
            lines[(*count)++] = found[i];
        *more = *count == PUBLISH_PROVIDER_ARTICLES;
        seen += row_count;
    }
    return status;
}

static void put_days(const struct paper *paper, struct arena *arena, const struct paper_line *lines,
                     size_t count, struct template_value *values) {
    struct template_value *days = template_put_list(arena, values, "days"), *list = NULL;
    int64_t last = INT64_MIN;
    for (size_t i = 0; i < count; i++) {
        int64_t day = paper_day(paper, lines[i].member.row->published);
        if (day != last) {
            struct template_value *map = template_add_map(arena, days);
            template_put_text(arena, map, "day", words_day(arena, paper->words, day * DAY_SECONDS));
            list = template_put_list(arena, map, "lines");
            last = day;
        }
        view_line(paper, arena, &lines[i], template_add_map(arena, list));
    }
}

static void put_outlet(struct arena *arena, const struct edition_provider *known, struct str name,
                       struct str domain, struct template_value *map) {
    template_put_text(arena, map, "name", name);
    template_put_text(arena, map, "domain", domain);
    template_put_text(arena, map, "url", arena_format(arena, "https://%.*s/", STR_ARG(domain)));
    template_put_text(arena, map, "description", known != NULL ? known->description : STR_NONE);
}

static enum status write_outlet(struct site *site, struct arena *arena, struct str domain,
                                struct str address, struct error *error) {
    const struct edition *edition = site->paper->edition;
    const struct edition_provider *known = edition_find_provider(edition, domain);
    struct paper_line *lines = arena_array(arena, PUBLISH_PROVIDER_ARTICLES, struct paper_line);
    struct str path = ARENA_JOIN(arena, address, STR("index.html"));
    size_t count;
    bool more;
    if (lines == NULL || str_absent(path))
        return arena_status(arena, error);
    if (known != NULL && !str_eq(known->domain, domain))
        known = NULL;
    enum status status = read_lines(site->paper, arena, domain, lines, &count, &more, error);
    if (status != STATUS_OK)
        return status;
    if (count == 0 && known == NULL)
        return pages_remove(site->paper, path, error);
    struct str name = known != NULL ? known->name : lines[0].member.article.provider_name;
    name = str_first_of(name, domain);
    struct template_value *values = template_map(arena);
    site_put_page(arena, values,
                  arena_format(arena, "%.*s · %.*s", STR_ARG(name), STR_ARG(edition->title)),
                  known != NULL ? known->description : STR_NONE, address);
    struct template_value *map = template_put_map(arena, values, "outlet");
    put_outlet(arena, known, name, domain, map);
    if (more)
        view_shown(site->paper, arena, map, WORDS_newest_only, PUBLISH_PROVIDER_ARTICLES);
    put_days(site->paper, arena, lines, count, values);
    return site_write(site, arena, "provider", SITE_TWO_DOWN, values, path, error);
}

enum status providers_write_one(struct site *site, struct str domain, struct error *error) {
    struct arena arena;
    arena_init(&arena, PAGE_ARENA);
    struct str address = paper_provider_address(&arena, domain);
    enum status status = arena_status(&arena, error);
    if (status == STATUS_OK && !str_absent(address))
        status = write_outlet(site, &arena, domain, address, error);
    arena_release(&arena);
    return status;
}

enum status providers_write_list(struct site *site, struct error *error) {
    const struct edition *edition = site->paper->edition;
    struct arena arena;
    arena_init(&arena, PAGE_ARENA);
    struct template_value *values = template_map(&arena);
    struct template_value *list = template_put_list(&arena, values, "outlets");
    site_put_page(&arena, values,
                  ARENA_JOIN(&arena, words_say(site->paper->words, WORDS_outlets_all), STR(" · "),
                             edition->title),
                  STR_NONE, STR("provider/"));
    for (size_t i = 0; i < edition->provider_count && i < PUBLISH_PROVIDERS_MOST; i++) {
        const struct edition_provider *known = &edition->providers[i];
        struct template_value *map = template_add_map(&arena, list);
        put_outlet(&arena, known, known->name, known->domain, map);
        template_put_text(&arena, map, "address", paper_provider_address(&arena, known->domain));
    }
    if (edition->provider_count > PUBLISH_PROVIDERS_MOST)
        view_shown(site->paper, &arena, values, WORDS_outlets_first, PUBLISH_PROVIDERS_MOST);
    enum status status = arena_status(&arena, error);
    if (status == STATUS_OK)
        status = site_write(site, &arena, "providers", SITE_ONE_DOWN, values,
                            STR("provider/index.html"), error);
    arena_release(&arena);
    return status;
}

enum status providers_write(struct providers *providers, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < providers->count && status == STATUS_OK; i++)
        status = providers_write_one(providers->site, providers->list[i], error);
    return status;
}

enum status providers_write_all(struct providers *providers, struct crew *crew,
                                struct error *error) {
    const struct edition *edition = providers->site->paper->edition;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < edition->provider_count && status == STATUS_OK; i++)
        status = providers_add(providers, edition->providers[i].domain, error);
    for (size_t i = 0; i < providers->count && status == STATUS_OK; i++)
        status = crew_outlet(crew, providers->list[i], error);
    return status == STATUS_OK ? providers_write_list(providers->site, error) : status;
}
