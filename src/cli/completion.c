#include "cli/help.h"

/* A command's name is one word or two: "run", "feed parse". */
static struct str first_word(const struct command *command) {
    struct str name = str_from(command->name);
    return str_take(name, str_find_byte(name, ' '));
}

static struct str second_word(const struct command *command) {
    struct str name = str_from(command->name);
    return str_skip(name, first_word(command).n + 1);
}

/* Whether no command before the i-th begins with the same word. */
static bool begins_group(size_t i) {
    for (size_t k = 0; k < i; k++)
        if (str_eq(first_word(commands[k]), first_word(commands[i])))
            return false;
    return true;
}

static void add_first_words(struct buf *out) {
    for (size_t i = 0; i < command_count; i++) {
        if (!begins_group(i))
            continue;
        buf_add(out, first_word(commands[i]));
        buf_add_byte(out, ' ');
    }
    BUF_ADD(out, "help");
}

/* One line of a shell's `case` for each first word that has second ones. */
static void add_second_words(struct buf *out, const char *before, const char *behind) {
    for (size_t i = 0; i < command_count; i++) {
        if (!begins_group(i) || second_word(commands[i]).n == 0)
            continue;
        buf_printf(out, "    %.*s) %s", STR_ARG(first_word(commands[i])), before);
        for (size_t k = i; k < command_count; k++) {
            if (!str_eq(first_word(commands[k]), first_word(commands[i])))
                continue;
            buf_add_byte(out, ' ');
            buf_add(out, second_word(commands[k]));
        }
        buf_printf(out, " %s ;;\n", behind);
    }
}

/* One line of a shell's `case` for each command, over "$first $second". */
static void add_options(struct buf *out, const char *before, const char *behind) {
    for (size_t i = 0; i < command_count; i++) {
        bool two = second_word(commands[i]).n > 0;
        buf_printf(out, "    '%s'%s) %s", commands[i]->name, two ? "" : "' '*", before);
        for (const struct option *o = commands[i]->options; o->name != NULL; o++)
            buf_printf(out, " --%s", o->name);
        buf_printf(out, " --help %s ;;\n", behind);
    }
}

void completion_bash(struct buf *out) {
    BUF_ADD(out, "# Completion for bash, written by 'broadsheet manual --format bash'.\n"
                 "_broadsheet() {\n"
                 "    local current=${COMP_WORDS[COMP_CWORD]} at=1 words=\n"
                 "    [ \"${COMP_WORDS[1]}\" = -C ] && at=3\n"
                 "    local first=${COMP_WORDS[at]} second=${COMP_WORDS[at + 1]}\n"
                 "    if [ \"$COMP_CWORD\" -eq \"$at\" ]; then words='");
    add_first_words(out);
    BUF_ADD(out, "'\n"
                 "    elif [ \"$COMP_CWORD\" -eq \"$((at + 1))\" ]; then case $first in\n");
    add_second_words(out, "words='", "'");
    BUF_ADD(out, "    esac; fi\n"
                 "    if [ \"${current:0:1}\" = - ]; then case \"$first $second\" in\n");
    add_options(out, "words='", "'");
    BUF_ADD(out, "    esac; fi\n"
                 "    COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
                 "}\n"
                 "complete -o default -F _broadsheet broadsheet\n");
}

void completion_zsh(struct buf *out) {
    BUF_ADD(out, "#compdef broadsheet\n"
                 "# Completion for zsh, written by 'broadsheet manual --format zsh'.\n"
                 "_broadsheet() {\n"
                 "    local at=2\n"
                 "    [[ $words[2] == -C ]] && at=4\n"
                 "    local first=$words[at] second=$words[at+1]\n"
                 "    if (( CURRENT == at )); then compadd -- ");
    add_first_words(out);
    BUF_ADD(out, "; return; fi\n"
                 "    if (( CURRENT == at + 1 )); then case $first in\n");
    add_second_words(out, "compadd --", "");
    BUF_ADD(out, "    esac; fi\n"
                 "    if [[ $PREFIX == -* ]]; then case \"$first $second\" in\n");
    add_options(out, "compadd --", "");
    BUF_ADD(out, "    esac; else _files; fi\n"
                 "}\n"
                 "_broadsheet \"$@\"\n");
}

/* Text between single quotes, as fish reads it. */
static void add_fish_text(struct buf *out, const char *text) {
    buf_add_byte(out, '\'');
    for (const char *p = text; *p != '\0'; p++) {
        if (*p == '\'' || *p == '\\')
            buf_add_byte(out, '\\');
        buf_add_byte(out, *p);
    }
    buf_add_byte(out, '\'');
}

static void add_fish_command(struct buf *out, const struct command *command, bool begins) {
    struct str first = first_word(command), second = second_word(command);
    if (begins) {
        buf_printf(out, "complete -c broadsheet -n __fish_use_subcommand -a %.*s -d ",
                   STR_ARG(first));
        add_fish_text(out, second.n > 0 ? "" : command->summary);
        buf_add_byte(out, '\n');
    }
    if (second.n > 0) {
        buf_printf(out, "complete -c broadsheet -n '__fish_seen_subcommand_from %.*s' -a %.*s -d ",
                   STR_ARG(first), STR_ARG(second));
        add_fish_text(out, command->summary);
        buf_add_byte(out, '\n');
    }
    for (const struct option *o = command->options; o->name != NULL; o++) {
        buf_printf(out, "complete -c broadsheet -n '__fish_seen_subcommand_from %.*s",
                   STR_ARG(first));
        if (second.n > 0)
            buf_printf(out, "; and __fish_seen_subcommand_from %.*s", STR_ARG(second));
        buf_printf(out, "' -l %s%s -d ", o->name, o->value != NULL ? " -r" : "");
        add_fish_text(out, o->help);
        buf_add_byte(out, '\n');
    }
}

void completion_fish(struct buf *out) {
    BUF_ADD(out, "# Completion for fish, written by 'broadsheet manual --format fish'.\n"
                 "complete -c broadsheet -n __fish_use_subcommand -s C -r -d 'the edition'\n");
    for (size_t i = 0; i < command_count; i++)
        add_fish_command(out, commands[i], begins_group(i));
}
