#include "files/files.h"

struct gathering {
    struct arena *arena;
    const char *folder;
    struct edition_file *files;
    size_t count, capacity;
    struct buf bytes;
};

static enum status gather(struct gathering *g, struct str path, struct error *error) {
    buf_clear(&g->bytes);
    enum status status = files_read(g->folder, path, FILES_CONFIG_MOST, &g->bytes, error);
    if (status != STATUS_OK)
        return status;
    if (arena_grow(g->arena, &g->files, &g->capacity, g->count + 1, sizeof *g->files) != STATUS_OK)
        return arena_status(g->arena, error);
    struct edition_file *file = &g->files[g->count++];
    file->path = arena_copy(g->arena, path);
    file->bytes = arena_copy(g->arena, buf_str(&g->bytes));
    return arena_status(g->arena, error);
}

/* Those with the ending; a missing folder has none. */
static enum status gather_folder(struct gathering *g, struct str path, struct str ending,
                                 struct error *error) {
    struct str *names = NULL;
    size_t count = 0;
    enum status status = files_list(g->arena, g->folder, path, false, &names, &count, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (str_ends(names[i], ending))
            status = gather(g, names[i], error);
    return status;
}

enum status files_read_edition(struct arena *arena, const char *folder, struct edition_file **files,
                               size_t *count, struct error *error) {
    *files = NULL;
    *count = 0;
    struct gathering g = {.arena = arena, .folder = folder};
    buf_init(&g.bytes, FILES_CONFIG_MOST);
    enum status status = gather_folder(&g, STR("_sponsorships"), STR(".md"), error);
    if (status == STATUS_OK)
        status = gather(&g, STR("edition.yaml"), error);
    if (status == STATUS_NOT_FOUND) {
        status =
            error_set(error, STATUS_CONFIG, "%s has no edition.yaml, so it is no edition", folder);
        goto out;
    }
    if (status == STATUS_OK)
        status = gather_folder(&g, STR("providers"), STR(".md"), error);
    if (status == STATUS_OK) {
        status = gather(&g, STR("sources.opml"), error);
        if (status == STATUS_NOT_FOUND)
            status = STATUS_OK;
    }
    if (status == STATUS_OK)
        status = gather_folder(&g, STR("topics"), STR(".yaml"), error);
    if (status == STATUS_OK) {
        *files = g.files;
        *count = g.count;
    }
out:
    buf_release(&g.bytes);
    return status;
}
