#include "cli/help.h"

#include "base/utf8.h"

enum { LINE_WIDTH = 80, OPTION_COLUMN = 26 };

static const struct exit general[] = {
    {0, "done"},
    {EXIT_FOUND, "a check found something"},
    {EXIT_USAGE, "wrong usage"},
    {EXIT_DATA, "the input is not what it should be"},
    {EXIT_UNAVAILABLE, "something outside does not answer"},
    {EXIT_SOFTWARE, "a bug of ours"},
    {EXIT_SYSTEM, "the system refuses, or memory ran out"},
    {EXIT_CREATE, "a file or folder cannot be created"},
    {EXIT_IO, "reading or writing failed"},
    {EXIT_RETRY, "another run holds the edition"},
    {EXIT_PERMISSION, "not permitted"},
    {EXIT_CONFIG, "the edition's configuration is wrong"},
};
enum { GENERAL_COUNT = sizeof general / sizeof general[0] };

/* What `command` says of a code, else its general meaning where the command has it, else NULL. */
static const char *meaning(const struct command *command, const struct exit *code) {
    for (size_t i = 0; i < EXITS_MOST && command->exits[i].code != 0; i++)
        if (command->exits[i].code == code->code)
            return command->exits[i].when != NULL ? command->exits[i].when : code->when;
    int number = (int)code->code;
    bool all_have = number == 0 || number == EXIT_USAGE || number == EXIT_SOFTWARE ||
                    number == EXIT_SYSTEM || number == EXIT_IO;
    return all_have || (command->edition && number == EXIT_CONFIG) ? code->when : NULL;
}

bool help_exit(const struct command *command, size_t k, int *code, const char **when) {
    for (size_t i = 0; i < GENERAL_COUNT; i++) {
        const char *said = meaning(command, &general[i]);
        if (said == NULL || k-- > 0)
            continue;
        *code = (int)general[i].code;
        *when = said;
        return true;
    }
    return false;
}

void help_synopsis(struct buf *out, const struct command *command) {
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

void help_option(struct buf *out, const struct option *option) {
    if (option->letter != 0)
        buf_printf(out, "-%c, ", option->letter);
    buf_printf(out, "--%s", option->name);
    if (option->value != NULL)
        buf_printf(out, " %s", option->value);
}

/* Adds `text` broken at its spaces to lines of 80 characters, each but the first behind `indent`
 * spaces. Lines that begin with a space are examples and stay as they are. */
static void add_wrapped(struct buf *out, struct str text, size_t indent) {
    struct str line, word;
    size_t column = indent;
    for (bool first = true; str_next(&text, '\n', &line); first = false) {
        if (!first) {
            buf_add_byte(out, '\n');
            column = 0;
        }
        if (line.n > 0 && line.p[0] == ' ') {
            buf_add(out, line);
            continue;
        }
        for (bool begun = false; str_next(&line, ' ', &word); begun = true) {
            size_t width = utf8_length(word);
            if (begun && column + 1 + width > LINE_WIDTH) {
                buf_add_byte(out, '\n');
                buf_add_repeat(out, ' ', indent);
                column = indent;
            } else if (begun) {
                buf_add_byte(out, ' ');
                column++;
            }
            buf_add(out, word);
            column += width;
        }
    }
}

void help_command(struct buf *out, const struct command *command) {
    int code;
    const char *when;
    struct buf usage;
    buf_init(&usage, 8192);
    help_synopsis(&usage, command);
    BUF_ADD(out, "Usage: ");
    add_wrapped(out, buf_str(&usage), 7);
    buf_release(&usage);
    BUF_ADD(out, "\n\n");
    add_wrapped(out, str_from(command->help), 0);
    buf_add_byte(out, '\n');
    if (command->options[0].name != NULL)
        BUF_ADD(out, "\nOptions:\n");
    for (const struct option *o = command->options; o->name != NULL; o++) {
        size_t start = out->n;
        BUF_ADD(out, "  ");
        help_option(out, o);
        size_t width = utf8_length(str_skip(buf_str(out), start));
        if (width + 2 > OPTION_COLUMN) { /* too wide: the help begins on its own line */
            buf_add_byte(out, '\n');
            width = 0;
        }
        buf_add_repeat(out, ' ', OPTION_COLUMN - width);
        add_wrapped(out, str_from(o->help), OPTION_COLUMN);
        buf_add_byte(out, '\n');
    }
    BUF_ADD(out, "\nExit codes:\n");
    for (size_t k = 0; help_exit(command, k, &code, &when); k++)
        buf_printf(out, "  %2d  %s\n", code, when);
}

const struct command *help_of_group(enum command_group group, size_t n) {
    for (size_t i = 0; i < command_count; i++)
        if (commands[i]->group == group && n-- == 0)
            return commands[i];
    return NULL;
}

void help_overview(struct buf *out) {
    BUF_ADD(out, "Usage: broadsheet [-C EDITION] COMMAND …\n\n"
                 "Turns feeds into a newspaper. Works on the edition that the current folder is "
                 "in.\n");
    for (enum command_group group = 0; group < GROUP_COUNT; group++) {
        const struct command *command;
        for (size_t n = 0; (command = help_of_group(group, n)) != NULL; n++) {
            if (n == 0)
                buf_printf(out, "\n%s:\n", group_title(group));
            buf_printf(out, "  %-18s %s\n", command->name, command->summary);
        }
    }
    BUF_ADD(out, "\n'broadsheet COMMAND --help' says more about one.\n");
}
