#include "files/files.h"

#include "files/beneath.h"
#include "scratch.h"
#include <errno.h>
#include <poll.h>
#include <sys/wait.h>

static void judges_paths(void **state) {
    (void)state;
    static const struct {
        struct str path;
        bool valid;
    } cases[] = {
        {STR_INIT("edition.yaml"), true},
        {STR_INIT("topics/00-ai.yaml"), true},
        {STR_INIT("...x"), true},
        {STR_INIT(""), false},
        {STR_INIT("/etc/passwd"), false},
        {STR_INIT(".."), false},
        {STR_INIT("."), false},
        {STR_INIT("a/../b"), false},
        {STR_INIT("a/./b"), false},
        {STR_INIT("a//b"), false},
        {STR_INIT("a/"), false},
        {STR_INIT("a\0b"), false},
        {STR_INIT("0123456789"), false}, /* longer than the components allowed here */
        {STR_INIT("1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2"), true},
        {STR_INIT("1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3/4/5/6/7/8/9/0/1/2/3"), false},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (files_path_valid(cases[i].path, i == 12 ? 9 : 20) != cases[i].valid)
            fail_msg("case %zu: %.*s", i, STR_ARG(cases[i].path));
}

/* A folder with a file, links that lead out, and what is no file. */
static void plant(struct scratch *outside, struct scratch *inside) {
    scratch_make(outside);
    scratch_make(inside);
    scratch_put(outside, "secret", "canary");
    scratch_folder(inside, "deep");
    scratch_put(inside, "deep/file", "hello");
    scratch_put(inside, "empty", "");
    char target[128];
    snprintf(target, sizeof target, "%s/secret", outside->folder);
    assert_int_equal(symlink(target, scratch_path(inside, "link")), 0);
    assert_int_equal(symlink(outside->folder, scratch_path(inside, "away")), 0);
    assert_int_equal(symlink("deep", scratch_path(inside, "near")), 0);
    assert_int_equal(mkfifo(scratch_path(inside, "fifo"), 0666), 0);
}

static const struct {
    const char *path;
    size_t max;
    enum status status;
    const char *bytes;
} readings[] = {
    {"deep/file", 100, STATUS_OK, "hello"}, {"deep/file", 5, STATUS_OK, "hello"},
    {"deep/file", 4, STATUS_LIMIT, ""},     {"empty", 0, STATUS_OK, ""},
    {"none", 100, STATUS_NOT_FOUND, ""},    {"deep/none", 100, STATUS_NOT_FOUND, ""},
    {"link", 100, STATUS_DENIED, ""},       {"away/secret", 100, STATUS_DENIED, ""},
    {"near/file", 100, STATUS_DENIED, ""},  {"fifo", 100, STATUS_DENIED, ""},
    {"deep", 100, STATUS_DENIED, ""},       {"deep/file/x", 100, STATUS_DENIED, ""},
    {"../x", 100, STATUS_INVALID, ""},      {"/etc/passwd", 100, STATUS_INVALID, ""},
};

static void reads_below(void **state) {
    (void)state;
    struct scratch outside;
    struct scratch inside;
    plant(&outside, &inside);
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        struct buf out;
        buf_init(&out, 100);
        BUF_ADD(&out, "x");
        struct error error = {0};
        enum status status =
            files_read(inside.folder, str_from(readings[i].path), readings[i].max, &out, &error);
        if (status != readings[i].status || error.status != status)
            fail_msg("%s: %s", readings[i].path, error.message);
        assert_string_equal(buf_cstr(&out) + 1, readings[i].bytes);
        assert_int_equal(out.status, STATUS_OK);
        buf_release(&out);
    }
    struct buf small; /* the buffer's own cap */
    buf_init(&small, 4);
    assert_int_equal(files_read(inside.folder, STR("deep/file"), 100, &small, NULL), STATUS_LIMIT);
    assert_int_equal(small.n, 0);
    buf_release(&small);
    scratch_drop(&inside);
    scratch_drop(&outside);
}

/* Both ways of opening judge alike (K01, K06). */
static void walks_as_openat2(void **state) {
    (void)state;
    struct scratch outside;
    struct scratch inside;
    plant(&outside, &inside);
    int root = open(inside.folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    assert_true(root >= 0);
    for (size_t i = 0; i < sizeof readings / sizeof readings[0]; i++) {
        if (readings[i].status == STATUS_INVALID)
            continue;
        enum status numbers[2];
        for (int way = 0; way < 2; way++) {
            int fd = files_beneath(root, readings[i].path, O_RDONLY, (enum beneath_way)way);
            numbers[way] = fd < 0 ? files_refused(NULL, errno, "x") : STATUS_OK;
            if (fd >= 0)
                close(fd);
        }
        if (numbers[0] != numbers[1])
            fail_msg("%s: %s, %s", readings[i].path, status_word(numbers[0]),
                     status_word(numbers[1]));
    }
    close(root);
    scratch_drop(&inside);
    scratch_drop(&outside);
}

static void expect_list(const char *folder, const char *path, bool recursive,
                        const char *expected) {
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct str *names = NULL;
    size_t count = 0;
    struct error error = {0};
    if (files_list(&arena, folder, str_from(path), recursive, &names, &count, &error) != STATUS_OK)
        fail_msg("%s", error.message);
    struct buf joined;
    buf_init(&joined, 10000);
    for (size_t i = 0; i < count; i++)
        buf_printf(&joined, "%.*s ", STR_ARG(names[i]));
    assert_string_equal(buf_cstr(&joined), expected);
    buf_release(&joined);
    arena_release(&arena);
}

static void lists_sorted(void **state) {
    (void)state;
    struct scratch outside;
    struct scratch inside;
    plant(&outside, &inside);
    scratch_put(&inside, "Z", "");
    scratch_put(&inside, "a", "");
    scratch_put(&inside, ".hidden", "");
    scratch_folder(&inside, "deep/er");
    scratch_put(&inside, "deep/er/x", "");
    scratch_folder(&inside, "deep.er");
    scratch_put(&inside, "deep.er/y", "");
    expect_list(inside.folder, "", false, "Z a empty ");
    expect_list(inside.folder, "deep", false, "deep/file ");
    expect_list(inside.folder, "", true, "Z a deep.er/y deep/er/x deep/file empty ");
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct str *names = NULL;
    size_t count = 0;
    assert_int_equal(files_list(&arena, inside.folder, STR("none"), true, &names, &count, NULL),
                     STATUS_NOT_FOUND);
    assert_int_equal(files_list(&arena, inside.folder, STR("away"), true, &names, &count, NULL),
                     STATUS_DENIED);
    assert_int_equal(files_list(&arena, inside.folder, STR(".."), true, &names, &count, NULL),
                     STATUS_INVALID);
    arena_release(&arena);
    scratch_drop(&inside);
    scratch_drop(&outside);
}

static void reads_editions(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct edition_file *files = NULL;
    size_t count = 0;
    struct error error = {0};
    assert_int_equal(files_read_edition(&arena, scratch.folder, &files, &count, &error),
                     STATUS_CONFIG);
    scratch_put(&scratch, "edition.yaml", "title: X\n");
    assert_int_equal(files_read_edition(&arena, scratch.folder, &files, &count, &error), STATUS_OK);
    assert_int_equal(count, 1);
    scratch_folder(&scratch, "topics");
    scratch_folder(&scratch, "providers");
    scratch_put(&scratch, "topics/10-b.yaml", "b");
    scratch_put(&scratch, "topics/00-a.yaml", "a");
    scratch_put(&scratch, "topics/00-a.yaml~", "no");
    scratch_put(&scratch, "providers/x.md", "");
    scratch_put(&scratch, "providers/note.txt", "no");
    scratch_put(&scratch, "sources.opml", "<opml/>");
    assert_int_equal(files_read_edition(&arena, scratch.folder, &files, &count, &error), STATUS_OK);
    static const char *const expected[][2] = {
        {"edition.yaml", "title: X\n"}, {"providers/x.md", ""},    {"sources.opml", "<opml/>"},
        {"topics/00-a.yaml", "a"},      {"topics/10-b.yaml", "b"},
    };
    assert_int_equal(count, 5);
    for (size_t i = 0; i < 5; i++) {
        assert_true(str_eq(files[i].path, str_from(expected[i][0])));
        assert_true(str_eq(files[i].bytes, str_from(expected[i][1])));
    }
    arena_release(&arena);
    scratch_drop(&scratch);
}

static void locks_once(void **state) {
    (void)state;
    struct scratch scratch;
    scratch_make(&scratch);
    struct files_lock lock;
    assert_int_equal(files_lock(scratch.folder, &lock, NULL), STATUS_OK);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct files_lock second;
        struct error error = {0};
        char pid[32];
        snprintf(pid, sizeof pid, "process %ld", (long)getppid());
        bool right = files_lock(scratch.folder, &second, &error) == STATUS_BUSY &&
                     strstr(error.message, pid) != NULL;
        _exit(right ? 0 : 1);
    }
    int result = -1;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    files_unlock(&lock);
    files_unlock(&lock);
    assert_int_equal(files_lock(scratch.folder, &lock, NULL), STATUS_OK);
    files_unlock(&lock);
    /* A link in place of the lock is not followed. */
    assert_int_equal(unlink(scratch_path(&scratch, "state/lock")), 0);
    assert_int_equal(symlink("../canary", scratch_path(&scratch, "state/lock")), 0);
    assert_int_not_equal(files_lock(scratch.folder, &lock, NULL), STATUS_OK);
    assert_false(scratch_has(&scratch, "canary"));
    scratch_drop(&scratch);
}

static void waits_for_another_edit(void **state) {
    (void)state;
    struct scratch scratch;
    struct files_lock lock;
    int ends[2];
    scratch_make(&scratch);
    assert_int_equal(pipe(ends), 0);
    assert_int_equal(files_lock_editing(scratch.folder, &lock, NULL), STATUS_OK);
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        struct files_lock second;
        close(lock.fd);
        bool right = files_lock_editing(scratch.folder, &second, NULL) == STATUS_OK &&
                     write(ends[1], "x", 1) == 1;
        _exit(right ? 0 : 1);
    }
    struct pollfd end = {.fd = ends[0], .events = POLLIN};
    assert_int_equal(poll(&end, 1, 100), 0); /* it waits */
    files_unlock(&lock);
    assert_int_equal(poll(&end, 1, 10000), 1);
    int result = -1;
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    close(ends[0]);
    close(ends[1]);
    scratch_drop(&scratch);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(judges_paths),           cmocka_unit_test(reads_below),
        cmocka_unit_test(walks_as_openat2),       cmocka_unit_test(lists_sorted),
        cmocka_unit_test(reads_editions),         cmocka_unit_test(locks_once),
        cmocka_unit_test(waits_for_another_edit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
