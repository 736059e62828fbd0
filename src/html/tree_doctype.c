/* 13.2.6.4.1: which doctypes ask for quirks. Limited quirks change nothing in the tree. */
#include "html/tree.h"

static const struct str quirky_starts[] = {
    STR_INIT("+//Silmaril//dtd html Pro v0r11 19970101//"),
    STR_INIT("-//AS//DTD HTML 3.0 asWedit + extensions//"),
    STR_INIT("-//AdvaSoft Ltd//DTD HTML 3.0 asWedit + extensions//"),
    STR_INIT("-//IETF//DTD HTML 2.0 Level 1//"),
    STR_INIT("-//IETF//DTD HTML 2.0 Level 2//"),
    STR_INIT("-//IETF//DTD HTML 2.0 Strict Level 1//"),
    STR_INIT("-//IETF//DTD HTML 2.0 Strict Level 2//"),
    STR_INIT("-//IETF//DTD HTML 2.0 Strict//"),
    STR_INIT("-//IETF//DTD HTML 2.0//"),
    STR_INIT("-//IETF//DTD HTML 2.1E//"),
    STR_INIT("-//IETF//DTD HTML 3.0//"),
    STR_INIT("-//IETF//DTD HTML 3.2 Final//"),
    STR_INIT("-//IETF//DTD HTML 3.2//"),
    STR_INIT("-//IETF//DTD HTML 3//"),
    STR_INIT("-//IETF//DTD HTML Level 0//"),
    STR_INIT("-//IETF//DTD HTML Level 1//"),
    STR_INIT("-//IETF//DTD HTML Level 2//"),
    STR_INIT("-//IETF//DTD HTML Level 3//"),
    STR_INIT("-//IETF//DTD HTML Strict Level 0//"),
    STR_INIT("-//IETF//DTD HTML Strict Level 1//"),
    STR_INIT("-//IETF//DTD HTML Strict Level 2//"),
    STR_INIT("-//IETF//DTD HTML Strict Level 3//"),
    STR_INIT("-//IETF//DTD HTML Strict//"),
    STR_INIT("-//IETF//DTD HTML//"),
    STR_INIT("-//Metrius//DTD Metrius Presentational//"),
    STR_INIT("-//Microsoft//DTD Internet Explorer 2.0 HTML Strict//"),
    STR_INIT("-//Microsoft//DTD Internet Explorer 2.0 HTML//"),
    STR_INIT("-//Microsoft//DTD Internet Explorer 2.0 Tables//"),
    STR_INIT("-//Microsoft//DTD Internet Explorer 3.0 HTML Strict//"),
    STR_INIT("-//Microsoft//DTD Internet Explorer 3.0 HTML//"),
    STR_INIT("-//Microsoft//DTD Internet Explorer 3.0 Tables//"),
    STR_INIT("-//Netscape Comm. Corp.//DTD HTML//"),
    STR_INIT("-//Netscape Comm. Corp.//DTD Strict HTML//"),
    STR_INIT("-//O'Reilly and Associates//DTD HTML 2.0//"),
    STR_INIT("-//O'Reilly and Associates//DTD HTML Extended 1.0//"),
    STR_INIT("-//O'Reilly and Associates//DTD HTML Extended Relaxed 1.0//"),
    STR_INIT("-//SQ//DTD HTML 2.0 HoTMetaL + extensions//"),
    STR_INIT("-//SoftQuad Software//DTD HoTMetaL PRO 6.0::19990601::extensions to HTML 4.0//"),
    STR_INIT("-//SoftQuad//DTD HoTMetaL PRO 4.0::19971010::extensions to HTML 4.0//"),
    STR_INIT("-//Spyglass//DTD HTML 2.0 Extended//"),
    STR_INIT("-//Sun Microsystems Corp.//DTD HotJava HTML//"),
    STR_INIT("-//Sun Microsystems Corp.//DTD HotJava Strict HTML//"),
    STR_INIT("-//W3C//DTD HTML 3 1995-03-24//"),
    STR_INIT("-//W3C//DTD HTML 3.2 Draft//"),
    STR_INIT("-//W3C//DTD HTML 3.2 Final//"),
    STR_INIT("-//W3C//DTD HTML 3.2//"),
    STR_INIT("-//W3C//DTD HTML 3.2S Draft//"),
    STR_INIT("-//W3C//DTD HTML 4.0 Frameset//"),
    STR_INIT("-//W3C//DTD HTML 4.0 Transitional//"),
    STR_INIT("-//W3C//DTD HTML Experimental 19960712//"),
    STR_INIT("-//W3C//DTD HTML Experimental 970421//"),
    STR_INIT("-//W3C//DTD W3 HTML//"),
    STR_INIT("-//W3O//DTD W3 HTML 3.0//"),
    STR_INIT("-//WebTechs//DTD Mozilla HTML 2.0//"),
    STR_INIT("-//WebTechs//DTD Mozilla HTML//"),
};

bool html_doctype_quirks(const struct html_token *token) {
    struct str public = token->public_id, system = token->system_id;
    if (token->force_quirks || !str_eq(token->name, STR("html")) ||
        str_eq_case(public, STR("-//W3O//DTD W3 HTML Strict 3.0//EN//")) ||
        str_eq_case(public, STR("-/W3C/DTD HTML 4.0 Transitional/EN")) ||
        str_eq_case(public, STR("HTML")) ||
        str_eq_case(system, STR("http://www.ibm.com/data/dtd/v11/ibmxhtml1-transitional.dtd")))
        return true;
    for (size_t i = 0; i < sizeof quirky_starts / sizeof quirky_starts[0]; i++)
        if (str_starts_case(public, quirky_starts[i]))
            return true;
    return str_absent(system) &&
           (str_starts_case(public, STR("-//W3C//DTD HTML 4.01 Frameset//")) ||
            str_starts_case(public, STR("-//W3C//DTD HTML 4.01 Transitional//")));
}
