#include "publish/own_pages.h"

#include <cmark.h>
#include <stdlib.h>

#include "files/files.h"
#include "html/sanitize.h"
#include "publish/site.h"
#include "yaml/yaml.h"

enum { SCRATCH_BYTES = 1 << 26, FRONT_DEPTH = 4 };

static const struct str folder = STR_INIT("pages/"), ending = STR_INIT(".md");

struct str own_page_address(struct arena *arena, const struct own_page *page) {
    return ARENA_JOIN(arena, STR("page/"), page->name, STR("/"));
}

static bool is_name(struct str name) {
    for (size_t i = 0; i < name.n; i++)
        if (!ascii_is_digit(name.p[i]) && !(name.p[i] >= 'a' && name.p[i] <= 'z') &&
            name.p[i] != '-')
            return false;
    return name.n > 0 && name.n <= OWN_PAGE_NAME_MOST;
}

static enum status read_front(const struct yaml_node *root, struct own_page *page,
                              struct error *error) {
    if (root->kind != YAML_KIND_MAP)
        return error_set_at(error, STATUS_CONFIG, root->at, "expected a page: keys with values");
    for (const struct yaml_node *node = root->first; node != NULL; node = node->next) {
        bool title = str_eq(node->key, STR("title"));
        if (!title && !str_eq(node->key, STR("description")))
            return error_set_at(error, STATUS_CONFIG, node->key_at,
                                "unknown key '%.*s': expected title or description",
                                STR_ARG(node->key));
        if (node->kind != YAML_KIND_SCALAR)
            return error_set_at(error, STATUS_CONFIG, node->at, "%.*s: expected a text",
                                STR_ARG(node->key));
        *(title ? &page->title : &page->description) = node->text;
    }
    if (page->title.n == 0)
        return error_set_at(error, STATUS_CONFIG, root->at, "a page needs a title");
    return STATUS_OK;
}

/* Without CMARK_OPT_UNSAFE raw HTML and addresses of scripts are left out already. */
static enum status render(struct arena *arena, struct arena *scratch, struct str markdown,
                          struct str base, struct str *html, struct error *error) {
    struct buf out;
    char *raw = cmark_markdown_to_html(markdown.p, markdown.n, CMARK_OPT_VALIDATE_UTF8);
    if (raw == NULL)
        return error_set(error, STATUS_CONFIG,
                         "the edition's own pages need the library cmark, which is not installed");
    buf_init(&out, PUBLISH_PAGE_MOST);
    enum status status = html_sanitize(scratch, str_from(raw), base, &out, error);
    if (status == STATUS_OK)
        status = buf_check(&out, error);
    *html = arena_copy(arena, buf_str(&out));
    buf_release(&out);
    free(raw);
    return status == STATUS_OK ? arena_status(arena, error) : status;
}

static enum status read_page(struct paper *paper, struct arena *scratch, struct str path,
                             struct own_page *page, struct error *error) {
    struct arena *keep = &paper->keep;
    struct yaml_front front;
    struct yaml_node *root;
    struct buf bytes;
    buf_init(&bytes, OWN_PAGE_BYTES);
    enum status status = files_read(paper->context->folder, path, OWN_PAGE_BYTES, &bytes, error);
    struct str text = arena_copy(keep, buf_str(&bytes));
    buf_release(&bytes);
    if (status == STATUS_OK)
        status = arena_status(keep, error);
    if (status == STATUS_OK)
        status = yaml_front_matter(keep, text, &front, error);
    if (status == STATUS_OK)
        status = yaml_read(keep, front.front, front.first_line, FRONT_DEPTH, &root, error);
    if (status == STATUS_OK)
        status = read_front(root, page, error);
    if (status != STATUS_OK)
        return status;
    page->name = str_take(str_skip(path, folder.n), path.n - folder.n - ending.n);
    if (!is_name(page->name))
        return error_set(error, STATUS_CONFIG,
                         "a page's name is part of its address: a-z, 0-9 and -, at most %d",
                         OWN_PAGE_NAME_MOST);
    struct str base =
        ARENA_JOIN(scratch, paper->edition->url, STR("/"), own_page_address(scratch, page));
    return render(keep, scratch, front.body, base, &page->html, error);
}

/* Names the file; whatever is wrong in it, it is the configuration that is. */
static enum status in_file(struct str path, enum status status, struct error *error) {
    char name[256];
    snprintf(name, sizeof name, "%.*s", STR_ARG(path));
    if (error != NULL)
        error_in_file(error, name);
    if (error != NULL && (status == STATUS_INVALID || status == STATUS_LIMIT))
        error->status = status = STATUS_CONFIG;
    return status;
}

enum status own_pages_read(struct paper *paper, struct own_pages *pages, struct error *error) {
    struct str *paths = NULL;
    size_t count = 0;
    *pages = (struct own_pages){0};
    enum status status = files_list(&paper->keep, paper->context->folder, STR("pages"), false,
                                    &paths, &count, error);
    if (status == STATUS_NOT_FOUND)
        return STATUS_OK;
    if (status == STATUS_OK && count > OWN_PAGES_MOST)
        return error_set(error, STATUS_CONFIG, "pages/ has more than %d files", OWN_PAGES_MOST);
    pages->list = arena_array(&paper->keep, count, struct own_page);
    if (status == STATUS_OK)
        status = arena_status(&paper->keep, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        struct arena scratch;
        if (!str_ends(paths[i], ending))
            continue;
        arena_init(&scratch, SCRATCH_BYTES);
        status = read_page(paper, &scratch, paths[i], &pages->list[pages->count++], error);
        if (status != STATUS_OK)
            status = in_file(paths[i], status, error);
        arena_release(&scratch);
    }
    return status;
}

static enum status write_page(struct site *site, const struct own_page *page, struct error *error) {
    struct arena arena;
    arena_init(&arena, SCRATCH_BYTES);
    struct template_value *values = template_map(&arena);
    struct str address = own_page_address(&arena, page);
    site_put_page(&arena, values,
                  arena_format(&arena, "%.*s · %.*s", STR_ARG(page->title),
                               STR_ARG(site->paper->edition->title)),
                  page->description, address);
    struct template_value *own = template_put_map(&arena, values, "own");
    template_put_text(&arena, own, "title", page->title);
    template_put_text(&arena, own, "html", page->html);
    enum status status = site_write(site, &arena, "page", SITE_TWO_DOWN, values,
                                    ARENA_JOIN(&arena, address, STR("index.html")), error);
    arena_release(&arena);
    return status;
}

enum status own_pages_end(struct site *site, struct error *error) {
    enum status status = STATUS_OK;
    for (size_t i = 0; i < site->own.count && status == STATUS_OK; i++)
        status = write_page(site, &site->own.list[i], error);
    return status == STATUS_OK ? tree_sweep(site->paper->pages, STR("page"), error) : status;
}
