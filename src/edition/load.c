#include "edition/parts.h"

#include <stdio.h>
#include <stdlib.h>

enum file_kind {
    FILE_OTHER,
    FILE_CONFIGURATION,
    FILE_TOPIC,
    FILE_PROVIDER,
    FILE_SPONSORSHIP,
    FILE_SOURCES
};

/* A name directly in `folder`, not hidden, with one of the endings. */
static bool is_in(struct str path, struct str folder, struct str ending) {
    struct str name = str_skip(path, folder.n);
    return str_starts(path, folder) && str_ends(name, ending) && name.n > ending.n &&
           name.p[0] != '.' && str_find_byte(name, '/') == SIZE_MAX;
}

static enum file_kind kind_of(struct str path) {
    if (str_eq(path, STR("edition.yaml")))
        return FILE_CONFIGURATION;
    if (str_eq(path, STR("sources.opml")))
        return FILE_SOURCES;
    if (is_in(path, STR("topics/"), STR(".yaml")) || is_in(path, STR("topics/"), STR(".yml")))
        return FILE_TOPIC;
    if (is_in(path, STR("providers/"), STR(".md")))
        return FILE_PROVIDER;
    if (is_in(path, STR("_sponsorships/"), STR(".md")))
        return FILE_SPONSORSHIP;
    return FILE_OTHER;
}

bool edition_path_known(struct str path) {
    return kind_of(path) != FILE_OTHER;
}

static int compare_files(const void *a, const void *b) {
    const struct edition_file *left = a;
    const struct edition_file *right = b;
    return str_compare(left->path, right->path);
}

enum status edition_sort(struct arena *arena, const struct edition_file *files, size_t count,
                         struct edition_file **sorted, size_t *known, struct error *error) {
    *known = 0;
    *sorted = arena_array(arena, count, struct edition_file);
    if (*sorted == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < count; i++)
        if (edition_path_known(files[i].path))
            (*sorted)[(*known)++] = files[i];
    qsort(*sorted, *known, sizeof **sorted, compare_files);
    for (size_t i = 1; i < *known; i++)
        if (str_eq((*sorted)[i].path, (*sorted)[i - 1].path))
            return error_set(error, STATUS_CONFIG, "file %.*s is given twice",
                             STR_ARG((*sorted)[i].path));
    return STATUS_OK;
}

/* Names the file; whatever was wrong in it, it is the configuration that is. */
static enum status in_file(struct edition_loader *loader, struct str path, enum status status) {
    char name[256];
    if (status == STATUS_OK || status == STATUS_MEMORY || loader->error == NULL)
        return status == STATUS_OK || status == STATUS_MEMORY ? status : STATUS_CONFIG;
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    error_in_file(loader->error, name);
    loader->error->status = STATUS_CONFIG;
    return STATUS_CONFIG;
}

static enum status check_topic(struct edition_loader *loader, size_t count) {
    const struct edition_topic *topics = loader->edition->topics;
    const struct edition_topic *topic = &topics[count];
    for (size_t i = 0; i < count; i++) {
        if (str_eq_case(topics[i].name, topic->name) || str_eq_case(topics[i].id, topic->id))
            return error_set(loader->error, STATUS_CONFIG,
                             "there is a topic with the name '%.*s' or the _id '%.*s' already",
                             STR_ARG(topic->name), STR_ARG(topic->id));
    }
    return STATUS_OK;
}

static enum status load_topics(struct edition_loader *loader, const struct edition_file *files,
                               size_t count) {
    struct edition *edition = loader->edition;
    edition->topics = arena_array(loader->arena, count, struct edition_topic);
    if (edition->topics == NULL)
        return arena_status(loader->arena, loader->error);
    for (size_t i = 0; i < count; i++) {
        if (kind_of(files[i].path) != FILE_TOPIC)
            continue;
        if (edition->topic_count >= EDITION_TOPICS_MOST)
            return error_set(loader->error, STATUS_CONFIG, "more than %d topics",
                             EDITION_TOPICS_MOST);
        enum status status = topic_read(loader, &files[i], &edition->topics[edition->topic_count]);
        if (status == STATUS_OK)
            status = check_topic(loader, edition->topic_count);
        if (status != STATUS_OK)
            return in_file(loader, files[i].path, status);
        edition->topic_count++;
    }
    return STATUS_OK;
}

static bool is_circle(const struct edition *edition, size_t topic) {
    size_t steps = 0;
    for (size_t at = topic; at != SIZE_MAX; at = edition->topics[at].parent_index)
        if (steps++ > edition->topic_count)
            return true;
    return false;
}

/* Parents may stand behind their children, so this comes when all are read. */
static enum status link_topics(struct edition_loader *loader, const struct edition_file *files,
                               size_t count) {
    struct edition *edition = loader->edition;
    size_t k = 0;
    for (size_t i = 0; i < count; i++) {
        if (kind_of(files[i].path) != FILE_TOPIC)
            continue;
        struct edition_topic *topic = &edition->topics[k++];
        if (topic->parent.n == 0)
            continue;
        topic->parent_index = edition_find_topic(edition, topic->parent);
        if (topic->parent_index == SIZE_MAX)
            return in_file(loader, files[i].path,
                           error_set(loader->error, STATUS_CONFIG,
                                     "parent: there is no topic '%.*s'", STR_ARG(topic->parent)));
        if (is_circle(edition, k - 1))
            return in_file(loader, files[i].path,
                           error_set(loader->error, STATUS_CONFIG,
                                     "parent: '%.*s' is its own ancestor", STR_ARG(topic->name)));
        topic->parent = edition->topics[topic->parent_index].name;
    }
    return STATUS_OK;
}

static enum status choose_main_topic(struct edition_loader *loader) {
    struct edition *edition = loader->edition;
    edition->main_topic = edition->topic_count > 0 ? 0 : SIZE_MAX;
    if (loader->main_topic == NULL)
        return STATUS_OK;
    edition->main_topic = edition_find_topic(edition, loader->main_topic->text);
    if (edition->main_topic != SIZE_MAX)
        return STATUS_OK;
    return in_file(loader, STR("edition.yaml"),
                   error_set_at(loader->error, STATUS_CONFIG, loader->main_topic->at,
                                "mainTopic: there is no topic '%.*s'",
                                STR_ARG(loader->main_topic->text)));
}

/* Each list's topic; the n-th list is the n-th item of mail.lists. */
static enum status link_lists(struct edition_loader *loader) {
    struct edition *edition = loader->edition;
    const struct yaml_node *item = loader->lists != NULL ? loader->lists->first : NULL;
    for (size_t i = 0; i < edition->mail.list_count; i++) {
        struct edition_list *list = &edition->mail.lists[i];
        list->topic_index = SIZE_MAX;
        if (!str_absent(list->topic)) {
            list->topic_index = edition_find_topic(edition, list->topic);
            if (list->topic_index == SIZE_MAX)
                return in_file(loader, STR("edition.yaml"),
                               error_set_at(loader->error, STATUS_CONFIG, item->at,
                                            "mail.lists: there is no topic '%.*s'",
                                            STR_ARG(list->topic)));
        }
        item = item != NULL ? item->next : NULL;
    }
    return STATUS_OK;
}

static int compare_providers(const void *a, const void *b) {
    const struct edition_provider *left = a;
    const struct edition_provider *right = b;
    return str_compare(left->domain, right->domain);
}

static enum status load_providers(struct edition_loader *loader, const struct edition_file *files,
                                  size_t count) {
    struct edition *edition = loader->edition;
    edition->providers = arena_array(loader->arena, count, struct edition_provider);
    if (edition->providers == NULL)
        return arena_status(loader->arena, loader->error);
    for (size_t i = 0; i < count; i++) {
        if (kind_of(files[i].path) != FILE_PROVIDER)
            continue;
        enum status status =
            provider_read(loader, &files[i], &edition->providers[edition->provider_count]);
        if (status != STATUS_OK)
            return in_file(loader, files[i].path, status);
        edition->provider_count++;
    }
    qsort(edition->providers, edition->provider_count, sizeof *edition->providers,
          compare_providers);
    for (size_t i = 1; i < edition->provider_count; i++)
        if (str_eq(edition->providers[i].domain, edition->providers[i - 1].domain))
            return error_set(loader->error, STATUS_CONFIG,
                             "providers/: two files have the domain '%.*s'",
                             STR_ARG(edition->providers[i].domain));
    return STATUS_OK;
}

static enum status load_sponsorships(struct edition_loader *loader,
                                     const struct edition_file *files, size_t count) {
    struct edition *edition = loader->edition;
    edition->sponsorships = arena_array(loader->arena, count, struct edition_sponsorship);
    if (edition->sponsorships == NULL)
        return arena_status(loader->arena, loader->error);
    for (size_t i = 0; i < count; i++) {
        if (kind_of(files[i].path) != FILE_SPONSORSHIP)
            continue;
        if (edition->sponsorship_count >= EDITION_SPONSORSHIPS_MOST)
            return error_set(loader->error, STATUS_CONFIG, "more than %d sponsorships",
                             EDITION_SPONSORSHIPS_MOST);
        enum status status =
            sponsorship_read(loader, &files[i], &edition->sponsorships[edition->sponsorship_count]);
        if (status != STATUS_OK)
            return in_file(loader, files[i].path, status);
        edition->sponsorship_count++;
    }
    return sponsorships_check(loader);
}

static const struct edition_file *find_file(const struct edition_file *files, size_t count,
                                            enum file_kind kind) {
    for (size_t i = 0; i < count; i++)
        if (kind_of(files[i].path) == kind)
            return &files[i];
    return NULL;
}

enum status edition_load(struct arena *arena, const struct edition_file *files, size_t count,
                         struct edition *edition, struct error *error) {
    struct edition_file *sorted;
    struct edition_loader loader = {.arena = arena, .edition = edition, .error = error};
    *edition = (struct edition){.main_topic = SIZE_MAX};
    enum status status = edition_sort(arena, files, count, &sorted, &count, error);
    if (status != STATUS_OK)
        return status;
    const struct edition_file *configuration = find_file(sorted, count, FILE_CONFIGURATION);
    const struct edition_file *sources = find_file(sorted, count, FILE_SOURCES);
    if (configuration == NULL)
        return error_set(error, STATUS_CONFIG, "there is no edition.yaml");
    status =
        in_file(&loader, configuration->path, configuration_read(&loader, configuration->bytes));
    if (status == STATUS_OK)
        status = load_topics(&loader, sorted, count);
    if (status == STATUS_OK)
        status = link_topics(&loader, sorted, count);
    if (status == STATUS_OK)
        status = choose_main_topic(&loader);
    if (status == STATUS_OK)
        status = link_lists(&loader);
    if (status == STATUS_OK)
        status = load_providers(&loader, sorted, count);
    if (status == STATUS_OK)
        status = load_sponsorships(&loader, sorted, count);
    if (status == STATUS_OK && sources != NULL)
        status = in_file(&loader, sources->path,
                         opml_read(arena, sources->bytes, edition, &edition->sources,
                                   &edition->source_count, error));
    return status;
}

/* Byte order of `domain`, lower-cased, against a provider's. */
static int compare_domain(struct str domain, struct str provider) {
    size_t n = domain.n < provider.n ? domain.n : provider.n;
    for (size_t i = 0; i < n; i++) {
        int order = (unsigned char)ascii_lower(domain.p[i]) - (unsigned char)provider.p[i];
        if (order != 0)
            return order;
    }
    return domain.n < provider.n ? -1 : domain.n > provider.n;
}

static const struct edition_provider *find_exact(const struct edition *edition, struct str domain) {
    size_t low = 0, high = edition->provider_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_domain(domain, edition->providers[middle].domain);
        if (order == 0)
            return &edition->providers[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct edition_provider *edition_find_provider(const struct edition *edition,
                                                     struct str domain) {
    if (domain.n > 253)
        return NULL; /* no host is longer, so the suffixes are few */
    while (domain.n > 0) {
        const struct edition_provider *provider = find_exact(edition, domain);
        size_t dot = str_find_byte(domain, '.');
        if (provider != NULL || dot == SIZE_MAX)
            return provider;
        domain = str_skip(domain, dot + 1);
    }
    return NULL;
}

size_t edition_find_topic(const struct edition *edition, struct str name) {
    for (size_t i = 0; i < edition->topic_count; i++)
        if (str_eq_case(edition->topics[i].name, name))
            return i;
    for (size_t i = 0; i < edition->topic_count; i++)
        if (str_eq_case(edition->topics[i].id, name))
            return i;
    return SIZE_MAX;
}

const struct edition_source *edition_find_source(const struct edition *edition, struct str id) {
    for (size_t i = 0; i < edition->source_count; i++)
        if (str_eq(str_from(edition->sources[i].id), id))
            return &edition->sources[i];
    return NULL;
}

bool edition_domain_among(const struct str *domains, size_t count, struct str domain) {
    for (size_t i = 0; i < count; i++) {
        struct str above = domains[i];
        if (domain.n < above.n)
            continue;
        size_t at = domain.n - above.n;
        if (str_eq_case(str_skip(domain, at), above) && (at == 0 || domain.p[at - 1] == '.'))
            return true;
    }
    return false;
}

struct str edition_owner(const struct edition *edition, struct arena *arena, struct str domain) {
    if (str_empty(domain))
        return STR_NONE;
    const struct edition_provider *provider = edition_find_provider(edition, domain);
    if (provider != NULL && !str_empty(provider->owner))
        return provider->owner;
    struct str site = url_domain(arena, arena_format(arena, "https://%.*s/", STR_ARG(domain)));
    return str_first_of(site, domain);
}

bool edition_domain_official(const struct edition *edition, struct str domain) {
    return edition_domain_among(edition->official_domains, edition->official_domain_count, domain);
}
