#include "publish/pictures.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "files/files.h"
#include "files/picture.h"

enum { HEAD_BYTES = 64 };

/* Size and time of a file, for telling whether a copy is still one; false when it is not there. */
static bool look(const char *folder, struct str path, struct stat *found, char head[HEAD_BYTES],
                 size_t *head_n) {
    int fd;
    int64_t size;
    if (files_open(folder, path, &fd, &size, NULL) != STATUS_OK)
        return false;
    bool good = fstat(fd, found) == 0;
    ssize_t n = good && head != NULL ? pread(fd, head, HEAD_BYTES, 0) : 0;
    if (head_n != NULL)
        *head_n = n > 0 ? (size_t)n : 0;
    close(fd);
    return good;
}

static bool newer(const struct stat *a, const struct stat *b) {
    return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
                                                  : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static bool may_show(const struct picture *picture) {
    return picture->type == PICTURE_JPEG || picture->type == PICTURE_PNG ||
           picture->type == PICTURE_GIF || picture->type == PICTURE_WEBP;
}

static enum status copy(struct paper *paper, struct str from, struct str to, bool *shown,
                        struct error *error) {
    struct buf bytes;
    buf_init(&bytes, PICTURE_BYTES_MOST);
    enum status status =
        files_read(paper->context->folder, from, PICTURE_BYTES_MOST, &bytes, error);
    *shown = false;
    if (status == STATUS_LIMIT || status == STATUS_NOT_FOUND) {
        status = STATUS_OK;
    } else if (status == STATUS_OK) {
        struct picture picture = files_sniff(buf_str(&bytes));
        *shown = may_show(&picture) && files_picture_fits(&picture);
        if (*shown)
            status = tree_write(paper->pages, to, buf_str(&bytes), error);
    }
    buf_release(&bytes);
    return status;
}

enum status pictures_show(struct paper *paper, struct arena *arena, struct str address,
                          struct str *path, struct error *error) {
    char hash[HASH_HEX + 1], head[HEAD_BYTES];
    struct stat held, there;
    size_t head_n;
    *path = STR_NONE;
    hash_hex(address, hash);
    struct str from = arena_format(arena, "inbox/pictures/%s", hash);
    if (!look(paper->context->folder, from, &held, head, &head_n))
        return arena_status(arena, error);
    struct picture picture = files_sniff(str_of(head, head_n));
    if (!may_show(&picture))
        return STATUS_OK;
    struct str to = arena_format(arena, "pictures/%.2s/%s.%s", hash, hash, picture.extension);
    struct str published = arena_format(arena, "public/%.*s", STR_ARG(to));
    enum status status = arena_status(arena, error);
    if (status != STATUS_OK)
        return status;
    bool shown = true;
    if (look(paper->context->folder, published, &there, NULL, NULL) &&
        there.st_size == held.st_size && !newer(&held, &there))
        status = tree_keep(paper->pages, to, error);
    else
        status = copy(paper, from, to, &shown, error);
    if (status == STATUS_OK && shown)
        *path = to;
    return status;
}

enum status pictures_of(struct paper *paper, struct arena *arena, const struct article *article,
                        struct str *path, struct error *error) {
    enum status status = STATUS_OK;
    *path = STR_NONE;
    for (size_t i = 0; i < article->image_count && status == STATUS_OK && str_absent(*path); i++)
        if (article->images[i].cached)
            status = pictures_show(paper, arena, article->images[i].url, path, error);
    return status;
}

/* ---- which story shows which ---- */

enum status pictures_note(struct paper *paper, struct str story, struct str path,
                          struct error *error) {
    struct store_key known = {.key = story};
    enum status status = STATUS_OK;
    if (paper->report->whole && str_absent(path))
        return STATUS_OK;
    if (!paper->report->whole) {
        status =
            store_keys_get(paper->context->store, &paper->arena, KEYS_PICTURE, &known, 1, error);
        if (status != STATUS_OK || str_eq(known.value, path)) /* a path is not empty */
            return status;
    }
    if (grow(&paper->pictured, &paper->pictured_capacity, paper->pictured_count + 1,
             sizeof *paper->pictured) != STATUS_OK)
        return error_memory(error);
    paper->pictured[paper->pictured_count++] =
        (struct store_key){.key = arena_copy(&paper->keep, story),
                           .value = str_absent(path) ? STR_NONE : arena_copy(&paper->keep, path)};
    return arena_status(&paper->keep, error);
}

/* The stories noted → their places in paper->pictured. */
static enum status map_noted(const struct paper *paper, struct map *noted, struct error *error) {
    map_init(noted, paper->pictured_count);
    for (size_t i = 0; i < paper->pictured_count; i++)
        if (map_put(noted, paper->pictured[i].key, i) != STATUS_OK)
            return error_memory(error);
    return STATUS_OK;
}

static enum status is_shown(struct paper *paper, const struct map *noted, struct str path,
                            bool *shown, struct error *error) {
    struct str *stories;
    size_t count;
    *shown = false;
    for (size_t i = 0; i < paper->pictured_count && !*shown; i++)
        *shown = str_eq(paper->pictured[i].value, path);
    enum status status = store_keys_of(paper->context->store, &paper->arena, KEYS_PICTURE, path,
                                       &stories, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count && !*shown; i++)
        *shown = map_find(noted, stories[i]) == NULL;
    return status;
}

enum status pictures_renew(struct paper *paper, struct error *error) {
    struct map noted;
    enum status status = map_noted(paper, &noted, error);
    for (size_t i = 0; i < paper->pictured_count && status == STATUS_OK; i++) {
        struct store_key known = {.key = paper->pictured[i].key};
        bool shown = true;
        arena_clear(&paper->arena);
        status =
            store_keys_get(paper->context->store, &paper->arena, KEYS_PICTURE, &known, 1, error);
        if (status == STATUS_OK && !str_absent(known.value))
            status = is_shown(paper, &noted, known.value, &shown, error);
        if (status == STATUS_OK && !shown)
            status = tree_remove(paper->pages, known.value, error);
    }
    map_release(&noted);
    return status;
}

/* Takes away what was known of stories that are not noted. */
static enum status drop_others(struct paper *paper, const struct map *noted, struct error *error) {
    enum { AT_ONCE = 1000 };
    struct store *store = paper->context->store;
    char after[ID_LENGTH + 1] = "";
    size_t count = AT_ONCE;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct store_key *known;
        arena_clear(&paper->arena);
        status = store_keys_list(store, &paper->arena, KEYS_PICTURE, str_from(after), AT_ONCE,
                                 &known, &count, error);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            const struct store_key none = {.key = known[i].key};
            snprintf(after, sizeof after, "%.*s", STR_ARG(known[i].key));
            if (map_find(noted, known[i].key) == NULL)
                status = store_keys_put(store, KEYS_PICTURE, &none, 1, error);
        }
    }
    return status;
}

enum status pictures_keep(struct paper *paper, struct error *error) {
    struct map noted;
    enum status status = map_noted(paper, &noted, error);
    if (status == STATUS_OK && paper->report->whole)
        status = drop_others(paper, &noted, error);
    if (status == STATUS_OK)
        status = store_keys_put(paper->context->store, KEYS_PICTURE, paper->pictured,
                                paper->pictured_count, error);
    map_release(&noted);
    return status;
}
