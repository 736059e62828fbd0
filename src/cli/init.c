#include "cli/command.h"

#include "edition/edition.h"
#include "files/whole.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH_MOST = 4096, SKELETON_MOST = 1 << 20 };

/* Makes the folders that `path` lies in, from `from` bytes on. */
static enum status make_folders(char *path, size_t from, struct error *error) {
    for (char *slash = strchr(path + from, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        int made = slash == path ? 0 : mkdir(path, 0777);
        enum status status = made != 0 && errno != EEXIST
                                 ? error_errno(error, errno, 1, "make folder", path)
                                 : STATUS_OK;
        *slash = '/';
        if (status != STATUS_OK)
            return status;
    }
    return STATUS_OK;
}

/* Writes a file that must not be there; *kept when it is. */
static enum status write_new(const char *path, struct str bytes, bool *kept, struct error *error) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    *kept = fd < 0 && errno == EEXIST;
    if (*kept)
        return STATUS_OK;
    if (fd < 0)
        return error_errno(error, errno, 1, "create", path);
    int number = files_write_all(fd, bytes);
    if (close(fd) != 0 && number == 0)
        number = errno;
    return number == 0 ? STATUS_OK : error_errno(error, number, 0, "write", path);
}

static enum status write_files(struct invocation *invocation, const char *folder,
                               const struct edition_file *files, size_t count) {
    for (size_t i = 0; i < count; i++) {
        char path[PATH_MOST + 300];
        bool kept;
        int n = snprintf(path, sizeof path, "%s/%.*s", folder, STR_ARG(files[i].path));
        if (n < 0 || (size_t)n >= sizeof path)
            return error_set(&invocation->error, STATUS_CANNOT_CREATE, "the path is too long");
        enum status status = make_folders(path, 0, &invocation->error);
        if (status == STATUS_OK)
            status = write_new(path, files[i].bytes, &kept, &invocation->error);
        if (status != STATUS_OK)
            return status;
        if (kept)
            buf_printf(&invocation->out, "kept %s: it was there\n", path);
    }
    return STATUS_OK;
}

/* What the folder is called: the last part of its path that is a name. */
static struct str folder_name(const char *folder, char *room, size_t size) {
    struct str name = str_from(folder);
    while (name.n > 1 && name.p[name.n - 1] == '/')
        name.n--;
    size_t slash = str_find_last_byte(name, '/');
    name = slash == SIZE_MAX ? name : str_skip(name, slash + 1);
    if (!str_eq(name, STR(".")) && !str_eq(name, STR("..")))
        return name;
    char *real = realpath(folder, NULL);
    snprintf(room, size, "%s",
             real != NULL && strrchr(real, '/') != NULL ? strrchr(real, '/') + 1 : "edition");
    free(real);
    return str_from(room);
}

static enum status check_folder(const char *folder, struct error *error) {
    char path[PATH_MOST + 32];
    struct stat st;
    snprintf(path, sizeof path, "%s/edition.yaml", folder);
    if (stat(folder, &st) == 0 && !S_ISDIR(st.st_mode))
        return error_set(error, STATUS_EXISTS, "%s is a file: expected a folder", folder);
    if (stat(path, &st) == 0)
        return error_set(error, STATUS_EXISTS, "%s is an edition already: it has an edition.yaml",
                         folder);
    return STATUS_OK;
}

static enum status run(struct invocation *invocation) {
    char folder[PATH_MOST], room[256];
    struct arena arena;
    struct edition_file *files;
    size_t count;
    struct str argument = invocation->arguments[0];
    if (argument.n == 0 || argument.n >= sizeof folder)
        return error_set(&invocation->error, STATUS_USAGE, "init needs the path of a folder");
    snprintf(folder, sizeof folder, "%.*s", STR_ARG(argument));
    enum status status = check_folder(folder, &invocation->error);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, SKELETON_MOST);
    status = edition_skeleton(&arena, folder_name(folder, room, sizeof room), &files, &count,
                              &invocation->error);
    if (status == STATUS_OK)
        status = write_files(invocation, folder, files, count);
    if (status == STATUS_OK)
        buf_printf(&invocation->out,
                   "%s is an edition now. Next:\n"
                   "  put feeds into %s/sources.opml, or files into %s/inbox/\n"
                   "  broadsheet -C %s run\n",
                   folder, folder, folder, folder);
    arena_release(&arena);
    return status;
}

const struct command command_init = {
    .name = "init",
    .arguments = "DIR",
    .summary = "make a new edition",
    .help = "Makes the folder DIR and, in it, an edition that runs: edition.yaml with every key "
            "and its default in comments, a first topic and provider, an empty sources.opml, "
            "inbox/, README.md and a .gitignore. It asks nothing.\n\nA folder that is there may "
            "hold other files: those of the same names are kept. One that has an edition.yaml "
            "already is refused with 65; one that cannot be made or written to, with 73.",
    .group = GROUP_STARTING,
    .least = 1,
    .most = 1,
    .exits = {{EXIT_DATA, "the folder is an edition already"}, {EXIT_CREATE, NULL}},
    .run = run,
};
