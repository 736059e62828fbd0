/* Stories that are looked at again at ticks: which id lives on, what parts, what is told of it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "press/events.h"
#include "press/find.h"
#include "press/state.h"
#include "support/edition_copy.h"
#include <stdio.h>
#include <stdlib.h>

enum { NOON = 1700049600 /* 2023-11-15T12:00:00Z */, ARTICLES = 5 };

#define ITEM(name, title)                                                                          \
    "<item><title>" title "</title><link>https://" name ".example/" name "</link></item>"

static const char feed[] = "<rss version=\"2.0\"><channel><title>Feed</title>" ITEM(
    "a", "Comet seen over the harbour") ITEM("b", "Dockers begin a strike at the northern docks")
    ITEM("c", "Comet over the harbour seen by hundreds") ITEM("d", "Bank leaves interest rates")
        ITEM("e", "Strike of the dockers at the northern docks begins") "</channel></rss>";

/* The paper's state while a test holds it, and the articles by their letters. */
struct house {
    struct edition_copy copy;
    struct store *store;
    struct press *press;
    struct arena arena;
    struct press_report report;
    char ids[ARTICLES][ID_LENGTH + 1];
    struct story_pair together[4], apart[4];
};

static void check(enum status status, const struct error *error) {
    if (status != STATUS_OK)
        fail_msg("%s", error->message);
}

static void open_press(struct house *house) {
    struct error error = {0};
    check(store_open(house->copy.folder, STR("sqlite:state/"), STORE_WRITE, &house->store, &error),
          &error);
    check(press_open(house->store, NULL, &house->press, &error), &error);
}

static void close_press(struct house *house) {
    press_close(house->press);
    store_close(house->store);
}

static struct store_article *article(struct house *house, char letter) {
    struct store_article *rows;
    struct error error = {0};
    struct str id = str_from(house->ids[letter - 'a']);
    check(store_articles_get(house->store, &house->arena, &id, 1, &rows, &error), &error);
    return rows;
}

static void set_up(struct house *house) {
    struct round_report report;
    struct store_article *rows;
    struct error error = {0};
    size_t count;
    *house = (struct house){0};
    arena_init(&house->arena, 1 << 26);
    edition_copy_make(&house->copy, "tests/run/small", NOON);
    edition_copy_write(&house->copy, "inbox/one.xml", feed);
    edition_copy_round(&house->copy, &report);
    open_press(house);
    const struct store_query query = {.order = STORE_BY_ARRIVED_UP};
    check(store_articles_list(house->store, &house->arena, &query, &rows, &count, &error), &error);
    assert_int_equal(count, ARTICLES);
    for (size_t i = 0; i < count; i++) {
        struct str at = str_skip(rows[i].data, str_find(rows[i].data, STR("https://")));
        memcpy(house->ids[at.p[strlen("https://")] - 'a'], rows[i].id, sizeof rows[i].id);
    }
}

static void tear_down(struct house *house) {
    close_press(house);
    arena_release(&house->arena);
    edition_copy_remove(&house->copy);
}

static size_t set_pairs(const struct house *house, const char *letters, struct story_pair *pairs) {
    size_t count = 0;
    for (; letters[0] != '\0'; letters += letters[2] == ' ' ? 3 : 2)
        pairs[count++] = (struct story_pair){str_from(house->ids[letters[0] - 'a']),
                                             str_from(house->ids[letters[1] - 'a'])};
    return count;
}

/* A tick under what an editor said. */
static void tick(struct house *house, const char *together, const char *apart) {
    struct fact fact = {.at = NOON + HOUR_SECONDS, .kind = FACT_TICK, .body = STR("{}")};
    struct error error = {0};
    house->press->bonds = (struct story_bonds){house->together, house->apart,
                                               set_pairs(house, together, house->together),
                                               set_pairs(house, apart, house->apart)};
    check(store_facts_append(house->store, &fact, 1, NULL, 0, &error), &error);
    check(press_fold(house->press, &house->report, &error), &error);
}

/* "ac be d": who is together. */
static void stand(struct house *house, const char *stories) {
    for (char a = 'a'; a < 'a' + ARTICLES; a++)
        for (char b = 'a'; b < 'a' + ARTICLES; b++) {
            const char *first = strchr(stories, a), *second = strchr(stories, b);
            bool wanted = true;
            for (const char *at = first < second ? first : second;
                 at < (first < second ? second : first); at++)
                wanted &= *at != ' ';
            if ((strcmp(article(house, a)->story, article(house, b)->story) == 0) != wanted)
                fail_msg("%c and %c are %stogether, not as in %s", a, b, wanted ? "not " : "",
                         stories);
        }
}

static void leads_to(struct house *house, const char *id, const char *story) {
    struct store_story *found;
    struct error error = {0};
    check(find_story(house->store, &house->arena, str_from(id), &found, &error), &error);
    assert_non_null(found);
    assert_string_equal(found->id, story);
}

static size_t leads(struct house *house, const char *story) {
    struct store_article *rows;
    struct error error = {0};
    size_t count, leading = 0;
    const struct store_query query = {.order = STORE_BY_ID, .story = str_from(story)};
    check(store_articles_list(house->store, &house->arena, &query, &rows, &count, &error), &error);
    for (size_t i = 0; i < count; i++)
        leading += rows[i].lead;
    return leading;
}

static void merged_ids_lead_on(void **state) {
    struct house house;
    char a[ID_LENGTH + 1], b[ID_LENGTH + 1], d[ID_LENGTH + 1];
    struct event *events;
    struct error error = {0};
    size_t count;
    (void)state;
    set_up(&house);
    stand(&house, "ac be d");
    memcpy(a, article(&house, 'a')->story, sizeof a);
    memcpy(b, article(&house, 'b')->story, sizeof b);
    memcpy(d, article(&house, 'd')->story, sizeof d);
    tick(&house, "bd", "");
    stand(&house, "ac bed");
    leads_to(&house, d, b); /* the older one lives on */
    assert_int_equal(leads(&house, b), 1);
    tick(&house, "bd ac ae", "");
    stand(&house, "acbed");
    leads_to(&house, b, a);
    leads_to(&house, d, a); /* a chain, followed to its end */
    assert_int_equal(leads(&house, a), 1);
    check(events_list(house.store, &house.arena, str_from(a), &events, &count, &error), &error);
    assert_int_equal(count, 1);
    assert_int_equal(events[0].kind, EVENT_UNITED);
    assert_true(events[0].bond);
    assert_int_equal(events[0].count, 3);
    assert_int_equal(house.report.united, 2);
    tear_down(&house);
}

/* Of two stories the one that is out of the house keeps its id, though it is the younger. */
static void what_left_the_house_lives_on(void **state) {
    struct house house;
    char a[ID_LENGTH + 1], d[ID_LENGTH + 1];
    struct error error = {0};
    (void)state;
    set_up(&house);
    memcpy(a, article(&house, 'a')->story, sizeof a);
    memcpy(d, article(&house, 'd')->story, sizeof d);
    struct store_key slugs[] = {{.key = str_from(a)}, {.key = str_from(d), .value = STR("rates")}};
    check(store_begin(house.store, &error), &error);
    check(store_keys_put(house.store, KEYS_SLUG, slugs, 2, &error), &error);
    int64_t folded;
    check(store_folded(house.store, &folded, &error), &error);
    check(store_commit(house.store, folded, &error), &error);
    tick(&house, "ad", "");
    stand(&house, "acd be");
    leads_to(&house, a, d);
    tear_down(&house);
}

/* The lead keeps the id, and no id is ever given twice. */
static void who_leads_keeps_the_id(void **state) {
    struct house house;
    char b[ID_LENGTH + 1], lead, other;
    (void)state;
    set_up(&house);
    memcpy(b, article(&house, 'b')->story, sizeof b);
    lead = article(&house, 'b')->lead ? 'b' : 'e';
    other = lead == 'b' ? 'e' : 'b';
    tick(&house, "", "be");
    stand(&house, "ac b e d");
    assert_string_equal(article(&house, lead)->story, b);
    assert_string_not_equal(article(&house, other)->story, b);
    char left[ID_LENGTH + 1];
    memcpy(left, article(&house, other)->story, sizeof left);
    tick(&house, "be", "");
    stand(&house, "ac be d");
    leads_to(&house, left, article(&house, 'b')->story);
    tick(&house, "", "be");
    stand(&house, "ac b e d");
    /* `left` is an alias for ever: the second parting makes another id. */
    assert_string_not_equal(article(&house, 'b')->story, left);
    assert_string_not_equal(article(&house, 'e')->story, left);
    assert_int_equal(house.report.parted, 2);
    tear_down(&house);
}

/* The same facts give the same state, whether the press is opened once or for each tick. */
static void opened_anew_it_goes_on_alike(void **state) {
    static const char *const words[][2] = {{"ad", ""}, {"ad", "be"}, {"", "be ad"}, {"de", ""}};
    struct house house, other;
    (void)state;
    set_up(&house);
    set_up(&other);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        tick(&house, words[i][0], words[i][1]);
        close_press(&other);
        open_press(&other);
        tick(&other, words[i][0], words[i][1]);
        for (char a = 'a'; a < 'a' + ARTICLES; a++) {
            assert_string_equal(article(&house, a)->story, article(&other, a)->story);
            assert_int_equal(article(&house, a)->heat, article(&other, a)->heat);
        }
    }
    tear_down(&house);
    tear_down(&other);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(merged_ids_lead_on),
        cmocka_unit_test(what_left_the_house_lives_on),
        cmocka_unit_test(who_leads_keeps_the_id),
        cmocka_unit_test(opened_anew_it_goes_on_alike),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
