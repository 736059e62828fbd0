#include "fixture.h"

#include <unistd.h>

#include "base/json_read.h"

static void copy_file(struct fixture *fixture, struct str path) {
    struct buf bytes;
    struct tree *tree;
    buf_init(&bytes, 1 << 20);
    assert_int_equal(files_read(HERE "/edition", path, 1 << 20, &bytes, NULL), STATUS_OK);
    assert_int_equal(tree_open(fixture->folder, &tree, NULL), STATUS_OK);
    assert_int_equal(tree_write(tree, path, buf_str(&bytes), NULL), STATUS_OK);
    tree_close(tree);
    buf_release(&bytes);
}

void put_file(struct fixture *fixture, const char *path, const char *text) {
    struct tree *tree;
    assert_int_equal(tree_open(fixture->folder, &tree, NULL), STATUS_OK);
    assert_int_equal(tree_write(tree, str_from(path), str_from(text), NULL), STATUS_OK);
    tree_close(tree);
}

void reload_edition(struct fixture *fixture) {
    struct edition_file *files;
    size_t count;
    assert_int_equal(files_read_edition(&fixture->arena, fixture->folder, &files, &count, NULL),
                     STATUS_OK);
    enum status status =
        edition_load(&fixture->arena, files, count, &fixture->edition, &fixture->error);
    if (status != STATUS_OK)
        print_error("%s\n", fixture->error.message);
    assert_int_equal(status, STATUS_OK);
}

static void load_edition(struct fixture *fixture) {
    size_t count;
    struct str *paths;
    assert_int_equal(
        files_list(&fixture->arena, HERE "/edition", STR(""), true, &paths, &count, NULL),
        STATUS_OK);
    for (size_t i = 0; i < count; i++)
        copy_file(fixture, paths[i]);
    reload_edition(fixture);
}

void fill_from(struct fixture *fixture, struct str json, int64_t changed) {
    enum status status = fill_store(fixture->store, json, changed, &fixture->error);
    if (status != STATUS_OK)
        print_error("%s\n", fixture->error.message);
    assert_int_equal(status, STATUS_OK);
}

int open_fixture(void **state) {
    struct fixture *fixture = calloc(1, sizeof *fixture);
    struct buf json;
    assert_non_null(fixture);
    arena_init(&fixture->arena, 1 << 26);
    snprintf(fixture->folder, sizeof fixture->folder, "/tmp/broadsheet-publish-XXXXXX");
    assert_non_null(mkdtemp(fixture->folder));
    load_edition(fixture);
    assert_int_equal(store_open(fixture->folder, fixture->edition.store, STORE_WRITE,
                                &fixture->store, &fixture->error),
                     STATUS_OK);
    buf_init(&json, 1 << 20);
    assert_int_equal(files_read(HERE, STR("paper.json"), 1 << 20, &json, NULL), STATUS_OK);
    fill_from(fixture, buf_str(&json), 1);
    buf_release(&json);
    fixture->context = (struct publish_context){
        .folder = fixture->folder, .edition = &fixture->edition, .store = fixture->store};
    *state = fixture;
    return 0;
}

int close_fixture(void **state) {
    struct fixture *fixture = *state;
    struct tree *tree;
    store_close(fixture->store);
    if (tree_open(fixture->folder, &tree, NULL) == STATUS_OK) {
        tree_sweep(tree, STR(""), NULL);
        tree_close(tree);
    }
    rmdir(fixture->folder);
    arena_release(&fixture->arena);
    free(fixture);
    return 0;
}

void publish(struct fixture *fixture) {
    enum status status =
        publish_edition(&fixture->context, fixture->look, &fixture->report, &fixture->error);
    if (status != STATUS_OK)
        print_error("%s: %s\n", fixture->error.file, fixture->error.message);
    assert_int_equal(status, STATUS_OK);
}

struct str read_file(struct fixture *fixture, const char *path) {
    struct buf bytes;
    buf_init(&bytes, 1 << 20);
    struct str text = STR_NONE;
    if (files_read(fixture->folder, str_from(path), 1 << 20, &bytes, NULL) == STATUS_OK)
        text = arena_copy(&fixture->arena, buf_str(&bytes));
    buf_release(&bytes);
    return text;
}

bool holds(struct str text, const char *part) {
    return str_find(text, str_from(part)) != SIZE_MAX;
}
