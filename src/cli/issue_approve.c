#include "cli/issue.h"

#include "cli/rounds.h"
#include "mail/draft.h"

static enum status approve(struct invocation *invocation, struct workspace *workspace, bool *now) {
    struct issue issue;
    int64_t present = clock_now(&invocation->clock);
    enum status status = issue_open_draft(invocation, workspace, &issue);
    if (status == STATUS_OK)
        status = issue_time(invocation, workspace, "at", present, &issue.send);
    if (issue.send < present)
        issue.send = present;
    issue.state = ISSUE_APPROVED;
    if (status == STATUS_OK)
        status = mail_draft_write(invocation->folder, &issue, &invocation->error);
    if (status != STATUS_OK)
        return status;
    *now = issue.send <= present;
    if (*now)
        buf_printf(&invocation->out, "%.*s leaves the house.\n", STR_ARG(issue.id));
    else
        buf_printf(&invocation->out, "%.*s leaves the house at %.*s, if 'run' runs then.\n",
                   STR_ARG(issue.id), STR_ARG(issue_local(invocation, workspace, issue.send)));
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    bool now = false;
    enum status status = approve(invocation, &workspace, &now);
    workspace_close(&workspace);
    if (status != STATUS_OK || !now)
        return status;
    return rounds_run(invocation, ROUND_PROCESS | ROUND_PUBLISH, NULL, NULL);
}

const struct command command_issue_approve = {
    .name = "issue approve",
    .arguments = "[ID]",
    .summary = "let an issue go, now or at a time",
    .help = "Approves a draft. It leaves the house at once, or at the time of --at, when 'run' "
            "or 'publish' comes by: then it is in the archive, in records/_newsletters/ and in "
            "the API, and can be sent; its draft is gone, and it cannot be changed any "
            "more. " ISSUE_WHICH,
    .group = GROUP_MAIL,
    .most = 1,
    .edition = true,
    .options = {{.name = "at",
                 .value = "TIME",
                 .help = "not before: 18:00, \"2026-11-22 18:00\" or 2026-11-22T17:00:00Z"}},
    .exits = {{EXIT_DATA, "there is no such draft, or it cannot be read"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL}},
    .run = run,
};
