-- Every unit with its verdicts, whatever the filter. States: 0 no, 1 yes, 2 unknown; 255 none.
SELECT
  u.unit, u.id, u.name, u.kind, u.division,
  v.due, v.exempt_rule,
  v.organisation, v.organisation_rule, v.mode, v.any_mode,
  v.work, v.work_rule,
  s.service, s.service_rule, s.facility, s.distance_m,
  v.organisation_look, v.work_look,
  CASE WHEN v.due = 0 THEN v.organisation_look
       WHEN s.service = 1 THEN 1
       WHEN s.service = 0 THEN 3
       ELSE 4 END AS service_look
FROM units u
JOIN verdicts v ON v.unit = u.unit
JOIN service_verdicts s ON s.unit = u.unit
