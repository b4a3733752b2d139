"""Reading a CRM's export: what its columns mean, and its rows as companies and deals."""
