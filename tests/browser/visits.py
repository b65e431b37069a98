"""Every address of the portal, with the people who meet it there and the status that they get."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Visit:
    """Who opens which address, written with the things of the world; and the status that is expected."""

    who: str
    address: str
    status: int = 200

    def __str__(self) -> str:
        return f"{self.who or 'anyone'} {self.address}"


def visits(who: str, *addresses: str, status: int = 200) -> list[Visit]:
    return [Visit(name, address, status) for name in who.split(" ") for address in addresses]


@dataclass(frozen=True)
class List:
    """A page that is a list: who opens it where, and by which words of its address it is narrowed.

    `told_by` is a column of the spreadsheet whose words stand on the page. `among` is what the narrowed list
    is part of, where the plain page shows another part.
    """

    who: str
    address: str
    narrowed: str = ""
    told_by: int = 0
    among: str = ""


PAGES: dict[str, list[Visit]] = {
    "portal:home": visits("", "/"),
    "portal:mine": visits("alice", "/mine/"),
    "portal:figures": [
        *visits("betty nina", "/figures/"),
        *visits("alice", "/figures/", status=403),
    ],
    "organizations:sign-in": visits("", "/sign-in/", "/sign-in/?next=/work/"),
    "organizations:password": visits("alice", "/account/password/"),
    "organizations:tokens": visits("alice betty", "/account/tokens/"),
    "procedure:whole-trail": [
        *visits("audrey", "/trail/", "/trail/?case=none", "/trail/?since=soon"),
        *visits("alice", "/trail/", status=403),
    ],
    "audit:heads": [
        *visits(" alice audrey", "/audit/heads/"),
        *visits("audrey", "/audit/heads/?number=x", status=422),
    ],
    "audit:entry": [
        *visits("audrey", "/audit/entries/{sealed}/"),
        *visits(" alice", "/audit/entries/{sealed}/", status=404),
    ],
    "catalog:entries": [
        *visits(" alice", "/catalog/", "/catalog/?q=nothing"),
        *visits(" alice", "/catalog/?theme=x", status=400),
        *visits("alice", "/catalog/?share_type=conditional&organization=GX-MARKET"),
    ],
    "catalog:file": [*visits("stella", "/catalog/new/"), *visits("alice", "/catalog/new/", status=403)],
    "catalog:entry": [
        *visits(" alice", "/catalog/{open}/"),
        *visits("alice betty", "/catalog/{entry}/"),
        *visits(" alice", "/catalog/none/", status=404),
    ],
    "procedure:inbox": visits("alice bob audrey", "/work/"),
    "procedure:case": [
        *visits(
            "alice",
            *(f"/cases/{{{state}}}/" for state in ("draft", "reply", "granted", "refused", "withdrawn")),
        ),
        *visits("betty", "/cases/{conformance_review}/", "/cases/{reply}/", "/cases/{submitted}/"),
        *visits("bob", "/cases/{provider_review}/", "/cases/{granted}/"),
        *visits("stella", "/cases/{submission}/", "/cases/{issue}/", "/cases/{update}/"),
        *visits("alice bob betty", "/cases/{suspension}/", "/cases/{emergency}/"),
        *visits("charlie", "/cases/{granted}/", status=404),
    ],
    "procedure:trail": visits("alice", "/cases/{granted}/trail/", "/cases/{reply}/trail/"),
    "procedure:step": [
        *visits("stella", "/cases/{issue}/steps/correct/", "/cases/{update}/steps/report_update/"),
        *visits("alice", "/cases/{draft}/steps/amend/", "/cases/{draft}/steps/withdraw/"),
        *visits("betty", "/cases/{conformance_review}/steps/refuse/", "/cases/{submitted}/steps/refuse/"),
        *visits("bob", "/cases/{provider_review}/steps/agree/", "/cases/{provider_review}/steps/decline/"),
        *visits("betty", "/cases/{suspension}/steps/terminate/", "/cases/{emergency}/steps/refuse/"),
    ],
    "procedure:board": [
        *visits("sue", "/supervision/board/", "/supervision/board/?state=open"),
        *visits("alice", "/supervision/board/", status=403),
    ],
    "procedure:urge": visits("sue", "/supervision/board/{duty}/urge/"),
    "procedure:explanation": visits("alice betty", "/work/{duty}/explanation/"),
    "procedure:posts": [*visits("alice sue", "/posts/"), *visits("cindy", "/posts/", status=403)],
    "procedure:appoint": visits("alice", "/posts/appoint/?organization=GX-HR", status=403),
    "procedure:cover": visits("bob", "/posts/{post}/stand-in/"),
    "procedure:bulk": visits("betty", "/work/together/?case={conformance_review}"),
    "procedure:bulk-step": visits("betty", "/work/together/approve/?case={conformance_review}"),
    "procedure:enter-notice": [
        *visits("betty", "/workdays/notices/enter/"),
        *visits("alice", "/workdays/notices/enter/", status=403),
    ],
    "procedure:correct-notice": visits("betty", "/workdays/notices/{notice}/correct/"),
    "procedure:record-outage": visits("betty", "/workdays/outages/record/"),
    "rulemaking:cities": visits("betty", "/city-procedures/"),
    "rulemaking:city": [
        *visits("nina nora", "/city-procedures/450100/"),
        *visits("alice", "/city-procedures/450100/", status=404),
    ],
    "rulemaking:version": visits("nina", "/city-procedures/450100/1/", "/city-procedures/450100/2/"),
    "rulemaking:write": [
        *visits("nina", "/city-procedures/450100/write/"),
        *visits("nora", "/city-procedures/450100/write/", status=403),
    ],
    "rulemaking:repeal": visits("nina", "/city-procedures/450100/repeal/"),
    "sharing:requests": [
        *visits("alice charlie", "/sharing/requests/"),
        *visits("bob", "/sharing/requests/?side=provider"),
    ],
    "sharing:asked-outside": [
        *visits("bob stella", "/sharing/entries/{entry}/asked-outside/"),
        *visits("alice", "/sharing/entries/{entry}/asked-outside/", status=403),
    ],
    "sharing:new": visits("alice bob", "/sharing/requests/new/?entry={entry}"),
    "sharing:request-list": visits("alice charlie", "/sharing/list/"),
    "procedure:organization-changes": visits("betty adam alice", "/organization-changes/"),
    "procedure:enter-organization-change": [
        *visits("betty", "/organization-changes/enter/"),
        *visits("alice", "/organization-changes/enter/", status=403),
    ],
    "procedure:organization": visits(" betty", "/organizations/GX-HR/"),
    "delivery:grants": [
        *visits("alice bob", "/delivery/grants/"),
        *visits("bob", "/delivery/grants/?side=provider"),
    ],
    "delivery:grant": visits("alice bob", "/delivery/grants/{grant}/"),
    "delivery:subscription": [
        *visits("alice bob", "/delivery/grants/{grant}/subscription/"),
        *visits("alice rita", "/delivery/grants/{unread}/subscription/"),
        *visits("charlie", "/delivery/grants/{grant}/subscription/", status=404),
    ],
    "delivery:quota": [
        *visits("bob", "/delivery/grants/{grant}/quota/"),
        *visits("alice", "/delivery/grants/{grant}/quota/", status=404),
    ],
    "delivery:suspensions": visits("alice bob betty", "/delivery/suspensions/"),
    "delivery:emergency-stops": [
        *visits("alice bob", "/delivery/emergency-stops/"),
        *visits("charlie", "/delivery/emergency-stops/?state=stopped"),
    ],
    "delivery:suspend": [
        *visits("bob", "/delivery/grants/{grant}/suspend/"),
        *visits("alice", "/delivery/grants/{grant}/suspend/", status=404),
    ],
    "delivery:stop": [
        *visits("bob", "/delivery/entries/{entry}/stop/"),
        *visits("alice", "/delivery/entries/{entry}/stop/", status=404),
    ],
    "delivery:rows-in-hand": visits("alice", "/delivery/grants/{grant}/rows/"),
    "delivery:usage": [
        *visits("alice", "/delivery/usage/"),
        *visits("bob", "/delivery/usage/?side=provider&days=7"),
    ],
    "delivery:trace": [
        *visits("alice audrey", "/delivery/trace/"),
        *visits("bob", "/delivery/trace/?digest={digest}", "/delivery/trace/?digest=" + "0" * 64),
        *visits("alice", "/delivery/trace/?digest=x", status=400),
    ],
    "delivery:heads": [
        *visits("nina", "/delivery/heads/"),
        *visits("alice", "/delivery/heads/", status=403),
    ],
    "delivery:delivery": visits("alice bob", "/delivery/deliveries/{delivery}/"),
    "quality:issues": visits("alice stella", "/quality/issues/"),
    "quality:report": [
        *visits("alice", "/quality/issues/new/?entry={entry}"),
        *visits("stella", "/quality/issues/new/?entry={entry}"),
    ],
    "quality:duties": visits("betty", "/quality/duties/"),
    "quality:stale": visits("stella", "/quality/stale/"),
    "quality:new-event": [
        *visits("betty", "/quality/events/new/"),
        *visits("alice", "/quality/events/new/", status=403),
    ],
    "quality:event": visits("betty", "/quality/events/{event}/"),
    "quality:entry": visits("alice stella", "/quality/entries/{entry}/"),
    "delivery:supply": visits("stella bob betty alice", "/delivery/supply/"),
    "delivery:resource": [
        *visits("stella bob", "/delivery/supply/{resource}/"),
        *visits("alice", "/delivery/supply/{resource}/", status=404),
    ],
    "delivery:bring": [
        *visits("stella", "/delivery/entries/{entry}/bring/"),
        *visits("bob", "/delivery/entries/{entry}/bring/", status=403),
    ],
    "delivery:new-source": visits("stella", "/delivery/entries/{entry}/source/"),
    "delivery:source": visits("stella", "/delivery/sources/{resource}/"),
    "delivery:service": visits("stella betty", "/delivery/entries/{entry}/service/"),
    "delivery:load": visits("stella bob", "/delivery/loads/{waiting}/", "/delivery/loads/{failed}/"),
    "notifications:notices": visits("alice adam", "/notices/", "/notices/?show=unread"),
    "notifications:preferences": visits("alice", "/account/notices/"),
    "notifications:mails": [
        *visits("adam", "/notices/mails/"),
        *visits("alice", "/notices/mails/", status=403),
    ],
    "workdays:calendar": visits(" betty", "/workdays/calendar/"),
    "workdays:calculator": visits(
        "",
        "/workdays/",
        "/workdays/?received=2026-02-13&days=3&unit=working",
        "/workdays/?received=2026-02-13&days=90&unit=calendar",
    )
    + visits("", "/workdays/?received=soon&days=0", status=422),
    "nowhere": visits(" alice", "/nowhere/", status=404),
}
NO_PAGE = {
    "delivery:drop-heads": "only takes forms",
    "delivery:accept": "only takes forms",
    "delivery:arrange": "only takes forms",
    "delivery:name-target": "only takes forms",
    "delivery:issue-key": "only takes forms",
    "delivery:replace-key": "only takes forms",
    "delivery:revoke-key": "only takes forms",
    "delivery:send-again": "only takes forms",
    "audit:take": "a file",
    "audit:take-whole": "a file",
    "audit:checkpoint": "a text",
    "audit:verifier": "a file",
    "audit:proof": "a file",
    "audit:check": "only takes forms",
    "portal:healthz": "for machines",
    "portal:livez": "for machines",
    "portal:readyz": "for machines",
    "portal:large-text": "only takes forms",
    "set_language": "only takes forms",
    "organizations:sign-out": "only takes forms",
    "organizations:revoke-token": "only takes forms",
    "notifications:open": "leads on to the case",
    "notifications:read": "only takes forms",
    "notifications:read-all": "only takes forms",
    "procedure:bulk-confirm": "only takes forms",
    "procedure:save-filter": "only takes forms",
    "procedure:remove-filter": "only takes forms",
    "procedure:prefer-filter": "only takes forms",
    "procedure:end-cover": "only takes forms",
    "procedure:claim": "only takes forms",
    "procedure:take-back-organization-change": "only takes forms",
    "sharing:put": "only takes forms",
    "sharing:drop": "only takes forms",
    "sharing:exchanges": "a spreadsheet",
    "rulemaking:recall": "only takes forms",
    "rulemaking:discard": "only takes forms",
    "delivery:restore": "only takes forms",
    "delivery:fetch": "only takes forms",
    "delivery:cancel-load": "only takes forms",
    "delivery:load-errors": "a file to take home",
    "demonstration:items": "for machines",
    "demonstration:item": "for machines",
    "procedure:release": "only takes forms",
    "portal:api-docs": "Swagger UI, not of our making; test_frame.py sees that it opens",
}
LISTS = {
    "procedure:whole-trail": List(
        "audrey", "/trail/?person=stella", "act=submission.submit&person=stella", 3
    ),
    "catalog:entries": List("alice", "/catalog/", "share_type=conditional"),
    "procedure:inbox": List("bob", "/work/", "q={provider_review}"),
    "procedure:trail": List("alice", "/cases/{reply}/trail/"),
    "procedure:board": List("sue", "/supervision/board/", "source=others"),
    "procedure:posts": List("alice", "/posts/", told_by=1),
    "procedure:organization-changes": List("betty", "/organization-changes/", told_by=1),
    "rulemaking:cities": List("betty", "/city-procedures/"),
    "sharing:requests": List("alice", "/sharing/requests/", "state=draft"),
    "delivery:grants": List(
        "bob", "/delivery/grants/?side=provider", "side=provider&standing=over", among="side=provider"
    ),
    "delivery:usage": List("bob", "/delivery/usage/?side=provider", "side=holder", 1, "side=provider"),
    "delivery:supply": List("stella", "/delivery/supply/"),
    "delivery:suspensions": List("bob", "/delivery/suspensions/", "q=none"),
    "delivery:emergency-stops": List("bob", "/delivery/emergency-stops/", "q=none"),
    "quality:issues": List("stella", "/quality/issues/", "q=none"),
    "quality:duties": List("betty", "/quality/duties/", "q=none"),
    "quality:stale": List("stella", "/quality/stale/"),
    "notifications:notices": List("alice", "/notices/", "case={granted}", 1),
    "notifications:mails": List("adam", "/notices/mails/"),
}
NO_LISTS: dict[str, str] = {}
