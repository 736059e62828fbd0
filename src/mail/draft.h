/* Drafts: files in drafts/ of the edition, one an issue, "drafts/<id>.yaml", until they leave the
 * house. */
#ifndef MAIL_DRAFT_H
#define MAIL_DRAFT_H

#include "issue/issue.h"

/* Reads one. NOT_FOUND; INVALID names file, line and column. */
enum status mail_draft_read(struct arena *arena, const char *folder, struct str id,
                            struct issue *issue, struct error *error);
/* Writes it, with its hints, in the place of the one that is there. */
enum status mail_draft_write(const char *folder, const struct issue *issue, struct error *error);
enum status mail_draft_remove(const char *folder, struct str id, struct error *error);
/* The ids of all, by their date, then by name. */
enum status mail_draft_list(struct arena *arena, const char *folder, struct str **ids,
                            size_t *count, struct error *error);

#endif
