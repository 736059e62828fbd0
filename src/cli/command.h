/* A command is a descriptor: the table of them is the documentation. Usage, `--help`, man pages
 * and completions are generated from it, and so is the parsing of the command line.
 *
 * One file a command, `src/cli/<group>_<verb>.c`, defines `const struct command command_<…>`; a
 * line in commands.def puts it into the table. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/status.h"
#include "base/str.h"

enum { OPTIONS_MOST = 16, EXITS_MOST = 8, ARGUMENTS_MOST = 1 << 20 };

/* sysexits.h, and 1 for a check that found something. */
enum exit_code {
    EXIT_FOUND = 1,
    EXIT_USAGE = 64,
    EXIT_DATA = 65,
    EXIT_UNAVAILABLE = 69,
    EXIT_SOFTWARE = 70,
    EXIT_SYSTEM = 71,
    EXIT_CREATE = 73,
    EXIT_IO = 74,
    EXIT_RETRY = 75,
    EXIT_PERMISSION = 77,
    EXIT_CONFIG = 78,
};

struct option {
    const char *name;  /* "url" for --url */
    char letter;       /* 'w' for -w, 0 for none */
    const char *value; /* what the help calls its value, "BASE"; NULL for a flag */
    const char *help;  /* one sentence, no full stop */
    bool many;         /* may be given several times */
};

/* An exit code that a command has besides those that all have (help.h). */
struct exit {
    enum exit_code code; /* 0 ends a list */
    const char *when;    /* "a file differs"; NULL: the code's general meaning says it */
};

/* Groups in the order of spec/cli.md. */
enum command_group {
    GROUP_STARTING,
    GROUP_SOURCES,
    GROUP_PAPER,
    GROUP_HAND,
    GROUP_READING,
    GROUP_MAIL,
    GROUP_UPKEEP,
    GROUP_RECORDS,
    GROUP_PIPE,
    GROUP_COUNT,
};

struct invocation;

struct command {
    const char *name;      /* "feed parse" */
    const char *arguments; /* the synopsis behind the options, "[FILE]"; "" for none */
    const char *summary;   /* one line, no full stop */
    const char *help;      /* paragraphs, parted by empty lines; plain text */
    enum command_group group;
    int least, most;                     /* how many arguments; most -1: any number */
    bool edition;                        /* works on an edition: run() gets its folder */
    struct option options[OPTIONS_MOST]; /* ends at the first without a name */
    struct exit exits[EXITS_MOST];       /* ends at the first without a code */
    /* Does the work. On failure `invocation->error` is filled in and its status returned. */
    enum status (*run)(struct invocation *invocation);
};

struct given {
    const struct option *option;
    struct str value; /* absent for a flag */
};

struct invocation {
    const struct command *command;
    const char *folder; /* the edition's, when command->edition */
    struct str *arguments;
    size_t argument_count;
    struct given *given;
    size_t given_count;

    struct buf out;    /* results; flushed by cli_flush and at the end */
    int out_fd;        /* 1 */
    int in_fd;         /* 0 */
    bool terminal;     /* stderr is one: progress may be drawn */
    bool out_terminal; /* stdout is one */
    bool color;        /* stdout may be coloured */
    bool json;         /* --json was given */
    bool found;        /* a check found something: exit 1 */
    struct clock clock;
    struct log log; /* to stderr */
    struct error error;
};

extern const struct command *const commands[];
extern const size_t command_count;
/* The words of a group as help shows them. */
const char *group_title(enum command_group group);

/* Was --name given? */
bool option_given(const struct invocation *invocation, const char *name);
/* The last value of --name; absent when it was not given. */
struct str option_value(const struct invocation *invocation, const char *name);
/* Values of a repeated option: the k-th from 0; absent behind the last. */
struct str option_nth(const struct invocation *invocation, const char *name, size_t k);
/* A whole number in [least, most]; `otherwise` when not given; USAGE when it is none. */
enum status option_number(struct invocation *invocation, const char *name, int64_t least,
                          int64_t most, int64_t otherwise, int64_t *value);
/* The k-th argument, or "-" behind the last: what a pipe tool reads. */
struct str argument_or_dash(const struct invocation *invocation, size_t k);

/* Writes `out` to stdout and empties it. IO when that fails. */
enum status cli_flush(struct invocation *invocation);
/* Reads a whole file, or standard input for "-", of at most `max` bytes, into `into`. */
enum status cli_read(struct invocation *invocation, struct str path, size_t max, struct buf *into);
/* The exit code of a status. */
int cli_exit_code(enum status status);

/* Runs the program: parses, finds the edition, calls the command; returns the exit code. */
int cli_main(int argc, char **argv);

#endif
