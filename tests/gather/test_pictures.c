/* Copies of pictures, from what is shown to facts and files, with a program that stands for the one
 * that makes them. Their bytes come from inbox/pictures; tests/cli/pictures asks a server. */
#include "files/scratch.h"

#include "files/files.h"
#include "gather/pictures.h"
#include <stdlib.h>

enum { NOW = 1760000000, MEMORY = 1 << 24 };

struct world {
    struct scratch scratch;
    struct arena arena;
    struct edition edition;
    struct clock clock;
    struct gatherer gatherer;
};

static int open_world(void **state) {
    static const char configuration[] = "title: T\nid: t\nurl: https://t.example\n"
                                        "pictures: {sizes: [16], most: 100}\n";
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    *state = world;
    scratch_make(&world->scratch);
    scratch_folder(&world->scratch, "inbox");
    scratch_folder(&world->scratch, "inbox/pictures");
    arena_init(&world->arena, MEMORY);
    const struct edition_file file = {STR("edition.yaml"), str_from(configuration)};
    assert_int_equal(edition_load(&world->arena, &file, 1, &world->edition, NULL), STATUS_OK);
    world->clock = clock_fixed(NOW);
    world->gatherer = (struct gatherer){
        .folder = world->scratch.folder,
        .edition = &world->edition,
        .clock = &world->clock,
        .now = NOW,
        .program = "tests/gather/picture-maker.sh",
    };
    return store_open(world->scratch.folder, STR("sqlite:state/"), STORE_WRITE,
                      &world->gatherer.store, NULL) != STATUS_OK;
}

static int close_world(void **state) {
    struct world *world = *state;
    store_close(world->gatherer.store);
    arena_release(&world->arena);
    scratch_drop(&world->scratch);
    free(world);
    return 0;
}

/* An article that leads a story which is shown, with a picture of that address. */
static void put_lead(struct world *world, const char *id, const char *url, const char *source) {
    struct article_image image = {.url = str_from(url)};
    struct article article = {.title = STR("T"), .images = &image, .image_count = 1};
    struct store_article row = {.lead = true,
                                .shown = true,
                                .published = NOW,
                                .seen = NOW,
                                .arrived = 1,
                                .changed = 1,
                                .provider = STR("a.example"),
                                .score = STR("{}")};
    struct buf text;
    struct json json;
    snprintf(article.source, sizeof article.source, "%s", source);
    memcpy(article.id, id, ID_LENGTH);
    memcpy(row.id, id, ID_LENGTH);
    memcpy(row.story, id, ID_LENGTH);
    buf_init(&text, 1 << 16);
    json_init(&json, &text, JSON_COMPACT);
    article_write(&article, &json);
    row.data = buf_str(&text);
    assert_int_equal(store_begin(world->gatherer.store, NULL), STATUS_OK);
    assert_int_equal(store_articles_put(world->gatherer.store, &row, 1, NULL), STATUS_OK);
    assert_int_equal(store_commit(world->gatherer.store, 0, NULL), STATUS_OK);
    buf_release(&text);
}

static void hold(struct world *world, const char *url, const char *bytes) {
    char hash[HASH_HEX + 1], path[32 + HASH_HEX];
    hash_hex(str_from(url), hash);
    snprintf(path, sizeof path, "inbox/pictures/%s", hash);
    scratch_put(&world->scratch, path, bytes);
}

static void gather(struct world *world) {
    struct error error;
    world->gatherer.report.pictures = 0;
    if (gather_pictures(&world->gatherer, &error) != STATUS_OK)
        fail_msg("%s", error.message);
}

static size_t facts_of(struct world *world, struct fact **facts) {
    size_t count;
    assert_int_equal(
        store_facts_read(world->gatherer.store, &world->arena, 0, 100, facts, &count, NULL),
        STATUS_OK);
    return count;
}

static struct picture_note note_of(struct world *world, const char *url) {
    char hash[HASH_HEX + 1];
    struct picture_note note;
    hash_hex(str_from(url), hash);
    struct store_key key = {.key = str_from(hash)};
    assert_int_equal(
        store_notes_get(world->gatherer.store, &world->arena, NOTES_PICTURE, &key, 1, NULL),
        STATUS_OK);
    assert_int_equal(picture_note_read(&world->arena, key.value, &note, NULL), STATUS_OK);
    return note;
}

static bool has(struct str text, const char *what) {
    return str_find(text, str_from(what)) != SIZE_MAX;
}

static void one_picture_serves_all_that_have_it(void **state) {
    struct world *world = *state;
    struct fact *facts;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    put_lead(world, "bbbbbbbbbbbb", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "picture\n");
    gather(world);
    assert_int_equal(world->gatherer.report.pictures, 1);
    assert_int_equal(facts_of(world, &facts), 2);
    assert_true(str_eq(facts[0].kind, FACT_PICTURED) && has(facts[0].body, "aaaaaaaaaaaa"));
    assert_true(has(facts[1].body, "bbbbbbbbbbbb") && has(facts[1].body, "-16.webp\""));
    struct picture_note note = note_of(world, "https://a.example/1.png");
    assert_int_equal(note.article_count, 2);
    assert_int_equal(note.bytes, 30);
    assert_int_equal(note.image.copy_count, 1);
    struct str name = note.image.copies[0].name;
    char path[256];
    snprintf(path, sizeof path, "state/pictures/%.2s/%.*s", name.p, STR_ARG(name));
    int64_t size = 0;
    int fd;
    assert_int_equal(files_open(world->scratch.folder, str_from(path), &fd, &size, NULL),
                     STATUS_OK);
    assert_int_equal(size, 30);
    close(fd);
}

/* What came through a file of the inbox asks nothing of the network; what it holds counts. */
static void the_inbox_stands_for_the_network(void **state) {
    struct world *world = *state;
    struct fact *facts;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "unknownsourc");
    gather(world);
    assert_int_equal(facts_of(world, &facts), 0);
    assert_int_equal(note_of(world, "https://a.example/1.png").failures, 0);
    hold(world, "https://a.example/1.png", "picture\n");
    gather(world);
    assert_int_equal(facts_of(world, &facts), 1);
}

static void what_fails_is_tried_later_and_later(void **state) {
    static const struct {
        int64_t after; /* the first try, seconds */
        int64_t failures;
    } cases[] = {{0, 1}, {1, 1}, {3599, 1}, {3600, 2}, {3601, 2}, {10799, 2}, {10800, 3}};
    struct world *world = *state;
    struct fact *facts;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "broken\n");
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        world->gatherer.now = NOW + cases[i].after;
        gather(world);
        assert_int_equal(note_of(world, "https://a.example/1.png").failures, cases[i].failures);
    }
    assert_int_equal(facts_of(world, &facts), 0);
}

static void without_libvips_nothing_is_noted(void **state) {
    struct world *world = *state;
    struct fact *facts;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "without\n");
    gather(world);
    assert_int_equal(facts_of(world, &facts), 0);
    assert_int_equal(note_of(world, "https://a.example/1.png").failures, 0);
}

/* Notes a picture that was shown `ago` seconds ago and whose copies take so many bytes. */
static void note_old(struct world *world, const char *url, int64_t ago, int64_t bytes,
                     const char *name) {
    struct article_copy copy = {str_from(name), 16, 16};
    struct str article = STR("oldoldoldold");
    char hash[HASH_HEX + 1], folder[64], path[256];
    const struct picture_note note = {
        .shown = NOW - ago,
        .bytes = bytes,
        .image = {.url = str_from(url), .copies = &copy, .copy_count = 1},
        .articles = &article,
        .article_count = 1,
    };
    hash_hex(str_from(url), hash);
    const struct store_key key = {str_from(hash), picture_note_write(&world->arena, &note)};
    assert_int_equal(store_notes_put(world->gatherer.store, NOTES_PICTURE, &key, 1, NULL),
                     STATUS_OK);
    snprintf(folder, sizeof folder, "state/pictures/%.2s", name);
    mkdir(scratch_path(&world->scratch, "state/pictures"), 0777);
    mkdir(scratch_path(&world->scratch, folder), 0777);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    scratch_put(&world->scratch, path, "x");
}

static bool is_there(struct world *world, const char *path) {
    return access(scratch_path(&world->scratch, path), F_OK) == 0;
}

/* At most 100 bytes, and 30 come: of those that are not shown any more the one that was shown
 * longest ago goes first, and no further than need be; a file that another still has stays. */
static void those_shown_longest_ago_go(void **state) {
    struct world *world = *state;
    struct fact *facts;
    note_old(world, "https://a.example/older", 9000, 20, "aa-16.webp");
    note_old(world, "https://a.example/oldest", 99000, 20, "bb-16.webp");
    note_old(world, "https://a.example/same", 50000, 20, "cc-16.webp");
    note_old(world, "https://a.example/young", 5000, 40, "cc-16.webp");
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "picture\n");
    gather(world);
    assert_int_equal(facts_of(world, &facts), 3);
    assert_true(has(facts[0].body, "copies"));
    assert_true(has(facts[1].body, "oldest") && !has(facts[1].body, "copies"));
    assert_true(has(facts[2].body, "same") && has(facts[2].body, "oldoldoldold"));
    assert_true(is_there(world, "state/pictures/aa/aa-16.webp"));
    assert_false(is_there(world, "state/pictures/bb/bb-16.webp"));
    assert_true(is_there(world, "state/pictures/cc/cc-16.webp"));
    assert_int_equal(note_of(world, "https://a.example/oldest").bytes, 0);
    assert_int_equal(note_of(world, "https://a.example/older").bytes, 20);
}

/* However little room there is: what a page shows stays. */
static void what_is_shown_stays(void **state) {
    struct world *world = *state;
    struct fact *facts;
    world->edition.pictures.most = 0;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "picture\n");
    gather(world);
    assert_int_equal(facts_of(world, &facts), 1);
    assert_int_equal(note_of(world, "https://a.example/1.png").bytes, 30);
}

/* As after a rebuild: what says that there are copies came back, the files did not. */
static void lost_copies_are_made_again(void **state) {
    struct world *world = *state;
    struct fact *facts;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "picture\n");
    gather(world);
    struct str name = note_of(world, "https://a.example/1.png").image.copies[0].name;
    char path[256];
    snprintf(path, sizeof path, "state/pictures/%.2s/%.*s", name.p, STR_ARG(name));
    assert_int_equal(unlink(scratch_path(&world->scratch, path)), 0);
    world->gatherer.offline = true; /* the inbox is no network */
    gather(world);
    assert_int_equal(world->gatherer.report.pictures, 1);
    assert_true(is_there(world, path));
    assert_int_equal(facts_of(world, &facts), 2);
    assert_true(has(facts[1].body, "copies"));
    gather(world);
    assert_int_equal(world->gatherer.report.pictures, 0);
}

static void policies_hold(void **state) {
    struct world *world = *state;
    struct fact *facts;
    put_lead(world, "aaaaaaaaaaaa", "https://a.example/1.png", "");
    hold(world, "https://a.example/1.png", "picture\n");
    world->edition.pictures.policy = PICTURES_NONE;
    gather(world);
    world->edition.pictures.policy = PICTURES_LINK;
    gather(world);
    world->edition.pictures.policy = PICTURES_COPY;
    world->edition.pictures.on = SWITCH_OFF;
    gather(world);
    assert_int_equal(facts_of(world, &facts), 0);
}

#define IN_A_WORLD(test) cmocka_unit_test_setup_teardown(test, open_world, close_world)

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_A_WORLD(one_picture_serves_all_that_have_it),
        IN_A_WORLD(the_inbox_stands_for_the_network),
        IN_A_WORLD(what_fails_is_tried_later_and_later),
        IN_A_WORLD(without_libvips_nothing_is_noted),
        IN_A_WORLD(those_shown_longest_ago_go),
        IN_A_WORLD(what_is_shown_stays),
        IN_A_WORLD(lost_copies_are_made_again),
        IN_A_WORLD(policies_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
