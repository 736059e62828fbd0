/* A process for each picture. It has nothing but its two pipes: no file that was open here, no
 * environment, no way to gain rights; where it may run (a cell without a network) is its own
 * matter, before it reads. */
#include "image/image.h"

#include "base/clock.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { ARGUMENTS = 2 * IMAGE_WIDTHS_MOST + 4, NUMBER_TEXT = 24, READ_AT_ONCE = 65536 };

#if defined(__SANITIZE_ADDRESS__)
#define SANITIZED true
#elif defined(__has_feature)
#define SANITIZED __has_feature(address_sanitizer)
#else
#define SANITIZED false
#endif

struct asking {
    pid_t child;
    int in, out; /* ours: the child's input, a socket, and its output */
    struct str left;
    struct buf *answer;
    int64_t deadline; /* clock_monotonic_ms */
};

static bool limit(__rlimit_resource_t what, rlim_t most) {
    const struct rlimit both = {most, most};
    return setrlimit(what, &both) == 0;
}

/* In the child, between fork and exec: nothing but system calls. An address sanitizer's build needs
 * the whole of its address space. */
static bool confine(void) {
    return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           limit(RLIMIT_CPU, IMAGE_CPU_SECONDS) && limit(RLIMIT_CORE, 0) &&
           limit(RLIMIT_FSIZE, 0) && (SANITIZED || limit(RLIMIT_AS, IMAGE_MEMORY));
}

static void become(const char *program, char *const *arguments, int in, int out) {
    /* What libvips keeps is no leak of ours, and a leak checker falls over it. */
    char *environment[] = {"VIPS_BLOCK_UNTRUSTED=1",
                           SANITIZED ? "ASAN_OPTIONS=detect_leaks=0" : NULL, NULL};
    int nothing = open("/dev/null", O_WRONLY);
    if (nothing >= 0 && dup2(in, 0) == 0 && dup2(out, 1) == 1 && dup2(nothing, 2) == 2 &&
        close_range(3, ~0U, 0) == 0 && confine())
        execve(program, arguments, environment);
    _exit(EXIT_FAILURE);
}

static enum status start(struct asking *asking, const char *program, char *const *arguments,
                         struct error *error) {
    int in[2], out[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, in) != 0)
        return error_errno(error, errno, 0, "start", "picture make");
    if (pipe2(out, O_CLOEXEC) != 0) {
        enum status status = error_errno(error, errno, 0, "start", "picture make");
        close(in[0]);
        close(in[1]);
        return status;
    }
    asking->child = fork();
    if (asking->child == 0)
        become(program, arguments, in[0], out[1]);
    int number = errno;
    close(in[0]);
    close(out[1]);
    asking->in = in[1];
    asking->out = out[0];
    if (asking->child > 0)
        return STATUS_OK;
    close(asking->in);
    close(asking->out);
    return error_errno(error, number, 0, "start", "picture make");
}

static void stop_giving(struct asking *asking) {
    if (asking->in >= 0)
        close(asking->in);
    asking->in = -1;
}

static void give(struct asking *asking) {
    ssize_t n = send(asking->in, asking->left.p, asking->left.n, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n > 0)
        asking->left = str_skip(asking->left, (size_t)n);
    bool again = n < 0 && (errno == EAGAIN || errno == EINTR);
    if (asking->left.n == 0 || (n < 0 && !again))
        stop_giving(asking);
}

/* False at the end of what it says. */
static bool take(struct asking *asking) {
    char piece[READ_AT_ONCE];
    ssize_t n = read(asking->out, piece, sizeof piece);
    if (n < 0)
        return errno == EINTR;
    buf_add(asking->answer, str_of(piece, (size_t)n));
    return n > 0 && asking->answer->status == STATUS_OK;
}

/* Gives and takes until it has said all, or its time is over. */
static enum status talk(struct asking *asking, struct error *error) {
    for (;;) {
        struct pollfd ends[] = {{asking->out, POLLIN, 0}, {asking->in, POLLOUT, 0}};
        int64_t left = asking->deadline - clock_monotonic_ms();
        if (left <= 0)
            return error_set(error, STATUS_TIMEOUT, "making the picture took over %d s",
                             IMAGE_SECONDS);
        int ready = poll(ends, asking->in >= 0 ? 2 : 1, (int)left);
        if (ready < 0 && errno != EINTR)
            return error_errno(error, errno, 0, "wait for", "picture make");
        if (ready <= 0)
            continue;
        if (asking->in >= 0 && ends[1].revents != 0)
            give(asking);
        if (ends[0].revents != 0 && !take(asking))
            return buf_check(asking->answer, error);
    }
}

static enum status judge(int how, struct error *error) {
    if (WIFEXITED(how) && WEXITSTATUS(how) == 0)
        return STATUS_OK;
    if (WIFEXITED(how) && WEXITSTATUS(how) == IMAGE_EXIT_WITHOUT)
        return error_set(error, STATUS_UNAVAILABLE, "there is no libvips");
    if (WIFEXITED(how))
        return error_set(error, STATUS_INVALID, "no copies can be made of it (exit code %d)",
                         WEXITSTATUS(how));
    return error_set(error, STATUS_INVALID, "what made its copies was ended by signal %d",
                     WTERMSIG(how));
}

/* It has said all, and ends by itself; or it is ended. */
static enum status end(struct asking *asking, enum status status, struct error *error) {
    int how = 0;
    int64_t left = asking->deadline - clock_monotonic_ms();
    struct pollfd child = {pidfd_open(asking->child, 0), POLLIN, 0};
    stop_giving(asking);
    close(asking->out);
    if (status == STATUS_OK && child.fd >= 0 && left > 0)
        poll(&child, 1, (int)left);
    if (child.fd >= 0)
        close(child.fd);
    kill(asking->child, SIGKILL);
    while (waitpid(asking->child, &how, 0) < 0)
        if (errno != EINTR)
            return error_errno(error, errno, 0, "wait for", "picture make");
    return status == STATUS_OK ? judge(how, error) : status;
}

enum status image_ask(const char *program, struct str bytes, const int64_t *widths, size_t count,
                      struct buf *holder, struct image_set *set, struct error *error) {
    char numbers[IMAGE_WIDTHS_MOST][NUMBER_TEXT];
    char *arguments[ARGUMENTS] = {"broadsheet", "picture", "make"};
    struct asking asking = {.child = -1, .left = bytes, .answer = holder};
    *set = (struct image_set){0};
    if (count == 0 || count > IMAGE_WIDTHS_MOST)
        return error_set(error, STATUS_USAGE, "one to %d widths", IMAGE_WIDTHS_MOST);
    for (size_t i = 0; i < count; i++) {
        snprintf(numbers[i], sizeof numbers[i], "%lld", (long long)widths[i]);
        arguments[3 + 2 * i] = "--width";
        arguments[4 + 2 * i] = numbers[i];
    }
    asking.deadline = clock_monotonic_ms() + IMAGE_SECONDS * 1000;
    enum status status = start(&asking, program, arguments, error);
    if (asking.child > 0)
        status = end(&asking, talk(&asking, error), error);
    return status == STATUS_OK ? image_read(buf_str(holder), widths, count, set, error) : status;
}
