/* Targets: what is let through is a path that files/ takes, without a dot component, and read again
 * from its own text it is the same. */
#include "serve/path.h"

#include "base/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str target = str_of((const char *)data, size);
    struct serve_path path;
    char location[4096];
    if (!serve_path_read(target, &path))
        return 0;
    struct str file = str_of(path.file, path.length);
    if (file.n > FILES_PATH_MOST || path.file[file.n] != '\0' || !utf8_valid(file, NULL) ||
        !files_path_valid(file, FILES_COMPONENT_MOST) || file.p[0] == '.' ||
        str_find(file, STR("/.")) != SIZE_MAX || str_find_byte(file, '\\') != SIZE_MAX)
        abort();
    if (path.folder != str_ends(target, STR("/")))
        abort();
    if (!path.folder && serve_path_folder(target, location, sizeof location)) {
        struct str to = str_from(location);
        if (!str_starts(to, STR("./")) || !str_ends(to, STR("/")) ||
            str_find_byte(str_of(to.p + 2, to.n - 3), '/') != SIZE_MAX)
            abort();
    }
    return serve_path_type(file) == NULL;
}
