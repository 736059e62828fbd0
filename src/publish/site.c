#include "publish/site.h"

#include <stdlib.h>

#include "base/grow.h"
#include "front/json.h"
#include "publish/letters.h"
#include "publish/pages.h"
#include "publish/pictures.h"
#include "publish/sources.h"
#include "publish/view.h"
#include "words/words.h"

enum { ITEM_BYTES = 1 << 20, TOPIC_SIZE_MOST = 3, PAGE_ARENA = 1 << 28 };

/* The path of the edition's address: "/" or "/paper/". What is shown for an address that is not
 * there cannot know how deep that lies. */
static struct str root_path(struct arena *arena, struct str url) {
    size_t host = str_find(url, STR("://"));
    struct str rest = str_skip(url, host == SIZE_MAX ? 0 : host + 3);
    size_t slash = str_find_byte(rest, '/');
    return arena_format(arena, "%.*s/",
                        STR_ARG(slash == SIZE_MAX ? STR("") : str_skip(rest, slash)));
}

static void put_nav(struct arena *arena, const struct edition *edition, size_t current,
                    struct template_value *map) {
    struct template_value *nav = template_put_list(arena, map, "nav");
    for (size_t i = 0; i < edition->topic_count; i++) {
        if (i == edition->main_topic)
            continue;
        struct template_value *item = template_add_map(arena, nav);
        template_put_text(arena, item, "name", edition->topics[i].name);
        template_put_text(arena, item, "address", paper_topic_address(arena, &edition->topics[i]));
        if (i == current)
            template_put_boolean(arena, item, "current", true);
    }
}

static void put_own(struct arena *arena, const struct own_pages *pages,
                    struct template_value *map) {
    struct template_value *list = template_put_list(arena, map, "own_pages");
    for (size_t i = 0; i < pages->count; i++) {
        struct template_value *item = template_add_map(arena, list);
        template_put_text(arena, item, "title", pages->list[i].title);
        template_put_text(arena, item, "address", own_page_address(arena, &pages->list[i]));
    }
}

static struct template_value *make_common(const struct site *site, enum site_depth deep) {
    struct arena *arena = &site->paper->keep;
    const struct edition *edition = site->paper->edition;
    struct template_value *map = template_map(arena);
    struct str roots[] = {
        [SITE_TOP] = STR(""),
        [SITE_ANYWHERE] = root_path(arena, edition->url),
        [SITE_ONE_DOWN] = STR("../"),
        [SITE_TWO_DOWN] = STR("../../"),
        [SITE_THREE_DOWN] = STR("../../../"),
    };
    template_put_text(arena, map, "root", roots[deep]);
    template_put_text(arena, map, "home", deep == SITE_TOP ? STR("./") : roots[deep]);
    struct template_value *about = template_put_map(arena, map, "edition");
    template_put_text(arena, about, "title", edition->title);
    template_put_text(arena, about, "url", edition->url);
    template_put_text(arena, map, "lang", edition->locale);
    template_put_text(arena, map, "dir",
                      words_right_to_left(edition->locale) ? STR("rtl") : STR("ltr"));
    template_put(arena, map, STR("t"), words_value(arena, site->paper->words));
    put_nav(arena, edition, SIZE_MAX, map);
    template_put_boolean(arena, map, "search", edition->search == SEARCH_SERVED);
    template_put_boolean(arena, map, "letters", !str_absent(edition->mail.from));
    letters_put_box(edition, arena, map);
    put_own(arena, &site->own, map);
    template_put_boolean(arena, map, "sources", sources_any(edition));
    return map;
}

static void init_topic(struct site_topic *topic) {
    buf_init(&topic->items, PUBLISH_PAGE_MOST);
    data_list_init(&topic->data);
}

enum status site_init(struct site *site, struct paper *paper, struct error *error) {
    *site = (struct site){.paper = paper};
    buf_init(&site->page, PUBLISH_PAGE_MOST);
    buf_init(&site->item, ITEM_BYTES);
    site->topics = arena_array(&paper->keep, paper->edition->topic_count, struct site_topic);
    for (size_t i = 0; site->topics != NULL && i < paper->edition->topic_count; i++)
        init_topic(&site->topics[i]);
    enum status status = own_pages_read(paper, &site->own, error);
    for (enum site_depth deep = 0; deep < SITE_DEPTHS; deep++)
        site->common[deep] = make_common(site, deep);
    if (status == STATUS_OK)
        status = arena_status(&paper->keep, error);
    if (status == STATUS_OK)
        status = templates_init(&site->templates, paper->context->folder, error);
    return status;
}

void site_release(struct site *site) {
    for (size_t i = 0; site->topics != NULL && i < site->paper->edition->topic_count; i++) {
        buf_release(&site->topics[i].items);
        data_list_release(&site->topics[i].data);
        free(site->topics[i].days);
    }
    templates_release(&site->templates);
    buf_release(&site->page);
    buf_release(&site->item);
}

void site_open_hand(struct site *hand, const struct site *site, struct paper *paper) {
    *hand = *site;
    hand->paper = paper;
    buf_init(&hand->page, PUBLISH_PAGE_MOST);
    buf_init(&hand->item, ITEM_BYTES);
}

void site_release_hand(struct site *hand) {
    buf_release(&hand->page);
    buf_release(&hand->item);
}

/* What every page has comes last, so that a page may have its own. */
enum status site_write(struct site *site, struct arena *arena, const char *template,
                       enum site_depth deep, struct template_value *values, struct str path,
                       struct error *error) {
    const struct template_member *common = site->common[deep]->members.first;
    for (; common != NULL; common = common->next)
        template_put(arena, values, common->key, &common->value);
    enum status status = arena_status(arena, error);
    if (status == STATUS_OK)
        status = templates_render(&site->templates, str_from(template), values, &site->page, error);
    if (status == STATUS_OK)
        status = pages_write(site->paper, path, buf_str(&site->page), error);
    return status;
}

struct template_value *site_put_page(struct arena *arena, struct template_value *values,
                                     struct str title, struct str description, struct str address) {
    struct template_value *page = template_put_map(arena, values, "page");
    template_put_text(arena, page, "title", title);
    template_put_text(arena, page, "description", description);
    template_put_text(arena, page, "address", address);
    return page;
}

/* ---- a story's page ---- */

/* Another story's page; without address when there is none. */
struct target {
    struct str address, headline;
    int64_t time;
};

/* The page of a story, or of the one that it is part of, where that is shown. */
static enum status find_target(struct site *site, struct arena *arena, struct str id,
                               struct target *target, struct error *error) {
    struct store *store = site->paper->context->store;
    struct store_key slug = {.key = id};
    struct store_story *story;
    struct store_article *lead;
    struct paper_member member;
    *target = (struct target){0};
    enum status status = store_keys_follow(store, arena, KEYS_STORY, &slug.key, error);
    if (status == STATUS_OK)
        status = store_keys_get(store, arena, KEYS_SLUG, &slug, 1, error);
    if (status == STATUS_OK)
        status = store_stories_get(store, arena, &slug.key, 1, &story, error);
    if (status != STATUS_OK || str_absent(slug.value) || !story->shown)
        return status;
    struct str lead_id = str_from(story->lead);
    status = store_articles_get(store, arena, &lead_id, 1, &lead, error);
    if (status == STATUS_OK)
        status = paper_member(site->paper, arena, lead, &member, error);
    if (status != STATUS_OK)
        return status;
    target->address = publish_story_address(arena, slug.key, slug.value);
    target->headline = member.article.title;
    target->time = lead->published;
    return arena_status(arena, error);
}

/* The story that this one goes on from, or that goes on from it. */
static enum status put_thread(struct site *site, struct arena *arena, enum store_space space,
                              const char *name, const struct paper_story *story,
                              struct template_value *map, struct error *error) {
    struct store_key other = {.key = str_from(story->id)};
    struct target target;
    enum status status = known_get(site->paper, arena, space, &other, 1, error);
    if (status != STATUS_OK || str_absent(other.value))
        return status;
    status = find_target(site, arena, other.value, &target, error);
    if (status != STATUS_OK || str_absent(target.address))
        return status;
    struct template_value *value = template_put_map(arena, map, name);
    template_put_text(arena, value, "address", target.address);
    template_put_text(arena, value, "headline", target.headline);
    view_time(site->paper, arena, value, "time", target.time);
    return STATUS_OK;
}

enum status site_write_story(struct site *site, struct arena *arena,
                             const struct paper_story *story, struct str picture,
                             struct error *error) {
    const struct article *lead = &story->members[0].article;
    struct str address = paper_address(arena, story);
    enum status status = arena_status(arena, error);
    if (status != STATUS_OK)
        return status;
    struct template_value *values = template_map(arena);
    struct template_value *page = site_put_page(arena, values, lead->title, lead->excerpt, address);
    template_put_boolean(arena, page, "article", true);
    template_put_text(arena, page, "picture", picture);
    data_story(site->paper, arena, story, picture, values);
    struct template_value *map = template_put_map(arena, values, "story");
    view_story(site->paper, arena, story, view_size(site->paper->edition, story->heat), picture,
               map);
    view_members(site->paper, arena, story, map);
    status = put_thread(site, arena, KEYS_EARLIER, "earlier", story, map, error);
    if (status == STATUS_OK)
        status = put_thread(site, arena, KEYS_LATER, "later", story, map, error);
    if (status != STATUS_OK)
        return status;
    return site_write(site, arena, "story", SITE_TWO_DOWN, values, address, error);
}

/* ---- topics ---- */

static enum status add_to_topic(struct site *site, struct site_topic *topic,
                                const struct paper_story *story, struct error *error) {
    int64_t published = story->members[0].row->published;
    int64_t day = paper_day(site->paper, published);
    if (topic->stories == PUBLISH_TOPIC_STORIES)
        return STATUS_OK;
    if (topic->day_count == 0 || topic->days[topic->day_count - 1].day != day) {
        /* As many days as stories at most: room for all of them at once. */
        size_t room = 0;
        if (topic->days == NULL &&
            grow(&topic->days, &room, PUBLISH_TOPIC_STORIES, sizeof *topic->days) != STATUS_OK)
            return error_memory(error);
        topic->days[topic->day_count++] = (struct site_day){day, topic->items.n, topic->items.n};
    }
    buf_add(&topic->items, buf_str(&site->item));
    topic->days[topic->day_count - 1].to = topic->items.n;
    topic->stories++;
    data_list_add(&topic->data, site->paper, &site->paper->arena, story);
    return buf_check(&topic->items, error);
}

bool site_wants(const struct site *site, size_t list) {
    return list == 0 ? site->newest_count < PUBLISH_NEWEST
                     : site->topics[list - 1].stories < PUBLISH_TOPIC_STORIES;
}

static bool topics_want(const struct site *site, const struct store_article *lead) {
    for (size_t at = 0, list; paper_list(site->paper, lead, &at, &list);)
        if (list > 0 && site_wants(site, list))
            return true;
    return false;
}

/* A story reads the same on every topic's page, so it is rendered once. */
static enum status add_to_topics(struct site *site, const struct paper_story *story,
                                 struct str picture, struct error *error) {
    struct arena *arena = &site->paper->arena;
    enum status status = STATUS_OK;
    buf_clear(&site->item);
    if (topics_want(site, story->lead)) {
        struct template_value *map = template_map(arena);
        int size = view_size(site->paper->edition, story->heat);
        template_put_integer(arena, map, "level", 3);
        view_story(site->paper, arena, story, size < TOPIC_SIZE_MOST ? size : TOPIC_SIZE_MOST,
                   picture, map);
        template_put_text(arena, map, "root", STR("../../"));
        status = arena_status(arena, error);
        if (status == STATUS_OK)
            status = templates_render(&site->templates, STR("item"), map, &site->item, error);
    }
    for (size_t at = 0, list;
         status == STATUS_OK && paper_list(site->paper, story->lead, &at, &list);)
        if (list > 0)
            status = add_to_topic(site, &site->topics[list - 1], story, error);
    return status;
}

enum status site_write_topic(struct site *site, size_t index, struct error *error) {
    const struct edition *edition = site->paper->edition;
    const struct edition_topic *topic = &edition->topics[index];
    const struct site_topic *shown = &site->topics[index];
    const struct store_query all = {.topic = topic->id, .shown_only = true, .leads_only = true};
    struct arena arena;
    int64_t total;
    enum status status = store_articles_count(site->paper->context->store, &all, &total, error);
    if (status != STATUS_OK)
        return status;
    arena_init(&arena, PAGE_ARENA);
    const struct words *words = site->paper->words;
    struct str address = paper_topic_address(&arena, topic);
    struct template_value *values = template_map(&arena);
    site_put_page(
        &arena, values,
        arena_format(&arena, "%.*s · %.*s", STR_ARG(topic->name), STR_ARG(edition->title)),
        topic->description, address);
    put_nav(&arena, edition, index, values);
    struct template_value *map = template_put_map(&arena, values, "topic");
    template_put_text(&arena, map, "name", topic->name);
    template_put_text(&arena, map, "description", topic->description);
    template_put_text(&arena, map, "address", address);
    template_put_text(&arena, map, "id", topic->id);
    template_put_text(&arena, map, "count",
                      words_count(&arena, words, WORDS_story_count, (uint64_t)total));
    if ((size_t)total > shown->stories)
        view_shown(site->paper, &arena, map, WORDS_newest_shown, shown->stories);
    struct template_value *days = template_put_list(&arena, values, "days");
    for (size_t i = 0; i < shown->day_count; i++) {
        const struct site_day *day = &shown->days[i];
        struct template_value *value = template_add_map(&arena, days);
        template_put_text(&arena, value, "day", words_day(&arena, words, day->day * DAY_SECONDS));
        if (day->day >= PUBLISH_DAY_LEAST)
            template_put_text(&arena, value, "address", paper_day_address(&arena, day->day));
        template_put_text(&arena, value, "items",
                          str_of(shown->items.p + day->from, day->to - day->from));
    }
    struct str path = arena_format(&arena, "%.*sindex.html", STR_ARG(address));
    status = data_list_put(&shown->data, &arena, values, error);
    if (status == STATUS_OK)
        status = site_write(site, &arena, "topic", SITE_TWO_DOWN, values, path, error);
    arena_release(&arena);
    return status;
}

/* ---- the front page ---- */

static enum status add_to_newest(struct site *site, const struct paper_story *story,
                                 struct error *error) {
    struct arena *arena = &site->paper->keep;
    const struct paper_member *lead = &story->members[0];
    if (site->newest_count == PUBLISH_NEWEST)
        return STATUS_OK;
    struct site_line *line = &site->newest[site->newest_count++];
    struct str outlet = str_first_of(lead->article.provider_name, lead->article.provider_domain);
    line->id = arena_copy(arena, str_from(lead->row->id));
    line->url = arena_copy(arena, paper_target(&lead->article));
    line->address = paper_address(arena, story);
    line->provider = arena_copy(arena, outlet);
    line->headline = arena_copy(arena, lead->article.title);
    if (!words_same_language(lead->article.language, site->paper->edition->locale))
        line->lang = arena_copy(arena, lead->article.language);
    line->time = lead->row->published;
    return arena_status(arena, error);
}

static void put_newest(struct site *site, struct arena *arena, struct template_value *values) {
    struct template_value *list = template_put_list(arena, values, "newest");
    for (size_t i = 0; i < site->newest_count; i++) {
        const struct site_line *line = &site->newest[i];
        struct template_value *map = template_add_map(arena, list);
        template_put_text(arena, map, "id", line->id);
        template_put_text(arena, map, "url", line->url);
        template_put_text(arena, map, "address", line->address);
        template_put_text(arena, map, "provider", line->provider);
        template_put_text(arena, map, "headline", line->headline);
        if (line->lang.n > 0) {
            template_put_text(arena, map, "lang", line->lang);
            template_put_text(arena, map, "dir",
                              words_right_to_left(line->lang) ? STR("rtl") : STR("ltr"));
        } else {
            template_put_text(arena, map, "lang", STR(""));
        }
        view_time(site->paper, arena, map, "time", line->time);
    }
    int64_t day = site->newest_count > 0 ? paper_day(site->paper, site->newest[0].time) : 0;
    if (day < PUBLISH_DAY_LEAST)
        return;
    struct template_value *latest = template_put_map(arena, values, "latest");
    template_put_text(arena, latest, "name",
                      words_day(arena, site->paper->words, day * DAY_SECONDS));
    template_put_text(arena, latest, "address", paper_day_address(arena, day));
}

/* When anybody who tells it last did. */
static int64_t story_changed(const struct paper_story *story) {
    int64_t last = TIME_NONE;
    for (size_t i = 0; i < story->visible; i++) {
        int64_t changed = paper_changed(&story->members[i].article);
        last = changed > last ? changed : last;
    }
    return last;
}

enum status site_put_front(struct site *site, struct arena *arena, const struct front *front,
                           struct template_value *values, int64_t *updated, struct error *error) {
    struct paper_story *stories;
    struct data_list data;
    *updated = TIME_NONE;
    struct str *leads = arena_array(arena, front->count, struct str);
    struct template_value *list = template_put_list(arena, values, "stories");
    if (leads == NULL)
        return arena_status(arena, error);
    for (size_t i = 0; i < front->count; i++)
        leads[i] = str_from(front->items[i].lead);
    enum status status = paper_get(site->paper, arena, leads, front->count, &stories, error);
    data_list_init(&data);
    for (size_t i = 0; i < front->count && status == STATUS_OK; i++) {
        bool again = stories[i].count == 0 || !stories[i].shown;
        for (size_t k = 0; k < i && !again; k++)
            again = strcmp(stories[k].id, stories[i].id) == 0;
        if (again)
            continue;
        struct str picture;
        status = pictures_of(site->paper, arena, &stories[i].members[0].article, &picture, error);
        view_story(site->paper, arena, &stories[i], front->items[i].size, picture,
                   template_add_map(arena, list));
        data_list_add(&data, site->paper, arena, &stories[i]);
        int64_t changed = story_changed(&stories[i]);
        *updated = changed > *updated ? changed : *updated;
    }
    if (status == STATUS_OK)
        status = data_list_put(&data, arena, values, error);
    data_list_release(&data);
    return status;
}

static enum status put_sponsor(struct site *site, struct arena *arena,
                               struct template_value *values, struct error *error) {
    const struct edition_sponsorship *sponsorship;
    const struct edition_message *message;
    int64_t day;
    enum status status = paper_sponsor(site->paper, arena, &sponsorship, &message, &day, error);
    if (status != STATUS_OK || sponsorship == NULL)
        return status;
    struct template_value *map = template_put_map(arena, values, "sponsor");
    template_put_text(arena, map, "name", sponsorship->sponsor);
    template_put_text(arena, map, "id", str_from(message->id));
    template_put_text(arena, map, "url", message->url);
    template_put_text(arena, map, "title", message->title);
    template_put_text(arena, map, "text", str_absent(message->text) ? STR("") : message->text);
    return STATUS_OK;
}

enum status site_write_front(struct site *site, struct error *error) {
    const struct edition *edition = site->paper->edition;
    struct arena arena;
    struct front front = {.report.best_heat = INT64_MIN};
    struct str text;
    int64_t updated = TIME_NONE;
    arena_init(&arena, PAGE_ARENA);
    struct template_value *values = template_map(&arena);
    enum status status = store_front_get(site->paper->context->store, &arena, &text, error);
    if (status == STATUS_OK && !str_absent(text))
        status = front_read(&arena, text, &front, error);
    if (status == STATUS_OK)
        status = site_put_front(site, &arena, &front, values, &updated, error);
    if (status == STATUS_OK)
        status = put_sponsor(site, &arena, values, error);
    if (status == STATUS_OK) {
        site_put_page(&arena, values, edition->title, STR_NONE, STR(""));
        template_put_integer(&arena, values, "level", 2);
        template_put_boolean(&arena, values, "front", true);
        put_newest(site, &arena, values);
        if (updated != TIME_NONE) {
            view_time(site->paper, &arena, values, "updated", updated);
            template_put_integer(&arena, values, "staleAfter", 2 * edition->fetch.every_most / 60);
            template_put_text(&arena, values, "day",
                              words_day(&arena, site->paper->words,
                                        paper_day(site->paper, updated) * DAY_SECONDS));
        }
        template_put_text(&arena, values, "empty",
                          words_empty(&arena, site->paper->words, edition, &front.report));
        status = site_write(site, &arena, "front", SITE_TOP, values, STR("index.html"), error);
    }
    arena_release(&arena);
    return status;
}

/* ---- stories that were merged into others ---- */

/* Where the page of a merged story stood, the one of the story that it is part of is named. */
enum status site_write_moved(struct site *site, struct arena *arena, struct str id, bool *there,
                             struct error *error) {
    struct store_key slug = {.key = id};
    struct target target;
    *there = false;
    enum status status =
        store_keys_get(site->paper->context->store, arena, KEYS_SLUG, &slug, 1, error);
    if (status != STATUS_OK || str_absent(slug.value))
        return status;
    status = find_target(site, arena, id, &target, error);
    if (status != STATUS_OK || str_absent(target.address))
        return status;
    *there = true;
    struct template_value *values = template_map(arena);
    site_put_page(arena, values, target.headline, STR_NONE, target.address);
    template_put_text(arena, values, "moved", target.address);
    return site_write(site, arena, "moved", SITE_TWO_DOWN, values,
                      publish_story_address(arena, id, slug.value), error);
}

static enum status write_all_moved(struct site *site, struct error *error) {
    enum { AT_ONCE = 256 };
    char after[ID_LENGTH + 1] = "";
    size_t count = AT_ONCE;
    bool there;
    enum status status = STATUS_OK;
    while (status == STATUS_OK && count == AT_ONCE) {
        struct arena arena;
        struct store_key *keys;
        arena_init(&arena, PAGE_ARENA);
        status = store_keys_list(site->paper->context->store, &arena, KEYS_STORY, str_from(after),
                                 AT_ONCE, &keys, &count, error);
        for (size_t i = 0; status == STATUS_OK && i < count; i++) {
            status = site_write_moved(site, &arena, keys[i].key, &there, error);
            snprintf(after, sizeof after, "%.*s", STR_ARG(keys[i].key));
        }
        arena_release(&arena);
    }
    return status;
}

/* ---- the rest ---- */

static enum status write_missing(struct site *site, struct error *error) {
    struct arena arena;
    arena_init(&arena, PAGE_ARENA);
    struct template_value *values = template_map(&arena);
    site_put_page(&arena, values,
                  arena_format(&arena, "Not here · %.*s", STR_ARG(site->paper->edition->title)),
                  STR_NONE, STR_NONE);
    enum status status =
        site_write(site, &arena, "missing", SITE_ANYWHERE, values, STR("404.html"), error);
    arena_release(&arena);
    return status;
}

static enum status write_files(struct site *site, struct error *error) {
    struct paper *paper = site->paper;
    enum status status = pages_write(paper, STR("style.css"), site->templates.style, error);
    if (status == STATUS_OK)
        status = pages_write(paper, STR("script.js"), site->templates.script, error);
    if (status == STATUS_OK)
        status = pages_write(paper, STR("icon.svg"), site->templates.icon, error);
    return status;
}

enum status site_add(struct site *site, const struct paper_story *story, struct str picture,
                     struct error *error) {
    enum status status = add_to_topics(site, story, picture, error);
    bool newest = !site->paper->narrow || site->paper->list == 0;
    return status == STATUS_OK && newest ? add_to_newest(site, story, error) : status;
}

enum status site_end(struct site *site, struct error *error) {
    enum status status = write_all_moved(site, error);
    for (size_t i = 0; i < site->paper->edition->topic_count && status == STATUS_OK; i++)
        status = site_write_topic(site, i, error);
    if (status == STATUS_OK)
        status = site_write_front(site, error);
    if (status == STATUS_OK)
        status = write_missing(site, error);
    return status == STATUS_OK ? write_files(site, error) : status;
}
