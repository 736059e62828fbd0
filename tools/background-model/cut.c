/* Cuts a model of words (src/text/background.h): standard input has a text a line, its language and
 * a tab before it; the model goes to standard output. Usage: cut MOST LEAST, the words of a
 * language to keep and the texts that a word must stand in. */
#include "count.h"

#include <stdio.h>
#include <stdlib.h>

static enum status count(struct counter *counter, struct error *error) {
    char *line = NULL;
    size_t capacity = 0;
    enum status status = STATUS_OK;
    for (ssize_t n; status == STATUS_OK && (n = getline(&line, &capacity, stdin)) > 0;) {
        struct str text = str_trim(str_of(line, (size_t)n)), language;
        if (str_next(&text, '\t', &language))
            status = counter_add(counter, text, language, error);
    }
    free(line);
    return status;
}

int main(int argc, char **argv) {
    uint64_t most, least;
    struct error error = {0};
    struct buf out;
    if (argc != 3 || !str_to_u64(str_from(argv[1]), &most) ||
        !str_to_u64(str_from(argv[2]), &least) || least > UINT32_MAX) {
        fprintf(stderr, "usage: cut MOST LEAST <TEXTS >MODEL\n");
        return 64;
    }
    struct counter *counter = counter_open(0);
    enum status status = counter != NULL ? count(counter, &error) : error_memory(&error);
    buf_init(&out, TEXT_BACKGROUND_MOST);
    if (status == STATUS_OK)
        status = counter_cut(counter, most, (uint32_t)least, &out, &error);
    if (status == STATUS_OK && fwrite(buf_cstr(&out), 1, out.n, stdout) != out.n)
        status = STATUS_IO;
    if (status != STATUS_OK)
        fprintf(stderr, "cut: %s\n", error.message);
    buf_release(&out);
    counter_close(counter);
    return status == STATUS_OK ? 0 : 1;
}
