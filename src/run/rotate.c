#include "run/rotate.h"

#include "files/files.h"
#include "files/tree.h"
#include "record/record.h"

enum { NAMES_MEMORY = 1 << 30, FILE_MEMORY = 64 << 20 };

struct rotating {
    struct rotate *rotate;
    const struct seal_key *active;
    struct tree *records;
    struct arena arena; /* of the file at hand */
    struct buf bytes, payload, made;
};

static void lose(struct rotating *rotating, struct str path, enum loss loss, struct str key) {
    struct rotate *rotate = rotating->rotate;
    rotate->lost[loss]++;
    if (rotate->tell != NULL && loss != LOSS_NOTHING)
        rotate->tell(rotate->state, path, loss, key);
}

static enum status seal_again(struct rotating *rotating, struct str path, struct str plain,
                              struct record *record, struct error *error) {
    const struct seal_place place = seal_place_of(rotating->rotate->edition, path);
    buf_clear(&rotating->payload);
    buf_clear(&rotating->made);
    enum status status = seal_make(rotating->active, &place, plain, &rotating->payload, error);
    if (status != STATUS_OK)
        return status;
    record->secured = buf_str(&rotating->payload);
    record_write(record, &rotating->made);
    status = buf_check(&rotating->made, error);
    if (status == STATUS_OK)
        status = tree_write(rotating->records, path, buf_str(&rotating->made), error);
    rotating->rotate->sealed += status == STATUS_OK;
    return status;
}

/* `path` is below records/. */
static enum status rotate_file(struct rotating *rotating, struct str name, struct str path,
                               struct error *error) {
    struct rotate *rotate = rotating->rotate;
    struct record record;
    struct str plain = STR_NONE, key = STR_NONE;
    buf_clear(&rotating->bytes);
    enum status status =
        files_read(rotate->folder, name, RECORD_BYTES_MOST, &rotating->bytes, error);
    if (status == STATUS_MEMORY || status == STATUS_IO)
        return status;
    if (status == STATUS_OK)
        status = record_read(&rotating->arena, buf_str(&rotating->bytes), &record, error);
    if (status != STATUS_OK) {
        lose(rotating, path, LOSS_UNREADABLE, key);
        return STATUS_OK;
    }
    enum loss loss = loss_open(rotate->keys, rotate->key_count, rotate->edition, path,
                               record.secured, &rotating->arena, &plain, &key);
    if (loss != LOSS_NONE) {
        lose(rotating, path, loss, key);
        return STATUS_OK;
    }
    if (!str_eq(key, str_from(rotating->active->id)))
        return seal_again(rotating, path, plain, &record, error);
    rotate->current++;
    return STATUS_OK;
}

static enum status rotate_all(struct rotating *rotating, struct error *error) {
    struct arena names;
    struct str *paths;
    size_t count = 0;
    arena_init(&names, NAMES_MEMORY);
    enum status status =
        files_list(&names, rotating->rotate->folder, STR("records"), true, &paths, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        arena_clear(&rotating->arena);
        if (str_ends(paths[i], STR(".md")))
            status = rotate_file(rotating, paths[i], str_skip(paths[i], strlen("records/")), error);
    }
    arena_release(&names);
    return status;
}

static enum status rotate_locked(struct rotating *rotating, struct error *error) {
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct str records = ARENA_JOIN(&arena, str_from(rotating->rotate->folder), STR("/records"));
    enum status status = arena_status(&arena, error);
    if (status == STATUS_OK)
        status = tree_open(records.p, &rotating->records, error);
    if (status == STATUS_OK)
        status = rotate_all(rotating, error);
    if (status == STATUS_OK)
        status = tree_sync(rotating->records, error);
    tree_close(rotating->records);
    arena_release(&arena);
    return status;
}

enum status rotate_records(struct rotate *rotate, struct error *error) {
    struct rotating rotating = {.rotate = rotate};
    struct files_lock lock = {.fd = -1};
    rotating.active = seal_active(rotate->keys, rotate->key_count);
    if (rotating.active == NULL)
        return error_set(error, STATUS_CONFIG,
                         "the edition has no key ('broadsheet key new' makes one)");
    enum status status = files_lock(rotate->folder, &lock, error);
    if (status != STATUS_OK)
        return status;
    arena_init(&rotating.arena, FILE_MEMORY);
    buf_init(&rotating.bytes, RECORD_BYTES_MOST);
    buf_init(&rotating.payload, RECORD_BYTES_MOST);
    buf_init(&rotating.made, RECORD_BYTES_MOST);
    status = rotate_locked(&rotating, error);
    buf_release(&rotating.made);
    buf_release(&rotating.payload);
    buf_release(&rotating.bytes);
    arena_release(&rotating.arena);
    files_unlock(&lock);
    return status;
}
