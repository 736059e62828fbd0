#include "gather/gather.h"

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

/* A text that may not be kept goes; its hash stays: it tells a revision, and is no text. */
static void drop_text(const struct gatherer *gatherer, struct arena *arena,
                      struct observation *observation) {
    if (!page_rights_text(&observation->rights) && !licensed(gatherer->edition, arena, observation))
        observation->text = STR_NONE;
}

void gather_rights(const struct gatherer *gatherer, struct arena *arena, const struct page *page,
                   struct str stated, struct observation *observation) {
    struct str agent = gatherer->edition->fetch.user_agent;
    struct page_rights said = page_rights_read(arena_copy(arena, stated), agent);
    struct page_rights own = page_rights_read(page->stated, agent);
    page_rights_merge(&observation->rights, &said);
    page_rights_merge(&observation->rights, &own);
    drop_text(gatherer, arena, observation);
}

void gather_feed_rights(const struct gatherer *gatherer, struct str stated, struct batch *batch,
                        size_t first) {
    struct page_rights said =
        page_rights_read(arena_copy(&batch->arena, stated), gatherer->edition->fetch.user_agent);
    said.said &= PAGE_NOAI | PAGE_NOIMAGEAI | PAGE_TDM_RESERVED;
    for (size_t i = first; said.said != 0 && i < batch->count; i++) {
        page_rights_merge(&batch->items[i].observation.rights, &said);
        drop_text(gatherer, &batch->arena, &batch->items[i].observation);
    }
}
