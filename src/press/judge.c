#include "press/judge.h"

static enum status find_text(struct store *store, struct arena *arena, struct str hash,
                             struct str *text, struct error *error) {
    struct store_text wanted = {.hash = hash};
    if (str_empty(hash))
        return STATUS_OK;
    enum status status = store_texts_read(store, arena, &wanted, 1, error);
    *text = wanted.text;
    return status;
}

/* Whether nobody of its story appeared before it; of two at one time the one that came first. */
static enum status find_first(struct store *store, struct arena *arena,
                              const struct store_article *row, bool *first, struct error *error) {
    struct store_article *rows;
    size_t count;
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = str_from(row->story)};
    *first = row->story[0] != '\0';
    if (!*first)
        return STATUS_OK;
    enum status status = store_articles_list(store, arena, &query, &rows, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (strcmp(rows[i].id, row->id) != 0 &&
            (rows[i].published < row->published ||
             (rows[i].published == row->published && rows[i].arrived < row->arrived)))
            *first = false;
    return status;
}

enum status judge_input(struct store *store, struct arena *arena, const struct edition *edition,
                        const struct article *article, const struct store_article *row,
                        struct score_input *input, struct error *error) {
    const struct edition_provider *provider =
        edition_find_provider(edition, article->provider_domain);
    *input = (struct score_input){
        .title = article->title,
        .picture = article->image_count > 0,
        .known = provider != NULL,
        .official = article->official || edition_domain_official(edition, article->provider_domain),
        .amp = !str_empty(article->amp_url),
        .video = str_eq(article->type, STR("video")),
        .provider_name = article->provider_name,
        .provider_domain = article->provider_domain,
        .tier = provider != NULL ? provider->tier : 0,
        .voice = row->copy_of[0] != '\0'          ? SCORE_COPY
                 : !str_empty(article->text_hash) ? SCORE_ORIGINAL
                                                  : SCORE_VOICE_UNKNOWN,
        .byline = article->byline,
        .timed = article->claimed != TIME_NONE,
        .claimed = article->claimed,
        .seen = article->seen,
    };
    enum status status = STATUS_OK;
    if (score_wants_text(edition))
        status = find_text(store, arena, article->text_hash, &input->text, error);
    if (status == STATUS_OK && score_wants_first(edition))
        status = find_first(store, arena, row, &input->first, error);
    return status;
}
