/* sources.opml with more sources in it, or with some of them changed. */
#include "cli/source.h"

#include "files/files.h"
#include "files/whole.h"

/* What is to become of it: so many sources are added, or changed. */
struct edit {
    size_t count;
    const struct edition_source *added;
    const struct str *changed; /* addresses; NULL: they are added */
    enum opml_change change;
};

static enum status write_file(struct invocation *invocation, struct workspace *workspace,
                              struct str bytes) {
    struct str path = arena_format(&workspace->arena, "%s/sources.opml", invocation->folder);
    if (str_absent(path))
        return arena_status(&workspace->arena, &invocation->error);
    return files_replace(path, bytes, &invocation->error);
}

static enum status rewrite_file(struct invocation *invocation, struct workspace *workspace,
                                const struct edit *edit) {
    struct error *error = &invocation->error;
    const struct edition *edition = &workspace->edition;
    struct buf bytes, out;
    buf_init(&bytes, SOURCE_OPML_MOST + 1);
    buf_init(&out, SOURCE_OPML_MOST);
    enum status status =
        files_read(invocation->folder, STR("sources.opml"), SOURCE_OPML_MOST, &bytes, error);
    if (status == STATUS_NOT_FOUND)
        status = STATUS_OK;
    if (status == STATUS_OK && edit->changed == NULL)
        status = opml_insert(&workspace->arena, buf_str(&bytes), edition, edit->added, edit->count,
                             &out, error);
    else if (status == STATUS_OK)
        status = opml_change(&workspace->arena, buf_str(&bytes), edition, edit->change,
                             edit->changed, edit->count, &out, error);
    if (status == STATUS_OK)
        status = write_file(invocation, workspace, buf_str(&out));
    buf_release(&out);
    buf_release(&bytes);
    return status;
}

/* One at a time: two that read the same file would each write it without the other's change. */
static enum status edit_file(struct invocation *invocation, struct workspace *workspace,
                             const struct edit *edit) {
    struct files_lock lock;
    enum status status = files_lock_editing(invocation->folder, &lock, &invocation->error);
    if (status != STATUS_OK)
        return status;
    status = rewrite_file(invocation, workspace, edit);
    files_unlock(&lock);
    return status;
}

enum status source_append(struct invocation *invocation, struct workspace *workspace,
                          const struct edition_source *sources, size_t count) {
    const struct edit edit = {.count = count, .added = sources};
    return edit_file(invocation, workspace, &edit);
}

static enum status change_chosen(struct invocation *invocation, struct workspace *workspace,
                                 enum opml_change change, const char *done,
                                 const char *not_needed) {
    const struct edition_source **chosen;
    size_t count, needed = 0;
    enum status status = source_choose(invocation, workspace, false, &chosen, &count);
    if (status != STATUS_OK)
        return status;
    struct str *urls = arena_array(&workspace->arena, count, struct str);
    if (urls == NULL)
        return arena_status(&workspace->arena, &invocation->error);
    for (size_t i = 0; i < count; i++) {
        bool idle = change != OPML_REMOVE && chosen[i]->paused == (change == OPML_PAUSE);
        if (!idle)
            urls[needed++] = chosen[i]->url;
        source_add_name(&invocation->out, chosen[i]->title, chosen[i]->url);
        source_add_sentence(&invocation->out, str_from(idle ? not_needed : done));
    }
    const struct edit edit = {.count = needed, .changed = urls, .change = change};
    return needed > 0 ? edit_file(invocation, workspace, &edit) : STATUS_OK;
}

enum status source_change(struct invocation *invocation, enum opml_change change, const char *done,
                          const char *not_needed) {
    struct workspace workspace;
    enum status status = workspace_open(invocation, &workspace);
    if (status == STATUS_OK)
        status = change_chosen(invocation, &workspace, change, done, not_needed);
    if (status != STATUS_OK)
        buf_clear(&invocation->out); /* nothing of it was done */
    workspace_close(&workspace);
    return status;
}
