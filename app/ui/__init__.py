"""What is seen: Qt only. A folder per tab, widgets/ for what tabs share."""
