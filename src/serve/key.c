#include "serve/key.h"

#include "base/buf.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#define KEY_PREFIX "click-key-"
enum { NAME_MOST = 64, VISITOR_MOST = 4096 };

/* Opens state/; -1 and errno. */
static int open_state(const char *folder, bool make) {
    int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (at < 0)
        return -1;
    if (make)
        mkdirat(at, "state", 0700);
    int state = openat(at, "state", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int number = errno;
    close(at);
    errno = number;
    return state;
}

static void key_name(int64_t day, char out[NAME_MOST]) {
    char text[TIME_TEXT];
    snprintf(out, NAME_MOST, KEY_PREFIX "%s", day_format(day * DAY_SECONDS, text));
}

/* Reads a whole key; false when the file is not there or is none. */
static bool read_key(int state, const char *name, unsigned char bytes[SERVE_KEY_BYTES]) {
    struct stat info;
    int fd = openat(state, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool whole = fstat(fd, &info) == 0 && S_ISREG(info.st_mode) &&
                 info.st_size == SERVE_KEY_BYTES &&
                 read(fd, bytes, SERVE_KEY_BYTES) == SERVE_KEY_BYTES;
    close(fd);
    return whole;
}

/* Writes `bytes` under a name of this process and links it as `name`, so that a key is never seen
 * half-written, and the first of two makers wins. */
static enum status write_key(int state, const char *name, const unsigned char *bytes,
                             struct error *error) {
    char draft[NAME_MOST];
    snprintf(draft, sizeof draft, "%s.%ld", name, (long)getpid());
    unlinkat(state, draft, 0);
    int fd = openat(state, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0)
        return error_errno(error, errno, 1, "make", draft);
    enum status status = STATUS_OK;
    errno = ENOSPC;
    if (write(fd, bytes, SERVE_KEY_BYTES) != SERVE_KEY_BYTES || fsync(fd) != 0)
        status = error_errno(error, errno, 0, "write", draft);
    close(fd);
    if (status == STATUS_OK && linkat(state, draft, state, name, 0) != 0 && errno != EEXIST)
        status = error_errno(error, errno, 1, "make", name);
    unlinkat(state, draft, 0);
    return status;
}

enum status serve_key_take(const char *folder, int64_t day, struct serve_key *key,
                           struct error *error) {
    char name[NAME_MOST];
    unsigned char fresh[SERVE_KEY_BYTES];
    if (key->held && key->day == day)
        return STATUS_OK;
    *key = (struct serve_key){.day = day};
    int state = open_state(folder, true);
    if (state < 0)
        return error_errno(error, errno, 0, "open", "state");
    enum status status = STATUS_OK;
    key_name(day, name);
    if (!read_key(state, name, key->bytes)) {
        status = random_bytes(fresh, sizeof fresh, error);
        if (status == STATUS_OK)
            status = write_key(state, name, fresh, error);
        if (status == STATUS_OK && !read_key(state, name, key->bytes)) {
            /* What stands there is no key. */
            unlinkat(state, name, 0);
            status = write_key(state, name, fresh, error);
            if (status == STATUS_OK && !read_key(state, name, key->bytes))
                status = error_set(error, STATUS_IO, "cannot read back state/%s", name);
        }
        explicit_bzero(fresh, sizeof fresh);
    }
    close(state);
    key->held = status == STATUS_OK;
    return status;
}

enum status serve_key_forget(const char *folder, int64_t day, struct serve_key *key,
                             struct error *error) {
    char name[NAME_MOST];
    enum status status = STATUS_OK;
    if (key->held && key->day != day)
        explicit_bzero(key, sizeof *key);
    key_name(day, name);
    int state = open_state(folder, false);
    if (state < 0)
        return errno == ENOENT ? STATUS_OK : error_errno(error, errno, 0, "open", "state");
    DIR *list = fdopendir(state);
    if (list == NULL) {
        status = error_errno(error, errno, 0, "list", "state");
        close(state);
        return status;
    }
    for (struct dirent *entry; (entry = readdir(list)) != NULL;)
        if (str_starts(str_from(entry->d_name), STR(KEY_PREFIX)) &&
            !str_starts(str_from(entry->d_name), str_from(name)) &&
            unlinkat(state, entry->d_name, 0) != 0 && errno != ENOENT)
            status = error_errno(error, errno, 0, "delete", entry->d_name);
    closedir(list);
    return status;
}

/* HMAC (RFC 2104) with a key that is shorter than SHA-256's block. */
static enum status keyed_hash(const unsigned char key[SERVE_KEY_BYTES], struct str text,
                              unsigned char out[HASH_BYTES], struct error *error) {
    enum { BLOCK = 64 };
    char pad[BLOCK + HASH_BYTES];
    struct buf inner;
    buf_init(&inner, VISITOR_MOST + BLOCK);
    for (size_t i = 0; i < BLOCK; i++)
        buf_add_byte(&inner, (char)((i < SERVE_KEY_BYTES ? key[i] : 0) ^ 0x36));
    buf_add(&inner, text);
    enum status status = buf_check(&inner, error);
    if (status == STATUS_OK) {
        hash_sha256(buf_str(&inner), out);
        for (size_t i = 0; i < BLOCK; i++)
            pad[i] = (char)((i < SERVE_KEY_BYTES ? key[i] : 0) ^ 0x5c);
        memcpy(pad + BLOCK, out, HASH_BYTES);
        hash_sha256(str_of(pad, sizeof pad), out);
        explicit_bzero(inner.p, inner.n);
        explicit_bzero(pad, sizeof pad);
    }
    buf_release(&inner);
    return status;
}

enum status serve_key_visitor(const struct serve_key *key, struct str address, struct str agent,
                              char out[HASH_HEX + 1], struct error *error) {
    unsigned char digest[HASH_BYTES];
    struct buf text;
    buf_init(&text, VISITOR_MOST);
    buf_add(&text, address);
    buf_add_byte(&text, '\n');
    buf_add(&text, agent);
    enum status status = buf_check(&text, error);
    if (status == STATUS_OK)
        status = keyed_hash(key->bytes, buf_str(&text), digest, error);
    for (size_t i = 0; status == STATUS_OK && i < HASH_BYTES; i++)
        snprintf(out + 2 * i, 3, "%02x", digest[i]);
    buf_release(&text);
    return status;
}
