/* Deadlines and room, with sockets that go nowhere and a time that is given. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "serve/guests.h"
#include <sys/socket.h>
#include <unistd.h>

enum { PAIRS = 8 };

struct scene {
    struct serve_guests guests;
    int ends[PAIRS][2];
};

static void set_scene(struct scene *scene, size_t most, size_t most_address) {
    scene->guests = (struct serve_guests){
        .most = most, .most_address = most_address, .patience_ms = 100, .answer_ms = 1000};
    serve_guests_init(&scene->guests);
    for (size_t i = 0; i < PAIRS; i++)
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, scene->ends[i]), 0);
}

static void clear_scene(struct scene *scene) {
    struct serve_guest *guest;
    while ((guest = TAILQ_FIRST(&scene->guests.waiting)) != NULL ||
           (guest = TAILQ_FIRST(&scene->guests.answering)) != NULL)
        serve_guests_left(&scene->guests, guest);
    assert_int_equal(scene->guests.count, 0);
    for (size_t i = 0; i < PAIRS; i++) {
        close(scene->ends[i][0]);
        close(scene->ends[i][1]);
    }
}

static struct serve_guest *come(struct scene *scene, size_t i, unsigned char host, int64_t now) {
    struct sockaddr_in at = {.sin_family = AF_INET};
    unsigned char bytes[4] = {192, 0, 2, host};
    memcpy(&at.sin_addr, bytes, 4);
    return serve_guests_came(&scene->guests, scene->ends[i][0], (struct sockaddr *)&at, now);
}

/* Whether the i-th was sent away: its other end sees the stream's end. */
static bool gone(const struct scene *scene, size_t i) {
    char byte;
    return recv(scene->ends[i][1], &byte, 1, MSG_DONTWAIT) == 0;
}

static void test_patience(void **state) {
    struct scene scene;
    (void)state;
    set_scene(&scene, 10, 10);
    assert_int_equal(serve_guests_sweep(&scene.guests, 0), -1);
    struct serve_guest *first = come(&scene, 0, 1, 0);
    come(&scene, 1, 1, 50);
    struct serve_guest *asking = come(&scene, 2, 2, 60);
    serve_guests_asked(&scene.guests, asking, 70);
    assert_int_equal(serve_guests_sweep(&scene.guests, 70), 30);
    assert_int_equal(serve_guests_sweep(&scene.guests, 100), 50);
    assert_true(gone(&scene, 0) && !gone(&scene, 1) && !gone(&scene, 2));
    assert_int_equal(serve_guests_sweep(&scene.guests, 100), 50); /* once */
    serve_guests_left(&scene.guests, first);
    assert_int_equal(serve_guests_sweep(&scene.guests, 150), 920);
    assert_true(gone(&scene, 1) && !gone(&scene, 2));
    serve_guests_answered(&scene.guests, asking, 160);
    assert_int_equal(serve_guests_sweep(&scene.guests, 160), 100);
    serve_guests_asked(&scene.guests, asking, 170);
    assert_int_equal(serve_guests_sweep(&scene.guests, 1170), -1);
    assert_true(gone(&scene, 2));
    clear_scene(&scene);
}

static void test_room_of_one_address(void **state) {
    struct scene scene;
    (void)state;
    set_scene(&scene, 10, 2);
    come(&scene, 0, 1, 0);
    assert_non_null(come(&scene, 1, 1, 1));
    assert_non_null(come(&scene, 2, 2, 2));
    assert_non_null(come(&scene, 3, 1, 3)); /* the third of its address: the first makes room */
    assert_true(gone(&scene, 0));
    assert_true(!gone(&scene, 1) && !gone(&scene, 2) && !gone(&scene, 3));
    clear_scene(&scene);
}

static void test_room_when_all_are_answered(void **state) {
    struct scene scene;
    (void)state;
    set_scene(&scene, 2, 2);
    serve_guests_asked(&scene.guests, come(&scene, 0, 1, 0), 0);
    serve_guests_asked(&scene.guests, come(&scene, 1, 1, 0), 0);
    assert_null(come(&scene, 2, 1, 1));
    assert_null(come(&scene, 3, 2, 1));
    assert_true(gone(&scene, 2) && gone(&scene, 3));
    assert_true(!gone(&scene, 0) && !gone(&scene, 1));
    clear_scene(&scene);
}

static void test_room_of_all(void **state) {
    struct scene scene;
    (void)state;
    set_scene(&scene, 3, 3);
    for (size_t i = 0; i < 3; i++)
        come(&scene, i, (unsigned char)i, (int64_t)i);
    serve_guests_asked(&scene.guests, TAILQ_FIRST(&scene.guests.waiting), 5);
    assert_non_null(come(&scene, 3, 9, 6));
    assert_true(!gone(&scene, 0) && gone(&scene, 1) && !gone(&scene, 2) && !gone(&scene, 3));
    serve_guests_clear_waiting(&scene.guests);
    assert_true(!gone(&scene, 0) && gone(&scene, 2) && gone(&scene, 3));
    clear_scene(&scene);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_patience),
        cmocka_unit_test(test_room_of_one_address),
        cmocka_unit_test(test_room_when_all_are_answered),
        cmocka_unit_test(test_room_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
