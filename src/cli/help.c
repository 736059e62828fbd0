#include "cli/command.h"

static bool has_options(const struct command *command) {
    return command->options[0].name != NULL;
}

static void synopsis(struct buf *out, const struct command *command) {
    buf_printf(out, "broadsheet %s%s", command->edition ? "[-C EDITION] " : "", command->name);
    for (const struct option *o = command->options; o->name != NULL; o++) {
        if (o->letter != 0 && o->value == NULL)
            buf_printf(out, " [-%c|--%s]", o->letter, o->name);
        else if (o->value != NULL)
            buf_printf(out, " [--%s %s]%s", o->name, o->value, o->many ? "…" : "");
        else
            buf_printf(out, " [--%s]", o->name);
    }
    if (command->arguments[0] != '\0')
        buf_printf(out, " %s", command->arguments);
}

static void option_left(struct buf *out, const struct option *o) {
    if (o->letter != 0)
        buf_printf(out, "-%c, ", o->letter);
    buf_printf(out, "--%s", o->name);
    if (o->value != NULL)
        buf_printf(out, " %s", o->value);
}

void help_command(struct buf *out, const struct command *command) {
    BUF_ADD(out, "Usage: ");
    synopsis(out, command);
    buf_printf(out, "\n\n%s\n", command->help);
    if (!has_options(command))
        return;
    BUF_ADD(out, "\nOptions:\n");
    for (const struct option *o = command->options; o->name != NULL; o++) {
        size_t start = out->n;
        BUF_ADD(out, "  ");
        option_left(out, o);
        size_t width = out->n - start;
        buf_add_repeat(out, ' ', width < 26 ? 26 - width : 2);
        buf_printf(out, "%s\n", o->help);
    }
}

void help_overview(struct buf *out) {
    BUF_ADD(out, "Usage: broadsheet [-C EDITION] COMMAND …\n\n"
                 "Turns feeds into a newspaper. Works on the edition that the current folder is "
                 "in.\n");
    for (int group = 0; group < GROUP_COUNT; group++) {
        bool titled = false;
        for (size_t i = 0; i < command_count; i++) {
            if ((int)commands[i]->group != group)
                continue;
            if (!titled)
                buf_printf(out, "\n%s:\n", group_title(commands[i]->group));
            titled = true;
            buf_printf(out, "  %-18s %s\n", commands[i]->name, commands[i]->summary);
        }
    }
    BUF_ADD(out, "\n'broadsheet COMMAND --help' says more about one.\n");
}

/* scdoc's own marks, escaped. */
static void add_plain(struct buf *out, const char *text) {
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '_' || *p == '*' || *p == '\\' || *p == '#' || *p == '[' || *p == '|')
            buf_add_byte(out, '\\');
        buf_add_byte(out, *p);
    }
}

void help_manual(struct buf *out, const struct command *command) {
    BUF_ADD(out, "broadsheet-");
    for (const char *p = command->name; *p != '\0'; p++)
        buf_add_byte(out, *p == ' ' ? '-' : *p);
    BUF_ADD(out, "(1)\n\n# NAME\n\nbroadsheet ");
    add_plain(out, command->name);
    BUF_ADD(out, " - ");
    add_plain(out, command->summary);
    BUF_ADD(out, "\n\n# SYNOPSIS\n\n");
    struct buf line;
    buf_init(&line, 4096);
    synopsis(&line, command);
    add_plain(out, buf_cstr(&line));
    buf_release(&line);
    BUF_ADD(out, "\n\n# DESCRIPTION\n\n");
    add_plain(out, command->help);
    buf_add_byte(out, '\n');
    if (has_options(command))
        BUF_ADD(out, "\n# OPTIONS\n\n");
    for (const struct option *o = command->options; o->name != NULL; o++) {
        BUF_ADD(out, "*");
        option_left(out, o);
        BUF_ADD(out, "*\n\t");
        add_plain(out, o->help);
        BUF_ADD(out, ".\n\n");
    }
    BUF_ADD(out,
            "\n# EXIT STATUS\n\n"
            "0 done, 1 a check found something, 64 usage, 65 bad data, 69 unavailable, 70 a bug "
            "of ours, 71 the system refuses, 73 cannot create, 74 input or output, 75 try "
            "again, 77 permission, 78 configuration.\n");
}
