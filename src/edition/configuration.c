#include "edition/parts.h"

#include "base/utf8.h"
#include "yaml/scalar.h"

static enum status walk(struct edition_loader *loader, const struct yaml_node *map,
                        struct str prefix);

static struct str last_part(struct str path) {
    size_t dot = str_find_last_byte(path, '.');
    return dot == SIZE_MAX ? path : str_skip(path, dot + 1);
}

/* Whether keys stand below `path`, as `quality.topic` below `quality`. */
static bool is_section(struct str path) {
    for (size_t i = 0; i < edition_key_count; i++) {
        struct str key = str_from(edition_keys[i].path);
        if (str_starts(key, path) && key.n > path.n && key.p[path.n] == '.')
            return true;
    }
    return false;
}

enum { SECTIONS_MOST = 32, CANDIDATES_MOST = 256 };

/* Names the known key that is nearest, if any is near, preferring the section at hand; keys of
 * other sections are offered by their path. */
static enum status unknown(struct edition_loader *loader, const struct yaml_node *node,
                           struct str prefix) {
    struct str here[CANDIDATES_MOST], there[CANDIDATES_MOST], paths[CANDIDATES_MOST];
    size_t here_count = 0, there_count = 0, near, far;
    size_t dot = str_find_last_byte(node->key, '.');
    if (prefix.n == 0 && dot != SIZE_MAX && edition_key_find(node->key) != NULL)
        return error_set_at(loader->error, STATUS_CONFIG, node->key_at,
                            "'%.*s' is not one key: write '%.*s' below '%.*s'", STR_ARG(node->key),
                            STR_ARG(str_skip(node->key, dot + 1)),
                            STR_ARG(str_take(node->key, dot)));
    for (size_t i = 0; i < edition_key_count && i < CANDIDATES_MOST; i++) {
        struct str path = str_from(edition_keys[i].path);
        if (str_starts(path, prefix)) {
            struct str name = str_skip(path, prefix.n);
            here[here_count++] = str_take(name, str_find_byte(name, '.'));
        }
        paths[there_count] = path;
        there[there_count++] = last_part(path);
    }
    size_t best_here = value_nearest(node->key, here, here_count, &near);
    size_t best_there = value_nearest(node->key, there, there_count, &far);
    struct str key = utf8_cut_bytes(node->key, 100);
    bool elsewhere = far + 1 < near || (far == 0 && near > 0);
    struct str guess = elsewhere ? paths[best_there] : here[best_here];
    if (elsewhere ? !value_may_mean(node->key, there[best_there], far)
                  : !value_may_mean(node->key, guess, near))
        return error_set_at(loader->error, STATUS_CONFIG, node->key_at, "unknown key '%.*s%.*s'",
                            STR_ARG(prefix), STR_ARG(key));
    return error_set_at(loader->error, STATUS_CONFIG, node->key_at,
                        "unknown key '%.*s%.*s': did you mean '%.*s'?", STR_ARG(prefix),
                        STR_ARG(key), STR_ARG(guess));
}

static enum status refuse(struct edition_loader *loader, const struct yaml_node *node,
                          const struct edition_key *key) {
    struct buf what;
    buf_init(&what, 300);
    key_add_expected(key, &what);
    enum status status = error_set_at(loader->error, STATUS_CONFIG, node->at, "%s: expected %s",
                                      key->path, buf_cstr(&what));
    buf_release(&what);
    return status;
}

static enum status collect(struct edition_loader *loader, const struct yaml_node *list,
                           const struct edition_key *key, struct str **texts) {
    size_t n = 0;
    if (list->count > EDITION_LIST_MOST)
        return error_set_at(loader->error, STATUS_CONFIG, list->at, "%s: more than %d values",
                            key->path, EDITION_LIST_MOST);
    *texts = arena_array(loader->arena, list->count, struct str);
    if (*texts == NULL)
        return arena_status(loader->arena, loader->error);
    for (const struct yaml_node *item = list->first; item != NULL; item = item->next) {
        if (item->kind != YAML_KIND_SCALAR)
            return refuse(loader, item, key);
        (*texts)[n++] = item->text;
    }
    return STATUS_OK;
}

/* The rule that is none, where that is what is wrong. */
static const struct yaml_node *broken_rule(const struct yaml_node *list) {
    struct url_rule rule;
    for (const struct yaml_node *item = list->first; item != NULL; item = item->next)
        if (!url_rule_read(item->text, &rule))
            return item;
    return list;
}

static enum status take(struct edition_loader *loader, const struct yaml_node *node,
                        const struct edition_key *key) {
    struct str one = node->text;
    struct str *texts = &one;
    size_t count = 1;
    if (node->kind != (key_is_list(key) ? YAML_KIND_LIST : YAML_KIND_SCALAR))
        return refuse(loader, node, key);
    if (node->kind == YAML_KIND_LIST) {
        enum status status = collect(loader, node, key, &texts);
        if (status != STATUS_OK)
            return status;
        count = node->count;
    }
    enum status status = key_set(loader->arena, key, texts, count, loader->edition);
    if (status == STATUS_INVALID)
        return refuse(loader, key->type == KEY_RULES ? broken_rule(node) : node, key);
    if (status != STATUS_OK)
        return arena_status(loader->arena, loader->error);
    if (key->type == KEY_TOPIC)
        loader->main_topic = node;
    if (key->type == KEY_LISTS)
        loader->lists = node;
    return STATUS_OK;
}

static enum status walk_node(struct edition_loader *loader, const struct yaml_node *node,
                             struct str path) {
    const struct edition_key *key = edition_key_find(path);
    if (node_is_nothing(node) && (key != NULL || is_section(path)))
        return STATUS_OK; /* a key without a value keeps its default */
    if (is_section(path) && (key == NULL || node->kind == YAML_KIND_MAP)) {
        struct str below = arena_format(loader->arena, "%.*s.", STR_ARG(path));
        if (str_absent(below))
            return arena_status(loader->arena, loader->error);
        if (node->kind != YAML_KIND_MAP)
            return error_set_at(loader->error, STATUS_CONFIG, node->at,
                                "%.*s: expected keys with values", STR_ARG(path));
        return walk(loader, node, below);
    }
    return key != NULL ? take(loader, node, key) : STATUS_NOT_FOUND;
}

static enum status walk(struct edition_loader *loader, const struct yaml_node *map,
                        struct str prefix) {
    for (const struct yaml_node *node = map->first; node != NULL; node = node->next) {
        struct str path =
            arena_format(loader->arena, "%.*s%.*s", STR_ARG(prefix), STR_ARG(node->key));
        if (str_absent(path))
            return arena_status(loader->arena, loader->error);
        /* A key with a dot in it is not a path: paths are ours. */
        enum status status = str_find_byte(node->key, '.') != SIZE_MAX
                                 ? STATUS_NOT_FOUND
                                 : walk_node(loader, node, path);
        if (status == STATUS_NOT_FOUND)
            return unknown(loader, node, prefix);
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* What no single key of the newsletter can say. */
static enum status check_mail(struct edition_loader *loader, const struct yaml_node *root) {
    const struct edition_mail *mail = &loader->edition->mail;
    const char *wrong = NULL;
    if (mail->stories_least > mail->stories_most)
        wrong = "mail.stories.least is more than mail.stories.most";
    else if (str_absent(mail->from) && !str_absent(mail->smtp_server))
        wrong = "mail.smtp.server needs mail.from, the sender";
    else if (!str_absent(mail->smtp_user) && str_absent(mail->smtp_password_file))
        wrong = "mail.smtp.user needs mail.smtp.passwordFile, whose first line is the password";
    else if (!str_absent(mail->smtp_user) && mail->smtp_security == MAIL_PLAIN)
        wrong = "mail.smtp.user needs mail.smtp.security, else the password can be read on the way";
    return wrong == NULL ? STATUS_OK
                         : error_set_at(loader->error, STATUS_CONFIG, root->at, "%s", wrong);
}

/* What no single key of the server can say. */
static enum status check_serve(struct edition_loader *loader, const struct yaml_node *root) {
    const struct edition *edition = loader->edition;
    const struct edition_serve *serve = &edition->serve;
    bool secure = str_starts(edition->url, STR("https:"));
    const char *wrong = NULL;
    if (!str_absent(serve->certificate) && str_absent(serve->key))
        wrong = "serve.certificate needs serve.key, the file with its private key";
    else if (str_absent(serve->certificate) && !str_absent(serve->key))
        wrong = "serve.key needs serve.certificate, whose private key it is";
    else if (!secure && !str_absent(serve->redirect))
        wrong = "serve.redirect needs a url that begins with https:";
    else if (!secure && serve->plain == PLAIN_REDIRECTED)
        wrong = "serve.plain: redirected needs a url that begins with https:";
    return wrong == NULL ? STATUS_OK
                         : error_set_at(loader->error, STATUS_CONFIG, root->at, "%s", wrong);
}

/* What no single key can say. */
static enum status check_whole(struct edition_loader *loader, const struct yaml_node *root) {
    struct edition *edition = loader->edition;
    for (size_t i = 0; i < edition_key_count; i++) {
        const struct edition_key *key = &edition_keys[i];
        struct str value;
        if (key->otherwise != NULL)
            continue;
        memcpy(&value, (char *)edition + key->offset, sizeof value);
        if (value.n == 0)
            return error_set_at(loader->error, STATUS_CONFIG, root->at, "key '%s' must be given",
                                key->path);
    }
    if (edition->fetch.every_least > edition->fetch.every_most)
        return error_set_at(loader->error, STATUS_CONFIG, root->at,
                            "fetch.every.least is longer than fetch.every.most");
    if (str_absent(edition->fetch.user_agent))
        edition->fetch.user_agent = arena_format(loader->arena, "Broadsheet/%s (+%.*s)",
                                                 BROADSHEET_VERSION, STR_ARG(edition->url));
    enum status status = check_mail(loader, root);
    if (status == STATUS_OK)
        status = check_serve(loader, root);
    return status == STATUS_OK ? arena_status(loader->arena, loader->error) : status;
}

enum status configuration_read(struct edition_loader *loader, struct str bytes) {
    struct str text;
    struct yaml_node *root;
    for (size_t i = 0; i < edition_key_count; i++)
        if (edition_keys[i].otherwise != NULL &&
            key_set_default(loader->arena, &edition_keys[i], loader->edition) != STATUS_OK)
            return arena_status(loader->arena, loader->error);
    enum status status = yaml_lines(loader->arena, bytes, &text, loader->error);
    if (status == STATUS_OK)
        status = yaml_read(loader->arena, text, 1, EDITION_FILE_DEPTH, &root, loader->error);
    if (status != STATUS_OK)
        return status;
    if (root->kind != YAML_KIND_MAP && !node_is_nothing(root))
        return error_set_at(loader->error, STATUS_CONFIG, root->at, "expected keys with values");
    status = walk(loader, root, STR(""));
    return status == STATUS_OK ? check_whole(loader, root) : status;
}
