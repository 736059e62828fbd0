#include "run/loop.h"

#include <signal.h>
#include <time.h>

/* The inbox is looked at this often; doing so costs a hash of its files. */
enum { WAIT_MOST = 60, WAIT_LEAST = 1 };

static int64_t seconds_to_wait(const struct round_options *options,
                               const struct round_report *report) {
    int64_t now = clock_now(options->clock);
    int64_t wait = report->next_due == INT64_MAX ? WAIT_MOST : report->next_due - now;
    return wait > WAIT_MOST ? WAIT_MOST : wait < WAIT_LEAST ? WAIT_LEAST : wait;
}

enum status loop_run(const struct round_options *options, loop_after *after, loop_changed *changed,
                     void *state, struct error *error) {
    sigset_t ending, waking, before;
    sigemptyset(&ending);
    sigaddset(&ending, SIGINT);
    sigaddset(&ending, SIGTERM);
    /* A child that died (the server) is a reason for `after` to look, not to end. */
    waking = ending;
    sigaddset(&waking, SIGCHLD);
    sigaddset(&waking, SIGHUP);
    /* Blocked during a round, so that it is finished; waited for between two. */
    sigprocmask(SIG_BLOCK, &waking, &before);
    for (;;) {
        struct round_report report;
        enum status status = round_run(options, &report, error);
        if (!after(state, status, &report, error))
            break;
        struct timespec wait = {.tv_sec = status == STATUS_OK ? seconds_to_wait(options, &report)
                                                              : WAIT_MOST};
        int signal = sigtimedwait(&waking, NULL, &wait);
        if (signal == SIGHUP)
            changed(state);
        else if (signal > 0 && signal != SIGCHLD)
            break;
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return STATUS_OK;
}
