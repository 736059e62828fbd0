/* `record fmt`, `record check`, `record json` and `init` as a shell sees them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/str.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

struct folder {
    char path[64];
};

/* Runs `command`, in which $B is the program and $D a folder of the test's own; what it wrote to
 * both outputs is in `out`. Returns the exit code. */
static int run(const struct folder *folder, const char *command, char *out, size_t size) {
    setenv("D", folder->path, 1);
    setenv("B", getenv("BROADSHEET"), 1);
    FILE *pipe = popen(command, "r");
    assert_non_null(pipe);
    size_t n = fread(out, 1, size - 1, pipe);
    out[n] = '\0';
    int code = pclose(pipe);
    return WIFEXITED(code) ? WEXITSTATUS(code) : -1;
}

static void commands_answer(void **state) {
    (void)state;
    static const struct {
        const char *command;
        int code;
        const char *expected; /* part of what is written */
    } cases[] = {
        {"$B record fmt tests/record/edited/crlf.md | cmp - "
         "tests/record/edited/crlf.expected.md 2>&1",
         0, ""},
        {"$B record fmt - < tests/record/edited/bom.md | cmp - "
         "tests/record/edited/bom.expected.md 2>&1",
         0, ""},
        {"$B record fmt --check tests/record/edited/canonical.md tests/record/edited/flow.md 2>&1",
         1, "tests/record/edited/flow.md\n"},
        {"$B record fmt --check tests/record/seed-record.md 2>&1", 0, ""},
        {"$B record fmt tests/record/broken/twice.md 2>&1", 65,
         "tests/record/broken/twice.md:3:1: key 'title' is given twice, first in line 2"},
        {"$B record fmt $D/nothing.md 2>&1", 65, "cannot read"},
        {"cp tests/record/edited/flow.md $D/a.md && $B record fmt -w $D/a.md 2>&1 && "
         "cmp $D/a.md tests/record/edited/flow.expected.md",
         0, ""},
        {"touch -d 2001-01-01 $D/a.md && $B record fmt -w $D/a.md && "
         "find $D/a.md -newermt 2002-01-01",
         0, ""},
        {"$B record check tests/record/seed-record.md 2>&1", 0, ""},
        {"$B record check tests/record/edited/title-only.md 2>&1", 1,
         "tests/record/edited/title-only.md:2:8: not in canonical form: expected 'title: \"x\"', "
         "found 'title: x' ('record fmt -w' mends this)\n"
         "tests/record/edited/title-only.md: key 'category' is missing\n"},
        {"$B record check tests/record/edited/crlf.md 2>&1", 1,
         "crlf.md:1:4: not in canonical form: expected LF line ends\n"},
        {"$B record check tests/record/broken/twice.md 2>&1", 1,
         "tests/record/broken/twice.md:3:1: key 'title' is given twice"},
        {"$B record json tests/record/edited/title-only.md 2>&1", 0, "{\"title\":\"x\"}\n"},
        {"$B record json tests/record/seed-record.md 2>&1", 0,
         "\"publishedDateTime\":\"2022-06-30T18:21:00Z\""},
        {"$B init $D/my-paper 2>&1", 0, "is an edition now"},
        {"cat $D/my-paper/edition.yaml 2>&1", 0, "title: \"My paper\"\nid: my-paper\n"},
        {"cat $D/my-paper/.gitignore", 0, "state/\npublic/\n"},
        {"test -d $D/my-paper/inbox && test -f $D/my-paper/sources.opml", 0, ""},
        {"$B init $D/my-paper 2>&1", 65, "is an edition already: it has an edition.yaml"},
        {"mkdir $D/some && echo mine > $D/some/README.md && $B init $D/some 2>&1", 0,
         "some/README.md: it was there\n"},
        {"cat $D/some/README.md", 0, "mine\n"},
        {"$B init $D/a.md 2>&1", 65, "is a file: expected a folder"},
        {"$B init $D/a.md/below 2>&1", 73, "cannot make folder"},
        {"$B init 2>&1", 64, "init needs DIR"},
    };
    struct folder folder = {"/tmp/broadsheet-test-XXXXXX"};
    assert_non_null(mkdtemp(folder.path));
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        char out[65536];
        int code = run(&folder, cases[i].command, out, sizeof out);
        if (code != cases[i].code || strstr(out, cases[i].expected) == NULL ||
            (cases[i].expected[0] == '\0' && out[0] != '\0'))
            fail_msg("%s: exit %d\n%s", cases[i].command, code, out);
    }
    char out[100];
    assert_int_equal(run(&folder, "rm -r \"$D\"", out, sizeof out), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(commands_answer)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
