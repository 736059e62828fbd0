#include "support/edition_copy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

void edition_copy_shell(const struct edition_copy *copy, const char *command) {
    char line[2048];
    snprintf(line, sizeof line, "cd '%s' && %s", copy->folder, command);
    if (system(line) != 0)
        fail_msg("failed: %s", line);
}

void edition_copy_make(struct edition_copy *copy, const char *from, int64_t now) {
    char line[1024];
    const char *base = getenv("TMPDIR");
    copy->clock = clock_fixed(now);
    snprintf(copy->folder, sizeof copy->folder, "%s/broadsheet-XXXXXX",
             base != NULL ? base : "/tmp");
    assert_non_null(mkdtemp(copy->folder));
    snprintf(line, sizeof line, "cp -R '%s/.' '%s'", from, copy->folder);
    assert_int_equal(system(line), 0);
}

void edition_copy_remove(struct edition_copy *copy) {
    char line[1024];
    snprintf(line, sizeof line, "rm -rf '%s'", copy->folder);
    assert_int_equal(system(line), 0);
}

void edition_copy_round(struct edition_copy *copy, struct round_report *report) {
    struct error error = {0};
    const struct round_options options = {
        .folder = copy->folder, .clock = &copy->clock, .parts = ROUND_ALL};
    if (round_run(&options, report, &error) != STATUS_OK)
        fail_msg("the round failed: %s", error.message);
}

char *edition_copy_read(const struct edition_copy *copy, const char *path) {
    char name[1024];
    snprintf(name, sizeof name, "%s/%s", copy->folder, path);
    FILE *file = fopen(name, "rb");
    if (file == NULL)
        return NULL;
    fseek(file, 0, SEEK_END);
    long size = ftell(file);
    rewind(file);
    char *text = calloc(1, (size_t)size + 1);
    assert_int_equal(fread(text, 1, (size_t)size, file), (size_t)size);
    fclose(file);
    return text;
}

void edition_copy_hash(const struct edition_copy *copy, const char *path, char out[65]) {
    char line[1024];
    snprintf(line, sizeof line,
             "cd '%s/%s' && find . -type f | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum",
             copy->folder, path);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    assert_int_equal(fread(out, 1, 64, pipe), 64);
    out[64] = '\0';
    pclose(pipe);
}

void edition_copy_write(const struct edition_copy *copy, const char *path, const char *text) {
    char name[1024];
    snprintf(name, sizeof name, "%s/%s", copy->folder, path);
    FILE *file = fopen(name, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

int edition_copy_command(struct edition_copy *copy, const char *before, const char *words) {
    char line[2048];
    const char *program = getenv("BROADSHEET");
    snprintf(line, sizeof line, "SOURCE_DATE_EPOCH=%lld %s '%s' -C '%s' %s 2>&1",
             (long long)clock_now(&copy->clock), before,
             program != NULL ? program : "build/broadsheet", copy->folder, words);
    FILE *pipe = popen(line, "r");
    assert_non_null(pipe);
    copy->said[fread(copy->said, 1, sizeof copy->said - 1, pipe)] = '\0';
    int status = pclose(pipe);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
