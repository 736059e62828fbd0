#include "cli/issue.h"

#include "mail/message.h"

static void add_field(struct invocation *invocation, const char *name, struct str value) {
    if (value.n == 0)
        return;
    buf_printf(&invocation->out, "%-13s", name);
    log_inert(&invocation->out, value);
    buf_add_byte(&invocation->out, '\n');
}

static void add_indented(struct buf *out, struct str text) {
    if (text.n == 0)
        return;
    BUF_ADD(out, "    ");
    log_inert(out, text);
    buf_add_byte(out, '\n');
}

static void add_paragraphs(struct invocation *invocation, struct str text) {
    struct str line;
    if (text.n > 0)
        buf_add_byte(&invocation->out, '\n');
    while (str_next(&text, '\n', &line)) {
        log_inert(&invocation->out, line);
        buf_add_byte(&invocation->out, '\n');
    }
}

static void show(struct invocation *invocation, struct workspace *workspace,
                 const struct issue *issue, bool draft) {
    struct buf *out = &invocation->out;
    add_field(invocation, "issue", issue->id);
    add_field(invocation, "state",
              !draft                           ? STR("out")
              : issue->state == ISSUE_APPROVED ? STR("approved")
                                               : STR("draft"));
    add_field(invocation, "send", issue_local(invocation, workspace, issue->send));
    add_field(invocation, "subject", issue_subject(&workspace->arena, issue));
    add_field(invocation, "preheader",
              issue_preheader(&workspace->arena, &workspace->edition, issue));
    add_paragraphs(invocation, issue->introduction);
    for (size_t i = 0; i < issue->count; i++) {
        const struct issue_story *story = &issue->stories[i];
        buf_printf(out, "\n%2zu. ", i + 1);
        log_inert(out, story->headline);
        buf_add_byte(out, '\n');
        add_indented(out, story->sentence);
        add_indented(out, story->line);
        BUF_ADD(out, "    ");
        log_inert(out, story->provider);
        if (story->outlets > 1)
            buf_printf(out, " · %lld outlets", (long long)story->outlets);
        buf_add_byte(out, '\n');
    }
}

static enum status render(struct invocation *invocation, struct workspace *workspace,
                          const struct issue *issue) {
    static const struct mail_recipient nobody = {0};
    struct mail_house *house = NULL;
    struct buf part;
    bool html = option_given(invocation, "html");
    buf_init(&part, MAIL_LETTER_MOST);
    enum status status =
        mail_house_open(invocation->folder, &workspace->edition, &house, &invocation->error);
    if (status == STATUS_OK)
        status = mail_render(house, issue, &nobody, html ? &part : NULL, html ? NULL : &part,
                             &invocation->error);
    buf_add(&invocation->out, buf_str(&part));
    mail_house_close(house);
    buf_release(&part);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct issue issue;
    bool draft;
    enum status status = issue_open(invocation, &workspace, &issue, &draft);
    if (status == STATUS_OK &&
        (option_given(invocation, "html") || option_given(invocation, "text")))
        status = render(invocation, &workspace, &issue);
    else if (status == STATUS_OK)
        show(invocation, &workspace, &issue, draft);
    workspace_close(&workspace);
    return status;
}

const struct command command_issue_show = {
    .name = "issue show",
    .arguments = "[ID]",
    .summary = "show an issue of the newsletter",
    .help = "Shows an issue: its subject, its preheader and its numbered stories. With --html or "
            "--text it writes that part of the letter, as a reader would get it who has not "
            "subscribed. ID is that of a draft or of an issue that left the house; left out, it "
            "is the newest draft's.",
    .group = GROUP_MAIL,
    .most = 1,
    .edition = true,
    .options = {{.name = "html", .help = "write the letter's HTML"},
                {.name = "text", .help = "write the letter's text"}},
    .exits = {{EXIT_DATA, "there is no such issue, or its draft cannot be read"}},
    .run = run,
};
