#include "cli/subscriber.h"

#include "issue/issue.h"

#include "base/json.h"

static void add_json(struct buf *out, const struct store_subscriber *subscriber) {
    struct json json;
    char time[TIME_TEXT];
    json_init(&json, out, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "address", subscriber->address);
    json_field_str(&json, "state", mail_subscriber_states[subscriber->state]);
    json_field_str(&json, "lists", subscriber->lists);
    if (!str_absent(subscriber->name))
        json_field_str(&json, "name", subscriber->name);
    json_field_str(&json, "since", str_from(time_format(subscriber->since, time)));
    if (subscriber->consented != TIME_NONE)
        json_field_str(&json, "consented", str_from(time_format(subscriber->consented, time)));
    if (!str_absent(subscriber->reason))
        json_field_str(&json, "reason", subscriber->reason);
    json_end_object(&json);
    buf_add_byte(out, '\n');
}

static void add_row(struct buf *out, const struct store_subscriber *subscriber) {
    char day[TIME_TEXT];
    buf_printf(out, "%-12.*s  %s  %-36.*s  %.*s",
               STR_ARG(mail_subscriber_states[subscriber->state]),
               day_format(subscriber->since, day), STR_ARG(subscriber->address),
               STR_ARG(subscriber->lists));
    if (!str_absent(subscriber->reason)) {
        BUF_ADD(out, "  ");
        log_inert(out, subscriber->reason);
    }
    buf_add_byte(out, '\n');
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct store_subscriber *subscribers;
    size_t count;
    struct str state = option_value(invocation, "state"), list = option_value(invocation, "list");
    enum status status = subscriber_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = store_subscribers_list(workspace.store, &workspace.arena, &subscribers, &count,
                                        &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if ((!str_absent(state) && !str_eq(state, mail_subscriber_states[subscribers[i].state])) ||
            (!str_absent(list) && !issue_lists_hold(subscribers[i].lists, list)))
            continue;
        if (invocation->json)
            add_json(&invocation->out, &subscribers[i]);
        else
            add_row(&invocation->out, &subscribers[i]);
    }
    workspace_close(&workspace);
    return status;
}

const struct command command_subscriber_list = {
    .name = "subscriber list",
    .arguments = "",
    .summary = "list the subscribers of the newsletter",
    .help = "Lists the subscribers, a line each: state, the day on which we first heard of the "
            "address, the address, its lists, and why it is blocked.",
    .group = GROUP_MAIL,
    .edition = true,
    .options = {{.name = "state",
                 .value = "STATE",
                 .help = "only those pending, confirmed, unsubscribed or blocked"},
                {.name = "list", .value = "LIST", .help = "only those of this list"},
                {.name = "json", .help = "one JSON line a subscriber"}},
    .exits = {{EXIT_CREATE, NULL}},
    .run = run,
};
