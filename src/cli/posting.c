#include "cli/posting.h"

#include "base/clock.h"
#include "run/post.h"
#include <errno.h>
#include <linux/close_range.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { AGAIN_MS = 60000 };

/* The child: does not return. Killed at any moment it leaves nothing behind, so that SIGTERM is
 * left to do that. */
static void be_sender(struct invocation *invocation, pid_t parent) {
    const struct post_options options = {
        .folder = invocation->folder, .clock = &invocation->clock, .log = &invocation->log};
    sigset_t none;
    sigemptyset(&none);
    signal(SIGTERM, SIG_DFL);
    signal(SIGINT, SIG_IGN); /* what is said to all is the parent's to answer */
    signal(SIGHUP, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    sigprocmask(SIG_SETMASK, &none, NULL);
    if (getppid() != parent)
        _exit(0);
    /* Whatever the parent had open is not ours to hold, the edition's lock least of all. */
    syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0);
    post_run(&options);
}

static void start(struct invocation *invocation, struct posting *posting) {
    pid_t parent = getpid();
    posting->started = clock_monotonic_ms();
    pid_t child = fork();
    if (child == 0)
        be_sender(invocation, parent);
    posting->child = child > 0 ? child : 0;
    if (child < 0)
        log_write(&invocation->log, LOG_ERROR, "the sender of letters cannot be started",
                  LOG_TEXT("why", strerror(errno)));
}

void posting_keep(struct invocation *invocation, struct posting *posting, bool wanted) {
    int how = 0;
    if (posting->child != 0 && waitpid(posting->child, &how, WNOHANG) == posting->child) {
        posting->child = 0;
        log_write(&invocation->log, LOG_ERROR, "the sender of letters died",
                  LOG_INT("signal", WIFSIGNALED(how) ? WTERMSIG(how) : 0));
    }
    if (!wanted)
        posting_stop(posting);
    else if (posting->child == 0 &&
             (posting->started == 0 || clock_monotonic_ms() - posting->started >= AGAIN_MS))
        start(invocation, posting);
}

void posting_stop(struct posting *posting) {
    if (posting->child == 0)
        return;
    kill(posting->child, SIGTERM);
    waitpid(posting->child, NULL, 0);
    posting->child = 0;
}
