#include "publish/published.h"

#include "files/boot.h"
#include "publish/pictures.h"

static const struct str key = STR_INIT("published");

/* "<look> <hash of what the folders are>"; of another start of the machine it is another, since
 * nothing is synced. */
static enum status describe(struct paper *paper, struct str look, struct str *text,
                            struct error *error) {
    static const char *const pages[] = {"", "s", "topic", "api", "sitemap", "pictures"};
    char hash[HASH_HEX + 1];
    struct buf out;
    buf_init(&out, 4096);
    for (size_t i = 0; i < sizeof pages / sizeof pages[0]; i++)
        tree_identify(paper->pages, str_from(pages[i]), &out);
    tree_identify(paper->records, STR(""), &out);
    tree_identify(paper->records, STR("_news"), &out);
    files_boot(&out);
    enum status status = buf_check(&out, error);
    hash_hex(buf_str(&out), hash);
    buf_release(&out);
    *text = arena_format(&paper->arena, "%.*s %s", STR_ARG(look), hash);
    return status == STATUS_OK ? arena_status(&paper->arena, error) : status;
}

/* Changes derived state by itself: nothing was folded. */
static enum status keep(struct paper *paper, struct str text, struct error *error) {
    struct store *store = paper->context->store;
    const struct store_key known = {.key = key, .value = text};
    int64_t folded;
    enum status status = store_folded(store, &folded, error);
    if (status == STATUS_OK)
        status = store_begin(store, error);
    if (status != STATUS_OK)
        return status;
    status = store_keys_put(store, KEYS_STATE, &known, 1, error);
    if (status == STATUS_OK && !str_absent(text))
        status = pictures_keep(paper, error);
    if (status == STATUS_OK && !str_absent(text))
        status = store_touched_clear(store, error);
    if (status == STATUS_OK)
        return store_commit(store, folded, error);
    store_rollback(store);
    return status;
}

enum status published_holds(struct paper *paper, struct str look, bool *holds,
                            struct error *error) {
    struct store_key known = {.key = key};
    struct str now;
    *holds = false;
    enum status status = describe(paper, look, &now, error);
    if (status == STATUS_OK)
        status = store_keys_get(paper->context->store, &paper->arena, KEYS_STATE, &known, 1, error);
    *holds = status == STATUS_OK && str_eq(known.value, now);
    return status == STATUS_OK && !*holds && !str_absent(known.value) ? keep(paper, STR_NONE, error)
                                                                      : status;
}

enum status published_note(struct paper *paper, struct str look, struct error *error) {
    struct str text;
    enum status status = describe(paper, look, &text, error);
    return status == STATUS_OK ? keep(paper, text, error) : status;
}
