"""One module a page. A view reads an address, asks ``records`` or ``search``, and renders a template."""
