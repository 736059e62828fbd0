#include "cli/issue.h"

#include "mail/draft.h"

/* "3=words": the story and what follows. */
static enum status numbered(struct invocation *invocation, const struct issue *issue,
                            struct str given, struct issue_story **story, struct str *words) {
    size_t equals = str_find_byte(given, '=');
    uint64_t number;
    if (equals == SIZE_MAX || !str_to_u64(str_take(given, equals), &number) || number == 0 ||
        number > issue->count)
        return error_set(&invocation->error, STATUS_USAGE,
                         "'%.*s': expected the number of one of %zu stories, '=' and words",
                         STR_ARG(given), issue->count);
    *story = &issue->stories[number - 1];
    *words = str_skip(given, equals + 1);
    return STATUS_OK;
}

/* All values of an option that names a story and a text of it. */
static enum status set_texts(struct invocation *invocation, struct issue *issue, const char *option,
                             size_t offset) {
    enum status status = STATUS_OK;
    struct str given;
    for (size_t k = 0; status == STATUS_OK; k++) {
        struct issue_story *story = NULL;
        struct str words = STR_NONE;
        given = option_nth(invocation, option, k);
        if (str_absent(given))
            break;
        status = numbered(invocation, issue, given, &story, &words);
        if (status == STATUS_OK)
            memcpy((char *)story + offset, &words, sizeof words);
    }
    return status;
}

static enum status wrong_order(struct invocation *invocation, const struct issue *issue) {
    return error_set(&invocation->error, STATUS_USAGE,
                     "--order: expected different numbers of the %zu stories, like 3,1,2",
                     issue->count);
}

/* The stories named come first, in this order; the others stay behind them as they are. */
static enum status reorder(struct invocation *invocation, struct workspace *workspace,
                           struct issue *issue) {
    struct str rest = option_value(invocation, "order"), part;
    struct issue_story *ordered = arena_array(&workspace->arena, issue->count, struct issue_story);
    bool *taken = arena_array(&workspace->arena, issue->count, bool);
    size_t n = 0;
    uint64_t number;
    if (ordered == NULL || taken == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    while (str_next(&rest, ',', &part)) {
        if (!str_to_u64(str_trim(part), &number) || number == 0 || number > issue->count ||
            taken[number - 1])
            return wrong_order(invocation, issue);
        taken[number - 1] = true;
        ordered[n++] = issue->stories[number - 1];
    }
    for (size_t i = 0; i < issue->count; i++)
        if (!taken[i])
            ordered[n++] = issue->stories[i];
    issue->stories = ordered;
    return STATUS_OK;
}

/* Numbers are those of before, so that dropping 2 and 3 drops these. */
static enum status drop(struct invocation *invocation, struct workspace *workspace,
                        struct issue *issue) {
    bool *dropped = arena_array(&workspace->arena, issue->count, bool);
    size_t n = 0;
    uint64_t number;
    struct str given;
    if (dropped == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    for (size_t k = 0; !str_absent(given = option_nth(invocation, "drop", k)); k++) {
        if (!str_to_u64(given, &number) || number == 0 || number > issue->count)
            return error_set(&invocation->error, STATUS_USAGE,
                             "--drop: expected the number of one of %zu stories", issue->count);
        dropped[number - 1] = true;
    }
    for (size_t i = 0; i < issue->count; i++)
        if (!dropped[i])
            issue->stories[n++] = issue->stories[i];
    issue->count = n;
    return STATUS_OK;
}

static void set_whole(struct invocation *invocation, struct issue *issue) {
    if (option_given(invocation, "subject"))
        issue->subject = option_value(invocation, "subject");
    if (option_given(invocation, "preheader"))
        issue->preheader = option_value(invocation, "preheader");
    if (option_given(invocation, "introduction"))
        issue->introduction = option_value(invocation, "introduction");
    if (!option_given(invocation, "keep"))
        issue->state = ISSUE_DRAFT;
}

/* Texts first, then who goes, then the order: all numbers are those that 'issue show' shows. */
static enum status change(struct invocation *invocation, struct workspace *workspace,
                          struct issue *issue) {
    set_whole(invocation, issue);
    enum status status =
        set_texts(invocation, issue, "headline", offsetof(struct issue_story, headline));
    if (status == STATUS_OK)
        status = set_texts(invocation, issue, "sentence", offsetof(struct issue_story, sentence));
    if (status == STATUS_OK)
        status = set_texts(invocation, issue, "line", offsetof(struct issue_story, line));
    if (status == STATUS_OK && option_given(invocation, "order"))
        status = reorder(invocation, workspace, issue);
    else if (status == STATUS_OK)
        status = drop(invocation, workspace, issue);
    return status;
}

/* What is written must be what can be read: the words given are checked as a file's would be. */
static enum status write_checked(struct invocation *invocation, struct workspace *workspace,
                                 const struct issue *issue) {
    struct buf text;
    struct issue checked;
    buf_init(&text, ISSUE_BYTES_MOST);
    issue_write(issue, false, &text);
    enum status status = buf_check(&text, &invocation->error);
    if (status == STATUS_OK)
        status = issue_read(&workspace->arena, buf_str(&text), &checked, &invocation->error);
    invocation->error.at = (struct position){0};
    buf_release(&text);
    return status == STATUS_OK ? mail_draft_write(invocation->folder, &checked, &invocation->error)
                               : status;
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct issue issue;
    if (option_given(invocation, "order") && option_given(invocation, "drop"))
        return error_set(&invocation->error, STATUS_USAGE, "--drop and --order go one by one");
    enum status status = issue_open_draft(invocation, &workspace, &issue);
    if (status == STATUS_OK)
        status = change(invocation, &workspace, &issue);
    if (status == STATUS_OK)
        status = write_checked(invocation, &workspace, &issue);
    if (status == STATUS_OK)
        buf_printf(&invocation->out, "Changed drafts/%.*s.yaml.\n", STR_ARG(issue.id));
    workspace_close(&workspace);
    return status;
}

const struct command command_issue_edit = {
    .name = "issue edit",
    .arguments = "[ID]",
    .summary = "change the draft of an issue",
    .help = "Changes a draft; so does editing its file in drafts/. Stories are named by the "
            "numbers that 'issue show' shows; empty words after '=' take a text away. A draft "
            "that was approved is to be approved again. " ISSUE_WHICH,
    .group = GROUP_MAIL,
    .most = 1,
    .edition = true,
    .options =
        {
            {.name = "subject", .value = "TEXT", .help = "what the letter is called"},
            {.name = "preheader",
             .value = "TEXT",
             .help = "what is shown beside the subject, 40 to 90 characters"},
            {.name = "introduction",
             .value = "TEXT",
             .help = "above the stories; empty lines part paragraphs"},
            {.name = "order", .value = "N,N…", .help = "these stories first, in this order"},
            {.name = "drop", .value = "N", .help = "leave a story out", .many = true},
            {.name = "headline", .value = "N=TEXT", .help = "a story's headline", .many = true},
            {.name = "sentence", .value = "N=TEXT", .help = "the sentence below it", .many = true},
            {.name = "line", .value = "N=TEXT", .help = "a line of your own", .many = true},
            {.name = "keep", .help = "stay approved"},
        },
    .exits = {{EXIT_DATA, "there is no such draft, or a text is too long"}, {EXIT_CREATE, NULL}},
    .run = run,
};
