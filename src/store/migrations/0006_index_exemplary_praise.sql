-- Reports quote the latest exemplary praise of people; without this they read every commendation.
CREATE INDEX commendation_exemplary ON commendation (organization_id, response_id)
  WHERE strength = 1 AND employee_id IS NOT NULL;
