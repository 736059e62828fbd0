#include "serve/shelf.h"

#include "article/article.h"
#include "press/find.h"
#include <stdio.h>

void serve_shelf_drop(struct serve_shelf *shelf) {
    store_close(shelf->store);
    shelf->store = NULL;
}

void serve_shelf_idle(struct serve_shelf *shelf) {
    if (shelf->store != NULL && clock_monotonic_ms() - shelf->opened >= SERVE_SHELF_KEPT_MS)
        serve_shelf_drop(shelf);
}

/* Opening for serving makes what is missing; before the first run nothing shall be made. */
static enum status open_store(struct serve_shelf *shelf, struct error *error) {
    struct store *there = NULL;
    enum status status = store_open(shelf->folder, shelf->where, STORE_READ, &there, error);
    if (status != STATUS_OK || shelf->access == STORE_READ) {
        shelf->store = there;
        return status;
    }
    store_close(there);
    return store_open(shelf->folder, shelf->where, shelf->access, &shelf->store, error);
}

enum status serve_shelf_open(struct serve_shelf *shelf, struct store **store, struct error *error) {
    int64_t now = clock_monotonic_ms();
    serve_shelf_idle(shelf);
    if (shelf->store == NULL) {
        if (shelf->failed > 0 && now - shelf->failed < SERVE_SHELF_RETRY_MS)
            return error_set(error, shelf->why, "the store could not be opened a moment ago");
        enum status status = open_store(shelf, error);
        shelf->failed = status == STATUS_OK ? 0 : now;
        shelf->why = status;
        if (status != STATUS_OK)
            return status;
        shelf->opened = now;
    }
    *store = shelf->store;
    return STATUS_OK;
}

static enum status article_target(struct arena *arena, const struct store_article *row,
                                  struct serve_target *target, struct error *error) {
    struct article article;
    enum status status = article_read(arena, row->data, &article, error);
    if (status != STATUS_OK)
        return status;
    memcpy(target->id, row->id, sizeof target->id);
    target->address =
        article.removed ? STR_NONE : str_first_of(article.web_url, article.original_url);
    return STATUS_OK;
}

enum status serve_shelf_target(struct store *store, struct arena *arena, struct str id,
                               struct serve_target *target, struct error *error) {
    struct store_article *row;
    struct store_key sponsor = {.key = id};
    *target = (struct serve_target){.address = STR_NONE};
    enum status status = find_article(store, arena, id, &row, error);
    if (status == STATUS_OK && row != NULL)
        return article_target(arena, row, target, error);
    if (status == STATUS_OK)
        status = store_keys_get(store, arena, KEYS_SPONSOR, &sponsor, 1, error);
    if (status == STATUS_OK && str_absent(sponsor.value))
        return error_set(error, STATUS_NOT_FOUND, "no such article");
    if (status == STATUS_OK) {
        snprintf(target->id, sizeof target->id, "%.*s", STR_ARG(id));
        target->address = sponsor.value;
    }
    return status;
}
