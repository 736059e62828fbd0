#include "cli/subscriber.h"

#include "files/keys.h"
#include "issue/issue.h"
#include "mail/token.h"

enum { CONSENT_MOST = 1000 };

enum status subscriber_open(struct invocation *invocation, struct workspace *workspace) {
    enum status status = workspace_open(invocation, workspace);
    if (status == STATUS_OK && str_absent(workspace->edition.mail.from))
        status = error_set(&invocation->error, STATUS_CONFIG,
                           "edition.yaml: there is no newsletter: mail.from, its sender, is not "
                           "given");
    return status == STATUS_OK ? workspace_open_store(invocation, workspace, STORE_SERVE) : status;
}

static enum status read_lists(struct invocation *invocation, struct workspace *workspace,
                              struct str *lists) {
    struct str list = option_nth(invocation, "list", 0);
    *lists = workspace->edition.mail.lists[0].id;
    for (size_t k = 0; !str_absent(list); list = option_nth(invocation, "list", ++k)) {
        if (issue_list(&workspace->edition, list) == NULL)
            return error_set(&invocation->error, STATUS_USAGE, "--list: mail.lists has no '%.*s'",
                             STR_ARG(list));
        if (k == 0)
            *lists = list;
        else if (!issue_lists_hold(*lists, list))
            *lists = ARENA_JOIN(&workspace->arena, *lists, STR(" "), list);
    }
    return arena_status(&workspace->arena, &invocation->error);
}

static enum status read_consent(struct invocation *invocation, struct str *consent) {
    *consent = option_value(invocation, "consent");
    if (!str_absent(*consent) && (consent->n == 0 || consent->n > CONSENT_MOST))
        return error_set(&invocation->error, STATUS_USAGE,
                         "--consent: expected the words that were agreed to, up to %d bytes",
                         CONSENT_MOST);
    return STATUS_OK;
}

enum status subscriber_terms_read(struct invocation *invocation, struct workspace *workspace,
                                  struct subscriber_terms *terms) {
    enum status status = read_lists(invocation, workspace, &terms->lists);
    if (status == STATUS_OK)
        status = read_consent(invocation, &terms->consent);
    if (status == STATUS_OK)
        status = files_secret(invocation->folder, MAIL_SECRET, terms->secret, &invocation->error);
    return status;
}

enum status subscriber_find(struct invocation *invocation, struct workspace *workspace,
                            struct str who, struct store_subscriber *subscriber) {
    struct error *error = &invocation->error;
    enum status status =
        mail_token_valid(who)
            ? store_subscriber_of(workspace->store, &workspace->arena, who, subscriber, error)
            : store_subscriber_get(workspace->store, &workspace->arena, who, subscriber, error);
    if (status == STATUS_OK && str_absent(subscriber->address))
        status = error_set(error, STATUS_NOT_FOUND, "there is no subscriber '%.*s'", STR_ARG(who));
    return status;
}
