/* The copies that are held: how they come and how they go. */
#include "gather/pictures.h"

#include <stdlib.h>

/* Where the copy of this name lies in state/pictures/; absent without memory. */
static struct str place_of(struct picturing *round, struct str name) {
    return arena_format(&round->arena, "%.*s/%.*s", STR_ARG(str_take(name, 2)), STR_ARG(name));
}

enum status pictures_look(struct picturing *round, struct article_image *image,
                          struct error *error) {
    enum status status = STATUS_OK;
    bool there = true;
    for (size_t i = 0; i < image->copy_count && status == STATUS_OK && there; i++) {
        struct str path = place_of(round, image->copies[i].name);
        status = str_absent(path) ? arena_status(&round->arena, error)
                                  : tree_keep_there(round->held, path, &there, error);
    }
    if (!there)
        image->copy_count = 0;
    return status;
}

void pictures_fail(struct picturing *round, struct wanted *item, struct str why) {
    struct picture_note *note = &item->note;
    note->failures += note->failures < PICTURES_TRIES_MOST;
    note->due = round->gatherer->now + ((int64_t)PICTURES_RETRY << (note->failures - 1));
    item->changed = true;
    log_write(round->gatherer->log, LOG_INFO, "no copies of a picture",
              LOG_STR("picture", item->image.url), LOG_STR("why", why));
}

/* `hash` is of the copies together, so that whoever sees one of them finds the others. */
static enum status keep(struct picturing *round, const struct image_copy *copy, const char *hash,
                        struct article_copy *kept, struct error *error) {
    kept->name = arena_format(&round->arena, "%.32s-%lld.%s", hash, (long long)copy->width,
                              copy->type == PICTURE_JPEG ? "jpg" : "webp");
    kept->width = copy->width;
    kept->height = copy->height;
    struct str path = place_of(round, kept->name);
    return str_absent(path) ? arena_status(&round->arena, error)
                            : tree_write(round->held, path, copy->bytes, error);
}

static enum status keep_all(struct picturing *round, struct wanted *item, struct str answer,
                            const struct image_set *set, struct error *error) {
    struct article_image *image = &item->note.image;
    char hash[HASH_HEX + 1];
    hash_hex(answer, hash);
    image->width = set->width;
    image->height = set->height;
    image->copies = arena_array(&round->arena, set->count, struct article_copy);
    enum status status = image->copies != NULL ? STATUS_OK : arena_status(&round->arena, error);
    item->note.bytes = 0;
    for (size_t i = 0; i < set->count && status == STATUS_OK; i++) {
        status = keep(round, &set->copies[i], hash, &image->copies[i], error);
        item->note.bytes += (int64_t)set->copies[i].bytes.n;
    }
    image->copy_count = status == STATUS_OK ? set->count : 0;
    return status;
}

enum status pictures_take(struct picturing *round, struct wanted *item, struct str bytes,
                          struct error *error) {
    struct gatherer *gatherer = round->gatherer;
    struct image_set set;
    struct buf holder;
    struct error reason;
    if (round->without)
        return STATUS_OK;
    buf_init(&holder, IMAGE_ANSWER_BYTES_MOST);
    enum status status = image_ask(gatherer->program, bytes, round->widths, round->width_count,
                                   &holder, &set, &reason);
    if (status == STATUS_OK) {
        item->note.failures = item->note.due = 0;
        item->changed = true;
        gatherer->report.pictures++;
        status = keep_all(round, item, buf_str(&holder), &set, error);
    } else if (status == STATUS_UNAVAILABLE) {
        round->without = true;
        log_write(gatherer->log, LOG_WARNING, "no copies of pictures are made",
                  LOG_TEXT("why", reason.message));
        status = STATUS_OK;
    } else if (status == STATUS_MEMORY || status == STATUS_SYSTEM) {
        *error = reason;
    } else {
        pictures_fail(round, item, str_from(reason.message));
        status = STATUS_OK;
    }
    buf_release(&holder);
    return status;
}

/* ---- when they take too much ---- */

struct held {
    struct str key;
    struct picture_note note;
    bool given_up;
};

static int longest_ago_first(const void *left, const void *right) {
    const struct held *a = left, *b = right;
    if (a->note.shown != b->note.shown)
        return a->note.shown < b->note.shown ? -1 : 1;
    return str_compare(a->key, b->key);
}

static enum status list(struct picturing *round, struct held **all, size_t *count, int64_t *bytes,
                        struct error *error) {
    struct arena *arena = &round->arena;
    struct store_key *notes;
    enum status status =
        store_notes_list(round->gatherer->store, arena, NOTES_PICTURE, &notes, count, error);
    *bytes = 0;
    *all = status == STATUS_OK ? arena_array(arena, *count, struct held) : NULL;
    if (status != STATUS_OK || *all == NULL)
        return status != STATUS_OK ? status : arena_status(arena, error);
    for (size_t i = 0; i < *count && status == STATUS_OK; i++) {
        (*all)[i].key = notes[i].key;
        status = picture_note_read(arena, notes[i].value, &(*all)[i].note, error);
        *bytes += (*all)[i].note.bytes;
    }
    return status;
}

/* Its articles have it no more; facts say so, and the note goes. */
static enum status give_up(struct picturing *round, struct held *held, struct error *error) {
    const struct article_image none = {.url = held->note.image.url};
    enum status status = STATUS_OK;
    held->given_up = true;
    for (size_t i = 0; i < held->note.article_count && status == STATUS_OK; i++)
        status = facts_add_pictured(&round->facts, held->note.articles[i], &none,
                                    round->gatherer->now, error);
    return status;
}

/* A failure that nobody asks about any more. */
static bool is_stale(const struct picturing *round, const struct held *held) {
    return held->note.image.copy_count == 0 &&
           held->note.due < round->gatherer->now - 30 * DAY_SECONDS;
}

static bool is_looked_at(const struct picturing *round, const struct held *held) {
    size_t place;
    return map_get(&round->keys, held->key, &place);
}

/* The files that are not another picture's, too, and the notes. */
static enum status forget(struct picturing *round, const struct held *all, size_t count,
                          struct error *error) {
    struct map names;
    enum status status = STATUS_OK;
    map_init(&names, 0);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        for (size_t k = 0; !all[i].given_up && k < all[i].note.image.copy_count; k++)
            status = map_put(&names, all[i].note.image.copies[k].name, 0);
    if (status != STATUS_OK)
        error_memory(error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        const struct store_key note = {.key = all[i].key};
        if (!all[i].given_up)
            continue;
        for (size_t k = 0; k < all[i].note.image.copy_count && status == STATUS_OK; k++) {
            struct str name = all[i].note.image.copies[k].name;
            struct str path = place_of(round, name);
            if (str_absent(path))
                status = arena_status(&round->arena, error);
            else if (map_find(&names, name) == NULL)
                status = tree_remove(round->held, path, error);
        }
        if (status == STATUS_OK)
            status = store_notes_put(round->gatherer->store, NOTES_PICTURE, &note, 1, error);
    }
    map_release(&names);
    return status;
}

enum status pictures_limit(struct picturing *round, struct error *error) {
    struct held *all;
    size_t count;
    int64_t bytes, most = round->gatherer->edition->pictures.most;
    enum status status = list(round, &all, &count, &bytes, error);
    if (status != STATUS_OK)
        return status;
    qsort(all, count, sizeof *all, longest_ago_first);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        if (is_looked_at(round, &all[i]) || (bytes <= most && !is_stale(round, &all[i])))
            continue;
        bytes -= all[i].note.bytes;
        status = give_up(round, &all[i], error);
    }
    if (status == STATUS_OK)
        status = facts_commit(&round->facts, round->gatherer->store, error);
    return status == STATUS_OK ? forget(round, all, count, error) : status;
}
