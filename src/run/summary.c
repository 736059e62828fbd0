/* What a round did, in words. */
#include "run/round.h"

static void add_count(struct buf *out, size_t n, const char *one, const char *many) {
    buf_printf(out, "%zu %s", n, n == 1 ? one : many);
}

static void add_gathered(struct buf *out, const struct gather_report *gather) {
    BUF_ADD(out, "Asked ");
    add_count(out, gather->sources, "source", "sources");
    buf_printf(out, ": %zu with nothing new, %zu failed", gather->unchanged, gather->failed);
    if (gather->waiting > 0)
        buf_printf(out, ", %zu not due", gather->waiting);
    BUF_ADD(out, ". Read ");
    add_count(out, gather->entries, "entry", "entries");
    buf_printf(out, ", %zu of them new or changed", gather->fresh);
    if (gather->records > 0) {
        BUF_ADD(out, ", and ");
        add_count(out, gather->records, "record", "records");
    }
    BUF_ADD(out, ".\n");
}

static void add_refined(struct buf *out, const struct press_report *press) {
    BUF_ADD(out, "Looked again at stories: ");
    buf_printf(out, "%zu became one with another, %zu parted, ", press->united, press->parted);
    add_count(out, press->moved, "article", "articles");
    BUF_ADD(out, " moved.\n");
}

static void add_sorted(struct buf *out, const struct press_report *press) {
    BUF_ADD(out, "Took in ");
    add_count(out, press->fresh, "article", "articles");
    if (press->imported > 0)
        buf_printf(out, ", imported %zu", press->imported);
    if (press->revised > 0)
        buf_printf(out, ", revised %zu", press->revised);
    BUF_ADD(out, ".\n");
    if (press->united + press->parted + press->moved > 0)
        add_refined(out, press);
}

/* Why nothing is shown, and what would be at another threshold. */
static void add_empty(struct buf *out, const struct round_report *report) {
    const struct front_report *front = &report->front;
    if (report->articles == 0) {
        BUF_ADD(out, "Nothing to publish: no source has brought an article yet. Put feeds into "
                     "inbox/ or sources into sources.opml.\n");
        return;
    }
    if (front->below == 0) {
        buf_printf(out,
                   "No story is on the front page: nothing new in any of them for %lld hours.\n",
                   (long long)report->front_hours);
        return;
    }
    buf_printf(out, "No story is on the front page: %s below the threshold of %lld.\n",
               front->below == 1 ? "the one with something new is" : "all with something new are",
               (long long)report->threshold);
    if (front->best_heat != INT64_MIN)
        buf_printf(out, "The hottest recent story has %lld points.\n", (long long)front->best_heat);
    for (size_t i = 0; i < front->would_count; i++)
        buf_printf(out, "  publish.threshold: %lld would show %zu\n",
                   (long long)front->would[i].threshold, front->would[i].stories);
}

static void add_published(struct buf *out, const struct publish_report *report) {
    const struct tree_counts *records = &report->records, *pages = &report->pages;
    BUF_ADD(out, "Wrote ");
    if (report->whole) {
        buf_printf(out, "%zu of %zu records and %zu of %zu files of the site", records->written,
                   records->written + records->unchanged, pages->written,
                   pages->written + pages->unchanged);
    } else {
        add_count(out, records->written, "record", "records");
        BUF_ADD(out, " and ");
        add_count(out, pages->written, "file", "files");
        BUF_ADD(out, " of the site");
    }
    if (records->removed + pages->removed > 0)
        buf_printf(out, ", removed %zu", records->removed + pages->removed);
    buf_add_cstr(out, report->whole ? ".\n" : "; nothing else changed.\n");
}

static void add_front(struct buf *out, const struct round_report *report) {
    const struct front_report *front = &report->front;
    if (front->shown == 0) {
        add_empty(out, report);
        return;
    }
    add_count(out, front->shown, "story is", "stories are");
    BUF_ADD(out, " on the front page");
    buf_printf(out, "; %zu recent %s below the threshold of %lld", front->below,
               front->below == 1 ? "one is" : "ones are", (long long)report->threshold);
    if (front->repeated > 0)
        buf_printf(out, ", %zu left out for what stands there or was announced already",
                   front->repeated);
    if (front->crowded > 0)
        buf_printf(out, ", %zu left out for their outlet's share", front->crowded);
    if (front->surplus > 0)
        buf_printf(out, ", %zu beyond the page's length", front->surplus);
    BUF_ADD(out, ".\n");
}

void round_summary(const struct round_report *report, unsigned parts, struct buf *out) {
    if (parts & ROUND_GATHER)
        add_gathered(out, &report->gather);
    if (report->rescored && (parts & ROUND_PROCESS))
        BUF_ADD(out, "The points in edition.yaml have changed: all scores were made anew.\n");
    if (parts & ROUND_PROCESS) {
        add_sorted(out, &report->press);
        add_front(out, report);
    }
    if (!(parts & ROUND_PUBLISH))
        return;
    add_published(out, &report->publish);
}
