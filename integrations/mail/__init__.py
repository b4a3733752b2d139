"""Reading mail: letters out of messages, and the customer's own words out of letters."""
