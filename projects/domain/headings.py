"""What columns are called: the fields a project can be read from, and the headings known for each.

Within a field the order is the rule of choice: an earlier heading wins over a later one, so an
amount awarded is taken before the amount applied for. The headings are those of 360Giving, council
spend over £500, NHS spend over £25,000, contract registers, outturn returns and our own template.
"""

import re
import unicodedata
from enum import StrEnum


class Field(StrEnum):
    REFERENCE = "reference"
    NAME = "name"
    DESCRIPTION = "description"
    PROBLEM = "problem"
    PEOPLE_SERVED = "people_served"
    PROVIDER = "provider"
    DIRECTORATE = "directorate"
    THEME = "theme"
    PLACE = "place"
    FUNDER = "funder"
    BENEFICIARY = "beneficiary"
    DUTY = "duty"
    AMOUNT = "amount"
    FINANCIAL_YEAR = "financial_year"
    DATE = "date"
    BASIS = "basis"
    NATURE = "nature"
    FUNDING_SOURCE = "funding_source"
    FUNDING_ROUTE = "funding_route"
    CURRENCY = "currency"
    MEASURE = "measure"


TEXT_FIELDS = (
    Field.NAME,
    Field.DESCRIPTION,
    Field.PROBLEM,
    Field.PEOPLE_SERVED,
    Field.PROVIDER,
    Field.DIRECTORATE,
    Field.THEME,
    Field.PLACE,
    Field.FUNDER,
    Field.BENEFICIARY,
)

_KNOWN: dict[Field, str] = {
    Field.REFERENCE: """
        project reference; reference; identifier; project ref; project id; grant identifier; grant reference;
        grant ref; grant id; grant number; award reference; award id; award number; unique reference;
        unique reference number; unique identifier; unique id; urn; uid; ref; ref no; reference number;
        reference no; our reference; scheme reference; scheme ref; scheme id;
        contract reference; contract reference number; contract ref; contract ref no; contract id;
        contract number; contract no; agreement reference; agreement ref; agreement number;
        register reference; ocid; notice identifier; id;
        transaction number; transaction no; transaction ref; transaction reference; transaction id;
        transaction; trans no; transno; document number; document no; doc no; doc number;
        payment reference; payment ref; payment number; payment id; payment no; invoice number;
        invoice no; invoice ref; invoice reference; invoice id; voucher number; voucher no;
        internal reference; internal ref; uniquetransactionnumber; order number; purchase order number; budget code; service code; code; e code; ecode; ons code; la code; gss code
        """,
    Field.NAME: """
        project name; project title; project; name of project; title; grant title; award title;
        contract title; title of agreement; agreement title; title of contract; contract name;
        title of contract agreement; scheme name; scheme; scheme title; service name; name of service;
        budget line; budget heading; service line; activity; activity name; initiative; intervention;
        grant name; name; name of scheme; local authority; la name; local authority name; authority; authority name; line item; service; service description;
        purpose of spend; purpose of expenditure; purpose; summary of purpose of expenditure;
        summary of the purpose of the expenditure; summary of purpose; expenditure purpose; expense description;
        expenditure account code description; expense type; expenditure type; type of expenditure;
        expenditure category; expense category; category description; detailed expenses type;
        detailed expenditure type; subjective description; subjective; subjective detail; account description; account name;
        cost centre description; cost centre name; nominal description; gl description; ledger description;
        libelle; libelle fonction; merchant category; item; item text
        """,
    Field.DESCRIPTION: """
        description; project description; grant description; description of project; summary; project summary; details;
        contract description; description of goods services; description of goods and or services;
        description of the goods and or services being provided; description of goods and services;
        description of the goods services and or works; purpose of grant; grant purpose; purpose of the grant;
        purpose; narrative; invoice narrative; narration; item description; service description; line description; transaction description;
        payment description; what it does; activities; notes; comments; detailed description
        """,
    Field.PROBLEM: "problem; problem addressed; need; need addressed; issue addressed; rationale; outcome; intended outcome; outcomes",
    Field.PEOPLE_SERVED: """
        people served; number of people served; number of people; number of beneficiaries; who it serves;
        who is it for; cohort; population; target population; population served; service users
        """,
    Field.PROVIDER: """
        provider; provider name; name of provider; delivered by; delivery organisation; delivery partner; delivery body;
        recipient org name; recipient organisation; recipient organization name; recipient organisation name;
        recipient organization; recipient name; recipient; name of recipient; grant recipient; grantee; grantee name; awarded to;
        organisation awarded; supplier; supplier name; suppliername; name of supplier; supplier name and address;
        supplier s; supplier details; vendor; vendor name; vendorname; payee; payee name; paid to; beneficiary name; creditor; creditor name; contractor; applicant; applicant name; awardee; organisation supported;
        contractor name; contractors; company; company name; merchant; merchant name; redacted supplier name; third party name; counterparty
        """,
    Field.DIRECTORATE: """
        directorate; directorate name; department; dept; department name; funding org department; directorate department; service area; service area name;
        service division; service category label; service label; division; division name; business unit; portfolio; business area;
        cost centre description; cost centre name; cost centre; expense area; expenditure area; service department;
        service; organisational unit; organisation unit; department family; dept family; organisation unit name
        """,
    Field.THEME: """
        theme; priority; programme; program; grant programme title; grant programme; grant program title; programme name; programme title; fund name; fund; strand; category;
        sub theme; outcome theme; service type; spend category; category name; expenditure category; expense type; expenditure type; expense category;
        detailed expenses type; subjective description; subjective; account description; category internal name;
        procurement category; procurement classification; proclass description; proclass; cpv description; merchant category; summary of expenditure;
        type of expenditure; type of service; grant type; section
        """,
    Field.PLACE: """
        place; beneficiary location name; beneficiary location; location; location name; ward; ward name; wards; area; locality; neighbourhood; district; town; borough; county;
        region; local authority; local authority name; geographic area; area served; areas served; recipient location name; recipient org city; constituency
        """,
    Field.FUNDER: """
        funder; funder name; funded by; funding org name; funding organisation; funding organization name; funding organization; funding organisation name; funding body; awarding body;
        grant maker; commissioner; commissioned by; organisation name; organisation; body name; bodyname; body; entity; public body; council name; council; publisher name; publisher; trust; organisation s name;
        department family; dept family; local authority name
        """,
    Field.BENEFICIARY: """
        beneficiary; beneficiaries; beneficiary group; beneficiary groups; beneficiary type; primary beneficiary; primary beneficiaries; target group; client group; who benefits; people who benefit; beneficiary groups served
        """,
    Field.DUTY: "duty; statutory or discretionary; statutory discretionary; statutory; statutory duty; statutory basis; discretionary",
    Field.AMOUNT: """
        amount awarded; total amount awarded; award amount; awarded amount; grant amount awarded; amount of award; amount granted; grant awarded; sum awarded; amount approved; approved amount; amount offered; total award; total awarded; award; awarded; total grant; grant value; grant award; grant amount; amount of grant; amount; amount gbp; amount in sterling; sterling amount;
        amount pounds; net amount; amount net; net amount gbp; amount excl vat; amount excluding vat; amount exc vat; amount ex vat; amount excl of vat; amount net of vat;
        amount exclusive of vat; amount exclude vat; amount without vat; net value; net; net cost; nett amount; value excluding vat; value ex vat; value excl vat;
        net invoice value; net invoice amount; invoice value ex vat; invoice amount excluding vat; nett value; distribution amount; line amount; invoice distribution amount; invoice line amount; transaction amount; transaction value; ap amount;
        payment amount; amount paid; paid amount; amount of payment; paid; invoice amount; invoice value; value; value gbp; value pounds;
        total amount; total; amount total; total value; gross amount; gross; gross value; amount inc vat; amount incl vat; amount including vat; amount gross; total amount paid;
        annual amount; annual value; annual contract value; estimated annual value; estimated annual contract value; current annual value; value per annum;
        contract value; total contract value; value of contract; estimated contract value; estimated total value; total value of contract; awarded value; award value; lifetime value; lifetime contract value; estimated value; value of the contract; whole life value;
        net expenditure; net spend; actual; actuals; actual spend; actual expenditure; actual amount; outturn; spend; spending; expenditure; total spend; total expenditure;
        net budget; budget; current budget; approved budget; annual budget; revised budget; original budget; forecast; forecast outturn; planned spend; planned expenditure; committed; committed spend; commitment;
        amt; allocation; allocated; grant allocation; total allocation; amount allocated; cost; costs; total cost; total costs; annual cost; project cost; funding; funding amount; total funding; net cost of service; price; total price; montant; montant ttc; montant ht; importe; betrag;
        amount disbursed; disbursed; amount applied for; amount requested; amount sought
        """,
    Field.FINANCIAL_YEAR: "financial year; financial yr; finyear; fin year; fiscal year; funding year; budget year; year of award; award year; fy; year; accounting year; budget year name; exercice; jahr; annee; ano; ejercicio; anno; academic year",
    Field.DATE: """
        award date; awarded date; date awarded; date of award; grant date; decision date; date of decision; date agreed; approval date; date approved; payment date; date paid; paid date; date of payment; pay date; paydate;
        date of expenditure; transaction date; posting date; date posted; effective date; date; clearing date; cleared date; ledger date; gl date; accounting date; invoice date; date of invoice; document date; input date; period end; tax date; processed date; settlement date;
        planned dates start date; start date; contract start date; commencement date; date of commencement; contract commencement date; start; from date; month; period; accounting period; reporting period;
        payment month; posting month; quarter; year ending; year ended; year end; financial year ending; financial year end; period ending; quarter ending; month ending
        """,
    Field.BASIS: "basis; spend basis; amount basis; amount type; planned committed or actual",
    Field.NATURE: """
        nature; revenue or capital; capital or revenue; revenue capital; capital revenue; revenue capital indicator; capital revenue indicator; revcap; rev cap; expenditure type; type of spend; spend type; type of expenditure; revenue or capital expenditure; cap rev
        """,
    Field.FUNDING_SOURCE: "funding source; source of funding; source of funds; funding stream; grant source; income source; fund source; funded from; fund description; funding",
    Field.FUNDING_ROUTE: "funding route; route; procurement route; commissioning route; award procedure; funding mechanism; funding type; procurement process; procurement type; type of award",
    Field.CURRENCY: "currency; currency code; ccy; grant currency",
    Field.MEASURE: "",
}
KNOWN: dict[Field, dict[str, int]] = {
    field: {name.strip(): rank for rank, name in enumerate(names.replace("\n", " ").split(";"))}
    for field, names in _KNOWN.items()
}
"""Heading keys by field, with their rank: 0 is taken first."""

WEAK_RANK = 1_000
_LAST_RESORT: dict[Field, frozenset[str]] = {
    Field.PROVIDER: frozenset(
        [
            "organisation",
            "organisation name",
            "name of organisation",
            "charity",
            "charity name",
            "group",
            "group name",
            "club",
        ]
    ),
}
"""Headings that mean the field only where nothing better does."""
_LAST_RANK = 3_000
_CONTAINS: dict[Field, str] = {
    Field.REFERENCE: r"\b(reference|identifier|unique id|urn)\b",
    Field.NAME: r"\b(project|scheme|title|contract name)\b",
    Field.DESCRIPTION: r"\b(description|summary|narrative|purpose)\b",
    Field.PROVIDER: r"\b(supplier|vendor|provider|recipient|payee|contractor)\b",
    Field.DIRECTORATE: r"\b(directorate|department|division)\b",
    Field.AMOUNT: r"\b(amount|award|awarded|value|spend|expenditure|cost|budget|outturn|price|total|funding|grant|montant|net|gross|gbp|pounds|000s?|bp\d*"
    r"|allocations?|allocated|payments?|contribution|subsidy|investment|eur|euros?|amt)\b",
    Field.FINANCIAL_YEAR: r"\b(financial|fiscal|accounting|budget) year\b",
    Field.DATE: r"\bdate\b",
}
_NOT_WORDS = r"\b(id|code|no|number|date|postcode|postal|url|web|type|identifier|address|telephone|email|charity|company|category|description|website)\b"
_NEVER: dict[Field, re.Pattern[str]] = {
    Field.AMOUNT: re.compile(
        r"\b(id|code|codes|no|number|date|year|month|period|percent|percentage|latitude|longitude|duration|count|"
        r"quantity|qty|postcode|type|name|ref|reference|description|title|programme|url|applied for|requested|recoverable vat|irrecoverable vat|vat amount|indicator|category|source|"
        r"method|terms|frequency|status|rate|recoverable|account|element|centre|center|unit|per|coords|"
        r"percapita|popweight|popweighted|pct|score|rank|average|avg|ratio|numbers|votes|turnout)\b"
    ),
    Field.DATE: re.compile(
        r"\b(end|modified|updated|review|expiry|extension|birth|published|published?|until|to)\b"
    ),
    Field.NAME: re.compile(_NOT_WORDS),
    Field.PROVIDER: re.compile(
        r"^(?!supplier name\b).*"
        + _NOT_WORDS
        + r"|\b(location|city|county|country|sme|vcse|vat|region|size)\b"
    ),
    Field.DESCRIPTION: re.compile(r"\b(org|organisation|organization|recipient|code)\b"),
    Field.REFERENCE: re.compile(
        r"\b(org|organisation|organization|supplier|vendor|programme|location|recipient|charity|company|external|related)\b"
    ),
    Field.DIRECTORATE: re.compile(_NOT_WORDS),
}
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")
_ARRAY_INDEX = re.compile(r"\b(?:0|1)\b (?=[a-z])")


def heading_key(heading: str) -> str:
    """Lower case, without accents and marks: “Recipient Org:0:Name” is “recipient org name”."""
    text = heading.replace("£", " ").replace("%", " percent ")
    if " " not in text:
        text = _CAMEL.sub(" ", text)
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().casefold()
    key = _NOT_ALPHANUMERIC.sub(" ", text).strip()
    return _ARRAY_INDEX.sub("", key) if ":" in heading or "/" in heading else key


def rank_of(field: Field, key: str) -> int | None:
    """How well a heading key names a field; lower is better, None is not at all."""
    rank = KNOWN[field].get(key)
    if rank is None:
        rank = KNOWN[field].get(_without_unit(key))
    if rank is not None:
        return rank
    pattern, never = _CONTAINS.get(field), _NEVER.get(field)
    if pattern and re.search(pattern, key) and not (never and never.search(key)):
        return WEAK_RANK + len(key)
    return _LAST_RANK if key in _LAST_RESORT.get(field, ()) else None


def _without_unit(key: str) -> str:
    return re.sub(
        r"\b(000s?|k|m|thousands?|millions?|gbp|pounds|in sterling|in)\b", "", key
    ).strip()


def is_known(key: str) -> bool:
    return any(key in names for names in KNOWN.values())
