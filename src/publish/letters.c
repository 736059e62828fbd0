#include "publish/letters.h"

#include "issue/issue.h"
#include "words/words.h"

bool letters_served(const struct edition *edition) {
    return !str_absent(edition->mail.service) || edition->search == SEARCH_SERVED;
}

bool letters_taken(const struct edition *edition) {
    return !str_absent(edition->mail.from) && !str_absent(edition->mail.smtp_server) &&
           letters_served(edition);
}

struct str letters_consent(const struct edition *edition, struct arena *arena) {
    return words_fill(arena, words_say(words_of(edition->locale), WORDS_subscribe_consent),
                      &edition->title, 1);
}

void letters_put_lists(const struct edition *edition, struct arena *arena, struct str chosen,
                       bool all, struct template_value *map) {
    struct template_value *lists = template_put_list(arena, map, "lists");
    for (size_t i = 0; i < edition->mail.list_count; i++) {
        const struct edition_list *list = &edition->mail.lists[i];
        bool is_chosen = issue_lists_hold(chosen, list->id);
        if (!all && !is_chosen)
            continue;
        struct template_value *item = template_add_map(arena, lists);
        struct str name = list->id;
        if (list->topic_index != SIZE_MAX)
            name = ARENA_JOIN(arena, name, STR(" · "), edition->topics[list->topic_index].name);
        template_put_text(arena, item, "id", list->id);
        template_put_text(arena, item, "name", name);
        template_put_text(arena, item, "when",
                          words_cadence(arena, words_of(edition->locale), list));
        template_put_boolean(arena, item, "chosen", is_chosen);
    }
}

void letters_put_form(const struct edition *edition, struct arena *arena,
                      const struct letters_form *form, struct template_value *map) {
    struct template_value *value = template_put_map(arena, map, "subscribe");
    struct str lists = str_absent(form->lists) ? edition->mail.lists[0].id : form->lists;
    template_put_boolean(arena, value, "form", true);
    template_put_text(arena, value, "address", str_absent(form->address) ? STR("") : form->address);
    template_put_text(arena, value, "problem", str_absent(form->problem) ? STR("") : form->problem);
    template_put_text(arena, value, "consent", letters_consent(edition, arena));
    template_put_boolean(arena, value, "choice", edition->mail.list_count > 1);
    letters_put_lists(edition, arena, lists, true, value);
}

void letters_put_box(const struct edition *edition, struct arena *arena,
                     struct template_value *map) {
    const struct letters_form empty = {0};
    struct str service = edition->mail.service;
    if (!letters_taken(edition)) {
        template_put_boolean(arena, map, "subscribe", false);
    } else if (str_absent(service) || str_eq(service, edition->url)) {
        letters_put_form(edition, arena, &empty, map);
    } else {
        struct template_value *value = template_put_map(arena, map, "subscribe");
        template_put_text(arena, value, "url", ARENA_JOIN(arena, service, STR("/subscribe")));
    }
}
