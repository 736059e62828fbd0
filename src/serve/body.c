/* The bytes of a file that are sent whole. */
#include "serve/inside.h"

#include "files/files.h"
#include "serve/coding.h"
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* False when the file ends before, or cannot be read. */
static bool read_all(int fd, char *out, size_t n) {
    for (size_t at = 0; at < n;) {
        ssize_t got = pread(fd, out + at, n - at, (off_t)at);
        if (got <= 0)
            return false;
        at += (size_t)got;
    }
    return true;
}

/* A file read whole, with its length; the caller's to free. NULL when it cannot be. */
static char *read_file(int fd, size_t n) {
    char *bytes = malloc(n > 0 ? n : 1);
    if (bytes != NULL && read_all(fd, bytes, n))
        return bytes;
    free(bytes);
    return NULL;
}

/* What is small enough to be kept is read, the rest is sent from the file. Takes the descriptor. */
static struct MHD_Response *response_of(int fd, size_t n) {
    struct MHD_Response *response = NULL;
    if (n > SERVE_KEPT_FILE) {
        response = MHD_create_response_from_fd_at_offset64(n, fd, 0);
        if (response == NULL)
            close(fd);
        return response;
    }
    char *bytes = read_file(fd, n);
    if (bytes != NULL)
        response = MHD_create_response_from_buffer(n, bytes, MHD_RESPMEM_MUST_FREE);
    if (response == NULL)
        free(bytes);
    close(fd);
    return response;
}

static bool is_older(const struct stat *info, const struct serve_entity *entity) {
    return info->st_mtim.tv_sec != entity->modified
               ? info->st_mtim.tv_sec < entity->modified
               : info->st_mtim.tv_nsec < entity->modified_nanoseconds;
}

/* Whether the bytes of `beside` are those of `plain` in the entity's coding. */
static bool belongs(int beside, size_t n, int plain, const struct serve_entity *entity) {
    size_t size = (size_t)entity->size;
    char *coded = read_file(beside, n);
    char *bytes = coded != NULL ? read_file(plain, size) : NULL;
    bool same =
        bytes != NULL && serve_coding_is(entity->coding, str_of(coded, n), str_of(bytes, size));
    free(coded);
    free(bytes);
    return same;
}

/* NAME.gz or NAME.br, if it is of NAME as it is now: what is small enough to be kept is unpacked
 * for that, once; of the rest one has to go by the times. */
static struct MHD_Response *response_beside(const char *folder, struct str path, int plain,
                                            const struct serve_entity *entity, size_t *bytes) {
    char name[FILES_PATH_MOST + 1];
    struct str ending = serve_coding_ending(entity->coding);
    struct stat info;
    int64_t size;
    int fd;
    int n = snprintf(name, sizeof name, "%.*s%.*s", STR_ARG(path), STR_ARG(ending));
    if ((size_t)n >= sizeof name ||
        files_open(folder, str_of(name, (size_t)n), &fd, &size, NULL) != STATUS_OK)
        return NULL;
    *bytes = (size_t)size;
    bool small = size <= SERVE_KEPT_FILE && entity->size <= SERVE_KEPT_FILE;
    if (fstat(fd, &info) != 0 || is_older(&info, entity) ||
        (small && !belongs(fd, *bytes, plain, entity))) {
        close(fd);
        return NULL;
    }
    return response_of(fd, *bytes);
}

static struct MHD_Response *response_coded(int fd, const struct serve_entity *entity,
                                           size_t *bytes) {
    struct MHD_Response *response = NULL;
    struct buf coded;
    size_t size = (size_t)entity->size;
    char *plain = size <= SERVE_CODED_MOST ? read_file(fd, size) : NULL;
    buf_init(&coded, 2 * SERVE_CODED_MOST);
    if (plain != NULL && serve_coding_write(entity->coding, SERVE_KEPT_EFFORT, str_of(plain, size),
                                            &coded) == STATUS_OK)
        response = MHD_create_response_from_buffer(coded.n, coded.p, MHD_RESPMEM_MUST_COPY);
    *bytes = coded.n;
    buf_release(&coded);
    free(plain);
    return response;
}

struct MHD_Response *serve_body(const char *folder, struct str path, int fd,
                                const struct serve_entity *entity, size_t *bytes) {
    if (entity->coding == SERVE_IDENTITY) {
        int own = fcntl(fd, F_DUPFD_CLOEXEC, 0);
        *bytes = (size_t)entity->size;
        return own < 0 ? NULL : response_of(own, *bytes);
    }
    struct MHD_Response *response = response_beside(folder, path, fd, entity, bytes);
    return response != NULL ? response : response_coded(fd, entity, bytes);
}
