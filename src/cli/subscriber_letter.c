#include "cli/subscriber.h"

#include "base/utf8.h"
#include "mail/returned.h"

/* What becomes of a subscriber whose letter came back, in one word. */
static const char *answer_to(struct arena *arena, const struct mail_returned *returned,
                             struct store_subscriber *subscriber) {
    if (returned->kind == RETURNED_LEAVE) {
        subscriber->state = SUBSCRIBER_LEFT;
        return "unsubscribed";
    }
    subscriber->state = SUBSCRIBER_BLOCKED;
    subscriber->reason =
        returned->kind == RETURNED_COMPLAINT
            ? STR("a complaint")
            : utf8_clean_copy(arena, returned->reason, UTF8_LINE, RETURNED_REASON_MOST);
    return "blocked";
}

static enum status take(struct invocation *invocation, struct workspace *workspace,
                        struct str letter) {
    struct mail_returned returned = mail_returned_read(letter);
    struct store_subscriber subscriber;
    struct error *error = &invocation->error;
    if (returned.kind == RETURNED_NOTHING)
        return error_set(error, STATUS_INVALID,
                         "this letter neither leaves, nor is it a report of one of ours");
    enum status status = subscriber_find(invocation, workspace, returned.token, &subscriber);
    if (status != STATUS_OK)
        return status;
    const char *what = answer_to(&workspace->arena, &returned, &subscriber);
    status = arena_status(&workspace->arena, error);
    if (status == STATUS_OK)
        status = store_subscribers_put(workspace->store, &subscriber, 1, error);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "%.*s is %s.\n", STR_ARG(subscriber.address), what);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct buf bytes;
    buf_init(&bytes, RETURNED_BYTES_MOST + 1);
    enum status status = subscriber_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = cli_read(invocation, invocation->arguments[0], RETURNED_BYTES_MOST, &bytes);
    if (status == STATUS_OK)
        status = take(invocation, &workspace, buf_str(&bytes));
    buf_release(&bytes);
    workspace_close(&workspace);
    return status;
}

const struct command command_subscriber_letter = {
    .name = "subscriber letter",
    .arguments = "FILE",
    .summary = "take in a letter that came back, or that asks to leave",
    .help = "Reads one letter (- for standard input) that came to mail.unsubscribe or to the "
            "sender, as a mail server hands it to a program. Who asks to leave is unsubscribed; an "
            "address that a delivery report calls dead (5.x, but not 5.7.x) is blocked, and so is "
            "one whose owner complained. Whose letter it was says the token in what was sent, so "
            "that nobody can be blocked by a report that was made up.",
    .group = GROUP_MAIL,
    .least = 1,
    .most = 1,
    .edition = true,
    .exits = {{EXIT_DATA, "it says nothing of a subscriber"}, {EXIT_CREATE, NULL}},
    .run = run,
};
