#include "cli/subscriber.h"

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct store_subscriber *subscribers = NULL, one;
    size_t count = 1;
    enum status status = subscriber_open(invocation, &workspace);
    if (status == STATUS_OK && invocation->argument_count > 0) {
        status = subscriber_find(invocation, &workspace, invocation->arguments[0], &one);
        subscribers = &one;
    } else if (status == STATUS_OK) {
        status = store_subscribers_list(workspace.store, &workspace.arena, &subscribers, &count,
                                        &invocation->error);
    }
    if (status == STATUS_OK)
        mail_roster_write(subscribers, count, &invocation->out);
    workspace_close(&workspace);
    return status;
}

const struct command command_subscriber_export = {
    .name = "subscriber export",
    .arguments = "[ADDRESS]",
    .summary = "write the subscribers as comma-separated values",
    .help = "Writes all subscribers, or all that is known of one, as a table that spreadsheets, "
            "other services and 'subscriber import' read (RFC 4180). A text that a spreadsheet "
            "would compute has an apostrophe in front.",
    .group = GROUP_MAIL,
    .most = 1,
    .edition = true,
    .exits = {{EXIT_DATA, "there is no such subscriber"}, {EXIT_CREATE, NULL}},
    .run = run,
};
