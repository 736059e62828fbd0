#include "edition/parts.h"

#include "yaml/scalar.h"

static const struct str provider_keys[] = {
    STR_INIT("taxonomy"),   STR_INIT("_id"),     STR_INIT("name"),        STR_INIT("domain"),
    STR_INIT("otherNames"), STR_INIT("images"),  STR_INIT("description"), STR_INIT("rights"),
    STR_INIT("tier"),       STR_INIT("excerpt"), STR_INIT("pictures"),    STR_INIT("credit"),
    STR_INIT("owner"),
};
enum provider_key {
    PROVIDER_TAXONOMY,
    PROVIDER_ID,
    PROVIDER_NAME,
    PROVIDER_DOMAIN,
    PROVIDER_OTHER_NAMES,
    PROVIDER_IMAGES,
    PROVIDER_DESCRIPTION,
    PROVIDER_RIGHTS,
    PROVIDER_TIER,
    PROVIDER_EXCERPT,
    PROVIDER_PICTURES,
    PROVIDER_CREDIT,
    PROVIDER_OWNER,
    PROVIDER_KEYS,
};

static enum status read_domain(struct edition_loader *loader, const struct yaml_node *node,
                               struct str *domain) {
    enum status status = read_text(loader, node, domain);
    if (status == STATUS_OK && !value_host(*domain))
        return expected_value(loader, node, "a domain in lower case, like example.org");
    return status;
}

/* `expected` says the range in words. */
static enum status read_number(struct edition_loader *loader, const struct yaml_node *node,
                               int64_t least, int64_t most, const char *expected, int64_t *number) {
    if (node_is_nothing(node))
        return STATUS_OK;
    if (node->kind != YAML_KIND_SCALAR || !yaml_to_int(node->text, number) || *number < least ||
        *number > most)
        return expected_value(loader, node, expected);
    return STATUS_OK;
}

static enum status read_policy(struct edition_loader *loader, const struct yaml_node *node,
                               enum edition_picture_policy *policy) {
    static const struct str words[] = {
        [PICTURES_COPY] = STR_INIT("copy"),
        [PICTURES_LINK] = STR_INIT("link"),
        [PICTURES_NONE] = STR_INIT("none"),
    };
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (node->kind == YAML_KIND_SCALAR && str_eq(node->text, words[i])) {
            *policy = (enum edition_picture_policy)i;
            return STATUS_OK;
        }
    return node_is_nothing(node) ? STATUS_OK : expected_value(loader, node, "copy, link or none");
}

static enum status provider_value(struct edition_loader *loader, const struct yaml_node *node,
                                  struct edition_provider *provider) {
    size_t key = 0;
    while (key < PROVIDER_KEYS && !str_eq(provider_keys[key], node->key))
        key++;
    switch (key) {
    case PROVIDER_TAXONOMY:
        return STATUS_OK;
    case PROVIDER_ID:
        return read_text(loader, node, &provider->id);
    case PROVIDER_NAME:
        return read_text(loader, node, &provider->name);
    case PROVIDER_DOMAIN:
        return read_domain(loader, node, &provider->domain);
    case PROVIDER_OTHER_NAMES:
        return read_texts(loader, node, &provider->other_names, &provider->other_name_count);
    case PROVIDER_IMAGES:
        return read_images(loader, node, &provider->images, &provider->image_count);
    case PROVIDER_DESCRIPTION:
        return read_text(loader, node, &provider->description);
    case PROVIDER_RIGHTS:
        return read_text(loader, node, &provider->rights);
    case PROVIDER_TIER:
        return read_number(loader, node, 1, EDITION_TIERS_MOST,
                           "a whole number from 1, the best, to 9", &provider->tier);
    case PROVIDER_EXCERPT:
        return read_number(loader, node, 0, EDITION_EXCERPT_MOST,
                           "a whole number of characters from 0 to 300", &provider->excerpt);
    case PROVIDER_PICTURES:
        return read_policy(loader, node, &provider->pictures);
    case PROVIDER_CREDIT:
        return read_text(loader, node, &provider->credit);
    case PROVIDER_OWNER:
        return read_text(loader, node, &provider->owner);
    default:
        return unknown_key(loader, node, provider_keys, PROVIDER_KEYS);
    }
}

enum status read_front_matter(struct edition_loader *loader, const struct edition_file *file,
                              const char *what, struct yaml_node **root) {
    struct yaml_front front;
    enum status status = yaml_front_matter(loader->arena, file->bytes, &front, loader->error);
    if (status == STATUS_OK)
        status = yaml_read(loader->arena, front.front, front.first_line, EDITION_FILE_DEPTH, root,
                           loader->error);
    if (status == STATUS_OK && (*root)->kind != YAML_KIND_MAP)
        return error_set_at(loader->error, STATUS_CONFIG, (*root)->at,
                            "expected %s: keys with values", what);
    return status;
}

enum status provider_read(struct edition_loader *loader, const struct edition_file *file,
                          struct edition_provider *provider) {
    struct yaml_node *root;
    provider->excerpt = -1;
    provider->pictures = PICTURES_UNSAID;
    enum status status = read_front_matter(loader, file, "a provider", &root);
    if (status != STATUS_OK)
        return status;
    for (const struct yaml_node *node = root->first; node != NULL && status == STATUS_OK;
         node = node->next)
        status = provider_value(loader, node, provider);
    if (status != STATUS_OK)
        return status;
    if (provider->name.n == 0)
        return error_set_at(loader->error, STATUS_CONFIG, root->at, "a provider needs a name");
    if (provider->domain.n == 0)
        return error_set_at(loader->error, STATUS_CONFIG, root->at, "a provider needs a domain");
    if (provider->id.n == 0)
        provider->id = provider->domain;
    return STATUS_OK;
}
