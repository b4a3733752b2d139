"""The web doors of the portal: the customers' own pages, and the colleagues' side of them."""
