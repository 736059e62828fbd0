#include "serve/settings.h"

#include "serve/inside.h"
#include "url/url.h"

enum { MEMORY = 1 << 20 };

/* The name in an authority, without its port and the root's dot. */
static struct str name_of(struct str authority) {
    bool bracket = authority.n > 0 && authority.p[0] == '[';
    size_t end = str_find_byte(authority, bracket ? ']' : ':');
    struct str name = str_take(authority, end);
    if (bracket)
        return str_skip(name, 1);
    return str_ends(name, STR(".")) ? str_take(name, name.n - 1) : name;
}

bool serve_settings_knows(const struct serve_settings *settings, struct str host) {
    unsigned char number[URL_ADDRESS_BYTES];
    struct str name = name_of(str_trim(host));
    if (settings->host_count == 0 || url_address_read(name, number) ||
        str_eq_case(name, STR("localhost")))
        return true;
    for (size_t i = 0; i < settings->host_count; i++)
        if (str_eq_case(settings->hosts[i], name))
            return true;
    return false;
}

static enum status copy_list(struct arena *arena, const struct str *from, size_t count,
                             struct str **to, size_t *to_count, struct error *error) {
    *to = arena_array(arena, count, struct str);
    for (size_t i = 0; *to != NULL && i < count; i++)
        (*to)[i] = arena_copy(arena, from[i]);
    *to_count = count;
    return arena_status(arena, error);
}

/* The names of the addresses that readers, subscribers and hubs are given, and those in addition;
 * none where there is no address, or all shall do. */
static enum status copy_hosts(struct serve_settings *settings, const struct serve_options *options,
                              struct error *error) {
    struct arena *arena = &settings->arena;
    const struct str *more = options->hosts;
    settings->hosts = arena_array(arena, options->host_count + options->url_count, struct str);
    for (size_t i = 0; settings->hosts != NULL && i < options->url_count; i++) {
        struct url url;
        enum status status = url_parse(arena, options->urls[i], STR_NONE, &url, error);
        if (status != STATUS_OK)
            return status;
        settings->hosts[settings->host_count++] = url.hostname;
    }
    for (size_t i = 0; settings->hosts != NULL && i < options->host_count; i++)
        settings->hosts[settings->host_count++] = arena_copy(arena, more[i]);
    for (size_t i = 0; i < options->host_count; i++)
        if (str_eq(more[i], STR("any")))
            settings->host_count = 0;
    return arena_status(arena, error);
}

static enum status read_proxies(struct serve_settings *settings,
                                const struct serve_options *options, struct error *error) {
    settings->proxies = arena_array(&settings->arena, options->proxy_count, struct url_network);
    for (size_t i = 0; settings->proxies != NULL && i < options->proxy_count; i++)
        if (!url_network_read(options->proxies[i], &settings->proxies[settings->proxy_count++]))
            return error_set(error, STATUS_CONFIG,
                             "'%.*s' is no address or network of a proxy, as in 10.0.0.0/8",
                             STR_ARG(str_take(options->proxies[i], 100)));
    return arena_status(&settings->arena, error);
}

static enum status fill(struct serve_settings *settings, const struct serve_options *options,
                        struct error *error) {
    struct arena *arena = &settings->arena;
    settings->policy = serve_policy(arena, options->picture_hosts, options->picture_host_count);
    settings->url = options->url_count > 0 ? arena_copy(arena, options->urls[0]) : STR_NONE;
    settings->standard = options->standard;
    settings->plain_redirects = options->plain_redirects && options->url_count > 0;
    settings->per_minute = options->per_minute;
    if (options->hsts > 0)
        snprintf(settings->hsts, sizeof settings->hsts, "max-age=%lld", (long long)options->hsts);
    enum status status = copy_list(arena, options->origins, options->origin_count,
                                   &settings->origins, &settings->origin_count, error);
    if (status == STATUS_OK)
        status = copy_hosts(settings, options, error);
    return status == STATUS_OK ? read_proxies(settings, options, error) : status;
}

enum status serve_settings_make(const struct serve_options *options,
                                struct serve_settings **settings, struct error *error) {
    struct serve_settings *fresh = calloc(1, sizeof *fresh);
    *settings = NULL;
    if (fresh == NULL)
        return error_memory(error);
    arena_init(&fresh->arena, MEMORY);
    enum status status = fill(fresh, options, error);
    if (status != STATUS_OK) {
        serve_settings_free(fresh);
        return status;
    }
    *settings = fresh;
    return STATUS_OK;
}

void serve_settings_free(struct serve_settings *settings) {
    if (settings == NULL)
        return;
    arena_release(&settings->arena);
    free(settings);
}
