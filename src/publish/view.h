/* Stories as the values of templates, inside the room. What a template can name is said in
 * docs/templates.md. */
#ifndef PUBLISH_VIEW_H
#define PUBLISH_VIEW_H

#include "publish/lines.h"

/* A story as a list shows it: its lead, who else has it, topics, heat. `picture` may be absent. */
void view_story(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                int size, struct str picture, struct template_value *map);
/* What the story's own page shows beside that: every member. */
void view_members(const struct paper *paper, struct arena *arena, const struct paper_story *story,
                  struct template_value *map);
/* An article on its own, in a list: as a member, with the story that it belongs to. */
void view_line(const struct paper *paper, struct arena *arena, const struct paper_line *line,
               struct template_value *map);
/* {"iso","text","long"} under `key`; nothing for TIME_NONE. */
void view_time(const struct paper *paper, struct arena *arena, struct template_value *map,
               const char *key, int64_t time);
/* How many there are of more, as text under "shown": a phrase with one place. */
void view_shown(const struct paper *paper, struct arena *arena, struct template_value *map,
                enum words_phrase phrase, size_t number);
/* The type size (1-5) of a heat on its own, for lists that are not the front. */
int view_size(const struct edition *edition, int64_t heat);

#endif
