#include "publish/pictures.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

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
