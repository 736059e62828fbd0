#include "cli/help.h"

#include "edition/edition.h"
#include "files/whole.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

/* A line a command: its name, and what it does. */
static void list(struct buf *out) {
    for (size_t i = 0; i < command_count; i++)
        buf_printf(out, "%s\t%s\n", commands[i]->name, commands[i]->summary);
}

static void all_pages(struct buf *out) {
    page_manual_overview(out);
    for (size_t i = 0; i < command_count; i++) {
        buf_add_byte(out, '\n');
        page_manual(out, commands[i]);
    }
}

static void configuration(struct buf *out) {
    BUF_ADD(out,
            "# Configuration\n\n"
            "The keys of `edition.yaml`, as the program reads them; `broadsheet init` writes a "
            "file with all of them. A key with a point in its name stands below another: "
            "`quality.topic` is `topic` below `quality`. An unknown key is an error that names "
            "the nearest known one.\n\n");
    edition_describe(out);
}

static const struct format {
    const char *name;
    void (*write)(struct buf *out);
} formats[] = {
    {"man", all_pages},
    {"markdown", page_markdown},
    {"bash", completion_bash},
    {"zsh", completion_zsh},
    {"fish", completion_fish},
    {"list", list},
    {"configuration", configuration},
};

/* Writes `page` to DIR/<name>.1.scd and empties it. */
static enum status write_page(struct invocation *invocation, const char *folder, const char *name,
                              struct buf *page) {
    char path[4200];
    snprintf(path, sizeof path, "%s/%s.1.scd", folder, name);
    for (char *p = path + strlen(folder); *p != '\0'; p++)
        if (*p == ' ')
            *p = '-';
    enum status status = buf_check(page, &invocation->error);
    if (status != STATUS_OK)
        return status;
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
    if (fd < 0)
        return error_errno(&invocation->error, errno, 1, "create", path);
    int number = files_write_all(fd, buf_str(page));
    if (close(fd) != 0 && number == 0)
        number = errno;
    if (number != 0)
        status = error_errno(&invocation->error, number, 0, "write", path);
    buf_clear(page);
    return status;
}

static enum status write_pages(struct invocation *invocation, struct str out) {
    char folder[4000], name[64];
    struct buf page;
    if (out.n >= sizeof folder)
        return error_set(&invocation->error, STATUS_USAGE, "--out is too long a name");
    snprintf(folder, sizeof folder, "%.*s", STR_ARG(out));
    if (mkdir(folder, 0755) != 0 && errno != EEXIST)
        return error_errno(&invocation->error, errno, 1, "create", folder);
    buf_init(&page, 1 << 20);
    page_manual_overview(&page);
    enum status status = write_page(invocation, folder, "broadsheet", &page);
    for (size_t i = 0; i < command_count && status == STATUS_OK; i++) {
        snprintf(name, sizeof name, "broadsheet-%s", commands[i]->name);
        page_manual(&page, commands[i]);
        status = write_page(invocation, folder, name, &page);
    }
    buf_release(&page);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct str wanted = str_first_of(option_value(invocation, "format"), STR("man"));
    struct str out = option_value(invocation, "out");
    bool man = str_eq(wanted, STR("man"));
    if (!str_absent(out) && !man)
        return error_set(&invocation->error, STATUS_USAGE, "--out goes with --format man");
    if (!str_absent(out))
        return write_pages(invocation, out);
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        if (!str_eq(wanted, str_from(formats[i].name)))
            continue;
        formats[i].write(&invocation->out);
        return STATUS_OK;
    }
    return error_set(
        &invocation->error, STATUS_USAGE,
        "--format is man, markdown, bash, zsh, fish, list or configuration, not '%.*s'",
        STR_ARG(wanted));
}

const struct command command_manual = {
    .name = "manual",
    .arguments = "",
    .summary = "write the manual and the shells' completions",
    .help = "Prints what the program knows of its own commands: as man pages in scdoc's form, as "
            "one Markdown page, as completions for a shell, or as a list of the commands; or of "
            "the keys of edition.yaml. With "
            "--out each man page becomes a file of that folder, NAME.1.scd.\n\n"
            "    eval \"$(broadsheet manual --format bash)\"",
    .group = GROUP_UPKEEP,
    .options = {{.name = "format",
                 .value = "FORMAT",
                 .help = "man (the default), markdown, bash, zsh, fish, list or configuration"},
                {.name = "out", .value = "DIR", .help = "write the man pages into this folder"}},
    .exits = {{EXIT_CREATE, NULL}},
    .run = run,
};
