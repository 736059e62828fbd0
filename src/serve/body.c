/* The bytes of a file that are sent whole. */
#include "serve/inside.h"

#include "files/files.h"
#include "serve/coding.h"
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

/* What is small enough to be kept is read, the rest is sent from the file. Takes the descriptor. */
static struct MHD_Response *response_of(int fd, size_t n) {
    struct MHD_Response *response = NULL;
    if (n > SERVE_KEPT_FILE) {
        response = MHD_create_response_from_fd_at_offset64(n, fd, 0);
        if (response == NULL)
            close(fd);
        return response;
    }
    char *bytes = malloc(n > 0 ? n : 1);
    if (bytes != NULL && read_all(fd, bytes, n))
        response = MHD_create_response_from_buffer(n, bytes, MHD_RESPMEM_MUST_FREE);
    if (response == NULL)
        free(bytes);
    close(fd);
    return response;
}

/* NAME.gz, unless it is older than NAME and so perhaps of another one. */
static struct MHD_Response *response_beside(const char *folder, struct str path,
                                            const struct serve_entity *entity, size_t *bytes) {
    char name[FILES_PATH_MOST + 1];
    struct stat info;
    int64_t size;
    int fd;
    int n = snprintf(name, sizeof name, "%.*s.gz", STR_ARG(path));
    if ((size_t)n >= sizeof name ||
        files_open(folder, str_of(name, (size_t)n), &fd, &size, NULL) != STATUS_OK)
        return NULL;
    if (fstat(fd, &info) != 0 || info.st_mtim.tv_sec < entity->modified) {
        close(fd);
        return NULL;
    }
    *bytes = (size_t)size;
    return response_of(fd, *bytes);
}

static struct MHD_Response *response_coded(int fd, size_t size, size_t *bytes) {
    struct MHD_Response *response = NULL;
    struct buf coded;
    char *plain = size <= SERVE_CODED_MOST ? malloc(size) : NULL;
    buf_init(&coded, 2 * SERVE_CODED_MOST);
    if (plain != NULL && read_all(fd, plain, size) &&
        serve_coding_gzip(str_of(plain, size), &coded) == STATUS_OK)
        response = MHD_create_response_from_buffer(coded.n, coded.p, MHD_RESPMEM_MUST_COPY);
    *bytes = coded.n;
    buf_release(&coded);
    free(plain);
    return response;
}

struct MHD_Response *serve_body(const char *folder, struct str path, int fd,
                                struct serve_entity *entity, size_t *bytes) {
    size_t size = (size_t)entity->size;
    struct MHD_Response *response = NULL;
    if (entity->gzip)
        response = response_beside(folder, path, entity, bytes);
    if (entity->gzip && response == NULL)
        response = response_coded(fd, size, bytes);
    entity->gzip = response != NULL;
    if (response != NULL) {
        close(fd);
        return response;
    }
    *bytes = size;
    return response_of(fd, size);
}
