#include "serve/path.h"

#include "base/utf8.h"

static const struct str index_name = STR_INIT("index.html");

/* One byte of the target from *at, decoded; -1 when it may not stand there. */
static int decode(struct str target, size_t *at) {
    char c = target.p[(*at)++];
    if (c == '%') {
        if (target.n - *at < 2)
            return -1;
        int high = ascii_hex(target.p[*at]);
        int low = ascii_hex(target.p[*at + 1]);
        if (high < 0 || low < 0)
            return -1;
        *at += 2;
        c = (char)(high * 16 + low);
        if (c == '/')
            return -1;
    }
    unsigned char byte = (unsigned char)c;
    return byte < 0x20 || byte == 0x7f || byte == '\\' ? -1 : byte;
}

bool serve_path_read(struct str target, struct serve_path *path) {
    *path = (struct serve_path){.folder = true};
    if (target.n == 0 || target.p[0] != '/')
        return false;
    for (size_t at = 1; at < target.n;) {
        int byte = decode(target, &at);
        if (byte < 0 || path->length + index_name.n >= FILES_PATH_MOST)
            return false;
        path->file[path->length++] = (char)byte;
    }
    struct str rest = str_of(path->file, path->length);
    path->folder = path->length == 0 || path->file[path->length - 1] == '/';
    struct str part;
    while (str_next(&rest, '/', &part))
        if (part.n == 0 || part.p[0] == '.' || part.p[part.n - 1] == '.')
            return false;
    if (path->folder) {
        memcpy(path->file + path->length, index_name.p, index_name.n);
        path->length += index_name.n;
    }
    path->file[path->length] = '\0';
    struct str file = str_of(path->file, path->length);
    return utf8_valid(file, NULL) && files_path_valid(file, FILES_COMPONENT_MOST);
}

bool serve_path_folder(struct str target, char *out, size_t size) {
    size_t slash = str_find_last_byte(target, '/');
    struct str name = slash == SIZE_MAX ? target : str_skip(target, slash + 1);
    /* "./" keeps a name with a colon from being read as a scheme. */
    int n = snprintf(out, size, "./%.*s/", STR_ARG(name));
    return n > 0 && (size_t)n < size;
}

const char *serve_path_type(struct str path) {
    static const struct {
        struct str ending;
        const char *type;
    } types[] = {
        {STR_INIT("feed.json"), "application/feed+json; charset=utf-8"},
        {STR_INIT("feed.xml"), "application/atom+xml; charset=utf-8"},
        {STR_INIT("rss.xml"), "application/rss+xml; charset=utf-8"},
        {STR_INIT(".html"), "text/html; charset=utf-8"},
        {STR_INIT(".css"), "text/css; charset=utf-8"},
        {STR_INIT(".js"), "text/javascript; charset=utf-8"},
        {STR_INIT(".json"), "application/json; charset=utf-8"},
        {STR_INIT(".xml"), "application/xml; charset=utf-8"},
        {STR_INIT(".opml"), "text/x-opml; charset=utf-8"},
        {STR_INIT(".txt"), "text/plain; charset=utf-8"},
        {STR_INIT(".md"), "text/plain; charset=utf-8"},
        {STR_INIT(".svg"), "image/svg+xml; charset=utf-8"},
        {STR_INIT(".png"), "image/png"},
        {STR_INIT(".jpg"), "image/jpeg"},
        {STR_INIT(".jpeg"), "image/jpeg"},
        {STR_INIT(".gif"), "image/gif"},
        {STR_INIT(".webp"), "image/webp"},
        {STR_INIT(".avif"), "image/avif"},
        {STR_INIT(".ico"), "image/x-icon"},
        {STR_INIT(".woff2"), "font/woff2"},
    };
    for (size_t i = 0; i < sizeof types / sizeof types[0]; i++)
        if (str_ends(path, types[i].ending))
            return types[i].type;
    return "application/octet-stream";
}
