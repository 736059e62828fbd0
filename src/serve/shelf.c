#include "serve/shelf.h"

#include "press/find.h"

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

enum status serve_shelf_article(struct store *store, struct arena *arena, struct str id,
                                struct store_article **row, struct error *error) {
    enum status status = find_article(store, arena, id, row, error);
    if (status == STATUS_OK && *row == NULL)
        return error_set(error, STATUS_NOT_FOUND, "no such article");
    return status;
}
