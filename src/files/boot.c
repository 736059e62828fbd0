#include "files/boot.h"

#include <fcntl.h>
#include <unistd.h>

void files_boot(struct buf *out) {
    char text[64];
    int fd = open("/proc/sys/kernel/random/boot_id", O_RDONLY | O_CLOEXEC);
    ssize_t n = fd >= 0 ? read(fd, text, sizeof text) : 0;
    if (fd >= 0)
        close(fd);
    buf_add(out, str_trim(str_of(text, n > 0 ? (size_t)n : 0)));
    buf_add_byte(out, '\n');
}
