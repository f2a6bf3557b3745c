"""What goes on paper: PDF and XLSX from plain values. Never sees the models."""
