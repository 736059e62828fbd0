#include "publish/paper.h"

#include <stdlib.h>

#include "base/grow.h"
#include "files/files.h"
#include "files/zone.h"
#include "publish/entries.h"
#include "story/story.h"

enum {
    KEYS_AT_ONCE = 4096,
    STORY_BYTES = 1 << 28,
    BATCH_BYTES = 1 << 28,
    KEEP_BYTES = 1 << 28,
    MEMORY_BYTES = 1 << 28,
};

static enum status add_path(struct paper *paper, const struct store_key *key, struct error *error) {
    bool fresh;
    if (grow(&paper->paths, &paper->path_capacity, paper->path_count + 1, sizeof *paper->paths) !=
        STATUS_OK)
        return error_memory(error);
    struct str *pair = paper->paths[paper->path_count++];
    pair[0] = arena_copy(&paper->keep, str_take(key->key, ID_LENGTH));
    pair[1] = arena_copy(&paper->keep, key->value);
    if (map_ensure(&paper->extra, pair[0], paper->path_count - 1, &fresh) == NULL)
        return error_memory(error);
    return arena_status(&paper->keep, error);
}

enum status paper_paths_of(struct paper *paper, struct str id, struct error *error) {
    enum { AT_ONCE = 8 };
    char after[128];
    size_t count = AT_ONCE;
    enum status status = STATUS_OK;
    if (map_find(&paper->extra, id) != NULL)
        return STATUS_OK;
    snprintf(after, sizeof after, "%.*s", STR_ARG(id));
    while (status == STATUS_OK && count == AT_ONCE) {
        struct store_key *keys;
        status = store_keys_list(paper->context->store, &paper->arena, KEYS_RECORD, str_from(after),
                                 AT_ONCE, &keys, &count, error);
        for (size_t i = 0; i < count && status == STATUS_OK; i++) {
            if (!str_starts(keys[i].key, id))
                return STATUS_OK;
            status = add_path(paper, &keys[i], error);
            snprintf(after, sizeof after, "%.*s", STR_ARG(keys[i].key));
        }
    }
    return status;
}

/* Articles with several records: their keys are "id/2" and so on. There are few, and the store
 * cannot tell them apart, so all keys are looked through once. */
enum status paper_all_paths(struct paper *paper, struct error *error) {
    char after[128] = "";
    size_t count = KEYS_AT_ONCE;
    while (count == KEYS_AT_ONCE) {
        struct store_key *keys;
        arena_clear(&paper->arena);
        enum status status = store_keys_list(paper->context->store, &paper->arena, KEYS_RECORD,
                                             str_from(after), KEYS_AT_ONCE, &keys, &count, error);
        if (status != STATUS_OK)
            return status;
        for (size_t i = 0; i < count && status == STATUS_OK; i++)
            if (str_find_byte(keys[i].key, '/') != SIZE_MAX)
                status = add_path(paper, &keys[i], error);
        if (status != STATUS_OK)
            return status;
        if (count > 0)
            snprintf(after, sizeof after, "%.*s", STR_ARG(keys[count - 1].key));
    }
    return arena_status(&paper->keep, error);
}

/* What most editions have nothing of, so that it need not be asked for each article. */
static enum status look_for_rare(struct paper *paper, struct error *error) {
    struct store_key *keys;
    size_t count;
    enum status status = store_keys_list(paper->context->store, &paper->arena, KEYS_IMPORTED,
                                         STR(""), 1, &keys, &count, error);
    paper->imported = status == STATUS_OK && count > 0;
    if (status == STATUS_OK)
        status = store_keys_list(paper->context->store, &paper->arena, KEYS_ANNOUNCED,
                                 STR("again/"), 1, &keys, &count, error);
    paper->no_repeats =
        status == STATUS_OK && (count == 0 || !str_starts(keys[0].key, STR("again/")));
    struct store_key rescored = {.key = STR("rescored")};
    if (status == STATUS_OK)
        status =
            store_keys_get(paper->context->store, &paper->arena, KEYS_STATE, &rescored, 1, error);
    if (status == STATUS_OK && !str_absent(rescored.value) &&
        !str_to_i64(rescored.value, &paper->rescored))
        status = error_set(error, STATUS_INVALID, "the derived state holds a wrong number");
    return status;
}

/* Topics' ids are parts of addresses and of paths. */
static enum status take_topics(struct paper *paper, struct error *error) {
    for (size_t i = 0; i < paper->edition->topic_count; i++) {
        struct str id = paper->edition->topics[i].id;
        if (!files_path_valid(id, TREE_COMPONENT_MOST) || str_find_byte(id, '/') != SIZE_MAX)
            return error_set(error, STATUS_CONFIG,
                             "the topic id '%.*s' cannot be part of an address", STR_ARG(id));
        if (map_put(&paper->topics, id, i) != STATUS_OK)
            return error_memory(error);
    }
    return STATUS_OK;
}

static enum status open_trees(struct paper *paper, const char *only, struct error *error) {
    struct str folder = str_from(paper->context->folder);
    struct str pages = arena_format(&paper->keep, "%.*s/public", STR_ARG(folder));
    paper->records_folder = only != NULL
                                ? arena_copy(&paper->keep, str_from(only))
                                : arena_format(&paper->keep, "%.*s/records", STR_ARG(folder));
    enum status status = arena_status(&paper->keep, error);
    if (status == STATUS_OK)
        status = tree_open(paper->records_folder.p, &paper->records, error);
    return status == STATUS_OK && only == NULL ? tree_open_staged(pages.p, &paper->pages, error)
                                               : status;
}

enum status paper_open_reading(struct paper *paper, const struct publish_context *context,
                               struct error *error) {
    *paper = (struct paper){.context = context,
                            .edition = context->edition,
                            .words = words_of(context->edition->locale)};
    arena_init(&paper->keep, KEEP_BYTES);
    arena_init(&paper->batch, BATCH_BYTES);
    arena_init(&paper->arena, STORY_BYTES);
    arena_init(&paper->memory, MEMORY_BYTES);
    map_init(&paper->places, 0);
    map_init(&paper->topics, 0);
    map_init(&paper->extra, 0);
    const struct store_query all = {.leads_only = true};
    paper_read(paper, &all, PAPER_MANY);
    return take_topics(paper, error);
}

enum status paper_open(struct paper *paper, const struct publish_context *context,
                       const char *records, struct publish_report *report, struct error *error) {
    enum status status = paper_open_reading(paper, context, error);
    paper->report = report;
    if (status == STATUS_OK)
        status = open_trees(paper, records, error);
    if (status == STATUS_OK)
        status = files_zone(&paper->keep, paper->edition->time_zone, &paper->zone, error);
    return status == STATUS_OK ? look_for_rare(paper, error) : status;
}

void paper_close(struct paper *paper) {
    tree_close(paper->records);
    tree_close(paper->pages);
    map_release(&paper->topics);
    map_release(&paper->extra);
    free(paper->paths);
    free(paper->pictured);
    map_release(&paper->places);
    arena_release(&paper->memory);
    known_release(paper);
    arena_release(&paper->arena);
    arena_release(&paper->batch);
    arena_release(&paper->keep);
}

void paper_open_hand(struct paper *hand, const struct paper *paper,
                     const struct publish_context *context) {
    *hand = *paper;
    hand->context = context;
    arena_init(&hand->keep, KEEP_BYTES);
    arena_init(&hand->batch, BATCH_BYTES);
    arena_init(&hand->arena, STORY_BYTES);
}

void paper_close_hand(struct paper *hand) {
    arena_release(&hand->arena);
    arena_release(&hand->batch);
    arena_release(&hand->keep);
}

bool paper_batch_ends(const struct paper *paper) {
    return paper->lead_next == paper->lead_count;
}

void paper_new_arena(struct paper *paper) {
    arena_init(&paper->arena, STORY_BYTES);
}

enum status paper_member(const struct paper *paper, struct arena *arena,
                         const struct store_article *row, struct paper_member *member,
                         struct error *error) {
    member->row = row;
    enum status status = article_read(arena, row->data, &member->article, error);
    if (status == STATUS_OK)
        article_obey(arena, paper->edition, &member->article);
    return status;
}

/* Puts the rows into their story's order. An editor may have chosen another lead than the best. */
static enum status order(struct arena *arena, const struct store_article *rows, size_t count,
                         const struct store_article **ordered, struct error *error) {
    struct story_member *members = arena_array(arena, count, struct story_member);
    struct map places;
    enum status status = STATUS_OK;
    if (members == NULL)
        return arena_status(arena, error);
    map_init(&places, 0);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        members[i] = (struct story_member){
            .id = str_from(rows[i].id),
            .quality = rows[i].quality,
            .published = rows[i].published,
            .copy_of = rows[i].copy_of[0] != '\0' ? str_from(rows[i].copy_of) : STR_NONE,
        };
        status = map_put(&places, members[i].id, i);
    }
    if (status != STATUS_OK) {
        map_release(&places);
        return error_memory(error);
    }
    story_sort(members, count);
    size_t n = 0;
    for (int lead = 1; lead >= 0; lead--)
        for (size_t i = 0; i < count; i++) {
            const struct store_article *row = &rows[map_find(&places, members[i].id)->value];
            if (row->lead == lead)
                ordered[n++] = row;
        }
    map_release(&places);
    return STATUS_OK;
}

/* Puts the members that were taken down behind the others, orders kept. */
static enum status part_removed(struct arena *arena, struct paper_story *story,
                                struct error *error) {
    for (size_t i = 0; i < story->count; i++)
        story->visible += !story->members[i].article.removed;
    if (story->visible == story->count)
        return STATUS_OK;
    struct paper_member *parted = arena_array(arena, story->count, struct paper_member);
    size_t first = 0, second = story->visible;
    if (parted == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < story->count; i++)
        parted[story->members[i].article.removed ? second++ : first++] = story->members[i];
    story->members = parted;
    return STATUS_OK;
}

static void measure(struct paper_story *story) {
    int64_t newest = TIME_NONE;
    story->rising = TIME_NONE;
    for (size_t i = 0; i < story->visible; i++) {
        const struct paper_member *member = &story->members[i];
        bool again = false;
        for (size_t k = 0; k < i && k < 200 && !again; k++)
            again = str_eq(story->members[k].row->provider, member->row->provider);
        story->outlets += !again;
        if (member->row->copy_of[0] != '\0')
            continue;
        int64_t published = member->row->published;
        if (published > newest) {
            story->rising = newest;
            newest = published;
        } else if (published > story->rising) {
            story->rising = published;
        }
    }
}

static enum status list_members(const struct paper *paper, struct arena *arena,
                                const struct store_article *lead, const struct store_article **rows,
                                size_t *count, struct error *error) {
    struct store_query query = {
        .order = STORE_BY_ID, .story = str_from(lead->story), .most = PUBLISH_STORY_MOST};
    struct store_article *found;
    enum status status =
        store_articles_list(paper->context->store, arena, &query, &found, count, error);
    *rows = found;
    return status;
}

static enum status make_story(struct paper *paper, struct arena *arena, struct paper_entry *lead,
                              struct paper_story *story, struct error *error) {
    const struct store_article *row = lead->row, *rows = row;
    const struct store_story *known = lead->story;
    size_t count = 1;
    enum status status = STATUS_OK;
    if (known->members != 1 && row->story[0] != '\0')
        status = list_members(paper, arena, row, &rows, &count, error);
    if (status != STATUS_OK)
        return status;
    story->slug = lead->slug;
    story->repeat = lead->repeat;
    memcpy(story->id, row->story[0] != '\0' ? row->story : row->id, sizeof story->id);
    story->changed = known->changed > row->changed ? known->changed : row->changed;
    story->score = known->score;
    story->lead = row;
    story->count = count;
    story->members = arena_array(arena, count, struct paper_member);
    const struct store_article **ordered = arena_array(arena, count, const struct store_article *);
    if (story->members == NULL || ordered == NULL)
        return arena_status(arena, error);
    ordered[0] = rows;
    if (count > 1)
        status = order(arena, rows, count, ordered, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++) {
        status = ordered[i] == row
                     ? entries_member(paper, arena, lead, &story->members[i], error)
                     : paper_member(paper, arena, ordered[i], &story->members[i], error);
        if (ordered[i]->changed > story->changed)
            story->changed = ordered[i]->changed;
    }
    if (status == STATUS_OK)
        status = part_removed(arena, story, error);
    if (status != STATUS_OK)
        return status;
    story->shown = story->members[0].row->shown && story->visible > 0;
    story->heat = story->members[0].row->heat;
    measure(story);
    return STATUS_OK;
}

void paper_read(struct paper *paper, const struct store_query *query, size_t at_once) {
    paper->query = *query;
    paper->query.order = STORE_BY_PUBLISHED_DOWN;
    paper->query.most = at_once;
    paper->lead_count = paper->lead_next = 0;
    paper->last = false;
}

static enum status next_batch(struct paper *paper, struct error *error) {
    arena_clear(&paper->batch);
    paper->lead_next = 0;
    enum status status =
        entries_list(paper, &paper->batch, &paper->query, &paper->leads, &paper->lead_count, error);
    if (status != STATUS_OK)
        return status;
    paper->last = paper->lead_count < paper->query.most;
    paper->query.skip = 0;
    if (paper->lead_count == 0)
        return STATUS_OK;
    const struct store_article *end = paper->leads[paper->lead_count - 1]->row;
    paper->query.after_key = end->published;
    memcpy(paper->query.after_id, end->id, sizeof end->id);
    return STATUS_OK;
}

enum status paper_next(struct paper *paper, struct paper_story **story, struct error *error) {
    *story = NULL;
    arena_clear(&paper->arena);
    if (paper->lead_next == paper->lead_count) {
        if (paper->last)
            return STATUS_OK;
        enum status status = next_batch(paper, error);
        if (status != STATUS_OK || paper->lead_count == 0)
            return status;
    }
    struct paper_story *made = arena_new(&paper->arena, struct paper_story);
    if (made == NULL)
        return arena_status(&paper->arena, error);
    enum status status =
        make_story(paper, &paper->arena, paper->leads[paper->lead_next++], made, error);
    if (status != STATUS_OK)
        return status;
    paper->read += made->count;
    *story = made;
    return STATUS_OK;
}

enum status paper_get(struct paper *paper, struct arena *arena, const struct str *leads,
                      size_t count, struct paper_story **stories, struct error *error) {
    struct paper_entry **entries;
    *stories = arena_array(arena, count, struct paper_story);
    if (*stories == NULL)
        return arena_status(arena, error);
    enum status status = entries_get(paper, arena, leads, count, &entries, error);
    for (size_t i = 0; i < count && status == STATUS_OK; i++)
        if (entries[i] != NULL)
            status = make_story(paper, arena, entries[i], &(*stories)[i], error);
    return status;
}

enum status paper_lead(const struct paper *paper, struct arena *arena, struct str story,
                       struct store_article **lead, struct error *error) {
    const struct store_query query = {
        .order = STORE_BY_ID, .leads_only = true, .story = story, .most = 1};
    size_t count = 0;
    *lead = NULL;
    enum status status =
        store_articles_list(paper->context->store, arena, &query, lead, &count, error);
    if (status != STATUS_OK || count > 0)
        return status;
    status = store_articles_get(paper->context->store, arena, &story, 1, lead, error);
    if (status == STATUS_OK && ((*lead)->story[0] != '\0' || !(*lead)->lead))
        *lead = NULL;
    return status;
}

size_t paper_topic(const struct paper *paper, struct str id) {
    size_t index;
    return map_get(&paper->topics, id, &index) ? index : SIZE_MAX;
}

bool paper_list(const struct paper *paper, const struct store_article *lead, size_t *at,
                size_t *list) {
    while (*at <= lead->topic_count) {
        size_t topic = *at > 0 ? paper_topic(paper, lead->topics[*at - 1]) : 0;
        *list = *at > 0 ? topic + 1 : 0;
        ++*at;
        if (topic != SIZE_MAX && (!paper->narrow || *list == paper->list))
            return true;
    }
    return false;
}

struct str paper_link(struct str address) {
    bool web =
        str_starts_case(address, STR("https://")) || str_starts_case(address, STR("http://"));
    return web ? address : STR_NONE;
}

struct str paper_target(const struct article *article) {
    return paper_link(str_first_of(article->web_url, article->original_url));
}

int64_t paper_changed(const struct article *article) {
    return article->updated != TIME_NONE && article->updated > article->published
               ? article->updated
               : article->published;
}

struct str paper_address(struct arena *arena, const struct paper_story *story) {
    return publish_story_address(arena, str_from(story->id), story->slug);
}

struct str paper_topic_address(struct arena *arena, const struct edition_topic *topic) {
    return ARENA_JOIN(arena, STR("topic/"), topic->id, STR("/"));
}

int64_t paper_day(const struct paper *paper, int64_t time) {
    return zone_day(&paper->zone, time);
}

enum status paper_sponsor(const struct paper *paper, struct arena *arena,
                          const struct edition_sponsorship **sponsorship,
                          const struct edition_message **message, int64_t *day,
                          struct error *error) {
    struct store_key keys[] = {{.key = STR("tick")}, {.key = STR("sponsored")}};
    int64_t time;
    enum status status = store_keys_get(paper->context->store, arena, KEYS_STATE, keys, 2, error);
    *sponsorship = NULL;
    if (status != STATUS_OK)
        return status;
    if (!str_absent(keys[0].value) && str_to_i64(keys[0].value, &time))
        *day = paper_day(paper, time);
    else if (str_absent(keys[1].value) || !str_to_i64(keys[1].value, day))
        return STATUS_OK;
    *sponsorship = edition_sponsor(paper->edition, PLACE_FRONT, *day, message);
    return STATUS_OK;
}

struct str paper_day_address(struct arena *arena, int64_t day) {
    char text[TIME_TEXT];
    day_format(day * DAY_SECONDS, text);
    text[4] = text[7] = '/';
    return ARENA_JOIN(arena, str_from(text), STR("/"));
}

struct str paper_provider_address(struct arena *arena, struct str domain) {
    if (domain.n == 0 || domain.n > TREE_COMPONENT_MOST || domain.p[0] == '.')
        return STR_NONE;
    for (size_t i = 0; i < domain.n; i++)
        if (!ascii_is_alnum(domain.p[i]) && domain.p[i] != '.' && domain.p[i] != '-')
            return STR_NONE;
    return ARENA_JOIN(arena, STR("provider/"), domain, STR("/"));
}

struct str paper_embed(struct arena *arena, const struct article *article) {
    struct str player = paper_link(article->embed);
    struct buf html;
    if (str_absent(player))
        return STR_NONE;
    buf_init(&html, PUBLISH_PAGE_MOST);
    BUF_ADD(&html, "<iframe width=\"800\" height=\"500\" frameborder=\"0\" src=\"");
    template_escape(&html, player);
    BUF_ADD(&html, "\" allow=\"accelerometer; autoplay; encrypted-media; gyroscope; "
                   "picture-in-picture\" allowfullscreen></iframe>");
    struct str copy = arena_copy(arena, buf_str(&html));
    buf_release(&html);
    return copy;
}

bool paper_logo(struct arena *arena, const struct edition *edition, struct str domain,
                struct edition_image *logo) {
    const struct edition_provider *provider = edition_find_provider(edition, domain);
    if (provider == NULL || provider->image_count == 0)
        return false;
    *logo = provider->images[0];
    if (!str_absent(paper_link(logo->url)))
        return true;
    /* Below the edition's address, whose path a leading '/' does not leave: so the records do. */
    const char *between = str_starts(logo->url, STR("/")) ? "" : "/";
    logo->url =
        arena_format(arena, "%.*s%s%.*s", STR_ARG(edition->url), between, STR_ARG(logo->url));
    return true;
}
