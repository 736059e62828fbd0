#include "cli/why.h"

#include "base/map.h"
#include "front/json.h"
#include "press/events.h"
#include "press/find.h"
#include "press/press.h"
#include "score/score.h"
#include "story/json.h"

static void add_title(struct buf *out, struct str title) {
    BUF_ADD(out, "“");
    log_inert(out, title);
    BUF_ADD(out, "”");
}

static enum status read_score(struct workspace *workspace, struct str text, struct score *score,
                              struct error *error) {
    return score_read(&workspace->arena, text, score, error);
}

/* A score as a sum, a part a line with its reason. */
static void add_score(struct buf *out, const char *name, const struct score *score) {
    buf_printf(out, "\n%s %lld\n", name, (long long)score->total);
    for (size_t i = 0; i < score->part_count; i++) {
        const struct score_part *part = &score->parts[i];
        buf_printf(out, "  %+5lld  ", (long long)part->points);
        log_inert(out, part->name);
        if (!str_empty(part->why)) {
            BUF_ADD(out, ": ");
            log_inert(out, part->why);
        }
        buf_add_byte(out, '\n');
    }
}

static enum status explain_quality(struct invocation *invocation, struct workspace *workspace,
                                   const struct store_article *row) {
    struct score score;
    enum status status = read_score(workspace, row->score, &score, &invocation->error);
    if (status == STATUS_OK)
        add_score(&invocation->out, "Quality", &score);
    return status;
}

enum status why_title(struct invocation *invocation, struct workspace *workspace, struct str id,
                      struct str *title) {
    struct store_article *row = NULL;
    struct article article;
    *title = STR_NONE;
    if (str_empty(id))
        return STATUS_OK;
    enum status status =
        find_article(workspace->store, &workspace->arena, id, &row, &invocation->error);
    if (status != STATUS_OK || row == NULL)
        return status;
    status = workspace_article(workspace, row, &article, &invocation->error);
    *title = article.title;
    return status;
}

static enum status explain_heat(struct invocation *invocation, struct workspace *workspace,
                                const struct store_article *row) {
    struct buf *out = &invocation->out;
    struct store_story *story;
    struct score score;
    struct str lead;
    struct str id = str_from(row->story);
    enum status status =
        store_stories_get(workspace->store, &workspace->arena, &id, 1, &story, &invocation->error);
    if (status != STATUS_OK || story->id[0] == '\0')
        return status;
    status = read_score(workspace, story->score, &score, &invocation->error);
    if (status == STATUS_OK)
        status = why_title(invocation, workspace, str_from(story->lead), &lead);
    if (status != STATUS_OK)
        return status;
    if (!row->lead) {
        BUF_ADD(out, "\nHeat -1: a follower; its story is led by ");
        add_title(out, lead);
        buf_printf(out, " (%s)\n", story->lead);
        return STATUS_OK;
    }
    add_score(out, "Heat", &score);
    int64_t threshold = workspace->edition.publish.threshold;
    if (row->shown)
        buf_printf(out, "  published: %lld meets the threshold of %lld\n", (long long)row->heat,
                   (long long)threshold);
    else
        buf_printf(out, "  not published: %lld is %lld below the threshold of %lld\n",
                   (long long)row->heat, (long long)(threshold - row->heat), (long long)threshold);
    return STATUS_OK;
}

static enum status explain_front(struct invocation *invocation, struct workspace *workspace,
                                 const struct store_article *row) {
    struct buf *out = &invocation->out;
    struct front front = {0};
    struct str text;
    enum status status =
        store_front_get(workspace->store, &workspace->arena, &text, &invocation->error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(&workspace->arena, text, &front, &invocation->error);
    if (status != STATUS_OK || !row->lead || !row->shown)
        return status;
    for (size_t i = 0; i < front.count; i++) {
        if (strcmp(front.items[i].story, row->story) != 0)
            continue;
        const struct front_item *item = &front.items[i];
        int64_t faded = item->heat * 1000 - item->rank;
        buf_printf(out,
                   "\nFront page: place %zu of %zu, size %d of 5\n"
                   "  heat %lld less %lld.%lld for its age is %lld.%lld\n",
                   i + 1, front.count, item->size, (long long)item->heat, (long long)(faded / 1000),
                   (long long)(faded % 1000 / 100), (long long)(item->rank / 1000),
                   (long long)(item->rank % 1000 / 100));
        return STATUS_OK;
    }
    for (size_t i = 0; i < front.left_count; i++) {
        const struct front_left *left = &front.left[i];
        if (strcmp(left->story, row->story) != 0)
            continue;
        struct str words = front_reason_words(left->reason);
        buf_printf(out, "\nNot on the front page: %.*s%s%s%s\n", STR_ARG(words),
                   left->other[0] != '\0' ? " (" : "", left->other,
                   left->other[0] != '\0' ? ")" : "");
        return STATUS_OK;
    }
    buf_printf(out, "\nNot on the front page: nothing new in its story for %lld hours\n",
               (long long)workspace->edition.publish.front_hours);
    return STATUS_OK;
}

static enum status explain_reason(struct invocation *invocation, struct workspace *workspace,
                                  const struct story_reason *reason) {
    struct buf words;
    struct str other;
    enum status status = why_title(invocation, workspace, reason->other, &other);
    if (status != STATUS_OK)
        return status;
    buf_init(&words, 4096);
    story_explain(reason, other, &words);
    BUF_ADD(&invocation->out, "      ");
    log_inert(&invocation->out, buf_str(&words));
    buf_add_byte(&invocation->out, '\n');
    buf_release(&words);
    return STATUS_OK;
}

/* Why one member is in its story; `again` is its owner, where another member counts for him. */
static enum status explain_member(struct invocation *invocation, struct workspace *workspace,
                                  const struct store_article *row, struct str again) {
    struct buf *out = &invocation->out;
    struct story_decision decision = {0};
    struct article article;
    enum status status = workspace_article(workspace, row, &article, &invocation->error);
    if (status != STATUS_OK)
        return status;
    BUF_ADD(out, "  ");
    log_inert(out, article.provider_name);
    BUF_ADD(out, ": ");
    add_title(out, article.title);
    buf_printf(out, " (%s)%s%s%s", row->id, row->lead ? ", the lead" : "",
               row->copy_of[0] != '\0' ? ", a copy" : "",
               article.withdrawn > 0 ? ", withdrawn" : "");
    if (!str_empty(again)) {
        BUF_ADD(out, ", its owner counts already: ");
        log_inert(out, again);
    }
    BUF_ADD(out, "\n");
    if (str_empty(row->reasons)) {
        BUF_ADD(out, "      as its record says\n");
        return STATUS_OK;
    }
    status = story_decision_read(&workspace->arena, row->reasons, &decision, &invocation->error);
    for (size_t i = 0; status == STATUS_OK && i < decision.reason_count; i++)
        status = explain_reason(invocation, workspace, &decision.reasons[i]);
    return status;
}

/* Whether the owner of a row counts by another row: by the lead, or by one that came earlier. */
static enum status counts_already(struct map *owners, const struct store_article *row,
                                  struct str owner, bool *already) {
    bool fresh;
    struct map_entry *entry = map_ensure(owners, owner, 0, &fresh);
    if (entry == NULL)
        return STATUS_MEMORY;
    *already = !fresh && !row->lead && !str_empty(owner);
    return STATUS_OK;
}

bool why_tells(const struct store_article *row, size_t i, int64_t most, const char *asked) {
    return most == 0 || i < (size_t)most || row->lead || strcmp(row->id, asked) == 0;
}

static enum status explain_members(struct invocation *invocation, struct workspace *workspace,
                                   const struct store_article *rows, size_t count,
                                   const char *asked, int64_t most) {
    struct map owners;
    size_t untold = 0;
    enum status status = STATUS_OK;
    map_init(&owners, 0);
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        if (rows[i].lead)
            status =
                map_put(&owners,
                        edition_owner(&workspace->edition, &workspace->arena, rows[i].provider), 0);
    for (size_t i = 0; status == STATUS_OK && i < count; i++) {
        struct str owner = edition_owner(&workspace->edition, &workspace->arena, rows[i].provider);
        bool already;
        status = counts_already(&owners, &rows[i], owner, &already);
        if (status == STATUS_OK && why_tells(&rows[i], i, most, asked))
            status = explain_member(invocation, workspace, &rows[i], already ? owner : STR_NONE);
        else
            untold++;
    }
    map_release(&owners);
    if (status == STATUS_OK && untold > 0)
        buf_printf(&invocation->out, "  and %zu more (--most 0 lists all)\n", untold);
    return status == STATUS_MEMORY ? error_memory(&invocation->error) : status;
}

enum status why_members(struct invocation *invocation, struct workspace *workspace,
                        const char *story, struct store_article **rows, size_t *count,
                        int64_t *most) {
    enum { MEMBERS = 20 };
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP, .story = str_from(story)};
    enum status status = option_number(invocation, "most", 0, 1000000, MEMBERS, most);
    return status != STATUS_OK ? status
                               : store_articles_list(workspace->store, &workspace->arena, &query,
                                                     rows, count, &invocation->error);
}

static enum status explain_story(struct invocation *invocation, struct workspace *workspace,
                                 const struct store_article *row) {
    struct store_article *rows;
    size_t count;
    int64_t most;
    enum status status = why_members(invocation, workspace, row->story, &rows, &count, &most);
    if (status != STATUS_OK)
        return status;
    size_t copies = 0;
    for (size_t i = 0; i < count; i++)
        copies += rows[i].copy_of[0] != '\0';
    buf_printf(&invocation->out, "\nStory %s: %zu article%s", row->story, count,
               count == 1 ? "" : "s");
    if (copies > 0)
        buf_printf(&invocation->out, ", %zu of them cop%s", copies, copies == 1 ? "y" : "ies");
    BUF_ADD(&invocation->out, ", in the order they came\n");
    return explain_members(invocation, workspace, rows, count, row->id, most);
}

/* ---- what happened to the story, and what is around it ---- */

static enum status add_story(struct invocation *invocation, struct workspace *workspace,
                             struct str id) {
    struct store_story *story;
    struct str title = STR_NONE;
    struct buf *out = &invocation->out;
    enum status status =
        find_story(workspace->store, &workspace->arena, id, &story, &invocation->error);
    if (status == STATUS_OK && story != NULL)
        status = why_title(invocation, workspace, str_from(story->lead), &title);
    if (!str_empty(title)) {
        add_title(out, title);
        BUF_ADD(out, " ");
    }
    buf_printf(out, "(%.*s)", STR_ARG(id));
    return status;
}

static enum status explain_thread(struct invocation *invocation, struct workspace *workspace,
                                  const char *story) {
    static const struct {
        enum store_space space;
        const char *words;
    } ways[] = {{KEYS_EARLIER, "  It goes on from "}, {KEYS_LATER, "  It goes on in "}};
    enum status status = STATUS_OK;
    for (size_t i = 0; status == STATUS_OK && i < sizeof ways / sizeof ways[0]; i++) {
        struct store_key key = {.key = str_from(story)};
        status = store_keys_get(workspace->store, &workspace->arena, ways[i].space, &key, 1,
                                &invocation->error);
        if (status != STATUS_OK || str_absent(key.value))
            continue;
        buf_add_cstr(&invocation->out, ways[i].words);
        status = add_story(invocation, workspace, key.value);
        BUF_ADD(&invocation->out, "\n");
    }
    return status;
}

static void add_articles(struct buf *out, const struct event *event) {
    if (event->count == 1)
        buf_printf(out, "the article %.*s", STR_ARG(event->articles[0]));
    else
        buf_printf(out, "%zu articles", event->count);
}

static enum status explain_event(struct invocation *invocation, struct workspace *workspace,
                                 const struct event *event) {
    struct buf *out = &invocation->out;
    char time[TIME_TEXT];
    buf_printf(out, "  %s  ", time_format(event->at, time));
    if (event->kind == EVENT_UNITED)
        buf_printf(out, "the story %.*s became part of it: ", STR_ARG(event->other));
    add_articles(out, event);
    if (event->kind != EVENT_UNITED) {
        buf_add_cstr(out, event->kind == EVENT_LEFT ? " went to " : " came from ");
        enum status status = add_story(invocation, workspace, event->other);
        if (status != STATUS_OK)
            return status;
    }
    if (event->bond)
        BUF_ADD(out, ", as an editor said\n");
    else if (event->margin >= 0)
        buf_printf(out, "; what is asked for was exceeded by %lld.%lld %%\n",
                   (long long)(event->margin / 10), (long long)(event->margin % 10));
    else
        buf_printf(out, "; it fell short of what is asked for by %lld.%lld %%\n",
                   (long long)(-event->margin / 10), (long long)(-event->margin % 10));
    return STATUS_OK;
}

static enum status explain_events(struct invocation *invocation, struct workspace *workspace,
                                  const char *story) {
    struct event *events;
    size_t count;
    enum status status = events_list(workspace->store, &workspace->arena, str_from(story), &events,
                                     &count, &invocation->error);
    if (status == STATUS_OK && count > 0)
        BUF_ADD(&invocation->out, "\nLooked at again\n");
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = explain_event(invocation, workspace, &events[i]);
    return status;
}

static enum status explain_near(struct invocation *invocation, struct workspace *workspace,
                                const struct story_near *near) {
    struct buf *out = &invocation->out;
    struct buf words;
    struct str title;
    enum status status = why_title(invocation, workspace, near->id, &title);
    if (status != STATUS_OK)
        return status;
    BUF_ADD(out, "  ");
    add_title(out, title);
    buf_printf(out, " (%.*s)\n      ", STR_ARG(near->id));
    buf_init(&words, 4096);
    story_explain_near(near, &words);
    log_inert(out, buf_str(&words));
    buf_release(&words);
    BUF_ADD(out, "\n");
    return STATUS_OK;
}

enum status why_near(struct invocation *invocation, struct workspace *workspace, const char *story,
                     struct story_near **near, size_t *count) {
    enum { NEAR_MOST = 5 };
    struct press *press;
    *count = 0;
    enum status status = press_open(workspace->store, &invocation->log, &press, &invocation->error);
    if (status != STATUS_OK)
        return status;
    status = press_near(press, &workspace->arena, str_from(story), NEAR_MOST, near, count,
                        &invocation->error);
    press_close(press);
    return status;
}

static enum status explain_outside(struct invocation *invocation, struct workspace *workspace,
                                   const char *story) {
    struct story_near *near;
    size_t count;
    enum status status = why_near(invocation, workspace, story, &near, &count);
    if (status == STATUS_OK && count > 0)
        BUF_ADD(&invocation->out, "\nNear, but not in it\n");
    for (size_t i = 0; status == STATUS_OK && i < count; i++)
        status = explain_near(invocation, workspace, &near[i]);
    return status;
}

static enum status explain(struct invocation *invocation, struct workspace *workspace,
                           const struct store_article *row, const struct article *article) {
    if (invocation->json)
        return why_json(invocation, workspace, row, article);
    log_inert(&invocation->out, article->title);
    BUF_ADD(&invocation->out, "\n");
    log_inert(&invocation->out, article->provider_name);
    BUF_ADD(&invocation->out, "\n");
    enum status status = explain_quality(invocation, workspace, row);
    if (status == STATUS_OK)
        status = explain_heat(invocation, workspace, row);
    if (status == STATUS_OK)
        status = explain_front(invocation, workspace, row);
    if (status == STATUS_OK && article->rights.said != 0) {
        BUF_ADD(&invocation->out, "\nRights, as the outlet states them\n");
        workspace_rights(invocation, workspace, article, "  ");
    }
    if (status == STATUS_OK && article->change_count > 0) {
        BUF_ADD(&invocation->out, "\nWhat its outlet changed\n");
        workspace_changes(invocation, article, "  ");
    }
    if (status == STATUS_OK)
        status = explain_story(invocation, workspace, row);
    if (status == STATUS_OK)
        status = explain_thread(invocation, workspace, row->story);
    if (status == STATUS_OK)
        status = explain_events(invocation, workspace, row->story);
    return status != STATUS_OK ? status : explain_outside(invocation, workspace, row->story);
}

static enum status run(struct invocation *invocation) {
    struct workspace workspace;
    struct store_article row;
    struct article article;
    enum status status = workspace_open_article(invocation, &workspace, &row, &article);
    if (status == STATUS_OK)
        status = explain(invocation, &workspace, &row, &article);
    workspace_close(&workspace);
    return status;
}

const struct command command_why = {
    .name = "why",
    .arguments = "ID",
    .summary = "explain each point of an article's scores and each link of its story",
    .help = "Says in words why an article has its quality and heat, where it stands on the front "
            "page, which rights of its outlet hold, what its outlet changed, why each article of "
            "its story is in it, what happened to the story since, and which articles that are "
            "live now are near it and what keeps them out. ID "
            "is an article's or a story's id, "
            "an address, or a record's path.",
    .group = GROUP_READING,
    .least = 1,
    .most = 1,
    .edition = true,
    .options = {{.name = "most",
                 .value = "N",
                 .help = "explain at most N articles of the story (20; 0: all)"},
                {.name = "json",
                 .help =
                     "one JSON object, with the story's \"members\" (of so many \"articles\") and "
                     "what is \"near\""}},
    .exits = {{EXIT_DATA, "nothing is known under what was named"}},
    .run = run,
};
