#include "cli/command.h"
#include "cli/help.h"
#include "cli/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { OUT_MOST = 1 << 30, READ_ROOM = 64 * 1024 };

static const struct option option_help = {.name = "help", .letter = 'h', .help = "print this"};
static const struct option option_json = {.name = "json", .help = "print JSON lines"};

bool option_given(const struct invocation *invocation, const char *name) {
    for (size_t i = 0; i < invocation->given_count; i++)
        if (strcmp(invocation->given[i].option->name, name) == 0)
            return true;
    return false;
}

struct str option_nth(const struct invocation *invocation, const char *name, size_t k) {
    for (size_t i = 0; i < invocation->given_count; i++)
        if (strcmp(invocation->given[i].option->name, name) == 0 && k-- == 0)
            return invocation->given[i].value;
    return STR_NONE;
}

struct str option_value(const struct invocation *invocation, const char *name) {
    struct str value = STR_NONE;
    for (size_t i = 0; i < invocation->given_count; i++)
        if (strcmp(invocation->given[i].option->name, name) == 0)
            value = invocation->given[i].value;
    return value;
}

enum status option_number(struct invocation *invocation, const char *name, int64_t least,
                          int64_t most, int64_t otherwise, int64_t *value) {
    struct str text = option_value(invocation, name);
    *value = otherwise;
    if (str_absent(text))
        return STATUS_OK;
    if (!str_to_i64(text, value) || *value < least || *value > most)
        return error_set(&invocation->error, STATUS_USAGE,
                         "--%s takes a whole number from %lld to %lld, not '%.*s'", name,
                         (long long)least, (long long)most, STR_ARG(text));
    return STATUS_OK;
}

struct str argument_or_dash(const struct invocation *invocation, size_t k) {
    return k < invocation->argument_count ? invocation->arguments[k] : STR("-");
}

enum status cli_flush(struct invocation *invocation) {
    enum status status = buf_check(&invocation->out, &invocation->error);
    const char *p = invocation->out.p;
    size_t left = invocation->out.n;
    while (left > 0) {
        ssize_t n = write(invocation->out_fd, p, left);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0) {
            status = error_errno(&invocation->error, errno, 0, "write to", "standard output");
            break;
        }
        p += n;
        left -= (size_t)n;
    }
    buf_clear(&invocation->out);
    return status;
}

enum status cli_read(struct invocation *invocation, struct str path, size_t max, struct buf *into) {
    char name[4096];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    bool standard = str_eq(path, STR("-"));
    int fd = standard ? invocation->in_fd : open(name, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return error_errno(&invocation->error, errno, 0, "read", name);
    enum status status = STATUS_OK;
    struct stat found;
    size_t whole = fstat(fd, &found) == 0 && S_ISREG(found.st_mode) ? (size_t)found.st_size : 0;
    if (whole < max && whole + READ_ROOM < into->max)
        (void)buf_reserve(into, whole + READ_ROOM); /* as a whole, not by growing */
    for (;;) {
        if (into->n >= max + 1) {
            status = error_set(&invocation->error, STATUS_LIMIT, "%s is longer than %zu bytes",
                               standard ? "the input" : name, max);
            break;
        }
        size_t room = max + 1 - into->n < READ_ROOM ? max + 1 - into->n : READ_ROOM;
        if ((status = buf_reserve(into, room)) != STATUS_OK) {
            status = buf_check(into, &invocation->error);
            break;
        }
        ssize_t n = read(fd, into->p + into->n, room);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0) {
            status =
                error_errno(&invocation->error, errno, 0, "read", standard ? "the input" : name);
            break;
        }
        if (n == 0)
            break;
        into->n += (size_t)n;
        into->p[into->n] = '\0';
    }
    if (!standard)
        close(fd);
    return status;
}

int cli_exit_code(enum status status) {
    switch (status) {
    case STATUS_OK:
        return 0;
    case STATUS_USAGE:
        return EXIT_USAGE;
    case STATUS_INVALID:
    case STATUS_LIMIT:
    case STATUS_NOT_FOUND:
    case STATUS_EXISTS:
    case STATUS_UNSUPPORTED:
        return EXIT_DATA;
    case STATUS_UNAVAILABLE:
    case STATUS_TIMEOUT:
        return EXIT_UNAVAILABLE;
    case STATUS_MEMORY:
    case STATUS_SYSTEM:
        return EXIT_SYSTEM;
    case STATUS_CANNOT_CREATE:
        return EXIT_CREATE;
    case STATUS_IO:
        return EXIT_IO;
    case STATUS_BUSY:
        return EXIT_RETRY;
    case STATUS_PERMISSION:
    case STATUS_DENIED:
        return EXIT_PERMISSION;
    case STATUS_CONFIG:
        return EXIT_CONFIG;
    case STATUS_INTERNAL:
        break;
    }
    return EXIT_SOFTWARE;
}

/* The command whose words `argv` starts with; *used says how many words that were. */
static const struct command *find_command(int argc, char **argv, int *used) {
    const struct command *best = NULL;
    for (size_t i = 0; i < command_count; i++) {
        struct str rest = str_from(commands[i]->name);
        struct str word;
        int k = 0;
        bool same = true;
        while (same && str_next(&rest, ' ', &word)) {
            same = k < argc && str_eq(str_from(argv[k]), word);
            k++;
        }
        if (same && (best == NULL || k > *used)) {
            best = commands[i];
            *used = k;
        }
    }
    return best;
}

static const struct option *find_option(const struct command *command, struct str name,
                                        char letter) {
    for (const struct option *o = command->options; o->name != NULL; o++)
        if ((name.n > 0 && str_eq(name, str_from(o->name))) || (letter != 0 && o->letter == letter))
            return o;
    if (str_eq(name, STR("help")) || letter == 'h')
        return &option_help;
    if (str_eq(name, STR("json")))
        return &option_json;
    return NULL;
}

/* Parses what follows the command's words. */
static enum status parse(struct invocation *invocation, int argc, char **argv) {
    struct error *error = &invocation->error;
    bool options_over = false;
    for (int i = 0; i < argc; i++) {
        struct str word = str_from(argv[i]);
        if (options_over || word.n < 2 || word.p[0] != '-') {
            invocation->arguments[invocation->argument_count++] = word;
            continue;
        }
        if (str_eq(word, STR("--"))) {
            options_over = true;
            continue;
        }
        bool wide = word.p[1] == '-';
        size_t equals = wide ? str_find_byte(word, '=') : SIZE_MAX;
        struct str name = wide ? str_skip(str_take(word, equals), 2) : STR_NONE;
        const struct option *option =
            find_option(invocation->command, name, !wide && word.n == 2 ? word.p[1] : 0);
        if (option == NULL)
            return error_set(error, STATUS_USAGE, "%s has no option %.*s",
                             invocation->command->name, STR_ARG(str_take(word, equals)));
        struct given *given = &invocation->given[invocation->given_count++];
        *given = (struct given){.option = option};
        if (option->value == NULL && equals != SIZE_MAX)
            return error_set(error, STATUS_USAGE, "--%s takes no value", option->name);
        if (option->value == NULL)
            continue;
        if (equals == SIZE_MAX && i + 1 >= argc)
            return error_set(error, STATUS_USAGE, "--%s needs a value: %s", option->name,
                             option->value);
        given->value = equals != SIZE_MAX ? str_skip(word, equals + 1) : str_from(argv[++i]);
    }
    return STATUS_OK;
}

static enum status check_count(struct invocation *invocation) {
    const struct command *command = invocation->command;
    size_t n = invocation->argument_count;
    if (n < (size_t)command->least)
        return error_set(&invocation->error, STATUS_USAGE, "%s needs %s", command->name,
                         command->arguments);
    if (command->most >= 0 && n > (size_t)command->most)
        return error_set(&invocation->error, STATUS_USAGE, "%s takes no argument '%.*s'",
                         command->name, STR_ARG(invocation->arguments[command->most]));
    return STATUS_OK;
}

/* The edition's folder: `given`, else the nearest one upwards that holds an edition.yaml. */
static enum status find_edition(struct invocation *invocation, const char *given, char *folder,
                                size_t size) {
    char probe[4200];
    struct stat st;
    if (given != NULL) {
        snprintf(probe, sizeof probe, "%s/edition.yaml", given);
        if (stat(probe, &st) != 0)
            return error_set(&invocation->error, STATUS_CONFIG,
                             "%s is not an edition: it has no edition.yaml "
                             "('broadsheet init %s' makes one)",
                             given, given);
        snprintf(folder, size, "%s", given);
        return STATUS_OK;
    }
    if (getcwd(folder, size) == NULL)
        return error_errno(&invocation->error, errno, 0, "find", "the current folder");
    for (;;) {
        snprintf(probe, sizeof probe, "%s/edition.yaml", folder);
        if (stat(probe, &st) == 0)
            return STATUS_OK;
        char *slash = strrchr(folder, '/');
        if (slash == NULL || slash == folder)
            break;
        *slash = '\0';
    }
    return error_set(
        &invocation->error, STATUS_CONFIG,
        "not in an edition's folder: no edition.yaml here or above (use -C EDITION, or "
        "'broadsheet init DIR')");
}

static void report(const struct invocation *invocation) {
    char text[1024];
    struct buf line;
    buf_init(&line, 4096);
    BUF_ADD(&line, "broadsheet: ");
    log_inert(&line, str_from(error_describe(&invocation->error, text, sizeof text)));
    buf_add_byte(&line, '\n');
    if (write(STDERR_FILENO, line.p, line.n) < 0) {
        /* Nobody listens; the exit code still speaks. */
    }
    buf_release(&line);
}

static enum status run_command(struct invocation *invocation, const char *given_folder, int argc,
                               char **argv) {
    char folder[4096];
    enum status status = parse(invocation, argc, argv);
    if (status != STATUS_OK)
        return status;
    if (option_given(invocation, "help")) {
        help_command(&invocation->out, invocation->command);
        return STATUS_OK;
    }
    invocation->json = option_given(invocation, "json");
    if ((status = check_count(invocation)) != STATUS_OK)
        return status;
    if (invocation->command->edition) {
        status = find_edition(invocation, given_folder, folder, sizeof folder);
        if (status != STATUS_OK)
            return status;
        invocation->folder = folder;
    }
    return invocation->command->run(invocation);
}

/* "feed" alone: names what begins with it. */
static void say_no_command(struct invocation *invocation, const char *word) {
    struct buf begins;
    buf_init(&begins, 400);
    for (size_t i = 0; i < command_count; i++) {
        struct str name = str_from(commands[i]->name);
        if (name.n > strlen(word) && str_starts(name, str_from(word)) &&
            name.p[strlen(word)] == ' ')
            buf_printf(&begins, "%s'%s'", begins.n > 0 ? ", " : "", commands[i]->name);
    }
    if (begins.n > 0)
        error_set(&invocation->error, STATUS_USAGE, "'%s' needs a second word: %s", word,
                  buf_cstr(&begins));
    else
        error_set(&invocation->error, STATUS_USAGE,
                  "there is no command '%s' (see 'broadsheet help')", word);
    buf_release(&begins);
}

static int no_command(struct invocation *invocation, int argc, char **argv) {
    if (argc > 0 && strcmp(argv[0], "help") != 0 && strcmp(argv[0], "--help") != 0 &&
        strcmp(argv[0], "-h") != 0) {
        say_no_command(invocation, argv[0]);
        report(invocation);
        return EXIT_USAGE;
    }
    help_overview(&invocation->out);
    enum status status = cli_flush(invocation);
    if (status != STATUS_OK)
        report(invocation);
    buf_release(&invocation->out);
    return status != STATUS_OK ? cli_exit_code(status) : argc == 0 ? EXIT_USAGE : 0;
}

int cli_main(int argc, char **argv) {
    char asks_help[] = "--help";
    signal(SIGPIPE, SIG_IGN);
    const char *no_color = getenv("NO_COLOR");
    bool color_wanted = no_color == NULL || no_color[0] == '\0';
    struct invocation invocation = {
        .out_fd = STDOUT_FILENO,
        .in_fd = STDIN_FILENO,
        .terminal = isatty(STDERR_FILENO) == 1,
        .out_terminal = isatty(STDOUT_FILENO) == 1,
    };
    invocation.color = color_wanted && invocation.out_terminal;
    buf_init(&invocation.out, OUT_MOST);
    enum status status =
        clock_from(getenv("SOURCE_DATE_EPOCH"), &invocation.clock, &invocation.error);
    invocation.log = (struct log){.fd = STDERR_FILENO,
                                  .least = LOG_INFO,
                                  .form = invocation.terminal ? LOG_READABLE : LOG_JSON,
                                  .color = color_wanted && invocation.terminal,
                                  .clock = &invocation.clock};
    if (status != STATUS_OK) {
        report(&invocation);
        return cli_exit_code(status);
    }
    int at = 1;
    const char *folder = NULL;
    if (argc > 2 && strcmp(argv[1], "-C") == 0) {
        folder = argv[2];
        at = 3;
    }
    if (at < argc && strcmp(argv[at], "--version") == 0)
        argv[at] += 2;
    if (at + 1 < argc && strcmp(argv[at], "help") == 0) { /* help COMMAND: COMMAND --help */
        memmove(&argv[at], &argv[at + 1], (size_t)(argc - at - 1) * sizeof *argv);
        argv[argc - 1] = asks_help;
    }
    int used = 0;
    invocation.command = find_command(argc - at, argv + at, &used);
    if (invocation.command == NULL)
        return no_command(&invocation, argc - at, argv + at);
    if (invocation.command->group == GROUP_PIPE)
        cli_hold_memory();
    size_t words = (size_t)(argc - at) + 1;
    invocation.arguments = calloc(words, sizeof *invocation.arguments);
    invocation.given = calloc(words, sizeof *invocation.given);
    if (invocation.arguments == NULL || invocation.given == NULL)
        status = error_memory(&invocation.error);
    else
        status = run_command(&invocation, folder, argc - at - used, argv + at + used);
    struct error first = invocation.error;
    enum status flushed = cli_flush(&invocation);
    if (status != STATUS_OK)
        invocation.error = first;
    else
        status = flushed;
    if (status != STATUS_OK)
        report(&invocation);
    buf_release(&invocation.out);
    free(invocation.arguments);
    free(invocation.given);
    return status != STATUS_OK ? cli_exit_code(status) : invocation.found ? EXIT_FOUND : 0;
}
