"""The formats of banks: statements are read from them, orders to pay are written in them. No database
here."""
