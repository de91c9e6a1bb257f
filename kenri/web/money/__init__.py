"""Tariffs before, invoices and the ledger of the compensation body, usage reports, statements."""
