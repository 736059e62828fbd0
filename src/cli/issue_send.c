#include "cli/issue.h"

#include "files/files.h"
#include "mail/send.h"
#include "press/issued.h"

static void tell(struct invocation *invocation, struct workspace *workspace,
                 const struct mail_sent *sent) {
    struct buf *out = &invocation->out;
    buf_printf(out, "Sent %lld %s now; %lld sent, %lld refused, %lld given up, %lld waiting.\n",
               (long long)sent->now, sent->now == 1 ? "letter" : "letters",
               (long long)sent->counts[LETTER_SENT], (long long)sent->counts[LETTER_REFUSED],
               (long long)sent->counts[LETTER_GIVEN_UP], (long long)sent->counts[LETTER_WAITING]);
    if (sent->due != TIME_NONE)
        buf_printf(out, "'issue send' tries those that wait again from %.*s on.\n",
                   STR_ARG(issue_local(invocation, workspace, sent->due)));
}

static enum status deliver(struct invocation *invocation, struct workspace *workspace) {
    struct issued issued;
    struct issue issue;
    struct mail_sent sent;
    struct files_lock lock;
    const struct mail_sending sending = {.folder = invocation->folder,
                                         .edition = &workspace->edition,
                                         .store = workspace->store,
                                         .issue = &issue,
                                         .clock = &invocation->clock};
    struct error *error = &invocation->error;
    enum status status = issued_find(workspace->store, &workspace->arena, invocation->arguments[0],
                                     &issued, &issue, error);
    if (status == STATUS_OK)
        status = files_lock_sending(invocation->folder, &lock, error);
    if (status != STATUS_OK)
        return status;
    status = mail_send(&sending, &sent, error);
    tell(invocation, workspace, &sent);
    files_unlock(&lock);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_SERVE);
    if (status == STATUS_OK)
        status = deliver(invocation, &workspace);
    workspace_close(&workspace);
    return status;
}

const struct command command_issue_send = {
    .name = "issue send",
    .arguments = "ID",
    .summary = "send an issue to the subscribers of its list",
    .help = "Sends an issue that left the house to every confirmed subscriber of its list, through "
            "the server in mail.smtp, which 'run' does by itself for twelve hours, and keeps a "
            "journal of it: started again after a failure or "
            "a kill it goes on where it was, and nobody gets two letters but the one whose letter "
            "was on its way, with the same Message-ID. Who subscribes after the first start gets "
            "the next issue.\n\nAn address that the server refuses for good (5xx) is blocked, "
            "unless it speaks of its policy (5.7.x). One that it refuses for now (4xx) waits, at "
            "first a minute, and is given up after five tries.",
    .group = GROUP_MAIL,
    .least = 1,
    .most = 1,
    .edition = true,
    .exits = {{EXIT_DATA, "no such issue left the house"},
              {EXIT_UNAVAILABLE, "the mail server does not take letters"},
              {EXIT_RETRY, "another process sends"},
              {EXIT_CREATE, NULL}},
    .run = run,
};
