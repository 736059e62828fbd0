#include "publish/pictures.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/grow.h"
#include "files/files.h"
#include "files/picture.h"
#include "publish/held.h"

enum { HEAD_BYTES = 64, LETTER_BYTES_MOST = 300 << 10 };

/* Size and time of a file, for telling whether a copy is still one; false when it is not there. */
static bool look(const char *folder, struct str path, struct stat *found, char head[HEAD_BYTES],
                 size_t *head_n) {
    int fd;
    int64_t size;
    if (files_open(folder, path, &fd, &size, NULL) != STATUS_OK)
        return false;
    bool good = fstat(fd, found) == 0;
    ssize_t n = good && head != NULL ? pread(fd, head, HEAD_BYTES, 0) : 0;
    if (head_n != NULL)
        *head_n = n > 0 ? (size_t)n : 0;
    close(fd);
    return good;
}

static bool newer(const struct stat *a, const struct stat *b) {
    return a->st_mtim.tv_sec != b->st_mtim.tv_sec ? a->st_mtim.tv_sec > b->st_mtim.tv_sec
                                                  : a->st_mtim.tv_nsec > b->st_mtim.tv_nsec;
}

static bool may_show(const struct picture *picture) {
    return picture->type == PICTURE_JPEG || picture->type == PICTURE_PNG ||
           picture->type == PICTURE_GIF || picture->type == PICTURE_WEBP;
}

static enum status copy(struct paper *paper, struct str from, struct str to, bool *shown,
                        struct error *error) {
    struct buf bytes;
    buf_init(&bytes, PICTURE_BYTES_MOST);
    enum status status =
        files_read(paper->context->folder, from, PICTURE_BYTES_MOST, &bytes, error);
    *shown = false;
    if (status == STATUS_LIMIT || status == STATUS_NOT_FOUND) {
        status = STATUS_OK;
    } else if (status == STATUS_OK) {
        struct picture picture = files_sniff(buf_str(&bytes));
        *shown = may_show(&picture) && files_picture_fits(&picture);
        if (*shown)
            status = tree_write(paper->pages, to, buf_str(&bytes), error);
    }
    buf_release(&bytes);
    return status;
}

enum status pictures_show(struct paper *paper, struct arena *arena, struct str address,
                          struct str *path, struct error *error) {
    char hash[HASH_HEX + 1], head[HEAD_BYTES];
    struct stat held, there;
    size_t head_n;
    *path = STR_NONE;
    hash_hex(address, hash);
    struct str from = arena_format(arena, "inbox/pictures/%s", hash);
    if (!look(paper->context->folder, from, &held, head, &head_n))
        return arena_status(arena, error);
    struct picture picture = files_sniff(str_of(head, head_n));
    if (!may_show(&picture))
        return STATUS_OK;
    struct str to = arena_format(arena, "pictures/%.2s/%s.%s", hash, hash, picture.extension);
    struct str published = arena_format(arena, "public/%.*s", STR_ARG(to));
    enum status status = arena_status(arena, error);
    if (status != STATUS_OK)
        return status;
    bool shown = true;
    if (tree_written(paper->pages, to) ||
        (look(paper->context->folder, published, &there, NULL, NULL) &&
         there.st_size == held.st_size && !newer(&held, &there)))
        status = tree_keep(paper->pages, to, error);
    else
        status = copy(paper, from, to, &shown, error);
    if (status == STATUS_OK && shown)
        *path = to;
    return status;
}

/* One copy in public/. *shown is made false when it is neither there nor held. */
static enum status show_copy(struct paper *paper, struct str to, bool *shown, struct error *error) {
    struct buf bytes;
    bool there = false;
    enum status status = tree_keep_there(paper->pages, to, &there, error);
    if (status != STATUS_OK || there)
        return status;
    struct str from = arena_format(&paper->arena, "state/%.*s", STR_ARG(to));
    if (str_absent(from))
        return arena_status(&paper->arena, error);
    buf_init(&bytes, PICTURE_BYTES_MOST);
    status = files_read(paper->context->folder, from, PICTURE_BYTES_MOST, &bytes, error);
    if (status == STATUS_OK)
        status = tree_write(paper->pages, to, buf_str(&bytes), error);
    else if (status == STATUS_NOT_FOUND)
        *shown = false;
    buf_release(&bytes);
    return *shown ? status : STATUS_OK;
}

static struct str copy_path(struct arena *arena, const struct article_copy *copy) {
    return ARENA_JOIN(arena, STR("pictures/"), str_take(copy->name, 2), STR("/"), copy->name);
}

/* All copies or none; *path is the last one's. */
static enum status show_copies(struct paper *paper, struct arena *arena,
                               const struct article_image *image, struct str *path,
                               struct error *error) {
    bool shown = true;
    enum status status = STATUS_OK;
    struct str to = STR_NONE;
    for (size_t i = 0; i < image->copy_count && status == STATUS_OK && shown; i++) {
        to = copy_path(arena, &image->copies[i]);
        status = str_absent(to) ? arena_status(arena, error) : show_copy(paper, to, &shown, error);
    }
    if (status == STATUS_OK && shown)
        *path = to;
    return status;
}

static enum status show_image(struct paper *paper, struct arena *arena,
                              const struct article_image *image, struct str *path,
                              struct error *error) {
    if (paper->showing != NULL)
        pthread_mutex_lock(paper->showing);
    enum status status = image->copy_count > 0
                             ? show_copies(paper, arena, image, path, error)
                             : pictures_show(paper, arena, image->url, path, error);
    if (paper->showing != NULL)
        pthread_mutex_unlock(paper->showing);
    return status;
}

/* ---- as values of templates ---- */

/* The copies as WebP, for a srcset; *small is the smallest as JPEG. */
static void put_copies(struct arena *arena, const struct article_image *image, struct str *small,
                       struct template_value *map) {
    struct template_value *list =
        template_put_list(arena, template_put_map(arena, map, "copies"), "webp");
    const char *comma = "";
    *small = STR_NONE;
    for (size_t i = 0; i < image->copy_count; i++) {
        const struct article_copy *copy = &image->copies[i];
        if (!str_ends(copy->name, STR(".webp"))) {
            *small = str_first_of(*small, copy_path(arena, copy));
            continue;
        }
        struct template_value *value = template_add_map(arena, list);
        template_put_text(arena, value, "comma", str_from(comma));
        template_put_text(arena, value, "path", copy_path(arena, copy));
        template_put_integer(arena, value, "width", copy->width);
        comma = ", ";
    }
}

static const struct article_image *image_at(const struct article *article, struct arena *arena,
                                            struct str path) {
    for (size_t i = 0; i < article->image_count; i++)
        for (size_t k = 0; k < article->images[i].copy_count; k++)
            if (str_eq(copy_path(arena, &article->images[i].copies[k]), path))
                return &article->images[i];
    return NULL;
}

/* The address from which readers may load it, as the pages' policy names the host; else absent. */
static struct str link_of(const struct edition *edition, struct arena *arena,
                          const struct article *article) {
    struct url url;
    bool may =
        article_picture_policy(edition, article) == PICTURES_LINK && article->image_count > 0 &&
        url_parse(arena, article->images[0].url, STR_NONE, &url, NULL) == STATUS_OK &&
        str_eq(url.protocol, STR("https:")) && str_empty(url.port) &&
        edition_domain_among(edition->pictures.hosts, edition->pictures.host_count, url.hostname);
    return may ? url.href : STR_NONE;
}

/* A file of the edition's own below public/, where its address says so; absent for any other, and
 * for what is no picture. */
static struct str own_file(const struct paper *paper, struct arena *arena, struct str url) {
    char head[HEAD_BYTES];
    size_t head_n;
    struct stat there;
    struct str home = paper->edition->url;
    if (str_starts(url, home) && str_starts(str_skip(url, home.n), STR("/")))
        url = str_skip(url, home.n + 1);
    struct str path = ARENA_JOIN(arena, STR("public/"), url);
    if (str_absent(path) || !look(paper->context->folder, path, &there, head, &head_n))
        return STR_NONE;
    struct picture picture = files_sniff(str_of(head, head_n));
    return may_show(&picture) ? url : STR_NONE;
}

/* The picture of the first of the story's topics that has one, the main topic last; of several the
 * story's id chooses. */
static struct str stand_in(const struct paper *paper, struct arena *arena,
                           const struct paper_story *story) {
    const struct store_article *row = story->members[0].row;
    const struct edition_topic *chosen = NULL;
    for (size_t i = 0; i < row->topic_count; i++) {
        size_t index = paper_topic(paper, row->topics[i]);
        if (index == SIZE_MAX || paper->edition->topics[index].image_count == 0)
            continue;
        if (chosen == NULL || index != paper->edition->main_topic)
            chosen = &paper->edition->topics[index];
        if (index != paper->edition->main_topic)
            break;
    }
    if (chosen == NULL)
        return STR_NONE;
    size_t sum = 0;
    for (const char *c = story->id; *c != '\0'; c++)
        sum += (unsigned char)*c;
    return own_file(paper, arena, chosen->images[sum % chosen->image_count].url);
}

/* As the outlet's file says; absent where it says nothing. */
static struct str credit_of(const struct paper *paper, const struct article *article) {
    const struct edition_provider *outlet =
        edition_find_provider(paper->edition, article->provider_domain);
    return outlet != NULL ? outlet->credit : STR_NONE;
}

/* Whom to thank: as the outlet's file says; else, where its name does not stand beside it, that. */
static void put_credit(const struct paper *paper, struct arena *arena,
                       const struct article *article, struct template_value *map) {
    struct str credit = credit_of(paper, article);
    struct str name = str_first_of(article->provider_name, article->provider_domain);
    template_put_text(arena, map, "credit", str_first_of(credit, STR("")));
    template_put_text(arena, map, "credited", str_first_of(credit, str_first_of(name, STR(""))));
}

void pictures_put(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                  struct str path, struct template_value *map) {
    const struct article *article = &story->members[0].article;
    struct str link = str_absent(path) ? link_of(paper->edition, arena, article) : STR_NONE;
    bool theirs = !str_absent(path) || !str_absent(link);
    if (!theirs)
        path = stand_in(paper, arena, story);
    if (!theirs && str_absent(path))
        return;
    const struct article_image *image = theirs ? image_at(article, arena, path) : NULL;
    struct template_value *picture = template_put_map(arena, map, "picture");
    struct str small = path;
    if (image != NULL)
        put_copies(arena, image, &small, picture);
    else
        template_put_boolean(arena, picture, "copies", false);
    template_put_text(arena, picture, "path", str_first_of(path, STR("")));
    template_put_text(arena, picture, "small", str_first_of(small, STR("")));
    template_put_text(arena, picture, "link", str_first_of(link, STR("")));
    if (theirs)
        put_credit(paper, arena, article, picture);
}

enum status pictures_of(struct paper *paper, struct arena *arena, const struct article *article,
                        struct str *path, struct error *error) {
    enum status status = STATUS_OK;
    *path = STR_NONE;
    for (size_t i = 0; i < article->image_count && status == STATUS_OK && str_absent(*path); i++)
        if (article->images[i].cached)
            status = show_image(paper, arena, &article->images[i], path, error);
    return status;
}

/* ---- in letters ---- */

static void letter_copy(struct arena *arena, const struct article_image *image,
                        struct pictures_lettered *found) {
    for (size_t i = 0; i < image->copy_count; i++) {
        const struct article_copy *copy = &image->copies[i];
        if (str_ends(copy->name, STR(".jpg")) && copy->width >= found->width) {
            found->path = copy_path(arena, copy);
            found->width = copy->width;
            found->height = copy->height;
        }
    }
}

static enum status letter_held(const struct paper *paper, struct arena *arena, struct str address,
                               struct pictures_lettered *found, struct error *error) {
    struct buf bytes;
    char hash[HASH_HEX + 1];
    hash_hex(address, hash);
    buf_init(&bytes, LETTER_BYTES_MOST);
    enum status status =
        files_read(paper->context->folder, arena_format(arena, "inbox/pictures/%s", hash),
                   LETTER_BYTES_MOST, &bytes, error);
    struct picture picture = files_sniff(buf_str(&bytes));
    if (status == STATUS_OK && may_show(&picture) && picture.type != PICTURE_WEBP &&
        files_picture_fits(&picture) && picture.width > 0 && picture.height > 0) {
        found->path = arena_format(arena, "pictures/%.2s/%s.%s", hash, hash, picture.extension);
        found->width = picture.width;
        found->height = picture.height;
    }
    buf_release(&bytes);
    return status == STATUS_NOT_FOUND || status == STATUS_LIMIT ? STATUS_OK : status;
}

enum status pictures_for_letter(const struct paper *paper, struct arena *arena,
                                const struct article *article, struct pictures_lettered *found,
                                struct error *error) {
    enum status status = STATUS_OK;
    *found = (struct pictures_lettered){0};
    for (size_t i = 0; i < article->image_count && status == STATUS_OK && found->width == 0; i++) {
        const struct article_image *image = &article->images[i];
        if (image->cached && image->copy_count > 0)
            letter_copy(arena, image, found);
        else if (image->cached)
            status = letter_held(paper, arena, image->url, found, error);
    }
    found->credit = credit_of(paper, article);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

/* ---- which story shows which ---- */

static struct str files_of(struct arena *arena, const struct article *article, struct str path) {
    const struct article_image *image = str_absent(path) ? NULL : image_at(article, arena, path);
    struct str files = image == NULL ? path : STR("");
    for (size_t i = 0; image != NULL && i < image->copy_count; i++)
        files = ARENA_JOIN(arena, files, i > 0 ? STR(" ") : STR(""),
                           copy_path(arena, &image->copies[i]));
    return files;
}

enum status pictures_note_key(struct paper *paper, struct str key, struct str value,
                              struct error *error) {
    if (grow(&paper->pictured, &paper->pictured_capacity, paper->pictured_count + 1,
             sizeof *paper->pictured) != STATUS_OK)
        return error_memory(error);
    paper->pictured[paper->pictured_count++] =
        (struct store_key){.key = arena_copy(&paper->keep, key),
                           .value = str_absent(value) ? STR_NONE : arena_copy(&paper->keep, value)};
    return arena_status(&paper->keep, error);
}

enum status pictures_note(struct paper *paper, struct str story, const struct article *article,
                          struct str path, struct error *error) {
    struct str files = files_of(&paper->arena, article, path);
    struct store_key known = {.key = story};
    enum status status = held_want(paper, story, article, error);
    if (status == STATUS_OK && !paper->report->whole)
        status =
            store_keys_get(paper->context->store, &paper->arena, KEYS_PICTURE, &known, 1, error);
    bool same = str_absent(files) ? str_absent(known.value) : str_eq(known.value, files);
    return status == STATUS_OK && !same ? pictures_note_key(paper, story, files, error) : status;
}

/* What was noted → its place in paper->pictured. */
static enum status map_noted(const struct paper *paper, struct map *noted, struct error *error) {
    map_init(noted, paper->pictured_count);
    for (size_t i = 0; i < paper->pictured_count; i++)
        if (map_put(noted, paper->pictured[i].key, i) != STATUS_OK)
            return error_memory(error);
    return STATUS_OK;
}

static enum status is_shown(struct paper *paper, const struct map *noted, struct str files,
                            bool *shown, struct error *error) {
    struct str *stories;
    size_t count;
    *shown = false;
    for (size_t i = 0; i < paper->pictured_count && !*shown; i++)
        *shown = str_eq(paper->pictured[i].value, files);
    enum status status = store_keys_of(paper->context->store, &paper->arena, KEYS_PICTURE, files,
                                       &stories, &count, error);
    for (size_t i = 0; status == STATUS_OK && i < count && !*shown; i++)
        *shown = map_find(noted, stories[i]) == NULL;
    return status;
}

enum status pictures_renew(struct paper *paper, struct error *error) {
    struct map noted;
    enum status status = map_noted(paper, &noted, error);
    for (size_t i = 0; i < paper->pictured_count && status == STATUS_OK; i++) {
        struct store_key known = {.key = paper->pictured[i].key};
        bool shown = true;
        if (str_find_byte(known.key, '/') != SIZE_MAX)
            continue; /* no story's */
        arena_clear(&paper->arena);
        status =
            store_keys_get(paper->context->store, &paper->arena, KEYS_PICTURE, &known, 1, error);
        if (status == STATUS_OK && !str_absent(known.value))
            status = is_shown(paper, &noted, known.value, &shown, error);
        for (struct str file; status == STATUS_OK && !shown && str_next(&known.value, ' ', &file);)
            status = tree_remove(paper->pages, file, error);
    }
    map_release(&noted);
    return status;
}

/* Takes away what was known and is not noted. */
static enum status drop_others(struct paper *paper, const struct map *noted, struct error *error) {
    enum { AT_ONCE = 1000 };
    struct store *store = paper->context->store;
    char after[128] = "";
    size_t count = AT_ONCE;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct store_key *known;
        arena_clear(&paper->arena);
        status = store_keys_list(store, &paper->arena, KEYS_PICTURE, str_from(after), AT_ONCE,
                                 &known, &count, error);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            const struct store_key none = {.key = known[i].key};
            snprintf(after, sizeof after, "%.*s", STR_ARG(known[i].key));
            if (map_find(noted, known[i].key) == NULL)
                status = store_keys_put(store, KEYS_PICTURE, &none, 1, error);
        }
    }
    return status;
}

enum status pictures_keep(struct paper *paper, struct error *error) {
    struct map noted;
    enum status status = map_noted(paper, &noted, error);
    if (status == STATUS_OK && paper->report->whole)
        status = drop_others(paper, &noted, error);
    if (status == STATUS_OK)
        status = store_keys_put(paper->context->store, KEYS_PICTURE, paper->pictured,
                                paper->pictured_count, error);
    map_release(&noted);
    return status;
}
