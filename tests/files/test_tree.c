#include "files/tree.h"

#include "scratch.h"
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>

static void put(struct tree *tree, const char *path, const char *text) {
    struct error error = {0};
    if (tree_write(tree, str_from(path), str_from(text), &error) != STATUS_OK)
        fail_msg("%s: %s", path, error.message);
}

static void expect_counts(struct tree *tree, size_t written, size_t unchanged, size_t removed) {
    struct tree_counts counts = tree_counts(tree);
    assert_int_equal(counts.written, written);
    assert_int_equal(counts.unchanged, unchanged);
    assert_int_equal(counts.removed, removed);
}

static struct timespec changed(struct scratch *scratch, const char *name) {
    struct stat info;
    assert_int_equal(lstat(scratch_path(scratch, name), &info), 0);
    return info.st_ctim;
}

static void writes_what_differs(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    struct tree *tree = NULL;
    char folder[100];
    snprintf(folder, sizeof folder, "%s/new/public", scratch.folder);
    assert_int_equal(tree_open(folder, &tree, NULL), STATUS_OK);
    put(tree, "index.html", "one");
    put(tree, "a/b/c/page.html", "two");
    put(tree, "empty", "");
    expect_counts(tree, 3, 0, 0);
    tree_new_round(tree);
    struct timespec before = changed(&scratch, "new/public/a/b/c/page.html");
    struct timespec folder_before = changed(&scratch, "new/public/a/b/c");
    put(tree, "index.html", "ONE"); /* same size */
    put(tree, "a/b/c/page.html", "two");
    put(tree, "empty", "");
    expect_counts(tree, 1, 2, 0);
    struct timespec after = changed(&scratch, "new/public/a/b/c/page.html");
    struct timespec folder_after = changed(&scratch, "new/public/a/b/c");
    assert_memory_equal(&before, &after, sizeof before);
    assert_memory_equal(&folder_before, &folder_after, sizeof before);
    scratch_expect(&scratch, "new/public/index.html", "ONE");
    put(tree, "index.html", "ONE and more");
    put(tree, "index.html", "ON");
    scratch_expect(&scratch, "new/public/index.html", "ON");
    assert_false(scratch_has(&scratch, "new/public/.broadsheet-tmp"));
    assert_int_equal(tree_sync(tree, NULL), STATUS_OK);
    tree_close(tree);
    scratch_drop(&scratch);
}

static void refuses_paths(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    struct tree *tree = NULL;
    assert_int_equal(tree_open(scratch.folder, &tree, NULL), STATUS_OK);
    char name[TREE_COMPONENT_MOST + 3];
    memset(name, 'x', sizeof name);
    memcpy(name, "a/", 2);
    struct str cases[] = {STR(""),  STR("../x"), STR("a/../x"), STR("/x"),
                          STR("."), STR("a//x"), STR("a\0b"),   str_of(name, sizeof name)};
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(tree_write(tree, cases[i], STR("x"), NULL), STATUS_INVALID);
        assert_int_equal(tree_remove(tree, cases[i], NULL), STATUS_INVALID);
        assert_int_equal(tree_keep(tree, cases[i], NULL), STATUS_INVALID);
    }
    assert_int_equal(tree_sweep(tree, STR(".."), NULL), STATUS_INVALID);
    assert_int_equal(tree_write(tree, str_of(name, sizeof name - 1), STR("x"), NULL), STATUS_OK);
    expect_counts(tree, 1, 0, 0);
    tree_close(tree);
    scratch_drop(&scratch);
}

/* K06: what was planted stays, and so does what lies behind it. */
static void leaves_what_is_in_the_way(void **state) {
    (void)state;
    struct scratch outside;
    struct scratch scratch;
    scratch_make(&outside);
    scratch_make(&scratch);
    scratch_put(&outside, "canary", "alive");
    char canary[100];
    snprintf(canary, sizeof canary, "%s/canary", outside.folder);
    assert_int_equal(symlink(outside.folder, scratch_path(&scratch, "2026")), 0);
    assert_int_equal(symlink(canary, scratch_path(&scratch, "page")), 0);
    assert_int_equal(symlink("nowhere", scratch_path(&scratch, "dangling")), 0);
    assert_int_equal(mkfifo(scratch_path(&scratch, "fifo"), 0666), 0);
    assert_int_equal(link(canary, scratch_path(&scratch, "hard")), 0);
    assert_int_equal(symlink(canary, scratch_path(&scratch, ".broadsheet-tmp")), 0);
    scratch_folder(&scratch, "folder");
    scratch_put(&scratch, "locked", "mine");
    assert_int_equal(chmod(scratch_path(&scratch, "locked"), 0444), 0);
    struct tree *tree = NULL;
    assert_int_equal(tree_open(scratch.folder, &tree, NULL), STATUS_OK);
    static const char *const refused[] = {"2026/x", "2026/canary", "page",   "page/x", "dangling",
                                          "fifo",   "fifo/x",      "folder", "locked"};
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        struct error error = {0};
        if (tree_write(tree, str_from(refused[i]), STR("evil"), &error) != STATUS_CANNOT_CREATE)
            fail_msg("%s: %s", refused[i], error.message);
        if (strcmp(refused[i], "locked") != 0 && strcmp(refused[i], "page/x") != 0 &&
            strcmp(refused[i], "2026/x") != 0 && strcmp(refused[i], "fifo/x") != 0)
            assert_int_not_equal(tree_remove(tree, str_from(refused[i]), NULL), STATUS_OK);
    }
    put(tree, "hard", "ours");
    put(tree, "other", "x"); /* over the planted temporary name */
    assert_false(scratch_has(&scratch, ".broadsheet-tmp"));
    tree_new_round(tree);
    assert_int_equal(tree_sweep(tree, STR(""), NULL), STATUS_OK);
    expect_counts(tree, 0, 0, 3); /* hard, locked, other */
    assert_true(scratch_has(&scratch, "2026"));
    assert_true(scratch_has(&scratch, "page"));
    assert_true(scratch_has(&scratch, "fifo"));
    assert_false(scratch_has(&scratch, "nowhere"));
    assert_false(scratch_has(&outside, "x"));
    scratch_expect(&outside, "canary", "alive");
    tree_close(tree);
    scratch_drop(&scratch);
    scratch_drop(&outside);
}

static void sweeps(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    struct tree *tree = NULL;
    assert_int_equal(tree_open(scratch.folder, &tree, NULL), STATUS_OK);
    static const char *const files[] = {"index.html", "api/news/page/1/index.html",
                                        "api/news/page/2/index.html", "stories/a/x", "stories/b/y"};
    for (size_t i = 0; i < 5; i++)
        put(tree, files[i], "x");
    scratch_put(&scratch, "stories/.keep", "x");
    tree_new_round(tree);
    put(tree, "api/news/page/1/index.html", "x");
    assert_int_equal(tree_keep(tree, STR("stories/b/y"), NULL), STATUS_OK);
    assert_int_equal(tree_sweep(tree, STR("api"), NULL), STATUS_OK);
    expect_counts(tree, 0, 1, 1);
    assert_true(scratch_has(&scratch, "api/news/page/1/index.html"));
    assert_false(scratch_has(&scratch, "api/news/page/2"));
    assert_true(scratch_has(&scratch, "stories/a/x")); /* elsewhere */
    assert_int_equal(tree_sweep(tree, STR("stories"), NULL), STATUS_OK);
    assert_false(scratch_has(&scratch, "stories/a"));
    assert_true(scratch_has(&scratch, "stories/b/y"));
    assert_true(scratch_has(&scratch, "stories/.keep"));
    put(tree, "stories/a/x", "again"); /* the folder that was open is gone */
    assert_int_equal(tree_remove(tree, STR("stories/b/y"), NULL), STATUS_OK);
    assert_int_equal(tree_remove(tree, STR("stories/b/y"), NULL), STATUS_OK);
    assert_int_equal(tree_remove(tree, STR("none/b/y"), NULL), STATUS_OK);
    assert_int_equal(tree_sweep(tree, STR("none"), NULL), STATUS_OK);
    expect_counts(tree, 1, 1, 3);
    tree_close(tree);
    scratch_drop(&scratch);
}

static void uses_many_folders(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    struct tree *tree = NULL;
    assert_int_equal(tree_open(scratch.folder, &tree, NULL), STATUS_OK);
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 200; i++) {
            char path[64];
            snprintf(path, sizeof path, "d%d/e%d/f", i % 10, i);
            put(tree, path, path);
        }
    expect_counts(tree, 200, 200, 0);
    tree_close(tree);
    scratch_drop(&scratch);
}

/* In a child, since privileges and limits do not come back. */
static void in_child(int (*work)(struct scratch *scratch), struct scratch *scratch) {
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(work(scratch));
    int result = -1;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
}

static int write_read_only(struct scratch *scratch) {
    if (geteuid() == 0 && seteuid(65534) != 0)
        return 1;
    struct tree *tree = NULL;
    struct error error = {0};
    char below[100];
    snprintf(below, sizeof below, "%s/new", scratch->folder);
    if (tree_open(below, &tree, &error) != STATUS_CANNOT_CREATE)
        return 2;
    if (tree_open(scratch->folder, &tree, &error) != STATUS_OK)
        return 3;
    if (tree_write(tree, STR("a/x"), STR("x"), &error) != STATUS_CANNOT_CREATE ||
        tree_write(tree, STR("old"), STR("new"), &error) != STATUS_CANNOT_CREATE ||
        tree_write(tree, STR("x"), STR("x"), &error) != STATUS_CANNOT_CREATE ||
        tree_remove(tree, STR("old"), &error) != STATUS_CANNOT_CREATE)
        return 4;
    if (tree_write(tree, STR("old"), STR("old"), &error) != STATUS_OK)
        return 5;
    tree_close(tree);
    return 0;
}

static void read_only_folder(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    scratch_put(&scratch, "old", "old");
    assert_int_equal(chmod(scratch.folder, 0555), 0);
    in_child(write_read_only, &scratch);
    assert_int_equal(chmod(scratch.folder, 0755), 0);
    scratch_expect(&scratch, "old", "old");
    scratch_drop(&scratch);
}

static int write_too_much(struct scratch *scratch) {
    static char big[100000];
    struct tree *tree = NULL;
    struct error error = {0};
    if (tree_open(scratch->folder, &tree, &error) != STATUS_OK)
        return 2;
    struct str bytes = str_of(big, sizeof big);
    if (tree_write(tree, STR("page"), bytes, &error) != STATUS_IO ||
        tree_write(tree, STR("new/page"), bytes, &error) != STATUS_IO)
        return 3;
    if (scratch_has(scratch, ".broadsheet-tmp") || scratch_has(scratch, "new/page") ||
        scratch_has(scratch, "new/.broadsheet-tmp"))
        return 4;
    if (tree_write(tree, STR("small"), STR("fits"), &error) != STATUS_OK)
        return 5;
    scratch_expect(scratch, "page", "old");
    tree_close(tree);
    return 0;
}

static int write_over_limit(struct scratch *scratch) {
    struct rlimit limit = {50000, 50000};
    signal(SIGXFSZ, SIG_IGN);
    return setrlimit(RLIMIT_FSIZE, &limit) != 0 ? 1 : write_too_much(scratch);
}

static int write_on_full_disk(struct scratch *scratch) {
    /* Where mounting is not permitted the limit above is the test. */
    if (unshare(CLONE_NEWNS) != 0 || mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
        mount("none", scratch->folder, "tmpfs", 0, "size=64k") != 0)
        return 0;
    scratch_put(scratch, "page", "old");
    return write_too_much(scratch);
}

static void full_disk(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    scratch_put(&scratch, "page", "old");
    in_child(write_over_limit, &scratch);
    scratch_expect(&scratch, "page", "old");
    in_child(write_on_full_disk, &scratch);
    scratch_drop(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(writes_what_differs),
        cmocka_unit_test(refuses_paths),
        cmocka_unit_test(leaves_what_is_in_the_way),
        cmocka_unit_test(sweeps),
        cmocka_unit_test(uses_many_folders),
        cmocka_unit_test(read_only_folder),
        cmocka_unit_test(full_disk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
