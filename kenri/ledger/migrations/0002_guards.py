"""What the database itself refuses: unbalanced or altered entries, gaps in the chain, closed periods, edits.

The two dialects say the same. A statement that breaks a rule fails as an integrity error. A later migration
that alters one of these tables must take the guards away and put them back: SQLite makes the table anew.
"""

from __future__ import annotations

from django.db import migrations

ONLY_ADDED_TO = ("ledger_entry", "ledger_posting", "ledger_closing")

POSTGRESQL = """
CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'ledger: % is only added to', TG_TABLE_NAME
    USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- Numbers up to the head's length are sealed. Waiting for the head's row means waiting for every other
-- writer: nobody slips a posting under an entry that another is just sealing.
CREATE FUNCTION ledger_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE sealed bigint;
BEGIN
  SELECT length INTO sealed FROM ledger_head WHERE id = 1 FOR UPDATE;
  IF EXISTS (SELECT 1 FROM fresh WHERE entry_id <= sealed) THEN
    RAISE EXCEPTION 'ledger: the entry is sealed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;

-- The new entries are one run of numbers, so that their postings are one range of the index, and balances
-- are moved one by one: no plan here comes to read a whole table, however large it has grown.
CREATE FUNCTION ledger_seal() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  ending ledger_head%ROWTYPE;
  final bigint;
  moved record;
BEGIN
  SELECT * INTO ending FROM ledger_head WHERE id = 1 FOR UPDATE;
  SELECT max(number) INTO final FROM fresh;
  IF final IS NULL THEN
    RETURN NULL;
  END IF;
  IF ending.id IS NULL OR EXISTS (
    SELECT 1 FROM (
      SELECT number, previous,
        lag(number, 1, ending.length) OVER chain AS number_before,
        lag(hash, 1, ending.hash) OVER chain AS hash_before
      FROM fresh WINDOW chain AS (ORDER BY number)
    ) AS linked WHERE number <> number_before + 1 OR previous <> hash_before
  ) THEN
    RAISE EXCEPTION 'ledger: the entry does not follow the chain''s end'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF final - ending.length <> (
    SELECT count(*) FROM (
      SELECT entry_id FROM ledger_posting WHERE entry_id > ending.length AND entry_id <= final
      GROUP BY entry_id HAVING count(*) >= 2
    ) AS whole
  ) OR EXISTS (
    SELECT 1 FROM ledger_posting WHERE entry_id > ending.length AND entry_id <= final
    GROUP BY entry_id, currency HAVING sum(amount) <> 0
  ) THEN
    RAISE EXCEPTION 'ledger: the entry does not balance' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM fresh WHERE day <= (SELECT max(until) FROM ledger_closing)) THEN
    RAISE EXCEPTION 'ledger: the period is closed' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  FOR moved IN
    SELECT account, currency, sum(amount) AS amount FROM ledger_posting
    WHERE entry_id > ending.length AND entry_id <= final GROUP BY account, currency
  LOOP
    UPDATE ledger_balance SET amount = ledger_balance.amount + moved.amount
      WHERE ledger_balance.account = moved.account AND ledger_balance.currency = moved.currency;
    IF NOT FOUND THEN
      INSERT INTO ledger_balance (account, currency, amount)
        VALUES (moved.account, moved.currency, moved.amount);
    END IF;
  END LOOP;
  UPDATE ledger_head SET length = final, hash = (SELECT fresh.hash FROM fresh WHERE number = final)
    WHERE id = 1;
  RETURN NULL;
END $$;

CREATE FUNCTION ledger_onward() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.length <= OLD.length THEN
    RAISE EXCEPTION 'ledger: the chain only grows' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER ledger_posting_open AFTER INSERT ON ledger_posting
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_open();
CREATE TRIGGER ledger_entry_seal AFTER INSERT ON ledger_entry
  REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION ledger_seal();
CREATE TRIGGER ledger_head_onward BEFORE UPDATE ON ledger_head
  FOR EACH ROW EXECUTE FUNCTION ledger_onward();
"""

POSTGRESQL_GONE = """
DROP FUNCTION ledger_open() CASCADE;
DROP FUNCTION ledger_seal() CASCADE;
DROP FUNCTION ledger_onward() CASCADE;
DROP FUNCTION ledger_refuse() CASCADE;
"""

SQLITE = (
    """
CREATE TRIGGER ledger_posting_open BEFORE INSERT ON ledger_posting
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE number = NEW.entry_id)
  OR EXISTS (SELECT 1 FROM ledger_posting WHERE entry_id = NEW.entry_id AND number = NEW.number)
BEGIN SELECT RAISE(ABORT, 'ledger: the entry is sealed'); END
""",
    """
CREATE TRIGGER ledger_entry_seal BEFORE INSERT ON ledger_entry
BEGIN
  SELECT RAISE(ABORT, 'ledger: the entry does not follow the chain''s end')
    WHERE NOT EXISTS (
      SELECT 1 FROM ledger_head WHERE id = 1 AND length = NEW.number - 1 AND hash = NEW.previous
    ) OR EXISTS (SELECT 1 FROM ledger_entry WHERE key = NEW.key OR reverses_id = NEW.reverses_id);
  SELECT RAISE(ABORT, 'ledger: the entry does not balance')
    WHERE (SELECT count(*) FROM ledger_posting WHERE entry_id = NEW.number) < 2
    OR EXISTS (
      SELECT 1 FROM ledger_posting WHERE entry_id = NEW.number GROUP BY currency HAVING sum(amount) <> 0
    );
  SELECT RAISE(ABORT, 'ledger: the period is closed')
    WHERE NEW.day <= (SELECT max(until) FROM ledger_closing);
END
""",
    """
CREATE TRIGGER ledger_entry_book AFTER INSERT ON ledger_entry
BEGIN
  INSERT INTO ledger_balance (account, currency, amount)
    SELECT DISTINCT account, currency, 0 FROM ledger_posting WHERE entry_id = NEW.number
    ON CONFLICT (account, currency) DO NOTHING;
  UPDATE ledger_balance SET amount = ledger_balance.amount + moved.amount FROM (
    SELECT account, currency, sum(amount) AS amount
    FROM ledger_posting WHERE entry_id = NEW.number GROUP BY account, currency
  ) AS moved WHERE ledger_balance.account = moved.account AND ledger_balance.currency = moved.currency;
  UPDATE ledger_head SET length = NEW.number, hash = NEW.hash WHERE id = 1;
END
""",
    """
CREATE TRIGGER ledger_head_onward BEFORE UPDATE ON ledger_head WHEN NEW.length <= OLD.length
BEGIN SELECT RAISE(ABORT, 'ledger: the chain only grows'); END
""",
)


def only_added_to(schema_editor, tables):
    """Rows of these tables are never changed or deleted (nor, on SQLite, replaced)."""
    for table in tables:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table}"
                " FOR EACH ROW EXECUTE FUNCTION ledger_refuse()"
            )
            continue
        for event in ("UPDATE", "DELETE"):
            schema_editor.execute(
                f"CREATE TRIGGER {table}_no_{event.lower()} BEFORE {event} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, 'ledger: {table} is only added to'); END"
            )


def guard(apps, schema_editor):
    """Put the guards in place."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL, params=None)
    else:
        for statement in SQLITE:
            schema_editor.execute(statement)
    only_added_to(schema_editor, ONLY_ADDED_TO)


def unguard(apps, schema_editor):
    """Take the guards away, before the tables go."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(POSTGRESQL_GONE, params=None)
        return
    for name in ("ledger_posting_open", "ledger_entry_seal", "ledger_entry_book", "ledger_head_onward"):
        schema_editor.execute(f"DROP TRIGGER {name}")
    for table in ONLY_ADDED_TO:
        schema_editor.execute(f"DROP TRIGGER {table}_no_update")
        schema_editor.execute(f"DROP TRIGGER {table}_no_delete")


class Migration(migrations.Migration):
    """Guards of the books."""

    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(guard, unguard)]
