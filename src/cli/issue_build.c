#include "cli/issue.h"

#include "files/zone.h"
#include "mail/draft.h"
#include "mail/pick.h"

/* The list of --list, or the first one. */
static enum status find_list(struct invocation *invocation, struct workspace *workspace,
                             const struct edition_list **list) {
    struct str name = option_value(invocation, "list");
    if (str_absent(workspace->edition.mail.from))
        return error_set(&invocation->error, STATUS_CONFIG,
                         "edition.yaml: there is no newsletter: mail.from, its sender, is not "
                         "given");
    *list = str_absent(name) ? &workspace->edition.mail.lists[0]
                             : issue_list(&workspace->edition, name);
    return *list != NULL ? STATUS_OK
                         : error_set(&invocation->error, STATUS_USAGE,
                                     "--list: mail.lists has no '%.*s'", STR_ARG(name));
}

/* Whether an issue of this name may be made. */
static enum status check_free(struct invocation *invocation, struct workspace *workspace,
                              struct str id) {
    struct issue issue;
    struct store_key key = {.key = id};
    enum status status = store_keys_get(workspace->store, &workspace->arena, KEYS_ISSUE, &key, 1,
                                        &invocation->error);
    if (status != STATUS_OK)
        return status;
    if (!str_absent(key.value))
        return error_set(&invocation->error, STATUS_EXISTS, "the issue %.*s left the house already",
                         STR_ARG(id));
    if (option_given(invocation, "again") || mail_draft_read(&workspace->arena, invocation->folder,
                                                             id, &issue, NULL) == STATUS_NOT_FOUND)
        return STATUS_OK;
    return error_set(&invocation->error, STATUS_EXISTS,
                     "drafts/%.*s.yaml is there already; --again makes it anew", STR_ARG(id));
}

static enum status finish(struct invocation *invocation, struct workspace *workspace,
                          const struct issue *issue) {
    struct buf *out = &invocation->out;
    if (issue->count == 0) {
        buf_printf(out, "Nothing new was published since %.*s: no issue.\n",
                   STR_ARG(issue_local(invocation, workspace, issue->since)));
        return STATUS_OK;
    }
    enum status status = mail_draft_write(invocation->folder, issue, &invocation->error);
    if (status != STATUS_OK)
        return status;
    buf_printf(out, "Wrote drafts/%.*s.yaml: %zu %s published since %.*s.\n", STR_ARG(issue->id),
               issue->count, issue->count == 1 ? "story" : "stories",
               STR_ARG(issue_local(invocation, workspace, issue->since)));
    BUF_ADD(out, "'broadsheet issue show' shows it, ");
    if (workspace->edition.mail.review == REVIEW_NONE)
        BUF_ADD(out, "the next round or 'broadsheet publish' lets it go.\n");
    else
        BUF_ADD(out, "'broadsheet issue approve' lets it go.\n");
    return STATUS_OK;
}

static enum status build(struct invocation *invocation, struct workspace *workspace,
                         const struct edition_list *list) {
    struct zone zone;
    struct issue issue;
    struct error *error = &invocation->error;
    struct mail_pick pick = {.folder = invocation->folder,
                             .edition = &workspace->edition,
                             .store = workspace->store,
                             .zone = &zone,
                             .list = list,
                             .at = clock_now(&invocation->clock)};
    enum status status = files_zone(&workspace->arena, workspace->edition.time_zone, &zone, error);
    if (status == STATUS_OK)
        status = issue_time(invocation, workspace, "since", TIME_NONE, &pick.since);
    if (status == STATUS_OK)
        status = check_free(
            invocation, workspace,
            issue_id(&workspace->arena, &workspace->edition, pick.list, zone_day(&zone, pick.at)));
    if (status == STATUS_OK)
        status = mail_pick_issue(&pick, &workspace->arena, &issue, error);
    return status == STATUS_OK ? finish(invocation, workspace, &issue) : status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    const struct edition_list *list;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = find_list(invocation, &workspace, &list);
    if (status == STATUS_OK)
        status = workspace_open_store(invocation, &workspace, STORE_READ);
    if (status == STATUS_OK)
        status = build(invocation, &workspace, list);
    workspace_close(&workspace);
    return status;
}

const struct command command_issue_build = {
    .name = "issue build",
    .arguments = "",
    .summary = "make the draft of an issue of the newsletter",
    .help = "Takes what the edition published since the list's last issue, the hottest first, and "
            "writes it to drafts/ID.yaml, a file that an editor may change by hand or by 'issue "
            "edit'. An issue without stories is not made. 'run' does the same at the times in "
            "mail.lists.",
    .group = GROUP_MAIL,
    .edition = true,
    .options =
        {
            {.name = "list", .value = "LIST", .help = "of which list; else the first one"},
            {.name = "since",
             .value = "TIME",
             .help = "take what was published since then, like \"2026-11-22 18:00\""},
            {.name = "again", .help = "in the place of a draft that is there"},
        },
    .exits = {{EXIT_DATA, "the draft is there, or the issue left the house"}, {EXIT_CREATE, NULL}},
    .run = run,
};
