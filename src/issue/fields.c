#include "issue/fields.h"

#include <stddef.h>

#define ISSUE(key, form, member, least, most, needed, hint)                                        \
    { STR_INIT(key), form, offsetof(struct issue, member), least, most, needed, STR_INIT(hint) }
#define STORY(key, form, member, least, most, needed)                                              \
    {                                                                                              \
        STR_INIT(key), form, offsetof(struct issue_story, member), least, most, needed, {          \
            NULL, 0                                                                                \
        }                                                                                          \
    }

enum { NAME_MOST = 200, HEADLINE_MOST = 500, TEXT_MOST = 4000, LINE_MOST = 500 };

const struct str issue_states[2] = {
    [ISSUE_DRAFT] = STR_INIT("draft"),
    [ISSUE_APPROVED] = STR_INIT("approved"),
};

const struct issue_field issue_fields[] = {
    ISSUE("id", FORM_WORD, id, 1, ISSUE_ID_MOST, true, ""),
    ISSUE("list", FORM_WORD, list, 1, NAME_MOST, true, ""),
    ISSUE("state", FORM_STATE, state, 0, 0, true, "'issue approve' sets it"),
    ISSUE("since", FORM_TIME, since, 0, 0, true, ""),
    ISSUE("at", FORM_TIME, at, 0, 0, true, ""),
    ISSUE("send", FORM_TIME, send, 0, 0, true, "not before this time"),
    ISSUE("subject", FORM_LINE, subject, 1, ISSUE_SUBJECT_MOST, false,
          "left out: the first headline"),
    ISSUE("preheader", FORM_LINE, preheader, ISSUE_PREHEADER_LEAST, ISSUE_PREHEADER_MOST, false,
          "left out: the next headlines"),
    ISSUE("introduction", FORM_TEXT, introduction, 1, TEXT_MOST, false,
          "paragraphs above the stories"),
};
const size_t issue_field_count = sizeof issue_fields / sizeof issue_fields[0];

const struct issue_field issue_story_fields[] = {
    STORY("headline", FORM_LINE, headline, 1, HEADLINE_MOST, true),
    STORY("sentence", FORM_LINE, sentence, 1, ISSUE_SENTENCE_MOST, false),
    STORY("line", FORM_LINE, line, 1, LINE_MOST, false),
    STORY("topic", FORM_LINE, topic, 1, NAME_MOST, false),
    STORY("provider", FORM_LINE, provider, 1, NAME_MOST, false),
    STORY("url", FORM_LINK, url, 0, 0, false),
    STORY("page", FORM_LINK, page, 0, 0, false),
    STORY("language", FORM_WORD, language, 1, 35, false),
    STORY("picture", FORM_PATH, picture, 1, NAME_MOST, false),
    STORY("pictureWidth", FORM_COUNT, picture_width, 0, 0, false),
    STORY("pictureHeight", FORM_COUNT, picture_height, 0, 0, false),
    STORY("pictureCredit", FORM_LINE, picture_credit, 1, NAME_MOST, false),
    STORY("published", FORM_TIME, published, 0, 0, false),
    STORY("outlets", FORM_COUNT, outlets, 0, 0, false),
    STORY("others", FORM_OUTLETS, others, 1, NAME_MOST, false),
    STORY("article", FORM_WORD, article, 1, NAME_MOST, false),
    STORY("story", FORM_WORD, story, 1, NAME_MOST, false),
};
const size_t issue_story_field_count = sizeof issue_story_fields / sizeof issue_story_fields[0];
