#include "search/question.h"

/* ---- names ---- */

static struct str lower(struct arena *arena, struct str name) {
    struct str copy = arena_copy(arena, name);
    char *p = (char *)(uintptr_t)copy.p;
    for (size_t i = 0; i < copy.n; i++)
        p[i] = ascii_lower(p[i]);
    return copy;
}

struct str *search_topics(struct arena *arena, const struct edition *edition, struct str name,
                          size_t *count) {
    struct str *ids = arena_array(arena, 1, struct str);
    size_t topic = edition_find_topic(edition, name);
    *count = ids != NULL;
    if (ids != NULL)
        ids[0] = topic != SIZE_MAX ? edition->topics[topic].id : name;
    return ids;
}

static bool is_called(const struct edition_provider *provider, struct str name) {
    bool called = str_eq_case(provider->name, name) || str_eq_case(provider->id, name);
    for (size_t i = 0; i < provider->other_name_count && !called; i++)
        called = str_eq_case(provider->other_names[i], name);
    return called;
}

struct str *search_providers(struct arena *arena, const struct edition *edition, struct str name,
                             size_t *count) {
    struct str *domains = arena_array(arena, edition->provider_count + 1, struct str);
    *count = 0;
    if (domains == NULL)
        return NULL;
    for (size_t i = 0; i < edition->provider_count; i++)
        if (is_called(&edition->providers[i], name))
            domains[(*count)++] = edition->providers[i].domain;
    const struct edition_provider *owner = edition_find_provider(edition, name);
    if (*count == 0)
        domains[(*count)++] = owner != NULL ? owner->domain : lower(arena, name);
    return domains;
}

static enum status add_names(struct arena *arena, struct store_names *names, const struct str *more,
                             size_t count, struct error *error) {
    struct str *items = arena_array(arena, names->count + count, struct str);
    if (more == NULL || items == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < names->count; i++)
        items[i] = names->items[i];
    for (size_t i = 0; i < count; i++)
        items[names->count + i] = more[i];
    *names = (struct store_names){items, names->count + count};
    return STATUS_OK;
}

typedef struct str *resolve(struct arena *arena, const struct edition *edition, struct str name,
                            size_t *count);

/* The names of a query as those of the edition, parted into what is wanted and what is not. */
static enum status take_names(struct arena *arena, const struct edition *edition, resolve *find,
                              const struct query_name *names, size_t name_count,
                              struct store_names *wanted, struct store_names *unwanted,
                              struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < name_count && status == STATUS_OK; i++) {
        size_t count;
        struct str *found = find(arena, edition, names[i].name, &count);
        status = add_names(arena, names[i].excluded ? unwanted : wanted, found, count, error);
    }
    return status;
}

/* ---- phrases ---- */

static enum status take_phrases(struct arena *arena, const struct query *query,
                                struct store_question *question, struct error *error) {
    static const enum store_search_field fields[] = {
        [QUERY_ANYWHERE] = STORE_ANYWHERE,
        [QUERY_TITLE] = STORE_IN_TITLE,
        [QUERY_AUTHOR] = STORE_IN_AUTHOR,
    };
    struct store_phrase *phrases = arena_array(arena, query->phrase_count, struct store_phrase);
    if (phrases == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < query->phrase_count; i++) {
        const struct query_phrase *phrase = &query->phrases[i];
        phrases[i] = (struct store_phrase){
            .terms = phrase->terms,
            .count = phrase->count,
            .field = fields[phrase->field],
            .prefix = phrase->prefix,
            .excluded = phrase->excluded,
        };
    }
    question->phrases = phrases;
    question->phrase_count = query->phrase_count;
    return STATUS_OK;
}

enum status search_question(struct arena *arena, const struct edition *edition,
                            const struct query *query, struct store_question *question,
                            struct error *error) {
    question->published_from = query->from;
    question->published_to = query->to;
    enum status status = take_phrases(arena, query, question, error);
    if (status == STATUS_OK)
        status = take_names(arena, edition, search_topics, query->topics, query->topic_count,
                            &question->topics, &question->not_topics, error);
    if (status == STATUS_OK)
        status =
            take_names(arena, edition, search_providers, query->providers, query->provider_count,
                       &question->providers, &question->not_providers, error);
    return status;
}
