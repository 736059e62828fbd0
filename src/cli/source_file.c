/* sources.opml with more sources in it. */
#include "cli/source.h"

#include "edition/opml.h"
#include "files/files.h"
#include "files/tree.h"

enum status source_append(struct invocation *invocation, struct desk *desk,
                          const struct edition_source *sources, size_t count) {
    static const struct str path = STR_INIT("sources.opml");
    struct error *error = &invocation->error;
    struct buf bytes, out;
    struct tree *tree = NULL;
    buf_init(&bytes, SOURCE_OPML_MOST + 1);
    buf_init(&out, SOURCE_OPML_MOST);
    enum status status = files_read(invocation->folder, path, SOURCE_OPML_MOST, &bytes, error);
    if (status == STATUS_NOT_FOUND)
        status = STATUS_OK;
    if (status == STATUS_OK)
        status =
            opml_insert(&desk->arena, buf_str(&bytes), &desk->edition, sources, count, &out, error);
    if (status == STATUS_OK)
        status = tree_open(invocation->folder, &tree, error);
    if (status == STATUS_OK)
        status = tree_write(tree, path, buf_str(&out), error);
    tree_close(tree);
    buf_release(&out);
    buf_release(&bytes);
    return status;
}
