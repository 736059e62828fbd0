#include "publish/templates.h"

#include "files/files.h"
#include "publish/defaults.h"

enum { TEMPLATES_BYTES = 1 << 26 };
static const struct str ending = STR_INIT(".mustache");

/* `name` is the file's; one that is no template is kept as it is. */
static enum status take(struct templates *templates, struct str name, struct str bytes,
                        struct error *error) {
    struct template *template;
    if (str_eq(name, STR("style.css")))
        templates->style = bytes;
    else if (str_eq(name, STR("script.js")))
        templates->script = bytes;
    else if (str_eq(name, STR("icon.svg")))
        templates->icon = bytes;
    if (!str_ends(name, ending))
        return STATUS_OK;
    enum status status = template_compile(&templates->arena, bytes, &template, error);
    if (status == STATUS_OK)
        status =
            template_set_put(&templates->set, str_take(name, name.n - ending.n), template, error);
    return status;
}

static enum status take_file(struct templates *templates, const char *folder, struct str path,
                             struct error *error) {
    struct buf bytes;
    buf_init(&bytes, TEMPLATE_BYTES_MOST);
    enum status status = files_read(folder, path, TEMPLATE_BYTES_MOST, &bytes, error);
    if (status == STATUS_OK) {
        struct str copy = arena_copy(&templates->arena, buf_str(&bytes));
        status = arena_status(&templates->arena, error);
        if (status == STATUS_OK)
            status = take(templates, str_skip(path, strlen("templates/")), copy, error);
        if (status == STATUS_INVALID && error != NULL)
            error->status = status = STATUS_CONFIG;
    }
    if (status != STATUS_OK && error != NULL) {
        char name[sizeof error->file];
        snprintf(name, sizeof name, "%.*s", STR_ARG(path));
        error_in_file(error, name);
    }
    buf_release(&bytes);
    return status;
}

enum status templates_init(struct templates *templates, const char *folder, struct error *error) {
    struct str *paths;
    size_t count = 0;
    enum status status = STATUS_OK;
    *templates = (struct templates){0};
    arena_init(&templates->arena, TEMPLATES_BYTES);
    template_set_init(&templates->set);
    for (size_t i = 0; i < publish_default_count && status == STATUS_OK; i++) {
        const struct publish_default *file = &publish_defaults[i];
        status = take(templates, str_from(file->name),
                      str_of((const char *)file->bytes, file->size), error);
    }
    if (status != STATUS_OK)
        return status;
    status = files_list(&templates->arena, folder, STR("templates"), false, &paths, &count, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        status = take_file(templates, folder, paths[i], error);
    return status;
}

void templates_release(struct templates *templates) {
    template_set_release(&templates->set);
    arena_release(&templates->arena);
}

enum status templates_render(const struct templates *templates, struct str name,
                             const struct template_value *values, struct buf *out,
                             struct error *error) {
    buf_clear(out);
    const struct template *template = template_set_find(&templates->set, name);
    if (template == NULL)
        return error_set(error, STATUS_INTERNAL, "no template '%.*s'", STR_ARG(name));
    return template_render(template, &templates->set, values, out, error);
}
