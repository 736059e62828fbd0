/* Opening below a folder (for this room). */
#ifndef FILES_BENEATH_H
#define FILES_BENEATH_H

#include "base/status.h"

enum beneath_way {
    BENEATH_BEST, /* openat2(2), or the walk where the kernel has none or forbids it */
    BENEATH_WALK, /* each component by itself with O_NOFOLLOW */
};

/* Opens `path`, which is valid (files_path_valid), below the open folder `folder`; no symbolic link
 * is followed. A descriptor, or -1 with errno: ELOOP or ENOTDIR for a link in the way. O_CLOEXEC,
 * O_NOFOLLOW and O_NONBLOCK are added to `flags`, which must not create. */
int files_beneath(int folder, const char *path, int flags, enum beneath_way way);

/* The errors of opening, in words: DENIED for links and the like. */
enum status files_refused(struct error *error, int number, const char *path);

#endif
