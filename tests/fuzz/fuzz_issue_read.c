/* Any bytes: an issue that can be read is written so that it reads as the same again, with and
 * without hints. */
#include "issue/issue.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void insist(bool holds) {
    if (!holds)
        abort();
}

static void write_again(struct arena *arena, const struct issue *issue, bool hints) {
    struct issue again;
    struct buf first, second;
    struct error error = {0};
    buf_init(&first, 4 * ISSUE_BYTES_MOST);
    buf_init(&second, 4 * ISSUE_BYTES_MOST);
    issue_write(issue, hints, &first);
    if (first.status == STATUS_OK && first.n <= ISSUE_BYTES_MOST) {
        insist(issue_read(arena, buf_str(&first), &again, &error) == STATUS_OK);
        issue_write(&again, hints, &second);
        insist(str_eq(buf_str(&first), buf_str(&second)));
    }
    buf_release(&first);
    buf_release(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena arena;
    struct issue issue;
    arena_init(&arena, 1 << 28);
    if (issue_read(&arena, str_of((const char *)data, size), &issue, NULL) == STATUS_OK) {
        insist(issue_subject(&arena, &issue).n > 0 && issue.count > 0);
        write_again(&arena, &issue, false);
        write_again(&arena, &issue, true);
    }
    arena_release(&arena);
    return 0;
}
