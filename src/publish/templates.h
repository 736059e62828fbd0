/* The templates of an edition, inside the room: those of the program, each replaced by the file of
 * its name in the edition's templates/ where there is one. */
#ifndef PUBLISH_TEMPLATES_H
#define PUBLISH_TEMPLATES_H

#include "publish/paper.h"

struct templates {
    struct arena arena;
    struct template_set set;
    struct str style, script, icon; /* files that go out as they are */
};

/* CONFIG names file, line and column of a template that is wrong. */
enum status templates_init(struct templates *templates, const char *folder, struct error *error);
void templates_release(struct templates *templates);
/* Renders the template of this name into `out`, which is emptied first. */
enum status templates_render(const struct templates *templates, struct str name,
                             const struct template_value *values, struct buf *out,
                             struct error *error);

#endif
