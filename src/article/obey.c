#include "article/article.h"

#include "text/excerpt.h"

struct str article_licence(const struct edition *edition, const struct article *article) {
    const struct edition_provider *known = edition_find_provider(edition, article->provider_domain);
    return known != NULL ? known->rights : STR_NONE;
}

enum edition_picture_policy article_picture_policy(const struct edition *edition,
                                                   const struct article *article) {
    const struct edition_provider *known = edition_find_provider(edition, article->provider_domain);
    if (edition->pictures.on == SWITCH_OFF)
        return PICTURES_NONE;
    return known != NULL && known->pictures != PICTURES_UNSAID ? known->pictures
                                                               : edition->pictures.policy;
}

/* At most `most` characters of the excerpt, where a limit is set (not below 0). */
static void limit_excerpt(struct arena *arena, int64_t most, struct article *article) {
    if (most == 0)
        article->excerpt = STR_NONE;
    else if (most > 0)
        article->excerpt = text_shorten(arena, article->excerpt, (size_t)most);
}

static void obey_rights(struct arena *arena, const struct edition *edition,
                        struct article *article) {
    if (article->rights.said == 0)
        return;
    if (!str_empty(article_licence(edition, article))) {
        article->rights = (struct page_rights){0};
        return;
    }
    limit_excerpt(arena, page_rights_excerpt(&article->rights), article);
    if (!page_rights_picture(&article->rights))
        article->image_count = 0;
}

void article_obey(struct arena *arena, const struct edition *edition, struct article *article) {
    const struct edition_provider *known = edition_find_provider(edition, article->provider_domain);
    if (known != NULL)
        limit_excerpt(arena, known->excerpt, article);
    obey_rights(arena, edition, article);
    bool copied = article_picture_policy(edition, article) == PICTURES_COPY;
    for (size_t i = 0; i < article->image_count && !copied; i++) {
        article->images[i].cached = false;
        article->images[i].copy_count = 0;
    }
}
