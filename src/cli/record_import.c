#include "cli/rounds.h"
#include "files/whole.h"

#include "press/facts.h"
#include "record/record.h"
#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

/* Where the records of one import come from. Nothing is imported unless all of them can be read.
 * What memory holds is one part of them: behind the first part they are read twice. An import that
 * is interrupted goes on where it was when it is repeated. */
struct import {
    struct invocation *invocation;
    struct buf bytes;
    struct arena arena; /* paths */
    struct str *paths;
    size_t count, capacity;
};

static enum status add_path(struct import *import, struct str path, struct error *error) {
    if (arena_grow(&import->arena, &import->paths, &import->capacity, import->count + 1,
                   sizeof *import->paths) != STATUS_OK)
        return arena_status(&import->arena, error);
    import->paths[import->count++] = arena_copy(&import->arena, path);
    return arena_status(&import->arena, error);
}

static int is_record(const struct dirent *entry) {
    return entry->d_name[0] != '.' && str_ends(str_from(entry->d_name), STR(".md"));
}

static int by_bytes(const struct dirent **a, const struct dirent **b) {
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The records of a folder: of its _news/ where it has one, else its own. */
static enum status add_folder(struct import *import, struct str path, struct error *error) {
    struct stat st;
    struct dirent **entries;
    char *folder = arena_cstr(&import->arena, path);
    struct str news = arena_format(&import->arena, "%.*s/_news", STR_ARG(path));
    if (folder == NULL || str_absent(news))
        return arena_status(&import->arena, error);
    if (stat(news.p, &st) == 0)
        path = news;
    int n = scandir(path.p == news.p ? news.p : folder, &entries, is_record, by_bytes);
    if (n < 0)
        return error_errno(error, errno, 0, "read", folder);
    enum status status = STATUS_OK;
    for (int i = 0; i < n; i++) {
        if (status == STATUS_OK)
            status = add_path(
                import, arena_format(&import->arena, "%.*s/%s", STR_ARG(path), entries[i]->d_name),
                error);
        free(entries[i]);
    }
    free(entries);
    return status;
}

static enum status find_records(struct import *import, struct error *error) {
    const struct invocation *invocation = import->invocation;
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < invocation->argument_count; i++) {
        struct str path = invocation->arguments[i];
        if (files_is_folder(path.p))
            status = add_folder(import, path, error);
        else
            status = add_path(import, path, error);
    }
    return status;
}

/* Adds the fact, unless the last import of this record was of the same bytes. */
static enum status add_fact(struct import *import, struct gatherer *gatherer, struct arena *arena,
                            struct str place, struct facts *facts, struct error *error) {
    char hash[HASH_HEX + 1];
    struct store_key key = {.key = place};
    struct str bytes = buf_str(&import->bytes);
    enum status status = store_keys_get(gatherer->store, arena, KEYS_IMPORTED, &key, 1, error);
    hash_hex(bytes, hash);
    if (status != STATUS_OK || str_eq(key.value, str_from(hash)))
        return status;
    if (facts_full(facts))
        status = facts_commit(facts, gatherer->store, error);
    if (status != STATUS_OK)
        return status;
    return facts_add_imported(facts, place, bytes, gatherer->now, error);
}

/* Without facts the record is only looked at. */
static enum status add_record(struct import *import, struct gatherer *gatherer, struct facts *facts,
                              struct str path, struct error *error) {
    struct arena arena;
    struct record record;
    struct error first = {0};
    buf_clear(&import->bytes);
    arena_init(&arena, 64 * 1024 * 1024);
    enum status status = cli_read(import->invocation, path, RECORD_BYTES_MOST, &import->bytes);
    if (status != STATUS_OK)
        first = import->invocation->error;
    struct str name = str_skip(path, str_find_last_byte(path, '/') + 1);
    struct str place = arena_format(&arena, "_news/%.*s", STR_ARG(name));
    if (status == STATUS_OK && !record_path_valid(place))
        status =
            error_set(&first, STATUS_INVALID,
                      "a record's name must read YYYY-MM-DD-words.md, not '%.*s'", STR_ARG(name));
    if (status == STATUS_OK)
        status = record_read(&arena, buf_str(&import->bytes), &record, &first);
    if (status == STATUS_OK && facts != NULL)
        status = add_fact(import, gatherer, &arena, place, facts, &first);
    if (status != STATUS_OK) {
        *error = first;
        error_in_file(error, path.p);
    }
    arena_release(&arena);
    return status;
}

static enum status import_records(void *state, struct gatherer *gatherer, struct facts *facts,
                                  struct error *error) {
    struct import *import = state;
    size_t taken = 0;
    enum status status = find_records(import, error);
    for (size_t i = 0; status == STATUS_OK && i < import->count; i++) {
        bool full = facts_full(facts);
        status = add_record(import, gatherer, full ? NULL : facts, import->paths[i], error);
        taken += !full;
    }
    for (size_t i = taken; status == STATUS_OK && i < import->count; i++)
        status = add_record(import, gatherer, facts, import->paths[i], error);
    return status;
}

static enum status run(struct invocation *invocation) {
    struct import import = {.invocation = invocation};
    buf_init(&import.bytes, RECORD_BYTES_MOST + 1);
    arena_init(&import.arena, 1 << 28);
    enum status status =
        rounds_run(invocation, ROUND_PROCESS | ROUND_PUBLISH, import_records, &import);
    arena_release(&import.arena);
    buf_release(&import.bytes);
    return status;
}

const struct command command_record_import = {
    .name = "record import",
    .arguments = "PATH…",
    .summary = "take records into the edition as they are",
    .help = "Reads record files, or all records of a folder (of its _news/ where it has one), and "
            "takes them in: each keeps its file name, texts, figures, related list and payload as "
            "recorded, until a rescore touches it. Either all of them are imported or, when one "
            "cannot be read, none.",
    .group = GROUP_RECORDS,
    .least = 1,
    .most = -1,
    .edition = true,
    .options = {{.name = "json", .help = "the summary as one JSON line"}, KEYS_PASSPHRASE},
    .exits = {{EXIT_DATA, "a file is not there, or no record: none is imported"},
              {EXIT_CREATE, NULL},
              {EXIT_RETRY, NULL}},
    .run = run,
};
