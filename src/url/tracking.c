#include "url/tracking.h"

#include <libpsl.h>

/* Each list is sorted, in lower case. Only names that no site uses for anything else stand here:
 * one that some sites use to say which page they mean belongs to a list for the sites that do not.
 * Sources: the documentation of the services that add them (Google Ads and Analytics, Meta, X,
 * LinkedIn, Microsoft, Yandex, Mailchimp, HubSpot, Marketo, Matomo, AT Internet, Adobe, Olytics,
 * Vero, Webtrekk, Klaviyo, Mailerlite, Drip, Dotdigital, Alibaba). */
static const char *const names[] = {
    "__hsfp",
    "__hssc",
    "__hstc",
    "__s",
    "__twitter_impression",
    "_branch_match_id",
    "_branch_referrer",
    "_bta_c",
    "_bta_tid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_kx",
    "_openstat",
    "action_object_map",
    "action_ref_map",
    "action_type_map",
    "at_campaign",
    "at_campaign_type",
    "at_custom1",
    "at_custom2",
    "at_custom3",
    "at_custom4",
    "at_format",
    "at_link_id",
    "at_link_origin",
    "at_link_type",
    "at_medium",
    "at_ptr_name",
    "at_recipient_id",
    "at_recipient_list",
    "at_send_date",
    "ck_subscriber_id",
    "cmpid",
    "dclid",
    "dm_i",
    "ef_id",
    "elqtrack",
    "elqtrackid",
    "epik",
    "fb_action_ids",
    "fb_action_types",
    "fb_comment_id",
    "fb_ref",
    "fb_source",
    "fbclid",
    "ga_campaign",
    "ga_content",
    "ga_medium",
    "ga_source",
    "ga_term",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "gdffi",
    "gdfms",
    "gdftrk",
    "guccounter",
    "guce_referrer",
    "guce_referrer_sig",
    "hmb_campaign",
    "hmb_medium",
    "hmb_source",
    "hsctatracking",
    "igsh",
    "igshid",
    "irclickid",
    "irgwc",
    "itm_campaign",
    "itm_content",
    "itm_medium",
    "itm_source",
    "itm_term",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mc_tc",
    "mibextid",
    "mkcid",
    "mkevt",
    "mkrid",
    "mkt_tok",
    "mkwid",
    "ml_subscriber",
    "ml_subscriber_hash",
    "msclkid",
    "msockid",
    "nr_email_referer",
    "ns_campaign",
    "ns_fee",
    "ns_linkname",
    "ns_mchannel",
    "ns_source",
    "oft_c",
    "oft_ck",
    "oft_d",
    "oft_id",
    "oft_ids",
    "oft_k",
    "oft_lk",
    "oft_sk",
    "oly_anon_id",
    "oly_enc_id",
    "pcrid",
    "rb_clickid",
    "s_cid",
    "s_kwcid",
    "sb_referer_host",
    "sc_campaign",
    "sc_channel",
    "sc_content",
    "sc_country",
    "sc_geo",
    "sc_medium",
    "sc_outcome",
    "smid",
    "smtyp",
    "soc_src",
    "soc_trk",
    "spm",
    "sr_share",
    "srsltid",
    "sscid",
    "tracking_source",
    "trk_contact",
    "trk_module",
    "trk_msg",
    "trk_sid",
    "ttclid",
    "twclid",
    "usqp",
    "vero_conv",
    "vero_id",
    "vmcid",
    "wbraid",
    "wickedid",
    "wt.mc_id",
    "wt_mc",
    "wt_zmc",
    "wtmc",
    "xtor",
    "yclid",
    "ymclid",
    "ysclid",
    "zanpid",
};

static const char *const prefixes[] = {
    "campaign_", "hsa_", "matomo_", "mtm_", "piwik_", "pk_", "stm_", "utm_",
};

/* Names of who earns a commission. */
static const struct str affiliate = STR_INIT("affiliate");

static int compare_case(struct str a, struct str b) {
    for (size_t i = 0; i < a.n && i < b.n; i++) {
        int order = ascii_lower(a.p[i]) - ascii_lower(b.p[i]);
        if (order != 0)
            return order;
    }
    return a.n < b.n ? -1 : a.n > b.n;
}

static bool in_names(struct str name) {
    size_t low = 0, high = sizeof names / sizeof names[0];
    while (low < high) {
        size_t middle = (low + high) / 2;
        int order = compare_case(name, str_from(names[middle]));
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

/* Newsletters say "ref=their.domain"; a `ref` that is no host means something else. */
static bool names_a_host(struct str value) {
    char host[256];
    if (value.n >= sizeof host || str_find_byte(value, '.') == SIZE_MAX)
        return false;
    for (size_t i = 0; i < value.n; i++) {
        if (!ascii_is_alnum(value.p[i]) && value.p[i] != '.' && value.p[i] != '-')
            return false;
        host[i] = ascii_lower(value.p[i]);
    }
    host[value.n] = '\0';
    const char *top = strrchr(host, '.') + 1;
    return psl_is_public_suffix2(psl_builtin(), top, PSL_TYPE_ICANN | PSL_TYPE_NO_STAR_RULE) &&
           psl_registrable_domain(psl_builtin(), host) != NULL;
}

bool url_is_tracking(struct str name, struct str value) {
    if (in_names(name))
        return true;
    for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++)
        if (str_starts_case(name, str_from(prefixes[i])))
            return true;
    if (str_find_case(name, affiliate) != SIZE_MAX)
        return true;
    return str_eq_case(name, STR("ref")) && names_a_host(value);
}
