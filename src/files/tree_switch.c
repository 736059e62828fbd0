/* The switch of a staged tree: what is staged is put in its place, by a journal that says all of
 * it before the first step, so that a step that is not done can be done by the next run.
 *
 * The journal is a line for each step, ended by NUL, between a first line and one with the hash of
 * all before it: without that one nothing has been done. */
#include "files/tree_inside.h"
#include "files/whole.h"

#include "base/hash.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { JOURNAL_MOST = 1 << 30 };
static const struct str first = STR_INIT("broadsheet stage 1");

/* ---- writing the journal ---- */

/* A file that was removed or written again since is not what was noted. */
static bool holds(const struct tree *tree, const struct staged *staged, size_t index) {
    if (staged->kind == STAGED_FOLDER || staged->kind == STAGED_EMPTY)
        return true;
    const struct map_entry *entry = map_find(&tree->kept, staged->path);
    size_t kept = entry != NULL ? entry->value : KEPT_REMOVED;
    return staged->kind == STAGED_REMOVED ? kept == KEPT_REMOVED : kept == KEPT_STAGED + index;
}

static void describe(const struct staged *staged, struct buf *out) {
    char name[TREE_STAGE_NAME] = "-";
    if (staged->kind == STAGED_EMPTY)
        name[0] = '/';
    else if (staged->kind != STAGED_REMOVED)
        tree_stage_name(staged, name);
    buf_add_cstr(out, name);
    buf_add_byte(out, ' ');
    buf_add(out, staged->path);
    buf_add_byte(out, '\0');
}

/* Whoever reads meanwhile finds what is named: what is new comes first, then what is other, and
 * what goes goes last. */
static void describe_all(const struct tree *tree, struct buf *out) {
    char hash[HASH_HEX + 1];
    buf_add(out, first);
    buf_add_byte(out, '\0');
    for (int kind = 0; kind < STAGED_KINDS; kind++)
        for (size_t i = 0; i < tree->staged_count; i++)
            if ((int)tree->staged[i].kind == kind && holds(tree, &tree->staged[i], i))
                describe(&tree->staged[i], out);
    hash_hex(buf_str(out), hash);
    buf_add_cstr(out, hash);
}

static enum status write_journal(int stage, struct str text, struct error *error) {
    int fd =
        openat(stage, TREE_JOURNAL, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
    if (fd < 0)
        return tree_failed(error, errno, "create", STR(TREE_STAGE "/" TREE_JOURNAL));
    int number = files_write_all(fd, text);
    if (close(fd) != 0 && number == 0)
        number = errno;
    return number == 0 ? STATUS_OK
                       : tree_failed(error, number, "write", STR(TREE_STAGE "/" TREE_JOURNAL));
}

/* ---- doing what it says ---- */

static enum status put(int stage, const char *from, int at, const char *name, struct str path,
                       struct error *error) {
    if (renameat(stage, from, at, name) == 0 || errno == ENOENT) /* done before a kill */
        return STATUS_OK;
    if (errno == EISDIR || errno == ENOTDIR || errno == ENOTEMPTY || errno == EEXIST)
        return tree_in_the_way(error, "something else", path);
    return tree_failed(error, errno, "put in place", path);
}

static enum status do_step(struct tree *tree, int stage, struct str from, struct str path,
                           struct error *error) {
    char name[TREE_COMPONENT_MOST + 1], staged[TREE_STAGE_NAME];
    struct str folder = tree_split(path, name);
    bool goes = str_eq(from, STR("-")), empties = str_eq(from, STR("/"));
    int at = -1;
    snprintf(staged, sizeof staged, "%.*s", STR_ARG(from));
    enum status status = tree_folder(tree, folder, !goes && !empties, &at, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status != STATUS_OK)
        return status;
    if (empties) {
        if (unlinkat(at, name, AT_REMOVEDIR) == 0)
            tree_forget_folder(tree, path);
        return STATUS_OK;
    }
    if (!goes)
        return put(stage, staged, at, name, path, error);
    return unlinkat(at, name, 0) == 0 || errno == ENOENT
               ? STATUS_OK
               : tree_failed(error, errno, "remove", path);
}

static bool names_stage(struct str from) {
    bool good = from.n > 0 && from.n < TREE_STAGE_NAME && (from.p[0] == 'd' || from.p[0] == 'f');
    for (size_t i = 1; i < from.n && good; i++)
        good = (from.p[i] >= '0' && from.p[i] <= '9') || (from.p[i] == '/' && from.p[0] == 'f');
    return good || str_eq(from, STR("-")) || str_eq(from, STR("/"));
}

/* The steps of a journal, none where it is not whole. */
static bool steps_of(struct str journal, struct str *steps) {
    char hash[HASH_HEX + 1];
    struct str line;
    if (journal.n < first.n + 1 + HASH_HEX || !str_starts(journal, first))
        return false;
    *steps = str_take(journal, journal.n - HASH_HEX);
    hash_hex(*steps, hash);
    return str_eq(str_skip(journal, steps->n), str_from(hash)) && str_next(steps, '\0', &line) &&
           str_eq(line, first);
}

static enum status do_steps(struct tree *tree, int stage, struct str steps, struct error *error) {
    enum status status = STATUS_OK;
    for (struct str line; status == STATUS_OK && str_next(&steps, '\0', &line);) {
        size_t space = str_find_byte(line, ' ');
        if (line.n == 0)
            continue;
        struct str path = space == SIZE_MAX ? STR("") : str_skip(line, space + 1);
        struct str from = space == SIZE_MAX ? STR("") : str_take(line, space);
        if (!files_path_valid(path, TREE_COMPONENT_MOST) || !names_stage(from))
            return error_set(error, STATUS_INVALID, "%s/%s is broken", TREE_STAGE, TREE_JOURNAL);
        status = do_step(tree, stage, from, path, error);
    }
    return status;
}

/* ---- the end of a stage ---- */

/* Takes away the stage, and closes it. */
static enum status clear(struct tree *tree, int stage, struct error *error) {
    struct tree *staged;
    enum status status = tree_open_at(stage, TREE_STAGE, &staged, error);
    if (status != STATUS_OK)
        return status;
    status = tree_sweep(staged, STR(""), error);
    tree_close(staged);
    if (status == STATUS_OK && unlinkat(tree->root, TREE_STAGE, AT_REMOVEDIR) != 0)
        status = tree_failed(error, errno, "remove", STR(TREE_STAGE));
    return status;
}

/* The journal goes first: what it says is done, and is not to be done again. */
static enum status finish(struct tree *tree, int stage, struct error *error) {
    if (unlinkat(stage, TREE_JOURNAL, 0) == 0 || errno == ENOENT)
        return clear(tree, stage, error);
    enum status status = tree_failed(error, errno, "remove", STR(TREE_STAGE "/" TREE_JOURNAL));
    close(stage);
    return status;
}

static void forget_staged(struct tree *tree) {
    tree_queue_close(tree->queue);
    tree->queue = NULL;
    tree->stage = -1;
    free(tree->staged);
    tree->staged = NULL;
    tree->staged_count = tree->staged_capacity = tree->stage_files = 0;
    map_clear(&tree->kept);
    map_clear(&tree->made);
    arena_clear(&tree->paths);
}

void tree_unstage(struct tree *tree) {
    int stage = tree->stage;
    if (!tree->stages || stage < 0)
        return;
    forget_staged(tree);
    clear(tree, stage, NULL); /* what stays is cleared by whoever opens the tree next */
}

static enum status switch_staged(struct tree *tree, struct error *error) {
    struct str steps;
    struct buf journal;
    buf_init(&journal, JOURNAL_MOST);
    describe_all(tree, &journal);
    enum status status = buf_check(&journal, error);
    if (status == STATUS_OK)
        status = write_journal(tree->stage, buf_str(&journal), error);
    if (status != STATUS_OK) {
        tree_unstage(tree);
    } else {
        int stage = tree->stage;
        forget_staged(tree);
        steps_of(buf_str(&journal), &steps);
        status = do_steps(tree, stage, steps, error);
        if (status == STATUS_OK)
            status = finish(tree, stage, error);
        else
            close(stage); /* the next run goes on with it */
    }
    buf_release(&journal);
    return status;
}

enum status tree_switch(struct tree *tree, struct error *error) {
    enum status status = tree_settle(tree, error);
    if (status != STATUS_OK || tree->stage < 0)
        return status;
    status = switch_staged(tree, error);
    if (status != STATUS_OK)
        error_in_file(error, tree->name);
    return status;
}

/* ---- what an earlier run left ---- */

static enum status read_journal(int stage, struct buf *journal, struct error *error) {
    char piece[1 << 14];
    ssize_t n;
    int fd = openat(stage, TREE_JOURNAL, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT ? STATUS_OK : tree_failed(error, errno, "read", STR(TREE_JOURNAL));
    while ((n = read(fd, piece, sizeof piece)) > 0 || (n < 0 && errno == EINTR))
        if (n > 0)
            buf_add(journal, str_of(piece, (size_t)n));
    int number = errno;
    close(fd);
    return n < 0 ? tree_failed(error, number, "read", STR(TREE_JOURNAL))
                 : buf_check(journal, error);
}

enum status tree_recover(struct tree *tree, struct error *error) {
    struct str steps;
    struct buf journal;
    int stage = openat(tree->root, TREE_STAGE, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (stage < 0 && errno == ENOENT)
        return STATUS_OK;
    if (stage < 0 && (errno == ENOTDIR || errno == ELOOP))
        return tree_in_the_way(error, "something that is no folder", STR(TREE_STAGE));
    if (stage < 0)
        return tree_failed(error, errno, "open the folder", STR(TREE_STAGE));
    buf_init(&journal, JOURNAL_MOST);
    enum status status = read_journal(stage, &journal, error);
    if (status == STATUS_OK && steps_of(buf_str(&journal), &steps))
        status = do_steps(tree, stage, steps, error);
    buf_release(&journal);
    if (status == STATUS_OK)
        return finish(tree, stage, error);
    close(stage);
    return status;
}
