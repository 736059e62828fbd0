#include "publish/lines.h"

#include "publish/entries.h"

/* Whether it is listed. */
static enum status make_line(struct paper *paper, struct arena *arena, struct paper_entry *entry,
                             struct paper_line *line, bool *listed, struct error *error) {
    const struct store_article *row = entry->row;
    bool alone = row->story[0] == '\0';
    *listed = alone ? row->shown : entry->story->shown;
    if (!*listed)
        return STATUS_OK;
    enum status status = entries_member(paper, arena, entry, &line->member, error);
    if (status != STATUS_OK)
        return status;
    *listed = !line->member.article.removed;
    line->address =
        publish_story_address(arena, str_from(alone ? row->id : row->story), entry->slug);
    line->articles = alone ? 1 : entry->story->members;
    line->repeat = entry->repeat;
    return arena_status(arena, error);
}

enum status lines_read(struct paper *paper, struct arena *arena, struct store_query *query,
                       struct paper_line **lines, size_t *line_count, size_t *found,
                       struct error *error) {
    struct paper_entry **entries;
    *line_count = 0;
    enum status status = entries_list(paper, arena, query, &entries, found, error);
    if (status != STATUS_OK)
        return status;
    *lines = arena_array(arena, *found, struct paper_line);
    if (*lines == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < *found && status == STATUS_OK; i++) {
        bool listed;
        status = make_line(paper, arena, entries[i], &(*lines)[*line_count], &listed, error);
        *line_count += status == STATUS_OK && listed;
    }
    if (*found > 0) {
        const struct store_article *last = entries[*found - 1]->row;
        query->after_key = last->published;
        memcpy(query->after_id, last->id, sizeof query->after_id);
    }
    return status;
}
