#include "serve/kept.h"

#include <stdlib.h>

struct serve_kept_entry {
    TAILQ_ENTRY(serve_kept_entry) link;
    struct serve_entity entity;
    struct MHD_Response *response;
    size_t bytes;
    bool secure;
    size_t length;
    char path[]; /* its type and its caching go by the name */
};

void serve_kept_init(struct serve_kept *kept) {
    *kept = (struct serve_kept){0};
    TAILQ_INIT(&kept->entries);
}

static void drop(struct serve_kept *kept, struct serve_kept_entry *entry) {
    TAILQ_REMOVE(&kept->entries, entry, link);
    kept->count--;
    kept->bytes -= entry->bytes;
    MHD_destroy_response(entry->response);
    free(entry);
}

void serve_kept_release(struct serve_kept *kept) {
    while (kept->count > 0)
        drop(kept, TAILQ_FIRST(&kept->entries));
}

static bool same(const struct serve_entity *a, const struct serve_entity *b) {
    return a->inode == b->inode && a->device == b->device && a->size == b->size &&
           a->modified == b->modified && a->modified_nanoseconds == b->modified_nanoseconds &&
           a->coding == b->coding;
}

struct MHD_Response *serve_kept_find(struct serve_kept *kept, const struct serve_entity *entity,
                                     struct str path, bool secure, size_t *bytes) {
    struct serve_kept_entry *entry;
    TAILQ_FOREACH(entry, &kept->entries, link) {
        if (entry->secure != secure || !same(&entry->entity, entity) ||
            !str_eq(str_of(entry->path, entry->length), path))
            continue;
        if (entry != TAILQ_FIRST(&kept->entries)) {
            TAILQ_REMOVE(&kept->entries, entry, link);
            TAILQ_INSERT_HEAD(&kept->entries, entry, link);
        }
        *bytes = entry->bytes;
        return entry->response;
    }
    return NULL;
}

bool serve_kept_add(struct serve_kept *kept, const struct serve_entity *entity, struct str path,
                    bool secure, struct MHD_Response *response, size_t bytes) {
    if (bytes > SERVE_KEPT_FILE)
        return false;
    struct serve_kept_entry *entry = malloc(sizeof *entry + path.n);
    if (entry == NULL)
        return false;
    while (kept->count == SERVE_KEPT_COUNT || kept->bytes + bytes > SERVE_KEPT_BYTES)
        drop(kept, TAILQ_LAST(&kept->entries, serve_kept_list));
    *entry = (struct serve_kept_entry){.entity = *entity,
                                       .response = response,
                                       .bytes = bytes,
                                       .secure = secure,
                                       .length = path.n};
    memcpy(entry->path, path.p, path.n);
    TAILQ_INSERT_HEAD(&kept->entries, entry, link);
    kept->count++;
    kept->bytes += bytes;
    return true;
}
