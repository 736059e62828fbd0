#include "publish/held.h"

#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "files/files.h"
#include "publish/pictures.h"

#define HELD "held/"
enum { KEYS_AT_ONCE = 1000 };

static const struct str folder = STR_INIT("inbox/pictures/");

/* ---- what is held ---- */

/* What tells the file from what it was; absent when it is gone by now. */
static struct str describe(const struct paper *paper, struct arena *arena, struct str path) {
    struct stat found;
    int fd;
    int64_t size;
    if (files_open(paper->context->folder, path, &fd, &size, NULL) != STATUS_OK)
        return STR_NONE;
    bool good = fstat(fd, &found) == 0;
    close(fd);
    return good ? arena_format(arena, "%lld %lld.%09ld", (long long)size,
                               (long long)found.st_mtim.tv_sec, found.st_mtim.tv_nsec)
                : STR_NONE;
}

/* The files, as the keys that are to be: sorted as the store sorts them. */
static enum status list_files(const struct paper *paper, struct arena *arena,
                              struct store_key **keys, size_t *count, struct error *error) {
    struct str *paths;
    size_t found = 0;
    *count = 0;
    enum status status = files_list(arena, paper->context->folder, str_take(folder, folder.n - 1),
                                    false, &paths, &found, error);
    if (status != STATUS_OK)
        return status == STATUS_NOT_FOUND ? STATUS_OK : status;
    *keys = arena_array(arena, found, struct store_key);
    for (size_t i = 0; *keys != NULL && i < found; i++) {
        struct store_key key = {
            .key = ARENA_JOIN(arena, STR(HELD), str_skip(paths[i], folder.n)),
            .value = describe(paper, arena, paths[i]),
        };
        if (!str_absent(key.value))
            (*keys)[(*count)++] = key;
    }
    return arena_status(arena, error);
}

static enum status list_known(const struct paper *paper, struct arena *arena,
                              struct store_key **known, size_t *count, struct error *error) {
    struct str after = STR(HELD);
    size_t room = 0, found = KEYS_AT_ONCE;
    enum status status = STATUS_OK;
    *count = 0;
    while (status == STATUS_OK && found == KEYS_AT_ONCE) {
        struct store_key *keys;
        status = store_keys_list(paper->context->store, arena, KEYS_PICTURE, after, KEYS_AT_ONCE,
                                 &keys, &found, error);
        for (size_t i = 0; i < found && status == STATUS_OK; i++) {
            if (!str_starts(keys[i].key, STR(HELD)))
                return STATUS_OK;
            status = arena_grow(arena, known, &room, *count + 1, sizeof **known);
            if (status == STATUS_OK)
                (*known)[(*count)++] = keys[i];
            after = keys[i].key;
        }
    }
    return status == STATUS_OK ? STATUS_OK : arena_status(arena, error);
}

struct wanting {
    struct arena *arena;
    struct str *stories;
    size_t count, capacity;
};

/* A picture that is other than before: notes that, and adds the stories that look for it. */
static enum status take(struct paper *paper, struct wanting *wanting, struct str key,
                        struct str value, struct error *error) {
    struct str *keys;
    size_t count;
    enum status status = pictures_note_key(paper, key, value, error);
    if (status == STATUS_OK)
        status = store_keys_of(paper->context->store, wanting->arena, KEYS_PICTURE,
                               str_skip(key, strlen(HELD)), &keys, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        if (arena_grow(wanting->arena, &wanting->stories, &wanting->capacity, wanting->count + 1,
                       sizeof *wanting->stories) != STATUS_OK)
            return arena_status(wanting->arena, error);
        wanting->stories[wanting->count++] = str_take(keys[i], ID_LENGTH);
    }
    return status;
}

/* Both lists are sorted; in one of them only, or with another value, is other. */
static enum status compare(struct paper *paper, struct wanting *wanting,
                           const struct store_key *held, size_t held_count,
                           const struct store_key *known, size_t known_count, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0, k = 0; status == STATUS_OK && (i < held_count || k < known_count);) {
        int order = i == held_count    ? 1
                    : k == known_count ? -1
                                       : str_compare(held[i].key, known[k].key);
        if (order > 0)
            status = take(paper, wanting, known[k].key, STR_NONE, error);
        else if (order < 0 || !str_eq(held[i].value, known[k].value))
            status = take(paper, wanting, held[i].key, held[i].value, error);
        i += order <= 0;
        k += order >= 0;
    }
    return status;
}

enum status held_find(struct paper *paper, struct arena *arena, struct str **stories, size_t *count,
                      struct error *error) {
    struct wanting wanting = {.arena = arena};
    struct store_key *held = NULL, *known = NULL;
    size_t held_count, known_count = 0;
    enum status status = list_files(paper, arena, &held, &held_count, error);
    for (size_t i = 0; paper->report->whole && i < held_count && status == STATUS_OK; i++)
        status = pictures_note_key(paper, held[i].key, held[i].value, error);
    if (status == STATUS_OK && !paper->report->whole) {
        status = list_known(paper, arena, &known, &known_count, error);
        if (status == STATUS_OK)
            status = compare(paper, &wanting, held, held_count, known, known_count, error);
    }
    *stories = wanting.stories;
    *count = wanting.count;
    return status;
}

/* ---- what is looked for ---- */

/* The hash of the next address that is looked for; absent behind the last. */
static struct str next_wanted(struct arena *arena, const struct article *article, size_t *at) {
    char hash[HASH_HEX + 1];
    while (article != NULL && *at < article->image_count) {
        const struct article_image *image = &article->images[(*at)++];
        if (!image->cached || image->copy_count > 0)
            continue;
        hash_hex(image->url, hash);
        return arena_copy(arena, str_from(hash));
    }
    return STR_NONE;
}

enum status held_want(struct paper *paper, struct str story, const struct article *article,
                      struct error *error) {
    struct arena *arena = &paper->arena;
    size_t at = 0;
    for (size_t n = 0;; n++) {
        struct store_key known = {.key = arena_format(arena, "%.*s/%zu", STR_ARG(story), n)};
        struct str wanted = next_wanted(arena, article, &at);
        enum status status = arena_status(arena, error);
        if (status == STATUS_OK && !paper->report->whole)
            status = store_keys_get(paper->context->store, arena, KEYS_PICTURE, &known, 1, error);
        if (status != STATUS_OK || (str_absent(wanted) && str_absent(known.value)))
            return status;
        if (!str_eq(wanted, known.value) || str_absent(wanted))
            status = pictures_note_key(paper, known.key, wanted, error);
        if (status != STATUS_OK)
            return status;
    }
}
