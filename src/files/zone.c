#include "files/zone.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files/files.h"

static const char zones[] = "/usr/share/zoneinfo/";

/* The system's own folder, in which many zones are links to others: they are followed. */
static enum status read_file(struct str name, struct buf *out) {
    char path[sizeof zones + ZONE_NAME_MOST];
    struct stat info;
    enum status status = STATUS_INVALID;
    snprintf(path, sizeof path, "%s%.*s", zones, STR_ARG(name));
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return STATUS_NOT_FOUND;
    if (fstat(fd, &info) == 0 && S_ISREG(info.st_mode) && info.st_size <= ZONE_BYTES_MOST) {
        status = buf_reserve(out, (size_t)info.st_size);
        ssize_t n = status == STATUS_OK ? read(fd, out->p, (size_t)info.st_size) : 0;
        out->n = n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return status;
}

enum status files_zone(struct arena *arena, struct str name, struct zone *zone,
                       struct error *error) {
    struct buf bytes;
    *zone = zone_utc();
    if (str_eq(name, STR("UTC")) || str_empty(name))
        return STATUS_OK;
    buf_init(&bytes, ZONE_BYTES_MOST);
    enum status status = STATUS_INVALID;
    if (name.n <= ZONE_NAME_MOST && files_path_valid(name, ZONE_NAME_MOST))
        status = read_file(name, &bytes);
    if (status == STATUS_OK)
        status = zone_parse(buf_str(&bytes), arena, zone, NULL);
    buf_release(&bytes);
    if (status == STATUS_OK)
        return STATUS_OK;
    return error_set(error, STATUS_CONFIG,
                     "timeZone: the system has no zone '%.*s' (they come with the package tzdata)",
                     STR_ARG(name));
}
