#include "publish/sealed.h"

#include "base/json_read.h"
#include "files/files.h"
#include "press/issued.h"
#include "press/private.h"
#include "record/record.h"

enum { EDITION_BYTES = 1 << 28 };

static const struct seal_key *active_key(const struct paper *paper) {
    return seal_active(paper->context->keys, paper->context->key_count);
}

static struct seal_place place_of(const struct paper *paper, struct str path) {
    return seal_place_of(paper->edition->id, path);
}

/* Opens a payload of our form; false for all others, and where no key fits. */
static bool opens(const struct paper *paper, struct arena *arena, struct str path,
                  struct str payload, struct str *plain) {
    struct str key_id;
    const struct seal_place place = place_of(paper, path);
    return !str_absent(payload) && seal_form(payload, &key_id) == SEAL_OURS &&
           seal_open(paper->context->keys, paper->context->key_count, &place, payload, arena, plain,
                     NULL) == STATUS_OK;
}

static enum status seal(const struct paper *paper, struct arena *arena, struct str path,
                        struct str plain, struct str *payload, struct error *error) {
    struct buf made;
    const struct seal_place place = place_of(paper, path);
    buf_init(&made, RECORD_BYTES_MOST);
    enum status status = seal_make(active_key(paper), &place, plain, &made, error);
    if (status == STATUS_OK) {
        *payload = arena_copy(arena, buf_str(&made));
        status = arena_status(arena, error);
    }
    buf_release(&made);
    return status;
}

/* The payload of the file that stands there now; absent when there is none. What cannot be read
 * there has none that could be carried along. One with the very `same` bytes has what they have. */
static enum status payload_there(const struct paper *paper, struct arena *arena,
                                 const struct sealed_file *file, struct str *payload, bool *same,
                                 struct error *error) {
    struct buf bytes;
    struct record record;
    *payload = STR_NONE;
    *same = false;
    buf_init(&bytes, RECORD_BYTES_MOST);
    enum status status =
        files_read(paper->records_folder.p, file->path, RECORD_BYTES_MOST, &bytes, NULL);
    if (status == STATUS_MEMORY) {
        status = error_memory(error);
    } else if (status == STATUS_OK && active_key(paper) == NULL &&
               str_eq(buf_str(&bytes), file->bytes)) {
        *same = true;
    } else if (status == STATUS_OK) {
        struct str copy = arena_copy(arena, buf_str(&bytes));
        if (!str_absent(copy) && record_read(arena, copy, &record, NULL) == STATUS_OK)
            *payload = record.secured;
        status = arena_status(arena, error);
    } else {
        status = STATUS_OK;
    }
    buf_release(&bytes);
    return status;
}

/* ---- a record ---- */

/* What the file is to hold, found out step by step. */
struct sealing {
    struct paper *paper;
    struct arena *arena;
    const struct sealed_file *file;
    struct record record;
    struct str there;   /* payload of the file that stands there */
    struct str before;  /* what was sealed there; absent when it does not open */
    struct str secured; /* what the file gets */
};

/* A file that holds nothing but what is sealed. */
static enum status write_alone(struct paper *paper, struct arena *arena, struct str path,
                               struct str title, struct str plain, struct error *error) {
    struct buf made;
    struct record record = {
        .category = STR("edition"),
        .title = title,
        .published_time = TIME_NONE,
        .body = STR(""),
    };
    enum status status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = seal(paper, arena, path, plain, &record.secured, error);
    if (status != STATUS_OK)
        return status;
    buf_init(&made, RECORD_BYTES_MOST);
    record_write(&record, &made);
    status = buf_check(&made, error);
    if (status == STATUS_OK)
        status = tree_write(paper->records, path, buf_str(&made), error);
    buf_release(&made);
    return status;
}

/* The payload of a record that came as one stays as it came; but where someone with the key sealed
 * something in place of what no key opens, that stays. Under a newer key it is sealed again. */
static enum status choose_recorded(struct sealing *sealing, struct error *error) {
    struct str plain, key_id, came = sealing->record.secured;
    struct str path = sealing->file->path;
    const struct paper *paper = sealing->paper;
    const struct seal_key *active = active_key(paper);
    bool ours = opens(paper, sealing->arena, path, came, &plain);
    sealing->secured = came;
    if (str_absent(came) || (!ours && !str_absent(sealing->before))) {
        sealing->secured = sealing->there;
        plain = sealing->before;
        ours = !str_absent(sealing->before);
    }
    if (!ours || active == NULL)
        return STATUS_OK;
    seal_form(sealing->secured, &key_id);
    return str_eq(key_id, str_from(active->id))
               ? STATUS_OK
               : seal(paper, sealing->arena, path, plain, &sealing->secured, error);
}

static enum status private_of(struct sealing *sealing, struct str *plain, struct error *error) {
    const struct sealed_file *file = sealing->file;
    struct private_view view = {
        .row = file->row,
        .path = file->path,
        .record = &sealing->record,
        .further = file->further,
        .recorded = file->recorded,
    };
    if (!file->recorded && !str_absent(sealing->before) &&
        json_read(sealing->arena, sealing->before, &view.before, NULL) != STATUS_OK)
        view.before = NULL;
    return private_record(sealing->paper->context->store, sealing->paper->edition, sealing->arena,
                          &view, plain, error);
}

static enum status choose(struct sealing *sealing, struct error *error) {
    const struct sealed_file *file = sealing->file;
    struct str plain;
    bool foreign = !str_absent(sealing->there) && str_absent(sealing->before);
    enum status status = STATUS_OK;
    sealing->secured = sealing->there;
    if (file->recorded)
        status = choose_recorded(sealing, error);
    if (status != STATUS_OK || active_key(sealing->paper) == NULL)
        return status;
    status = private_of(sealing, &plain, error);
    if (status != STATUS_OK)
        return status;
    return file->recorded || foreign
               ? write_alone(sealing->paper, sealing->arena,
                             private_beside(sealing->arena, file->path), file->path, plain, error)
               : seal(sealing->paper, sealing->arena, file->path, plain, &sealing->secured, error);
}

static enum status write_sealed(struct sealing *sealing, struct error *error) {
    const struct sealed_file *file = sealing->file;
    struct buf made;
    if (str_eq(sealing->secured, sealing->record.secured) ||
        (str_absent(sealing->secured) && str_absent(sealing->record.secured)))
        return tree_write(sealing->paper->records, file->path, file->bytes, error);
    sealing->record.secured = sealing->secured;
    buf_init(&made, RECORD_BYTES_MOST);
    record_write(&sealing->record, &made);
    enum status status = buf_check(&made, error);
    if (status == STATUS_OK)
        status = tree_write(sealing->paper->records, file->path, buf_str(&made), error);
    buf_release(&made);
    return status;
}

enum status sealed_write(struct paper *paper, struct arena *arena, const struct sealed_file *file,
                         struct error *error) {
    struct sealing sealing = {.paper = paper, .arena = arena, .file = file};
    bool same;
    enum status status = payload_there(paper, arena, file, &sealing.there, &same, error);
    if (status == STATUS_OK && same)
        status = tree_keep_there(paper->records, file->path, &same, error);
    if (status != STATUS_OK || same)
        return status;
    if (str_absent(sealing.there) && active_key(paper) == NULL)
        return tree_write(paper->records, file->path, file->bytes, error);
    if (!opens(paper, arena, file->path, sealing.there, &sealing.before))
        sealing.before = STR_NONE;
    status = record_read(arena, file->bytes, &sealing.record, error);
    if (status == STATUS_OK)
        status = choose(&sealing, error);
    return status != STATUS_OK ? status : write_sealed(&sealing, error);
}

/* ---- the edition ---- */

/* "_edition/edition.md", and "_edition/edition-2.md" and so on behind it. */
static struct str part_path(struct arena *arena, size_t n) {
    return n == 1 ? STR("_edition/edition.md") : arena_format(arena, "_edition/edition-%zu.md", n);
}

/* What left the house stays: an issue that is there already is not looked at again. */
static enum status write_issues(struct paper *paper, struct arena *arena, struct error *error) {
    struct issued *issues;
    size_t count = 0;
    enum status status = issued_list(paper->context->store, arena, &issues, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        bool there = false;
        struct str plain;
        struct str path = arena_format(arena, "_edition/issue-%.*s.md", STR_ARG(issues[i].id));
        status = arena_status(arena, error);
        if (status == STATUS_OK && !paper->report->whole)
            status = tree_keep_there(paper->records, path, &there, error);
        if (status != STATUS_OK || there)
            continue;
        status = private_issue(paper->context->store, arena, &issues[i], &plain, error);
        if (status == STATUS_OK && !str_absent(plain))
            status = write_alone(paper, arena, path, issues[i].id, plain, error);
    }
    return status;
}

enum status sealed_edition(struct paper *paper, struct error *error) {
    const struct edition_sponsorship *sponsorship;
    const struct edition_message *message;
    struct arena arena;
    struct str *parts;
    size_t count = 0;
    int64_t day;
    if (active_key(paper) == NULL)
        return STATUS_OK;
    arena_init(&arena, EDITION_BYTES);
    enum status status = paper_sponsor(paper, &arena, &sponsorship, &message, &day, error);
    if (status == STATUS_OK)
        status = private_edition(paper->context->store, &arena,
                                 sponsorship != NULL ? day : INT64_MIN, &parts, &count, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = write_alone(paper, &arena, part_path(&arena, i + 1), paper->edition->title,
                             parts[i], error);
    arena_clear(&arena);
    if (status == STATUS_OK)
        status = write_issues(paper, &arena, error);
    arena_release(&arena);
    return status;
}
