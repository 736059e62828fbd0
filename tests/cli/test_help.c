#include "support/case.h"

#include "cli/help.h"

/* The words of the page stand in it as a line, and a line alone, that begins so. */
static bool has_line(struct str page, const char *begins) {
    struct str line;
    while (str_next(&page, '\n', &line))
        if (str_starts(str_trim(line), str_from(begins)))
            return true;
    return false;
}

static void help_names_options_and_exits(void **state) {
    (void)state;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = commands[i];
        struct buf help, line;
        buf_init(&help, 1 << 20);
        buf_init(&line, 1 << 16);
        help_command(&help, command);
        for (const struct option *o = command->options; o->name != NULL; o++) {
            buf_clear(&line);
            help_option(&line, o);
            if (!has_line(buf_str(&help), buf_cstr(&line)))
                fail_msg("%s: --%s is not in its help", command->name, o->name);
        }
        for (size_t k = 0; k < EXITS_MOST && command->exits[k].code != 0; k++) {
            char code[16];
            snprintf(code, sizeof code, "%d  ", (int)command->exits[k].code);
            if (!has_line(buf_str(&help), code))
                fail_msg("%s: exit code %s is not in its help", command->name, code);
        }
        buf_release(&help);
        buf_release(&line);
    }
}

static void descriptors_are_whole(void **state) {
    (void)state;
    for (size_t i = 0; i < command_count; i++) {
        const struct command *command = commands[i];
        struct str summary = str_from(command->summary), help = str_from(command->help);
        if (str_empty(summary) || str_ends(summary, STR(".")) || str_find_byte(summary, '\n') < 999)
            fail_msg("%s: a summary is a line without a full stop", command->name);
        if (str_empty(help) || str_ends(help, STR("\n")))
            fail_msg("%s: help is paragraphs without an end of line", command->name);
        if (command->run == NULL || command->group >= GROUP_COUNT || command->arguments == NULL)
            fail_msg("%s: its descriptor lacks something", command->name);
        for (const struct option *o = command->options; o->name != NULL; o++)
            if (o->help == NULL || str_ends(str_from(o->help), STR(".")))
                fail_msg("%s: --%s's help is a sentence without a full stop", command->name,
                         o->name);
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(command->name, commands[k]->name);
    }
}

/* Exit codes come in rising order, from 0, each once, each with words. */
static void exits_rise(void **state) {
    (void)state;
    for (size_t i = 0; i < command_count; i++) {
        int code, last = -1;
        const char *when;
        for (size_t k = 0; help_exit(commands[i], k, &code, &when); k++) {
            assert_true(code > last && when != NULL && when[0] != '\0');
            last = code;
        }
        assert_true(last >= EXIT_IO);
    }
}

static void statuses_have_codes(void **state) {
    (void)state;
    static const struct {
        enum status status;
        int code;
    } cases[] = {
        {STATUS_OK, 0},       {STATUS_USAGE, 64},         {STATUS_INVALID, 65},
        {STATUS_LIMIT, 65},   {STATUS_NOT_FOUND, 65},     {STATUS_UNAVAILABLE, 69},
        {STATUS_TIMEOUT, 69}, {STATUS_INTERNAL, 70},      {STATUS_MEMORY, 71},
        {STATUS_SYSTEM, 71},  {STATUS_CANNOT_CREATE, 73}, {STATUS_IO, 74},
        {STATUS_BUSY, 75},    {STATUS_PERMISSION, 77},    {STATUS_CONFIG, 78},
    };
    for (size_t i = 0; i < CASES(cases); i++)
        assert_int_equal(cli_exit_code(cases[i].status), cases[i].code);
}

/* What is special to scdoc does not survive in a text of ours: an example stays as it is. */
static void pages_escape(void **state) {
    (void)state;
    static const struct command command = {
        .name = "try this",
        .arguments = "[FILE]…",
        .summary = "say _this_ and *that*",
        .help = "First #1 [a|b].\n\n    $ broadsheet try_this *\n\nLast \\ one.",
        .options = {{.name = "some_thing", .letter = 's', .value = "V", .help = "a_b"}},
        .exits = {{EXIT_FOUND, "a file_name differs"}},
    };
    static const char *const lines[] = {
        "broadsheet-try-this(1)",  "broadsheet-try-this - say \\_this\\_ and \\*that\\*",
        "First \\#1 \\[a\\|b]\\.", "$ broadsheet try_this *",
        "Last \\\\ one\\.",        "*-s, --some\\_thing V*",
        "a file\\_name differs",
    };
    struct buf page;
    buf_init(&page, 1 << 16);
    page_manual(&page, &command);
    for (size_t i = 0; i < CASES(lines); i++)
        if (!has_line(buf_str(&page), lines[i]))
            fail_msg("no line \"%s\" in:\n%s", lines[i], buf_cstr(&page));
    buf_release(&page);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(help_names_options_and_exits),
        cmocka_unit_test(descriptors_are_whole),
        cmocka_unit_test(exits_rise),
        cmocka_unit_test(statuses_have_codes),
        cmocka_unit_test(pages_escape),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
