-- Organizations number $first to $last with their cases; each statement ends with a semicolon at the end of a line.
INSERT INTO organizations_organization (id, code, name, short_name, name_en, tier, kind, authority_id)
SELECT $base + n, 'BENCH-' || n, '自治区第' || n || '厅', '第' || n || '厅', '', 'region', 'department', bureau.id
FROM generate_series($first, $last) n, organizations_organization bureau
WHERE bureau.code = 'GX-BUREAU';

-- In every so many there is a person, handler and reviewer at once.
INSERT INTO organizations_user (id, password, is_superuser, username, email, is_staff, is_active, date_joined,
    name, kind, administrator_kind)
SELECT $base + n, '!', false, 'bench.' || n, '', false, true, now(), '经办' || n, 'staff', 'none'
FROM generate_series($first, $last) n
WHERE n % $each = 0;

INSERT INTO organizations_post (user_id, organization_id, kind, starts)
SELECT $base + n, $base + n, kind, '2024-01-02'
FROM generate_series($first, $last) n, unnest(ARRAY['handler', 'reviewer']) kind
WHERE n % $each = 0;

-- A hundred cases each: 70 ended, 20 wait for the provider, 5 for the first review, 3 for the reply, 2 are drafts.
-- What all have in common comes from case $case. One organization's cases lie apart, as they would after years.
INSERT INTO procedure_case (id, number, kind, title, state, version, route, dispatch, requester_id, provider_id,
    filed_by_id, rules_id, opened, submitted, closed)
SELECT id, 'GX-SR-2020-' || id, kind, title || id, state, 4, route, dispatch, $base + n,
    $base + $first + (n - $first + 1 + j % 9) % $size, filed_by_id, rules_id, opened,
    CASE WHEN state <> 'draft' THEN opened END,
    CASE WHEN state IN ('granted', 'refused') THEN opened END
FROM (
    SELECT n, j, $from_id + j * $size + n - $first AS id,
        CASE WHEN j < 50 THEN 'granted' WHEN j < 70 THEN 'refused' WHEN j < 90 THEN 'provider_review'
            WHEN j < 95 THEN 'conformance_review' WHEN j < 98 THEN 'reply' ELSE 'draft' END AS state,
        t.kind, t.title, t.route, t.dispatch, t.filed_by_id, t.rules_id,
        t.opened - (100 - j) * interval '1 day' AS opened
    FROM generate_series(0, 99) j, generate_series($first, $last) n, procedure_case t
    WHERE t.id = $case
) made;

INSERT INTO sharing_sharerequest (case_ptr_id, fields, purpose, legal_basis, system, mode, until, answer,
    agreed_fields, conditions, ground, basis, opinion, withdrawal_reason, entry_id, entry_version_id, bundle,
    exchanges, feedback_evaluation, feedback_rating, feedback_used, need, provider_opinion, returned_from,
    returns, to_correct, fallen_fields)
SELECT c.id, t.fields, t.purpose, t.legal_basis, t.system, t.mode, t.until, '', '{}', '', '', '', '', '',
    t.entry_id, t.entry_version_id, '', t.exchanges, '', '', '', '', '', '', '{}', '', '{}'
FROM procedure_case c, sharing_sharerequest t
WHERE c.id BETWEEN $from_id AND $to_id AND t.case_ptr_id = $case;

INSERT INTO procedure_workitem (case_id, stage, holder_id, post, article, days, unit, source, opened, received,
    due, remind_on, escalate_on, provisional, expires_by, closed, closed_by_step)
SELECT c.id, stage, CASE WHEN stage = 'provider_review' THEN c.provider_id ELSE bureau.id END, 'reviewer',
    article, days, 'working', 'measures', c.opened, c.opened::date, due, due - 1, due + 1, false, '',
    CASE WHEN c.state <> stage THEN c.opened END, CASE WHEN c.state <> stage THEN 'approve' ELSE '' END
FROM procedure_case c
JOIN (VALUES ('conformance_review', 1, '29(2)', 2), ('provider_review', 2, '29(3)', 5), ('reply', 3, '29(4)', 2))
    AS stages (stage, place, article, days) ON place <=
    CASE c.state WHEN 'draft' THEN 0 WHEN 'conformance_review' THEN 1 WHEN 'provider_review' THEN 2 ELSE 3 END
JOIN organizations_organization bureau ON bureau.code = 'GX-BUREAU'
CROSS JOIN LATERAL (SELECT DATE '$today' + (c.id % 15)::int - 5 AS due) term
WHERE c.id BETWEEN $from_id AND $to_id;
