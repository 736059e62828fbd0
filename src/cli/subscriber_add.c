#include "cli/subscriber.h"

#include "mail/links.h"
#include "text/mailbox.h"

static enum status read_mailbox(struct invocation *invocation, struct text_mailbox *mailbox) {
    if (text_mailbox_read(invocation->arguments[0], mailbox))
        return STATUS_OK;
    return error_set(&invocation->error, STATUS_USAGE, "'%.*s' is no address of mail",
                     STR_ARG(invocation->arguments[0]));
}

static enum status add(struct invocation *invocation, struct workspace *workspace,
                       const struct text_mailbox *mailbox) {
    struct store_subscriber known, fresh = {.address = mailbox->address, .name = mailbox->name};
    struct subscriber_terms terms;
    struct error *error = &invocation->error;
    char token[MAIL_TOKEN_LENGTH + 1];
    int64_t now = clock_now(&invocation->clock);
    enum status status = subscriber_terms_read(invocation, workspace, &terms);
    if (status == STATUS_OK)
        status =
            store_subscriber_get(workspace->store, &workspace->arena, fresh.address, &known, error);
    if (status != STATUS_OK)
        return status;
    fresh.lists = terms.lists;
    fresh.consent = terms.consent;
    bool consents = !str_absent(fresh.consent);
    if (!str_absent(known.address) && (!consents || known.state == SUBSCRIBER_CONFIRMED))
        return error_set(error, STATUS_EXISTS, "'%.*s' is there already, %.*s",
                         STR_ARG(known.address), STR_ARG(mail_subscriber_states[known.state]));
    mail_subscriber_token(terms.secret, fresh.address, token);
    fresh.token = str_from(token);
    fresh.since = str_absent(known.address) ? now : known.since;
    fresh.consented = consents ? now : TIME_NONE;
    fresh.state = consents ? SUBSCRIBER_CONFIRMED : SUBSCRIBER_PENDING;
    status = store_subscribers_put(workspace->store, &fresh, 1, error);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "%.*s is %.*s for %.*s.\n", STR_ARG(fresh.address),
                   STR_ARG(mail_subscriber_states[fresh.state]), STR_ARG(fresh.lists));
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace = {0};
    struct text_mailbox mailbox;
    enum status status = read_mailbox(invocation, &mailbox);
    if (status != STATUS_OK)
        return status;
    status = subscriber_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = add(invocation, &workspace, &mailbox);
    workspace_close(&workspace);
    return status;
}

const struct command command_subscriber_add = {
    .name = "subscriber add",
    .arguments = "ADDRESS",
    .summary = "add a subscriber of the newsletter",
    .help = "Adds a subscriber, \"ada@example.org\" or \"Ada <ada@example.org>\". With --consent "
            "the subscriber is confirmed and gets letters; the words and the present time are "
            "kept. Without it the subscriber is pending, and gets none. Somebody who "
            "unsubscribed or was blocked comes back with a new consent only.",
    .group = GROUP_MAIL,
    .least = 1,
    .most = 1,
    .edition = true,
    .options = {{.name = "list",
                 .value = "LIST",
                 .help = "of which list, may be given several times; else the first one",
                 .many = true},
                {.name = "consent",
                 .value = "WORDS",
                 .help = "what was agreed to, or how: \"signed the sheet in the library\""}},
    .exits = {{EXIT_DATA, "there is such a subscriber already"}, {EXIT_CREATE, NULL}},
    .run = run,
};
