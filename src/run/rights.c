#include "run/gather.h"

#include "url/url.h"

/* Whether the edition has a licence of the outlet that an observation is of. */
static bool licensed(const struct edition *edition, struct arena *arena,
                     const struct observation *observation) {
    const struct edition_source *source =
        edition_find_source(edition, str_from(observation->source));
    struct str claimed = source != NULL ? source->provider : STR_NONE;
    struct str address = str_first_of(observation->canonical, observation->link);
    const struct edition_provider *provider =
        edition_find_provider(edition, str_first_of(claimed, url_host(arena, address)));
    return provider != NULL && !str_empty(provider->rights);
}

void gather_rights(const struct gatherer *gatherer, struct arena *arena, const struct page *page,
                   struct str stated, struct observation *observation) {
    struct str agent = gatherer->edition->fetch.user_agent;
    struct page_rights said = page_rights_read(arena_copy(arena, stated), agent);
    struct page_rights own = page_rights_read(page->stated, agent);
    page_rights_merge(&observation->rights, &said);
    page_rights_merge(&observation->rights, &own);
    /* Its hash is kept: it tells a revision, and is no text. */
    if (!page_rights_text(&observation->rights) && !licensed(gatherer->edition, arena, observation))
        observation->text = STR_NONE;
}
