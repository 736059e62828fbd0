/* How the server is, over a socket. */
#include "house.h"

#include "store/store.h"

static int open_house(void **state) {
    struct house *house = malloc(sizeof *house);
    house_build(house);
    house_open(house);
    *state = house;
    return 0;
}

static int drop_house(void **state) {
    struct house *house = *state;
    house_close(house);
    house_drop(house);
    free(house);
    return 0;
}

static void expect(struct house *house, const char *target, unsigned int status, const char *body) {
    struct str answer = house_get(house, target, "");
    HOUSE_STATUS(answer, status);
    HOUSE_HEADER(answer, "Cache-Control", "no-store");
    HOUSE_HEADER(answer, "X-Content-Type-Options", "nosniff");
    if (!str_eq(house_body(answer), str_from(body)))
        fail_msg("%s: %s", target, answer.p);
}

/* Ready once there is something to serve and a store behind it; alive all along. */
static void test_ready(void **state) {
    struct house *house = *state;
    struct store *store;
    expect(house, "/healthz", 200, "Alive.\n");
    expect(house, "/readyz", 503, "Nothing is published yet.\n");
    scratch_folder(&house->scratch, "public");
    expect(house, "/readyz", 503, "The store cannot be opened.\n");
    assert_int_equal(
        store_open(house->scratch.folder, STR("sqlite:state/"), STORE_WRITE, &store, NULL),
        STATUS_OK);
    store_close(store);
    poll(NULL, 0, 1100); /* SERVE_SHELF_RETRY_MS */
    expect(house, "/readyz", 200, "Ready.\n");
    expect(house, "/healthz", 200, "Alive.\n");
    HOUSE_STATUS(house_ask(house, STR("POST /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"
                                      "Connection: close\r\n\r\n")),
                 405);
}

static void want(struct str text, const char *line) {
    char whole[200];
    snprintf(whole, sizeof whole, "\n%s\n", line);
    if (str_find(text, str_from(whole)) == SIZE_MAX)
        fail_msg("no '%s' in %s", line, text.p);
}

static void test_metrics(void **state) {
    struct house *house = *state;
    scratch_folder(&house->scratch, "public");
    scratch_put(&house->scratch, "public/a.txt", "0123456789");
    HOUSE_STATUS(house_get(house, "/a.txt", ""), 200);
    HOUSE_STATUS(house_get(house, "/a.txt", "Range: bytes=0-3\r\n"), 206);
    HOUSE_STATUS(house_get(house, "/a.txt", "If-None-Match: *\r\n"), 304);
    HOUSE_STATUS(house_ask(house, STR("HEAD /a.txt HTTP/1.1\r\nHost: x\r\n"
                                      "Connection: close\r\n\r\n")),
                 200);
    HOUSE_STATUS(house_get(house, "/r/aaaaaaaaaaaa", ""), 404);
    HOUSE_STATUS(house_ask(house, STR("POST /click HTTP/1.1\r\nHost: x\r\nContent-Length: 12\r\n"
                                      "User-Agent: curl/8\r\nConnection: close\r\n\r\n"
                                      "aaaaaaaaaaaa")),
                 204);
    struct str answer = house_get(house, "/metrics", "");
    HOUSE_STATUS(answer, 200);
    HOUSE_HEADER(answer, "Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    struct str text = house_body(answer);
    want(text, "broadsheet_http_requests_total{kind=\"file\",status=\"2xx\"} 3");
    want(text, "broadsheet_http_requests_total{kind=\"file\",status=\"3xx\"} 1");
    want(text, "broadsheet_http_requests_total{kind=\"redirect\",status=\"4xx\"} 1");
    want(text, "broadsheet_http_requests_total{kind=\"click\",status=\"2xx\"} 1");
    want(text, "broadsheet_http_requests_total{kind=\"search\",status=\"5xx\"} 0");
    /* 10 whole, 4 of a part, 10 of "Not found\n". */
    want(text, "broadsheet_http_body_bytes_total 24");
    want(text, "broadsheet_clicks_total{result=\"ignored\"} 1");
    want(text, "broadsheet_clicks_total{result=\"dropped\"} 0");
    assert_true(str_find(text, STR("\nbroadsheet_http_connections ")) != SIZE_MAX);
    /* What came through a proxy is not this machine's own. */
    HOUSE_STATUS(house_get(house, "/metrics", "X-Forwarded-For: 127.0.0.1\r\n"), 404);
    HOUSE_STATUS(house_get(house, "/metrics", "Via: 1.1 proxy\r\n"), 404);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ready, open_house, drop_house),
        cmocka_unit_test_setup_teardown(test_metrics, open_house, drop_house),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
