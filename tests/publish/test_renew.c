/* Publishing what changed gives the tree that publishing everything gives. */
#include "fixture.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/json.h"
#include "files/files.h"
#include "files/tree.h"

enum { ARTICLES = 160, MONTHS = 4, MEMBERS_AT_ONCE = 400 };

/* An edition that changes at random; what is in its store is read back from there. */
struct world {
    struct fixture *fixture;
    char nothing[64]; /* a folder that is published from nothing */
    uint64_t random;
    int articles; /* made so far, dropped ones included */
    int64_t number;
};

static uint64_t next(struct world *world) {
    world->random ^= world->random << 13;
    world->random ^= world->random >> 7;
    world->random ^= world->random << 17;
    return world->random;
}

static int below(struct world *world, int limit) {
    return (int)(next(world) % (uint64_t)limit);
}

static struct store *store_of(struct world *world) {
    return world->fixture->store;
}

static struct arena *arena_of(struct world *world) {
    return &world->fixture->arena;
}

#define DO(call) assert_int_equal((call), STATUS_OK)

static void id_of(int number, char id[ID_LENGTH + 1]) {
    snprintf(id, ID_LENGTH + 1, "%03daaaaaaaaa", number);
}

/* ---- what can happen ---- */

static void put_key(struct world *world, enum store_space space, struct str key, struct str value) {
    const struct store_key pair = {key, value};
    DO(store_keys_put(store_of(world), space, &pair, 1, NULL));
}

static struct str get_key(struct world *world, enum store_space space, struct str key) {
    struct store_key pair = {.key = key};
    DO(store_keys_get(store_of(world), arena_of(world), space, &pair, 1, NULL));
    return pair.value;
}

static struct str article_data(struct world *world, const struct store_article *row) {
    static const char *const pictures[] = {"eye", "logo", "none"};
    struct buf text;
    struct json json;
    char number[40];
    buf_init(&text, 1 << 16);
    json_init(&json, &text, JSON_COMPACT);
    json_begin_object(&json);
    json_field_str(&json, "id", str_from(row->id));
    snprintf(number, sizeof number, "Headline %d & more", below(world, 1000));
    json_field_str(&json, "title", str_from(number));
    json_field_str(&json, "type", STR("article"));
    json_field_time(&json, "published", row->published);
    json_field_time(&json, "seen", row->seen);
    json_field_str(&json, "providerDomain", row->provider);
    json_field_str(&json, "excerpt", STR("What it says."));
    if (below(world, 12) == 0)
        json_field_bool(&json, "removed", true);
    if (below(world, 3) == 0) {
        json_key(&json, "images");
        json_begin_array(&json);
        json_begin_object(&json);
        snprintf(number, sizeof number, "https://north.example/%s.png", pictures[below(world, 3)]);
        json_field_str(&json, "url", str_from(number));
        json_field_bool(&json, "cached", true);
        json_end_object(&json);
        json_end_array(&json);
    }
    json_field_str(&json, "webUrl",
                   arena_format(arena_of(world), "https://north.example/%s", row->id));
    json_end_object(&json);
    struct str copy = arena_copy(arena_of(world), buf_str(&text));
    buf_release(&text);
    return copy;
}

static void give_topics(struct world *world, struct store_article *row) {
    static const struct str topics[] = {STR_INIT("ai"), STR_INIT("computer-vision"),
                                        STR_INIT("robots"), STR_INIT("gone")};
    row->topics = arena_array(arena_of(world), 4, struct str);
    row->topic_count = 0;
    for (size_t i = 0; i < 4; i++)
        if (below(world, 2) == 0)
            row->topics[row->topic_count++] = topics[i];
}

/* A story is written again as its members are. */
static void settle(struct world *world, struct str id, bool shown) {
    struct store_query query = {.order = STORE_BY_ID, .story = id};
    struct store_article *rows;
    size_t count;
    DO(store_articles_list(store_of(world), arena_of(world), &query, &rows, &count, NULL));
    if (count == 0) {
        DO(store_stories_drop(store_of(world), &id, 1, NULL));
        return;
    }
    size_t lead = (size_t)below(world, (int)count);
    struct store_story story = {.shown = shown,
                                .heat = below(world, 200),
                                .members = (int64_t)count,
                                .newest = rows[0].published,
                                .changed = world->number,
                                .score = STR("{\"total\":1,\"parts\":[]}")};
    for (size_t i = 0; i < count; i++) {
        rows[i].lead = i == lead;
        rows[i].shown = shown && i == lead;
        rows[i].heat = i == lead ? story.heat : -1;
        rows[i].changed = world->number;
    }
    snprintf(story.id, sizeof story.id, "%.*s", STR_ARG(id));
    memcpy(story.lead, rows[lead].id, sizeof story.lead);
    DO(store_articles_put(store_of(world), rows, count, NULL));
    DO(store_stories_put(store_of(world), &story, 1, NULL));
}

/* Some article that is there; false when the one that was drawn is not. */
static bool draw(struct world *world, struct store_article *row) {
    char id[ID_LENGTH + 1];
    struct store_article *found;
    if (world->articles == 0)
        return false;
    id_of(below(world, world->articles), id);
    struct str text = str_from(id);
    DO(store_articles_get(store_of(world), arena_of(world), &text, 1, &found, NULL));
    *row = *found;
    return row->id[0] != '\0';
}

static void a_new_article(struct world *world) {
    struct store_article other, row = {.quality = below(world, 100),
                                       .arrived = world->number,
                                       .changed = world->number,
                                       .provider = STR("north.example"),
                                       .score = STR("{}")};
    if (world->articles == ARTICLES)
        return;
    id_of(world->articles++, row.id);
    row.published = row.seen =
        1759276800 - 86400 * below(world, 30 * MONTHS) + below(world, 3); /* 2025-10-01 */
    give_topics(world, &row);
    row.data = article_data(world, &row);
    bool joins = below(world, 3) == 0 && draw(world, &other);
    if (joins)
        memcpy(row.story, other.story, sizeof row.story);
    else if (below(world, 10) > 0)
        memcpy(row.story, row.id, sizeof row.story);
    DO(store_articles_put(store_of(world), &row, 1, NULL));
    put_key(world, KEYS_RECORD, str_from(row.id),
            arena_format(arena_of(world), "_news/2025-10-01-%s.md", row.id));
    if (row.story[0] != '\0')
        settle(world, str_from(row.story), below(world, 4) > 0);
}

static void another_headline(struct world *world) {
    struct store_article row;
    if (!draw(world, &row))
        return;
    row.data = article_data(world, &row);
    row.changed = world->number;
    DO(store_articles_put(store_of(world), &row, 1, NULL));
}

static void other_topics(struct world *world) {
    struct store_article row;
    if (!draw(world, &row))
        return;
    give_topics(world, &row);
    DO(store_articles_put(store_of(world), &row, 1, NULL));
}

static void another_lead(struct world *world) {
    struct store_article row;
    if (draw(world, &row) && row.story[0] != '\0')
        settle(world, str_from(row.story), below(world, 4) > 0);
}

static void a_slug(struct world *world) {
    struct store_article row;
    if (draw(world, &row) && row.story[0] != '\0' &&
        str_absent(get_key(world, KEYS_SLUG, str_from(row.story))))
        put_key(world, KEYS_SLUG, str_from(row.story), STR("named"));
}

static void a_story_joins_another(struct world *world) {
    struct store_article from, into, *rows;
    size_t count;
    if (!draw(world, &from) || !draw(world, &into) || strcmp(from.story, into.story) == 0 ||
        from.story[0] == '\0' || into.story[0] == '\0')
        return;
    const struct store_query query = {.order = STORE_BY_ID, .story = str_from(from.story)};
    DO(store_articles_list(store_of(world), arena_of(world), &query, &rows, &count, NULL));
    for (size_t i = 0; i < count; i++)
        memcpy(rows[i].story, into.story, sizeof rows[i].story);
    DO(store_articles_put(store_of(world), rows, count, NULL));
    struct str gone = str_from(from.story);
    DO(store_stories_drop(store_of(world), &gone, 1, NULL));
    put_key(world, KEYS_STORY, gone, str_from(into.story));
    settle(world, str_from(into.story), below(world, 4) > 0);
}

/* An article proves to be another: its record is a further one of that. */
static void an_article_is_another(struct world *world) {
    struct store_article older, younger;
    if (!draw(world, &older) || !draw(world, &younger) || strcmp(older.id, younger.id) == 0)
        return;
    struct str id = str_from(younger.id), from = id, to;
    for (unsigned k = 2, free = 2; !str_absent(get_key(world, KEYS_RECORD, from)); k++) {
        do
            to = arena_format(arena_of(world), "%s/%u", older.id, free++);
        while (!str_absent(get_key(world, KEYS_RECORD, to)));
        put_key(world, KEYS_RECORD, to, get_key(world, KEYS_RECORD, from));
        put_key(world, KEYS_RECORD, from, STR_NONE);
        from = arena_format(arena_of(world), "%s/%u", younger.id, k);
    }
    put_key(world, KEYS_ALIAS, id, str_from(older.id));
    DO(store_articles_drop(store_of(world), &id, 1, NULL));
    if (younger.story[0] == '\0')
        return;
    if (strcmp(younger.story, younger.id) == 0 && older.story[0] != '\0' &&
        strcmp(older.story, younger.story) != 0)
        put_key(world, KEYS_STORY, id, str_from(older.story));
    settle(world, str_from(younger.story), below(world, 4) > 0);
}

static void a_follow_up(struct world *world) {
    struct store_article earlier, later;
    if (!draw(world, &earlier) || !draw(world, &later) || earlier.story[0] == '\0' ||
        later.story[0] == '\0' || strcmp(earlier.story, later.story) == 0)
        return;
    put_key(world, KEYS_EARLIER, str_from(later.story), str_from(earlier.story));
    put_key(world, KEYS_LATER, str_from(earlier.story), str_from(later.story));
}

static void announced_before(struct world *world) {
    struct store_article row;
    if (draw(world, &row) && row.story[0] != '\0')
        put_key(world, KEYS_ANNOUNCED, arena_format(arena_of(world), "again/%s", row.story),
                below(world, 2) == 0 ? str_from(row.story) : STR_NONE);
}

static void another_front(struct world *world) {
    struct store_article row;
    struct str items = STR("");
    for (int i = 0; i < 5; i++)
        if (draw(world, &row) && row.lead && row.shown)
            items = arena_format(arena_of(world),
                                 "%.*s%s{\"story\":\"%s\",\"lead\":\"%s\",\"rank\":1,\"heat\":1,"
                                 "\"size\":1}",
                                 STR_ARG(items), items.n > 0 ? "," : "", row.story, row.id);
    DO(store_front_put(store_of(world),
                       arena_format(arena_of(world), "{\"items\":[%.*s]}", STR_ARG(items)), NULL));
}

/* ---- pictures ---- */

static struct str whole_file(struct arena *arena, const char *folder, struct str path) {
    struct buf bytes;
    buf_init(&bytes, 1 << 24);
    DO(files_read(folder, path, 1 << 24, &bytes, NULL));
    struct str copy = arena_copy(arena, buf_str(&bytes));
    buf_release(&bytes);
    return copy;
}

/* Where one of the pictures that articles name is held. */
static struct str held_path(struct world *world, const char *name) {
    char hash[HASH_HEX + 1];
    hash_hex(arena_format(arena_of(world), "https://north.example/%s.png", name), hash);
    return arena_format(arena_of(world), "inbox/pictures/%s", hash);
}

/* Of absent bytes: takes it away. In both editions, if there are two. */
static void hold(struct world *world, struct str path, struct str bytes) {
    const char *const folders[] = {world->fixture->folder, world->nothing};
    for (size_t i = 0; i < 2 && folders[i][0] != '\0'; i++) {
        struct tree *tree;
        DO(tree_open(folders[i], &tree, NULL));
        DO(str_absent(bytes) ? tree_remove(tree, path, NULL) : tree_write(tree, path, bytes, NULL));
        tree_close(tree);
    }
}

static void another_picture(struct world *world) {
    static const char *const names[] = {"eye", "logo", "none"};
    struct str *paths;
    size_t count;
    DO(files_list(arena_of(world), HERE "/edition", STR("inbox/pictures"), false, &paths, &count,
                  NULL));
    size_t which = (size_t)below(world, (int)count + 1);
    hold(world, held_path(world, names[below(world, 3)]),
         which < count ? whole_file(arena_of(world), HERE "/edition", paths[which]) : STR_NONE);
}

/* ---- the same bytes ---- */

static void happen(struct world *world, int count) {
    static void (*const ways[])(struct world *) = {
        a_new_article,
        a_new_article,
        a_new_article,
        another_headline,
        other_topics,
        another_lead,
        a_slug,
        a_slug,
        a_follow_up,
        a_story_joins_another,
        an_article_is_another,
        announced_before,
        another_front,
        another_picture,
    };
    struct fact fact = {.at = 1, .kind = STR("observed"), .body = STR("{}")};
    DO(store_facts_append(store_of(world), &fact, 1, NULL, 0, NULL));
    world->number = fact.number;
    DO(store_begin(store_of(world), NULL));
    for (int i = 0; i < count; i++)
        ways[below(world, (int)(sizeof ways / sizeof ways[0]))](world);
    DO(store_commit(store_of(world), fact.number, NULL));
}

static size_t files_of(struct arena *arena, const char *folder, const char *under,
                       struct str **paths) {
    size_t count = 0;
    DO(files_list(arena, folder, str_from(under), true, paths, &count, NULL));
    return count;
}

static void assert_same(struct world *world, const char *under) {
    struct arena arena;
    struct str *ours, *theirs;
    arena_init(&arena, 1 << 28);
    size_t count = files_of(&arena, world->fixture->folder, under, &ours);
    size_t wanted = files_of(&arena, world->nothing, under, &theirs);
    for (size_t i = 0; i < count || i < wanted; i++) {
        if (i >= count || i >= wanted || !str_eq(ours[i], theirs[i])) {
            print_error("%.*s is there, not %.*s\n", STR_ARG(i < count ? ours[i] : STR("nothing")),
                        STR_ARG(i < wanted ? theirs[i] : STR("nothing")));
            fail();
        }
        struct str is = whole_file(&arena, world->fixture->folder, ours[i]);
        struct str should = whole_file(&arena, world->nothing, ours[i]);
        if (!str_eq(is, should)) {
            print_error("%.*s is\n%.*s\n, not\n%.*s\n", STR_ARG(ours[i]), STR_ARG(is),
                        STR_ARG(should));
            fail();
        }
    }
    arena_release(&arena);
}

/* The folder has the pictures that the other edition has. */
static void make_nothing(struct world *world) {
    struct arena arena;
    struct str *paths;
    struct tree *tree;
    arena_init(&arena, 1 << 24);
    snprintf(world->nothing, sizeof world->nothing, "/tmp/broadsheet-nothing-XXXXXX");
    assert_non_null(mkdtemp(world->nothing));
    DO(tree_open(world->nothing, &tree, NULL));
    const char *from = world->fixture->folder;
    size_t count = files_of(&arena, from, "inbox/pictures", &paths);
    for (size_t i = 0; i < count; i++)
        DO(tree_write(tree, paths[i], whole_file(&arena, from, paths[i]), NULL));
    tree_close(tree);
    arena_release(&arena);
}

static void empty(const char *folder) {
    struct tree *tree;
    DO(tree_open(folder, &tree, NULL));
    DO(tree_sweep(tree, STR(""), NULL));
    tree_close(tree);
}

static void forget_nothing(struct world *world) {
    empty(world->nothing);
    rmdir(world->nothing);
}

static void compare_with_all(struct world *world) {
    struct publish_context context = world->fixture->context;
    struct publish_report report;
    context.folder = world->nothing;
    context.threads = 1 + (size_t)below(world, 4);
    DO(publish_edition(&context, STR_NONE, &report, NULL));
    assert_true(report.whole);
    assert_same(world, "public");
    assert_same(world, "records");
}

static void is_the_same_as_from_nothing(void **state) {
    enum { HISTORIES = 4, ROUNDS = 20, MOST_AT_ONCE = 12 };
    struct fixture *fixture = *state;
    char records[90];
    fixture->look = STR("look");
    snprintf(records, sizeof records, "%s/records", fixture->folder);
    for (uint64_t history = 1; history <= HISTORIES; history++) {
        struct world world = {.fixture = fixture, .random = history * 0x9E3779B97F4A7C15u};
        fixture->edition.publish.precompress = history == 1 ? PRECOMPRESS_ALL : PRECOMPRESS_FRONT;
        DO(store_derived_clear(fixture->store, NULL));
        int whole = 0;
        happen(&world, 80 * (int)history);
        make_nothing(&world);
        for (int round = 0; round < ROUNDS; round++) {
            publish(fixture);
            assert_true(fixture->report.whole || round > 0);
            whole += fixture->report.whole;
            compare_with_all(&world);
            happen(&world, 1 + below(&world, MOST_AT_ONCE));
        }
        assert_true(whole < ROUNDS / 4); /* the first, and where the sitemap is parted */
        forget_nothing(&world);
        make_nothing(&world);
        publish(fixture);
        compare_with_all(&world);
        forget_nothing(&world);
        empty(records);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(is_the_same_as_from_nothing, open_fixture, close_fixture),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
