/* Working state: sources, what was seen, clicks. */
#include "contract.h"

static void sources_are_overwritten(void **state) {
    struct contract *contract = *state;
    struct store_source sources[2] = {
        {.id = "zzz",
         .etag = STR("\"x'y\""),
         .due = 7,
         .interval = 3600,
         .last_try = 5,
         .last_good = TIME_NONE,
         .failures = 2,
         .entries = 9,
         .error_class = STR("dns"),
         .error_text = STR("no such host"),
         .reason = 4,
         .rhythm = 7200,
         .last_news = 11,
         .ttl = 900,
         .address = STR("https://b.example/"),
         .moved = STR("https://c.example/"),
         .moved_since = 12,
         .moved_times = 2,
         .gone_since = 13,
         .gone_times = 3,
         .ms = 1200,
         .warnings = 2,
         .warning = STR("an entry without a date"),
         .skip_hours = 5,
         .skip_days = 64,
         .older = STR("https://a.example/2024.xml"),
         .hub = STR("https://hub.example/"),
         .topic = STR("https://a.example/feed")},
        {.id = "aaa",
         .last_modified = STR("Tue"),
         .content_hash = STR("abc"),
         .last_try = TIME_NONE,
         .last_good = 4},
    };
    struct store_source *found;
    size_t count;
    GOOD(store_sources_list(contract->store, &contract->arena, &found, &count, &contract->error));
    assert_int_equal(count, 0);
    GOOD(store_sources_put(contract->store, sources, 2, &contract->error));
    contract_reopen(contract, STORE_WRITE);
    GOOD(store_sources_list(contract->store, &contract->arena, &found, &count, &contract->error));
    assert_int_equal(count, 2);
    assert_string_equal(found[0].id, "aaa");
    assert_str(found[0].etag, NULL);
    assert_str(found[0].last_modified, "Tue");
    assert_str(found[0].content_hash, "abc");
    assert_int_equal(found[0].last_try, TIME_NONE);
    assert_int_equal(found[0].last_good, 4);
    assert_str(found[0].error_class, NULL);
    assert_string_equal(found[1].id, "zzz");
    assert_str(found[1].etag, "\"x'y\"");
    assert_int_equal(found[1].due, 7);
    assert_int_equal(found[1].interval, 3600);
    assert_int_equal(found[1].last_try, 5);
    assert_int_equal(found[1].last_good, TIME_NONE);
    assert_int_equal(found[1].failures, 2);
    assert_int_equal(found[1].entries, 9);
    assert_str(found[1].error_class, "dns");
    assert_str(found[1].error_text, "no such host");
    assert_int_equal(found[1].reason, 4);
    assert_int_equal(found[1].ms, 1200);
    assert_int_equal(found[1].warnings, 2);
    assert_str(found[1].warning, "an entry without a date");
    assert_str(found[0].warning, NULL);
    assert_int_equal(found[1].skip_hours, 5);
    assert_int_equal(found[1].skip_days, 64);
    assert_str(found[1].older, "https://a.example/2024.xml");
    assert_str(found[0].older, NULL);
    assert_str(found[1].hub, "https://hub.example/");
    assert_str(found[1].topic, "https://a.example/feed");
    assert_int_equal(found[1].rhythm, 7200);
    assert_int_equal(found[1].last_news, 11);
    assert_int_equal(found[1].ttl, 900);
    assert_str(found[1].address, "https://b.example/");
    assert_str(found[1].moved, "https://c.example/");
    assert_int_equal(found[1].moved_since, 12);
    assert_int_equal(found[1].moved_times, 2);
    assert_int_equal(found[1].gone_since, 13);
    assert_int_equal(found[1].gone_times, 3);
    assert_str(found[0].moved, NULL);

    sources[0].etag = sources[0].error_class = sources[0].error_text = STR_NONE;
    sources[0].failures = 0;
    GOOD(store_sources_put(contract->store, sources, 1, &contract->error));
    GOOD(store_sources_list(contract->store, &contract->arena, &found, &count, &contract->error));
    assert_int_equal(count, 2);
    assert_str(found[1].etag, NULL);
    assert_str(found[1].error_text, NULL);
    assert_int_equal(found[1].failures, 0);
}

static void bad_sources_change_nothing(void **state) {
    struct contract *contract = *state;
    struct store_source *found;
    size_t count;
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        struct store_source sources[2] = {{.id = "aaa"},
                                          {.id = "bbb", .error_text = contract_bad_texts[i]}};
        FAILS(STATUS_INVALID, store_sources_put(contract->store, sources, 2, &contract->error));
    }
    struct store_source nameless = {.id = ""};
    FAILS(STATUS_INVALID, store_sources_put(contract->store, &nameless, 1, NULL));
    GOOD(store_sources_list(contract->store, &contract->arena, &found, &count, &contract->error));
    assert_int_equal(count, 0);
}

static void what_was_seen_of_entries(void **state) {
    struct contract *contract = *state;
    struct store_key put[] = {{STR("one"), STR("h1")}, {STR("two"), STR("h2")}, {STR(""), STR("")}};
    GOOD(store_seen_put(contract->store, STR("source"), put, 3, &contract->error));
    struct store_key got[] = {{.key = STR("two")}, {STR("three"), STR("x")}, {.key = STR("")}};
    GOOD(
        store_seen_get(contract->store, &contract->arena, STR("source"), got, 3, &contract->error));
    assert_str(got[0].value, "h2");
    assert_str(got[1].value, NULL);
    assert_str(got[2].value, "");
    GOOD(store_seen_get(contract->store, &contract->arena, STR("other"), got, 3, &contract->error));
    assert_str(got[0].value, NULL);

    struct store_key change[] = {{STR("two"), STR("h3")}, {STR("one"), STR_NONE}};
    GOOD(store_seen_put(contract->store, STR("source"), change, 2, &contract->error));
    struct store_key again[] = {{.key = STR("one")}, {.key = STR("two")}};
    GOOD(store_seen_get(contract->store, &contract->arena, STR("source"), again, 2,
                        &contract->error));
    assert_str(again[0].value, NULL);
    assert_str(again[1].value, "h3");

    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        struct store_key bad[] = {{STR("new"), STR("h")}, {contract_bad_texts[i], STR("h")}};
        FAILS(STATUS_INVALID, store_seen_put(contract->store, STR("source"), bad, 2, NULL));
        FAILS(STATUS_INVALID, store_seen_put(contract->store, contract_bad_texts[i], bad, 1, NULL));
    }
    FAILS(STATUS_INVALID, store_seen_put(contract->store, STR(""), put, 1, NULL));
    struct store_key fresh = {.key = STR("new")};
    GOOD(store_seen_get(contract->store, &contract->arena, STR("source"), &fresh, 1,
                        &contract->error));
    assert_str(fresh.value, NULL);
}

static void notes_are_kept_by_table(void **state) {
    struct contract *contract = *state;
    const struct store_key put[] = {{STR("b"), STR("1")}, {STR("a"), STR("2")}};
    const struct store_key other[] = {{STR("a"), STR("3")}};
    struct store_key *all;
    size_t count;
    GOOD(store_notes_put(contract->store, NOTES_HUB, put, 2, &contract->error));
    contract_reopen(contract, STORE_SERVE); /* the server writes, too */
    GOOD(store_notes_put(contract->store, NOTES_TOLD, other, 1, &contract->error));
    struct store_key got[] = {{.key = STR("a")}, {.key = STR("c")}};
    GOOD(store_notes_get(contract->store, &contract->arena, NOTES_HUB, got, 2, &contract->error));
    assert_str(got[0].value, "2");
    assert_str(got[1].value, NULL);
    const struct store_key change[] = {{STR("a"), STR_NONE}, {STR("b"), STR("4")}};
    contract_reopen(contract, STORE_WRITE);
    GOOD(store_notes_put(contract->store, NOTES_HUB, change, 2, &contract->error));
    GOOD(store_notes_list(contract->store, &contract->arena, NOTES_HUB, &all, &count,
                          &contract->error));
    assert_int_equal(count, 1);
    assert_str(all[0].key, "b");
    assert_str(all[0].value, "4");
    GOOD(store_notes_list(contract->store, &contract->arena, NOTES_TOLD, &all, &count,
                          &contract->error));
    assert_int_equal(count, 1);
    assert_str(all[0].value, "3");
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        const struct store_key bad[] = {{STR("new"), STR("h")}, {contract_bad_texts[i], STR("h")}};
        FAILS(STATUS_INVALID, store_notes_put(contract->store, NOTES_HUB, bad, 2, NULL));
    }
    contract_reopen(contract, STORE_READ);
    FAILS(STATUS_DENIED, store_notes_put(contract->store, NOTES_HUB, put, 1, NULL));
}

static void click(struct contract *contract, const char *article, int64_t day, const char *who) {
    GOOD(store_click_add(contract->store, str_from(article), day, str_from(who), &contract->error));
}

static void a_visitor_counts_once_a_day(void **state) {
    struct contract *contract = *state;
    struct store_clicks *clicks;
    size_t count;
    contract_reopen(contract, STORE_SERVE); /* it is the server that adds them */
    click(contract, "b", 20000, "v1");
    click(contract, "b", 20000, "v1");
    click(contract, "b", 20000, "v2");
    click(contract, "a", 20000, "v1");
    click(contract, "b", 19999, "v1");
    click(contract, "a", -1, "v1");
    contract_reopen(contract, STORE_WRITE);
    GOOD(
        store_clicks_pending(contract->store, &contract->arena, &clicks, &count, &contract->error));
    const struct store_clicks want[] = {
        {"a", -1, 1}, {"b", 19999, 1}, {"a", 20000, 1}, {"b", 20000, 2}};
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        assert_string_equal(clicks[i].article, want[i].article);
        assert_int_equal(clicks[i].day, want[i].day);
        assert_int_equal(clicks[i].count, want[i].count);
    }
    GOOD(store_clicks_forget(contract->store, 20000, &contract->error));
    GOOD(
        store_clicks_pending(contract->store, &contract->arena, &clicks, &count, &contract->error));
    assert_int_equal(count, 2);
    assert_int_equal(clicks[0].day, 20000);
}

static void bad_clicks_are_refused(void **state) {
    struct contract *contract = *state;
    struct store_clicks *clicks;
    size_t count;
    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        FAILS(STATUS_INVALID,
              store_click_add(contract->store, contract_bad_texts[i], 1, STR("v"), NULL));
        FAILS(STATUS_INVALID,
              store_click_add(contract->store, STR("a"), 1, contract_bad_texts[i], NULL));
    }
    FAILS(STATUS_INVALID, store_click_add(contract->store, STR(""), 1, STR("v"), NULL));
    FAILS(STATUS_INVALID, store_click_add(contract->store, STR("a"), 1, STR_NONE, NULL));
    FAILS(STATUS_INVALID,
          store_click_add(contract->store, STR("thirteen-long"), 1, STR("v"), NULL));
    click(contract, "' OR 1=1--", 1, "'; DROP");
    GOOD(
        store_clicks_pending(contract->store, &contract->arena, &clicks, &count, &contract->error));
    assert_int_equal(count, 1);
    assert_string_equal(clicks[0].article, "' OR 1=1--");
    contract_reopen(contract, STORE_READ);
    FAILS(STATUS_DENIED, store_click_add(contract->store, STR("a"), 1, STR("v"), NULL));
    FAILS(STATUS_DENIED, store_clicks_forget(contract->store, 1, NULL));
    FAILS(STATUS_DENIED, store_sources_put(contract->store, NULL, 0, NULL));
    FAILS(STATUS_DENIED, store_seen_put(contract->store, STR("s"), NULL, 0, NULL));
}

static void hosts_are_remembered(void **state) {
    struct contract *contract = *state;
    const struct store_host put[] = {
        {.name = STR("b.example"), .held_until = 50},
        {.name = STR("a.example"), .held_until = 40},
        {.name = STR("https://a.example"), .robots = STR("User-agent: *\n"), .robots_until = 60},
        {.name = STR("https://b.example"), .robots = STR(""), .robots_until = 30},
    };
    struct store_host got[] = {{.name = STR("https://a.example"), .held_until = 9},
                               {.name = STR("https://b.example")},
                               {.name = STR("c.example"), .robots = STR("x"), .robots_until = 9}};
    struct store_host *held;
    size_t count;
    GOOD(store_hosts_put(contract->store, put, 4, &contract->error));
    contract_reopen(contract, STORE_WRITE);
    GOOD(store_hosts_get(contract->store, &contract->arena, got, 3, &contract->error));
    assert_int_equal(got[0].held_until, 0);
    assert_str(got[0].robots, "User-agent: *\n");
    assert_int_equal(got[0].robots_until, 60);
    assert_str(got[1].robots, "");
    assert_str(got[2].robots, NULL);
    assert_int_equal(got[2].robots_until, 0);
    GOOD(store_hosts_held(contract->store, &contract->arena, 39, &held, &count, &contract->error));
    assert_int_equal(count, 2);
    assert_str(held[0].name, "a.example");
    assert_int_equal(held[1].held_until, 50);
    GOOD(store_hosts_held(contract->store, &contract->arena, 40, &held, &count, &contract->error));
    assert_int_equal(count, 1);
    GOOD(store_hosts_forget(contract->store, 40, &contract->error));
    GOOD(store_hosts_get(contract->store, &contract->arena, got, 2, &contract->error));
    assert_str(got[0].robots, "User-agent: *\n");
    assert_str(got[1].robots, NULL);

    for (size_t i = 0; i < CONTRACT_BAD_TEXTS; i++) {
        const struct store_host bad[] = {{.name = STR("new")}, {.name = contract_bad_texts[i]}};
        const struct store_host rules[] = {{.name = STR("new")},
                                           {.name = STR("x"), .robots = contract_bad_texts[i]}};
        FAILS(STATUS_INVALID, store_hosts_put(contract->store, bad, 2, NULL));
        FAILS(STATUS_INVALID, store_hosts_put(contract->store, rules, 2, NULL));
    }
    const struct store_host nameless = {.name = STR("")};
    FAILS(STATUS_INVALID, store_hosts_put(contract->store, &nameless, 1, NULL));
    contract_reopen(contract, STORE_READ);
    FAILS(STATUS_DENIED, store_hosts_put(contract->store, NULL, 0, NULL));
    FAILS(STATUS_DENIED, store_hosts_forget(contract->store, 1, NULL));
}

static const struct CMUnitTest tests[] = {
    cmocka_unit_test(sources_are_overwritten),  cmocka_unit_test(bad_sources_change_nothing),
    cmocka_unit_test(what_was_seen_of_entries), cmocka_unit_test(a_visitor_counts_once_a_day),
    cmocka_unit_test(bad_clicks_are_refused),   cmocka_unit_test(notes_are_kept_by_table),
    cmocka_unit_test(hosts_are_remembered),
};
const struct contract_part contract_work = {tests, sizeof tests / sizeof tests[0]};
