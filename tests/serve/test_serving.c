/* `run` and the server beside it, as processes. */
#include "house.h"

#include <sys/wait.h>

struct show {
    struct house house;
    pid_t run;
    int out; /* its standard output */
};

/* The child of `parent`; 0 for none. */
static pid_t child_of(pid_t parent) {
    char text[64];
    uint64_t pid = 0;
    snprintf(text, sizeof text, "/proc/%ld/task/%ld/children", (long)parent, (long)parent);
    int fd = open(text, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
    if (fd >= 0)
        close(fd);
    struct str rest = n > 0 ? str_of(text, (size_t)n) : STR_NONE;
    struct str first = STR_NONE;
    return str_next(&rest, ' ', &first) && str_to_u64(first, &pid) ? (pid_t)pid : 0;
}

/* Reads lines until one says where the server is. */
static void hear_address(struct show *show) {
    char line[512];
    const struct str start = STR_INIT("Serving Paper at http://127.0.0.1:");
    for (size_t n = 0; n < sizeof line;) {
        struct pollfd entry = {.fd = show->out, .events = POLLIN};
        if (poll(&entry, 1, 30000) <= 0 || read(show->out, line + n, 1) != 1)
            fail_msg("no address was said");
        if (line[n++] != '\n')
            continue;
        struct str said = str_of(line, n);
        uint64_t port;
        n = 0;
        if (!str_starts(said, start))
            continue;
        assert_true(str_to_u64(str_of(said.p + start.n, said.n - start.n - 2), &port));
        show->house.port = (uint16_t)port;
        return;
    }
}

static int start_show(void **state) {
    struct show *show = calloc(1, sizeof *show);
    const char *program = getenv("BROADSHEET");
    int ends[2];
    *state = show;
    house_build(&show->house);
    if (program == NULL || access(program, X_OK) != 0)
        return 0;
    scratch_put(&show->house.scratch, "edition.yaml",
                "title: Paper\nurl: https://paper.example\nid: paper\n");
    assert_int_equal(pipe2(ends, O_CLOEXEC), 0);
    show->run = fork();
    if (show->run == 0) {
        int nowhere = open("/dev/null", O_WRONLY);
        dup2(ends[1], STDOUT_FILENO);
        dup2(nowhere, STDERR_FILENO);
        execl(program, program, "-C", show->house.scratch.folder, "run", "--listen", "127.0.0.1:0",
              (char *)NULL);
        _exit(127);
    }
    close(ends[1]);
    show->out = ends[0];
    hear_address(show);
    return 0;
}

static int end_show(void **state) {
    struct show *show = *state;
    if (show->run > 0) {
        kill(show->run, SIGKILL);
        waitpid(show->run, NULL, 0);
        close(show->out);
    }
    house_drop(&show->house);
    free(show);
    return 0;
}

static bool answers(const struct show *show) {
    struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(show->house.port)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    bool there = connect(fd, (struct sockaddr *)&at, sizeof at) == 0;
    close(fd);
    return there;
}

static bool falls_silent(const struct show *show) {
    for (int i = 0; i < 500 && answers(show); i++)
        poll(NULL, 0, 20);
    return !answers(show);
}

static void test_ends_with_run(void **state) {
    struct show *show = *state;
    int how;
    if (show->run == 0)
        skip();
    HOUSE_STATUS(house_get(&show->house, "/", ""), 200);
    kill(show->run, SIGTERM);
    assert_int_equal(waitpid(show->run, &how, 0), show->run);
    show->run = 0;
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 0);
    assert_false(answers(show));
}

static unsigned int ask_paper_too(struct show *show) {
    return house_status(house_ask(&show->house, STR("GET /healthz HTTP/1.1\r\nHost: paper.test\r\n"
                                                    "Connection: close\r\n\r\n")));
}

/* SIGHUP to `run` reaches its server; edition.yaml may be wrong meanwhile. */
static void test_changes_with_run(void **state) {
    static const struct {
        const char *configuration;
        unsigned int status;
    } steps[] = {
        {"title: Paper\nurl: https://paper.example\nid: paper\nserve: {hosts: [paper.test]}\n",
         200},
        {"title: Paper\nserve: {hosts: []}\n", 200},
        {"title: Paper\nurl: https://paper.example\nid: paper\n", 421},
    };
    struct show *show = *state;
    if (show->run == 0)
        skip();
    assert_int_equal(ask_paper_too(show), 421);
    for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++) {
        int64_t began = clock_monotonic_ms();
        scratch_put(&show->house.scratch, "edition.yaml", steps[i].configuration);
        kill(show->run, SIGHUP);
        while (ask_paper_too(show) != steps[i].status) {
            assert_true(clock_monotonic_ms() - began < 20000);
            poll(NULL, 0, 20);
        }
    }
}

static void test_dies_with_run(void **state) {
    struct show *show = *state;
    if (show->run == 0)
        skip();
    kill(show->run, SIGKILL);
    assert_true(falls_silent(show));
}

static void test_is_started_again(void **state) {
    struct show *show = *state;
    if (show->run == 0)
        skip();
    pid_t first = child_of(show->run);
    if (first == 0)
        skip(); /* a kernel that does not tell of children */
    kill(first, SIGKILL);
    hear_address(show);
    HOUSE_STATUS(house_get(&show->house, "/", ""), 200);
    assert_int_not_equal(child_of(show->run), first);
    kill(child_of(show->run), SIGKILL);
    hear_address(show);
    /* The third death in a minute is the last: `run` ends. */
    int how;
    kill(child_of(show->run), SIGKILL);
    assert_int_equal(waitpid(show->run, &how, 0), show->run);
    show->run = 0;
    assert_true(WIFEXITED(how) && WEXITSTATUS(how) == 69);
}

/* The child holds neither the edition's lock nor a database of `run`'s. */
static void test_holds_nothing_of_runs(void **state) {
    struct show *show = *state;
    char path[512], target[512];
    if (show->run == 0)
        skip();
    for (int fd = 0; fd < 64; fd++) {
        snprintf(path, sizeof path, "/proc/%ld/fd/%d", (long)child_of(show->run), fd);
        ssize_t n = readlink(path, target, sizeof target - 1);
        if (n <= 0)
            continue;
        target[n] = '\0';
        assert_null(strstr(target, "/state/"));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ends_with_run, start_show, end_show),
        cmocka_unit_test_setup_teardown(test_changes_with_run, start_show, end_show),
        cmocka_unit_test_setup_teardown(test_dies_with_run, start_show, end_show),
        cmocka_unit_test_setup_teardown(test_is_started_again, start_show, end_show),
        cmocka_unit_test_setup_teardown(test_holds_nothing_of_runs, start_show, end_show),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
