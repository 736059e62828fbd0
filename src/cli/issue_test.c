#include "cli/issue.h"

#include "mail/message.h"
#include "mail/send.h"

/* The draft's id may be left out, the address may not. */
static enum status split(struct invocation *invocation, struct str *address) {
    size_t last = invocation->argument_count - 1;
    *address = invocation->arguments[last];
    invocation->argument_count = last;
    if (text_address_valid(*address))
        return STATUS_OK;
    return error_set(&invocation->error, STATUS_USAGE, "'%.*s' is no address of mail",
                     STR_ARG(*address));
}

static enum status write_letter(struct invocation *invocation, struct workspace *workspace,
                                const struct issue *issue, struct str address) {
    struct mail_house *house = NULL;
    const struct mail_recipient recipient = {.address = address};
    struct buf letter;
    buf_init(&letter, MAIL_LETTER_MOST);
    enum status status =
        mail_house_open(invocation->folder, &workspace->edition, &house, &invocation->error);
    if (status == STATUS_OK)
        status = mail_message(house, issue, &recipient, &letter, &invocation->error);
    if (status == STATUS_OK)
        buf_add(&invocation->out, buf_str(&letter));
    mail_house_close(house);
    buf_release(&letter);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct issue issue;
    struct str address;
    bool draft;
    enum status status = split(invocation, &address);
    if (status != STATUS_OK)
        return status;
    status = issue_open(invocation, &workspace, &issue, &draft);
    if (status == STATUS_OK)
        status = option_given(invocation, "send")
                     ? mail_send_test(invocation->folder, &workspace.edition, &issue, address,
                                      &invocation->error)
                     : write_letter(invocation, &workspace, &issue, address);
    workspace_close(&workspace);
    return status;
}

const struct command command_issue_test = {
    .name = "issue test",
    .arguments = "[ID] ADDRESS",
    .summary = "write an issue as the letter that ADDRESS would get",
    .help = "Writes the whole letter, headers and both parts, to standard output: for a mail "
            "program to open. With --send the server in mail.smtp gets it instead. ID is that of a "
            "draft or of an issue "
            "that left the house; left out, it is the newest draft's.",
    .group = GROUP_MAIL,
    .least = 1,
    .most = 2,
    .edition = true,
    .options = {{.name = "send", .help = "send it to ADDRESS"}},
    .exits = {{EXIT_DATA, "there is no such issue, or its draft cannot be read"},
              {EXIT_UNAVAILABLE, "the mail server does not take it"}},
    .run = run,
};
