"""Tables that other programs wrote (CSV, XLSX), read into candidate readings."""
