/* A generation is there as a whole, or the one before it: whatever kills the round that makes it,
 * and whenever the disk is full. */
#include "files/tree.h"

#include "base/arena.h"
#include "files/files.h"
#include "scratch.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/wait.h>

enum { PAGES = 12, TEXT_MOST = 1 << 16, NOTHING = 0, NEITHER = -1 };

/* ---- an edition of two generations ---- */

/* Pages of folders that both generations have (some of both, some of one), and of folders that only
 * one has. */
static void page_path(int generation, int page, char path[64]) {
    if (page % 3 == 0)
        snprintf(path, 64, "s/shelf/%d-%d.html", page % 2 == 0 ? generation : 0, page);
    else if (page % 3 == 1)
        snprintf(path, 64, "only%d/deep/er/%d.html", generation, page);
    else
        snprintf(path, 64, "only%d/%d.html", generation, page);
}

static struct str page_text(int generation, int page, char text[TEXT_MOST]) {
    size_t n = (size_t)snprintf(text, TEXT_MOST, "%d %d\n", generation, page);
    memset(text + n, 'x', (size_t)page * 1000);
    return str_of(text, n + (size_t)page * 1000);
}

static struct str list_text(int generation, char text[TEXT_MOST]) {
    size_t n = 0;
    for (int i = 0; i < PAGES; i++) {
        char path[64];
        page_path(generation, i, path);
        n += (size_t)snprintf(text + n, TEXT_MOST - n, "%s\n", path);
    }
    return str_of(text, n);
}

static bool is_only(struct str name) {
    return str_starts(name, STR("only"));
}

static enum status write_generation(struct tree *tree, int generation, struct error *error) {
    static char text[TEXT_MOST];
    char path[64];
    enum status status = tree_write(tree, STR("index.html"), list_text(generation, text), error);
    for (int i = 0; i < PAGES && status == STATUS_OK; i++) {
        page_path(generation, i, path);
        status = tree_write(tree, str_from(path), page_text(generation, i, text), error);
    }
    if (status == STATUS_OK)
        status = tree_sweep(tree, STR("s"), error);
    if (status == STATUS_OK)
        status = tree_sweep_top(tree, is_only, error);
    return status == STATUS_OK ? tree_switch(tree, error) : status;
}

static enum status publish(const char *folder, int generation, struct error *error) {
    struct tree *tree = NULL;
    enum status status = tree_open_staged(folder, &tree, error);
    if (status == STATUS_OK)
        status = write_generation(tree, generation, error);
    tree_close(tree);
    return status;
}

static void begin(struct scratch *scratch) {
    struct error error = {0};
    scratch_make(scratch);
    if (publish(scratch->folder, 1, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static bool has(const char *folder, const char *path, struct str bytes) {
    struct buf have;
    buf_init(&have, TEXT_MOST);
    bool same = files_read(folder, str_from(path), TEXT_MOST, &have, NULL) == STATUS_OK &&
                str_eq(buf_str(&have), bytes);
    buf_release(&have);
    return same;
}

static size_t count_files(const char *folder) {
    struct arena arena;
    struct str *paths;
    size_t count = 0;
    arena_init(&arena, 1 << 20);
    assert_int_equal(files_list(&arena, folder, STR(""), true, &paths, &count, NULL), STATUS_OK);
    arena_release(&arena);
    return count;
}

/* The one that is there, with all its files and no other. */
static int generation_of(const char *folder) {
    static char text[TEXT_MOST];
    size_t count = count_files(folder);
    for (int generation = 1; generation <= 2 && count == PAGES + 1; generation++) {
        bool whole = has(folder, "index.html", list_text(generation, text));
        for (int i = 0; i < PAGES && whole; i++) {
            char path[64];
            page_path(generation, i, path);
            whole = has(folder, path, page_text(generation, i, text));
        }
        if (whole)
            return generation;
    }
    return count == 0 ? NOTHING : NEITHER;
}

/* What a reader meets between two steps: the list is one of the two, and its pages are there. */
static void expect_readable(const char *folder) {
    static char text[TEXT_MOST];
    bool old = has(folder, "index.html", list_text(1, text));
    assert_true(old || has(folder, "index.html", list_text(2, text)));
    for (int i = 0; i < PAGES; i++) {
        char path[64];
        int64_t size;
        int fd;
        page_path(old ? 1 : 2, i, path);
        assert_int_equal(files_open(folder, str_from(path), &fd, &size, NULL), STATUS_OK);
        close(fd);
        page_text(old ? 1 : 2, i, text);
        assert_int_equal(size, page_text(1, i, text).n);
    }
}

/* ---- what it does ---- */

static void changes_in_the_switch_alone(void **state) {
    (void)state;
    struct scratch scratch;
    struct tree *tree = NULL;
    begin(&scratch);
    assert_int_equal(generation_of(scratch.folder), 1);
    assert_int_equal(tree_open_staged(scratch.folder, &tree, NULL), STATUS_OK);
    assert_int_equal(tree_write(tree, STR("index.html"), STR("x"), NULL), STATUS_OK);
    assert_int_equal(tree_write(tree, STR("new/a/b"), STR("x"), NULL), STATUS_OK);
    assert_int_equal(tree_remove(tree, STR("only1/2.html"), NULL), STATUS_OK);
    assert_int_equal(tree_sweep(tree, STR("s"), NULL), STATUS_OK);
    assert_int_equal(tree_settle(tree, NULL), STATUS_OK);
    assert_int_equal(generation_of(scratch.folder), 1);
    tree_close(tree);
    assert_false(scratch_has(&scratch, ".broadsheet-stage"));
    assert_int_equal(generation_of(scratch.folder), 1);
    assert_int_equal(publish(scratch.folder, 2, NULL), STATUS_OK);
    assert_int_equal(generation_of(scratch.folder), 2);
    assert_false(scratch_has(&scratch, "only1"));
    assert_false(scratch_has(&scratch, ".broadsheet-stage"));
    scratch_drop(&scratch);
}

static void stages_nothing_where_nothing_changes(void **state) {
    (void)state;
    struct scratch scratch;
    struct tree *tree = NULL;
    struct stat before, after;
    begin(&scratch);
    assert_int_equal(stat(scratch.folder, &before), 0);
    assert_int_equal(tree_open_staged(scratch.folder, &tree, NULL), STATUS_OK);
    assert_int_equal(write_generation(tree, 1, NULL), STATUS_OK);
    assert_int_equal(tree_counts(tree).unchanged, PAGES + 1);
    assert_int_equal(tree_counts(tree).written + tree_counts(tree).removed, 0);
    tree_close(tree);
    assert_int_equal(stat(scratch.folder, &after), 0);
    assert_memory_equal(&before.st_mtim, &after.st_mtim, sizeof before.st_mtim);
    scratch_drop(&scratch);
}

/* The last word on a file holds. */
static void takes_the_last_word(void **state) {
    enum { WRITE, OTHER, REMOVE, KEEP };
    static const struct {
        int words[4];
        size_t count;
        const char *there, *fresh; /* of a file that was there as "old", of one that was not */
    } cases[] = {
        {{WRITE, OTHER}, 2, "other", "other"},
        {{WRITE, REMOVE}, 2, NULL, NULL},
        {{REMOVE, WRITE}, 2, "old", "old"},
        {{REMOVE, OTHER}, 2, "other", "other"},
        {{OTHER, REMOVE, OTHER}, 3, "other", "other"},
        {{REMOVE, KEEP}, 2, "old", NULL},
        {{OTHER, WRITE}, 2, "old", "old"},
        {{OTHER, REMOVE, REMOVE}, 3, NULL, NULL},
        {{REMOVE, OTHER, REMOVE, WRITE}, 4, "old", "old"},
    };
    static const char *const paths[] = {"there", "fresh", "in/a/new/folder"};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct scratch scratch;
        struct tree *tree = NULL;
        scratch_make(&scratch);
        scratch_put(&scratch, "there", "old");
        assert_int_equal(tree_open_staged(scratch.folder, &tree, NULL), STATUS_OK);
        for (size_t p = 0; p < 3; p++)
            for (size_t w = 0; w < cases[i].count; w++) {
                int word = cases[i].words[w];
                struct str path = str_from(paths[p]);
                enum status status =
                    word == REMOVE ? tree_remove(tree, path, NULL)
                    : word == KEEP
                        ? tree_keep(tree, path, NULL)
                        : tree_write(tree, path, word == OTHER ? STR("other") : STR("old"), NULL);
                assert_int_equal(status, STATUS_OK);
            }
        assert_int_equal(tree_switch(tree, NULL), STATUS_OK);
        tree_close(tree);
        for (size_t p = 0; p < 3; p++) {
            const char *wanted = p == 0 ? cases[i].there : cases[i].fresh;
            if (wanted != NULL)
                scratch_expect(&scratch, paths[p], wanted);
            else
                assert_false(scratch_has(&scratch, paths[p]));
        }
        scratch_drop(&scratch);
    }
}

/* Rounds follow each other in one tree. */
static void goes_on_after_a_switch(void **state) {
    (void)state;
    struct scratch scratch;
    struct tree *tree = NULL;
    scratch_make(&scratch);
    assert_int_equal(tree_open_staged(scratch.folder, &tree, NULL), STATUS_OK);
    for (int i = 0; i < 6; i++) {
        assert_int_equal(write_generation(tree, 1 + i % 2, NULL), STATUS_OK);
        assert_int_equal(generation_of(scratch.folder), 1 + i % 2);
    }
    tree_close(tree);
    scratch_drop(&scratch);
}

/* K06: what was planted stays, and so does what lies behind it. */
static void leaves_what_is_in_the_way(void **state) {
    static const char *const planted[] = {"s", "only2", ".broadsheet-stage", "index.html"};
    (void)state;
    for (size_t i = 0; i < sizeof planted / sizeof planted[0]; i++) {
        struct scratch scratch, outside;
        struct error error = {0};
        scratch_make(&scratch);
        scratch_make(&outside);
        scratch_put(&outside, "canary", "alive");
        assert_int_equal(symlink(outside.folder, scratch_path(&scratch, planted[i])), 0);
        assert_int_equal(publish(scratch.folder, 2, &error), STATUS_CANNOT_CREATE);
        assert_int_equal(count_files(scratch.folder), 0);
        assert_int_equal(count_files(outside.folder), 1);
        scratch_drop(&scratch);
        scratch_drop(&outside);
    }
}

/* Journals that are cut short or wrong are none; a step that leads out of the tree is not done. */
static void refuses_broken_journals(void **state) {
    static const char *const texts[] = {"", "broadsheet stage 1", "x",
                                        "broadsheet stage 1\nf0/0 index.html\n"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        struct scratch scratch;
        begin(&scratch);
        scratch_folder(&scratch, ".broadsheet-stage");
        scratch_folder(&scratch, ".broadsheet-stage/f0");
        scratch_put(&scratch, ".broadsheet-stage/f0/0", "half");
        scratch_put(&scratch, ".broadsheet-stage/journal", texts[i]);
        assert_int_equal(publish(scratch.folder, 1, NULL), STATUS_OK);
        assert_int_equal(generation_of(scratch.folder), 1);
        assert_false(scratch_has(&scratch, ".broadsheet-stage"));
        scratch_drop(&scratch);
    }
}

/* ---- kills ---- */

/* Publishes in a child that is killed at its n-th step into or out of the kernel; false when it
 * came to its end before. */
static bool publish_killed(const char *folder, int generation, int n) {
    int status = 0;
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
            _exit(77);
        raise(SIGSTOP);
        _exit(publish(folder, generation, NULL) == STATUS_OK ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    for (int i = 0; i < n && WIFSTOPPED(status); i++) {
        if (ptrace(PTRACE_SYSCALL, child, NULL, NULL) != 0)
            break;
        assert_int_equal(waitpid(child, &status, 0), child);
    }
    if (WIFEXITED(status)) {
        assert_int_equal(WEXITSTATUS(status), 0);
        return false;
    }
    kill(child, SIGKILL);
    assert_int_equal(waitpid(child, &status, 0), child);
    return true;
}

static bool may_trace(void) {
    int status = 0;
    pid_t child = fork();
    if (child == 0)
        _exit(ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? 0 : 77);
    return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* What was killed is taken up by a run that is killed, too, and by one that only opens the tree. */
static void survives_a_kill_anywhere(void **state) {
    int seen[3] = {0};
    bool killed = true;
    (void)state;
    if (!may_trace()) {
        print_message("skipped: no process may be traced here\n");
        skip();
    }
    for (int n = 1; killed; n += 2) { /* 1, 3 … are calls that are not done */
        struct scratch scratch;
        struct tree *tree = NULL;
        begin(&scratch);
        killed = publish_killed(scratch.folder, 2, n);
        expect_readable(scratch.folder);
        if (n % 3 == 0 && killed) {
            publish_killed(scratch.folder, 2, 1 + n * 7 % 97);
            expect_readable(scratch.folder);
        }
        assert_int_equal(tree_open_staged(scratch.folder, &tree, NULL), STATUS_OK);
        tree_close(tree);
        int is = generation_of(scratch.folder);
        if (is != 1 && is != 2)
            fail_msg("killed at step %d: neither generation", n);
        seen[is]++;
        assert_false(scratch_has(&scratch, ".broadsheet-stage"));
        scratch_drop(&scratch);
    }
    assert_true(seen[1] > 20 && seen[2] > 20);
}

/* ---- full disks ---- */

/* On a file system of so many kilobytes that holds the first generation; then there is room. */
static int publish_on_small(struct scratch *scratch, int kilobytes) {
    char options[32];
    struct tree *tree = NULL;
    struct error error = {0};
    snprintf(options, sizeof options, "size=%dk", kilobytes);
    /* Where mounting is not permitted, other tests of full disks have to do. */
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", scratch->folder, "tmpfs", 0, "size=8m") != 0)
        return 77;
    if (publish(scratch->folder, 1, NULL) != STATUS_OK ||
        mount("none", scratch->folder, "tmpfs", MS_REMOUNT, options) != 0)
        return 1;
    enum status status = publish(scratch->folder, 2, &error);
    if (status != STATUS_OK && status != STATUS_IO)
        return 2;
    if (status != STATUS_OK && generation_of(scratch->folder) == 2)
        return 3;
    expect_readable(scratch->folder);
    if (mount("none", scratch->folder, "tmpfs", MS_REMOUNT, "size=8m") != 0 ||
        tree_open_staged(scratch->folder, &tree, &error) != STATUS_OK)
        return 4;
    tree_close(tree);
    int is = generation_of(scratch->folder);
    if (is != 1 && is != 2)
        return 5;
    if (status == STATUS_OK && is != 2)
        return 6;
    return publish(scratch->folder, 2, &error) == STATUS_OK ? 10 + is : 7;
}

static void survives_a_full_disk(void **state) {
    enum { FIRST = 120, LAST = 280, STEP = 4 };
    int seen[3] = {0};
    (void)state;
    for (int size = FIRST; size <= LAST; size += STEP) {
        struct scratch scratch;
        int result = 0;
        scratch_make(&scratch);
        pid_t child = fork();
        if (child == 0)
            _exit(publish_on_small(&scratch, size));
        assert_int_equal(waitpid(child, &result, 0), child);
        assert_true(WIFEXITED(result));
        scratch_drop(&scratch);
        if (WEXITSTATUS(result) == 77)
            skip();
        if (WEXITSTATUS(result) < 11)
            fail_msg("%d KiB: %d", size, WEXITSTATUS(result));
        seen[WEXITSTATUS(result) - 10]++;
    }
    assert_true(seen[1] > 2 && seen[2] > 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(changes_in_the_switch_alone),
        cmocka_unit_test(stages_nothing_where_nothing_changes),
        cmocka_unit_test(takes_the_last_word),
        cmocka_unit_test(goes_on_after_a_switch),
        cmocka_unit_test(leaves_what_is_in_the_way),
        cmocka_unit_test(refuses_broken_journals),
        cmocka_unit_test(survives_a_kill_anywhere),
        cmocka_unit_test(survives_a_full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
