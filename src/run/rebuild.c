#include "run/rebuild.h"

#include "base/json_read.h"
#include "base/map.h"
#include "files/files.h"
#include "issue/issue.h"
#include "press/facts.h"
#include "press/private.h"
#include "record/record.h"

#include <stdlib.h>

enum { NAMES_MEMORY = 1 << 30, FILE_MEMORY = 64 << 20, FACTS_AT_ONCE = 500 };

/* In the order in which facts are made of them. */
enum entry_class { ENTRY_ISSUE, ENTRY_ARTICLE, ENTRY_FURTHER, ENTRY_RECORD, ENTRY_EDITION };

struct entry {
    enum entry_class class;
    struct str path;      /* below records/ */
    struct str sealed_at; /* the file whose payload is opened; absent: none */
    struct str of;        /* the id of its article */
    struct str seen;      /* when that was first seen, as it is written */
    int64_t published;
};

struct rebuilding {
    struct rebuild *rebuild;
    struct round_options *options;
    const struct gatherer *gatherer;
    struct arena arena; /* names */
    struct arena file;  /* of the file at hand */
    struct buf bytes;
    struct entry *entries;
    size_t count, capacity;
    struct map there; /* paths whose facts were made by a rebuild before this one */
    struct map known; /* ids of articles that are restored */
    bool ended;       /* all of them were */
};

/* ---- what stands in the files ---- */

/* Reads records/<path> into `record` and rebuilding->bytes. */
static enum status read_file(struct rebuilding *rebuilding, struct str path, struct record *record,
                             struct error *error) {
    struct str name = ARENA_JOIN(&rebuilding->file, STR("records/"), path);
    enum status status = arena_status(&rebuilding->file, error);
    buf_clear(&rebuilding->bytes);
    if (status == STATUS_OK)
        status = files_read(rebuilding->gatherer->folder, name, RECORD_BYTES_MOST,
                            &rebuilding->bytes, error);
    if (status == STATUS_OK)
        status = record_read(&rebuilding->file, buf_str(&rebuilding->bytes), record, error);
    return status;
}

/* What the payload of records/<path> holds, or why nothing; *key is the key that it names. */
static enum loss open_payload(struct rebuilding *rebuilding, struct str path, struct str payload,
                              struct str *plain, const struct json_value **object,
                              struct str *key) {
    const struct rebuild *rebuild = rebuilding->rebuild;
    enum loss loss = loss_open(rebuild->keys, rebuild->key_count, rebuilding->gatherer->edition->id,
                               path, payload, &rebuilding->file, plain, key);
    if (loss == LOSS_NONE && (json_read(&rebuilding->file, *plain, object, NULL) != STATUS_OK ||
                              private_kind(*object) == PRIVATE_OTHER))
        loss = LOSS_OTHER;
    return loss;
}

static void lose(struct rebuilding *rebuilding, struct str path, enum loss loss, struct str key) {
    struct rebuild *rebuild = rebuilding->rebuild;
    rebuild->report.lost[loss]++;
    if (rebuild->tell != NULL)
        rebuild->tell(rebuild->state, path, loss, key);
}

/* ---- the first look: what there is, and in which order ---- */

static enum status add_entry(struct rebuilding *rebuilding, struct entry entry,
                             struct error *error) {
    struct arena *arena = &rebuilding->arena;
    entry.path = arena_copy(arena, entry.path);
    entry.sealed_at = arena_copy(arena, entry.sealed_at);
    entry.of = arena_copy(arena, entry.of);
    entry.seen = arena_copy(arena, entry.seen);
    if (arena_grow(arena, &rebuilding->entries, &rebuilding->capacity, rebuilding->count + 1,
                   sizeof entry) == STATUS_OK)
        rebuilding->entries[rebuilding->count++] = entry;
    return arena_status(arena, error);
}

/* The private part of a record: its own payload, else the one in the file beside it. */
static enum loss find_private(struct rebuilding *rebuilding, struct str path,
                              const struct record *record, struct entry *entry,
                              const struct json_value **object, struct str *key) {
    struct str plain, beside = private_beside(&rebuilding->file, path);
    struct record other;
    entry->sealed_at = path;
    enum loss loss = open_payload(rebuilding, path, record->secured, &plain, object, key);
    if (loss == LOSS_NONE || read_file(rebuilding, beside, &other, NULL) != STATUS_OK)
        return loss;
    entry->sealed_at = beside;
    return open_payload(rebuilding, beside, other.secured, &plain, object, key);
}

static enum status look_at_record(struct rebuilding *rebuilding, struct str path,
                                  struct error *error) {
    struct entry entry = {.class = ENTRY_RECORD, .path = path};
    const struct json_value *object = NULL;
    struct record record;
    struct str key = STR_NONE;
    if (!record_path_valid(path))
        return STATUS_OK; /* somebody's own file */
    if (read_file(rebuilding, path, &record, NULL) != STATUS_OK) {
        lose(rebuilding, path, LOSS_UNREADABLE, key);
        return STATUS_OK;
    }
    entry.published = record.published_time;
    enum loss loss = find_private(rebuilding, path, &record, &entry, &object, &key);
    if (loss != LOSS_NONE) {
        lose(rebuilding, path, loss, key);
        entry.sealed_at = STR_NONE;
        return add_entry(rebuilding, entry, error);
    }
    bool further = private_kind(object) == PRIVATE_FURTHER;
    entry.class = further ? ENTRY_FURTHER : ENTRY_ARTICLE;
    entry.of = json_get_str(object, further ? "of" : "id");
    entry.seen = json_get_str(json_get_object(object, "article"), "seen");
    if (str_absent(entry.seen)) /* at midnight of the day in its name */
        entry.seen = str_take(str_skip(path, strlen("_news/")), strlen("2022-06-30"));
    return add_entry(rebuilding, entry, error);
}

/* Files of the edition itself; those beside records are looked at with these. */
static enum status look_at_own(struct rebuilding *rebuilding, struct str path,
                               struct error *error) {
    struct entry entry = {.path = path, .sealed_at = path};
    const struct json_value *object;
    struct str plain, key = STR_NONE;
    struct record record;
    enum loss loss = LOSS_UNREADABLE;
    if (str_ends(path, STR(".private.md")) || !str_ends(path, STR(".md")))
        return STATUS_OK;
    if (read_file(rebuilding, path, &record, NULL) == STATUS_OK)
        loss = open_payload(rebuilding, path, record.secured, &plain, &object, &key);
    if (loss != LOSS_NONE) {
        lose(rebuilding, path, loss, key);
        return STATUS_OK;
    }
    entry.class = private_kind(object) == PRIVATE_ISSUE ? ENTRY_ISSUE : ENTRY_EDITION;
    entry.published = json_get_int(object, "part", 0);
    rebuilding->rebuild->report.edition |= entry.published == 1;
    return add_entry(rebuilding, entry, error);
}

typedef enum status looker(struct rebuilding *rebuilding, struct str path, struct error *error);

static enum status look_into(struct rebuilding *rebuilding, const char *folder, looker *look,
                             struct error *error) {
    struct str *names;
    size_t count = 0;
    enum status status = files_list(&rebuilding->arena, rebuilding->gatherer->folder,
                                    str_from(folder), false, &names, &count, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        arena_clear(&rebuilding->file);
        status = look(rebuilding, str_skip(names[i], strlen("records/")), error);
    }
    return status;
}

static int compare_entries(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->class != y->class)
        return x->class < y->class ? -1 : 1;
    int order = str_compare(x->seen, y->seen);
    if (order != 0)
        return order;
    if (x->published != y->published)
        return x->published < y->published ? -1 : 1;
    return str_compare(x->path, y->path);
}

/* A further record of an article that was not restored is all that there is of it. */
static enum status find_orphans(struct rebuilding *rebuilding, struct error *error) {
    for (size_t i = 0; i < rebuilding->count; i++)
        if (rebuilding->entries[i].class == ENTRY_ARTICLE &&
            map_put(&rebuilding->known, rebuilding->entries[i].of, i) != STATUS_OK)
            return error_memory(error);
    for (size_t i = 0; i < rebuilding->count; i++) {
        struct entry *entry = &rebuilding->entries[i];
        size_t main;
        if (entry->class != ENTRY_FURTHER || map_get(&rebuilding->known, entry->of, &main))
            continue;
        entry->class = ENTRY_RECORD;
        entry->sealed_at = STR_NONE;
    }
    return STATUS_OK;
}

/* ---- facts ---- */

/* Whether a fact of this kind may stand among those of a rebuild: its own, and behind its end what
 * its round adds. */
static bool may_stand(const struct rebuilding *rebuilding, struct str kind) {
    static const struct str kinds[] = {
        STR_INIT("configured"), STR_INIT("restored"), STR_INIT("imported"), STR_INIT("issued"),
        STR_INIT("tick"),       STR_INIT("named"),    STR_INIT("fronted"),  STR_INIT("pictured")};
    enum { OWN = 4, ALL = 8 };
    for (size_t i = 0; i < (rebuilding->ended ? ALL : OWN); i++)
        if (str_eq(kinds[i], kind))
            return true;
    return false;
}

static enum status look_at_fact(struct rebuilding *rebuilding, const struct fact *fact,
                                struct error *error) {
    const struct json_value *body;
    if (!may_stand(rebuilding, fact->kind))
        return error_set(error, STATUS_EXISTS,
                         "the edition has a state: put state/ away to make it anew");
    enum status status = json_read(&rebuilding->file, fact->body, &body, error);
    if (status != STATUS_OK)
        return status;
    rebuilding->ended |= json_get_bool(body, "end", false);
    struct str path = str_first_of(json_get_str(body, "path"), json_get_str(body, "id"));
    path = arena_copy(&rebuilding->arena, path);
    if (!str_absent(path) && map_put(&rebuilding->there, path, 1) != STATUS_OK)
        return error_memory(error);
    return arena_status(&rebuilding->arena, error);
}

/* Notes which facts an interrupted rebuild left; EXISTS when there are others. */
static enum status look_at_state(struct rebuilding *rebuilding, struct error *error) {
    struct fact *facts = NULL;
    size_t count = FACTS_AT_ONCE;
    int64_t after = 0;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count == FACTS_AT_ONCE) {
        arena_clear(&rebuilding->file);
        status = store_facts_read(rebuilding->gatherer->store, &rebuilding->file, after,
                                  FACTS_AT_ONCE, &facts, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            after = facts[i].number;
            status = look_at_fact(rebuilding, &facts[i], error);
        }
    }
    return status;
}

static enum status add_issue(struct rebuilding *rebuilding, const struct json_value *object,
                             struct facts *facts, struct error *error) {
    struct issue issue;
    int64_t at = json_get_time(object, "at");
    struct str html = str_first_of(json_get_str(object, "html"), STR(""));
    size_t place;
    if (map_get(&rebuilding->there, json_get_str(object, "issue"), &place))
        return STATUS_OK;
    enum status status = issue_read(&rebuilding->file, json_get_str(object, "text"), &issue, error);
    rebuilding->rebuild->report.issues += status == STATUS_OK;
    return status == STATUS_OK ? facts_add_issued(facts, &issue, html, at, error) : status;
}

static void count_entry(struct rebuilding *rebuilding, enum entry_class class) {
    struct rebuild_report *report = &rebuilding->rebuild->report;
    report->articles += class == ENTRY_ARTICLE;
    report->further += class == ENTRY_FURTHER;
    report->records += class == ENTRY_RECORD;
}

static enum status add_facts(struct rebuilding *rebuilding, const struct entry *entry,
                             struct facts *facts, struct error *error) {
    struct record record;
    const struct json_value *object;
    struct str plain = STR_NONE, key, bytes;
    size_t place;
    int64_t now = rebuilding->gatherer->now;
    count_entry(rebuilding, entry->class);
    if (map_get(&rebuilding->there, entry->path, &place))
        return STATUS_OK;
    if (!str_absent(entry->sealed_at)) {
        enum status status = read_file(rebuilding, entry->sealed_at, &record, error);
        if (status != STATUS_OK)
            return status;
        if (open_payload(rebuilding, entry->sealed_at, record.secured, &plain, &object, &key) !=
            LOSS_NONE)
            return error_set(error, STATUS_INVALID, "records/%.*s changed meanwhile",
                             STR_ARG(entry->sealed_at));
    }
    if (entry->class == ENTRY_ISSUE)
        return add_issue(rebuilding, object, facts, error);
    enum status status = read_file(rebuilding, entry->path, &record, error);
    bytes = buf_str(&rebuilding->bytes);
    if (status != STATUS_OK)
        return status;
    return str_absent(entry->sealed_at)
               ? facts_add_imported(facts, entry->path, bytes, now, error)
               : facts_add_restored(facts, entry->path, bytes, plain, now, error);
}

static enum status add_all(struct rebuilding *rebuilding, struct facts *facts,
                           struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < rebuilding->count; i++) {
        arena_clear(&rebuilding->file);
        status = add_facts(rebuilding, &rebuilding->entries[i], facts, error);
        if (status == STATUS_OK && facts->count >= FACTS_AT_ONCE)
            status = facts_commit(facts, rebuilding->gatherer->store, error);
    }
    return status == STATUS_OK && !rebuilding->ended
               ? facts_add(facts, FACT_RESTORED, rebuilding->gatherer->now, STR("{\"end\":true}"),
                           error)
               : status;
}

static enum status restore(void *state, struct gatherer *gatherer, struct facts *facts,
                           struct error *error) {
    struct rebuilding *rebuilding = state;
    rebuilding->gatherer = gatherer;
    enum status status = look_at_state(rebuilding, error);
    if (status == STATUS_OK)
        status = look_into(rebuilding, "records/_news", look_at_record, error);
    if (status == STATUS_OK)
        status = look_into(rebuilding, "records/_edition", look_at_own, error);
    if (status == STATUS_OK)
        status = find_orphans(rebuilding, error);
    if (status != STATUS_OK)
        return status;
    if (rebuilding->count > 0)
        qsort(rebuilding->entries, rebuilding->count, sizeof *rebuilding->entries, compare_entries);
    rebuilding->options->still = rebuilding->rebuild->report.edition;
    return add_all(rebuilding, facts, error);
}

enum status rebuild_run(struct round_options *options, struct rebuild *rebuild,
                        struct round_report *report, struct error *error) {
    struct rebuilding rebuilding = {.rebuild = rebuild, .options = options};
    rebuild->report = (struct rebuild_report){0};
    arena_init(&rebuilding.arena, NAMES_MEMORY);
    arena_init(&rebuilding.file, FILE_MEMORY);
    buf_init(&rebuilding.bytes, RECORD_BYTES_MOST);
    map_init(&rebuilding.there, 0);
    map_init(&rebuilding.known, 0);
    enum status status = round_with(options, restore, &rebuilding, report, error);
    map_release(&rebuilding.known);
    map_release(&rebuilding.there);
    buf_release(&rebuilding.bytes);
    arena_release(&rebuilding.file);
    arena_release(&rebuilding.arena);
    return status;
}
