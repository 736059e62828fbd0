#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "article/video.h"

/* Which addresses have a player, and which only look so (attacks.md H08). */
static void pages_have_players(void **state) {
    static const struct {
        const char *link, *player; /* NULL: none */
    } cases[] = {
        {"https://www.youtube.com/watch?v=dQw4w9WgXcQ",
         "https://www.youtube.com/embed/dQw4w9WgXcQ"},
        {"http://m.youtube.com/watch?app=m&v=a-_9#t=3", "https://www.youtube.com/embed/a-_9"},
        {"HTTPS://YOUTU.BE/abc?t=1", "https://www.youtube.com/embed/abc"},
        {"https://www.youtube.com/shorts/abc", "https://www.youtube.com/embed/abc"},
        {"https://vimeo.com/123456", "https://player.vimeo.com/video/123456"},
        {"https://vimeo.com/channels/staffpicks", NULL},
        {"https://vimeo.com/12x", NULL},
        {"https://www.youtube.com/watch", NULL},
        {"https://www.youtube.com/watch?v=", NULL},
        {"https://www.youtube.com/watch?x=v=a", NULL},
        {"https://www.youtube.com/watchers?v=a", NULL},
        {"https://www.youtube.com.evil.example/watch?v=a", NULL},
        {"https://youtube.com@evil.example/watch?v=a", NULL},
        {"https://evil.example/youtube.com/watch?v=a", NULL},
        {"https://evil.example/?https://youtu.be/abc", NULL},
        {"https://notyoutube.com/watch?v=a", NULL},
        {"javascript://youtube.com/watch?v=a", NULL},
        {"//youtube.com/watch?v=a", NULL},
        {"youtube.com/watch?v=a", NULL},
        {"https://youtu.be/\"onload=alert(1)", NULL},
        {"https://youtu.be/a\"onload=alert(1)", NULL},
        {"", NULL},
    };
    struct arena arena;
    (void)state;
    arena_init(&arena, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct str player = video_player(&arena, str_from(cases[i].link));
        struct str wanted = cases[i].player != NULL ? str_from(cases[i].player) : STR_NONE;
        if (!str_eq(player, wanted))
            fail_msg("%s gave %.*s", cases[i].link, STR_ARG(player));
        assert_true(cases[i].player == NULL || video_player_known(player));
    }
    arena_release(&arena);
}

static void players_are_known_by_their_whole_address(void **state) {
    static const struct {
        const char *player;
        bool known;
    } cases[] = {
        {"https://www.youtube.com/embed/abc", true},
        {"https://www.youtube.com/embed/abc?start=3", true},
        {"https://player.vimeo.com/video/12", true},
        {"http://www.youtube.com/embed/abc", false},
        {"https://www.youtube.com/embed/", false},
        {"https://www.youtube.com/embed/../redirect?q=evil", false},
        {"https://www.youtube.com/embed/abc/../../redirect", false},
        {"https://www.youtube.com.evil/embed/abc", false},
        {"//youtube.com@evil/embed/abc", false},
        {"https://www.youtube.com/embed/abc\"><script>", false},
        {"https://www.youtube.com/embed/abc?\"><script>", false},
        {"https://www.youtube.com/embed/abc?a=' onload=x", false},
        {"javascript:alert(1)", false},
        {"", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++)
        if (video_player_known(str_from(cases[i].player)) != cases[i].known)
            fail_msg("%s", cases[i].player);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_have_players),
        cmocka_unit_test(players_are_known_by_their_whole_address),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
