#include "cli/help.h"

/* A paragraph that is indented stands as it is: an example. */
static bool is_example(struct str paragraph) {
    return paragraph.n > 0 && paragraph.p[0] == ' ';
}

/* The next of the paragraphs that empty lines part. */
static bool next_paragraph(struct str *rest, struct str *paragraph) {
    while (rest->n > 0 && rest->p[0] == '\n')
        *rest = str_skip(*rest, 1);
    size_t end = str_find(*rest, STR("\n\n"));
    *paragraph = str_take(*rest, end);
    *rest = str_skip(*rest, paragraph->n);
    return paragraph->n > 0;
}

/* Plain text, with a backslash before each of `marks`. */
static void add_escaped(struct buf *out, struct str text, const char *marks) {
    for (size_t i = 0; i < text.n; i++) {
        if (strchr(marks, text.p[i]) != NULL)
            buf_add_byte(out, '\\');
        buf_add_byte(out, text.p[i]);
    }
}

static void add_paragraphs(struct buf *out, const char *text, const char *marks) {
    struct str rest = str_from(text);
    struct str paragraph;
    while (next_paragraph(&rest, &paragraph)) {
        buf_add_byte(out, '\n');
        if (is_example(paragraph)) {
            BUF_ADD(out, "```\n");
            buf_add(out, paragraph);
            BUF_ADD(out, "\n```\n");
        } else {
            add_escaped(out, paragraph, marks);
            buf_add_byte(out, '\n');
        }
    }
}

/* The characters that mean something to scdoc, and to Markdown. */
static const char scdoc_marks[] = "_*\\#[|`~.";
static const char markdown_marks[] = "_*\\#[]|`<>~";

static void add_scdoc(struct buf *out, const char *text) {
    add_escaped(out, str_from(text), scdoc_marks);
}

static void add_page_name(struct buf *out, const struct command *command) {
    BUF_ADD(out, "broadsheet");
    for (const char *p = command->name; *p != '\0'; p++) {
        if (p == command->name)
            buf_add_byte(out, '-');
        buf_add_byte(out, *p == ' ' ? '-' : *p);
    }
}

static void add_exits(struct buf *out, const struct command *command) {
    int code;
    const char *when;
    BUF_ADD(out, "\n# EXIT STATUS\n\n");
    for (size_t k = 0; help_exit(command, k, &code, &when); k++) {
        buf_printf(out, "*%d*\n\t", code);
        add_scdoc(out, when);
        BUF_ADD(out, "\n\n");
    }
}

void page_manual(struct buf *out, const struct command *command) {
    struct buf line;
    buf_init(&line, 4096);
    add_page_name(out, command);
    BUF_ADD(out, "(1)\n\n# NAME\n\n");
    add_page_name(out, command);
    BUF_ADD(out, " - ");
    add_scdoc(out, command->summary);
    BUF_ADD(out, "\n\n# SYNOPSIS\n\n");
    help_synopsis(&line, command);
    add_scdoc(out, buf_cstr(&line));
    BUF_ADD(out, "\n\n# DESCRIPTION\n");
    add_paragraphs(out, command->help, scdoc_marks);
    if (command->options[0].name != NULL)
        BUF_ADD(out, "\n# OPTIONS\n\n");
    for (const struct option *o = command->options; o->name != NULL; o++) {
        buf_clear(&line);
        help_option(&line, o);
        buf_add_byte(out, '*');
        add_scdoc(out, buf_cstr(&line));
        BUF_ADD(out, "*\n\t");
        add_scdoc(out, o->help);
        BUF_ADD(out, "\n\n");
    }
    add_exits(out, command);
    BUF_ADD(out, "# SEE ALSO\n\n*broadsheet*(1)\n");
    buf_release(&line);
}

void page_manual_overview(struct buf *out) {
    BUF_ADD(out, "broadsheet(1)\n\n# NAME\n\nbroadsheet - turn feeds into a newspaper\n\n"
                 "# SYNOPSIS\n\nbroadsheet \\[-C EDITION\\] COMMAND …\n\n"
                 "# DESCRIPTION\n\n"
                 "An edition is a folder: configuration, topics, outlets, sources, records and "
                 "state\\. Each command works on the edition that the current folder is in, or on "
                 "the one that *-C* names\\. Results go to standard output, everything else to "
                 "standard error; *--json* gives JSON lines where a table is the default\\.\n\n");
    for (enum command_group group = 0; group < GROUP_COUNT; group++) {
        const struct command *command;
        for (size_t n = 0; (command = help_of_group(group, n)) != NULL; n++) {
            if (n == 0)
                buf_printf(out, "# %s\n\n", group_title(group));
            buf_add_byte(out, '*');
            add_page_name(out, command);
            BUF_ADD(out, "*(1)\n\t");
            add_scdoc(out, command->summary);
            BUF_ADD(out, "\n\n");
        }
    }
    BUF_ADD(out, "# ENVIRONMENT\n\n"
                 "*SOURCE\\_DATE\\_EPOCH*\n\tseconds since 1970: the time that the whole run takes "
                 "for now\n\n"
                 "*NO\\_COLOR*\n\twhen set and not empty, nothing is coloured\n");
}

static void add_markdown_command(struct buf *out, const struct command *command) {
    int code;
    const char *when;
    buf_printf(out, "\n### %s\n\n", command->name);
    add_escaped(out, str_from(command->summary), markdown_marks);
    BUF_ADD(out, "\n\n    ");
    help_synopsis(out, command);
    buf_add_byte(out, '\n');
    add_paragraphs(out, command->help, markdown_marks);
    if (command->options[0].name != NULL)
        BUF_ADD(out, "\n| option | |\n|---|---|\n");
    for (const struct option *o = command->options; o->name != NULL; o++) {
        BUF_ADD(out, "| `");
        help_option(out, o);
        BUF_ADD(out, "` | ");
        add_escaped(out, str_from(o->help), markdown_marks);
        BUF_ADD(out, " |\n");
    }
    BUF_ADD(out, "\n| exit code | |\n|---|---|\n");
    for (size_t k = 0; help_exit(command, k, &code, &when); k++) {
        buf_printf(out, "| %d | ", code);
        add_escaped(out, str_from(when), markdown_marks);
        BUF_ADD(out, " |\n");
    }
}

void page_markdown(struct buf *out) {
    BUF_ADD(out, "# Commands\n\n"
                 "Written by `broadsheet manual --format markdown`; `./dev fmt` renews it.\n\n"
                 "`broadsheet [-C EDITION] COMMAND …` works on the edition that the current folder "
                 "is in.\n");
    for (enum command_group group = 0; group < GROUP_COUNT; group++) {
        const struct command *command;
        for (size_t n = 0; (command = help_of_group(group, n)) != NULL; n++) {
            if (n == 0)
                buf_printf(out, "\n## %s\n", group_title(group));
            add_markdown_command(out, command);
        }
    }
}
