-- Lists of responses go by the day of service, the newest first; an employee's praise by the
-- employee. Responses without a day come last.
CREATE INDEX response_day ON response (organization_id, occurred_on, response_id);
CREATE INDEX commendation_employee ON commendation (organization_id, employee_id, response_id)
  WHERE employee_id IS NOT NULL;
