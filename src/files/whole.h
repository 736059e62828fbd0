/* Files that the one who runs the program named: what stands there, and writing them as a whole. */
#ifndef FILES_WHOLE_H
#define FILES_WHOLE_H

#include "base/status.h"
#include "base/str.h"

/* Writes all of `bytes`, whatever interrupts; 0 or errno. */
int files_write_all(int fd, struct str bytes);

/* Whether a folder stands there, or a link to one. */
bool files_is_folder(const char *path);

/* Puts a new file in the place of `path`, which the one who runs the program named: with the old
 * one's permissions where there is one. A full disk or a kill leaves the old one whole. */
enum status files_replace(struct str path, struct str bytes, struct error *error);

#endif
