#include "cli/subscriber.h"

#include "mail/token.h"

struct counts {
    size_t added, changed, left_alone;
};

/* What the store already knows is merged; what it must not change is dropped from the array. */
static enum status merge(struct invocation *invocation, struct workspace *workspace,
                         struct store_subscriber *fresh, size_t *count, struct counts *counts) {
    size_t kept = 0;
    enum status status = STATUS_OK;
    for (size_t i = 0; i < *count && status == STATUS_OK; i++) {
        struct store_subscriber known;
        status = store_subscriber_get(workspace->store, &workspace->arena, fresh[i].address, &known,
                                      &invocation->error);
        if (status != STATUS_OK)
            break;
        if (str_absent(known.address)) {
            counts->added++;
            fresh[kept++] = fresh[i];
        } else if (mail_roster_merge(&workspace->arena, &known, &fresh[i])) {
            counts->changed++;
            fresh[kept++] = known;
        } else {
            counts->left_alone++;
        }
    }
    *count = kept;
    return status == STATUS_OK ? arena_status(&workspace->arena, &invocation->error) : status;
}

static void tell(struct invocation *invocation, const struct counts *counts,
                 const struct mail_roster_refusal *refusals, size_t refused) {
    struct buf *out = &invocation->out;
    for (size_t i = 0; i < refused; i++) {
        buf_printf(out, "line %zu refused: ", refusals[i].line);
        log_inert(out, str_take(refusals[i].address, 100));
        buf_printf(out, "%s%s\n", refusals[i].address.n > 0 ? ": " : "", refusals[i].why);
    }
    buf_printf(out, "Added %zu, changed %zu, left alone %zu, refused %zu.\n", counts->added,
               counts->changed, counts->left_alone, refused);
    invocation->found = refused > 0;
}

static enum status import(struct invocation *invocation, struct workspace *workspace,
                          struct buf *bytes) {
    struct mail_roster roster = {.edition = &workspace->edition,
                                 .now = clock_now(&invocation->clock)};
    struct store_subscriber *fresh;
    struct mail_roster_refusal *refusals;
    size_t count, refused;
    struct counts counts = {0};
    struct subscriber_terms terms;
    struct error *error = &invocation->error;
    enum status status = subscriber_terms_read(invocation, workspace, &terms);
    if (status != STATUS_OK)
        return status;
    roster.lists = terms.lists;
    roster.consent = terms.consent;
    roster.secret = terms.secret;
    status = cli_read(invocation, invocation->arguments[0], ROSTER_BYTES_MOST, bytes);
    if (status == STATUS_OK)
        status = mail_roster_read(&roster, &workspace->arena, buf_str(bytes), &fresh, &count,
                                  &refusals, &refused, error);
    if (status == STATUS_OK)
        status = merge(invocation, workspace, fresh, &count, &counts);
    if (status == STATUS_OK)
        status = store_subscribers_put(workspace->store, fresh, count, error);
    if (status == STATUS_OK)
        tell(invocation, &counts, refusals, refused);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct buf bytes;
    buf_init(&bytes, ROSTER_BYTES_MOST + 1);
    enum status status = subscriber_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = import(invocation, &workspace, &bytes);
    buf_release(&bytes);
    workspace_close(&workspace);
    return status;
}

const struct command command_subscriber_import = {
    .name = "subscriber import",
    .arguments = "FILE",
    .summary = "add the subscribers of a table of comma-separated values",
    .help =
        "Adds the subscribers of a table (- for standard input) whose first line names the "
        "columns: address or email, and where it has them name, state, lists, since, "
        "consented, consent, reason, paused, as 'subscriber export' writes them. Other columns are "
        "passed over. Lines that are wrong are refused and told of; the others are taken."
        "\n\nA subscriber without a consent, in the table or by --consent, is pending and "
        "gets no letters. Who unsubscribed or is blocked stays so.",
    .group = GROUP_MAIL,
    .least = 1,
    .most = 1,
    .edition = true,
    .options = {{.name = "list",
                 .value = "LIST",
                 .help = "of which list they are who name none, may be given several times",
                 .many = true},
                {.name = "consent",
                 .value = "WORDS",
                 .help = "what all agreed to, or how, who name no consent of their own"}},
    .exits = {{EXIT_FOUND, "a line was refused"},
              {EXIT_DATA, "the file is not there, or names no column of addresses"},
              {EXIT_CREATE, NULL}},
    .run = run,
};
