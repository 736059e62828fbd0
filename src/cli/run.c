#include "cli/rounds.h"

#include "cli/posting.h"
#include "cli/serving.h"
#include "run/loop.h"
#include "run/post.h"

/* The first round's failure ends a run; a later one is told, and tried again. */
struct running {
    struct invocation *invocation;
    struct serving serving;
    struct posting posting;
    bool begun;
    enum status failed;
};

/* The server is there, or is again; else the run ends, for nobody would read what it makes. */
static bool is_served(struct running *running) {
    if (serving_alive(&running->serving))
        return true;
    running->failed = error_set(&running->invocation->error, STATUS_UNAVAILABLE,
                                "the server died and could not be kept alive");
    return false;
}

static bool after_round(void *state, enum status status, const struct round_report *report,
                        const struct error *error) {
    struct running *running = state;
    struct invocation *invocation = running->invocation;
    if (status == STATUS_OK)
        status = rounds_report(invocation, report, ROUND_ALL);
    if (!running->begun && status != STATUS_OK) {
        running->failed = status;
        return false;
    }
    if (status != STATUS_OK) {
        char text[1024];
        log_write(&invocation->log, LOG_ERROR, "round failed",
                  LOG_TEXT("why", error_describe(error, text, sizeof text)));
        return is_served(running);
    }
    posting_keep(invocation, &running->posting, report->posts);
    if (!running->begun)
        running->failed = serving_start(invocation, &running->serving);
    running->begun = true;
    return running->failed == STATUS_OK && is_served(running);
}

static void after_change(void *state) {
    struct running *running = state;
    serving_change(&running->serving);
}

/* The round is done when no letter can be sent: that is told, and tried again by the next. */
static enum status run_once(struct invocation *invocation) {
    const struct post_options post = {
        .folder = invocation->folder, .clock = &invocation->clock, .log = &invocation->log};
    enum status status = rounds_run(invocation, ROUND_ALL, NULL, NULL);
    return status == STATUS_OK ? post_once(&post, &invocation->error) : status;
}

static enum status run(struct invocation *invocation) {
    if (option_given(invocation, "once"))
        return run_once(invocation);
    struct running running = {.invocation = invocation};
    struct round_options options = rounds_options(invocation, ROUND_ALL);
    struct arena arena;
    arena_init(&arena, 1 << 16);
    enum status status = keys_passphrase(invocation, &arena, &options.passphrase);
    if (status == STATUS_OK)
        status = loop_run(&options, after_round, after_change, &running, &invocation->error);
    keys_forget_passphrase(&arena, options.passphrase);
    serving_stop(&running.serving);
    posting_stop(&running.posting);
    return running.failed != STATUS_OK ? running.failed : status;
}

const struct command command_run = {
    .name = "run",
    .arguments = "",
    .summary = "fetch, sort, publish and serve, for ever",
    .help =
        "Asks the sources that are due and reads the inbox, finds stories, scores them, writes "
        "records/ and public/, serves public/, sends the newsletter where there is a mail server, "
        "and goes on doing so until it is ended by SIGINT or SIGTERM; SIGHUP has the server read "
        "edition.yaml anew at once. With --once it does one "
        "round and serves nothing. It may be killed at any "
        "time: the next run goes on where this one was. Only one run works on an edition at a "
        "time.",
    .group = GROUP_PAPER,
    .edition = true,
    .options = {{.name = "once", .help = "one round, without serving"},
                {.name = "listen",
                 .value = "ADDRESS:PORT",
                 .help = "where to serve (serve.listen)"},
                {.name = "json", .help = "summaries as JSON lines"},
                KEYS_PASSPHRASE},
    .exits = {{EXIT_UNAVAILABLE, "the port is in use, or the mail server takes no letters"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL},
              {EXIT_PERMISSION, NULL}},
    .run = run,
};
