#include "cli/subscriber.h"

static enum status leave(struct invocation *invocation, struct workspace *workspace,
                         struct store_subscriber *subscriber) {
    subscriber->state = SUBSCRIBER_LEFT;
    enum status status = store_subscribers_put(workspace->store, subscriber, 1, &invocation->error);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "%.*s is unsubscribed.\n", STR_ARG(subscriber->address));
    return status;
}

static enum status erase(struct invocation *invocation, struct workspace *workspace,
                         const struct store_subscriber *subscriber) {
    bool found;
    enum status status =
        store_subscriber_erase(workspace->store, subscriber->address, &found, &invocation->error);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "%.*s is erased.\n", STR_ARG(subscriber->address));
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct store_subscriber subscriber;
    enum status status = subscriber_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = subscriber_find(invocation, &workspace, invocation->arguments[0], &subscriber);
    if (status == STATUS_OK)
        status = option_given(invocation, "keep") ? leave(invocation, &workspace, &subscriber)
                                                  : erase(invocation, &workspace, &subscriber);
    workspace_close(&workspace);
    return status;
}

const struct command command_subscriber_remove = {
    .name = "subscriber remove",
    .arguments = "ADDRESS",
    .summary = "erase or unsubscribe a subscriber",
    .help = "Erases all that is known of a subscriber: the address, the consent, the journal of "
            "letters. Nothing remembers the address then, so that a later import may bring it "
            "back. With --keep the subscriber is unsubscribed, and the address kept so that no "
            "import does that.",
    .group = GROUP_MAIL,
    .least = 1,
    .most = 1,
    .edition = true,
    .options = {{.name = "keep", .help = "unsubscribe, and remember that"}},
    .exits = {{EXIT_DATA, "there is no such subscriber"}, {EXIT_CREATE, NULL}},
    .run = run,
};
