/* libyaml, loaded by the first file to read (base/late.h). */
#include "base/late.h"

#include <yaml.h>

#define FUNCTIONS(F)                                                                               \
    F(int, yaml_parser_initialize, (yaml_parser_t * parser), (parser), 0)                          \
    F(void, yaml_parser_delete, (yaml_parser_t * parser), (parser), (void)0)                       \
    F(void, yaml_parser_set_encoding, (yaml_parser_t * parser, yaml_encoding_t encoding),          \
      (parser, encoding), (void)0)                                                                 \
    F(void, yaml_parser_set_input_string,                                                          \
      (yaml_parser_t * parser, const unsigned char *input, size_t size), (parser, input, size),    \
      (void)0)                                                                                     \
    F(int, yaml_parser_parse, (yaml_parser_t * parser, yaml_event_t * event), (parser, event), 0)  \
    F(void, yaml_event_delete, (yaml_event_t * event), (event), (void)0)

LATE_LIBRARY(SONAME_YAML, FUNCTIONS)
FUNCTIONS(LATE_FUNCTION)
