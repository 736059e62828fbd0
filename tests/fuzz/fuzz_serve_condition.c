/* Conditions and ranges: a part lies within the file. Input: lines If-None-Match,
 * If-Modified-Since, Range, If-Range. */
#include "serve/condition.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const struct serve_entity entity = {.size = 1000, .modified = 784111777};
    struct str rest = str_of((const char *)data, size);
    struct str lines[4] = {STR_NONE, STR_NONE, STR_NONE, STR_NONE};
    int64_t first = -1, length = -1;
    for (size_t i = 0; i < 4 && str_next(&rest, '\n', &lines[i]); i++)
        continue;
    serve_unchanged(&entity, lines[0], lines[1]);
    serve_unchanged(&entity, STR_NONE, lines[1]);
    if (serve_range_read(&entity, lines[2], lines[3], &first, &length) == SERVE_RANGE_PART &&
        (first < 0 || length < 1 || first > entity.size - length))
        abort();
    return 0;
}
