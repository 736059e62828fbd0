/* What the commands of the newsletter share. */
#ifndef CLI_ISSUE_H
#define CLI_ISSUE_H

#include "cli/workspace.h"
#include "issue/issue.h"

/* What is said where ID may be left out. */
#define ISSUE_WHICH "ID is a draft's; left out, it is the newest draft's."

/* Opens the edition, and reads the draft that the first argument names, or the newest one.
 * NOT_FOUND when there is none such. The caller gives the workspace back, also after an error. */
enum status issue_open_draft(struct invocation *invocation, struct workspace *workspace,
                             struct issue *issue);
/* The same, or an issue that left the house; *draft says which. */
enum status issue_open(struct invocation *invocation, struct workspace *workspace,
                       struct issue *issue, bool *draft);
/* A time as options have it: "2026-11-22T18:00:00Z", "2026-11-22 18:00" in the edition's zone, or
 * "18:00", the next one. USAGE for anything else. */
enum status issue_time(struct invocation *invocation, struct workspace *workspace,
                       const char *option, int64_t otherwise, int64_t *time);
/* A time as people of the edition's zone read it: "2026-11-22 18:00". */
struct str issue_local(struct invocation *invocation, struct workspace *workspace, int64_t time);
/* "12 stories: first headline / …", one line. */
void issue_add_line(struct invocation *invocation, struct workspace *workspace,
                    const struct issue *issue, const char *state);

#endif
