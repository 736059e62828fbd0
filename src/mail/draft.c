#include "mail/draft.h"

#include <stdlib.h>

#include "files/files.h"
#include "files/tree.h"

static const struct str folder_name = STR_INIT("drafts/");
static const struct str ending = STR_INIT(".yaml");

/* "drafts/<id>.yaml"; absent for what is no id. */
static struct str path_of(struct arena *arena, struct str id) {
    return issue_id_valid(id) ? ARENA_JOIN(arena, folder_name, id, ending) : STR_NONE;
}

static enum status not_there(struct error *error, struct str id) {
    return error_set(error, STATUS_NOT_FOUND, "there is no draft '%.*s'", STR_ARG(id));
}

enum status mail_draft_read(struct arena *arena, const char *folder, struct str id,
                            struct issue *issue, struct error *error) {
    struct buf bytes;
    struct str path = path_of(arena, id);
    if (str_absent(path))
        return not_there(error, id);
    buf_init(&bytes, ISSUE_BYTES_MOST);
    enum status status = files_read(folder, path, ISSUE_BYTES_MOST, &bytes, error);
    if (status == STATUS_NOT_FOUND)
        status = not_there(error, id);
    else if (status == STATUS_OK)
        status = issue_read(arena, buf_str(&bytes), issue, error);
    if (status == STATUS_OK && !str_eq(issue->id, id))
        status = error_set(error, STATUS_INVALID, "the issue in this file is called '%.*s'",
                           STR_ARG(issue->id));
    if (status != STATUS_OK && status != STATUS_NOT_FOUND)
        error_in_file(error, path.p);
    buf_release(&bytes);
    return status;
}

static enum status open_drafts(struct arena *arena, const char *folder, struct tree **tree,
                               struct error *error) {
    struct str path = ARENA_JOIN(arena, str_from(folder), STR("/drafts"));
    return str_absent(path) ? arena_status(arena, error) : tree_open(path.p, tree, error);
}

enum status mail_draft_write(const char *folder, const struct issue *issue, struct error *error) {
    struct arena arena;
    struct buf bytes;
    struct tree *tree = NULL;
    arena_init(&arena, 1 << 16);
    buf_init(&bytes, ISSUE_BYTES_MOST);
    issue_write(issue, true, &bytes);
    enum status status = buf_check(&bytes, error);
    if (status == STATUS_OK)
        status = open_drafts(&arena, folder, &tree, error);
    if (status == STATUS_OK)
        status = tree_write(tree, ARENA_JOIN(&arena, issue->id, ending), buf_str(&bytes), error);
    if (status == STATUS_OK)
        status = tree_settle(tree, error);
    tree_close(tree);
    buf_release(&bytes);
    arena_release(&arena);
    return status;
}

enum status mail_draft_remove(const char *folder, struct str id, struct error *error) {
    struct arena arena;
    struct tree *tree = NULL;
    arena_init(&arena, 1 << 16);
    enum status status = open_drafts(&arena, folder, &tree, error);
    if (status == STATUS_OK)
        status = tree_remove(tree, ARENA_JOIN(&arena, id, ending), error);
    tree_close(tree);
    arena_release(&arena);
    return status;
}

static int by_date(const void *left, const void *right) {
    const struct str *a = left, *b = right;
    int order = str_compare(issue_date(*a), issue_date(*b));
    return order != 0 ? order : str_compare(*a, *b);
}

enum status mail_draft_list(struct arena *arena, const char *folder, struct str **ids,
                            size_t *count, struct error *error) {
    struct str *paths;
    size_t found = 0;
    *ids = NULL;
    *count = 0;
    enum status status = files_list(arena, folder, STR("drafts"), false, &paths, &found, error);
    if (status == STATUS_NOT_FOUND || found == 0)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    if (status != STATUS_OK)
        return status;
    for (size_t i = 0; i < found; i++) {
        struct str name = str_skip(paths[i], folder_name.n);
        if (!str_ends(name, ending))
            continue;
        name.n -= ending.n;
        if (issue_id_valid(name))
            paths[(*count)++] = name;
    }
    qsort(paths, *count, sizeof *paths, by_date);
    *ids = paths;
    return STATUS_OK;
}
