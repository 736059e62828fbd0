#include "cli/posting.h"
#include "cli/serving.h"
#include "cli/workspace.h"

/* Whether there are letters to send. */
static enum status look(struct invocation *invocation, bool *posts) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    *posts = status == STATUS_OK && !str_absent(workspace.edition.mail.from) &&
             !str_absent(workspace.edition.mail.smtp_server);
    workspace_close(&workspace);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct posting posting = {0};
    bool posts;
    enum status status = look(invocation, &posts);
    if (status != STATUS_OK)
        return status;
    posting_keep(invocation, &posting, posts);
    status = serving_here(invocation);
    posting_stop(&posting);
    return status;
}

const struct command command_serve = {
    .name = "serve",
    .arguments = "",
    .summary = "serve public/ and count clicks",
    .help =
        "Serves the pages that 'run' or 'publish' wrote, and counts clicks on articles, until it "
        "is ended by SIGINT or SIGTERM. At SIGHUP it reads edition.yaml and the certificate anew, "
        "and goes on by the old ones where they are wrong. 'run' does this too; this is for "
        "serving alone, beside 'run --once', or from another user. It takes subscribers of the "
        "newsletter, too, and sends its letters as 'run' does. "
        "A click is counted once for each article, visitor "
        "and day (UTC). Who a visitor is cannot be found out: what is kept is a hash under a key "
        "that is deleted at midnight.",
    .group = GROUP_PAPER,
    .edition = true,
    .options = {{.name = "listen",
                 .value = "ADDRESS:PORT",
                 .help = "where to serve (serve.listen); port 0 takes a free one"},
                {.name = "json", .help = "say where as one JSON line"}},
    .exits = {{EXIT_UNAVAILABLE, "the port is in use"}, {EXIT_PERMISSION, NULL}},
    .run = run,
};
