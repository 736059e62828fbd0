#include "cli/issue.h"

#include "mail/draft.h"
#include "press/issued.h"

static enum status list_drafts(struct invocation *invocation, struct workspace *workspace) {
    static const char *const states[] = {[ISSUE_DRAFT] = "draft", [ISSUE_APPROVED] = "approved"};
    struct str *ids;
    size_t count;
    enum status status =
        mail_draft_list(&workspace->arena, invocation->folder, &ids, &count, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct issue issue;
        status = mail_draft_read(&workspace->arena, invocation->folder, ids[i], &issue,
                                 &invocation->error);
        if (status == STATUS_OK)
            issue_add_line(invocation, workspace, &issue, states[issue.state]);
    }
    return status;
}

static enum status list_issued(struct invocation *invocation, struct workspace *workspace) {
    struct issued *issued;
    size_t count;
    enum status status =
        issued_list(workspace->store, &workspace->arena, &issued, &count, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct issue issue;
        status = issued_read(workspace->store, &workspace->arena, &issued[i], &issue,
                             &invocation->error);
        if (status != STATUS_OK)
            return status;
        issue.send = issued[i].at;
        issue_add_line(invocation, workspace, &issue, "out");
    }
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = list_issued(invocation, &workspace);
    if (status == STATUS_OK)
        status = list_drafts(invocation, &workspace);
    if (status == STATUS_OK && invocation->out.n == 0)
        BUF_ADD(&invocation->out, "No issues and no drafts.\n");
    workspace_close(&workspace);
    return status;
}

const struct command command_issue_list = {
    .name = "issue list",
    .arguments = "",
    .summary = "list the issues of the newsletter and the drafts",
    .help = "Lists the issues that left the house and the drafts, a line each: name, state, the "
            "time at which it left or may leave, the number of stories, the subject.",
    .group = GROUP_MAIL,
    .edition = true,
    .exits = {{EXIT_DATA, "a draft cannot be read"}},
    .run = run,
};
