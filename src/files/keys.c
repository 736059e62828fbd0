#include "files/keys.h"

#include "base/clock.h"
#include "files/files.h"
#include "files/whole.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static const char FOLDER[] = "keys";

/* A key that others can read may be theirs already: nothing is sealed with it any more. */
static enum status check_private(const char *folder, struct str name, struct error *error) {
    struct stat st;
    int fd;
    int64_t size;
    enum status status = files_open(folder, name, &fd, &size, error);
    if (status != STATUS_OK)
        return status;
    if (fstat(fd, &st) != 0)
        status = error_errno(error, errno, 0, "look at", FOLDER);
    else if ((st.st_mode & 077) != 0)
        status = error_set(error, STATUS_PERMISSION,
                           "others can read or change this key ('chmod 600' it, or make a new one "
                           "if they did)");
    close(fd);
    return status;
}

static enum status read_one(const char *folder, struct str name, struct str passphrase, bool look,
                            struct key_file *file, struct error *error) {
    struct buf text;
    buf_init(&text, KEY_FILE_MOST);
    enum status status = check_private(folder, name, error);
    if (status == STATUS_OK)
        status = files_read(folder, name, KEY_FILE_MOST, &text, error);
    if (status == STATUS_OK)
        status = look ? key_look(buf_str(&text), file, error)
                      : key_read(buf_str(&text), passphrase, file, error);
    if (status != STATUS_OK)
        error_in_file(error, name.p);
    if (text.p != NULL)
        explicit_bzero(text.p, text.n);
    buf_release(&text);
    return status;
}

static int newest_first(const void *left, const void *right) {
    const struct key_file *a = left, *b = right;
    if (a->made != b->made)
        return a->made > b->made ? -1 : 1;
    return strcmp(a->key.id, b->key.id);
}

enum status files_keys_read(struct arena *arena, const char *folder, struct str passphrase,
                            bool look, struct key_file **keys, size_t *count, struct error *error) {
    struct str *names;
    size_t found = 0;
    *count = 0;
    *keys = NULL;
    enum status status = files_list(arena, folder, str_from(FOLDER), false, &names, &found, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK && found > FILES_KEYS_MOST)
        status = error_set(error, STATUS_LIMIT, "more than %d keys", FILES_KEYS_MOST);
    if (status != STATUS_OK)
        return status;
    *keys = arena_array(arena, found, struct key_file);
    if (*keys == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < found && status == STATUS_OK; i++)
        if (str_ends(names[i], STR(".json")))
            status = read_one(folder, names[i], passphrase, look, &(*keys)[(*count)++], error);
    if (status != STATUS_OK) {
        files_keys_forget(*keys, *count);
        *count = 0;
        return status;
    }
    qsort(*keys, *count, sizeof **keys, newest_first);
    return STATUS_OK;
}

void files_keys_forget(struct key_file *keys, size_t count) {
    for (size_t i = 0; i < count; i++)
        key_forget(&keys[i]);
}

/* The name comes last: a kill leaves no half key under it. */
static enum status write_file(int keys, const char *name, struct str text, struct error *error) {
    char temporary[SEAL_ID_MOST + 32];
    snprintf(temporary, sizeof temporary, ".%s.%ld", name, (long)getpid());
    int fd = openat(keys, temporary, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_errno(error, errno, 1, "create", name);
    int number = files_write_all(fd, text);
    if (number == 0 && fsync(fd) != 0)
        number = errno;
    if (close(fd) != 0 && number == 0)
        number = errno;
    enum status status = number == 0 ? STATUS_OK : error_errno(error, number, 0, "write", name);
    if (status == STATUS_OK && linkat(keys, temporary, keys, name, 0) != 0)
        status = errno == EEXIST ? error_set(error, STATUS_EXISTS, "keys/%s is there", name)
                                 : error_errno(error, errno, 1, "create", name);
    unlinkat(keys, temporary, 0);
    if (status == STATUS_OK && fsync(keys) != 0)
        status = error_errno(error, errno, 0, "write", FOLDER);
    return status;
}

static enum status add_file(const char *folder, const char *name, struct str text,
                            struct error *error) {
    enum status status = STATUS_OK;
    int keys = -1;
    int root = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return error_errno(error, errno, 0, "open the folder", folder);
    if (mkdirat(root, FOLDER, 0700) != 0 && errno != EEXIST)
        status = error_errno(error, errno, 1, "create", FOLDER);
    if (status == STATUS_OK)
        keys = openat(root, FOLDER, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (status == STATUS_OK && keys < 0)
        status = error_errno(error, errno, 1, "open", FOLDER);
    if (status == STATUS_OK)
        status = write_file(keys, name, text, error);
    if (keys >= 0)
        close(keys);
    close(root);
    return status;
}

enum status files_keys_add(const char *folder, const char *id, struct str text,
                           struct error *error) {
    char name[SEAL_ID_MOST + 16];
    snprintf(name, sizeof name, "%s.json", id);
    enum status status = add_file(folder, name, text, error);
    return status != STATUS_EXISTS
               ? status
               : error_set(error, STATUS_EXISTS, "a key with the id '%s' is there", id);
}

/* ---- secrets ---- */

static enum status read_secret(const char *folder, struct str path, unsigned char *secret,
                               struct error *error) {
    struct buf bytes;
    buf_init(&bytes, 2 * HASH_BYTES);
    enum status status = check_private(folder, path, error);
    if (status == STATUS_OK)
        status = files_read(folder, path, 2 * HASH_BYTES, &bytes, error);
    if (status == STATUS_OK && bytes.n != HASH_BYTES)
        status = error_set(error, STATUS_INVALID, "expected %d bytes", HASH_BYTES);
    if (status == STATUS_OK)
        memcpy(secret, bytes.p, HASH_BYTES);
    else if (status != STATUS_NOT_FOUND)
        error_in_file(error, path.p);
    if (bytes.p != NULL)
        explicit_bzero(bytes.p, bytes.n);
    buf_release(&bytes);
    return status;
}

enum status files_secret(const char *folder, const char *name, unsigned char secret[HASH_BYTES],
                         struct error *error) {
    char file[64], path[80];
    snprintf(file, sizeof file, "%s.secret", name);
    snprintf(path, sizeof path, "%s/%s", FOLDER, file);
    enum status status = read_secret(folder, str_from(path), secret, error);
    if (status != STATUS_NOT_FOUND)
        return status;
    status = random_bytes(secret, HASH_BYTES, error);
    if (status == STATUS_OK)
        status = add_file(folder, file, str_of((const char *)secret, HASH_BYTES), error);
    /* Another process may have been quicker: its secret counts. */
    return status == STATUS_OK || status == STATUS_EXISTS
               ? read_secret(folder, str_from(path), secret, error)
               : status;
}
