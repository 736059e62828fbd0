#include "publish/pages.h"

#include "files/coding.h"

static const struct {
    const char *ending;
    enum status (*code)(int effort, struct str bytes, struct buf *out);
    int effort;
} codings[] = {{".gz", files_gzip, FILES_GZIP_LEVEL}, {".br", files_brotli, FILES_BROTLI_QUALITY}};
enum { CODINGS = sizeof codings / sizeof codings[0] };

static struct str beside(struct paper *paper, struct str path, size_t coding) {
    return ARENA_JOIN(&paper->arena, path, str_from(codings[coding].ending));
}

/* Whether files at this path have compressed ones beside them. Sitemaps are long, change with each
 * story, and are asked for by a few robots, now and then. */
static bool is_coded(const struct paper *paper, struct str path) {
    switch (paper->edition->publish.precompress) {
    case PRECOMPRESS_FRONT:
        return str_find_byte(path, '/') == SIZE_MAX && !str_ends(path, STR("sitemap.xml"));
    case PRECOMPRESS_LISTS:
        return !str_starts(path, STR("s/"));
    case PRECOMPRESS_ALL:
        return true;
    case PRECOMPRESS_NONE:
        return false;
    }
    return false;
}

static enum status write_coded(struct paper *paper, struct str path, struct str bytes, bool same,
                               size_t coding, struct error *error) {
    struct str to = beside(paper, path, coding);
    struct buf coded;
    bool there = false;
    enum status status = str_absent(to) ? arena_status(&paper->arena, error) : STATUS_OK;
    if (status == STATUS_OK && same)
        status = tree_keep_there(paper->pages, to, &there, error);
    if (status != STATUS_OK || there)
        return status;
    buf_init(&coded, 2 * PUBLISH_PAGE_MOST);
    if (codings[coding].code(codings[coding].effort, bytes, &coded) != STATUS_OK)
        status = error_memory(error);
    if (status == STATUS_OK)
        status = tree_write(paper->pages, to, buf_str(&coded), error);
    buf_release(&coded);
    return status;
}

static enum status remove_coded(struct paper *paper, struct str path, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < CODINGS && status == STATUS_OK; i++) {
        struct str to = beside(paper, path, i);
        status = str_absent(to) ? arena_status(&paper->arena, error)
                                : tree_remove(paper->pages, to, error);
    }
    return status;
}

/* Of stories nobody keeps them when everything is published, and they are swept. */
enum status pages_write(struct paper *paper, struct str path, struct str bytes,
                        struct error *error) {
    bool coded = is_coded(paper, path), same;
    enum status status = tree_put(paper->pages, path, bytes, &same, error);
    if (status == STATUS_OK && coded && bytes.n >= FILES_CODED_LEAST) {
        for (size_t i = 0; i < CODINGS && status == STATUS_OK; i++)
            status = write_coded(paper, path, bytes, same, i, error);
    } else if (status == STATUS_OK &&
               (coded || (paper->report->whole && !str_starts(path, STR("s/"))))) {
        status = remove_coded(paper, path, error);
    }
    return status;
}

enum status pages_remove(struct paper *paper, struct str path, struct error *error) {
    enum status status = tree_remove(paper->pages, path, error);
    return status == STATUS_OK && is_coded(paper, path) ? remove_coded(paper, path, error) : status;
}
